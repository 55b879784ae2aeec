package change

import (
	"cmp"
	"context"
	"math"
	"slices"

	"dealgraph/deals"
)

// Number is any number that can be computed from a ledger: the answer to a query. NaN says that it is not known. An error, but for that of
// a context, says the same: that a party is not in this version of the ledger, say.
type Number func(*deals.Ledger) (float64, error)

// Attribution tells which changes between two ledgers moved a number.
type Attribution struct {
	Old, New float64 // NaN: not known
	Causes   []Cause // that move it, by falling size of the larger of their two effects; those that are not known first
	Rest     float64 // New less Old less the effects: what changes move together, and what was not looked at; NaN if any of them is not known
	Changes  int     // records that the two ledgers do not have alike; see [deals.Differences]
	Runs     int     // how often the number was computed
	Every    bool    // every change was left out; else only those by which the number steps, which were looked for by halves
	Stopped  bool    // at the bound on the runs, or at the end of the context, before all that was looked for was found
}

// Cause is what a change of one record does to a number.
type Cause struct {
	Part   deals.Part // a record, or the day up to which the ledger tells
	Effect float64    // the number as it is, less what it would be without this change; NaN if that is not known
	Step   float64    // by how much it moved when this change was made after those before it; NaN if that is not known
	Told   bool       // Effect was looked for
}

// By is the effect, or the step of a change that was not left out.
func (c Cause) By() float64 {
	if c.Told {
		return c.Effect
	}
	return c.Step
}

// Versions are two versions of a ledger, of which several numbers are attributed: what differs is worked out once, and the ledgers between
// them are made once and kept, at most [MostKept] of them. They are not safe for concurrent use.
type Versions struct {
	old, new *deals.Ledger
	all      []deals.Part
	kept     map[mid]merge
}

// MostKept is how many ledgers between two versions are kept.
const MostKept = 256

// mid names a ledger between two versions: the older with the first so many changes made, or the newer without one.
type mid struct {
	through int
	without deals.Part
}

type merge struct {
	ledger *deals.Ledger
	err    error
}

// NewVersions compares two versions of a ledger. Cost: that of [deals.Differences].
func NewVersions(old, new *deals.Ledger) *Versions {
	return &Versions{old: old, new: new, all: deals.Differences(old, new), kept: map[mid]merge{}}
}

// Parts are what the two do not have alike.
func (v *Versions) Parts() []deals.Part { return slices.Clone(v.all) }

// merged is a ledger between the two.
func (v *Versions) merged(which mid, take func(deals.Part) bool) (*deals.Ledger, error) {
	if m, ok := v.kept[which]; ok {
		return m.ledger, m.err
	}
	l, err := deals.Merge(v.old, v.new, take)
	if len(v.kept) < MostKept {
		v.kept[which] = merge{l, err}
	}
	return l, err
}

// Attribute tells which changed records of a ledger moved a number; see [Versions.Attribute].
func Attribute(ctx context.Context, old, new *deals.Ledger, number Number, most int) (Attribution, error) {
	return NewVersions(old, new).Attribute(ctx, number, most)
}

// Attribute tells which changed records moved a number, in two ways. First the changes are made one after the other, in the order
// of [deals.Differences], on the older ledger: the steps add up to the whole, but what belongs together is the last one's. Then each is
// left out of the newer one: that does not depend on an order, but need not add up; [Attribution.Rest] is what is left.
//
// The number is computed at most so many times, twice at least. If that is not enough to look at each change in both ways, the steps
// are looked for by halving: where the number is the same before and after some changes, none of them is taken to have moved it, which misses
// changes that undo each other; and only the changes found are left out. For k changes that move it among n, that takes some k·(2 + log n)
// runs. The same ledgers, by pointer and by hash, are asked about for every number, so that who computes numbers can keep results.
//
// States between the two ledgers that are no ledger, as one in which deals are within each other in a ring, are not known, like states of which
// the number is not. When the context is done, its error is returned with what was found so far. Any other error is that of the number of the newer
// ledger.
func (v *Versions) Attribute(ctx context.Context, number Number, most int) (Attribution, error) {
	a := attributing{ctx: ctx, Versions: v, number: number, most: max(most, 2)}
	a.out.Changes = len(a.all)
	var err error
	if a.out.New, err = number(v.new); err != nil {
		return a.out, err
	}
	a.out.Runs++
	a.out.Old = a.of(v.old, nil)
	a.out.Every = 2*len(a.all)+1 <= a.most
	a.steps()
	a.leaveOut()
	a.sort()
	return a.out, a.ctx.Err()
}

