package deals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// maxFileBytes bounds one file: enough for some ten million rows.
const maxFileBytes = 2 << 30

// An input is one file of a ledger being read.
type input struct {
	name   string // as messages call it
	inside string // its name inside the ledger, for the hash
	from   io.Reader
	again  opener // nil: it cannot be read twice
}

// An opener opens a file that was read before, for the text of some of its lines.
type opener func() (io.ReadCloser, error)

// errChanged says that a file is not what it was when the ledger was read.
var errChanged = errors.New("the file has changed")

// unchanged opens a file that is still as it was.
func unchanged(was fs.FileInfo, open func() (fs.File, error)) opener {
	return func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		if is, err := f.Stat(); err != nil || is.Size() != was.Size() || !is.ModTime().Equal(was.ModTime()) {
			f.Close()
			return nil, errChanged
		}
		return f, nil
	}
}

// inMemory opens a file that is in memory.
func inMemory(data []byte) opener {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// maxKeptText is how much is kept of what cannot be read twice. Errors behind it come without the text of their lines.
const maxKeptText = 16 << 20

// keptText keeps the beginning of a stream.
type keptText struct {
	data []byte
	cut  bool
}

func (k *keptText) Write(p []byte) (int, error) {
	n := min(len(p), maxKeptText-len(k.data))
	k.data = append(k.data, p[:n]...)
	k.cut = k.cut || n < len(p)
	return len(p), nil
}

// open gives the whole lines of what was kept.
func (k *keptText) open() (io.ReadCloser, error) {
	data := k.data
	if k.cut {
		data = data[:bytes.LastIndexByte(data, '\n')+1]
	}
	return inMemory(data)()
}

// sizeOf is the size of a file, or 0 for what has none.
func sizeOf(from io.Reader) int64 {
	f, ok := from.(fs.File)
	if !ok {
		return 0
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

// A meter tells how much of a ledger was read, and stops reading when the context ends.
type meter struct {
	ctx         context.Context
	report      func(done, total int64)
	done, total int64
}

// metered is a file under a meter. More than maxFileBytes of it are an error.
type metered struct {
	from  io.Reader
	meter *meter
	size  int64
}

func (f *metered) Read(p []byte) (int, error) {
	m := f.meter
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.from.Read(p)
	f.size += int64(n)
	m.done += int64(n)
	if f.size > maxFileBytes {
		return 0, fmt.Errorf("more than %d MB", maxFileBytes>>20)
	}
	if m.report != nil && n > 0 {
		m.report(m.done, m.total)
	}
	return n, err
}
