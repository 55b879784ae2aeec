package circulation_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

// What is left without a party or a deal is what there is in a network made without it.
func TestWithoutIsTheSmallerNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	falls := 0
	for range 200 {
		parties := 2 + r.IntN(10)
		d := draw(r, parties, r.IntN(5*parties))
		for i := range d.arcs { // deals of up to three legs
			id := deals.DealID(fmt.Sprint(i - i%(1+r.IntN(3))))
			d.arcs[i].Leg = &deals.Leg{Deal: &deals.Deal{ID: id}, Name: fmt.Sprint(i)}
		}
		n := d.network()
		whole := maximum(t, n).Circulated

		var who []graph.Node
		for v := range parties {
			who = append(who, graph.Node(parties-1-v))
		}
		got, err := circulation.WithoutParties(t.Context(), n, who)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range who {
			want := maximum(t, n.Keep(func(a graph.Arc) bool { return a.From != v && a.To != v })).Totals
			if diff := cmp.Diff(want, got[i]); diff != "" {
				t.Fatalf("without party %d: %s", v, diff)
			}
			if want.Circulated < whole {
				falls++
			}
		}

		ids := []deals.DealID{"none"}
		for i := range d.arcs {
			ids = append(ids, deals.DealID(fmt.Sprint(i)))
		}
		if got, err = circulation.WithoutDeals(t.Context(), n, ids); err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			want := maximum(t, n.Keep(func(a graph.Arc) bool { return a.Leg.Deal.ID != id })).Totals
			if diff := cmp.Diff(want, got[i]); diff != "" {
				t.Fatalf("without deal %s: %s", id, diff)
			}
		}
	}
	if falls < 300 {
		t.Errorf("only %d parties were missed: the test sees little", falls)
	}
}

func TestWithoutOnAnyNumberOfCores(t *testing.T) {
	n := nettest.Random(1, nettest.Shape{Parties: 300, Arcs: 1200, Hubs: true})
	var who []graph.Node
	for v := range n.Order() {
		who = append(who, graph.Node(v))
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := circulation.WithoutParties(t.Context(), n, who)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GOMAXPROCS(8)
	many, err := circulation.WithoutParties(t.Context(), n, who)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(one, many); d != "" {
		t.Error(d)
	}
}
