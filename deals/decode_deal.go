package deals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	legKeys     = fieldNames(RecordLeg)
	singleKeys  = fieldNames(RecordDeal)
	dealKeys    = fieldNames(RecordLegsDeal)
	claimKeys   = fieldNames(RecordClaim)
	trancheKeys = fieldNames(RecordTranche)
)

// maxLegs bounds the legs of one deal. A table that has more under one id has something else in that column.
const maxLegs = 1000

// deal decodes a deal written in YAML: with legs, or with the fields of its one leg.
func (d *decoder) deal(n *node) {
	id, pos := d.partyID(n, "id")
	deal := d.slabs.deals.one()
	*deal = Deal{ID: DealID(id), Title: d.text(n, "title"), Pos: pos}
	if n.find("legs") == nil {
		d.known(n, "a deal", singleKeys)
		d.addLeg(deal, n, false)
		deal.Status, deal.Sources = deal.Legs[0].Status, deal.Legs[0].Sources
		d.ledger.Deals = append(d.ledger.Deals, deal)
		return
	}
	d.known(n, "a deal with legs", dealKeys)
	deal.Status = d.history(n, false)
	deal.Within = d.overlaps(n, reference{deal: deal})
	deal.Supersedes = d.supersedes(n, reference{deal: deal})
	deal.Tags = d.strings(n, "tags")
	deal.Sources = d.sources(n)
	deal.Note = d.text(n, "note")
	for _, c := range d.children(n, "legs") {
		d.known(c, "a leg", legKeys)
		d.addLeg(deal, c, !n.lacks("status"))
	}
	if len(deal.Legs) == 0 {
		if v := n.get("legs"); v == nil || v.shape == list && len(v.items) == 0 {
			d.fail(n.at("legs"), "legs", "the deal has no leg", "say who pays whom: from, to, kind, amount")
		}
		return
	}
	d.ledger.Deals = append(d.ledger.Deals, deal)
}

// addLeg decodes the fields of a leg. hasStatus says that the deal states one, which counts for a leg without its own.
func (d *decoder) addLeg(deal *Deal, n *node, hasStatus bool) {
	if len(deal.Legs) > maxLegs {
		return // reported with the first one too many
	}
	l := d.slabs.legs.one()
	l.Deal, l.Pos = deal, n.pos
	l.Name = d.legName(n)
	l.From = d.partyName(n, "from")
	l.To = d.partyName(n, "to")
	l.Kind = d.kind(n)
	l.Settlement = word(d, n, "settlement", Settlements)
	l.Obligor = d.partyName(n, "obligor")
	l.Status = d.history(n, !hasStatus)
	l.Tags = d.strings(n, "tags")
	l.Sources = d.sources(n)
	l.Note = d.kept.keep(d.text(n, "note"))
	l.Within = d.overlaps(n, reference{deal: deal, leg: l})
	l.Supersedes = d.supersedes(n, reference{deal: deal, leg: l})
	l.Cells = d.cells(n)
	d.require(n, "from", "name who hands over the money, or promises it")
	d.require(n, "to", "name who receives it")
	d.require(n, "kind", kindHint)
	d.require(n, "amount", "write ? for an undisclosed amount")
	l.Amount, _ = parsed(d, n, "amount", ParseAmount)
	l.Exit, _ = parsed(d, n, "exit", ParseExit)
	if q, ok := parsed(d, n, "quantity", ParseQuantity); ok {
		l.Quantity = new(q) // q itself would be allocated for every row
	}
	if s, ok := parsed(d, n, "stake", ParseShare); ok {
		l.Stake = new(s)
	}
	d.time(l, n)
	d.defaults(l, n)
	l.Paid = d.payments(n)
	for _, c := range d.children(n, "tranches") {
		l.Tranches = append(l.Tranches, d.tranche(c))
	}
	for _, c := range d.children(n, "claims") {
		l.Claims = append(l.Claims, d.claim(c))
	}
	if deal.Legs == nil {
		deal.Legs = d.slabs.lists.some(1)[:0]
	}
	deal.Legs = append(deal.Legs, l)
	if len(deal.Legs) == maxLegs+1 {
		d.fail(n.pos, "legs", fmt.Sprintf("deal %s has more than %d legs", quote(string(deal.ID)), maxLegs), "give each agreement its own id")
	}
}

