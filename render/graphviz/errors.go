package graphviz

import (
	"errors"
	"fmt"
	"strings"
)

// ErrTooLarge says that a graph or drawing is beyond what Graphviz does safely: see MaxNodes, MaxEdges, MaxRuns.
var ErrTooLarge = errors.New("too large for Graphviz")

// ErrInvalid says that a graph or drawing has a value that cannot be laid out or drawn.
var ErrInvalid = errors.New("not drawable")

// ErrNoWorker says that this program cannot serve as its own worker.
var ErrNoWorker = errors.New("the program does not serve as a Graphviz worker: call graphviz.Worker first thing in main " +
	"(in tests: in TestMain), or start it with DEALGRAPH_GRAPHVIZ=inprocess")

// errStillborn says that a worker ended before it said anything.
var errStillborn = errors.New("it ended before it answered")

// WorkerError says that the worker process failed: it was stopped, it died, Graphviz refused its input, or what
// came back is not what was asked for. Nothing remains of it; the next call starts a new one.
type WorkerError struct {
	Err    error  // the reason; the context's error if it took too long
	Stderr string // the beginning of what the worker wrote to its standard error, if anything
}

// Error names the reason, and the first line the worker complained with.
func (e *WorkerError) Error() string {
	message := "graphviz worker: " + e.Err.Error()
	if line, _, _ := strings.Cut(strings.TrimSpace(e.Stderr), "\n"); line != "" {
		message += " (" + line + ")"
	}
	return message
}

// Unwrap returns the reason.
func (e *WorkerError) Unwrap() error { return e.Err }

// invalid makes an ErrInvalid that names the fact.
func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
}

// tooLarge makes an ErrTooLarge that names what there is too much of.
func tooLarge(what string, n, most int) error {
	return fmt.Errorf("%w: %d %s, at most %d; show fewer, or only the neighbours of some", ErrTooLarge, n, what, most)
}
