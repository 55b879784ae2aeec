package deals

import (
	"fmt"
	"strings"
)

// resolve settles everything that needs the whole ledger: what names mean, ids that were left out, references between
// deals, loose claims.
func (d *decoder) resolve() {
	d.indexNames()
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			l.From = d.meaning(l.From, l.At("from"), true)
			l.To = d.meaning(l.To, l.At("to"), true)
			l.Obligor = d.meaning(l.Obligor, l.At("obligor"), true)
		}
	}
	for _, f := range d.ledger.Facts {
		f.Party = d.meaning(f.Party, f.Pos, false)
	}
	for _, c := range d.ledger.Controls {
		c.Party = d.meaning(c.Party, c.Pos, false)
		for i := range c.Counterparties {
			c.Counterparties[i] = d.meaning(c.Counterparties[i], c.Pos, false)
		}
	}
	for _, p := range d.ledger.Parties {
		d.parents(p)
	}
	d.nameDeals()
	d.attachClaims()
	d.checkReferences()
}

// meaning turns what a cell says into a party id. In a leg a name nobody has described makes a party of its own; a fact
// about an unknown party is an error.
func (d *decoder) meaning(said PartyID, pos Pos, create bool) PartyID {
	if said == "" {
		return ""
	}
	ix := &d.ledger.index
	if ix.byID[said] != nil {
		return said
	}
	p, err := d.ledger.lookup(string(said))
	switch {
	case p != nil:
		return p.ID
	case err.Ambiguous:
		d.fail(pos, "party", err.Error(), "write the id")
		return said
	case !create:
		hint := "describe it under parties"
		if s, ok := Suggest(string(said), d.ledger.names()); ok {
			hint = fmt.Sprintf("did you mean %q?", s)
		}
		d.fail(pos, "party", fmt.Sprintf("party %q is not known", said), hint)
		return said
	}
	id := PartyID(slug(string(said)))
	if id == "" {
		d.fail(pos, "party", fmt.Sprintf("party %q has no letter or digit", said), "name the party")
		return said
	}
	if ix.byID[id] == nil {
		p := &Party{ID: id, Pos: pos, Implied: true}
		if string(said) != string(id) {
			p.Name = string(said)
		}
		ix.byID[id] = p
		d.ledger.Parties = append(d.ledger.Parties, p)
	}
	return id
}

// lookup is [Ledger.Party] without the search for near misses, which costs too much for every new name of a large table.
func (l *Ledger) lookup(name string) (*Party, *UnknownPartyError) {
	key := fold(name)
	if p := l.index.byID[PartyID(key)]; p != nil {
		return p, nil
	}
	found := l.index.byName[key]
	if len(found) == 1 {
		return found[0], nil
	}
	e := &UnknownPartyError{Name: name, Ambiguous: len(found) > 1}
	for _, p := range found {
		e.Candidates = append(e.Candidates, string(p.ID))
	}
	return nil, e
}

// parents checks that control leads to known parties and never back.
func (d *decoder) parents(p *Party) {
	for i := range p.Parents {
		p.Parents[i].ID = d.meaning(p.Parents[i].ID, p.Parents[i].Pos, false)
	}
	seen := map[PartyID]bool{}
	var climb func(q *Party) bool
	climb = func(q *Party) bool {
		for _, up := range q.Parents {
			if up.ID == p.ID {
				return true
			}
			if next := d.ledger.index.byID[up.ID]; next != nil && !seen[up.ID] {
				seen[up.ID] = true
				if climb(next) {
					return true
				}
			}
		}
		return false
	}
	if climb(p) {
		d.fail(p.Pos, "parents", fmt.Sprintf("party %q is above itself", p.ID), "a parent cannot be owned by its own subsidiary")
	}
}

// nameDeals gives ids to deals and names to legs that have none, and reports ids given twice.
func (d *decoder) nameDeals() {
	ix := &d.ledger.index
	for _, deal := range d.ledger.Deals {
		d.nameLegs(deal)
		if deal.ID == "" {
			continue
		}
		if old := ix.deals[deal.ID]; old != nil {
			d.fail(deal.Pos, "duplicate-id", fmt.Sprintf("deal %q is recorded twice", deal.ID), "first at "+old.Pos.String()+"; rows of one deal stand in one file")
			continue
		}
		ix.deals[deal.ID] = deal
	}
	for _, deal := range d.ledger.Deals {
		if deal.ID == "" {
			d.nameDeal(deal)
		}
	}
}

// nameDeal makes an id of who, whom, what and when, which survives edits elsewhere in the table.
func (d *decoder) nameDeal(deal *Deal) {
	ix := &d.ledger.index
	l := deal.Legs[0]
	parts := []string{string(l.From), string(l.To), strings.ReplaceAll(string(l.Kind), "_", "-")}
	if h := l.History(); len(h) > 0 && !h[0].Date.IsZero() {
		parts = append(parts, slug(h[0].Date.String()))
	}
	base := DealID(strings.Join(parts, "-"))
	id := base
	for n := 2; ix.deals[id] != nil; n++ {
		id = DealID(fmt.Sprintf("%s-%d", base, n))
	}
	deal.ID = id
	ix.deals[id] = deal
}

