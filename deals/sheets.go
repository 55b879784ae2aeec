package deals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Sheet is a table of a ledger as cells: what a CSV file, or a sheet of a workbook, holds of it.
type Sheet struct {
	Table   string   // one of the names of [Tables]
	Columns []string // names of fields, in the order in which a ledger writes them
	Rows    []SheetRow
}

// SheetRow is a record of a table.
type SheetRow struct {
	At    Pos      // where the record stands in the file it was read from; zero for a new one
	Key   string   // names the record across edits: "openai", "amd-openai-2025-10#warrant", "coreweave.revenue.2025"
	Cells []string // in canonical spelling, "" for what is absent; as many as the sheet has columns
}

// Sheets spreads a ledger over its tables, in canonical order; see [Format]. Every table is there, with all its columns.
// Reading the sheets, as [ReadSheets] does, gives the ledger again, but for places and comments. Parties that only legs name
// are in no row: reading makes them again.
//
// A key stands once in a table. Of records that nothing but their order tells apart, the second has "#2" behind its key, and
// so on. The error is an [*ErrorList] of what no cell can hold: an entry of a list with a semicolon in it.
func (l *Ledger) Sheets() ([]Sheet, error) {
	f, err := flatten(l)
	if err != nil {
		return nil, err
	}
	var out []Sheet
	for _, kind := range tableKindsInOrder() {
		t := f.table(kind)
		s := Sheet{Table: kind.name, Columns: slices.Clone(kind.columns)}
		for _, i := range t.order() {
			r := t.flats[i]
			cells := make([]string, len(s.Columns))
			for c, name := range s.Columns {
				cells[c] = scalarAt(t.nodes[i], name)
			}
			s.Rows = append(s.Rows, SheetRow{At: r.at, Key: r.key, Cells: cells})
		}
		distinguish(s.Rows)
		out = append(out, s)
	}
	return out, nil
}

// distinguish numbers the keys that several rows have.
func distinguish(rows []SheetRow) {
	seen := map[string]int{}
	for i := range rows {
		k := rows[i].Key
		if seen[k]++; seen[k] > 1 {
			rows[i].Key = fmt.Sprintf("%s#%d", k, seen[k])
		}
	}
}

// tableKindsInOrder are the kinds of tables in the order of [Tables].
func tableKindsInOrder() []tableKind {
	kinds := tableKinds()
	var out []tableKind
	for _, info := range Tables() {
		out = append(out, kinds[slices.IndexFunc(kinds, func(k tableKind) bool { return k.name == info.Name })])
	}
	return out
}

// flat is a ledger as rows of its tables: records in which nothing is nested.
type flat struct {
	rows map[string][]flatRow // by table, in the order of the ledger
	errs []*Error
}

// flatRow is one row: its cells are the fields of a mapping.
type flatRow struct {
	at      Pos
	deal    Pos // of the deal, when its first leg speaks for it
	key     string
	cells   *node
	remarks []string // comments above it
}

// flatten spreads a ledger over its tables.
func flatten(l *Ledger) (*flat, error) {
	f := &flat{rows: map[string][]flatRow{}}
	for _, p := range l.Parties {
		if !p.Implied {
			f.add("parties", p.Pos, string(p.ID), partyTree(p), owner{"party": string(p.ID)})
		}
	}
	for _, d := range l.Deals {
		f.deal(d)
	}
	for _, x := range l.Facts {
		key := cmp.Or(x.ID, joinKey(string(x.Party), x.Metric, x.Period.Text))
		f.add("facts", x.Pos, key, factTree(x), nil)
	}
	for _, c := range l.Controls {
		n := controlTree(c)
		key := cmp.Or(c.ID, joinKey(scalarAt(n, "party"), c.Metric, c.Period.Text, c.About))
		f.add("controls", c.Pos, key, n, nil)
	}
	for _, r := range l.Rates {
		f.add("rates", r.Pos, joinKey(string(r.Currency), string(r.Per), r.Date.String()), rateTree(r), nil)
	}
	names := l.impliedNames()
	for _, row := range f.rows["deals"] {
		names.in(row.cells)
	}
	if len(f.errs) > 0 {
		sortErrors(f.errs)
		return nil, &ErrorList{Errors: f.errs}
	}
	return f, nil
}

func joinKey(parts ...string) string { return strings.Join(parts, "/") }

// owner is what a row of sources, tranches or claims is about, as its cells say it.
type owner map[string]string

func ownerLeg(l *Leg) owner { return owner{"deal": string(l.Deal.ID), "leg": l.Name} }

// put gives the cells of an owner to a row.
func (o owner) put(n *node) {
	for _, key := range []string{"deal", "leg", "party"} {
		n.put(key, o[key])
	}
}

// deal writes a row for each leg; before them one for the deal, when it says something that is no leg's.
func (f *flat) deal(d *Deal) {
	head := &Deal{} // what the rows above a leg have said already
	switch {
	case single(d):
	case !lends(d):
		n := dealHead(d)
		f.add("deals", d.Pos, string(d.ID), n, owner{"deal": string(d.ID)})
		head = d
	}
	for i, l := range d.Legs {
		n := &node{shape: mapping}
		n.put("id", string(d.ID))
		if i == 0 && head != d {
			n.put("title", d.Title)
		}
		if !single(d) || l.Name != string(l.Kind) {
			n.put("leg", l.Name)
		}
		n.fields = append(n.fields, legTree(l, head).fields...)
		key := string(d.ID) + "#" + l.Name
		row := f.leg(l, key, n)
		if i == 0 && head != d {
			row.deal = d.Pos
		}
		head = d
	}
}

