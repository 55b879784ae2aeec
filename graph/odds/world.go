package odds

import (
	"fmt"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/scenario"
)

// World is what is not certain in a plan, as independent uniform numbers, and what such numbers make of the plan.
//
// For each deal: whether it is carried through (with the probability of its status), how late it comes if it has not begun, and of
// each leg with a range, its amount. For each party with revenue from outside: by how much that grows in each year from the last
// figure on, what it is where a figure is a range, and what part is left for deals. A common factor moves them together, as in a
// one-factor Gaussian copula: in a good world more deals are carried through, sooner, and revenue grows faster. Amounts are apart
// from it.
//
// What has moved is certain, whatever the amount drawn, and so is what is due back. What is late moves to later years and is lost only beyond the last;
// what was due before the first year of the plan does not move into it.
//
// Each input has a name, made of what it is about; so adding a deal changes no other draw.
type World struct {
	Plan *cashflow.Plan
	inputList

	means   cashflow.Means
	factor  scenario.Factor
	common  int       // input; −1: none
	chances []float64 // probabilities of deals, each once
	deals   []dealDraw
	items   []itemDraw
	moving  []int // items that are not certain
	parties []partyDraw
}

// dealDraw is what the legs of a deal have in common. Inputs are −1 where there is none.
type dealDraw struct {
	status   deals.Status
	realised int
	delay    int
	chance   int // in chances
	months   scenario.Distribution
}

// itemDraw says what an item follows.
type itemDraw struct {
	deal       int                   // −1: it is certain
	amount     int                   // input; −1: its amount is certain
	size       scenario.Distribution // of the amount, as a multiple of what the plan has
	due, moved []float64             // by year, as planned
	paid       float64               // if it is spread: the share of the amount that was paid before
	spread     bool
}

// partyDraw says which inputs a party's revenue follows.
type partyDraw struct {
	known  bool
	first  []cashflow.Mark // as the plan has them
	marks  []int           // by mark: input of its speed; −1: certain
	speeds []scenario.Distribution
	from   int   // the first year after the last mark
	growth []int // by year from there: input; empty: the rate is certain
	rate   scenario.Scored
	likely float64 // rate of growth
	margin int
	share  scenario.Distribution
	part   float64 // the likely margin
}

// worldMaker makes a world.
type worldMaker struct {
	*World
	ranges  map[[3]float64]scenario.Distribution
	ofDeals map[dealKey]int
}

// dealKey tells legs apart that have a status of their own.
type dealKey struct {
	id     deals.DealID
	status deals.Status
}

// NewWorld lists what is uncertain in a plan about the parties that are asked for: items that touch one of them, and their revenue.
// nil asks for all. If funding is closed it does not come to them, and what they give is due all the same unless its receiver is asked for, too. The plan must be of the headline or signed basis: the others have taken chances into account, or leave
// them out. Errors: another basis, and a range that makes no distribution.
func NewWorld(p *cashflow.Plan, means cashflow.Means, only func(graph.Node) bool) (*World, error) {
	if b := p.View.Basis; b != graph.Headline && b != graph.Signed {
		return nil, fmt.Errorf("odds: the %s basis has chances in it already, or leaves them out: ask for headline or signed", b)
	}
	if only == nil {
		only = func(graph.Node) bool { return true }
	}
	w := &World{Plan: p, means: means, common: -1}
	m := &worldMaker{World: w, ranges: map[[3]float64]scenario.Distribution{}, ofDeals: map[dealKey]int{}}
	rho := p.Options.Assumptions.Correlation()
	var err error
	if w.factor, err = scenario.NewFactor(rho); err != nil {
		return nil, fmt.Errorf("odds: %w", err)
	}
	if rho > 0 {
		w.common = m.input("common", "the common factor", "common")
	}
	for k, i := range p.Items {
		d, err := m.item(i, only(i.From), only(i.To))
		if err != nil {
			return nil, err
		}
		w.items = append(w.items, d)
		if d.deal >= 0 {
			w.moving = append(w.moving, k)
		}
	}
	for i := range p.Network.Order() {
		d := partyDraw{margin: -1}
		if v := graph.Node(i); only(v) {
			if d, err = m.party(v); err != nil {
				return nil, err
			}
		}
		w.parties = append(w.parties, d)
	}
	return w, nil
}

// Statuses are those of the deals that may fall through, in their order on the ladder.
func (w *World) Statuses() []deals.Status {
	var out []deals.Status
	for _, d := range w.deals {
		if d.realised >= 0 && !slices.Contains(out, d.status) {
			out = append(out, d.status)
		}
	}
	slices.Sort(out)
	return out
}

