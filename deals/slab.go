package deals

import "strings"

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

// texts keeps the texts of a ledger. A cell is part of the text of its row; what the ledger keeps of it is copied here, so
// that the rest of the row can go.
type texts struct {
	free  strings.Builder // its memory is never moved: a text that does not fit begins another
	size  int
	words map[string]string
}

// The memory that texts takes at a time.
const (
	firstTexts = 256
	lastTexts  = 32 << 10
)

// keep is a copy of s.
func (t *texts) keep(s string) string { return keep(t, s) }

// keep is a copy of a text.
func keep[T string | []byte](t *texts, s T) string {
	if len(s) == 0 {
		return ""
	}
	if len(s) > t.free.Cap()-t.free.Len() {
		t.size = min(max(2*t.size, firstTexts), lastTexts)
		t.free = strings.Builder{}
		t.free.Grow(max(len(s), t.size))
	}
	start := t.free.Len()
	t.free.WriteString(string(s))
	return t.free.String()[start:]
}

// word is the one copy of a text that stands in many places.
func (t *texts) word(s string) string {
	if s == "" {
		return ""
	}
	if w, ok := t.words[s]; ok {
		return w
	}
	if t.words == nil {
		t.words = map[string]string{}
	}
	w := t.keep(s)
	t.words[w] = w
	return w
}
