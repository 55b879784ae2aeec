package exposure_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"
)

// A hub and its partners that only pay one another back: all of its money was its own, however many they are, and however their
// shares round.
func TestClosedHubs(t *testing.T) {
	for k := 2; k <= 40; k++ {
		var text strings.Builder
		for i := range k {
			fmt.Fprintf(&text, "a > p%02d loan 100; p%02d > a loan 100\n", i, i)
		}
		n := nettest.Parse(text.String())
		r, err := exposure.NewChains(n).Dependents(t.Context(), 0, exposure.ReachOptions{})
		if err != nil || !r.Closed {
			t.Errorf("%d partners: closed %v, %v", k, r.Closed, err)
		}
		open := nettest.Parse(text.String() + "p00 > a loan 1")
		if r, err := exposure.NewChains(open).Dependents(t.Context(), 0, exposure.ReachOptions{}); err != nil || r.Closed {
			t.Errorf("%d partners and one dollar: closed %v, %v", k, r.Closed, err)
		}
	}
}

// What is beyond a party only by way of the first is not by way of it.
func TestThroughDoesNotComeBack(t *testing.T) {
	n := nettest.Parse("x > m loan 5; m > x loan 5; x > v loan 3")
	x, _ := n.Node("x")
	m, _ := n.Node("m")
	r, err := exposure.NewChains(n).Through(t.Context(), x, m, exposure.ReachOptions{})
	if err != nil || len(r.On) != 1 || r.On[0].Party != m {
		t.Errorf("%+v, %v", r.On, err)
	}
}
