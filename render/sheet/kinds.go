package sheet

import (
	"strings"
)

// Look is how the arrows of some kinds are drawn: in one colour, with one dash. The line may be pale
// as long as its contrast with the paper is 3; its text has 4.5.
//
// The colours are those of Okabe and Ito, darkened for white paper, and two more. Any two differ clearly also to
// people with protanopia, deuteranopia or tritanopia, or have different dashes. Each length of a dash has a
// fixed part and one that grows with the line, so that it looks alike on thick and thin arrows.
type Look struct {
	Line, Text Role
	dash       []float64 // points and widths of the first dash, of the gap after it, of the next dash …
	Kinds      []string  // what is drawn so, in the order a legend names them
}

// Looks are all there are, in the order of a legend. The last one is for kinds nobody knows.
var Looks = []Look{
	{Role{"equity", "#0061A8", "#2F8FE0"}, Role{"t_equity", "#0061A8", "#5BA9EA"}, nil,
		[]string{"equity", "convertible", "acquisition"}},
	{Role{"compute", "#C68600", "#F2B63C"}, Role{"t_compute", "#8A5C00", "#F2B63C"}, nil,
		[]string{"compute"}},
	{Role{"purchase", "#008F68", "#24B58A"}, Role{"t_purchase", "#00704F", "#35C398"}, nil,
		[]string{"purchase"}},
	{Role{"lease", "#5B1A5E", "#EDE6CC"}, Role{"t_lease", "#5B1A5E", "#EDE6CC"}, nil,
		[]string{"lease", "license", "revenue_share"}},
	{Role{"loan", "#B03A06", "#E8622A"}, Role{"t_loan", "#B03A06", "#F07F4F"}, []float64{9, 1.6, 2.5, 0.7},
		[]string{"loan", "bond", "prepayment"}},
	{Role{"guarantee", "#C062A0", "#E79CCB"}, Role{"t_guarantee", "#9A3D7C", "#E79CCB"}, []float64{0, 0, 3, 1.1},
		[]string{"guarantee"}},
	{Role{"warrant", "#3E9BDC", "#A6DBFA"}, Role{"t_warrant", "#1D6FA8", "#A6DBFA"}, []float64{8, 1, 2.5, 0.8, 0, 0, 2.5, 0.8},
		[]string{"warrant"}},
	{Role{"loss", "#A3001E", "#FF3B3B"}, Role{"t_loss", "#A3001E", "#FF3B3B"}, nil,
		[]string{"loss"}},
	{Role{"other", "#6E7884", "#8A97A5"}, Role{"t_other", "#55606C", "#A3B0BC"}, nil,
		[]string{"grant", "other"}},
}

// LookOf returns the look of a kind.
func LookOf(kind string) *Look {
	for i := range Looks {
		for _, k := range Looks[i].Kinds {
			if k == kind {
				return &Looks[i]
			}
		}
	}
	return &Looks[len(Looks)-1]
}

// Dotted reports whether the dash has dots, which need round ends.
func (l *Look) Dotted() bool { return len(l.dash) > 0 && (l.dash[0] == 0 || len(l.dash) > 4) }

// Dashes returns the dash array for an arrow of width pen, "" for a full line. Each length has a fixed part
// and a part that grows with the width. Round ends add a width to every dash, which is taken off again.
func (l *Look) Dashes(pen float64) string {
	if len(l.dash) == 0 {
		return ""
	}
	var out []string
	for i := 0; i < len(l.dash); i += 2 {
		length := l.dash[i] + float64(l.dash[i+1]*pen)
		if l.Dotted() && i%4 == 2 {
			length += pen // a gap
		}
		out = append(out, Number(max(length, 0.01)))
	}
	return strings.Join(out, " ")
}

// KindNames are the English names of the kinds we know.
var KindNames = map[string]string{
	"equity": "Equity", "convertible": "Convertible", "acquisition": "Acquisition",
	"compute": "Compute", "purchase": "Purchase", "lease": "Lease", "license": "License",
	"revenue_share": "Revenue share", "loan": "Loan", "bond": "Bond", "prepayment": "Prepayment",
	"guarantee": "Guarantee", "warrant": "Warrant", "grant": "Grant", "loss": "Loss", "other": "Other",
}
