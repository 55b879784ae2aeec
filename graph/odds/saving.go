package odds

import (
	"cmp"
	"context"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
)

// survey asks courses of one stress and its neighbours.
type survey struct {
	engine *engine
	ctx    context.Context
	stress Stress
	calms  map[calmKey]*Course
	seen   map[[2]int][]bool // who misses obligations at the bare side, by tenths of a month and tenths of a percent
}

type calmKey struct {
	side Side
	end  cashflow.End
}

// calm is the course without stress.
func (f *survey) calm(side Side, end cashflow.End) (*Course, error) {
	if c, ok := f.calms[calmKey{side, end}]; ok {
		return c, nil
	}
	c, err := f.engine.run(f.ctx, Stress{Means: cashflow.Means{End: end}}, side, nil, extra{})
	if err != nil {
		return nil, err
	}
	if f.calms == nil {
		f.calms = map[calmKey]*Course{}
	}
	f.calms[calmKey{side, end}] = c
	return c, nil
}

// at is the course of the stress at an end of the ranges.
func (f *survey) at(side Side, end cashflow.End, v *Survival) (*Course, error) {
	if end == f.stress.End {
		return v.Courses[side], nil
	}
	calm, err := f.calm(side, end)
	if err != nil {
		return nil, err
	}
	stress := f.stress
	stress.End = end
	return f.engine.run(f.ctx, stress, side, calm, extra{})
}

// fate reads a course for a party.
func (f *survey) fate(p graph.Node, side Side, c, calm *Course) (Fate, error) {
	n := len(c.Missed)
	out := Fate{State: c.state(p), Missing: make([]float64, n), Cut: make([]float64, n), First: -1}
	for y := range n {
		if x := c.Missed[y][p]; some(x, c.means[y][p]) {
			out.Missing[y] = x
			if out.First < 0 {
				out.First = y
			}
		}
		if x := c.Cut[y][p]; some(x, c.means[y][p]) {
			out.Cut[y] = x
		}
	}
	f.reasons(p, c, calm, &out)
	if out.State != Misses {
		return out, nil
	}
	out.Month = f.month(p, c, out.First)
	var err error
	out.Need, err = f.need(p, side)
	return out, err
}

// reasons says what a party has less, and from whom.
func (f *survey) reasons(p graph.Node, c, calm *Course, out *Fate) {
	s := f.engine.system
	if c.loss != nil {
		out.Loss = c.loss[p] - c.Lost[p]
	}
	less := map[graph.Node]float64{}
	for y := range c.Missed {
		out.Earned += calm.Outside[y][p] - c.Outside[y][p]
		for k, d := range s.Slots {
			if d.To != p {
				continue
			}
			less[d.From] += c.Short[y][k]
			if f.stress.Closed {
				out.Funding += f.engine.open[d.Item][y] - f.engine.closed[d.Item][y]
			}
		}
		for g, cover := range s.covers {
			if cover.Creditor == p {
				less[cover.Debtor] -= c.Guaranteed[y][g]
			}
			if cover.Guarantor == p {
				out.Calls += c.Called[y][g]
			}
		}
	}
	out.Earned = math.Max(0, out.Earned+calm.Buffer[0][p]-c.Buffer[0][p])
	for from, x := range less {
		if some(x, 0) {
			out.Less = append(out.Less, Lack{from, x})
		}
	}
	slices.SortFunc(out.Less, func(a, b Lack) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Party, b.Party)) })
}

// month is when in a year obligations pass what there is, money coming and going evenly and purchases being cut before.
func (f *survey) month(p graph.Node, c *Course, y int) int {
	due := 0.0
	for k, d := range f.engine.system.Slots {
		if d.From == p && d.Hard() {
			due += c.Due[y][k]
		}
	}
	for g, cover := range f.engine.system.covers {
		if cover.Guarantor == p {
			due += c.Called[y][g]
		}
	}
	gap := due - c.Outside[y][p] - c.Received[y][p]
	if gap <= 0 {
		return 0
	}
	return min(int(12*math.Max(0, c.Buffer[y][p])/gap), 11)
}

// side of a party's account under a course: what it owes and what comes in, by year.
type purse struct {
	hard, soft, in []float64
	buffer         float64 // at the beginning
}

