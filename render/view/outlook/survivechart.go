package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// maxSurviveRows is how many bars are drawn in a group.
const maxSurviveRows = 16

// Figure draws the obligations that parties do not meet over the plan: full what is missing at both ends of what is not known, empty
// up to the bare end; those whose verdict is certain first. Title may be empty.
func (s Survive) Figure(title string) figure.Bars {
	f := figure.Bars{Frame: figure.Frame{ID: "survive", Title: cmp.Or(title, "Who could not pay what is due")}}
	f.Subtitle = view.Upper(s.Stress.String()) + ". Obligations not met in " + yearsText(s.Years) + ". " + view.BasisWords(s.Basis, s.AsOf)
	f.Series = []figure.Series{{Key: "missing", Label: "Missing in any case", Color: "tone1"}}
	f.Columns = []string{"would save it", "from", "in"}
	groups := []figure.BarGroup{
		{Heading: "Cannot pay all that is due", Empty: "Nobody in any case: it hangs on what is not known."},
		{Heading: "Not known: revenue on record, but not all else"},
		{Heading: "Not known: no revenue on record"},
	}
	for _, r := range s.Survived {
		at := r.group()
		if at < 0 {
			continue
		}
		g := &groups[at]
		if len(g.Rows) == maxSurviveRows {
			f.Dropped = append(f.Dropped, r.Party.Name+" "+r.Bare.Total.Short())
			continue
		}
		if slices.ContainsFunc(g.Rows, func(b figure.Bar) bool { return b.ID == cmp.Or(r.Party.ID, r.Party.Name) }) {
			continue // a result from a file
		}
		g.Rows = append(g.Rows, r.bar(s.Years))
		if low, high := minorOf(r.Ample.Total), minorOf(r.Bare.Total); high > low {
			f.Open = "Only if what is not on record is no more than deals need"
		}
	}
	if len(groups[1].Rows)+len(groups[2].Rows) == 0 {
		groups[0].Empty = "Everybody meets its obligations, as far as they are disclosed."
	}
	for i, g := range groups {
		if i == 0 || len(g.Rows) > 0 {
			f.Groups = append(f.Groups, g)
		}
	}
	f.Notes = s.figureNotes()
	f.AltText = s.figureWords(groups)
	f.Caption = "Under this stress and these assumptions; no forecast. What is not met in its year is lost to the creditor, and not due again."
	return f
}

// group of bars: 0 where something is missing at both ends, −1 where nothing is at either.
func (r Survivor) group() int {
	switch {
	case r.Bare.State != stateMisses:
		return -1
	case r.Ample.State == stateMisses:
		return 0
	case r.Revenue:
		return 1
	}
	return 2
}

func (r Survivor) bar(years []int) figure.Bar {
	low, high := minorOf(r.Ample.Total), minorOf(r.Bare.Total)
	b := figure.Bar{ID: cmp.Or(r.Party.ID, r.Party.Name), Label: r.Party.Name, Value: r.Bare.Total.Short(), Parts: []figure.Part{{Series: "missing", Value: view.Units(max(low, 0))}}}
	if high > low {
		b.High = view.Units(high)
		b.Value = "≤ " + b.Value
		if low > 0 {
			b.Value = r.Ample.Total.Short() + " to " + r.Bare.Total.Short()
		}
	}
	b.Cells = []string{r.figureMoney(), r.from(), r.byYear(years)}
	b.Title = r.Party.Name + ": " + r.Words + "; misses " + rangeOf(r.Ample.Total, r.Bare.Total)
	if because := r.because(); because != "" {
		b.Title += "; has less because: " + because
	}
	return b
}

// figureMoney is the money that would save it, with short amounts.
func (r Survivor) figureMoney() string {
	switch {
	case !r.Revenue && r.Own != nil:
		return r.Own.Short() + " of its own"
	case !r.Cash:
		return "cash of " + r.Bare.Need.Short()
	case minorOf(r.Ample.Need) == 0:
		return "up to " + r.Bare.Need.Short()
	case r.Ample.Need.Short() != r.Bare.Need.Short():
		return r.Ample.Need.Short() + " to " + r.Bare.Need.Short()
	}
	return r.Bare.Need.Short()
}

// byYear are the years in which something is missing at the bare end: "2027 to 2031", "2027, 2029".
func (r Survivor) byYear(years []int) string {
	var in []int
	for y, m := range r.Bare.Missing {
		if minorOf(m) > 0 && y < len(years) {
			in = append(in, years[y])
		}
	}
	return yearsText(in)
}

// yearsText spells years: "2026 to 2033", "2027", "2027, 2029".
func yearsText(years []int) string {
	switch n := len(years); {
	case n == 0:
		return ""
	case n > 2 && years[n-1]-years[0] == n-1:
		return fmt.Sprintf("%d to %d", years[0], years[n-1])
	}
	var out []string
	for _, y := range years {
		out = append(out, fmt.Sprint(y))
	}
	return strings.Join(out, ", ")
}

func (s Survive) figureNotes() []string {
	var out []string
	for _, note := range s.summary() {
		out = append(out, view.Upper(note)+".")
	}
	return out
}

func (s Survive) figureWords(groups []figure.BarGroup) string {
	var out []string
	for _, g := range groups {
		for _, r := range g.Rows[:min(len(g.Rows), 6)] {
			out = append(out, r.Label+" "+r.Value+" ("+r.Cells[0]+")")
		}
	}
	if len(out) == 0 {
		return "Bars. Nobody misses an obligation."
	}
	return "Bars. " + strings.Join(out, "; ") + "."
}
