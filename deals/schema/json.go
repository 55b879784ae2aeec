package schema

import (
	"strings"

	"dealgraph/deals"
)

// Draft is a version of JSON Schema.
type Draft string

// The drafts: the first for editors, the second for validators.
const (
	Draft7      Draft = "7"
	Draft202012 Draft = "2020-12"
)

// Drafts lists the drafts, the one for editors first.
func Drafts() []Draft { return []Draft{Draft7, Draft202012} }

// meta is the address of the draft's own schema, definitions the name under which it keeps parts.
func (d Draft) meta() string {
	if d == Draft202012 {
		return "https://json-schema.org/draft/2020-12/schema"
	}
	return "http://json-schema.org/draft-07/schema#"
}

func (d Draft) definitions() string {
	if d == Draft202012 {
		return "$defs"
	}
	return "definitions"
}

// JSON is the JSON Schema of a YAML file of a ledger: indented, with a line end at its end, the same bytes always.
func JSON(d Draft) []byte {
	w := writer{draft: d}
	o := object{
		{"$schema", d.meta()},
		{"title", "dealgraph ledger"},
		{"description", "Deals between companies: who pays whom, how much, under which status, and which source says so."},
		{"type", []string{"object", "null"}},
	}
	o = append(o, w.members(deals.RecordLedger)...)
	definitions := object{}
	for _, r := range deals.Records() {
		if r != deals.RecordLedger && r != deals.RecordClaimRow {
			definitions = definitions.with(definition(r), w.record(r))
		}
	}
	return o.with(d.definitions(), definitions).pretty()
}

// writer makes the parts of a JSON Schema.
type writer struct{ draft Draft }

// definition is the name of a record's part.
func definition(r deals.Record) string { return strings.ReplaceAll(string(r), " ", "_") }

func (w writer) ref(r deals.Record) object {
	return object{{"$ref", "#/" + w.draft.definitions() + "/" + definition(r)}}
}

// record is the schema of a mapping.
func (w writer) record(r deals.Record) object {
	o := append(object{{"title", string(r)}, {"type", "object"}}, w.members(r)...)
	switch r {
	case deals.RecordDeal, deals.RecordLeg:
		return o.with("allOf", []object{dated()})
	case deals.RecordLegsDeal:
		legs := object{{"properties", object{{"legs", object{{"items", requires("status")}}}}}}
		return o.with("allOf", []object{dated(), {{"if", requires("status")}, {"else", legs}}})
	case deals.RecordSource:
		return o.with("anyOf", []object{requires("url"), requires("title")})
	case deals.RecordClaim:
		var about []object
		for _, f := range deals.ClaimFields() {
			about = append(about, requires(f))
		}
		return o.with("anyOf", about)
	case deals.RecordControl:
		return o.with("allOf", []object{
			{{"anyOf", []object{requires("party"), requires("counterparties"), requires("about")}}},
			{{"anyOf", []object{requires("share"), requires("value")}}},
		})
	}
	return o
}

func requires(field string) object { return object{{"required", []string{field}}} }

// dated asks for a status where there is a date.
func dated() object {
	date := object{{"type", []string{"string", "integer"}}, {"pattern", "[!-~]"}}
	return object{
		{"if", requires("date").with("properties", object{{"date", date}})},
		{"then", requires("status")},
	}
}

// members are the fields of a record, which of them it needs, and that it has no others.
func (w writer) members(r deals.Record) object {
	properties, needed := object{}, []string{}
	for _, f := range deals.Fields(r) {
		f.Needed = f.Needed || r == deals.RecordDeal && f.Holds == deals.HoldsHistory // no deal around it lends a status
		properties = properties.with(f.Name, w.field(f))
		if f.Needed {
			needed = append(needed, f.Name)
		}
	}
	o := object{{"properties", properties}}
	if len(needed) > 0 {
		o = o.with("required", needed)
	}
	return o.with("additionalProperties", false)
}
