package concentration_test

import (
	"errors"
	"math"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/concentration"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

func node(n *graph.Network, id deals.PartyID) graph.Node {
	v, ok := n.Node(id)
	if !ok {
		panic(id)
	}
	return v
}

// sales is a supplier with two customers of one group, one that has not told what it pays, others, and funding.
func sales() *graph.Network {
	n := nettest.Parse(`
		azure  > chips purchase 30 signed
		github > chips purchase 10 signed
		meta   > chips purchase 35 signed
		meta   > chips purchase 5  signed
		small  > chips compute  ?  signed
		others > chips purchase 20 signed
		fund   > chips equity   70 signed
		bank   > chips guarantee 9 signed
		lab    > chips license  8  signed
		chips  > lab   equity   50 signed
		chips  > chips lease    3  signed`)
	n.Party(node(n, "others")).Sector = deals.SectorOutside
	return n
}

func group(n *graph.Network) func(graph.Node) string {
	return func(v graph.Node) string {
		switch n.Party(v).ID {
		case "azure", "github", "others":
			return "microsoft"
		}
		return ""
	}
}

type row struct {
	Label   string
	Parties int
	Many    bool
	Amount  int64
	Unknown int
	Arcs    int
}

func rows(r concentration.Report) []row {
	var out []row
	for _, e := range r.Entries {
		out = append(out, row{e.Label, len(e.Parties), e.Many, e.Amount / 100, e.Unknown, len(e.Arcs)})
	}
	return out
}

func texts(errs []error) []string {
	var out []string
	for _, e := range errs {
		out = append(out, e.Error())
	}
	return out
}

// By hand: 40 + 40 + 20 of many + 8, and one customer of an undisclosed amount.
func TestCustomersByHand(t *testing.T) {
	n := sales()
	r, err := concentration.Of(n, node(n, "chips"), concentration.Customers, concentration.Options{Group: group(n)})
	if err != nil {
		t.Fatal(err)
	}
	want := []row{
		{"meta", 1, false, 40, 0, 2}, {"microsoft", 2, false, 40, 0, 2}, {"others", 1, true, 20, 0, 1}, {"lab", 1, false, 8, 0, 1}, {"small", 1, false, 0, 1, 1},
	}
	if d := cmp.Diff(want, rows(r)); d != "" {
		t.Error(d)
	}
	named := 1600.0 + 1600 + 64
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }
	if !r.Told || r.Amount != 10800 || r.Unknown != 1 || !near(r.Measures.HHI, (named+400)/(108*108)) || !near(r.Measures.Points(), 1e4*(named+400)/(108*108)) {
		t.Errorf("%+v", r)
	}
	// One more entry makes the effective number one larger at most; the many are split without end.
	if !near(r.Bounds.HHI.Low, 1/(108*108/named+1)) || r.Bounds.HHI.High != 1 || r.Bounds.Exact {
		t.Errorf("%+v", r.Bounds)
	}
	// Nothing is certain, as the undisclosed customer may dwarf all others.
	var flags []string
	for _, f := range r.Flags {
		flags = append(flags, r.Entries[f.Entry].Label)
		if f.Certain || f.Share.Low != 0 || f.Rule != concentration.TenPercentCustomer || f.Threshold != 0.1 {
			t.Errorf("%+v", f)
		}
	}
	if d := cmp.Diff([]string{"meta", "microsoft", "small"}, flags); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		"1 amount is undisclosed, or only a floor: not counted, or at the floor; how concentrated the whole is cannot be told, but for the bounds",
		"1 deal is of a party with itself or within its group: left out",
		"1 counterparty stands for many: one entry here, any number of them within the bounds",
	}, texts(r.Warnings)); d != "" {
		t.Error(d)
	}
}

