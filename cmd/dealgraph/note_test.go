package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dealgraph/render/note"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// smallLedger has $10B from Alpha to Beta and $6B back, both signed: $12B of $16B can go round.
const smallLedger = "from,to,kind,amount,status,date,source\nAlpha,Beta,equity,$10B,signed,2026-01-10,https://example.org/round\nBeta,Alpha,purchase,$6B,signed,2026-02-01,https://example.com/order\n"

// aNumber is a place that is to have $12.0bn.
const aNumber = `<!--dealgraph id=%s q="circularity -basis signed" get="bases[0].circulated" fmt=bn--><!--/dealgraph-->`

// noteRoom is a folder with the small ledger in it, in which the test runs.
func noteRoom(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	writeNote(t, "deals.csv", smallLedger)
}

func writeNote(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readNote(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// command runs a command line and returns its exit code and what it wrote.
func command(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), streams{in: strings.NewReader(""), out: &o, err: &e, env: func(string) string { return "" }}, args)
	return code, o.String(), e.String()
}

// A refresh changes what is between markers and no other byte, whatever the file is like.
func TestNoteRefreshBytes(t *testing.T) {
	long := strings.Repeat("word ", 2000)
	for name, text := range map[string]string{
		"crlf":           "# A\r\n\r\nOf all @ go round.\r\n",
		"no final line":  "Of all @",
		"bom":            "\ufeffOf all @ go round.\n",
		"mixed ends":     "a\r\nb\nc\rOf all @ go round.\n\r\n",
		"table cell":     "| a | b |\n| - | - |\n| @ | x |\n",
		"list":           "1. one\n   - Of all @\n2. two\n",
		"quote":          "> > Of all @\n> > go round\n",
		"footnote":       "A.[^1]\n\n[^1]: Of all @ go round.\n",
		"not utf-8":      "\xfd\xfe caf\xe9\nOf all @\n\x00\n",
		"trailing space": "Of all @  \n\n\n\t\n",
		"beside code":    "```\n<!-- dealgraph:begin id=x q=y -->\n```\n\n    <!-- dealgraph:end id=z -->\n\n`<!--dealgraph-->` @\n",
		"a long line":    long + "@" + long,
		"front matter":   "---\na: <!--dealgraph id=x q=y-->\n---\n\nOf all @\n",
	} {
		t.Run(name, func(t *testing.T) {
			noteRoom(t)
			text := strings.ReplaceAll(text, "@", fmt.Sprintf(aNumber, "ründ"))
			writeNote(t, "n.md", text)
			if err := os.Chmod("n.md", 0o640); err != nil {
				t.Fatal(err)
			}
			if code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 || out != "n.md: 1 of 1 place changed\n" || errs != "" {
				t.Fatalf("code %d, out %q, err %q", code, out, errs)
			}
			got := readNote(t, "n.md")
			before, after, _ := strings.Cut(text, "--><!--/dealgraph-->")
			inside, ok := strings.CutPrefix(got, before+"-->")
			inside, ok2 := strings.CutSuffix(inside, after)
			if !ok || !ok2 || !strings.HasPrefix(inside, "$12.0bn<!--/dealgraph sum=") || !strings.HasSuffix(inside, "-->") {
				t.Errorf("got %q", got)
			}
			if info, err := os.Stat("n.md"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			if code, out, _ := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 || out != "n.md: 1 place, as it was\n" || readNote(t, "n.md") != got {
				t.Errorf("the second time: %d, %q", code, out)
			}
			left, err := filepath.Glob(".*")
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// What must not be touched is not, and the error says why, where, and what to do.
func TestNoteRefreshRefuses(t *testing.T) {
	one := fmt.Sprintf(aNumber, "a")
	filled := strings.Replace(one, "--><!--/dealgraph-->", "-->$11.0bn<!--/dealgraph sum="+note.Sum("$12.0bn")+" ledger=0-->", 1)
	for name, tt := range map[string]struct{ text, want string }{
		"two ids":        {one + " " + one + "\n", `n.md:1:117: the id "a" is already on line 1 (give it another)`},
		"end first":      {"<!-- dealgraph:end id=a -->\n\n<!-- dealgraph:begin id=a q=map -->\n", "n.md:1:1: "},
		"nested":         {"<!-- dealgraph:begin id=a q=cycles -->\n<!-- dealgraph:begin id=b q=cycles -->\n<!-- dealgraph:end id=b -->\n<!-- dealgraph:end id=a -->\n", "n.md:2:1: "},
		"not closed":     {"x\n\n<!-- dealgraph:begin id=a q=cycles -->\n", "n.md:3:1: "},
		"newer version":  {"<!-- dealgraph:begin id=a q=cycles -->\n\n<!-- dealgraph:end id=a sum=123456 ledger=0 v=9 -->\n", "newer"},
		"edited":         {filled + "\n", `n.md:1:1: a was edited by hand: it has "$11.0bn", the query gives "$12.0bn" (--force takes what the query gives)`},
		"failing query":  {strings.Replace(one, "circularity -basis signed", "exposure nobody", 1) + "\n", `n.md:1:1: a: party "nobody" is not in the ledger`},
		"no such field":  {strings.Replace(one, "circulated", "circulate", 1) + "\n", "there is no .circulate here (did you mean .circulated?)"},
		"no query":       {strings.Replace(one, "circularity", "import", 1) + "\n", `"import" is no command that a query can be`},
		"reads a file":   {strings.Replace(one, "-basis signed", "-ledger /etc/passwd", 1) + "\n", "a query has no --ledger"},
		"a file by name": {"<!-- dealgraph:begin id=../a q=map -->\n<!-- dealgraph:end id=../a -->\n", "n.md:1:"},
		"windows path":   {"<!-- dealgraph:begin id=\"C:\\\\x\" q=map -->\n<!-- dealgraph:end id=\"C:\\\\x\" -->\n", "n.md:1:"},
		"device":         {"<!-- dealgraph:begin id=CON q=map -->\n<!-- dealgraph:end id=CON -->\n", "n.md:1:"},
		"the stdin":      {"---\ndealgraph: {ledger: \"-\"}\n---\n" + one + "\n", "n.md names standard input as its ledger, which only -l can"},
		"front matter":   {"---\ndealgraph: {ledgr: x}\n---\n" + one + "\n", "n.md:1:1: the front matter has dealgraph: {ledgr: …}, which means nothing (only ledger is known)"},
		"utf-16":         {"\xff\xfe<\x00!\x00-\x00-\x00d\x00e\x00a\x00l\x00g\x00r\x00a\x00p\x00h\x00", "UTF-16"},
	} {
		t.Run(name, func(t *testing.T) {
			noteRoom(t)
			writeNote(t, "n.md", tt.text)
			args := []string{"note", "refresh", "n.md"}
			if !strings.HasPrefix(tt.text, "---") {
				args = append(args, "-l", "deals.csv")
			}
			code, _, errs := command(t, args...)
			if code != 1 || !strings.Contains(errs, tt.want) {
				t.Errorf("code %d, err %q, want %q in it", code, errs, tt.want)
			}
			for _, word := range []string{"map[", "interface", "*note.", "goroutine"} {
				if strings.Contains(errs, word) {
					t.Errorf("the message names what only programmers know: %q", errs)
				}
			}
			if got := readNote(t, "n.md"); got != tt.text {
				t.Errorf("the note was touched: %q", got)
			}
			if _, err := os.Stat("fig"); err == nil {
				t.Error("there is a folder fig")
			}
		})
	}
}

// One query that fails keeps what was there, and all others are answered.
func TestNoteRefreshPart(t *testing.T) {
	noteRoom(t)
	bad := `<!--dealgraph id=bad q="exposure nobody" get=x-->kept<!--/dealgraph-->`
	about := "\n<!-- dealgraph:begin id=c q=caveats -->\n\nThese are about all answers.\n\n<!-- dealgraph:end id=c -->\n"
	writeNote(t, "n.md", "A "+bad+" and "+fmt.Sprintf(aNumber, "a")+".\n"+about)
	code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || out != "n.md: 1 of 3 places changed, 2 places stay as they were\n" || !strings.Contains(errs, "n.md: c is about all answers, and stays as it was since not all are there\n") || !strings.HasPrefix(errs, "n.md:1:3: bad: party \"nobody\" is not in the ledger") {
		t.Errorf("code %d, out %q, err %q", code, out, errs)
	}
	if got := readNote(t, "n.md"); !strings.HasPrefix(got, "A "+bad+" and <!--dealgraph id=a ") || !strings.Contains(got, "-->$12.0bn<!--") || !strings.HasSuffix(got, about) {
		t.Errorf("got %q", got)
	}
}

// A read-only note is refused before its figures are drawn, also for who may write everything.
func TestNoteRefreshReadOnly(t *testing.T) {
	noteRoom(t)
	text := "<!-- dealgraph:begin id=m q=map -->\n<!-- dealgraph:end id=m -->\n"
	writeNote(t, "n.md", text)
	if err := os.Chmod("n.md", 0o444); err != nil {
		t.Fatal(err)
	}
	code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || errs != "dealgraph: n.md is read-only: nothing of it was refreshed\n" || readNote(t, "n.md") != text {
		t.Errorf("code %d, err %q", code, errs)
	}
	if _, err := os.Stat("fig"); err == nil {
		t.Error("figures were drawn")
	}
	if code, out, _ := command(t, "note", "refresh", "-n", "n.md", "-l", "deals.csv"); code != 0 || !strings.Contains(out, "+![") {
		t.Errorf("a dry run writes nothing and may look: %d, %q", code, out)
	}
}

// Figures stay in the folder of the note: a link that leads out of it is not followed, and what is no figure of ours is not written
// over.
func TestNoteFigures(t *testing.T) {
	noteRoom(t)
	outside := t.TempDir()
	writeNote(t, "n.md", "<!-- dealgraph:begin id=m q=\"chart circularity\" -->\n<!-- dealgraph:end id=m -->\n")
	if err := os.Symlink(outside, "fig"); err != nil {
		t.Skip("no links here:", err)
	}
	code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if list, _ := os.ReadDir(outside); code != 1 || !strings.Contains(errs, "fig/m.svg") || len(list) > 0 {
		t.Errorf("a link out of the folder: code %d, err %q, files %v", code, errs, list)
	}
	if err := os.Remove("fig"); err != nil {
		t.Fatal(err)
	}
	writeNote(t, "fig/m.svg", "<svg/>")
	code, _, errs = command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || !strings.Contains(errs, "the figure fig/m.svg was not drawn by dealgraph") || readNote(t, "fig/m.svg") != "<svg/>" {
		t.Errorf("somebody's figure: code %d, err %q", code, errs)
	}
	if code, _, errs = command(t, "note", "refresh", "n.md", "-l", "deals.csv", "--force"); code != 0 {
		t.Fatalf("--force: %d, %q", code, errs)
	}
	drawn := readNote(t, "fig/m.svg")
	writeNote(t, "fig/m.svg", strings.Replace(drawn, "<svg ", "<svg  ", 1))
	code, _, errs = command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || !strings.Contains(errs, "the figure fig/m.svg was edited since it was drawn") {
		t.Errorf("an edited figure: code %d, err %q", code, errs)
	}
	code, out, _ := command(t, "note", "check", "n.md", "-l", "deals.csv")
	if code != 3 || !strings.Contains(out, "[figure-edited]") {
		t.Errorf("check: %d, %q", code, out)
	}
	if err := os.Rename("fig/m.svg", "fig/m.1a2b3c.svg"); err != nil { // as a static site does
		t.Fatal(err)
	}
	code, out, _ = command(t, "note", "check", "n.md", "-l", "deals.csv")
	if code != 3 || !strings.Contains(out, "n.md:1:1: the figure fig/m.svg is not there [figure-missing]") {
		t.Errorf("check: %d, %q", code, out)
	}
	if code, out, _ = command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 || out != "n.md: 1 figure drawn\n" || readNote(t, "fig/m.svg") != drawn {
		t.Errorf("drawn anew: %d, %q", code, out)
	}
}

// Names from a ledger are data: they break no table, no marker and no sentence, and what is written is read back as it was meant.
func TestNoteHostileNames(t *testing.T) {
	for _, name := range []string{"A|B", "`x", "<!-- dealgraph:end id=b -->", "<!--/dealgraph-->", "<script>alert(1)</script>", "{{x}}", "]( javascript:x)", "x */}", "x%%", "$x$", "# x", "--> x", "\u202eevil", "[^1]: x", "``` x", "&amp;", "x\\"} {
		for _, f := range note.Formats() {
			t.Run(name+"/"+string(f), func(t *testing.T) {
				noteRoom(t)
				quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
				writeNote(t, "deals.csv", "from,to,kind,amount,status,date,source\n"+quoted+",Beta,equity,$10B,signed,2026-01-10,https://example.org/round\n")
				attributes := []note.Attribute{{Name: "id", Value: "a"}, {Name: "q", Value: "list"}, {Name: "get", Value: "result[0].deals[0].payer.name"}}
				begin, end, err := f.Inline(attributes...)
				if err != nil {
					t.Fatal(err)
				}
				b, e, err := f.Block(note.Attribute{Name: "id", Value: "b"}, note.Attribute{Name: "q", Value: "list"}, note.Attribute{Name: "fmt", Value: "sources=none"})
				if err != nil {
					t.Fatal(err)
				}
				text := "Of all " + begin + end + " go.\n\n" + b + "\n" + e + "\n\nEnd.\n"
				writeNote(t, "n.txt", text)
				code, _, errs := command(t, "note", "refresh", "n.txt", "-l", "deals.csv", "--markup", string(f))
				if code != 0 {
					t.Fatalf("code %d, err %q", code, errs)
				}
				n, err := note.Scan("n.txt", []byte(readNote(t, "n.txt")), f)
				if err != nil || len(n.Slots) != 2 {
					t.Fatalf("%v, %q", err, readNote(t, "n.txt"))
				}
				if code, out, errs := command(t, "note", "check", "n.txt", "-l", "deals.csv", "--markup", string(f)); code != 0 {
					t.Errorf("check: %d, %q, %q", code, out, errs)
				}
			})
		}
	}
}

// Several notes: each is refreshed, the summary counts them, and the exit code is the worst.
func TestNoteRefreshMany(t *testing.T) {
	noteRoom(t)
	writeNote(t, "a.md", fmt.Sprintf(aNumber, "a")+"\n")
	writeNote(t, "b.md", "nothing here\n")
	writeNote(t, "sub/c.md", "---\ndealgraph:\n  ledger: ../deals.csv\n---\n\nx "+fmt.Sprintf(aNumber, "a")+"\n")
	code, out, errs := command(t, "note", "refresh", "a.md", "b.md", "sub/c.md", "none.md", "-l", "deals.csv")
	want := "a.md: 1 of 1 place changed\nb.md: no place for an answer in it: see dealgraph note --help\nsub/c.md: 1 of 1 place changed\n4 notes: 2 changed, 1 as before, 1 with errors\n"
	if code != 1 || out != want || !strings.Contains(errs, "none.md") {
		t.Errorf("code %d, err %q, out (-want +got):\n%s", code, errs, cmp.Diff(want, out))
	}
	// Without -l the note in the folder below knows its ledger, and the other does not.
	code, out, errs = command(t, "note", "check", "a.md", "sub/c.md")
	if code != 1 || !strings.Contains(errs, "there is no ledger here") || !strings.Contains(out, "1 place in 1 note: all true") {
		t.Errorf("code %d, out %q, err %q", code, out, errs)
	}
}

// Whoever waits no longer is told at which place it stopped and which notes were not reached; nothing is written.
func TestNoteRefreshStopped(t *testing.T) {
	noteRoom(t)
	text := "x\n\n" + fmt.Sprintf(aNumber, "a") + "\n"
	writeNote(t, "a.md", text)
	writeNote(t, "b.md", text)
	ctx, cancel := context.WithCancel(t.Context())
	ledgers := newNoteLedgers(global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: "deals.csv"}, true)
	f, err := (&noteFlags{}).read("a.md")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := ledgers.work(ctx, f); err == nil || err.Error() != "a.md:3:1: a: stopped by an interrupt" {
		t.Errorf("the place: %v", err)
	}
	code, out, errs := command(t, "note", "refresh", "a.md", "b.md", "-l", "deals.csv", "--timeout", "1ns")
	if code != 1 || out != "2 notes: 1 with errors, 1 not reached\n" || !strings.Contains(errs, "stopped: the time was not enough (--timeout allows more)\n") || !strings.HasSuffix(errs, "dealgraph: not reached: b.md\n") {
		t.Errorf("code %d, out %q, err %q", code, out, errs)
	}
	if code, out, errs := command(t, "note", "check", "a.md", "-l", "deals.csv", "--timeout", "1ns"); code != 1 || out != "" || !strings.Contains(errs, "stopped: the time was not enough") {
		t.Errorf("check: code %d, out %q, err %q", code, out, errs)
	}
	if readNote(t, "a.md") != text || readNote(t, "b.md") != text {
		t.Error("a note was written")
	}
}

// The summary counts places and figures, and not the errors beside them.
func TestNoteRefreshSummary(t *testing.T) {
	noteRoom(t)
	writeNote(t, "n.md", "<!-- dealgraph:begin id=a q=list -->\n<!-- dealgraph:end id=a -->\n")
	code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if code != 1 || out != "n.md: 1 of 1 place changed\n" || !strings.Contains(errs, "q=sources") {
		t.Errorf("no place for sources: code %d, out %q, err %q", code, out, errs)
	}
	for r, want := range map[refreshed]string{
		{slots: 2, failed: 1, kept: 1}:             "1 place stays as it was, 1 figure stays as it was",
		{slots: 9, changed: 1, failed: 2, kept: 2}: "1 of 9 places changed, 2 places stay as they were, 2 figures stay as they were",
		{slots: 1, drawn: 2}:                       "2 figures drawn",
		{slots: 2}:                                 "2 places, as they were",
	} {
		if got := r.String(); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}

// A file that is no note, or no file, is told by its name.
func TestNoteIsNoFile(t *testing.T) {
	noteRoom(t)
	for from, to := range map[string]string{"away.md": "nowhere", "loop.md": "loop.md"} {
		if err := os.Symlink(to, from); err != nil {
			t.Skip("no links here:", err)
		}
	}
	for name, want := range map[string]string{
		"":        "the name of a note is empty",
		"away.md": "away.md is a link that leads nowhere",
		"loop.md": "loop.md is a link that leads nowhere",
		"none.md": "none.md: no such file or directory",
	} {
		for _, verb := range []string{"refresh", "check", "freeze", "vars"} {
			code, out, errs := command(t, "note", verb, name, "-l", "deals.csv")
			if code != 1 || !strings.Contains(errs, want) || strings.Contains(out, "true") {
				t.Errorf("%s %q: code %d, out %q, err %q, want %q", verb, name, code, out, errs, want)
			}
		}
	}
	writeNote(t, "empty.md", "")
	if code, out, _ := command(t, "note", "check", "empty.md", "none.md", "-l", "deals.csv"); code != 1 || out != "0 places in 1 note: nothing to check; 1 note could not be checked\n" {
		t.Errorf("check: code %d, out %q", code, out)
	}
}

// A folder stands for the notes in it and below that have places for answers, and for those with broken ones; they need a ledger, and the others
// none.
func TestNoteFolder(t *testing.T) {
	noteRoom(t)
	writeNote(t, "dir/b.md", "x "+fmt.Sprintf(aNumber, "a")+"\n")
	writeNote(t, "dir/sub/a.tex", "x %dealgraph id=a q=\"circularity -basis signed\" get=\"bases[0].circulated\" fmt=bn\n%/dealgraph\n")
	writeNote(t, "dir/plain.md", "`<!--dealgraph id=a q=x get=y-->`\n")
	writeNote(t, "dir/code.go", "// dealgraph:begin id=x q=list\n")
	writeNote(t, "dir/.hidden/c.md", fmt.Sprintf(aNumber, "a")+"\n")
	writeNote(t, "dir/node_modules/c.md", fmt.Sprintf(aNumber, "a")+"\n")
	code, out, errs := command(t, "note", "refresh", "dir", "-l", "deals.csv")
	want := filepath.Join("dir", "b.md") + ": 1 of 1 place changed\n" + filepath.Join("dir", "sub", "a.tex") + ": 1 of 1 place changed\n2 notes: 2 changed\n"
	if code != 0 || out != want {
		t.Errorf("code %d, err %q, out (-want +got):\n%s", code, errs, cmp.Diff(want, out))
	}
	if code, out, _ := command(t, "note", "check", ".", "-l", "deals.csv"); code != 0 || out != "2 places in 2 notes: all true\n" {
		t.Errorf("check: code %d, out %q", code, out)
	}
	writeNote(t, "dir/broken.md", "x <!--dealgraph id=a q=list get=total-->\n")
	if code, out, _ := command(t, "note", "check", "dir", "-l", "deals.csv"); code != 3 || !strings.Contains(out, "broken.md:1:3: ") {
		t.Errorf("check of a broken one: code %d, out %q", code, out)
	}
	if err := os.Mkdir("empty", 0o777); err != nil {
		t.Fatal(err)
	}
	for verb, want := range map[string]string{"refresh": "there is no note with a place for an answer\n", "check": "0 places in 0 notes: nothing to check\n"} {
		if code, out, errs := command(t, "note", verb, "empty"); code != 0 || out != want {
			t.Errorf("%s of an empty folder: code %d, %q, %q", verb, code, out, errs)
		}
	}
	if code, _, errs := command(t, "note", "vars", "empty"); code != 1 || !strings.Contains(errs, "there is no number of a query in empty") {
		t.Errorf("vars of an empty folder: code %d, %q", code, errs)
	}
	for _, verb := range []string{"refresh", "check"} {
		if code, _, errs := command(t, "note", verb, "dir/plain.md"); code != 0 || errs != "" {
			t.Errorf("%s of a note without places, without a ledger: code %d, %q", verb, code, errs)
		}
	}
}

// No result is written over the note that it is about, by whatever name that goes.
func TestNoteSpared(t *testing.T) {
	noteRoom(t)
	text := fmt.Sprintf(aNumber, "a") + "\n"
	writeNote(t, "n.md", text)
	if err := os.Link("n.md", "other.md"); err != nil {
		t.Skip("no links here:", err)
	}
	for _, args := range [][]string{
		{"check", "n.md", "-o", "n.md"}, {"check", "n.md", "-o", "./n.md"}, {"check", "n.md", "-o", "other.md"}, {"vars", "n.md", "--format", "csv", "-o", "n.md"},
		{"freeze", "n.md", "-o", "n.md"}, {"freeze", "n.md", "-o", "other.md"}, {"explain", "n.md:1", "-o", "n.md"}, {"lint", "n.md", "-o", "other.md"},
	} {
		code, _, errs := command(t, append([]string{"note"}, append(args, "-l", "deals.csv")...)...)
		if code != 2 || !strings.Contains(errs, "that is the note itself, which would be lost; name another file") || readNote(t, "n.md") != text {
			t.Errorf("%v: code %d, err %q", args, code, errs)
		}
	}
}

// A dry run tells of figures and draws none.
func TestNoteDryRun(t *testing.T) {
	noteRoom(t)
	writeNote(t, "n.md", "<!-- dealgraph:begin id=m q=\"chart circularity\" -->\n<!-- dealgraph:end id=m -->\n")
	code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv", "--dry-run")
	if code != 0 || !strings.Contains(out, "+![") || errs != "n.md: 1 of 1 place changed, 1 figure drawn\n" {
		t.Errorf("code %d, out %q, err %q", code, out, errs)
	}
	if _, err := os.Stat("fig"); err == nil {
		t.Error("a figure was drawn")
	}
}

// Somebody who wrote the answer by hand gets a marker that knows it.
func TestNoteRefreshRightByHand(t *testing.T) {
	noteRoom(t)
	filled := "x " + strings.Replace(fmt.Sprintf(aNumber, "a"), "--><!--/dealgraph-->", "-->$12.0bn<!--/dealgraph sum=%s ledger=0-->", 1) + "\n"
	writeNote(t, "n.md", fmt.Sprintf(filled, note.Sum("$11.0bn")))
	code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv")
	if got := readNote(t, "n.md"); code != 0 || out != "n.md: 1 place, as it was\n" || errs != "" || !strings.Contains(got, "-->$12.0bn<!--/dealgraph sum="+note.Sum("$12.0bn")+" ") {
		t.Errorf("code %d, out %q, err %q, note %q", code, out, errs, got)
	}
}

// What says the same of another state of the ledger keeps its markers, those of the sources too.
func TestNoteRefreshQuiet(t *testing.T) {
	noteRoom(t)
	writeNote(t, "n.md", "<!-- dealgraph:begin id=a q=list -->\n<!-- dealgraph:end id=a -->\n\n<!-- dealgraph:begin id=s q=sources -->\n<!-- dealgraph:end id=s -->\n")
	if code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 {
		t.Fatal(errs)
	}
	was := readNote(t, "n.md")
	if !strings.Contains(was, "[^dg-example-") {
		t.Fatalf("no sources: %s", was)
	}
	writeNote(t, "deals.csv", "# a remark\n"+smallLedger)
	if code, out, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 || out != "n.md: 2 places, as they were\n" || readNote(t, "n.md") != was {
		t.Errorf("code %d, out %q, err %q", code, out, errs)
	}
}

// The ledger is that of -l, or else that which a note names from where it lies, be it called by a link.
func TestNoteLedgerNamed(t *testing.T) {
	noteRoom(t)
	front := "---\ndealgraph: {ledger: ../deals.csv}\n---\n\nx " + fmt.Sprintf(aNumber, "a") + "\n"
	writeNote(t, "far/away/n.md", front)
	writeNote(t, "far/deals.csv", smallLedger)
	writeNote(t, "deals.csv", strings.Replace(smallLedger, "$6B", "$7B", 1))
	if err := os.Symlink("far/away/n.md", "n.md"); err != nil {
		t.Skip("no links here:", err)
	}
	if code, _, errs := command(t, "note", "refresh", "n.md"); code != 0 || !strings.Contains(readNote(t, "far/away/n.md"), "$12.0bn") {
		t.Errorf("by a link: code %d, err %q, note %q", code, errs, readNote(t, "n.md"))
	}
	if code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 || !strings.Contains(readNote(t, "far/away/n.md"), "$14.0bn") {
		t.Errorf("-l: code %d, err %q, note %q", code, errs, readNote(t, "n.md"))
	}
	if info, err := os.Lstat("n.md"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more: %v", err)
	}
}

// A note that cannot be written is as it was, and so says the summary.
func TestNoteRefreshChangedMeanwhile(t *testing.T) {
	noteRoom(t)
	text := fmt.Sprintf(aNumber, "a") + "\n"
	writeNote(t, "n.md", text)
	f, err := (&noteFlags{}).read("n.md")
	if err != nil {
		t.Fatal(err)
	}
	writeNote(t, "n.md", text+"Somebody wrote this meanwhile.\n")
	o := &noteRefreshOptions{}
	if err := o.write(f, []byte("x")); err == nil || !strings.Contains(err.Error(), "n.md was changed while its queries were answered, and is left as it is") {
		t.Errorf("%v", err)
	}
	if got := readNote(t, "n.md"); got != text+"Somebody wrote this meanwhile.\n" {
		t.Errorf("got %q", got)
	}
}

// Every language of notes is refreshed, checked and frozen.
func TestNoteFormats(t *testing.T) {
	for _, f := range note.Formats() {
		t.Run(string(f), func(t *testing.T) {
			noteRoom(t)
			begin, end, err := f.Inline(note.Attribute{Name: "id", Value: "a"}, note.Attribute{Name: "q", Value: "circularity --basis signed"}, note.Attribute{Name: "get", Value: "bases[0].circulated"})
			if err != nil {
				t.Fatal(err)
			}
			b, e, err := f.Block(note.Attribute{Name: "id", Value: "b"}, note.Attribute{Name: "q", Value: "list"}, note.Attribute{Name: "fmt", Value: "sources=none"})
			if err != nil {
				t.Fatal(err)
			}
			writeNote(t, "n.txt", "Of all "+begin+end+" go round.\n\n"+b+"\n"+e+"\n\nEnd.\n")
			args := []string{"n.txt", "-l", "deals.csv", "--markup", string(f)}
			if code, out, errs := command(t, append([]string{"note", "refresh"}, args...)...); code != 0 || out != "n.txt: 2 of 2 places changed\n" {
				t.Fatalf("refresh: %d, %q, %q", code, out, errs)
			}
			if code, out, errs := command(t, append([]string{"note", "check"}, args...)...); code != 0 || out != "2 places in 1 note: all true\n" {
				t.Errorf("check: %d, %q, %q", code, out, errs)
			}
			code, out, errs := command(t, "note", "freeze", "n.txt", "--markup", string(f))
			if code != 0 || strings.Contains(out, "dealgraph:") || !strings.Contains(out, "12.0B") || !strings.Contains(out, "Alpha") {
				t.Errorf("freeze: %d, %q, %q", code, out, errs)
			}
			if code, out, errs := command(t, append([]string{"note", "explain"}, append([]string{"n.txt:a"}, args[1:]...)...)...); code != 0 || !strings.Contains(out, "12000000000.00 USD") {
				t.Errorf("explain: %d, %q, %q", code, out, errs)
			}
		})
	}
}

// Two refreshes of one note wait for each other, and one that waits too long says so. A lock that a killed process left behind holds up
// nobody.
func TestNoteLock(t *testing.T) {
	noteRoom(t)
	text := ""
	for i := range 30 {
		text += fmt.Sprintf(aNumber, fmt.Sprint("n", i)) + "\n\n"
	}
	writeNote(t, "n.md", "x\n\n"+text)
	writeNote(t, ".n.md.dealgraph-lock", "left behind")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			var out, errs bytes.Buffer
			s := streams{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }}
			if code := run(t.Context(), s, []string{"note", "refresh", "n.md", "-l", "deals.csv", "--wait", "1m"}); code != 0 {
				t.Errorf("code %d: %s", code, errs.String())
			}
		})
	}
	group.Wait()
	if n := strings.Count(readNote(t, "n.md"), "$12.0bn<!--/dealgraph sum="); n != 30 {
		t.Errorf("%d of 30 places are filled", n)
	}
	if _, err := os.Stat(".n.md.dealgraph-lock"); err == nil && runtime.GOOS != "windows" {
		t.Error("the lock is still there")
	}
	unlock, err := lockNote(t.Context(), "n.md", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv", "--wait", "20ms")
	if code != 1 || !strings.Contains(errs, "n.md is being refreshed by another dealgraph: wait for it to end, or longer with --wait") {
		t.Errorf("code %d, err %q", code, errs)
	}
	unlock()
	if code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 {
		t.Errorf("unlocked: %d, %q", code, errs)
	}
}

// Who waited for a lock and gets it has the one that is there: a third has to wait.
func TestNoteLockHandedOn(t *testing.T) {
	noteRoom(t)
	first, err := lockNote(t.Context(), "n.md", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan func())
	go func() {
		second, err := lockNote(t.Context(), "n.md", 30*time.Second)
		if err != nil {
			t.Error(err)
		}
		got <- second
	}()
	time.Sleep(50 * time.Millisecond) // until it waits; if it does not yet, there is less to see
	first()
	second := <-got
	if third, err := lockNote(t.Context(), "n.md", 20*time.Millisecond); err == nil {
		third()
		t.Error("two have the lock")
	}
	second()
	if third, err := lockNote(t.Context(), "n.md", time.Second); err != nil {
		t.Error(err)
	} else {
		third()
	}
}

// Killed at any instant, a refresh leaves the old note or the new one, and no lock that holds up the next.
func TestNoteRefreshKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process is not killed in the same way here")
	}
	noteRoom(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(exe, "dealgraph"); err != nil {
		t.Fatal(err)
	}
	old := "x\n\n"
	for i := range 50 {
		old += fmt.Sprintf(aNumber, fmt.Sprint("n", i)) + strings.Repeat(" word", 120_000) + "\n\n" // 30 MB take a while to write
	}
	writeNote(t, "n.md", old)
	refresh := func() *exec.Cmd { return exec.Command("./dealgraph", "note", "refresh", "n.md", "-l", "deals.csv") }
	if out, err := refresh().CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	new := readNote(t, "n.md")
	if new == old {
		t.Fatal("nothing was refreshed")
	}
	rounds, got := 24, map[string]int{}
	if testing.Short() {
		rounds = 6
	}
	for i := range rounds {
		writeNote(t, "n.md", old)
		left, err := filepath.Glob(".dealgraph-*") // of those who were killed
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range left {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		cmd := refresh()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(10 * time.Second); !writing(t, "n.md", len(old)) && time.Now().Before(deadline); {
			time.Sleep(50 * time.Microsecond)
		}
		time.Sleep(time.Duration(i*i) * time.Millisecond)
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		switch readNote(t, "n.md") {
		case old:
			got["old"]++
		case new:
			got["new"]++
		default:
			t.Fatalf("killed %d ms after it began to write, the note is neither the old nor the new one", i*i)
		}
	}
	t.Logf("killed while it wrote, the note was %v", got)
	if out, err := refresh().CombinedOutput(); err != nil || readNote(t, "n.md") != new {
		t.Errorf("after that: %v: %s", err, out)
	}
}

// writing reports whether somebody has begun to write a note: there is a new file beside it, or it is not as long as it was.
func writing(t *testing.T, name string, size int) bool {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil || info.Size() != int64(size) {
		return true
	}
	list, err := filepath.Glob(".dealgraph-*")
	return err == nil && len(list) > 0
}

// bigNote is a note of 5 MB with 500 numbers, in three hundred queries.
func bigNote() string {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "A sentence with <!--dealgraph id=n%d q=\"circularity -basis %s -as-of 2026-%02d-%02d\" get=\"bases[0].circulated\" fmt=bn--><!--/dealgraph--> in it.\n\n", i,
			[]string{"headline", "signed"}[i%2], i/28%6+1, i%28+1)
		b.WriteString(strings.Repeat("Words that nobody changes, for ever and ever. ", 225) + "\n\n")
	}
	return b.String()
}

