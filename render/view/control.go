package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/graph/control"
	"dealgraph/render/table"
)

// ControlResult is a control and what the deals make of it. All money is in one currency.
type ControlResult struct {
	ID      string        `json:"id,omitempty"`
	Party   string        `json:"party,omitempty"`
	With    []string      `json:"counterparties,omitempty"`
	About   string        `json:"about,omitempty"`
	Metric  string        `json:"metric"`
	Period  string        `json:"period,omitempty"`
	Stated  string        `json:"stated"`          // the share, or the value, as the ledger has it
	Whole   string        `json:"whole,omitempty"` // what the share is of
	Fact    string        `json:"whole_from,omitempty"`
	Verdict string        `json:"verdict"`
	Why     string        `json:"why,omitempty"`
	AsOf    string        `json:"as_of,omitempty"`
	Amounts *ControlMoney `json:"amounts,omitempty"` // none when the control is not held
	Legs    []ControlLeg  `json:"legs,omitempty"`
	Source  Source        `json:"source"`
	Note    string        `json:"note,omitempty"`
	File    string        `json:"file"`
}

// ControlMoney is what was disclosed, what the deals come to, and how far these are apart.
type ControlMoney struct {
	StatedLow  *Money  `json:"stated_low"`
	StatedHigh *Money  `json:"stated_high"` // null when only a floor was disclosed
	DealsLow   *Money  `json:"deals_low"`   // on the firm basis
	DealsHigh  *Money  `json:"deals_high"`  // on the signed basis
	Miss       *Money  `json:"miss"`        // below zero: the deals are short
	Points     float64 `json:"miss_points"` // the miss in hundredths of the whole; 0 when that is not known
}

// ControlLeg is one leg that makes up a total.
type ControlLeg struct {
	Leg     string `json:"leg"`
	Low     *Money `json:"low"`
	High    *Money `json:"high"`
	Known   bool   `json:"disclosed"`
	Untimed bool   `json:"untimed,omitempty"`
	Assumed bool   `json:"assumed,omitempty"`
}

// ControlList is the controls of a ledger.
type ControlList struct {
	Controls []ControlResult `json:"controls"`
}

// Controls shows results of controls, those about given parties or all when none is given.
func Controls(results []control.Result, only []deals.PartyID) ControlList {
	out := ControlList{Controls: []ControlResult{}}
	for _, r := range results {
		about := append([]deals.PartyID{r.Control.Party}, r.Control.Counterparties...)
		if len(only) > 0 && !slices.ContainsFunc(about, func(id deals.PartyID) bool { return slices.Contains(only, id) }) {
			continue
		}
		out.Controls = append(out.Controls, controlResult(r))
	}
	return out
}

func controlResult(r control.Result) ControlResult {
	c := r.Control
	out := ControlResult{
		ID: c.ID, Party: string(c.Party), About: c.About, Metric: c.Metric, Period: c.Period.Text, Stated: statedText(c),
		Verdict: string(r.Verdict), Why: r.Why, Source: SourceOf(c.Source), Note: c.Note, File: c.Pos.String(),
	}
	for _, id := range c.Counterparties {
		out.With = append(out.With, string(id))
	}
	if r.Verdict == control.NotHeld {
		return out
	}
	out.AsOf = r.View.AsOf.String()
	if r.Whole != nil {
		out.Whole = r.Whole.String()
	}
	if r.Fact != nil {
		out.Fact = cmp.Or(r.Fact.ID, r.Fact.Pos.String())
	}
	of := func(minor int64) *Money { return MoneyOf(minor, r.Currency) }
	if r.Verdict != control.Absent {
		out.Amounts = &ControlMoney{StatedLow: of(r.Stated.Low), DealsLow: of(r.Deals.Low), DealsHigh: of(r.Deals.High), Miss: of(r.Miss), Points: r.Points.Float() * 100}
		if !r.Stated.Unbounded {
			out.Amounts.StatedHigh = of(r.Stated.High)
		}
	}
	for _, p := range r.Parts {
		leg := ControlLeg{Leg: p.Leg.Ref().String(), Known: p.Known, Untimed: p.Untimed, Assumed: p.Assumed}
		if p.Known {
			leg.Low, leg.High = of(p.Low), of(p.High)
		}
		out.Legs = append(out.Legs, leg)
	}
	return out
}

// statedText is what a control states, as the ledger has it.
func statedText(c *deals.Control) string {
	if c.Value != nil {
		return c.Value.String()
	}
	return c.Share.String()
}

