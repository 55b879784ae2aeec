package outlook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// historyColors tell lines apart.
var historyColors = map[Metric]string{
	MetricCircularity: "tone1", MetricSignedShare: "tone4", MetricFirmShare: "tone2", MetricPaidShare: "tone5",
	MetricCirculated: "tone1", MetricGross: "tone3", MetricConcentration: "tone5",
	MetricNewHeadline: "tone3", MetricNewSigned: "tone1", MetricNewPaid: "tone2", MetricDeals: "tone1", MetricUndisclosed: "tone3",
}

// Figure draws the history as lines, a panel for each unit. What is not known breaks its line. Dates that cannot be read are left
// out with a word. Title may be empty.
func (h History) Figure(title string) figure.Lines {
	f := figure.Lines{Frame: figure.Frame{ID: "history", Title: cmp.Or(title, h.headline())}}
	f.Subtitle = fmt.Sprintf("The state of the deals at the end of each %s, as it was known then. %s", h.By, view.BasisWords(h.Basis, ""))
	if !slices.ContainsFunc(h.Metrics, func(m HistoryOf) bool { return !m.Name.Flow() }) {
		f.Subtitle = fmt.Sprintf("What was announced, signed or paid in each %s, as it was known then.", h.By)
	}
	if h.Scope != "" {
		f.Subtitle += " " + strings.TrimSpace(h.Scope)
	}
	var days []time.Time
	at := map[int]time.Time{}
	bad := 0
	for i, p := range h.Rows {
		day, err := time.Parse(time.DateOnly, p.AsOf)
		if err != nil || len(days) > 0 && !day.After(days[len(days)-1]) {
			bad++
			continue
		}
		days = append(days, day)
		at[i] = day
	}
	if bad > 0 {
		f.Dropped = append(f.Dropped, view.Plural(bad, "date that cannot be read or is out of order", "dates that cannot be read or are out of order"))
	}
	var units []string
	for _, m := range h.Metrics {
		if !slices.Contains(units, m.Unit) {
			units = append(units, m.Unit)
		}
	}
	some := false
	for _, unit := range units {
		p := h.panel(unit, at)
		some = some || slices.ContainsFunc(p.Lines, func(l figure.Line) bool {
			return slices.ContainsFunc(l.Points, func(x figure.Point) bool { return !x.Unknown })
		})
		f.Panels = append(f.Panels, p)
	}
	f.Notes = h.notes()
	if part := h.part(); part != "" {
		f.Notes = append(f.Notes, part)
	}
	if !some {
		f.Panels, f.Empty = nil, "Nothing is known on any of these dates."
		f.AltText = f.Empty
		return f
	}
	f.XTicks = view.DayTicks(days[0], days[len(days)-1])
	f.AltText = h.inWords()
	return f
}

// part says what of the flows is not drawn, since its period was not whole.
func (h History) part() string {
	var said []string
	for _, p := range h.Rows {
		if h.flows() && !p.Whole && len(p.Values) > 0 && slices.ContainsFunc(p.Values, HistoryValue.known) {
			said = append(said, p.Period)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "only a part of " + view.ListOf(said) + " is covered: what was new in it is not drawn"
}

// headline names what is followed.
func (h History) headline() string {
	var names []string
	for _, m := range h.Metrics {
		names = append(names, m.Name.label())
	}
	return view.Upper(view.ListOf(names)) + ", by " + h.By
}

// panelHeads are the headings of panels.
func (h History) panelHead(unit string) (heading, note string) {
	switch unit {
	case unitShare:
		return "Shares", "broken where not known"
	case unitPoints:
		return "Concentration of who pays", "Herfindahl-Hirschman index, in points to 10,000"
	case unitMoney:
		return "Money", "of the deals that stood at each date"
	case unitFlow:
		return "New in each " + h.By, "gross of what ended"
	}
	return "Legs of deals", "that counted at each date"
}

// panel is what has one unit.
func (h History) panel(unit string, at map[int]time.Time) figure.LinePanel {
	p := figure.LinePanel{}
	p.Heading, p.Note = h.panelHead(unit)
	most := 0.0
	for k, m := range h.Metrics {
		if m.Unit != unit {
			continue
		}
		l := figure.Line{ID: string(m.Name), Label: m.Name.label(), Color: cmp.Or(historyColors[m.Name], "tone1"), Dashed: m.Name == MetricUndisclosed}
		for i, row := range h.Rows {
			day, ok := at[i]
			if !ok || k >= len(row.Values) {
				continue
			}
			v := row.Values[k]
			y, known := v.number()
			if math.IsNaN(y) || math.IsInf(y, 0) {
				y, known = 0, false
			}
			x := figure.Point{X: float64(day.Unix() / 86400), Y: y, Unknown: !known, Value: v.short()}
			x.Title = fmt.Sprintf("%s, %s: %s", view.Upper(l.Label), row.AsOf, x.Value)
			if m.Name.Flow() {
				x.Title = fmt.Sprintf("%s, %s: %s", view.Upper(l.Label), row.Period, x.Value)
				if !row.Whole { // it would look like a fall
					x.Y, x.Unknown, y = 0, true, 0
				}
			}
			most = max(most, y)
			l.Points = append(l.Points, x)
		}
		p.Lines = append(p.Lines, l)
	}
	switch unit {
	case unitShare:
		p.YTicks = view.ShareTicks(most)
	case unitMoney, unitFlow:
		p.YTicks = view.MoneyTicks(most, h.Currency)
	default:
		p.YTicks = countTicks(most)
	}
	return p
}

// countTicks are marks for whole numbers, from nothing to the first at or above most.
func countTicks(most float64) []figure.Tick {
	step := 1.0
	for step*4.5 < most {
		switch {
		case step*2*4.5 >= most:
			step *= 2
		case step*5*4.5 >= most:
			step *= 5
		default:
			step *= 10
		}
	}
	var out []figure.Tick
	for i := 0; ; i++ {
		at := float64(i) * step
		out = append(out, figure.Tick{At: at, Label: strconv.FormatFloat(at, 'f', -1, 64)})
		if at >= most {
			return out
		}
	}
}

// inWords tells each line from its first point over its highest to its last.
func (h History) inWords() string {
	said := []string{"Lines over time, " + h.span() + "."}
	for k, m := range h.Metrics {
		first, peak, last := -1, -1, -1
		top := 0.0
		for i, row := range h.Rows {
			if k >= len(row.Values) {
				continue
			}
			y, known := row.Values[k].number()
			if !known {
				continue
			}
			if first < 0 {
				first = i
			}
			if peak < 0 || y > top {
				peak, top = i, y
			}
			last = i
		}
		if first < 0 {
			said = append(said, view.Upper(m.Name.label())+": not known.")
			continue
		}
		say := func(i int) string { return h.Rows[i].Values[k].short() + " on " + h.Rows[i].AsOf }
		said = append(said, fmt.Sprintf("%s: %s, %s at its highest, %s.", view.Upper(m.Name.label()), say(first), say(peak), say(last)))
	}
	return strings.Join(said, " ")
}
