package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// CircularityFigure draws networks under one another, bases or years of one basis: all money, and of it what can go round, between
// two parties and otherwise. Sums over years and single years do not belong on one scale: they make two figures.
//
// Undisclosed amounts are in no bar; their number stands beside it. Title may be empty. The warnings of the run are no part of a
// result; whoever has them adds them to the notes.
func CircularityFigure(title string, rows []Circularity) figure.Bars {
	t := CircularityTable("What can go round, counting each payment once", wholeOnes(rows))
	f := figure.Bars{Frame: figure.Frame{ID: "circularity", Title: cmp.Or(title, t.Title), Notes: t.Footnotes}}
	f.Series = []figure.Series{
		{Key: "two", Label: "Can go round between two", Color: "tone1"}, {Key: "more", Label: "Can go round among more", Color: "tone2"},
		{Key: "rest", Label: "The rest of all money", Color: "rest"},
	}
	f.Columns = []string{"can go round", "share", "round trip", "undisclosed"}
	f.Subtitle = circularSubtitle(rows)
	ids := map[string]int{}
	for _, c := range rows {
		at := 0
		if c.Years != "" {
			at = slices.IndexFunc(f.Groups, func(g figure.BarGroup) bool { return g.Heading == Upper(c.Basis)+" basis, year by year" })
			if at < 0 {
				f.Groups, at = append(f.Groups, figure.BarGroup{Heading: Upper(c.Basis) + " basis, year by year"}), len(f.Groups)
			}
		} else if len(f.Groups) == 0 {
			f.Groups = append(f.Groups, figure.BarGroup{Heading: "All money"})
		}
		b := c.bar()
		if ids[b.ID]++; ids[b.ID] > 1 {
			b.ID += " " + strconv.Itoa(ids[b.ID])
		}
		f.Groups[at].Rows = append(f.Groups[at].Rows, b)
	}
	if len(rows) == 0 {
		f.Groups = []figure.BarGroup{{Empty: "There is nothing to compare."}}
		f.Columns, f.Series = nil, nil
	}
	f.AltText = "Bars. " + f.Subtitle + circularInWords(rows)
	return f
}

// wholeOnes are the rows that have every sum. One that was read from a file may not.
func wholeOnes(rows []Circularity) []Circularity {
	return slices.DeleteFunc(slices.Clone(rows), func(c Circularity) bool { return !c.whole() })
}

func (c Circularity) whole() bool {
	for _, m := range []*Money{c.Gross, c.Bilateral, c.Circulated, c.OnCycles} {
		if v, known := m.Minor(); !known || v < 0 {
			return false
		}
	}
	return c.Index >= 0 && c.Index <= 1
}

// silent reports whether it is not known how much goes round: nothing is disclosed, or nothing that does, and something may.
func (c Circularity) silent() bool {
	return !c.whole() || c.unknown() || c.Circulated.Amount == "0.00" && c.OpenCircles > 0
}

// round spells what can go round.
func (c Circularity) round() string {
	switch {
	case !c.whole() || c.unknown():
		return Unknown
	case c.silent():
		return c.Circulated.Short() + " + ?"
	}
	return c.Circulated.Short()
}

// share spells the share that can go round.
func (c Circularity) share() string {
	if c.silent() {
		return Unknown
	}
	return table.Percent(c.Index)
}

// bar is one network as a bar.
func (c Circularity) bar() figure.Bar {
	b := figure.Bar{ID: strings.TrimSpace(c.Basis + " " + c.Years), Label: cmp.Or(c.Years, c.Basis, Unknown), Value: Unknown}
	if b.ID == "" {
		b.ID = "network"
	}
	finn := ""
	switch {
	case c.silent():
		finn = Unknown
	case c.Finn != nil:
		finn = table.Percent(*c.Finn)
	}
	b.Cells = []string{c.round(), c.share(), finn, strconv.Itoa(c.Undisclosed)}
	b.Title = fmt.Sprintf("%s basis: %s can go round, %s of all money; %s undisclosed", Upper(c.Basis), c.round(), c.share(), Plural(c.Undisclosed, "amount is", "amounts are"))
	if c.whole() && !c.unknown() {
		gross, _ := c.Gross.Minor()
		round, _ := c.Circulated.Minor()
		two, _ := c.Bilateral.Minor()
		round = min(round, gross)
		two = min(two, round)
		b.Value = c.Gross.Short()
		for _, p := range []struct {
			series string
			minor  int64
		}{{"two", two}, {"more", round - two}, {"rest", gross - round}} {
			if p.minor > 0 {
				b.Parts = append(b.Parts, figure.Part{Series: p.series, Value: Units(p.minor)})
			}
		}
		b.Title += "; between two " + c.Bilateral.Short() + "; all money " + c.Gross.Short()
	}
	return b
}

