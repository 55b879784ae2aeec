package graphviz

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"dealgraph/render/graphviz/guard"

	"github.com/goccy/go-graphviz"
)

// go-graphviz has been initialised when this runs: the process gets its temporary directory back.
func init() { guard.Restore() }

// job is one thing to do with Graphviz.
type job struct {
	engine string // neato or nop2
	format string // json0 or svg
	dot    []byte
}

// inside is locked while Graphviz is busy in this process: it has one memory and no notion of threads.
var inside sync.Mutex

// runInside does the jobs in this process, one after another. It looks at ctx only between two jobs.
func runInside(ctx context.Context, jobs []job) ([][]byte, error) {
	inside.Lock()
	defer inside.Unlock()
	outputs := make([][]byte, len(jobs))
	for i, j := range jobs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		output, err := j.do(ctx)
		if err != nil {
			return nil, fmt.Errorf("job %d of %d: %w", i+1, len(jobs), err)
		}
		outputs[i] = output
	}
	return outputs, nil
}

// do lays one graph out and renders it. What go-graphviz panics with becomes an error.
func (j job) do(ctx context.Context) (output []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			output, err = nil, fmt.Errorf("graphviz broke down: %v", r)
		}
	}()
	graph, err := graphviz.ParseBytes(j.dot)
	if err != nil {
		return nil, fmt.Errorf("read DOT: %w", err)
	}
	if graph == nil {
		return nil, errors.New("read DOT: there is no graph in it")
	}
	engine, err := graphviz.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start graphviz: %w", err)
	}
	engine.SetLayout(graphviz.Layout(j.engine))
	var b bytes.Buffer
	if err := engine.Render(ctx, graph, graphviz.Format(j.format), &b); err != nil {
		return nil, fmt.Errorf("%s to %s: %w", j.engine, j.format, err)
	}
	if b.Len() == 0 { // how go-graphviz reports a format it does not have
		return nil, fmt.Errorf("%s to %s: %w", j.engine, j.format, io.ErrUnexpectedEOF)
	}
	if err := errors.Join(graph.Close(), engine.Close()); err != nil {
		return nil, fmt.Errorf("close graphviz: %w", err)
	}
	return b.Bytes(), nil
}
