package outlook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Tables are the verdicts and what would save those that do not come through; with explain also what each has less and from
// whom, and what is missing year by year. At most top rows of each; 0 is all.
func (s Survive) Tables(top int, explain bool, on string) []table.Table {
	out := []table.Table{s.verdictTable(top, on)}
	if t := s.savingTable(top, on); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if explain {
		for _, t := range []table.Table{s.reasonTable(top, on), s.missingTable(top, on)} {
			if len(t.Rows) > 0 {
				out = append(out, t)
			}
		}
	}
	if s.Odds != nil {
		out = append(out, s.oddsTable(top, on))
	}
	if len(s.Absorbed) > 0 {
		out = append(out, s.absorbTable(on))
	}
	if len(s.Spreads) > 0 {
		out = append(out, s.spreadTable(on))
	}
	return out
}

// String says the stress in words: "all revenue 12 months late and 30.0% lower, funding closed".
func (s SurviveStress) String() string {
	var revenue, out []string
	if s.Slip > 0 {
		revenue = append(revenue, monthsText(s.Slip)+" late")
	}
	if s.Haircut > 0 {
		revenue = append(revenue, table.Percent(s.Haircut)+" lower")
	}
	if len(revenue) > 0 {
		out = append(out, "all revenue "+strings.Join(revenue, " and "))
	}
	if s.Closed {
		out = append(out, "funding closed")
	}
	if len(out) == 0 {
		return "without stress"
	}
	return strings.Join(out, ", ")
}

// monthsText spells months: "12 months", "4.5 months".
func monthsText(x float64) string {
	if x == 1 {
		return "1 month"
	}
	return strconv.FormatFloat(x, 'f', -1, 64) + " months"
}

// shown are the rows that fit, with words for the title.
func shown(list []Survivor, top int) ([]Survivor, string) {
	if top > 0 && len(list) > top {
		return list[:top], fmt.Sprintf(" (%d of %d)", top, len(list))
	}
	return list, ""
}

func (s Survive) verdictTable(top int, on string) table.Table {
	rows, part := shown(s.Survived, top)
	t := table.Table{Title: "Who still pays what is due, " + s.Stress.String() + on + part, Columns: []table.Column{
		{Name: "party"}, {Name: "verdict", Max: 60}, {Name: "from"}, {Name: "due", Align: table.Right}, {Name: "missing", Align: table.Right},
		{Name: "at low, likely, high rates", Max: 44}, {Name: "has less because", Max: 60},
	}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []table.Cell{
			view.Text(r.Party.Name), view.Text(r.Words), view.Text(r.from()), r.due(), r.missing(), view.Text(r.rates()), view.Text(r.because()),
		})
	}
	t.Footnotes = append(s.summary(), s.verdictNotes(rows)...)
	return t
}

// due is what is due from it, as far as that is disclosed and in a year.
func (r Survivor) due() table.Cell {
	c := r.Due.Cell()
	switch {
	case r.Verdict == verdictSilent && r.Unknown > 0:
		return view.Text(view.Unknown)
	case r.Verdict == verdictSilent:
		return table.Cell{}
	case r.Unknown > 0:
		return table.Cell{Text: c.Text + " + " + view.Unknown, Raw: c.Raw}
	}
	return c
}

// from is the month, or year, in which the first obligation is not met in full, at the bare side.
func (r Survivor) from() string {
	switch {
	case r.Bare.Year == 0:
		return ""
	case r.Bare.Month != "":
		return r.Bare.Month
	}
	return strconv.Itoa(r.Bare.Year)
}

// missing is what is not paid in all; at most that where the ends differ.
func (r Survivor) missing() table.Cell {
	bare, _ := r.Bare.Total.Minor()
	ample, _ := r.Ample.Total.Minor()
	switch {
	case bare == 0:
		return table.Cell{}
	case ample == bare:
		return r.Bare.Total.Cell()
	case ample == 0:
		return table.Cell{Text: "≤ " + r.Bare.Total.Text, Raw: r.Bare.Total.Amount}
	}
	return table.Cell{Text: r.Ample.Total.Text + " to " + r.Bare.Total.Text, Raw: r.Bare.Total.Amount}
}

// rates says how the verdict changes with growth and margin.
func (r Survivor) rates() string {
	if len(r.Ends) != 3 {
		return ""
	}
	if r.Ends[0] == r.Ends[1] && r.Ends[2] == r.Ends[1] {
		return "the same"
	}
	var out []string
	for _, e := range r.Ends {
		out = append(out, strings.ReplaceAll(e, "_", " "))
	}
	return strings.Join(out, ", ")
}

