package svg

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// BenchmarkMap draws the reference map, and one of 150 parties and 400 deals, and says how much of the time is Graphviz's
// (finding positions and drawing, two starts of a process included) and how much is ours (placing and composing).
func BenchmarkMap(b *testing.B) {
	data, err := os.ReadFile("testdata/ai.json")
	if err != nil {
		b.Fatal(err)
	}
	var ai figure.Map
	if err := json.Unmarshal(data, &ai); err != nil {
		b.Fatal(err)
	}
	for name, m := range map[string]figure.Map{
		fmt.Sprintf("%dparties%ddeals", len(ai.Nodes), len(ai.Arcs)): ai, "150parties400deals": synthetic(150, 400),
	} {
		b.Run(name, func(b *testing.B) {
			var graphviz, ours time.Duration
			for b.Loop() {
				m := marked(cleaned(m))
				start := time.Now()
				starts, err := positions(b.Context(), &m, place.Options{})
				if err != nil {
					b.Fatal(err)
				}
				found := time.Now()
				scene, err := place.Map(b.Context(), &m, starts, place.Options{})
				if err != nil {
					b.Fatal(err)
				}
				placed := time.Now()
				picture, err := draw(b.Context(), scene)
				if err != nil {
					b.Fatal(err)
				}
				drawn := time.Now()
				c := newComposer(&m, scene.Width, Options{})
				c.ruler = scene.Ruler
				c.addPanel(&m, scene, picture)
				c.compose("")
				graphviz += found.Sub(start) + drawn.Sub(placed)
				ours += placed.Sub(found) + time.Since(drawn)
			}
			b.ReportMetric(float64(graphviz.Milliseconds())/float64(b.N), "graphviz-ms/op")
			b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ours-ms/op")
		})
	}
}

// synthetic is a map of n parties and m deals: a few hubs have most of them, as in real ledgers.
func synthetic(n, m int) figure.Map {
	out := figure.Map{Frame: figure.Frame{ID: "synthetic", Title: "Synthetic"}}
	state := uint32(12345)
	next := func(k int) int { // a linear congruential generator: the same numbers everywhere
		state = state*1664525 + 1013904223
		return int(state>>8) % k
	}
	for i := range n {
		out.Nodes = append(out.Nodes, figure.Node{ID: fmt.Sprint("p", i), Name: fmt.Sprint("Party ", i), Value: float64(1 + next(4000)), Known: i%3 > 0})
	}
	kinds := []string{"equity", "compute", "purchase", "loan", "guarantee"}
	for len(out.Arcs) < m {
		from, to := next(1+next(n)), next(1+next(n)) // small numbers are hubs
		if from == to {
			continue
		}
		amount := float64(1 + next(300))
		out.Arcs = append(out.Arcs, figure.Arc{
			ID: fmt.Sprint("d", len(out.Arcs)), From: out.Nodes[from].ID, To: out.Nodes[to].ID, Kind: kinds[next(len(kinds))],
			Certainty: figure.Signed, Amount: amount, Known: true, Label: fmt.Sprintf("$%.0fbn", amount),
		})
	}
	return out
}
