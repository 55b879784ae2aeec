package view

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/throughflow"
	"dealgraph/render/table"
)

// CircularStory is what a paragraph about circular money needs of one basis.
type CircularStory struct {
	Network *graph.Network
	Totals  circulation.Totals
	Split   circulation.Split
	Matrix  *throughflow.Matrix // nil when the network is too large for one
}

// forBasis is what a basis is called in a sentence, before a sum.
var forBasis = map[graph.Basis]string{
	graph.Headline: "as announced",
	graph.Signed:   "as signed",
	graph.Firm:     "firmly owed",
	graph.Paid:     "recorded as paid",
	graph.Expected: "expected",
}

// CircularWords says in a paragraph that can be quoted what goes round on each basis, through which deals, whose money it was
// and what is not known. Deals and sources of money are those of the signed basis, or of the only one there is.
func CircularWords(stories []CircularStory) string {
	if len(stories) == 0 {
		return ""
	}
	if !slices.ContainsFunc(stories, func(s CircularStory) bool { return s.Totals.Gross > 0 }) {
		return "No deal with a disclosed amount counts here, so nothing is known to go round."
	}
	at := slices.IndexFunc(stories, func(s CircularStory) bool { return s.Network.View.Basis == graph.Signed })
	main := stories[max(at, 0)]
	var out []string
	out = append(out, sums(stories))
	if s := main.through(); s != "" {
		out = append(out, s)
	}
	if s := main.whose(); s != "" {
		out = append(out, s)
	}
	out = append(out, main.unknown(len(stories) > 1))
	return strings.Join(out, " ")
}

// short is a sum in running text.
func (s CircularStory) short(minor int64) string {
	return newspaper(table.Money(minor, string(s.Network.View.Currency)))
}

// sums says what goes round on each basis.
func sums(stories []CircularStory) string {
	first := stories[0]
	view := first.Network.View
	var said []string
	for i, s := range stories {
		what := forBasis[s.Network.View.Basis]
		switch {
		case s.Totals.Circulated == 0 && i == 0:
			said = append(said, fmt.Sprintf("of the %s of deals %s, %s can go round in a circle", s.short(s.Totals.Gross), what, s.nothing()))
		case s.Totals.Circulated == 0:
			said = append(said, fmt.Sprintf("of %s %s, %s", s.short(s.Totals.Gross), what, s.nothing()))
		case i == 0:
			said = append(said, fmt.Sprintf("of the %s of deals %s, at most %s (%s) can go round in circles, each payment counted once",
				s.short(s.Totals.Gross), what, s.short(s.Totals.Circulated), table.Percent(s.Totals.Index())))
		default:
			said = append(said, fmt.Sprintf("of %s %s, %s (%s)", s.short(s.Totals.Gross), what, s.short(s.Totals.Circulated), table.Percent(s.Totals.Index())))
		}
	}
	day := "In this ledger"
	if !view.AsOf.IsZero() {
		day = "On " + longDate(view.AsOf)
	}
	if !view.Years.IsZero() {
		day += ", for " + view.Years.String()
	}
	return day + ", " + strings.Join(said, "; ") + "."
}

// nothing says that no sum goes round: there is no circle, or none of which all amounts are disclosed.
func (s CircularStory) nothing() string {
	if len(s.Network.Components()) > 0 {
		return "nothing of a known amount"
	}
	return "nothing"
}

// longDate is a day as newspapers write it.
func longDate(d deals.Date) string {
	months := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month-1], d.Year)
}

// through names the deals of which most comes back.
func (s CircularStory) through() string {
	list := CircularDeals(s.Network, s.Split)
	if len(list) == 0 {
		return ""
	}
	var said []string
	for _, d := range list[:min(3, len(list))] {
		said = append(said, fmt.Sprintf("%s’s %s %s (%s of %s)", d.Payer.Name, contract(d.Kind), d.Payee.Name, d.part(), approx(d.Deal)))
	}
	parts := "parts are those"
	if len(said) == 1 {
		parts = "part is that"
	}
	return fmt.Sprintf("Of the money %s, the largest circular %s of %s.", forBasis[s.Network.View.Basis], parts, ListOf(said))
}

