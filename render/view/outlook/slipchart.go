package outlook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"dealgraph/graph/cashflow"
	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// Figure draws the lowest balance against the months of a slip, from the low to the high ends of growth and margin, with the
// break-even slips as marks.
func (s Slip) Figure(title, scope string) figure.Lines {
	what := "earns its revenue"
	if s.What == string(cashflow.LateDelivery) {
		what = "delivers"
	}
	f := figure.Lines{Frame: figure.Frame{ID: "slip", Title: cmp.Or(title, "What if "+s.Party.Name+" "+what+" "+s.when()+"?")}, XLabel: "months late"}
	f.Subtitle = s.Words() + " " + view.BasisWords(s.Basis, s.AsOf) + scope
	f.Notes = s.notes()
	if len(s.Rows) == 0 {
		f.Empty = "No actual figure tells what " + s.Party.Name + " earns outside the network."
		f.AltText = f.Empty
		return f
	}
	line := figure.Line{ID: "lowest", Label: "lowest balance", Color: "tone1", Emphasis: true, BandLabels: []string{"low to high growth and margin"}, Plain: len(s.Rows) > 30}
	low, high := 0.0, 0.0
	for _, r := range s.Rows {
		p := figure.Point{X: r.Months, Y: whole(r.Lowest.Likely), Value: r.Lowest.Likely.Short(), Bands: []figure.Band{{Low: whole(r.Lowest.Low), High: whole(r.Lowest.High)}}}
		p.Title = fmt.Sprintf("%s late: lowest balance %s, at the end of %s", inMonths(r.Months), r.Lowest.Likely.Text, r.LowestAt)
		line.Points = append(line.Points, p)
		low, high = min(low, p.Bands[0].Low), max(high, p.Bands[0].High)
	}
	cash := "without cash, which no fact tells"
	if s.Cash.Amount != nil {
		cash = "with cash of " + s.Cash.Amount.Short()
	}
	f.Panels = []figure.LinePanel{{Heading: "Lowest balance at the end of any year", Note: cash, YTicks: signedTicks(low, high, s.Currency), Lines: []figure.Line{line}, Rules: []figure.Rule{{At: 0, Label: "nothing missing"}}}}
	for _, b := range []struct {
		at    BreakEven
		label string
	}{{s.Likely, "breaks even"}, {s.Low, "low rates"}, {s.High, "high rates"}} {
		if b.at.State == breakFound && !slices.ContainsFunc(f.Marks, func(m figure.Rule) bool { return m.At == b.at.Months }) {
			f.Marks = append(f.Marks, figure.Rule{At: b.at.Months, Label: b.label + ": " + inMonths(b.at.Months)})
		}
	}
	f.XTicks = monthTicks(s.From, s.To)
	f.AltText = "A line. " + s.Words() + fmt.Sprintf(" Lowest balance %s at %s, %s at %s.",
		s.Rows[0].Lowest.Likely.Short(), inMonths(s.Rows[0].Months), s.Rows[len(s.Rows)-1].Lowest.Likely.Short(), inMonths(s.Rows[len(s.Rows)-1].Months))
	return f
}

// monthTicks are marks each 1, 3, 6, 12 … months, of which there are at most a dozen.
func monthTicks(from, to float64) []figure.Tick {
	step := 1.0
	for _, s := range []float64{1, 3, 6, 12, 24, 60} {
		if step = s; (to-from)/s <= 12 {
			break
		}
	}
	var out []figure.Tick
	for at := math.Ceil(from/step) * step; at <= to; at += step {
		out = append(out, figure.Tick{At: at, Label: strconv.FormatFloat(at, 'f', -1, 64)})
	}
	return out
}

// when says which way the slips go.
func (s Slip) when() string {
	switch {
	case s.From < 0 && s.To > 0:
		return "earlier, or later"
	case s.From < 0:
		return "earlier"
	}
	return "later"
}