// circularSubtitle leads with what goes round, or says that nothing does.
func circularSubtitle(rows []Circularity) string {
	if len(rows) == 0 {
		return ""
	}
	var nothing, open []string
	some := false
	for _, c := range rows {
		name := "the " + c.Basis + " basis"
		if c.Years != "" {
			name += " in " + c.Years
		}
		switch {
		case c.silent():
			open = append(open, name)
		case c.Circulated.Amount == "0.00":
			nothing = append(nothing, name)
		default:
			some = true
		}
	}
	var out []string
	if !some && len(open) == 0 {
		out = append(out, "Nothing can go round: no disclosed money here comes back to where it came from.")
	} else if len(nothing) > 0 {
		out = append(out, "Nothing can go round on "+few(nothing, len(rows))+".")
	}
	if len(open) > 0 {
		out = append(out, "Not known, for want of disclosed amounts, on "+few(open, len(rows))+".")
	}
	if len(rows) == 1 {
		out = append(out, BasisWords(rows[0].Basis, ""))
	}
	if some {
		out = append([]string{"How much of all money could come back to where it came from, or cancel by netting around cycles."}, out...)
	}
	return strings.Join(out, " ")
}

// few names up to three things, and counts more of them.
func few(names []string, of int) string {
	if len(names) > 3 {
		return fmt.Sprintf("%d of the %d bars", len(names), of)
	}
	return ListOf(names)
}

// circularInWords tells each network in a sentence.
func circularInWords(rows []Circularity) string {
	var b strings.Builder
	for i, c := range rows {
		if i == 12 {
			fmt.Fprintf(&b, " And %d more.", len(rows)-i)
			break
		}
		fmt.Fprintf(&b, " %s: of %s, %s can go round (%s); %s undisclosed.", Upper(strings.TrimSpace(c.Basis+" "+c.Years)), c.Gross.Short(), c.round(), c.share(), Plural(c.Undisclosed, "amount", "amounts"))
	}
	return b.String()
}

// CircularDay is how much can go round on each basis at the end of a day.
type CircularDay struct {
	AsOf  string        `json:"as_of"` // 2024-12-31
	Bases []Circularity `json:"bases"`
}

// CircularHistory is how much can go round as time goes by.
type CircularHistory []CircularDay

// circularColors tell the bases apart.
var circularColors = map[string]string{"headline": "tone3", "signed": "tone1", "firm": "tone2", "paid": "tone4", "expected": "tone5"}

// Figure draws one line for each basis over time: in one panel the dollars that can go round, in another their share of all money.
// The expected basis, which rests on assumed probabilities, is dashed. What is not known, since deals that may close a cycle are undisclosed, breaks its line.
//
// Days that cannot be read, or stand twice, are left out with a word. Title may be empty; the caller adds warnings to the notes.
func (h CircularHistory) Figure(title string) figure.Lines {
	f := figure.Lines{Frame: figure.Frame{ID: "circularity_over_time", Title: cmp.Or(title, "What can go round, over time")}}
	days := h.days(&f)
	f.Subtitle = "The state of the deals on each day: what could come back to where it came from, or cancel by netting around cycles."
	f.Notes = CircularityTable("", nil).Footnotes[:1]
	money := figure.LinePanel{Heading: "Can go round", Note: "each payment counted once; broken where it is not known"}
	share := figure.LinePanel{Heading: "Share of all money", Note: "broken where it is not known"}
	for _, basis := range days.bases() {
		m, s := days.lines(basis)
		money.Lines, share.Lines = append(money.Lines, m), append(share.Lines, s)
	}
	f.Notes = append(f.Notes, days.notes()...)
	if !days.some() {
		f.Empty = "Nothing is known to go round on any of these days."
		if len(days) == 0 {
			f.Empty = "There is no day to show."
		}
		f.AltText = f.Empty
		return f
	}
	money.YTicks = MoneyTicks(highest(money), days.currency())
	share.YTicks = ShareTicks(highest(share))
	f.XTicks = DayTicks(days[0].at, days[len(days)-1].at)
	f.Panels = []figure.LinePanel{money, share}
	f.AltText = days.inWords(f)
	return f
}

