package outlook

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/facts"
	"dealgraph/graph"
	"dealgraph/graph/capacity"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Capacity is how many gigawatts a party has in its deals, by layer, supplier and year, and what is missing to a target.
type Capacity struct {
	Party    view.Party      `json:"party"`
	Supplies bool            `json:"supplies"` // what it delivers; otherwise what it obtains
	Basis    string          `json:"basis"`
	AsOf     string          `json:"as_of"`
	Years    []int           `json:"years"`
	Cut      bool            `json:"more_after_these_years,omitempty"`
	Delivery int             `json:"delivery_years,omitempty"` // assumed of goods that state a start and no end
	Layers   []CapacityLayer `json:"layers"`
	AtLeast  CapacityTotal   `json:"at_least"` // the largest layer
	AtMost   CapacityTotal   `json:"at_most"`  // all layers
	Deals    []CapacityDeal  `json:"deals"`
	// Silent are the deals that buy or rent and state no gigawatts.
	Silent     CapacitySilent      `json:"no_gigawatts_stated"`
	Conditions []CapacityCondition `json:"conditions"`
	Unsure     []string            `json:"firm_share_not_known"`
	Record     []CapacityFact      `json:"on_record"` // facts of the party in gigawatts
	Costs      []CostFact          `json:"costs_on_record"`
	Target     *CapacityTarget     `json:"target,omitempty"`
	Price      *CapacityPrice      `json:"price,omitempty"`
	Limits     []CapacityLimit     `json:"limits"`
}

// CapacityTotal is what some deals come to, in gigawatts.
type CapacityTotal struct {
	All     float64   `json:"all_gw"`
	NoYear  float64   `json:"no_year_gw"` // of it, in no year
	InPlace []float64 `json:"in_place_gw"`
	// Loose is what of these is no contract: proposed, announced, rumoured.
	Loose        float64   `json:"not_signed_gw"`
	LooseNoYear  float64   `json:"not_signed_no_year_gw"`
	LooseInPlace []float64 `json:"not_signed_in_place_gw"`
}

// CapacityRow is what one party delivers.
type CapacityRow struct {
	Party view.Party `json:"party"`
	CapacityTotal
}

// CapacityLayer is what of a data centre is bought or rented.
type CapacityLayer struct {
	Layer   string        `json:"layer"`
	Meaning string        `json:"meaning"`
	Rows    []CapacityRow `json:"rows"`
	CapacityTotal
}

// CapacityDeal is a leg that is capacity.
type CapacityDeal struct {
	Deal     string      `json:"deal"`
	Party    view.Party  `json:"party"`
	Layer    string      `json:"layer"`
	Kind     string      `json:"kind"`
	Status   string      `json:"status"`
	Stated   float64     `json:"stated_gw"`
	Counted  float64     `json:"counted_gw"`
	Net      float64     `json:"net_gw"`     // without what other deals of the layer record of it
	NetAll   float64     `json:"net_all_gw"` // without what deals of any layer record of it
	How      string      `json:"placed"`     // "" in no year
	Term     string      `json:"term,omitempty"`
	Assumed  bool        `json:"assumed,omitempty"`
	Estimate bool        `json:"estimate,omitempty"` // its money is
	Low      *view.Money `json:"low"`                // its money, as the ledger states it; null: not disclosed
	High     *view.Money `json:"high"`
	PerLow   *view.Money `json:"per_gw_low"`
	PerHigh  *view.Money `json:"per_gw_high"`
	Against  string      `json:"against_record,omitempty"` // "within", "above", "below", "open" for a bound alone; "" when nothing is on record
	Source   view.Source `json:"source"`
}

// CapacitySilent are deals that buy or rent and state no gigawatts.
type CapacitySilent struct {
	Deals       []string    `json:"deals"`
	Known       *view.Money `json:"known"`
	Undisclosed int         `json:"undisclosed"`
}

// CapacityCondition is a promise that hangs on gigawatts, and is none.
type CapacityCondition struct {
	Deal  string  `json:"deal"`
	Kind  string  `json:"kind"`
	Power float64 `json:"gw"`
}

// CapacityFact is what somebody says of a party's capacity.
type CapacityFact struct {
	Fact   string      `json:"fact,omitempty"`
	Metric string      `json:"metric"`
	Power  float64     `json:"gw"`
	Period string      `json:"period,omitempty"`
	Nature string      `json:"nature"`
	Least  *float64    `json:"in_deals_at_least,omitempty"` // share of a target; null: it has no year, or is none
	Most   *float64    `json:"in_deals_at_most,omitempty"`
	Source view.Source `json:"source"`
	Note   string      `json:"note,omitempty"`
}

