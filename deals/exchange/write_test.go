package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"ai", "start"} {
		t.Run(name, func(t *testing.T) {
			l := exampleLedger(t, name)
			data := written(t, l)
			if !bytes.Equal(data, written(t, l)) {
				t.Error("the same ledger gives other bytes the second time")
			}
			b, err := ReadWorkbook(t.Context(), bytes.NewReader(data), "book.xlsx")
			if err != nil {
				t.Fatal(err)
			}
			want, err := l.Sheets()
			if err != nil {
				t.Fatal(err)
			}
			var got []deals.Sheet
			for i, s := range b.Sheets {
				for r := range want[i].Rows {
					want[i].Rows[r].At = deals.Pos{}
				}
				got = append(got, s.Sheet)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("sheets (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, b.Base); diff != "" {
				t.Errorf("base (-want +got):\n%s", diff)
			}
			if b.Hash != l.Hash || b.Tool != "dealgraph test" || b.Ledger != "example:"+name || len(b.Skipped) != 0 {
				t.Errorf("origin %q %q %q, skipped %q", b.Ledger, b.Hash, b.Tool, b.Skipped)
			}
			m, err := Merge(b, l, Neither)
			if err != nil || len(m.Conflicts)+len(m.Errors) > 0 {
				t.Fatalf("merge: %v, %v, %v", err, m.Conflicts, m.Errors)
			}
			changes, err := m.Changes(l)
			if err != nil || len(changes) > 0 {
				t.Errorf("changes: %v, %v", changes, err)
			}
			files, err := l.Revise(m.Sheets, l.Home)
			if err != nil || len(files) > 0 {
				t.Errorf("files: %v, %v", files, err)
			}
		})
	}
}

// small is a ledger whose texts would run as formulas if a spreadsheet let them.
const small = `parties:
  - id: a
    name: "=1+1"
    aliases: ["+SUM(A1)", "-2+3|cmd", "@x"]
    note: "=cmd|' /C calc'!A0"
  - id: b
    name: "'quoted"
deals:
  - id: d
    title: "=HYPERLINK(\"https://evil.example\",\"click\")"
    from: a
    to: b
    kind: loan
    amount: $5B
    status: signed 2025-01-02
    source: https://example.org/a?b=c&d=<e>
    note: "_x0041_ & <b> ]]> \"quoted\" 漢字 🙂"
`

// TestNoFormula opens the workbook with the library and looks at every cell: none is a formula, all are text.
func TestNoFormula(t *testing.T) {
	l := ledgerOf(t, "small.yaml", small)
	data := written(t, l)
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]string{}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				cell := cellName(c+1, r+1)
				formula, err := f.GetCellFormula(sheet, cell)
				if formula != "" || err != nil {
					t.Errorf("%s!%s is the formula %q (%v)", sheet, cell, formula, err)
				}
				kind, err := f.GetCellType(sheet, cell)
				if text != "" && kind != excelize.CellTypeInlineString || err != nil {
					t.Errorf("%s!%s has the type %v (%v)", sheet, cell, kind, err)
				}
				if link, _, err := f.GetCellHyperLink(sheet, cell); link || err != nil {
					t.Errorf("%s!%s is a link (%v)", sheet, cell, err)
				}
				if text == "" || sheet == baseSheet || sheet == instructionsSheet {
					continue
				}
				seen[text] = sheet + "!" + cell
				id, err := f.GetCellStyle(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				style, err := f.GetStyle(id)
				if err != nil || style.NumFmt != textFormat {
					t.Errorf("%s!%s has the format %d (%v), not text", sheet, cell, style.NumFmt, err)
				}
				quoted := f.Styles.CellXfs.Xf[id].QuotePrefix
				if runs := strings.ContainsRune("=+-@", rune(text[0])); runs != (quoted != nil && *quoted) {
					t.Errorf("%s!%s %q: quoted %t", sheet, cell, text, !runs)
				}
			}
		}
	}
	for _, text := range []string{"=1+1", "+SUM(A1); -2+3|cmd; @x", "=cmd|' /C calc'!A0", "'quoted", `=HYPERLINK("https://evil.example","click")`, `_x0041_ & <b> ]]> "quoted" 漢字 🙂`} {
		if seen[text] == "" {
			t.Errorf("no cell holds %q", text)
		}
	}
	again, err := ReadWorkbook(t.Context(), bytes.NewReader(data), "book.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Merge(again, l, Neither)
	if err != nil {
		t.Fatal(err)
	}
	if changes, err := m.Changes(l); err != nil || len(changes) > 0 {
		t.Errorf("a workbook without a change changes %v (%v)", changes, err)
	}
}

