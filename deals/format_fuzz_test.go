package deals

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/tools/txtar"
)

// FuzzFormat: whatever reads without an error is formatted without changing what it says; a second time changes nothing; in YAML
// no comment is lost or doubled.
func FuzzFormat(f *testing.F) {
	addGallery(f)
	for _, s := range []string{
		"# a\ndeals: # b\n  # c\n  - id: x # d\n    # e\n    from: a\n    to: b\n    kind: loan\n    amount: $1B\n    status: signed\n    # f\n  # g\n# h\n",
		"facts:\n- {metric: m, value: 'a: b # c', # x\n   period: 2025}\n",
		"parties: [{id: a, aliases: [b, 'c, d', \"e\\n\"]}] # z\n",
		"deals:\n- id: a\n  note: |\n    one\n\n    two # not a comment\n  from: x\n  to: y\n  kind: lease\n  amount: ~€5m\n  status: loi 2025; signed 2026\n",
		"facts:\n- metric: m\n  value: >\n    folded\n    text\n# end\n---\nfacts:\n- metric: n\n  value: 5\n",
	} {
		f.Add(true, []byte(s))
	}
	f.Fuzz(func(t *testing.T, yaml bool, data []byte) {
		name := "l.csv"
		if yaml {
			name = "l.yaml"
		}
		once, err := Format(name, data)
		if err != nil {
			if _, wrong := errors.AsType[*ErrorList](err); !wrong && !errors.Is(err, errNothing) {
				t.Fatalf("%v\n%q", err, data)
			}
			return
		}
		twice, err := Format(name, once)
		if err != nil {
			t.Fatalf("a second time: %v\n%s", err, once)
		}
		if string(once) != string(twice) {
			t.Fatalf("a second time changes\n%s\ninto\n%s", once, twice)
		}
		if yaml {
			if a, b := commentsIn(data), commentsIn(once); !slices.Equal(a, b) {
				t.Fatalf("comments %q become %q\n%s\n%s", a, b, data, once)
			}
		}
	})
}

// addGallery seeds a fuzz target with the ledger files of the galleries.
func addGallery(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.txtar", "check/testdata/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, one := range archive.Files {
				if isYAML(one.Name) || isTable(one.Name) {
					f.Add(isYAML(one.Name), one.Data)
				}
			}
		}
	}
}

func commentsIn(data []byte) []string {
	var out []string
	for _, t := range lexer.Tokenize(string(endLines(bytes.Clone(data)))) {
		if t.Type == token.CommentType {
			out = append(out, trimComment(t.Value))
		}
	}
	slices.Sort(out)
	return out
}
