package outlook

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// mostSeries is how many payees stand apart in a stack; the rest are one.
const mostSeries = 8

// ScheduleOptions say what a figure of a schedule shows.
type ScheduleOptions struct {
	By    Grouping // "" is by party: a stack of a hundred deals cannot be read
	Scope string   // what the view leaves out
}

// Figure stacks what is due year by year, and draws what there is to pay it from as a line over it; below, what is left or missing
// when all years are added up. Undisclosed dues are in no column: a mark says where they are.
func (s Schedule) Figure(title string, o ScheduleOptions) figure.Columns {
	by := cmp.Or(o.By, ByParty)
	f := figure.Columns{Frame: figure.Frame{ID: "schedule", Title: cmp.Or(title, "What "+s.Party.Name+" is due to pay, and from what")}}
	f.Subtitle = view.BasisWords(s.Basis, s.AsOf) + o.Scope
	f.Notes = append(s.crossingWords(), s.meansNotes()...)
	rows := s.Rows(by)
	if len(rows) == 0 {
		f.Empty = "Nothing is due from " + s.Party.Name + " in these years."
		f.AltText = f.Empty
		return f
	}
	for _, y := range s.Years {
		f.Columns = append(f.Columns, figure.Column{ID: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	dues := s.dueStacks(rows, by, &f)
	if s.Line != nil {
		dues.Rules = []figure.Rule{{At: whole(s.Line), Label: s.Line.Short() + " a year"}}
	}
	means := s.meansLine()
	most := 0.0
	for _, st := range dues.Stacks {
		most = max(most, st.Up())
	}
	if means != nil {
		dues.Lines = []figure.ColumnLine{*means}
		for _, p := range means.Points {
			most = max(most, p.Y)
		}
	}
	dues.YTicks = view.MoneyTicks(most, s.Currency)
	f.Panels = []figure.ColumnPanel{dues}
	if p, ok := s.balancePanel(); ok {
		f.Panels = append(f.Panels, p)
	}
	f.AltText = s.inWords(rows)
	return f
}

// dueStacks are the columns.
func (s Schedule) dueStacks(rows []Row, by Grouping, f *figure.Columns) figure.ColumnPanel {
	p := figure.ColumnPanel{Heading: "Due in the year", Note: "and what comes in to pay it from, at the likely growth and margin", Unknown: "dues of undisclosed amount", Height: 1.6}
	for y := range s.Years {
		st := figure.ColumnStack{Column: y, Value: s.Total[y].Short(), Title: fmt.Sprintf("%d: %s due", s.Years[y], s.Total[y].Text)}
		if s.Unknown[y] > 0 {
			st.Unknown = "+ ?"
			st.Title += ", and " + view.Plural(s.Unknown[y], "due", "dues") + " of undisclosed amount"
		}
		p.Stacks = append(p.Stacks, st)
	}
	for i, r := range rows {
		series := figure.Series{Key: r.ID, Label: r.Label}
		switch {
		case i >= mostSeries && len(rows) > mostSeries+1:
			series = figure.Series{Key: "others", Label: view.Plural(len(rows)-mostSeries, "other", "others"), Color: "rest"}
		case by == ByKind:
			series.Color = r.ID
		}
		if i <= mostSeries || series.Key != "others" {
			f.Series = append(f.Series, series)
		}
		for y, minor := range r.Amounts {
			if minor == 0 {
				continue
			}
			parts := &p.Stacks[y].Parts
			part := figure.ColumnPart{Series: series.Key, Value: view.Units(minor), Text: table.MoneyShort(minor, s.Currency), Title: fmt.Sprintf("%s, %d: %s", r.Label, s.Years[y], table.Money(minor, s.Currency))}
			if n := len(*parts); n > 0 && series.Key == "others" && (*parts)[n-1].Series == "others" {
				last := &(*parts)[n-1]
				last.Value += part.Value
				last.Text, last.Title = table.MoneyShort(int64(math.Round(last.Value*100)), s.Currency), last.Title+"; "+part.Title
				continue
			}
			*parts = append(*parts, part)
		}
	}
	return p
}

// whole is an amount in whole units.
func whole(m *view.Money) float64 {
	minor, _ := m.Minor()
	return view.Units(minor)
}

// meansLine is what there is to pay from in each year, from low to high; nil if no fact tells.
func (s Schedule) meansLine() *figure.ColumnLine {
	if len(s.Revenue.Marks) == 0 {
		return nil
	}
	l := &figure.ColumnLine{ID: "means", Label: "to pay it from", Color: "ink", Emphasis: true}
	for y := range s.Years {
		fixed := whole(s.Contracted[y]) + whole(s.Repaid[y]) + whole(s.Drawn[y]) + whole(s.Promised[y])
		p := figure.ColumnPoint{Column: y, Y: fixed + whole(s.Left[y].Likely)}
		p.Value = table.MoneyShort(int64(math.Round(p.Y*100)), s.Currency)
		p.Title = fmt.Sprintf("%d: %s to pay it from, of which funding %s, paid under deals %s, left of revenue from outside %s",
			s.Years[y], p.Value, table.MoneyShort(minorOf(s.Drawn[y])+minorOf(s.Promised[y]), s.Currency), s.Contracted[y].Short(), s.Left[y].Likely.Short())
		l.Points = append(l.Points, p)
	}
	return l
}

// balancePanel is what is left or missing at the end of each year.
func (s Schedule) balancePanel() (figure.ColumnPanel, bool) {
	if len(s.Revenue.Marks) == 0 {
		return figure.ColumnPanel{}, false
	}
	p := figure.ColumnPanel{Heading: "Left (or missing) by the end of the year", Note: "all years added up, without cash, which no fact tells"}
	if s.Cash.Amount != nil {
		p.Note = "all years added up, with cash of " + s.Cash.Amount.Short()
	}
	l := figure.ColumnLine{ID: "balance", Label: "left", Color: "ink", Emphasis: true, BandLabel: "low to high growth and margin"}
	low, high := 0.0, 0.0
	for y, b := range s.Balance {
		x := figure.ColumnPoint{Column: y, Y: whole(b.Likely), Low: whole(b.Low), High: whole(b.High), Band: true, Value: b.Likely.Short()}
		x.Title = fmt.Sprintf("%d: %s at the likely growth and margin, from %s to %s", s.Years[y], b.Likely.Short(), b.Low.Short(), b.High.Short())
		l.Points = append(l.Points, x)
		low, high = min(low, x.Low), max(high, x.High)
	}
	p.Lines = []figure.ColumnLine{l}
	p.Rules = []figure.Rule{{At: 0}}
	p.YTicks = signedTicks(low, high, s.Currency)
	return p, true
}

// signedTicks are marks for amounts on both sides of zero.
func signedTicks(low, high float64, currency string) []figure.Tick {
	step := 0.0
	if marks := view.MoneyTicks(max(high, -low), currency); len(marks) > 1 {
		step = marks[1].At
	}
	var out []figure.Tick
	if step == 0 {
		return out
	}
	for k := int(math.Floor(low / step)); k <= int(math.Ceil(high/step)); k++ {
		at := float64(k) * step
		out = append(out, figure.Tick{At: at, Label: table.MoneyShort(int64(math.Round(at*100)), currency)})
	}
	return out
}

// inWords tells the figure.
func (s Schedule) inWords(rows []Row) string {
	var years []string
	for y := range s.Years {
		text := fmt.Sprintf("%d %s", s.Years[y], s.Total[y].Short())
		if s.Unknown[y] > 0 {
			text += " and undisclosed amounts"
		}
		years = append(years, text)
	}
	out := "Stacked columns. Due from " + s.Party.Name + " in " + strings.Join(years, ", ") + "."
	var most []string
	for _, r := range rows[:min(3, len(rows))] {
		most = append(most, r.Label+" "+table.MoneyShort(r.Sum, s.Currency))
	}
	if len(most) > 0 {
		out += " The largest over these years: " + strings.Join(most, "; ") + "."
	}
	if len(s.Revenue.Marks) > 0 {
		last := len(s.Years) - 1
		out += fmt.Sprintf(" Added up, %s is left at the end of %d at the likely growth and margin (from %s to %s).",
			s.Balance[last].Likely.Short(), s.Years[last], s.Balance[last].Low.Short(), s.Balance[last].High.Short())
	}
	return out
}
