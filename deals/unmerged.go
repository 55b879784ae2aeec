package deals

import (
	"bytes"
	"fmt"
)

// The lines that Git leaves in a file around two versions of the same lines, when it cannot tell which is meant.
var (
	conflictBegins = []byte("<<<<<<< ")
	conflictParts  = []byte("=======")
	conflictEnds   = []byte(">>>>>>> ")
)

// unmerged reports two versions of the same lines, of which only people know which is meant. Neither is read.
func (d *decoder) unmerged(name string, begin, end int) {
	d.fail(Pos{name, begin, 1}, "unmerged", fmt.Sprintf("a merge has left two versions here, up to line %d", end), "keep one of them, and remove the lines of <<<<<<<, ======= and >>>>>>>")
}

// isMerged reports whether a text is free of conflicts that a merge has left. Each that stands is reported.
func (d *decoder) isMerged(name string, text []byte) bool {
	if !bytes.Contains(text, conflictBegins) {
		return true
	}
	found := false
	line, begin, parts := 0, 0, false
	for text := range bytes.Lines(text) {
		line++
		text = bytes.TrimRight(text, "\r\n")
		switch {
		case bytes.HasPrefix(text, conflictBegins):
			begin, parts = line, false
		case begin > 0 && bytes.Equal(text, conflictParts):
			parts = true
		case begin > 0 && parts && bytes.HasPrefix(text, conflictEnds):
			d.unmerged(name, begin, line)
			begin, found = 0, true
		}
	}
	return !found
}

// unmerged reports whether the row is part of a conflict that a merge has left. It is one from the line that begins it to the
// line that ends it, or to the end of the table.
func (t *table) unmerged() bool {
	first := t.rows.cell(0)
	begins := t.conflict == 0 && bytes.HasPrefix(first, conflictBegins)
	ends := t.conflict > 0 && bytes.HasPrefix(first, conflictEnds)
	switch {
	case begins:
		t.conflict = t.rows.line
	case ends:
		t.d.unmerged(t.name, t.conflict, t.rows.line)
		t.conflict, t.failed = 0, true
		return true
	}
	return t.conflict > 0
}
