package exchange

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const twoFirms = "parties:\n  - {id: a, name: A}\n  - {id: b, name: B}\n"

// trancheLedger is a loan with some tranches.
func trancheLedger(tranches ...string) string {
	return twoFirms + "deals:\n  - id: d\n    kind: loan\n    from: a\n    to: b\n    amount: $20B\n    status: signed 2025-01-01\n    source: s\n    tranches:\n" +
		"      - " + strings.Join(tranches, "\n      - ") + "\n"
}

// factLedger is one source that gives some amounts for the same figure.
func factLedger(amounts ...string) string {
	out := twoFirms + "facts:\n"
	for _, a := range amounts {
		out += "  - {party: a, metric: revenue, value: " + a + ", period: 2025, source: s}\n"
	}
	return out
}

// legLedger is a deal with some legs of one kind.
func legLedger(amounts ...string) string {
	out := twoFirms + "deals:\n  - id: d\n    status: signed 2025-01-01\n    source: s\n    legs:\n"
	for _, a := range amounts {
		out += "      - {kind: compute, from: a, to: b, amount: " + a + "}\n"
	}
	return out
}

// TestSiblings writes into the row of one record in a workbook while the ledger puts a sibling before it or takes one out: what
// was written must land on that record.
func TestSiblings(t *testing.T) {
	tests := []struct {
		name, base, ours string
		table, row       string // the row that has this cell
		column, value    string
		want, unwanted   string // of the line with the value; want is empty where it cannot be told
	}{
		{"a tranche before", trancheLedger("{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			trancheLedger("{amount: $1B, condition: zeroth}", "{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			"tranches", "first", "met", "2025-06-01", "$4B", "zeroth"},
		{"a tranche gone", trancheLedger("{amount: $1B, condition: zeroth}", "{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			trancheLedger("{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			"tranches", "second", "met", "2025-06-01", "$6B", "first"},
		{"a tranche before, and the row's other cell changed", trancheLedger("{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			trancheLedger("{amount: $1B, condition: zeroth}", "{amount: $5B, condition: first}", "{amount: $6B, condition: second}"),
			"tranches", "first", "met", "2025-06-01", "$5B", "zeroth"},
		{"a fact before", factLedger("$5B", "$6B"), factLedger("$3B", "$5B", "$6B"),
			"facts", "$5B", "note", "mark", "$5B", "$3B"},
		{"a fact gone", factLedger("$3B", "$5B", "$6B"), factLedger("$5B", "$6B"),
			"facts", "$6B", "note", "mark", "$6B", "$5B"},
		{"a leg before", legLedger("$5B", "$6B"), legLedger("$1B", "$5B", "$6B"),
			"deals", "$5B", "note", "mark", "$5B", "$1B"},
		{"a leg gone", legLedger("$1B", "$5B", "$6B"), legLedger("$5B", "$6B"),
			"deals", "$6B", "note", "mark", "$6B", "$5B"},
		{"all changed, and how many", trancheLedger("{amount: $4B, condition: first}", "{amount: $6B, condition: second}"),
			trancheLedger("{amount: $1B, condition: one}", "{amount: $2B, condition: two}", "{amount: $3B, condition: three}"),
			"tranches", "first", "met", "2025-06-01", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := ReadWorkbook(t.Context(), bytes.NewReader(written(t, ledgerOf(t, "l.yaml", tt.base))), "b.xlsx")
			if err != nil {
				t.Fatal(err)
			}
			setCell(t, b, tt.table, tt.row, tt.column, tt.value)
			ours := ledgerOf(t, "l.yaml", tt.ours)
			m, err := Merge(b, ours, Neither)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" {
				if len(m.Errors) == 0 || !strings.Contains(m.Errors[0].Msg, "cannot be told") {
					t.Errorf("errors %v, want that it cannot be told", m.Errors)
				}
				return
			}
			if len(m.Errors)+len(m.Conflicts) > 0 {
				t.Fatalf("errors %v, conflicts %v", m.Errors, m.Conflicts)
			}
			if got := rowsWith(m, tt.table, tt.value); len(got) != 1 || !strings.Contains(got[0], tt.want) || strings.Contains(got[0], tt.unwanted) {
				t.Errorf("%s is in %q, want it at %s", tt.value, got, tt.want)
			}
			files, err := ours.Revise(m.Sheets, ours.Home)
			if err != nil || len(files) != 1 || bytes.Count(files[0].Data, []byte(tt.value)) != 1 {
				t.Errorf("files %v, %v", files, err)
			}
		})
	}
}

// setCell writes into the row of a workbook that has some cell.
func setCell(t *testing.T, b *Workbook, table, row, column, value string) {
	t.Helper()
	for _, s := range b.Sheets {
		if s.Table != table {
			continue
		}
		for _, r := range s.Rows {
			if slices.Contains(r.Cells, row) {
				r.Cells[slices.Index(s.Columns, column)] = value
				return
			}
		}
	}
	t.Fatalf("no row of %s has %s", table, row)
}

// rowsWith are the merged rows of a table that have some cell.
func rowsWith(m *Merged, table, value string) []string {
	var out []string
	for _, s := range m.Sheets {
		for _, r := range s.Rows {
			if s.Table == table && slices.Contains(r.Cells, value) {
				out = append(out, strings.Join(r.Cells, "|"))
			}
		}
	}
	return out
}
