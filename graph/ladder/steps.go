package ladder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Kind says what a step takes off.
type Kind string

// The steps down the ladder, in order.
const (
	Replaced Kind = "replaced"   // ended, and announced again by what took its place
	Ended    Kind = "ended"      // ended, and gone
	Overlap  Kind = "overlap"    // recorded by another deal too
	Unsigned Kind = "not-signed" // stands, and binds nobody
	NoFloor  Kind = "no-floor"   // above what is promised at the least, and tranches not met
	Exit     Kind = "exit"       // can be left before it falls due
	Unpaid   Kind = "not-paid"   // binding, and has not moved
)

// Kinds lists the steps in order.
func Kinds() []Kind { return []Kind{Replaced, Ended, Overlap, Unsigned, NoFloor, Exit, Unpaid} }

// Meaning says in a few words what a step takes off.
func (k Kind) Meaning() string {
	return map[Kind]string{
		Replaced: "ended, and announced again by what took its place",
		Ended:    "ended",
		Overlap:  "recorded by other deals too",
		Unsigned: "not signed",
		NoFloor:  "above the floor, or tranches not met",
		Exit:     "can be left early",
		Unpaid:   "not paid yet",
	}[k]
}

// Step is what lies between two rungs.
type Step struct {
	Kind    Kind
	Minor   int64 // what it takes off
	Unknown int   // parts whose amount is not known
	Parts   []Part
}

// Part is what a step takes off one leg. It is negative where a leg counts again, since what lies within it does not.
type Part struct {
	Leg   int // index in Ladder.Legs
	Minor int64
	Known bool
	Why   string // in a few words
}

// Sum is what legs come to on a rung.
type Sum struct {
	Minor   int64
	Unknown int // legs that count there, and whose amount is not known
	Legs    int // that count there
}

// Way is the way of some legs down the ladder. Announced and Standing are gross, the others net: those of [graph.Build]. Each step
// is the difference of the sums it lies between, exactly.
type Way struct {
	Announced, Standing, Headline, Signed, Firm, Paid Sum
	Expected                                          Sum
	Steps                                             []Step // all kinds, in order
}

// Down adds up the legs that keep accepts, and says what each step takes off them. Parts come largest first.
func (l *Ladder) Down(keep func(Leg) bool) Way {
	w := Way{}
	for _, k := range Kinds() {
		w.Steps = append(w.Steps, Step{Kind: k})
	}
	for i, leg := range l.Legs {
		if !keep(leg) {
			continue
		}
		w.Announced.add(leg.Gross[Announced])
		w.Standing.add(leg.Gross[Headline])
		w.Headline.add(leg.Net[Headline])
		w.Signed.add(leg.Net[Signed])
		w.Firm.add(leg.Net[Firm])
		w.Paid.add(leg.Net[Paid])
		w.Expected.add(leg.Expected)
		for s := range w.Steps {
			if p, ok := l.part(i, w.Steps[s].Kind); ok {
				w.Steps[s].take(p)
			}
		}
	}
	for s := range w.Steps {
		slices.SortStableFunc(w.Steps[s].Parts, func(a, b Part) int { return cmp.Compare(b.Minor, a.Minor) })
	}
	return w
}

func (s *Sum) add(c Count) {
	if !c.Counts {
		return
	}
	s.Legs++
	s.Minor += c.Minor
	if !c.Known {
		s.Unknown++
	}
}

func (s *Step) take(p Part) {
	s.Parts = append(s.Parts, p)
	s.Minor += p.Minor
	if !p.Known {
		s.Unknown++
	}
}

// part is what a step takes off a leg; ok is false when it changes nothing.
func (l *Ladder) part(i int, k Kind) (p Part, ok bool) {
	leg := l.Legs[i]
	var from, to Count
	switch k {
	case Replaced, Ended:
		from, to = leg.Gross[Announced], leg.Gross[Headline]
	case Overlap:
		from, to = leg.Gross[Headline], leg.Net[Headline]
	case Unsigned:
		from, to = leg.Net[Headline], leg.Net[Signed]
	case NoFloor:
		from, to = leg.Net[Signed], leg.Net[Floor]
	case Exit:
		from, to = leg.Net[Floor], leg.Net[Firm]
	case Unpaid:
		from, to = leg.Net[Firm], leg.Net[Paid]
	}
	p = Part{Leg: i, Minor: from.Minor - to.Minor, Known: true}
	gone := from.Counts && !from.Known && (!to.Counts || to.Known)
	switch {
	case k == Replaced:
		p.Minor, gone = leg.Carried, false
	case k == Ended:
		p.Minor -= leg.Carried
	}
	if gone {
		p.Known = false
	}
	if p.Minor == 0 && !gone {
		return p, false
	}
	p.Why = l.why(leg, k, p.Minor < 0)
	return p, true
}

