package exchange

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Some records are told apart by their place among their siblings alone: the tranches of a leg, legs of one kind without names,
// facts that state the same. Their keys count them, so that one more before them moves all keys by one. rekey gives the rows of
// ours the keys that the same records had in the base: those that say the same keep together first, then those that have the
// same identifying cells, then, where as many are left on both sides, those at the same place. Rows that are new get keys of
// their own. What cannot be told is an error: an edit would land on another record.
func rekey(table string, columns []string, base, ours []deals.SheetRow) ([]deals.SheetRow, []*deals.Error) {
	groups := map[string]*siblings{}
	var order []*siblings
	of := func(row deals.SheetRow) *siblings {
		stem := stemOf(table, columns, row)
		g := groups[stem]
		if g == nil {
			g = &siblings{stem: stem}
			groups[stem] = g
			order = append(order, g)
		}
		return g
	}
	for i, row := range base {
		g := of(row)
		g.base = append(g.base, i)
	}
	for i, row := range ours {
		g := of(row)
		g.ours = append(g.ours, i)
	}
	out := slices.Clone(ours)
	var errs []*deals.Error
	for _, g := range order {
		if len(g.base) < 2 && len(g.ours) < 2 {
			continue
		}
		if err := g.pair(table, columns, base, out); err != nil {
			errs = append(errs, err)
		}
	}
	return out, errs
}

// siblings are the rows of one stem in the base and in ours.
type siblings struct {
	stem       string
	base, ours []int
}

// pair gives rows of ours the keys of the base.
func (g *siblings) pair(table string, columns []string, base, ours []deals.SheetRow) *deals.Error {
	left, open := slices.Clone(g.base), slices.Clone(g.ours)
	match := func(same func(b, o deals.SheetRow) bool) {
		for _, o := range slices.Clone(open) {
			var fits []int
			for _, b := range left {
				if same(base[b], ours[o]) {
					fits = append(fits, b)
				}
			}
			if len(fits) == 0 {
				continue
			}
			ours[o].Key = base[fits[0]].Key
			left = slices.DeleteFunc(left, func(b int) bool { return b == fits[0] })
			open = slices.DeleteFunc(open, func(i int) bool { return i == o })
		}
	}
	places := positional(table, columns)
	match(func(b, o deals.SheetRow) bool { return equalBut(places, b.Cells, o.Cells) })
	known := identifying(table, columns)
	match(func(b, o deals.SheetRow) bool {
		return uniqueIn(known, b, base, left) && uniqueIn(known, o, ours, open) && equalAt(known, b.Cells, o.Cells)
	})
	if len(left) > 0 && len(open) > 0 && len(left) != len(open) {
		return &deals.Error{Pos: ours[open[0]].At, Code: "key", Msg: fmt.Sprintf("the records of %s changed in the ledger, and how many of them: which is which in the workbook cannot be told", g.stem),
			Hint: "export the workbook anew and make the change there"}
	}
	for i, o := range open {
		if i < len(left) {
			ours[o].Key = base[left[i]].Key
		} else {
			ours[o].Key = fmt.Sprintf("%s (new %d)", g.stem, i-len(left)+1)
		}
	}
	return nil
}

// stemOf is the key of a row without what counts it.
func stemOf(table string, columns []string, row deals.SheetRow) string {
	key := row.Key
	switch table {
	case "tranches":
		return key[:max(0, strings.LastIndexByte(key, '/'))]
	case "deals":
		i := strings.LastIndexByte(key, '#')
		kind := row.Cells[slices.Index(columns, "kind")]
		if i < 0 || kind == "" {
			return key
		}
		if leg := key[i+1:]; leg == kind || strings.HasPrefix(leg, kind+"-") && digits(leg[len(kind)+1:]) {
			return key[:i+1] + kind
		}
		return key
	}
	if i := strings.LastIndexByte(key, '#'); i >= 0 && digits(key[i+1:]) {
		return key[:i]
	}
	return key
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// positional are the columns that say the place of a row among its siblings.
func positional(table string, columns []string) []int {
	if table == "deals" {
		return places(columns, "leg", "title", "status", "date", "source", "source_title", "source_date", "tier") // the first leg lends the others what stands here
	}
	return nil
}

// identifying are the columns that change last.
func identifying(table string, columns []string) []int {
	switch table {
	case "tranches":
		return places(columns, "condition")
	case "deals":
		return places(columns, "from", "to", "amount")
	case "facts", "controls":
		return places(columns, "source")
	case "claims":
		return places(columns, "field", "value", "source")
	}
	return places(columns, "url", "title")
}

func places(columns []string, names ...string) []int {
	var out []int
	for _, n := range names {
		if i := slices.Index(columns, n); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

func equalBut(but []int, a, b []string) bool {
	for i := range a {
		if a[i] != b[i] && !slices.Contains(but, i) {
			return false
		}
	}
	return true
}

func equalAt(at []int, a, b []string) bool {
	for _, i := range at {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// uniqueIn reports whether no other of some rows has the same identifying cells.
func uniqueIn(at []int, row deals.SheetRow, rows []deals.SheetRow, among []int) bool {
	n := 0
	for _, i := range among {
		if equalAt(at, rows[i].Cells, row.Cells) {
			n++
		}
	}
	return n == 1
}
