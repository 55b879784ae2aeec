package deals_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
)

// The list of fields is whole: each has one name, a meaning in one line, and content that fits.
func TestFields(t *testing.T) {
	for _, r := range deals.Records() {
		seen := map[string]bool{}
		for _, f := range deals.Fields(r) {
			if f.Name == "" || seen[f.Name] || f.Holds == "" {
				t.Errorf("field %q of a %s has no name, stands twice or holds nothing", f.Name, r)
			}
			seen[f.Name] = true
			if f.Meaning == "" || strings.ContainsAny(f.Meaning, "\n") || strings.HasSuffix(f.Meaning, ".") {
				t.Errorf("field %s of a %s has the meaning %q", f.Name, r, f.Meaning)
			}
			if (f.Holds == deals.HoldsEntries) != (f.Entry != "") || f.Entry != "" && len(deals.Fields(f.Entry)) == 0 {
				t.Errorf("field %s of a %s holds %s of %q", f.Name, r, f.Holds, f.Entry)
			}
		}
		if len(seen) == 0 {
			t.Errorf("a %s has no fields", r)
		}
	}
}

// The reader knows every column that the list has, and no field that is nested.
func TestColumnsAreRead(t *testing.T) {
	for _, table := range deals.Tables() {
		var columns []string
		for _, f := range table.Columns() {
			columns = append(columns, f.Name)
		}
		l, err := deals.Read(strings.NewReader(strings.Join(columns, ",")+"\n"), "x.csv")
		if err != nil || len(l.Warnings) != 1 || !strings.Contains(l.Warnings[0].Msg, "the table of "+table.Name+" has no rows") {
			t.Errorf("%s with all its columns: %v, %v", table.Name, err, l.Warnings)
		}
		for _, f := range deals.Fields(table.Row) {
			if !f.Nested {
				continue
			}
			_, err := deals.Read(strings.NewReader(strings.Join(append(columns, f.Name), ",")+"\n"), "x.csv")
			if !strings.Contains(fmt.Sprint(err), `has no column "`+f.Name+`"`) {
				t.Errorf("%s with a column %s: %v", table.Name, f.Name, err)
			}
		}
	}
}

// Needed is what the reader asks for: an entry without the field is refused for that field, whatever else it says.
func TestNeededFieldsAreAskedFor(t *testing.T) {
	for key, r := range map[string]deals.Record{"parties": deals.RecordParty, "deals": deals.RecordDeal, "facts": deals.RecordFact, "controls": deals.RecordControl, "rates": deals.RecordRate} {
		_, err := deals.Read(strings.NewReader(key+":\n  - {note: x}\n"), "x.yaml")
		said := errorsOf(err)
		for _, f := range deals.Fields(r) {
			missing := slices.ContainsFunc(said, func(e *deals.Error) bool { return e.Msg == f.Name+" is missing" })
			if f.Needed && !missing {
				t.Errorf("a %s needs %s, but the reader asks only %v", r, f.Name, err)
			}
		}
	}
}