// dayOf is a day of a history.
type dayOf struct {
	at    time.Time
	bases []Circularity
}

type daysOf []dayOf

// days reads the days in their order.
func (h CircularHistory) days(f *figure.Lines) daysOf {
	var out daysOf
	seen := map[time.Time]bool{}
	bad, twice := 0, 0
	for _, d := range h {
		at, err := time.Parse(time.DateOnly, d.AsOf)
		switch {
		case err != nil:
			bad++
		case seen[at]:
			twice++
		default:
			seen[at] = true
			out = append(out, dayOf{at, d.Bases})
		}
	}
	if bad > 0 {
		f.Dropped = append(f.Dropped, Plural(bad, "result without a day", "results without a day"))
	}
	if twice > 0 {
		f.Dropped = append(f.Dropped, Plural(twice, "result of a day that has one already", "results of days that have one already"))
	}
	slices.SortFunc(out, func(a, b dayOf) int { return a.at.Compare(b.at) })
	return out
}

// bases are those that occur, in the order in which they first do.
func (d daysOf) bases() []string {
	var out []string
	for _, day := range d {
		for _, c := range day.bases {
			if !slices.Contains(out, c.Basis) {
				out = append(out, c.Basis)
			}
		}
	}
	return out
}

// on is what a basis has on a day.
func (d dayOf) on(basis string) (Circularity, bool) {
	i := slices.IndexFunc(d.bases, func(c Circularity) bool { return c.Basis == basis })
	if i < 0 {
		return Circularity{}, false
	}
	return d.bases[i], true
}

// some reports whether anything goes round on some day.
func (d daysOf) some() bool {
	for _, day := range d {
		for _, c := range day.bases {
			if c.whole() && c.Circulated.Amount != "0.00" {
				return true
			}
		}
	}
	return false
}

func (d daysOf) currency() string {
	for _, day := range d {
		for _, c := range day.bases {
			if c.whole() {
				return c.Circulated.Currency
			}
		}
	}
	return ""
}

// dayNumber counts days, so that places on the axis are proportional to time.
func dayNumber(t time.Time) float64 { return float64(t.Unix() / 86400) }

// lines are a basis in dollars and as a share.
func (d daysOf) lines(basis string) (money, share figure.Line) {
	money = figure.Line{ID: cmp.Or(basis, "line"), Label: basis, Color: cmp.Or(circularColors[basis], "other"), Dashed: basis == "expected", Emphasis: basis == "signed"}
	share = money
	for _, day := range d {
		c, ok := day.on(basis)
		if !ok {
			continue
		}
		on := fmt.Sprintf("%s basis, %s: ", Upper(basis), day.at.Format(time.DateOnly))
		m := figure.Point{X: dayNumber(day.at), Value: c.round(), Title: on + c.round() + " of " + c.Gross.Short() + " can go round", Unknown: c.silent()}
		s := figure.Point{X: m.X, Value: c.share(), Title: on + c.share() + " of all money can go round", Unknown: c.silent()}
		if v, known := c.Circulated.Minor(); known && !m.Unknown {
			m.Y = Units(v)
		}
		if !s.Unknown {
			s.Y = c.Index
		}
		money.Points, share.Points = append(money.Points, m), append(share.Points, s)
	}
	return money, share
}

// notes say what is undisclosed at the end, and of which years the money is.
func (d daysOf) notes() []string {
	if len(d) == 0 {
		return nil
	}
	var said, years []string
	last := d[len(d)-1]
	for _, c := range last.bases {
		if c.Undisclosed > 0 {
			said = append(said, fmt.Sprintf("%s %d", c.Basis, c.Undisclosed))
		}
		if c.Years != "" && !slices.Contains(years, c.Years) {
			years = append(years, c.Years)
		}
	}
	var out []string
	if len(said) > 0 {
		out = append(out, "deals with undisclosed amounts, in no sum, never taken as zero, on "+last.at.Format(time.DateOnly)+": "+strings.Join(said, ", "))
	}
	if len(years) > 0 {
		out = append(out, "money of "+strings.Join(years, ", "))
	}
	return out
}

