package clearing_test

import (
	"math"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
)

// A lab rents from a cloud 100 a year, the cloud buys 60 of chips and owes a bank 30 at the end of 2027; the chip maker is to
// put 20 into the lab in 2027. A guarantor covers the lab's rent up to 10.
const ledger = `
deals:
  - {id: rent, from: lab, to: cloud, kind: compute, amount: $200B, status: signed 2026-01-01, schedule: "2027:$100B 2028:$100B"}
  - {id: chips, from: cloud, to: chip, kind: purchase, amount: $120B, status: signed 2026-01-01, schedule: "2027:$60B 2028:$60B"}
  - {id: loan, from: bank, to: cloud, kind: loan, amount: $30B, status: completed 2025-01-01, term: 2025..2027}
  - {id: ticket, from: chip, to: lab, kind: equity, amount: $20B, status: signed 2026-01-01, term: 2027..2027}
  - {id: cover, from: backer, to: cloud, kind: guarantee, obligor: lab, amount: $10B, status: signed 2026-01-01}
  - {id: warrant, from: chip, to: lab, kind: warrant, amount: $9B, status: signed 2026-01-01}
  - {id: open, from: lab, to: chip, kind: purchase, amount: $50B, status: signed 2026-01-01}
  - {id: secret, from: lab, to: chip, kind: purchase, amount: "?", status: signed 2026-01-01}
`