// part is how much of a deal goes round.
func (d CircularDeal) part() string {
	if d.Share > 0.9999 {
		return "all"
	}
	return newspaper(d.Circular.Text)
}

func approx(d Deal) string {
	if d.Estimate {
		return "about " + newspaper(d.Amount.Text)
	}
	return newspaper(d.Amount.Text)
}

// newspaper spells a sum of a table in the style of newspapers: "$98.1bn".
func newspaper(text string) string {
	for _, unit := range [][2]string{{"T", "tn"}, {"B", "bn"}, {"M", "m"}} {
		if head, ok := strings.CutSuffix(text, unit[0]); ok {
			return head + unit[1]
		}
	}
	return text
}

// contract is what a payer has of a payee, by kind.
func contract(kind string) string {
	switch deals.Kind(kind) {
	case deals.Equity, deals.Convertible:
		return "investment in"
	case deals.Loan, deals.Bond:
		return "lending to"
	case deals.Prepayment:
		return "advance to"
	case deals.Grant:
		return "grant to"
	case deals.Compute:
		return "computing contract with"
	case deals.Lease:
		return "lease from"
	case deals.License:
		return "licence from"
	case deals.RevenueShare:
		return "revenue share with"
	case deals.Acquisition:
		return "takeover of"
	case deals.Guarantee:
		return "guarantee to"
	case deals.Warrant:
		return "warrants to"
	}
	return "purchases from"
}

// whose says to whom most comes back, and whose money it was in the first place.
func (s CircularStory) whose() string {
	if s.Matrix == nil {
		return ""
	}
	best := -1
	for i, p := range s.Matrix.Parties {
		if !p.Outside && p.Circular() > 0 && (best < 0 || p.Circular() > s.Matrix.Parties[best].Circular()) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	p := s.Matrix.Parties[best]
	name := Name(s.Network.Party(p.Node))
	out := fmt.Sprintf("Most comes back to %s: if everybody passes money on in proportion, %s of the %s it has there had been in its hands before.",
		name, table.Percent(p.RoundTrip), s.short(p.Throughflow))
	var said []string
	for _, q := range s.Matrix.Provenance(p.Node) {
		if len(said) == 3 {
			break
		}
		whose := Name(s.Network.Party(q.Party))
		switch {
		case q.Party == p.Node:
			whose += " itself"
		case s.Network.Party(q.Party).Outside():
			whose = lower(whose)
		}
		said = append(said, fmt.Sprintf("%s (%s)", whose, table.Percent(q.Share)))
	}
	if len(said) > 0 {
		out += " Traced back to where this ledger shows no earlier payer, that money began with " + ListOf(said) + "."
	}
	return out
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// unknown says what is in none of the sums.
func (s CircularStory) unknown(several bool) string {
	var estimated int64
	for a := range s.Network.Arcs() {
		if a.Known && a.Estimate {
			estimated += a.Amount
		}
	}
	where := ""
	if several {
		where = " on the " + string(s.Network.View.Basis) + " basis"
	}
	rates := 0
	for a := range s.Network.Arcs() {
		if a.NoRate {
			rates++
		}
	}
	var said []string
	if k := s.Totals.Unknown - rates; k > 0 {
		amounts := "amounts"
		if k == 1 {
			amounts = "amount"
		}
		said = append(said, "the undisclosed "+amounts+" of "+Plural(k, "deal", "deals"))
	}
	if rates > 0 {
		said = append(said, Plural(rates, "amount in a currency", "amounts in currencies")+" without a rate into "+string(s.Network.View.Currency))
	}
	out := "No amount is unknown" + where
	if len(said) > 0 {
		out = "Not known" + where + ": " + ListOf(said) + ", in none of these sums, which may close further circles"
	}
	if total := s.Network.Total(); estimated > 0 && total > 0 {
		out += fmt.Sprintf("; %s of the money is estimated", table.Percent(float64(estimated)/float64(total)))
	}
	return out + ". Money that goes in circles is often ordinary vendor finance: the sums say what can go round, not why."
}

// ListOf joins a short list.
func ListOf(s []string) string {
	switch len(s) {
	case 0:
		return ""
	case 1:
		return s[0]
	}
	return strings.Join(s[:len(s)-1], ", ") + " and " + s[len(s)-1]
}
