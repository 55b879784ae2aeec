package place

import (
	"testing"

	"dealgraph/render/figure"
)

// TestPacked: a strip of 200 with gaps of 40 takes a tile of 100 × 100 and one of 60 × 30 beside each other; below the second
// there is room for another of 60 × 30; one of 150 × 10 goes below the first.
func TestPacked(t *testing.T) {
	tiles := []tile{{width: 100, height: 100}, {width: 60, height: 30}, {width: 60, height: 30}, {width: 150, height: 10}}
	laid, width, height := packed(tiles, 200)
	want := [][2]float64{{0, 0}, {140, 0}, {140, 70}, {0, 140}}
	for i, l := range laid {
		if l.x != want[i][0] || l.y != want[i][1] {
			t.Errorf("tile %d lies at (%v, %v), want %v", i, l.x, l.y, want[i])
		}
	}
	if width != 200 || height != 150 {
		t.Errorf("all is %v × %v, want 200 × 150", width, height)
	}
	if laid, _, _ := packed([]tile{{width: 10, height: 10}, {width: 300, height: 10}}, 200); laid[1].y != 50 {
		t.Errorf("a tile wider than the strip lies at %v, want 50", laid[1].y)
	}
}

// TestGathered: two pairs that stand far from each other come near, and each keeps its shape.
func TestGathered(t *testing.T) {
	m := figure.Map{
		Nodes: []figure.Node{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}, {ID: "c", Name: "C"}, {ID: "d", Name: "D"}},
		Arcs:  []figure.Arc{{ID: "x", From: "a", To: "b", Certainty: figure.Signed}, {ID: "y", From: "c", To: "d", Certainty: figure.Signed}},
	}
	b := newBoard(&m, Options{})
	if n := len(b.pieces()); n != 2 {
		t.Fatalf("%d pieces, want 2", n)
	}
	at := make([]Point, 4)
	for v := range b.nodes {
		at[v] = map[string]Point{"a": {0, 0}, "b": {100, 0}, "c": {5000, 900}, "d": {5000, 1000}}[b.nodes[v].id]
	}
	got := b.gathered(at)
	of := func(id string) Point {
		for v := range b.nodes {
			if b.nodes[v].id == id {
				return got[v]
			}
		}
		panic(id)
	}
	if d := of("b").sub(of("a")); d != (Point{100, 0}) {
		t.Errorf("from a to b is %v, want as before", d)
	}
	if d := of("d").sub(of("c")); d != (Point{0, 100}) {
		t.Errorf("from c to d is %v, want as before", d)
	}
	if d := of("a").distance(of("c")); d > 400 {
		t.Errorf("the pairs are %v apart", d)
	}
}
