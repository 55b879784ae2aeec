package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// mostDecayBars is how many deals are drawn.
const mostDecayBars = 15

// BarsFigure draws the deals that shrank most, each as one bar as long as its announcement: from the left what was paid, what else
// is firm, signed, and stands; then what was announced again, and what is lost. Title may be empty.
func (d Decay) BarsFigure(title string) figure.Bars {
	f := figure.Bars{Frame: figure.Frame{ID: "decay", Title: cmp.Or(title, "How headlines shrink")}}
	f.Subtitle = "What was announced, and what became of it" + d.asOf() + " Those of which most is not firm come first."
	if w := d.what(); w != "" && title == "" {
		f.Title += ": " + w
	}
	f.Series = []figure.Series{
		{Key: "paid", Label: "Paid", Color: "tone1"}, {Key: "firm", Label: "Firm, not paid yet", Color: "tone2"}, {Key: "signed", Label: "Signed, can be escaped", Color: "tone4"},
		{Key: "stands", Label: "Not signed", Color: "rest"}, {Key: "again", Label: "Ended, announced again", Color: "tone5", Hollow: true}, {Key: "lost", Label: "Ended, gone", Color: "tone3", Hollow: true},
	}
	f.Columns = []string{"left", "state"}
	g := figure.BarGroup{Empty: "No deal here was announced with an amount."}
	var more, dark int
	var rest int64
	shrunk := slices.Clone(d.Deals)
	slices.SortStableFunc(shrunk, leastFirm)
	for _, x := range shrunk {
		was := x.Announced.minor()
		switch {
		case was == 0:
			dark += x.Announced.Unknown
		case len(g.Rows) == mostDecayBars:
			more, rest = more+1, rest+was
		default:
			dark += x.Announced.Unknown
			g.Rows = append(g.Rows, x.bar())
		}
	}
	f.Groups = []figure.BarGroup{g}
	if more > 0 {
		f.Dropped = append(f.Dropped, fmt.Sprintf("%s, announced at %s", view.Plural(more, "more deal", "more deals"), table.MoneyShort(rest, d.Currency)))
	}
	if len(g.Rows) == 0 {
		f.Series, f.Columns = nil, nil
	}
	f.Caption = fmt.Sprintf("All %s: %s announced, %s still standing, %s signed, %s firm, %s paid. Deals that record the same money are in each.",
		view.Plural(len(d.Deals), "deal", "deals"), d.Total.Announced.Short(), d.Total.Headline.Short(), d.Total.Signed.Short(), d.Total.Firm.Short(), d.Total.Paid.Short())
	if !d.overlap() {
		f.Caption = strings.TrimSuffix(f.Caption, " Deals that record the same money are in each.")
	}
	f.Notes = []string{"announced: what the headline basis counts the day a deal became public, at the amount in use today; paid: what is on record as moved"}
	if dark > 0 {
		f.Notes = append(f.Notes, view.Plural(dark, "leg was", "legs were")+" announced without an amount that anybody states: in no bar and no sum, never taken as zero")
	}
	f.AltText = d.inWords(g.Rows)
	return f
}

// asOf is the day in a sentence.
func (d Decay) asOf() string {
	if d.AsOf == "" {
		return "."
	}
	return ", as of " + d.AsOf + "."
}

// bar is a deal.
func (x DecayDeal) bar() figure.Bar {
	was, stands, signed, firm, paid := x.Announced.minor(), x.Headline.minor(), x.Signed.minor(), x.Firm.minor(), x.Paid.minor()
	again, _ := x.Again.Minor()
	lost, _ := x.Lost.Minor()
	left := view.Unknown
	if x.Left != nil {
		left = table.Percent(*x.Left)
	}
	value := x.Announced.Short()
	if x.Estimate {
		value = "~" + value
	}
	b := figure.Bar{ID: x.Deal, Label: x.label(), Detail: publicMonth(x.Public), Value: value, Cells: []string{left, x.State}}
	for _, p := range []struct {
		series string
		minor  int64
	}{{"paid", paid}, {"firm", firm - paid}, {"signed", signed - firm}, {"stands", stands - signed}, {"again", again}, {"lost", lost}} {
		if p.minor > 0 {
			b.Parts = append(b.Parts, figure.Part{Series: p.series, Value: view.Units(p.minor)})
		}
	}
	b.Title = fmt.Sprintf("%s (%s): announced %s, still standing %s, signed %s, firm %s, paid %s", x.Deal, strings.Join(x.Between, ", "), x.short(was), x.short(stands), x.short(signed), x.short(firm), x.short(paid))
	if len(x.By) > 0 {
		b.Title += "; in its place " + view.ListOf(x.By)
	}
	return b
}

// label names the parties of a deal in few words.
func (x DecayDeal) label() string {
	var payers, payees []string
	for _, l := range x.Legs {
		if !slices.Contains(payers, l.Payer.Name) {
			payers = append(payers, l.Payer.Name)
		}
		if !slices.Contains(payees, l.Payee.Name) {
			payees = append(payees, l.Payee.Name)
		}
	}
	switch {
	case len(payers) == 1 && len(payees) == 1:
		return payers[0] + " → " + payees[0]
	case len(payees) == 1:
		return fmt.Sprintf("%d payers → %s", len(payers), payees[0])
	case len(payers) == 1:
		return fmt.Sprintf("%s → %d payees", payers[0], len(payees))
	case len(payers) == 2 && len(payees) == 2 && slices.Contains(payees, payers[0]) && slices.Contains(payees, payers[1]):
		return payers[0] + " ↔ " + payers[1]
	}
	if len(x.Between) == 0 {
		return x.Deal
	}
	return fmt.Sprintf("%s, +%d", x.Between[0], len(x.Between)-1)
}

