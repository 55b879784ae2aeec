package exchange

import (
	"cmp"
	"fmt"
	"slices"

	"dealgraph/deals"
)

// Side is one of the two that a merge joins.
type Side string

// The sides.
const (
	Neither Side = ""         // conflicts stay
	Theirs  Side = "workbook" // what the workbook says
	Ours    Side = "ledger"   // what the ledger says
)

// Conflict is what both sides changed, each in its own way.
type Conflict struct {
	Table, Key string
	Column     string    // "" when one side took the record out
	At         deals.Pos // in the workbook
	Ledger     deals.Pos // in the ledger; zero when the record is not there

	Base, Ours, Theirs string // cells; of a record taken out, the cell that the other side changed
	Gone               Side   // which side took the record out
	New                bool   // both sides put the record in, or there is no base
}

// Change is what a merge changes in a ledger.
type Change struct {
	Table, Key string
	Column     string // "" of a whole record
	Was, Is    string // cells, in canonical spelling
	Added      bool   // the record is new
	Removed    bool   // the record is taken out
}

// Merged is the outcome of a merge.
type Merged struct {
	Sheets    []deals.Sheet // as [deals.Ledger.Revise] takes them
	Conflicts []Conflict    // where the ledger's side stands in Sheets unless the other is preferred
	Errors    []*deals.Error

	from [][]origins
}

// origins says where a row of Merged comes from.
type origins struct {
	ours, theirs int // rows, or -1
	mine         []bool
}

// version is a table in three states. Rows are known by their keys; those of theirs that have none are new.
type version struct {
	base, ours, theirs []deals.SheetRow
	foreign            bool // there is no base: what theirs leaves out or open is as it is in ours
}

// mergedRow is a row of the outcome.
type mergedRow struct {
	key    string
	cells  []string
	origin origins
}

// dispute is a conflict before it is told where it stands.
type dispute struct {
	key               string
	column            int // -1: the whole record
	ours, theirs      int // rows, or -1
	base, mine, yours string
	gone              Side
	fresh             bool
}

// merge joins the three states of a table of so many columns. Rows stand in the order of ours, then the new ones of theirs.
func (v version) merge(columns int, prefer Side) (rows []mergedRow, disputes []dispute) {
	base, ours, theirs := byKey(v.base), byKey(v.ours), byKey(v.theirs)
	for i, row := range v.ours {
		b, inBase := base[row.Key]
		t, inTheirs := theirs[row.Key]
		switch {
		case inTheirs:
			var was []string
			if inBase {
				was = v.base[b].Cells
			}
			merged, d := v.mergeRow(columns, was, row, v.theirs[t], prefer)
			merged.origin.ours, merged.origin.theirs = i, t
			for k := range d {
				d[k].ours, d[k].theirs = i, t
			}
			rows, disputes = append(rows, merged), append(disputes, d...)
		case v.foreign || !inBase:
			rows = append(rows, mergedRow{row.Key, row.Cells, origins{ours: i, theirs: -1}})
		default: // theirs took it out
			if c := firstChange(v.base[b].Cells, row.Cells); c >= 0 {
				d := dispute{key: row.Key, column: c, ours: i, theirs: -1, base: v.base[b].Cells[c], mine: row.Cells[c], gone: Theirs}
				if prefer == Neither {
					disputes = append(disputes, d)
				}
				if prefer != Theirs {
					rows = append(rows, mergedRow{row.Key, row.Cells, origins{ours: i, theirs: -1}})
				}
			}
		}
	}
	for i, row := range v.theirs {
		if _, known := ours[row.Key]; known && row.Key != "" {
			continue
		}
		b, inBase := base[row.Key]
		if inBase && row.Key != "" { // ours took it out
			c := firstChange(v.base[b].Cells, row.Cells)
			if c < 0 {
				continue
			}
			if prefer == Neither {
				disputes = append(disputes, dispute{key: row.Key, column: c, ours: -1, theirs: i, base: v.base[b].Cells[c], yours: row.Cells[c], gone: Ours})
			}
			if prefer != Theirs {
				continue
			}
		}
		rows = append(rows, mergedRow{row.Key, row.Cells, origins{ours: -1, theirs: i}})
	}
	return rows, disputes
}

