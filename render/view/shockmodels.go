package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/contagion"
	"dealgraph/render/table"
)

// Models is what three models say of one shock, on different footings: clearing of payments that fall due, and a threshold
// cascade and DebtRank on all claims that others have.
type Models struct {
	Parties   []ModelLoss `json:"parties"`
	Threshold *Money      `json:"threshold_total"` // of all but the shocked
	DebtRank  *Money      `json:"debtrank_total"`
	LoopGain  float64     `json:"loop_gain"` // what becomes of a small distress each time it goes round
}

// ModelLoss is what a party loses by each model.
type ModelLoss struct {
	Party     Party    `json:"party"`
	Shocked   bool     `json:"shocked,omitempty"`
	Clearing  Between  `json:"clearing"`
	Threshold *Money   `json:"threshold"`
	Fails     *int     `json:"fails_in_round"` // of the cascade; 0 from the start, null if it does not
	DebtRank  *Money   `json:"debtrank"`
	Buffer    *Money   `json:"buffer"`
	Distress  *float64 `json:"distress"` // share of its buffer lost by DebtRank, 0 to 1; null when the buffer is not known
}

// modelsOf tells what the models say.
func (s *shocker) modelsOf() *Models {
	out := &Models{Parties: []ModelLoss{}, LoopGain: s.r.LoopGain}
	var threshold, rank float64
	for v := range s.high {
		shocked := s.shocked(v)
		cleared := s.high[v].Loss()
		if s.r.Threshold[v] < 0.005 && s.r.DebtRank[v] < 0.005 && cleared < 0.005 {
			continue
		}
		m := ModelLoss{
			Party: node(s.n, graph.Node(v)), Shocked: shocked, Clearing: s.between(s.low[v].Loss(), cleared),
			Threshold: s.money(s.r.Threshold[v]), DebtRank: s.money(s.r.DebtRank[v]),
		}
		if round := s.r.Failed[v]; round >= 0 {
			m.Fails = &round
		}
		if h, ok := s.r.Distress[v]; ok {
			m.Distress, m.Buffer = &h, money(s.r.Means[v].Amount, s.n.View.Currency)
		}
		if !shocked {
			threshold, rank = threshold+s.r.Threshold[v], rank+s.r.DebtRank[v]
		}
		out.Parties = append(out.Parties, m)
	}
	slices.SortStableFunc(out.Parties, func(a, b ModelLoss) int {
		return cmp.Or(cmp.Compare(worth(b.DebtRank), worth(a.DebtRank)), cmp.Compare(worth(b.Clearing.High), worth(a.Clearing.High)), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	out.Threshold, out.DebtRank = s.money(threshold), s.money(rank)
	return out
}

// table shows the models that were asked for.
func (m *Models) table(x Shock) table.Table {
	all := x.model == "all"
	t := table.Table{Title: Upper(x.What) + ": by threshold cascade" + " (" + x.Basis + " basis)", Columns: []table.Column{{Name: "party", Max: 32}}}
	column := func(name string) { t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right}) }
	switch x.model {
	case "all":
		t.Title = "Three models side by side (" + x.Basis + " basis)"
		column("clearing")
	case "debtrank":
		t.Title = Upper(x.What) + ": by DebtRank (" + x.Basis + " basis)"
	}
	if x.model != "debtrank" {
		column("threshold")
		column("fails in round")
	}
	if x.model != "threshold" {
		column("DebtRank")
		column("of buffer")
	}
	column("buffer")
	for _, p := range m.Parties {
		name := p.Party.Name
		if p.Shocked {
			name += " (shocked)"
		}
		row := []table.Cell{text(name)}
		if all {
			row = append(row, p.Clearing.cell())
		}
		if x.model != "debtrank" {
			row = append(row, optional(p.Threshold), round(p.Fails))
		}
		if x.model != "threshold" {
			row = append(row, optional(p.DebtRank), share(p.Distress))
		}
		t.Rows = append(t.Rows, append(row, p.Buffer.cell()))
	}
	total := []table.Cell{text("all but the shocked")}
	if all {
		total = append(total, x.Total.cell())
	}
	if x.model != "debtrank" {
		total = append(total, m.Threshold.cell(), table.Cell{})
	}
	if x.model != "threshold" {
		total = append(total, m.DebtRank.cell(), table.Cell{})
	}
	t.Rows = append(t.Rows, append(total, table.Cell{}))
	t.Footnotes = []string{"threshold and DebtRank run on all claims of exposure, at face value and all at once, and so bound what is lost on them; parties without a known buffer lose, but pass nothing on"}
	if x.model != "threshold" {
		t.Footnotes = append(t.Footnotes, m.gain())
	}
	return t
}

// gain says what becomes of a shock on its way round.
func (m *Models) gain() string {
	switch {
	case m.LoopGain >= 1000:
		return "loop gain above 1,000: on some circle of claims there are buffers of next to nothing, which any loss uses up"
	case m.LoopGain >= 1:
		return fmt.Sprintf("loop gain %.2f: shocks grow on their way round, until buffers are gone", m.LoopGain)
	}
	return fmt.Sprintf("loop gain %.2f: shocks die out on their way round", m.LoopGain)
}

func round(r *int) table.Cell {
	if r == nil {
		return table.Cell{}
	}
	return table.CountCell(*r)
}

// Unpaid is a leg that is not paid in full, if parties without facts have no means.
type Unpaid struct {
	Year    int    `json:"year,omitempty"`
	Due     *Money `json:"due"`
	Missing *Money `json:"missing"`
	Deal
}

// unpaid lists the legs that are not paid as in the calm, the most missing first.
func (s *shocker) unpaid() []Unpaid {
	out := []Unpaid{}
	for at, p := range s.r.High.Periods {
		for i := range s.r.High.Plan.Years[at].Dues {
			legs := s.l.Legs(p.Legs[i])
			missing := p.Base.Dues[i] - p.After.Dues[i]
			if missing < 0.005 || len(legs) == 0 {
				continue
			}
			a, ok := s.n.ArcOf(legs[0])
			if !ok {
				continue
			}
			d := deal(s.n, a)
			due := p.System.Dues[i] // a debt is due the other way round
			d.Payer, d.Payee = node(s.n, graph.Node(due.From)), node(s.n, graph.Node(due.To))
			out = append(out, Unpaid{p.Year, s.money(due.Amount), s.money(missing), d})
		}
	}
	slices.SortStableFunc(out, func(a, b Unpaid) int {
		return cmp.Or(cmp.Compare(worth(b.Missing), worth(a.Missing)), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Deal.Deal, b.Deal.Deal))
	})
	return out
}

