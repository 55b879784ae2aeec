package odds

import (
	"fmt"
	"math"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/scenario"
)

// World is what is not certain in a plan, as independent uniform numbers, and what such numbers make of the plan.
//
// For each deal: whether it is carried through (with the probability of its status), how late it starts if it has not begun, and of
// each leg with a range, its amount. For each party with revenue from outside: by how much that grows in each year, what it is in
// a year for which a range is assumed, and what part is left for deals. A common factor moves them together, as in a one-factor Gaussian copula: in a good world more deals are carried
// through, sooner, and revenue grows faster. Amounts are apart from it.
//
// What has moved is certain, and so is what is due back. Each input has a name, made of what it is about; so adding a deal changes no
// other draw.
type World struct {
	Plan   *cashflow.Plan
	Inputs []Input
	names  []string

	means   cashflow.Means
	factor  scenario.Factor
	common  int
	items   []itemDraw
	parties []partyDraw
}

// Input is one uniform number of a world.
type Input struct {
	ID    string
	Label string // in words, for tables
	About string // deal, amount, delay, growth, revenue, margin, common
	base  float64
}

// itemDraw says which inputs an item follows; −1 where it follows none.
type itemDraw struct {
	realised, amount, delay int
	probability             float64
	size                    scenario.Distribution // of the amount, as a multiple of what the plan has
	months                  scenario.Distribution
	dropped                 bool // funding that is closed
}

// partyDraw says which inputs a party's revenue follows.
type partyDraw struct {
	known   bool
	first   []cashflow.Mark // as the plan has them
	marks   []int           // inputs of the speed of a mark; −1: certain
	speeds  []scenario.Distribution
	growth  []int // by year; −1: before the last mark
	rate    scenario.Distribution
	certain float64 // rate of growth if it is one
	margin  int
	share   scenario.Distribution
	part    float64
}

// Draw is a plan as one scenario has it. It belongs to one goroutine.
type Draw struct {
	Due    [][]float64 // by item and year: what is open and falls due
	Left   [][]float64 // by party and year: what is left for deals of revenue from outside
	Income [][]float64 // by party and year: revenue from outside
	path   cashflow.Path
}

// NewWorld lists what is uncertain in a plan about the parties that are asked for: items that touch one of them, and their revenue.
// nil asks for all. The plan must be of the headline or signed basis: the others have taken chances into account, or leave
// them out. Errors: another basis, and a range that makes no distribution.
func NewWorld(p *cashflow.Plan, means cashflow.Means, only func(graph.Node) bool) (*World, error) {
	if b := p.View.Basis; b != graph.Headline && b != graph.Signed {
		return nil, fmt.Errorf("odds: the %s basis has chances in it already, or leaves them out: ask for headline or signed", b)
	}
	if only == nil {
		only = func(graph.Node) bool { return true }
	}
	w := &World{Plan: p, means: means, common: -1}
	rho := p.Options.Assumptions.Correlation()
	var err error
	if w.factor, err = scenario.NewFactor(rho); err != nil {
		return nil, fmt.Errorf("odds: %w", err)
	}
	if rho > 0 {
		w.common = w.input("common", "the common factor", "common", 0.5)
	}
	seen := map[string]int{}
	for _, i := range p.Items {
		d := itemDraw{realised: -1, amount: -1, delay: -1, probability: 1}
		if only(i.From) || only(i.To) {
			if d, err = w.item(i, seen); err != nil {
				return nil, err
			}
		}
		w.items = append(w.items, d)
	}
	for i := range p.Network.Order() {
		d := partyDraw{margin: -1}
		if v := graph.Node(i); only(v) {
			if d, err = w.party(v); err != nil {
				return nil, err
			}
		}
		w.parties = append(w.parties, d)
	}
	for _, in := range w.Inputs {
		w.names = append(w.names, in.ID)
	}
	return w, nil
}

// Names are the names of the inputs, in order.
func (w *World) Names() []string { return w.names }

