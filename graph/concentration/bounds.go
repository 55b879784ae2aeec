package concentration

import (
	"fmt"
	"math"
	"slices"
)

// Bounds say what is certain of a list of which not all is disclosed. The ends of each range are the tightest that hold, except
// that [Undisclosed.Below] narrows ranges by less than it could where no sum is known.
type Bounds struct {
	HHI       Range
	Effective Range // 1/HHI; High is 0 where nothing bounds it
	Largest   Range // share of the largest entry
	Exact     bool  // nothing is undisclosed: both ends of each range are the same
}

// Undisclosed says what is not known beside the entries of a list. The zero value is: nothing.
//
// Where the sum of all is known, say which; else it is not known how much comes on top of the entries, and next to nothing is
// certain: any entry of which a part is not known may dwarf the others.
type Undisclosed struct {
	Sum   float64 // of everything, disclosed or not, if it is known; 0: it is not
	Many  float64 // known sums of any number of entries that are not told apart: "other customers". With Sum, part of the rest
	More  int     // entries of which no amount is known; with Sum, all of the rest may be theirs or that of others
	Flood bool    // of entries that are not told apart there are more, and nobody knows how much
	Open  []bool  // by entry: more of it is not disclosed; nil: of none
	Below float64 // entries that are not named are at most this share of everything, 0 to 1; 0: nothing bounds them
}

// Bound bounds measures of a list whatever the undisclosed amounts are.
//
// With a known sum the rest is what the entries leave: least concentrated if it is split without end, most if it is in blocks
// as large as Below allows, or all of one entry that is open. Without one, k undisclosed entries can raise the effective
// number by k and no more, and can lower it to 1.
//
// Errors: [ErrNothing] if nothing greater than zero is disclosed and no sum is known; entries that are negative or not
// finite; a sum below that of the entries; an Open or Below that makes no sense. Cost: O(n log n).
func Bound(entries []float64, u Undisclosed) (Bounds, error) {
	l, err := take(entries, u)
	if err != nil {
		return Bounds{}, err
	}
	var b Bounds
	switch {
	case u.Sum > 0:
		b = l.summed(u.Sum)
	case l.open():
		b = l.unsummed()
	default:
		b = l.summed(l.sum + l.many)
	}
	b.HHI.High = math.Max(b.HHI.High, b.HHI.Low)
	b.Effective.Low = 1 / b.HHI.High
	if b.HHI.Low > 0 {
		b.Effective.High = 1 / b.HHI.Low
	}
	return b, nil
}

// list is what is known and what is not.
type list struct {
	Undisclosed
	fixed, free  []float64 // entries that are known, and those that can be larger
	sum, squares float64   // of both
	largest      float64
	many         float64
}

func take(entries []float64, u Undisclosed) (list, error) {
	l := list{Undisclosed: u, many: u.Many}
	if u.Open != nil && len(u.Open) != len(entries) {
		return l, fmt.Errorf("bound concentration: %d entries, and %d times whether more of one is not disclosed", len(entries), len(u.Open))
	}
	for _, x := range []float64{u.Sum, u.Many} {
		if !(x >= 0) || math.IsInf(x, 1) {
			return l, fmt.Errorf("bound concentration: a sum of %g: sums are finite and not negative", x)
		}
	}
	if !(u.Below >= 0 && u.Below <= 1) || u.More < 0 {
		return l, fmt.Errorf("bound concentration: %d undisclosed entries below a share of %g: the share is from 0 to 1, the number not negative", u.More, u.Below)
	}
	for i, x := range entries {
		if !(x >= 0) || math.IsInf(x, 1) {
			return l, fmt.Errorf("bound concentration: entry %d is %g: entries are finite and not negative", i, x)
		}
		if u.Open != nil && u.Open[i] {
			l.free = append(l.free, x)
		} else {
			l.fixed = append(l.fixed, x)
		}
		l.sum, l.squares, l.largest = l.sum+x, l.squares+x*x, math.Max(l.largest, x)
	}
	known := l.sum + l.many
	if u.Sum > 0 && u.Sum < known*(1-1e-12) {
		return l, fmt.Errorf("bound concentration: the sum of all is %g, but what is disclosed adds up to %g", u.Sum, known)
	}
	if known == 0 && u.Sum == 0 {
		return l, ErrNothing
	}
	return l, nil
}