// purse reads the account of a party from a course; if full, as if everybody paid it all that is due.
func (f *survey) purse(p graph.Node, c *Course, full bool) purse {
	n := len(c.Missed)
	out := purse{hard: make([]float64, n), soft: make([]float64, n), in: make([]float64, n), buffer: c.Buffer[0][p]}
	for y := range n {
		out.in[y] = c.Outside[y][p]
		if !full {
			out.in[y] += c.Received[y][p]
		}
		for k, d := range f.engine.system.Slots {
			x := c.Due[y][k]
			switch {
			case d.From == p && d.Hard():
				out.hard[y] += x
			case d.From == p:
				out.soft[y] += x
			case d.To == p && full:
				out.in[y] += x
			}
		}
		for g, cover := range f.engine.system.covers {
			if cover.Guarantor == p && !full {
				out.hard[y] += c.Called[y][g]
			}
		}
	}
	if c.loss != nil {
		out.hard[0] += c.loss[p]
	}
	return out
}

// lacks is the least money at the beginning, beyond the buffer, with which all obligations are met, purchases going on until
// money is gone.
func (u purse) lacks() float64 {
	need := 0.0 // at the end of the year
	for y := len(u.in) - 1; y >= 0; y-- {
		due := u.hard[y]
		if need > 0 {
			due += u.soft[y] + need
		}
		need = math.Max(0, due-u.in[y])
	}
	return math.Max(0, need-u.buffer)
}

// missed are all obligations that are not met.
func (u purse) missed() float64 {
	have, missed := u.buffer, 0.0
	for y, in := range u.in {
		have += in - u.hard[y]
		missed += math.Max(0, -have)
		have = math.Max(0, math.Max(0, have)-u.soft[y])
	}
	return missed
}

// alone is what a party does not meet if everybody else pays in full.
func (f *survey) alone(p graph.Node, c *Course) float64 {
	if f.engine.money.many[p] {
		return 0
	}
	u := f.purse(p, c, true)
	if missed := u.missed(); some(missed, sum(u.in)) {
		return missed
	}
	return 0
}

// with is the course when a party has more money.
func (f *survey) with(p graph.Node, side Side, amount float64) (*Course, error) {
	calm, err := f.calm(side, f.stress.End)
	if err != nil {
		return nil, err
	}
	return f.engine.run(f.ctx, f.stress, side, calm, extra{p, amount})
}

// need is the least money at the beginning with which a party meets its obligations. What it pays may come back to it, the
// more the more it pays: so the need with all the money in the world is the least that it can be, and is looked at first.
func (f *survey) need(p graph.Node, side Side) (float64, error) {
	enough := f.enough(p)
	c, err := f.with(p, side, enough)
	if err != nil {
		return 0, err
	}
	u := f.purse(p, c, false)
	u.buffer -= enough
	low, high := u.lacks(), enough
	if f.stress.Cut > 0 { // purchases are cut before money is gone
		clear(u.soft)
		low = u.lacks()
	}
	low = math.Min(low, high)
	for try := low; ; try = (low + high) / 2 {
		c, err := f.with(p, side, try)
		if err != nil {
			return 0, err
		}
		if c.state(p) != Misses {
			high = try
		} else {
			low = try
		}
		if high-low <= math.Max(0.5, 1e-9*high) {
			return high, nil
		}
	}
}

// enough is all that can be due from a party.
func (f *survey) enough(p graph.Node) float64 {
	x := f.engine.money.all[p]
	if f.stress.Loss != nil {
		x += f.stress.Loss[p]
	}
	return x
}

// own is what a party needs of its own if it earns nothing outside the network.
func (f *survey) own(p graph.Node) (float64, error) {
	enough := f.enough(p)
	c, err := f.with(p, Bare, enough)
	if err != nil {
		return 0, err
	}
	u := f.purse(p, c, false)
	u.buffer -= enough
	for y := range u.in {
		u.in[y] -= c.Outside[y][p]
	}
	return u.lacks(), nil
}

// save says what else would save a party that misses obligations at the bare side.
func (f *survey) save(st *Standing, v *Survival) error {
	c, err := f.with(st.Party, Bare, f.engine.money.all[st.Party])
	if err != nil {
		return err
	}
	u := f.purse(st.Party, c, false)
	u.buffer -= f.engine.money.all[st.Party]
	st.Deals, st.Fewest = f.fewest(st.Party, c, u)
	if !v.System.Plan.Books[st.Party].Revenue.Known() {
		return nil // it bears no stress at all, by the way in which the bare side is made
	}
	slip, cut := f.steps()
	if slip > 0 {
		st.Slip, err = f.limit(st.Party, slip, 10, func(k int) [2]int { return [2]int{k, cut} })
	}
	if cut > 0 && err == nil {
		st.Haircut, err = f.limit(st.Party, cut, 1000, func(k int) [2]int { return [2]int{slip, k} })
	}
	return err
}

// steps are the slip in tenths of a month and the haircut in tenths of a percent, whole ones.
func (f *survey) steps() (slip, cut int) {
	return int(math.Ceil(f.stress.Slip*10 - 1e-9)), int(math.Ceil(f.stress.Haircut*1000 - 1e-9))
}