// CostFact is what somebody says that a gigawatt costs.
type CostFact struct {
	Fact   string      `json:"fact,omitempty"`
	Party  string      `json:"party,omitempty"`
	Metric string      `json:"metric"`
	PerGW  *view.Money `json:"per_gw"`
	Period string      `json:"period,omitempty"`
	Nature string      `json:"nature"`
	Source view.Source `json:"source"`
	Note   string      `json:"note,omitempty"`
}

// CapacityTarget is a target and what is missing.
type CapacityTarget struct {
	Power  float64       `json:"gw"`
	Year   int           `json:"year"`
	Ahead  float64       `json:"years_ahead"`
	Low    *view.Money   `json:"cost_per_gw_low"` // null: its currency cannot be converted
	Likely *view.Money   `json:"cost_per_gw_likely"`
	High   *view.Money   `json:"cost_per_gw_high"`
	Gaps   []CapacityGap `json:"gaps"` // of the layers; then, with more than one, "at least" and "at most"
}

// CapacityGap is what is missing to a target.
type CapacityGap struct {
	Counted string      `json:"counted"`
	All     float64     `json:"all_gw"`
	There   float64     `json:"there_gw"` // of it in place at the end of the year of the target, or in no year
	Share   float64     `json:"share"`
	Missing float64     `json:"missing_gw"`
	PerYear float64     `json:"missing_gw_per_year"`
	Low     *view.Money `json:"cost_low"`
	Likely  *view.Money `json:"cost_likely"`
	High    *view.Money `json:"cost_high"`
}

// CapacityPrice is a sum that somebody names for the target.
type CapacityPrice struct {
	Sum     *view.Money `json:"sum"`
	PerGW   *view.Money `json:"per_gw"`
	Low     *view.Money `json:"on_record_low"` // null: nothing is on record
	High    *view.Money `json:"on_record_high"`
	Facts   int         `json:"facts"`
	Against string      `json:"against_record,omitempty"`
}

// CapacityLimit is what a party can deliver in a year, against what it has contracted to.
type CapacityLimit struct {
	Year    int         `json:"year"`
	Limit   float64     `json:"limit_gw"`
	Nature  string      `json:"nature,omitempty"` // "": assumed
	Layer   string      `json:"layer,omitempty"`
	Deliver float64     `json:"to_deliver_gw"` // in that year
	NoYear  float64     `json:"no_year_gw"`
	Short   float64     `json:"short_gw"`
	Deals   []string    `json:"deals"` // that deliver in the year
	Source  view.Source `json:"source,omitzero"`
}

// CapacityAsk is what is asked beside the gigawatts.
type CapacityAsk struct {
	Delivery int
	Target   *capacity.Target
	Price    *int64 // a sum for the target, minor units of the view's currency
	Limits   []capacity.Target
	Cost     assumptions.Range // of one gigawatt, in whole units of CostIn
	CostIn   deals.Currency
}

// The metrics of facts that are read.
const (
	metricTarget = "compute_capacity_target"
	metricLimit  = "supply_limit"
	metricCost   = "cost_per_gw"
)

// metricsOf are the metrics that say what a gigawatt of a layer costs.
func metricsOf(layer string) []string {
	switch capacity.Layer(layer) {
	case capacity.Chips:
		return []string{"content_per_gw", "vendor_content_per_gw"}
	case capacity.Hosting:
		return []string{metricCost}
	}
	return nil
}

