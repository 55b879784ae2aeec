package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
)

// What a workbook may hold. An honest one of a hundred thousand deals keeps them.
const (
	maxFile     = 64 << 20  // bytes of the file
	maxUnpacked = 400 << 20 // bytes of all its parts
	maxParts    = 2000
	maxDepth    = 100     // elements in each other
	maxRows     = 300_000 // in one sheet
	maxNameless = 10_000  // rows that do not say which they are
	maxColumns  = 1000
	maxMerged   = 1000
	maxCells    = 6_000_000
	maxCell     = 4 * longestText // bytes of one text
)

// refusal is a workbook that is not read, and what to do about it.
type refusal struct{ msg, hint string }

func (r refusal) Error() string {
	if r.hint == "" {
		return r.msg
	}
	return r.msg + " (" + r.hint + ")"
}

func refuse(hint, format string, args ...any) error {
	return refusal{fmt.Sprintf(format, args...), hint}
}

// kindOfFile refuses what is no .xlsx file by what it is.
func kindOfFile(name string, data []byte) error {
	const save = "save it as Excel Workbook (.xlsx)"
	if len(data) > maxFile {
		return refuse("delete what is no part of the ledger, or split it", "the file has more than %d MB", maxFile>>20)
	}
	switch strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/"))) {
	case ".xls":
		return refuse(save, "an .xls workbook of old Excel is not read")
	case ".xlsb":
		return refuse(save, "a binary workbook (.xlsb) is not read")
	case ".xlsm", ".xltm", ".xlam":
		return refuse(save, "a workbook with macros is not read")
	case ".ods":
		return refuse(save, "an OpenDocument sheet is not read")
	}
	switch {
	case len(data) == 0:
		return refuse("export it anew", "the file is empty")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return refuse("take the password away, or "+save, "the workbook is encrypted, or one of old Excel")
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return refuse(save, "the file is no .xlsx workbook")
	}
	return nil
}

// guard looks through the parts of a workbook before the library that reads it does: whether they keep the limits, whether
// they are whole, and whether their XML is. The library itself takes what is broken for the end of a sheet.
func guard(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refuse("copy it once more, or export it anew", "the file is damaged or cut off: %v", err)
	}
	if len(z.File) > maxParts {
		return refuse("", "the workbook has %d parts, more than %d", len(z.File), maxParts)
	}
	var declared uint64
	names := map[string]bool{}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if names[name] {
			return refuse("", "the part %q is in the workbook twice", f.Name)
		}
		names[name] = true
		if declared += f.UncompressedSize64; declared > maxUnpacked || f.UncompressedSize64 > maxUnpacked {
			return tooLarge()
		}
	}
	if names["mimetype"] && !names["xl/workbook.xml"] {
		return refuse("save it as Excel Workbook (.xlsx)", "an OpenDocument sheet is not read")
	}
	if names["xl/vbaproject.bin"] {
		return refuse("save it as Excel Workbook (.xlsx)", "a workbook with macros is not read")
	}
	if names["xl/workbook.bin"] {
		return refuse("save it as Excel Workbook (.xlsx)", "a binary workbook (.xlsb) is not read")
	}
	if !names["[content_types].xml"] {
		return refuse("save it as Excel Workbook (.xlsx)", "the file is an archive, but no workbook")
	}
	left := int64(maxUnpacked)
	last, texts := -1, 0 // the last shared text that a cell names, and how many there are
	for _, f := range z.File {
		g := &guardian{}
		if err := g.part(f, &left); err != nil {
			return err
		}
		last = max(last, g.last)
		if strings.EqualFold(f.Name, "xl/sharedStrings.xml") {
			texts = g.texts
		}
	}
	if last >= texts {
		return refuse("copy it once more, or save it anew", "the texts of cells are missing in the workbook")
	}
	return nil
}

// guardian looks through a part.
type guardian struct {
	depth, rows, cells, text int

	row      int // the number of the last row that has one
	nameless int // rows without
	column   int // the last of the row
	merged   int

	texts, last int  // shared texts; the last one that a cell names
	shared      bool // in a cell that names one
	number      []byte
}

