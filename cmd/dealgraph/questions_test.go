package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// claims are the lines of the README's table of what is said about the boom.
func claims(t *testing.T) (out [][2]string) {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "| it is said | ask |\n| --- | --- |\n")
	if !ok {
		t.Fatal("the README has no table of what is said")
	}
	for line := range strings.Lines(table) {
		said, ask, ok := strings.Cut(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !ok {
			break
		}
		out = append(out, [2]string{strings.TrimSpace(said), strings.TrimSpace(ask)})
	}
	return out
}

// Every claim has a command that answers it on the reference ledger, or a sentence that says which fact is missing.
func TestClaims(t *testing.T) {
	known := map[string]bool{}
	for _, g := range commands(streams{env: os.Getenv}) {
		for _, c := range g.commands {
			known[c.Name()] = true
		}
	}
	code := regexp.MustCompile("`([^`]+)`")
	list := claims(t)
	if len(list) != 44 {
		t.Errorf("%d claims, want the 44 there were", len(list))
	}
	seen := map[string]bool{}
	for _, c := range list {
		said, ask := c[0], c[1]
		if seen[said] {
			t.Errorf("%q stands twice", said)
		}
		seen[said] = true
		asked := 0
		for _, m := range code.FindAllStringSubmatch(ask, -1) {
			args := words(m[1])
			if !known[args[0]] || strings.HasPrefix(m[1], "circularity --where") { // the name of a fact, or what one could ask
				continue
			}
			asked++
			if !strings.Contains(m[1], " -l ") {
				args = append(args, "-l", "example:ai")
			}
			t.Run(m[1], func(t *testing.T) {
				var out strings.Builder
				t.Chdir("../..")
				code := run(t.Context(), streams{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }}, args)
				if code != 0 || !strings.Contains(out.String(), "ledger=sha256:") {
					t.Errorf("%s\nexit code %d:\n%s", said, code, out.String())
				}
			})
		}
		if asked == 0 && !strings.Contains(ask, "Not on record: ") {
			t.Errorf("%q has no command, and no word on what is missing", said)
		}
	}
}

// words are the arguments of a command line, in which single quotes keep words together.
func words(line string) (out []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}