// CapacityOf tells a result of a network.
func CapacityOf(n *graph.Network, r capacity.Result, supplies bool, ask CapacityAsk) Capacity {
	c := Capacity{
		Party: view.PartyIn(n, r.Party), Supplies: supplies, Basis: string(n.View.Basis), AsOf: n.View.AsOf.String(), Years: r.Years, Cut: r.Cut, Delivery: ask.Delivery,
		Layers: []CapacityLayer{}, AtLeast: capacityTotal(r.AtLeast, nil, nil), AtMost: capacityTotal(r.AtMost, nil, nil), Deals: []CapacityDeal{},
		Conditions: []CapacityCondition{}, Unsure: []string{}, Record: []CapacityFact{}, Costs: []CostFact{}, Limits: []CapacityLimit{},
	}
	for _, s := range r.Stacks {
		var loose []capacity.Leg
		for _, x := range r.Legs {
			if x.Layer == s.Layer && !x.Status.Binding() {
				loose = append(loose, x)
			}
		}
		layer := CapacityLayer{Layer: string(s.Layer), Meaning: s.Layer.Meaning(), CapacityTotal: capacityTotal(s.Total, loose, r.Years)}
		for _, row := range s.Rows {
			mine := slices.DeleteFunc(slices.Clone(loose), func(x capacity.Leg) bool { return x.Party != row.Party })
			layer.Rows = append(layer.Rows, CapacityRow{view.PartyIn(n, row.Party), capacityTotal(row.Total, mine, r.Years)})
		}
		c.Layers = append(c.Layers, layer)
	}
	for _, l := range r.Conditions {
		k, _ := capacity.Read(*l.Quantity)
		c.Conditions = append(c.Conditions, CapacityCondition{l.Ref().String(), factMetric(string(l.Kind)), k.GW()})
	}
	for _, l := range r.Unsure {
		c.Unsure = append(c.Unsure, l.Ref().String())
	}
	c.Silent = silent(n, r.Silent)
	c.Costs = costFacts(n)
	for _, x := range r.Legs {
		c.Deals = append(c.Deals, c.deal(n, x))
	}
	c.Record = c.record(n, r)
	if ask.Target != nil {
		c.target(n, r, ask)
	}
	if supplies {
		c.limits(n, r, ask)
	}
	return c
}

// capacityTotal tells a total, of which some legs are no contracts.
func capacityTotal(t capacity.Total, loose []capacity.Leg, years []int) CapacityTotal {
	out := CapacityTotal{All: t.Contracted.GW(), NoYear: t.NoYear.GW(), InPlace: []float64{}, LooseInPlace: []float64{}}
	for _, k := range t.InPlace {
		out.InPlace = append(out.InPlace, k.GW())
	}
	var all, none capacity.Kilowatts
	for _, x := range loose {
		all += x.Net
		if x.How == capacity.Undated {
			none += x.Net
		}
	}
	out.Loose, out.LooseNoYear = all.GW(), none.GW()
	for _, y := range years {
		var there capacity.Kilowatts
		for _, x := range loose {
			there += x.At(y)
		}
		out.LooseInPlace = append(out.LooseInPlace, there.GW())
	}
	return out
}

func silent(n *graph.Network, arcs []graph.Arc) CapacitySilent {
	out := CapacitySilent{Deals: []string{}}
	var known int64
	for _, a := range arcs {
		out.Deals = append(out.Deals, a.Leg.Ref().String())
		switch own, ok := n.ArcOf(a.Leg); { // without what other deals record of it
		case ok && own.Known:
			known += own.Amount
		case ok:
			out.Undisclosed++
		}
	}
	out.Known = view.MoneyOf(known, n.View.Currency)
	return out
}

// deal tells a leg, with what its money comes to for each gigawatt.
func (c *Capacity) deal(n *graph.Network, x capacity.Leg) CapacityDeal {
	l := x.Leg
	amount, source := l.Use()
	out := CapacityDeal{
		Deal: l.Ref().String(), Party: view.PartyIn(n, x.Party), Layer: string(x.Layer), Kind: factMetric(string(l.Kind)), Status: x.Status.String(),
		Stated: x.Stated.GW(), Counted: x.Counted.GW(), Net: x.Net.GW(), NetAll: x.NetAll.GW(), How: string(x.How), Term: l.Term.String(), Assumed: x.Assumed,
		Estimate: amount.Estimate, Source: view.SourceOf(source),
	}
	if !amount.Disclosed() {
		return out
	}
	day := deals.Date{}
	if h := l.History(); len(h) > 0 {
		day = h[0].Date.Last()
	}
	money := func(minor int64) *view.Money {
		if v, ok := n.Convert(minor, amount.Currency, day); ok {
			return view.MoneyOf(v, n.View.Currency)
		}
		return nil
	}
	if amount.Form != deals.UpTo {
		out.Low = money(amount.Low)
	}
	if amount.Form != deals.AtLeast {
		out.High = money(amount.Ceiling())
	}
	out.PerLow, out.PerHigh = perGigawatt(out.Low, out.Stated), perGigawatt(out.High, out.Stated)
	out.Against = c.against(out.PerLow, out.PerHigh, metricsOf(out.Layer))
	return out
}

// perGigawatt divides money by power; nil when either is not known or the power is nothing.
func perGigawatt(m *view.Money, gw float64) *view.Money {
	minor, ok := m.Minor()
	if !ok || gw <= 0 {
		return nil
	}
	per := math.Round(float64(minor) / gw)
	if per > 1e17 {
		return nil
	}
	return view.MoneyOf(int64(per), deals.Currency(m.Currency))
}

