package deals_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var update = flag.Bool("update", false, "write the messages of testdata as they are now")

// ledgerOf makes a file system of the files of an archive, but for the file want.
func ledgerOf(a *txtar.Archive) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		if f.Name != "want" {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// messages are the errors and warnings of a reading, one a line.
func messages(l *deals.Ledger, err error) string {
	var b strings.Builder
	for _, e := range errorsOf(err) {
		b.WriteString(e.Error() + "\n")
	}
	if l != nil {
		for _, w := range l.Warnings {
			b.WriteString("warning: " + w.Error() + "\n")
		}
	}
	return b.String()
}

// errorsOf are the errors of a ledger that could be opened.
func errorsOf(err error) []*deals.Error {
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		return list.Errors
	}
	return nil
}

// asShown is a file as an editor shows it.
func asShown(data []byte) string {
	var e encoding.Encoding = charmap.Windows1252
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		e = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(data, []byte("\ufeff")):
		return string(data[len("\ufeff"):])
	case utf8.Valid(data):
		return string(data)
	}
	i := 0 // what is UTF-8 at the beginning is shown as such
	for i < len(data) && data[i] < utf8.RuneSelf {
		i++
	}
	if r, _ := utf8.DecodeRune(data[i:]); r != utf8.RuneError && i < len(data) && e == charmap.Windows1252 {
		return string(data)
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return string(data)
	}
	return string(text)
}

// checkPlaces checks what is true of every message: it names a file that is there and a place inside it, carries the text
// of its line, has a code, and begins in lower case.
func checkPlaces(t *testing.T, fsys fs.FS, list []*deals.Error) {
	t.Helper()
	for _, e := range list {
		data, err := fs.ReadFile(fsys, e.Pos.File)
		if err != nil && e.Code != "empty" && e.Code != "file" {
			t.Errorf("%v names no file of the ledger", e)
			continue
		}
		text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(asShown(data))
		lines := strings.Split(text, "\n")
		switch {
		case e.Code == "" || e.Msg == "" || strings.ContainsAny(e.Error(), "\r\n"):
			t.Errorf("%q has no code, no message or more than one line", e.Error())
		case strings.ToLower(e.Msg[:1]) != e.Msg[:1] && !strings.HasPrefix(e.Msg, "UTF-16") && !strings.Contains(e.Msg, " is priced in itself"):
			t.Errorf("%v does not begin in lower case", e)
		case e.Pos.Line == 0:
			if e.Code != "empty" && e.Code != "file" && e.Code != "size" {
				t.Errorf("%v has no line", e)
			}
		case e.Pos.Line > len(lines):
			t.Errorf("%v is in line %d of %d", e, e.Pos.Line, len(lines))
		case e.Code == "encoding":
		case lines[e.Pos.Line-1] != e.Line:
			t.Errorf("%v carries the line %q instead of %q", e, e.Line, lines[e.Pos.Line-1])
		case e.Pos.Col < 1 || e.Pos.Col > len(e.Line)+1:
			t.Errorf("%v is in column %d of %d", e, e.Pos.Col, len(e.Line))
		}
	}
	if !slices.IsSortedFunc(list, func(a, b *deals.Error) int {
		if a.Pos.File != b.Pos.File {
			return strings.Compare(a.Pos.File, b.Pos.File)
		}
		return a.Pos.Line - b.Pos.Line
	}) {
		t.Error("the messages are not in the order of their places")
	}
}

// TestGallery holds one small ledger for each message, and the text that a reader of it gets.
func TestGallery(t *testing.T) {
	archives, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no ledger in testdata/bad: ", err)
	}
	seen := map[string]string{}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys := ledgerOf(a)
			l, err := deals.ReadFS(fsys, "ledger")
			if l == nil {
				t.Fatal(err)
			}
			checkPlaces(t, fsys, errorsOf(err))
			checkPlaces(t, fsys, l.Warnings)
			got := messages(l, err)
			if got == "" {
				t.Error("nothing is wrong with this ledger")
			}
			if first := seen[got]; first != "" {
				t.Errorf("%s gives the same messages", first)
			}
			seen[got] = name
			i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" })
			if i < 0 {
				i, a.Files = len(a.Files), append(a.Files, txtar.File{Name: "want"})
			}
			if *update {
				a.Files[i].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(a.Files[i].Data), got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}
