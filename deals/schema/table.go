package schema

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Table is the Table Schema (Frictionless Data) of the CSV table with a name, one of those of deals.Tables: indented, with
// a line end at its end. ok is false for any other name.
//
// It describes a table with commas, as dealgraph writes them. There are no foreign keys: a leg may name a party by an alias, and one
// that no table describes; and no primary key but the id of a party: rows of a deal share theirs, and facts need none. No
// column of deals is required, since the row of a deal itself has neither payer nor payee.
func Table(name string) (text []byte, ok bool) {
	tables := deals.Tables()
	i := slices.IndexFunc(tables, func(t deals.TableInfo) bool { return t.Name == name })
	if i < 0 {
		return nil, false
	}
	var fields []object
	for _, f := range tables[i].Columns() {
		fields = append(fields, column(f))
	}
	o := object{
		{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
		{"name", name},
		{"fields", fields},
		{"missingValues", []string{""}},
	}
	if name == "parties" {
		o = o.with("primaryKey", []string{"id"})
	}
	return o.pretty(), true
}

// column is the field descriptor of a column.
func column(f deals.Field) object {
	c := cells(f.Holds)
	description := f.Meaning
	if len(c.words) > 0 {
		description += ": " + strings.Join(texts(c.words), ", ")
	}
	o := object{{"name", f.Name}, {"type", "string"}, {"description", description}}
	piece, examples := c.piece, c.examples
	switch f.Holds {
	case deals.HoldsPayments:
		piece, examples = payments, []any{"$12B"}
	case deals.HoldsOverlaps:
		piece, examples = overlaps, []any{"other-deal ($10B)"}
	}
	constraints := object{}
	if f.Needed {
		constraints = constraints.with("required", true)
	}
	if piece != "" {
		constraints = constraints.with("pattern", whole(piece, !f.Needed))
	}
	if len(examples) > 0 {
		o = o.with("example", fmt.Sprint(examples[0]))
	}
	if len(constraints) > 0 {
		o = o.with("constraints", constraints)
	}
	return o
}
