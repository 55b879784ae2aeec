package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/render/table"
)

// Models is what three models say of one shock, on different footings: clearing of payments that fall due, and a threshold
// cascade and DebtRank on all claims that others have. Each has two ends, for what is not known of buffers.
type Models struct {
	Parties   []ModelLoss `json:"parties"`
	Threshold Between     `json:"threshold_total"` // of all but the shocked
	DebtRank  Between     `json:"debtrank_total"`
	LoopGain  float64     `json:"loop_gain"`      // what becomes of a small distress each time it goes round those with a known buffer
	Bare      int         `json:"without_buffer"` // parties whose buffer is known to be nothing
}

// ModelLoss is what a party loses by each model.
type ModelLoss struct {
	Party     Party    `json:"party"`
	Shocked   bool     `json:"shocked,omitempty"`
	Clearing  Between  `json:"clearing"`
	Threshold Between  `json:"threshold"`
	Fails     *int     `json:"fails_in_round"` // of the cascade, if parties without facts have no buffer; 0 from the start, null if it does not
	DebtRank  Between  `json:"debtrank"`
	Buffer    *Money   `json:"buffer"`
	Distress  *float64 `json:"distress"` // share of its buffer lost by DebtRank at most, 0 to 1; null when the buffer is not known
}

// StressRun is what the stress models say with one view of the buffers that are not known. All is by node.
type StressRun struct {
	Threshold []float64 // losses by the threshold cascade, in money
	Failed    []int     // the round in which a party fails, -1 if it does not
	DebtRank  []float64 // losses by DebtRank, in money
	Distress  []float64 // the share of its buffer that a party loses
}

// modelsOf tells what the models say.
func (s *shocker) modelsOf() *Models {
	out := &Models{Parties: []ModelLoss{}, LoopGain: s.r.LoopGain, Bare: s.r.Bare}
	low, high := s.r.Stress[0], s.r.Stress[1]
	var threshold, rank [2]float64
	for v := range s.high {
		if high.Threshold[v] < 0.005 && high.DebtRank[v] < 0.005 && s.high[v].Loss() < 0.005 {
			continue
		}
		m := ModelLoss{
			Party: node(s.n, graph.Node(v)), Shocked: s.shocked(v), Clearing: s.between(s.low[v].Loss(), s.high[v].Loss()),
			Threshold: s.between(low.Threshold[v], high.Threshold[v]), DebtRank: s.between(low.DebtRank[v], high.DebtRank[v]),
		}
		if high.Failed[v] >= 0 {
			m.Fails = &high.Failed[v]
		}
		if s.r.Means[v].Known {
			m.Distress, m.Buffer = &high.Distress[v], MoneyOf(s.r.Means[v].Amount, s.n.View.Currency)
		}
		if !m.Shocked {
			threshold = [2]float64{threshold[0] + low.Threshold[v], threshold[1] + high.Threshold[v]}
			rank = [2]float64{rank[0] + low.DebtRank[v], rank[1] + high.DebtRank[v]}
		}
		out.Parties = append(out.Parties, m)
	}
	slices.SortStableFunc(out.Parties, func(a, b ModelLoss) int {
		return cmp.Or(cmp.Compare(worth(b.DebtRank.High), worth(a.DebtRank.High)), cmp.Compare(worth(b.Clearing.High), worth(a.Clearing.High)), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	out.Threshold, out.DebtRank = s.between(threshold[0], threshold[1]), s.between(rank[0], rank[1])
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
		row := []table.Cell{Text(name)}
		if all {
			row = append(row, p.Clearing.Cell())
		}
		if x.model != "debtrank" {
			row = append(row, p.Threshold.Cell(), round(p.Fails))
		}
		if x.model != "threshold" {
			row = append(row, p.DebtRank.Cell(), share(p.Distress))
		}
		t.Rows = append(t.Rows, append(row, p.Buffer.Cell()))
	}
	total := []table.Cell{Text("all but the shocked")}
	if all {
		total = append(total, x.Total.Cell())
	}
	if x.model != "debtrank" {
		total = append(total, m.Threshold.Cell(), table.Cell{})
	}
	if x.model != "threshold" {
		total = append(total, m.DebtRank.Cell(), table.Cell{})
	}
	t.Rows = append(t.Rows, append(total, table.Cell{}))
	t.Footnotes = []string{
		"threshold and DebtRank run on all claims of exposure, at face value and all at once; a creditor and its guarantor both lose in full; ranges and rounds as for clearing, from ample buffers of parties without facts to none",
	}
	if x.model != "threshold" {
		t.Footnotes = append(t.Footnotes, m.gain())
	}
	return t
}

// gain says what becomes of a shock on its way round.
func (m *Models) gain() string {
	said := fmt.Sprintf("loop gain %.2f among parties with a known buffer: shocks die out on their way round", m.LoopGain)
	if m.LoopGain >= 1 {
		said = fmt.Sprintf("loop gain %.2f among parties with a known buffer: shocks grow on their way round, until buffers are gone", m.LoopGain)
	}
	if m.Bare > 0 {
		said += "; " + Plural(m.Bare, "party has", "parties have") + " none, and any loss uses it up"
	}
	return said
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
	late := s.r.High.Late()
	for at, p := range s.r.High.Periods {
		for i := range s.r.High.Plan.Years[at].Dues {
			legs := s.l.Legs(p.Legs[i])
			missing := Short(p, i, late)
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
			amount := max(due.Amount, p.Base.Dues[i]) // nothing is left of what fell due before its year
			out = append(out, Unpaid{p.Year, s.money(amount), s.money(missing), d})
		}
	}
	slices.SortStableFunc(out, func(a, b Unpaid) int {
		return cmp.Or(cmp.Compare(worth(b.Missing), worth(a.Missing)), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Deal.Deal, b.Deal.Deal))
	})
	return out
}

// Short is what of a due is not paid as in the calm, not in its year and not in another. What is paid in other years is used up.
func Short(p clearing.Period, due int, late map[deals.LegRef]float64) float64 {
	missing := p.Base.Dues[due] - p.After.Dues[due]
	paid := min(max(missing, 0), late[p.Legs[due]])
	late[p.Legs[due]] -= paid
	return missing - paid
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
			Text(u.Payer.Name), Text(u.Payee.Name), Text(words(u.Kind)), Text(year), u.Due.Cell(), u.Missing.Cell(), Text(u.Status), Text(u.Deal.Deal), Text(u.Tier), {Text: u.Source, Link: u.Source},
		})
	}
	return t
}

