package deals

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// Where comments stand before and after: one case for each place at which tools lose them.
func TestFormatKeepsComments(t *testing.T) {
	const before = `# The head of the file.
# Second line.

# About the deals.
deals:
    # About b.
    -   id: b # the newer one
        kind: compute # what
        # The payer.
        from: x
        to: y
        status: "signed 2025-02-01"
        amount: USD 10bn   # a lot
        note: >- # folded
          one
          two
        source: {url: https://example.com/a, title: "A: b", # in brackets
          tier: Press}
        # closes b
    # About a, before the dash.
    - kind: loan
      id: a

      amount: "?" # undisclosed
      status: loi 2025-01-01
      from: y
      to: x
      tags: [one, "two, three"]
      claims: # two
        # the first
        - {amount: "$1B", source: s}
        - amount: $2B # second
          source: "t"
    # closes the list
# between
parties: [] # none
# The end.
`
	const after = `# The head of the file.
# Second line.

# between
parties: [] # none

# About the deals.
deals:
  # About a, before the dash.
  - id: a
    from: y
    to: x
    kind: loan
    amount: "?" # undisclosed
    claims: # two
      # the first
      - amount: $1B
        source: s
      - amount: $2B # second
        source: t
    status: proposed 2025-01-01
    tags: [one, "two, three"]

  # About b.
  - id: b # the newer one
    # The payer.
    from: x
    to: y
    kind: compute # what
    amount: $10B # a lot
    status: signed 2025-02-01
    source:
      url: https://example.com/a
      title: "A: b" # in brackets
      tier: press
    note: one two # folded
    # closes b
  # closes the list

# The end.
`
	got, err := Format("l.yaml", []byte(before))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(after, string(got)); d != "" {
		t.Error(d)
	}
	again(t, "l.yaml", got)
}

func again(t *testing.T, name string, once []byte) {
	t.Helper()
	twice, err := Format(name, once)
	if err != nil {
		t.Fatalf("formatting a second time: %v\n%s", err, once)
	}
	if d := cmp.Diff(string(once), string(twice)); d != "" {
		t.Errorf("a second time changes:\n%s", d)
	}
}

// A table keeps more comments than are told of, and longer ones than a cell may be.
func TestFormatKeepsAllComments(t *testing.T) {
	long := "# " + strings.Repeat("long ", longestCell/4)
	many := strings.Repeat("# said again\n", maxAlike+301)
	got, err := Format("l.csv", []byte("from,to,kind,amount,status\n"+many+long+"\na,b,loan,$1B,signed 2025-01-01\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(got), "# said again\n"); n != maxAlike+301 || !strings.Contains(string(got), strings.TrimSpace(long)+"\n") {
		t.Errorf("%d comments of %d, %d bytes", n, maxAlike+301, len(got))
	}
}

// Every file of the galleries that can be read is formatted without loss, and stays as it is then.
func TestFormatGallery(t *testing.T) {
	formatted := 0
	for _, pattern := range []string{"testdata/bad/*.txtar", "check/testdata/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range archive.Files {
				if !isYAML(f.Name) && !isTable(f.Name) {
					continue
				}
				once, err := Format(f.Name, f.Data)
				if _, wrong := errors.AsType[*ErrorList](err); wrong || errors.Is(err, errNothing) {
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", file, err)
					continue
				}
				formatted++
				if strings.Count(string(once), "#") < strings.Count(string(f.Data), "#") && isYAML(f.Name) {
					t.Errorf("%s: a comment is gone:\n%s\n%s", file, f.Data, once)
				}
				again(t, f.Name, once)
			}
		}
	}
	if formatted < 20 {
		t.Errorf("%d files were formatted: the test sees little", formatted)
	}
}

// The reference ledger is formatted without loss.
func TestFormatReference(t *testing.T) {
	files, err := filepath.Glob("example/ai/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob("example/ai/deals/*.yaml")
	for _, f := range append(files, more...) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		once, err := Format(f, data)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		again(t, f, once)
	}
}