// legName reads the name of a leg, which has to stand in references: deal#leg.
func (d *decoder) legName(n *node) string {
	name := d.text(n, "leg")
	if i := strings.IndexFunc(name, func(r rune) bool { return strings.ContainsRune("#;()", r) || !unicode.IsPrint(r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		d.fail(n.at("leg"), "leg", fmt.Sprintf("leg %s holds %q", quote(name), r), "name it in letters, digits and hyphens, as references do: deal#leg")
	}
	return d.kept.word(name)
}

// partyName reads a cell of a leg that names a party.
func (d *decoder) partyName(n *node, key string) PartyID {
	return PartyID(d.kept.word(d.nameText(n, key)))
}

// cells are the places of what was written.
func (d *decoder) cells(n *node) []Cell {
	count := 0
	for i := range n.fields {
		if !n.fields[i].val.empty() {
			count++
		}
	}
	cells := d.slabs.cells.some(count)[:0]
	for i := range n.fields {
		f := &n.fields[i]
		if f.val.empty() {
			continue
		}
		if f.no == 0 {
			f.no = fieldNumbers[f.key]
		}
		cells = append(cells, Cell{int32(f.val.pos.Line), int32(f.val.pos.Col), f.no})
	}
	return cells
}

// time reads term and schedule, which may both name the years. They have to agree then: nothing says which one is meant.
func (d *decoder) time(l *Leg, n *node) {
	l.Term, _ = parsed(d, n, "term", ParseTerm)
	s := d.text(n, "schedule")
	if s == "" {
		return
	}
	term, sched, err := ParseSchedule(s)
	if err != nil {
		d.badCell(n, "schedule", err)
		return
	}
	l.Schedule = sched
	switch {
	case n.lacks("term"):
		l.Term = term
	case sched.Profile != Explicit && !term.IsZero() && term != l.Term && !l.Term.IsZero():
		d.fail(n.at("schedule"), "schedule", fmt.Sprintf("the schedule runs %s, the term %s", term, l.Term), fmt.Sprintf("write the schedule as %s, or leave the term out", sched))
	}
}

// defaults fills what the kind fixes.
func (d *decoder) defaults(l *Leg, n *node) {
	info := l.Kind.Info()
	if l.Settlement == "" {
		l.Settlement = info.Settlement
	}
	l.Rank = info.Rank
	switch s := d.text(n, "rank"); {
	case s == "":
	case len(s) == 1 && s[0] >= '1' && s[0] <= '9':
		l.Rank = int(s[0] - '0')
	case cellText{"rank", s}.damage() != nil:
		d.cellFail(n.at("rank"), "rank", cellText{"rank", s}.damage())
	default:
		d.fail(n.at("rank"), "rank", fmt.Sprintf("rank %s is not a digit from 1 to 9", quote(s)), "1 is paid first")
	}
}

func (d *decoder) kind(n *node) Kind {
	said := d.text(n, "kind")
	if said == "" {
		return ""
	}
	if k := Kind(said).Info().Kind; k != "" {
		return k
	}
	s := strings.ToLower(said)
	if k := Kind(strings.ReplaceAll(s, " ", "_")).Info().Kind; k != "" {
		return k
	}
	hint := meant(s, kindWords())
	if a, ok := kindAliases[s]; ok {
		hint = fmt.Sprintf("did you mean %q?", a)
	}
	d.fail(n.at("kind"), "kind", fmt.Sprintf("kind %s is not known", quote(said)), hint)
	return ""
}

var (
	kindHint   = "one of: " + strings.Join(kindWords(), ", ")
	statusHint = "one of: " + strings.Join(ladderWords(), ", ")
)

func kindWords() []string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k.Kind)
	}
	return words
}

// history reads status and date together; must says that there has to be one.
func (d *decoder) history(n *node, must bool) History {
	date, _ := parsed(d, n, "date", ParseDate)
	s := d.text(n, "status")
	if s == "" {
		switch {
		case must:
			d.require(n, "status", statusHint)
		case !n.lacks("date") && n.lacks("status"):
			d.fail(n.at("date"), "date", "a date without a status", "write what happened on that day into status")
		}
		return nil
	}
	pos := n.at("status")
	h, err := ParseHistory(s, date)
	if err != nil {
		d.cellFail(pos, "status", err)
		return nil
	}
	for i := range h {
		h[i].Pos = pos
	}
	return h
}

// A reference is what one within or supersedes says, of a leg or of all legs of a deal.
type reference struct {
	deal *Deal
	leg  *Leg // nil: the deal's own
	key  string
	to   LegRef
	part bool // only a part lies within
	pos  Pos
}

