package svg

import (
	"cmp"
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// kindLines returns for each look in use its place in sheet.Looks and its line in the legend: the names of the kinds
// in use that share it, in the legend's words if it has any.
func kindLines(m *figure.Map) (used []int, lines []string) {
	words := make(map[string]string, len(m.Legend.Kinds))
	for _, e := range m.Legend.Kinds {
		words[e.Key] = e.Label
	}
	inUse := make(map[string]bool)
	for _, a := range m.Arcs {
		inUse[a.Kind] = true
	}
	for i := range sheet.Looks {
		var names []string
		for _, k := range sheet.Looks[i].Kinds {
			if inUse[k] {
				names = append(names, cmp.Or(words[k], sheet.KindNames[k]))
			}
			delete(inUse, k)
		}
		if i == len(sheet.Looks)-1 {
			for _, k := range slices.Sorted(maps.Keys(inUse)) { // kinds nobody knows
				names = append(names, cmp.Or(words[k], typeset.Clean(k), sheet.KindNames["other"]))
			}
		}
		if len(names) > 0 {
			used = append(used, i)
			lines = append(lines, listed(names))
		}
	}
	return used, lines
}

// listed joins names with commas, the later ones without their capital unless they are written in capitals.
func listed(names []string) string {
	out := names[0]
	for _, n := range names[1:] {
		first, size := utf8.DecodeRuneInString(n)
		second, _ := utf8.DecodeRuneInString(n[size:])
		if unicode.IsLower(second) {
			n = string(unicode.ToLower(first)) + n[size:]
		}
		out += ", " + n
	}
	return out
}
