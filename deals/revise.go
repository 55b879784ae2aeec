package deals

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Revision is one file of a ledger as it has to become.
type Revision struct {
	Name  string // as the ledger's Files call it; of a file that is not there yet, where it goes
	Data  []byte
	Fresh bool // the file is not there yet
}

// Revise gives the files of a ledger that have to change for the ledger to say what sheets say: those of [Ledger.Sheets] with
// cells changed, rows taken out and rows put in. A row stands for the record at its place At; one without a place is a new
// record. Deals and parties keep their ids.
//
// What changes is written where it stands, in canonical form and with its comments; see [Format]. A record that is taken out
// takes its comments with it. A new record goes to the file that home names for its table, [Ledger.Home] as a rule; a new leg,
// claim, tranche or source, to where its deal or party stands. That the files say what the sheets say is proved by reading
// them. No file is touched: that is for the caller.
//
// Errors: an [*ErrorList] where the sheets make no ledger, at places that mean little: read them before with [ReadSheets].
// Cost: that of reading the ledger three times.
func (l *Ledger) Revise(sheets []Sheet, home func(table string) (string, error)) ([]Revision, error) {
	after, err := ReadSheets(l.Name, sheets, func(s, r, _ int) Pos {
		if r >= 0 {
			return sheets[s].Rows[r].At
		}
		return Pos{}
	})
	if err != nil {
		return nil, err
	}
	before, err := l.Sheets()
	if err != nil {
		return nil, err
	}
	r := revising{before: l, after: after, was: before, is: sheets, home: home}
	if err := r.placeNew(); err != nil {
		return nil, err
	}
	var out []Revision
	for _, f := range r.files() {
		data, err := r.file(f)
		if err != nil {
			return nil, fmt.Errorf("revise %s: %w", f, err)
		}
		if data != nil {
			old := l.files[f] != nil
			out = append(out, Revision{f, data, !old})
		}
	}
	return out, l.proveRevised(after, out)
}

// revising is a ledger on its way from one state to another.
type revising struct {
	before, after *Ledger
	was, is       []Sheet
	home          func(table string) (string, error)

	rows    map[string][]newRow // for CSV files, by file
	records map[string][]newRecord
}

// newRow is a new row of a CSV file, with all cells of its table.
type newRow struct {
	table string
	cells []string
}

// newRecord is one for a YAML file.
type newRecord struct {
	table string
	tree  *node
}