// overlaps reads "other-deal", "other-deal#leg", "other-deal ($10B)".
func (d *decoder) overlaps(n *node, from reference) []Overlap {
	var out []Overlap
	for _, e := range d.entries(n, "within") {
		ref, part, found := strings.Cut(e.text, "(")
		o := Overlap{Ref: ParseRef(ref), Pos: e.pos}
		if found {
			part, closed := strings.CutSuffix(part, ")")
			a, err := ParseAmount(part)
			switch {
			case !closed:
				d.fail(e.pos, "within", fmt.Sprintf("within %s has a bracket that does not close", quote(e.text)), "write within: other-deal ($10B)")
				continue
			case err != nil:
				d.cellFail(e.pos, "within", err)
				continue
			case !a.Disclosed():
				d.fail(e.pos, "within", fmt.Sprintf("within %s does not say how much", quote(e.text)), "leave the brackets out if all of it lies in there")
				continue
			}
			o.Part = &a
		}
		from.key, from.to, from.part, from.pos = "within", o.Ref, found, e.pos
		d.refs = append(d.refs, from)
		out = append(out, o)
	}
	return out
}

// supersedes reads "other-deal", "other-deal#leg".
func (d *decoder) supersedes(n *node, from reference) []LegRef {
	var out []LegRef
	for _, e := range d.entries(n, "supersedes") {
		from.key, from.to, from.pos = "supersedes", ParseRef(e.text), e.pos
		d.refs = append(d.refs, from)
		out = append(out, from.to)
	}
	return out
}

// ParseRef reads "deal" or "deal#leg".
func ParseRef(s string) LegRef {
	deal, leg, _ := strings.Cut(clean(s), "#")
	return LegRef{Deal: DealID(strings.TrimSpace(deal)), Leg: strings.TrimSpace(leg)}
}

// payments reads "$12B" or "2025-11:$8B; 2026-01:$2B".
func (d *decoder) payments(n *node) []Payment {
	var out []Payment
	for _, e := range d.entries(n, "paid") {
		p := Payment{Pos: e.pos}
		amount := e.text
		if when, what, dated := strings.Cut(e.text, ":"); dated {
			date, err := ParseDate(when)
			if err != nil {
				d.cellFail(e.pos, "paid", err)
				continue
			}
			p.Date, amount = date, what
		}
		a, err := ParseAmount(amount)
		if err != nil {
			d.cellFail(e.pos, "paid", err)
			continue
		}
		if a.Form != Exact {
			d.fail(e.pos, "paid", fmt.Sprintf("paid %s is not one amount", quote(e.text)), "write what moved: $12B, or ~$12B for an estimate")
			continue
		}
		p.Amount = a
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Payment) int { return a.Date.Last().Compare(b.Date.Last()) })
	return out
}

func (d *decoder) tranche(n *node) Tranche {
	d.known(n, "a tranche", trancheKeys)
	d.require(n, "amount", "write ? when it is undisclosed")
	t := Tranche{Condition: d.text(n, "condition"), Pos: n.pos}
	t.Amount, _ = parsed(d, n, "amount", ParseAmount)
	t.Met, _ = parsed(d, n, "met", ParseDate)
	return t
}

// checkCurrency refuses a leg whose amounts are in several currencies: they could not be added up. A claim may have its
// own, as long as it is not the amount in use.
func (d *decoder) checkCurrency(l *Leg) {
	if len(l.Tranches)+len(l.Paid)+len(l.Schedule.Years) == 0 {
		return
	}
	use, _ := l.Use()
	in, hint := use.Currency, "state both in the currency of the contract"
	if l.Amount.Currency != in {
		hint += "; a claim of a better source than the leg's is in use"
	}
	see := func(what string, a Amount, pos Pos) {
		in = cmp.Or(in, a.Currency)
		if a.Currency != "" && a.Currency != in {
			d.fail(pos, "currency", fmt.Sprintf("the %s is in %s, the amount in use in %s", what, a.Currency, in), hint)
		}
	}
	for _, t := range l.Tranches {
		see("tranche", t.Amount, t.Pos)
	}
	for _, p := range l.Paid {
		see("payment", p.Amount, p.Pos)
	}
	for _, y := range l.Schedule.Years {
		see("schedule", y.Amount, l.At("schedule"))
	}
}
