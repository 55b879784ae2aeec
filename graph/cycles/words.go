package cycles

import "math/bits"

// word is the most parties of a small graph whose sets are held as the bits of a word.
const word = 64

// words searches a small graph of at most [word] parties without a bound on the length: Johnson's algorithm (SIAM J. Comput.
// 4(1), 1975), in which the parties to go on to are one operation on two words, however many are in the way.
type words struct {
	out, in [word]uint64 // by party: neighbours but the root
	home    uint64       // parties with a hop to the root
	path    uint64
	blocked uint64 // off the path, and cut off from the root by it
}

// small searches the root in words.
func (w *walker) small() {
	s := &w.words
	*s = words{path: 1}
	for v := range w.labels {
		for _, x := range w.adj1[w.adj0[v]:w.adj0[v+1]] {
			s.out[v] |= 1 << x
			s.in[x] |= 1 << v
		}
		if w.d[v] == 1 {
			s.home |= 1 << v
		}
	}
	must := uint64(0)
	for _, t := range w.mustAt {
		must |= 1 << t
	}
	for i, end := w.first.of(w.adj0[0], w.adj0[1]); i < end && !w.stopped; i++ {
		if x := w.adj1[i]; s.blocked>>x&1 == 0 {
			w.extend(uint(x), 1, must)
		}
	}
}

// extend puts x on a path of n parties and finds the cycles that go on from there. It reports whether there were any.
func (w *walker) extend(x uint, n int, must uint64) (found bool) {
	s := &w.words
	bit := uint64(1) << x
	s.path |= bit
	w.path[n] = w.nodes[x]
	if s.home&bit != 0 {
		found = true
		if must&^s.path == 0 {
			w.tell(n + 1)
		}
	}
	for rest := s.out[x]; ; {
		open := rest &^ (s.path | s.blocked)
		if open == 0 || !w.look(1) {
			break
		}
		y := uint(bits.TrailingZeros64(open))
		rest &^= 2<<y - 1 // what stood before y was in the way when its turn came
		found = w.extend(y, n+1, must) || found
	}
	s.path &^= bit
	if found {
		s.free(x)
	} else {
		s.blocked |= bit
	}
	return found
}

// free lets the parties in again that may have been cut off only because x was on the path.
func (s *words) free(x uint) {
	for m := s.in[x] & s.blocked; m != 0; m = s.in[x] & s.blocked {
		y := uint(bits.TrailingZeros64(m))
		s.blocked &^= 1 << y
		s.free(y)
	}
}