// inWords tells each line from its first point over its highest to its last.
func (d daysOf) inWords(f figure.Lines) string {
	day := func(x float64) string { return time.Unix(int64(x)*86400, 0).UTC().Format(time.DateOnly) }
	out := fmt.Sprintf("Lines over time, %s from %s to %s.", Plural(len(d), "day", "days"), d[0].at.Format(time.DateOnly), d[len(d)-1].at.Format(time.DateOnly))
	for _, p := range f.Panels {
		out += " " + p.Heading + ":"
		for i, l := range p.Lines {
			var known []figure.Point
			for _, x := range l.Points {
				if !x.Unknown {
					known = append(known, x)
				}
			}
			if i > 0 {
				out += ";"
			}
			if len(known) == 0 {
				out += " " + l.Label + " not known"
				continue
			}
			peak := known[0]
			for _, x := range known {
				if x.Y > peak.Y {
					peak = x
				}
			}
			out += fmt.Sprintf(" %s %s on %s, %s at its highest on %s, %s on %s", l.Label, known[0].Value, day(known[0].X), peak.Value, day(peak.X), known[len(known)-1].Value, day(known[len(known)-1].X))
		}
		out += "."
	}
	return out
}

// highest is the highest point of a panel.
func highest(p figure.LinePanel) float64 {
	most := 0.0
	for _, l := range p.Lines {
		for _, x := range l.Points {
			if !x.Unknown {
				most = max(most, x.Y)
			}
		}
	}
	return most
}

// niceStep is 1, 2 or 5 times a power of ten, so that about four steps reach most.
func niceStep(most float64) float64 {
	size, times := 1e-6, []float64{1, 2, 5}
	for {
		for _, k := range times {
			if float64(k*size)*4.5 >= most {
				return float64(k * size)
			}
		}
		size *= 10
	}
}

// MoneyTicks are marks for amounts, from nothing to the first at or above most.
func MoneyTicks(most float64, currency string) []figure.Tick {
	step := max(niceStep(most), 0.01)
	var out []figure.Tick
	for i := 0; ; i++ {
		at := math.Round(float64(float64(i)*step*100)) / 100
		out = append(out, figure.Tick{At: at, Label: table.MoneyShort(int64(math.Round(min(float64(at*100), 9e18))), currency)})
		if at >= most {
			return out
		}
	}
}

// ShareTicks are marks for shares, from nothing to the first at or above most, in whole percents if that is enough.
func ShareTicks(most float64) []figure.Tick {
	step := niceStep(max(most, 0.0001))
	var out []figure.Tick
	for i := 0; ; i++ {
		at := math.Round(float64(float64(i)*step*1e6)) / 1e6
		out = append(out, figure.Tick{At: at, Label: strconv.FormatFloat(math.Round(float64(at*1e4))/100, 'f', -1, 64) + "%"})
		if at >= most {
			return out
		}
	}
}

// DayTicks are the first days of years, quarters or months between two days: the longest of them of which there are at least
// three.
func DayTicks(first, last time.Time) []figure.Tick {
	var out []figure.Tick
	for _, months := range []int{120, 60, 24, 12, 6, 3, 1} {
		out = out[:0]
		at := time.Date(first.Year()/10*10, 1, 1, 0, 0, 0, 0, time.UTC)
		for ; !at.After(last); at = at.AddDate(0, months, 0) {
			if at.Before(first) {
				continue
			}
			label := at.Format("Jan 2006")
			if months >= 12 {
				label = at.Format("2006")
			}
			out = append(out, figure.Tick{At: dayNumber(at), Label: label})
		}
		if len(out) >= 3 {
			return out
		}
	}
	if len(out) == 0 { // within a month
		for _, t := range []time.Time{first, last} {
			out = append(out, figure.Tick{At: dayNumber(t), Label: t.Format(time.DateOnly)})
		}
		if first.Equal(last) {
			out = out[:1]
		}
	}
	return out
}
