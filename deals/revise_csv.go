package deals

import (
	"fmt"
	"slices"
)

func errNoRecord(p Pos) error { return fmt.Errorf("%s: no record stands there", p) }

// table revises a table. A row that says something else gets all its cells anew, and so do the other rows of its deal: what
// one leaves open another says.
func (r *revising) table(name string, data []byte) ([]byte, error) {
	fresh := r.rows[name]
	var t *canonTable
	if data == nil {
		kind := tableKindsInOrder()[slices.IndexFunc(Tables(), func(t TableInfo) bool { return t.Name == fresh[0].table })]
		t = &canonTable{kind: kind, record: rowOf(kind.name)}
	} else {
		var err error
		if t, err = textTable(name, data); err != nil {
			return nil, nil // it has no record, or it could not have been read
		}
	}
	changed, removed := r.rowsIn(name, t.kind.name)
	if len(changed)+len(removed)+len(fresh) == 0 {
		return nil, nil
	}
	columns := columnNames(t.record)
	var nodes []*node
	var rows []csvRow
	for i, n := range t.nodes {
		line := t.rows[i].line
		if removed[line] {
			continue
		}
		if cells, ok := changed[line]; ok {
			n.fields = nil
			for c, key := range columns {
				n.put(key, clean(cells[c]))
			}
		}
		nodes, rows = append(nodes, n), append(rows, t.rows[i])
	}
	for _, row := range fresh {
		if row.table != t.kind.name {
			return nil, fmt.Errorf("a table of %s takes no record of %s", t.kind.name, row.table)
		}
		n := &node{shape: mapping}
		for c, key := range columns {
			n.put(key, clean(row.cells[c]))
		}
		nodes, rows = append(nodes, n), append(rows, csvRow{})
	}
	t.nodes, t.rows = nodes, rows
	t.arrange()
	return t.bytes(), nil
}

// rowsIn are the rows of a file that say something else, by their lines, and those that are there no more.
func (r *revising) rowsIn(file, table string) (changed map[int][]string, removed map[int]bool) {
	byTable := func(s Sheet) bool { return s.Table == table }
	changed, removed = map[int][]string{}, map[int]bool{}
	is := map[int][]string{}
	touched := map[string]bool{} // deals of which a row is new
	if i := slices.IndexFunc(r.is, byTable); i >= 0 {
		for _, row := range r.is[i].Rows {
			if row.At.File == file {
				is[row.At.Line] = spread(r.is[i], row)
			} else if row.At == (Pos{}) && table == "deals" {
				touched[r.is[i].cell(row, "id")] = true
			}
		}
	}
	was := r.was[slices.IndexFunc(r.was, byTable)]
	id := slices.Index(was.Columns, "id")
	for _, row := range was.Rows {
		if row.At.File != file {
			continue
		}
		now, there := is[row.At.Line]
		switch {
		case !there:
			removed[row.At.Line] = true
		case slices.Equal(now, row.Cells):
			continue
		default:
			changed[row.At.Line] = now
		}
		if table == "deals" {
			touched[row.Cells[id]] = true
		}
	}
	for _, row := range was.Rows {
		if now, there := is[row.At.Line]; table == "deals" && row.At.File == file && there && touched[row.Cells[id]] {
			changed[row.At.Line] = now
		}
	}
	return changed, removed
}
