package view

import (
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// DealStory is the record of a deal, and how each leg comes to its amount on each basis.
type DealStory struct {
	Record
	Working []Worked `json:"working"`
}

// Worked is how a leg comes to its amount on a basis, step by step.
type Worked struct {
	Leg    string       `json:"leg"`
	Basis  string       `json:"basis"`
	Counts bool         `json:"counts"`
	Amount *Money       `json:"amount"` // null when undisclosed or not counted
	Steps  []WorkedStep `json:"steps"`
}

// WorkedStep is a rule that was applied, and what the leg comes to after it, if to anything.
type WorkedStep struct {
	Rule  string `json:"rule"`
	Comes *Money `json:"comes_to"`
}

// DealStoryOf is the story of a deal; networks are those of the bases that are asked about, of one view. The error is that of
// [DealRecord] or of [graph.WorkingOf].
func DealStoryOf(l *deals.Ledger, d *deals.Deal, networks []*graph.Network) (DealStory, error) {
	record, err := DealRecord(l, d, networks)
	out := DealStory{Record: record, Working: []Worked{}}
	if err != nil {
		return out, err
	}
	for _, leg := range d.Legs {
		for _, n := range networks {
			w, err := graph.WorkingOf(l, n.View, leg)
			if err != nil {
				return out, err
			}
			out.Working = append(out.Working, worked(leg, n, w))
		}
	}
	return out, nil
}

func worked(leg *deals.Leg, n *graph.Network, w graph.Working) Worked {
	out := Worked{Leg: leg.Ref().String(), Basis: string(n.View.Basis), Counts: w.Counts, Steps: []WorkedStep{}}
	if w.Counts && w.Known {
		out.Amount = MoneyOf(w.Minor, n.View.Currency)
	}
	for _, s := range w.Steps {
		step := WorkedStep{Rule: s.Rule}
		if s.Known {
			step.Comes = MoneyOf(s.Minor, s.Currency)
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// Tables are those of the record, and one for each leg of how it comes to its amounts.
func (s DealStory) Tables() []table.Table {
	out := s.Record.Tables()
	for _, leg := range s.Legs {
		t := table.Table{Title: "How " + leg.Leg + " counts", Columns: []table.Column{{Name: "basis"}, {Name: "because", Max: 110}, {Name: "comes to", Align: table.Right}}}
		for _, w := range s.Working {
			if w.Leg != leg.Leg {
				continue
			}
			for i, step := range w.Steps {
				basis, comes := w.Basis, step.Comes.orBlank()
				if i > 0 {
					basis = ""
				}
				if i == len(w.Steps)-1 && comes.Text == "" {
					comes = w.outcome()
				}
				t.Rows = append(t.Rows, []table.Cell{Text(basis), Text(step.Rule), comes})
			}
		}
		t.Footnotes = []string{notCounted + ": not counted on that basis"}
		out = append(out, t)
	}
	return out
}

// orBlank is the cell of an amount, and an empty one where there is none.
func (m *Money) orBlank() table.Cell {
	if m == nil {
		return table.Cell{}
	}
	return m.Cell()
}

// outcome is what a leg comes to that has no amount.
func (w Worked) outcome() table.Cell {
	if w.Counts {
		return w.Amount.Cell()
	}
	return Text(notCounted)
}

// PartyStory is the record of a party with what it pays and is paid in all, on each basis.
type PartyStory struct {
	PartyRecord
	InAll []PartyTotal `json:"in_all"`
}

// PartyTotal is what a party pays and is paid on a basis.
type PartyTotal struct {
	Basis       string  `json:"basis"`
	Meaning     string  `json:"meaning"`
	Pays        Exposed `json:"pays"`
	PaysDeals   int     `json:"pays_legs"` // legs that count
	IsPaid      Exposed `json:"is_paid"`
	IsPaidDeals int     `json:"is_paid_legs"`
}

// PartyStoryOf is the story of a party; networks are those of the bases that are asked about, of one view.
func PartyStoryOf(l *deals.Ledger, p *deals.Party, networks []*graph.Network) PartyStory {
	out := PartyStory{PartyRecord: PartyOf(l, p, networks), InAll: []PartyTotal{}}
	for _, n := range networks {
		total := PartyTotal{Basis: string(n.View.Basis), Meaning: n.View.Basis.Meaning()}
		var pays, isPaid exposure.Cell
		for a := range n.Arcs() {
			if n.Party(a.From) == p {
				total.PaysDeals++
				addArc(&pays, a)
			}
			if n.Party(a.To) == p {
				total.IsPaidDeals++
				addArc(&isPaid, a)
			}
		}
		total.Pays, total.IsPaid = exposed(n, pays), exposed(n, isPaid)
		out.InAll = append(out.InAll, total)
	}
	return out
}

func addArc(c *exposure.Cell, a graph.Arc) {
	if a.Known {
		c.Amount += a.Amount
	} else {
		c.Unknown++
	}
}

// Tables are those of the record, behind one of what the party pays and is paid in all.
func (s PartyStory) Tables() []table.Table {
	out := s.PartyRecord.Tables()
	t := table.Table{Title: "In all", Columns: []table.Column{{Name: "basis"}, {Name: "pays", Align: table.Right}, {Name: "under", Align: table.Right}, {Name: "is paid", Align: table.Right}, {Name: "under", Align: table.Right}, {Name: "counts", Max: 80}}}
	for _, b := range s.InAll {
		t.Rows = append(t.Rows, []table.Cell{Text(b.Basis), b.Pays.Cell(), Text(Plural(b.PaysDeals, "leg", "legs")), b.IsPaid.Cell(), Text(Plural(b.IsPaidDeals, "leg", "legs")), Text(b.Meaning)})
	}
	t.Footnotes = []string{
		fmt.Sprintf("the sums of the columns below; guarantees and warrants are in them at their maximum; %s: amounts that are not disclosed, in no sum", Unknown),
		"dealgraph explain DEAL says how each deal comes to its amounts, and by which sources",
	}
	return append([]table.Table{out[0], t}, out[1:]...)
}
