// Package exchange carries a ledger to other programs and back: workbooks of a spreadsheet, and what came of them.
//
// # A workbook
//
// [WriteWorkbook] writes one sheet for each table of a ledger, as [deals.Ledger.Sheets] has them, for people who keep a ledger
// in a spreadsheet: lists to choose from, notes on every column, text in every cell so that 2025-09 stays what it is, ids that
// are locked, and a sheet of instructions. No cell is a formula, whatever its text begins with. A hidden sheet, the base, holds
// the cells as they were, so that a workbook that comes back months later can be merged. The same ledger gives the same bytes.
//
// [ReadWorkbook] reads any workbook that has tables of a ledger in it. Whose file it is nobody knows, so it is opened in a child
// process, with limits on its size, on what it holds, on memory and on time; see [Worker]. What a spreadsheet did to a cell is
// refused with its place, such as deals!E14: formulas, error values, dates made of what was no date.
//
// # A merge
//
// [Merge] joins what the workbook says (theirs) with what the ledger says now (ours), by the base that both come from. A row is
// known by its key, wherever it stands. What one side changed is taken, what both changed alike too; what they changed
// differently is a [Conflict], and all of them are found at once.
package exchange
