package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// maxBurnRows is how many bars are drawn.
const maxBurnRows = 24

// Figure draws the claims of each company as bars on one scale: a bar for each window and kind of measure, full where it has
// happened, hollow where it is expected, empty up to the highest claim. Title may be empty.
func (b Burn) Figure(title string) figure.Bars {
	f := figure.Bars{Frame: figure.Frame{
		ID: "burn", Title: cmp.Or(title, "Money burnt before profit"),
		Subtitle: "As the sources have it, by window and measure; measures differ, and amounts are not adjusted for inflation.",
		Caption:  "Claims are never averaged: several bars of one company are claims by other measures or for other windows. Guided: the company itself expects it; forecast: others do.",
	}}
	f.Series = []figure.Series{{Key: "actual", Label: "Happened", Color: "tone1"}, {Key: "expected", Label: "Expected", Color: "tone1", Hollow: true}}
	f.Columns = []string{"window", "measure"}
	currency := b.currency()
	var silent, other []string
	g := figure.BarGroup{Empty: "The ledger does not say what any of them burns before profit."}
	for i, r := range b.Rows {
		if r.InUse == nil {
			silent = append(silent, view.Upper(r.Party.Name)+": "+r.Missing+".")
		}
		for k, x := range r.Ranges {
			switch {
			case x.currency() != currency:
				other = append(other, r.Party.Name+" "+x.String())
			case len(g.Rows) == maxBurnRows:
				f.Dropped = append(f.Dropped, r.Party.Name+", "+x.String())
			default:
				g.Rows = append(g.Rows, r.bar(x, fmt.Sprintf("%d.%d", i+1, k+1)))
				if x.Low == nil || x.High.Amount != x.Low.Amount {
					f.Open = "Up to the highest claim"
				}
			}
		}
		if len(r.Named) > 0 {
			f.Notes = append(f.Notes, r.Party.Name+": notes name "+view.ListOf(r.Named)+" too, which no fact of the ledger states; in no bar.")
		}
	}
	if !slices.ContainsFunc(g.Rows, func(r figure.Bar) bool { return r.High > 0 }) {
		f.Open = ""
	}
	if len(other) > 0 {
		f.Dropped = append(f.Dropped, "in another currency: "+strings.Join(other, ", "))
	}
	if b.assumed() {
		f.Notes = append(f.Notes, view.Upper(startsAssumed)+".")
	}
	f.Groups = []figure.BarGroup{g}
	f.Notes = append(silent, f.Notes...)
	f.AltText = "Bars. " + burnInWords(g.Rows)
	return f
}

// currency is that of most ranges, the first of equals.
func (b Burn) currency() string {
	count := map[string]int{}
	best := ""
	for _, r := range b.Rows {
		for _, x := range r.Ranges {
			c := x.currency()
			count[c]++
			if count[c] > count[best] {
				best = c
			}
		}
	}
	return best
}

// currency is that of the amounts.
func (r BurnRange) currency() string {
	for _, m := range []*view.Money{r.Low, r.Floor, r.Ceiling} {
		if m != nil {
			return m.Currency
		}
	}
	return ""
}

// bar draws a range of claims of one company.
func (r BurnRow) bar(x BurnRange, id string) figure.Bar {
	b := figure.Bar{ID: cmp.Or(r.Party.ID, r.Party.Name) + " " + id, Label: r.Party.Name, Value: x.spell((*view.Money).Short)}
	b.Cells = []string{x.Window, strings.Join(x.Measures, ", ")}
	natures := strings.Join(x.Natures, ", ")
	series := "actual"
	if natures != series {
		series, b.Detail = "expected", natures
	}
	low, high := x.ends()
	b.Parts = []figure.Part{{Series: series, Value: low}}
	if high > low {
		b.High = high
	}
	b.Title = fmt.Sprintf("%s: %s (%s; %s; %s)", r.Party.Name, x, cmp.Or(x.Window, "window not stated"), b.Cells[1], natures)
	if x.Claims > 1 {
		b.Title += ", " + strconv.Itoa(x.Claims) + " claims"
	}
	return b
}

// ends are where the bar of a range is certain to reach and how far it may go, as far as claims say. The end of "more than" is
// open, and is drawn where it is certain.
func (r BurnRange) ends() (low, high float64) {
	units := func(m *view.Money) float64 {
		minor, _ := m.Minor()
		return view.Units(max(minor, 0))
	}
	switch {
	case r.Low != nil:
		low, high = units(r.Low), units(r.High)
	case r.Floor != nil:
		low = units(r.Floor)
	}
	if r.Floor != nil {
		high = max(high, units(r.Floor))
	}
	if r.Ceiling != nil {
		high = max(high, units(r.Ceiling))
	}
	return low, high
}

func burnInWords(rows []figure.Bar) string {
	var out []string
	for _, r := range rows[:min(len(rows), 8)] {
		said := slices.DeleteFunc(append(slices.Clone(r.Cells), r.Detail), func(s string) bool { return s == "" })
		out = append(out, fmt.Sprintf("%s %s (%s)", r.Label, r.Value, strings.Join(said, ", ")))
	}
	if more := len(rows) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, "; ") + "."
}
