package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/graph/exposure"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// maxBars is how many parties a group of bars shows; what the others come to is said in words.
const maxBars = 16

// claimColors are the kinds of deals that lend claims their colours. Money that is only promised has one of its own.
var claimColors = map[exposure.Claim]string{
	exposure.Equity: "equity", exposure.Credit: "loan", exposure.Supply: "purchase", exposure.Funding: "tone5",
	exposure.Revenue: "compute", exposure.Contingent: "warrant", exposure.Guarantee: "guarantee",
}

// Figure draws both directions of an exposure as bars on one scale, the largest first, stacked by claim: what others have at stake
// with the party, and what it has at stake with others. Buffers are those of the parties whose inflow hangs on it, where known.
//
// Undisclosed amounts are in no bar: a "+ ?" stands at its end, and parties of which nothing is disclosed are named below. Title
// may be empty. The warnings of the run are no part of a result; whoever has them adds them to the notes.
func (e Exposure) Figure(title string) figure.Bars {
	f := figure.Bars{Frame: figure.Frame{
		ID: "exposure", Title: cmp.Or(title, "Who has what at stake with "+e.Party.Name, "Exposure"),
		Subtitle: BasisWords(e.Basis, "") + " Direct, gross of any recovery; ? is an undisclosed amount, in no sum.",
		Caption:  e.claimWords(),
	}}
	for _, c := range exposure.Claims() {
		_, with := e.AtStake.ByClaim[string(c)]
		_, holds := e.Holds.ByClaim[string(c)]
		if with || holds {
			f.Series = append(f.Series, figure.Series{Key: string(c), Label: Upper(string(c)), Color: claimColors[c], Hollow: c == exposure.Contingent})
		}
	}
	f.Columns = []string{"revenue/inflow"}
	buffers := e.buffers()
	if len(buffers) > 0 {
		f.Columns, f.Mark = append(f.Columns, "known buffer"), "Buffer, where known"
	}
	with := "At stake with " + e.Party.Name + ": what others lose if it fails"
	holds := "What " + e.Party.Name + " has at stake with others"
	f.Groups = []figure.BarGroup{
		e.AtStake.bars(&f, with, "Nobody in this view has anything at stake with it.", buffers),
		e.Holds.bars(&f, holds, "It has nothing at stake with others in this view.", nil),
	}
	dropLongMarks(&f.BarPlot)
	f.AltText = "Bars. " + barsInWords(f.Groups)
	return f
}

// claimWords says what the claims that occur are.
func (e Exposure) claimWords() string {
	var out []string
	for _, c := range []struct{ claim, is string }{
		{"equity", "money that has moved for shares"}, {"credit", "money that has moved as debt"}, {"supply", "money that has moved for goods to come"},
		{"funding", "promised money"}, {"revenue", "what a customer has contracted and not finished paying"},
		{"contingent", "a guarantee or a warrant"}, {"guarantee", "what a guarantor would pay for the party"},
	} {
		_, with := e.AtStake.ByClaim[c.claim]
		_, holds := e.Holds.ByClaim[c.claim]
		if with || holds {
			out = append(out, Upper(c.claim)+": "+c.is+".")
		}
	}
	return strings.Join(out, " ")
}

// buffers are the known buffers of those who have something at stake with the party, as far as their inflow hangs on it, by
// party.
func (e Exposure) buffers() map[string]*Money {
	out := map[string]*Money{}
	if e.Dependents == nil {
		return out
	}
	for _, d := range e.Dependents.On {
		holds := slices.ContainsFunc(e.AtStake.Positions, func(p Position) bool { return p.Counterparty.ID == d.Party.ID })
		if _, known := d.Buffer.Minor(); known && holds {
			out[d.Party.ID] = d.Buffer
		}
	}
	return out
}

// bars makes a group of one direction, and says in f what is left out of it.
func (s ExposureSide) bars(f *figure.Bars, heading, empty string, buffers map[string]*Money) figure.BarGroup {
	g := figure.BarGroup{Heading: heading, Total: s.Total.short(), Empty: empty}
	if len(s.Positions) == 0 {
		g.Total = ""
	}
	var silent []string
	var left []Position
	for i, p := range s.Positions {
		switch {
		case p.Total.Amount == nil:
			silent = append(silent, p.Counterparty.Name)
		case len(g.Rows) == maxBars:
			left = append(left, p)
		default:
			g.Rows = append(g.Rows, p.bar(i, len(f.Columns), buffers))
		}
	}
	if len(silent) > 0 {
		g.Note = "Amounts not disclosed, in no bar: " + strings.Join(silent, ", ")
	}
	if len(g.Rows) == 0 && len(silent) > 0 {
		g.Empty = "No amount is disclosed."
	}
	if len(left) > 0 {
		f.Dropped = append(f.Dropped, heading+": "+positionsLeft(left))
	}
	return g
}