// why says why a step takes something off a leg, or gives it back.
func (l *Ladder) why(leg Leg, k Kind, back bool) string {
	if back {
		return "counts again: of what lies within it, less is counted from here on"
	}
	switch k {
	case Replaced, Ended:
		return leg.end()
	case Overlap:
		return "counted in " + names(l.inside[leg.Leg])
	case Unsigned:
		return leg.Status.String() + ": " + leg.Status.Meaning()
	case NoFloor:
		return l.noFloor(leg.Leg)
	case Exit:
		return l.exit(leg.Leg)
	}
	return l.unpaid(leg)
}

// end says how and when a leg ended, and what took its place.
func (l Leg) end() string {
	out := l.Status.String()
	if d := l.Leg.History().Last(); d.Status == l.Status && !d.Date.IsZero() {
		out += " " + d.Date.String()
	}
	switch {
	case len(l.By) > 0:
		out += "; in its place " + names(l.By)
		if l.Open {
			out += ", of which nobody says how much"
		}
	case l.Status == deals.Superseded:
		out += ", the ledger does not say by what"
	}
	return out
}

// names lists the deals of legs, each once.
func names(legs []*deals.Leg) string {
	var out []string
	for _, l := range legs {
		if id := string(l.Deal.ID); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// noFloor says why what is signed is not promised.
func (l *Ladder) noFloor(leg *deals.Leg) string {
	amount, _ := leg.Use()
	if open := l.unmet(leg); open != "" {
		return open
	}
	switch amount.Form {
	case deals.UpTo:
		return "a ceiling (" + amount.String() + "): nothing is promised below it"
	case deals.Range:
		return "a range (" + amount.String() + "): only its low end is promised"
	}
	return "what lies within it is counted instead"
}

// unmet says which tranches hang on a condition that was not met by the day of the view.
func (l *Ladder) unmet(leg *deals.Leg) string {
	var open []string
	for _, t := range leg.Tranches {
		met := !t.Met.IsZero() && !t.Met.Last().After(l.view.AsOf)
		if met || t.Condition == "" && t.Met.IsZero() {
			continue
		}
		s := t.Amount.String()
		if t.Condition != "" {
			s += " (" + t.Condition + ")"
		}
		open = append(open, s)
	}
	if len(open) == 0 {
		return ""
	}
	return "not met: " + strings.Join(open, ", ")
}

// exit says until when a leg binds.
func (l *Ladder) exit(leg *deals.Leg) string {
	if leg.Exit == nil {
		return "what lies within it is counted instead"
	}
	out := fmt.Sprintf("can be left on %d days' notice", leg.Exit.Days)
	if leg.Term.Start.IsZero() || leg.Term.End.IsZero() {
		return out + ", and no term is on record: nothing is firm"
	}
	from := l.view.AsOf
	if after := leg.Exit.After; !after.IsZero() {
		out += " after " + after.String()
		if after.Last().After(from) {
			from = after.Last()
		}
	}
	return out + ": binds until " + from.AddDays(leg.Exit.Days).String()
}

// unpaid says what is on record as paid, and when the rest falls due.
func (l *Ladder) unpaid(leg Leg) string {
	out := "nothing is on record as paid"
	if leg.Gross[Paid].Counts && leg.Gross[Paid].Known {
		out = "the rest is on record as paid"
	}
	if term := leg.Leg.Term; !term.End.IsZero() {
		when := term.String()
		if term.End.Last().Before(l.view.AsOf) {
			return out + ", though its term ended " + term.End.String()
		}
		return out + "; its term is " + when
	}
	return out
}

// Late is how many days ago the term of a leg began that is signed or less, and so has not; 0 if it is not late or the ledger does
// not say.
func (l *Ladder) Late(leg Leg) int {
	start := leg.Leg.Term.Start.Last()
	if start.IsZero() || leg.Status >= deals.Active || !start.Before(l.view.AsOf) {
		return 0
	}
	return start.DaysUntil(l.view.AsOf)
}

// Days is how many days ago a leg became public; ok is false if the ledger does not say. A day that is not exact is taken at its
// latest.
func (l *Ladder) Days(leg Leg) (days int, ok bool) {
	day := leg.Public.Last()
	if day.IsZero() || l.view.AsOf.IsZero() {
		return 0, false
	}
	return day.DaysUntil(l.view.AsOf), true
}

// Pays and Receives are the legs of a party: those that it pays, and that it is paid.
func Pays(v graph.Node) func(Leg) bool     { return func(l Leg) bool { return l.From == v } }
func Receives(v graph.Node) func(Leg) bool { return func(l Leg) bool { return l.To == v } }
