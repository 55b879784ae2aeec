package page

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"dealgraph/render/typeset"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	reading "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Article is a text with figures: a report, or a note.
type Article struct {
	// Markdown is the text: headings, paragraphs, lists, tables, links, footnotes. HTML in it is shown to nobody.
	Markdown []byte
	// Pictures are the figures as SVG, by the path that the text names them with. They stand in the page; a picture that is not here
	// is told by its words.
	Pictures map[string][]byte
	// Title names the page in the window; the first heading of the text if empty.
	Title string
	// Lang is the language of the text, as a BCP 47 tag; English if empty.
	Lang string
}

var (
	//go:embed article.html
	articleText string
	//go:embed article.css
	articleStyle string

	articleLayout = template.Must(template.New("article").Parse(articleText))
)

// ErrEmpty is returned for an article without a text.
var ErrEmpty = errors.New("the article has no text")

// articleContent is what the layout puts into its places.
type articleContent struct {
	Title, Lang, Policy string
	Style, Body         template.HTML
}

// ArticleHTML returns a page of one file: no script, no request, light and dark as the reader's system is, readable on a phone and
// on paper. The page is also well-formed XML.
//
// It is an error if there is no text, or if a picture holds anything that package svg does not write. The cost is linear in the sizes.
func ArticleHTML(a Article) ([]byte, error) {
	if len(bytes.TrimSpace(a.Markdown)) == 0 {
		return nil, ErrEmpty
	}
	w := &articleWriter{pictures: a.Pictures}
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.NewFootnote(extension.WithFootnoteIDPrefix(ownIDs), extension.WithFootnoteBacklinkHTML("↩&#xfe0e;"))),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithASTTransformers(util.Prioritized(w, 1000))),
		goldmark.WithRendererOptions(html.WithXHTML(), renderer.WithNodeRenderers(util.Prioritized(w, 100))),
	)
	var body bytes.Buffer
	err := markdown.Convert([]byte(writable(string(a.Markdown))), &body, parser.WithContext(parser.NewContext(parser.WithIDs(&headingIDs{seen: map[string]int{}}))))
	if err == nil {
		err = w.failed
	}
	if err != nil {
		return nil, err
	}
	style := newPainter().rules() + articleStyle
	c := articleContent{
		Title: typeset.Clean(cmp.Or(a.Title, w.heading, "Report")), Lang: cmp.Or(a.Lang, "en"), Policy: stylePolicy(append([]string{style}, w.styles...)),
		Style: template.HTML("<style>" + style + "</style>"), Body: template.HTML(body.String()),
	}
	var out bytes.Buffer
	if err := articleLayout.Execute(&out, c); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

// writable is a text without the control characters that XML cannot have.
func writable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd"))
}

// headingIDs makes ids of headings that no picture has.
type headingIDs struct{ seen map[string]int }

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(string(value)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := ownIDs + "h-" + cmp.Or(strings.Trim(b.String(), "-"), "part")
	if h.seen[id]++; h.seen[id] > 1 {
		return fmt.Appendf(nil, "%s--%d", id, h.seen[id])
	}
	return []byte(id)
}

func (h *headingIDs) Put([]byte) {}

// articleWriter changes the tree of a text into what a page has, and writes what goldmark does not.
type articleWriter struct {
	pictures map[string][]byte
	heading  string
	styles   []string // of the pictures
	failed   error
}

// pictureBlock is a picture with its caption, which are its children.
type pictureBlock struct {
	ast.BaseBlock
	markup, alt string
}

var kindPicture = ast.NewNodeKind("ArticlePicture")

func (*pictureBlock) Kind() ast.NodeKind              { return kindPicture }
func (p *pictureBlock) Dump(source []byte, level int) { ast.DumpHelper(p, source, level, nil, nil) }

// Transform finds pictures, titles of tables and the notes under them.
func (w *articleWriter) Transform(doc *ast.Document, r reading.Reader, _ parser.Context) {
	source := r.Source()
	var paragraphs []*ast.Paragraph
	var tables []*extast.Table
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if w.heading == "" {
				w.heading = plainText(n, source)
			}
		case *ast.Paragraph:
			paragraphs = append(paragraphs, n)
		case *extast.Table:
			tables = append(tables, n)
		case *ast.Link:
			n.SetAttributeString("rel", []byte("noopener noreferrer"))
		}
		return ast.WalkContinue, nil
	})
	for _, p := range paragraphs {
		w.figure(p, source)
	}
	for _, t := range tables {
		dressTable(t, source)
	}
}