func unpaidTable(list []Unpaid) table.Table {
	t := table.Table{Title: "Which deals are not paid in full, if parties without facts have no means", Columns: []table.Column{
		{Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "year"}, {Name: "due", Align: table.Right}, {Name: "missing", Align: table.Right},
		{Name: "status"}, {Name: "deal", Max: 48}, {Name: "tier"}, {Name: "source"},
	}}
	for _, u := range list {
		year := "all"
		if u.Year > 0 {
			year = strconv.Itoa(u.Year)
		}
		t.Rows = append(t.Rows, []table.Cell{
			text(u.Payer.Name), text(u.Payee.Name), text(words(u.Kind)), text(year), u.Due.cell(), u.Missing.cell(), text(u.Status), text(u.Deal.Deal), text(u.Tier), {Text: u.Source, Link: u.Source},
		})
	}
	return t
}

// SupplyShock is who can make less when parties deliver less.
type SupplyShock struct {
	Basis     string       `json:"basis"`
	What      string       `json:"what"`
	Parties   []SupplyLoss `json:"parties"`
	Linear    float64      `json:"index_if_inputs_make_up_for_one_another"` // share of all sales lost
	Essential float64      `json:"index_if_each_is_essential"`
}

// SupplyLoss is the share of its production that a party loses.
type SupplyLoss struct {
	Party     Party   `json:"party"`
	Initial   float64 `json:"initial"` // as the shock has it
	Sales     *Money  `json:"sales"`
	Linear    float64 `json:"loss_if_inputs_make_up_for_one_another"`
	Essential float64 `json:"loss_if_each_is_essential"`
}

// SupplyOf tells a supply shock from its two ends.
func SupplyOf(n *graph.Network, what string, initial []float64, linear, essential contagion.Effect) *SupplyShock {
	out := &SupplyShock{Basis: string(n.View.Basis), What: what, Parties: []SupplyLoss{}, Linear: linear.Index, Essential: essential.Index}
	sales := make([]int64, n.Order())
	for a := range n.Arcs() {
		if a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending {
			sales[a.To] += a.Amount
		}
	}
	for v := range n.Order() {
		if linear.Loss[v] < 1e-9 && essential.Loss[v] < 1e-9 {
			continue
		}
		out.Parties = append(out.Parties, SupplyLoss{node(n, graph.Node(v)), initial[v], money(sales[v], n.View.Currency), linear.Loss[v], essential.Loss[v]})
	}
	slices.SortStableFunc(out.Parties, func(a, b SupplyLoss) int {
		return cmp.Or(cmp.Compare(b.Initial, a.Initial), cmp.Compare(b.Essential, a.Essential), cmp.Compare(b.Linear, a.Linear), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	return out
}

// Tables shows who can make how much less.
func (x *SupplyShock) Tables() []table.Table {
	t := table.Table{Title: Upper(x.What) + " (" + x.Basis + " basis)", Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "sells here", Align: table.Right}, {Name: "makes less, at least", Align: table.Right}, {Name: "at most", Align: table.Right},
	}}
	for _, p := range x.Parties {
		name := p.Party.Name
		if p.Initial > 0 {
			name += " (shocked)"
		}
		t.Rows = append(t.Rows, []table.Cell{text(name), p.Sales.cell(), table.PercentCell(min(p.Linear, p.Essential)), table.PercentCell(max(p.Linear, p.Essential))})
	}
	low, high := min(x.Linear, x.Essential), max(x.Linear, x.Essential)
	t.Rows = append(t.Rows, []table.Cell{text("share of all sales"), {}, table.PercentCell(low), table.PercentCell(high)})
	t.Footnotes = []string{
		"at least: all that a customer buys makes up for what it lacks; at most: without one sector's input nothing is made (ESRI, Diem et al. 2022); customers who make less also buy less, which is in both",
	}
	if len(x.Parties) == 0 {
		t.Footnotes = []string{"nobody makes less"}
	}
	return []table.Table{t}
}
