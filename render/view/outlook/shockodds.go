package outlook

import (
	"fmt"

	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/odds"
	"dealgraph/render/table"
)

// ShockOdds is what others lose in a shock when it is not certain which deals are carried through. What is not known of means has two
// ends: they are ample, or there are none.
type ShockOdds struct {
	DealOdds
	What  string     `json:"what"`
	Ample LossOdds   `json:"ample"`
	None  LossOdds   `json:"none"`
	Over  *ChanceEnd `json:"more_than_ends,omitempty"` // the chance of more than the amount asked for
}

// LossOdds is what others lose at one end.
type LossOdds struct {
	Direct AmountOdds `json:"direct"`
	Total  AmountOdds `json:"total"`
}

// ChanceEnd is a chance at both ends.
type ChanceEnd struct {
	Ample Chance `json:"ample"`
	None  Chance `json:"none"`
}

// The answers about a shock, in order.
const (
	directAmple = "direct, ample"
	totalAmple  = "total, ample"
	directNone  = "direct, none"
	totalNone   = "total, none"
)

// ShockAnswers are the names of the answers of a shock: what others lose directly and in all, with ample means and with none.
func ShockAnswers() []string { return []string{directAmple, totalAmple, directNone, totalNone} }

// ShockOddsOf reads the answers by those names. moreThan is in minor units, or nil.
func ShockOddsOf(n *graph.Network, what string, a *odds.Answers, set *assumptions.Set, moreThan *int64) ShockOdds {
	out := ShockOdds{
		DealOdds: dealOddsOf(n, a, set, moreThan, a.Of(totalNone)), What: what,
		Ample: LossOdds{amountOdds(n, a, directAmple), amountOdds(n, a, totalAmple)}, None: LossOdds{amountOdds(n, a, directNone), amountOdds(n, a, totalNone)},
	}
	if moreThan != nil {
		p, low, high := a.Of(totalAmple).Above(float64(*moreThan))
		out.Over = &ChanceEnd{chanceOf(odds.Share{Share: p, Low: low, High: high}), out.MoreThan.Chance}
	}
	return out
}

// same reports whether both ends are one answer.
func (s ShockOdds) same() bool {
	return textOf(s.Ample.Total.Mean) == textOf(s.None.Total.Mean) && textOf(s.Ample.Total.P95) == textOf(s.None.Total.P95) && textOf(s.Ample.Total.Counted) == textOf(s.None.Total.Counted)
}

// Words answer in a paragraph.
func (s ShockOdds) Words() string {
	out := s.What + ". "
	lost := func(a AmountOdds) string {
		return fmt.Sprintf("%s less if every deal of the %s basis is carried through, and over %s in which deals may fall through %s", a.Counted.Text, s.Basis, scenariosOf(s.Runs), a.words())
	}
	if s.same() {
		out += "Others receive " + lost(s.None.Total) + "."
	} else {
		out += "If parties without facts have no means, others receive " + lost(s.None.Total) + ". If they have ample means it is " + s.Ample.Total.Counted.Text + ", and " + s.Ample.Total.words() + "."
	}
	switch {
	case s.Over == nil:
	case s.Over.Ample.Text == s.Over.None.Text:
		out += " " + s.MoreThan.words("is lost")
	default:
		out += fmt.Sprintf(" More than %s is lost in %s of them with ample means, in %s with none.", s.MoreThan.Amount.Text, s.Over.Ample.Text, s.Over.None.Text)
	}
	return out
}

// Tables set the amounts side by side with what they are if every deal is carried through.
func (s ShockOdds) Tables() []table.Table {
	t := oddsTable(s.What+" if deals may fall through"+s.on()+": what all others receive less", "losses")
	if s.same() {
		t.Rows = append(t.Rows, s.None.Direct.row("direct"), s.None.Total.row("in all"))
	} else {
		t.Rows = append(t.Rows, s.Ample.Direct.row("direct, ample means"), s.Ample.Total.row("in all, ample means"), s.None.Direct.row("direct, no means"), s.None.Total.row("in all, no means"))
		t.Footnotes = append(t.Footnotes, "means of parties of which no fact tells any: ample, or none")
	}
	t.Footnotes = append(t.Footnotes, s.firstNote(s.None.Total.untold()),
		"each scenario is cleared twice, with and without the shock, and a loss is the difference: a deal that falls through by itself is no loss of the shock; all that is ever due is one period; totals count a dollar at every party that it fails to reach")
	t.Footnotes = append(t.Footnotes, s.notes()...)
	return []table.Table{t}
}
