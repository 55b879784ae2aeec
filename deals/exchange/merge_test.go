package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

// rowsOf reads "key:cell,cell key:cell,cell".
func rowsOf(text string) []deals.SheetRow {
	var out []deals.SheetRow
	for one := range strings.FieldsSeq(text) {
		key, cells, _ := strings.Cut(one, ":")
		row := deals.SheetRow{Key: key, Cells: make([]string, 2)}
		copy(row.Cells, strings.Split(cells, ","))
		out = append(out, row)
	}
	return out
}

// rowText writes rows as rowsOf reads them.
func rowText(rows []mergedRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.key+":"+strings.Join(r.cells, ","))
	}
	return strings.Join(out, " ")
}

func TestMergeCases(t *testing.T) {
	tests := []struct {
		name                     string
		base, ours, theirs       string
		want, disputes           string
		preferTheirs, preferOurs string
	}{
		{"nothing", "a:1,2", "a:1,2", "a:1,2", "a:1,2", "", "a:1,2", "a:1,2"},
		{"theirs changed", "a:1,2", "a:1,2", "a:1,9", "a:1,9", "", "a:1,9", "a:1,9"},
		{"ours changed", "a:1,2", "a:8,2", "a:1,2", "a:8,2", "", "a:8,2", "a:8,2"},
		{"both, other cells", "a:1,2", "a:8,2", "a:1,9", "a:8,9", "", "a:8,9", "a:8,9"},
		{"both alike", "a:1,2", "a:7,2", "a:7,2", "a:7,2", "", "a:7,2", "a:7,2"},
		{"both, one cell", "a:1,2", "a:8,2", "a:9,2", "a:8,2", "a.0 1/8/9", "a:9,2", "a:8,2"},
		{"emptied by theirs, changed by ours", "a:1,2", "a:8,2", "a:,2", "a:8,2", "a.0 1/8/", "a:,2", "a:8,2"},
		{"theirs took it out", "a:1,2 b:3,4", "a:1,2 b:3,4", "b:3,4", "b:3,4", "", "b:3,4", "b:3,4"},
		{"ours took it out", "a:1,2 b:3,4", "b:3,4", "a:1,2 b:3,4", "b:3,4", "", "b:3,4", "b:3,4"},
		{"both took it out", "a:1,2 b:3,4", "b:3,4", "b:3,4", "b:3,4", "", "b:3,4", "b:3,4"},
		{"out in theirs, changed by ours", "a:1,2", "a:1,8", "", "a:1,8", "a.1 2/8/ gone workbook", "", "a:1,8"},
		{"out in ours, changed by theirs", "a:1,2", "", "a:1,9", "", "a.1 2//9 gone ledger", "a:1,9", ""},
		{"new in theirs", "a:1,2", "a:1,2", "a:1,2 b:3,4", "a:1,2 b:3,4", "", "a:1,2 b:3,4", "a:1,2 b:3,4"},
		{"new in ours", "a:1,2", "a:1,2 b:3,4", "a:1,2", "a:1,2 b:3,4", "", "a:1,2 b:3,4", "a:1,2 b:3,4"},
		{"new in both alike", "", "b:3,4", "b:3,4", "b:3,4", "", "b:3,4", "b:3,4"},
		{"new in both", "", "b:3,4", "b:3,5", "b:3,4", "b.1 /4/5", "b:3,5", "b:3,4"},
		{"new in both, one says more", "", "b:3,", "b:,5", "b:3,5", "", "b:3,5", "b:3,5"},
		{"moved", "a:1,2 b:3,4", "a:1,2 b:3,4", "b:3,9 a:1,2", "a:1,2 b:3,9", "", "a:1,2 b:3,9", "a:1,2 b:3,9"},
		{"new without a key", "a:1,2", "a:1,2", "a:1,2 :5,6 :7,8", "a:1,2 :5,6 :7,8", "", "a:1,2 :5,6 :7,8", "a:1,2 :5,6 :7,8"},
	}
	for _, tt := range tests {
		v := version{base: rowsOf(tt.base), ours: rowsOf(tt.ours), theirs: rowsOf(tt.theirs)}
		rows, found := v.merge(2, Neither)
		if got := rowText(rows); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if got := disputeText(found, false); got != tt.disputes {
			t.Errorf("%s: disputes %s, want %s", tt.name, got, tt.disputes)
		}
		for side, want := range map[Side]string{Theirs: tt.preferTheirs, Ours: tt.preferOurs} {
			rows, found := v.merge(2, side)
			if got := rowText(rows); got != want || len(found) > 0 {
				t.Errorf("%s, %s preferred: %s, want %s (%d disputes)", tt.name, side, got, want, len(found))
			}
		}
	}
}

