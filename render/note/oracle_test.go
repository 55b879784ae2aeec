package note

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// seenByGoldmark lists where an independent reader of Markdown sees comments of ours, and which of them are in tables.
func seenByGoldmark(t testing.TB, source []byte) []string {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote))
	tree := md.Parser().Parse(gmtext.NewReader(source))
	var seen []string
	note := func(segments *gmtext.Segments, inTable bool) {
		var joined []byte
		var at []int
		for i := range segments.Len() {
			s := segments.At(i)
			for k := s.Start; k < s.Stop; k++ {
				joined, at = append(joined, source[k]), append(at, k)
			}
		}
		for i := 0; i < len(joined); {
			j := bytes.Index(joined[i:], []byte("<!--"))
			if j < 0 {
				return
			}
			i += j
			end := bytes.Index(joined[i+2:], []byte("-->")) - 2
			if end < -2 {
				return
			}
			if end < 0 { // <!-->
				i += 5
				continue
			}
			if body := joined[i+4 : i+4+end]; looksLikeMarker(body) && !bytes.Contains(body, []byte("\n")) {
				seen = append(seen, fmt.Sprint(at[i], " ", string(body), " ", inTable))
			}
			i += 4 + end + 3
		}
	}
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			inTable := false
			for p := n.Parent(); p != nil; p = p.Parent() {
				inTable = inTable || p.Kind() == extast.KindTableCell
			}
			note(n.Segments, inTable)
		case *ast.HTMLBlock:
			lines := gmtext.NewSegments()
			lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
			if n.HasClosure() {
				lines.Append(n.ClosureLine)
			}
			pre := n.HTMLBlockType == ast.HTMLBlockType1 && bytes.Contains(source[lines.At(0).Start:lines.At(0).Stop], []byte("<pre"))
			if (pre || n.HTMLBlockType != ast.HTMLBlockType1) && n.HTMLBlockType != ast.HTMLBlockType3 && n.HTMLBlockType != ast.HTMLBlockType4 && n.HTMLBlockType != ast.HTMLBlockType5 {
				note(lines, false)
			}
		}
		return ast.WalkContinue, nil
	})
	return seen
}

func seenByUs(source []byte) []string {
	var seen []string
	for _, m := range read(source, Markdown, false).markers {
		if !m.unclosed {
			seen = append(seen, fmt.Sprint(m.start, " ", m.body, " ", m.inTable))
		}
	}
	return seen
}

// pieces of which random notes are made.
var oraclePieces = []string{
	"word ", "two words ", "\n", "\n", "\n", "\n\n", "\n\n", "- ", "* ", "1. ", "2) ", "> ", ">", "  ", "    ", "      ", "\n\t", "```", "~~~", "````", "`", "``", "\\",
	"# ", "---", "===", "\n\n| a | b |\n|---|---|\n| x | `<!--dealgraph id=a q=b-->` |\n\n", "\n\na | <!--dealgraph id=a q=b-->b\n-|:-:\n`|<!--/dealgraph-->` |\n\\|<!--dealgraph id=a q=b-->\n\n", "| ", " | ", "[^1]: ", "<div>", "</div>\n", "<b>", "<b title=\"`\">", "<!-- a remark -->", "<!--", "-->", "<?", "<pre>", "</pre>",
	"<!-- dealgraph:begin id=a q=b -->", "<!-- dealgraph:end id=a -->", "<!--dealgraph id=a q=b-->", "<!--/dealgraph-->",
	"\n<!-- dealgraph:begin id=a q=b -->\n", "\n<!-- dealgraph:end id=a -->\n", "$5B",
}

var footnoteBlanks = regexp.MustCompile(`\[\^1\]:[ \t]+`)

// TestMarkersAreWhereMarkdownSeesThem compares with goldmark which comments count, on thousands of random notes.
func TestMarkersAreWhereMarkdownSeesThem(t *testing.T) {
	rounds := 30000
	if testing.Short() {
		rounds = 4000
	}
	random := rand.New(rand.NewPCG(1, 2))
	found, bad := 0, 0
	for range rounds {
		var b strings.Builder
		b.WriteString("[^1]\n\n") // goldmark drops footnotes that nobody refers to
		for range 3 + random.IntN(14) {
			b.WriteString(oraclePieces[random.IntN(len(oraclePieces))])
		}
		// Blanks behind a footnote's label make code for goldmark, and nothing for GitHub.
		source := footnoteBlanks.ReplaceAll([]byte(b.String()), []byte("[^1]: "))
		if bytes.Count(source, []byte("[^1]:")) > 1 {
			continue // goldmark keeps one of them
		}
		if bytes.Contains(source, []byte("[^1]:")) { // nor do they agree on tabs behind the label
			source = bytes.ReplaceAll(source, []byte("\t"), []byte(" "))
		}
		want, got := seenByGoldmark(t, source), seenByUs(source)
		found += len(got)
		slices.Sort(want)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("note %q\n(-goldmark +ours):\n%s", source, d)
			if bad++; bad > 12 {
				break
			}
		}
	}
	if found < rounds/4 {
		t.Errorf("only %d markers in %d notes: too few to mean anything", found, rounds)
	}
}