func (d *decoder) nameLegs(deal *Deal) {
	used := map[string]bool{}
	for _, l := range deal.Legs {
		if l.Name == "" {
			continue
		}
		if used[l.Name] {
			d.fail(l.At("leg"), "duplicate-id", fmt.Sprintf("deal %q has two legs %q", deal.ID, l.Name), "give each leg its own name")
		}
		used[l.Name] = true
	}
	for _, l := range deal.Legs {
		if l.Name != "" {
			continue
		}
		name := string(l.Kind)
		for n := 2; used[name]; n++ {
			name = fmt.Sprintf("%s-%d", l.Kind, n)
		}
		l.Name, used[name] = name, true
	}
}

func (d *decoder) attachClaims() {
	for _, c := range d.claims {
		legs := d.ledger.Legs(c.ref)
		switch len(legs) {
		case 0:
			d.dangling(c.ref, c.claim.Pos, "claims")
		case 1:
			legs[0].Claims = append(legs[0].Claims, c.claim)
		default:
			d.fail(c.claim.Pos, "claims", fmt.Sprintf("deal %q has %d legs", c.ref.Deal, len(legs)), "name the leg")
		}
	}
}

// checkReferences checks within and supersedes: they lead somewhere, and never back.
func (d *decoder) checkReferences() {
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			for _, o := range l.Overlaps() {
				d.reference(l, o.Ref, "within")
			}
			for _, r := range l.Ends() {
				d.reference(l, r, "supersedes")
			}
		}
	}
	if len(d.errs) > 0 {
		return // rings and ends make sense only between sound references
	}
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			d.ring(l, "within", func(l *Leg) []LegRef {
				var out []LegRef
				for _, o := range l.Overlaps() {
					out = append(out, o.Ref)
				}
				return out
			})
			d.ring(l, "supersedes", (*Leg).Ends)
		}
	}
	d.endSuperseded()
}

func (d *decoder) reference(l *Leg, r LegRef, key string) {
	legs := d.ledger.Legs(r)
	if len(legs) == 0 {
		d.dangling(r, l.At(key), key)
		return
	}
	for _, other := range legs {
		if other == l {
			d.fail(l.At(key), key, fmt.Sprintf("%s refers to itself", l.Ref()), "name the other deal, or one leg of it: deal#leg")
			return
		}
	}
}

func (d *decoder) dangling(r LegRef, pos Pos, key string) {
	known := make([]string, 0, len(d.ledger.Deals))
	if deal := d.ledger.index.deals[r.Deal]; deal != nil {
		for _, l := range deal.Legs {
			known = append(known, LegRef{r.Deal, l.Name}.String())
		}
	} else {
		for _, deal := range d.ledger.Deals {
			known = append(known, string(deal.ID))
		}
	}
	hint := ""
	if s, ok := Suggest(r.String(), known); ok {
		hint = fmt.Sprintf("did you mean %q?", s)
	}
	d.fail(pos, key, fmt.Sprintf("deal %q is not in the ledger", r), hint)
}

// ring reports a leg from which the references lead back to it.
func (d *decoder) ring(l *Leg, key string, next func(*Leg) []LegRef) {
	if len(next(l)) == 0 {
		return
	}
	seen := map[*Leg]bool{}
	stack := []*Leg{l}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, r := range next(at) {
			for _, to := range d.ledger.Legs(r) {
				if to == l {
					d.fail(l.At(key), key, fmt.Sprintf("%s leads from %s back to itself", key, l.Ref()), "break the ring")
					return
				}
				if !seen[to] {
					seen[to] = true
					stack = append(stack, to)
				}
			}
		}
	}
}

// endSuperseded gives a superseded leg its dated end, when its own history does not tell one.
func (d *decoder) endSuperseded() {
	for _, deal := range d.ledger.Deals {
		for _, l := range deal.Legs {
			for _, r := range l.Ends() {
				for _, old := range d.ledger.Legs(r) {
					h := old.History()
					if h.Last().Status.Ended() || len(l.History()) == 0 {
						continue
					}
					begin := l.History()[0].Date
					if last := h.Last().Date; !begin.IsZero() && !last.IsZero() && begin.Last().Before(last.First()) {
						d.fail(l.At("supersedes"), "supersedes", fmt.Sprintf("%s (%s) is older than %s (%s), which it should replace", l.Ref(), begin, old.Ref(), last), "check which supersedes which")
						continue
					}
					end := Step{Status: Superseded, Date: begin, Pos: l.At("supersedes"), Implied: true}
					old.Status = append(append(History{}, h...), end)
				}
			}
		}
	}
}