// positionsLeft says how many positions are not drawn, what they are worth, and whose they are.
func positionsLeft(left []Position) string {
	var sum int64
	var all []string
	currency, unknown := "", 0
	for _, p := range left {
		c, _ := p.Total.Amount.Minor()
		sum, unknown, currency = plus(sum, c), unknown+p.Total.Unknown, p.Total.Amount.Currency
		all = append(all, clip(p.Counterparty.Name, 32))
	}
	worth := table.MoneyShort(sum, currency)
	if unknown > 0 {
		worth += " + ?"
	}
	return Plural(len(left), "more party", "more parties") + ", " + worth + ": " + strings.Join(all, ", ")
}

// bar is one position as a bar.
func (p Position) bar(i, columns int, buffers map[string]*Money) figure.Bar {
	b := figure.Bar{ID: cmp.Or(p.Counterparty.ID, "position "+strconv.Itoa(i+1)), Label: p.Counterparty.Name, Value: p.Total.short(), Cells: make([]string, columns)}
	if p.Outside {
		b.Detail = "outside"
	}
	var said []string
	for _, c := range exposure.Claims() {
		e, ok := p.ByClaim[string(c)]
		if !ok {
			continue
		}
		said = append(said, string(c)+" "+e.short())
		if v, known := e.Amount.Minor(); known && v > 0 {
			b.Parts = append(b.Parts, figure.Part{Series: string(c), Value: Units(v)})
		}
	}
	b.Title = p.Counterparty.Name + ": " + p.Total.short() + " (" + strings.Join(said, ", ") + ")"
	if p.ShareOfInflow != nil {
		b.Cells[0] = table.Percent(*p.ShareOfInflow)
		b.Title += "; revenue from it is " + b.Cells[0] + " of the holder's inflow"
	}
	if v, known := buffers[p.Counterparty.ID].Minor(); known && columns > 1 {
		b.Cells[1] = buffers[p.Counterparty.ID].Short()
		if at := Units(v); v > 0 {
			b.Mark = &at
		}
		b.Title += "; buffer " + b.Cells[1]
	}
	return b
}

// dropLongMarks takes away marks beyond the longest bar, which would make all bars short; their value stays in the column.
func dropLongMarks(p *figure.BarPlot) {
	longest := 0.0
	for _, g := range p.Groups {
		for _, b := range g.Rows {
			longest = max(longest, b.End())
		}
	}
	marks := false
	for _, g := range p.Groups {
		for i := range g.Rows {
			if m := g.Rows[i].Mark; m != nil && *m > longest {
				g.Rows[i].Mark = nil
			}
			marks = marks || g.Rows[i].Mark != nil
		}
	}
	if !marks {
		p.Mark = ""
	}
}

// barsInWords tells the longest bars of each group.
func barsInWords(groups []figure.BarGroup) string {
	var out []string
	for _, g := range groups {
		said := g.Heading
		if g.Total != "" {
			said += ", " + g.Total
		}
		var rows []string
		for _, b := range g.Rows[:min(len(g.Rows), 6)] {
			rows = append(rows, strings.TrimSpace(b.Label+" "+b.Value))
		}
		if more := len(g.Rows) - len(rows); more > 0 {
			rows = append(rows, fmt.Sprintf("and %d more", more))
		}
		switch {
		case len(rows) > 0:
			said += ": " + strings.Join(rows, ", ")
		case g.Empty != "":
			said += ": " + strings.TrimSuffix(g.Empty, ".")
		}
		if g.Note != "" {
			said += ". " + g.Note
		}
		out = append(out, strings.TrimPrefix(said, ": ")+".")
	}
	return strings.Join(out, " ")
}

// Units turns hundredths into what a figure draws.
func Units(minor int64) float64 { return float64(minor) / 100 }

// short spells a sum for a figure, with a plus and a question mark where undisclosed amounts come on top.
func (e Exposed) short() string {
	out := e.Amount.Short()
	if e.Amount != nil && e.Unknown > 0 {
		out += " + ?"
	}
	return out
}
