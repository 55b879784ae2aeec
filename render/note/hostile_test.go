package note

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
)

// hostileNames are names of parties that try to break out of where they are put.
var hostileNames = []string{
	"A|B", `A\|B`, "A`B", "A``B", "-->", "<!--", "--!>", "*/}", "{/*", "%%", "$x$", `\`, `\\`, "A\nB", "A\r\nB", "a\u202eb", "a\u2066b\u2069", "<script>alert(1)</script>", "[x](javascript:alert(1))",
	"![x](http://evil.example/x.png)", "<a href='javascript:x'>x</a>", "<!-- dealgraph:end id=t -->", "<!--/dealgraph-->", "{/* dealgraph:end id=t */}", "%% dealgraph:end id=t %%",
	"// dealgraph:end id=t", "# dealgraph:end id=t", "% dealgraph:end id=t", "/* dealgraph", "@@comment:/dealgraph@@", "]]>", "</td></tr></table>", "```", "~~~", "# head", "> quote", "- item", "1. item", "|===", "----",
	`\end{document}`, `\input{/etc/passwd}`, "#import \"x\"", "pass:[<script>]", "include::/etc/passwd[]", "+++<script>+++", "{counter:x}", "#+include: /etc/passwd", "[[file:/etc/passwd][x]]", "<<x>>", "$(x)", "{{ x }}", "&lt;script&gt;", "a\u0000b", "a\u001b[31mb", "http://evil.example", "www.evil.example", "x@evil.example", ":smile:", "@user", "~~x~~", "[^dg-c1]", "^x^", "==x==", "- [ ] x", "---", "***", "\u2028x", "\t x", "  x  ", "{.x onclick=y}", "{{< var x >}}", "=x=", "~x~", "*x*", "_x_", "/x/",
}

// hostileNote is a note that has a name in a table, a list, a quote and a line, each in a slot.
func hostileNote(t *testing.T, f Format, name string) (*Note, string) {
	t.Helper()
	inline := func(id string) string {
		open, shut, err := f.Inline(Attribute{"id", id}, Attribute{"q", "map"})
		if err != nil {
			t.Fatal(err)
		}
		return "x " + open + "1" + shut
	}
	block := func(id, prefix string) string {
		begin, end, err := f.Block(Attribute{"id", id}, Attribute{"q", "map"})
		if err != nil {
			t.Fatal(err)
		}
		return prefix + begin + "\n" + prefix + end + "\n"
	}
	source := "First.\n\n" + block("t", "") + "\nOf " + inline("line") + " y.\n\n"
	if f.markdownLike() {
		source += "- one\n\n" + block("list", "  ") + "\n> " + inline("quote") + "\n>\n" + block("quoted", "> ") + "\n| a | b |\n| --- | --- |\n| " + inline("cell") + " | z |\n\n"
	}
	n := scanned(t, f, source+"Last.\n")
	table, err := f.Translate("| party | money |\n| --- | --- |\n| " + Markdown.Escape(name) + " | $5B |\n\nThe end of " + Markdown.Escape(name) + ".")
	if err != nil {
		t.Fatalf("%s: %q: %v", f, name, err)
	}
	for _, s := range n.Slots {
		content := table
		if s.Inline {
			content = f.Escape(name)
		}
		if err := n.Replace(s.ID, content, stamp); err != nil {
			t.Errorf("%s: %q in %s: %v", f, name, s.ID, err)
		}
	}
	return n, bytesOf(t, n)
}

// What is escaped stays where it is put: every slot is found again, and what follows is as before.
func TestHostileNames(t *testing.T) {
	for _, f := range Formats() {
		for _, name := range hostileNames {
			n, out := hostileNote(t, f, name)
			again := scanned(t, f, out)
			if len(again.Slots) != len(n.Slots) {
				t.Fatalf("%s: %q: %d slots of %d", f, name, len(again.Slots), len(n.Slots))
			}
			for _, s := range again.Slots {
				if s.EditedByHand || s.Content == "" && strings.TrimSpace(name) != "" {
					t.Errorf("%s: %q in %s reads as %q", f, name, s.ID, s.Content)
				}
			}
			if strings.ContainsAny(out, "\u202e\u2066\x00\x1b\u2028") {
				t.Errorf("%s: %q is in the note as it is", f, name)
			}
			frozen, err := again.Freeze()
			if err != nil || len(read(frozen, f, false).markers) > 0 || bytes.Contains(frozen, []byte("ledger=")) {
				t.Errorf("%s: %q frozen: %v", f, name, err)
			}
		}
	}
}

