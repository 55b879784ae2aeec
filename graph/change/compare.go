package change

import (
	"cmp"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Entry is what a deal contributes to a number that adds up over deals: the total, what a party pays, what is at stake with it.
type Entry struct {
	Of    string // whose number it is: a party, a year; "" where there is only one
	Deal  deals.DealID
	Minor int64
	Known bool // else it is undisclosed, and in no sum
}

// Sum is a number that adds up over deals.
type Sum struct {
	Minor   int64 // of what is disclosed
	Unknown int   // entries that are not
	Entries int   // all of them
}

func (s *Sum) add(e Entry) {
	s.Entries++
	if !e.Known {
		s.Unknown++
		return
	}
	s.Minor += e.Minor
}

// Moved is a number in two states, and what moved it.
type Moved struct {
	Of       string
	Old, New Sum
	Causes   []Effect // by falling size, then by id: deals of which the two states do not have the same; they add up
}

// Effect is what one deal contributes in two states.
type Effect struct {
	Deal     deals.DealID
	Old, New Sum
}

// By is by how much the deal moves the number.
func (e Effect) By() int64 { return e.New.Minor - e.Old.Minor }

// By is by how much the number moved.
func (m Moved) By() int64 { return m.New.Minor - m.Old.Minor }

// Same reports whether nothing moved: neither the number, nor how much of it is undisclosed. Its parts may have.
func (m Moved) Same() bool { return m.Old == m.New }

// Compare tells for every number of which there is an entry how it moved, and because of which deals: those that moved most come first,
// those that did not move last, by name. What the deals moved it by adds up to what it moved by. Cost: O(entries log entries).
func Compare(old, new []Entry) []Moved {
	type key struct {
		of   string
		deal deals.DealID
	}
	all := map[string]*Moved{}
	parts := map[key]*Effect{}
	see := func(list []Entry, of func(*Moved, *Effect) (*Sum, *Sum)) {
		for _, e := range list {
			k := key{e.Of, e.Deal}
			if all[e.Of] == nil {
				all[e.Of] = &Moved{Of: e.Of}
			}
			if parts[k] == nil {
				parts[k] = &Effect{Deal: e.Deal}
			}
			whole, part := of(all[e.Of], parts[k])
			whole.add(e)
			part.add(e)
		}
	}
	see(old, func(m *Moved, p *Effect) (*Sum, *Sum) { return &m.Old, &p.Old })
	see(new, func(m *Moved, p *Effect) (*Sum, *Sum) { return &m.New, &p.New })
	for k, p := range parts {
		if p.Old != p.New {
			all[k.of].Causes = append(all[k.of].Causes, *p)
		}
	}
	out := make([]Moved, 0, len(all))
	for _, m := range all {
		slices.SortFunc(m.Causes, func(a, b Effect) int {
			return cmp.Or(cmp.Compare(size(b.By()), size(a.By())), cmp.Compare(size(int64(b.New.Unknown-b.Old.Unknown)), size(int64(a.New.Unknown-a.Old.Unknown))), cmp.Compare(a.Deal, b.Deal))
		})
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Moved) int {
		return cmp.Or(cmp.Compare(size(b.By()), size(a.By())), cmp.Compare(boolRank(a.Same()), boolRank(b.Same())), cmp.Compare(a.Of, b.Of))
	})
	return out
}

func size(x int64) int64 { return max(x, -x) }

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Totals are the entries of the total of a network.
func Totals(n *graph.Network) []Entry { return entries(n, func(graph.Arc) string { return "" }) }

// Pays are the entries of what each party pays, by its id.
func Pays(n *graph.Network) []Entry {
	return entries(n, func(a graph.Arc) string { return string(n.Party(a.From).ID) })
}

// Receives are the entries of what each party is paid, by its id.
func Receives(n *graph.Network) []Entry {
	return entries(n, func(a graph.Arc) string { return string(n.Party(a.To).ID) })
}

func entries(n *graph.Network, of func(graph.Arc) string) []Entry {
	out := make([]Entry, 0, n.Size())
	for a := range n.Arcs() {
		out = append(out, Entry{Of: of(a), Deal: a.Leg.Deal.ID, Minor: a.Amount, Known: a.Known})
	}
	return out
}

// Reason is why a deal counts for another amount than before.
type Reason struct {
	Deal    *Deal          // it changed itself; nil: it did not, in any field that counts
	Tied    []deals.DealID // deals that changed and are part of it, or supersede it
	Records []string       // tables of which records changed that can change its amount: "rates", "parties"
	Day     bool           // only the day is another
}

// Why tells why a deal counts for another amount. Reasons are looked for in this order, and the first that is found is told: the deal itself,
// deals within it or that supersede it, however far down, rates and the parties' records, the day.
func (c *Changes) Why(id deals.DealID) Reason {
	if d := c.deals[id]; d != nil && (d.Kind != Changed || slices.ContainsFunc(d.Fields, Field.Counts)) {
		return Reason{Deal: d}
	}
	if tied := c.changedBelow(id); len(tied) > 0 {
		return Reason{Tied: tied}
	}
	var r Reason
	for _, table := range []string{"rates", "parties"} {
		if slices.ContainsFunc(c.Records, func(x Record) bool { return x.Table == table && c.concerns(x, id) }) {
			r.Records = append(r.Records, table)
		}
	}
	r.Day = len(r.Records) == 0 && c.Old.AsOf != c.New.AsOf
	return r
}

// changedBelow are the deals that changed and that the money of a deal depends on.
func (c *Changes) changedBelow(id deals.DealID) []deals.DealID {
	var out []deals.DealID
	seen := map[deals.DealID]bool{id: true}
	for todo := []deals.DealID{id}; len(todo) > 0; todo = todo[1:] {
		for _, next := range c.tied[todo[0]] {
			if seen[next] {
				continue
			}
			seen[next] = true
			todo = append(todo, next)
			if c.deals[next] != nil {
				out = append(out, next)
			}
		}
	}
	slices.Sort(out)
	return out
}

// concerns reports whether a record can change the amount of a deal: an exchange rate, or the record of one of its parties.
func (c *Changes) concerns(r Record, id deals.DealID) bool {
	if r.Table == "rates" {
		return true
	}
	for _, s := range []State{c.Old, c.New} {
		d := s.Ledger.Deal(id)
		if d == nil {
			continue
		}
		for _, l := range d.Legs {
			if l.From == r.Party || l.To == r.Party {
				return true
			}
		}
	}
	return false
}