// Of many there may be any number more: no floor is left.
func TestUnknownOfMany(t *testing.T) {
	n := nettest.Parse("a > x purchase 30; many > x purchase 10; many > x purchase ?")
	n.Party(node(n, "many")).Sector = deals.SectorOutside
	r, err := concentration.Of(n, node(n, "x"), concentration.Customers, concentration.Options{})
	if err != nil || r.Bounds.HHI != (concentration.Range{Low: 0, High: 1}) || r.Bounds.Largest.Low != 0 || r.Measures.HHI != 0.625 {
		t.Errorf("%+v, %v", r, err)
	}
	// What many pay, who are never flagged, leaves it open how much a is.
	if len(r.Flags) != 1 || r.Flags[0].Certain || r.Flags[0].Told != 0.75 {
		t.Errorf("%+v", r.Flags)
	}
	// The only customer is all of it, whatever it pays; of three of which nothing is known, one can be next to all.
	whole := concentration.Range{Low: 1, High: 1}
	one, err := concentration.Of(nettest.Parse("a > x purchase ?"), 1, concentration.Customers, concentration.Options{})
	if err != nil || one.Told || one.Bounds.HHI != whole || one.Bounds.Effective != whole || one.Unknown != 1 || len(one.Flags) != 1 || !one.Flags[0].Certain {
		t.Errorf("%+v, %v", one, err)
	}
	three := nettest.Parse("a > x purchase ?; b > x purchase ?; c > x purchase ?")
	r, err = concentration.Of(three, node(three, "x"), concentration.Customers, concentration.Options{})
	if err != nil || r.Bounds.HHI != (concentration.Range{Low: 1. / 3, High: 1}) || r.Bounds.Effective != (concentration.Range{Low: 1, High: 3}) || len(r.Flags) != 3 || r.Flags[0].Certain {
		t.Errorf("%+v, %v", r, err)
	}
}

// With a reported revenue of 200 much more is known.
func TestKnownSum(t *testing.T) {
	n := sales()
	o := concentration.Options{Group: group(n), Sum: func(graph.Node) int64 { return 20000 }, Below: 0.1}
	r, err := concentration.Of(n, node(n, "chips"), concentration.Customers, o)
	if err != nil {
		t.Fatal(err)
	}
	// 112 of 200 are not named: five blocks of 20 and one of 12, or next to nothing each.
	low, high := (1600.0+1600+64)/40000, (1600.0+1600+64+5*400+144)/40000
	if math.Abs(r.Bounds.HHI.Low-low) > 1e-12 || math.Abs(r.Bounds.HHI.High-high) > 1e-12 {
		t.Errorf("%+v, want %g to %g", r.Bounds, low, high)
	}
	if len(r.Flags) != 3 || !r.Flags[0].Certain || r.Flags[0].Share != (concentration.Range{Low: 0.2, High: 0.2}) || r.Flags[2].Certain || r.Flags[2].Share.Low != 0 || math.Abs(r.Flags[2].Share.High-92.0/200) > 1e-12 {
		t.Errorf("%+v", r.Flags)
	}
	o.Sum = func(graph.Node) int64 { return 5000 }
	if _, err := concentration.Of(n, node(n, "chips"), concentration.Customers, o); err == nil {
		t.Error("less in all than is disclosed passes")
	}
	if _, err := concentration.All(n, concentration.Customers, o); err == nil {
		t.Error("less in all than is disclosed passes")
	}
}

// Which arcs are on which side.
func TestSides(t *testing.T) {
	n := sales()
	for _, c := range []struct {
		party  deals.PartyID
		side   concentration.Side
		amount int64
		labels int
	}{
		{"chips", concentration.Funders, 70, 1},
		{"chips", concentration.Payers, 178, 7},
		{"chips", concentration.Suppliers, 0, 0},
		{"chips", concentration.Funded, 50, 1},
		{"chips", concentration.Payees, 50, 1},
		{"meta", concentration.Suppliers, 40, 1},
		{"lab", concentration.Funders, 50, 1},
		{"lab", concentration.Customers, 0, 0},
	} {
		r, err := concentration.Of(n, node(n, c.party), c.side, concentration.Options{})
		if err != nil || r.Amount != 100*c.amount || len(r.Entries) != c.labels || len(r.Flags) > 0 || r.Told != (c.amount > 0) {
			t.Errorf("%s, %s: %+v, %v", c.party, c.side, r, err)
		}
	}
	if len(concentration.Sides()) != 6 {
		t.Error(concentration.Sides())
	}
	only, _ := concentration.Of(n, node(n, "chips"), concentration.Customers, concentration.Options{Keep: func(a graph.Arc) bool { return a.Amount < 1000 }})
	if only.Amount != 1300 {
		t.Errorf("%+v", only)
	}
}

