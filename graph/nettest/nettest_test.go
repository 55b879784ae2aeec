package nettest_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// lines writes a network down, an arc a line.
func lines(n *graph.Network) []string {
	var out []string
	for a := range n.Arcs() {
		amount := fmt.Sprint(a.Amount)
		if !a.Known {
			amount = "?"
		}
		out = append(out, strings.TrimSpace(fmt.Sprintln(n.Party(a.From).ID, n.Party(a.To).ID, a.Leg.Kind, amount, a.Status, a.Leg.Obligor)))
	}
	return out
}

func TestParse(t *testing.T) {
	n := nettest.Parse(`
		b > a equity ~100 active # the first
		a > b compute ?; a > b guarantee 5 signed for c
		c`)
	want := []string{"a b compute ? signed", "a b guarantee 500 signed c", "b a equity 10000 active"}
	if d := cmp.Diff(want, lines(n)); d != "" {
		t.Error(d)
	}
	if n.Order() != 3 || !n.Arc(2).Estimate {
		t.Errorf("%d parties, estimate %v", n.Order(), n.Arc(2).Estimate)
	}
}

func TestParsePanics(t *testing.T) {
	for _, text := range []string{"a b", "a > b gift 5", "a > b loan x", "a > b loan 5 perhaps", "a > b loan 5 signed for"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was read", text)
				}
			}()
			nettest.Parse(text)
		}()
	}
}

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		name        string
		n           *graph.Network
		order, size int
		total       int64
	}{
		{"complete", nettest.Complete(4), 4, 12, 1200},
		{"ring", nettest.Ring(4), 4, 4, 1000},
		{"diamonds", nettest.Diamonds(3, true), 10, 13, 6500},
		{"life", nettest.Life(), 95, 250, nettest.Life().Total()},
	} {
		if c.n.Order() != c.order || c.n.Size() != c.size || c.n.Total() != c.total {
			t.Errorf("%s: %d parties, %d arcs, total %d", c.name, c.n.Order(), c.n.Size(), c.n.Total())
		}
	}
}

func TestRandomIsSeeded(t *testing.T) {
	s := nettest.Shape{Parties: 9, Arcs: 30, Unknown: 0.2, Self: 0.2, Hubs: true}
	if d := cmp.Diff(lines(nettest.Random(7, s)), lines(nettest.Random(7, s))); d != "" {
		t.Error(d)
	}
	if cmp.Equal(lines(nettest.Random(7, s)), lines(nettest.Random(8, s))) {
		t.Error("two seeds gave one network")
	}
}
