package exchange

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"

	"github.com/xuri/excelize/v2"
)

// found is what a worker finds in a workbook: its answer.
type found struct {
	Sheets   []foundSheet
	Base     [][]string // rows of the sheet of that name; nil when there is none
	Skipped  []string   // sheets that are no tables of a ledger
	Problems []problem
	Refused  string // why nothing was read; then all else is empty
	Hint     string
}

// foundSheet is a table as it stands in a sheet.
type foundSheet struct {
	Name    string
	Table   string
	Header  int // the row of the header
	Key     int // the column of keys; 0: there is none
	Columns []foundColumn
	Rows    []foundRow
}

type foundColumn struct {
	Column int // in the sheet, from 1
	Name   string
}

type foundRow struct {
	Row   int // in the sheet, from 1
	Key   string
	Cells []string // as many as the sheet has columns
}

// problem is a cell that cannot be read.
type problem struct {
	Sheet, Cell string
	Code        string
	Msg, Hint   string
}

// parse reads a workbook that the guard let pass.
func parse(data []byte) (out found, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return found{}, refuse("save it anew as Excel Workbook (.xlsx)", "the workbook cannot be read: %v", err)
	}
	defer f.Close()
	p := &parser{f: f, formats: map[int]numberFormat{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		p.from1904 = *props.Date1904
	}
	names := f.GetSheetList()
	if len(names) == 0 {
		return found{}, refuse("save it anew as Excel Workbook (.xlsx)", "the workbook has no sheet")
	}
	if len(names) > 200 {
		return found{}, refuse("delete what is no part of the ledger", "the workbook has %d sheets", len(names))
	}
	ours, err := p.base(names)
	if err != nil {
		return found{}, err
	}
	for _, name := range names {
		if err := p.sheet(name, ours); err != nil {
			return found{}, err
		}
	}
	return p.out, nil
}

// base reads the base, and reports whether there is one: somebody else may call a sheet so.
func (p *parser) base(names []string) (bool, error) {
	if !slices.Contains(names, baseSheet) {
		return false, nil
	}
	rows, err := p.values(baseSheet)
	if err == nil && len(rows) > 0 && len(rows[0]) > 0 && strings.HasPrefix(rows[0][0], "dealgraph workbook ") {
		p.out.Base = rows
		return true, nil
	}
	return false, err
}

type parser struct {
	f        *excelize.File
	from1904 bool
	formats  map[int]numberFormat
	out      found
}

func (p *parser) problem(sheet, cell, code, hint, format string, args ...any) {
	const most = 1000 // a sheet that is nothing else is told from its first ones
	if len(p.out.Problems) < most {
		p.out.Problems = append(p.out.Problems, problem{sheet, cell, code, fmt.Sprintf(format, args...), hint})
	}
}

// values are the raw texts of a sheet by row.
func (p *parser) values(name string) ([][]string, error) {
	rows, err := p.f.Rows(name)
	if err != nil {
		return nil, nil // a sheet of charts or macros
	}
	var out [][]string
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, refuse("save the workbook anew", "the sheet %q cannot be read: %v", name, err)
		}
		out = append(out, cells)
	}
	return out, rows.Error()
}

// sheet reads one sheet. In a workbook of ours, those that are no tables are known.
func (p *parser) sheet(name string, ours bool) error {
	if ours && (name == instructionsSheet || name == listsSheet || name == baseSheet) {
		return nil
	}
	rows, err := p.values(name)
	if err != nil {
		return err
	}
	s, ok := p.header(name, rows)
	if !ok {
		p.out.Skipped = append(p.out.Skipped, name)
		return nil
	}
	if i := slices.IndexFunc(p.out.Sheets, func(o foundSheet) bool { return o.Table == s.Table }); i >= 0 {
		p.problem(name, cellName(1, s.Header), "header", "join the two", "the sheet %q is a table of %s too", p.out.Sheets[i].Name, s.Table)
		return nil
	}
	merged, err := p.f.GetMergeCells(name, true)
	if err != nil {
		return refuse("save the workbook anew", "the sheet %q cannot be read: %v", name, err)
	}
	for _, m := range merged {
		p.problem(name, m.GetStartAxis(), "cell", "unmerge them and write each cell", "the cells %s:%s are merged", m.GetStartAxis(), m.GetEndAxis())
	}
	for r := s.Header; r < len(rows); r++ {
		if row, ok := p.row(s, rows[r], r+1); ok {
			s.Rows = append(s.Rows, row)
		}
	}
	p.out.Sheets = append(p.out.Sheets, s)
	return nil
}