// disputeText writes disputes, or as the other side sees them.
func disputeText(all []dispute, mirrored bool) string {
	var out []string
	for _, d := range all {
		if mirrored {
			d.mine, d.yours = d.yours, d.mine
			d.gone = map[Side]Side{Neither: Neither, Ours: Theirs, Theirs: Ours}[d.gone]
		}
		s := fmt.Sprintf("%s.%d %s/%s/%s", d.key, d.column, d.base, d.mine, d.yours)
		if d.gone != Neither {
			s += " gone " + string(d.gone)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestMergeWithoutBase(t *testing.T) {
	v := version{ours: rowsOf("a:1,2 b:3,4"), theirs: rowsOf("a:1,9 c:5,6"), foreign: true}
	rows, found := v.merge(2, Neither)
	if got := rowText(rows); got != "a:1,2 b:3,4 c:5,6" {
		t.Errorf("rows %s", got)
	}
	if got := disputeText(found, false); got != "a.1 /2/9" {
		t.Errorf("disputes %s", got)
	}
}

// FuzzMerge holds merges to their laws: a side that changed nothing leaves the other's word, and neither side is favoured.
func FuzzMerge(f *testing.F) {
	for _, seed := range [][3]string{
		{"a:1,2 b:3,4", "a:1,2 b:3,5", "b:3,6 c:7,8"},
		{"", "a:1,1", "a:1,2"},
		{"a:1,1", "", "a:2,1"},
		{"a:1,1 a#2:1,1", "a#2:1,1", "a:1,1"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, b, o, u string) {
		base, ours, theirs := unique(rowsOf(b)), unique(rowsOf(o)), unique(rowsOf(u))
		if got, found := (version{base: base, ours: base, theirs: theirs}).merge(2, Neither); sortedText(got) != sortedRows(theirs) || len(found) > 0 {
			t.Errorf("merge(base, base, x) = %s with %d disputes, want %s", sortedText(got), len(found), sortedRows(theirs))
		}
		if got, found := (version{base: base, ours: ours, theirs: base}).merge(2, Neither); sortedText(got) != sortedRows(ours) || len(found) > 0 {
			t.Errorf("merge(base, x, base) = %s with %d disputes, want %s", sortedText(got), len(found), sortedRows(ours))
		}
		if got, found := (version{base: base, ours: ours, theirs: ours}).merge(2, Neither); sortedText(got) != sortedRows(ours) || len(found) > 0 {
			t.Errorf("merge(base, x, x) = %s with %d disputes, want %s", sortedText(got), len(found), sortedRows(ours))
		}
		one, found := (version{base: base, ours: ours, theirs: theirs}).merge(2, Neither)
		two, mirror := (version{base: base, ours: theirs, theirs: ours}).merge(2, Neither)
		if a, b := disputeText(found, false), disputeText(mirror, true); a != b {
			t.Errorf("one way round the disputes are %s, the other %s", a, b)
		}
		if len(found) == 0 && sortedText(one) != sortedText(two) {
			t.Errorf("one way round it is %s, the other %s", sortedText(one), sortedText(two))
		}
		mine, _ := (version{base: base, ours: ours, theirs: theirs}).merge(2, Ours)
		yours, _ := (version{base: base, ours: theirs, theirs: ours}).merge(2, Theirs)
		if sortedText(mine) != sortedText(yours) {
			t.Errorf("for one side it is %s, for the same from the other %s", sortedText(mine), sortedText(yours))
		}
	})
}

// unique keeps the first row of a key, and none without one.
func unique(rows []deals.SheetRow) []deals.SheetRow {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(rows, func(r deals.SheetRow) bool {
		again := seen[r.Key]
		seen[r.Key] = true
		return again
	})
}

func sortedText(rows []mergedRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, rowText([]mergedRow{r}))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func sortedRows(rows []deals.SheetRow) string {
	var out []mergedRow
	for _, r := range rows {
		out = append(out, mergedRow{key: r.Key, cells: r.Cells})
	}
	return sortedText(out)
}

// TestTorn: somebody sorted all columns but the key.
func TestTorn(t *testing.T) {
	l := ledgerOf(t, "l.yaml", "parties:\n  - id: a\n    name: Alpha\n  - id: b\n    name: Beta\n  - id: c\n    name: Gamma\n")
	b := &Workbook{Name: "book.xlsx"}
	sheets, err := l.Sheets()
	if err != nil {
		t.Fatal(err)
	}
	b.Base = sheets
	for _, s := range sheets {
		f := foundSheet{Name: s.Table, Table: s.Table, Header: 1, Key: 1}
		for i, c := range s.Columns {
			f.Columns = append(f.Columns, foundColumn{i + 2, c})
		}
		for i, r := range s.Rows {
			f.Rows = append(f.Rows, foundRow{i + 2, r.Key, slices.Clone(r.Cells)})
		}
		if s.Table == "parties" {
			f.Rows[0].Cells[1], f.Rows[1].Cells[1] = "Beta", "Alpha"
		}
		b.Sheets = append(b.Sheets, f.sheet())
	}
	m, err := Merge(b, l, Neither)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range m.Errors {
		got = append(got, e.Error())
	}
	want := []string{
		"book.xlsx:parties!A2: the row of a has the cells of b: some columns were sorted without the others (undo it, and sort whole rows)",
		"book.xlsx:parties!A3: the row of b has the cells of a: some columns were sorted without the others (undo it, and sort whole rows)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}
