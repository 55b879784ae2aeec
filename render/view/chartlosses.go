package view

import (
	"cmp"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// farEnd is what the far end of a range of a shock rests on.
const farEnd = "if parties without facts have no means"

// Figure draws a shock: step by step how the losses of others add up, where they are felt in the end, and below, on a scale of
// its own, who loses how much. Losses are those of clearing, whatever other models were asked for.
//
// The steps are the far end, with parties without facts having no means; what is lost too if they have ample means is full, the
// rest is empty. The steps add up to the total of the table, to what is missing in the end, and to nothing, to the cent. Where
// dues roll over, who feels a loss changes from year to year, and the second part is left out, as in the table.
//
// Title may be empty. The warnings of the run are no part of a result; whoever has them adds them to the notes.
func (x Shock) Figure(title string) figure.Waterfall {
	f := figure.Waterfall{Frame: figure.Frame{ID: "losses", Title: cmp.Or(title, x.What, "Losses")}}
	f.Subtitle = "What others lose, directly and through one another. " + BasisWords(x.Basis, "")
	if x.Years != "" {
		f.Subtitle += " Money of " + x.Years + "."
	}
	if !x.whole() {
		f.Empty = "This result has no amounts to draw."
		f.AltText = f.Empty
		return f
	}
	f.Notes = x.inShort().table().Footnotes
	f.Steps = x.steps()
	if len(f.Steps) == 0 {
		f.Empty, f.Notes = Upper(x.Verdict)+".", f.Notes[1:] // which begin with the verdict
	}
	f.Below = x.loserBars(&f)
	for _, s := range f.Steps {
		if s.Range {
			f.Open = "Only " + farEnd
		}
	}
	f.AltText = x.inWords(f)
	return f
}

// whole reports whether the result has every amount that a figure needs. One that was read from a file may not.
func (x Shock) whole() bool {
	all := []*Money{x.Ends.Missing, x.Ends.Late, x.Ends.Outside, x.Ends.Residual, x.Direct.Low, x.Direct.High, x.Total.Low, x.Total.High}
	for _, l := range x.Losers {
		all = append(all, l.Direct.Low, l.Direct.High, l.Indirect.Low, l.Indirect.High, l.Total.Low, l.Total.High, l.Missed.Low, l.Missed.High)
		if l.Stakes != nil {
			all = append(all, l.Stakes.Low, l.Stakes.High)
		}
		if l.Buffer != nil {
			all = append(all, l.Buffer, l.BufferUsed.Low, l.BufferUsed.High)
		}
	}
	for _, m := range all {
		if _, known := m.Minor(); !known {
			return false
		}
	}
	return true
}

// inShort is the result with the amounts that notes name spelled as a figure spells them.
func (x Shock) inShort() Shock {
	for _, m := range []**Money{&x.Ends.Missing, &x.Ends.Late, &x.Ends.Outside, &x.Ends.Residual, &x.Gap} {
		if *m != nil {
			*m = &Money{(*m).Amount, (*m).Currency, (*m).Short()}
		}
	}
	return x
}

// span spells a range for a figure.
func (b Between) span() string {
	low, high := b.Low.Short(), b.High.Short()
	if low == high {
		return high
	}
	if v, known := b.Low.Minor(); known && v == 0 {
		low = "0"
	}
	return low + " to " + high
}

// lossSums are the sums of a shock at its far end, in hundredths.
type lossSums struct {
	direct, total              int64
	directLow, totalLow        int64
	missing, outside, residual int64
	back                       int64 // what others pass back to the shocked
	used                       int64 // of known buffers of others
	users                      []string
	slack                      int64 // sums of rounded amounts may differ by this
}

func (x Shock) sums() lossSums {
	of := func(m *Money) int64 { v, _ := m.Minor(); return v }
	s := lossSums{
		direct: of(x.Direct.High), total: of(x.Total.High), directLow: of(x.Direct.Low), totalLow: of(x.Total.Low),
		missing: of(x.Ends.Missing), outside: of(x.Ends.Outside), residual: of(x.Ends.Residual), slack: int64(len(x.Losers)) + 4,
	}
	for _, l := range x.Losers {
		switch {
		case l.Shocked:
			s.back = plus(s.back, of(l.Indirect.High))
		case l.Buffer != nil && of(l.BufferUsed.High) > 0:
			s.used = plus(s.used, of(l.BufferUsed.High))
			s.users = append(s.users, l.Party.Name)
		}
	}
	return s
}

// steps are the losses step by step; none if nobody is known to lose anything.
func (x Shock) steps() []figure.Step {
	s := x.sums()
	if s.total <= 0 || s.direct < 0 {
		return nil
	}
	currency := x.Total.High.Currency
	spell := func(v int64) string { return table.MoneyShort(v, currency) }
	direct := figure.Step{
		ID: "direct", Label: "Direct", Detail: "what the shocked do not pay others", Heading: "Losses, counted at every party that a dollar fails to reach",
		Change: Units(s.direct), Color: "tone1", Value: x.Direct.span(),
		Title: "Direct: others receive " + x.Direct.span() + " less from those that the shock hits",
	}
	direct.Low, direct.Range = Units(s.directLow), s.directLow < s.direct
	indirect := figure.Step{
		ID: "indirect", Label: "Indirect", Detail: "what the losers do not pay one another", Change: Units(s.total - s.direct), Color: "tone2",
		Value: signed(s.total-s.direct, currency),
	}
	if low, high := s.totalLow-s.directLow, s.total-s.direct; low >= 0 && low < high {
		indirect.Low, indirect.Range = Units(low), true
		if a, b := spell(low), spell(high); low == 0 {
			indirect.Value = "0 to " + b
		} else if a != b {
			indirect.Value = a + " to " + b
		}
	}
	indirect.Title = "Indirect: others receive " + strings.TrimPrefix(indirect.Value, "+") + " less from one another"
	total := figure.Step{
		ID: "total", Label: "Total", Detail: "of all but the shocked", Change: Units(s.total), Total: true, Color: "other", Value: x.Total.span(),
		Title: "Total of all but the shocked: " + x.Total.span(),
	}
	total.Low, total.Range = Units(s.totalLow), s.totalLow < s.total
	return append([]figure.Step{direct, indirect, total}, x.endSteps(s)...)
}

// signed spells a change with its sign.
func signed(v int64, currency string) string {
	switch {
	case v < 0:
		return "−" + table.MoneyShort(-v, currency)
	case v > 0:
		return "+" + table.MoneyShort(v, currency)
	}
	return table.MoneyShort(0, currency)
}

// endSteps lead from the total to what is missing in the end, where a dollar counts once, and to those who feel it. They are left
// out where dues roll over, and where the sums do not fit together.
func (x Shock) endSteps(s lossSums) []figure.Step {
	passed := s.total - s.direct + s.back // on by losers: it is in the total once more
	own := s.missing - (s.total - passed) // what the shocked pay outside, or keep, less
	lost := s.outside + s.residual - s.missing
	late, _ := x.Ends.Late.Minor()
	if late != 0 || passed > s.total || lost < -s.slack || s.outside < 0 || s.residual < 0 || s.missing < 0 {
		return nil
	}
	if own >= -s.slack && own <= s.slack {
		passed, own = s.total-s.missing, 0
	}
	currency := x.Total.High.Currency
	w := fall{currency: currency, level: s.total}
	w.step("passed", "Passed on", s.passedOn(currency), -passed, "rest", "what the losers pay one another and the shocked less")
	w.steps[0].Heading = "Where it is felt in the end, each dollar once, " + farEnd
	if own != 0 {
		w.step("own", "Of the shocked themselves", "what they pay outside the network, or keep, less", own, "tone5", "not in the losses of others")
	}
	w.steps = append(w.steps, figure.Step{
		ID: "missing", Label: "Missing in the end", Change: Units(s.missing), Total: true, Color: "other", Value: table.MoneyShort(s.missing, currency),
		Title: "Missing in the end: " + table.MoneyShort(s.missing, currency),
	})
	if lost > s.slack {
		w.step("lost", "Destroyed by defaults", "the cost of failing", lost, "tone3", "on top of what is missing")
	}
	w.step("outside", "Outside the network", "paid less to those outside", -min(s.outside, w.level), "tone4", "felt by those outside the network")
	x.bearers(s, &w)
	return w.steps
}

// passedOn says what becomes of what is passed on.
func (s lossSums) passedOn(currency string) string {
	if s.back > s.slack {
		return "counted twice; " + table.MoneyShort(s.back, currency) + " of it not paid to the shocked"
	}
	return "counted at the payer and at the payee"
}

// fall is a list of steps under way.
type fall struct {
	steps    []figure.Step
	level    int64 // after the last of them
	currency string
}

// step adds a step.
func (w *fall) step(id, label, detail string, change int64, color, title string) {
	w.level += change
	value := signed(change, w.currency)
	w.steps = append(w.steps, figure.Step{
		ID: id, Label: label, Detail: detail, Change: Units(change), Color: color, Value: value, Title: label + ": " + value + ", " + title,
	})
}

// bearers are the last steps: what is borne by the parties themselves. In a single period what known buffers bear is told apart.
func (x Shock) bearers(s lossSums, w *fall) {
	switch {
	case w.level == 0:
	case x.Years == "" && s.used > 0 && s.used <= w.level:
		w.step("buffers", "Known buffers used", strings.Join(s.users, ", "), -s.used, "tone3", "borne by the buffers of "+strings.Join(s.users, ", "))
		if w.level > 0 {
			w.step("margins", "Lost margins, other buffers", "buffers of which no fact tells", -w.level, "tone5", "borne as margin lost, and by buffers of which no fact tells")
		}
	default:
		w.step("residual", "Lost margins and used buffers", "", -w.level, "tone5", "borne as margin lost and buffers used")
	}
}

// loserBars are the parties of a shock with what each loses, and say in f what is left out.
func (x Shock) loserBars(f *figure.Waterfall) *figure.BarPlot {
	if len(x.Losers) == 0 {
		return nil
	}
	p := &figure.BarPlot{
		Series:  []figure.Series{{Key: "direct", Label: "Direct", Color: "tone1"}, {Key: "indirect", Label: "Indirect", Color: "tone2"}},
		Columns: []string{"of inflow", "buffer", "default"},
	}
	stakes, net := false, false
	for _, l := range x.Losers {
		stakes = stakes || l.Stakes != nil
		net = net || l.net()
	}
	if net {
		p.Series = append(p.Series, figure.Series{Key: "net", Label: "Both, less what is paid late", Color: "tone5"})
	}
	if stakes {
		p.Columns = append(p.Columns, "stakes down")
	}
	g := figure.BarGroup{Heading: "Who loses how much", Total: "on a scale of its own"}
	var low, high int64
	var left []string
	for i, l := range x.Losers {
		if len(g.Rows) == maxBars+4 {
			a, _ := l.Total.Low.Minor()
			b, _ := l.Total.High.Minor()
			low, high, left = plus(low, a), plus(high, b), append(left, clip(l.Party.Name, 32))
			continue
		}
		g.Rows = append(g.Rows, l.bar(i, stakes))
	}
	if len(left) > 0 {
		currency := x.Total.High.Currency
		worth := Between{MoneyOf(low, deals.Currency(currency)), MoneyOf(high, deals.Currency(currency))}.span()
		f.Dropped = append(f.Dropped, Plural(len(left), "more party", "more parties")+", "+worth+": "+strings.Join(left, ", "))
	}
	p.Groups = []figure.BarGroup{g}
	return p
}

// net reports whether what is paid late makes one of the two parts of a loss negative, so that they cannot be drawn end to end.
func (l Loser) net() bool {
	a, _ := l.Direct.Low.Minor()
	b, _ := l.Indirect.Low.Minor()
	return a < 0 || b < 0
}

// bar is a loser as a bar.
func (l Loser) bar(i int, stakes bool) figure.Bar {
	b := figure.Bar{ID: cmp.Or(l.Party.ID, "loser "+strconv.Itoa(i+1)), Label: l.Party.Name, Value: l.Total.span(), Cells: []string{"", l.Buffer.Short(), l.defaults()}}
	if l.Shocked {
		b.Detail = "(shocked)"
	}
	part := func(series string, m *Money) {
		if v, known := m.Minor(); known && v > 0 {
			b.Parts = append(b.Parts, figure.Part{Series: series, Value: Units(v)})
		}
	}
	if l.net() {
		part("net", l.Total.Low)
	} else {
		part("direct", l.Direct.Low)
		part("indirect", l.Indirect.Low)
	}
	high, _ := l.Total.High.Minor()
	if low, _ := l.Total.Low.Minor(); high > max(low, 0) {
		b.High = Units(high)
	}
	if high == 0 {
		b.Value = ""
	}
	if l.ShareOfInflow != nil {
		b.Cells[0] = table.Percent(*l.ShareOfInflow)
	}
	if stakes {
		b.Cells = append(b.Cells, "")
		if l.Stakes != nil {
			b.Cells[3] = l.Stakes.span()
		}
	}
	b.Title = l.sentence()
	return b
}

// sentence tells all of a loss.
func (l Loser) sentence() string {
	out := l.Party.Name + " loses " + l.Total.span() + ": " + l.Direct.span() + " directly, " + l.Indirect.span() + " through others"
	if l.ShareOfInflow != nil {
		out += "; at most " + table.Percent(*l.ShareOfInflow) + " of its inflow"
	}
	if l.Buffer != nil {
		out += "; buffer " + l.Buffer.Short() + ", of which it uses " + l.BufferUsed.span()
	}
	if missed, _ := l.Missed.High.Minor(); missed > 0 {
		out += "; misses " + l.Missed.span() + " itself"
	}
	if l.Stakes != nil {
		out += "; its shares are worth " + l.Stakes.span() + " less"
	}
	return out
}

// inWords tells the steps and the largest losers.
func (x Shock) inWords(f figure.Waterfall) string {
	out := "Waterfall. " + x.What + "."
	if len(f.Steps) == 0 {
		out += " " + f.Empty
	}
	for _, s := range f.Steps {
		if s.Heading != "" {
			out += " " + s.Heading + "."
		}
		out += " " + s.Label + ": " + s.Value + "."
	}
	if f.Below != nil {
		out += " " + barsInWords(f.Below.Groups)
	}
	return out
}
