package table

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

func TestMarkdown(t *testing.T) {
	want := `**Exposure**

| payer | payee | amount |
| --- | --- | ---: |
| nvidia | [OpenAI](https://x.example/a?b=%281%29) | $100.0B |
| 英伟达 | coreweave | $6.3B |

1. one amount is an estimate
2. \- two amounts are not known

*basis headline, 2025-12-15*
`
	if diff := cmp.Diff(want, write(t, sample, Markdown, Options{})); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"Nvidia – OpenAI (2025), 50%": "Nvidia – OpenAI (2025), 50%",
		"<script>":                    `\<script\>`,
		"a|b":                         `a\|b`,
		`\N`:                          `\\N`,
		"a\nb":                        `a\\nb`,
		"\u202ex":                     `\\u202ex`,
		"in_kind":                     `in\_kind`,
		"up to $100B":                 "up to $100B",
		"$x$":                         `\$x\$`,
		"https://x.example":           `https\://x.example`,
		"WWW.x.example":               `WWW\.x.example`,
		" x ":                         "x",
	} {
		if got := EscapeMarkdown(in); got != want {
			t.Errorf("EscapeMarkdown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWebLink(t *testing.T) {
	tests := []struct {
		in, want string
	}{
		{"https://x.example/a b", "https://x.example/a%20b"},
		{"HTTP://x.example/", "http://x.example/"},
		{"https://x.example/a|b)c", "https://x.example/a%7Cb%29c"},
		{"https://x.example/文", "https://x.example/%E6%96%87"},
		{"https://x.example/a_b*c", "https://x.example/a%5Fb%2Ac"},
		{"javascript:alert(1)", ""},
		{" java\nscript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"//x.example", ""},
		{"https:x", ""},
		{"file:///etc/passwd", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, ok := webLink(tt.in)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("webLink(%q) = %q, %t, want %q", tt.in, got, ok, tt.want)
		}
	}
}

// render turns Markdown into HTML as a forge would, but lets raw HTML through.
func render(t *testing.T, source string) string {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// literal is how HTML says s and nothing else.
func literal(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").
		Replace(strings.Trim(Visible(s), " "))
}

// FuzzMarkdown lets an independent Markdown program read the table: a text in
// any place comes out as that text, without markup or links.
func FuzzMarkdown(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+5)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if literal(a) == "" || literal(b) == "" {
			t.Skip("an empty text leaves its block out")
		}
		tab := Table{Title: a, Columns: []Column{{Name: a}, {Name: b, Align: Right}}, Rows: [][]Cell{{{Text: a}, {Text: b}}},
			Footnotes: []string{b, a}, Stamp: b}
		source := write(t, tab, Markdown, Options{})
		A, B := literal(a), literal(b)
		want := fmt.Sprintf(`<p><strong>%s</strong></p>
<table>
<thead>
<tr>
<th>%s</th>
<th style="text-align:right">%s</th>
</tr>
</thead>
<tbody>
<tr>
<td>%s</td>
<td style="text-align:right">%s</td>
</tr>
</tbody>
</table>
<ol>
<li>%s</li>
<li>%s</li>
</ol>
<p><em>%s</em></p>
`, A, A, B, A, B, B, A, B)
		if diff := cmp.Diff(want, render(t, source)); diff != "" {
			t.Errorf("%s\nrendered (-want +got):\n%s", source, diff)
		}
	})
}

// FuzzWebLink lets the same program read a link: it is one link, to the web,
// with nothing before or after.
func FuzzWebLink(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
		f.Add("https://x.example/" + s)
		f.Add("https://" + s + "@x.example/?" + s + "#" + s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		to, ok := webLink(address)
		if !ok {
			return
		}
		got := render(t, markdownCell(Cell{Text: "text", Link: address}))
		inside, start := strings.CutPrefix(got, `<p><a href="http`)
		inside, end := strings.CutSuffix(inside, "\">text</a></p>\n")
		if !start || !end || strings.ContainsAny(inside, `"<>`) {
			t.Errorf("link to %q (from %q) renders as %s", to, address, got)
		}
	})
}
