package page

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestReadPicture(t *testing.T) {
	p, err := readPicture(sampleSVG("Title", sampleArrows))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"equity", "compute", "loan"}, p.kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"signed", "announced"}, p.firm); diff != "" {
		t.Errorf("certainties (-want +got):\n%s", diff)
	}
	want := []party{{"alpha", "alpha, $1bn"}, {"beta", "beta, $1bn"}, {"gamma", "gamma, $1bn"}}
	if diff := cmp.Diff(want, p.parties, cmp.AllowUnexported(party{})); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
	if !strings.Contains(p.markup, `role="group"`) || strings.Contains(p.markup, `role="img"`) {
		t.Error("the picture is not a group: screen readers would not see its parts")
	}
	again, err := readPicture([]byte(p.markup))
	if err != nil {
		t.Fatalf("read what was written: %v", err)
	}
	if again.markup != p.markup {
		t.Error("a picture changes when it is read a second time")
	}
}

// TestReadPictureOfMap reads what package svg draws today.
func TestReadPictureOfMap(t *testing.T) {
	svg, err := os.ReadFile("../svg/testdata/small.svg")
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPicture(svg)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.parties) == 0 || len(p.kinds) == 0 || len(p.firm) == 0 {
		t.Errorf("%d parties, %d kinds, %d certainties; want some of each", len(p.parties), len(p.kinds), len(p.firm))
	}
}

func TestReadPictureRefuses(t *testing.T) {
	const head = `<svg xmlns="http://www.w3.org/2000/svg">`
	tests := []struct{ name, svg, want string }{
		{"nothing", "", "no <svg>"},
		{"not closed", head, "unexpected EOF"},
		{"something else", `<p xmlns="http://www.w3.org/2000/svg"/>`, "<p> is not admitted"},
		{"no namespace", "<svg/>", "<svg> is not admitted"},
		{"script", head + "<script>alert(1)</script></svg>", "<script> is not admitted"},
		{"script of another namespace", head + `<x:script xmlns:x="http://www.w3.org/1999/xhtml"/></svg>`, "not admitted"},
		{"element of HTML", head + `<title xmlns="http://www.w3.org/1999/xhtml"/></svg>`, "<title> is not admitted"},
		{"foreign object", head + "<foreignObject/></svg>", "<foreignObject> is not admitted"},
		{"image", head + `<image href="https://example.com/a.png"/></svg>`, "<image> is not admitted"},
		{"link", head + `<a href="javascript:alert(1)"/></svg>`, "<a> is not admitted"},
		{"animation", head + `<animate attributeName="href"/></svg>`, "<animate> is not admitted"},
		{"use", head + `<use href="#a"/></svg>`, "<use> is not admitted"},
		{"event handler", head + `<g onclick="alert(1)"/></svg>`, "attribute onclick is not admitted"},
		{"event handler of the root", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "attribute onload is not admitted"},
		{"href", head + `<g href="https://example.com"/></svg>`, "attribute href is not admitted"},
		{"xlink", head + `<g xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/></svg>`, "is not admitted"},
		{"style attribute", head + `<g style="fill:url(https://example.com)"/></svg>`, "attribute style is not admitted"},
		{"outside paint", head + `<g fill="URL(https://example.com)"/></svg>`, "attribute fill has an address"},
		{"javascript", head + `<g fill="javascript:alert(1)"/></svg>`, "attribute fill has an address"},
		{"odd attribute", head + "<g data-ö='1'/></svg>", "is not admitted"},
		{"attribute twice", head + `<g id="a" id="b"/></svg>`, "there twice"},
		{"import", head + "<style>@import 'x.css';</style></svg>", "@import"},
		{"outside style", head + "<style>a{b:url(x)}</style></svg>", "url"},
		{"hidden by an escape", head + `<style>a{b:u\72l(x)}</style></svg>`, `\\`},
		{"hidden by a comment", head + "<style>a{b:u<!-- -->rl(x)}</style></svg>", "url"},
		{"end of style", head + "<style>&lt;/style>&lt;script></style></svg>", "<"},
		{"markup in a title", head + "<title><g/></title></svg>", "not admitted in <title>"},
		{"document type", `<!DOCTYPE svg [<!ENTITY a "b">]>` + head + "</svg>", "document type"},
		{"instruction", `<?xml-stylesheet href="a.css"?>` + head + "</svg>", "instruction"},
		{"two", head + "</svg>" + head + "</svg>", "after the picture"},
		{"one in the other", head + "<svg/></svg>", "not admitted in this place"},
		{"text around", head + "</svg>hello", "outside the picture"},
		{"deep", head + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + "</svg>", "nested"},
		{"an id of the page", head + `<g id="PG-data"/></svg>`, "page's own"},
		{"unknown entity", head + "<title>&nbsp;</title></svg>", "entity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readPicture([]byte(tt.svg))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("readPicture(%s): %v, want an error with %q", tt.svg, err, tt.want)
			}
		})
	}
}

// Text of any kind is no markup.
func TestReadPictureEscapes(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text data-id="&quot;&gt;&lt;script>"><![CDATA[</text><script>alert(1)</script>]]></text></svg>`
	p, err := readPicture([]byte(svg))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<svg xmlns="http://www.w3.org/2000/svg"><text data-id="&quot;&gt;&lt;script&gt;">` +
		`&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text></svg>`
	if p.markup != want {
		t.Errorf("got  %s\nwant %s", p.markup, want)
	}
}

func FuzzReadPicture(f *testing.F) {
	f.Add(sampleSVG("Title", sampleArrows))
	f.Add([]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><style>a{b:c}</style><text>&#13;&amp;</text></svg>`))
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="a"><script/></svg>`))
	f.Fuzz(func(t *testing.T, svg []byte) {
		p, err := readPicture(svg)
		if err != nil {
			return
		}
		// HTML must read the same tree as XML: nothing that is text becomes an element.
		root, err := html.Parse(strings.NewReader("<!DOCTYPE html><body>" + p.markup))
		if err != nil {
			t.Fatal(err)
		}
		inHTML := 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode || n.Namespace == "" && slices.Contains([]string{"html", "head", "body"}, n.Data) {
				continue
			}
			inHTML++
			if n.Namespace != "svg" || !slices.Contains(admittedElements, n.Data) {
				t.Fatalf("HTML has an element <%s> in %s", n.Data, p.markup)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "href") || a.Key == "style" {
					t.Fatalf("HTML has an attribute %s in %s", a.Key, p.markup)
				}
			}
		}
		if inXML := strings.Count(p.markup, "</"); inHTML != inXML {
			t.Fatalf("%d elements as HTML, %d as XML: %s", inHTML, inXML, p.markup)
		}
		again, err := readPicture([]byte(p.markup))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, p.markup)
		}
		if again.markup != p.markup {
			t.Errorf("read twice:\n%s\n%s", p.markup, again.markup)
		}
	})
}
