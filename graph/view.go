package graph

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Basis says which dollars count.
type Basis string

// The bases. On every ledger and day the network totals satisfy Firm ≤ Signed ≤ Headline and Paid ≤ Headline.
const (
	Headline Basis = "headline"
	Signed   Basis = "signed"
	Firm     Basis = "firm"
	Paid     Basis = "paid"
	Expected Basis = "expected"
)

// Bases lists all bases, the most generous first.
func Bases() []Basis { return []Basis{Headline, Signed, Firm, Paid, Expected} }

// Meaning says in one line which dollars the basis counts.
func (b Basis) Meaning() string {
	switch b {
	case Headline:
		return "all live deals but rumours, at their ceiling"
	case Signed:
		return "signed, active or completed deals, at their ceiling"
	case Firm:
		return "signed deals at what cannot be escaped: the floor, met tranches only, cut at the exit"
	case Paid:
		return "what is recorded as moved by that day"
	case Expected:
		return "the likely amount times the assumed probability of the status"
	}
	return ""
}

// Years is a span of calendar years, both included. The zero Years is all time.
type Years struct{ First, Last int }

// IsZero reports whether the span is all time.
func (y Years) IsZero() bool { return y == Years{} }

// String is "2026..2030", "2026" or "".
func (y Years) String() string {
	switch {
	case y.IsZero():
		return ""
	case y.First == y.Last:
		return fmt.Sprint(y.First)
	default:
		return fmt.Sprintf("%d..%d", y.First, y.Last)
	}
}

// Days is a span of days, both included. A zero First or Last is an open end; the zero Days is all time.
type Days struct{ First, Last deals.Date }

// IsZero reports whether the span is all time.
func (d Days) IsZero() bool { return d == Days{} }

// String is "2025-07-01..2025-09-30", "..2025-09-30" or "".
func (d Days) String() string {
	if d.IsZero() {
		return ""
	}
	return d.First.String() + ".." + d.Last.String()
}

// days are the days of the years.
func (y Years) days() Days {
	if y.IsZero() {
		return Days{}
	}
	return Days{deals.Date{Year: y.First, Month: 1, Day: 1}, deals.Date{Year: y.Last, Month: 12, Day: 31}}
}

// holds reports whether a day lies in the span. An imprecise date lies where its last day does.
func (d Days) holds(day deals.Date) bool {
	return (d.First.IsZero() || !day.Last().Before(d.First)) && (d.Last.IsZero() || !day.Last().After(d.Last))
}

// View says which legs of a ledger count, and with how many dollars. The zero View is: headline basis, on the ledger's
// last day, all years, every settlement, no roll-up, US dollars, no filter, no rumours, the default assumptions.
type View struct {
	AsOf        deals.Date         // the state of the deals at the end of this day
	Basis       Basis              //
	Years       Years              // only money that falls in these years
	Days        Days               // only money that falls on these days; it narrows Years
	Settlements []deals.Settlement // only legs that settle so; empty: all
	RollUp      bool               // subsidiaries count as their parents
	Currency    deals.Currency     // of all amounts
	Where       string             // an expression over kind, amount, payer.sector …; see [Where]
	Parties     []deals.PartyID    // only legs that touch one of them
	Possible    bool               // the state that the day can have seen, not the one it has certainly seen; see [deals.History.Possible]
	Rumours     bool               // rumoured deals count on the headline and expected bases
	Assumptions Assumptions
}

// Assumptions are the numbers that no ledger states.
type Assumptions struct {
	// Probability that a deal in a status is carried through, for the expected basis; 0 to 1 in millionths.
	Probability map[deals.Status]deals.Share
}

// DefaultProbability is the table used for the expected basis unless a view says otherwise. The numbers are round
// judgements of ours, not estimates from data: they order the rungs of the ladder and leave the rest to the reader.
func DefaultProbability() map[deals.Status]deals.Share {
	return map[deals.Status]deals.Share{
		deals.Rumoured:  100_000,
		deals.Proposed:  250_000,
		deals.Announced: 500_000,
		deals.Signed:    900_000,
		deals.Active:    950_000,
		deals.Completed: 1_000_000,
	}
}