// Tables shows the list.
func (l ControlList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "party"}, {Name: "about", Max: 32}, {Name: "metric", Max: 24}, {Name: "period", Max: 20}, {Name: "stated", Align: table.Right}, {Name: "disclosed", Align: table.Right},
		{Name: "deals", Align: table.Right}, {Name: "miss", Align: table.Right}, {Name: "verdict"},
	}}
	held := 0
	for _, c := range l.Controls {
		about := c.About
		if len(c.With) > 0 {
			about = strings.Join(c.With, ", ")
		}
		row := Texts(c.Party, about, words(c.Metric), c.Period, c.Stated, "", "", "", c.Verdict)
		row[4].Link = c.Source.URL
		if a := c.Amounts; a != nil {
			held++
			row[5], row[6] = Text(span(a.StatedLow, a.StatedHigh)), Text(span(a.DealsLow, a.DealsHigh))
			if c.Verdict != string(control.Met) {
				row[7] = a.Miss.Cell()
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = append(t.Footnotes, Plural(held, "control is", "controls are")+" held against the deals, of "+fmt.Sprint(len(l.Controls)))
	if slices.ContainsFunc(l.Controls, func(c ControlResult) bool { return c.Verdict == string(control.Open) }) {
		t.Footnotes = append(t.Footnotes, "open: the deals come to less, but some are undisclosed or have no term; the miss is what these would have to come to")
	}
	for _, c := range l.Controls {
		if c.Why != "" && len(l.Controls) <= 5 {
			t.Footnotes = append(t.Footnotes, fmt.Sprintf("%s, %s: not held: %s", c.Party, words(c.Metric), c.Why))
		}
	}
	return []table.Table{t}
}

// span is two ends of an amount in words: one when they are the same.
func span(low, high *Money) string {
	switch {
	case high == nil:
		return "at least " + low.Text
	case low.Amount == high.Amount:
		return low.Text
	}
	return low.Text + " to " + high.Text
}

// controlled are the findings about controls that the deals miss, for package check.
func controlled(results []control.Result) []check.Controlled {
	var out []check.Controlled
	for _, r := range results {
		f := check.Controlled{Control: r.Control, Open: r.Verdict == control.Open}
		switch r.Verdict {
		case control.Met:
			continue
		case control.NotHeld:
			meant, near := nearTotal(r)
			if !near {
				continue
			}
			f.Msg = fmt.Sprintf("no deal is held against this control: %q is no total", r.Control.Metric)
			f.Hint = fmt.Sprintf("did you mean %q?", meant)
		case control.Absent:
			f.Msg, f.Hint = assertion(r)+", but there is no deal between them that counts", "record it, be its amount undisclosed, or look at its direction and its dates"
		default:
			f.Msg, f.Hint = missText(r), partsText(r)
		}
		out = append(out, f)
	}
	return out
}

// Controlled are the findings about the controls of a ledger, for package check. Amounts beyond all sums leave them out:
// nothing computes there.
func Controlled(l *deals.Ledger) []check.Controlled {
	results, err := control.Hold(l)
	if err != nil {
		return nil
	}
	return controlled(results)
}

// nearTotal is the total that a metric was perhaps meant to be.
func nearTotal(r control.Result) (string, bool) {
	if _, ok := r.Control.Total(); ok || r.Control.Party == "" {
		return "", false
	}
	var known []string
	for _, t := range deals.Totals() {
		known = append(known, string(t))
	}
	metric := strings.ToLower(r.Control.Metric)
	if first, rest, found := strings.Cut(metric, " share"); found && rest == "" && slices.Contains(known, first) {
		return first, true
	}
	return deals.Suggest(metric, known)
}

// assertion says what a document disclosed: "openai is 45% of microsoft's backlog of $625.0B (2025-12-31)", or of what it
// disclosed a value: "nvidia's guarantees (2026-01-25)".
func assertion(r control.Result) string {
	c := r.Control
	var who []string
	for _, id := range c.Counterparties {
		who = append(who, string(id))
	}
	total, _ := c.Total()
	what := string(c.Party) + "'s " + words(string(total))
	if c.Value != nil {
		if len(who) > 0 {
			what += " with " + joinAnd(who)
		}
		return what + inBrackets(c.Period.Text)
	}
	is := "is"
	if len(who) > 1 {
		is = "are"
	}
	if r.Whole != nil {
		what += " of " + spell(*r.Whole, table.Money)
	}
	return fmt.Sprintf("%s %s %s of %s%s", joinAnd(who), is, c.Share, what, inBrackets(c.Period.Text))
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// joinAnd joins names as a sentence does.
func joinAnd(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// missText says by how much the deals miss what was disclosed.
func missText(r control.Result) string {
	of := func(minor int64) string { return table.Money(minor, string(r.Currency)) }
	disclosed := ""
	if v := r.Control.Value; v != nil {
		disclosed = spell(*v, table.Money)
	} else {
		high := MoneyOf(r.Stated.High, r.Currency)
		if r.Stated.Unbounded {
			high = nil
		}
		disclosed = span(MoneyOf(r.Stated.Low, r.Currency), high)
	}
	said := assertion(r) + ": " + disclosed + " disclosed, the deals come to " + span(MoneyOf(r.Deals.Low, r.Currency), MoneyOf(r.Deals.High, r.Currency))
	miss := max(r.Miss, -r.Miss)
	points := ""
	if r.Points != 0 {
		points = fmt.Sprintf(", %.1f points", max(r.Points, -r.Points).Float()*100)
	}
	switch r.Verdict {
	case control.Over:
		return said + ", " + of(miss) + " too much" + points
	case control.Open:
		return said + "; what is open of them would have to come to " + of(miss) + points
	}
	return said + ", " + of(miss) + " short" + points
}

// mostParts is how many deals a hint names.
const mostParts = 6

// partsText names the deals that make up a total.
func partsText(r control.Result) string {
	var names []string
	for _, p := range r.Parts {
		switch {
		case !p.Known:
			names = append(names, p.Leg.Ref().String()+" ?")
		case p.Untimed:
			names = append(names, p.Leg.Ref().String()+" without a term")
		default:
			names = append(names, p.Leg.Ref().String()+" "+table.Money(p.High, string(r.Currency)))
		}
	}
	if len(names) == 0 {
		return "no deal of theirs counts: look for one that is missing"
	}
	if len(names) > mostParts {
		names = append(names[:mostParts], fmt.Sprintf("and %d more", len(names)-mostParts))
	}
	advice := ""
	switch r.Verdict {
	case control.Over:
		advice = "; look for one that is counted twice, or in the wrong year"
	case control.Short:
		advice = "; look for one that is missing"
	}
	return "made up of " + strings.Join(names, ", ") + advice
}
