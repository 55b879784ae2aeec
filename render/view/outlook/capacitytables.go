package outlook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph/capacity"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Tables shows the gigawatts by layer, party and year; the target and what is missing; what deals cost for each gigawatt; and,
// with details, every deal and the costs on record. On is put behind titles.
func (c Capacity) Tables(details bool, on string) []table.Table {
	out := []table.Table{c.stockTable(on)}
	if c.Target != nil {
		out = append(out, c.targetTable(on))
	}
	if c.Price != nil {
		out = append(out, c.priceTable())
	}
	if len(c.Record) > 0 {
		out = append(out, c.recordTable(on))
	}
	if c.Supplies {
		out = append(out, c.limitTable(on))
	}
	if t := c.perTable(); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if len(c.Costs) > 0 && (details || c.Price != nil) {
		out = append(out, c.costTable())
	}
	if details {
		out = append(out, c.dealTable(on))
	}
	return out
}

// does is what the party does with the gigawatts.
func (c Capacity) does() string {
	if c.Supplies {
		return "is to deliver"
	}
	return "is to obtain"
}

func (c Capacity) otherSide() string {
	if c.Supplies {
		return "to"
	}
	return "from"
}

// stockTable is a row for each party of each layer, and the bounds of all.
func (c Capacity) stockTable(on string) table.Table {
	t := table.Table{Title: fmt.Sprintf("What %s %s, in gigawatts%s", c.Party.Name, c.does(), on), Columns: []table.Column{
		{Name: "layer"}, {Name: c.otherSide(), Max: 28}, {Name: "in all", Align: table.Right}, {Name: "in no year", Align: table.Right},
	}}
	if len(c.Layers) == 0 {
		t.Columns = nil
		t.Footnotes = c.notes(fmt.Sprintf("no deal of the view that buys or rents says how many gigawatts %s %s: unknown, not zero", c.Party.Name, map[bool]string{true: "delivers", false: "obtains"}[c.Supplies]))
		return t
	}
	for _, y := range c.Years {
		t.Columns = append(t.Columns, table.Column{Name: strconv.Itoa(y), Align: table.Right})
	}
	row := func(layer, party string, x CapacityTotal, bound bool) {
		cells := append(view.Texts(layer, party), powerCell(x.All, false), powerCell(x.NoYear, false))
		if bound {
			cells[3] = table.Cell{}
		}
		for _, k := range x.InPlace {
			cells = append(cells, powerCell(k, x.NoYear > 0))
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, l := range c.Layers {
		for _, r := range l.Rows {
			row(l.Layer, r.Party.Name, r.CapacityTotal, false)
		}
		if len(l.Rows) > 1 {
			row(l.Layer, "all", l.CapacityTotal, false)
		}
	}
	if len(c.Layers) > 1 {
		row("at least", "the largest layer", c.AtLeast, true)
		row("at most", "all layers", c.AtMost, true)
	}
	t.Footnotes = c.notes()
	return t
}

// notes say how the gigawatts are counted and what is not in them.
func (c Capacity) notes(first ...string) []string {
	out := first
	if len(c.Layers) > 0 {
		out = append(out, c.placing())
		var names []string
		for _, l := range c.Layers {
			names = append(names, l.Layer+": "+l.Meaning)
		}
		out = append(out, strings.Join(names, "; "))
	}
	if len(c.Layers) > 1 {
		out = append(out, "layers are never added up: a gigawatt of chips, of rented computing and of a site can be one and the same. Together they are at least the largest layer, and at most all of them less what the ledger says lies within another")
	}
	if slices.ContainsFunc(c.Deals, func(d CapacityDeal) bool { return d.How == string(capacity.Undated) }) {
		out = append(out, "+ ?: deals that state no year can add to it; they are in the total alone")
	}
	if list := c.loose(); len(list) > 0 {
		out = append(out, "no contract yet, but announced, proposed or rumoured: "+view.ListOf(list)+"; --basis signed leaves them out")
	}
	if c.Cut {
		out = append(out, "more is built after the last year: see --years")
	}
	out = append(out, c.assumptionNotes()...)
	return append(out, c.leftOut()...)
}

// placing says what stands in a year.
func (c Capacity) placing() string {
	s := "of a year: in place at its end"
	has := func(how ...capacity.Placing) bool {
		return slices.ContainsFunc(c.Deals, func(d CapacityDeal) bool { return slices.Contains(how, capacity.Placing(d.How)) })
	}
	if has(capacity.Delivered, capacity.By) {
		s += ". Goods arrive over the term of their delivery and stay, without wear"
	}
	if has(capacity.By) {
		s += "; those of which only the end is stated arrive then"
	}
	if has(capacity.Rented, capacity.Growing) {
		s += ". What is rented is there from the start of its term to its end"
	}
	return s
}

// loose is what of each layer is no contract.
func (c Capacity) loose() []string {
	var out []string
	for _, l := range c.Layers {
		if l.Loose > 0 {
			out = append(out, fmt.Sprintf("%s GW of %s", gigawatts(l.Loose), l.Layer))
		}
	}
	return out
}

func (c Capacity) assumptionNotes() []string {
	var out []string
	assumed := 0
	for _, d := range c.Deals {
		if d.Assumed {
			assumed++
		}
	}
	if assumed > 0 {
		s := view.Plural(assumed, "deal is", "deals are") + " spread over years by an assumption: evenly, or as the money of a stated schedule"
		if c.Delivery > 0 {
			s += "; of goods without an end, over " + view.Plural(c.Delivery, "year", "years")
		}
		out = append(out, s)
	}
	if len(c.Deals) > 0 {
		switch c.Basis {
		case "firm":
			out = append(out, "firm: of each deal the share of its gigawatts that its firm money is of its headline (an assumption); with undisclosed money and no way out, all")
		case "expected":
			out = append(out, "expected: the gigawatts of each deal times the probability of its status")
		}
	}
	if len(c.Unsure) > 0 {
		out = append(out, "not counted, since nobody can tell how much of it is firm: "+some(c.Unsure))
	}
	return out
}

// leftOut says which deals are in no sum.
func (c Capacity) leftOut() []string {
	var out []string
	if n := len(c.Silent.Deals); n > 0 {
		s := view.Plural(n, "deal buys or rents and states", "deals buy or rent and state") + " no gigawatts: in no sum, never taken as none"
		if minor, ok := c.Silent.Known.Minor(); ok && minor > 0 {
			s += "; worth " + c.Silent.Known.Text
			if c.Silent.Undisclosed > 0 {
				s += fmt.Sprintf(", and %d undisclosed", c.Silent.Undisclosed)
			}
		} else {
			s += "; its amount is undisclosed"
			if n > 1 {
				s = strings.Replace(s, "its amount is", "their amounts are", 1)
			}
		}
		out = append(out, s+" ("+some(c.Silent.Deals)+")")
	}
	if len(c.Conditions) > 0 {
		var list []string
		for _, x := range c.Conditions {
			list = append(list, fmt.Sprintf("%s (%s, %s GW)", x.Deal, x.Kind, gigawatts(x.Power)))
		}
		out = append(out, "left out, since a promise that hangs on gigawatts is no capacity: "+some(list))
	}
	return out
}

// some lists a few of many.
func some(list []string) string {
	const most = 4
	if len(list) <= most {
		return view.ListOf(list)
	}
	return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
}

// targetTable is a row for each way to count.
func (c Capacity) targetTable(on string) table.Table {
	x := c.Target
	t := table.Table{Title: fmt.Sprintf("%s against a target of %s GW at the end of %d%s", c.Party.Name, gigawatts(x.Power), x.Year, on), Columns: []table.Column{
		{Name: "counted"}, {Name: "in deals", Align: table.Right}, {Name: "there by then", Align: table.Right}, {Name: "of target", Align: table.Right},
		{Name: "still needed", Align: table.Right}, {Name: "a year", Align: table.Right},
	}}
	prices := []*view.Money{x.Low, x.Likely, x.High}
	one := x.Low != nil && x.High != nil && x.Low.Amount == x.High.Amount
	if one {
		prices = prices[:1]
	}
	if x.Low == nil {
		prices = nil
		t.Footnotes = append(t.Footnotes, "in no dollars: the ledger has no rate for the currency of the assumed cost")
	}
	for _, p := range prices {
		t.Columns = append(t.Columns, table.Column{Name: "at " + p.Text + "/GW", Align: table.Right})
	}
	large := false
	for _, g := range x.Gaps {
		if len(c.Layers) == 0 {
			t.Rows = append(t.Rows, c.allNeeded(g, len(prices)))
			break
		}
		large = large || len(prices) > 0 && g.High == nil
		cells := append(view.Texts(g.Counted), powerCell(g.All, false), powerCell(g.There, false), table.PercentCell(g.Share), powerCell(g.Missing, false))
		if x.Ahead > 0 {
			cells = append(cells, powerCell(g.PerYear, false))
		} else {
			cells = append(cells, table.Cell{Text: "n/a"})
		}
		for _, m := range []*view.Money{g.Low, g.Likely, g.High}[:len(prices)] {
			cells = append(cells, m.Cell())
		}
		t.Rows = append(t.Rows, cells)
	}
	t.Footnotes = append(t.Footnotes, fmt.Sprintf("there by then: what is in deals, less what ends before the end of %d or comes later. What is in no year is taken to be there", x.Year))
	if n := len(c.Silent.Deals); n > 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("still needed: less what %s that state no gigawatts may bring", view.Plural(n, "deal", "deals")))
	}
	if large {
		t.Footnotes = append(t.Footnotes, view.Unknown+": more money than can be written")
	}
	if x.Ahead > 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("a year: what is still needed, in GW in each of the %s years from %s on", strconv.FormatFloat(x.Ahead, 'f', 1, 64), c.AsOf))
	} else {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("the end of %d is over on %s: nothing can be added by then", x.Year, c.AsOf))
	}
	if len(prices) > 0 {
		s := "dollars: what is still needed at the assumed cost of a gigawatt, " + x.Low.Text
		if !one {
			s += ", " + x.Likely.Text + " or " + x.High.Text
		}
		t.Footnotes = append(t.Footnotes, strings.Replace(s, "dollars", "money", 1)+" (cost per GW of chips, site and power together; --set cost_per_gw changes it)")
	}
	return t
}