func plan(t *testing.T, span clearing.Span) *clearing.Plan {
	t.Helper()
	l, err := deals.Read(strings.NewReader(ledger), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := clearing.NewPlan(func(y graph.Years) (*graph.Network, error) { return graph.Build(l, graph.View{Years: y}) }, span)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func node(t *testing.T, p *clearing.Plan, id deals.PartyID) graph.Node {
	t.Helper()
	v, ok := p.Node(id)
	if !ok {
		t.Fatalf("no party %s", id)
	}
	return v
}

func refs(r []deals.LegRef) string {
	var s []string
	for _, x := range r {
		s = append(s, x.String())
	}
	return strings.Join(s, " ")
}

func TestPlan(t *testing.T) {
	p := plan(t, clearing.Span{First: 2027, Last: 2028})
	if refs(p.Unplaced) != "open" || refs(p.Unknown) != "secret" || refs(p.Repaid) != "loan" || refs(p.Guarantee) != "cover" || len(p.Uncovered) != 0 {
		t.Errorf("unplaced %s; unknown %s; repaid %s; guarantees %s, uncovered %s", refs(p.Unplaced), refs(p.Unknown), refs(p.Repaid), refs(p.Guarantee), refs(p.Uncovered))
	}
	if got := refs(p.Years[0].Legs); got != "rent chips ticket loan" && len(p.Years[0].Legs) != 4 {
		t.Errorf("2027: %s", got)
	}
	if len(p.Years[1].Legs) != 2 {
		t.Errorf("2028: %s", refs(p.Years[1].Legs))
	}
	p = plan(t, clearing.Span{First: 2027, Last: 2028, Spread: 5})
	if refs(p.Spread) != "open" || len(p.Unplaced) != 0 || len(p.Years[1].Legs) != 3 {
		t.Errorf("spread %s, left out %s", refs(p.Spread), refs(p.Unplaced))
	}
	all := plan(t, clearing.Span{})
	if len(all.Years) != 1 || len(all.Years[0].Legs) != 5 {
		t.Errorf("all time: %s", refs(all.Years[0].Legs))
	}
}

// By hand, 2027, the lab pays half of what it owes and nobody has a buffer: the cloud misses 50, of which the backer covers 10 (with
// money that the plan does not give it: it has none, so nothing). The cloud has 50 for the bank's 30 and 20 of the 60 of chips; what
// the chip maker has from sales falls from 60 to 20, just enough for its ticket.
func TestRunByHand(t *testing.T) {
	p := plan(t, clearing.Span{First: 2027, Last: 2028})
	shock := []clearing.Shock{{Party: node(t, p, "lab"), Pay: 0.5, From: 2027}}
	r, err := p.Run(t.Context(), shock, clearing.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	total := r.Totals()
	for _, c := range []struct {
		id                       deals.PartyID
		direct, indirect, missed float64
		first                    int
	}{
		{"cloud", 100, 0, 0, -1}, // both years; it cuts chips, which are no obligation
		{"chip", 0, 50, 0, -1},   // 40 in 2027, and 10 in 2028, when the cloud has 50 for the 60
		{"bank", 0, 0, 0, -1},
		{"backer", 0, 0, 10, 2027}, // called for its 10 in the first year, and for no more
	} {
		got := total[node(t, p, c.id)]
		if !same(got.Direct, c.direct*1e9) || !same(got.Indirect, c.indirect*1e9) || !same(got.Missed, c.missed*1e9) || got.First != c.first {
			t.Errorf("%s: %+v, want %+v", c.id, got, c)
		}
	}
	// With 15 of its own the backer pays its 10 in 2027, and nothing in 2028: the cloud loses 10 less, the backer that much.
	set := clearing.Settings{Buffer: make([]float64, len(p.Parties))}
	set.Buffer[node(t, p, "backer")] = 15e9
	r, err = p.Run(t.Context(), shock, set)
	if err != nil {
		t.Fatal(err)
	}
	total = r.Totals()
	cloud, backer := total[node(t, p, "cloud")], total[node(t, p, "backer")]
	ends := 0.0
	for _, x := range total {
		ends += x.Residual
	}
	if !same(ends, 100e9) { // all that the lab does not pay is felt by somebody, once
		t.Errorf("%g is felt, want what is missing: 100e9", ends)
	}
	if !same(cloud.Loss(), 90e9) || !same(backer.Loss(), 10e9) || !same(backer.Buffer, 10e9) || !same(backer.Missed, 0) {
		t.Errorf("cloud %+v, backer %+v", cloud, backer)
	}
}

// A larger shock costs everybody at least as much in all, and no shock costs nothing.
func TestRunMonotone(t *testing.T) {
	p := plan(t, clearing.Span{First: 2027, Last: 2028, Spread: 5})
	for _, policy := range clearing.Policies() {
		var before []clearing.Total
		for _, pay := range []float64{1, 0.75, 0.5, 0.25, 0} {
			r, err := p.Run(t.Context(), []clearing.Shock{{Party: node(t, p, "lab"), Pay: pay, From: 2027}}, clearing.Settings{Unpaid: policy, Cut: 0.5})
			if err != nil {
				t.Fatal(err)
			}
			now := r.Totals()
			for i, total := range now {
				if pay == 1 && (total.Loss() != 0 || total.Missed != 0) {
					t.Errorf("%s: no shock, but %s loses: %+v", policy, p.Parties[i].ID, total)
				}
				if before != nil && total.Loss() < before[i].Loss()-1e-3 {
					t.Errorf("%s: %s loses %g at %g, %g at a smaller shock", policy, p.Parties[i].ID, total.Loss(), pay, before[i].Loss())
				}
			}
			before = now
		}
	}
}

func TestRunRefuses(t *testing.T) {
	p := plan(t, clearing.Span{First: 2027, Last: 2028})
	lab := node(t, p, "lab")
	for _, c := range []struct {
		shock clearing.Shock
		set   clearing.Settings
	}{
		{clearing.Shock{Party: lab, Pay: 1.5}, clearing.Settings{}},
		{clearing.Shock{Party: lab, Pay: math.NaN()}, clearing.Settings{}},
		{clearing.Shock{Party: lab, Ranks: []int{5}}, clearing.Settings{}},
		{clearing.Shock{Party: lab}, clearing.Settings{Buffer: []float64{1}}},
		{clearing.Shock{Party: lab}, clearing.Settings{Cut: 2}},
		{clearing.Shock{Party: lab}, clearing.Settings{LostMeans: math.NaN()}},
		{clearing.Shock{Party: lab}, clearing.Settings{Unpaid: "forget"}},
		{clearing.Shock{Party: lab, Pay: -0.5}, clearing.Settings{}},
		{clearing.Shock{Party: -1}, clearing.Settings{}},
		{clearing.Shock{Party: graph.Node(len(p.Parties))}, clearing.Settings{}},
		{clearing.Shock{Party: lab}, clearing.Settings{Buffer: append(make([]float64, len(p.Parties)-1), math.NaN())}},
		{clearing.Shock{Party: lab}, clearing.Settings{Buffer: append(make([]float64, len(p.Parties)-1), -1)}},
	} {
		if _, err := p.Run(t.Context(), []clearing.Shock{c.shock}, c.set); err == nil {
			t.Errorf("%+v passes", c)
		}
	}
	if _, err := clearing.NewPlan(nil, clearing.Span{First: 2028, Last: 2027}); err == nil {
		t.Error("years out of order pass")
	}
}

func same(a, b float64) bool { return math.Abs(a-b) <= 1e-6*math.Max(1, math.Abs(b)) }
