package deals

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// index finds parties and deals by what people call them.
type index struct {
	byID   map[PartyID]*Party
	byName map[string][]*Party // folded name, alias or ticker of described parties
	deals  map[DealID]*Deal
}

func newIndex() index {
	return index{byID: map[PartyID]*Party{}, byName: map[string][]*Party{}, deals: map[DealID]*Deal{}}
}

// fold makes names comparable: compatibility forms, lower case, single spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

// indexNames makes parties answer to names, aliases and tickers. One spelling for two parties is reported: whoever uses
// it would be misunderstood.
func (d *decoder) indexNames() {
	ix := &d.ledger.index
	for _, p := range d.ledger.Parties {
		for _, s := range append([]string{p.Name, p.Ticker}, p.Aliases...) {
			key := fold(s)
			if key == "" || slices.Contains(ix.byName[key], p) {
				continue
			}
			if other := ix.byID[PartyID(key)]; other != nil && other != p {
				d.warn(p.Pos, "alias", fmt.Sprintf("%s of party %s is the id of another party", quote(s), quote(string(p.ID))), "it means that other party")
				continue
			}
			ix.byName[key] = append(ix.byName[key], p)
			if len(ix.byName[key]) > 1 {
				d.warn(p.Pos, "alias", fmt.Sprintf("%s names both %s and %s", quote(s), quote(string(ix.byName[key][0].ID)), quote(string(p.ID))), "give each its own alias")
			}
		}
	}
}

// An UnknownPartyError says that a name leads to no party, or to several.
type UnknownPartyError struct {
	Name       string
	Candidates []string // several meanings, or near misses
	Ambiguous  bool
}

// Error names the party and what could have been meant.
func (e *UnknownPartyError) Error() string {
	switch {
	case e.Ambiguous:
		return fmt.Sprintf("party %s can be %s", quote(e.Name), strings.Join(e.Candidates, " or "))
	case len(e.Candidates) > 0:
		return fmt.Sprintf("party %s is not in the ledger (did you mean %q?)", quote(e.Name), e.Candidates[0])
	default:
		return fmt.Sprintf("party %s is not in the ledger", quote(e.Name))
	}
}

// Party finds a party by id, name, alias or ticker, in any case. The error is an *UnknownPartyError.
func (l *Ledger) Party(name string) (*Party, error) {
	p, ambiguous := l.lookup(strings.TrimSpace(name))
	switch {
	case p != nil:
		return p, nil
	case ambiguous != nil:
		return nil, ambiguous
	}
	e := &UnknownPartyError{Name: name}
	if s, ok := Suggest(fold(name), l.names()); ok {
		e.Candidates = []string{s}
	}
	return nil, e
}

// lookup is [Ledger.Party] without the search for near misses, which costs too much for every new name of a large table. An
// id is stronger than a name, and a name than the id that would be made of it. Nothing is found, or a party, or several.
func (l *Ledger) lookup(name string) (*Party, *UnknownPartyError) {
	if p := l.index.byID[PartyID(name)]; p != nil {
		return p, nil
	}
	key := fold(name)
	if p := l.index.byID[PartyID(key)]; p != nil {
		return p, nil
	}
	switch found := l.index.byName[key]; len(found) {
	case 0:
		return l.index.byID[PartyID(slug(key))], nil
	case 1:
		return found[0], nil
	default:
		e := &UnknownPartyError{Name: name, Ambiguous: true}
		for _, p := range found {
			e.Candidates = append(e.Candidates, string(p.ID))
		}
		return nil, e
	}
}

// PartyByID is the party of an id, or nil.
func (l *Ledger) PartyByID(id PartyID) *Party { return l.index.byID[id] }

// Deal finds a deal by id, or nil.
func (l *Ledger) Deal(id DealID) *Deal { return l.index.deals[id] }

// Legs are the legs a reference means: one, or all of the deal; nil when there is none.
func (l *Ledger) Legs(r LegRef) []*Leg {
	d := l.index.deals[r.Deal]
	if d == nil {
		return nil
	}
	if r.Leg == "" {
		return d.Legs
	}
	for _, leg := range d.Legs {
		if leg.Name == r.Leg {
			return []*Leg{leg}
		}
	}
	return nil
}

// names lists ids, names and aliases for near misses, sorted.
func (l *Ledger) names() []string {
	out := make([]string, 0, 3*len(l.Parties))
	for _, p := range l.Parties {
		out = append(out, string(p.ID))
		for _, a := range append([]string{p.Name}, p.Aliases...) {
			if a != "" {
				out = append(out, a)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// LastDate is the day up to which the ledger tells: the last day of its latest status, payment or met tranche. It is the
// day a view stands on unless another is asked for.
func (l *Ledger) LastDate() Date { return l.last }

func (l *Ledger) lastDate() Date {
	var last Date
	see := func(d Date) {
		if e := d.Last(); !d.IsZero() && (last.IsZero() || e.Compare(last) > 0) {
			last = e
		}
	}
	for _, d := range l.Deals {
		for _, s := range d.Status {
			see(s.Date)
		}
		for _, leg := range d.Legs {
			for _, s := range leg.Status {
				see(s.Date)
			}
			for _, p := range leg.Paid {
				see(p.Date)
			}
			for _, t := range leg.Tranches {
				see(t.Met)
			}
		}
	}
	return last
}

// FactsOf are the facts about a party with a metric, latest period first, of those that end on one day the longest, and of one period
// that of the best tier; those without a date come last.
func (l *Ledger) FactsOf(id PartyID, metric string) []*Fact {
	var out []*Fact
	for _, f := range l.Facts {
		if f.Party == id && (metric == "" || f.Metric == metric) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *Fact) int {
		if a.Period.Last.IsZero() || b.Period.Last.IsZero() {
			return cmp.Compare(boolRank(a.Period.Last.IsZero()), boolRank(b.Period.Last.IsZero()))
		}
		if c := cmp.Or(b.Period.Last.Compare(a.Period.Last), a.Period.First.Compare(b.Period.First)); c != 0 {
			return c
		}
		switch ta, tb := a.Source.Tier, b.Source.Tier; {
		case ta.Better(tb):
			return -1
		case tb.Better(ta):
			return 1
		}
		return 0
	})
	return out
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Twins yields the facts that state the same as one before them, each with the first: of one party, metric, time and nature.
// Facts about the world, without a party, and facts without a time have none.
func (l *Ledger) Twins() iter.Seq2[*Fact, *Fact] {
	type key struct {
		party          PartyID
		metric, period string
		nature         Nature
	}
	return func(yield func(first, twin *Fact) bool) {
		seen := map[key]*Fact{}
		for _, f := range l.Facts {
			if f.Party == "" || f.Period.IsZero() {
				continue
			}
			k := key{f.Party, f.Metric, f.Period.Text, f.Nature}
			if !f.Period.First.IsZero() && !f.Period.Last.IsZero() {
				k.period = f.Period.First.String() + ".." + f.Period.Last.String()
			}
			first := seen[k]
			if first == nil {
				seen[k] = f
			} else if !yield(first, f) {
				return
			}
		}
	}
}
