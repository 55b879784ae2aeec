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

// isMerged reports whether a file is free of conflicts that a merge has left. Each that stands is reported, and nothing of the
// file is read: which of two versions is meant, only people know.
func (d *decoder) isMerged(name string, data []byte) bool {
	if !bytes.Contains(data, conflictBegins) {
		return true
	}
	found := false
	line, begin, parts := 0, 0, false
	for text := range bytes.Lines(data) {
		line++
		text = bytes.TrimRight(text, "\r\n")
		switch {
		case bytes.HasPrefix(text, conflictBegins):
			begin, parts = line, false
		case begin > 0 && bytes.Equal(text, conflictParts):
			parts = true
		case begin > 0 && parts && bytes.HasPrefix(text, conflictEnds):
			d.fail(Pos{name, begin, 1}, "unmerged", fmt.Sprintf("a merge has left two versions here, up to line %d", line), "keep one of them, and remove the lines of <<<<<<<, ======= and >>>>>>>")
			begin, found = 0, true
		}
	}
	return !found
}
