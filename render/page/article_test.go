package page

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// articleSample has all that an article can have, and two pictures of which the parts are called the same.
func articleSample(t *testing.T) Article {
	t.Helper()
	svg, err := os.ReadFile("../../testdata/readme/cone-openai.svg")
	if err != nil {
		t.Fatal(err)
	}
	return Article{
		Markdown: []byte(`# Money & more

First paragraph, with a source.[^dg-a] A [link](https://example.org/?a=1&b=2), ` + "`code`" + `.

## Title

![What one sees.](fig/one.svg)

*The caption, *with* emphasis.*

![The same once more.](fig/two.svg)

**A table**

| who | what |
| --- | ---: |
| A \| B | $5.0B |
| \<b\>C\</b\> | ? |

1. a note

Sources: [^dg-a] [^dg-b]

## Title

- one
- two

[^dg-a]: [Example](https://example.org/a), 3 July 2026.
[^dg-b]: Nothing.
`),
		Pictures: map[string][]byte{"fig/one.svg": svg, "fig/two.svg": svg},
	}
}

func mustArticle(t *testing.T, a Article) []byte {
	t.Helper()
	out, err := ArticleHTML(a)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// An article is well-formed XML, no id stands twice, references lead somewhere, nothing in it runs or loads, and its policy has the
// hash of every style sheet and nothing else.
func checkArticle(t *testing.T, out []byte) []*html.Node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(out)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	nodes := parse(t, out)
	policy, ids := "", map[string]bool{}
	for _, n := range nodes {
		if n.Data == "meta" && attr(n, "http-equiv") == "Content-Security-Policy" {
			policy = attr(n, "content")
		}
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %s is there twice", id)
			}
			ids[id] = true
		}
	}
	styles := 0
	for _, n := range nodes {
		switch n.Data {
		case "script", "img", "iframe", "object", "embed", "form", "input", "base", "audio", "video", "image", "use", "foreignObject":
			t.Errorf("there is a <%s>", n.Data)
		case "style":
			styles++
			if !strings.Contains(policy, textHash(text(n))) {
				t.Errorf("the policy lacks the hash of a style sheet: %.60s", text(n))
			}
		case "table", "figure", "p":
			if n.Parent.Data == "p" {
				t.Errorf("<%s> in a paragraph", n.Data)
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "href" && n.Data == "a":
				if !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") && a.Val != "" {
					t.Errorf("a link goes to %q", a.Val)
				}
			default:
				checkAttribute(t, n, a)
			}
			if a.Key == "href" && strings.HasPrefix(a.Val, "#") && !ids[a.Val[1:]] {
				t.Errorf("%s leads nowhere", a.Val)
			}
			if a.Key == "aria-labelledby" {
				for _, id := range strings.Fields(a.Val) {
					if !ids[id] {
						t.Errorf("aria-labelledby=%s leads nowhere", id)
					}
				}
			}
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") || strings.Count(policy, "sha256-") < 1 || styles < 1 {
		t.Errorf("policy %s, %d style sheets", policy, styles)
	}
	return nodes
}

func TestArticle(t *testing.T) {
	a := articleSample(t)
	out := mustArticle(t, a)
	if d := cmp.Diff(string(out), string(mustArticle(t, a))); d != "" {
		t.Errorf("twice the same gives two pages: %s", d)
	}
	nodes := checkArticle(t, out)
	var said []string
	for _, n := range nodes {
		switch n.Data {
		case "title":
			if n.Parent.Data == "head" {
				said = append(said, "title: "+text(n))
			}
		case "h2":
			said = append(said, "h2: "+attr(n, "id"))
		case "figcaption":
			said = append(said, "caption: "+text(n))
		case "td":
			said = append(said, "cell "+attr(n, "class")+": "+text(n))
		case "svg":
			said = append(said, "svg: "+attr(n, "id"))
		case "table":
			said = append(said, "table in: "+attr(n.Parent, "aria-label"))
		case "ol":
			said = append(said, "list: "+attr(n, "class"))
		case "th":
			said = append(said, "head "+attr(n, "scope")+": "+text(n))
		case "p":
			if attr(n, "class") == "sources" {
				said = append(said, "sources")
			}
		}
	}
	want := []string{
		"title: Money & more", "h2: pg-h-title", "svg: f1-cone", "caption: The caption, with emphasis.", "svg: f2-cone", "table in: A table", "head col: who", "head col: what",
		"cell : A | B", "cell amount: $5.0B", "cell : <b>C</b>", "cell amount: ?", "list: notes", "sources", "h2: pg-h-title--2", "list: ",
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, want := range []string{"#f1-cone .f_ink{", "#f2-cone .f_ink{", "@media screen and (prefers-color-scheme:dark){#f1-cone"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the style of a picture lacks %q", want)
		}
	}
	if strings.Contains(string(out), "{#cone ") || strings.Contains(string(out), "\n#cone ") {
		t.Error("a style sheet speaks of a picture by its old name")
	}
}