// against holds a price of a gigawatt against those on record; "" when there are none, "open" when a bound alone does not tell.
func (c *Capacity) against(low, high *view.Money, metrics []string) string {
	least, most, n := c.costRange(metrics)
	if n == 0 || low == nil && high == nil {
		return ""
	}
	from, known := low.Minor()
	to, capped := high.Minor()
	switch {
	case known && from > most:
		return "above"
	case capped && to < least:
		return "below"
	case known && capped:
		return "within"
	}
	return "open"
}

// costRange is the lowest and the highest price on record of metrics, and how many there are.
func (c *Capacity) costRange(metrics []string) (least, most int64, n int) {
	for _, f := range c.Costs {
		minor, ok := f.PerGW.Minor()
		if !ok || !slices.Contains(metrics, f.Metric) {
			continue
		}
		if n == 0 || minor < least {
			least = minor
		}
		most = max(most, minor)
		n++
	}
	return least, most, n
}

// costFacts are what is said of the price of a gigawatt by the day of the view: of the whole first.
func costFacts(n *graph.Network) []CostFact {
	out := []CostFact{}
	metrics := append([]string{metricCost}, metricsOf(string(capacity.Chips))...)
	for _, f := range n.Ledger.Facts {
		if !slices.Contains(metrics, f.Metric) || f.Value.Quantity == nil || !facts.DatedOf(f).Counts(n.View.AsOf) {
			continue
		}
		currency, unit, ok := strings.Cut(f.Value.Quantity.Unit, "/")
		watts, isPower := capacity.Unit(unit)
		if !ok || !isPower {
			continue
		}
		x := math.Round(float64(f.Value.Quantity.Number.Float()*(1e9/float64(watts))) * 100)
		if !(math.Abs(x) < 1e17) {
			continue
		}
		minor, ok := n.Convert(int64(x), deals.Currency(currency), f.Period.Last)
		if !ok {
			continue
		}
		out = append(out, CostFact{
			Fact: f.ID, Party: string(f.Party), Metric: f.Metric, PerGW: view.MoneyOf(minor, n.View.Currency), Period: f.Period.Text, Nature: string(f.Nature),
			Source: view.SourceOf(f.Source), Note: f.Note,
		})
	}
	slices.SortStableFunc(out, func(a, b CostFact) int {
		x, _ := a.PerGW.Minor()
		y, _ := b.PerGW.Minor()
		return cmp.Or(cmp.Compare(slices.Index(metrics, a.Metric), slices.Index(metrics, b.Metric)), cmp.Compare(x, y))
	})
	return out
}

// record are the facts of the party in gigawatts; of a target in a year, with the share that is contracted.
func (c *Capacity) record(n *graph.Network, r capacity.Result) []CapacityFact {
	out := []CapacityFact{}
	for _, f := range n.Ledger.FactsOf(deals.PartyID(c.Party.ID), "") {
		if f.Value.Quantity == nil || f.Metric == metricLimit || !facts.DatedOf(f).Counts(n.View.AsOf) {
			continue
		}
		k, ok := capacity.Read(*f.Value.Quantity)
		if !ok {
			continue
		}
		x := CapacityFact{
			Fact: f.ID, Metric: f.Metric, Power: k.GW(), Period: f.Period.Text, Nature: string(f.Nature), Source: view.SourceOf(f.Source), Note: f.Note,
		}
		if f.Metric == metricTarget && !f.Period.Last.IsZero() && k > 0 && !c.Supplies && len(r.Legs) > 0 {
			_, least, most := r.Gaps(capacity.Target{Power: k, Year: f.Period.Last.Year})
			low, high := share(least.There.GW(), k.GW()), share(most.There.GW(), k.GW())
			x.Least, x.Most = &low, &high
		}
		out = append(out, x)
	}
	return out
}

func share(part, whole float64) float64 { return part / whole }