// allNeeded is the row of a target of which no deal says how many gigawatts it brings.
func (c Capacity) allNeeded(g CapacityGap, prices int) []table.Cell {
	most := func(x table.Cell) table.Cell {
		if x.Text != view.Unknown {
			x.Text = "up to " + x.Text
		}
		return x
	}
	cells := append(view.Texts("not stated", view.Unknown, view.Unknown, view.Unknown), most(powerCell(g.Missing, false)), most(powerCell(g.PerYear, false)))
	for _, m := range []*view.Money{g.Low, g.Likely, g.High}[:prices] {
		cells = append(cells, most(m.Cell()))
	}
	return cells
}

// priceTable is the sum that somebody names, over the gigawatts of the target.
func (c Capacity) priceTable() table.Table {
	p := c.Price
	t := table.Table{Title: fmt.Sprintf("Check: %s over %s GW is %s per GW", p.Sum.Text, gigawatts(c.Target.Power), p.PerGW.Cell().Text)}
	if p.Facts == 0 {
		t.Footnotes = append(t.Footnotes, "the ledger has no fact "+metricCost+" to hold it against")
		return t
	}
	t.Footnotes = append(t.Footnotes, fmt.Sprintf("%s what is on record of the cost of a gigawatt: %s to %s (%s, listed below)", p.Against, p.Low.Text, p.High.Text, view.Plural(p.Facts, "fact", "facts")))
	return t
}

