package schema_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/deals/schema"
)

// descriptor is what this test needs of a Table Schema.
type descriptor struct {
	PrimaryKey []string
	Fields     []struct {
		Name, Type, Description string
		Constraints             struct {
			Required bool
			Pattern  string
		}
	}
}

func tableSchema(t *testing.T, name string) descriptor {
	t.Helper()
	text, ok := schema.Table(name)
	var d descriptor
	if err := json.Unmarshal(text, &d); err != nil || !ok {
		t.Fatal(name, err)
	}
	return d
}

// checkRow holds a row against a Table Schema.
func checkRow(d descriptor, row map[string]string) error {
	seen := 0
	for _, f := range d.Fields {
		cell, ok := row[f.Name]
		if ok {
			seen++
		}
		if cell == "" && f.Constraints.Required {
			return fmt.Errorf("%s is missing", f.Name)
		}
		if cell != "" && !regexp.MustCompile(f.Constraints.Pattern).MatchString(cell) {
			return fmt.Errorf("%s %q does not match", f.Name, cell)
		}
	}
	if seen != len(row) {
		return fmt.Errorf("%v has columns that the schema does not know", row)
	}
	return nil
}

// The tables of the reference ledger are what their schemas describe.
func TestReferenceTables(t *testing.T) {
	fsys, _ := example.FS("ai")
	for _, name := range []string{"parties", "facts", "controls", "rates"} {
		data, err := fs.ReadFile(fsys, name+".csv")
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		d := tableSchema(t, name)
		for i, rec := range records[1:] {
			row := map[string]string{}
			for k, cell := range rec {
				row[records[0][k]] = cell
			}
			if err := checkRow(d, row); err != nil {
				t.Errorf("%s.csv, row %d: %v", name, i+1, err)
			}
		}
	}
}

// A table's schema has its columns in order, each described; a name that is no table's has none.
func TestTable(t *testing.T) {
	for _, table := range deals.Tables() {
		d := tableSchema(t, table.Name)
		columns := table.Columns()
		if len(d.Fields) != len(columns) {
			t.Fatalf("%s has %d fields, want %d", table.Name, len(d.Fields), len(columns))
		}
		for i, f := range d.Fields {
			if f.Name != columns[i].Name || f.Description == "" || f.Type != "string" || f.Constraints.Required != columns[i].Needed {
				t.Errorf("%s has %+v, want %+v", table.Name, f, columns[i])
			}
		}
	}
	if row := map[string]string{"id": "x", "status": "signed 2025", "tags": "pair"}; checkRow(tableSchema(t, "deals"), row) != nil {
		t.Errorf("%v, the row of a deal itself, is refused", row)
	}
	if row := map[string]string{"party": "x", "metric": "cash"}; checkRow(tableSchema(t, "facts"), row) == nil {
		t.Errorf("%v is taken", row)
	}
	if text, ok := schema.Table("legs"); ok || text != nil {
		t.Error("there is a table of legs")
	}
	for _, row := range []map[string]string{
		{"from": "x", "to": "y", "kind": "loan", "amount": "10"}, {"from": "x", "to": "y", "kind": "debt", "amount": "$1"},
		{"from": "x", "to": "y", "kind": "loan", "amount": "$1", "status": "maybe"}, {"from": "x", "to": "y", "kind": "loan", "amount": "$1", "legs": ""},
	} {
		if checkRow(tableSchema(t, "deals"), row) == nil {
			t.Errorf("%v is taken", row)
		}
	}
}
