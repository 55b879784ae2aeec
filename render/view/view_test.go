package view_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

func reference(t *testing.T) *deals.Ledger {
	t.Helper()
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("there is no example ledger")
	}
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func read(t *testing.T, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func build(t *testing.T, l *deals.Ledger, v graph.View) *graph.Network {
	t.Helper()
	n, err := graph.Build(l, v)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// draw makes the map of a network with its strongest cycles.
func draw(t *testing.T, n *graph.Network, o view.MapOptions) figure.Map {
	t.Helper()
	found, err := cycles.Find(t.Context(), n, cycles.Options{Limit: 50, Through: o.Focus})
	if err != nil {
		t.Fatal(err)
	}
	return view.Map(n, found, o)
}

// Every deal leg of the network is told by exactly one arrow, or both its parties are not drawn; drawn money and money left
// out come to the whole; the parties are no more than asked for; and the figure is sound and the same every time.
func TestMapLosesNothing(t *testing.T) {
	l := reference(t)
	for _, basis := range graph.Bases() {
		for _, most := range []int{2, 10, 24, 150} {
			n := build(t, l, graph.View{Basis: basis})
			m := draw(t, n, view.MapOptions{MaxParties: most})
			if err := m.Check(); err != nil {
				t.Fatalf("%s, %d parties: %v", basis, most, err)
			}
			if len(m.Nodes) > most {
				t.Errorf("%s: %d parties drawn, want at most %d", basis, len(m.Nodes), most)
			}
			drawn := map[string]bool{}
			for _, node := range m.Nodes {
				drawn[node.ID] = true
			}
			var sum float64
			told := map[string]int{}
			for _, a := range m.Arcs {
				sum += a.Amount
				for _, ref := range refs(a.Title) {
					told[ref]++
				}
			}
			var want float64
			for a := range n.Arcs() {
				ref := a.Leg.Ref().String()
				inside := drawn[string(n.Party(a.From).ID)] && drawn[string(n.Party(a.To).ID)] && a.From != a.To
				if inside {
					want += a.Weight()
				}
				if inside != (told[ref] == 1) {
					t.Errorf("%s, %d parties: %s is told %d times, both parties drawn: %v", basis, most, ref, told[ref], inside)
				}
			}
			if fmt.Sprintf("%.0f", sum) != fmt.Sprintf("%.0f", want) {
				t.Errorf("%s, %d parties: arrows come to %.0f, their deals to %.0f", basis, most, sum, want)
			}
			if d := cmp.Diff(m, draw(t, n, view.MapOptions{MaxParties: most})); d != "" {
				t.Errorf("%s: a second map differs: %s", basis, d)
			}
		}
	}
}

// refs are the deals that an arrow's sentence names: (deal), …
func refs(title string) []string {
	var out []string
	for part := range strings.SplitSeq(title, "; ") {
		i := strings.LastIndex(part, "(")
		out = append(out, strings.TrimSuffix(part[i+1:], ")"))
	}
	return out
}

// A cycle in the legend is drawn whole, and its number stands on an arrow of each of its steps.
func TestMapCyclesAreWhole(t *testing.T) {
	l := reference(t)
	n := build(t, l, graph.View{})
	openai, _ := n.Node("openai")
	for _, o := range []view.MapOptions{{}, {MaxParties: 6}, {Focus: []graph.Node{openai}}, {MaxCycles: 12}} {
		m := draw(t, n, o)
		for _, c := range m.Cycles {
			names := strings.Split(c.Text, " → ")
			for i := range names[1:] {
				found := slices.ContainsFunc(m.Arcs, func(a figure.Arc) bool {
					return name(m, a.From) == names[i] && name(m, a.To) == names[i+1] && slices.Contains(a.Cycles, c.Number)
				})
				if !found {
					t.Errorf("%+v: no arrow %s → %s of cycle %d", o, names[i], names[i+1], c.Number)
				}
			}
		}
		if len(m.Cycles) == 0 {
			t.Errorf("%+v: no cycle is picked out", o)
		}
	}
	if m := draw(t, n, view.MapOptions{MaxCycles: -1}); len(m.Cycles) != 0 {
		t.Errorf("%d cycles picked out, want none", len(m.Cycles))
	}
}

func name(m figure.Map, id string) string {
	for _, n := range m.Nodes {
		if n.ID == id {
			return n.Name
		}
	}
	return ""
}

// The neighbourhood of a party is those within so many steps, whichever way the money goes.
func TestMapNeighbourhood(t *testing.T) {
	l := read(t, `
deals:
  - {id: d1, from: a, to: b, kind: loan, amount: $1, status: signed 2025, source: x}
  - {id: d2, from: c, to: b, kind: loan, amount: $1, status: signed 2025, source: x}
  - {id: d3, from: c, to: d, kind: loan, amount: $1, status: signed 2025, source: x}
  - {id: d4, from: e, to: e, kind: loan, amount: $1, status: signed 2025, source: x}
`)
	n := build(t, l, graph.View{})
	a, _ := n.Node("a")
	for hops, want := range map[int]string{1: "a b", 2: "a b c", 3: "a b c d"} {
		m := view.Map(n, cycles.Result{}, view.MapOptions{Focus: []graph.Node{a}, Hops: hops})
		var got []string
		for _, node := range m.Nodes {
			got = append(got, node.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d hops: %v, want %s", hops, got, want)
		}
	}
	m := view.Map(n, cycles.Result{}, view.MapOptions{})
	if !slices.ContainsFunc(m.Dropped, func(s string) bool { return strings.Contains(s, "of a party with itself, worth $1") }) {
		t.Errorf("the deal of e with itself is not said to be left out: %q", m.Dropped)
	}
}

// A circle never shows a valuation that is younger than the day of the view, and none when most parties have none.
func TestMapValuations(t *testing.T) {
	l := read(t, `
parties:
  - {id: a, name: A, source: x}
  - {id: b, name: B, source: x}
deals:
  - {id: d, from: a, to: b, kind: loan, amount: $1, status: signed 2024, source: x}
facts:
  - {party: a, metric: valuation, period: 2024-06-01, value: $10B, source: x}
  - {party: a, metric: valuation, period: 2025-06-01, value: $90B, source: x}
  - {party: b, metric: valuation, period: 2025-06-01, value: $50B, source: x}
`)
	for day, want := range map[string]string{"2024-12-31": "$10bn", "2025-12-31": "$90bn"} {
		d, err := deals.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		m := view.Map(build(t, l, graph.View{AsOf: d}), cycles.Result{}, view.MapOptions{})
		if got := m.Nodes[0].Detail; got != want {
			t.Errorf("on %s A is valued at %q, want %q", day, got, want)
		}
	}
}

// What a list says is what the network holds, and an undisclosed amount is null in JSON.
func TestDealsAddUp(t *testing.T) {
	l := reference(t)
	for _, basis := range graph.Bases() {
		n := build(t, l, graph.View{Basis: basis})
		list := view.Deals(n)
		if len(list.Deals) != n.Size() || list.Unknown != n.Unknown() {
			t.Errorf("%s: %d deals, %d undisclosed; the network has %d and %d", basis, len(list.Deals), list.Unknown, n.Size(), n.Unknown())
		}
		nulls := 0
		for _, d := range list.Deals {
			text, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), `"amount":null`) {
				nulls++
			}
		}
		if nulls != n.Unknown() {
			t.Errorf("%s: %d amounts are null, %d undisclosed", basis, nulls, n.Unknown())
		}
	}
}

func TestName(t *testing.T) {
	for want, p := range map[string]deals.Party{
		"Nvidia":    {ID: "nvidia", Name: "NVIDIA Corporation", Aliases: []string{"Nvidia", "NVDA"}},
		"OpenAI":    {ID: "openai", Name: "OpenAI", Aliases: []string{"OpenAI Group PBC"}},
		"some-fund": {ID: "some-fund"},
	} {
		if got := view.Name(&p); got != want {
			t.Errorf("%+v is called %q, want %q", p, got, want)
		}
	}
}
