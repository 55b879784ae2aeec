package deals

import (
	"fmt"
	"slices"
	"strings"
)

// rowsDeal is a deal whose rows are being read from a table.
type rowsDeal struct {
	*Deal
	own    bool // it has a row of its own
	status bool // and a status there, which counts for legs without one
}

// headFields are what the row of a deal itself may say.
var headFields = columnNames(RecordLegsDeal)

// row decodes a row of a table of deals: a deal of one leg, or one leg of several that share an id, or what a deal says for
// all its legs. Such a row has an id, stands before the legs, and has neither payer, payee, kind nor amount. Without one, the
// first row of a deal lends its title, status and sources to the others.
func (d *decoder) row(n *node) {
	id, pos := d.partyID(n, "id")
	title := d.text(n, "title")
	deal := d.rows[DealID(id)]
	if id != "" && n.lacks("from") && n.lacks("to") && n.lacks("kind") && n.lacks("amount") {
		d.headRow(n, deal, DealID(id), title, pos)
		return
	}
	if id != "" && deal != nil {
		if title != "" && title != deal.Title {
			if deal.Title != "" {
				d.fail(n.at("title"), "title", fmt.Sprintf("deal %s has another title, %s, in its first row", quote(string(id)), quote(deal.Title)), "rows that share an id are the legs of one deal: write its title once")
			}
			deal.Title = d.kept.keep(title)
		}
		if len(deal.Legs) == 0 {
			d.ledger.Deals = append(d.ledger.Deals, deal.Deal)
		}
		d.addLeg(deal.Deal, n, !deal.own || deal.status)
		return
	}
	one := d.slabs.deals.one()
	*one = Deal{ID: DealID(d.kept.keep(string(id))), Title: d.kept.keep(title), Pos: pos}
	d.addLeg(one, n, false)
	one.Status, one.Sources = one.Legs[0].Status, one.Legs[0].Sources
	if id != "" {
		d.rows[one.ID] = &rowsDeal{Deal: one}
	}
	d.ledger.Deals = append(d.ledger.Deals, one)
}

// headRow decodes the row of a deal itself.
func (d *decoder) headRow(n *node, known *rowsDeal, id DealID, title string, pos Pos) {
	for _, f := range n.fields {
		if !f.val.empty() && !slices.Contains(headFields, f.key) {
			d.fail(f.val.pos, "legs", fmt.Sprintf("the row says %s, but not who pays whom", f.key), "give it from, to, kind and amount, or write it at the legs of the deal")
		}
	}
	if known != nil {
		d.fail(pos, "legs", fmt.Sprintf("deal %s has rows already, and this one says not who pays whom", quote(string(id))), "give it from, to, kind and amount, or make it the first row of the deal")
		return
	}
	deal := d.slabs.deals.one()
	*deal = Deal{
		ID: DealID(d.kept.keep(string(id))), Title: d.kept.keep(title), Pos: pos,
		Status:     d.history(n, false),
		Within:     d.overlaps(n, reference{deal: deal}),
		Supersedes: d.supersedes(n, reference{deal: deal}),
		Tags:       d.strings(n, "tags"),
		Sources:    d.sources(n),
		Note:       d.kept.keep(d.text(n, "note")),
	}
	one := &rowsDeal{Deal: deal, own: true, status: !n.lacks("status")}
	d.rows[deal.ID] = one
	d.heads = append(d.heads, one)
}

// headsWithoutLegs reports the deals of a table of which nobody says who pays whom.
func (d *decoder) headsWithoutLegs() {
	for _, one := range d.heads {
		if len(one.Legs) == 0 {
			d.fail(one.Pos, "legs", fmt.Sprintf("deal %s has no leg", quote(string(one.ID))), "say who pays whom: from, to, kind, amount")
			d.forget(one.Deal)
		}
	}
	d.heads = nil
}

// forget takes the references of a deal back that will not be in the ledger.
func (d *decoder) forget(deal *Deal) {
	d.refs = slices.DeleteFunc(d.refs, func(r reference) bool { return r.deal == deal })
}

// A looseRow is a row of a table about what may stand in another file: a claim, a tranche or one more source. It finds its
// place when all parties and deals are known.
type looseRow struct {
	table string
	ref   LegRef  // of a leg, or of a deal
	party PartyID // or a party
	pos   Pos     // of the reference

	claim   Claim
	tranche Tranche
	source  Source
}

