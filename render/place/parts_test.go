package place

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestCubic(t *testing.T) {
	c := cubic{{0, 0}, {0, 3}, {3, 3}, {3, 0}}
	// At the middle a cubic is (p + 3q + 3r + s)/8.
	if got, want := c.at(0.5), (Point{1.5, 2.25}); got != want {
		t.Errorf("at(½) = %v, want %v", got, want)
	}
	part := c.part(0.25, 0.75)
	for _, tt := range []struct{ inner, outer float64 }{{0, 0.25}, {0.5, 0.5}, {1, 0.75}} {
		if d := part.at(tt.inner).distance(c.at(tt.outer)); d > 1e-12 {
			t.Errorf("part.at(%v) is %g away from at(%v)", tt.inner, d, tt.outer)
		}
	}
	// A straight one of even speed leaves the circle of radius 2 around its start after a fifth of 10.
	straight := cubic{{0, 0}, {10.0 / 3, 0}, {20.0 / 3, 0}, {10, 0}}
	if got := straight.leaves(Point{}, 2); math.Abs(got-0.2) > 1e-6 {
		t.Errorf("it leaves the circle at %v, want 0.2", got)
	}
}

func TestGeometry(t *testing.T) {
	if !segmentsCross(Point{0, 0}, Point{2, 2}, Point{0, 2}, Point{2, 0}) {
		t.Error("the diagonals of a square do not cross")
	}
	if segmentsCross(Point{0, 0}, Point{1, 1}, Point{2, 0}, Point{0, 2.5}) {
		t.Error("segments cross that only point at each other")
	}
	if got := segmentDistance(Point{0, 3}, Point{-1, 0}, Point{5, 0}); got != 3 {
		t.Errorf("distance to the inside of a segment is %v, want 3", got)
	}
	if got := segmentDistance(Point{-4, 4}, Point{-1, 0}, Point{5, 0}); got != 5 {
		t.Errorf("distance to the end of a segment is %v, want 5", got)
	}
	a, b := Box{Point{0, 0}, 4, 4}, Box{Point{3, 1}, 4, 4}
	if got := a.overlap(b); got != 3 { // 1 wide, 3 high
		t.Errorf("overlap is %v, want 3", got)
	}
	if a.apart(b, 0) || !a.apart(Box{Point{9, 0}, 4, 4}, 4) {
		t.Error("apart is wrong")
	}
	if got := a.distance(Point{5, 6}); got != 5 { // 3 to the side, 4 above
		t.Errorf("distance from a box is %v, want 5", got)
	}
}

// TestSpread: three ribbons that want the same spot on a rim get room, in order, around it.
func TestSpread(t *testing.T) {
	list := []mooring{{ribbon: 0, angle: 1, half: 0.2}, {ribbon: 1, angle: 1.01, half: 0.2}, {ribbon: 2, angle: 1.02, half: 0.2}}
	spread(list)
	for i := range 2 {
		gap := list[i+1].angle + list[i+1].shift - list[i].angle - list[i].shift
		if gap < 0.38 || gap > 0.45 {
			t.Errorf("ribbons %d and %d are %.3f apart, want 0.4", i, i+1, gap)
		}
	}
	// Where there is no room for all, none goes further than it may.
	var many []mooring
	for i := range 12 {
		many = append(many, mooring{ribbon: i, angle: 2, half: 0.5})
	}
	spread(many)
	for _, m := range many {
		if math.Abs(m.shift) > maxShift {
			t.Errorf("ribbon %d is moved by %.2f, want at most %v", m.ribbon, m.shift, maxShift)
		}
	}
}

// TestTidy: a square whose diagonals are the ribbons is tidied until they do not cross.
func TestTidy(t *testing.T) {
	m := figure.Map{
		Nodes: []figure.Node{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}, {ID: "c", Name: "C"}, {ID: "d", Name: "D"}},
		Arcs:  []figure.Arc{{ID: "x", From: "a", To: "b"}, {ID: "y", From: "c", To: "d"}},
	}
	b := newBoard(&m, Options{Width: 800, Height: 600})
	at := []Point{{200, 150}, {600, 450}, {200, 450}, {600, 150}}
	before := b.tidier(at).total()
	tidier := b.tidier(at)
	tidier.tidy(5, true)
	if segmentsCross(at[0], at[1], at[2], at[3]) {
		t.Errorf("the ribbons still cross: %v", at)
	}
	if after := tidier.total(); after >= before {
		t.Errorf("tidying made it worse: %d, then %d", before, after)
	}
}

// TestGolden places three parties on a given canvas: the whole scene as it was looked at once.
func TestGolden(t *testing.T) {
	m := figure.Map{
		Nodes: []figure.Node{
			{ID: "a", Name: "Alpha", Detail: "$9bn", Value: 9, Known: true},
			{ID: "b", Name: "Beta", Detail: "$1bn", Value: 1, Known: true},
			{ID: "c", Name: "Gamma"},
		},
		Arcs: []figure.Arc{
			{ID: "x", From: "a", To: "b", Certainty: figure.Signed, Amount: 4, Known: true, Label: "$4bn", Cycles: []int{1}},
			{ID: "y", From: "b", To: "a", Certainty: figure.Signed, Amount: 1, Known: true, Label: "$1bn", Cycles: []int{1}},
			{ID: "z", From: "c", To: "a", Certainty: figure.Proposed},
		},
		Cycles: []figure.Cycle{{Number: 1}},
	}
	s, err := Map(t.Context(), &m, [][]Point{{{0, 0}, {100, 0}, {0, 60}}}, Options{Width: 600, Height: 400})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/triangle.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.TrimSpace(string(want)), string(got)); d != "" {
		t.Errorf("another scene than %s; look at it, then run with -update (-want +got):\n%s", file, d)
	}
	if len(s.Warnings) > 0 {
		t.Errorf("warnings: %v", s.Warnings)
	}
}
