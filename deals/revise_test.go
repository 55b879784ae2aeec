package deals_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/example"

	"github.com/google/go-cmp/cmp"
)

// ledgersToRevise are the example ledgers as they are, and as tables.
func ledgersToRevise(t *testing.T) map[string]*deals.Ledger {
	t.Helper()
	out := map[string]*deals.Ledger{}
	for _, name := range example.Names() {
		files, _ := example.FS(name)
		l, err := deals.ReadFS(files, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = l
		tables, err := deals.Tabulate(l)
		if err != nil {
			t.Fatal(err)
		}
		folder := fstest.MapFS{}
		for _, f := range tables {
			folder[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		if out[name+" as tables"], err = deals.ReadFS(folder, name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestReviseOne changes one text in a row, and takes one row out, all over the examples: one file changes, and Revise proves
// that it says what it should.
func TestReviseOne(t *testing.T) {
	for name, l := range ledgersToRevise(t) {
		sheets, err := l.Sheets()
		if err != nil {
			t.Fatal(err)
		}
		if files, err := l.Revise(sheets, l.Home); err != nil || len(files) > 0 {
			t.Errorf("%s: nothing changed, but %d files do (%v)", name, len(files), err)
		}
		step := 1
		if testing.Short() || len(sheets[0].Rows) > 50 {
			step = 41
		}
		for s := range sheets {
			for r := 0; r < len(sheets[s].Rows); r += step {
				old := sheets[s].Rows[r]
				column := slices.IndexFunc(sheets[s].Columns, func(c string) bool { return c == "note" || c == "condition" || c == "title" && s > 5 })
				row := old
				row.Cells = slices.Clone(old.Cells)
				row.Cells[column] = "= revised: \"it\" #1"
				sheets[s].Rows[r] = row
				files, err := l.Revise(sheets, l.Home)
				if err != nil || len(files) != 1 || files[0].Fresh || !strings.Contains(string(files[0].Data), "revised") {
					t.Errorf("%s, note of %s %s: %d files, %v", name, sheets[s].Table, old.Key, len(files), err)
				}
				sheets[s].Rows[r] = old

				without := slices.Clone(sheets)
				without[s].Rows = slices.Delete(slices.Clone(sheets[s].Rows), r, r+1)
				files, err = l.Revise(without, l.Home)
				if _, broken := errors.AsType[*deals.ErrorList](err); broken {
					continue // something else leans on it
				}
				if err != nil || len(files) != 1 {
					t.Errorf("%s without %s %s: %d files, %v", name, sheets[s].Table, old.Key, len(files), err)
				}
			}
		}
	}
}

// folder reads a ledger of files.
func folder(t *testing.T, files map[string]string) *deals.Ledger {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := deals.ReadFS(fsys, "folder")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestRevisePlaces says where new records go, and what stays as it was written.
func TestRevisePlaces(t *testing.T) {
	files := map[string]string{
		"2024.yaml":   "deals:\n  - id: old\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed 2024-01-01\n    claims:\n      - amount: $2B # said once\n        source: https://example.org/1\n",
		"2025.yaml":   "# the new ones\ndeals:\n  - id: new # beside\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed\n    date: 2025-01-01\n",
		"claims.csv":  "deal,field,value,source\n# loose\nold,amount,$3B,https://example.org/2\n",
		"parties.csv": "id,name\na,Alpha\n",
	}
	tests := []struct {
		name   string
		change func(sheets map[string]*deals.Sheet)
		want   map[string]string
	}{
		{"a new deal goes to the latest", func(s map[string]*deals.Sheet) {
			put(s["deals"], "id", "fresh", "from", "b", "to", "a", "kind", "purchase", "amount", "?", "status", "signed 2025-02-01")
		}, map[string]string{"2025.yaml": "# the new ones\ndeals:\n  - id: new # beside\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed\n    date: 2025-01-01\n\n  - id: fresh\n    from: b\n    to: a\n    kind: purchase\n    amount: \"?\"\n    status: signed 2025-02-01\n"}},
		{"a claim in a table changes there", func(s map[string]*deals.Sheet) {
			set(s["claims"], "value", "$3B", "$4B")
		}, map[string]string{"claims.csv": "deal,leg,field,value,source\n# loose\nold,loan,amount,$4B,https://example.org/2\n"}},
		{"a claim under its deal changes there", func(s map[string]*deals.Sheet) {
			set(s["claims"], "value", "$2B", "$5B")
		}, map[string]string{"2024.yaml": "deals:\n  - id: old\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    claims:\n      - amount: $5B # said once\n        source: https://example.org/1\n    status: signed 2024-01-01\n"}},
		{"a date of its own follows its status", func(s map[string]*deals.Sheet) {
			set(s["deals"], "status", "signed 2025-01-01", "signed 2025-01-02")
		}, map[string]string{"2025.yaml": "# the new ones\ndeals:\n  - id: new # beside\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed 2025-01-02\n"}},
		{"a party that was only named is described in the table", func(s map[string]*deals.Sheet) {
			put(s["parties"], "id", "b", "name", "Beta")
		}, map[string]string{"parties.csv": "id,name\na,Alpha\nb,Beta\n"}},
		{"facts, of which there are none, go to the deals", func(s map[string]*deals.Sheet) {
			put(s["facts"], "party", "a", "metric", "cash", "value", "$1B")
		}, map[string]string{"2025.yaml": "# the new ones\ndeals:\n  - id: new # beside\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed\n    date: 2025-01-01\n\nfacts:\n  - party: a\n    metric: cash\n    value: $1B\n    nature: actual\n"}},
		{"a deal and its claims, in both places, are taken out", func(s map[string]*deals.Sheet) {
			s["deals"].Rows = slices.DeleteFunc(s["deals"].Rows, func(r deals.SheetRow) bool { return r.Key == "old#loan" })
			s["claims"].Rows = nil
		}, map[string]string{"2024.yaml": "deals: []\n", "claims.csv": "deal,field,value\n"}},
	}
	for _, tt := range tests {
		l := folder(t, files)
		sheets, err := l.Sheets()
		if err != nil {
			t.Fatal(err)
		}
		byName := map[string]*deals.Sheet{}
		for i := range sheets {
			byName[sheets[i].Table] = &sheets[i]
		}
		tt.change(byName)
		revised, err := l.Revise(sheets, l.Home)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := map[string]string{}
		for _, f := range revised {
			got[f.Name] = string(f.Data)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestReviseKeepsComments replaces a list: what was remarked about its entries stays.
func TestReviseKeepsComments(t *testing.T) {
	l := folder(t, map[string]string{"deals.yaml": "deals:\n  - id: d\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed 2024-01-01\n    tags:\n      # why one\n      - one # said in May\n      - two\n"})
	sheets, err := l.Sheets()
	if err != nil {
		t.Fatal(err)
	}
	set(&sheets[slices.IndexFunc(sheets, func(s deals.Sheet) bool { return s.Table == "deals" })], "tags", "one; two", "two")
	revised, err := l.Revise(sheets, l.Home)
	if err != nil || len(revised) != 1 {
		t.Fatal(revised, err)
	}
	for _, want := range []string{"# why one", "# said in May", "tags: two"} {
		if !strings.Contains(string(revised[0].Data), want) {
			t.Errorf("%s is not in\n%s", want, revised[0].Data)
		}
	}
}

// put adds a row; set changes the cells of a column that have a text.
func put(s *deals.Sheet, pairs ...string) {
	row := deals.SheetRow{Cells: make([]string, len(s.Columns))}
	for i := 0; i < len(pairs); i += 2 {
		row.Cells[slices.Index(s.Columns, pairs[i])] = pairs[i+1]
	}
	s.Rows = append(s.Rows, row)
}

func set(s *deals.Sheet, column, from, to string) {
	c := slices.Index(s.Columns, column)
	for _, row := range s.Rows {
		if row.Cells[c] == from {
			row.Cells[c] = to
		}
	}
}

// FuzzRevise writes any text into any cell of a small ledger: what can be read is written where it stands, proved, or refused
// for a reason of the ledger itself.
func FuzzRevise(f *testing.F) {
	f.Add(0, 5, "$7B")
	f.Add(1, 19, "- x: [1, 2] # no")
	f.Add(3, 3, "loan")
	f.Add(9, 22, "https://example.org/a; https://example.org/b")
	f.Add(2, 1, "")
	files, _ := example.FS("start")
	var all fs.FS = files
	l, err := deals.ReadFS(all, "start")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, row, column int, text string) {
		sheets, err := l.Sheets()
		if err != nil {
			t.Fatal(err)
		}
		var rows []*deals.SheetRow
		for s := range sheets {
			for r := range sheets[s].Rows {
				rows = append(rows, &sheets[s].Rows[r])
			}
		}
		at := rows[uint(row)%uint(len(rows))]
		at.Cells[uint(column)%uint(len(at.Cells))] = text
		_, err = l.Revise(sheets, l.Home)
		if _, refused := errors.AsType[*deals.ErrorList](err); err != nil && !refused {
			t.Errorf("%s: %s", fmt.Sprint(at.Key, at.Cells), err)
		}
	})
}