// BenchmarkNoteRefresh refreshes a note of 5 MB with 500 numbers of the reference ledger; the ledger is read once.
func BenchmarkNoteRefresh(b *testing.B) {
	b.Chdir(b.TempDir())
	text := []byte(bigNote())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := os.WriteFile("n.md", text, 0o666); err != nil {
			b.Fatal(err)
		}
		var out, errs bytes.Buffer
		if code := run(b.Context(), streams{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }}, []string{"note", "refresh", "n.md", "-l", "example:ai"}); code != 0 {
			b.Fatal(errs.String())
		}
	}
}

// A note of 5 MB is refreshed; how fast is the benchmark's to say, and this only sees that it is not hopeless.
func TestNoteRefreshBig(t *testing.T) {
	if testing.Short() {
		t.Skip("a note of 5 MB takes some seconds under the race detector")
	}
	noteRoom(t)
	writeNote(t, "n.md", bigNote())
	start := time.Now()
	code, out, errs := command(t, "note", "refresh", "n.md", "-l", "example:ai")
	took := time.Since(start)
	if code != 0 || out != "n.md: 500 of 500 places changed\n" {
		t.Fatalf("code %d, out %q, err %.200q", code, out, errs)
	}
	t.Logf("500 numbers in %d bytes: %v", len(readNote(t, "n.md")), took)
	if took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

// The kinds that note check tells have each a name of their own, and cover what a scan can find.
func TestNoteKinds(t *testing.T) {
	var codes []string
	for _, k := range slices.Concat(noteKinds(), lintKinds()) {
		if slices.Contains(codes, k.Code) || k.Meaning == "" {
			t.Errorf("%q stands twice, or means nothing", k.Code)
		}
		codes = append(codes, k.Code)
	}
	sources, err := filepath.Glob("../../render/note/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal(err)
	}
	doc := readNote(t, "../../render/note/doc.go")
	_, list, _ := strings.Cut(doc, "The codes of errors are")
	list, _, _ = strings.Cut(list, "# Around it")
	for line := range strings.Lines(list) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok && !slices.Contains(codes, strings.Fields(code)[0]) {
			t.Errorf("note check does not know the code %s", strings.Fields(code)[0])
		}
	}
}

