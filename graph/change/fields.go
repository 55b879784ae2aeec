package change

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// fields are what differs between two states of a deal. What all of several legs say alike is told once.
func (c *Changes) fields(was, is *deals.Deal) []Field {
	var out []Field
	add := func(f Field, ok bool) {
		if ok {
			out = append(out, f)
		}
	}
	add(text("", "title", was.Title, is.Title))
	if len(was.Legs)+len(is.Legs) > 2 { // else they are the leg's
		add(text("", "tags", strings.Join(was.Tags, "; "), strings.Join(is.Tags, "; ")))
		add(text("", "note", was.Note, is.Note))
	}
	var both, all [][]Field // of legs that both states have, and of all
	for _, p := range pairLegs(was, is) {
		f := c.legFields(p)
		all = append(all, f)
		if p.was != nil && p.is != nil {
			both = append(both, f)
		}
	}
	for _, leg := range all {
		for _, f := range leg {
			common := len(both) > 1 && saidByAll(both, f)
			if common {
				f.Leg = ""
			}
			if !common || !slices.ContainsFunc(out, func(g Field) bool { return g.Leg == "" && g.Name == f.Name && g.Old == f.Old && g.New == f.New }) {
				out = append(out, f)
			}
		}
	}
	return out
}

// saidByAll reports whether a change is that of every leg.
func saidByAll(legs [][]Field, f Field) bool {
	for _, leg := range legs {
		if !slices.ContainsFunc(leg, func(g Field) bool { return g.Name == f.Name && g.Old == f.Old && g.New == f.New }) {
			return false
		}
	}
	return true
}

// pair is a leg in both states; nil where it is not.
type pair struct{ was, is *deals.Leg }

// pairLegs finds the legs of a deal again, by name, or because nothing else is left.
func pairLegs(was, is *deals.Deal) []pair {
	var out []pair
	var fresh []*deals.Leg
	found := map[*deals.Leg]bool{}
	for _, l := range is.Legs {
		i := slices.IndexFunc(was.Legs, func(o *deals.Leg) bool { return o.Name == l.Name })
		if i < 0 {
			fresh = append(fresh, l)
			continue
		}
		found[was.Legs[i]] = true
		out = append(out, pair{was.Legs[i], l})
	}
	var gone []*deals.Leg
	for _, l := range was.Legs {
		if !found[l] {
			gone = append(gone, l)
		}
	}
	if len(gone) == 1 && len(fresh) == 1 {
		return append(out, pair{gone[0], fresh[0]})
	}
	for _, l := range gone {
		out = append(out, pair{was: l})
	}
	for _, l := range fresh {
		out = append(out, pair{is: l})
	}
	return out
}

// legFields are what differs between two states of a leg.
func (c *Changes) legFields(p pair) []Field {
	switch {
	case p.was == nil:
		return []Field{{Leg: p.is.Name, Name: "leg", New: summary(p.is), NewSource: bestSource(p.is)}}
	case p.is == nil:
		return []Field{{Leg: p.was.Name, Name: "leg", Old: summary(p.was), OldSource: bestSource(p.was)}}
	}
	var out []Field
	named := func(l *deals.Leg) string { // a name that follows from the kind says nothing
		if len(l.Deal.Legs) == 1 && l.Name == string(l.Kind) {
			return ""
		}
		return l.Name
	}
	if f, ok := text(p.is.Name, "leg", named(p.was), named(p.is)); ok {
		out = append(out, f)
	}
	for _, name := range legFields {
		f := Field{Leg: p.is.Name, Name: name}
		f.Old, f.New = c.values(name, p)
		if f.Old == f.New || name == "term" && sameDays(p.was.Term, p.is.Term) {
			continue
		}
		f.OldSource, f.OldClaim = says(p.was, name)
		f.NewSource, f.NewClaim = says(p.is, name)
		if name == "claims" || name == "source" { // they name their sources themselves
			f.OldSource, f.NewSource = deals.Source{}, deals.Source{}
		}
		out = append(out, f)
	}
	return out
}

// sameDays reports whether two terms are of the same days, one perhaps told by its years.
func sameDays(a, b deals.Term) bool {
	return a.Start.IsZero() == b.Start.IsZero() && a.End.IsZero() == b.End.IsZero() && a.Start.First() == b.Start.First() && a.End.Last() == b.End.Last() &&
		a.Start.By == b.Start.By && a.End.By == b.End.By
}

// legFields are the fields of a leg in the order in which they are told.
var legFields = []string{
	"status", "amount", "from", "to", "kind", "paid", "tranches", "term", "schedule", "exit", "settlement", "rank", "obligor", "quantity", "stake", "within", "supersedes",
	"claims", "tags", "note", "source",
}

// Counts reports whether a field can change a number; notes and tags do so only for who filters by them.
func (f Field) Counts() bool { return f.Name != "note" && f.Name != "tags" && f.Name != "title" }

