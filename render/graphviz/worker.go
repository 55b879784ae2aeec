package graphviz

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"dealgraph/render/graphviz/guard"
)

// serves is set by Worker: this program, started again, is a worker.
var serves atomic.Bool

// Worker makes this program able to draw: call it first thing in main, and in TestMain of tests that draw.
//
// Layout and Draw start the program a second time as a worker process. In that process Worker reads the request
// from standard input, answers on standard output and ends the process; in any other it returns at once.
func Worker() {
	serves.Store(true)
	switch os.Getenv(guard.Variable) {
	case guard.Worker, guard.WorkerNoCache:
		os.Exit(serve(os.Stdin, os.Stdout, os.Stderr))
	}
}

// serve answers one request and returns the exit code.
func serve(stdin io.Reader, stdout, stderr io.Writer) int {
	if _, err := io.WriteString(stdout, greeting); err != nil {
		return 1
	}
	in := bufio.NewReader(stdin)
	jobs, err := readRequest(in)
	if err != nil {
		fmt.Fprintln(stderr, "graphviz worker:", err)
		return 1
	}
	go func() {
		// The parent keeps the pipe open until it has its reply. When it ends, the parent is gone.
		io.Copy(io.Discard, in)
		os.Exit(1)
	}()
	outputs, err := runInside(context.Background(), jobs)
	if err := writeReply(stdout, outputs, err); err != nil {
		fmt.Fprintln(stderr, "graphviz worker:", err)
		return 1
	}
	return 0
}
