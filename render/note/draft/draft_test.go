package draft

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/note"

	"github.com/google/go-cmp/cmp"
)

// functions are stand-ins that say what they were called with.
func functions(t *testing.T) map[string]any {
	t.Helper()
	out := map[string]any{}
	for _, f := range Functions() {
		out[f.Name] = func(args ...any) (string, error) { return f.Name + fmt.Sprint(args), nil }
	}
	out["fail"] = func() (string, error) { return "", errors.New("it is not so") }
	return out
}

func TestWrite(t *testing.T) {
	got, err := Write("t", "{{- /* why */ -}}\n\n# {{name}}\r\n\n\n\n{{query \"list\" \"rows=3\"}}\n{{if false}}x{{end}}\n\n\n", functions(t))
	if d := cmp.Diff("# name[]\n\nquery[list rows=3]\n", string(got)); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

// Every error names the place in the template, says what is wrong in our words, and has no word of Go's.
func TestErrors(t *testing.T) {
	for source, want := range map[string]string{
		"# a\n\n{{fail}}":                            "t:3:3: it is not so",
		"a {{quary 1}}":                              "t:1:5: there is no function \"quary\" (did you mean query?)",
		"a\n{{xyzzyq}}":                              "t:2:3: there is no function \"xyzzyq\" (there are query, table, ",
		"{{if true}}":                                "t:1:1: unexpected EOF",
		"a\nb {{query \"x\"\n\n":                     "t:2:3: the {{ that begins here is never closed by }}",
		"{{/* nothing */}}\n":                        "t: the template writes nothing",
		"a {{printf .Foo}}":                          "t:1:12: there is no .Foo: a template has no data (call functions, as {{name}})",
		"x {{asof | len | fail 1}}":                  "t:1:18: the number of arguments of fail is 2 here",
		"{{range 100000000}}0123456789abcdef{{end}}": "t: the draft would have more than 8 MB",
		strings.Repeat("x", MaxSource+1):             "t: a template has at most 1024 KB",
	} {
		_, err := Write("t", source, functions(t))
		var list note.Errors
		if !errors.As(err, &list) || len(list) != 1 || !strings.HasPrefix(list[0].Error(), want) {
			t.Errorf("%.40q: %v, want %s", source, err, want)
		}
	}
}

// The templates that come with the program call what is listed, blocks alone on their lines, and say who they are for.
func TestTemplates(t *testing.T) {
	call := regexp.MustCompile(`\{\{-? *([A-Za-z]+)`)
	words := []string{"if", "else", "end", "with", "range"}
	for _, one := range Templates() {
		source, ok := Source(one.Name)
		if !ok || one.Meaning == "" {
			t.Errorf("%s: not there", one.Name)
		}
		called := map[string]bool{}
		for number, line := range strings.Split(source, "\n") {
			for _, m := range call.FindAllStringSubmatch(line, -1) {
				f, ok := function(m[1])
				if !ok && !slices.Contains(words, m[1]) {
					t.Errorf("%s:%d calls %s, which is not listed", one.Name, number+1, m[1])
				}
				called[m[1]] = true
				if rest := regexp.MustCompile(`\{\{-? *(?:if|else|end)[^{}]*\}\}`).ReplaceAllString(line, ""); f.Block && (!strings.HasPrefix(rest, "{{"+m[1]) || !strings.HasSuffix(rest, "}}") || strings.Count(rest, "{{") > 1) {
					t.Errorf("%s:%d: %s is not alone on its line", one.Name, number+1, m[1])
				}
			}
		}
		for _, needed := range []string{"table", "number", "figure", "caveats", "methods", "sources", "stamp"} {
			if !called[needed] {
				t.Errorf("%s has no %s", one.Name, needed)
			}
		}
	}
	if _, ok := Source("../draft"); ok {
		t.Error("a template that is not listed can be had")
	}
}

func FuzzWrite(f *testing.F) {
	for _, one := range Templates() {
		source, _ := Source(one.Name)
		f.Add(source)
	}
	f.Add("{{if}}{{template \"x\"}}{{define \"x\"}}{{template \"x\"}}{{end}}")
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Contains(source, "range") {
			t.Skip() // may take its time, up to MaxDraft
		}
		out, err := Write("t", source, functions(t))
		if err == nil && (len(out) == 0 || out[len(out)-1] != '\n') {
			t.Errorf("no line end: %q", out)
		}
	})
}