// files are the names of all files that may change, those of the ledger first.
func (r *revising) files() []string {
	var out []string
	for _, f := range r.before.Files {
		out = append(out, f.Name)
	}
	var more []string
	for f := range r.rows {
		more = append(more, f)
	}
	for f := range r.records {
		more = append(more, f)
	}
	slices.Sort(more)
	for _, f := range more {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// file gives a file its new text; nil when nothing in it changes.
func (r *revising) file(name string) ([]byte, error) {
	var data, out []byte
	var err error
	if r.before.files[name] != nil {
		if data, err = r.before.text(name); err != nil {
			return nil, err
		}
	}
	if isYAML(name) || !isTable(name) && looksLikeYAML(data) {
		out, err = r.yaml(name, data)
	} else {
		out, err = r.table(name, data)
	}
	if out == nil || err != nil {
		return nil, err
	}
	return Format(name, out)
}

// inYAML reports whether records that stand in a file can hold others.
func (l *Ledger) inYAML(file string) bool {
	if isYAML(file) || isTable(file) {
		return isYAML(file)
	}
	text, _ := l.text(file) // a file that is gone holds nothing
	return looksLikeYAML(text)
}

// placeNew gives every new record its file.
func (r *revising) placeNew() error {
	r.rows, r.records = map[string][]newRow{}, map[string][]newRecord{}
	for _, s := range r.is {
		for _, row := range s.Rows {
			if row.At != (Pos{}) || blank(row.Cells) {
				continue
			}
			file, err := r.placeOf(s, row)
			if err != nil {
				return err
			}
			if file != "" && !r.before.inYAML(file) { // trees bring their own along
				r.rows[file] = append(r.rows[file], newRow{s.Table, spread(s, row)})
			}
		}
	}
	return r.growTrees()
}

// spread puts the cells of a row in the order of the columns of its table.
func spread(s Sheet, row SheetRow) []string {
	columns := columnNames(rowOf(s.Table))
	out := make([]string, len(columns))
	for i, c := range s.Columns {
		out[slices.Index(columns, c)] = row.Cells[i]
	}
	return out
}

// cell is a cell of a row by the name of its column.
func (s Sheet) cell(row SheetRow, column string) string {
	if i := slices.Index(s.Columns, column); i >= 0 {
		return row.Cells[i]
	}
	return ""
}

// placeOf is the file for a new row; "" when the YAML record that it is part of brings it along.
func (r *revising) placeOf(s Sheet, row SheetRow) (string, error) {
	owner := "" // the file of what the row is about
	switch s.Table {
	case "deals":
		d := r.before.Deal(DealID(clean(s.cell(row, "id"))))
		if d == nil {
			return r.home(s.Table)
		}
		if r.before.inYAML(d.Pos.File) {
			return "", nil
		}
		return d.Pos.File, nil
	case "claims", "tranches", "sources":
		var err error
		if owner, err = r.ownerFile(s, row); err != nil || r.before.inYAML(owner) {
			return "", err
		}
	default:
		return r.home(s.Table)
	}
	file, err := r.home(s.Table)
	if err == nil && r.before.inYAML(file) {
		err = fmt.Errorf("%s is a table and has no place for %s, and no other file has: add a file %s.csv", owner, s.Table, s.Table)
	}
	return file, err
}

// ownerFile is the file of the deal or party that a row is about.
func (r *revising) ownerFile(s Sheet, row SheetRow) (string, error) {
	if ref := ParseRef(s.cell(row, "deal")); ref.Deal != "" {
		if d := r.before.Deal(ref.Deal); d != nil {
			return d.Pos.File, nil
		}
		return r.home("deals")
	}
	if p, err := r.before.Party(s.cell(row, "party")); err == nil && !p.Implied {
		return p.Pos.File, nil
	}
	return r.home("parties")
}

// Home is the file for new records of a table: the one that holds the latest deal or, of other tables, the last record. Where
// nobody has written such a record yet, it is the YAML file of the latest deals, else a new table beside them; the error says
// that the ledger is one table, beside which nothing is read.
func (l *Ledger) Home(table string) (string, error) {
	if f := l.lastFile(table); f != "" {
		return f, nil
	}
	for _, f := range l.Files {
		if l.inYAML(f.Name) {
			continue
		}
		text, err := l.text(f.Name)
		if err != nil {
			return "", err
		}
		if t, err := textTable(f.Name, text); err == nil && t.kind.name == table {
			return f.Name, nil
		}
	}
	near := cmp.Or(l.lastFile("deals"), l.lastFile("parties"))
	if near == "" && len(l.Files) > 0 {
		near = l.Files[0].Name
	}
	switch {
	case near != "" && l.inYAML(near):
		return near, nil
	case len(l.Files) == 1 && l.Files[0].Name == filepath.ToSlash(l.Name):
		return "", fmt.Errorf("%s is one table and has no place for %s: keep the ledger as a folder", l.Name, table)
	}
	return path.Join(path.Dir(near), table+".csv"), nil
}

// lastFile is the file of the latest deal, or of the last record of another table; "" when there is none.
func (l *Ledger) lastFile(table string) string {
	file := ""
	switch table {
	case "deals":
		var latest []string
		for _, d := range l.Deals {
			if key := sortKey(RecordDeal, dealTree(d)); slices.Compare(key, latest) >= 0 {
				latest, file = key, d.Pos.File
			}
		}
	case "parties":
		for _, p := range l.Parties {
			if !p.Implied {
				file = p.Pos.File
			}
		}
	case "facts":
		for _, f := range l.Facts {
			file = f.Pos.File
		}
	case "controls":
		for _, c := range l.Controls {
			file = c.Pos.File
		}
	case "rates":
		for _, x := range l.Rates {
			file = x.Pos.File
		}
	}
	return file
}

// proveRevised reads the files of a ledger as they have become and compares what they say.
func (l *Ledger) proveRevised(after *Ledger, changed []Revision) error {
	d := newDecoder(l.Name)
	for _, f := range l.Files {
		if !slices.ContainsFunc(changed, func(c Revision) bool { return c.Name == f.Name }) {
			text, err := l.text(f.Name)
			if err != nil {
				return err
			}
			d.fileOf(f.Name, text)
		}
	}
	for _, c := range changed {
		d.fileOf(c.Name, c.Data)
	}
	again, err := d.finish()
	if err != nil {
		return fmt.Errorf("the files cannot be changed in place, for they could not be read then: %w", err)
	}
	if is, want := gist(again), gist(after); is != want {
		return fmt.Errorf("the files cannot be changed in place, for they would say something else: %s", firstDifference(want, is))
	}
	return nil
}

// gist is all that a ledger says, whatever the order of its records and claims.
func gist(l *Ledger) string {
	root := ledgerTree(l)
	arrange(root, RecordLedger)
	var lines []string
	for _, f := range root.fields {
		for _, it := range f.val.items {
			sortClaims(it)
			lines = append(lines, f.key+"\n"+emit(&node{shape: mapping, fields: it.fields}, newRemarks()))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// sortClaims puts claims in the order of their texts.
func sortClaims(n *node) {
	for _, f := range n.fields {
		switch f.key {
		case "legs":
			for _, leg := range f.val.items {
				sortClaims(leg)
			}
		case "claims":
			slices.SortStableFunc(f.val.items, func(a, b *node) int {
				return cmp.Compare(emit(a, newRemarks()), emit(b, newRemarks()))
			})
		}
	}
}
