package note

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What went wrong for users of tools like this one, each as a test. CR LF, a byte order mark and a missing last line end are in
// TestGoldenLineEnds; what is about files (read-only, two refreshes at once, paths) is tested where files are written.

// scanned reads a note that must be good.
func scanned(t testing.TB, f Format, source string) *Note {
	t.Helper()
	n, err := Scan("n.md", []byte(source), f)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// replaced is a note in which one slot is replaced.
func replaced(t testing.TB, f Format, source, id, content string) string {
	t.Helper()
	n := scanned(t, f, source)
	if err := n.Replace(id, content, stamp); err != nil {
		t.Fatal(err)
	}
	return bytesOf(t, n)
}

// messages are the errors of a note, a line each.
func messages(f Format, source string) []string {
	_, err := Scan("n.md", []byte(source), f)
	var all Errors
	if !errors.As(err, &all) {
		return nil
	}
	var lines []string
	for _, e := range all {
		lines = append(lines, e.Code+" "+e.Error())
	}
	return lines
}

func TestMixedLineEnds(t *testing.T) {
	source := "a\r\n<!-- dealgraph:begin id=x q=map -->\n<!-- dealgraph:end id=x -->\r\nb\rc"
	got := replaced(t, Markdown, source, "x", "1\n2")
	want := "a\r\n<!-- dealgraph:begin id=x q=map -->\n\n1\n2\n\n<!-- dealgraph:end id=x sum=f3f8ea ledger=3f9a12 v=1 -->\r\nb\rc"
	if d := cmp.Diff(cutSums(want), cutSums(got)); d != "" {
		t.Error(d)
	}
}

// cutSums takes checksums out of a text, where a test is about something else.
func cutSums(s string) string {
	for {
		i := strings.Index(s, "sum=")
		if i < 0 {
			return s
		}
		s = s[:i] + s[i+4+sumLength:]
	}
}

func TestEndMarkerIsTheLastLineWithoutEnd(t *testing.T) {
	got := replaced(t, Markdown, "<!-- dealgraph:begin id=x q=map -->\nold\n<!-- dealgraph:end id=x -->", "x", "new")
	if want := "<!-- dealgraph:begin id=x q=map -->\nnew\n<!-- dealgraph:end id=x  ledger=3f9a12 v=1 -->"; cutSums(got) != want {
		t.Errorf("got %q", got)
	}
}

func TestBlockInTableCell(t *testing.T) {
	got := messages(Markdown, "| a | b |\n|---|---|\n| <!-- dealgraph:begin id=x q=map --> | <!-- dealgraph:end id=x --> |\n")
	want := []string{
		"unbalanced n.md:3:3: the begin of a block is not alone on its line (a cell of a table has no room for a block: put a number there, with dealgraph id=… before and /dealgraph after it)",
		"unbalanced n.md:3:41: the end of a block is not alone on its line (give it a line of its own)",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestNumberInTableCell(t *testing.T) {
	source := "| a | b |\n|---|---|\n| x | <!--dealgraph id=n q=map get=\"a \\| b\"-->1<!--/dealgraph--> |\n"
	n := scanned(t, Markdown, source)
	if s := n.Slots[0]; !s.InTable || s.Get != "a | b" {
		t.Errorf("%+v", s)
	}
	got := replaced(t, Markdown, source, "n", `Smith | Sons \| Co`)
	if want := `-->Smith \| Sons \| Co<!--`; !strings.Contains(got, want) {
		t.Errorf("got %q", got)
	}
	if scanned(t, Markdown, got).Slots[0].EditedByHand {
		t.Error("the bar we escaped counts as an edit")
	}
}

func TestMarkerWithBarInTableCell(t *testing.T) {
	got := messages(Markdown, "| a | b |\n|---|---|\n| x | <!--dealgraph id=n q=map get=\"a | b\"-->1<!--/dealgraph--> |\n")
	if len(got) == 0 || !strings.HasPrefix(got[0], `table n.md:3:7: a bar ends the cell of the table inside the marker (write \| for a bar in a marker)`) {
		t.Errorf("%q", got)
	}
}

func TestBlockInList(t *testing.T) {
	source := "1. one\n\n   <!-- dealgraph:begin id=x q=map -->\n   <!-- dealgraph:end id=x -->\n2. two\n"
	got := replaced(t, Markdown, source, "x", "a\n\n    code\nb")
	want := "1. one\n\n   <!-- dealgraph:begin id=x q=map -->\n\n   a\n\n       code\n   b\n\n   <!-- dealgraph:end id=x  ledger=3f9a12 v=1 -->\n2. two\n"
	if d := cmp.Diff(want, cutSums(got)); d != "" {
		t.Error(d)
	}
	if s := scanned(t, Markdown, got).Slots[0]; s.Content != "a\n\n    code\nb" || s.Prefix != "   " {
		t.Errorf("%+v", s)
	}
}

func TestEndOutsideTheList(t *testing.T) {
	got := messages(Markdown, "- <!-- dealgraph:begin id=x q=map -->\n\n<!-- dealgraph:end id=x -->\n")
	want := []string{`prefix n.md:3:1: the end of "x" does not stand in the same list, quote or indentation as its begin on line 1 (begin its line with "  ")`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := messages(Markdown, "- <!-- dealgraph:begin id=x q=map -->\n- <!-- dealgraph:end id=x -->\n"); len(got) != 1 {
		t.Errorf("an end in the next item: %q", got)
	}
}

func TestBlockInQuote(t *testing.T) {
	source := "> > <!-- dealgraph:begin id=x q=map -->\n>> old\n> >\n>> <!-- dealgraph:end id=x -->\n"
	if s := scanned(t, Markdown, source).Slots[0]; s.Content != "old" || s.Prefix != "> > " {
		t.Errorf("%+v", s)
	}
	got := replaced(t, Markdown, source, "x", "new\n\nmore")
	want := "> > <!-- dealgraph:begin id=x q=map -->\n> > new\n> >\n> > more\n> >\n>> <!-- dealgraph:end id=x  ledger=3f9a12 v=1 -->\n"
	if d := cmp.Diff(want, cutSums(got)); d != "" {
		t.Error(d)
	}
}

func TestBlockInFootnote(t *testing.T) {
	source := "See.[^1]\n\n[^1]: <!-- dealgraph:begin id=x q=map -->\n    old\n    <!-- dealgraph:end id=x -->\n"
	got := replaced(t, Markdown, source, "x", "new\nmore")
	want := "See.[^1]\n\n[^1]: <!-- dealgraph:begin id=x q=map -->\n    new\n    more\n    <!-- dealgraph:end id=x  ledger=3f9a12 v=1 -->\n"
	if d := cmp.Diff(want, cutSums(got)); d != "" {
		t.Error(d)
	}
	frozen, err := scanned(t, Markdown, got).Freeze()
	if want := "See.[^1]\n\n[^1]: new\n    more\n"; err != nil || string(frozen) != want {
		t.Errorf("frozen %q %v", frozen, err)
	}
	number := "See.[^1]\n\n[^1]: It was <!--dealgraph id=n q=map-->1<!--/dealgraph-->.\n"
	if got := replaced(t, Markdown, number, "n", "2"); !strings.Contains(got, "[^1]: It was <!--dealgraph id=n q=map-->2<!--/dealgraph") {
		t.Errorf("got %q", got)
	}
}

func TestOneIDTwice(t *testing.T) {
	block := "<!-- dealgraph:begin id=%s q=map -->\n<!-- dealgraph:end id=%[1]s -->\n"
	for _, c := range []struct{ first, second, want string }{
		{"x", "x", `duplicate n.md:4:22: the id "x" is already on line 1 (give it another)`},
		{"x", "X", `duplicate n.md:4:22: the id "X" differs only in capital letters or in its encoding from that on line 1, and would name the same file (give it another)`},
		{"\u00e9", "e\u0301", "duplicate n.md:4:22: the id \"e\u0301\" differs only in capital letters or in its encoding from that on line 1, and would name the same file (give it another)"},
	} {
		got := messages(Markdown, fmt.Sprintf(block, c.first)+"\n"+fmt.Sprintf(block, c.second))
		if d := cmp.Diff([]string{c.want}, got); d != "" {
			t.Error(d)
		}
	}
}

func TestEndBeforeBegin(t *testing.T) {
	got := messages(Markdown, "<!-- dealgraph:end id=x -->\n\ntext\n\n<!-- dealgraph:begin id=x q=map -->\n")
	want := []string{`order n.md:1:1: the end of "x" comes before its begin on line 5 (exchange the two)`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestMarkersInCodeAreIgnored(t *testing.T) {
	block := "<!-- dealgraph:begin id=x q=map -->\nold\n<!-- dealgraph:end id=x -->\n"
	for name, source := range map[string]string{
		"fence":             "```html\n" + block + "```\n",
		"tildes":            "~~~\n" + block + "~~~\n",
		"longer fence":      "````\n```\n" + block + "```\n````\n",
		"fence never ends":  "```\n" + block,
		"fence in a list":   "- a\n  ```\n  <!-- dealgraph:begin id=x q=map -->\n  ```\n",
		"indented":          "text\n\n    <!-- dealgraph:begin id=x q=map -->\n",
		"inline code":       "`<!--dealgraph id=x q=map-->`1`<!--/dealgraph-->`\n",
		"two backticks":     "``a ` <!--dealgraph id=x q=map-->``\n",
		"front matter":      "---\n" + block + "---\ntext\n",
		"front matter TOML": "+++\n" + block + "+++\ntext\n",
		"front matter only": "---\ntitle: <!-- dealgraph:begin id=x q=map -->\n---",
		"comment":           "<!--\ndealgraph:begin id=x q=map\n-->\n",
		"script":            "<script>\n" + block + "</script>\n",
		"tag":               "<a title=\"<!--dealgraph id=x q=map-->\">x</a>\n",
		"remark":            "<!-- dealgraph is a tool -->\n<!-- dealgraph: see below -->\n<!-- made with dealgraph id=x -->\n",
		"cell too many":     "| a |\n|---|\n| x | <!--dealgraph id=x q=map-->1<!--/dealgraph--> |\n",
		"escaped":           "\\<!--dealgraph id=x q=map--\\>1\n",
	} {
		n := scanned(t, Markdown, source)
		if len(n.Slots) > 0 {
			t.Errorf("%s: %+v", name, n.Slots)
		}
		if frozen, err := n.Freeze(); err != nil || string(frozen) != source {
			t.Errorf("%s: frozen to %q, %v", name, frozen, err)
		}
	}
}

func TestMarkersBehindCodeAreFound(t *testing.T) {
	block := "<!-- dealgraph:begin id=x q=map -->\nold\n<!-- dealgraph:end id=x -->\n"
	for name, source := range map[string]string{
		"fence closed":          "```\n`\n```\n" + block,
		"fence left by a list":  "- a\n  ```\n\n" + block,
		"fence left by a quote": "> ```\n" + block,
		"text with a backtick":  "a ` b\n" + block,
		"no front matter":       "---\n" + block,
		"paragraph, indented":   "text\n      and so on\n\n" + block,
		"list, indented":        "- a\n\n      <!-- dealgraph:begin id=y q=map -->\n\n" + block,
		"comment of the author": "<!-- a\n\nremark -->\n" + block,
	} {
		if n := scanned(t, Markdown, source); len(n.Slots) != 1 || n.Slots[0].ID != "x" {
			t.Errorf("%s: %+v", name, n.Slots)
		}
	}
}

func TestEndInCode(t *testing.T) {
	got := messages(Markdown, "<!-- dealgraph:begin id=x q=map -->\n```\n<!-- dealgraph:end id=x -->\n")
	want := []string{`unbalanced n.md:1:1: the block "x" never ends (its end is on line 3, which is not read: in the code that begins on line 2)`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	got = messages(Markdown, "```\n<!-- dealgraph:begin id=x q=map -->\n```\n<!-- dealgraph:end id=x -->\n")
	want = []string{`unbalanced n.md:4:1: the end of "x", which was not begun (its begin is on line 2, which is not read: in the code that begins on line 1)`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTwoDashesInAComment(t *testing.T) {
	n := scanned(t, Markdown, "is <!--dealgraph id=n q=\"circularity --basis signed\"-->1<!--/dealgraph-->\n")
	var warnings []string
	for _, w := range n.Warnings {
		warnings = append(warnings, w.Error())
	}
	want := []string{"n.md:1:38: GitHub shows a comment inside a line as text if it has two dashes (write one dash: -basis means --basis)"}
	if d := cmp.Diff(want, warnings); d != "" {
		t.Error(d)
	}
	for q, want := range map[string]string{
		"circularity -basis signed":           "circularity --basis signed",
		"circularity --basis signed":          "circularity --basis signed",
		"cycles -as-of 2026-01-01 -n 5 -1":    "cycles --as-of 2026-01-01 -n 5 -1",
		`list -where "a -bc" -top 3`:          `list --where "a -bc" --top 3`,
		"price a-bc":                          "price a-bc",
		"chart cone openai -spread 6 -x -yes": "chart cone openai --spread 6 -x --yes",
	} {
		if got := longFlags(q); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
		if got := longFlags(shortDashes(q)); got != want {
			t.Errorf("%s shortened to %s", q, shortDashes(q))
		}
	}
	// In a block, on a line of its own, two dashes are harmless, and a comment that ends in its own quote is not.
	if n := scanned(t, Markdown, "<!-- dealgraph:begin id=x q=\"map --top 5\" -->\n<!-- dealgraph:end id=x -->\n"); len(n.Warnings) > 0 {
		t.Error(n.Warnings)
	}
	got := messages(Markdown, "<!-- dealgraph:begin id=x q=\"a --> b\" -->\n<!-- dealgraph:end id=x -->\n")
	if len(got) == 0 || !strings.HasPrefix(got[0], `quote n.md:1:27: the quote of "q" is not closed (end the value with " before the marker ends; a marker ends at the first sign that closes a comment, in a quote too)`) {
		t.Errorf("%q", got)
	}
}

func TestMDXHasNoComments(t *testing.T) {
	got := messages(MDX, "text <!--dealgraph id=n q=map-->1<!--/dealgraph-->\n")
	if len(got) != 2 || got[0] != "format n.md:1:6: MDX has no comments in <!-- --> (write {/* … */})" {
		t.Errorf("%q", got)
	}
}

func TestNumberAtTheBeginningOfALine(t *testing.T) {
	n := scanned(t, Markdown, "<!--dealgraph id=n q=map-->1<!--/dealgraph--> is **much**\n")
	if len(n.Warnings) != 1 || !strings.Contains(n.Warnings[0].Error(), "n.md:1:1: Markdown takes a line that begins with a comment for HTML") {
		t.Errorf("%v", n.Warnings)
	}
}

func TestFrontMatterOnly(t *testing.T) {
	for _, source := range []string{"", "---\n---\n", "---\ntitle: x\n---", "\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n"} {
		n := scanned(t, Markdown, source)
		if got := bytesOf(t, n); got != source || n.Changed() {
			t.Errorf("%q became %q", source, got)
		}
	}
}

func TestTooLarge(t *testing.T) {
	if got := messages(Markdown, strings.Repeat("x", MaxSize+1)); len(got) != 1 || !strings.HasPrefix(got[0], "size n.md: the note has 67108865 bytes") {
		t.Errorf("%q", got)
	}
	long := "<!-- dealgraph:begin id=x q=\"" + strings.Repeat("x", MaxMarker) + "\" -->\n<!-- dealgraph:end id=x -->\n"
	if got := messages(Markdown, long); len(got) != 1 || !strings.HasPrefix(got[0], "size n.md:1:1: the marker has") {
		t.Errorf("%q", got)
	}
}

func TestWindowsPath(t *testing.T) {
	n := scanned(t, Markdown, `is <!--dealgraph id=n q="x C:\data\new" get='C:\\a \"b\"'-->1<!--/dealgraph-->`+"\n")
	if s := n.Slots[0]; s.Query != `x C:\data\new` || s.Get != `C:\a \"b\"` {
		t.Errorf("%q %q", s.Query, s.Get)
	}
	for id, bad := range map[string]bool{`a\b`: true, "a/b": true, "..": true, ".hidden": true, "con": true, "LPT1.x": true, "a:b": true, "a.": true,
		"console": false, "t-round": false, "2026": false, "a.b": false, strings.Repeat("x", 81): true} {
		problem, hint := checkID(id)
		if (problem != "") != bad || bad && hint == "" {
			t.Errorf("%s: %q %q", id, problem, hint)
		}
	}
}

// A block whose query failed is simply not replaced.
func TestWhatIsNotReplacedStays(t *testing.T) {
	source := "<!-- dealgraph:begin id=x q=map -->\nold\n<!-- dealgraph:end id=x sum=000000 ledger=1 v=1 -->\n<!-- dealgraph:begin id=y q=map -->\n<!-- dealgraph:end id=y -->\n"
	got := replaced(t, Markdown, source, "y", "new")
	if i := strings.Index(source, "<!-- dealgraph:begin id=y"); got[:i] != source[:i] {
		t.Errorf("got %q", got)
	}
}

func TestNewerVersion(t *testing.T) {
	got := messages(Markdown, "<!-- dealgraph:begin id=x q=map -->\n<!-- dealgraph:end id=x sum=000000 v=2 -->\n")
	want := []string{"version n.md:2:36: a newer dealgraph refreshed this: version 2 of the markers, where this one knows 1 (update dealgraph)"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := messages(Markdown, "<!-- dealgraph:begin id=x q=map -->\n<!-- dealgraph:end id=x v=x -->\n"); len(got) != 1 || !strings.HasPrefix(got[0], `version n.md:2:25: "x" is no version`) {
		t.Errorf("%q", got)
	}
}

func TestIDsInOtherScripts(t *testing.T) {
	for _, id := range []string{"größe", "цена", "循环", "हिन्दी", "e\u0301"} {
		source := "<!-- dealgraph:begin id=" + id + " q=map -->\n<!-- dealgraph:end id=" + id + " -->\n"
		if got := replaced(t, Markdown, source, id, "new"); !strings.Contains(got, "dealgraph:end id="+id+" sum=") {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func TestHandFixedTypo(t *testing.T) {
	source := "<!-- dealgraph:begin id=x q=map -->\nthe right word\n<!-- dealgraph:end id=x sum=" + Sum("the rihgt word") + " v=1 -->\n"
	n := scanned(t, Markdown, source)
	if !n.Slots[0].EditedByHand {
		t.Error("the edit was not seen")
	}
	err := n.Replace("x", "the rihgt word, anew", stamp)
	var edited *EditedError
	if !errors.As(err, &edited) || edited.Is != "the right word" || edited.Want != "the rihgt word, anew" {
		t.Fatalf("%v", err)
	}
	want := "n.md:1:1: the block x was edited by hand (--force takes what the query gives):\n--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-the right word\n+the rihgt word, anew\n"
	if d := cmp.Diff(want, err.Error()); d != "" {
		t.Error(d)
	}
	if n.Changed() || bytesOf(t, n) != source {
		t.Error("the note changed all the same")
	}
	// What the query gives is what was written by hand: nothing is lost.
	if err := n.Replace("x", "the right word", stamp); err != nil || !strings.Contains(bytesOf(t, n), "sum="+Sum("the right word")) {
		t.Errorf("%v %s", err, bytesOf(t, n))
	}
	if err := n.Overwrite("x", "the rihgt word, anew", stamp); err != nil || !strings.Contains(bytesOf(t, n), "-->\nthe rihgt word, anew\n<!--") {
		t.Errorf("%v %s", err, bytesOf(t, n))
	}
	inline := scanned(t, Markdown, "is <!--dealgraph id=n q=map-->$2B<!--/dealgraph sum=000000-->\n")
	if err := inline.Replace("n", "$3B", stamp); err == nil || err.Error() != `n.md:1:4: n was edited by hand: it has "$2B", the query gives "$3B" (--force takes what the query gives)` {
		t.Errorf("%v", err)
	}
}

// A program that formats notes makes the columns of a table wide and puts blank lines around it. That is no edit, and is not undone.
func TestFormattedIsNotEdited(t *testing.T) {
	table := "| a | b |\n| --- | ---: |\n| 1 | 22222 |"
	source := "<!-- dealgraph:begin id=x q=map -->\n\n\n| a   |     b |\n| --- | ----: |\n| 1   | 22222 |\n\n<!-- dealgraph:end id=x sum=" + Sum(table) + " v=1 -->\n"
	n := scanned(t, Markdown, source)
	if n.Slots[0].EditedByHand || !n.Holds("x", table) {
		t.Errorf("%+v", n.Slots[0])
	}
	if Sum("a\n\n\n \nb  c \n\n") != Sum("a\n\nb c") || Sum("a\nb") == Sum("a\n\nb") || Sum("a b") == Sum("ab") {
		t.Error("checksums see too much, or too little")
	}
	if err := n.Replace("x", table, Stamp{}); err != nil || n.Changed() {
		t.Errorf("%v %q", err, bytesOf(t, n))
	}
}

func TestEncodings(t *testing.T) {
	block := "<!-- dealgraph:begin id=x q=map -->\n%s\n<!-- dealgraph:end id=x -->\n"
	latin := "caf\xe9\n" + fmt.Sprintf(block, "old")
	n := scanned(t, Markdown, latin)
	if err := n.Replace("x", "new", stamp); err != nil || !strings.HasPrefix(bytesOf(t, n), "caf\xe9\n") {
		t.Errorf("%v", err)
	}
	if err := n.Replace("x", "café", stamp); err == nil || !strings.Contains(err.Error(), "save the note as UTF-8") {
		t.Errorf("%v", err)
	}
	for source, want := range map[string]string{
		"\xff\xfe<\x00":                   "encoding n.md: the note is written in UTF-16 (save it as UTF-8)",
		fmt.Sprintf(block, "caf\xe9"):     `encoding n.md:1:1: the content of "x" is not written in UTF-8 (save the note as UTF-8)`,
		"is <!--dealgraph id=n q=\xe9-->": "encoding n.md:1:4: the marker is not written in UTF-8 (save the note as UTF-8)",
	} {
		if got := messages(Markdown, source); len(got) == 0 || got[0] != want {
			t.Errorf("%q: %q", source, got)
		}
	}
}
