package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync/atomic"
)

// workerVariable tells a program started again that it is a worker.
const workerVariable = "DEALGRAPH_WORKBOOK"

// workerMemory is the most memory that a worker may use, in bytes.
const workerMemory = 2 << 30

// greeting is what a worker says before anything else, so that its parent knows it for one.
const greeting = "dealgraph workbook worker 1\n"

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 1 << 30

// serves is set by Worker: this program, started again, is a worker.
var serves atomic.Bool

// Worker makes this program able to read workbooks: call it first thing in main, and in TestMain of tests that read some.
//
// [ReadWorkbook] starts the program a second time as a worker process. In that process Worker reads the workbook from standard
// input, answers on standard output and ends the process; in any other it returns at once.
func Worker() {
	serves.Store(true)
	if os.Getenv(workerVariable) != "" {
		os.Exit(serve(os.Stdin, os.Stdout))
	}
}

// serve answers one request and returns the exit code.
func serve(stdin io.Reader, stdout io.Writer) int {
	debug.SetMemoryLimit(workerMemory / 4 * 3)
	limitMemory(workerMemory)
	if _, err := io.WriteString(stdout, greeting); err != nil {
		return 1
	}
	data, err := io.ReadAll(io.LimitReader(stdin, maxFile+1))
	if err != nil {
		return 1
	}
	if err := json.NewEncoder(stdout).Encode(look(data)); err != nil {
		return 1
	}
	return 0
}

// look reads a workbook. Whatever goes wrong is an answer.
func look(data []byte) (out found) {
	defer func() {
		if r := recover(); r != nil {
			out = found{Refused: fmt.Sprintf("the workbook is damaged in a way that its reader cannot handle: %v", r), Hint: "save it anew as Excel Workbook (.xlsx)"}
		}
	}()
	err := kindOfFile("", data)
	if err == nil {
		err = guard(data)
	}
	if err == nil {
		out, err = parse(data)
	}
	if r, ok := errors.AsType[refusal](err); ok {
		return found{Refused: r.msg, Hint: r.hint}
	}
	if err != nil {
		return found{Refused: err.Error()}
	}
	return out
}
