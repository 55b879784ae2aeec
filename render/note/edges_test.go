package note

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	blockX  = "<!-- dealgraph:begin id=x q=map -->\n"
	endX    = "<!-- dealgraph:end id=x -->\n"
	numberN = "<!--dealgraph id=n q=map-->"
	endN    = "<!--/dealgraph-->"
)

func TestWithoutPrefix(t *testing.T) {
	for _, c := range []struct{ line, prefix, want string }{
		{"> a", "> ", "a"}, {">a", "> ", "a"}, {"  > a", "> ", "a"}, {"   a", "  ", " a"}, {" a", "  ", "a"}, {"a", "> ", "a"}, {">", "> ", ""}, {"> > a", "> ", "> a"}, {">> a", "> > ", "a"}, {"", "> ", ""},
		{"ab", "ab ", "ab"}, {"x", "  > ", "x"},
	} {
		if got := withoutPrefix(c.line, c.prefix); got != c.want {
			t.Errorf("%q without %q is %q, want %q", c.line, c.prefix, got, c.want)
		}
	}
}

// Lines of a quote that is the content itself are no blank lines.
func TestContentThatIsAQuote(t *testing.T) {
	for source, prefix := range map[string]string{blockX + endX: "", "> " + blockX + "> " + endX: "> "} {
		content := ">\n> a\n>"
		got := replaced(t, Markdown, source, "x", content)
		s := scanned(t, Markdown, got).Slots[0]
		if s.Content != content || s.EditedByHand || s.Prefix != prefix {
			t.Errorf("%q reads as %q", got, s.Content)
		}
	}
}

func TestSumOfRules(t *testing.T) {
	if Sum("-----") == Sum("---") || Sum("| ----- |") != Sum("| --- |") || Sum("|-----+--|") == Sum("|-----+---------|") {
		t.Error("dashes are those of a table only in a table, and there from three on")
	}
}