// open reports whether there are amounts of which nothing is known.
func (l *list) open() bool { return l.Flood || l.More > 0 || len(l.free) > 0 }

// summed bounds a list with a known sum of all.
func (l *list) summed(sum float64) Bounds {
	rest := math.Max(0, sum-l.sum)
	if rest <= 1e-12*sum {
		rest = 0
	}
	block := rest
	if l.Below > 0 {
		block = math.Min(rest, l.Below*sum)
	}
	high := l.squares + blocks(rest, block)
	largest := math.Max(l.largest, block)
	for _, x := range l.free {
		// The best place for a part of the rest is all of it in one entry, be the others named or not.
		high = math.Max(high, l.squares+rest*(2*x+rest))
		largest = math.Max(largest, x+rest)
	}
	return Bounds{
		HHI:     Range{l.squares / (sum * sum), math.Min(1, high/(sum*sum))},
		Largest: Range{l.largest / sum, math.Min(1, largest/sum)},
		Exact:   rest == 0,
	}
}

// blocks is the sum of the squares of a sum that comes in blocks as large as may be.
func blocks(sum, block float64) float64 {
	if block <= 0 {
		return 0
	}
	whole := math.Floor(sum / block)
	rest := math.Max(0, sum-whole*block)
	return whole*block*block + rest*rest
}

// unsummed bounds a list of whose undisclosed amounts nothing is known.
func (l *list) unsummed() Bounds {
	if l.Flood {
		return Bounds{HHI: Range{0, l.peak()}, Largest: Range{0, l.top()}}
	}
	return Bounds{HHI: Range{l.level(), l.peak()}, Largest: Range{l.flat(), l.top()}}
}

// level is the least HHI: the entries that can be larger are raised to one level, which makes it least at Σx²/Σx of the others.
func (l *list) level() float64 {
	raise := append(make([]float64, l.More), l.free...)
	slices.Sort(raise)
	sum, squares := l.many, 0.0 // of those that are not raised
	for _, x := range l.fixed {
		sum, squares = sum+x, squares+x*x
	}
	if sum == 0 && l.many == 0 {
		return 1 / float64(len(raise)) // all can be alike
	}
	k := len(raise) // raise the first k
	for k > 1 && squares/sum < raise[k-1] {
		k--
		sum, squares = sum+raise[k], squares+raise[k]*raise[k]
	}
	y := math.Max(raise[0], squares/sum)
	n := float64(k)
	total := sum + n*y
	return (squares + n*y*y) / (total * total)
}

// peak is the largest HHI, or what it comes near to.
func (l *list) peak() float64 {
	if len(l.free) > 0 || l.Below == 0 {
		return 1
	}
	known := l.sum + l.many
	if known == 0 {
		return 1
	}
	h, told := l.squares/(known*known), l.sum/known
	least := math.Max(0, 1-float64(l.More)*l.Below) // the share that what is known has at least
	if l.Flood {
		least = 0
	}
	at := func(w float64) float64 { return w*w*h + l.Below*(1-w*told) }
	return math.Min(1, math.Max(at(1), at(least)))
}

// flat is the least share of the largest: all that can be as large as it are.
func (l *list) flat() float64 {
	if l.largest == 0 {
		return 0
	}
	sum := l.many + float64(len(l.free)+l.More)*l.largest
	for _, x := range l.fixed {
		sum += x
	}
	return l.largest / sum
}

// top is the largest share of the largest, or what it comes near to.
func (l *list) top() float64 {
	if len(l.free) > 0 || l.Below == 0 || l.sum+l.many == 0 {
		return 1
	}
	return math.Max(l.largest/(l.sum+l.many), l.Below)
}