// mergeRow joins the states of one row; base is nil when both sides put it in.
func (v version) mergeRow(columns int, base []string, ours, theirs deals.SheetRow, prefer Side) (mergedRow, []dispute) {
	out := mergedRow{key: ours.Key, cells: make([]string, columns), origin: origins{mine: make([]bool, columns)}}
	var disputes []dispute
	for c := range columns {
		o, t := ours.Cells[c], theirs.Cells[c]
		was := ""
		if base != nil {
			was = base[c]
		}
		take, disputed := t, false
		switch {
		case o == t:
		case base == nil && t == "", base != nil && t == was:
			take = o
		case o == was: // or, without a base, open
		default:
			disputed = prefer == Neither
			if prefer != Theirs {
				take = o
			}
		}
		if disputed {
			disputes = append(disputes, dispute{key: ours.Key, column: c, base: was, mine: o, yours: t, fresh: base == nil})
		}
		out.cells[c], out.origin.mine[c] = take, take != t
	}
	return out, disputes
}

// firstChange is the first column in which two rows differ, or -1.
func firstChange(a, b []string) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}

func byKey(rows []deals.SheetRow) map[string]int {
	out := make(map[string]int, len(rows))
	for i, r := range rows {
		if r.Key != "" {
			out[r.Key] = i
		}
	}
	return out
}

// Merge joins what a workbook says with a ledger. What only one side changed since the workbook was written is taken; what both
// changed is a conflict unless they agree or one is preferred. Cells are compared in canonical spelling, parties by whom they
// mean. Of a workbook without a base, all that it says of a record that the ledger has otherwise is a conflict, and what it
// leaves out or open stays.
//
// Errors of the workbook alone are in Merged: keys and ids that were changed or stand twice, rows that say nothing the ledger
// could tell apart. The error of Merge is that of [deals.Ledger.Sheets].
func Merge(b *Workbook, l *deals.Ledger, prefer Side) (*Merged, error) {
	ours, err := l.Sheets()
	if err != nil {
		return nil, err
	}
	m := &Merged{}
	if err := b.strange(l, ours); err != nil {
		return nil, err
	}
	for _, s := range ours {
		var moved []*deals.Error
		s.Rows, moved = b.rekeyed(l, s)
		m.Errors = append(m.Errors, moved...)
		n := newNormal(b, l, s)
		v := version{base: n.base, ours: s.Rows, theirs: n.theirs, foreign: b.Base == nil}
		m.Errors = append(m.Errors, n.errs...)
		rows, disputes := v.merge(len(s.Columns), prefer)
		out := deals.Sheet{Table: s.Table, Columns: s.Columns}
		var from []origins
		for _, r := range rows {
			row := deals.SheetRow{Key: r.key, Cells: r.cells}
			if r.origin.ours >= 0 {
				row.At = s.Rows[r.origin.ours].At
			}
			if r.origin.theirs >= 0 {
				r.origin.theirs = n.rows[r.origin.theirs]
			}
			out.Rows, from = append(out.Rows, row), append(from, r.origin)
		}
		m.Sheets, m.from = append(m.Sheets, out), append(m.from, from)
		for _, d := range disputes {
			m.Conflicts = append(m.Conflicts, n.conflict(d, s))
		}
	}
	SortErrors(m.Errors)
	slices.SortStableFunc(m.Conflicts, func(a, b Conflict) int {
		x, xr, xc := cellPlace(a.At.File)
		y, yr, yc := cellPlace(b.At.File)
		return cmp.Or(cmp.Compare(x, y), xr-yr, xc-yc)
	})
	return m, nil
}

// rekeyed gives the rows of a table of ours the keys that their records had when the workbook was made.
func (b *Workbook) rekeyed(l *deals.Ledger, s deals.Sheet) ([]deals.SheetRow, []*deals.Error) {
	i := slices.IndexFunc(b.Base, func(was deals.Sheet) bool { return was.Table == s.Table })
	if i < 0 {
		return s.Rows, nil
	}
	n := &normal{book: b, ledger: l, ours: s, fields: columnsOf(s)}
	return rekey(s.Table, s.Columns, n.widen(b.Base[i]), s.Rows)
}