func (w *World) input(id, label, about string, base float64) int {
	w.Inputs = append(w.Inputs, Input{id, label, about, base})
	return len(w.Inputs) - 1
}

// item finds what is uncertain in an item.
func (w *World) item(i graph.Item, seen map[string]int) (itemDraw, error) {
	d := itemDraw{realised: -1, amount: -1, delay: -1, probability: 1}
	if i.Repays || i.Arc.HasMoved() {
		return d, nil
	}
	leg, set := i.Arc.Leg, w.Plan.Options.Assumptions
	d.dropped = w.means.Closed && leg.Kind.Family() == deals.Funding
	share := func(id, label, about string) int {
		if at, ok := seen[id]; ok {
			return at
		}
		seen[id] = w.input(id, label, about, 0.5)
		return seen[id]
	}
	id := string(leg.Deal.ID)
	if d.probability = set.Probability(i.Arc.Status).Float(); d.probability < 1 {
		d.realised = share("deal/"+id+"/realised", id+" is carried through", "deal")
	}
	var err error
	if begun := i.Arc.Status == deals.Active || i.Arc.Status == deals.Completed; !begun {
		months := set.Delay()
		if d.months, err = w.ranged(months.Low, months.Likely, months.High); err != nil {
			return d, fmt.Errorf("odds: delay: %w", err)
		}
		d.delay = share("deal/"+id+"/delay", id+" is late", "delay")
	}
	used, _ := leg.Use()
	if top := float64(max(used.Ceiling(), used.Likely)); used.Disclosed() && top > 0 && used.Low < max(used.Ceiling(), used.Likely) {
		if d.size, err = w.ranged(float64(used.Low)/top, float64(used.Likely)/top, 1); err != nil {
			return d, fmt.Errorf("odds: amount of %s: %w", leg.Ref(), err)
		}
		ref := leg.Ref().String()
		d.amount = share("deal/"+ref+"/amount", "the amount of "+ref, "amount")
	}
	return d, nil
}

// ranged is a distribution from low over likely to high as the assumptions draw ranges.
func (w *World) ranged(low, likely, high float64) (scenario.Distribution, error) {
	set := w.Plan.Options.Assumptions
	of := scenario.PERT
	switch quantiles, triangular := set.Ends() == "quantiles", set.Amounts() == "triangular"; {
	case low == high:
		return scenario.Constant(likely)
	case quantiles && triangular:
		of = scenario.TriangularRange
	case quantiles:
		of = scenario.PERTRange
	case triangular:
		of = scenario.Triangular
	}
	return of(low, likely, high)
}

// party finds what is uncertain in a party's revenue.
func (w *World) party(v graph.Node) (partyDraw, error) {
	b := w.Plan.Books[v]
	d := partyDraw{known: b.Revenue.Known(), margin: -1, part: b.Margin.Likely}
	if !d.known {
		return d, nil
	}
	id := string(w.Plan.Network.Party(v).ID)
	var err error
	d.first = b.Revenue.Marks
	for _, m := range d.first {
		at := -1
		var of scenario.Distribution
		if m.Low < m.High {
			if of, err = w.ranged(m.Low, m.Speed, m.High); err != nil {
				return d, fmt.Errorf("odds: revenue of %s: %w", id, err)
			}
			at = w.input(fmt.Sprintf("party/%s/revenue/%d", id, int(m.At)), fmt.Sprintf("revenue of %s in %d", id, int(m.At)), "revenue", 0.5)
		}
		d.marks, d.speeds = append(d.marks, at), append(d.speeds, of)
	}
	last := d.first[len(d.first)-1].At
	d.certain = b.Growth.Likely
	if !b.Growth.Fixed() {
		if d.rate, err = scenario.LognormalRange(b.Growth.Low, b.Growth.Likely, b.Growth.High); err != nil {
			return d, fmt.Errorf("odds: growth of %s: %w", id, err)
		}
	}
	for _, y := range w.Plan.Years {
		at := -1
		if d.rate != nil && float64(y)+0.5 > last {
			at = w.input(fmt.Sprintf("party/%s/growth/%d", id, y), fmt.Sprintf("growth of %s in %d", id, y), "growth", 0.5)
		}
		d.growth = append(d.growth, at)
	}
	if !b.Margin.Fixed() {
		if d.share, err = w.ranged(b.Margin.Low, b.Margin.Likely, b.Margin.High); err != nil {
			return d, fmt.Errorf("odds: margin of %s: %w", id, err)
		}
		d.margin = w.input("party/"+id+"/margin", "margin of "+id, "margin", 0.5)
	}
	return d, nil
}

