package deals

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Merge is a ledger between two versions of it, in memory: each part as the first version has it, or, where take says so, as the
// second does. A part that the chosen version lacks is not there. Take is asked for every part of either, and for the day up to
// which the ledger tells ([DayTable]).
//
// The records are those of the two ledgers, which stay as they are, in the order of the second; only what follows from other records is
// worked out anew: which deals end because another one supersedes them, and which parties are named without a record. A reference to a
// deal that is not there leads nowhere. Files and positions are those of the ledger that a record comes from, and the hash is of the
// two and of what was taken.
//
// The error is an [*ErrorList] of what the two have together and neither has alone: rings of parents, of within and of supersedes, a deal
// within one that has several legs, a deal that supersedes a later one. Cost: O(records), with little memory for each.
func Merge(was, is *Ledger, take func(Part) bool) (*Ledger, error) {
	m := merging{was: was, is: is, take: take, decoder: newDecoder(is.Name), taken: map[Part]bool{}}
	m.records()
	m.parties()
	m.indexNames()
	m.checkParents()
	m.references()
	m.checkReferences()
	return m.done()
}

// merging is a ledger that is put together.
type merging struct {
	*decoder
	was, is *Ledger
	take    func(Part) bool
	taken   map[Part]bool
	hash    []Part // what was taken, in the order in which it was asked for
}

// takes asks for a part, once.
func (m *merging) takes(p Part) bool {
	yes, known := m.taken[p]
	if !known {
		yes = m.take(p)
		m.taken[p] = yes
		if yes {
			m.hash = append(m.hash, p)
		}
	}
	return yes
}

// records chooses all records but the parties.
func (m *merging) records() {
	l := m.ledger
	l.Deals = choose(m, m.was.Deals, m.is.Deals, (*Deal).Part)
	l.Facts = choose(m, m.was.Facts, m.is.Facts, (*Fact).Part)
	l.Controls = choose(m, m.was.Controls, m.is.Controls, (*Control).Part)
	l.Rates = choose(m, m.was.Rates, m.is.Rates, (*Rate).Part)
	l.last = m.was.last
	if m.takes(Part{Table: DayTable}) {
		l.last = m.is.last
	}
	ended := map[DealID]bool{} // that another one may end: they change
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			for _, r := range leg.Ends() {
				ended[r.Deal] = true
			}
		}
	}
	l.index.deals = make(map[DealID]*Deal, len(l.Deals))
	for i, d := range l.Deals {
		if ended[d.ID] {
			l.Deals[i] = d.copied()
		} else {
			l.Deals[i] = d.asWritten()
		}
		l.index.deals[d.ID] = l.Deals[i]
	}
}

// choose are the records of one table.
func choose[T any](m *merging, was, is []T, part func(T) Part) []T {
	before, order1 := byPart(was, part)
	after, order2 := byPart(is, part)
	out := make([]T, 0, len(is))
	for _, p := range merged(order1, order2) {
		if m.takes(p) {
			out = append(out, after[p]...)
		} else {
			out = append(out, before[p]...)
		}
	}
	return out
}

func byPart[T any](list []T, part func(T) Part) (records map[Part][]T, order []Part) {
	records = make(map[Part][]T, len(list))
	for _, x := range list {
		p := part(x)
		if records[p] == nil {
			order = append(order, p)
		}
		records[p] = append(records[p], x)
	}
	return records, order
}

// parties chooses the parties that have a record, and adds those that others name.
func (m *merging) parties() {
	l := m.ledger
	l.Parties = choose(m, described(m.was), described(m.is), (*Party).Part)
	for _, p := range l.Parties {
		l.index.byID[p.ID] = p
	}
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			m.named(leg.From, leg.Pos)
			m.named(leg.To, leg.Pos)
			m.named(leg.Obligor, leg.Pos)
		}
	}
	for _, p := range l.Parties {
		for _, up := range p.Parents {
			m.named(up.ID, up.Pos)
		}
	}
	for _, f := range l.Facts {
		m.named(f.Party, f.Pos)
	}
	for _, c := range l.Controls {
		m.named(c.Party, c.Pos)
		for _, id := range c.Counterparties {
			m.named(id, c.Pos)
		}
	}
}

func described(l *Ledger) []*Party {
	var out []*Party
	for _, p := range l.Parties {
		if !p.Implied {
			out = append(out, p)
		}
	}
	return out
}

// named sees to it that a party is there that something names.
func (m *merging) named(id PartyID, at Pos) {
	l := m.ledger
	if id == "" || l.index.byID[id] != nil {
		return
	}
	p := &Party{ID: id, Pos: at, Implied: true}
	for _, from := range []*Ledger{m.is, m.was} {
		if known := from.index.byID[id]; known != nil && known.Implied {
			p.Name = known.Name
			break
		}
	}
	l.index.byID[id] = p
	l.Parties = append(l.Parties, p)
}

// references gathers what leads from deal to deal, but for what leads nowhere.
func (m *merging) references() {
	add := func(r reference) {
		if len(m.ledger.Legs(r.to)) > 0 {
			m.refs = append(m.refs, r)
		}
	}
	for _, d := range m.ledger.Deals {
		for _, o := range d.Within {
			add(reference{deal: d, key: "within", to: o.Ref, part: o.Part != nil, pos: o.Pos})
		}
		for _, to := range d.Supersedes {
			add(reference{deal: d, key: "supersedes", to: to, pos: d.Pos})
		}
		for _, l := range d.Legs {
			for _, o := range l.Within {
				add(reference{deal: d, leg: l, key: "within", to: o.Ref, part: o.Part != nil, pos: o.Pos})
			}
			for _, to := range l.Supersedes {
				add(reference{deal: d, leg: l, key: "supersedes", to: to, pos: l.At("supersedes")})
			}
		}
	}
}

// done hands the ledger over.
func (m *merging) done() (*Ledger, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\n", m.was.Hash, m.is.Hash)
	for _, p := range m.hash {
		fmt.Fprintf(h, "%s\x00%s\n", p.Table, p.Key)
	}
	m.ledger.Hash = "sha256:" + hex.EncodeToString(h.Sum(nil))
	m.ledger.Files = m.is.Files
	for _, from := range []*Ledger{m.was, m.is} {
		for name, again := range from.files {
			m.files[name] = again
		}
	}
	m.ledger.files = m.files
	if errs := m.errs.all(); len(errs) > 0 {
		return nil, &ErrorList{Errors: errs}
	}
	return m.ledger, nil
}