// item finds what is uncertain in an item. What has moved, what is due back and what has no amount to draw for is certain.
func (m *worldMaker) item(i graph.Item, from, to bool) (itemDraw, error) {
	d := itemDraw{deal: -1, amount: -1, spread: i.Spread}
	open := 0.0
	closed := m.means.Closed && to && (cashflow.Line{Item: i}).Funding()
	for y := range m.Plan.Years {
		due, moved := float64(i.Due[y]), float64(i.Moved[y])
		if closed {
			due = moved
		}
		d.due, d.moved = append(d.due, due), append(d.moved, moved)
		open += due - moved
	}
	if !from && !to || open == 0 || i.Arc.HasMoved() { // what was promised may not come, and then is not due back
		return d, nil
	}
	if years := m.Plan.Options.Spread; i.Spread {
		d.paid = max(0, 1-open/float64(i.Arc.Amount)*float64(years)/float64(min(years, len(m.Plan.Years))))
	}
	var err error
	if d.deal, err = m.deal(i.Arc); err != nil {
		return d, err
	}
	used, _ := i.Arc.Leg.Use()
	top := max(used.Ceiling(), used.Likely)
	if !used.Disclosed() || top == 0 || used.Low >= top {
		return d, nil
	}
	ref := i.Arc.Leg.Ref()
	if d.size, err = m.ranged(float64(used.Low)/float64(top), float64(used.Likely)/float64(top), 1); err != nil {
		return d, fmt.Errorf("odds: amount of %s: %w", ref, err)
	}
	d.amount = m.input("deal/"+ref.String()+"/amount", "amount of "+ref.String(), "amount")
	return d, nil
}

// deal finds what is uncertain of the deal of a leg.
func (m *worldMaker) deal(a graph.Arc) (int, error) {
	key := dealKey{a.Leg.Deal.ID, a.Status}
	if at, ok := m.ofDeals[key]; ok {
		return at, nil
	}
	set, id := m.Plan.Options.Assumptions, string(key.id)
	d := dealDraw{status: key.status, realised: -1, delay: -1}
	if p := set.Probability(a.Status).Float(); p < 1 {
		if d.chance = slices.Index(m.chances, p); d.chance < 0 {
			d.chance = len(m.chances)
			m.chances = append(m.chances, p)
		}
		d.realised = m.input("deal/"+id+"/realised", id, "deal")
	}
	if months := set.Delay(); a.Status != deals.Active && months.High > 0 {
		var err error
		if d.months, err = m.ranged(months.Low, months.Likely, months.High); err != nil {
			return 0, fmt.Errorf("odds: delay: %w", err)
		}
		d.delay = m.input("deal/"+id+"/delay", "timing of "+id, "delay")
	}
	m.ofDeals[key] = len(m.deals)
	m.deals = append(m.deals, d)
	return m.ofDeals[key], nil
}

// ranged is a distribution from low over likely to high as the assumptions draw ranges.
func (m *worldMaker) ranged(low, likely, high float64) (scenario.Distribution, error) {
	key := [3]float64{low, likely, high}
	if d, ok := m.ranges[key]; ok {
		return d, nil
	}
	d, err := rangeOf(m.Plan.Options.Assumptions, low, likely, high)
	if err == nil {
		m.ranges[key] = d
	}
	return d, err
}

// party finds what is uncertain in a party's revenue.
func (m *worldMaker) party(v graph.Node) (partyDraw, error) {
	b := m.Plan.Books[v]
	d := partyDraw{known: b.Revenue.Known(), margin: -1, part: b.Margin.Likely, likely: b.Growth.Likely}
	if !d.known {
		return d, nil
	}
	id := string(m.Plan.Network.Party(v).ID)
	d.first = b.Revenue.Marks
	for _, k := range d.first {
		at, of, err := -1, scenario.Distribution(nil), error(nil)
		if k.Low < k.High {
			if of, err = m.ranged(k.Low, k.Speed, k.High); err != nil {
				return d, fmt.Errorf("odds: revenue of %s: %w", id, err)
			}
			when := period(k)
			at = m.input("party/"+id+"/revenue/"+when, "revenue of "+id+" in "+when, "revenue")
		}
		d.marks, d.speeds = append(d.marks, at), append(d.speeds, of)
	}
	if err := m.growth(b, id, &d); err != nil {
		return d, err
	}
	if !b.Margin.Fixed() {
		var err error
		if d.share, err = m.ranged(b.Margin.Low, b.Margin.Likely, b.Margin.High); err != nil {
			return d, fmt.Errorf("odds: margin of %s: %w", id, err)
		}
		d.margin = m.input("party/"+id+"/margin", "margin of "+id, "margin")
	}
	return d, nil
}

// period tells marks of a party apart.
func period(k cashflow.Mark) string {
	if k.Fact != nil && k.Fact.Period.Text != "" {
		return k.Fact.Period.Text
	}
	return fmt.Sprint(int(k.At))
}

// growth finds the rates of each calendar year after the last mark, those before the plan included: a year that nobody asks
// about spreads what comes after it as much.
func (m *worldMaker) growth(b cashflow.Books, id string, d *partyDraw) error {
	last := d.first[len(d.first)-1].At
	d.from = int(math.Floor(last-0.5)) + 1
	if b.Growth.Fixed() {
		return nil
	}
	rate, err := scenario.LognormalRange(b.Growth.Low, b.Growth.Likely, b.Growth.High)
	if err != nil {
		return fmt.Errorf("odds: growth of %s: %w", id, err)
	}
	d.rate = rate.(scenario.Scored)
	for y := d.from; y <= m.Plan.Years[len(m.Plan.Years)-1]; y++ {
		d.growth = append(d.growth, m.input(fmt.Sprintf("party/%s/growth/%d", id, y), fmt.Sprintf("growth of %s in %d", id, y), "growth"))
	}
	return nil
}
