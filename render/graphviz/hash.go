package graphviz

import (
	"crypto/sha256"
	"encoding/hex"
)

// mark returns an id that only this DOT text has. It goes into the graph and must come back with the result:
// Graphviz, once its stack has run over, can answer with the result of another graph.
func mark(dot []byte) string {
	sum := sha256.Sum256(dot)
	return "h" + hex.EncodeToString(sum[:16])
}
