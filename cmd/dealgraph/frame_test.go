package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// probe is the outside world of a test.
type probe struct {
	streams
	stdout, stderr *bytes.Buffer
}

func newProbe(env map[string]string) probe {
	p := probe{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
	p.streams = streams{in: strings.NewReader(""), out: p.stdout, err: p.stderr, env: func(k string) string { return env[k] }}
	return p
}

// execute runs args with one more command, made by add.
func (p probe) execute(t *testing.T, add *cobra.Command, args ...string) error {
	t.Helper()
	root := newRoot(p.streams)
	complain(add)
	root.AddCommand(add)
	root.SetArgs(args)
	return root.ExecuteContext(t.Context())
}

func TestRunExitCode(t *testing.T) {
	tests := []struct {
		args string
		want int
	}{
		{"", exitDone},
		{"--help", exitDone},
		{"help version", exitDone},
		{"version", exitDone},
		{"version --format json", exitDone},
		{"completion bash", exitDone},
		{"vresion", exitUsage},
		{"-l x vresion", exitUsage},
		{"help vresion", exitUsage},
		{"completion x", exitUsage},
		{"completion bash x", exitUsage},
		{"version x", exitUsage},
		{"version --nope", exitUsage},
		{"version --format jsn", exitUsage},
		{"version -o x.pdf", exitUsage},
		{"version -o no/such/folder.json", exitFailed},
	}
	for _, tt := range tests {
		p := newProbe(nil)
		got := run(t.Context(), p.streams, strings.Fields(tt.args))
		if got != tt.want {
			t.Errorf("dealgraph %s: exit code %d, want %d\n%s", tt.args, got, tt.want, p.stderr)
		}
		if ok := tt.want == exitDone; ok != (p.stderr.Len() == 0) || ok != (p.stdout.Len() > 0) {
			t.Errorf("dealgraph %s: stdout %q, stderr %q", tt.args, p.stdout, p.stderr)
		}
	}
}

func TestPrintError(t *testing.T) {
	tests := []struct {
		name string
		err  error
		code int
		want string
	}{
		{"plain", errors.New("disk full"), exitFailed, "dealgraph: disk full\n"},
		{"usage", fmt.Errorf("map: %w", usagef("no such party")), exitUsage,
			"dealgraph: map: no such party\nRun 'dealgraph map --help' for usage.\n"},
		{"findings", fmt.Errorf("check: %w", errFindings), exitFindings, ""},
		{"interrupted", fmt.Errorf("search: %w", context.Canceled), exitFailed, "dealgraph: interrupted\n"},
		{"several", fmt.Errorf("read: %w", errors.Join(errors.New("a.csv:1:2: bad"), errors.New("a.csv:9:1: worse\n\tx\n\t^"))),
			exitFailed, "a.csv:1:2: bad\na.csv:9:1: worse\n\tx\n\t^\n"},
		{"hostile", errors.New("party \x1b[2J\u202e is not known"), exitFailed, `dealgraph: party \x1b[2J\u202e is not known` + "\n"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		printError(&b, tt.err, "dealgraph map")
		if diff := cmp.Diff(tt.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if got := exitCode(tt.err); got != tt.code {
			t.Errorf("%s: exit code %d, want %d", tt.name, got, tt.code)
		}
	}
}

func TestGlobals(t *testing.T) {
	tests := []struct {
		args   string
		env    map[string]string
		ledger string
		color  bool
	}{
		{"probe", nil, "ledger", false},
		{"probe", map[string]string{"DEALGRAPH_LEDGER": "env.csv"}, "env.csv", false},
		{"probe -l flag.csv", map[string]string{"DEALGRAPH_LEDGER": "env.csv"}, "flag.csv", false},
		{"-l ledger probe", map[string]string{"DEALGRAPH_LEDGER": "env.csv"}, "ledger", false},
		{"probe --ledger - --color always", nil, "-", true},
	}
	for _, tt := range tests {
		p := newProbe(tt.env)
		var got global
		cmd := &cobra.Command{Use: "probe", RunE: func(cmd *cobra.Command, _ []string) error {
			got = globals(cmd, p.streams)
			return nil
		}}
		if err := p.execute(t, cmd, strings.Fields(tt.args)...); err != nil {
			t.Errorf("%s: %v", tt.args, err)
		}
		if got.ledger != tt.ledger || got.outColor != tt.color || got.errColor != tt.color {
			t.Errorf("%s with %v: ledger %q, colour %t and %t, want %q and %t",
				tt.args, tt.env, got.ledger, got.outColor, got.errColor, tt.ledger, tt.color)
		}
	}
}

func TestUseColor(t *testing.T) {
	tests := []struct {
		mode string
		tty  bool
		env  map[string]string
		want bool
	}{
		{"auto", true, nil, true},
		{"auto", false, nil, false},
		{"auto", true, map[string]string{"NO_COLOR": "1"}, false},
		{"auto", true, map[string]string{"NO_COLOR": ""}, true},
		{"auto", true, map[string]string{"TERM": "dumb"}, false},
		{"always", false, map[string]string{"NO_COLOR": "1"}, true},
		{"never", true, nil, false},
	}
	for _, tt := range tests {
		got := useColor(tt.mode, tt.tty, func(k string) string { return tt.env[k] })
		if got != tt.want {
			t.Errorf("useColor(%s, %t, %v) = %t, want %t", tt.mode, tt.tty, tt.env, got, tt.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"check", "cycles", "circularity", "list", "map", "show", "shock", "exposure"}
	tests := []struct {
		word string
		want []string
	}{
		{"cycels", []string{"cycles"}},           // a swap is two edits
		{"Cycles", []string{"cycles"}},           // case is no edit
		{"circ", []string{"circularity"}},        // an abbreviation
		{"sho", []string{"shock", "show"}},       // show is one edit, shock an abbreviation
		{"chek", []string{"check"}},              // one edit
		{"ls", []string{"list"}},                 // two of four letters
		{"exposrue", []string{"exposure"}},       // 8/3 = 2 edits
		{"xyz", []string{}},                      // map is three edits away: all of it
		{"circulation", []string{"circularity"}}, // 3 edits away, 11/3 = 3
		{"circulates", []string{}},               // 4 edits away, 10/3 = 3
		{"circularita", []string{"circularity"}},
		{"", []string{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, append([]string{}, suggest(tt.word, known)...)); diff != "" {
			t.Errorf("suggest(%q) (-want +got):\n%s", tt.word, diff)
		}
	}
	if got, want := didYouMean("sho", known, "--%s"), " (did you mean --shock or --show?)"; got != want {
		t.Errorf("didYouMean = %q, want %q", got, want)
	}
}
