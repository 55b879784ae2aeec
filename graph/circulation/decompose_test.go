package circulation_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

func TestDecomposeByHand(t *testing.T) {
	n := nettest.Parse(`a > b loan 5; b > a loan 3; b > c loan 2; c > a loan 2; c > c loan 9; a > b loan ?; b > b loan 2`)
	loops, err := circulation.Decompose(n, maximum(t, n).Flow)
	want := []circulation.Loop{
		{Parties: []graph.Node{2}, Amount: 900}, {Parties: []graph.Node{0, 1}, Amount: 300},
		{Parties: []graph.Node{1}, Amount: 200}, {Parties: []graph.Node{0, 1, 2}, Amount: 200},
	}
	if d := cmp.Diff(want, loops); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestDecomposeRefuses(t *testing.T) {
	n := nettest.Parse("a > b loan 5; b > a loan 5")
	for _, flow := range [][]int64{nil, {1}, {1, 2}, {-1, -1}, {1, 0}} {
		if loops, err := circulation.Decompose(n, flow); !errors.Is(err, circulation.ErrUnbalanced) || loops != nil {
			t.Errorf("%v: %v, %v", flow, loops, err)
		}
	}
	if loops, err := circulation.Decompose(n, []int64{0, 0}); err != nil || len(loops) > 0 {
		t.Errorf("nothing: %v, %v", loops, err)
	}
}

func TestDecomposeAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	many := 0
	networks := []*graph.Network{nettest.Life(), nettest.Complete(20), nettest.Ring(500), nettest.Random(1, nettest.Shape{Parties: 2000, Arcs: 8000, Hubs: true})}
	for range 1500 {
		parties := 1 + r.IntN(12)
		networks = append(networks, draw(r, parties, r.IntN(6*parties)).network())
	}
	for _, n := range networks {
		a, flow := n.Adjacency(), maximum(t, n).Flow
		loops, err := circulation.Decompose(n, flow)
		if err != nil {
			t.Fatal(err)
		}
		left, carry := make([]int64, a.Hops()), 0
		for h := range left {
			for i := a.First[h]; i < a.First[h+1]; i++ {
				left[h] += flow[i]
			}
			if left[h] > 0 {
				carry++
			}
		}
		if len(loops) > carry {
			t.Fatalf("%d cycles for %d hops", len(loops), carry)
		}
		for i, l := range loops {
			if l.Amount <= 0 || i > 0 && l.Amount > loops[i-1].Amount || l.Parties[0] != slices.Min(l.Parties) {
				t.Fatalf("cycle %d is %+v", i, l)
			}
			if sorted := slices.Sorted(slices.Values(l.Parties)); len(slices.Compact(sorted)) != len(l.Parties) {
				t.Fatalf("cycle %v passes a party twice", l.Parties)
			}
			for j, u := range l.Parties {
				h, ok := a.Hop(u, l.Parties[(j+1)%len(l.Parties)])
				if !ok {
					t.Fatalf("cycle %v has no hop from %d", l.Parties, u)
				}
				left[h] -= l.Amount
			}
		}
		for h, rest := range left {
			if rest != 0 {
				t.Fatalf("%d of hop %d are in no cycle", rest, h)
			}
		}
		if len(loops) > 5 {
			many++
		}
	}
	if many < 200 {
		t.Errorf("only %d decompositions of more than five cycles: the test sees little", many)
	}
}