// because names the largest causes at the bare side, if something is missing there.
func (r Survivor) because() string {
	if r.Bare.State == statePays {
		return ""
	}
	var out []string
	say := func(m *view.Money, what string) {
		if minor, _ := m.Minor(); minor > 0 {
			out = append(out, what+" "+textOf(m))
		}
	}
	if r.Without {
		out = append(out, "falls short without stress too")
	}
	say(r.Bare.Loss, "loss")
	say(r.Bare.Earned, "revenue")
	say(r.Bare.Funding, "funding")
	for i, l := range r.Bare.Less {
		if i == 2 {
			out = append(out, "and "+view.Plural(len(r.Bare.Less)-2, "other", "others"))
			break
		}
		say(l.Amount, l.Party.Name)
	}
	say(r.Bare.Calls, "called as guarantor")
	return strings.Join(out, ", ")
}

// summary counts the verdicts, and says how much of what is missing is passed on.
func (s Survive) summary() []string {
	c := s.Counts
	all := c.Survive + c.Cut + c.Need + c.Fail + c.Unknown
	var parts []string
	for _, x := range []struct {
		n         int
		one, many string
	}{{c.Survive, "survives", "survive"}, {c.Cut, "cuts purchases", "cut purchases"}, {c.Need, "needs money", "need money"}, {c.Fail, "fails", "fail"}, {c.Unknown, "is not known", "are not known"}} {
		if x.n > 0 {
			parts = append(parts, view.Plural(x.n, x.one, x.many))
		}
	}
	if all+c.Silent == 0 {
		return []string{"nobody is due to pay anything in these years"}
	}
	word := "parties with something to pay"
	if all == 1 {
		word = "party with something to pay"
	}
	var out []string
	if all > 0 {
		out = append(out, fmt.Sprintf("of %d %s: %s", all, word, strings.Join(parts, ", ")))
	}
	if c.Silent > 0 {
		out = append(out, fmt.Sprintf("of %s nothing that is due is disclosed and in a year of the plan", view.Plural(c.Silent, "more party", "more parties")))
	}
	if bare, _ := s.Missing.Bare.Minor(); bare > 0 {
		said := "obligations of " + rangeOf(s.Missing.Ample, s.Missing.Bare) + " are not met"
		switch {
		case s.Factor == nil:
		case *s.Factor < 1.005 && *s.Factor > 0.995:
			said += "; parties miss them on their own, and hardly any of it is passed on from one to the next"
		default:
			said += fmt.Sprintf("; if everybody else paid in full, parties would miss %s: what they fail to pay each other makes it %s times that, at the bare end", rangeOf(s.Alone.Ample, s.Alone.Bare), number2(*s.Factor))
		}
		out = append(out, said)
	}
	return out
}