// strange reports that a workbook and a ledger cannot be told to belong together: the workbook comes from another ledger, or
// deals are known by ids that their order decides.
func (b *Workbook) strange(l *deals.Ledger, ours []deals.Sheet) error {
	if b.Base == nil {
		return nil
	}
	if unsteady := l.UnsteadyIDs(); len(unsteady) > 0 {
		return &deals.ErrorList{Errors: unsteady}
	}
	records, known := 0, 0
	for _, was := range b.Base {
		i := slices.IndexFunc(ours, func(s deals.Sheet) bool { return s.Table == was.Table })
		if i < 0 {
			continue
		}
		keys := byKey(ours[i].Rows)
		for _, row := range was.Rows {
			records++
			if _, ok := keys[row.Key]; ok {
				known++
			}
		}
	}
	if records > 0 && known == 0 {
		return fmt.Errorf("the workbook was made of another ledger, %s: none of its %d records is in %s", b.Ledger, records, l.Name)
	}
	return nil
}

// At is the place of a cell of the merged sheets: in the workbook, unless it is the ledger that says what stands there.
func (m *Merged) At(b *Workbook, sheet, row, column int) deals.Pos {
	s := m.Sheets[sheet]
	i := slices.IndexFunc(b.Sheets, func(x Sheet) bool { return x.Table == s.Table })
	if row < 0 || i < 0 {
		return deals.Pos{File: b.Name + ":" + s.Table}
	}
	from := m.from[sheet][row]
	if from.theirs < 0 || from.mine != nil && from.mine[column] {
		return s.Rows[row].At
	}
	return b.At(b.Sheets[i], from.theirs, slices.Index(b.Sheets[i].Columns, s.Columns[column]))
}

// Changes are the differences between a ledger and what a merge makes of it, by table, in the order of the ledger. They are
// those of meaning: what is only spelled otherwise is none. Errors are those of [deals.ReadSheets] and [deals.Ledger.Sheets].
func (m *Merged) Changes(l *deals.Ledger) ([]Change, error) {
	merged, err := deals.ReadSheets(l.Name, m.Sheets, func(s, row, _ int) deals.Pos {
		if row < 0 {
			return deals.Pos{}
		}
		return m.Sheets[s].Rows[row].At
	})
	if err != nil {
		return nil, err
	}
	was, err := l.Sheets()
	if err != nil {
		return nil, err
	}
	is, err := merged.Sheets()
	if err != nil {
		return nil, err
	}
	var out []Change
	for i := range was {
		out = append(out, changes(was[i], is[i])...)
	}
	return out, nil
}

// changes are the differences between two states of a table. Rows are known by their places, new ones have none.
func changes(was, is deals.Sheet) []Change {
	old := map[deals.Pos]int{}
	for i, row := range was.Rows {
		old[row.At] = i
	}
	kept := map[int]bool{}
	var out []Change
	for _, row := range is.Rows {
		i, ok := old[row.At]
		if row.At == (deals.Pos{}) || !ok || kept[i] {
			out = append(out, Change{Table: is.Table, Key: row.Key, Added: true})
			continue
		}
		kept[i] = true
		for c, name := range is.Columns {
			if a, b := was.Rows[i].Cells[c], row.Cells[c]; a != b {
				out = append(out, Change{Table: is.Table, Key: was.Rows[i].Key, Column: name, Was: a, Is: b})
			}
		}
	}
	for i, row := range was.Rows {
		if !kept[i] {
			out = append(out, Change{Table: is.Table, Key: row.Key, Removed: true})
		}
	}
	return out
}

// Error says what the two sides say.
func (c Conflict) Error() *deals.Error {
	e := &deals.Error{Pos: c.At, Code: "conflict", Hint: "settle it in one of the two, or with --prefer"}
	ledger := ""
	if s := c.Ledger.String(); s != "" {
		ledger = " (" + s + ")"
	}
	say := func(s string) string {
		if s == "" {
			return "nothing"
		}
		return s
	}
	switch {
	case c.Gone == Theirs:
		e.Msg = fmt.Sprintf("%s is taken out in the workbook, but the ledger changed its %s from %s to %s%s", c.Key, c.Column, say(c.Base), say(c.Ours), ledger)
	case c.Gone == Ours:
		e.Msg = fmt.Sprintf("%s is taken out in the ledger, but the workbook changed its %s from %s to %s", c.Key, c.Column, say(c.Base), say(c.Theirs))
	case c.New:
		e.Msg = fmt.Sprintf("%s of %s: the workbook says %s, the ledger %s%s", c.Column, c.Key, say(c.Theirs), say(c.Ours), ledger)
	default:
		e.Msg = fmt.Sprintf("%s of %s: the workbook says %s, the ledger %s%s, both were %s", c.Column, c.Key, say(c.Theirs), say(c.Ours), ledger, say(c.Base))
	}
	return e
}
