package deals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// legCells are the fields of a leg that are one cell, in YAML and CSV alike.
var legCells = []string{"leg", "from", "to", "kind", "amount", "status", "date", "term", "schedule", "settlement", "exit", "rank",
	"obligor", "within", "supersedes", "quantity", "stake", "paid", "tags"}

var (
	legKeys     = append(append([]string{"claims", "tranches"}, legCells...), sourceCells...)
	dealKeys    = append([]string{"id", "title", "legs", "status", "date", "within", "supersedes", "tags"}, sourceCells...)
	claimKeys   = append([]string{"amount"}, sourceCells...)
	trancheKeys = []string{"amount", "condition", "met"}
)

// deal decodes a deal written in YAML: with legs, or with the fields of its one leg.
func (d *decoder) deal(n *node) {
	id, pos := d.partyID(n, "id")
	deal := &Deal{ID: DealID(id), Title: d.text(n, "title"), Pos: pos}
	if n.get("legs") == nil {
		d.known(n, "a deal", append(slices.Clone(legKeys), "id", "title", "legs"))
		d.addLeg(deal, n)
	} else {
		d.known(n, "a deal with legs", dealKeys)
		deal.Status = d.history(n)
		deal.Within = d.overlaps(n)
		deal.Supersedes = d.references(n, "supersedes")
		deal.Tags = d.strings(n, "tags")
		deal.Sources = d.sources(n)
		deal.Note = d.text(n, "note")
		for _, c := range d.children(n, "legs") {
			d.known(c, "a leg", legKeys)
			d.addLeg(deal, c)
		}
	}
	d.addDeal(deal)
}

// row decodes a deal or one more leg of it from a table.
func (d *decoder) row(n *node) {
	id, pos := d.partyID(n, "id")
	if deal := d.rows[DealID(id)]; id != "" && deal != nil && deal.Pos.File == pos.File {
		d.addLeg(deal, n)
		return
	}
	deal := &Deal{ID: DealID(id), Title: d.text(n, "title"), Pos: pos}
	d.addLeg(deal, n)
	if id != "" {
		d.rows[deal.ID] = deal
	}
	d.addDeal(deal)
}

func (d *decoder) addDeal(deal *Deal) {
	if len(deal.Legs) == 0 {
		d.fail(deal.Pos, "legs", fmt.Sprintf("deal %q has no leg", deal.ID), "say who pays whom: from, to, kind, amount")
		return
	}
	d.ledger.Deals = append(d.ledger.Deals, deal)
}

// addLeg decodes the fields of a leg. In a table the first row of a deal lends its status and sources to the others.
func (d *decoder) addLeg(deal *Deal, n *node) {
	l := &Leg{
		Deal: deal, Pos: n.pos,
		Name:       d.text(n, "leg"),
		From:       d.partyRef(n, "from"),
		To:         d.partyRef(n, "to"),
		Kind:       d.kind(n),
		Settlement: word(d, n, "settlement", Settlements()),
		Obligor:    d.partyRef(n, "obligor"),
		Status:     d.history(n),
		Within:     d.overlaps(n),
		Supersedes: d.references(n, "supersedes"),
		Tags:       d.strings(n, "tags"),
		Sources:    d.sources(n),
		Note:       d.text(n, "note"),
	}
	l.mark(n)
	for _, key := range []string{"from", "to", "kind", "amount"} {
		if n.get(key) == nil {
			hint := map[string]string{"amount": "write ? for an undisclosed amount", "kind": "one of: " + kindWords()}[key]
			d.fail(n.pos, key, key+" is missing", hint)
		}
	}
	l.Amount, _ = parsed(d, n, "amount", ParseAmount)
	l.Exit, _ = parsed(d, n, "exit", ParseExit)
	if q, ok := parsed(d, n, "quantity", ParseQuantity); ok {
		l.Quantity = &q
	}
	if s, ok := parsed(d, n, "stake", ParseShare); ok {
		l.Stake = &s
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
	if len(deal.Legs) == 0 && n.get("legs") == nil && len(deal.Status) == 0 && len(deal.Sources) == 0 {
		deal.Status, deal.Sources = l.Status, l.Sources
	}
	if len(l.History()) == 0 && n.get("status") == nil {
		d.fail(n.pos, "status", "status is missing", "one of: "+statusWords())
	}
	d.checkCurrency(l)
	deal.Legs = append(deal.Legs, l)
}

// mark remembers where the cells of the leg stand.
func (l *Leg) mark(n *node) {
	l.Cells = make([]Cell, 0, len(n.fields))
	for _, f := range n.fields {
		if v := f.val; v.shape != null && (v.shape != scalar || v.text != "") {
			l.Cells = append(l.Cells, Cell{f.key, int32(v.pos.Line), int32(v.pos.Col)})
		}
	}
}

// time reads term and schedule, which may both name the years.
func (d *decoder) time(l *Leg, n *node) {
	l.Term, _ = parsed(d, n, "term", ParseTerm)
	s := d.text(n, "schedule")
	if s == "" {
		return
	}
	term, sched, err := ParseSchedule(s)
	if err != nil {
		d.cellFail(n.get("schedule").pos, "schedule", err)
		return
	}
	l.Schedule = sched
	if l.Term == (Term{}) {
		l.Term = term
	}
}

// defaults fills what the kind fixes.
func (d *decoder) defaults(l *Leg, n *node) {
	info := l.Kind.Info()
	if l.Settlement == "" {
		l.Settlement = info.Settlement
	}
	l.Rank = info.Rank
	if s := d.text(n, "rank"); s != "" {
		if len(s) != 1 || s[0] < '1' || s[0] > '9' {
			d.fail(n.get("rank").pos, "rank", fmt.Sprintf("rank %q is not a digit from 1 to 9", s), "1 is paid first")
			return
		}
		l.Rank = int(s[0] - '0')
	}
}

func (d *decoder) kind(n *node) Kind {
	s := strings.ToLower(d.text(n, "kind"))
	if s == "" {
		return ""
	}
	k := Kind(strings.ReplaceAll(s, " ", "_"))
	if k.Family() != "" {
		return k
	}
	hint := ""
	if a, ok := kindAliases[s]; ok {
		hint = fmt.Sprintf("did you mean %q?", a)
	} else {
		words := make([]string, 0, len(kinds))
		for _, i := range kinds {
			words = append(words, string(i.Kind))
		}
		hint = meant(s, words)
	}
	d.fail(n.get("kind").pos, "kind", fmt.Sprintf("kind %q is not known", s), hint)
	return ""
}

func kindWords() string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k.Kind)
	}
	return strings.Join(words, ", ")
}