// recordTable are the facts about the party's capacity.
func (c Capacity) recordTable(on string) table.Table {
	t := table.Table{Title: "What is on record of " + c.Party.Name + "'s gigawatts" + on, Columns: []table.Column{
		{Name: "fact", Max: 40}, {Name: "GW", Align: table.Right}, {Name: "period", Max: 28}, {Name: "nature"}, {Name: "in deals", Align: table.Right}, {Name: "source", Max: 40},
	}}
	shares := false
	for _, f := range c.Record {
		cell := table.Cell{}
		if f.Least != nil && f.Most != nil {
			shares = true
			cell = table.PercentCell(*f.Least)
			if *f.Most != *f.Least {
				cell = table.Cell{Text: table.Percent(*f.Least) + " to " + table.Percent(*f.Most)}
			}
		}
		t.Rows = append(t.Rows, append(view.Texts(factMetric(f.Metric)), powerCell(f.Power, false), view.Text(f.Period), view.Text(f.Nature), cell, factSource(f.Source)))
	}
	if shares {
		t.Footnotes = append(t.Footnotes, "in deals: share of the target that deals can have in place by its end, by the largest layer and by all layers")
	}
	if slices.ContainsFunc(c.Record, func(f CapacityFact) bool { return f.Nature != "actual" }) {
		t.Footnotes = append(t.Footnotes, "guided: the party itself expects it; forecast: somebody else does. Neither is a contract")
	}
	return t
}

