package deals

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// formatCSV formats a table: the columns that are used, in one order, a comma between cells and LF after rows. Lines of
// comments stay before the row they stand before.
func formatCSV(name string, text []byte) ([]byte, error) {
	t, err := textTable(name, text)
	if err != nil {
		return nil, err
	}
	return t.bytes(), nil
}

// textTable reads a table with its comments.
func textTable(name string, text []byte) (*canonTable, error) {
	in := newRowReader(bufio.NewReaderSize(bytes.NewReader(text), chunk))
	in.keep = true
	rows, last, err := readRecords(in)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("format %s: %w", name, errNothing)
	}
	head := rows[0]
	kind, ok := kindOf(head.cells)
	if !ok {
		return nil, fmt.Errorf("format %s: this is no table of a ledger", name)
	}
	t := &canonTable{kind: kind, record: rowOf(kind.name), head: head, rows: rows[1:], last: last}
	if in.comma == ';' {
		t.holds = columnContents(kind, head.cells)
	}
	t.read()
	t.arrange()
	return t, nil
}

// bytes writes the table.
func (t *canonTable) bytes() []byte {
	var b bytes.Buffer
	for _, c := range t.head.above {
		b.WriteString(c + "\n")
	}
	t.write(&b)
	for _, c := range t.last {
		b.WriteString(c + "\n")
	}
	return b.Bytes()
}

// rowOf is what a row of a table is.
func rowOf(table string) Record {
	all := Tables()
	return all[slices.IndexFunc(all, func(t TableInfo) bool { return t.Name == table })].Row
}

// A csvRow is a record of a table and the comments above it.
type csvRow struct {
	above []string
	cells []string
	line  int
}

// readRecords reads all records and comments of a table; last are the comments below the last record.
func readRecords(r *rowReader) (rows []csvRow, last []string, err error) {
	for {
		err := r.next()
		for _, c := range r.comments {
			last = append(last, strings.TrimRight(c.text, " \t\r"))
		}
		switch {
		case errors.Is(err, io.EOF):
			return rows, last, nil
		case err != nil:
			return nil, nil, err
		case r.blank(0):
			continue
		}
		rec := r.headings()
		if len(rows) > 0 {
			for i := range rec {
				rec[i] = string(r.cell(i))
			}
		}
		rows = append(rows, csvRow{last, rec, r.places[0].line})
		last = nil
	}
}

// canonTable is a table on its way into canonical form.
type canonTable struct {
	kind   tableKind
	record Record
	head   csvRow
	rows   []csvRow
	last   []string  // comments below the last row
	holds  []Content // as in table
	nodes  []*node
}

// read makes a node of each row.
func (t *canonTable) read() {
	for _, row := range t.rows {
		n := &node{shape: mapping}
		for i, cell := range row.cells {
			if i >= len(t.head.cells) {
				continue
			}
			text := clean(unescapeFormula(cell))
			if t.holds != nil {
				if pointed, err := (cellText{"", text}).withPoint(t.holds[i]); err == nil {
					text = pointed
				}
			}
			n.put(t.head.cells[i], text)
		}
		t.nodes = append(t.nodes, n)
	}
}

// used are the columns that say anything, in order; of deals the eight columns of a starter stay, used or not.
func (t *canonTable) used() []string {
	said := map[string]bool{}
	for _, c := range t.kind.needs {
		said[c] = true
	}
	for _, n := range t.nodes {
		for _, f := range n.fields {
			said[f.key] = true
		}
	}
	if t.kind.name == "deals" {
		for _, c := range []string{"amount", "status", "date", "source", "note"} {
			said[c] = said[c] || slices.Contains(t.head.cells, c)
		}
	}
	var out []string
	for _, c := range t.kind.columns {
		if said[c] {
			out = append(out, c)
		}
	}
	return out
}

// arrange puts the cells of all rows into canonical spelling.
func (t *canonTable) arrange() {
	for _, n := range t.nodes {
		arrange(n, t.record)
	}
}

// order is the canonical order of the rows. Rows of one deal stay together behind its first.
func (t *canonTable) order() []int {
	places, keys := make([]int, len(t.nodes)), make([][]string, len(t.nodes))
	lead := make([]int, len(t.nodes)) // the first row of the same deal
	first := map[string]int{}
	for i, n := range t.nodes {
		places[i], lead[i] = i, i
		id := scalarAt(n, "id")
		if at, again := first[id]; again && t.kind.name == "deals" && id != "" {
			lead[i] = at
			continue
		}
		first[id] = i
		keys[i] = sortKey(t.record, n)
	}
	slices.SortStableFunc(places, func(i, j int) int {
		a, b := lead[i], lead[j]
		if a == b {
			return 0
		}
		return cmp.Or(slices.Compare(keys[a], keys[b]), a-b)
	})
	return places
}

// write writes header and rows in order.
func (t *canonTable) write(b *bytes.Buffer) {
	used := t.used()
	t.put(b, used)
	for _, i := range t.order() {
		for _, c := range t.rows[i].above {
			b.WriteString(c + "\n")
		}
		cells := make([]string, len(used))
		for k, name := range used {
			cells[k] = scalarAt(t.nodes[i], name)
		}
		t.put(b, cells)
	}
}

// put writes a row of which no cell can act in a spreadsheet, and that is no comment.
func (t *canonTable) put(b *bytes.Buffer, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		c = escapeFormula(c)
		if strings.ContainsAny(c, ",\"\r\n") || c != strings.TrimSpace(c) || i == 0 && (strings.HasPrefix(c, "#") || c == "" && len(cells) == 1) {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	b.WriteByte('\n')
}
