package outlook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// Figure draws the gigawatts in place at the end of each year, stacked by the other party, in a panel for each layer; what is in
// no year stands in a column of its own. A target is a line across. Scope is what the view leaves out.
func (c Capacity) Figure(title, scope string) figure.Columns {
	f := figure.Columns{Frame: figure.Frame{
		ID: "capacity", Title: cmp.Or(title, fmt.Sprintf("Gigawatts that %s %s", c.Party.Name, c.does())),
		Subtitle: view.BasisWords(c.Basis, c.AsOf) + scope,
	}}
	if !c.sound() {
		f.Empty, f.AltText = "The result is damaged: its rows have not one number for each year.", "A damaged result."
		return f
	}
	for _, note := range c.notes() {
		f.Notes = append(f.Notes, view.Upper(note)+".")
	}
	if len(c.Layers) == 0 {
		f.Empty = "No deal says how many gigawatts: unknown, not zero."
		f.AltText = f.Empty
		return f
	}
	for _, y := range c.Years {
		f.Columns = append(f.Columns, figure.Column{ID: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	undated := false
	for _, l := range c.Layers {
		undated = undated || l.NoYear > 0
	}
	if undated {
		f.Columns = append(f.Columns, figure.Column{ID: "none", Label: "no year"})
	}
	c.series(&f)
	for _, l := range c.Layers {
		f.Panels = append(f.Panels, c.panel(l))
	}
	f.AltText = c.inWords()
	return f
}

// sound reports whether there is a number for each year in every row: a saved result may have been changed by hand.
func (c Capacity) sound() bool {
	fits := func(t CapacityTotal) bool {
		return len(t.InPlace) == len(c.Years) && len(t.LooseInPlace) == len(c.Years)
	}
	return len(c.Years) > 0 && !slices.ContainsFunc(c.Layers, func(l CapacityLayer) bool {
		return !fits(l.CapacityTotal) || slices.ContainsFunc(l.Rows, func(r CapacityRow) bool { return !fits(r.CapacityTotal) })
	})
}

// mostSuppliers is how many parties stand apart in a stack; the rest are one.
const mostSuppliers = 8

// series are the parties, those of the first layer first; of many, the rest are one.
func (c Capacity) series(f *figure.Columns) {
	seen := map[string]bool{}
	others := false
	for _, l := range c.Layers {
		for _, r := range l.Rows {
			switch {
			case seen[r.Party.ID]:
			case len(seen) < mostSuppliers:
				seen[r.Party.ID] = true
				f.Series = append(f.Series, figure.Series{Key: "p." + r.Party.ID, Label: r.Party.Name})
			default:
				others = true
			}
		}
	}
	if others {
		f.Series = append(f.Series, figure.Series{Key: "others", Label: "others", Color: "rest"})
	}
}

// keys tells in which series a party stands.
func (c Capacity) keys() map[string]string {
	out := map[string]string{}
	n := 0
	for _, l := range c.Layers {
		for _, r := range l.Rows {
			if out[r.Party.ID] != "" {
				continue
			}
			if out[r.Party.ID] = "others"; n < mostSuppliers {
				out[r.Party.ID] = "p." + r.Party.ID
			}
			n++
		}
	}
	return out
}

// panel is one layer.
func (c Capacity) panel(l CapacityLayer) figure.ColumnPanel {
	p := figure.ColumnPanel{Heading: view.Upper(l.Meaning), Note: "GW", Unknown: "deals that state no year"}
	most := 0.0
	keys := c.keys()
	for i, y := range c.Years {
		s := figure.ColumnStack{Column: i, Title: fmt.Sprintf("%s at the end of %d: %s GW", view.Upper(l.Meaning), y, gigawatts(l.InPlace[i]))}
		if l.InPlace[i] > 0 {
			s.Value = gigawatts(l.InPlace[i])
		}
		if l.NoYear > 0 {
			s.Unknown = "+ ?"
			if s.Value == "" {
				s.Unknown = view.Unknown
			}
			s.Title += ", and deals that state no year"
		}
		for _, r := range l.Rows {
			addPower(&s, keys[r.Party.ID], r.Party.Name, strconv.Itoa(y), r.InPlace[i], r.LooseInPlace[i])
		}
		p.Stacks, most = append(p.Stacks, s), max(most, l.InPlace[i])
	}
	if l.NoYear > 0 {
		s := figure.ColumnStack{Column: len(c.Years), Value: gigawatts(l.NoYear), Title: fmt.Sprintf("%s in no year: %s GW", view.Upper(l.Meaning), gigawatts(l.NoYear))}
		for _, r := range l.Rows {
			addPower(&s, keys[r.Party.ID], r.Party.Name, "no year", r.NoYear, r.LooseNoYear)
		}
		p.Stacks, most = append(p.Stacks, s), max(most, l.NoYear)
	}
	if l.Loose > 0 {
		p.Hollow = "no contract yet"
	}
	if t := c.Target; t != nil {
		p.Rules = []figure.Rule{{At: t.Power, Label: fmt.Sprintf("target for %d: %s GW", t.Year, gigawatts(t.Power))}}
		most = max(most, t.Power)
	}
	p.YTicks = powerTicks(most)
	return p
}

// addPower adds what comes from a party: contracts, and hollow what is none.
func addPower(s *figure.ColumnStack, key, name, when string, all, loose float64) {
	for _, x := range []struct {
		value  float64
		hollow bool
	}{{max(0, all-loose), false}, {min(all, loose), true}} {
		if x.value < 1e-9 {
			continue
		}
		title := fmt.Sprintf("%s, %s: %s GW", name, when, gigawatts(x.value))
		if x.hollow {
			title += ", no contract yet"
		}
		same := func(p figure.ColumnPart) bool { return key == "others" && p.Series == key && p.Hollow == x.hollow }
		if i := slices.IndexFunc(s.Parts, same); i >= 0 {
			p := &s.Parts[i]
			p.Value += x.value
			p.Text, p.Title = gigawatts(p.Value), p.Title+"; "+title
			continue
		}
		s.Parts = append(s.Parts, figure.ColumnPart{Series: key, Value: x.value, Hollow: x.hollow, Text: gigawatts(x.value), Title: title})
	}
}

// powerTicks are marks for gigawatts, from nothing to the first at or above most.
func powerTicks(most float64) []figure.Tick {
	step := 1e-3
	for k := 0; step*4.5 < most; k++ {
		step = []float64{1e-3, 2e-3, 5e-3}[k%3] * math.Pow(10, float64(k/3))
	}
	var out []figure.Tick
	for i := 0; ; i++ {
		at := math.Round(float64(float64(i)*step*1000)) / 1000
		out = append(out, figure.Tick{At: at, Label: strconv.FormatFloat(at, 'f', -1, 64)})
		if at >= most {
			return out
		}
	}
}

// inWords tells the figure to those who cannot see it.
func (c Capacity) inWords() string {
	out := []string{fmt.Sprintf("Columns: gigawatts that %s %s, in place at the end of each year from %d to %d.", c.Party.Name, c.does(), c.Years[0], c.Years[len(c.Years)-1])}
	for _, l := range c.Layers {
		s := fmt.Sprintf("%s: %s GW in all", view.Upper(l.Meaning), gigawatts(l.All))
		if l.NoYear > 0 {
			s += fmt.Sprintf(", of it %s GW in no year", gigawatts(l.NoYear))
		}
		var names []string
		for i, r := range l.Rows {
			if i == 5 {
				names = append(names, "others")
				break
			}
			names = append(names, r.Party.Name+" "+gigawatts(r.All))
		}
		out = append(out, s+" ("+view.ListOf(names)+").")
	}
	if t := c.Target; t != nil && len(t.Gaps) > 0 {
		least, most := t.Gaps[0].Share, t.Gaps[len(t.Gaps)-1].Share
		for _, g := range t.Gaps {
			if g.Counted == "at least" {
				least = g.Share
			}
		}
		out = append(out, fmt.Sprintf("The target for %d is %s GW, of which deals are %.1f%% to %.1f%%.", t.Year, gigawatts(t.Power), 100*least, 100*most))
	}
	return strings.Join(out, " ")
}