// NewDraw is room for one scenario.
func (w *World) NewDraw() *Draw {
	d := &Draw{}
	n := len(w.Plan.Years)
	rows := func(count int) [][]float64 {
		all := make([]float64, count*n)
		out := make([][]float64, count)
		for i := range out {
			out[i] = all[i*n : (i+1)*n]
		}
		return out
	}
	d.Due, d.Left, d.Income = rows(len(w.items)), rows(len(w.parties)), rows(len(w.parties))
	most := 0
	for _, p := range w.parties {
		most = max(most, len(p.first)+n)
	}
	d.path.Marks = make([]cashflow.Mark, 0, most)
	return d
}

// Fill makes of uniform numbers, one for each input, the plan of a scenario. It does not allocate.
func (w *World) Fill(u []float64, d *Draw) {
	mix := func(x float64) float64 { return x }
	if w.common >= 0 {
		common := w.factor.Score(u[w.common])
		mix = func(e float64) float64 { return w.factor.Uniform(common, e) }
	}
	for i := range w.items {
		w.items[i].fill(u, mix, w.Plan.Items[i], d.Due[i])
	}
	for v := range w.parties {
		w.fillParty(&w.parties[v], u, mix, d, v)
	}
}

// fill draws an item.
func (s *itemDraw) fill(u []float64, mix func(float64) float64, i graph.Item, due []float64) {
	size := 1.0
	switch {
	case s.dropped, s.realised >= 0 && mix(u[s.realised]) <= 1-s.probability:
		size = 0
	case s.amount >= 0:
		size = s.size.Quantile(u[s.amount])
	}
	months := 0.0
	if s.delay >= 0 && size > 0 {
		months = math.Max(0, s.months.Quantile(1-mix(u[s.delay])))
	}
	whole := int(months / 12)
	late := months/12 - float64(whole)
	open := func(y int) float64 {
		if y < 0 {
			return 0
		}
		return float64(i.Open(y))
	}
	for y := range due {
		due[y] = 0
		if size > 0 {
			due[y] = size * ((1-late)*open(y-whole) + late*open(y-whole-1))
		}
	}
}

// fillParty draws a party's revenue.
func (w *World) fillParty(p *partyDraw, u []float64, mix func(float64) float64, d *Draw, v int) {
	if !p.known {
		return
	}
	part := p.part
	if p.margin >= 0 {
		part = math.Min(1, math.Max(0, p.share.Quantile(mix(u[p.margin]))))
	}
	marks := append(d.path.Marks[:0], p.first...)
	for i, at := range p.marks {
		if at >= 0 {
			marks[i].Speed = math.Max(0, p.speeds[i].Quantile(mix(u[at])))
		}
	}
	d.path.Growth = p.certain
	for y, at := range p.growth {
		if at < 0 {
			continue
		}
		rate := p.rate.Quantile(mix(u[at]))
		last := marks[len(marks)-1]
		t := float64(w.Plan.Years[y]) + 0.5
		marks = append(marks, cashflow.Mark{At: t, Speed: last.Speed * math.Pow(rate, t-last.At)})
		d.path.Growth = rate
	}
	d.path.Marks = marks
	for y, year := range w.Plan.Years {
		d.Income[v][y] = (1 - w.means.Haircut) * d.path.In(year, w.means.Slip)
		d.Left[v][y] = part * d.Income[v][y]
	}
}
