package graphviz

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"dealgraph/render/graphviz/guard"
)

// DefaultTimeout is how long Layout and Draw may take if their context has no deadline.
const DefaultTimeout = 30 * time.Second

// memoryLimit is the size at which a worker begins to save memory. The largest layouts measured took 207 MB.
const memoryLimit = "512MiB"

// run does the jobs, in a worker process unless this one was started to do without.
func run(ctx context.Context, jobs []job) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if os.Getenv(guard.Variable) == guard.InProcess && !guard.Hollow() {
		return runInside(ctx, jobs)
	}
	if !serves.Load() {
		return nil, ErrNoWorker
	}
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, DefaultTimeout)
		defer cancel()
	}
	outputs, err := spawn(ctx, guard.Worker, jobs)
	if errors.Is(err, errStillborn) && ctx.Err() == nil {
		// go-graphviz panics before main if its compile cache is unreadable: try without.
		outputs, err = spawn(ctx, guard.WorkerNoCache, jobs)
	}
	return outputs, err
}

// spawn starts a worker of the given kind, gives it the jobs, and waits for it to end, which it does at the
// latest with ctx.
func spawn(ctx context.Context, kind string, jobs []job) ([][]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start a graphviz worker: %w", err)
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = os.Args[:1] // programs that are several in one go by this name
	cmd.Env = append(os.Environ(), guard.Variable+"="+kind, "GOMEMLIMIT="+memoryLimit)
	cmd.WaitDelay = time.Second
	complaints := &excerpt{}
	cmd.Stderr = complaints
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a graphviz worker: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a graphviz worker: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a graphviz worker: %w", err)
	}

	sent := make(chan struct{})
	go func() {
		defer close(sent)
		writeRequest(stdin, jobs) // a worker that does not listen shows in its answer
	}()
	outputs, err := converse(bufio.NewReader(stdout), len(jobs))
	if err != nil {
		stopped := ctx.Err() // before our own cancel
		cancel()
		err = explain(stopped, err)
	}
	<-sent
	ended := cmd.Wait() // closes stdin, but only now: an open one tells the worker that somebody listens
	switch {
	case errors.Is(err, ErrNoWorker):
		return nil, err
	case err != nil:
		return nil, &WorkerError{Err: err, Stderr: complaints.String()}
	case ended != nil && !errors.Is(ended, exec.ErrWaitDelay): // that is only its stderr, late on a busy machine
		return nil, &WorkerError{Err: ended, Stderr: complaints.String()}
	}
	return outputs, nil
}

// converse reads the greeting and the reply.
func converse(r *bufio.Reader, jobs int) ([][]byte, error) {
	hello := make([]byte, len(greeting))
	n, err := io.ReadFull(r, hello)
	switch {
	case n == 0:
		return nil, errStillborn
	case err != nil || string(hello) != greeting:
		return nil, ErrNoWorker
	}
	return readReply(r, jobs)
}

// explain puts the reason for which the worker was stopped, if it was, in place of what was seen of it.
func explain(stopped, seen error) error {
	switch {
	case errors.Is(stopped, context.DeadlineExceeded):
		return fmt.Errorf("stopped, out of time: %w", stopped)
	case stopped != nil:
		return fmt.Errorf("stopped: %w", stopped)
	}
	return seen
}

// excerpt keeps the beginning of what is written to it.
type excerpt struct{ kept []byte }

// Write keeps at most 4 KiB and swallows the rest.
func (e *excerpt) Write(p []byte) (int, error) {
	room := max(0, 4096-len(e.kept))
	e.kept = append(e.kept, p[:min(room, len(p))]...)
	return len(p), nil
}

// String returns what was kept.
func (e *excerpt) String() string { return string(e.kept) }