func TestPlaceOf(t *testing.T) {
	for place, want := range map[string]string{
		"n.md:12":                   "n.md",
		"n.md:12:7":                 "n.md",
		"a b/n.md:id":               "a b/n.md",
		`C:\notes\n.md:3`:           `C:\notes\n.md`,
		`C:\notes\n.md:3:4`:         `C:\notes\n.md`,
		"n.md":                      "",
		"n.md:":                     "",
		"n.md:0":                    "",
		":12":                       "",
		"n.md:99999999999999999999": "",
	} {
		got, _, err := placeOf(place)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", place, got, err, want)
		}
	}
}

func TestMacroName(t *testing.T) {
	for id, want := range map[string]string{
		"firm": "firm", "openai.firm_2027": "openaiFirmTwoZeroTwoSeven", "n1": "nOne", "2a": "TwoA", "-a": "a", "a-b.c": "aBC", "ü": "", "..": "",
	} {
		got, err := macroName(id)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", id, got, err, want)
		}
	}
}

// A text with quotes, blanks and line ends is one text of YAML.
func TestYAMLQuote(t *testing.T) {
	for _, text := range []string{"O'Neill", "''", "a: b # c", "- x", "$1,000", `\"`, ""} {
		var got map[string]string
		if err := yaml.Unmarshal([]byte("x: "+yamlQuote(text)+"\n"), &got); err != nil || got["x"] != text {
			t.Errorf("%q: %q, %v", text, got["x"], err)
		}
	}
	if got := yamlQuote("a\nb: c"); got != "'a b: c'" {
		t.Errorf("got %s", got)
	}
}

func TestAge(t *testing.T) {
	for text, want := range map[string]age{"90d": 90, "12w": 84, "7": 7, "0d": 0, "d": 0, "-3d": 0, "3dw": 0, "1y": 0, "": 0} {
		var a age
		if err := a.Set(text); a != want || (err == nil) != (want != 0) {
			t.Errorf("%q: %d, %v, want %d", text, a, err, want)
		}
	}
}
