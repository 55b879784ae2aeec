package exchange

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Timeout is how long a workbook may take to read if the context has no deadline.
const Timeout = 60 * time.Second

// ErrNoWorker says that this program cannot read workbooks: its main does not call [Worker].
var ErrNoWorker = errors.New("this program does not call exchange.Worker, which reading workbooks needs")

// ask lets a worker process read a workbook.
func ask(ctx context.Context, data []byte) (*found, error) {
	if !serves.Load() {
		return nil, ErrNoWorker
	}
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, Timeout)
		defer cancel()
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = os.Args[:1] // programs that are several in one go by this name
	cmd.Env = append(os.Environ(), workerVariable+"=1", "GOTRACEBACK=none")
	cmd.Stdin = bytes.NewReader(data)
	cmd.WaitDelay = time.Second
	complaints := &excerpt{}
	cmd.Stderr = complaints
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	answer, err := readAnswer(io.LimitReader(stdout, maxAnswer))
	if err != nil {
		_ = cmd.Process.Kill() // it has nothing more to say
	}
	ended := cmd.Wait()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, refuse("delete what is no part of the ledger", "reading the workbook takes too long: it was stopped")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrNoWorker):
		return nil, err
	case err != nil && strings.Contains(complaints.String(), "out of memory"), err != nil && strings.Contains(complaints.String(), "cannot allocate"):
		return nil, refuse("delete what is no part of the ledger", "reading the workbook takes more than %d MB of memory: it was stopped", workerMemory>>20)
	case err != nil:
		return nil, fmt.Errorf("the reader of the workbook ended early: %w (%s)", err, complaints)
	case ended != nil && !errors.Is(ended, exec.ErrWaitDelay):
		return nil, fmt.Errorf("the reader of the workbook failed: %w", ended)
	}
	return answer, nil
}

// readAnswer reads what a worker says, and does not believe it: the numbers in it are checked.
func readAnswer(r io.Reader) (*found, error) {
	b := bufio.NewReader(r)
	hello := make([]byte, len(greeting))
	if _, err := io.ReadFull(b, hello); err != nil || string(hello) != greeting {
		return nil, ErrNoWorker
	}
	d := json.NewDecoder(b)
	d.DisallowUnknownFields()
	var f found
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("read its answer: %w", err)
	}
	return &f, f.check()
}

// check reports an answer that no worker gives.
func (f *found) check() error {
	wrong := errors.New("its answer makes no sense")
	for _, s := range f.Sheets {
		if s.Header < 1 || s.Key < 0 {
			return wrong
		}
		for _, c := range s.Columns {
			if c.Column < 1 || c.Column > 16384 {
				return wrong
			}
		}
		for _, r := range s.Rows {
			if r.Row <= s.Header || len(r.Cells) != len(s.Columns) {
				return wrong
			}
		}
	}
	return nil
}

// excerpt keeps the beginning of what is written to it.
type excerpt struct{ kept []byte }

// Write keeps at most 2 KiB and swallows the rest.
func (e *excerpt) Write(p []byte) (int, error) {
	room := max(0, 2048-len(e.kept))
	e.kept = append(e.kept, p[:min(room, len(p))]...)
	return len(p), nil
}

// String is the first line of what was kept.
func (e *excerpt) String() string {
	first, _, _ := strings.Cut(string(e.kept), "\n")
	return first
}
