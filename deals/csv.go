package deals

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
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

// readCSV decodes one table. The separator is the one of comma, semicolon and tab that the header has most of; lines that
// begin with # are comments. Rows are read one at a time into one reused node, so that a million rows cost only what the
// ledger keeps of them.
//
// A row may end early: the cells that are not there are empty. It may not go on past the header.
func (d *decoder) readCSV(name string, data []byte) {
	data, comma := cutSeparatorLine(data)
	if comma == 0 {
		comma = delimiter(data)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.Comment = '#'
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.TrimLeadingSpace = comma != '\t' // it would take empty cells for space

	header, err := r.Read()
	switch {
	case errors.Is(err, io.EOF):
		d.warn(Pos{File: name}, "empty", "the file is empty", "remove it, or begin a table of deals with from,to,kind,amount,status,date,source,note")
		return
	case err != nil:
		d.csvSyntax(name, err)
		return
	}
	columns, kind, ok := d.header(name, r, header)
	if !ok {
		return
	}
	line, _ := r.FieldPos(0)
	d.rows = map[DealID]*rowsDeal{}
	t := table{d: d, name: name, data: data, r: r, columns: columns, row: node{shape: mapping, row: true, fields: make([]field, len(columns))}, cells: make([]node, len(columns))}
	rows := 0
	for t.next() {
		kind.row(d, &t.row)
		rows++
	}
	d.headsWithoutLegs()
	if rows == 0 && !t.failed {
		d.warn(Pos{name, line, 1}, "empty", fmt.Sprintf("the table of %s has no rows", kind.name), "")
	}
}

// A table is a CSV file being read row by row.
type table struct {
	d       *decoder
	name    string
	data    []byte
	r       *csv.Reader
	columns []string
	row     node
	cells   []node
	failed  bool // a row was broken

	counted, line int // bytes of data in which lines were counted, and how many there were
}

// next reads the next row that has anything in it; what is broken it reports and skips.
func (t *table) next() bool {
	for {
		t.skipped()
		rec, err := t.r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return false
		case err != nil:
			t.failed = true
			t.d.csvSyntax(t.name, err)
		case len(rec) > len(t.columns) && !blank(rec[len(t.columns):]):
			t.failed = true
			line, col := t.r.FieldPos(len(t.columns))
			t.d.fail(Pos{t.name, line, col}, "columns", fmt.Sprintf("the row has %d cells, the header %d columns", len(rec), len(t.columns)), fmt.Sprintf("quote a cell that contains %q", t.r.Comma))
		case !blank(rec):
			t.fill(rec)
			return true
		}
	}
}

// fill puts the cells of a record into the row.
func (t *table) fill(rec []string) {
	var line, col int
	for i, key := range t.columns {
		c := &t.cells[i]
		*c = node{shape: scalar}
		if i < len(rec) {
			line, col = t.r.FieldPos(i)
			c.text = clean(unescapeFormula(rec[i]))
		}
		c.pos = Pos{t.name, line, col}
		t.row.fields[i] = field{key: key, pos: c.pos, val: c}
	}
	t.row.pos = t.cells[0].pos
}

// header finds out what the table is and reports columns nobody knows.
func (d *decoder) header(name string, r *csv.Reader, rec []string) (columns []string, kind tableKind, ok bool) {
	columns = make([]string, len(rec))
	for i, h := range rec {
		columns[i] = strings.ReplaceAll(strings.ToLower(clean(unescapeFormula(h))), " ", "_")
	}
	kind, ok = kindOf(columns)
	if !ok {
		line, col := r.FieldPos(0)
		d.noTable(Pos{name, line, col}, columns)
		return nil, kind, false
	}
	for i, c := range columns {
		line, col := r.FieldPos(i)
		pos := Pos{name, line, col}
		switch {
		case c == "" && i == len(columns)-1: // a trailing delimiter
		case c == "":
			d.fail(pos, "field", fmt.Sprintf("column %d has no name", i+1), "name it, or remove it")
		case !slices.Contains(kind.columns, c):
			d.fail(pos, "field", fmt.Sprintf("a table of %s has no column %s", kind.name, quote(c)), meant(c, kind.columns))
		case slices.Index(columns, c) < i:
			d.fail(pos, "field", fmt.Sprintf("the column %q stands twice", c), "remove one")
		}
	}
	return columns, kind, true
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
	if len(lacks) == len(nearest.needs) {
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

// csvSyntax reports a broken row.
func (d *decoder) csvSyntax(name string, err error) {
	pe, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		d.fail(Pos{File: name}, "syntax", "not valid CSV: "+err.Error(), "")
		return
	}
	hint := "double the quotes inside a quoted cell"
	if errors.Is(pe.Err, csv.ErrQuote) && pe.Line > pe.StartLine {
		hint = fmt.Sprintf("the quoted cell that begins in line %d may never end", pe.StartLine)
	}
	d.fail(Pos{name, pe.Line, pe.Column}, "syntax", "not valid CSV: "+pe.Err.Error(), hint)
}

// skipped warns of comments before the next row that look like rows themselves: nothing is left out in silence.
func (t *table) skipped() {
	at := int(t.r.InputOffset())
	for at < len(t.data) && (t.data[at] == '#' || t.data[at] == '\r' || t.data[at] == '\n') {
		text, _, _ := bytes.Cut(t.data[at:], []byte("\n"))
		if bytes.HasPrefix(text, []byte("#")) && len(t.columns) > 1 && bytes.Count(text, []byte(string(t.r.Comma))) == len(t.columns)-1 {
			t.line += bytes.Count(t.data[t.counted:at], []byte("\n"))
			t.counted = at
			t.d.warn(Pos{t.name, t.line + 1, 1}, "comment", "the line begins with # and is not read, though it has the cells of a row", "quote the first cell if it is one")
		}
		at += len(text) + 1
	}
}

// cutSeparatorLine blanks the first line that some spreadsheets write, sep=;, and returns the separator it names; 0 when
// there is no such line. Line numbers stay.
func cutSeparatorLine(data []byte) ([]byte, rune) {
	rest, ok := bytes.CutPrefix(data, []byte("sep="))
	if !ok || len(rest) < 2 || !bytes.ContainsAny(rest[:1], ",;\t") || rest[1] != '\n' && rest[1] != '\r' {
		return data, 0
	}
	return rest[1:], rune(rest[0])
}

// delimiter is the one of , ; and tab that the header has most of outside quotes; comma when it has none.
func delimiter(data []byte) rune {
	counts := map[rune]int{}
	quoted, comment := false, false
	start := true
	for _, c := range string(firstLines(data)) {
		switch {
		case c == '\n' && !quoted && !comment && !start:
			return mostOf(counts)
		case c == '\n':
			start, comment = true, false
			continue
		case start && c == '#' && !quoted:
			comment = true
		case c == '"' && !comment:
			quoted = !quoted
		case !quoted && !comment:
			counts[c]++
		}
		start = start && c == '\r'
	}
	return mostOf(counts)
}

func mostOf(counts map[rune]int) rune {
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// firstLines is as much of a file as a header can be long.
func firstLines(data []byte) []byte { return data[:min(len(data), 64<<10)] }

func blank(rec []string) bool {
	return !slices.ContainsFunc(rec, func(c string) bool { return strings.TrimSpace(c) != "" })
}
