package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// book makes a workbook by hand: one sheet called deals with the given rows of XML.
func book(t testing.TB, sheetData string, more ...[2]string) []byte {
	t.Helper()
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="deals" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheetData + `</sheetData></worksheet>`},
	}
	for _, m := range more {
		found := false
		for i := range parts {
			if parts[i][0] == m[0] {
				parts[i][1], found = m[1], true
			}
		}
		if !found {
			parts = append(parts, m)
		}
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text is a cell with a text, row a row of such.
func text(cell, s string) string {
	return `<c r="` + cell + `" t="inlineStr"><is><t>` + s + `</t></is></c>`
}

func row(n int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, c := range cells {
		b.WriteString(text(cellName(i+1, n), c))
	}
	return b.String() + "</row>"
}

const header = `<row r="1"><c r="A1" t="inlineStr"><is><t>from</t></is></c><c r="B1" t="inlineStr"><is><t>to</t></is></c><c r="C1" t="inlineStr"><is><t>kind</t></is></c><c r="D1" t="inlineStr"><is><t>amount</t></is></c></row>`

// TestHostile: what is no workbook, or one that was made to do harm, is refused quickly and in words.
func TestHostile(t *testing.T) {
	good := book(t, header+row(2, "a", "b", "loan", "$5B"))
	if b, err := ReadWorkbook(t.Context(), bytes.NewReader(good), "good.xlsx"); err != nil || len(b.Sheets) != 1 || len(b.Sheets[0].Rows) != 1 {
		t.Fatalf("the sound workbook: %+v, %v", b, err)
	}
	corrupt := bytes.Replace(good, []byte("PK\x01\x02"), []byte("PK\x09\x09"), 1)
	wrongSum := bytes.Clone(good)
	at := bytes.Index(wrongSum, []byte("xl/worksheets/sheet1.xml"))
	wrongSum[at+len("xl/worksheets/sheet1.xml")+20] ^= 0x40
	bomb := func() []byte { // says honestly how large it is
		return book(t, header, [2]string{"xl/media/zeros.bin", strings.Repeat("\x00", maxUnpacked+1)})
	}
	liar := func() []byte { // says it were small
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("[Content_Types].xml")
		w.Write([]byte("<Types/>"))
		w, _ = z.Create("xl/media/zeros.bin")
		zeros := make([]byte, 1<<20)
		for range maxUnpacked>>20 + 1 {
			w.Write(zeros)
		}
		z.Close()
		data := b.Bytes()
		i := bytes.LastIndex(data, []byte("PK\x01\x02")) // the last entry of the directory
		binary.LittleEndian.PutUint32(data[i+24:], 1000)
		return data
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty.xlsx", nil, "the file is empty"},
		{"short.xlsx", []byte("PK"), "the file is no .xlsx workbook (save it as Excel Workbook (.xlsx))"},
		{"text.xlsx", []byte("from,to,kind\n"), "the file is no .xlsx workbook"},
		{"old.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "an .xls workbook of old Excel is not read (save it as"},
		{"binary.xlsb", good, "a binary workbook (.xlsb) is not read"},
		{"macro.xlsm", good, "a workbook with macros is not read"},
		{"calc.ods", good, "an OpenDocument sheet is not read"},
		{"secret.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "the workbook is encrypted, or one of old Excel (take the password away"},
		{"hidden-macro.xlsx", book(t, header, [2]string{"xl/vbaProject.bin", "x"}), "a workbook with macros is not read"},
		{"renamed.xlsx", book(t, header, [2]string{"xl/workbook.bin", "x"}), "a binary workbook (.xlsb) is not read"},
		{"archive.xlsx", zipOf(t, "readme.txt", "hello"), "the file is an archive, but no workbook"},
		{"truncated.xlsx", good[:len(good)/2], "the file is damaged or cut off"},
		{"corrupt.xlsx", corrupt, "the file is damaged or cut off"},
		{"sum.xlsx", wrongSum, `the part "xl/worksheets/sheet1.xml" of the workbook is damaged`},
		{"bomb.xlsx", bomb(), "the workbook is larger than 400 MB when it is unpacked"},
		{"liar.xlsx", liar(), "of the workbook is damaged"},
		{"entities.xlsx", book(t, header, [2]string{"xl/sharedStrings.xml", `<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`}), "it declares a document type"},
		{"cut-xml.xlsx", book(t, header, [2]string{"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1">`}), "it is cut off"},
		{"charset.xlsx", book(t, header, [2]string{"xl/sharedStrings.xml", `<?xml version="1.0" encoding="UTF-7"?><sst/>`}), `it is written in "UTF-7"`},
		{"deep.xlsx", book(t, header, [2]string{"xl/worksheets/sheet1.xml", strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000)}), "it nests elements deeper than 100"},
		{"rows.xlsx", book(t, emptyRows(1_000_000)), "it has more than 300000 rows (delete the empty rows below the table)"},
		{"long.xlsx", book(t, header+row(2, strings.Repeat("x", maxCell+1))), "a text in it is longer than a cell of a spreadsheet can be"},
		{"strings.xlsx", book(t, header+`<row r="2"><c r="A2" t="s"><v>1</v></c></row>`, [2]string{"xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>"}), "the texts of cells are missing in the workbook"},
		{"minus.xlsx", book(t, header+`<row r="2"><c r="A2" t="s"><v>-1</v></c></row>`), "the texts of cells are missing in the workbook"},
		{"wide.xlsx", book(t, header+`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`), "it has more than 1000 columns"},
		{"disorder.xlsx", book(t, header+strings.Repeat(`<row r="1"><c r="A1"><v>1</v></c></row>`, 20000)), "its rows are out of order"},
		{"merged.xlsx", book(t, header+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A2:B2"/>`, 2000)+`</mergeCells><sheetData>`), "it has more than 1000 merged ranges of cells"},
		{"nothing.xlsx", book(t, ""), "no sheet is a table of a ledger"},
		{"past-the-end.xlsx", book(t, header+`<row r="99999999"><c r="A99999999"><v>1</v></c></row>`), "past-the-end.xlsx: "},
	}
	for _, tt := range tests {
		begun := time.Now()
		_, err := ReadWorkbook(t.Context(), bytes.NewReader(tt.data), tt.name)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), tt.name+": ") {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s took %s", tt.name, took)
		}
	}
}

func emptyRows(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<row r="%d"/>`, i+1)
	}
	return b.String()
}

func zipOf(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOdd: what is unusual but honest is read.
func TestOdd(t *testing.T) {
	tests := map[string]string{
		"an extent far too large": header + row(2, "a", "b", "loan", "$5B") + `</sheetData><dimension ref="A1:XFD1048576"/><sheetData>`,
		"hidden rows":             header + strings.Replace(row(2, "a", "b", "loan", "$5B"), `r="2"`, `r="2" hidden="1"`, 1),
		"an empty row far below":  header + row(2, "a", "b", "loan", "$5B") + `<row r="1048576" ht="3"/>`,
		"rows without numbers":    strings.Replace(header, ` r="1"`, "", 1) + strings.Replace(row(2, "a", "b", "loan", "$5B"), ` r="2"`, "", 1),
		"empty rows above":        strings.NewReplacer(`"1"`, `"3"`, "A1", "A3", "B1", "B3", "C1", "C3", "D1", "D3").Replace(header) + row(4, "a", "b", "loan", "$5B"),
		"empty rows between":      header + row(1000, "a", "b", "loan", "$5B"),
	}
	for name, data := range tests {
		b, err := ReadWorkbook(t.Context(), bytes.NewReader(book(t, data)), "odd.xlsx")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(b.Sheets) != 1 || len(b.Sheets[0].Rows) != 1 {
			t.Errorf("%s: %+v", name, b.Sheets)
			continue
		}
		if diff := cmp.Diff([]string{"a", "b", "loan", "$5B"}, b.Sheets[0].Rows[0].Cells); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestCells reads single cells of every kind. The days are those that Excel shows for the numbers: 45901 is 1 September 2025.
func TestCells(t *testing.T) {
	const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="&quot;$&quot;#,##0"/><numFmt numFmtId="166" formatCode="[$-409]mmm\-yy;@"/><numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts><cellXfs count="9"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="16"/><xf numFmtId="22"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>`
	const strs = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></sst>`
	tests := []struct{ cell, want, wrong string }{
		{`<c r="D2" t="s"><v>0</v></c>`, "shared", ""},
		{`<c r="D2" t="s"><v>1</v></c>`, "rich", ""},
		{`<c r="D2" t="str"><v>plain</v></c>`, "plain", ""},
		{`<c r="D2" t="inlineStr"><is><t>=1+1</t></is></c>`, "=1+1", ""},
		{`<c r="D2"><f>1+1</f><v>2</v></c>`, "", "the cell is a formula (paste its value)"},
		{`<c r="D2" t="str"><f>A1</f><v>from</v></c>`, "", "the cell is a formula (paste its value)"},
		{`<c r="D2"><f>A1</f></c>`, "", "the cell is a formula (paste its value)"},
		{`<c r="D2" t="e"><v>#REF!</v></c>`, "", "the cell holds the error #REF! (type the value again)"},
		{`<c r="D2" t="b"><v>1</v></c>`, "", "the cell holds the truth value TRUE (type what is meant, as text)"},
		{`<c r="D2" t="d"><v>2025-09-01</v></c>`, "2025-09-01", ""},
		{`<c r="D2"><v>2026</v></c>`, "2026", ""},
		{`<c r="D2"><v>0.1</v></c>`, "0.1", ""},
		{`<c r="D2"><v>1E+11</v></c>`, "100000000000", ""},
		{`<c r="D2"><v>1.2345678901234568E+19</v></c>`, "", "the cell holds the number 1.2345678901234568E+19, of which the spreadsheet may have lost digits (format the cell as text and type it again)"},
		{`<c r="D2"><v>abc</v></c>`, "", `the cell holds "abc" where a number should be (type it again)`},
		{`<c r="D2" s="1"><v>45901</v></c>`, "2025-09-01", ""},
		{`<c r="D2" s="6"><v>45922</v></c>`, "2025-09-22", ""},
		{`<c r="D2" s="1"><v>45901.5</v></c>`, "", "the cell holds a time of 2025-09-01 (format the cell as text and type it again)"},
		{`<c r="D2" s="2"><v>45901</v></c>`, "", "the cell shows Sep-25, which the spreadsheet made of a text (perhaps it was 2025-09; format the cell as text and type it again)"},
		{`<c r="D2" s="8"><v>45922</v></c>`, "", "the cell shows Sep-25, but holds 2025-09-22 (perhaps it was 2025-09 or 2025-09-22; format the cell as text and type it again)"},
		{`<c r="D2" s="3"><v>46290</v></c>`, "", "the cell shows 25-Sep, which the spreadsheet made a date of 2026 (perhaps it was 2026-09-25 or 2025-09; format the cell as text and type it again)"},
		{`<c r="D2" s="4"><v>45901.25</v></c>`, "", "the cell holds a time of 2025-09-01 (format the cell as text and type it again)"},
		{`<c r="D2" s="9"><v>2</v></c>`, "", "the cell holds a time of 1900-01-02 (format the cell as text and type it again)"},
		{`<c r="D2" s="1"><v>-5</v></c>`, "", "the cell holds the number -5, shown as a date (format the cell as text and type it again)"},
		{`<c r="D2" s="5"><v>0.45</v></c>`, "45%", ""},
		{`<c r="D2" s="5"><v>0.28999999999999998</v></c>`, "29%", ""},
		{`<c r="D2" s="5"><v>1.125</v></c>`, "112.5%", ""},
		{`<c r="D2" s="7"><v>300000000</v></c>`, "300000000", ""},
		{`<c r="D2" t="inlineStr"><is><t>  spaced  </t></is></c>`, "spaced", ""},
	}
	for _, tt := range tests {
		data := book(t, header+`<row r="2">`+text("A2", "a")+tt.cell+`</row>`, [2]string{"xl/styles.xml", styles}, [2]string{"xl/sharedStrings.xml", strs})
		b, err := ReadWorkbook(t.Context(), bytes.NewReader(data), "b.xlsx")
		wrong, got := "", ""
		if list, ok := errors.AsType[*deals.ErrorList](err); ok {
			wrong = list.Error()
		} else if err != nil {
			t.Errorf("%s: %v", tt.cell, err)
			continue
		}
		if len(b.Sheets) == 1 && len(b.Sheets[0].Rows) == 1 {
			got = b.Sheets[0].Rows[0].Cells[3]
		}
		want := tt.wrong
		if want != "" {
			want = "b.xlsx:deals!D2: " + want
		}
		if got != tt.want || wrong != want {
			t.Errorf("%s: %q, %s, want %q, %s", tt.cell, got, wrong, tt.want, want)
		}
	}
}

func TestMergedCells(t *testing.T) {
	data := book(t, header+row(2, "a", "b", "loan", "$5B")+`</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells><sheetData>`)
	_, err := ReadWorkbook(t.Context(), bytes.NewReader(data), "b.xlsx")
	if want := "b.xlsx:deals!A2: the cells A2:A3 are merged (unmerge them and write each cell)"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestForeign reads a workbook of somebody who never saw ours: sheets by their headers, others left alone.
func TestForeign(t *testing.T) {
	f := excelize.NewFile()
	for _, step := range []error{
		f.SetSheetName("Sheet1", "Verträge"),
		f.SetSheetRow("Verträge", "A1", &[]any{"From", "To", "Kind", "Amount", "Status", "Date", "Source", "Note"}),
		f.SetSheetRow("Verträge", "A2", &[]any{"aurora", "Borealis", "equity", "$1B", "signed", "2025-01-02", "https://example.org/x", ""}),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if _, err := f.NewSheet("Scratch"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStr("Scratch", "A1", "my sums"); err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/foreign.xlsx"
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	l, err := OpenLedger(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Deals) != 1 || l.Deals[0].Legs[0].Amount.String() != "$1B" || l.Deals[0].Pos.String() != path+":Verträge!A2" {
		t.Errorf("deals %+v", l.Deals)
	}
	if len(l.Warnings) != 1 || l.Warnings[0].Error() != path+":Scratch: the sheet is no table of a ledger: it was not read" {
		t.Errorf("warnings %v", l.Warnings)
	}
	b, err := OpenWorkbook(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ours := ledgerOf(t, "l.yaml", "deals:\n  - id: x\n    from: aurora\n    to: borealis\n    kind: equity\n    amount: $1B\n    status: signed 2025-01-02\n    source: https://example.org/x\n")
	m, err := Merge(b, ours, Neither)
	if err != nil || len(m.Errors)+len(m.Conflicts) > 0 {
		t.Fatalf("%v %v %v", err, m.Errors, m.Conflicts)
	}
	if changes, err := m.Changes(ours); err != nil || len(changes) > 0 {
		t.Errorf("a deal that is there already, without an id: %v, %v", changes, err)
	}
}

// TestWorkerEnds: whatever becomes of the child, the parent says so.
func TestWorkerEnds(t *testing.T) {
	good := book(t, header+row(2, "a", "b", "loan", "$5B"))
	read := func(ctx context.Context, role string) error {
		t.Setenv(roleVariable, role)
		_, err := ReadWorkbook(ctx, bytes.NewReader(good), "b.xlsx")
		return err
	}
	if err := read(t.Context(), "impostor"); !errors.Is(err, ErrNoWorker) {
		t.Errorf("a program that is no worker: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := read(ctx, "sleeper"); err == nil || !strings.Contains(err.Error(), "takes too long: it was stopped") {
		t.Errorf("a worker that does not end: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if err := read(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a reading that was called off: %v", err)
	}
	if raced {
		t.Log("not tried under the race detector: a worker that eats all memory")
		return
	}
	if _, err := os.Stat("/proc/self/status"); err == nil {
		if err := read(t.Context(), "glutton"); err == nil || !strings.Contains(err.Error(), "of memory: it was stopped") {
			t.Errorf("a worker that eats all memory: %v", err)
		}
	}
}

// FuzzAnswer reads what is no answer of a worker.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(greeting + `{"Sheets":[{"Name":"deals","Table":"deals","Header":1,"Key":1,"Columns":[{"Column":2,"Name":"id"}],"Rows":[{"Row":2,"Key":"k","Cells":["x"]}]}]}`))
	f.Add([]byte(greeting + `{"Refused":"no"}`))
	f.Add([]byte(greeting + `{"Sheets":[{"Header":-1}],"Base":[["dealgraph workbook 1","","","",""]]}`))
	f.Add([]byte(greeting + `{"Base":[["dealgraph workbook 1","","","","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]],"Sheets":[{"Table":"deals","Header":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := readAnswer(bytes.NewReader(data))
		if err != nil {
			return
		}
		b, err := found.workbook("b.xlsx")
		if b == nil {
			if err == nil {
				t.Fatal("neither a workbook nor an error")
			}
			return
		}
		for _, s := range b.Sheets {
			for r := range s.Rows {
				for c := range s.Columns {
					if b.At(s, r, c).File == "" {
						t.Fatal("a cell without a place")
					}
				}
			}
		}
	})
}

// FuzzLook reads files that are nearly workbooks, in this process.
func FuzzLook(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>from</t></is></c></row>`)
	f.Add(header + row(2, "a", "b", "loan", "$5B"))
	f.Add(header + `<row r="2"><c r="XFD2"><v>1</v></c><c r="A2" t="s"><v>9</v></c><c t="b" r="B2"><f/></c></row>`)
	f.Add(`<row r="0"><c/></row><row r="5"><c r="A1"/></row></sheetData><mergeCells><mergeCell ref="A"/></mergeCells><sheetData>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		found := look(book(t, sheet))
		if err := found.check(); err != nil {
			t.Errorf("%v: %+v", err, found)
		}
		if strings.Contains(found.Refused, "cannot handle") {
			t.Logf("the library gave up: %s", found.Refused)
		}
	})
}
