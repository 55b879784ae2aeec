package graphviz

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sixRuns are three seeds for each solver.
var sixRuns = []LayoutRun{{"major", 1}, {"major", 2}, {"major", 3}, {"sgd", 1}, {"sgd", 2}, {"sgd", 3}}

// distance is the length of the straight line between two points.
func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// A triangle can have its wishes: each edge gets its length, exactly by majorization, roughly by gradient descent.
func TestLayoutKeepsLengths(t *testing.T) {
	g := LayoutGraph{
		Nodes: []LayoutNode{{40}, {10}, {0}},
		Edges: []LayoutEdge{{0, 1, 300, 1}, {1, 2, 400, 2}, {2, 0, 500, 1}},
	}
	places, err := Layout(t.Context(), g, sixRuns)
	if err != nil {
		t.Fatal(err)
	}
	if len(places) != len(sixRuns) {
		t.Fatalf("%d layouts, want %d", len(places), len(sixRuns))
	}
	for i, p := range places {
		slack := map[string]float64{"major": 0.01, "sgd": 0.15}[sixRuns[i].Mode]
		for _, e := range g.Edges {
			if got := distance(p[e.From], p[e.To]); math.Abs(got-e.Length) > slack*e.Length {
				t.Errorf("run %+v: edge %d–%d is %.1f points long, want %g", sixRuns[i], e.From, e.To, got, e.Length)
			}
		}
	}
}

func TestLayoutOfLooseNodes(t *testing.T) {
	g := LayoutGraph{Nodes: make([]LayoutNode, 5), Edges: []LayoutEdge{{1, 3, 100, 1}, {2, 2, 50, 1}, {3, 1, 100, 1}}}
	places, err := Layout(t.Context(), g, sixRuns)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range places {
		if len(p) != 5 {
			t.Errorf("run %+v: %d points for 5 nodes", sixRuns[i], len(p))
		}
	}
}

func TestLayoutOfNothing(t *testing.T) {
	places, err := Layout(t.Context(), LayoutGraph{}, sixRuns)
	if err != nil || len(places) != len(sixRuns) || len(places[0]) != 0 {
		t.Errorf("no nodes: %v, %v", places, err)
	}
	places, err = Layout(t.Context(), chords(5), nil)
	if err != nil || len(places) != 0 {
		t.Errorf("no runs: %v, %v", places, err)
	}
	places, err = Layout(t.Context(), LayoutGraph{Nodes: make([]LayoutNode, 1)}, sixRuns[:1])
	if err != nil || len(places) != 1 || len(places[0]) != 1 {
		t.Errorf("one node: %v, %v", places, err)
	}
}

func TestLayoutSamePoints(t *testing.T) {
	g := chords(30)
	want, err := Layout(t.Context(), g, sixRuns)
	if err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(want[0], want[1]) || cmp.Equal(want[0], want[3]) {
		t.Error("another seed or mode changes nothing")
	}
	// A run does not depend on the runs before it in the same process.
	alone, err := Layout(t.Context(), g, sixRuns[5:])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want[5], alone[0]); diff != "" {
		t.Errorf("the last run alone is another:\n%s", diff)
	}
	got, errs := make([][][]Point, 8), make([]error, 8)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() { got[i], errs[i] = Layout(t.Context(), g, sixRuns) })
	}
	wait.Wait()
	for i := range got {
		if errs[i] != nil || !cmp.Equal(want, got[i]) {
			t.Errorf("goroutine %d: error %v, or other points", i, errs[i])
		}
	}
}

