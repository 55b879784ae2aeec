package exchange

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dealgraph/deals"

	"github.com/xuri/excelize/v2"
)

// The sheets of a workbook beside those of tables.
const (
	instructionsSheet = "instructions"
	listsSheet        = "lists" // what cells are chosen from
	baseSheet         = "base"  // the cells as they were
)

// keyColumn is the header of the first column, which says which record a row is.
const keyColumn = "key"

// longestText is the most UTF-16 units that a cell of a spreadsheet holds.
const longestText = 32767

// WriteWorkbook writes a ledger as a workbook (.xlsx). The tool is the name and version of the program, for the reader.
//
// Errors: those of [deals.Ledger.Sheets]; an [*deals.ErrorList] of cells that are too long for a spreadsheet or hold what XML
// cannot say; and those of w. Nothing is written then. Cost: the whole workbook is in memory twice.
func WriteWorkbook(w io.Writer, l *deals.Ledger, tool string) error {
	sheets, err := l.Sheets()
	if err != nil {
		return err
	}
	if err := fits(sheets); err != nil {
		return err
	}
	if unsteady := l.UnsteadyIDs(); len(unsteady) > 0 {
		return &deals.ErrorList{Errors: unsteady}
	}
	b := &builder{f: excelize.NewFile(), sheets: sheets, origin: origin{path.Base(l.Name), l.Hash, tool}}
	defer b.f.Close()
	b.f.SetZipWriter(newZip)
	b.build(l)
	if b.err != nil {
		return fmt.Errorf("write workbook: %w", b.err)
	}
	return b.f.Write(w)
}

// fits reports the cells that a workbook cannot hold.
func fits(sheets []deals.Sheet) error {
	var list deals.ErrorList
	for _, s := range sheets {
		for _, row := range s.Rows {
			for i, text := range row.Cells {
				msg, hint := unfit(text)
				if msg != "" {
					list.Errors = append(list.Errors, &deals.Error{Pos: row.At, Code: s.Columns[i],
						Msg: fmt.Sprintf("%s of %s %s", s.Columns[i], row.Key, msg), Hint: hint})
				}
			}
		}
	}
	if len(list.Errors) == 0 {
		return nil
	}
	return &list
}

// unfit says what keeps a text out of a cell; "" when nothing does.
func unfit(text string) (msg, hint string) {
	units := 0
	for _, r := range text {
		switch {
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == '\ufffe', r == '\uffff', r == utf8.RuneError:
			return fmt.Sprintf("holds the character %U, which no workbook can", r), "delete it"
		}
		units += utf16.RuneLen(r)
	}
	if units > longestText {
		return fmt.Sprintf("has %d characters, a cell of a spreadsheet at most %d", units, longestText), "shorten it"
	}
	return "", ""
}

// origin is what a workbook was made of.
type origin struct{ ledger, hash, tool string }

// builder makes a workbook. After the first error its steps do nothing.
type builder struct {
	f      *excelize.File
	sheets []deals.Sheet
	origin origin
	styles styles
	lists  lists
	err    error
}

// do runs a step unless one has failed before.
func (b *builder) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// sheetNames are the sheets of a workbook in order.
func (b *builder) sheetNames() []string {
	names := []string{instructionsSheet}
	for _, s := range b.sheets {
		names = append(names, s.Table)
	}
	return append(names, listsSheet, baseSheet)
}

func (b *builder) build(l *deals.Ledger) {
	for i, name := range b.sheetNames() {
		b.do(func() error {
			if i == 0 {
				return b.f.SetSheetName("Sheet1", name)
			}
			_, err := b.f.NewSheet(name)
			return err
		})
	}
	b.do(func() error {
		return b.f.SetDocProps(&excelize.DocProperties{
			Creator: b.origin.tool, LastModifiedBy: b.origin.tool, Title: "Ledger " + b.origin.ledger, Description: b.origin.hash,
			Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z", // the same bytes on every day
		})
	})
	b.do(b.makeStyles)
	b.lists = listsOf(l, b.sheets)
	b.writeInstructions()
	for _, s := range b.sheets {
		b.writeTable(s)
	}
	b.writeLists()
	b.writeBase()
	b.do(func() error { return b.f.SetSheetVisible(listsSheet, false) })
	b.do(func() error { return b.f.SetSheetVisible(baseSheet, false, true) })
	b.f.SetActiveSheet(0)
}

