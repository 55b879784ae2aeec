package deals

import (
	"fmt"
	"slices"
	"strings"
)

// resolve settles everything that needs the whole ledger: what names mean, ids that were left out, loose claims,
// references between deals.
func (d *decoder) resolve() {
	d.indexNames()
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			d.mean(&l.From, l, "from")
			d.mean(&l.To, l, "to")
			d.mean(&l.Obligor, l, "obligor")
		}
	}
	for _, n := range d.names {
		d.settleName(n)
	}
	d.checkParents()
	d.nameDeals()
	d.attachLoose()
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			l.settleUse()
			d.checkCurrency(l)
		}
	}
	d.checkReferences()
}

// mean turns what a cell of a leg says into a party id. A name nobody has described makes a party of its own.
func (d *decoder) mean(id *PartyID, l *Leg, field string) {
	said := *id
	if said == "" {
		return
	}
	if known, ok := d.means[said]; ok {
		*id = known
		return
	}
	p, ambiguous := d.ledger.lookup(string(said))
	if p == nil && ambiguous == nil {
		p = d.imply(said, l.At(field))
	}
	if p == nil {
		d.noParty(said, l.At(field), ambiguous)
		return
	}
	d.means[said] = p.ID
	*id = p.ID
}

// imply makes a party of a name that only a leg mentions; nil when no id can be made of it.
func (d *decoder) imply(said PartyID, pos Pos) *Party {
	id := PartyID(slug(string(said)))
	if id == "" {
		return nil
	}
	p := &Party{ID: id, Pos: pos, Implied: true}
	if said != id {
		p.Name = string(said)
	}
	d.ledger.index.byID[id] = p
	d.ledger.Parties = append(d.ledger.Parties, p)
	return p
}

// A looseName is a cell that names a party outside the legs.
type looseName struct {
	id  *PartyID
	pos Pos
}

func (d *decoder) name(id *PartyID, pos Pos) {
	if *id != "" {
		d.names = append(d.names, looseName{id, pos})
	}
}

// settleName finds the party of a name. A fact about a party that neither the parties nor a leg know is an error.
func (d *decoder) settleName(n looseName) {
	p, ambiguous := d.ledger.lookup(string(*n.id))
	if p == nil {
		d.noParty(*n.id, n.pos, ambiguous)
		return
	}
	*n.id = p.ID
}

// noParty reports a name that means several parties, or none.
func (d *decoder) noParty(said PartyID, pos Pos, ambiguous *UnknownPartyError) {
	switch {
	case ambiguous != nil:
		d.fail(pos, "party", ambiguous.Error(), "write the id")
	case slug(string(said)) == "":
		d.fail(pos, "party", fmt.Sprintf("party %s has no letter or digit", quote(string(said))), "name the party")
	default:
		hint := d.hints.meant(string(said), d.partyNames())
		if hint == "" {
			hint = "describe it under parties"
		}
		d.fail(pos, "party", fmt.Sprintf("party %s is not known", quote(string(said))), hint)
	}
}

// partyNames are the names of all parties, gathered once, when the first hint needs them.
func (d *decoder) partyNames() []string {
	if d.hints.parties == nil {
		d.hints.parties = d.ledger.names()
	}
	return d.hints.parties
}

// checkParents checks that control never leads back. Rings are refused even when their parts were never in force together:
// a roll-up follows them on any day.
func (d *decoder) checkParents() {
	ix := &d.ledger.index
	var owned []PartyID
	for _, p := range d.ledger.Parties {
		if len(p.Parents) > 0 {
			owned = append(owned, p.ID)
		}
	}
	above := func(id PartyID) []PartyID {
		p := ix.byID[id]
		if p == nil || len(p.Parents) == 0 {
			return nil
		}
		ids := make([]PartyID, len(p.Parents))
		for i, up := range p.Parents {
			ids[i] = up.ID
		}
		return ids
	}
	rings(owned, above, func(ring []PartyID) {
		p := ix.byID[ring[0]]
		pos := p.Pos
		for _, up := range p.Parents {
			if up.ID == ring[1%len(ring)] {
				pos = up.Pos
			}
		}
		d.fail(pos, "parents", fmt.Sprintf("party %s is above itself: %s", quote(string(p.ID)), way(ring)), "a parent cannot be owned by its own subsidiary")
	})
}

// way writes a ring: a → b → a.
func way[T any](ring []T) string {
	const longest = 8
	var b strings.Builder
	for i, at := range ring {
		if i == longest {
			b.WriteString("… → ")
			break
		}
		fmt.Fprintf(&b, "%v → ", at)
	}
	fmt.Fprint(&b, ring[0])
	return b.String()
}

// nameDeals gives ids to deals and names to legs that have none, and reports ids given twice.
func (d *decoder) nameDeals() {
	ix := &d.ledger.index
	ix.deals = make(map[DealID]*Deal, len(d.ledger.Deals))
	for _, deal := range d.ledger.Deals {
		d.nameLegs(deal)
		if deal.ID == "" {
			continue
		}
		if old := ix.deals[deal.ID]; old != nil {
			hint := "first at " + old.Pos.String()
			if isTable(old.Pos.File) || isTable(deal.Pos.File) {
				hint += "; rows of one deal stand in one file"
			}
			d.fail(deal.Pos, "duplicate-id", fmt.Sprintf("deal %s is recorded twice", quote(string(deal.ID))), hint)
			continue
		}
		ix.deals[deal.ID] = deal
	}
	used := map[DealID]int{}
	for _, deal := range d.ledger.Deals {
		if deal.ID == "" {
			d.nameDeal(deal, used)
		}
	}
}

