package note

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// golden is a note written by hand before and after a refresh, and frozen. The checksums were made with sha256sum.
type golden struct {
	format                Format
	before, after, frozen string
	contents              [][2]string
}

func goldens(t testing.TB) []golden {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) != len(Formats()) {
		t.Fatalf("%d golden notes for %d formats: %v", len(files), len(Formats()), err)
	}
	var all []golden
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		part := map[string]string{}
		for _, f := range a.Files {
			part[f.Name] = string(f.Data)
		}
		g := golden{Format(strings.TrimSuffix(filepath.Base(file), ".txtar")), part["before"], part["after"], part["frozen"], nil}
		for line := range strings.Lines(part["contents"]) {
			id, content, _ := strings.Cut(strings.TrimSpace(line), " = ")
			content = strings.ReplaceAll(content, `\n`, "\n")
			g.contents = append(g.contents, [2]string{id, strings.ReplaceAll(content, "TABLE", part["table"])})
		}
		all = append(all, g)
	}
	return all
}

var stamp = Stamp{Ledger: "3f9a12"}

// refreshed gives every slot of a note its new content, overwriting those marked with ! even if they were edited by hand.
func (g golden) refreshed(t testing.TB, before string) *Note {
	t.Helper()
	n, err := Scan("note", []byte(before), g.format)
	if err != nil {
		t.Fatalf("%s: %v", g.format, err)
	}
	if len(n.Slots) != len(g.contents) {
		t.Fatalf("%s: %d slots, want %d", g.format, len(n.Slots), len(g.contents))
	}
	for _, c := range g.contents {
		content, force := strings.CutSuffix(strings.TrimRight(c[1], "\n"), "!")
		content, replace := strings.TrimRight(content, "\n"), n.Replace
		if force {
			replace = n.Overwrite
		}
		if err := replace(c[0], content, stamp); err != nil {
			t.Fatalf("%s: %v", g.format, err)
		}
	}
	return n
}

func bytesOf(t testing.TB, n *Note) string {
	t.Helper()
	b, err := n.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestGolden(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(string(g.format), func(t *testing.T) {
			n := g.refreshed(t, g.before)
			if d := cmp.Diff(g.after, bytesOf(t, n)); d != "" {
				t.Errorf("refreshed (-want +got):\n%s", d)
			}
			frozen, err := n.Freeze()
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(g.frozen, string(frozen)); d != "" {
				t.Errorf("frozen before it is written (-want +got):\n%s", d)
			}
			again := g.refreshed(t, g.after)
			if d := cmp.Diff(g.after, bytesOf(t, again)); d != "" || again.Changed() {
				t.Errorf("a second refresh changes (-want +got):\n%s", d)
			}
			for _, s := range again.Slots {
				if s.EditedByHand || s.Ledger != stamp.Ledger || s.Version != Version {
					t.Errorf("what was just written reads as %+v", s)
				}
			}
			read, _ := Scan("note", []byte(g.after), g.format)
			if frozen, err := read.Freeze(); err != nil || string(frozen) != g.frozen {
				t.Errorf("frozen after it is written: %v\n%s", err, cmp.Diff(g.frozen, string(frozen)))
			}
		})
	}
}

// With CR LF, with CR, with a byte order mark and without a last line end a note is refreshed and frozen to the same, spelled so.
func TestGoldenLineEnds(t *testing.T) {
	spellings := map[string]func(string) string{
		"crlf":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"cr":       func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
		"bom":      func(s string) string { return "\xef\xbb\xbf" + s },
		"bom-crlf": func(s string) string { return "\xef\xbb\xbf" + strings.ReplaceAll(s, "\n", "\r\n") },
		"no-final": func(s string) string { return strings.TrimSuffix(s, "\n") },
	}
	for _, g := range goldens(t) {
		for name, spelled := range spellings {
			t.Run(string(g.format)+"/"+name, func(t *testing.T) {
				n := g.refreshed(t, spelled(g.before))
				if d := cmp.Diff(spelled(g.after), bytesOf(t, n)); d != "" {
					t.Errorf("refreshed (-want +got):\n%s", d)
				}
				frozen, err := n.Freeze()
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(spelled(g.frozen), string(frozen)); d != "" {
					t.Errorf("frozen (-want +got):\n%s", d)
				}
			})
		}
	}
}
