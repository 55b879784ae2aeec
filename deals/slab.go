package deals

// A slab hands out the values of a ledger from larger pieces of memory. A ledger lives and dies as a whole, and a hundred
// thousand legs in a few pieces cost the garbage collector a fraction of what they cost one by one.
type slab[T any] struct {
	free []T
	size int
}

// The pieces of a slab grow from small, so that a ledger of three deals stays small, to large.
const (
	firstPiece = 8
	lastPiece  = 512
)

// one is a new value.
func (s *slab[T]) one() *T { return &s.some(1)[0] }

// some are n new values in a row. Appending to them copies.
func (s *slab[T]) some(n int) []T {
	if n > len(s.free) {
		s.size = min(max(2*s.size, firstPiece), lastPiece)
		s.free = make([]T, max(n, s.size))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}
