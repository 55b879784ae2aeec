package schema

import (
	"slices"
	"strings"

	"dealgraph/deals"
)

// field is the schema of what stands under the name of a field.
func (w writer) field(f deals.Field) object {
	o := object{{"description", f.Meaning}}
	switch f.Holds {
	case deals.HoldsEntries:
		return append(o, w.entries(f)...)
	case deals.HoldsSource, deals.HoldsSources:
		o[0].value = f.Meaning + "; or url, title, date and tier"
		return append(o, w.sources(f.Holds == deals.HoldsSource)...)
	case deals.HoldsTexts, deals.HoldsParties, deals.HoldsParents, deals.HoldsRefs, deals.HoldsOverlaps, deals.HoldsPayments:
		return append(o, list(f.Holds)...)
	}
	c := cells(f.Holds)
	if len(c.words) > 0 {
		o = o.with("markdownDescription", f.Meaning+":\n"+glossary(c.words))
	}
	return append(o, c.schema(!f.Needed)...)
}

// glossary is a list of words in Markdown.
func glossary(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString("\n- `" + w.text + "`: " + w.meaning)
	}
	return b.String()
}

// schema is that of a scalar. An optional one may be blank.
func (c cell) schema(optional bool) object {
	o := object{{"type", c.types(optional)}}
	text := object{}
	switch {
	case c.piece != "":
		text = object{{"pattern", whole(c.piece, optional)}, {"patternErrorMessage", c.remedy}}
	case !optional:
		text = object{{"minLength", 1}}
	}
	if len(c.words) > 0 {
		o = o.with("anyOf", []object{{{"oneOf", constants(c.words)}}, text}) // the first is what an editor offers
	} else {
		o = append(o, text...)
	}
	if c.most > 0 {
		o = append(o, member{"minimum", c.least}, member{"maximum", c.most})
	}
	if len(c.examples) > 0 {
		o = o.with("examples", c.examples)
	}
	return o
}

// types are the JSON types that the text of a cell may come as. The first is what an editor offers.
func (c cell) types(optional bool) []string {
	types := []string{"string"}
	switch c.number {
	case "":
	case "scalar":
		types = append(types, "number", "boolean")
	default:
		types = append(types, c.number)
	}
	if optional {
		types = append(types, "null")
	}
	return types
}

// constants are words that an editor offers, each with its meaning.
func constants(words []word) []object {
	var out []object
	for _, w := range words {
		out = append(out, object{{"const", w.text}, {"description", w.meaning}})
	}
	return out
}

// entries is a list of records. Nothing may stand for an empty list.
func (w writer) entries(f deals.Field) object {
	items := w.ref(f.Entry)
	if f.Entry == deals.RecordDeal {
		items = object{{"if", requires("legs")}, {"then", w.ref(deals.RecordLegsDeal)}, {"else", w.ref(deals.RecordDeal)}}
	}
	if f.Needed {
		return object{{"type", "array"}, {"items", items}, {"minItems", 1}}
	}
	return object{{"type", []string{"array", "null", "string"}}, {"items", items}, {"pattern", blank}}
}

// blank matches a text that is none.
const blank = `^([^!-~]*)$`

// list is a list of scalars, or one text split at semicolons.
func list(c deals.Content) object {
	item, text, examples := cell{number: "scalar"}, cell{number: "scalar"}, []any(nil)
	switch c {
	case deals.HoldsPayments:
		item = cell{piece: payment, remedy: "write what moved: $12B, or with its date 2025-11:$8B"}
		text = cell{piece: payments, remedy: "write what moved: $12B, or 2025-11:$8B; 2026-01:$2B"}
		examples = []any{"$12B", "2025-11:$8B; 2026-01:$2B"}
	case deals.HoldsOverlaps:
		item = cell{piece: overlap, number: "scalar", remedy: "write deal, deal#leg, or with the part of the amount deal ($10B)"}
		text = cell{piece: overlaps, number: "scalar", remedy: item.remedy}
		examples = []any{"other-deal", "other-deal#leg", "other-deal ($10B)"}
	case deals.HoldsRefs:
		examples = []any{"other-deal", "other-deal#leg"}
	case deals.HoldsParents:
		examples = []any{"spacex from 2026-02-02", "alphabet from 2014 to 2024"}
	}
	o := object{{"type", slices.Insert(text.types(true), 1, "array")}, {"items", item.schema(false)}}
	if text.piece != "" {
		o = append(o, member{"pattern", whole(text.piece, true)}, member{"patternErrorMessage", text.remedy})
	}
	if examples != nil {
		o = o.with("examples", examples)
	}
	return o
}

// sources is an address, words, a record, or a list of these; one says that it is a list of one at most.
func (w writer) sources(one bool) object {
	text := object{{"type", cell{number: "scalar"}.types(false)}, {"minLength", 1}}
	several := object{{"type", "array"}, {"items", object{{"anyOf", []object{text, w.ref(deals.RecordSource)}}}}}
	if one {
		several = several.with("maxItems", 1)
	}
	return object{
		{"anyOf", []object{{{"type", cell{number: "scalar"}.types(true)}}, w.ref(deals.RecordSource), several}},
		{"examples", []any{"https://example.org/filing", "annual report 2025, page 12"}},
	}
}