// figure makes a paragraph that is a picture alone a figure, with the emphasised paragraph behind it as its caption.
func (w *articleWriter) figure(p *ast.Paragraph, source []byte) {
	image, ok := p.FirstChild().(*ast.Image)
	if !ok || p.ChildCount() != 1 || w.pictures[string(image.Destination)] == nil {
		return
	}
	picture, err := readPictureAs(w.pictures[string(image.Destination)], fmt.Sprintf("f%d-", len(w.styles)+1))
	if err != nil {
		w.failed = errors.Join(w.failed, fmt.Errorf("picture %s: %w", image.Destination, err))
		return
	}
	w.styles = append(w.styles, strings.Join(picture.style, ""))
	block := &pictureBlock{markup: picture.markup, alt: plainText(image, source)}
	if next, ok := p.NextSibling().(*ast.Paragraph); ok && next.ChildCount() == 1 {
		if caption, ok := next.FirstChild().(*ast.Emphasis); ok && caption.Level == 1 {
			for c := caption.FirstChild(); c != nil; c = caption.FirstChild() {
				block.AppendChild(block, c)
			}
			next.Parent().RemoveChild(next.Parent(), next)
		}
	}
	p.Parent().ReplaceChild(p.Parent(), p, block)
}

// dressTable gives the cells of the head their scope, and the cells of numbers, the title before a table, and the notes and sources behind it their classes.
func dressTable(t *extast.Table, source []byte) {
	class := func(n ast.Node, name string) { n.SetAttributeString("class", []byte(name)) }
	_ = ast.Walk(t, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if cell, ok := n.(*extast.TableCell); ok && entering {
			if cell.Alignment == extast.AlignRight {
				class(cell, "amount")
			}
			if cell.Parent().Kind() == extast.KindTableHeader {
				cell.SetAttributeString("scope", []byte("col"))
			}
		}
		return ast.WalkContinue, nil
	})
	if p, ok := t.PreviousSibling().(*ast.Paragraph); ok && p.ChildCount() == 1 {
		if strong, ok := p.FirstChild().(*ast.Emphasis); ok && strong.Level == 2 {
			class(p, "title")
			t.SetAttributeString("aria-label", []byte(plainText(strong, source)))
		}
	}
	if t.ChildCount() <= shortTable {
		t.SetAttributeString("class", []byte("short"))
	}
	next := t.NextSibling()
	if l, ok := next.(*ast.List); ok && l.IsOrdered() {
		class(l, "notes")
		next = l.NextSibling()
	}
	if p, ok := next.(*ast.Paragraph); ok && strings.HasPrefix(plainText(p, source), "Sources: ") {
		class(p, "sources")
	}
}

// shortTable is how many rows a table may have, its head among them, to stay on one page of paper.
const shortTable = 20

// plainText is the text of a node without its markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(c.Segment.Value(source)))))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// RegisterFuncs says what is written here.
func (w *articleWriter) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindPicture, writePicture)
	r.Register(ast.KindImage, writeMissing)
	r.Register(extast.KindTable, writeTable)
	nothing := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkSkipChildren, nil }
	r.Register(ast.KindRawHTML, nothing)
	r.Register(ast.KindHTMLBlock, nothing)
}

func writePicture(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	p := n.(*pictureBlock)
	switch {
	case entering:
		wide := ""
		if strings.Contains(firstTag(p.markup), `class="dealmap"`) {
			wide = " wide" // too small to read when fitted to a phone
		}
		_, _ = b.WriteString(`<figure><div class="scroll` + wide + `" tabindex="0" role="group" aria-label="` + escaper.Replace(p.alt) + `">` + p.markup + "</div>\n")
		if p.HasChildren() {
			_, _ = b.WriteString("<figcaption>")
		}
	case p.HasChildren():
		_, _ = b.WriteString("</figcaption></figure>\n")
	default:
		_, _ = b.WriteString("</figure>\n")
	}
	return ast.WalkContinue, nil
}

// firstTag is the start of the markup of a picture: what follows may be text of a ledger.
func firstTag(markup string) string {
	tag, _, _ := strings.Cut(markup, ">")
	return tag
}

// writeMissing tells a picture that is not here by its words: a page requests nothing.
func writeMissing(b util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = b.WriteString(`<span class="missing">` + escaper.Replace(plainText(n, source)) + "</span>")
	}
	return ast.WalkSkipChildren, nil
}

func writeTable(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = b.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	label := "Table"
	if v, ok := n.AttributeString("aria-label"); ok {
		label = string(v.([]byte))
	}
	short := ""
	if _, ok := n.AttributeString("class"); ok {
		short = " short"
	}
	_, _ = b.WriteString(`<div class="scroll` + short + `" tabindex="0" role="region" aria-label="` + escaper.Replace(label) + `"><table>` + "\n")
	return ast.WalkContinue, nil
}
