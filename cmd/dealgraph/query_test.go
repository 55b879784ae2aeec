package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func testAsker(t *testing.T) *asker {
	t.Helper()
	a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: "example:ai"}.newAsker()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestShellWords(t *testing.T) {
	for line, want := range map[string][]string{
		`a b  c`:                        {"a", "b", "c"},
		`list --where 'kind == "loan"'`: {"list", "--where", `kind == "loan"`},
		`x --a="b c" ''`:                {"x", "--a=b c", ""},
		"":                              nil,
	} {
		got, err := shellWords(line)
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%q: %v (-want +got):\n%s", line, err, d)
		}
	}
	if _, err := shellWords("list 'open"); err == nil {
		t.Error("a quote that is not closed: no error")
	}
}

// A query is asked once, says what the command says, and a second ledger is not read.
func TestAsk(t *testing.T) {
	a := testAsker(t)
	first, err := a.ask(t.Context(), "circularity  --basis signed")
	if err != nil || first.Err != nil || len(first.Reports) != 1 || first.Reports[0].Command != "circularity" {
		t.Fatalf("%v, %+v", err, first)
	}
	if again, _ := a.ask(t.Context(), "circularity --basis signed"); again != first {
		t.Error("the same query was asked twice")
	}
	if !strings.Contains(first.Reports[0].Stamp, "basis=signed") {
		t.Errorf("stamp: %s", first.Reports[0].Stamp)
	}
	bad, err := a.ask(t.Context(), "exposure nobody")
	if err != nil || bad.Err == nil {
		t.Errorf("a party that is not there: %v, %v", err, bad.Err)
	}
	svg, err := a.picture(t.Context(), "chart schedule openai", "svg")
	if err != nil || !strings.Contains(string(svg), "<svg") {
		t.Errorf("picture: %v", err)
	}
	if _, err := a.picture(t.Context(), "circularity", "svg"); err == nil {
		t.Error("circularity alone draws nothing: no error")
	}
}

// What reads or writes a file, or is no answer, is no query.
func TestQueryRefuses(t *testing.T) {
	a := testAsker(t)
	for _, line := range []string{
		"", "fmt", "init", "import x.xlsx", "export -o x", "list -o x", "list --output=x", "list --ledger /etc/passwd", "list -l x", "shock openai --assumptions /etc/passwd",
		"chart cycles --saved x.json", "map --layout-from x.svg", "map --highlight shock:x.json", "map --highlight=shock:x.json", "list 'open", "check", "explain x", "note refresh x", "lists",
		"list --format json", "completion bash", "help", "cone openai --workers 3",
		"map --font x", "chart cone openai --font=x", "list --", "exposure -- openai", "chart", "chart --title x cone openai", "chart nothing",
	} {
		if _, err := a.ask(t.Context(), line); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a query wrote a file")
	}
}

// No flag that names a file is one that a query can have, whatever commands learn.
func TestQueryHasNoFileFlags(t *testing.T) {
	root := newRoot(streams{env: func(string) string { return "" }})
	found := 0
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if strings.Contains(f.Usage, "`FILE`") || strings.Contains(f.Usage, "`PATH`") {
				found++
				if _, err := queryArgs("list --" + f.Name + "=x"); err == nil {
					t.Errorf("%s --%s: %s", c.CommandPath(), f.Name, f.Usage)
				}
			}
		})
		for _, sub := range c.Commands() {
			look(sub)
		}
	}
	for _, name := range queryCommands {
		look(child(root, name))
	}
	if found < len(queryCommands) { // each has -o
		t.Errorf("only %d flags that name a file were found", found)
	}
}

// A flag at the end that wants a value says so, and takes none of our own flags for it.
func TestQueryFlagWithoutValue(t *testing.T) {
	a := testAsker(t)
	answer, err := a.ask(t.Context(), "exposure openai --as-of")
	if err != nil || answer.Err == nil || answer.Err.Error() != "--as-of needs a value" {
		t.Errorf("%v, %v", err, answer.Err)
	}
	if _, err := a.picture(t.Context(), "map --title", "svg"); err == nil || err.Error() != "--title needs a value" {
		t.Errorf("a picture: %v", err)
	}
}

// What does not heed the end of its time is left behind, and what does says what it found out.
func TestInTime(t *testing.T) {
	cause := errors.New("too slow")
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Millisecond, cause)
	defer cancel()
	stuck := make(chan struct{})
	defer close(stuck)
	if got, err := inTime(ctx, func() (int, error) { <-stuck; return 1, nil }); err != cause || got != 0 {
		t.Errorf("stuck: %d, %v", got, err)
	}
	if got, err := inTime(ctx, func() (int, error) { <-ctx.Done(); return 7, io.EOF }); err != io.EOF || got != 7 {
		t.Errorf("one that heeds: %d, %v", got, err)
	}
	if got, err := inTime(t.Context(), func() (int, error) { return 2, nil }); err != nil || got != 2 {
		t.Errorf("one that is quick: %d, %v", got, err)
	}
}

// A query that takes too long has no answer, rather than the one so far.
func TestAskSlow(t *testing.T) {
	a := testAsker(t)
	a.limit = time.Nanosecond
	answer, err := a.ask(t.Context(), "cycles --basis headline")
	if err != nil || answer.Err != errSlow {
		t.Errorf("%v, %v", err, answer.Err)
	}
}

// A query that is interrupted has no answer, and is asked anew in the next run.
func TestAskStopped(t *testing.T) {
	a := testAsker(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	answer, err := a.ask(ctx, "cycles --basis headline")
	if err != nil || !errors.Is(answer.Err, context.Canceled) && (answer.Err == nil || !strings.Contains(answer.Err.Error(), "interrupt")) {
		t.Errorf("%v, %v", err, answer.Err)
	}
}