// limitTable says whether a supplier can deliver what it has contracted.
func (c Capacity) limitTable(on string) table.Table {
	t := table.Table{Title: "What " + c.Party.Name + " is to deliver, against what it can" + on}
	if len(c.Limits) == 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("no limit on record: a fact %s of %s, in GW for a year, is missing, so nobody can tell from the ledger whether all its deals can be met; --limit 5GW@2027 assumes one", metricLimit, c.Party.ID))
		return t
	}
	t.Columns = []table.Column{
		{Name: "year"}, {Name: "layer"}, {Name: "limit", Align: table.Right}, {Name: "nature"}, {Name: "to deliver", Align: table.Right}, {Name: "short", Align: table.Right}, {Name: "deals", Max: 60}, {Name: "source", Max: 40},
	}
	plus := false
	for _, x := range c.Limits {
		plus = plus || x.NoYear > 0
		nature := x.Nature
		if nature == "" {
			nature = "assumed"
		}
		list := strings.Join(x.Deals, ", ")
		t.Rows = append(t.Rows, append(view.Texts(strconv.Itoa(x.Year), x.Layer), powerCell(x.Limit, false), view.Text(nature),
			powerCell(x.Deliver, x.NoYear > 0 || x.Layer == ""), powerCell(x.Short, (x.NoYear > 0 || x.Layer == "") && x.Short == 0), view.Text(list), factSource(x.Source)))
	}
	t.Footnotes = append(t.Footnotes, "to deliver: what comes in that year and was not there before, in GW. Where it is short, the deals listed cannot all be met")
	if plus {
		t.Footnotes = append(t.Footnotes, "+ ?: deals that state no year can add to it")
	}
	return t
}

// perTable is what deals cost for each gigawatt, where the ledger states both.
func (c Capacity) perTable() table.Table {
	t := table.Table{Title: "What its deals cost for each gigawatt they state", Columns: []table.Column{
		{Name: "deal", Max: 44}, {Name: c.otherSide(), Max: 24}, {Name: "layer"}, {Name: "GW", Align: table.Right}, {Name: "amount", Align: table.Right}, {Name: "per GW", Align: table.Right},
		{Name: "on record", Align: table.Right}, {Name: "beside it"},
	}}
	rented, none := false, false
	for _, d := range c.Deals {
		if d.PerLow == nil && d.PerHigh == nil {
			continue
		}
		record := "none"
		if low, high, n := c.costRange(metricsOf(d.Layer)); n > 0 {
			record = view.MoneyOf(low, c.currency()).Text + " to " + view.MoneyOf(high, c.currency()).Text
			rented = rented || d.Layer == string(capacity.Hosting)
		} else {
			none = true
		}
		beside := d.Against
		if beside == "above" || beside == "below" {
			beside = "! " + beside
		}
		t.Rows = append(t.Rows, append(view.Texts(d.Deal, d.Party.Name, d.Layer), powerCell(d.Stated, false), view.Text(d.spell(d.Low, d.High)), view.Text(d.spell(d.PerLow, d.PerHigh)), view.Text(record), view.Text(beside)))
	}
	t.Footnotes = append(t.Footnotes, "amount: as the ledger states it, on no basis; ~ is an estimate, often made from gigawatts and a price of one, and then no check. ! is outside all that is on record")
	if rented {
		t.Footnotes = append(t.Footnotes, "rent pays for the use of chips, site and power over a term, and a record is what building them costs: the two need not agree")
	}
	if none {
		t.Footnotes = append(t.Footnotes, "none: no fact of the ledger says what a gigawatt of that layer alone costs")
	}
	return t
}

