package note

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// New markers read back as what they were made of, and take contents.
func TestNewSlots(t *testing.T) {
	attributes := []Attribute{{"id", "größe-1"}, {"q", `list -where "amount > 5" --top 3`}, {"get", `a["x"] | b \ c`}, {"fmt", "$0.0B"}}
	for _, f := range Formats() {
		begin, end, err := f.Block(append(attributes, Attribute{"alt", "it's “so”"})...)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		open, shut, err := f.Inline(attributes[:1:1]...)
		if err == nil {
			t.Errorf("%s: a number without a query: %q %q", f, open, shut)
		}
		number := append([]Attribute{{"id", "n"}}, attributes[1:]...)
		if open, shut, err = f.Inline(number...); err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		source := "a\n\n" + begin + "\n" + end + "\n\nb " + open + "1" + shut + " c\n"
		n, err := Scan("x", []byte(source), f)
		if err != nil || len(n.Slots) != 2 || len(n.Warnings) > 0 {
			t.Errorf("%s: %v %v\n%s", f, err, n, source)
			continue
		}
		for i, want := range [][]Attribute{append(attributes, Attribute{"alt", "it's “so”"}), number} {
			for j, a := range n.Slots[i].Attributes {
				if a.Name != want[j].Name || longFlags(a.Value) != longFlags(want[j].Value) {
					t.Errorf("%s: %v, want %v", f, a, want[j])
				}
			}
			if got := n.Slots[i].Query; got != `list --where "amount > 5" --top 3` {
				t.Errorf("%s: %s", f, got)
			}
		}
		if err := n.Replace("n", f.Escape("~$5B & more_than * 3% {x} [y] #1 \\ <!-- |"), stamp); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if _, err := n.Bytes(); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
	for _, bad := range [][]Attribute{{{"id", "a b"}, {"q", "x"}}, {{"id", "x"}}, {{"q", "x"}}, {{"id", "x"}, {"q", "-->"}}, {{"id", "x"}, {"q", "a\nb"}}, {{"id", "x"}, {"q", "y"}, {"z", "1"}}} {
		if begin, _, err := Markdown.Block(bad...); err == nil {
			t.Errorf("%v gives %q", bad, begin)
		}
	}
}

func TestEscape(t *testing.T) {
	for _, c := range []struct {
		format     Format
		text, want string
	}{
		{Markdown, "$410.6B", "$410.6B"}, {Markdown, "a|b *c* <!--", `a\|b \*c\* \<\!--`},
		{MDX, "{x}", `\{x\}`}, {Obsidian, "%% a ==b==", "%&#37; a =\\=b=\\="},
		{AsciiDoc, "$410.6B", "$410.6B"}, {AsciiDoc, "a *b* [c]", `pass:c[a *b* [c\]]`},
		{Typst, "$410.6B #x", `\$410.6B \#x`}, {Typst, "a // b", `a /\/ b`}, {LaTeX, `$5 & 3% {a_b} \`, `\$5 \& 3\% \{a\_b\} \textbackslash{}`},
		{Org, "$410.6B", "$410.6B"}, {Org, "a|b", `a\vert{}b`},
	} {
		if got := c.format.Escape(c.text); got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.format, c.text, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	p := Figure{ID: "map", Path: "fig/a map.svg", Alt: "Who [pays] whom", Caption: "Deals 100%"}
	want := map[Format]string{
		Markdown: "![Who \\[pays\\] whom](fig/a%20map.svg){#fig-map}\n\n*Deals 100%*",
		MDX:      "![Who \\[pays\\] whom](fig/a%20map.svg)\n\n*Deals 100%*",
		Obsidian: "![Who \\[pays\\] whom](fig/a%20map.svg)\n\n*Deals 100%*",
		AsciiDoc: "[#fig-map]\n.Deals 100%\nimage::fig/a%20map.svg[\"Who [pays] whom\"]",
		Typst:    "#figure(\n  image(\"fig/a map.svg\", alt: \"Who [pays] whom\"),\n  caption: [Deals 100%],\n) <fig-map>",
		LaTeX:    "\\begin{figure}\n\\centering\n\\includegraphics[width=\\linewidth,alt={Who [pays] whom}]{fig/a map}\n\\caption{Deals 100\\%}\n\\label{fig-map}\n\\end{figure}",
		Org:      "#+CAPTION: Deals 100%\n#+NAME: fig-map\n#+ATTR_HTML: :alt Who [pays] whom\n[[file:fig/a map.svg]]",
	}
	for _, f := range Formats() {
		if d := cmp.Diff(want[f], f.Figure(p)); d != "" {
			t.Errorf("%s (-want +got):\n%s", f, d)
		}
	}
}

func TestFootnotes(t *testing.T) {
	list := []Footnote{{"c1", "First."}, {"c2", "Second,\nlonger."}, {"c:3", "Third."}, {"c4", "Unused."}}
	for _, f := range Formats() {
		begin, end, err := f.Block(Attribute{"id", "s"}, Attribute{"q", SourcesQuery})
		if err != nil {
			t.Fatal(err)
		}
		block, stop, _ := f.Block(Attribute{"id", "b"}, Attribute{"q", "map"})
		source := "Text " + f.FootnoteRef("c2") + ".\n\n" + block + "\n" + stop + "\n\n" + begin + "\n" + end + "\n"
		n := scanned(t, f, source)
		if err := n.Replace("b", "See "+f.FootnoteRef("c:3")+" and "+f.FootnoteRef("c2"), stamp); err != nil {
			t.Fatal(err)
		}
		if err := n.AddFootnotes(list, stamp); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out := bytesOf(t, n)
		again := scanned(t, f, out)
		got, _ := again.Slot("s")
		if d := cmp.Diff(f.Footnotes([]Footnote{list[1], list[2]}), got.Content); d != "" {
			t.Errorf("%s (-want +got):\n%s", f, d)
		}
		if refs := again.FootnoteRefs(); len(refs) != 2 || refs[0] != "c2" || !strings.HasPrefix(refs[1], "c-3-") {
			t.Errorf("%s: refers to %v", f, refs)
		}
		if err := again.AddFootnotes(list, stamp); err != nil || bytesOf(t, again) != out {
			t.Errorf("%s: a second time: %v", f, err)
		}
		if err := again.AddFootnotes(list[:1], stamp); err == nil || !strings.Contains(err.Error(), `the source "c2", which is not known`) {
			t.Errorf("%s: %v", f, err)
		}
		if frozen, err := again.Freeze(); err != nil || !strings.Contains(string(frozen), "Second, longer.") {
			t.Errorf("%s: %v %s", f, err, frozen)
		}
	}
	n := scanned(t, Markdown, "Text[^dg-c1], `[^dg-c9]`.\n\n[^dg-c8]: By hand.\n")
	if refs := n.FootnoteRefs(); len(refs) != 1 || refs[0] != "c1" {
		t.Errorf("refers to %v", refs)
	}
	want := "n.md: the note refers to sources and has no place for them (add at its end the lines <!-- dealgraph:begin id=sources q=sources --> and <!-- dealgraph:end id=sources -->)"
	if err := n.AddFootnotes(list, stamp); err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	if err := scanned(t, Markdown, "Text.\n").AddFootnotes(list, stamp); err != nil {
		t.Error(err)
	}
}

const reportMarkdown = `**What can go round** (*signed*)

| party | all money | share |
| --- | ---: | :-: |
| A\|B & Co. | $2.68T | 15% |
| [X](https://x.org/a_b) | ? | 50%[^dg-c1] |

1. first \*note\*
2. second

- a ` + "`code`" + `

![A map](fig/m.svg){#fig-m}
`

func TestTranslate(t *testing.T) {
	want := map[Format]string{
		AsciiDoc: "**What can go round** pass:c[(]__signed__pass:c[)]\n\n[cols=\"<,>,^\",options=\"header\"]\n|===\n|party |all money |share\n\n|pass:c[A\\|B & Co.] |$2.68T |15%\n|link:++https://x.org/a_b++[X] |? |50%<<dg-c1>>\n|===\n\n. pass:c[first *note*]\n. second\n\n* a `code`\n\n[#fig-m]\nimage::fig/m.svg[\"A map\"]",
		Typst:    "#strong[What can go round] (#emph[signed])\n\n#table(\n  columns: 3,\n  align: (left, right, center,),\n  table.header([party], [all money], [share]),\n  [A|B & Co.], [\\$2.68T], [15%],\n  [#link(\"https://x.org/a_b\")[X]], [?], [50%#super[#link(<dg-c1>)[c1]]],\n)\n\n+ first \\*note\\*\n+ second\n\n- a #raw(\"code\")\n\n#figure(\n  image(\"fig/m.svg\", alt: \"A map\"),\n) <fig-m>",
		LaTeX:    "\\textbf{What can go round} (\\emph{signed})\n\n\\begin{tabular}{lrc}\n\\hline\nparty & all money & share \\\\\n\\hline\nA|B \\& Co. & \\$2.68T & 15\\% \\\\\n\\href{https://x.org/a_b}{X} & ? & 50\\%\\cite{dg-c1} \\\\\n\\hline\n\\end{tabular}\n\n\\begin{enumerate}\n\\item first *note*\n\\item second\n\\end{enumerate}\n\n\\begin{itemize}\n\\item a \\texttt{code}\n\\end{itemize}\n\n\\begin{figure}\n\\centering\n\\includegraphics[width=\\linewidth,alt={A map}]{fig/m}\n\\label{fig-m}\n\\end{figure}",
		Org:      "*What can go round* (/signed/)\n\n| <l> | <r> | <c> |\n| party | all money | share |\n|---+---+---|\n| A\\vert{}B & Co. | $2.68T | 15% |\n| [[https://x.org/a_b][X]] | ? | 50%[fn:dg-c1] |\n\n1. first \u200b*note\u200b*\n2. second\n\n- a ~code~\n\n#+NAME: fig-m\n#+ATTR_HTML: :alt A map\n[[file:fig/m.svg]]",
		Markdown: reportMarkdown, Obsidian: reportMarkdown, MDX: strings.ReplaceAll(reportMarkdown, "{#fig-m}", ""),
	}
	for _, f := range Formats() {
		got, err := f.Translate(reportMarkdown)
		if err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if d := cmp.Diff(want[f], got); d != "" {
			t.Errorf("%s (-want +got):\n%s", f, d)
		}
	}
	for _, f := range []Format{AsciiDoc, Typst, LaTeX, Org} {
		if got, err := f.Translate("<div>x</div>\n"); err == nil {
			t.Errorf("%s: HTML became %q", f, got)
		}
	}
}

func TestDiff(t *testing.T) {
	want := "--- a/n.md\n+++ b/n.md\n@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n"
	if d := cmp.Diff(want, Diff([]byte("a\nb\nd\n"), []byte("a\nc\nd\n"), "n.md")); d != "" {
		t.Error(d)
	}
	if d := Diff([]byte("a"), []byte("a"), "n.md"); d != "" {
		t.Error(d)
	}
}

// A number of AsciiDoc stands on a line of its own; a blank line that waits for it makes way.
func TestReplaceBlankLine(t *testing.T) {
	for _, blank := range []string{"", "\n", "  \n"} {
		n, err := Scan("x", []byte("Of all\n// dealgraph id=a q=x get=y\n"+blank+"// /dealgraph\ngo.\n"), AsciiDoc)
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Replace("a", "$5", Stamp{}); err != nil {
			t.Fatal(err)
		}
		got, err := n.Bytes()
		if want := "Of all\n// dealgraph id=a q=x get=y\n$5\n// /dealgraph sum=" + Sum("$5") + "\ngo.\n"; err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", blank, got, err)
		}
	}
}