// nameDeal makes an id of who, whom, what and when, which survives edits elsewhere in the table; of several such deals the
// second gets -2, and so on. used counts the ids made so far.
func (d *decoder) nameDeal(deal *Deal, used map[DealID]int) {
	l := deal.Legs[0]
	b := appendDealID(d.scratch[:0], l.From, l.To, l.Kind, l.History())
	ix := &d.ledger.index
	d.scratch = b
	id := DealID(keep(&d.kept, b))
	base := id
	deal.made = base
	for n := max(2, used[base]); ix.deals[id] != nil; n++ {
		id = DealID(fmt.Sprintf("%s-%d", base, n))
		used[base] = n + 1
	}
	deal.ID = id
	ix.deals[id] = deal
}

// appendDealID adds the id that a deal of one leg gets when none is written.
func appendDealID(b []byte, from, to PartyID, kind Kind, h History) []byte {
	b = append(append(append(b, from...), '-'), to...)
	b = append(append(b, '-'), strings.ReplaceAll(string(kind), "_", "-")...)
	if len(h) > 0 && !h[0].Date.IsZero() {
		b = h[0].Date.append(append(b, '-'))
		for i, c := range b { // "by 2027Q3" becomes by-2027q3
			switch c {
			case ' ':
				b[i] = '-'
			case 'Q', 'H':
				b[i] = c | 0x20
			}
		}
	}
	return b
}

// MakeDealID is the id that a deal gets when none is written: of who, whom, what and when. Of several such deals, the second
// and all after it have a number behind it.
func MakeDealID(from, to PartyID, kind Kind, h History) DealID {
	return DealID(appendDealID(nil, from, to, kind, h))
}

// UnsteadyIDs are errors about deals whose ids were made and depend on the order of the ledger, for several would have the
// same: whoever keeps such an id beside the ledger may find another deal under it later.
func (l *Ledger) UnsteadyIDs() []*Error {
	alike := map[DealID]int{}
	for _, d := range l.Deals {
		if d.made != "" {
			alike[d.made]++
		}
	}
	var out []*Error
	for _, d := range l.Deals {
		if d.made != "" && (alike[d.made] > 1 || d.made != d.ID) {
			out = append(out, &Error{Pos: d.Legs[0].Pos, Code: "id", Msg: fmt.Sprintf("this deal has no id, and another of the same parties, kind and day is there: it is %s only as long as nothing is put before it", d.ID), Hint: "give each of them an id"})
		}
	}
	sortErrors(out)
	l.AttachLines(out)
	return out
}

// nameLegs names the legs that have no name by their kind, the second of a kind kind-2, and reports names given twice.
func (d *decoder) nameLegs(deal *Deal) {
	if l := deal.Legs[0]; len(deal.Legs) == 1 && l.Name == "" {
		l.Name = string(l.Kind)
		return
	}
	used := map[string]bool{}
	for _, l := range deal.Legs {
		if l.Name == "" {
			continue
		}
		if used[l.Name] {
			d.fail(l.At("leg"), "duplicate-id", fmt.Sprintf("deal %s has two legs %s", quote(string(deal.ID)), quote(l.Name)), "give each leg its own name")
		}
		used[l.Name] = true
	}
	next := map[Kind]int{}
	for _, l := range deal.Legs {
		if l.Name != "" {
			continue
		}
		name := string(l.Kind)
		for n := max(2, next[l.Kind]); used[name]; n++ {
			name = fmt.Sprintf("%s-%d", l.Kind, n)
			next[l.Kind] = n + 1
		}
		l.Name, used[name] = name, true
	}
}

// legHint asks for one leg of several.
func legHint(legs []*Leg) string {
	var names []string
	for _, l := range legs[:min(len(legs), 6)] {
		names = append(names, l.Ref().String())
	}
	if len(legs) > len(names) {
		names = append(names, "…")
	}
	return "name the leg: " + strings.Join(names, ", ")
}

// dangling reports a reference to what is not in the ledger.
func (d *decoder) dangling(r LegRef, pos Pos, key string) {
	deal := d.ledger.Deal(r.Deal)
	if deal != nil {
		d.fail(pos, key, fmt.Sprintf("deal %s has no leg %s", quote(string(r.Deal)), quote(r.Leg)), legHint(deal.Legs))
		return
	}
	d.fail(pos, key, fmt.Sprintf("deal %s is not in the ledger", quote(string(r.Deal))), d.hints.meant(string(r.Deal), d.dealIDs()))
}

// dealIDs are the ids of all deals, gathered once, when the first hint needs them.
func (d *decoder) dealIDs() []string {
	if d.hints.deals == nil {
		for _, deal := range d.ledger.Deals {
			d.hints.deals = append(d.hints.deals, string(deal.ID))
		}
		slices.Sort(d.hints.deals)
	}
	return d.hints.deals
}