// The group of the party itself is no counterparty; a group may bear a party's name without swallowing it.
func TestGroups(t *testing.T) {
	n := nettest.Parse("a > x purchase 5; b > x purchase 6; y > x purchase 7; c > x purchase 8; g > x purchase 1")
	o := concentration.Options{Group: func(v graph.Node) string {
		return map[deals.PartyID]string{"a": "g", "b": "g", "x": "mine", "y": "mine"}[n.Party(v).ID]
	}}
	r, err := concentration.Of(n, node(n, "x"), concentration.Payers, o)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]row{{"g", 2, false, 11, 0, 2}, {"c", 1, false, 8, 0, 1}, {"g", 1, false, 1, 0, 1}}, rows(r)); d != "" {
		t.Error(d)
	}
	if len(r.Warnings) != 1 || r.Warnings[0].(graph.Warning).Code != concentration.WarnWithin {
		t.Error(r.Warnings)
	}
	all, err := concentration.Network(n, concentration.Payers, o)
	if err != nil || all.Party != concentration.NoParty || all.Amount != 2000 || all.Entries[0].Label != "g" {
		t.Errorf("%+v, %v", all, err)
	}
	to, _ := concentration.Network(n, concentration.Payees, o)
	if len(to.Entries) != 1 || to.Entries[0].Label != "mine" || to.Measures.HHI != 1 {
		t.Errorf("%+v", to)
	}
}

// On random networks: the entries are what the arcs say, splitting a deal changes nothing but the arcs, and joining two
// counterparties raises the HHI by 2ab.
func TestReportLaws(t *testing.T) {
	joined := 0
	for seed := range uint64(400) {
		n := nettest.Random(seed, nettest.Shape{Parties: 7, Arcs: 25, Unknown: 0.15, Self: 0.05})
		reports, err := concentration.All(n, concentration.Payers, concentration.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for v, r := range reports {
			want := map[graph.Node]int64{}
			var sum int64
			unknown := 0
			for a := range n.Arcs() {
				if a.To == graph.Node(v) && a.From != a.To && a.Leg.Kind != deals.Guarantee && a.Leg.Kind != deals.Warrant {
					want[a.From] += a.Amount
					sum += a.Amount
					if !a.Known {
						unknown++
					}
				}
			}
			if r.Amount != sum || r.Unknown != unknown || len(r.Entries) != len(want) {
				t.Fatalf("seed %d: %+v", seed, r)
			}
			for _, e := range r.Entries {
				if e.Amount != want[e.Parties[0]] {
					t.Fatalf("seed %d: %+v", seed, e)
				}
			}
			if r.Told && unknown == 0 && (!r.Bounds.Exact || math.Abs(r.Bounds.HHI.Low-r.Measures.HHI) > 1e-12 || math.Abs(r.Bounds.HHI.High-r.Measures.HHI) > 1e-12 || r.Bounds.Largest.High != r.Measures.Largest) {
				t.Fatalf("seed %d: %+v", seed, r)
			}
			if len(r.Entries) < 2 || !r.Told {
				continue
			}
			a, b := r.Entries[0], r.Entries[1]
			one, err := concentration.Of(n, graph.Node(v), concentration.Payers, concentration.Options{Group: func(w graph.Node) string {
				if w == a.Parties[0] || w == b.Parties[0] {
					return "one"
				}
				return ""
			}})
			if err != nil || math.Abs(one.Measures.HHI-r.Measures.HHI-2*a.Share*b.Share) > 1e-12 {
				t.Fatalf("seed %d: joined %g, before %g: %v", seed, one.Measures.HHI, r.Measures.HHI, err)
			}
			joined++
		}
	}
	if joined < 1000 {
		t.Errorf("only %d joined", joined)
	}
}

func TestLargeExposures(t *testing.T) {
	entries := []concentration.Entry{
		{Label: "a", Amount: 2600}, {Label: "b", Amount: 2500}, {Label: "c", Amount: 1000}, {Label: "d", Amount: 999}, {Label: "e", Amount: 1600, Unknown: 1},
		{Label: "many", Amount: 9000, Many: true},
	}
	type crossed struct {
		Rule    concentration.Rule
		Label   string
		Certain bool
	}
	told := func(between bool) []crossed {
		flags, err := concentration.LargeExposures(entries, 10000, between)
		if err != nil {
			t.Fatal(err)
		}
		var out []crossed
		for _, f := range flags {
			out = append(out, crossed{f.Rule, entries[f.Entry].Label, f.Certain})
			if f.Open != (entries[f.Entry].Unknown > 0) || f.Told != float64(entries[f.Entry].Amount)/10000 || f.Threshold != f.Rule.Threshold() || f.Rule.Meaning() == "" {
				t.Errorf("%+v", f)
			}
		}
		return out
	}
	const large, limit, systemic = concentration.LargeExposure, concentration.ExposureLimit, concentration.SystemicLimit
	if d := cmp.Diff([]crossed{{large, "a", true}, {limit, "a", true}, {large, "b", true}, {large, "c", true}, {large, "e", true}, {limit, "e", false}}, told(false)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]crossed{
		{large, "a", true}, {systemic, "a", true}, {limit, "a", true}, {large, "b", true}, {systemic, "b", true}, {large, "c", true},
		{large, "e", true}, {systemic, "e", true}, {limit, "e", false},
	}, told(true)); d != "" {
		t.Error(d)
	}
	if _, err := concentration.LargeExposures(entries, 0, false); !errors.Is(err, concentration.ErrBase) {
		t.Error(err)
	}
}