func TestLayoutRefuses(t *testing.T) {
	nan := math.NaN()
	two := make([]LayoutNode, 2)
	for _, tt := range []struct {
		name string
		want error
		g    LayoutGraph
		runs []LayoutRun
	}{
		{"501 nodes", ErrTooLarge, LayoutGraph{Nodes: make([]LayoutNode, 501)}, sixRuns},
		{"2001 edges", ErrTooLarge, LayoutGraph{Nodes: two, Edges: make([]LayoutEdge, 2001)}, sixRuns},
		{"201 runs", ErrTooLarge, LayoutGraph{Nodes: two}, make([]LayoutRun, 201)},
		{"negative radius", ErrInvalid, LayoutGraph{Nodes: []LayoutNode{{-1}}}, sixRuns},
		{"radius not a number", ErrInvalid, LayoutGraph{Nodes: []LayoutNode{{nan}}}, sixRuns},
		{"edge to nobody", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 2, 1, 1}}}, sixRuns},
		{"edge from nobody", ErrInvalid, LayoutGraph{two, []LayoutEdge{{-1, 1, 1, 1}}}, sixRuns},
		{"no length", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 1, 0, 1}}}, sixRuns},
		{"length not a number", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 1, nan, 1}}}, sixRuns},
		{"no weight", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 1, 1, 0}}}, sixRuns},
		{"weight that kills", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 1, 1, 99999999999}}}, sixRuns},
		{"infinite weight", ErrInvalid, LayoutGraph{two, []LayoutEdge{{0, 1, 1, math.Inf(1)}}}, sixRuns},
		{"mode", ErrInvalid, LayoutGraph{Nodes: two}, []LayoutRun{{"KK", 1}}},
		{"mode with an attribute", ErrInvalid, LayoutGraph{Nodes: two}, []LayoutRun{{"sgd splines=true", 1}}},
		{"start", ErrInvalid, LayoutGraph{Nodes: two}, []LayoutRun{{"sgd", -1}}},
	} {
		if places, err := Layout(t.Context(), tt.g, tt.runs); !errors.Is(err, tt.want) || places != nil {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
}

// The heaviest and the lightest edge there may be are laid out.
func TestLayoutWeights(t *testing.T) {
	g := LayoutGraph{make([]LayoutNode, 3), []LayoutEdge{{0, 1, 100, MaxWeight}, {1, 2, 100, 0.0001}}}
	if _, err := Layout(t.Context(), g, sixRuns); err != nil {
		t.Error(err)
	}
}

func TestLayoutDOT(t *testing.T) {
	g := LayoutGraph{[]LayoutNode{{36}, {0}}, []LayoutEdge{{0, 1, 108, 2.5}}}
	want := `graph places {
	id="h1"
	mode=sgd start=7 overlap=true splines=none
	node [shape=circle fixedsize=true label=" "]
	n0 [width=1 height=1]
	n1 [width=0 height=0]
	n0 -- n1 [len=1.5 weight=2.5]
}
`
	if diff := cmp.Diff(want, string(g.dot(LayoutRun{"sgd", 7}, "h1"))); diff != "" {
		t.Error(diff)
	}
}

func TestReadPlaces(t *testing.T) {
	whole := `{"id":"h1","objects":[{"name":"n0","pos":"1.5,-2"},{"name":"n1","pos":"1e+03,0"}]}`
	got, err := readPlaces([]byte(whole), "h1", 2)
	if diff := cmp.Diff([]Point{{1.5, -2}, {1000, 0}}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	for _, bad := range []string{
		``, `{}`, `{"id":"h1"}`, whole[:40],
		`{"id":"h2","objects":[{"name":"n0","pos":"1,2"},{"name":"n1","pos":"1,2"}]}`,
		`{"id":"h1","objects":[{"name":"n0","pos":"1,2"}]}`,
		`{"id":"h1","objects":[{"name":"n1","pos":"1,2"},{"name":"n0","pos":"1,2"}]}`,
		`{"id":"h1","objects":[{"name":"n0","pos":"1,2"},{"name":"n1"}]}`,
		`{"id":"h1","objects":[{"name":"n0","pos":"1,2"},{"name":"n1","pos":"nan,2"}]}`,
		`{"id":"h1","objects":[{"name":"n0","pos":"1,2"},{"name":"n1","pos":"1,inf"}]}`,
		`{"id":"h1","objects":[{"name":"n0","pos":"1,2"},{"name":"n1","pos":"1"}]}`,
	} {
		if places, err := readPlaces([]byte(bad), "h1", 2); err == nil {
			t.Errorf("%s: read as %v", bad, places)
		}
	}
}

// chords is n nodes in a ring, with chords: 1.5 n linked pairs.
func chords(n int) LayoutGraph {
	g := LayoutGraph{Nodes: make([]LayoutNode, n)}
	for i := range n {
		g.Nodes[i].Radius = float64(10 + i*7%40)
		g.Edges = append(g.Edges, LayoutEdge{i, (i + 1) % n, 130, 1})
		if i%2 == 0 {
			g.Edges = append(g.Edges, LayoutEdge{i, (i*3 + 5) % n, 180, 2})
		}
	}
	return g
}

func BenchmarkLayout(b *testing.B) {
	for _, n := range []int{20, 60, 150} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			g := chords(n)
			runs := append(sixRuns, sixRuns...)
			for b.Loop() {
				if _, err := Layout(b.Context(), g, runs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
