package deals

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A tableKind is what the rows of a CSV file are, told by its header.
type tableKind struct {
	name    string
	needs   []string // the columns that give it away
	columns []string
	row     func(*decoder, *node)
}

func tableKinds() []tableKind {
	return []tableKind{
		{"controls", []string{"party", "metric", "share"}, columnNames(RecordControl), (*decoder).control},
		{"facts", []string{"party", "metric", "value"}, columnNames(RecordFact), (*decoder).fact},
		{"deals", []string{"from", "to", "kind"}, columnNames(RecordDeal), (*decoder).row},
		{"rates", []string{"currency", "per", "rate"}, columnNames(RecordRate), (*decoder).rate},
		{"claims", []string{"deal", "field", "value"}, columnNames(RecordClaimRow), (*decoder).claimRow},
		{"tranches", []string{"deal", "amount", "condition"}, columnNames(RecordTrancheRow), (*decoder).trancheRow},
		{"sources", []string{"deal", "url"}, columnNames(RecordSourceRow), (*decoder).sourceRow},
		{"parties", []string{"id", "name"}, columnNames(RecordParty), (*decoder).party},
	}
}

// readTable decodes one table. The separator is the one of comma, semicolon and tab that the header has most of; lines that
// begin with # are comments. Rows are read one at a time into one reused node, so that a million rows cost only what the
// ledger keeps of them.
//
// A row may end early: the cells that are not there are empty. It may not go on past the header. The error is that of the
// file, or of its encoding.
func (d *decoder) readTable(name string, text *textReader, in *bufio.Reader) error {
	t := table{d: d, name: name, text: text, rows: newRowReader(in)}
	switch err := t.rows.next(); {
	case errors.Is(err, io.EOF):
		d.warn(Pos{File: name}, "empty", "the file is empty", "remove it, or begin a table of deals with from,to,kind,amount,status,date,source,note")
		return nil
	case err != nil:
		if _, err = t.broken(err); errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
	t.foreign()
	kind, ok := t.header()
	if !ok {
		return nil
	}
	line := t.rows.line
	d.rows = map[DealID]*rowsDeal{}
	t.row = node{shape: mapping, row: true, fields: make([]field, len(t.columns))}
	t.cells = make([]node, len(t.columns))
	for i, key := range t.columns {
		t.row.fields[i] = field{key: key, val: &t.cells[i], no: fieldNumbers[key]}
	}
	rows := 0
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		kind.row(d, &t.row)
		rows++
	}
	d.headsWithoutLegs()
	t.foreign()
	if rows == 0 && !t.failed {
		d.warn(Pos{name, line, 1}, "empty", fmt.Sprintf("the table of %s has no rows", kind.name), "")
	}
	return nil
}

// A table is a CSV file being read row by row.
type table struct {
	d       *decoder
	name    string
	text    *textReader
	rows    *rowReader
	columns []string
	holds   []Content // of the columns, in a table with semicolons: see withPoint
	row     node
	cells   []node
	failed  bool // a row was broken
	told    bool // of the encoding

	conflict int // the line in which a conflict of a merge begins that is being passed over
}

// next reads the next row that has anything in it; what is broken it reports and skips.
func (t *table) next() error {
	for {
		err := t.rows.next()
		t.comments()
		if err == nil || errors.Is(err, io.EOF) {
			t.foreign()
		}
		if errors.Is(err, io.EOF) && t.conflict > 0 {
			t.d.unmerged(t.name, t.conflict, t.rows.line)
			t.conflict, t.failed = 0, true
		}
		if err != nil {
			if goOn, err := t.broken(err); !goOn {
				return err
			}
			continue
		}
		columns := len(t.columns)
		switch n := len(t.rows.ends); {
		case t.unmerged():
		case n > columns && !t.rows.blank(columns):
			t.failed = true
			at := t.rows.places[columns]
			t.d.fail(Pos{t.name, at.line, at.col}, "columns", fmt.Sprintf("the row has %d cells, the header %d columns", n, columns), fmt.Sprintf("quote a cell that contains %q", t.rows.comma))
		case !t.rows.blank(0):
			t.fill()
			return nil
		}
	}
}

// broken reports a row that is none, and whether reading goes on behind it; if not, err says why, or [io.EOF].
func (t *table) broken(err error) (goOn bool, _ error) {
	wrong, ok := errors.AsType[*rowError](err)
	if !ok {
		return false, err
	}
	t.failed = true
	if wrong.ends {
		t.d.fail(Pos{t.name, wrong.line, wrong.col}, "size", wrong.msg, wrong.hint)
		return false, io.EOF
	}
	t.d.fail(Pos{t.name, wrong.line, wrong.col}, "syntax", "not valid CSV: "+wrong.msg, wrong.hint)
	return true, nil
}

// fill puts the cells of a record into the row.
func (t *table) fill() {
	text := string(t.rows.text)
	start := 0
	at := t.rows.places[0]
	for i := range t.cells {
		c := &t.cells[i]
		*c = node{shape: scalar}
		if i < len(t.rows.ends) {
			end := t.rows.ends[i]
			at = t.rows.places[i]
			c.text = clean(unescapeFormula(text[start:end]))
			start = end
		}
		c.pos = Pos{t.name, at.line, at.col}
		t.row.fields[i].pos = c.pos
		if c.text != "" && (c.text[0] == '#' || c.text[0] == 'E') && !t.d.notDamaged(c, t.columns[i]) {
			continue
		}
		if t.holds != nil && strings.ContainsAny(c.text, ".,") {
			t.point(c, i)
		}
	}
	t.row.pos = t.cells[0].pos
}