func TestUltimate(t *testing.T) {
	n := nettest.Parse("a; b; c; d")
	n.Party(3).Sector = deals.SectorOutside
	o := concentration.Options{Group: func(v graph.Node) string {
		if v < 2 {
			return "ab"
		}
		return ""
	}}
	r, err := concentration.Ultimate(n, 2, []float64{0.2, 0.3, 0, 0.4}, o)
	if err != nil || len(r.Entries) != 2 || r.Entries[0].Label != "ab" || r.Entries[0].Share != 0.5 || !r.Entries[1].Many {
		t.Fatalf("%+v, %v", r, err)
	}
	// 0.4 stands for many and 0.1 is not told: 0.25, or up to 0.25 more if both are one.
	if math.Abs(r.Bounds.HHI.Low-0.25) > 1e-12 || math.Abs(r.Bounds.HHI.High-0.5) > 1e-12 || math.Abs(r.Measures.HHI-41.0/81) > 1e-12 {
		t.Errorf("%+v", r)
	}
	for _, shares := range [][]float64{{0.2}, {0.5, 0.6, 0, 0}, {-0.1, 0, 0, 0}, {math.NaN(), 0, 0, 0}} {
		if _, err := concentration.Ultimate(n, 2, shares, o); err == nil {
			t.Errorf("%v passes", shares)
		}
	}
	if r, err := concentration.Ultimate(n, 2, make([]float64, 4), o); err != nil || r.Told {
		t.Errorf("%+v, %v", r, err)
	}

	found, err := concentration.Dependences(n, 2, []float64{0.7, 0.6, 0.9, 0.3}, o.Group)
	want := []concentration.Dependence{
		{Label: "ab", Parties: []graph.Node{0, 1}, Share: concentration.Range{Low: 0.7, High: 1}},
		{Label: "d", Parties: []graph.Node{3}, Many: true, Share: concentration.Range{Low: 0.3, High: 0.3}},
	}
	if d := cmp.Diff(want, found); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := concentration.Dependences(n, 2, []float64{2, 0, 0, 0}, nil); err == nil {
		t.Error("a share of 2 passes")
	}
}

func BenchmarkAll(b *testing.B) {
	n := nettest.Scattered(10_000, 100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := concentration.All(n, concentration.Payers, concentration.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// An amount known only as a floor counts at it, and may be any more.
func TestFloor(t *testing.T) {
	n := nettest.Parse("a > x purchase 95; b > x purchase 12")
	at, err := deals.ParseAmount("at least $95")
	if err != nil {
		t.Fatal(err)
	}
	for a := range n.Arcs() {
		if n.Party(a.From).ID == "a" {
			a.Leg.Amount = at
		}
	}
	r, err := concentration.Of(n, node(n, "x"), concentration.Customers, concentration.Options{})
	if err != nil || r.Amount != 10700 || r.Unknown != 1 || r.Bounds.Largest.High != 1 || r.Bounds.Exact {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, f := range r.Flags { // b may have less than a tenth, a cannot
		if who := r.Entries[f.Entry].Label; f.Certain != (who == "a") {
			t.Errorf("%s: %+v", who, f)
		}
	}
}
