package deals

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ReadSheets reads a ledger from its tables as cells. Places are those that at gives for the number of a sheet, of a row in
// it and of a column, all from 0; row -1 is the header. The texts of cells stand as they are: no apostrophe is taken away.
//
// Errors are those of [Open]. A sheet whose table nobody knows, or with a column twice, is among them; so is a row of another
// length than the header, which is a broken sheet. Columns may stand in any order.
func ReadSheets(name string, sheets []Sheet, at func(sheet, row, column int) Pos) (*Ledger, error) {
	d := newDecoder(name)
	for i, s := range sheets {
		d.sheet(s, func(row, column int) Pos { return at(i, row, column) })
	}
	return d.finish()
}

// sheet decodes the rows of one sheet.
func (d *decoder) sheet(s Sheet, at func(row, column int) Pos) {
	kinds := tableKinds()
	i := slices.IndexFunc(kinds, func(k tableKind) bool { return k.name == s.Table })
	if i < 0 {
		d.fail(at(-1, 0), "header", fmt.Sprintf("a ledger has no table %s", quote(s.Table)), "")
		return
	}
	if !d.sheetHeader(kinds[i], s.Columns, at) {
		return
	}
	d.rows = map[DealID]*rowsDeal{}
	h := sha256.New()
	fmt.Fprintln(h, strings.Join(s.Columns, "\x00"))
	row, cells := &node{shape: mapping, row: true, fields: make([]field, len(s.Columns))}, make([]node, len(s.Columns))
	for r, rec := range s.Rows {
		fmt.Fprintln(h, strings.Join(rec.Cells, "\x00"))
		if len(rec.Cells) != len(s.Columns) {
			d.fail(at(r, 0), "columns", fmt.Sprintf("the row has %d cells, the header %d columns", len(rec.Cells), len(s.Columns)), "")
			continue
		}
		if blank(rec.Cells) {
			continue
		}
		for c, key := range s.Columns {
			cells[c] = node{shape: scalar, text: clean(rec.Cells[c]), pos: at(r, c)}
			if !utf8.ValidString(rec.Cells[c]) {
				d.fail(cells[c].pos, "encoding", "the cell is not valid UTF-8", "type it again")
				cells[c] = node{shape: refused, pos: cells[c].pos}
			}
			row.fields[c] = field{key: key, pos: cells[c].pos, val: &cells[c]}
		}
		row.pos = cells[0].pos
		kinds[i].row(d, row)
	}
	d.headsWithoutLegs()
	d.sums = append(d.sums, hashed{s.Table, [sha256.Size]byte(h.Sum(nil))})
}

// sheetHeader reports whether the columns of a sheet are those of its table.
func (d *decoder) sheetHeader(kind tableKind, columns []string, at func(row, column int) Pos) bool {
	before := d.errs.count()
	for i, c := range columns {
		switch {
		case !slices.Contains(kind.columns, c):
			d.fail(at(-1, i), "field", fmt.Sprintf("a table of %s has no column %s", kind.name, quote(c)), meant(c, kind.columns))
		case slices.Index(columns, c) < i:
			d.fail(at(-1, i), "field", fmt.Sprintf("the column %q stands twice", c), "remove one")
		}
	}
	if lacks := missing(kind.needs, columns); len(lacks) > 0 {
		d.fail(at(-1, 0), "header", fmt.Sprintf("the table of %s has no column %s", kind.name, strings.Join(lacks, ", ")), "add it")
	}
	return d.errs.count() == before
}

// blank reports whether no cell of a row says anything.
func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}