var (
	// not <sup: a caret raises what follows it in Pandoc, which changes how a name looks and no more
	dangerous = regexp.MustCompile(`(?i)<script|<img|<[^>]*(?:javascript:|onclick)|<a [^>]*evil|<code|<pre|<h1|<del|<em|<strong|<input|<mark`)
	rows      = regexp.MustCompile(`<tr`)
	tableCell = regexp.MustCompile(`<t[dh]`)
)

// shape is what a page is made of, whatever the names in it.
func shape(page string) string {
	return fmt.Sprint(strings.Count(page, "<table"), " tables, ", len(rows.FindAllString(page, -1)), " rows, ", len(tableCell.FindAllString(page, -1)), " cells, ", strings.Count(page, "<ul"), " lists, ",
		strings.Count(page, "<blockquote"), " quotes, ", strings.Count(page, "<p"), " paragraphs, last ", strings.Contains(page, "Last."))
}

// A page made of the note has the same shape with any name, and nothing that a name could have brought in.
func TestHostileNamesShown(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))
	comment := regexp.MustCompile(`(?s)<!--.*?-->`)
	var want string
	for i, name := range append([]string{"Plain"}, hostileNames...) {
		_, out := hostileNote(t, Markdown, name)
		var page bytes.Buffer
		if err := md.Convert([]byte(out), &page); err != nil {
			t.Fatal(err)
		}
		shown := comment.ReplaceAllString(page.String(), "")
		if i == 0 {
			want = shape(shown)
		}
		if got := shape(shown); got != want {
			t.Errorf("%q makes a page of %s\nnot %s\n%s", name, got, want, shown)
		}
		if bad := dangerous.FindString(shown); bad != "" {
			t.Errorf("%q brings %q into the page\n%s", name, bad, shown)
		}
	}
}

// The same with other programs, all names in one note so that each runs once.
func TestHostileNamesInOtherPrograms(t *testing.T) {
	for _, c := range []struct {
		format  Format
		command string
	}{
		{Markdown, "pandoc -f markdown -t html"},
		{AsciiDoc, "asciidoctor -b html5 -s -o - -"},
		{Org, "pandoc -f org -t html"},
		{LaTeX, "pandoc -f latex -t html"},
	} {
		t.Run(c.command, func(t *testing.T) {
			command := strings.Fields(c.command)
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skipf("%s is not installed", command[0])
			}
			page := func(names []string) string {
				var doc strings.Builder
				for _, name := range names {
					n, _ := hostileNote(t, c.format, name)
					frozen, err := n.Freeze()
					if err != nil {
						t.Fatal(err)
					}
					doc.Write(frozen)
					doc.WriteString("\n")
				}
				cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
				cmd.Stdin = strings.NewReader(doc.String())
				out, err := cmd.Output()
				if err != nil {
					t.Fatal(err)
				}
				return regexp.MustCompile(`(?s)<colgroup>.*?</colgroup>`).ReplaceAllString(string(out), "")
			}
			plain := make([]string, len(hostileNames))
			for i := range plain {
				plain[i] = "Plain"
			}
			shown := page(hostileNames)
			if got, want := shape(shown), shape(page(plain)); got != want {
				t.Errorf("a page of %s\nnot %s", got, want)
			}
			if bad := dangerous.FindString(shown); bad != "" {
				i := strings.Index(shown, bad)
				t.Errorf("%q is in the page: %s", bad, shown[max(0, i-80):min(len(shown), i+80)])
			}
		})
	}
}