func statusWords() string {
	words := make([]string, 0, len(statusNames))
	for _, s := range Statuses() {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}

// history reads status and date together.
func (d *decoder) history(n *node) History {
	date, _ := parsed(d, n, "date", ParseDate)
	s := d.text(n, "status")
	if s == "" {
		return nil
	}
	pos := n.get("status").pos
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

// overlaps reads "other-deal", "other-deal#leg", "other-deal ($10B)".
func (d *decoder) overlaps(n *node) []Overlap {
	var out []Overlap
	for _, e := range d.entries(n, "within") {
		ref, part, found := strings.Cut(e.text, "(")
		o := Overlap{Ref: ParseRef(ref), Pos: e.pos}
		if found {
			a, err := ParseAmount(strings.TrimSuffix(strings.TrimSpace(part), ")"))
			if err != nil {
				d.cellFail(e.pos, "within", err)
				continue
			}
			o.Part = &a
		}
		out = append(out, o)
	}
	return out
}

func (d *decoder) references(n *node, key string) []LegRef {
	var out []LegRef
	for _, e := range d.entries(n, key) {
		out = append(out, ParseRef(e.text))
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
			d.fail(e.pos, "paid", fmt.Sprintf("paid %q is not one amount", e.text), "write what moved: $12B, or ~$12B for an estimate")
			continue
		}
		p.Amount = a
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Payment) int { return cmp.Compare(a.Date.Last().String(), b.Date.Last().String()) })
	return out
}

func (d *decoder) tranche(n *node) Tranche {
	d.known(n, "a tranche", trancheKeys)
	t := Tranche{Condition: d.text(n, "condition"), Pos: n.pos}
	t.Amount, _ = parsed(d, n, "amount", ParseAmount)
	t.Met, _ = parsed(d, n, "met", ParseDate)
	if n.get("amount") == nil {
		d.fail(n.pos, "tranches", "a tranche without an amount", "write ? when it is undisclosed")
	}
	return t
}

func (d *decoder) claim(n *node) Claim {
	d.known(n, "a claim", claimKeys)
	c := Claim{Field: "amount", Text: d.text(n, "amount"), Source: d.source(n), Note: d.text(n, "note"), Pos: n.pos}
	c.Amount, _ = parsed(d, n, "amount", ParseAmount)
	if n.get("amount") == nil {
		d.fail(n.pos, "claims", "a claim without an amount", "write what the source says")
	}
	return c
}

// A looseClaim is a row of a claim table; its leg is found when all deals are known.
type looseClaim struct {
	ref   LegRef
	claim Claim
}

func (d *decoder) claimRow(n *node) {
	ref := ParseRef(d.text(n, "deal"))
	if leg := d.text(n, "leg"); leg != "" {
		ref.Leg = leg
	}
	c := Claim{Field: d.text(n, "field"), Text: d.text(n, "value"), Source: d.source(n), Note: d.text(n, "note"), Pos: n.pos}
	if c.Field != "amount" {
		d.fail(n.pos, "claims", fmt.Sprintf("claims on the field %q are not known", c.Field), `the field of a claim is "amount"`)
		return
	}
	c.Amount, _ = parsed(d, n, "value", ParseAmount)
	d.claims = append(d.claims, looseClaim{ref, c})
}

// checkCurrency refuses a leg whose amounts are in several currencies: they could not be added up.
func (d *decoder) checkCurrency(l *Leg) {
	cur := l.Amount.Currency
	see := func(a Amount, key string) {
		if a.Currency == "" {
			return
		}
		if cur == "" {
			cur = a.Currency
		}
		if a.Currency != cur {
			d.fail(l.At(key), "currency", fmt.Sprintf("%s is in %s, the amount in %s", key, a.Currency, cur), "state both in the currency of the contract; a claim may use its own")
		}
	}
	for _, t := range l.Tranches {
		see(t.Amount, "tranches")
	}
	for _, p := range l.Paid {
		see(p.Amount, "paid")
	}
	for _, y := range l.Schedule.Years {
		see(y.Amount, "schedule")
	}
}