// point writes the numbers of a cell with a decimal point, or reports that they read two ways.
func (t *table) point(c *node, column int) {
	text, err := cellText{t.columns[column], c.text}.withPoint(t.holds[column])
	if err != nil {
		t.d.fail(c.pos, t.columns[column], err.Msg, err.Hint)
		c.shape = refused
		return
	}
	c.text = text
}

// foreign tells once that the file is read as Windows-1252, with the first cell that is not ASCII as it was read.
func (t *table) foreign() {
	at := t.text.foreign
	if t.told || t.text.utf16 || at.line == 0 {
		return
	}
	line := t.rows.line
	if len(t.rows.places) == 0 || line < at.line {
		return
	}
	t.told = true
	cell := ""
	for i, p := range t.rows.places {
		if i < len(t.rows.ends) && (p.line < at.line || p.line == at.line && p.col <= at.col) {
			cell = clean(string(t.rows.cell(i)))
		}
	}
	msg := "the file is not UTF-8: it is read as Windows-1252"
	if strings.ContainsFunc(cell, func(r rune) bool { return r >= utf8.RuneSelf }) {
		msg += ", in which this cell is " + quote(cell)
	}
	t.d.warn(Pos{t.name, at.line, at.col}, "encoding", msg, "if that is wrong, save the file as UTF-8")
}

// header finds out what the table is and reports columns nobody knows.
func (t *table) header() (kind tableKind, ok bool) {
	d, columns := t.d, t.rows.headings()
	place := func(i int) Pos { return Pos{t.name, t.rows.places[i].line, t.rows.places[i].col} }
	kind, ok = kindOf(columns)
	if !ok {
		d.noTable(place(0), columns)
		return kind, false
	}
	for len(columns) > 0 && columns[len(columns)-1] == "" {
		columns = columns[:len(columns)-1] // delimiters at the end
	}
	for i, c := range columns {
		pos := place(i)
		switch {
		case c == "":
			d.fail(pos, "field", fmt.Sprintf("column %d has no name", i+1), "name it, or remove it")
		case !slices.Contains(kind.columns, c):
			d.fail(pos, "field", fmt.Sprintf("a table of %s has no column %s", kind.name, quote(c)), meant(c, kind.columns))
		case slices.Index(columns, c) < i:
			d.fail(pos, "field", fmt.Sprintf("the column %q stands twice", c), "remove one")
		}
	}
	t.columns = columns
	if t.rows.comma == ';' {
		t.holds = columnContents(kind, columns)
	}
	return kind, true
}

// TableOf is the table that has these columns, told as the header of a CSV file is; ok is false when there is none.
func TableOf(columns []string) (table string, ok bool) {
	kind, ok := kindOf(columns)
	return kind.name, ok
}

// kindOf is the table that has these columns.
func kindOf(columns []string) (tableKind, bool) {
	for _, kind := range tableKinds() {
		if len(missing(kind.needs, columns)) == 0 {
			return kind, true
		}
	}
	return tableKind{}, false
}

// missing are the words of need that have does not contain.
func missing(need, have []string) []string {
	return slices.DeleteFunc(slices.Clone(need), func(c string) bool { return slices.Contains(have, c) })
}

// noTable reports a header that belongs to no table, and what the nearest table would still need.
func (d *decoder) noTable(pos Pos, columns []string) {
	nearest := slices.MinFunc(tableKinds(), func(a, b tableKind) int {
		return cmp.Or(
			cmp.Compare(len(missing(a.needs, columns)), len(missing(b.needs, columns))),
			cmp.Compare(len(missing(columns, a.columns)), len(missing(columns, b.columns))))
	})
	lacks := missing(nearest.needs, columns)
	if 2*len(lacks) > len(nearest.needs) {
		d.fail(pos, "header", "the header "+quote(strings.Join(columns, ","))+" is that of no table of a ledger", "a table of deals has from,to,kind,amount,status,date,source,note")
		return
	}
	hint := "rename the column, or add it"
	for _, stray := range missing(columns, nearest.columns) {
		if _, near := Suggest(stray, lacks); near {
			hint = fmt.Sprintf("perhaps it is %s", quote(stray))
			break
		}
	}
	d.fail(pos, "header", fmt.Sprintf("the header looks like a table of %s, but has no column %s", nearest.name, strings.Join(lacks, ", ")), hint)
}

// comments warns of comments before the row that look like rows themselves: nothing is left out in silence. A row that
// begins with the error of a formula is not meant as a comment.
func (t *table) comments() {
	for _, c := range t.rows.comments {
		first, _, _ := strings.Cut(c.text, string(t.rows.comma))
		if len(t.columns) > 1 && isFormulaError(clean(first)) && len(strings.Trim(first, "#")) > 0 {
			err := cellText{t.columns[0], clean(first)}.damage()
			t.d.fail(Pos{t.name, c.line, 1}, "damaged", err.Msg, err.Hint)
			continue
		}
		if len(t.columns) > 1 && strings.Count(c.text, string(t.rows.comma)) == len(t.columns)-1 {
			t.d.warn(Pos{t.name, c.line, 1}, "comment", "the line begins with # and is not read, though it has the cells of a row", "quote the first cell if it is one")
		}
	}
}
