package cycles_test

import (
	"fmt"
	"slices"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// reading is a reading in one line: class, path from its start with the kinds of each hop, turn, bottleneck.
func reading(n *graph.Network, r cycles.Reading) string {
	s := string(r.Class) + ":"
	for i := range r.Hops {
		h := r.Hops[(r.Start+i)%len(r.Hops)]
		s += " " + string(n.Party(h.From).ID) + " "
		for j, id := range h.Arcs {
			if j > 0 {
				s += "+"
			}
			s += string(n.Arc(id).Leg.Kind)
		}
	}
	return s + fmt.Sprintf(" | %d, %s %d", r.Turn, r.Bound, r.Bottleneck/100)
}

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // of the longest cycle
	}{
		{"supplier funds its customer", "nvidia > openai equity 100; openai > oracle compute 300; oracle > nvidia purchase 40",
			[]string{"supplier-funded: nvidia equity openai compute oracle purchase | 1, exact 40"}},
		{"funding through a vehicle", "b > c loan 10; c > a lease 9; a > b equity 11",
			[]string{"supplier-funded: a equity b loan c lease | 2, exact 9"}},
		{"only the funding counts on a hop with both", "a > b equity 10; a > b purchase 90; b > a purchase 20",
			[]string{"supplier-funded: a equity b purchase | 1, exact 10", "reciprocal-trade: a purchase b purchase | 2, exact 20"}},
		{"the stronger of two ways to fund", "a > b equity 10; a > b purchase 50; b > a purchase 60; b > a loan 40",
			[]string{"supplier-funded: b loan a purchase | 1, exact 40", "reciprocal-trade: a purchase b purchase | 2, exact 50"}},
		{"a disclosed way before an undisclosed one", "a > b equity ?; a > b purchase 1; b > a loan 1; b > a purchase 5",
			[]string{"supplier-funded: b loan a purchase | 1, exact 1", "reciprocal-trade: a purchase b purchase | 2, exact 1"}},
		{"funding after spending begins where the funding begins", "a > b purchase 5; b > c loan 5; c > d bond 6; d > a license 7",
			[]string{"supplier-funded: b loan c bond d license a purchase | 2, exact 5"}},
		{"two runs of funding are not one", "a > b loan 5; b > c purchase 5; c > d loan 5; d > a purchase 5",
			[]string{"mixed: a loan b purchase c loan d purchase | 4, exact 5"}},
		{"of equal ways the one with less funding", "a > b loan 5; a > b purchase 5; b > c loan 5; c > a purchase 5",
			[]string{"supplier-funded: b loan c purchase a purchase | 1, exact 5"}},
		{"loans only", "a > b loan 5; b > a bond 5", []string{"mixed: a loan b bond | 2, exact 5"}},
		{"cross-holding", "a > b equity 5; a > b loan 9; b > c convertible 4; c > a equity ?",
			[]string{"cross-holding: a equity b convertible c equity | 3, open 4"}},
		{"warrant for orders", "amd > openai warrant ?; openai > amd purchase 90",
			[]string{"warrant-for-orders: amd warrant openai purchase | 1, open 90"}},
		{"warrant for orders through a third party", "u > v warrant 5; v > w compute 6; w > u purchase 7",
			[]string{"warrant-for-orders: u warrant v compute w purchase | 1, exact 5"}},
		{"a warrant and funding beside it", "u > v warrant 5; u > v equity 2; v > u purchase 9",
			[]string{"supplier-funded: u equity v purchase | 1, exact 2", "warrant-for-orders: u warrant v purchase | 1, exact 5"}},
		{"warrants both ways", "a > b warrant 5; b > a warrant 5", []string{"mixed: a warrant b warrant | 2, exact 5"}},
		{"a guarantee as one of the choices", "a > b guarantee 5; a > b purchase 2; b > a purchase 8",
			[]string{"reciprocal-trade: a purchase b purchase | 2, exact 2", "backstop: a guarantee b purchase | 1, exact 5"}},
		{"the larger of two guarantees", "a > b guarantee 5; b > c guarantee 6; c > a loan 9; a > b loan 20",
			[]string{"backstop: b guarantee c loan a loan+guarantee | 1, exact 6"}},
		{"a party with itself", "a > a purchase 5; a > a guarantee 1",
			[]string{"self-deal: a purchase+guarantee | 1, exact 6"}},
	} {
		n := nettest.Parse(c.text)
		found := all(t, n, cycles.Options{})
		longest := slices.MaxFunc(found, func(a, b cycles.Cycle) int { return a.Len() - b.Len() })
		var got []string
		for _, r := range longest.Readings {
			got = append(got, reading(n, r))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
	}
}

