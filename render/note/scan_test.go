package note

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every error at once, with line, column and a way out.
func TestErrors(t *testing.T) {
	begin, end := "<!-- dealgraph:begin id=x q=map -->\n", "<!-- dealgraph:end id=x -->\n"
	for _, c := range []struct {
		name, source string
		want         []string
	}{
		{"no end", begin, []string{`unbalanced n.md:1:1: the block "x" never ends (add <!-- dealgraph:end id=x --> below it)`}},
		{"no begin", "\n" + end, []string{`unbalanced n.md:2:1: the end of "x", which was not begun (add a begin above it, or take it out)`}},
		{"number never closed", "is <!--dealgraph id=n q=map-->1\n\n" + begin + end,
			[]string{`unbalanced n.md:1:4: the number "n" is never closed (add <!--/dealgraph--> after it)`}},
		{"number not opened", "is 1<!--/dealgraph-->\n", []string{`unbalanced n.md:1:5: a number is closed that was not opened (put dealgraph id=… q=… before the number, or take it out)`}},
		{"number over lines", "is <!--dealgraph id=n q=map-->$5\nbillion<!--/dealgraph-->\n",
			[]string{`unbalanced n.md:1:4: the number "n" goes on to line 2 (join the lines; for more than one line put the markers on lines of their own, as dealgraph:begin and dealgraph:end)`}},
		{"marker over lines", "is <!--dealgraph id=n\nq=map-->1<!--/dealgraph-->\n",
			[]string{`unbalanced n.md:1:4: the marker is not closed on its line (end it with --> on the same line)`}},
		{"block over lines", "<!-- dealgraph:begin id=x\nq=map -->\n" + end,
			[]string{`unbalanced n.md:1:1: the marker is not closed on its line (end it with --> on the same line)`}},
		{"nested", begin + "\n<!-- dealgraph:begin id=y q=map -->\n<!-- dealgraph:end id=y -->\nis <!--dealgraph id=n q=map-->1<!--/dealgraph-->\n" + end, []string{
			`nested n.md:3:1: "y" is inside the block "x" that begins on line 1 (a slot cannot hold another: move it out)`,
			`nested n.md:5:4: "n" is inside the block "x" that begins on line 1 (a slot cannot hold another: move it out)`,
		}},
		{"crossed", begin + "<!-- dealgraph:begin id=y q=map -->\n" + end + "<!-- dealgraph:end id=y -->\n", []string{
			`unbalanced n.md:2:1: the block "y" never ends (add <!-- dealgraph:end id=y --> below it)`,
			`unbalanced n.md:4:1: the end of "y", which was not begun (add a begin above it, or take it out)`,
		}},
		{"other id", begin + "<!-- dealgraph:end id=z -->\n", []string{`unbalanced n.md:2:20: the end of "z", where "x" is open since line 1 (write id=x)`}},
		{"two mistakes far apart", "<!-- dealgraph:end id=tround -->\n\n<!-- dealgraph:begin id=t-round q=map -->\n", []string{
			`unbalanced n.md:1:1: the end of "tround", which was not begun (did you mean t-round?)`,
			`unbalanced n.md:3:1: the block "t-round" never ends (add <!-- dealgraph:end id=t-round --> below it)`,
		}},
		{"misspelled", "<!-- dealgraph:beginn id=x q=map -->\n<!-- dealgraph:stop id=x -->\n", []string{
			`attribute n.md:1:6: there is no marker "dealgraph:beginn" (did you mean dealgraph:begin?)`,
			`attribute n.md:2:6: there is no marker "dealgraph:stop" (did you mean dealgraph:end?)`,
		}},
		{"capital", "<!-- Dealgraph:begin id=x q=map -->\n" + end, []string{`attribute n.md:1:6: "Dealgraph:begin" is not written in small letters (write dealgraph:begin)`}},
		{"attributes", "<!-- dealgraph:begin id=x qq=map formt=\"a\" id=y word q= -->\n" + end, []string{
			`attribute n.md:1:27: there is no attribute "qq" here (did you mean q?)`,
			`attribute n.md:1:34: there is no attribute "formt" here (did you mean format?)`,
			`attribute n.md:1:44: the attribute id is there twice (keep one)`,
			`quote n.md:1:49: "word" has no value (an attribute is name=value, with quotes around a value that has spaces: q="circularity -basis signed")`,
			`quote n.md:1:54: "q" has no value (write q="…")`,
		}},
		{"a flag as an attribute", "is <!--dealgraph id=n q=map as-of=2026-01-01-->1<!--/dealgraph-->\n",
			[]string{`attribute n.md:1:29: there is no attribute "as-of" here (put it into the query: q="… -as-of …")`}},
		{"attribute of a block", "is <!--dealgraph id=n q=map alt=x-->1<!--/dealgraph-->\n",
			[]string{`attribute n.md:1:29: there is no attribute "alt" here (only a block has it: put the markers on lines of their own, as dealgraph:begin and dealgraph:end)`}},
		{"attribute of an end", begin + "<!-- dealgraph:end id=x som=1 -->\n", []string{`attribute n.md:2:25: there is no attribute "som" here (did you mean sum?)`}},
		{"quotes", "<!-- dealgraph:begin id=“x” q=\"a\"b get=a\"b fmt=\"c -->\n" + end, []string{
			`quote n.md:1:22: the value of "id" has curly quotes (use straight ones: ")`,
			`quote n.md:1:33: something follows the closing quote of "q" (leave a space after it, or write a quote inside the value as \")`,
			`quote n.md:1:40: the value of "get" has a quote inside (put quotes around all of it: get="…")`,
			`quote n.md:1:48: the quote of "fmt" is not closed (end the value with " before the marker ends; a marker ends at the first sign that closes a comment, in a quote too)`,
		}},
		{"no id, no query", "<!-- dealgraph:begin x=1 -->\n<!-- dealgraph:end -->\n", nil},
		{"not alone", "text <!-- dealgraph:begin id=x q=map --> text\n" + end, []string{
			`unbalanced n.md:1:6: the begin of a block is not alone on its line (give it a line of its own, or write dealgraph id=… before a number and /dealgraph after it)`,
		}},
		{"browsers", "<!-- dealgraph:begin id=x q=\"a --!> b\" -->\n" + end, []string{`dash n.md:1:32: browsers take --!> for the end of a comment (write it differently)`}},
	} {
		got := messages(Markdown, c.source)
		if c.want == nil {
			if len(got) < 2 {
				t.Errorf("%s: %q", c.name, got)
			}
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestSlots(t *testing.T) {
	source := "---\nx: y\n---\n\n> is <!--dealgraph q='cone -spread 6' get=\"a\" id=n1 fmt=$0.0B -->$5B<!--/dealgraph sum=123456 ledger=ab id=n1-->\n\n" +
		"1. <!-- dealgraph:begin id=t q=\"map\" format=\"svg|png\" alt=\"say \\\"so\\\"\" -->\n\n   a\n   b\n\n   <!-- dealgraph:end id=t -->\n"
	n := scanned(t, Markdown, source)
	want := []Slot{
		{ID: "n1", Inline: true, Attributes: []Attribute{{"q", "cone -spread 6"}, {"get", "a"}, {"id", "n1"}, {"fmt", "$0.0B"}}, Query: "cone --spread 6", Get: "a", Fmt: "$0.0B",
			Line: 5, Col: 6, EndLine: 5, EndCol: 69, Start: 79, End: 82, Content: "$5B", Sum: "123456", Ledger: "ab", Version: 1, EditedByHand: true},
		{ID: "t", Attributes: []Attribute{{"id", "t"}, {"q", "map"}, {"format", "svg|png"}, {"alt", `say "so"`}}, Query: "map",
			Line: 7, Col: 4, EndLine: 12, EndCol: 4, Start: 204, End: 213, Content: "a\nb", Prefix: "   "},
	}
	if d := cmp.Diff(want, n.Slots); d != "" {
		t.Error(d)
	}
	for _, s := range n.Slots {
		if got := source[s.Start:s.End]; got != map[string]string{"n1": "$5B", "t": "   a\n   b"}[s.ID] {
			t.Errorf("%s: %q", s.ID, got)
		}
	}
	for line, want := range map[int]string{4: "", 5: "n1", 6: "", 7: "t", 9: "t", 12: "t", 13: ""} {
		var got strings.Builder
		for _, s := range n.At(line) {
			got.WriteString(s.ID)
		}
		if got.String() != want {
			t.Errorf("line %d has %q", line, got.String())
		}
	}
	if alt, ok := n.Slots[1].Attribute("alt"); !ok || alt != `say "so"` {
		t.Errorf("alt %q", alt)
	}
	if _, ok := n.Slot("none"); ok {
		t.Error("there is no such slot")
	}
	if s, ok := n.Slot("t"); !ok || s.Line != 7 {
		t.Errorf("%+v", s)
	}
}

// Contents that would break the note are refused, and what only looks dangerous is not.
func TestContentsThatBreakTheNote(t *testing.T) {
	for _, f := range Formats() {
		begin, end, err := f.Block(Attribute{"id", "x"}, Attribute{"q", "map"})
		if err != nil {
			t.Fatal(err)
		}
		open, shut, err := f.Inline(Attribute{"id", "n"}, Attribute{"q", "map"})
		if err != nil {
			t.Fatal(err)
		}
		source := "text\n\n" + begin + "\n" + end + "\n\ntext " + open + "1" + shut + "\n"
		n := scanned(t, f, source)
		bad := []string{begin, end, "a\n" + end + "\nb", "a\x00b", "a\x1bb", "\xff", begin + "\n" + end}
		switch f {
		case Markdown:
			bad = append(bad, "```\na", "~~~~", "<!-- a", "- ```\n  a\n\n```", "<script>", "<pre>\n\n<!--")
		case MDX:
			bad = append(bad, "```\na", "{/* a")
		case Obsidian:
			bad = append(bad, "```\na", "%%\na")
		case AsciiDoc:
			bad = append(bad, "----\na", "....", "////", "```", "|===\n|a")
		case Typst:
			bad = append(bad, "```\na", "/* a", "`a")
		case LaTeX:
			bad = append(bad, "\\begin{verbatim}", `\end{document}`)
		case Org:
			bad = append(bad, "#+begin_src", "#+begin_example\na")
		}
		for _, content := range bad {
			if err := n.Replace("x", content, stamp); err == nil {
				t.Errorf("%s: the block takes %q", f, content)
			}
		}
		for _, content := range []string{"a\nb", open + "2" + shut, shut} {
			if err := n.Replace("n", content, stamp); err == nil {
				t.Errorf("%s: the number takes %q", f, content)
			}
		}
		for _, content := range []string{"", "a ` b", "- a\n- b", "    code", "> a", "a -- b", "a\n\n\nb", "dealgraph:end id=x", "café 循环", "\ta"} {
			if f == Typst && content == "a ` b" {
				continue
			}
			if err := n.Replace("x", content, stamp); err != nil {
				t.Errorf("%s: %v", f, err)
			} else if _, err := n.Bytes(); err != nil {
				t.Errorf("%s: %q: %v", f, content, err)
			}
		}
		if err := n.Replace("none", "a", stamp); err == nil {
			t.Errorf("%s: a slot that is not there was replaced", f)
		}
	}
}

// A backtick before a number and one in it would make code of the marker. That is seen when the note is put together.
func TestBytesReadsTheNoteAgain(t *testing.T) {
	n := scanned(t, Markdown, "a ` b <!--dealgraph id=n q=map-->1<!--/dealgraph--> c\n")
	if err := n.Replace("n", "x ` y", stamp); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Bytes(); err == nil {
		t.Error("a note was made in which the number is lost")
	}
}

func TestFormatOf(t *testing.T) {
	for _, c := range []struct {
		path, data string
		want       Format
	}{
		{"a.md", "", Markdown}, {"A.MD", "", Markdown}, {"a.qmd", "", Markdown}, {"a.mdx", "", MDX}, {"a.adoc", "", AsciiDoc}, {"a.typ", "", Typst}, {"a.tex", "", LaTeX}, {"a.org", "", Org},
		{"a.md", "%% dealgraph:begin id=x q=y %%\n", Obsidian},
		{"a.md", "{/* dealgraph:begin id=x q=y */}\n", MDX},
		{"a.md", "```\n%% dealgraph:begin id=x q=y %%\n```\n", Markdown},
		{"a.md", "is <!--dealgraph id=x q=y-->1<!--/dealgraph-->\n\n%% dealgraph:begin id=x q=y %%\n", Markdown},
		{"a.txt", "<!-- dealgraph:begin id=x q=y -->\n", Markdown},
		{"note", "\n\n% dealgraph:begin id=x q=y\n", LaTeX},
		{"-", "# dealgraph:begin id=x q=y\n", Org},
		{"-", "%% dealgraph:begin id=x q=y %%\n", Obsidian},
		{"-", "is /*dealgraph id=x q=y*/1/*/dealgraph*/\n", Typst},
		{"-", "// dealgraph:begin id=x q=y\n", ""},
		{"a.txt", "nothing", ""},
		{"a.docx", "", ""},
	} {
		got, err := FormatOf(c.path, []byte(c.data))
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q: %q %v", c.path, c.data, got, err)
		}
	}
	if _, err := ParseFormat("markdwon"); err == nil || err.Error() != `"markdwon" is no format of notes (did you mean markdown?)` {
		t.Errorf("%v", err)
	}
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); err != nil || got != f || f.Meaning() == "" {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// Where the other formats have comments, and where they only seem to.
func TestCommentsOfOtherFormats(t *testing.T) {
	for _, c := range []struct {
		format Format
		source string
		found  int
	}{
		{Typst, "See https://x.org /*dealgraph id=n q=map*/1/*/dealgraph*/\n", 1},
		{Typst, "// a remark /*dealgraph id=n q=map*/1/*/dealgraph*/\n", 0},
		{Typst, "/* /* */ /*dealgraph id=n q=map*/ */ x\n", 0},
		{Typst, "\\`/*dealgraph id=n q=map*/1/*/dealgraph*/\n", 1},
		{LaTeX, "50\\% of %dealgraph id=n q=map\n1%/dealgraph\n", 1},
		{LaTeX, "\\\\%dealgraph id=n q=map\n1%/dealgraph\n", 1},
		{LaTeX, "\\%dealgraph id=n q=map\n", 0},
		{LaTeX, "\\verb|%dealgraph id=n q=map|\n", 0},
		{LaTeX, "\\begin{lstlisting}\n% dealgraph:begin id=n q=map\n\\end{lstlisting}\n", 0},
		{LaTeX, "\\end{document}\n% dealgraph:begin id=n q=map\n", 0},
		{AsciiDoc, "/// dealgraph:begin id=n q=map\n", 0},
		{AsciiDoc, " // dealgraph:begin id=n q=map\n", 0},
		{AsciiDoc, "....\n// dealgraph:begin id=n q=map\n....\n", 0},
		{AsciiDoc, "////\n// dealgraph:begin id=n q=map\n////\n", 0},
		{Org, "#dealgraph:begin id=n q=map\n", 0},
		{Org, "#+begin_example\n# dealgraph:begin id=n q=map\n#+end_example\n", 0},
		{Org, "=@@comment:dealgraph id=n q=map@@= and ~@@comment:dealgraph id=n q=map@@~\n", 0},
		{Org, "a = b @@comment:dealgraph id=n q=map@@1@@comment:/dealgraph@@ = c\n", 1},
		{Obsidian, "%%\n%% dealgraph:begin id=n q=map\n", 0},
		{MDX, "{/*\n<!-- dealgraph:begin id=n q=map -->\n*/}\n", 0},
		{MDX, "    {/* dealgraph:begin id=n q=map */}\n    {/* dealgraph:end id=n */}\n", 1},
	} {
		n, err := Scan("n", []byte(c.source), c.format)
		if err != nil || len(n.Slots) != c.found {
			t.Errorf("%s %q: %v %v", c.format, c.source, n, err)
		}
	}
}
