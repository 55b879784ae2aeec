package deals

import (
	"cmp"
	"slices"
	"strings"
)

// A recordKind is a kind of record of a ledger: the order of its fields, how their cells are spelled, and the order of the
// records.
type recordKind struct {
	fields []canonField
	order  func(a, b *node) int // nil: as they stand
}

type canonField struct {
	name  string
	spell func(string) string // nil: as it stands
	of    *recordKind         // for lists and mappings of records
}

// canonical spells a cell as its reader would write it; what the reader refuses stays.
func canonical[T any](read func(string) (T, error), write func(T) string) func(string) string {
	return func(s string) string {
		v, err := read(s)
		if err != nil {
			return s
		}
		return write(v)
	}
}

var (
	spellAmount  = canonical(ParseAmount, Amount.String)
	spellDate    = canonical(ParseDate, Date.String)
	spellTerm    = canonical(ParseTerm, Term.String)
	spellExit    = canonical(ParseExit, func(e *Exit) string { return e.String() })
	spellShare   = canonical(ParseShare, Share.String)
	spellAmounts = canonical(ParseQuantity, Quantity.String)
	spellRate    = canonical(ParseDecimal, Decimal.String)
	spellHistory = canonical(func(s string) (History, error) { return ParseHistory(s, Date{}) }, History.String)
)

// spellSchedule keeps a schedule that names the term: the term would be lost.
func spellSchedule(s string) string {
	t, sched, err := ParseSchedule(s)
	if err != nil || !t.IsZero() && sched.Profile != Explicit {
		return s
	}
	return sched.String()
}

// spellPaid spells one payment: 2025-11:$8B.
func spellPaid(s string) string {
	date, amount, dated := strings.Cut(s, ":")
	if !dated {
		return spellAmount(s)
	}
	return spellDate(strings.TrimSpace(date)) + ":" + spellAmount(strings.TrimSpace(amount))
}

// spellOverlap spells deal, deal#leg, deal ($5B).
func spellOverlap(s string) string {
	ref, part, found := strings.Cut(s, "(")
	out := ParseRef(ref).String()
	if part, closed := strings.CutSuffix(part, ")"); found && closed {
		return out + " (" + spellAmount(strings.TrimSpace(part)) + ")"
	}
	return out
}

func spellWord(s string) string { return strings.ToLower(s) }

func spellKind(s string) string {
	if k := strings.ReplaceAll(strings.ToLower(s), " ", "_"); Kind(k).Family() != "" {
		return k
	}
	return s
}

func spellCurrency(s string) string { return strings.ToUpper(s) }

var (
	sourceRecord  = &recordKind{fields: []canonField{{name: "url"}, {name: "title"}, {name: "date", spell: spellDate}, {name: "tier", spell: spellWord}}}
	sourceCanon   = []canonField{{name: "source", of: sourceRecord}, {name: "sources", of: sourceRecord}, {name: "source_title"}, {name: "source_date", spell: spellDate}, {name: "tier", spell: spellWord}}
	claimRecord   = &recordKind{fields: slices.Concat([]canonField{{name: "amount", spell: spellAmount}, {name: "note"}}, sourceCanon)}
	trancheRecord = &recordKind{fields: []canonField{{name: "amount", spell: spellAmount}, {name: "condition"}, {name: "met", spell: spellDate}}}

	legCanon = []canonField{
		{name: "status", spell: spellHistory}, {name: "date", spell: spellDate},
		{name: "from"}, {name: "to"}, {name: "kind", spell: spellKind}, {name: "amount", spell: spellAmount}, {name: "obligor"},
		{name: "term", spell: spellTerm}, {name: "schedule", spell: spellSchedule}, {name: "exit", spell: spellExit}, {name: "settlement", spell: spellWord}, {name: "rank"},
		{name: "quantity", spell: spellAmounts}, {name: "stake", spell: spellShare}, {name: "tranches", of: trancheRecord}, {name: "paid", spell: spellPaid},
		{name: "within", spell: spellOverlap}, {name: "supersedes"}, {name: "claims", of: claimRecord}, {name: "tags"}, {name: "note"},
	}
	legRecord  = &recordKind{fields: slices.Concat([]canonField{{name: "leg"}}, legCanon, sourceCanon)}
	dealRecord = &recordKind{
		fields: slices.Concat([]canonField{{name: "id"}, {name: "title"}, {name: "leg"}}, legCanon, sourceCanon, []canonField{{name: "legs", of: legRecord}}),
		order:  compareDealNodes,
	}
	partyRecord = &recordKind{
		fields: slices.Concat([]canonField{{name: "id"}, {name: "name"}, {name: "aliases"}, {name: "sector"}, {name: "country"}, {name: "ticker"}, {name: "lei"}, {name: "parents"}, {name: "tags"}, {name: "note"}}, sourceCanon),
		order:  byTexts("id"),
	}
	factRecord = &recordKind{
		fields: slices.Concat([]canonField{{name: "id"}, {name: "party"}, {name: "metric"}, {name: "period"}, {name: "value"}, {name: "nature", spell: spellWord}, {name: "note"}}, sourceCanon),
		order:  byTexts("party", "metric", "period"),
	}
	controlRecord = &recordKind{
		fields: slices.Concat([]canonField{{name: "id"}, {name: "party"}, {name: "counterparties"}, {name: "about"}, {name: "metric"}, {name: "period"}, {name: "share", spell: spellShare}, {name: "of", spell: spellAmount}, {name: "tolerance", spell: spellShare}, {name: "nature", spell: spellWord}, {name: "note"}}, sourceCanon),
		order:  byTexts("party", "metric", "period"),
	}
	rateRecord = &recordKind{
		fields: slices.Concat([]canonField{{name: "currency", spell: spellCurrency}, {name: "per", spell: spellCurrency}, {name: "rate", spell: spellRate}, {name: "date", spell: spellDate}, {name: "note"}}, sourceCanon),
		order:  byTexts("currency", "per", "date"),
	}
	ledgerRecord = &recordKind{fields: []canonField{{name: "parties", of: partyRecord}, {name: "deals", of: dealRecord}, {name: "facts", of: factRecord}, {name: "controls", of: controlRecord}, {name: "rates", of: rateRecord}}}
)