// TestWorkbook looks at what makes the workbook one that people can edit.
func TestWorkbook(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, exampleLedger(t, "start"))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"instructions", "deals", "parties", "facts", "controls", "rates", "claims", "tranches", "sources", "lists", "base"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	for _, hidden := range []string{"lists", "base"} {
		if shown, err := f.GetSheetVisible(hidden); shown || err != nil {
			t.Errorf("%s is shown (%v)", hidden, err)
		}
	}
	if state := f.WorkBook.Sheets.Sheet[len(want)-1].State; state != "veryHidden" {
		t.Errorf("the base is %q", state)
	}
	header, err := f.GetRows("deals")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(header[0][:9], " "); got != "key id title leg from to kind amount settlement" {
		t.Errorf("the header begins %s", got)
	}
	if panes, err := f.GetPanes("deals"); err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 1 {
		t.Errorf("panes %+v (%v)", panes, err)
	}
	protection, err := f.GetSheetProtection("deals")
	if err != nil || protection.Password != "" || !protection.InsertRows || !protection.AutoFilter || !protection.SelectUnlockedCells {
		t.Errorf("protection %+v (%v)", protection, err)
	}
	locked := func(cell string) bool {
		id, err := f.GetCellStyle("deals", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Protection == nil || s.Protection.Locked
	}
	if !locked("A2") || !locked("B2") || locked("C2") || locked("H2") {
		t.Error("the key and the id are locked and nothing else is")
	}
	for _, empty := range []string{"B", "C", "H"} {
		id, err := f.GetColStyle("deals", empty)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := f.GetStyle(id); err != nil || s.NumFmt != textFormat || s.Protection == nil || s.Protection.Locked {
			t.Errorf("the empty rows of column %s are %+v (%v)", empty, s, err)
		}
	}
	lists, err := f.GetDataValidations("deals")
	if err != nil {
		t.Fatal(err)
	}
	from := map[string]string{}
	for _, v := range lists {
		from[v.Sqref] = fmt.Sprint(v.Formula1, " ", v.ShowErrorMessage)
	}
	if got := from["G2:G100000"]; got != "lists!$A$2:$A$15 true" { // 14 kinds
		t.Errorf("kinds are chosen from %s", got)
	}
	if got := from["E2:E100000"]; got != "parties!$B$2:$B$100000 false" {
		t.Errorf("parties are chosen from %s", got)
	}
	comments, err := f.GetComments("deals")
	if err != nil || len(comments) != len(header[0]) {
		t.Errorf("%d notes on %d columns (%v)", len(comments), len(header[0]), err)
	}
	cells, err := f.GetRows("instructions")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(cells); !strings.Contains(text, "sha256:") || !strings.Contains(text, "dealgraph test") || !strings.Contains(text, "How to add a deal") {
		t.Error("the instructions lack the hash, the program or how to add a deal")
	}
}

func TestUnfit(t *testing.T) {
	long := ledgerOf(t, "l.yaml", "parties:\n  - id: a\n    note: "+strings.Repeat("é", longestText)+"\n")
	if err := WriteWorkbook(&bytes.Buffer{}, long, ""); err != nil {
		t.Errorf("a note of %d characters: %v", longestText, err)
	}
	tests := []struct{ note, want string }{
		{strings.Repeat("🙂", longestText/2+1), "l.yaml:2:9: note of a has 32768 characters, a cell of a spreadsheet at most 32767 (shorten it)"},
		{`"\x07"`, "l.yaml:2:9: note of a holds the character U+0007, which no workbook can (delete it)"},
	}
	for _, tt := range tests {
		l := ledgerOf(t, "l.yaml", "parties:\n  - id: a\n    note: "+tt.note+"\n")
		var out bytes.Buffer
		err := WriteWorkbook(&out, l, "")
		if list, ok := errors.AsType[*deals.ErrorList](err); !ok || list.Error() != tt.want || out.Len() > 0 {
			t.Errorf("error %v after %d bytes, want %s", err, out.Len(), tt.want)
		}
	}
}