func tooLarge() error {
	return refuse("delete what is no part of the ledger", "the workbook is larger than %d MB when it is unpacked", maxUnpacked>>20)
}

// part unpacks one part within what is left of the limit, which also checks its sum, and looks through it.
func (g *guardian) part(f *zip.File, left *int64) error {
	g.last = -1
	broken := func(err error) error {
		if r, ok := errors.AsType[refusal](err); ok {
			return r
		}
		return refuse("copy it once more, or save it anew", "the part %q of the workbook is damaged: %v", f.Name, err)
	}
	r, err := f.Open()
	if err != nil {
		return broken(err)
	}
	defer r.Close()
	limited := &bounded{r: r, left: left}
	switch strings.ToLower(path.Ext(f.Name)) {
	case ".xml", ".rels", ".vml":
		if err := g.xml(limited); err != nil {
			return broken(err)
		}
	}
	if _, err := io.Copy(io.Discard, limited); err != nil {
		return broken(err)
	}
	return nil
}

// bounded reads no more than is left.
type bounded struct {
	r    io.Reader
	left *int64
}

// Read fails when the limit is passed.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if *b.left -= int64(n); *b.left < 0 {
		return 0, tooLarge()
	}
	return n, err
}

// xml reads XML to its end.
func (g *guardian) xml(r io.Reader) error {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, refuse("save it anew", "it is written in %q, but parts of a workbook are UTF-8", charset)
	}
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) && g.depth == 0 {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return errors.New("it is cut off")
		}
		if err != nil {
			return err
		}
		if err := g.token(t); err != nil {
			return err
		}
	}
}

func (g *guardian) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return refuse("save it anew", "it declares a document type, which no part of a workbook has")
	case xml.StartElement:
		g.depth++
		g.text = 0
		g.begin(t)
	case xml.EndElement:
		g.depth--
		if t.Name.Local == "v" && g.shared {
			n, err := strconv.Atoi(string(bytes.TrimSpace(g.number)))
			if err != nil || n < 0 {
				n = math.MaxInt
			}
			g.last = max(g.last, n)
		}
	case xml.CharData:
		g.text += len(t)
		if g.shared && len(g.number) < 20 {
			g.number = append(g.number, t[:min(len(t), 20)]...)
		}
	}
	switch {
	case g.depth > maxDepth:
		return refuse("", "it nests elements deeper than %d", maxDepth)
	case g.nameless > maxNameless:
		return refuse("save it anew", "its rows are out of order, or do not say which they are")
	case g.column > maxColumns:
		return refuse("delete the empty columns to the right of the table", "it has more than %d columns", maxColumns)
	case g.merged > maxMerged:
		return refuse("unmerge them and write each cell", "it has more than %d merged ranges of cells", maxMerged)
	case g.depth < 0:
		return errors.New("an element ends that has not begun")
	case g.rows > maxRows:
		return refuse("delete the empty rows below the table", "it has more than %d rows", maxRows)
	case g.cells > maxCells:
		return refuse("delete the empty cells beside the table", "it has more than %d cells", maxCells)
	case g.text > maxCell:
		return refuse("shorten it", "a text in it is longer than a cell of a spreadsheet can be")
	}
	return nil
}

func (g *guardian) begin(t xml.StartElement) {
	switch t.Name.Local {
	case "row":
		g.rows++
		g.column = 0
		if n, err := strconv.Atoi(attribute(t, "r")); err == nil && n > g.row {
			g.row = n
		} else {
			g.nameless++
		}
	case "mergeCell":
		g.merged++
	case "si":
		g.texts++
	case "v":
		g.number = g.number[:0]
	case "c":
		g.cells++
		g.shared = attribute(t, "t") == "s"
		g.column++
		if n := columnOf(attribute(t, "r")); n > g.column {
			g.column = n
		}
	}
}

// attribute is the value of an attribute, or "".
func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf is the column of a cell, as far as a sheet can have: 5 of E14. Of what is no cell it is 0.
func columnOf(cell string) int {
	n := 0
	for _, c := range []byte(cell) {
		if c |= 0x20; c < 'a' || c > 'z' || n > 16384 {
			break
		}
		n = n*26 + int(c-'a') + 1
	}
	return n
}
