package outlook

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// Figure draws the cone: revenue from outside as a fan, what is due as steps across it, as planned and as far as it cannot be escaped; below,
// the share of scenarios in which something is missing.
func (c Cone) Figure(title, scope string) figure.Lines {
	f := figure.Lines{Frame: figure.Frame{ID: "cone", Title: cmp.Or(title, "The cone of "+c.Party.Name)}}
	f.Subtitle = c.Words() + " " + view.BasisWords(c.Basis, c.AsOf) + scope
	f.Notes = c.notes()
	if len(c.Years) == 0 {
		f.Empty = "There is no year to show."
		f.AltText = f.Empty
		return f
	}
	fan := figure.Line{ID: "revenue", Label: "revenue from outside", Color: "tone1", Emphasis: true, BandLabels: []string{"90% of scenarios", "half of them"}}
	planned := figure.Line{ID: "planned", Label: "due, " + c.Basis, Color: "tone2", Step: true, Plain: true, Emphasis: true}
	firm := figure.Line{ID: "firm", Label: "due, firm", Color: "tone4", Step: true, Plain: true, Dashed: true}
	short := figure.Line{ID: "short", Label: "something is missing", Color: "tone2", Emphasis: true}
	most, likeliest := 0.0, 0.1 // what is rarer than that need not fill the picture
	for _, y := range c.Years {
		at := float64(y.Year)
		p := figure.Point{X: at + 0.5, Y: whole(y.Income.P50), Value: y.Income.P50.Short(), Unknown: y.Income.P50 == nil || y.Income.P5 == nil || y.Income.P95 == nil}
		if !p.Unknown {
			p.Bands = []figure.Band{{Low: whole(y.Income.P5), High: whole(y.Income.P95)}, {Low: whole(y.Income.P25), High: whole(y.Income.P75)}}
			p.Title = fmt.Sprintf("%d: revenue from outside %s in the middle, from %s to %s in 90%% of scenarios", y.Year, y.Income.P50.Short(), y.Income.P5.Short(), y.Income.P95.Short())
			most = max(most, p.Bands[0].High)
		}
		fan.Points = append(fan.Points, p)
		planned.Points = append(planned.Points, figure.Point{X: at, Y: whole(y.Planned), Value: y.Planned.Short(), Title: fmt.Sprintf("%d: %s due on the %s basis", y.Year, y.Planned.Text, c.Basis)})
		if y.Firm != nil {
			firm.Points = append(firm.Points, figure.Point{X: at, Y: whole(y.Firm), Value: y.Firm.Short(), Title: fmt.Sprintf("%d: %s firmly due", y.Year, y.Firm.Text)})
		}
		most, likeliest = max(most, whole(y.Planned)), max(likeliest, y.Short.High)
		short.Points = append(short.Points, figure.Point{
			X: at + 0.5, Y: y.Short.Share, Value: y.Short.Text, Bands: []figure.Band{{Low: y.Short.Low, High: y.Short.High}}, Title: fmt.Sprintf("by the end of %d something is missing in %s of scenarios", y.Year, y.Short.Text),
		})
		f.XTicks = append(f.XTicks, figure.Tick{At: at + 0.5, Label: strconv.Itoa(y.Year)})
	}
	end := float64(c.Years[len(c.Years)-1].Year + 1)
	lines := []figure.Line{fan, planned}
	if len(firm.Points) > 0 {
		lines = append(lines, firm)
	}
	for i := range lines[1:] { // a step lasts until the end of its year
		l := &lines[i+1]
		last := l.Points[len(l.Points)-1]
		last.X, last.Value = end, ""
		l.Points = append(l.Points, last)
	}
	f.Panels = []figure.LinePanel{
		{Heading: "A year", Note: "revenue from outside, and what is due", YTicks: view.MoneyTicks(most, c.Currency), Lines: lines},
		{Heading: "Scenarios in which something is missing", Note: "at the end of the year", YTicks: view.ShareTicks(likeliest), Lines: []figure.Line{short}},
	}
	f.AltText = c.inWords()
	return f
}

// inWords tells the figure year by year.
func (c Cone) inWords() string {
	var years []string
	for _, y := range c.Years {
		years = append(years, fmt.Sprintf("%d: revenue %s (from %s to %s), due %s, short in %s", y.Year, y.Income.P50.Short(), y.Income.P5.Short(), y.Income.P95.Short(), y.Planned.Short(), y.Short.Text))
	}
	return "A fan and steps. " + c.Words() + " " + strings.Join(years, "; ") + "."
}

// TornadoFigure draws what moves the lowest balance most.
func (c Cone) TornadoFigure(title, scope string, top int) figure.Tornado {
	f := figure.Tornado{Frame: figure.Frame{ID: "tornado", Title: cmp.Or(title, "What moves the lowest balance of "+c.Party.Name+" most")}}
	f.Subtitle = "One input at a time, with all others at their medians: " + swingWords + ". What several do together is not in it. " + view.BasisWords(c.Basis, c.AsOf) + scope
	f.Notes = c.notes()
	f.Low, f.High, f.XLabel = "input at its low", "input at its high", "lowest balance at the end of a year"
	f.Base, f.BaseLabel = whole(c.Medium), "all at their medians: "+c.Medium.Short()
	low, high := min(0, f.Base), max(0, f.Base)
	for i, s := range c.Swings {
		if top > 0 && i == top {
			f.Dropped = append(f.Dropped, view.Plural(len(c.Swings)-top, "input that moves it less", "inputs that move it less"))
			break
		}
		f.Rows = append(f.Rows, figure.TornadoRow{
			ID: s.Input, Label: s.Label, Low: whole(s.AtLow), High: whole(s.AtHigh), LowValue: s.AtLow.Short(), HighValue: s.AtHigh.Short(),
			Title: fmt.Sprintf("%s: %s at its low, %s at its high", s.Label, s.AtLow.Short(), s.AtHigh.Short()),
		})
		low, high = min(low, whole(s.AtLow), whole(s.AtHigh)), max(high, whole(s.AtLow), whole(s.AtHigh))
	}
	f.XTicks = signedTicks(low, high, c.Currency)
	f.Rules = []figure.Rule{{At: 0, Label: "nothing missing"}}
	if len(f.Rows) == 0 {
		f.Empty = "No input moves it."
	}
	f.AltText = "Bars left and right of " + c.Medium.Short() + "."
	for _, r := range f.Rows[:min(5, len(f.Rows))] {
		f.AltText += " " + view.Upper(r.Title) + "."
	}
	return f
}