// TestReadingsAgainstAllChoices tries every choice of one deal per hop on random cycles, and every start and turn.
func TestReadingsAgainstAllChoices(t *testing.T) {
	seen := map[cycles.Class]int{}
	for i := range 400 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 5, Arcs: 18, Unknown: 0.1, Self: 0.05})
		for _, c := range all(t, n, cycles.Options{}) {
			want := choices(n, c)
			if d := cmp.Diff(want, c.Classes()); d != "" {
				t.Fatalf("network %d, %s: (-choices +classes)\n%s", i, c.Path(n), d)
			}
			for _, class := range want {
				seen[class]++
			}
			for _, r := range c.Readings {
				checkReading(t, n, c, r)
			}
		}
	}
	for _, c := range cycles.Classes() {
		if seen[c] == 0 {
			t.Errorf("no cycle was %s", c)
		}
		if c.Meaning() == "" {
			t.Errorf("%s has no meaning", c)
		}
	}
}

// choices are the classes that some choice of one deal per hop makes, by the words of the classes alone.
func choices(n *graph.Network, c cycles.Cycle) []cycles.Class {
	k := c.Len()
	if k == 1 {
		return []cycles.Class{cycles.SelfDeal}
	}
	has := map[cycles.Class]bool{}
	kinds := make([]deals.Kind, k)
	var choose func(i int)
	choose = func(i int) {
		if i < k {
			for _, id := range c.Hops[i].Arcs {
				kinds[i] = n.Arc(id).Leg.Kind
				choose(i + 1)
			}
			return
		}
		code := "" // a letter per hop
		for _, kd := range kinds {
			switch {
			case kd == deals.Warrant:
				code += "w"
			case kd == deals.Guarantee:
				code += "g"
			case kd.Family() == deals.Spending:
				code += "s"
			case kd == deals.Equity || kd == deals.Convertible:
				code += "e"
			default:
				code += "f"
			}
		}
		count := func(letters string) (m int) {
			for _, r := range code {
				for _, l := range letters {
					if r == l {
						m++
					}
				}
			}
			return m
		}
		turns := 0 // from spending to something else, going round
		for j := range k {
			if code[j] == 's' && code[(j+1)%k] != 's' {
				turns++
			}
		}
		s := count("s")
		if s > 0 && s < k && turns == 1 && count("ef") == k-s {
			has[cycles.SupplierFunded] = true
		}
		if s == k-1 && count("w") == 1 {
			has[cycles.WarrantForOrders] = true
		}
		if s == k {
			has[cycles.ReciprocalTrade] = true
		}
		if count("e") == k {
			has[cycles.CrossHolding] = true
		}
		if count("g") > 0 {
			has[cycles.Backstop] = true
		}
	}
	choose(0)
	if len(has) == 0 {
		return []cycles.Class{cycles.Mixed}
	}
	var out []cycles.Class
	for _, class := range cycles.Classes() {
		if has[class] {
			out = append(out, class)
		}
	}
	return out
}

// checkReading holds a reading against its cycle: its deals are deals of the same hops, and no more goes round.
func checkReading(t *testing.T, n *graph.Network, c cycles.Cycle, r cycles.Reading) {
	t.Helper()
	if len(r.Hops) != c.Len() || r.Turn < 1 || r.Turn > c.Len() {
		t.Fatalf("%s: %+v", c.Path(n), r)
	}
	for i, h := range r.Hops {
		if h.From != c.Hops[i].From || h.To != c.Hops[i].To || len(h.Arcs) == 0 || h.Amount > c.Hops[i].Amount {
			t.Fatalf("%s, hop %d: %+v of %+v", c.Path(n), i, h, c.Hops[i])
		}
		for _, id := range h.Arcs {
			if !slices.Contains(c.Hops[i].Arcs, id) {
				t.Fatalf("%s, hop %d: arc %d", c.Path(n), i, id)
			}
		}
	}
	if r.Bound == cycles.Exact && c.Bound == cycles.Exact && r.Bottleneck > c.Bottleneck {
		t.Fatalf("%s: %d of %d", c.Path(n), r.Bottleneck, c.Bottleneck)
	}
}

func TestArcsWithoutLegAreMixed(t *testing.T) {
	n := graph.New([]*deals.Party{{ID: "a"}, {ID: "b"}}, []graph.Arc{{From: 0, To: 1, Amount: 5, Known: true}, {From: 1, To: 0, Amount: 5, Known: true}})
	for _, c := range all(t, n, cycles.Options{}) {
		if d := cmp.Diff([]cycles.Class{cycles.Mixed}, c.Classes()); d != "" {
			t.Error(d)
		}
	}
}
