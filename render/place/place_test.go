package place_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// random returns a map of n parties and m arcs with values and amounts of all sizes, some of them unknown.
func random(n, m int, seed uint64) figure.Map {
	r := rand.New(rand.NewPCG(seed, 1))
	f := figure.Map{Frame: figure.Frame{ID: "m", Title: "Random"}, Cycles: []figure.Cycle{{Number: 1}, {Number: 2}}}
	for i := range n {
		node := figure.Node{ID: fmt.Sprintf("n%d", i), Name: strings.Repeat("Party ", 1+r.IntN(3)) + fmt.Sprint(i)}
		if r.IntN(4) > 0 {
			node.Known, node.Value = true, math.Exp(8*r.Float64())
			node.Detail = fmt.Sprintf("$%.1fbn", node.Value)
		}
		f.Nodes = append(f.Nodes, node)
	}
	certainties := figure.Certainties()
	for i := range m {
		from := r.IntN(max(n/3, 1)) // a few parties have most of the deals
		to := r.IntN(n)
		if from == to {
			to = (to + 1) % n
		}
		if r.IntN(2) == 0 {
			from, to = to, from
		}
		arc := figure.Arc{
			ID: fmt.Sprintf("a%d", i), From: f.Nodes[from].ID, To: f.Nodes[to].ID, Kind: "equity",
			Certainty: certainties[r.IntN(len(certainties))],
		}
		if r.IntN(4) > 0 {
			arc.Known, arc.Amount = true, math.Exp(6*r.Float64())
			arc.Label = fmt.Sprintf("$%.0fbn", arc.Amount)
		}
		if i%9 == 0 {
			arc.Cycles = []int{1, 2}[:1+i%2]
		}
		f.Arcs = append(f.Arcs, arc)
	}
	return f
}

// spiral is an arrangement to start from, of a kind that no layout engine would return.
func spiral(n int) []place.Point {
	points := make([]place.Point, n)
	for i := range points {
		a := 2.4 * float64(i)
		points[i] = place.Point{X: 30 * math.Sqrt(float64(i)) * math.Cos(a), Y: 30 * math.Sqrt(float64(i)) * math.Sin(a)}
	}
	return points
}

// maps are figures of all sizes and shapes for the laws.
func maps() map[string]figure.Map {
	out := map[string]figure.Map{
		"one":       random(1, 0, 1),
		"two":       random(2, 12, 2),
		"no arcs":   random(9, 0, 3),
		"five":      random(5, 9, 4),
		"ten":       random(10, 24, 5),
		"twenty":    random(22, 60, 6),
		"forty":     random(45, 110, 7),
		"sixty":     random(60, 150, 8),
		"in pieces": random(24, 10, 9),
	}
	star := random(30, 0, 10)
	for i := 1; i < 30; i++ {
		star.Arcs = append(star.Arcs, figure.Arc{ID: fmt.Sprint(i), From: "n0", To: fmt.Sprintf("n%d", i), Certainty: figure.Signed, Label: "$1bn"})
	}
	out["star"] = star
	long := random(8, 16, 11)
	for i := range long.Nodes {
		long.Nodes[i].Name = strings.Repeat("Verylongname", 25)
		long.Nodes[i].Detail = strings.Repeat("9", 200)
	}
	for i := range long.Arcs {
		long.Arcs[i].Label = strings.Repeat("amount ", 40)
	}
	out["long names"] = long
	return out
}

func scene(t testing.TB, m figure.Map) *place.Scene {
	t.Helper()
	s, err := place.Map(t.Context(), &m, [][]place.Point{spiral(len(m.Nodes))}, place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at returns the point of an arrow's shaft at t.
func at(a place.Arc, t float64) place.Point {
	u := 1 - t
	w := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
	var p place.Point
	for i, c := range a.Curve {
		p.X += w[i] * c.X
		p.Y += w[i] * c.Y
	}
	return p
}

func distance(p, q place.Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

func overlap(a, b place.Box) float64 {
	w := min(a.Center.X+a.Width/2, b.Center.X+b.Width/2) - max(a.Center.X-a.Width/2, b.Center.X-b.Width/2)
	h := min(a.Center.Y+a.Height/2, b.Center.Y+b.Height/2) - max(a.Center.Y-a.Height/2, b.Center.Y-b.Height/2)
	return max(w, 0) * max(h, 0)
}

// TestOrderDoesNotMatter shuffles nodes and arcs.
func TestOrderDoesNotMatter(t *testing.T) {
	m := random(14, 40, 20)
	want := told(t, m, scene(t, m))
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 2))
		r.Shuffle(len(m.Nodes), func(i, j int) { m.Nodes[i], m.Nodes[j] = m.Nodes[j], m.Nodes[i] })
		r.Shuffle(len(m.Arcs), func(i, j int) { m.Arcs[i], m.Arcs[j] = m.Arcs[j], m.Arcs[i] })
		if d := cmp.Diff(want, told(t, m, scene(t, m))); d != "" {
			t.Fatalf("another order, another scene:\n%s", d)
		}
	}
}