// What a text must not bring into a page: HTML, scripts, pictures from elsewhere, links that run.
func TestArticleHostile(t *testing.T) {
	out := mustArticle(t, Article{Markdown: []byte("# <script>alert(1)</script> \\<b\\>x\n\n<script>alert(2)</script>\n\n<img src=x onerror=alert(3)> text <iframe src=\"http://e.example\"></iframe>\n\n" +
		"![far](http://e.example/x.png) ![near](fig/none.svg) [go](javascript:alert(4)) [data](data:text/html,x) <javascript:alert(5)>\n\n" +
		"| <b>a</b> | b |\n| --- | ---: |\n| ![x](y.png) | </table><script> |\n\nend \x01\x00\xff\ufffe\n\n<!-- dealgraph:begin id=x q=list -->\n"), Title: "</title><script>"})
	nodes := checkArticle(t, out)
	for _, n := range nodes {
		if n.Data == "a" && attr(n, "href") != "" && !strings.HasPrefix(attr(n, "href"), "#") {
			t.Errorf("a link to %q", attr(n, "href"))
		}
	}
	for _, bad := range []string{"alert(2)", "alert(3)", "e.example", "dealgraph:begin"} {
		if strings.Contains(string(out), bad) {
			t.Errorf("the page has %s", bad)
		}
	}
}

// A picture within a sentence stays a word: only alone in its paragraph it is a figure.
func TestArticlePictureInSentence(t *testing.T) {
	a := articleSample(t)
	a.Markdown = []byte("See ![the cone](fig/one.svg) here.\n\n![the cone](fig/one.svg) and more\n")
	out := string(mustArticle(t, a))
	checkArticle(t, []byte(out))
	if strings.Contains(out, "<svg") || strings.Count(out, `<span class="missing">the cone</span>`) != 2 {
		t.Errorf("a picture in a sentence: %s", out[strings.Index(out, "<main>"):])
	}
}

func TestArticleErrors(t *testing.T) {
	if _, err := ArticleHTML(Article{Markdown: []byte(" \n")}); !errors.Is(err, ErrEmpty) {
		t.Errorf("no text: %v", err)
	}
	_, err := ArticleHTML(Article{Markdown: []byte("![a](b.svg)\n"), Pictures: map[string][]byte{"b.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`)}})
	if err == nil || !strings.Contains(err.Error(), "picture b.svg: element <script> is not admitted") {
		t.Errorf("a script in a picture: %v", err)
	}
}

// In a browser: nothing is complained of or asked for, the page is never pushed aside by what is wide, it is dark for those who
// want it and light on paper, and prints.
func TestArticleInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("the article is not tried in a browser: the tests shall be short")
	}
	b := browser(t)
	file := filepath.Join(t.TempDir(), "article.html")
	if err := os.WriteFile(file, mustArticle(t, articleSample(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(b)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx, file: "file://" + file}
	p.must(chromedp.Do(ctx))
	limited, stop := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	p.ctx = limited
	p.must(chromedp.Listen(limited, p.hear))
	for _, width := range []int64{380, 1200} {
		p.size(width, 900)
		p.media("screen", "light")
		p.load("")
		p.is(`document.documentElement.scrollWidth <= innerWidth`, "true")
		p.is(`getComputedStyle(document.body).backgroundColor`, `"rgb(255, 255, 255)"`)
		p.is(`[...document.querySelectorAll("svg")].every(e => e.getBoundingClientRect().width > 300)`, "true")
		p.is(`[...document.querySelectorAll("figure .scroll:not(.wide)")].every(e => e.scrollWidth <= e.clientWidth)`, "true")
		p.is(`[...document.querySelectorAll(".scroll:not(figure *)")].every(e => getComputedStyle(e).backgroundAttachment.includes("local"))`, "true")
		p.media("screen", "dark")
		p.is(`getComputedStyle(document.body).backgroundColor`, `"rgb(15, 21, 28)"`)
		p.is(`getComputedStyle(document.querySelector("svg .f_ink")).fill`, `"rgb(242, 245, 248)"`)
		p.media("print", "dark")
		p.is(`getComputedStyle(document.body).backgroundColor`, `"rgb(255, 255, 255)"`)
		p.is(`getComputedStyle(document.querySelector("svg .f_ink")).fill === "rgb(242, 245, 248)"`, "false")
	}
	printed, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{})
	if err != nil || len(printed.Data) < 10_000 {
		t.Errorf("printed: %d bytes, %v", len(printed.Data), err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.bad) > 0 {
		t.Errorf("the page complains or asks for something:\n%s", strings.Join(p.bad, "\n"))
	}
}

// A map is pushed aside on a phone; a chart fits, whatever its words say.
func TestArticleWide(t *testing.T) {
	const markup = `<svg xmlns="http://www.w3.org/2000/svg" id="p" class="CLASS" viewBox="0 0 10 10"><title>class="dealmap"</title></svg>`
	for class, want := range map[string]int{"dealmap": 1, "lines": 0} {
		out := mustArticle(t, Article{Markdown: []byte("# T\n\n![a](p.svg)\n"), Pictures: map[string][]byte{"p.svg": []byte(strings.Replace(markup, "CLASS", class, 1))}})
		checkArticle(t, out)
		if got := strings.Count(string(out), `<div class="scroll wide"`); got != want {
			t.Errorf("%s: %d wide pictures, want %d", class, got, want)
		}
	}
}

// A table that fits on a page of paper is not broken there; a long one is.
func TestArticleShortTable(t *testing.T) {
	for rows, want := range map[int]int{shortTable - 1: 1, shortTable: 0} {
		out := mustArticle(t, Article{Markdown: []byte("| a |\n| --- |\n" + strings.Repeat("| b |\n", rows))})
		checkArticle(t, out)
		if got := strings.Count(string(out), `<div class="scroll short"`); got != want {
			t.Errorf("%d rows: %d short tables, want %d", rows, got, want)
		}
	}
}
