package cycles

import (
	"slices"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// TestWordsAndBarriers: a search without a bound is one of two, by the size of what is searched. They share nothing but the
// network, and have to find the same, for one party too that every cycle must pass.
func TestWordsAndBarriers(t *testing.T) {
	total := 0
	for i := range 3000 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 2 + i%17, Arcs: (2 + i%17) * (2 + i%3), Hubs: i%2 == 0})
		o := Options{MaxLength: -1, Limit: -1, Workers: 1}
		if i%4 == 0 {
			o.Through = []graph.Node{0, 1}
		}
		list := func(size int) [][]graph.Node {
			s, err := newStream(t.Context(), n, o)
			if err != nil {
				t.Fatal(err)
			}
			var out [][]graph.Node
			if s.longest < 2 {
				return nil
			}
			w := s.walker()
			w.word = size
			w.emit = func(path []graph.Node, _ error) bool {
				out = append(out, slices.Clone(path))
				return true
			}
			for _, task := range s.tasks() {
				task.do(w, w.search)
			}
			slices.SortFunc(out, slices.Compare)
			return out
		}
		words, barriers := list(word), list(0)
		if !slices.EqualFunc(words, barriers, slices.Equal) {
			t.Fatalf("network %d: %d in words, %d with barriers", i, len(words), len(barriers))
		}
		total += len(words)
	}
	if total < 50_000 {
		t.Errorf("only %d cycles", total)
	}
}

// TestHeavyRootsAreShared: otherwise the comparison of workers compares nothing.
func TestHeavyRootsAreShared(t *testing.T) {
	s, err := newStream(t.Context(), nettest.Trust(), Options{MaxLength: 4, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if tasks := s.tasks(); tasks[0].parts < 2 || tasks[0].until != tasks[1].until {
		t.Errorf("%+v", tasks[:2])
	}
}
