package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealgraph/deals"
)

// normal is a table of a workbook made comparable with that of a ledger: the same columns, one spelling, a key on each row that
// has one.
type normal struct {
	book   *Workbook
	ledger *deals.Ledger
	sheet  *Sheet // of the workbook; nil when it has none
	ours   deals.Sheet
	fields []deals.Field

	base   []deals.SheetRow
	theirs []deals.SheetRow
	rows   []int // of theirs, in the sheet
	errs   []*deals.Error

	keys   map[string]int // rows of ours by their keys
	bodies map[string]int // and by what they say beside the id
}

// newNormal compares the table of a workbook with ours.
func newNormal(b *Workbook, l *deals.Ledger, ours deals.Sheet) *normal {
	n := &normal{book: b, ledger: l, ours: ours, fields: columnsOf(ours), keys: byKey(ours.Rows), bodies: map[string]int{}}
	for i, row := range ours.Rows {
		n.bodies[n.body(row.Cells)] = i
	}
	base := deals.Sheet{}
	if i := slices.IndexFunc(b.Base, func(s deals.Sheet) bool { return s.Table == ours.Table }); i >= 0 {
		base = b.Base[i]
	}
	n.base = n.widen(base)
	if i := slices.IndexFunc(b.Sheets, func(s Sheet) bool { return s.Table == ours.Table }); i >= 0 {
		n.sheet = &b.Sheets[i]
		n.header()
		n.read()
		return n
	}
	n.theirs, n.rows = n.base, slices.Repeat([]int{-1}, len(n.base))
	if len(n.base) > 0 {
		n.errs = append(n.errs, &deals.Error{Pos: deals.Pos{File: b.Name}, Code: "header", Msg: fmt.Sprintf("the sheet %s is missing", ours.Table),
			Hint: "put it back, or export anew: nobody can tell whether its records are to be taken out"})
	}
	return n
}

// widen gives the rows of the base the columns of ours: a newer program may have more.
func (n *normal) widen(s deals.Sheet) []deals.SheetRow {
	var out []deals.SheetRow
	for _, row := range s.Rows {
		cells := make([]string, len(n.ours.Columns))
		for i, c := range n.ours.Columns {
			if at := slices.Index(s.Columns, c); at >= 0 {
				cells[i] = n.spell(i, row.Cells[at])
			}
		}
		out = append(out, deals.SheetRow{Key: row.Key, Cells: cells})
	}
	return out
}

// spell is the one spelling of a cell; a party is spelled by its id.
func (n *normal) spell(column int, text string) string {
	f := n.fields[column]
	text = f.Spell(text)
	if f.Holds == deals.HoldsParty && text != "" {
		if p, err := n.ledger.Party(text); err == nil {
			return string(p.ID)
		}
	}
	return text
}

