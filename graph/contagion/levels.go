package contagion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph/damped"
)

// flows is what a supply network says about who sells what.
type flows struct {
	*Supply
	sold    []float64
	sector  []int32 // of each party as a number
	sectors int
}

func newFlows(s *Supply) *flows {
	f := &flows{Supply: s, sold: slices.Clone(s.Outside), sector: make([]int32, len(s.Sector))}
	number := map[string]int32{}
	for i, sector := range s.Sector {
		if _, ok := number[sector]; !ok {
			number[sector] = int32(len(number))
		}
		f.sector[i] = number[sector]
	}
	f.sectors = len(number)
	for _, sale := range s.Sales {
		f.sold[sale.From] += sale.Amount
	}
	return f
}

// levels is one direction: a party loses the most of what it lost itself and of what each group of those it depends on costs it.
type levels struct {
	*flows
	parties []int32 // in the order of a sweep: those a party depends on first, as far as may be
	groups  []int32 // by party, and one more: its first group
	first   []int32 // by group, and one more: its first entry
	on      []int32 // by entry
	share   []float64
	own     []float64
	lost    []float64
	hard    []float64 // by party: the part of what it fails to deliver that others cannot make good; nil: all
	limit   []int32   // by party: the group that limits it, or -1
	sweeps  int
}

// entry is a dependence of a party on another, in one group.
type entry struct {
	party, group, on int32
	share            float64
}

// newLevels lays out entries, which are grouped by their numbers, smallest first.
func newLevels(f *flows, own []float64, entries []entry) *levels {
	n := len(own)
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.party, b.party), cmp.Compare(a.group, b.group), cmp.Compare(a.on, b.on))
	})
	l := &levels{flows: f, groups: make([]int32, n+1), own: own, lost: slices.Clone(own), limit: make([]int32, n)}
	pairs := make([]damped.Pair, 0, len(entries))
	for i, e := range entries {
		if i == 0 || e.party != entries[i-1].party || e.group != entries[i-1].group {
			l.first = append(l.first, int32(i))
			l.groups[e.party+1]++
		}
		l.on, l.share = append(l.on, e.on), append(l.share, e.share)
		pairs = append(pairs, damped.Pair{Row: e.party, Col: e.on, Share: e.share})
	}
	l.first = append(l.first, int32(len(entries)))
	for i := range n {
		l.groups[i+1] += l.groups[i]
	}
	m := damped.New(n, pairs)
	o := m.Ordered()
	l.parties = make([]int32, n)
	for i, at := range o.Place {
		l.parties[at] = int32(i)
	}
	return l
}

// downstream is what customers lose for lack of inputs. Group 0 is all linear inputs, group 1+k the essential ones of sector k.
func (f *flows) downstream(own []float64) *levels {
	type need struct{ customer, sector int32 }
	bought, ofSector := make([]float64, len(own)), map[need]float64{} // the map is only looked up
	for _, sale := range f.Sales {
		bought[sale.To] += sale.Amount
		ofSector[need{int32(sale.To), f.sector[sale.From]}] += sale.Amount
	}
	var entries []entry
	for _, sale := range f.Sales {
		k := f.sector[sale.From]
		switch {
		case sale.Amount == 0 || sale.Need == Negligible:
		case sale.Need == Linear:
			entries = append(entries, entry{int32(sale.To), 0, int32(sale.From), sale.Amount / bought[sale.To]})
		default:
			entries = append(entries, entry{int32(sale.To), 1 + k, int32(sale.From), sale.Amount / ofSector[need{int32(sale.To), k}]})
		}
	}
	l := newLevels(f, own, entries)
	if f.Replace {
		l.hard = make([]float64, len(own))
	}
	return l
}

// upstream is what suppliers lose for lack of customers.
func (f *flows) upstream(own []float64) *levels {
	var entries []entry
	for _, sale := range f.Sales {
		if sale.Amount > 0 {
			entries = append(entries, entry{int32(sale.From), 0, int32(sale.To), sale.Amount / f.sold[sale.From]})
		}
	}
	return newLevels(f, own, entries)
}