// currency is that of the prices on record.
func (c Capacity) currency() deals.Currency { return deals.Currency(c.Costs[0].PerGW.Currency) }

// spell is an amount with its bounds.
func (d CapacityDeal) spell(low, high *view.Money) string {
	mark := ""
	if d.Estimate {
		mark = "~"
	}
	switch {
	case low == nil && high == nil:
		return view.Unknown
	case low == nil:
		return mark + "up to " + high.Text
	case high == nil:
		return mark + "at least " + low.Text
	case low.Amount == high.Amount:
		return mark + low.Text
	}
	return mark + low.Text + " to " + high.Text
}

// costTable are the facts about the price of a gigawatt.
func (c Capacity) costTable() table.Table {
	t := table.Table{Title: "What a gigawatt costs, on record", Columns: []table.Column{
		{Name: "fact", Max: 28}, {Name: "per GW", Align: table.Right}, {Name: "period", Max: 16}, {Name: "nature"}, {Name: "source", Max: 44}, {Name: "note", Max: 60},
	}}
	parts := false
	for _, f := range c.Costs {
		name := factMetric(f.Metric)
		if f.Party != "" {
			name += " (" + f.Party + ")"
		}
		parts = parts || f.Metric != metricCost
		t.Rows = append(t.Rows, append(view.Texts(name), f.PerGW.Cell(), view.Text(f.Period), view.Text(f.Nature), factSource(f.Source), view.Text(f.Note)))
	}
	if parts {
		t.Footnotes = append(t.Footnotes, "content per gw: what one vendor sells into a gigawatt, a part of its cost")
	}
	return t
}

// dealTable are all deals behind the gigawatts.
func (c Capacity) dealTable(on string) table.Table {
	t := table.Table{Title: "The deals behind the gigawatts" + on, Columns: []table.Column{
		{Name: "deal", Max: 44}, {Name: c.otherSide(), Max: 24}, {Name: "layer"}, {Name: "status"}, {Name: "stated", Align: table.Right}, {Name: "counted", Align: table.Right},
		{Name: "net", Align: table.Right}, {Name: "when", Max: 36}, {Name: "source", Max: 40},
	}}
	less := false
	for _, d := range c.Deals {
		less = less || d.Net != d.Counted
		t.Rows = append(t.Rows, append(view.Texts(d.Deal, d.Party.Name, d.Layer, d.Status), powerCell(d.Stated, false), powerCell(d.Counted, false), powerCell(d.Net, false), view.Text(d.when()), factSource(d.Source)))
	}
	if less {
		t.Footnotes = append(t.Footnotes, "net: without what other deals of the layer record of it")
	}
	return t
}

// when says how a deal stands in time.
func (d CapacityDeal) when() string {
	mark := ""
	if d.Assumed {
		mark = " (spread by assumption)"
	}
	switch capacity.Placing(d.How) {
	case capacity.Rented:
		return "rented " + d.Term
	case capacity.Growing:
		return "rented " + d.Term + ", growing" + mark
	case capacity.Delivered:
		return "delivered " + d.Term + mark
	case capacity.By:
		return "delivered by " + strings.TrimPrefix(d.Term, "..")
	case capacity.Owned:
		return "owned"
	}
	if d.Term != "" {
		return "no year (" + d.Term + ")"
	}
	return "no year"
}
