package note

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What other programs show of a note is the same with the markers and without them, spacing aside, and has the contents.
func TestOtherPrograms(t *testing.T) {
	comment, space := regexp.MustCompile(`(?s)<!--.*?-->`), regexp.MustCompile(`\s+`)
	widths := regexp.MustCompile(`(?s)<colgroup>.*?</colgroup>`) // Pandoc's, if a line of a table is long
	for _, c := range []struct {
		format  Format
		command string
	}{
		{Markdown, "pandoc -f markdown -t html"},
		{Markdown, "pandoc -f gfm -t html"},
		{Markdown, "cmark-gfm --unsafe -e table -e footnotes"},
		{AsciiDoc, "asciidoctor -b html5 -s -o - -"},
		{Org, "pandoc -f org -t html"},
		{LaTeX, "pandoc -f latex -t html"},
	} {
		name := strings.Fields(c.command)
		t.Run(c.command, func(t *testing.T) {
			if _, err := exec.LookPath(name[0]); err != nil {
				t.Skipf("%s is not installed", name[0])
			}
			shown := func(source string) string {
				cmd := exec.CommandContext(t.Context(), name[0], name[1:]...)
				cmd.Stdin = strings.NewReader(source)
				var out bytes.Buffer
				cmd.Stdout = &out
				if err := cmd.Run(); err != nil {
					t.Fatal(err)
				}
				html := comment.ReplaceAllString(widths.ReplaceAllString(out.String(), ""), "")
				html = space.ReplaceAllString(html, " ")
				if c.format == LaTeX { // where TeX sees nothing, Pandoc has a space for the end of a line that a comment ends
					html = strings.ReplaceAll(html, " ,", ",")
				}
				return regexp.MustCompile(` ?(</?(?:p|li|table|a|div|ul|ol|tr|td|th)\b[^>]*>) ?`).ReplaceAllString(html, "$1")
			}
			for _, g := range goldens(t) {
				if g.format != c.format {
					continue
				}
				got := shown(g.after)
				if d := cmp.Diff(shown(g.frozen), got); d != "" {
					t.Errorf("without markers (-) and with them (+):\n%s", d)
				}
				if !strings.Contains(got, "<table") || !strings.Contains(got, "$410.6B") {
					t.Errorf("the contents are not shown:\n%s", got)
				}
			}
		})
	}
}