// header finds the first row that has anything in it, which names the columns, and what table they make.
func (p *parser) header(name string, rows [][]string) (foundSheet, bool) {
	s := foundSheet{Name: name}
	at := slices.IndexFunc(rows, func(row []string) bool { return !blank(row) })
	if at < 0 {
		return s, false
	}
	s.Header = at + 1
	var names []string
	var used []bool // columns that have anything
	for _, row := range rows[at:] {
		for c, text := range row {
			if c >= len(used) {
				used = append(used, make([]bool, c+1-len(used))...)
			}
			used[c] = used[c] || strings.TrimSpace(text) != ""
		}
	}
	for c := range used {
		text := ""
		if c < len(rows[at]) {
			text = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(rows[at][c])), " ", "_")
		}
		switch {
		case text == keyColumn && s.Key == 0:
			s.Key = c + 1
		case !used[c]:
		default:
			s.Columns = append(s.Columns, foundColumn{c + 1, text})
			names = append(names, text)
		}
	}
	table := strings.ToLower(strings.TrimSpace(name))
	if slices.ContainsFunc(deals.Tables(), func(t deals.TableInfo) bool { return t.Name == table }) {
		s.Table = table
	} else {
		s.Table, _ = deals.TableOf(names)
	}
	if s.Table == "" {
		return s, false
	}
	for _, c := range s.Columns {
		if c.Name == "" {
			p.problem(name, cellName(c.Column, s.Header), "field", "name it, or empty the cells below", "the column has no name")
		}
	}
	s.Columns = slices.DeleteFunc(s.Columns, func(c foundColumn) bool { return c.Name == "" })
	return s, true
}

// row reads the cells of one row; ok is false when nothing is in it.
func (p *parser) row(s foundSheet, raw []string, number int) (foundRow, bool) {
	row := foundRow{Row: number, Cells: make([]string, len(s.Columns))}
	any := false
	read := func(column int) string {
		if column < 1 || column > len(raw) {
			return ""
		}
		text, ok := p.cell(s.Name, cellName(column, number), raw[column-1])
		any = any || !ok || text != ""
		return text
	}
	row.Key = read(s.Key)
	for i, c := range s.Columns {
		row.Cells[i] = read(c.Column)
	}
	return row, any
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// cell reads one cell; ok is false when it was refused, with a problem.
func (p *parser) cell(sheet, cell, raw string) (text string, ok bool) {
	kind, err := p.f.GetCellType(sheet, cell)
	if err != nil {
		p.problem(sheet, cell, "cell", "type it again", "the cell cannot be read: %v", err)
		return "", false
	}
	if kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString || raw == "" {
		if formula, err := p.f.GetCellFormula(sheet, cell); formula != "" || err != nil {
			p.problem(sheet, cell, "formula", "paste its value", "the cell is a formula")
			return "", false
		}
	}
	switch kind {
	case excelize.CellTypeInlineString, excelize.CellTypeSharedString:
		return strings.TrimSpace(raw), true
	case excelize.CellTypeFormula: // the text of a formula without the formula
		return strings.TrimSpace(raw), true
	case excelize.CellTypeError:
		p.problem(sheet, cell, "cell", "type the value again", "the cell holds the error %s", cmp.Or(raw, "of a formula"))
		return "", false
	case excelize.CellTypeBool:
		word := map[string]string{"1": "TRUE", "0": "FALSE"}[raw]
		p.problem(sheet, cell, "cell", "type what is meant, as text", "the cell holds the truth value %s", cmp.Or(word, raw))
		return "", false
	case excelize.CellTypeDate:
		return strings.TrimSuffix(raw, "T00:00:00"), true
	}
	if raw == "" {
		return "", true
	}
	text, msg, hint := p.number(sheet, cell, raw)
	if msg != "" {
		p.problem(sheet, cell, "cell", hint, "%s", msg)
		return "", false
	}
	return text, true
}
