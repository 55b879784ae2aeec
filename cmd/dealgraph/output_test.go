package main

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"dealgraph/render/table"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

func sampleReport() report {
	seed := int64(7)
	return report{
		Command: "probe",
		Result:  map[string]any{"name": "a<b"},
		Tables: []table.Table{
			{Title: "One", Columns: []table.Column{{Name: "a"}}, Rows: [][]table.Cell{{{Text: "x"}}}, Footnotes: []string{"of one"}},
			{Title: "Two", Columns: []table.Column{{Name: "b"}}, Rows: [][]table.Cell{{{Text: "y"}}}, Footnotes: []string{"of two"}},
		},
		Warnings:   []error{errors.New("an estimate was used")},
		LedgerHash: "sha256:3f9a",
		View:       struct{ Basis string }{"firm"},
		Seed:       &seed,
		Stamp:      "basis firm",
	}
}

func TestReportFormats(t *testing.T) {
	tests := []struct {
		flags          outputFlags
		stdout, stderr string
	}{
		{outputFlags{format: "text"}, `One

A
x

1. of one

Two

B
y

1. of two
2. an estimate was used

basis firm
`, ""},
		{outputFlags{format: "markdown"}, `**One**

| a |
| --- |
| x |

1. of one

**Two**

| b |
| --- |
| y |

1. of two
2. an estimate was used

*basis firm*
`, ""},
		{outputFlags{format: "csv"}, "a\nx\n",
			"warning: an estimate was used\nnote: this is table 1 of 2; --csv-table takes another, --format json has all\n"},
		{outputFlags{format: "csv", csvStamp: true}, "a\nx\n# basis firm\n",
			"warning: an estimate was used\nnote: this is table 1 of 2; --csv-table takes another, --format json has all\n"},
		{outputFlags{format: "json"}, `{
  "schema": "dealgraph/probe/v1",
  "tool_version": "` + toolVersion() + `",
  "ledger_hash": "sha256:3f9a",
  "view": {
    "Basis": "firm"
  },
  "seed": 7,
  "stamp": "basis firm",
  "warnings": [
    "an estimate was used"
  ],
  "result": {
    "name": "a\u003cb"
  }
}
`, ""},
	}
	for _, tt := range tests {
		tt.flags.formats = reportFormats()
		p := newProbe(nil)
		r := sampleReport()
		if err := tt.flags.write(p.streams, r); err != nil {
			t.Errorf("%s: %v", tt.flags.format, err)
		}
		if diff := cmp.Diff(tt.stdout, p.stdout.String()); diff != "" {
			t.Errorf("%s on stdout (-want +got):\n%s", tt.flags.format, diff)
		}
		if diff := cmp.Diff(tt.stderr, p.stderr.String()); diff != "" {
			t.Errorf("%s on stderr (-want +got):\n%s", tt.flags.format, diff)
		}
		if len(r.Tables[1].Footnotes) != 1 || r.Tables[1].Stamp != "" {
			t.Errorf("%s: write changed the report's tables", tt.flags.format)
		}
	}
}

// TestReportWithoutTables: warnings and stamp are shown all the same.
func TestReportWithoutTables(t *testing.T) {
	r := report{Command: "probe", Warnings: []error{errors.New("w")}, Stamp: "s"}
	p := newProbe(nil)
	if err := (outputFlags{formats: reportFormats()}).write(p.streams, r); err != nil {
		t.Fatal(err)
	}
	if got, want := p.stdout.String(), "1. w\n\ns\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	err := outputFlags{format: "csv", formats: reportFormats()}.write(p.streams, r)
	if exitCode(err) != exitUsage {
		t.Errorf("csv: %v, want a usage error", err)
	}
}

func TestRenderRefusesTerminal(t *testing.T) {
	o := outputFlags{formats: []format{{name: "png", extensions: []string{".png"}, binary: true}}}
	draw := func(w io.Writer, format string) error {
		_, err := io.WriteString(w, format)
		return err
	}
	p := newProbe(nil)
	p.outTTY = true
	if err := o.render(p.streams, draw); exitCode(err) != exitUsage || p.stdout.Len() > 0 {
		t.Errorf("png to a terminal: %v and %q, want a usage error and nothing", err, p.stdout)
	}
	p.outTTY = false
	if err := o.render(p.streams, draw); err != nil || p.stdout.String() != "png" {
		t.Errorf("png down a pipe: %v and %q", err, p.stdout)
	}
}

func TestBindFormats(t *testing.T) {
	var o outputFlags
	ran := false
	cmd := &cobra.Command{Use: "probe", RunE: func(*cobra.Command, []string) error { ran = true; return nil }}
	o.bind(cmd, streams{}, format{name: "svg", extensions: []string{".svg"}}, format{name: "dot", extensions: []string{".gv", ".dot"}})
	err := newProbe(nil).execute(t, cmd, "probe", "-o", "map.png")
	want := `-o map.png: no format has the extension ".png"; use one of .svg .gv .dot, or --format`
	if err == nil || err.Error() != want || ran {
		t.Errorf("-o map.png: error %v (ran: %t), want %s, before the command runs", err, ran, want)
	}
	for path, want := range map[string]string{"": "svg", "-": "svg", "m.dot": "dot", "M.GV": "dot", "m": "svg"} {
		o.path, o.format = path, ""
		if f, err := o.resolve(); err != nil || f.name != want {
			t.Errorf("format of -o %q = %q, %v, want %s", path, f.name, err, want)
		}
	}
}

// TestFailureLeavesFile: an output file is replaced whole or not at all.
func TestFailureLeavesFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := outputFlags{path: path, formats: reportFormats()}
	r := sampleReport()
	r.Result = math.NaN() // JSON has no NaN
	if err := o.write(newProbe(nil).streams, r); err == nil {
		t.Error("a result that cannot be marshalled was written")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("after a failure the file is %q, %v, want it as it was", got, err)
	}
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, "old"), filepath.Join(dir, "fresh")
	if err := os.WriteFile(old, []byte("a much longer text"), 0o640); err != nil {
		t.Fatal(err)
	}
	reference := filepath.Join(dir, "reference")
	if err := os.WriteFile(reference, nil, 0o666); err != nil { // less the umask
		t.Fatal(err)
	}
	for path, like := range map[string]string{old: old, fresh: reference} {
		before, err := os.Stat(like)
		if err != nil {
			t.Fatal(err)
		}
		if err := replaceFile(path, []byte("new")); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != "new" {
			t.Errorf("%s is %q, %v", path, got, err)
		}
		after, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if after.Mode() != before.Mode() {
			t.Errorf("%s has mode %v, want %v", path, after.Mode(), before.Mode())
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("the folder holds %v, %v, want the three files", entries, err)
	}
}

// TestReplaceFileFails: where no file can be made, none is touched.
func TestReplaceFileFails(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("permissions do not hold here")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if err := replaceFile(path, []byte("new")); err == nil {
		t.Error("a file was written into a folder that is read-only")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("after a failure the file is %q, %v, want it as it was", got, err)
	}
}