// target holds the party against a target and a sum.
func (c *Capacity) target(n *graph.Network, r capacity.Result, ask CapacityAsk) {
	t := &CapacityTarget{Power: ask.Target.Power.GW(), Year: ask.Target.Year, Ahead: capacity.YearsUntil(n.View.AsOf, ask.Target.Year)}
	price := func(whole float64) *view.Money {
		minor, ok := n.Convert(int64(math.Round(whole*100)), ask.CostIn, n.View.AsOf)
		if !ok {
			return nil
		}
		return view.MoneyOf(minor, n.View.Currency)
	}
	t.Low, t.Likely, t.High = price(ask.Cost.Low), price(ask.Cost.Likely), price(ask.Cost.High)
	gap := func(counted string, g capacity.Gap) {
		x := CapacityGap{Counted: counted, All: g.Contracted.GW(), There: g.There.GW(), Share: share(g.There.GW(), t.Power), Missing: g.Missing.GW()}
		if t.Ahead > 0 {
			x.PerYear = x.Missing / t.Ahead
		}
		x.Low, x.Likely, x.High = costOf(g.Missing, t.Low), costOf(g.Missing, t.Likely), costOf(g.Missing, t.High)
		t.Gaps = append(t.Gaps, x)
	}
	layers, least, most := r.Gaps(*ask.Target)
	for _, g := range layers {
		gap(string(g.Layer), g)
	}
	if len(layers) != 1 {
		gap("at least", least)
	}
	if len(layers) > 1 {
		gap("at most", most)
	}
	c.Target = t
	if ask.Price == nil {
		return
	}
	p := &CapacityPrice{Sum: view.MoneyOf(*ask.Price, n.View.Currency)}
	p.PerGW = perGigawatt(p.Sum, t.Power)
	low, high, k := c.costRange([]string{metricCost})
	if p.Facts = k; k > 0 {
		p.Low, p.High = view.MoneyOf(low, n.View.Currency), view.MoneyOf(high, n.View.Currency)
	}
	p.Against = c.against(p.PerGW, p.PerGW, []string{metricCost})
	c.Price = p
}

// costOf is what power costs at a price of one gigawatt.
func costOf(k capacity.Kilowatts, per *view.Money) *view.Money {
	minor, ok := per.Minor()
	if !ok {
		return nil
	}
	cost, ok := capacity.Dollars(k, view.Units(minor))
	if !ok {
		return nil
	}
	return view.MoneyOf(cost, deals.Currency(per.Currency))
}

// limits hold what is to be delivered in a year against what can be: by facts, and as asked.
func (c *Capacity) limits(n *graph.Network, r capacity.Result, ask CapacityAsk) {
	add := func(t capacity.Target, f *deals.Fact) {
		some := false
		for _, s := range r.Stacks {
			x := CapacityLimit{Year: t.Year, Limit: t.Power.GW(), Layer: string(s.Layer), NoYear: s.NoYear.GW(), Deals: []string{}}
			if f != nil {
				x.Nature, x.Source = string(f.Nature), view.SourceOf(f.Source)
			}
			var sum capacity.Kilowatts
			for _, l := range r.Legs {
				if k := l.New(t.Year); l.Layer == s.Layer && k > 0 {
					sum += k
					x.Deals = append(x.Deals, l.Leg.Ref().String())
				}
			}
			x.Deliver, x.Short = sum.GW(), max(0, sum-t.Power).GW()
			c.Limits, some = append(c.Limits, x), true
		}
		if !some {
			x := CapacityLimit{Year: t.Year, Limit: t.Power.GW(), Deals: []string{}}
			if f != nil {
				x.Nature, x.Source = string(f.Nature), view.SourceOf(f.Source)
			}
			c.Limits = append(c.Limits, x)
		}
	}
	for _, t := range ask.Limits {
		add(t, nil)
	}
	for _, f := range n.Ledger.FactsOf(deals.PartyID(c.Party.ID), metricLimit) {
		if f.Value.Quantity == nil || f.Period.Last.IsZero() || !facts.DatedOf(f).Counts(n.View.AsOf) {
			continue
		}
		k, ok := capacity.Read(*f.Value.Quantity)
		first := f.Period.First.Year
		if f.Period.First.IsZero() {
			first = f.Period.Last.Year
		}
		for y := first; ok && y <= f.Period.Last.Year && y-first < capacity.MostYears; y++ {
			add(capacity.Target{Power: k, Year: y}, f)
		}
	}
	slices.SortStableFunc(c.Limits, func(a, b CapacityLimit) int { return cmp.Compare(a.Year, b.Year) })
}

// gigawatts spells power: three digits that count, no zeros at the end.
func gigawatts(x float64) string {
	digits := 3
	switch {
	case x >= 100:
		digits = 0
	case x >= 10:
		digits = 1
	case x >= 1:
		digits = 2
	}
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "0" && x > 0 {
		return "<0.001"
	}
	return s
}

// powerCell is power in a cell; plus says that more may come of which the year is not known.
func powerCell(x float64, plus bool) table.Cell {
	raw := strconv.FormatFloat(x, 'f', -1, 64)
	switch {
	case plus && x == 0:
		return table.Cell{Text: view.Unknown}
	case plus:
		return table.Cell{Text: gigawatts(x) + " + " + view.Unknown, Raw: raw, Number: true}
	}
	return table.Cell{Text: gigawatts(x), Raw: raw, Number: true}
}