func (n *normal) fail(row int, column, code, hint, format string, args ...any) {
	c := slices.Index(n.sheet.Columns, column)
	n.errs = append(n.errs, &deals.Error{Pos: n.book.At(*n.sheet, row, c), Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

// header reports columns that the table does not have.
func (n *normal) header() {
	for i, c := range n.sheet.Columns {
		switch {
		case !slices.Contains(n.ours.Columns, c):
			hint := "delete it, or move it to a sheet of its own"
			if better, ok := deals.Suggest(c, n.ours.Columns); ok {
				hint = fmt.Sprintf("did you mean %q?", better)
			}
			n.fail(-1, c, "field", hint, "a table of %s has no column %q", n.ours.Table, c)
		case slices.Index(n.sheet.Columns, c) < i:
			n.fail(-1, c, "field", "remove one", "the column %q stands twice", c)
		}
	}
}

// read makes the rows of theirs.
func (n *normal) read() {
	base := byKey(n.base)
	keyed := map[string]int{} // rows by the keys that stand in the sheet
	for i, row := range n.sheet.Rows {
		if first, twice := keyed[row.Key]; twice && row.Key != "" {
			n.fail(i, keyColumn, "duplicate-id", "empty the key of the new one", "the key %s stands twice, first at %s", row.Key, n.place(first))
			continue
		}
		keyed[row.Key] = i
	}
	delete(keyed, "")
	legs := map[string]int{} // how many legs of a kind a deal has that have no name
	taken := map[string]int{}
	for i, row := range n.sheet.Rows {
		cells := n.cells(base, row)
		if row.Key != "" && n.book.Base != nil {
			n.keyedRow(i, row.Key, cells, base)
			continue
		}
		key := deriveKey(n.ours, cells, legs)
		if first, twice := taken[key]; twice && key != "" {
			n.fail(i, "id", "duplicate-id", "write another id, or name the leg", "%s is new twice, first at %s", key, n.place(first))
			continue
		}
		taken[key] = i
		n.newRow(i, key, cells, base, keyed)
	}
	n.torn()
}

// place names a row in a message.
func (n *normal) place(row int) string {
	_, cell, _ := strings.Cut(n.book.At(*n.sheet, row, 0).File, ":")
	return cell
}

// cells are those of a row in our columns. A column that the sheet lacks is as it was.
func (n *normal) cells(base map[string]int, row deals.SheetRow) []string {
	out := make([]string, len(n.ours.Columns))
	for i, c := range n.ours.Columns {
		if at := slices.Index(n.sheet.Columns, c); at >= 0 {
			out[i] = n.spell(i, row.Cells[at])
		} else if b, ok := base[row.Key]; ok {
			out[i] = n.base[b].Cells[i]
		}
	}
	n.datedStatus(out)
	return out
}

// datedStatus writes the date of a status into it, where a ledger has it.
func (n *normal) datedStatus(cells []string) {
	status, date := slices.Index(n.ours.Columns, "status"), slices.Index(n.ours.Columns, "date")
	if status < 0 || date < 0 || cells[status] == "" || cells[date] == "" {
		return
	}
	on, err := deals.ParseDate(cells[date])
	if err != nil {
		return
	}
	if h, err := deals.ParseHistory(cells[status], on); err == nil {
		cells[status], cells[date] = h.String(), ""
	}
}

// keyedRow takes a row that was in the workbook at first.
func (n *normal) keyedRow(i int, key string, cells []string, base map[string]int) {
	b, known := base[key]
	if !known {
		n.fail(i, keyColumn, "key", "leave the key of a new row empty", "the key %s is none of this workbook", key)
		return
	}
	was := n.base[b].Cells
	id := slices.Index(n.ours.Columns, "id")
	if id >= 0 && was[id] != "" && cells[id] != was[id] {
		n.fail(i, "id", "id", "put it back; for another record, add a row", "the id of %s was changed to %q, but ids never change", key, cells[id])
		return
	}
	only := true // the id alone is left
	for c := range cells {
		only = only && (c == id || cells[c] == "")
	}
	if only && !slices.Equal(cells, was) {
		return // that is how a record is taken out of a sheet that is protected
	}
	n.add(i, key, cells)
}

func (n *normal) add(i int, key string, cells []string) {
	n.theirs = append(n.theirs, deals.SheetRow{Key: key, Cells: cells})
	n.rows = append(n.rows, i)
}

// newRow takes a row without a key, unless it is there already.
func (n *normal) newRow(i int, key string, cells []string, base, keyed map[string]int) {
	_, inBase := base[key]
	_, inSheet := keyed[key]
	_, inOurs := n.keys[key]
	id := slices.Index(n.ours.Columns, "id")
	switch {
	case key != "" && inBase && inSheet:
		n.fail(i, "id", "duplicate-id", "write another id", "%s is in the ledger already, and in this sheet at %s", key, n.place(keyed[key]))
		return
	case key != "" && (inBase || inOurs):
		n.add(i, key, cells) // its key was lost, or both sides put it in
		return
	case n.ours.Table == "deals" && cells[id] != "" && n.ledger.Deal(deals.DealID(cells[id])) != nil && cells[slices.Index(n.ours.Columns, "leg")] == "":
		n.fail(i, "id", "duplicate-id", "for one more leg of it, give that a name under leg; for another deal, write another id", "the deal %s is in the ledger already", cells[id])
		return
	}
	if j, there := n.bodies[n.body(cells)]; there {
		row := n.ours.Rows[j]
		if _, old := base[row.Key]; !old && (id < 0 || cells[id] == "" || cells[id] == row.Cells[id]) {
			n.add(i, row.Key, row.Cells) // imported before, or put in by both
			return
		}
	}
	n.add(i, key, cells)
}

// body is what the cells of a row say beside its id.
func (n *normal) body(cells []string) string {
	if id := slices.Index(n.ours.Columns, "id"); id >= 0 {
		cells = slices.Clone(cells)
		cells[id] = ""
	}
	return strings.Join(cells, "\x00")
}

// torn reports rows that have the cells of others: somebody sorted some columns without the rest.
func (n *normal) torn() {
	owner, own := map[string]string{}, map[string]string{}
	for _, row := range n.base {
		owner[n.body(row.Cells)], own[row.Key] = row.Key, n.body(row.Cells)
	}
	swapped := map[string]string{}
	place := map[string]int{}
	for i, row := range n.theirs {
		b := n.body(row.Cells)
		if of, known := owner[b]; known && own[row.Key] != "" && of != row.Key && own[row.Key] != b && strings.Trim(b, "\x00") != "" {
			swapped[row.Key], place[row.Key] = of, n.rows[i]
		}
	}
	for _, key := range slices.Sorted(maps.Keys(swapped)) {
		if _, both := swapped[swapped[key]]; both {
			n.fail(place[key], keyColumn, "key", "undo it, and sort whole rows", "the row of %s has the cells of %s: some columns were sorted without the others", key, swapped[key])
		}
	}
}

// deriveKey is the key that a ledger would give to a row, where its cells say it; "" where they do not.
func deriveKey(s deals.Sheet, cells []string, legs map[string]int) string {
	get := func(column string) string {
		if i := slices.Index(s.Columns, column); i >= 0 {
			return cells[i]
		}
		return ""
	}
	id := get("id")
	switch s.Table {
	case "deals":
		name := get("leg")
		switch {
		case id == "" && get("from")+get("to")+get("kind") == "":
			return ""
		case id == "":
			h, err := deals.ParseHistory(get("status"), deals.Date{})
			if err != nil {
				return ""
			}
			id = string(deals.MakeDealID(deals.PartyID(get("from")), deals.PartyID(get("to")), deals.Kind(get("kind")), h))
			if name == "" {
				name = get("kind")
			}
			return id + "#" + name
		case get("from")+get("to")+get("kind")+get("amount") == "":
			return id
		case name == "":
			name = get("kind")
			if legs[id+"#"+name]++; legs[id+"#"+name] > 1 {
				name = fmt.Sprintf("%s-%d", name, legs[id+"#"+name])
			}
		}
		return id + "#" + name
	case "parties":
		return id
	case "facts":
		if id != "" {
			return id
		}
		return get("party") + "/" + get("metric") + "/" + get("period")
	case "controls":
		if id != "" {
			return id
		}
		return get("party") + "/" + get("metric") + "/" + get("period") + "/" + get("about")
	case "rates":
		return get("currency") + "/" + get("per") + "/" + get("date")
	}
	return ""
}

// conflict tells where a dispute stands.
func (n *normal) conflict(d dispute, ours deals.Sheet) Conflict {
	c := Conflict{Table: ours.Table, Key: d.key, Base: d.base, Ours: d.mine, Theirs: d.yours, Gone: d.gone, New: d.fresh}
	if d.column >= 0 {
		c.Column = ours.Columns[d.column]
	}
	c.At = deals.Pos{File: n.book.Name + ":" + n.sheet.Name}
	if d.theirs >= 0 {
		c.At = n.book.At(*n.sheet, n.rows[d.theirs], slices.Index(n.sheet.Columns, c.Column))
	}
	if d.ours >= 0 {
		c.Ledger = n.ours.Rows[d.ours].At
		for _, leg := range n.ledger.Legs(deals.ParseRef(d.key)) {
			if ours.Table == "deals" && leg.Pos == c.Ledger {
				c.Ledger = leg.At(c.Column)
			}
		}
	}
	return c
}
