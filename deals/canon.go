package deals

import (
	"slices"
	"strings"
)

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
	spellAmount   = canonical(ParseAmount, Amount.String)
	spellDate     = canonical(ParseDate, Date.String)
	spellTerm     = canonical(ParseTerm, Term.String)
	spellExit     = canonical(ParseExit, func(e *Exit) string { return e.String() })
	spellShare    = canonical(ParseShare, Share.String)
	spellPortion  = canonical(ParsePortion, Portion.String)
	spellQuantity = canonical(ParseQuantity, Quantity.String)
	spellDecimal  = canonical(ParseDecimal, Decimal.String)
	spellHistory  = canonical(func(s string) (History, error) { return ParseHistory(s, Date{}) }, History.String)
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

// spellTotal spells a total; other words stay.
func spellTotal(s string) string {
	if t, ok := (&Control{Metric: s}).Total(); ok {
		return string(t)
	}
	return s
}

func spellCurrency(s string) string { return strings.ToUpper(s) }

// spellings are how the texts of fields are spelled, by what they hold; others stand as they are.
var spellings = map[Content]func(string) string{
	HoldsAmount: spellAmount, HoldsDate: spellDate, HoldsHistory: spellHistory, HoldsTerm: spellTerm, HoldsSchedule: spellSchedule,
	HoldsExit: spellExit, HoldsShare: spellShare, HoldsPortion: spellPortion, HoldsTotal: spellTotal, HoldsQuantity: spellQuantity, HoldsDecimal: spellDecimal, HoldsCurrency: spellCurrency,
	HoldsKind: spellKind, HoldsSettlement: spellWord, HoldsTier: spellWord, HoldsNature: spellWord,
	HoldsPayments: spellPaid, HoldsOverlaps: spellOverlap,
}

// isList reports whether a text is split at semicolons.
func (c Content) isList() bool {
	switch c {
	case HoldsTexts, HoldsParties, HoldsParents, HoldsRefs, HoldsOverlaps, HoldsPayments:
		return true
	}
	return false
}

// recordOf is the kind of record that a mapping is, where a list may hold two.
func recordOf(r Record, n *node) Record {
	if r == RecordDeal && n.find("legs") != nil {
		return RecordLegsDeal
	}
	return r
}

// arrange puts a record into canonical form: fields in the order of [Fields], cells spelled as their readers write them, the
// records of its lists in order. Fields that are not known keep their order behind the others.
func arrange(n *node, r Record) {
	if n.shape != mapping {
		return
	}
	fields := records[recordOf(r, n)]
	place := func(f field) int {
		if i := slices.IndexFunc(fields, func(c Field) bool { return c.Name == f.key }); i >= 0 {
			return i
		}
		return len(fields)
	}
	slices.SortStableFunc(n.fields, func(a, b field) int { return place(a) - place(b) })
	for _, f := range n.fields {
		if i := place(f); i < len(fields) {
			arrangeField(f.val, fields[i])
		}
	}
	if r == RecordClaimRow {
		arrangeClaimRow(n)
	}
}

// arrangeClaimRow spells the value of a claim as that of the field it is about.
func arrangeClaimRow(n *node) {
	field, value := n.find("field"), n.find("value")
	if field == nil || value == nil {
		return
	}
	field.text = strings.ToLower(field.text)
	for _, f := range claimList {
		if f.Name == field.text {
			arrangeField(value, f)
		}
	}
}

func arrangeField(v *node, f Field) {
	switch f.Holds {
	case HoldsEntries:
		for _, it := range v.items {
			arrange(it, f.Entry)
		}
		sortRecords(v.items, f.Entry)
	case HoldsSource, HoldsSources:
		arrange(v, RecordSource)
		for _, it := range v.items {
			arrange(it, RecordSource)
		}
	default:
		spellAll(v, spellings[f.Holds], f.Holds.isList())
	}
}

// Spell spells the text of a cell as a ledger writes it: "10bn USD" is $10B. What the reader of the field refuses stands as it
// is.
func (f Field) Spell(text string) string {
	v := &node{shape: scalar, text: clean(text)}
	arrangeField(v, f)
	return v.text
}

// spellAll spells a value, the entries of a list, or those of a text that is one.
func spellAll(v *node, spell func(string) string, list bool) {
	if spell == nil {
		spell = func(s string) string { return s }
	}
	for _, it := range v.items {
		spellAll(it, spell, list)
	}
	switch {
	case v.shape != scalar || v.text == "":
	case !list:
		v.text = spell(v.text)
	default:
		var parts []string
		for p := range strings.SplitSeq(v.text, ";") {
			if p = strings.TrimSpace(p); p != "" {
				parts = append(parts, spell(p))
			}
		}
		v.text = strings.Join(parts, "; ")
	}
}

// sortRecords puts the records of a list in order; those of some kinds stay as they stand.
func sortRecords(items []*node, r Record) {
	if sortKey(r, &node{}) == nil {
		return
	}
	keys := make(map[*node][]string, len(items))
	for _, it := range items {
		keys[it] = sortKey(r, it)
	}
	slices.SortStableFunc(items, func(a, b *node) int { return slices.Compare(keys[a], keys[b]) })
}

// sortKey is what the records of a list are ordered by; nil: they stay as they stand. Deals go by the day by which they had
// begun, those without one first.
func sortKey(r Record, n *node) []string {
	texts := func(keys ...string) []string {
		for i, k := range keys {
			keys[i] = scalarAt(n, k)
		}
		return keys
	}
	switch r {
	case RecordDeal:
		begun := ""
		if first := firstStep(n); !first.IsZero() {
			begun = first.String() // a day: the order of the texts is that of the days
		}
		return []string{begun, scalarAt(n, "id")}
	case RecordParty:
		return texts("id")
	case RecordFact, RecordControl:
		return texts("party", "metric", "period")
	case RecordRate:
		return texts("currency", "per", "date")
	case RecordClaimRow, RecordTrancheRow:
		return texts("deal", "leg")
	case RecordSourceRow:
		return texts("deal", "leg", "party")
	}
	return nil
}

func scalarAt(n *node, key string) string {
	if v := n.find(key); v != nil && v.shape == scalar {
		return v.text
	}
	return ""
}

// firstStep is the day by which the first step of a deal, or of one of its legs, was certainly taken.
func firstStep(n *node) Date {
	first := firstOf(n)
	if legs := n.find("legs"); legs != nil {
		for _, l := range legs.items {
			if d := firstOf(l); !d.IsZero() && (first.IsZero() || d.Compare(first) < 0) {
				first = d
			}
		}
	}
	return first
}

func firstOf(n *node) Date {
	date, err := ParseDate(scalarAt(n, "date"))
	if err != nil {
		date = Date{}
	}
	h, err := ParseHistory(scalarAt(n, "status"), date)
	if err != nil {
		return date.Last()
	}
	for _, s := range h {
		if !s.Date.IsZero() {
			return s.Date.Last()
		}
	}
	return Date{}
}