// arrange puts a record into canonical form: fields in order, cells spelled, records of its lists in order. Fields that are
// not known, and empty ones, keep their order behind the others.
func (k *recordKind) arrange(n *node) {
	if n.shape != mapping {
		return
	}
	place := func(f field) int {
		if i := slices.IndexFunc(k.fields, func(c canonField) bool { return c.name == f.key }); i >= 0 {
			return i
		}
		return len(k.fields)
	}
	slices.SortStableFunc(n.fields, func(a, b field) int { return place(a) - place(b) })
	for _, f := range n.fields {
		i := place(f)
		if i == len(k.fields) {
			continue
		}
		c := k.fields[i]
		switch {
		case c.of != nil && f.val.shape == mapping:
			c.of.arrange(f.val)
		case c.of != nil:
			for _, it := range f.val.items {
				c.of.arrange(it)
			}
			if c.of.order != nil {
				slices.SortStableFunc(f.val.items, c.of.order)
			}
		case c.spell != nil:
			spellAll(f.val, c.spell)
		}
	}
}

// spellAll spells a value, or the entries of a list or of a cell that is one.
func spellAll(v *node, spell func(string) string) {
	if v.shape == list {
		for _, it := range v.items {
			spellAll(it, spell)
		}
		return
	}
	if v.shape == scalar && v.text != "" {
		v.text = spell(v.text)
	}
}

// byTexts orders records by the texts of fields.
func byTexts(keys ...string) func(a, b *node) int {
	return func(a, b *node) int {
		for _, k := range keys {
			if c := cmp.Compare(scalarAt(a, k), scalarAt(b, k)); c != 0 {
				return c
			}
		}
		return 0
	}
}

func scalarAt(n *node, key string) string {
	if v := n.find(key); v != nil && v.shape == scalar {
		return v.text
	}
	return ""
}

// compareDealNodes orders deals by the day of their first step, then by id. Those without a day come first, as they stand
// when they have no id either.
func compareDealNodes(a, b *node) int {
	return cmp.Or(firstStep(a).Compare(firstStep(b)), cmp.Compare(scalarAt(a, "id"), scalarAt(b, "id")))
}

// firstStep is the first day that a deal or one of its legs states.
func firstStep(n *node) Date {
	date, _ := ParseDate(scalarAt(n, "date"))
	h, _ := ParseHistory(scalarAt(n, "status"), date)
	first := Date{}
	see := func(d Date) {
		if !d.IsZero() && (first.IsZero() || d.Compare(first) < 0) {
			first = d
		}
	}
	for _, s := range h {
		see(s.Date)
	}
	if legs := n.find("legs"); legs != nil {
		for _, l := range legs.items {
			see(firstStep(l))
		}
	}
	return first
}