// number2 spells a factor with two decimals.
func number2(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// besideRows says what is in no sum, and of whom facts tell that more goes out than comes in.
func besideRows(rows []Survivor) string {
	var short []string
	for _, r := range rows {
		for _, b := range r.Beside {
			if what, ok := strings.CutPrefix(b, "free cash flow "); ok {
				short = append(short, r.Party.Name+" "+what)
			}
		}
	}
	out := besideNote("", nil)
	if len(short) > 0 {
		out += "; free cash flow on record is below zero of " + view.ListOf(short)
	}
	return out
}

// verdictNotes explain the words that the rows use, and on what they rest.
func (s Survive) verdictNotes(rows []Survivor) []string {
	has := func(f func(Survivor) bool) bool { return slices.ContainsFunc(rows, f) }
	verdict := func(word string) bool { return has(func(r Survivor) bool { return r.Verdict == word }) }
	out := []string{}
	note := func(when bool, text string) {
		if when {
			out = append(out, text)
		}
	}
	note(len(rows) > 0, "a reading of what is on record under this stress and these assumptions, and no forecast: nobody renegotiates, sells or borrows more")
	note(len(rows) > 0, besideRows(rows))
	note(verdict(verdictSurvives), "survives: pays all that is due in its year, at both ends of what is not known; as far as disclosed: other dues of it have no amount on record, or no year")
	note(verdict(verdictCuts), "cuts purchases: meets its obligations, but not all purchases of the lowest rank")
	note(verdict(verdictNeeds), "needs: at least so much from elsewhere at the beginning, beyond cash, revenue and promised funding, to meet all obligations; of a range, the low end is the ample one")
	note(verdict(verdictFails), "fails: in that year it cannot pay some obligation in full, and funding is closed")
	note(len(rows) > 0, "what is not on record is looked at from two ends. At the ample end everybody of whom no fact tells revenue or cash has what it is due to pay; at the bare end no cash, and of revenue only what its deals need, which the stress cuts")
	note(verdict(verdictUnknown), "not known: the ends differ, or no fact tells what it earns")
	note(has(func(r Survivor) bool { return r.Verdict == verdictUnknown && minorOf(r.Own) > 0 }), "of its own: no fact tells what it earns outside the network; beside cash on record and what others pay it at the bare end, it would have to have so much at the beginning, or earn it in time")
	note(has(func(r Survivor) bool { return r.Verdict == verdictUnknown && r.Revenue && !r.Cash }), "cash: no fact tells it of these parties; --set means.PARTY=AMOUNT assumes it")
	note(has(func(r Survivor) bool { return r.Bare.Year > 0 }), "from: when the first obligation is not met in full, money coming and going evenly over a year; this, what is missing, and why, at the bare end")
	note(has(func(r Survivor) bool { return len(r.Ends) == 3 }), "at low, likely, high rates: the verdict at the ends of what is assumed of growth and margin; the same: at all three")
	note(has(func(r Survivor) bool { return r.because() != "" }), "has less because: what revenue leaves for deals is less than without stress, funding that does not come, and what others pay less than is due, over the plan")
	note(has(func(r Survivor) bool { return r.Unknown > 0 }), "?: dues of undisclosed amount, which are in no sum")
	if n := countRows(rows, func(r Survivor) bool { return r.Undated > 0 }); n > 0 {
		out = append(out, fmt.Sprintf("%s no year holds, and they are left out: --spread YEARS spreads them evenly", ofParties(n, "dues")))
	}
	return append(out, s.restNotes(rows)...)
}

func countRows(rows []Survivor, f func(Survivor) bool) int {
	n := 0
	for _, r := range rows {
		if f(r) {
			n++
		}
	}
	return n
}

func ofParties(n int, what string) string {
	return what + " of " + view.Plural(n, "party", "parties")
}

// restNotes name the parties whose means rest on assumptions, or on figures for times to come.
func (s Survive) restNotes(rows []Survivor) []string {
	var out []string
	for _, on := range []struct{ key, said string }{
		{restsGrowth, "growth is assumed as for all, for"}, {restsMargin, "the margin is assumed as for all, for"},
		{restsForward, "revenue rests on guided or forecast figures for times to come, for"}, {restsAtMost, "revenue from outside may be less than taken, since deals with customers are undisclosed, for"},
	} {
		var names []string
		for _, r := range rows {
			if r.Verdict != verdictSilent && slices.Contains(r.RestsOn, on.key) {
				names = append(names, r.Party.Name)
			}
		}
		if len(names) > 0 {
			out = append(out, on.said+" "+view.ListOf(names))
		}
	}
	return out
}

// savingTable says what would save those that miss obligations at the bare end.
func (s Survive) savingTable(top int, on string) table.Table {
	var list []Survivor
	for _, r := range s.Survived {
		if r.Bare.State == stateMisses {
			list = append(list, r)
		}
	}
	rows, part := shown(list, top)
	slip, haircut := s.Stress.Slip > 0, s.Stress.Haircut > 0
	t := table.Table{Title: "What would save them" + on + part, Columns: []table.Column{
		{Name: "party"}, {Name: "money from elsewhere", Align: table.Right}, {Name: "or not owing under", Max: 100},
	}}
	if slip {
		t.Columns = append(t.Columns, table.Column{Name: "or at most late", Align: table.Right})
	}
	if haircut {
		t.Columns = append(t.Columns, table.Column{Name: "or at most lower", Align: table.Right})
	}
	for _, r := range rows {
		row := []table.Cell{view.Text(r.Party.Name), r.money(), view.Text(r.deals())}
		if slip {
			row = append(row, view.Text(r.Slip.text(r.Revenue, monthsText)))
		}
		if haircut {
			row = append(row, view.Text(r.Haircut.text(r.Revenue, table.Percent)))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(rows) > 0 {
		t.Footnotes = s.savingNotes(rows)
	}
	return t
}

// money that would save it, from the ample to the bare end; of a party whose revenue no fact tells, all that it needs.
func (r Survivor) money() table.Cell {
	switch {
	case !r.Revenue && r.Own != nil:
		return r.Own.Cell()
	case minorOf(r.Ample.Need) != minorOf(r.Bare.Need):
		return table.Cell{Text: rangeOf(r.Ample.Need, r.Bare.Need), Raw: r.Bare.Need.Amount}
	}
	return r.Bare.Need.Cell()
}

func (s Survive) savingNotes(rows []Survivor) []string {
	out := []string{
		"money from elsewhere: the least at the beginning with which it meets all its obligations, as everybody else stands and purchases going on until money is gone (see --cut); from the ample to the bare end",
		"not owing under: the fewest deals without whose dues it would meet the rest at the bare end, others paying it what they pay when it pays in full",
	}
	has := func(f func(Survivor) bool) bool { return slices.ContainsFunc(rows, f) }
	if has(func(r Survivor) bool { return len(r.Deals) > 0 && !r.Fewest }) {
		out = append(out, "~: more than three deals; the largest are told, and fewer might do")
	}
	if has(func(r Survivor) bool { return len(r.Deals) == 0 }) {
		out = append(out, "none: not even without all its own dues")
	}
	if s.Stress.Slip > 0 || s.Stress.Haircut > 0 {
		if has(func(r Survivor) bool { return r.Revenue }) {
			out = append(out, "at most late, at most lower: how much of the slip, or of the haircut, of all parties it bears at the bare end, all else as it is, to a tenth; never: it falls short without it, too")
		}
		if has(func(r Survivor) bool { return !r.Revenue }) {
			out = append(out, "-: no fact tells what it earns: the money is all it needs of its own, and how much of the stress it bears cannot be told")
		}
	}
	return out
}

func (r Survivor) deals() string {
	if len(r.Deals) == 0 {
		return "none"
	}
	said := dealList(r.Deals)
	if !r.Fewest {
		said = "~" + said
	}
	return said
}

// text spells how much of a stress is borne.
func (b *Borne) text(known bool, spell func(float64) string) string {
	switch {
	case !known:
		return "-"
	case b == nil:
		return ""
	case b.None:
		return "never"
	}
	return spell(b.Most)
}

// reasonTable says what each has less at the bare end, and from whom.
func (s Survive) reasonTable(top int, on string) table.Table {
	var list []Survivor
	for _, r := range s.Survived {
		if r.because() != "" || len(r.Bare.Less) > 0 {
			list = append(list, r)
		}
	}
	rows, part := shown(list, top)
	t := table.Table{Title: "What each has less over the plan, at the bare end" + on + part, Columns: []table.Column{
		{Name: "party"}, {Name: "loss", Align: table.Right}, {Name: "revenue", Align: table.Right}, {Name: "funding", Align: table.Right}, {Name: "called", Align: table.Right},
		{Name: "misses on its own", Align: table.Right}, {Name: "misses in all", Align: table.Right}, {Name: "paid less by", Max: 90},
	}}
	for _, r := range rows {
		var less []string
		for _, l := range r.Bare.Less {
			less = append(less, l.Party.Name+" "+l.Amount.Text)
		}
		t.Rows = append(t.Rows, []table.Cell{
			view.Text(r.Party.Name), someMoney(r.Bare.Loss), someMoney(r.Bare.Earned), someMoney(r.Bare.Funding), someMoney(r.Bare.Calls), someMoney(r.Alone.Bare), someMoney(r.Bare.Total),
			view.Text(strings.Join(less, ", ")),
		})
	}
	if len(rows) > 0 {
		t.Footnotes = []string{"misses on its own: what it would miss if everybody else paid in full; what guarantors pay is taken off what others pay less"}
	}
	return t
}

// missingTable is what is missing by year, from the ample to the bare end.
func (s Survive) missingTable(top int, on string) table.Table {
	var list []Survivor
	for _, r := range s.Survived {
		if r.Bare.State == stateMisses {
			list = append(list, r)
		}
	}
	rows, part := shown(list, top)
	t := table.Table{Title: "Obligations not met, by year" + on + part, Columns: []table.Column{{Name: "party"}}}
	for _, y := range s.Years {
		t.Columns = append(t.Columns, table.Column{Name: strconv.Itoa(y), Align: table.Right})
	}
	for _, r := range rows {
		row := []table.Cell{view.Text(r.Party.Name)}
		for y := range s.Years {
			row = append(row, yearCell(r.Ample.Missing[y], r.Bare.Missing[y]))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(rows) > 0 {
		t.Footnotes = []string{"an obligation that is not met in its year is lost to the creditor, and is not due again"}
		if slices.ContainsFunc(rows, func(r Survivor) bool { return minorOf(r.Ample.Total) < minorOf(r.Bare.Total) }) {
			t.Footnotes = append(t.Footnotes, "≤, or the higher number: at the bare end; the lower one, or nothing: at the ample end")
		}
	}
	return t
}

// someMoney is an empty cell where there is nothing.
func someMoney(m *view.Money) table.Cell {
	if minor, _ := m.Minor(); minor == 0 {
		return table.Cell{}
	}
	return m.Cell()
}

func yearCell(ample, bare *view.Money) table.Cell {
	low, _ := ample.Minor()
	high, _ := bare.Minor()
	switch {
	case high == 0:
		return table.Cell{}
	case low == high:
		return bare.Cell()
	case low == 0:
		return table.Cell{Text: "≤ " + bare.Text, Raw: bare.Amount}
	}
	return table.Cell{Text: ample.Text + " to " + bare.Text, Raw: bare.Amount}
}

// absorbTable sets losses beside what facts tell of those that bear them.
func (s Survive) absorbTable(on string) table.Table {
	t := table.Table{Title: "What a loss is to those that bear it" + on, Columns: []table.Column{
		{Name: "party"}, {Name: "loss", Align: table.Right}, {Name: "of cash", Align: table.Right}, {Name: "years of free cash flow", Align: table.Right}, {Name: "of first year's income", Align: table.Right}, {Name: "of valuation", Align: table.Right}, {Name: "figures", Max: 90},
	}}
	for _, a := range s.Absorbed {
		var figures []string
		figure := func(name string, b *Beside) {
			if b != nil {
				figures = append(figures, name+" "+b.Figure.Text+" ("+b.Period+")")
			}
		}
		figure("cash", a.Cash)
		figure("free cash flow", a.Flow)
		figure("left of revenue for deals", a.Income)
		figure("valuation", a.Worth)
		t.Rows = append(t.Rows, []table.Cell{
			view.Text(a.Party.Name), a.Loss.Cell(), a.Cash.share(), a.Flow.years(), a.Income.share(), a.Worth.share(), view.Text(strings.Join(figures, ", ")),
		})
		if minor, _ := a.Beyond.Minor(); minor > 0 {
			t.Footnotes = append(t.Footnotes, a.Party.Name+": "+a.Beyond.Text+" of the loss is more than it has in the first year: so much is missing, and in what it needs")
		}
	}
	t.Footnotes = append(t.Footnotes, "the loss has to be found in the first year, like a secured debt, from cash, from what revenue leaves for deals at the likely rates and under the stress, and from what others pay; ?: no fact tells the figure, or it is not above zero")
	return t
}

func (b *Beside) share() table.Cell {
	if b == nil || b.Ratio == 0 {
		return view.Text(view.Unknown)
	}
	return table.PercentCell(b.Ratio)
}

func (b *Beside) years() table.Cell {
	if b == nil || b.Ratio == 0 {
		return view.Text(view.Unknown)
	}
	return table.Cell{Text: strconv.FormatFloat(b.Ratio, 'f', 1, 64), Raw: strconv.FormatFloat(b.Ratio, 'f', -1, 64), Number: true}
}

// spreadTable measures how evenly money is paid, before and after.
func (s Survive) spreadTable(on string) table.Table {
	t := table.Table{Title: "On how few the money rests, without stress and under it" + on, Columns: []table.Column{
		{Name: "who"}, {Name: "when"}, {Name: "paid", Align: table.Right}, {Name: "parties", Align: table.Right}, {Name: "in full", Align: table.Right},
		{Name: "HHI", Align: table.Right}, {Name: "as many equal ones", Align: table.Right}, {Name: "top three", Align: table.Right},
	}}
	for _, x := range s.Spreads {
		row := func(when string, e *Evenly) {
			if e == nil {
				t.Rows = append(t.Rows, []table.Cell{view.Text(x.Who), view.Text(when), table.MoneyCell(0, s.Currency), table.CountCell(0), {}, {}, {}, {}})
				return
			}
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(x.Who), view.Text(when), e.Sum.Cell(), table.CountCell(e.Many), table.CountCell(e.InFull), table.Cell{Text: strconv.FormatFloat(e.HHI, 'f', 3, 64), Raw: strconv.FormatFloat(e.HHI, 'g', -1, 64), Number: true}, view.Number(e.Equal), table.PercentCell(e.Three),
			})
		}
		row("without stress", &x.Before)
		row("under it", x.After)
	}
	t.Footnotes = []string{"what is paid over the plan at the bare end, but what guarantors pay for others; in full: of those that pay, how many pay all that is due (of those that are paid, get all); HHI: the sum of squared shares, 1 if one has all"}
	return t
}
