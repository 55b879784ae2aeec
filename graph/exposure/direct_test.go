package exposure_test

import (
	"fmt"
	"slices"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// side is a side as text, a position a line.
func side(n *graph.Network, s exposure.Side) []string {
	var out []string
	for _, p := range s.Positions {
		line := fmt.Sprintf("%s %d+%d?", n.Party(p.Counterparty).ID, p.Total.Amount/100, p.Total.Unknown)
		for _, c := range exposure.Claims() {
			if cell := p.ByClaim.Of(c); !cell.IsZero() {
				line += fmt.Sprintf(" %s %d+%d?", c, cell.Amount/100, cell.Unknown)
			}
		}
		if p.Revenue.Known {
			line += fmt.Sprintf(" (%.2f of %d+%d?)", p.Revenue.OfInflow, p.Revenue.Inflow.Amount/100, p.Revenue.Inflow.Unknown)
		}
		out = append(out, line)
	}
	return out
}

// market is a small market whose numbers can be added up by hand.
const market = `
	nvidia    > openai    equity    30  completed
	nvidia    > openai    equity    70  announced
	microsoft > openai    equity    13  completed
	openai    > oracle    compute   300 signed
	openai    > oracle    compute   ?   announced
	openai    > nvidia    purchase  40  proposed
	meta      > oracle    compute   100 active
	meta      > oracle    purchase  9   completed
	oracle    > nvidia    purchase  90  active
	amd       > openai    warrant   96  signed
	nvidia    > landlord  guarantee 5   signed for openai
	openai    > openai    purchase  1   signed
	banks     > oracle    bond      18  active
	openai    > microsoft license   ?   active`

func TestDirect(t *testing.T) {
	n := nettest.Parse(market)
	openai, _ := n.Node("openai")
	r := exposure.Direct(n, openai)
	// oracle receives 300+?+100+9+18 = 427 and one unknown; nvidia 40+90; microsoft one unknown only.
	if d := cmp.Diff([]string{
		"oracle 300+1? revenue 300+1? (0.70 of 427+1?)",
		"nvidia 75+0? equity 30+0? revenue 40+0? guarantee 5+0? (0.31 of 130+0?)",
		"microsoft 13+1? equity 13+0? revenue 0+1?",
	}, side(n, r.AtStake)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		"amd 96+0? contingent 96+0?",
		"nvidia 70+0? funding 70+0?",
	}, side(n, r.Holds)); d != "" {
		t.Error(d)
	}
	if got, want := r.AtStake.Total, (exposure.Cell{Amount: 38800, Unknown: 2}); got != want {
		t.Errorf("at stake %v, want %v", got, want)
	}
	if got, want := r.AtStake.ByClaim.Of(exposure.Equity), (exposure.Cell{Amount: 4300}); got != want {
		t.Errorf("equity at stake %v, want %v", got, want)
	}
	if d := cmp.Diff([]string{
		"1 deal is of a party with itself: no exposure to anybody else",
		"2 claims have an undisclosed amount: counted, in no sum, never taken as zero",
	}, messages(r.Warnings)); d != "" {
		t.Error(d)
	}
	// Every line leads to its deal.
	var kinds []deals.Kind
	for _, l := range r.AtStake.Positions[1].Lines {
		kinds = append(kinds, n.Arc(l.Arc).Leg.Kind)
	}
	if d := cmp.Diff([]deals.Kind{deals.Guarantee, deals.Equity, deals.Purchase}, kinds); d != "" {
		t.Error(d)
	}
}

func TestHoldsShareIsOfTheParty(t *testing.T) {
	n := nettest.Parse(market)
	oracle, _ := n.Node("oracle")
	if d := cmp.Diff([]string{
		"openai 300+1? revenue 300+1? (0.70 of 427+1?)",
		"meta 100+0? revenue 100+0? (0.23 of 427+1?)",
	}, side(n, exposure.Direct(n, oracle).Holds)); d != "" {
		t.Error(d)
	}
}

func TestOrder(t *testing.T) {
	n := nettest.Parse("x > e loan ? active; x > e loan 5 active; d > x loan 1; x > a loan 5 active; x > c loan 5 active; x > b loan 6 active; x > f loan ? active; x > g loan ? active; x > g loan ? active")
	x, _ := n.Node("x")
	var got []string
	for _, p := range exposure.Direct(n, x).Holds.Positions {
		got = append(got, string(n.Party(p.Counterparty).ID))
	}
	// d has promised x a loan, so x counts on d.
	if d := cmp.Diff([]string{"b", "e", "a", "c", "d", "g", "f"}, got); d != "" {
		t.Error(d)
	}
}