// values are what two states of a leg say in a field.
func (c *Changes) values(name string, p pair) (was, is string) {
	switch name {
	case "status":
		if was, is = p.was.History().String(), p.is.History().String(); was == is {
			return c.Old.step(p.was).String(), c.New.step(p.is).String()
		}
		return was, is
	case "paid", "tranches", "within", "supersedes", "claims", "tags", "source":
		if was, is = onlyIn(c.Old.list(name, p.was), c.New.list(name, p.is)); was != "" || is != "" {
			return was, is
		}
		return onlyIn(State{}.list(name, p.was), State{}.list(name, p.is)) // what is still to come
	}
	return value(name, p.was), value(name, p.is)
}

// step is how far a leg has come; an empty history when nothing is known of it yet.
func (s State) step(l *deals.Leg) deals.History {
	at := l.History().At(s.AsOf, s.Ledger.LastDate())
	if at.Status == deals.StatusUnknown {
		return nil
	}
	return deals.History{at}
}

// value is what a leg says in a field, by the statement in use.
func value(name string, l *deals.Leg) string {
	switch name {
	case "amount":
		a, _ := l.Use()
		return a.String()
	case "from":
		return string(l.From)
	case "to":
		return string(l.To)
	case "kind":
		return string(l.Kind)
	case "term":
		return l.Term.String()
	case "schedule":
		return l.Schedule.String()
	case "exit":
		if l.Exit != nil {
			return l.Exit.String()
		}
	case "settlement":
		return string(l.Settlement)
	case "rank":
		return strconv.Itoa(l.Rank)
	case "obligor":
		return string(l.Obligor)
	case "quantity":
		if l.Quantity != nil {
			return l.Quantity.String()
		}
	case "stake":
		if l.Stake != nil {
			return l.Stake.String()
		}
	case "note":
		return l.Note
	}
	return ""
}

// list is what a leg says in a field of several entries, of payments and tranches only those by the day of the state; of no
// state, all.
func (s State) list(name string, l *deals.Leg) []string {
	var out []string
	add := func(x string) { out = append(out, x) }
	by := func(day deals.Date) bool { return s.Ledger == nil || day.IsZero() || !day.Last().After(s.AsOf) }
	switch name {
	case "paid":
		for _, p := range l.Paid {
			if by(p.Date) {
				add(strings.TrimPrefix(p.Date.String()+":"+p.Amount.String(), ":"))
			}
		}
	case "tranches":
		for _, t := range l.Tranches {
			x := t.Amount.String()
			if t.Condition != "" {
				x += ": " + t.Condition
			}
			if !t.Met.IsZero() && by(t.Met) {
				x += ", met " + t.Met.String()
			}
			add(x)
		}
	case "within":
		for _, o := range l.Overlaps() {
			x := o.Ref.String()
			if o.Part != nil {
				x += " (" + o.Part.String() + ")"
			}
			add(x)
		}
	case "supersedes":
		for _, r := range l.Ends() {
			add(r.String())
		}
	case "claims":
		for _, c := range l.Claims {
			add(strings.TrimSpace(c.Field + " " + c.String() + inBrackets(c.Source)))
		}
	case "tags":
		out = slices.Clone(l.Tags)
	case "source":
		for _, x := range l.AllSources() {
			add(sourceText(x))
		}
	}
	return out
}

// inBrackets names the source of a claim.
func inBrackets(s deals.Source) string {
	if t := sourceText(s); t != "" {
		return " (" + t + ")"
	}
	return ""
}

// sourceText is a source in one line.
func sourceText(s deals.Source) string {
	var words []string
	for _, w := range []string{s.Title, s.URL, s.Date.String(), s.Tier.String()} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

// onlyIn are the entries that only one of two lists has, each list as one text.
func onlyIn(was, is []string) (string, string) {
	rest := slices.Clone(is)
	var gone []string
	for _, x := range was {
		if i := slices.Index(rest, x); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			gone = append(gone, x)
		}
	}
	return strings.Join(gone, "; "), strings.Join(rest, "; ")
}

// text compares a field that is no more than words.
func text(leg, name, was, is string) (Field, bool) {
	return Field{Leg: leg, Name: name, Old: was, New: is}, was != is
}

// summary is a leg in a line.
func summary(l *deals.Leg) string {
	a, _ := l.Use()
	return fmt.Sprintf("%s → %s, %s, %s, %s", l.From, l.To, l.Kind, a, l.History())
}

// says is who says what is in use in a field of a leg, and the claim, if it is one.
func says(l *deals.Leg, field string) (deals.Source, *deals.Claim) {
	if !slices.Contains(deals.ClaimFields(), field) {
		return bestSource(l), nil
	}
	for _, s := range l.Statements() {
		if s.Field == field && s.InUse {
			return s.Source, s.Claim
		}
	}
	return bestSource(l), nil
}

// bestSource is the best of the sources of a leg.
func bestSource(l *deals.Leg) deals.Source {
	var best deals.Source
	for i, s := range l.AllSources() {
		if i == 0 || s.Tier.Better(best.Tier) {
			best = s
		}
	}
	return best
}
