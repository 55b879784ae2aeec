package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"dealgraph/render/note"

	"github.com/google/go-cmp/cmp"
)

// A figure lies where its marker says, in the folder of the note and nowhere else.
func TestNoteFigureFile(t *testing.T) {
	for marker, want := range map[string][]string{
		``:                                      {"fig/ring.svg"},
		`format=png`:                            {"fig/ring.png"},
		`format="png svg"`:                      {"fig/ring.png", "fig/ring.svg"},
		`file=img/a.b.svg`:                      {"img/a.b.svg"},
		`file=ring.png`:                         {"ring.png"},
		`file=x/ring.svg format="svg png"`:      {"x/ring.svg", "x/ring.png"},
		`file=x/ring.svg format=png`:            {"x/ring.svg", "x/ring.png"},
		`file=.git/ring.svg`:                    nil,
		`file=img/.ring.svg`:                    nil,
		`file=NUL.svg`:                          nil,
		`file=con/ring.svg`:                     nil,
		`file="a b.svg"`:                        nil,
		`file=a}^^5cx{b.svg`:                    nil,
		`file=a%b.svg`:                          nil,
		`file="a]] x [[b.svg"`:                  nil,
		`file=../ring.svg`:                      nil,
		`file=/ring.svg`:                        nil,
		`file=a/../../ring.svg`:                 nil,
		`file=a\ring.svg`:                       nil,
		`file=C:ring.svg`:                       nil,
		`file=.svg`:                             nil,
		`file=ring`:                             nil,
		`file=ring.txt`:                         nil,
		`file=ring.md format=svg`:               nil,
		`file=ring.svg format=gif`:              nil,
		`file=./ring.svg`:                       nil,
		"file=\"x\x00.svg\"":                    nil,
		`file=link/ring.svg`:                    nil,
		`file=deep/down/in/the/folder/ring.svg`: {"deep/down/in/the/folder/ring.svg"},
		`file="img-2/größe_a.svg" alt="A ring"`: {"img-2/größe_a.svg"},
	} {
		t.Run(marker, func(t *testing.T) {
			noteRoom(t)
			outside := t.TempDir()
			if err := os.Symlink(outside, "link"); err != nil {
				t.Skip("no symbolic links here")
			}
			writeNote(t, "n.md", "<!-- dealgraph:begin id=ring q=\"chart cycles\" "+marker+" -->\n<!-- dealgraph:end id=ring -->\n")
			code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
			if want == nil {
				left, err := os.ReadDir(outside)
				if code != 1 || !strings.HasPrefix(errs, "n.md:1:") || err != nil || len(left) > 0 {
					t.Errorf("code %d, %d files outside, err %q", code, len(left), errs)
				}
				return
			}
			if code != 0 {
				t.Fatal(errs)
			}
			for _, name := range want {
				if info, err := os.Stat(name); err != nil || info.Size() == 0 {
					t.Errorf("%s: %v", name, err)
				}
			}
			if code, out, _ := command(t, "note", "check", "n.md", "-l", "deals.csv"); code != 0 || !strings.Contains(out, "1 place in 1 note: all true") {
				t.Errorf("check: %d, %s", code, out)
			}
		})
	}
}

// Two slots never draw into one file.
func TestNoteFigureFileTwice(t *testing.T) {
	noteRoom(t)
	writeNote(t, "n.md", "<!-- dealgraph:begin id=a q=\"chart cycles\" -->\n<!-- dealgraph:end id=a -->\n\n<!-- dealgraph:begin id=b q=map file=fig/a.svg -->\n<!-- dealgraph:end id=b -->\n")
	code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || !strings.HasPrefix(errs, "n.md:4:1: b: fig/a.svg is the figure of a: give this one another file") {
		t.Errorf("code %d, err %q", code, errs)
	}
}

