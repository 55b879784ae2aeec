//go:build linux || darwin

package deals_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"dealgraph/deals"
)

// A pipe that is called like a table is not opened: nobody may ever write into it.
func TestPipeIsNotRead(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.csv"), 0o666); err != nil {
		t.Skip("no pipes here: ", err)
	}
	_, err := deals.Open(dir)
	if list := errorsOf(err); len(list) != 1 || list[0].Msg != "the file cannot be read: not a regular file" {
		t.Errorf("%v", err)
	}
}