// writeTable writes the sheet of a table: the key, then the columns of the table.
func (b *builder) writeTable(s deals.Sheet) {
	fields := columnsOf(s)
	header := append([]string{keyColumn}, s.Columns...)
	id := slices.Index(header, "id")
	b.do(func() error {
		b.notes(s.Table, fields)
		return b.validate(s.Table, fields)
	})
	b.do(func() error {
		frozen := max(1, id+1)
		return b.f.SetPanes(s.Table, &excelize.Panes{
			Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: cellName(frozen+1, 2), ActivePane: "bottomRight",
		})
	})
	b.do(func() error {
		return b.f.AutoFilter(s.Table, "A1:"+cellName(len(header), max(2, len(s.Rows)+1)), nil)
	})
	b.do(func() error {
		return b.f.ProtectSheet(s.Table, &excelize.SheetProtectionOptions{
			AutoFilter: true, FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, InsertHyperlinks: true,
			SelectLockedCells: true, SelectUnlockedCells: true,
		})
	})
	b.stream(s.Table, func(sw *excelize.StreamWriter) error {
		for i, name := range header {
			style := b.styles.open
			if i == 0 {
				style = b.styles.locked
			}
			if err := sw.SetColStyle(i+1, i+1, style); err != nil {
				return err
			}
			if err := sw.SetColWidth(i+1, i+1, widthOf(name, s, i-1)); err != nil {
				return err
			}
		}
		if err := setRow(sw, 1, b.styles.header, header); err != nil {
			return err
		}
		for r, row := range s.Rows {
			cells := make([]any, len(header))
			cells[0] = excelize.Cell{StyleID: b.styles.locked, Value: row.Key}
			for c, text := range row.Cells {
				style := b.styles.open
				if c+1 == id {
					style = b.styles.locked
				}
				if text != "" || c+1 == id {
					cells[c+1] = excelize.Cell{StyleID: b.styles.of(style, text), Value: text}
				}
			}
			if err := sw.SetRow(cellName(1, r+2), cells); err != nil {
				return err
			}
		}
		return nil
	})
}

// stream fills the rows of a sheet.
func (b *builder) stream(sheet string, fill func(*excelize.StreamWriter) error) {
	b.do(func() error {
		sw, err := b.f.NewStreamWriter(sheet)
		if err != nil {
			return err
		}
		if err := fill(sw); err != nil {
			return err
		}
		return sw.Flush()
	})
}

// setRow writes texts of one style.
func setRow(sw *excelize.StreamWriter, row, style int, texts []string) error {
	cells := make([]any, len(texts))
	for i, t := range texts {
		if t != "" {
			cells[i] = excelize.Cell{StyleID: style, Value: t}
		}
	}
	return sw.SetRow(cellName(1, row), cells)
}

// columnsOf are the fields of the columns of a sheet.
func columnsOf(s deals.Sheet) []deals.Field {
	i := slices.IndexFunc(deals.Tables(), func(t deals.TableInfo) bool { return t.Name == s.Table })
	all := deals.Tables()[i].Columns()
	out := make([]deals.Field, len(s.Columns))
	for c, name := range s.Columns {
		out[c] = all[slices.IndexFunc(all, func(f deals.Field) bool { return f.Name == name })]
	}
	return out
}

// widthOf is how wide a column is shown, in characters: as wide as most of its cells.
func widthOf(header string, s deals.Sheet, column int) float64 {
	widths := []int{utf8.RuneCountInString(header)}
	for _, row := range s.Rows {
		text := row.Key
		if column >= 0 {
			text = row.Cells[column]
		}
		first, _, _ := strings.Cut(text, "\n")
		if n := utf8.RuneCountInString(first); n > 0 {
			widths = append(widths, n)
		}
	}
	slices.Sort(widths)
	usual := widths[(len(widths)-1)*9/10]
	return float64(min(40, max(usual, utf8.RuneCountInString(header), 6)) + 3) // room for the button of the filter
}

// cellName is the name of a cell, both counted from 1: E14.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return cmp.Or(name, fmt.Sprintf("R%dC%d", row, column))
	}
	return name
}
