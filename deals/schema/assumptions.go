package schema

import (
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
)

// Assumptions is the JSON Schema of a file of assumptions: indented, with a line end at its end, the same bytes always. Like
// that of a ledger it is never stricter than the reader.
func Assumptions(d Draft) []byte {
	w := assumer{writer{draft: d}}
	properties := object{{"version", object{
		{"description", "version of the file's form"}, {"type", []string{"integer", "string"}}, {"pattern", `^ ?0*1 ?$`}, {"minimum", 1}, {"maximum", assumptions.Version},
	}}}
	for _, k := range assumptions.Keys() {
		properties = properties.with(k.Name, w.key(k))
	}
	return object{
		{"$schema", d.meta()},
		{"title", "dealgraph assumptions"},
		{"description", "Numbers that no ledger states: probabilities, growth, margins, costs. What a file does not say is as dealgraph has it."},
		{"type", "object"},
		{"properties", properties},
		{"required", []string{"version"}},
		{"additionalProperties", false},
		{d.definitions(), object{{"source", w.source()}}},
	}.pretty()
}

// assumer makes the parts of the schema of assumptions.
type assumer struct{ writer }

// key is the schema of what stands under a key at the top.
func (w assumer) key(k assumptions.Key) object {
	o := object{{"description", k.Meaning}}
	if len(k.Words) > 0 {
		o = o.with("markdownDescription", k.Meaning+":\n"+glossary(assumedWords(k)))
	}
	one := w.value(k)
	switch k.Per {
	case assumptions.Once:
		return append(o, one...)
	case assumptions.PerStatus:
		return append(o, w.statuses(one)...)
	case assumptions.Section:
		properties := object{}
		for _, sub := range k.Keys {
			properties = properties.with(sub.Name, w.key(sub))
		}
		return append(o, object{{"type", []string{"object", "null", "string"}}, {"pattern", blank}, {"properties", properties}, {"additionalProperties", false}}...)
	case assumptions.PerPartyYear:
		one = object{{"type", "object"}, {"propertyNames", object{{"pattern", `^\s*` + year + `\s*$`}}}, {"additionalProperties", one}}
	}
	parties := object{{"type", []string{"object", "null", "string"}}, {"pattern", blank}, {"additionalProperties", one}}
	if k.Default {
		all := object{{"description", "for all parties without a value of their own"}}
		parties = parties.with("properties", object{{"default", append(all, one...)}})
		return append(o, object{{"anyOf", []object{one, parties}}}...)
	}
	return append(o, parties...)
}

// statuses are the statuses and the other words for them.
func (w assumer) statuses(one object) object {
	properties, others := object{}, []string{}
	for _, s := range deals.Statuses() {
		if !s.Live() {
			continue
		}
		about := object{{"description", s.Meaning()}}
		properties = properties.with(s.String(), append(about, one...))
		others = append(others, spellingsOf(s)...)
	}
	return object{
		{"type", []string{"object", "null", "string"}},
		{"pattern", blank},
		{"properties", properties},
		{"patternProperties", object{{`^\s*(` + strings.Join(others, `|`) + `)\s*$`, one}}},
		{"additionalProperties", false},
	}
}

// value is a value written bare, or with its source and a note.
func (w assumer) value(k assumptions.Key) object {
	bare := assumedCell(k).schema(false)
	if k.Holds == assumptions.HoldsRanks || k.Holds == assumptions.HoldsParties {
		item := cell{number: "scalar"}.schema(false)
		if k.Holds == assumptions.HoldsRanks {
			item = cell{piece: `[1-4]`, number: "integer", least: 1, most: 4, remedy: "a rank is a digit from 1 to 4"}.schema(false)
		}
		bare = object{{"anyOf", []object{{{"type", "array"}, {"items", item}, {"uniqueItems", true}}, bare}}}
	}
	full := object{
		{"type", "object"},
		{"properties", object{
			{"value", bare},
			{"source", object{{"$ref", "#/" + w.draft.definitions() + "/source"}}},
			{"note", object{{"description", "why this value"}, {"type", []string{"string", "number", "boolean", "array", "null"}}}},
		}},
		{"required", []string{"value"}},
		{"additionalProperties", false},
	}
	return object{{"anyOf", []object{bare, full}}}
}

// source is an address or "ours", or several.
func (w assumer) source() object {
	return object{
		{"description", "who says so: an address, or \"ours\" for a judgement without a publication behind it"},
		{"type", []string{"string", "array", "number", "boolean", "null"}},
		{"items", cell{number: "scalar"}.schema(false)},
		{"examples", []any{"https://example.org/filing", assumptions.Ours}},
	}
}

func assumedWords(k assumptions.Key) []word {
	var out []word
	for _, w := range k.Words {
		out = append(out, word{w.Text, w.Meaning})
	}
	return out
}

// assumedCell says how the value of a key is written.
func assumedCell(k assumptions.Key) cell {
	switch k.Holds {
	case assumptions.HoldsShare:
		return cell{piece: digits + ` ?%|0`, number: "integer", remedy: "write a percentage with its sign: 30%", examples: []any{"30%", "12.5%"}}
	case assumptions.HoldsShares:
		return assumedRange(` ?%`, false, "write shares as 60%..75%..90%", "60%..75%..90%", "75%")
	case assumptions.HoldsMultiples:
		return assumedRange(` ?([xX×]|`+folded("times")+`)`, false, "write multiples as 1.1x..1.3x..1.6x", "1.1x..1.3x..1.6x", "2x")
	case assumptions.HoldsMonths:
		return assumedRange(` ?(m|M|`+folded("mo")+`|`+folded("month")+`|`+folded("months")+`)`, true, "write months as 0..6..24", "0..6..24", "6")
	case assumptions.HoldsYears:
		return assumedRange(` ?(y|Y|`+folded("yr")+`|`+folded("yrs")+`|`+folded("year")+`|`+folded("years")+`)`, true, "write years as 4..5..6", "4..5..6", "5")
	case assumptions.HoldsCost:
		return cell{piece: `(~ ?)?` + moneyRange + `(\s*(/|` + folded("per") + `)\s*(` + folded("gw") + `|` + folded("gigawatt") + `)[sS]?)?`,
			remedy: "write $40B..50B..60B, for one gigawatt", examples: []any{"$40B..50B..60B", "$48B"}}
	case assumptions.HoldsAmount:
		return cell{piece: `(~ ?)?` + money, remedy: "write one amount, as $5B", examples: []any{"$5B"}}
	case assumptions.HoldsAmounts:
		return cell{piece: `(~ ?)?` + moneyRange, remedy: "write an amount or a range: $40B..60B..80B", examples: []any{"$40B..60B..80B", "$60B"}}
	case assumptions.HoldsWord:
		return closed(assumedWords(k))
	case assumptions.HoldsYear:
		return cell{piece: year, number: "integer", least: deals.FirstYear, most: deals.LastYear, remedy: "write a year, as 2027", examples: []any{2027}}
	case assumptions.HoldsCount:
		return cell{piece: `[0-9]{1,3}`, number: "integer", remedy: "write a number of years, as 5", examples: []any{5}}
	}
	return cell{number: "scalar"}
}

// assumedRange is one to three numbers with a unit; bare says that the unit may be left out.
func assumedRange(unit string, bare bool, remedy string, examples ...any) cell {
	one := digits + `(` + unit + `)?`
	c := cell{piece: one + `( ?\.\. ?` + one + `){0,2}`, remedy: remedy, examples: examples}
	if bare {
		c.number = "number"
	}
	return c
}
