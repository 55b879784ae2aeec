package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The Pandoc recipe of the README: a note that was refreshed becomes a page and a Word file with its numbers, without its markers, and with its
// sources as footnotes; frozen it becomes the same page.
func TestNotePandoc(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("no page is made of a note: there is no pandoc on the PATH")
	}
	noteRoom(t)
	writeNote(t, "n.md", `# A note

Of all <!--dealgraph id=a q="circularity -basis signed" get="bases[0].circulated" fmt=bn--><!--/dealgraph--> go round.

- an item

<!-- dealgraph:begin id=b q="list" -->
<!-- dealgraph:end id=b -->

<!-- dealgraph:begin id=ring q="chart cycles" format=png caption="The *circle*" -->
<!-- dealgraph:end id=ring -->

<!-- dealgraph:begin id=sources q=sources -->
<!-- dealgraph:end id=sources -->
`)
	if code, _, errs := command(t, "note", "refresh", "n.md", "-l", "deals.csv"); code != 0 {
		t.Fatal(errs)
	}
	if code, _, errs := command(t, "note", "freeze", "n.md", "-o", "frozen.md"); code != 0 {
		t.Fatal(errs)
	}
	page := func(file string) string {
		out, err := exec.Command(pandoc, "-f", "markdown-implicit_figures", "-t", "html", "--wrap=none", file).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	got := page("frozen.md")
	for _, want := range []string{"<p>Of all $12.0bn go round.</p>", "<td style=\"text-align: right;\">$10.0B</td>", `<img src="fig/ring.png"`, `class="footnotes`, "https://example.org/round"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "dealgraph:") || strings.Contains(got, "sum=") {
		t.Errorf("there is a marker in\n%s", got)
	}
	// Of the note itself the markers are comments, which a page has and nobody sees.
	var shown []string
	for line := range strings.Lines(page("n.md")) {
		for {
			before, rest, ok := strings.Cut(line, "<!--")
			if !ok {
				break
			}
			_, after, _ := strings.Cut(rest, "-->")
			line = before + after
		}
		if strings.TrimSpace(line) != "" {
			shown = append(shown, line)
		}
	}
	if text := strings.Join(shown, ""); text != got {
		t.Errorf("the note itself, without comments, is\n%s\nand frozen\n%s", text, got)
	}
	for _, format := range []string{"docx", "latex", "rst"} {
		if out, err := exec.Command(pandoc, "-f", "markdown-implicit_figures", "n.md", "-t", format, "-o", "n."+format).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", format, err, out)
		}
		if info, err := os.Stat("n." + format); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// The LaTeX recipe: the macros of note vars make a text with the numbers.
func TestNoteVarsPandoc(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("no text is made of macros: there is no pandoc on the PATH")
	}
	noteRoom(t)
	if code, _, errs := command(t, "note", "vars", "-l", "deals.csv", "--query", `id=deals.round q="circularity --basis signed" get="bases[0].circulated" fmt=bn`, "-o", "numbers.tex"); code != 0 {
		t.Fatal(errs)
	}
	writeNote(t, "text.tex", "\\documentclass{article}\n\\input{numbers.tex}\n\\begin{document}\nOf all, \\dealsRound{} go round.\n\\end{document}\n")
	out, err := exec.Command(pandoc, "-f", "latex", "-t", "plain", "text.tex").CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "Of all, $12.0bn go round." {
		t.Errorf("%v: %s", err, out)
	}
}
