package graphviz

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The two ends talk in frames: a length as an unsigned varint, then so many bytes. A request is a count of jobs
// and three frames a job: engine, format, DOT. A reply is the greeting, then for each job a frame of its output,
// and a last frame that is empty if all went well and says what went wrong if not.

// greeting is what a worker says before anything else, so that its parent knows it for one.
const greeting = "dealgraph graphviz worker 1\n"

// maxFrame is the largest frame either end accepts, in bytes.
const maxFrame = 64 << 20

// errFrame says that what was read is not a frame.
var errFrame = errors.New("frame too long")

// writeFrame writes one frame.
func writeFrame(w *bufio.Writer, content []byte) error {
	if _, err := w.Write(binary.AppendUvarint(nil, uint64(len(content)))); err != nil {
		return err
	}
	_, err := w.Write(content)
	return err
}

// readFrame reads one frame.
func readFrame(r *bufio.Reader) ([]byte, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	if n > maxFrame {
		return nil, errFrame
	}
	content := make([]byte, n)
	_, err = io.ReadFull(r, content)
	return content, err
}

// writeRequest writes the jobs.
func writeRequest(w io.Writer, jobs []job) error {
	b := bufio.NewWriter(w)
	if _, err := b.Write(binary.AppendUvarint(nil, uint64(len(jobs)))); err != nil {
		return err
	}
	for _, j := range jobs {
		for _, content := range [][]byte{[]byte(j.engine), []byte(j.format), j.dot} {
			if err := writeFrame(b, content); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// readRequest reads the jobs.
func readRequest(r *bufio.Reader) ([]job, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, fmt.Errorf("read the number of jobs: %w", err)
	}
	if n > MaxRuns {
		return nil, fmt.Errorf("%d jobs, at most %d", n, MaxRuns)
	}
	jobs := make([]job, n)
	for i := range jobs {
		var parts [3][]byte
		for k := range parts {
			if parts[k], err = readFrame(r); err != nil {
				return nil, fmt.Errorf("read job %d: %w", i+1, err)
			}
		}
		jobs[i] = job{string(parts[0]), string(parts[1]), parts[2]}
	}
	return jobs, nil
}

// writeReply writes the outputs, or what went wrong.
func writeReply(w io.Writer, outputs [][]byte, wrong error) error {
	b := bufio.NewWriter(w)
	message := ""
	if wrong != nil {
		outputs, message = nil, wrong.Error()
	}
	if _, err := b.Write(binary.AppendUvarint(nil, uint64(len(outputs)))); err != nil {
		return err
	}
	for _, output := range outputs {
		if err := writeFrame(b, output); err != nil {
			return err
		}
	}
	if err := writeFrame(b, []byte(message)); err != nil {
		return err
	}
	return b.Flush()
}

// readReply reads the outputs of n jobs. What the worker says went wrong is its error.
func readReply(r *bufio.Reader, n int) ([][]byte, error) {
	count, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, fmt.Errorf("read its reply: %w", err)
	}
	if count > MaxRuns {
		return nil, fmt.Errorf("read its reply: %d outputs", count)
	}
	outputs := make([][]byte, count)
	for i := range outputs {
		if outputs[i], err = readFrame(r); err != nil {
			return nil, fmt.Errorf("read its output %d: %w", i+1, err)
		}
	}
	message, err := readFrame(r)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the end of its reply: %w", err)
	case len(message) > 0:
		return nil, errors.New(string(message))
	case len(outputs) != n:
		return nil, fmt.Errorf("%d outputs for %d jobs", len(outputs), n)
	}
	return outputs, nil
}
