package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"dealgraph/deals"

	"github.com/xuri/excelize/v2"
)

// Workbook is what a workbook holds of a ledger.
type Workbook struct {
	Name    string // as the user calls it
	Sheets  []Sheet
	Base    []deals.Sheet // what they were when the workbook was written; nil when it was not written by [WriteWorkbook]
	Ledger  string        // the ledger that it was made of, its hash, and the program; "" without a base
	Hash    string
	Tool    string
	Skipped []string // sheets that are no tables of a ledger, and were not read
}

// Sheet is a table as a sheet of a workbook holds it. Its rows have no places in a ledger; their keys are empty where nobody
// gave one.
type Sheet struct {
	deals.Sheet
	Name   string // of the sheet
	header int
	key    int
	rows   []int
	cols   []int
}

// At is the place of a cell in the workbook, for messages: "book.xlsx:deals!E14". Row and column count from 0 as those of
// Rows and Columns do; row -1 is the header, column -1 the key.
func (b *Workbook) At(s Sheet, row, column int) deals.Pos {
	r, c := s.header, max(s.key, 1)
	if row >= 0 {
		r = s.rows[row]
	}
	if column >= 0 {
		c = s.cols[column]
	}
	return deals.Pos{File: b.Name + ":" + s.Name + "!" + cellName(c, r)}
}

// ReadWorkbook reads the tables of a ledger that a workbook holds. The name is for messages, and its ending for what the file
// says it is.
//
// With a nil error everything in it was read. An [*deals.ErrorList] has every cell that could not be read, and the Workbook
// holds the rest; any other error says why nothing was. Rows that are hidden or filtered out are read too. Cost: a process,
// and a second or so for ten thousand deals; see [Timeout].
func ReadWorkbook(ctx context.Context, r io.Reader, name string) (*Workbook, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read workbook %s: %w", name, err)
	}
	if err := kindOfFile(name, data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f, err := ask(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.Refused != "" {
		return nil, fmt.Errorf("%s: %w", name, refusal{f.Refused, f.Hint})
	}
	return f.workbook(name)
}

// OpenWorkbook is [ReadWorkbook] of a file.
func OpenWorkbook(ctx context.Context, name string) (*Workbook, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadWorkbook(ctx, f, name)
}

// workbook makes a Workbook of what a worker found.
func (f *found) workbook(name string) (*Workbook, error) {
	b := &Workbook{Name: name, Skipped: f.Skipped}
	for _, s := range f.Sheets {
		b.Sheets = append(b.Sheets, s.sheet())
	}
	if len(b.Sheets) == 0 {
		return nil, fmt.Errorf("%s: no sheet is a table of a ledger (a table of deals has a header: from, to, kind, amount, status, date, source, note)", name)
	}
	if f.Base != nil {
		base, o, err := readBase(f.Base)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b.Base, b.Ledger, b.Hash, b.Tool = base, o.ledger, o.hash, o.tool
	}
	if len(f.Problems) == 0 {
		return b, nil
	}
	var list deals.ErrorList
	for _, p := range f.Problems {
		list.Errors = append(list.Errors, &deals.Error{Pos: deals.Pos{File: name + ":" + p.Sheet + "!" + p.Cell}, Code: p.Code, Msg: p.Msg, Hint: p.Hint})
	}
	SortErrors(list.Errors)
	return b, &list
}

func (s foundSheet) sheet() Sheet {
	out := Sheet{Name: s.Name, header: s.Header, key: s.Key, Sheet: deals.Sheet{Table: s.Table}}
	for _, c := range s.Columns {
		out.Columns = append(out.Columns, c.Name)
		out.cols = append(out.cols, c.Column)
	}
	for _, r := range s.Rows {
		out.Rows = append(out.Rows, deals.SheetRow{Key: r.Key, Cells: r.Cells})
		out.rows = append(out.rows, r.Row)
	}
	return out
}

// OpenLedger reads the ledger that a workbook holds; see [OpenWorkbook]. Its places are those of cells: book.xlsx:deals!E14.
// Errors are those of OpenWorkbook and of [deals.ReadSheets].
func OpenLedger(ctx context.Context, name string) (*deals.Ledger, error) {
	b, err := OpenWorkbook(ctx, name)
	list, some := errors.AsType[*deals.ErrorList](err)
	if err != nil && !some {
		return nil, err
	}
	sheets := make([]deals.Sheet, len(b.Sheets))
	for i, s := range b.Sheets {
		sheets[i] = s.Sheet
	}
	l, err := deals.ReadSheets(name, sheets, func(s, row, column int) deals.Pos { return b.At(b.Sheets[s], row, column) })
	if more, ok := errors.AsType[*deals.ErrorList](err); ok {
		if list == nil {
			list = &deals.ErrorList{}
		}
		for _, e := range more.Errors { // a cell that was refused is not missing
			if !slices.ContainsFunc(list.Errors, func(known *deals.Error) bool { return known.Pos == e.Pos }) {
				list.Errors = append(list.Errors, e)
			}
		}
	} else if err != nil {
		return l, err
	}
	for _, skipped := range b.Skipped {
		l.Warnings = append(l.Warnings, skippedWarning(name, skipped))
	}
	if list != nil {
		SortErrors(list.Errors)
		return l, list
	}
	return l, nil
}

func skippedWarning(name, sheet string) *deals.Error {
	return &deals.Error{Pos: deals.Pos{File: name + ":" + sheet}, Code: "file", Msg: "the sheet is no table of a ledger: it was not read"}
}

// Warnings say which sheets of the workbook were not read.
func (b *Workbook) Warnings() []*deals.Error {
	var out []*deals.Error
	for _, s := range b.Skipped {
		out = append(out, skippedWarning(b.Name, s))
	}
	return out
}

// SortErrors sorts errors at cells of workbooks and in files by their places: by row, then by column, E9 before E14.
func SortErrors(errs []*deals.Error) {
	slices.SortStableFunc(errs, func(a, b *deals.Error) int {
		x, xr, xc := cellPlace(a.Pos.File)
		y, yr, yc := cellPlace(b.Pos.File)
		return cmp.Or(cmp.Compare(x, y), xr-yr, xc-yc, cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Msg, b.Msg))
	})
}

// cellPlace splits book.xlsx:deals!E14.
func cellPlace(file string) (sheet string, row, column int) {
	i := strings.LastIndexByte(file, '!')
	if i < 0 {
		return file, 0, 0
	}
	column, row, err := excelize.CellNameToCoordinates(file[i+1:])
	if err != nil {
		return file, 0, 0
	}
	return file[:i], row, column
}