// lends reports whether the first row of a deal can speak for the deal, as in a table without a row for the deal itself.
func lends(d *Deal) bool {
	first := d.Legs[0]
	return len(d.Within)+len(d.Supersedes)+len(d.Tags) == 0 && d.Note == "" &&
		first.Written().History().String() == d.Status.String() && slices.EqualFunc(first.AllSources(), d.Sources, sameSource)
}

// dealHead is a deal without its legs.
func dealHead(d *Deal) *node {
	n := &node{shape: mapping}
	n.put("id", string(d.ID))
	n.put("title", d.Title)
	n.putHead(d)
	return n
}

// leg writes the row of a leg and those of its tranches and claims, and returns the first.
func (f *flat) leg(l *Leg, key string, n *node) *flatRow {
	about := ownerLeg(l)
	for i, t := range l.Tranches {
		row := &node{shape: mapping}
		about.put(row)
		row.fields = append(row.fields, trancheTree(t).fields...)
		f.add("tranches", t.Pos, fmt.Sprintf("%s/%d", key, i+1), row, nil)
	}
	for _, c := range l.Claims {
		row := &node{shape: mapping}
		about.put(row)
		row.put("field", c.Field)
		for _, x := range claimTree(c).fields {
			if x.key == c.Field {
				x.key = "value"
			}
			row.fields = append(row.fields, x)
		}
		f.add("claims", c.Pos, joinKey(key, c.Field, cmp.Or(c.Source.URL, c.Source.Title)), row, nil)
	}
	f.add("deals", l.Pos, key, n, about)
	rows := f.rows["deals"]
	return &rows[len(rows)-1]
}

// add makes a row of a record: lists become one cell, and the sources that one cell does not hold rows of their own.
func (f *flat) add(table string, at Pos, key string, rec *node, about owner) {
	row := &node{shape: mapping}
	for _, x := range rec.fields {
		switch {
		case x.key == "tranches" || x.key == "claims": // have rows of their own
		case x.key == "source" || x.key == "sources":
			f.sources(at, key, row, x.val, about)
		case x.val.shape == list:
			row.put(x.key, f.oneCell(at, x))
		default:
			row.put(x.key, x.val.text)
		}
	}
	f.rows[table] = append(f.rows[table], flatRow{at: at, key: key, cells: row})
}

// oneCell writes a list into one cell.
func (f *flat) oneCell(at Pos, x field) string {
	var parts []string
	for _, it := range x.val.items {
		if strings.Contains(it.text, ";") {
			f.errs = append(f.errs, &Error{Pos: at, Code: x.key, Msg: fmt.Sprintf("%s holds %s, which a cell would split at the semicolon", x.key, quote(it.text)), Hint: "write it without the semicolon"})
		}
		parts = append(parts, it.text)
	}
	return strings.Join(parts, "; ")
}

// sources puts the first source of a record into its row, with those that are no more than another address of its tier.
// Each other gets a row of the table of sources.
func (f *flat) sources(at Pos, key string, row, v *node, about owner) {
	switch v.shape {
	case scalar:
		row.put("source", v.text)
		return
	case mapping:
		v = &node{shape: list, items: []*node{v}}
	}
	first, others := v.items[0], v.items[1:]
	addresses := []string{scalarAt(first, "url")}
	for len(others) > 0 && addresses[0] != "" && onlyAddress(others[0], scalarAt(first, "tier")) {
		addresses, others = append(addresses, scalarAt(others[0], "url")), others[1:]
	}
	for _, a := range addresses {
		if one, _ := cutURL(a); one != a {
			f.errs = append(f.errs, &Error{Pos: at, Code: "source", Msg: fmt.Sprintf("the address %s would be read as two", quote(a)), Hint: "write %3B for its semicolon"})
		}
	}
	row.put("source", strings.Join(addresses, "; "))
	row.put("source_title", scalarAt(first, "title"))
	row.put("source_date", scalarAt(first, "date"))
	row.put("tier", scalarAt(first, "tier"))
	for _, s := range others {
		more := &node{shape: mapping}
		about.put(more)
		more.fields = append(more.fields, s.fields...)
		f.rows["sources"] = append(f.rows["sources"], flatRow{at: cmp.Or(s.pos, at), key: joinKey(key, cmp.Or(scalarAt(s, "url"), scalarAt(s, "title"))), cells: more})
	}
}

// onlyAddress reports whether a source is an address of a tier and nothing more.
func onlyAddress(s *node, tier string) bool {
	return scalarAt(s, "url") != "" && scalarAt(s, "title") == "" && scalarAt(s, "date") == "" && scalarAt(s, "tier") == tier
}

// table is one table of a ledger in canonical spelling.
func (f *flat) table(kind tableKind) *flatTable {
	t := &flatTable{canonTable{kind: kind, record: rowOf(kind.name)}, f.rows[kind.name]}
	for _, r := range t.flats {
		t.nodes = append(t.nodes, r.cells)
		t.rows = append(t.rows, csvRow{above: r.remarks})
	}
	t.arrange()
	return t
}

// flatTable is a table and, for each of its rows, where it comes from.
type flatTable struct {
	canonTable
	flats []flatRow
}
