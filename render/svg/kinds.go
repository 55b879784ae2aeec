package svg

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/render/figure"
)

// look is how the arrows of some kinds are drawn: in one colour, with one dash. The line may be pale
// as long as its contrast with the paper is 3; its text has 4.5.
//
// The colours are those of Okabe and Ito, darkened for white paper, and two more. Any two differ clearly also to
// people with protanopia, deuteranopia or tritanopia, or have different dashes. Each length of a dash has a
// fixed part and one that grows with the line, so that it looks alike on thick and thin arrows.
type look struct {
	line, text role
	dash       []float64 // points and widths of the first dash, of the gap after it, of the next dash …
	kinds      []string  // what is drawn so, in the order a legend names them
}

// looks are all there are, in the order of a legend. The last one is for kinds nobody knows.
var looks = []look{
	{role{"equity", "#0061A8", "#2F8FE0"}, role{"t_equity", "#0061A8", "#5BA9EA"}, nil,
		[]string{"equity", "convertible", "acquisition"}},
	{role{"compute", "#C68600", "#F2B63C"}, role{"t_compute", "#8A5C00", "#F2B63C"}, nil,
		[]string{"compute"}},
	{role{"purchase", "#008F68", "#24B58A"}, role{"t_purchase", "#00704F", "#35C398"}, nil,
		[]string{"purchase"}},
	{role{"lease", "#5B1A5E", "#EDE6CC"}, role{"t_lease", "#5B1A5E", "#EDE6CC"}, nil,
		[]string{"lease", "license", "revenue_share"}},
	{role{"loan", "#B03A06", "#E8622A"}, role{"t_loan", "#B03A06", "#F07F4F"}, []float64{9, 1.6, 2.5, 0.7},
		[]string{"loan", "bond", "prepayment"}},
	{role{"guarantee", "#C062A0", "#E79CCB"}, role{"t_guarantee", "#9A3D7C", "#E79CCB"}, []float64{0, 0, 3, 1.1},
		[]string{"guarantee"}},
	{role{"warrant", "#3E9BDC", "#A6DBFA"}, role{"t_warrant", "#1D6FA8", "#A6DBFA"}, []float64{8, 1, 2.5, 0.8, 0, 0, 2.5, 0.8},
		[]string{"warrant"}},
	{role{"other", "#6E7884", "#8A97A5"}, role{"t_other", "#55606C", "#A3B0BC"}, nil,
		[]string{"grant", "other"}},
}

// lookOf returns the look of a kind.
func lookOf(kind string) *look {
	for i := range looks {
		for _, k := range looks[i].kinds {
			if k == kind {
				return &looks[i]
			}
		}
	}
	return &looks[len(looks)-1]
}

// dotted reports whether the dash has dots, which need round ends.
func (l *look) dotted() bool { return len(l.dash) > 0 && (l.dash[0] == 0 || len(l.dash) > 4) }

// dashes returns the dash array for an arrow of width pen, "" for a full line. Each length has a fixed part
// and a part that grows with the width. Round ends add a width to every dash, which is taken off again.
func (l *look) dashes(pen float64) string {
	if len(l.dash) == 0 {
		return ""
	}
	var out []string
	for i := 0; i < len(l.dash); i += 2 {
		length := l.dash[i] + float64(l.dash[i+1]*pen)
		if l.dotted() && i%4 == 2 {
			length += pen // a gap
		}
		out = append(out, number(max(length, 0.01)))
	}
	return strings.Join(out, " ")
}

// kindNames are the English names of the kinds we know.
var kindNames = map[string]string{
	"equity": "Equity", "convertible": "Convertible", "acquisition": "Acquisition",
	"compute": "Compute", "purchase": "Purchase", "lease": "Lease", "license": "License",
	"revenue_share": "Revenue share", "loan": "Loan", "bond": "Bond", "prepayment": "Prepayment",
	"guarantee": "Guarantee", "warrant": "Warrant", "grant": "Grant", "other": "Other",
}

// kindLines returns for each look in use its place in looks and its line in the legend: the names of the kinds
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
	for i := range looks {
		var names []string
		for _, k := range looks[i].kinds {
			if inUse[k] {
				names = append(names, cmp.Or(words[k], kindNames[k]))
			}
			delete(inUse, k)
		}
		if i == len(looks)-1 {
			for _, k := range slices.Sorted(maps.Keys(inUse)) { // kinds nobody knows
				names = append(names, cmp.Or(words[k], clean(k), kindNames["other"]))
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