// attributing is an attribution on its way.
type attributing struct {
	*Versions
	ctx    context.Context
	number Number
	most   int
	out    Attribution
}

// of computes the number of a ledger, if there is one; NaN if it is not known.
func (a *attributing) of(l *deals.Ledger, err error) float64 {
	if err != nil {
		return math.NaN()
	}
	a.out.Runs++
	x, err := a.number(l)
	if err != nil {
		return math.NaN()
	}
	return x
}

// may reports whether the number may be computed once more.
func (a *attributing) may() bool {
	if a.ctx.Err() != nil || a.out.Runs >= a.most {
		a.out.Stopped = true
	}
	return !a.out.Stopped
}

// through is the number when the first so many changes are made.
func (a *attributing) through(count int) float64 {
	taken := make(map[deals.Part]bool, count)
	for _, p := range a.all[:count] {
		taken[p] = true
	}
	return a.of(a.merged(mid{through: count}, func(p deals.Part) bool { return taken[p] }))
}

// steps finds the changes by which the number moves when they are made one after the other.
func (a *attributing) steps() {
	if len(a.all) > 0 {
		a.between(0, len(a.all), a.out.Old, a.out.New)
	}
}

// between looks for steps among some changes, of which the number before and after is known.
func (a *attributing) between(from, to int, before, after float64) {
	switch {
	case to-from == 1:
		a.step(from, before, after)
	case !a.out.Every && same(before, after):
		return
	default:
		if !a.may() {
			return
		}
		middle := from + (to-from)/2
		x := a.through(middle)
		if a.ctx.Err() != nil {
			a.out.Stopped = true
			return // the number was not computed to its end
		}
		a.between(from, middle, before, x)
		a.between(middle, to, x, after)
	}
}

// step notes by how much one change moves the number.
func (a *attributing) step(i int, before, after float64) {
	if !a.out.Every && same(before, after) {
		return
	}
	c := Cause{Part: a.all[i], Step: after - before}
	if same(before, after) {
		c.Step = 0 // not known before, nor after: or the same but for the last digits of a fraction
	}
	a.out.Causes = append(a.out.Causes, c)
}

// same reports whether two numbers are the same, or both not known.
func same(x, y float64) bool {
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.IsNaN(x) && math.IsNaN(y)
	}
	return x == y || math.Abs(x-y) <= 1e-13*max(math.Abs(x), math.Abs(y))
}

// leaveOut leaves each change out of the newer ledger.
func (a *attributing) leaveOut() {
	left := a.out.Causes[:0]
	for _, c := range a.out.Causes {
		if a.may() {
			without := a.of(a.merged(mid{without: c.Part}, func(p deals.Part) bool { return p != c.Part }))
			if a.ctx.Err() == nil {
				c.Effect, c.Told = a.out.New-without, true
				if same(a.out.New, without) {
					c.Effect = 0
				}
			} else {
				a.out.Stopped = true
			}
		}
		untold := math.IsNaN(c.Step) && !math.IsNaN(a.out.Old) && !math.IsNaN(a.out.New) // a state on the way is not known, which is no one's effect
		if c.Effect != 0 || c.Step != 0 && !(c.Told && untold) {
			left = append(left, c)
		}
	}
	a.out.Causes = left
}

// sort puts the causes in order, and reckons what is left.
func (a *attributing) sort() {
	a.out.Rest = a.out.New - a.out.Old
	for _, c := range a.out.Causes {
		if c.Told {
			a.out.Rest -= c.Effect
		}
	}
	if math.Abs(a.out.Rest) <= 1e-12*max(math.Abs(a.out.New), math.Abs(a.out.Old)) {
		a.out.Rest = 0
	}
	weight := func(c Cause) float64 {
		w := max(math.Abs(c.Effect), math.Abs(c.Step)) // NaN if one is
		if math.IsNaN(w) {
			return math.Inf(1)
		}
		return w
	}
	slices.SortStableFunc(a.out.Causes, func(x, y Cause) int {
		return cmp.Compare(weight(y), weight(x))
	})
}
