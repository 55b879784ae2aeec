package check_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the messages and findings of testdata as they are now")

// archive is a file of testdata.
type archive struct {
	path string
	*txtar.Archive
}

func open(t *testing.T, path string) archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return archive{path, a}
}

func (a archive) file(name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	return &txtar.File{}
}

// want compares what was found with a file of the archive, or writes it there.
func (a archive) want(t *testing.T, name, got string) {
	t.Helper()
	f := a.file(name)
	if *update && f.Name != "" {
		f.Data = []byte(got)
		if err := os.WriteFile(a.path, txtar.Format(a.Archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(f.Data), got); diff != "" || got == "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// read reads a ledger of one file and gives its errors and warnings, one a line.
func read(t *testing.T, name string, data []byte) (*deals.Ledger, string) {
	t.Helper()
	l, said, _ := readAll(t, fstest.MapFS{name: {Data: data}})
	return l, said
}

// readAll reads a ledger and gives its errors and warnings, one a line, and the codes of them.
func readAll(t *testing.T, fsys fstest.MapFS) (l *deals.Ledger, said string, codes []string) {
	t.Helper()
	l, err := deals.ReadFS(fsys, "ledger")
	list := &deals.ErrorList{}
	if err != nil && !errors.As(err, &list) {
		t.Fatal(err)
	}
	for _, e := range append(slices.Clone(list.Errors), l.Warnings...) {
		codes = append(codes, e.Code)
	}
	var b strings.Builder
	for _, e := range list.Errors {
		b.WriteString(e.Error() + "\n")
	}
	for _, e := range l.Warnings {
		b.WriteString("warning: " + e.Error() + "\n")
	}
	return l, b.String(), codes
}

// part are the files of an archive that begin with a word: word.yaml, or word/deals.csv.
func (a archive) part(word string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, word+"/"); ok {
			fsys[name] = &fstest.MapFile{Data: f.Data}
		} else if strings.HasPrefix(f.Name, word+".") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// findings are what checks find in a ledger of one file that can be read, one a line.
func findings(t *testing.T, name string, data []byte, checks ...check.Check) string {
	t.Helper()
	l, wrong := read(t, name, data)
	if strings.Contains("\n"+wrong, "\n"+name) {
		t.Fatal(wrong)
	}
	var b strings.Builder
	for _, f := range check.Run(l, checks, view.Controlled(l)...) {
		if !slices.ContainsFunc(checks, func(c check.Check) bool { return c.Name == f.Check && c.Severity == f.Severity && f.Code == c.Name }) {
			t.Errorf("%v is not of a check that ran", f)
		}
		if f.Line == "" || f.Pos.Col > len(f.Line)+1 {
			t.Errorf("%v has no line, or no place in it", f)
		}
		word := string(f.Severity)
		if f.Accepted {
			word = "accepted " + word
		}
		b.WriteString(word + ": " + f.Error.Error() + "\n")
	}
	return b.String()
}

// only is the check that an archive is about. The acceptances are judged by what all checks find.
func only(c check.Check) []check.Check {
	if c.Name == "accepted" {
		return check.All()
	}
	return []check.Check{c}
}

// of keeps the lines that tell of an acceptance, for the check of these.
func of(c check.Check, found string) string {
	if c.Name != "accepted" {
		return found
	}
	var b strings.Builder
	for line := range strings.Lines(found) {
		if strings.Contains(line, "the tag ") || strings.HasPrefix(line, "accepted ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestGallery has an archive for each check: an example with the message it gives, and the example mended; bad.yaml, in
// which it finds what the file want says, and good.yaml, in which it finds nothing.
func TestGallery(t *testing.T) {
	names := stems(t, "testdata/*.txtar")
	for _, c := range check.All() {
		if !names[c.Name] {
			t.Errorf("check %s has no ledger in testdata", c.Name)
			continue
		}
		delete(names, c.Name)
		t.Run(c.Name, func(t *testing.T) {
			a := open(t, filepath.Join("testdata", c.Name+".txtar"))
			a.want(t, "message", of(c, findings(t, "example.yaml", a.file("example.yaml").Data, only(c)...)))
			a.want(t, "want", of(c, findings(t, "bad.yaml", a.file("bad.yaml").Data, only(c)...)))
			if got := of(c, findings(t, "mended.yaml", a.file("mended.yaml").Data, only(c)...)); got != "" || len(a.file("mended.yaml").Data) == 0 {
				t.Errorf("found in the mended example:\n%s", got)
			}
			for line := range strings.Lines(of(c, findings(t, "good.yaml", a.file("good.yaml").Data, only(c)...))) {
				if !strings.HasPrefix(line, "accepted ") {
					t.Errorf("found in the good ledger: %s", line)
				}
			}
		})
	}
	for name := range names {
		t.Errorf("testdata has a ledger for %s, which is no check", name)
	}
}

// noExample are the codes of which no small text can give an example.
var noExample = []string{"file", "size"}

// TestReadingGallery has an archive for each code of reading: an example, the messages it gives, and the example mended,
// about which reading has nothing to say.
func TestReadingGallery(t *testing.T) {
	names := stems(t, "testdata/reading/*.txtar")
	for _, c := range deals.Codes() {
		if !names[c.Name] {
			t.Errorf("code %s has no ledger in testdata/reading", c.Name)
			continue
		}
		delete(names, c.Name)
		t.Run(c.Name, func(t *testing.T) {
			a := open(t, filepath.Join("testdata/reading", c.Name+".txtar"))
			if slices.Contains(noExample, c.Name) {
				if len(a.Files) > 0 {
					t.Error("there is an example")
				}
				return
			}
			_, said, codes := readAll(t, a.part("example"))
			a.want(t, "message", said)
			if !slices.Contains(codes, c.Name) {
				t.Errorf("the example gives no message of the code %s:\n%s", c.Name, said)
			}
			mended := a.part("mended")
			if _, said, _ := readAll(t, mended); said != "" || len(mended) == 0 {
				t.Errorf("said about the mended example:\n%s", said)
			}
		})
	}
	for name := range names {
		t.Errorf("testdata/reading has a ledger for %s, which is no code", name)
	}
}

// stems are the names of the archives that match a pattern.
func stems(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	archives, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, path := range archives {
		names[strings.TrimSuffix(filepath.Base(path), ".txtar")] = true
	}
	return names
}

// Everything that can be found is explained: why it matters, with an example as it stands in the gallery.
func TestExplanations(t *testing.T) {
	all := check.Explanations()
	if len(all) != len(deals.Codes())+len(check.All()) {
		t.Errorf("%d explanations of %d codes and %d checks", len(all), len(deals.Codes()), len(check.All()))
	}
	if !slices.IsSortedFunc(all, func(a, b check.Explanation) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the explanations are not in the order of their names")
	}
	for _, e := range all {
		if e.Meaning == "" || len(e.Matters) < 40 || len(e.Severities) == 0 || e.Layer == check.Checking && e.Asks == "" {
			t.Errorf("the explanation of %s is not whole: %+v", e.Name, e)
		}
		if e.Layer == check.Reading && slices.Contains(noExample, e.Name) {
			continue
		}
		if len(e.Example) == 0 || len(e.Mended) != len(e.Example) || !strings.Contains(e.Message, e.Example[len(e.Example)-1].Name) {
			t.Errorf("the explanation of %s has no example: %+v", e.Name, e)
		}
	}
	both := check.Explain("within")
	if len(both) != 2 || both[0].Layer != check.Reading || both[1].Layer != check.Checking {
		t.Errorf("within is explained %d times, want reading and then the check", len(both))
	}
	if len(check.Explain("wihtin")) != 0 {
		t.Error("there is an explanation of what does not exist")
	}
}