// looseRow reads which leg a row is about.
func (d *decoder) looseRow(n *node, table string) looseRow {
	r := looseRow{table: table, ref: ParseRef(d.text(n, "deal")), pos: n.at("deal")}
	if leg := d.text(n, "leg"); leg != "" {
		r.ref.Leg = leg
	}
	return r
}

func (d *decoder) claimRow(n *node) {
	fields := strings.Join(ClaimFields(), ", ")
	d.require(n, "deal", "name the deal that the claim is about")
	d.require(n, "field", "write which field of the leg: "+fields)
	d.require(n, "value", "write what the source says")
	r := d.looseRow(n, "claims")
	field := strings.ToLower(d.text(n, "field"))
	if field != "" && !slices.Contains(ClaimFields(), field) {
		d.fail(n.at("field"), "claims", fmt.Sprintf("claims on the field %s are not known", quote(field)), meant(field, ClaimFields()))
		return
	}
	r.claim = d.claimOf(n, field, "value")
	if r.ref.Deal != "" {
		d.loose = append(d.loose, r)
	}
}

func (d *decoder) trancheRow(n *node) {
	d.require(n, "deal", "name the deal that the tranche is part of")
	r := d.looseRow(n, "tranches")
	r.tranche = d.tranche(n)
	if r.ref.Deal != "" {
		d.loose = append(d.loose, r)
	}
}

func (d *decoder) sourceRow(n *node) {
	r := d.looseRow(n, "sources")
	r.party = PartyID(d.nameText(n, "party"))
	r.source = d.sourceMapping(n)
	switch {
	case r.party != "" && r.ref.Deal != "":
		d.fail(n.at("party"), "source", "the source is about a party and a deal at once", "write a row for each")
	case r.party != "":
		r.pos = n.at("party")
		d.loose = append(d.loose, r)
	case n.lacks("deal"):
		d.fail(n.at("deal"), "deal", "deal is missing", "name the deal or the party that the source is about")
	default:
		d.loose = append(d.loose, r)
	}
}

// tree is what a loose row says, for comparing.
func (r looseRow) tree() *node {
	var n *node
	switch r.table {
	case "claims":
		n = claimTree(r.claim)
	case "tranches":
		n = trancheTree(r.tranche)
	default:
		n = sourceTree(r.source)
	}
	n.put("party", string(r.party))
	n.put("deal", r.ref.String())
	return n
}

// attachLoose gives loose rows to what they are about.
func (d *decoder) attachLoose() {
	for _, r := range d.loose {
		switch {
		case r.party != "":
			if p, ambiguous := d.ledger.lookup(string(r.party)); p != nil {
				p.Sources = append(p.Sources, r.source)
			} else {
				d.noParty(r.party, r.pos, ambiguous)
			}
		case r.table == "sources" && r.ref.Leg == "":
			d.attachToDeal(r)
		default:
			d.attachToLeg(r)
		}
	}
}

// attachToDeal gives a source to a deal. A leg that has the sources of its deal keeps having them.
func (d *decoder) attachToDeal(r looseRow) {
	deal := d.ledger.Deal(r.ref.Deal)
	if deal == nil {
		d.dangling(r.ref, r.pos, "source")
		return
	}
	first := deal.Legs[0]
	same := slices.EqualFunc(first.Sources, deal.Sources, sameSource)
	deal.Sources = append(slices.Clip(deal.Sources), r.source)
	if same {
		first.Sources = deal.Sources
	}
}

// attachToLeg gives a claim, a tranche or a source to a leg.
func (d *decoder) attachToLeg(r looseRow) {
	legs := d.ledger.Legs(r.ref)
	code := r.table
	if code == "sources" {
		code = "source"
	}
	switch {
	case len(legs) == 0:
		d.dangling(r.ref, r.pos, code)
		return
	case len(legs) > 1:
		d.fail(r.pos, code, fmt.Sprintf("deal %s has %d legs", quote(string(r.ref.Deal)), len(legs)), legHint(legs))
		return
	}
	leg := legs[0]
	switch r.table {
	case "claims":
		leg.Claims = append(leg.Claims, r.claim)
	case "tranches":
		leg.Tranches = append(leg.Tranches, r.tranche)
	default:
		d.attachSource(leg, r.source)
	}
}

// attachSource gives a leg one more source of its own. The only leg of a deal shares them with it.
func (d *decoder) attachSource(leg *Leg, s Source) {
	shared := leg == leg.Deal.Legs[0] && slices.EqualFunc(leg.Sources, leg.Deal.Sources, sameSource)
	leg.Sources = append(slices.Clip(leg.Sources), s)
	if shared {
		leg.Deal.Sources = leg.Sources
	}
}