// settle lets losses grow until they move no more.
func (l *levels) settle(ctx context.Context) error {
	leapt := false
	for l.sweeps < maxSweeps {
		if err := ctx.Err(); err != nil {
			return err
		}
		moved := l.sweep()
		if moved == 0 || leapt && moved <= 1e-13 {
			return nil
		}
		leapt = false
		if l.sweeps%20 == 0 {
			var err error
			if leapt, err = l.leap(ctx); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("spread a loss of supply: levels still move after %d sweeps", maxSweeps)
}

// sweep moves all levels once, in order, and returns the largest move.
func (l *levels) sweep() float64 {
	l.sweeps++
	l.replace()
	moved := 0.0
	for _, i := range l.parties {
		most := l.own[i]
		l.limit[i] = -1
		for g := l.groups[i]; g < l.groups[i+1]; g++ {
			sum := 0.0
			for e := l.first[g]; e < l.first[g+1]; e++ {
				sum += l.costs(e) * l.lost[l.on[e]]
			}
			if sum > most {
				most, l.limit[i] = sum, g
			}
		}
		if most = math.Min(1, most); most > l.lost[i] {
			moved = math.Max(moved, most-l.lost[i])
			l.lost[i] = most
		}
	}
	return moved
}

// costs is what a party loses if the other of an entry loses all.
func (l *levels) costs(e int32) float64 {
	if l.hard == nil {
		return l.share[e]
	}
	return l.share[e] * l.hard[l.on[e]]
}

// replace finds how hard parties are to replace: the share of a party in what its sector still makes.
func (l *levels) replace() {
	if l.hard == nil {
		return
	}
	left := l.left()
	for i := range l.hard {
		l.hard[i] = 1
		if all := left[l.sector[i]]; l.sold[i] < all {
			l.hard[i] = l.sold[i] / all
		}
	}
}

// left is what each sector still makes.
func (l *levels) left() []float64 {
	left := make([]float64, l.sectors)
	for i, sold := range l.sold {
		left[l.sector[i]] += sold * (1 - l.lost[i])
	}
	return left
}

// leap solves for the losses that follow if what limits each party is settled. How hard each is to replace is taken as
// linear, if that stays below the whole, and else as settled too. Losses are a convex function of one another then, so that
// the solution, Newton's, is no more than where sweeps alone would end. It reports false if nothing can be solved.
func (l *levels) leap(ctx context.Context) (bool, error) {
	l.replace()
	for _, linear := range []bool{l.hard != nil, false} {
		step, free, err := l.newton(ctx, linear)
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case errors.Is(err, damped.ErrUndamped) || errors.Is(err, damped.ErrSlow):
			continue
		case err != nil:
			return false, err
		}
		if l.take(step, free, linear) {
			return true, nil
		}
	}
	return false, nil
}

// take adds a step to the losses of free parties. If hardness was taken as linear it must stay below the whole where it was.
func (l *levels) take(step []float64, free []int32, linear bool) bool {
	before, hard := slices.Clone(l.lost), slices.Clone(l.hard)
	over := false
	for row, i := range free {
		x := l.lost[i] + math.Max(0, step[row])
		over = over || x > 1
		l.lost[i] = math.Min(1, x)
	}
	if !linear {
		return true
	}
	l.replace()
	for i := range hard {
		over = over || hard[i] < 1 && l.hard[i] == 1
	}
	if over {
		l.lost, l.hard = before, hard
	}
	return !over
}

// newton solves for the step of those parties that lose a part, and no part of their own. After them come the
// sectors: by which part of itself what each still makes falls.
func (l *levels) newton(ctx context.Context, linear bool) (step []float64, free []int32, err error) {
	index := make([]int32, len(l.own))
	for i, g := range l.limit {
		if index[i] = -1; g >= 0 && l.lost[i] < 1 {
			index[i] = int32(len(free))
			free = append(free, int32(i))
		}
	}
	size := len(free)
	if linear {
		size += l.sectors
	}
	b, pairs := make([]float64, size), []damped.Pair(nil)
	for row, i := range free {
		g := l.limit[i]
		for e := l.first[g]; e < l.first[g+1]; e++ {
			on, cost := l.on[e], l.costs(e)
			b[row] += cost * l.lost[on]
			if index[on] >= 0 {
				pairs = append(pairs, damped.Pair{Row: int32(row), Col: index[on], Share: cost})
			}
			if linear && l.hard[on] < 1 {
				pairs = append(pairs, damped.Pair{Row: int32(row), Col: int32(len(free)) + l.sector[on], Share: cost * l.lost[on]})
			}
		}
		b[row] = math.Max(0, b[row]-l.lost[i])
	}
	if linear {
		left := l.left()
		for _, i := range free {
			if all := left[l.sector[i]]; all > 0 {
				pairs = append(pairs, damped.Pair{Row: int32(len(free)) + l.sector[i], Col: index[i], Share: l.sold[i] / all})
			}
		}
	}
	a := damped.New(size, pairs)
	s, err := damped.NewSolver(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	step, err = s.Solve(ctx, b)
	return step, free, err
}