// TestNamesDoNotMatter gives all parties other IDs: nothing may move, as their values differ.
func TestNamesDoNotMatter(t *testing.T) {
	m := random(14, 40, 21)
	for i := range m.Nodes {
		m.Nodes[i].Value, m.Nodes[i].Known = float64(10+i*i), true
	}
	before := scene(t, m)
	rename := func(id string) string { return "z" + id[1:] + id[:1] }
	for i := range m.Nodes {
		m.Nodes[i].ID = rename(m.Nodes[i].ID)
	}
	for i := range m.Arcs {
		m.Arcs[i].From, m.Arcs[i].To = rename(m.Arcs[i].From), rename(m.Arcs[i].To)
	}
	if d := cmp.Diff(before.Circles, scene(t, m).Circles); d != "" {
		t.Errorf("other IDs, another scene:\n%s", d)
	}
}

// told writes a scene with the IDs of its parts instead of their numbers.
func told(t *testing.T, m figure.Map, s *place.Scene) string {
	t.Helper()
	var b strings.Builder
	for _, c := range s.Circles {
		id := m.Nodes[c.Node].ID
		c.Node = 0
		j, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", id, j)
	}
	for _, a := range s.Arcs {
		id := m.Arcs[a.Arc].ID
		a.Arc = 0
		j, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", id, j)
	}
	for _, w := range s.Warnings {
		fmt.Fprintln(&b, w)
	}
	return b.String()
}

// TestSizes checks areas and widths by hand arithmetic.
func TestSizes(t *testing.T) {
	m := figure.Map{
		Nodes: []figure.Node{
			{ID: "a", Name: "A", Value: 3600, Known: true}, {ID: "b", Name: "B", Value: 900, Known: true},
			{ID: "c", Name: "C", Value: 1, Known: true}, {ID: "d", Name: "D", Value: 3600},
		},
		Arcs: []figure.Arc{
			{ID: "x", From: "a", To: "b", Amount: 400, Known: true, Certainty: figure.Signed},
			{ID: "y", From: "b", To: "a", Amount: 100, Known: true, Certainty: figure.Signed},
			{ID: "z", From: "a", To: "c", Certainty: figure.Signed},
			{ID: "w", From: "c", To: "a", Amount: 1, Known: true, Certainty: figure.Proposed},
		},
	}
	s := scene(t, m)
	radii, pens := map[string]float64{}, map[string]float64{}
	for _, c := range s.Circles {
		radii[m.Nodes[c.Node].ID] = c.Radius
	}
	for _, a := range s.Arcs {
		pens[m.Arcs[a.Arc].ID] = a.Pen
	}
	// A quarter of the value: half of the radius. Too small or not known: 10.
	if d := cmp.Diff(map[string]float64{"a": 64, "b": 32, "c": 10, "d": 10}, radii); d != "" {
		t.Errorf("radii (-want +got):\n%s", d)
	}
	// 1.1 + 7.9·√(amount/largest); 1.6 if not known; at least 4.6 if not signed.
	if d := cmp.Diff(map[string]float64{"x": 9, "y": 5.05, "z": 1.6, "w": 4.6}, pens); d != "" {
		t.Errorf("widths (-want +got):\n%s", d)
	}
}

// TestDriveOnTheRight checks that of two opposite arrows each keeps to its own right side.
func TestDriveOnTheRight(t *testing.T) {
	m := random(2, 0, 1)
	m.Arcs = []figure.Arc{{ID: "x", From: "n0", To: "n1", Certainty: figure.Signed}, {ID: "y", From: "n1", To: "n0", Certainty: figure.Signed}}
	s := scene(t, m)
	for _, a := range s.Arcs {
		other := s.Arcs[0]
		if other.Arc == a.Arc {
			other = s.Arcs[1]
		}
		p, q := s.Circles[a.From].Center, s.Circles[a.To].Center
		mid, not := at(a, 0.5), at(other, 0.5)
		// The other arrow lies to the left of this one: the cross product is positive.
		if (q.X-p.X)*(not.Y-mid.Y)-(q.Y-p.Y)*(not.X-mid.X) <= 0 {
			t.Errorf("arrow %s keeps to the left", m.Arcs[a.Arc].ID)
		}
	}
}

func TestEmpty(t *testing.T) {
	s, err := place.Map(t.Context(), &figure.Map{}, nil, place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Circles) != 0 || len(s.Arcs) != 0 || s.Width <= 0 || s.Height <= 0 {
		t.Errorf("the scene of an empty map is %+v", s)
	}
}

func TestGivenSizeIsKept(t *testing.T) {
	m := random(10, 20, 5)
	s, err := place.Map(t.Context(), &m, nil, place.Options{Width: 1000, Height: 700})
	if err != nil {
		t.Fatal(err)
	}
	if s.Width != 1000 || s.Height != 700 {
		t.Errorf("the scene is %v × %v, want 1000 × 700", s.Width, s.Height)
	}
	checkCircles(t, s)
	checkArrows(t, m, s)
}

// TestStops: a large map that its context ends is no map.
func TestStops(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	m := random(150, 400, 30)
	_, err := place.Map(ctx, &m, [][]place.Point{spiral(150)}, place.Options{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func BenchmarkMap(b *testing.B) {
	for _, n := range []int{10, 25, 60, 150} {
		m := random(n, 5*n/2, 40)
		starts := [][]place.Point{spiral(n)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := place.Map(b.Context(), &m, starts, place.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