// limit is how much of a stress a party bears; it misses obligations at all of it.
func (f *survey) limit(p graph.Node, most int, unit float64, of func(int) [2]int) (Limit, error) {
	misses := func(k int) (bool, error) {
		list, err := f.missing(of(k))
		return err == nil && list[p], err
	}
	none, err := misses(0)
	if err != nil || none {
		return Limit{Asked: true, None: true}, err
	}
	low, high := 0, most
	for high-low > 1 {
		mid := (low + high) / 2
		bad, err := misses(mid)
		if err != nil {
			return Limit{}, err
		}
		if bad {
			high = mid
		} else {
			low = mid
		}
	}
	return Limit{Asked: true, Most: float64(low) / unit}, nil
}

// missing is who misses obligations under so much of the stress.
func (f *survey) missing(at [2]int) ([]bool, error) {
	if list, ok := f.seen[at]; ok {
		return list, nil
	}
	stress := f.stress
	stress.Slip, stress.Haircut = math.Min(float64(at[0])/10, stress.Slip), math.Min(float64(at[1])/1000, stress.Haircut)
	calm, err := f.calm(Bare, stress.End)
	if err != nil {
		return nil, err
	}
	c, err := f.engine.run(f.ctx, stress, Bare, calm, extra{})
	if err != nil {
		return nil, err
	}
	list := make([]bool, f.engine.system.Plan.Network.Order())
	for v := range list {
		list[v] = c.state(graph.Node(v)) == Misses
	}
	if f.seen == nil {
		f.seen = map[[2]int][]bool{}
	}
	f.seen[at] = list
	return list, nil
}

// mostTogether is how many deals are tried together before the largest are simply added up; mostDeals of how many.
const (
	mostTogether = 3
	mostDeals    = 60
)

// fewest are the fewest deals without whose dues a party would meet all other obligations, others paying it what they do when it
// pays in full. Of sets of equally few the first by size is told.
func (f *survey) fewest(p graph.Node, c *Course, u purse) (parts []cashflow.Part, fewest bool) {
	own := f.dues(p, c)
	without := func(set []int) bool {
		w := purse{slices.Clone(u.hard), slices.Clone(u.soft), u.in, u.buffer}
		for _, i := range set {
			for y := range w.in {
				w.hard[y] -= own[i].hard[y]
				w.soft[y] -= own[i].soft[y]
			}
		}
		return !some(w.lacks(), sum(u.hard))
	}
	told := func(set []int) []cashflow.Part {
		var out []cashflow.Part
		for _, i := range set {
			out = append(out, cashflow.Part{Deal: own[i].deal, Amount: int64(math.Round(own[i].total))})
		}
		return out
	}
	var all []int
	for i := range own {
		all = append(all, i)
	}
	if !without(all) {
		return nil, false
	}
	for size := 1; size <= min(mostTogether, len(own)); size++ {
		if set := firstSet(min(len(own), mostDeals), size, without); set != nil {
			return told(set), true
		}
	}
	for size := mostTogether + 1; ; size++ {
		if without(all[:size]) {
			return told(all[:size]), false
		}
	}
}

// firstSet is the first set of so many of the numbers below n, in order, that will do; nil if none does.
func firstSet(n, size int, will func([]int) bool) []int {
	var try func(set []int, from int) []int
	try = func(set []int, from int) []int {
		if len(set) == size {
			if will(set) {
				return slices.Clone(set)
			}
			return nil
		}
		for i := from; i < n; i++ {
			if found := try(append(set, i), i+1); found != nil {
				return found
			}
		}
		return nil
	}
	return try(make([]int, 0, size), 0)
}

// owed is what a party owes under a deal, by year.
type owed struct {
	deal       deals.DealID
	hard, soft []float64
	total      float64
}

// dues are those of a party by deal, the most first.
func (f *survey) dues(p graph.Node, c *Course) []owed {
	s := f.engine.system
	n := len(c.Due)
	var out []owed
	for k, d := range s.Slots {
		if d.From != p {
			continue
		}
		id := s.Plan.Items[d.Item].Arc.Leg.Deal.ID
		i := slices.IndexFunc(out, func(o owed) bool { return o.deal == id })
		if i < 0 {
			i = len(out)
			out = append(out, owed{deal: id, hard: make([]float64, n), soft: make([]float64, n)})
		}
		for y := range n {
			x := c.Due[y][k]
			out[i].total += x
			if d.Hard() {
				out[i].hard[y] += x
			} else {
				out[i].soft[y] += x
			}
		}
	}
	out = slices.DeleteFunc(out, func(o owed) bool { return o.total == 0 })
	slices.SortFunc(out, func(a, b owed) int { return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.deal, b.deal)) })
	return out
}
