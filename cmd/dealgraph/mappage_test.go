package main

import (
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/view"
)

// The deals that a page shows behind an arrow are those between its parties, as many as it stands for, each with a source that
// its ledger has for it.
func TestPageDeals(t *testing.T) {
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	list := pageDeals{language: "en", seen: map[string]int{}}
	shown := 0
	for _, basis := range graph.Bases() {
		n, err := graph.Build(l, graph.View{Basis: basis})
		if err != nil {
			t.Fatal(err)
		}
		m := view.Map(n, cycles.Result{}, view.MapOptions{MaxParties: 150})
		name := map[string]string{}
		for _, node := range m.Nodes {
			name[node.ID] = node.Name
		}
		of := list.of(n, m)
		if len(of) != len(m.Arcs) {
			t.Errorf("%s: %d arrows have deals, of %d", basis, len(of), len(m.Arcs))
		}
		for _, a := range m.Arcs {
			if len(of[a.ID]) != len(a.Deals) || len(a.Deals) == 0 {
				t.Errorf("%s: arrow %s stands for %d deals and shows %d", basis, a.ID, len(a.Deals), len(of[a.ID]))
			}
			for k, i := range of[a.ID] {
				d := list.deals[i]
				shown++
				if d.ID != a.Deals[k] || d.From != name[a.From] || d.To != name[a.To] {
					t.Errorf("%s: behind the arrow %s from %s to %s stands %s from %s to %s", basis, a.ID, name[a.From], name[a.To], d.ID, d.From, d.To)
				}
				if len(d.Sources) == 0 {
					t.Errorf("%s has no source", d.ID)
				}
			}
		}
	}
	if shown < 500 {
		t.Errorf("only %d deals were looked at", shown)
	}
}
