package view

import (
	"cmp"
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/figure"
)

// Rings draws each cycle of a list by itself, as [Rings] does, from what the list alone says: without the worth of the
// parties, and without their other deals.
func (l CycleList) Rings(title string) figure.Panels {
	say := english{}
	f := figure.Panels{Frame: figure.Frame{ID: "rings", Title: cmp.Or(title, say.ringsTitle())}, Rings: true, Legend: figure.Legend{Headings: say.headings()}}
	f.Subtitle = "The steps of each cycle. Ranked by what the weakest step can carry. " + Upper(l.Basis) + " basis."
	var alt []string
	for i, c := range l.Cycles {
		if i == defaultMaxCycles {
			f.Dropped = []string{say.moreCycles(len(l.Cycles) - i)}
			break
		}
		if len(c.Parties) < 2 {
			continue
		}
		m := c.ring(i + 1)
		f.Panels = append(f.Panels, m)
		alt = append(alt, fmt.Sprintf("%d. %s, %s (%s).", i+1, c.Path, c.Amount, m.Cycles[0].Note))
	}
	f.AltText = f.Title + ". " + strings.Join(alt, " ")
	return f
}

// ring is the map of one cycle.
func (c Cycle) ring(number int) figure.Map {
	m := figure.Map{Frame: figure.Frame{ID: fmt.Sprintf("ring%d", number), Title: english{}.ringTitle(c.Amount), Subtitle: c.Path + " · weakest step: " + c.Weakest}}
	m.Cycles = []figure.Cycle{{Number: number, Text: c.Path, Amount: c.Amount, Note: "weakest step: " + c.Weakest}}
	for _, p := range c.Parties {
		m.Nodes = append(m.Nodes, figure.Node{ID: p.ID, Name: p.Name, Value: 1, Known: true, Emphasis: true})
	}
	for _, h := range c.Hops {
		for _, d := range h.Deals {
			minor, known := d.Amount.Minor()
			a := figure.Arc{
				ID: d.Deal, From: h.Payer.ID, To: h.Payee.ID, Kind: d.Kind, Certainty: certaintyOf(d.Status), Amount: Units(minor), Known: known,
				Label: d.Amount.Short(), Deals: []string{d.Deal}, Title: strings.Join([]string{h.Payer.Name + " → " + h.Payee.Name, d.Kind, d.Amount.Short(), d.Status}, ", "),
			}
			if !known && d.Quantity != "" {
				a.Label = d.Quantity
			}
			m.Arcs = append(m.Arcs, a)
		}
	}
	return m
}

// certaintyOf reads a status in JSON.
func certaintyOf(status string) figure.Certainty {
	for _, s := range deals.Statuses() {
		if s.String() == status {
			return certainty(s)
		}
	}
	return figure.Rumoured // nothing less firm is drawn
}