func TestStamps(t *testing.T) {
	n := scanned(t, Markdown, blockX+endX)
	if err := n.Replace("x", "a", Stamp{Ledger: "a --> b"}); err == nil || n.Changed() {
		t.Errorf("%v", err)
	}
	// The same content of a newer ledger changes the stamp and nothing else.
	old := blockX + "a\n<!-- dealgraph:end id=x sum=" + Sum("a") + " ledger=111111 v=1 -->\n"
	if got, want := replaced(t, Markdown, old, "x", "a"), strings.Replace(old, "111111", stamp.Ledger, 1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSizes(t *testing.T) {
	n := scanned(t, Markdown, blockX+endX)
	var one *Error
	if err := n.Replace("x", strings.Repeat("word ", MaxContent/5+1), stamp); !errors.As(err, &one) || one.Code != "size" {
		t.Errorf("%v", err)
	}
	if got := messages(Markdown, blockX+strings.Repeat("word\n", MaxContent/5+1)+endX); len(got) != 1 || !strings.HasPrefix(got[0], `size n.md:1:1: the content of "x" has`) {
		t.Errorf("%.200q", got)
	}
	var many strings.Builder
	for i := range MaxSlots + 1 {
		fmt.Fprintf(&many, "a <!--dealgraph id=n%d q=map-->1<!--/dealgraph-->\n", i)
	}
	if got := messages(Markdown, many.String()); len(got) != 1 || got[0] != "size n.md: the note has 20001 slots (at most 20000: split it)" {
		t.Errorf("%.200q", got)
	}
}

// A thousand errors are listed and the others counted, whatever they are.
func TestManyErrors(t *testing.T) {
	for name, one := range map[string]string{
		"ends": "<!-- dealgraph:end id=a%d -->\n", "begins": "<!-- dealgraph:begin id=a%d q=map -->\n", "numbers": "a <!--dealgraph id=a%d q=map-->\n\n", "order": "",
	} {
		var b strings.Builder
		for i := range 1500 {
			if name == "order" {
				fmt.Fprintf(&b, "<!-- dealgraph:end id=a%d -->\n", i)
				continue
			}
			fmt.Fprintf(&b, one, i)
		}
		for i := range 1500 {
			if name == "order" {
				fmt.Fprintf(&b, "<!-- dealgraph:begin id=a%d q=map -->\n", i)
			}
		}
		got := messages(Markdown, b.String())
		if len(got) != maxErrors+1 || got[maxErrors] != "size n.md: and 500 more errors" {
			t.Errorf("%s: %d errors, the last %s", name, len(got), got[len(got)-1])
		}
	}
}

// Ends and begins that cross are paired as far as they can be, and what is left is told.
func TestOrphans(t *testing.T) {
	end, begin := "<!-- dealgraph:end id=%s -->\n", "<!-- dealgraph:begin id=%s q=map -->\n"
	got := messages(Markdown, fmt.Sprintf(end+end+end, "tround", "a", "c")+fmt.Sprintf(begin+begin, "a", "t-round"))
	want := []string{
		`unbalanced n.md:1:1: the end of "tround", which was not begun (did you mean t-round?)`,
		`order n.md:2:1: the end of "a" comes before its begin on line 4 (exchange the two)`,
		`unbalanced n.md:3:1: the end of "c", which was not begun (add a begin above it, or take it out)`,
		`unbalanced n.md:5:1: the block "t-round" never ends (add <!-- dealgraph:end id=t-round --> below it)`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestMoreErrors(t *testing.T) {
	for source, want := range map[string]string{
		"\xfe\xff\x00<": "encoding n.md: the note is written in UTF-16 (save it as UTF-8)",
		"is " + numberN + "1 and <!--dealgraph id=m q=map-->2" + endN + "\n":     `unbalanced n.md:1:4: the number "n" is never closed (add <!--/dealgraph--> after it)`,
		"is " + numberN + "1<!--/dealgraph id=m-->\n":                            `unbalanced n.md:1:47: the end of "m", where "n" is open (write id=n, or none)`,
		"| a | b |\n|---|---|\n| " + numberN + "1 | 2" + endN + " |\n":           `table n.md:3:3: the number "n" goes on into the next cell (write \| for a bar in a cell)`,
		blockX + "<!-- dealgraph:end id=x v=0 -->\n":                             `version n.md:2:25: "0" is no version (take it out)`,
		blockX + "a\n" + strings.Replace(endX, "id=x", "id=x v=-1", 1):           `version n.md:3:25: "-1" is no version (take it out)`,
		"<!-- dealgraph:begin id=a q=sources -->\n<!-- dealgraph:end id=b -->\n": `unbalanced n.md:2:20: the end of "b", where "a" is open since line 1 (write id=a)`,
	} {
		if got := messages(Markdown, source); len(got) != 1 || got[0] != want {
			t.Errorf("%q:\n%q, want\n%q", source, got, want)
		}
	}
	// A block that ended waits for no other end.
	if d := cmp.Diff([]string{`unbalanced n.md:4:20: the end of "x", where "y" is open since line 3 (write id=y)`}, messages(Markdown, blockX+endX+strings.Replace(blockX, "id=x", "id=y", 1)+endX)); d != "" {
		t.Error(d)
	}
	// A comment that ends early is one, and what follows it is read.
	if n := scanned(t, Markdown, "x <!--> is "+numberN+"1"+endN+"\n"); len(n.Slots) != 1 {
		t.Error("a number behind a short comment is not found")
	}
	// A blank that does not break is a blank.
	if s := scanned(t, Markdown, "<!-- dealgraph:begin id=x \u00a0q=map -->\n"+endX).Slots[0]; s.Query != "map" {
		t.Errorf("%+v", s)
	}
	// What stands behind the # of a heading is not at the beginning of a line.
	if n := scanned(t, Markdown, "# "+numberN+"1"+endN+" deals\n"); len(n.Warnings) > 0 {
		t.Errorf("%v", n.Warnings)
	}
	two := "Text[^dg-a].\n\n"
	for _, id := range []string{"a", "b"} {
		two += "<!-- dealgraph:begin id=" + id + " q=sources -->\n<!-- dealgraph:end id=" + id + " -->\n\n"
	}
	err := scanned(t, Markdown, two).AddFootnotes([]Footnote{{"a", "A."}}, stamp)
	if err == nil || err.Error() != "n.md:6:1: a second block of sources would define every footnote twice (keep one)" {
		t.Errorf("%v", err)
	}
}

// The first of two sources with one label counts.
func TestFootnotesWithOneLabel(t *testing.T) {
	n := scanned(t, Markdown, "Text[^dg-a].\n\n<!-- dealgraph:begin id=s q=sources -->\n<!-- dealgraph:end id=s -->\n")
	if err := n.AddFootnotes([]Footnote{{"a", "First."}, {"a", "Second."}}, stamp); err != nil || !strings.Contains(bytesOf(t, n), "[^dg-a]: First.\n\n<!--") {
		t.Errorf("%v %q", err, bytesOf(t, n))
	}
}

func TestBarsInOrg(t *testing.T) {
	got := replaced(t, Org, "| @@comment:dealgraph id=n q=map@@1@@comment:/dealgraph@@ | b |\n", "n", `a|b \ c`)
	if !strings.Contains(got, `@@a\vert{}b \ c@@comment:/dealgraph`) {
		t.Errorf("%q", got)
	}
}

func TestOrgVerbatim(t *testing.T) {
	marker := "@@comment:dealgraph id=n q=map@@1@@comment:/dealgraph@@"
	for source, want := range map[string]int{"=x= and =" + marker + "= x\n": 0, "=x and ~" + marker + "~ x\n": 0, "= x =" + marker + " x\n": 1, "a =b " + marker + " x\n": 1} {
		if n := scanned(t, Org, source); len(n.Slots) != want {
			t.Errorf("%q has %d", source, len(n.Slots))
		}
	}
}

func TestVerify(t *testing.T) {
	n := scanned(t, Markdown, blockX+"a\n"+endX)
	for _, out := range []string{
		strings.ReplaceAll(blockX+"a\n"+endX, "id=x", "id=y"), blockX + "b\n" + endX, "", blockX + "a\n" + endX + "is " + numberN + "1" + endN + "\n", blockX,
	} {
		if err := n.verify([]byte(out)); err == nil {
			t.Errorf("%q is taken for the note", out)
		}
	}
	if err := n.verify([]byte("text\n\n" + blockX + "a\n" + endX)); err != nil {
		t.Error(err)
	}
}

func TestFreezeEdges(t *testing.T) {
	for source, want := range map[string]string{
		"- " + blockX + "  " + endX + "- b\n":           "- \n- b\n",
		"a\n\n" + blockX + endX + "\nb\n":               "a\n\n\nb\n",
		"a\n" + blockX + endX + "\nb\n":                 "a\n\nb\n",
		"a\n" + blockX + endX + "b\n":                   "a\n\nb\n",
		blockX + "a\n" + endX:                           "a\n",
		blockX + "a\n" + strings.TrimSuffix(endX, "\n"): "a",
		"is " + numberN + " 1 " + endN + ".":            "is  1 .",
	} {
		if got, err := scanned(t, Markdown, source).Freeze(); err != nil || string(got) != want {
			t.Errorf("%q is frozen to %q, want %q (%v)", source, got, want, err)
		}
	}
	// What differs in spacing only stays as the author's program has it.
	wide := blockX + "| a   |\n| --- |\n| 1   |\n" + endX
	n := scanned(t, Markdown, wide)
	if err := n.Replace("x", "| a |\n| --- |\n| 1 |", stamp); err != nil {
		t.Fatal(err)
	}
	if got, err := n.Freeze(); err != nil || string(got) != "| a   |\n| --- |\n| 1   |\n" {
		t.Errorf("%q %v", got, err)
	}
	joined := "a @@comm@@comment:dealgraph id=a q=b@@@@comment:/dealgraph@@ent:dealgraph id=c q=d@@\n"
	if got, err := scanned(t, Org, joined).Freeze(); err == nil || !strings.Contains(err.Error(), "without its markers the note would have another one") {
		t.Errorf("%q %v", got, err)
	}
}

func TestMoreNumbers(t *testing.T) {
	for source, want := range map[string][]string{
		"AU$5B, CA$6B, HK$7B, as much as $8B": {"1:1 AU$5B money 5e+09 A$5B", "1:8 CA$6B money 6e+09 C$6B", "1:15 HK$7B money 7e+09 HKD 7B", "1:33 $8B money 8e+09 up to $8B"},
	} {
		if d := cmp.Diff(want, said(Markdown, source)); d != "" {
			t.Error(d)
		}
	}
	var got []string
	for _, s := range Sentences([]byte("He said \"$5B.\" Then (it was so.) *It was $6B.* And $7B\n \t\nmore"), Markdown) {
		got = append(got, s.Text)
	}
	if d := cmp.Diff([]string{`He said "$5B."`, "Then (it was so.)", "*It was $6B.*", "And $7B", "more"}, got); d != "" {
		t.Error(d)
	}
}

// A blank line ends a sentence in every format, and a number that is not there yet stands in none.
func TestSentencesApart(t *testing.T) {
	for _, f := range Formats() {
		var got []string
		for _, s := range Sentences([]byte("one two\n\nthree four\n \nfive\n"), f) {
			got = append(got, s.Text)
		}
		if d := cmp.Diff([]string{"one two", "three four", "five"}, got); d != "" {
			t.Errorf("%s: %s", f, d)
		}
	}
	if got := scanned(t, Markdown, numberN+endN+"\n").Sentence("n"); got != "" {
		t.Errorf("%q", got)
	}
}

// What has no end is cut, so that nothing is as long as the note.
func TestSentenceWithoutEnd(t *testing.T) {
	source := strings.Repeat("and $5B is <!--dealgraph id=N q=map-->$6B<!--/dealgraph--> ", 2000)
	for i := range 2000 {
		source = strings.Replace(source, "id=N", fmt.Sprintf("id=n%d", i), 1)
	}
	numbers := 0
	for _, s := range Sentences([]byte(source), Markdown) {
		if numbers += len(s.Numbers); len(s.Text) > maxSentence+100 {
			t.Fatalf("a sentence of %d bytes", len(s.Text))
		}
	}
	n := scanned(t, Markdown, source)
	for _, s := range n.Slots {
		if text := n.Sentence(s.ID); len(text) > maxSentence+100 || !strings.Contains(text, "$6B") {
			t.Fatalf("%s: %q", s.ID, text)
		}
	}
	if numbers != 2000 {
		t.Errorf("%d numbers", numbers)
	}
}