func (x DecayDeal) short(minor int64) string {
	return table.MoneyShort(minor, x.Announced.Amount.Currency)
}

// publicMonth is the month of a day, for a label.
func publicMonth(public string) string {
	public = strings.TrimPrefix(public, "by ")
	if len(public) > len("2025-09") {
		return public[:len("2025-09")]
	}
	return public
}

func (d Decay) inWords(rows []figure.Bar) string {
	var said []string
	for i, r := range rows {
		if i == 5 {
			said = append(said, fmt.Sprintf("and %d more", len(rows)-i))
			break
		}
		said = append(said, r.Title)
	}
	if len(said) == 0 {
		return "Bars. No deal was announced with an amount."
	}
	return "Bars. " + strings.Join(said, ". ") + "."
}

// WaterfallFigure draws the ladder of the deals as a waterfall, from what was announced down to what was paid. Title may be empty.
// Without a ladder it is empty.
func (d Decay) WaterfallFigure(title string) figure.Waterfall {
	f := figure.Waterfall{Frame: figure.Frame{ID: "decay", Title: cmp.Or(title, "From the headline to the money"), Subtitle: "What was announced, and what is left of it, step by step" + d.asOf()}, Empty: "No deal here was announced with an amount."}
	if w := d.what(); w != "" && title == "" {
		f.Title += ": " + w
	}
	if d.Ladder == nil || len(d.Ladder.Rows) == 0 {
		f.AltText = f.Empty
		return f
	}
	first, _ := RungSum{Amount: d.Ladder.Rows[0].Left}.Amount.Minor()
	unknown := 0
	for _, r := range d.Ladder.Rows {
		if r.Rung {
			unknown = max(unknown, r.Unknown)
		}
		silent := !r.Rung && len(r.Parts) == 0 || r.Kind == "headline" && !d.Ladder.twice()
		if first > 0 && !silent {
			f.Steps = append(f.Steps, r.step(d.Currency, first))
		}
	}
	if l := d.Ladder; l.Possible != nil {
		f.Caption = fmt.Sprintf("Of the headline without a dollar twice, as far as it is disclosed, %s is mere possibility: not signed. %s is firm, %s on record as paid.", table.Percent(*l.Possible), table.Percent(*l.Firm), table.Percent(*l.Paid))
	}
	f.Notes = []string{"announced: what the headline basis would count if no deal had ended, at the amounts in use today; paid: what is on record as moved"}
	if unknown > 0 {
		f.Notes = append(f.Notes, view.Plural(unknown, "leg has", "legs have")+" an amount that nobody states: in no bar and no sum, never taken as zero")
	}
	if d.Ladder.Expected.Legs > 0 {
		f.Notes = append(f.Notes, "expected, by assumed probabilities of each status: "+d.Ladder.Expected.Short())
	}
	f.AltText = "Waterfall. " + d.Lead()
	return f
}

// twice reports whether other deals record some of the money too.
func (l *Ladder) twice() bool {
	return slices.ContainsFunc(l.Rows, func(r LadderRow) bool { return r.Kind == "overlap" && len(r.Parts) > 0 })
}

// rungColors are those of the rungs; a step has that of what it takes off.
var rungColors = map[string]string{
	"announced": "rest", "standing": "rest", "headline": "rest", "signed": "tone4", "firm": "tone2", "paid": "tone1",
	"replaced": "tone5", "ended": "tone3", "overlap": "tone5", "not-signed": "rest", "no-floor": "tone4", "exit": "tone4", "not-paid": "tone2",
}

// step is a row of the ladder.
func (r LadderRow) step(currency string, first int64) figure.Step {
	amount, _ := r.Amount.Minor()
	left, _ := r.Left.Minor()
	s := figure.Step{ID: r.Kind, Label: view.Upper(r.Label), Color: rungColors[r.Kind]}
	if r.Rung {
		s.Change, s.Total = view.Units(left), true
		s.Value = RungSum{Amount: r.Left, Unknown: r.Unknown, Legs: 1}.Short()
		if r.Kind != "announced" {
			s.Value += ", " + table.Percent(float64(left)/float64(first))
		}
		s.Title = fmt.Sprintf("%s: %s, %s of what was announced", s.Label, table.MoneyShort(left, currency), table.Percent(float64(left)/float64(first)))
		return s
	}
	s.Label = "less: " + r.Label
	s.Change, s.Value = -view.Units(amount), table.MoneyShort(-amount, currency)
	switch {
	case amount == 0 && r.Unknown > 0:
		s.Value = view.Unknown
	case r.Unknown > 0:
		s.Value += " and ?"
	}
	s.Detail = r.largest(currency)
	s.Title = fmt.Sprintf("Less %s: %s, %s", r.Label, table.MoneyShort(amount, currency), view.Plural(countDeals(r.Parts), "deal", "deals"))
	return s
}

// largest names the ends of the largest parts of a step: those that differ.
func (r LadderRow) largest(currency string) string {
	onePayer := !slices.ContainsFunc(r.Parts, func(p LadderPart) bool { return p.Payer != r.Parts[0].Payer })
	onePayee := !slices.ContainsFunc(r.Parts, func(p LadderPart) bool { return p.Payee != r.Parts[0].Payee })
	var said []string
	for _, p := range r.Parts {
		minor, known := p.Amount.Minor()
		if !known || minor <= 0 {
			continue
		}
		if len(said) == 2 {
			said = append(said, "…")
			break
		}
		name := p.Payer.Name + " → " + p.Payee.Name
		switch {
		case onePayer:
			name = p.Payee.Name
		case onePayee:
			name = p.Payer.Name
		}
		said = append(said, name+" "+table.MoneyShort(minor, currency))
	}
	return strings.Join(said, ", ")
}