// filled is the view with every default in place.
func (v View) filled(l *deals.Ledger) View {
	if v.AsOf.IsZero() {
		v.AsOf = l.LastDate()
	}
	v.AsOf = v.AsOf.Last()
	if v.Basis == "" {
		v.Basis = Headline
	}
	if v.Currency == "" {
		v.Currency = "USD"
	}
	p := DefaultProbability()
	for s, share := range v.Assumptions.Probability {
		p[s] = share
	}
	v.Assumptions.Probability = p
	v.Parties = slices.Clone(v.Parties)
	slices.Sort(v.Parties)
	v.Parties = slices.Compact(v.Parties)
	v.Settlements = slices.Clone(v.Settlements)
	slices.Sort(v.Settlements)
	v.Settlements = slices.Compact(v.Settlements)
	return v
}

// state is the state of a history on the day of the view. known is the last day of the ledger.
func (v View) state(h deals.History, known deals.Date) deals.Step {
	if v.Possible {
		return h.Possible(v.AsOf, known)
	}
	return h.At(v.AsOf, known)
}

// span is when money has to fall to count.
func (v View) span() Days {
	out := v.Years.days()
	if first := v.Days.First.First(); out.First.Before(first) {
		out.First = first
	}
	if last := v.Days.Last.Last(); !last.IsZero() && (out.Last.IsZero() || last.Before(out.Last)) {
		out.Last = last
	}
	return out
}

// when names the span in a message.
func (v View) when() string {
	if v.Days.IsZero() {
		return v.Years.String()
	}
	return v.span().String()
}

// Stamp is the view in one line, for the foot of every output: what a reader must know to get the same numbers.
func (v View) Stamp() string {
	day := "undated"
	if !v.AsOf.IsZero() {
		day = v.AsOf.String()
	}
	parts := []string{"basis=" + string(v.Basis), "as-of=" + day}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	add("years", v.Years.String())
	add("days", v.Days.String())
	settlements := make([]string, len(v.Settlements))
	for i, m := range v.Settlements {
		settlements[i] = string(m)
	}
	add("settlement", strings.Join(settlements, ","))
	if v.RollUp {
		add("roll-up", "yes")
	}
	if v.Currency != "USD" {
		add("currency", string(v.Currency))
	}
	if v.Where != "" {
		add("where", fmt.Sprintf("%q", v.Where))
	}
	names := make([]string, len(v.Parties))
	for i, p := range v.Parties {
		names[i] = string(p)
	}
	add("party", strings.Join(names, ","))
	if v.Rumours {
		add("rumours", "yes")
	}
	if v.Possible {
		add("possible", "yes")
	}
	if v.Basis == Expected {
		add("assumptions", v.Assumptions.String())
	}
	return strings.Join(parts, " ")
}

// String lists the probabilities from the lowest rung up: "proposed 25%, announced 50%, …".
func (a Assumptions) String() string {
	var parts []string
	for _, s := range deals.Statuses() {
		if p, ok := a.Probability[s]; ok {
			parts = append(parts, fmt.Sprintf("%s %g%%", s, p.Float()*100))
		}
	}
	return strings.Join(parts, ", ")
}

// Warning is something a reader of the network's numbers should know. It is an error value so that results can carry it
// in their Warnings.
type Warning struct {
	Code string         // stable name: "undisclosed", "estimate", "no-rate" …
	Msg  string         // a sentence without a full stop
	Legs []deals.LegRef // the legs it is about

	one, many, rest string // Msg is the number of legs, one of the first two, and rest
}

// Error is the sentence.
func (w Warning) Error() string { return w.Msg }

// Only is the warning about some of its legs, for an answer that is about a part of the network; ok is false when none is
// left. A warning that is about no leg stays as it is.
func (w Warning) Only(keep func(deals.LegRef) bool) (about Warning, ok bool) {
	if len(w.Legs) == 0 {
		return w, true
	}
	w.Legs = slices.DeleteFunc(slices.Clone(w.Legs), func(r deals.LegRef) bool { return !keep(r) })
	if w.Code == WarnEstimate {
		w.rest = "" // its share is of the whole network
	}
	w.Msg = w.sentence()
	return w, len(w.Legs) > 0
}

func (w Warning) sentence() string {
	subject := w.many
	if len(w.Legs) == 1 {
		subject = w.one
	}
	return fmt.Sprintf("%d %s%s", len(w.Legs), subject, w.rest)
}