// A comment names the ledger of a note in Markdown that has no front matter; what stands in code is an example.
func TestNoteLedgerComment(t *testing.T) {
	for text, want := range map[string]bool{
		"<!-- dealgraph-ledger: deals.csv -->\n# A note\n\nOf all @\n":            true,
		"# A note\n\n<!--dealgraph-ledger: deals.csv-->\n\nOf all @\n":            true,
		"\ufeff<!-- dealgraph-ledger: deals.csv -->\r\n\r\nOf all @\r\n":          true,
		"---\ntitle: x\n---\n<!-- dealgraph-ledger: deals.csv -->\nOf all @\n":    true,
		"%% dealgraph-ledger: deals.csv %%\n\nOf all @\n":                         true,
		"```\n<!-- dealgraph-ledger: deals.csv -->\n```\n\nOf all @\n":            false,
		"Write `<!-- dealgraph-ledger: deals.csv -->` into a note.\n\nOf all @\n": false,
	} {
		noteRoom(t)
		writeNote(t, "n.md", strings.ReplaceAll(text, "@", `<!--dealgraph id=a q="circularity -basis signed" get="bases[0].circulated" fmt=bn-->$12.0bn<!--/dealgraph-->`))
		code, _, errs := command(t, "note", "refresh", "n.md")
		if got := code == 0; got != want {
			t.Errorf("%q: code %d, %s", text, code, errs)
		}
	}
}

// What lies where a figure is to be is told in plain words, and never waited for.
func TestNoteFigureInTheWay(t *testing.T) {
	for name, tt := range map[string]struct {
		put  func() error
		want string
	}{
		"a folder":           {func() error { return os.MkdirAll("fig/m.svg", 0o777) }, "figure fig/m.svg: it is there, and is no file"},
		"a file as a folder": {func() error { return os.WriteFile("fig", nil, 0o666) }, "figure fig/m.svg: not a directory"},
		"a link out":         {func() error { return errors.Join(os.Mkdir("fig", 0o777), os.Symlink(os.TempDir(), "fig/m.svg")) }, "figure fig/m.svg: the path leads out of the folder of the note"},
		"a folder out":       {func() error { return os.Symlink(os.TempDir(), "fig") }, "figure fig/m.svg: the path leads out of the folder of the note"},
		"a pipe":             {func() error { return errors.Join(os.Mkdir("fig", 0o777), exec.Command("mkfifo", "fig/m.svg").Run()) }, "figure fig/m.svg: it is there, and is no file"},
	} {
		t.Run(name, func(t *testing.T) {
			noteRoom(t)
			if err := tt.put(); err != nil {
				t.Skip("not here:", err)
			}
			writeNote(t, "n.md", "<!-- dealgraph:begin id=m q=\"chart circularity\" -->\n<!-- dealgraph:end id=m -->\n")
			for _, force := range []string{"--force=false", "--force"} {
				code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv", force)
				if code != 1 || !strings.HasPrefix(errs, "n.md:1:1: m: "+tt.want+"\n") || !strings.Contains(out, "1 figure stays as it was") {
					t.Errorf("%s: code %d, out %q, err %q", force, code, out, errs)
				}
			}
			if code, out, _ := command(t, "note", "check", "n.md", "-l", "deals.csv"); code != 3 || !strings.Contains(out, tt.want+" [figure-edited]") {
				t.Errorf("check: code %d, out %q", code, out)
			}
		})
	}
}

// A label is of one source alone, though the hashes of two addresses begin with the same four digits, and the first title that a source has is the one.
func TestCitationsAlike(t *testing.T) {
	t.Chdir(t.TempDir())
	writeNote(t, "deals.yaml", `deals:
  - {id: a, from: x, to: y, kind: loan, amount: $1B, status: signed 2026, source: {url: "https://example.org/20", title: First}}
  - {id: b, from: x, to: y, kind: loan, amount: $1B, status: signed 2026, source: {url: "https://example.org/20", title: Second, date: 2026-01-02, tier: press}}
  - {id: c, from: x, to: y, kind: loan, amount: $1B, status: signed 2026, source: "https://example.org/94"}
`)
	a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: "deals.yaml"}.newAsker()
	if err != nil {
		t.Fatal(err)
	}
	c, err := newCitations(a.shared, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	want := []note.Footnote{
		{Label: "example-750c", Text: "[First](https://example.org/20), example.org, 2 January 2026. Source: press that names its source."},
		{Label: "example-750ce1e1", Text: "[example.org](https://example.org/94)."},
	}
	if d := cmp.Diff(want, c.list); d != "" {
		t.Error(d)
	}
}
