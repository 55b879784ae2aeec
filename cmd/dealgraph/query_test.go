package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	} {
		if _, err := a.ask(t.Context(), line); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a query wrote a file")
	}
}
