package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockNote makes sure that nobody else who asks for it refreshes the same note until unlock is called. It waits that long for
// whoever is at it.
//
// The lock is that of the operating system on a file beside the note, so that it ends with the process that has it, however that
// ends: a file that is left behind holds up nobody. It is taken away in the end; whoever waited for it finds that it is no longer
// the one there, and takes the new one.
func lockNote(ctx context.Context, path string, wait time.Duration) (unlock func(), err error) {
	name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".dealgraph-lock")
	ctx, cancel := context.WithTimeoutCause(ctx, wait, errLocked)
	defer cancel()
	for {
		f, err := openLocked(ctx, name)
		switch {
		case errors.Is(err, errLocked):
			return nil, fmt.Errorf("%s is being refreshed by another dealgraph: wait for it to end, or longer with --wait", path)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, fmt.Errorf("%s cannot be locked against another refresh: %w", path, err)
		}
		has, err1 := f.Stat()
		is, err2 := os.Stat(name)
		if err1 == nil && err2 == nil && os.SameFile(has, is) {
			return func() {
				_ = os.Remove(name) // on Windows that fails as long as it is open, and the file stays
				_ = f.Close()
			}, nil
		}
		_ = f.Close()
	}
}

var errLocked = errors.New("locked")

// openLocked opens a file and locks it, or gives up when ctx ends.
func openLocked(ctx context.Context, name string) (*lockedfile.File, error) {
	type opened struct {
		file *lockedfile.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := lockedfile.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		return o.file, o.err
	case <-ctx.Done():
		go func() { // until the lock is free
			if o := <-done; o.err == nil {
				_ = o.file.Close()
			}
		}()
		return nil, context.Cause(ctx)
	}
}
