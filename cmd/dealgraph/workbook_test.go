package main

import (
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// The commands with which scripts edit a workbook, as somebody at a spreadsheet does:
//
//	cell BOOK SHEET KEY COLUMN VALUE    types into the row of a key
//	formula BOOK SHEET KEY COLUMN TEXT  makes the cell a formula
//	number BOOK SHEET KEY COLUMN FORMAT VALUE
//	addrow BOOK SHEET COLUMN=VALUE...   fills the first empty row
//	delrow BOOK SHEET KEY               deletes a row
//	sortrows BOOK SHEET                 turns the order of the rows round
//	delsheet BOOK SHEET
func workbookCommands() map[string]func(*testscript.TestScript, bool, []string) {
	edit := func(least int, do func(*testscript.TestScript, *excelize.File, []string)) func(*testscript.TestScript, bool, []string) {
		return func(ts *testscript.TestScript, neg bool, args []string) {
			if neg || len(args) < least {
				ts.Fatalf("usage: BOOK SHEET ... with %d arguments", least)
			}
			f, err := excelize.OpenFile(ts.MkAbs(args[0]))
			ts.Check(err)
			do(ts, f, args[1:])
			ts.Check(f.SaveAs(ts.MkAbs(args[0])))
			ts.Check(f.Close())
		}
	}
	return map[string]func(*testscript.TestScript, bool, []string){
		"cell": edit(5, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			ts.Check(f.SetCellStr(args[0], cellOf(ts, f, args[0], args[1], args[2]), args[3]))
		}),
		"formula": edit(5, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			ts.Check(f.SetCellFormula(args[0], cellOf(ts, f, args[0], args[1], args[2]), args[3]))
		}),
		"number": edit(6, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			cell := cellOf(ts, f, args[0], args[1], args[2])
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &args[3]})
			ts.Check(err)
			ts.Check(f.SetCellDefault(args[0], cell, args[4]))
			ts.Check(f.SetCellStyle(args[0], cell, cell, style))
		}),
		"addrow": edit(3, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			rows, err := f.GetRows(args[0])
			ts.Check(err)
			for _, pair := range args[1:] {
				column, value, _ := strings.Cut(pair, "=")
				cell, err := excelize.CoordinatesToCellName(slices.Index(rows[0], column)+1, len(rows)+1)
				ts.Check(err)
				ts.Check(f.SetCellStr(args[0], cell, value))
			}
		}),
		"delrow": edit(3, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			_, row, err := excelize.CellNameToCoordinates(cellOf(ts, f, args[0], args[1], "key"))
			ts.Check(err)
			ts.Check(f.RemoveRow(args[0], row))
		}),
		"sortrows": edit(2, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			rows, err := f.GetRows(args[0])
			ts.Check(err)
			for i, row := range rows[1:] {
				full := make([]any, len(rows[0]))
				for c := range full {
					full[c] = ""
					if c < len(row) {
						full[c] = row[c]
					}
				}
				cell, err := excelize.CoordinatesToCellName(1, len(rows)-i)
				ts.Check(err)
				ts.Check(f.SetSheetRow(args[0], cell, &full))
			}
		}),
		"delsheet": edit(2, func(ts *testscript.TestScript, f *excelize.File, args []string) {
			ts.Check(f.DeleteSheet(args[0]))
		}),
	}
}

// cellOf is the cell of a column in the row of a key.
func cellOf(ts *testscript.TestScript, f *excelize.File, sheet, key, column string) string {
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	c := slices.Index(rows[0], column)
	r := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == key })
	if c < 0 || r < 0 {
		ts.Fatalf("%s has no cell for %s of %s", sheet, column, key)
	}
	cell, err := excelize.CoordinatesToCellName(c+1, r+1)
	ts.Check(err)
	return cell
}