// SupplyShock is who can make less when parties deliver less.
type SupplyShock struct {
	Basis     string       `json:"basis"`
	What      string       `json:"what"`
	Parties   []SupplyLoss `json:"parties"`
	Linear    float64      `json:"share_of_sales_if_inputs_make_up_for_one_another"`
	Essential float64      `json:"share_of_sales_if_each_is_essential"`
}

// SupplyLoss is the share of its production that a party loses.
type SupplyLoss struct {
	Party     Party   `json:"party"`
	Initial   float64 `json:"initial"` // as the shock has it
	Sales     *Money  `json:"sales"`
	Linear    float64 `json:"loss_if_inputs_make_up_for_one_another"`
	Essential float64 `json:"loss_if_each_is_essential"`
}

// SupplyOf tells a supply shock: what production is left, by node, if inputs make up for one another, and if each is essential.
func SupplyOf(n *graph.Network, what string, initial, linear, essential []float64) *SupplyShock {
	out := &SupplyShock{Basis: string(n.View.Basis), What: what, Parties: []SupplyLoss{}}
	sales := make([]int64, n.Order())
	for a := range n.Arcs() {
		if a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending {
			sales[a.To] += a.Amount
		}
	}
	var all float64
	for v := range n.Order() {
		x := float64(sales[v])
		all, out.Linear, out.Essential = all+x, out.Linear+x*(1-linear[v]), out.Essential+x*(1-essential[v])
		if 1-linear[v] < 1e-9 && 1-essential[v] < 1e-9 {
			continue
		}
		out.Parties = append(out.Parties, SupplyLoss{node(n, graph.Node(v)), initial[v], MoneyOf(sales[v], n.View.Currency), 1 - linear[v], 1 - essential[v]})
	}
	if all > 0 {
		out.Linear, out.Essential = out.Linear/all, out.Essential/all
	}
	slices.SortStableFunc(out.Parties, func(a, b SupplyLoss) int {
		return cmp.Or(cmp.Compare(b.Initial, a.Initial), cmp.Compare(b.Essential, a.Essential), cmp.Compare(b.Linear, a.Linear), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	return out
}

// Tables shows who can make how much less.
func (x *SupplyShock) Tables() []table.Table {
	t := table.Table{Title: Upper(x.What) + ": who can make how much less (" + x.Basis + " basis)", Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "sells here", Align: table.Right}, {Name: "if inputs make up for one another", Align: table.Right}, {Name: "if each is essential", Align: table.Right},
	}}
	for _, p := range x.Parties {
		name := p.Party.Name
		if p.Initial > 0 {
			name += " (shocked)"
		}
		t.Rows = append(t.Rows, []table.Cell{Text(name), p.Sales.Cell(), table.PercentCell(p.Linear), table.PercentCell(p.Essential)})
	}
	t.Rows = append(t.Rows, []table.Cell{Text("share of all sales"), {}, table.PercentCell(x.Linear), table.PercentCell(x.Essential)})
	t.Footnotes = []string{
		"make up for one another: a customer makes less in proportion to all that it buys here; essential: without one sector's input nothing is made (ESRI downstream, Diem et al. 2022); that customers who make less also buy less is not in it",
	}
	if len(x.Parties) == 0 {
		t.Footnotes = []string{"nobody makes less"}
	}
	return []table.Table{t}
}