func random(i int) *graph.Network {
	return nettest.Random(uint64(i), nettest.Shape{Parties: 2 + i%9, Arcs: i % 50, Unknown: 0.3, Self: 0.1, Statuses: deals.Statuses()})
}

// TestSidesAgree adds up both sides over all parties: every claim is at stake once and held once, and so are the lines.
func TestSidesAgree(t *testing.T) {
	for i := range 300 {
		n := random(i)
		var at, held, total exposure.ByClaim
		count := 0
		for v, r := range exposure.All(n) {
			if d := cmp.Diff(exposure.Direct(n, graph.Node(v)), r, cmpopts.IgnoreUnexported(graph.Warning{})); d != "" {
				t.Fatalf("network %d, party %d: Direct and All differ: %s", i, v, d)
			}
			for c := range at {
				at[c].Amount += r.AtStake.ByClaim[c].Amount
				at[c].Unknown += r.AtStake.ByClaim[c].Unknown
				held[c].Amount += r.Holds.ByClaim[c].Amount
				held[c].Unknown += r.Holds.ByClaim[c].Unknown
			}
			for _, p := range slices.Concat(r.AtStake.Positions, r.Holds.Positions) {
				if p.Revenue.OfInflow < 0 || p.Revenue.OfInflow > 1 || p.Counterparty == r.Party {
					t.Fatalf("network %d: %+v", i, p)
				}
				count += len(p.Lines)
			}
		}
		ls, _ := exposure.Lines(n)
		for _, l := range ls {
			c := slices.Index(exposure.Claims(), l.Claim)
			total[c].Amount += l.Amount
			if !l.Known {
				total[c].Unknown++
			}
		}
		if at != total || held != total || count != 2*len(ls) {
			t.Fatalf("network %d: at stake %v, held %v, lines %v", i, at, held, total)
		}
	}
}

func TestDoublingDoubles(t *testing.T) {
	for i := range 100 {
		n := random(i)
		var parties []*deals.Party
		for v := range n.Order() {
			parties = append(parties, n.Party(graph.Node(v)))
		}
		arcs := slices.Collect(n.Arcs())
		for j := range arcs {
			arcs[j].Amount *= 2
		}
		want, got := exposure.All(n), exposure.All(graph.New(parties, arcs))
		for v := range want {
			double(&want[v].AtStake)
			double(&want[v].Holds)
		}
		if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(graph.Warning{})); d != "" {
			t.Fatalf("network %d: %s", i, d)
		}
	}
}

func double(s *exposure.Side) {
	s.Total.Amount *= 2
	for c := range s.ByClaim {
		s.ByClaim[c].Amount *= 2
	}
	for i := range s.Positions {
		p := &s.Positions[i]
		p.Total.Amount *= 2
		p.Revenue.Inflow.Amount *= 2
		for c := range p.ByClaim {
			p.ByClaim[c].Amount *= 2
		}
		for j := range p.Lines {
			p.Lines[j].Amount *= 2
		}
	}
}

func BenchmarkAll(b *testing.B) {
	n := nettest.Life()
	for b.Loop() {
		exposure.All(n)
	}
}

// Leaving counterparties out leaves the sums of the others: together they are the whole.
func TestOnly(t *testing.T) {
	for i := range 200 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 6, Arcs: 25, Amounts: 100, Unknown: 0.2})
		s := exposure.Direct(n, 0).AtStake
		even := s.Only(func(v graph.Node) bool { return v%2 == 0 })
		odd := s.Only(func(v graph.Node) bool { return v%2 != 0 })
		if sum := even.Total.Amount + odd.Total.Amount; sum != s.Total.Amount || even.Total.Unknown+odd.Total.Unknown != s.Total.Unknown {
			t.Fatalf("network %d: %v and %v of %v", i, even.Total, odd.Total, s.Total)
		}
		if len(even.Positions)+len(odd.Positions) != len(s.Positions) {
			t.Fatalf("network %d: positions are lost", i)
		}
	}
}
