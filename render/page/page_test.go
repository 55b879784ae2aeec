package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// mustHTML returns the page of m, and fails the test if there is none.
func mustHTML(t *testing.T, m Map) []byte {
	t.Helper()
	out, err := HTML(m)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// parse returns the elements of a page as a browser with scripts sees them.
func parse(t *testing.T, page []byte) []*html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// byID returns the element with that id.
func byID(t *testing.T, nodes []*html.Node, id string) *html.Node {
	t.Helper()
	i := slices.IndexFunc(nodes, func(n *html.Node) bool { return attr(n, "id") == id })
	if i < 0 {
		t.Fatalf("there is no #%s", id)
	}
	return nodes[i]
}

func TestSafePage(t *testing.T) {
	nodes := parse(t, mustHTML(t, sample()))
	policy, running, ids := "", 0, map[string]bool{}
	for _, n := range nodes {
		if n.Data == "meta" && attr(n, "http-equiv") == "Content-Security-Policy" {
			policy = attr(n, "content")
		}
	}
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	for _, n := range nodes {
		switch {
		case n.Data == "script" && attr(n, "type") == "":
			running++
			if !strings.Contains(policy, "script-src "+hash(text(n))+";") {
				t.Errorf("policy does not have the hash of the script: %s", policy)
			}
		case n.Data == "style" && !strings.Contains(policy[strings.Index(policy, "style-src"):], hash(text(n))):
			t.Errorf("policy does not have the hash of a style sheet: %.60s", text(n))
		}
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %s is there twice", id)
			}
			ids[id] = true
		}
		for _, a := range n.Attr {
			checkAttribute(t, n, a)
		}
	}
	if running != 1 {
		t.Errorf("%d scripts, want 1", running)
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("policy %s", policy)
	}
}

// checkAttribute fails the test if an attribute loads or runs anything.
func checkAttribute(t *testing.T, n *html.Node, a html.Attribute) {
	t.Helper()
	switch key := strings.ToLower(a.Key); {
	case strings.HasPrefix(key, "on"), key == "style", key == "src", key == "srcset", key == "action":
		t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
	case key == "href" && n.Data == "a":
		if !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") {
			t.Errorf("a link goes to %q", a.Val)
		}
		if attr(n, "rel") != "noopener noreferrer" || attr(n, "target") != "_blank" {
			t.Errorf("link %s lacks rel or target", a.Val)
		}
	case key == "href" && (n.Data != "link" || a.Val != "data:,"):
		t.Errorf("<%s> has href=%q", n.Data, a.Val)
	}
}

func TestReadableWithoutScript(t *testing.T) {
	nodes := parse(t, mustHTML(t, sample()))
	var rows [][]string
	for _, n := range nodes {
		if n.Data == "tr" && attr(n, "data-arc") != "" {
			var row []string
			for c := range n.ChildNodes() {
				row = append(row, text(c))
			}
			rows = append(rows, row)
		}
	}
	want := [][]string{
		{"Alpha", "Beta", "$10bn", "equity", "signed", "2025-02-03", "Series B – in two parts", "SEC"},
		{"Beta", "Alpha", "$20bn", "compute", "announced", "2025-05-06", "", "example.com, Hearsay"},
		{"Beta", "Gamma", "$5bn", "loan", "signed", "2026-01-01", "", ""},
		{"Beta", "Gamma", "$4bn", "loan", "signed", "2026-01-01", "", ""},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	if svg := byID(t, nodes, "map"); svg.Data != "svg" || attr(svg, "role") != "group" || !strings.Contains(text(svg), "Signed 2026") {
		t.Error("the first picture is not there")
	}
	for _, hidden := range []string{"pg-bar", "pg-panel"} {
		if n := byID(t, nodes, hidden); !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" }) {
			t.Errorf("#%s is of no use without a script and should be hidden", hidden)
		}
	}
}

func TestChips(t *testing.T) {
	nodes := parse(t, mustHTML(t, sample()))
	var got []string
	for _, n := range nodes {
		if keys := attr(n, "data-keys"); keys != "" {
			got = append(got, attr(n, "data-filter")+" "+keys+" "+strings.TrimSpace(text(n.Parent)))
		}
	}
	want := []string{`kind ["loan"] Debt`, `kind ["equity"] Equity`, `kind ["compute"] Compute`, `firm ["signed"] Signed`, `firm ["announced"] Announced`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chips (-want +got):\n%s", diff)
	}
}

// unpack reads the block of the other pictures as the script does.
func unpack(t *testing.T, page []byte) (frames []string, block packed) {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text(byID(t, parse(t, page), "pg-more")))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw[4:8], []byte{0, 0, 0, 0}) {
		t.Errorf("the block has a time: % x", raw[4:8])
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var data struct {
		Lines  []string
		Frames []struct{ Lines []int }
		Deals  []dealData
	}
	if err := json.Unmarshal(plain, &data); err != nil {
		t.Fatal(err)
	}
	for _, f := range data.Frames {
		var lines []string
		n := 0
		for _, d := range f.Lines {
			n += d
			lines = append(lines, data.Lines[n])
		}
		frames = append(frames, strings.Join(lines, "\n"))
	}
	return frames, packed{Lines: data.Lines, Deals: data.Deals}
}

func TestPackedPictures(t *testing.T) {
	m := sample()
	frames, block := unpack(t, mustHTML(t, m))
	if len(frames) != 3 {
		t.Fatalf("%d pictures, want 3", len(frames))
	}
	for i, f := range m.Frames[1:] {
		p, err := readPicture(f.SVG)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.markup, frames[i]); diff != "" {
			t.Errorf("picture %d (-want +got):\n%s", i+1, diff)
		}
	}
	if len(block.Deals) != 0 {
		t.Errorf("%d deals in the block, though the first picture has all", len(block.Deals))
	}
	m.Frames[0], m.Frames[2] = m.Frames[2], m.Frames[0] // the first now lacks the loans
	if _, block = unpack(t, mustHTML(t, m)); len(block.Deals) != 2 {
		t.Errorf("%d deals in the block, want the 2 loans", len(block.Deals))
	}
}

func TestSamePage(t *testing.T) {
	first := mustHTML(t, sample())
	for range 5 {
		if !bytes.Equal(first, mustHTML(t, sample())) {
			t.Fatal("the same map gives another page")
		}
	}
}

func TestHostile(t *testing.T) {
	const script = `</script><script>alert(1)</script><!--`
	long := strings.Repeat("長", 300)
	const rtl, reversed = "شركة الاتصالات", "abc\u202edef"
	m := sample()
	m.Title, m.Source, m.Lang = script, script, `"><script>`
	m.Metadata = `{"a":"</script><script>alert(2)</script>"}`
	m.Words = Words{Search: script, Table: script, NoScript: "</noscript>" + script}
	m.Bases[0].Label, m.Dates[0].Label, m.Kinds[0].Label, m.Parties[0].Label = script, script, script, script
	m.Bases[1].Meaning = `"><script>alert(3)</script>`
	m.Deals[0] = Deal{From: script, To: long, Kind: rtl, Status: reversed, Amount: script, Date: script, Title: script, Note: script, Sources: []Source{
		{Title: script, URL: "javascript:alert(1)"}, {Title: "a", URL: " javascript:alert(1)"}, {Title: "b", URL: "JaVaScRiPt:alert(1)"},
		{Title: "c", URL: "data:text/html,<script>alert(1)</script>"}, {Title: "d", URL: "//example.com"}, {Title: "e", URL: "https:///x"},
		{Title: "f", URL: "vbscript:x"}, {Title: "g", URL: "file:///etc/passwd"}, {Title: "h", URL: "https://user:word@example.com/"},
		{Title: "good", URL: `https://example.com/"><script>alert(4)</script>`},
	}}
	for i := range m.Frames {
		m.Frames[i].Deals[script] = []int{0} // an arrow that no picture has
	}
	page := mustHTML(t, m)
	nodes := parse(t, page)
	scripts, links := 0, 0
	for _, n := range nodes {
		if n.Data == "script" {
			scripts++
		}
		for _, a := range n.Attr {
			checkAttribute(t, n, a)
		}
		if n.Data == "a" && text(n) != "SEC" && text(n) != "example.com" {
			links++
			if text(n) != "good" {
				t.Errorf("source %q became a link", text(n))
			}
		}
	}
	if scripts != 4 { // ours, data, other pictures, metadata
		t.Errorf("%d script elements, want 4", scripts)
	}
	if links != 2 { // once for each arrow that has the deal
		t.Errorf("%d links for the good source, want 2", links)
	}
	for _, want := range []string{long, rtl, "abcdef"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("%.30q is not shown", want)
		}
	}
	for _, id := range []string{"pg-data", "pg-origin"} {
		if block := text(byID(t, nodes, id)); strings.Contains(block, "<") || !json.Valid([]byte(block)) {
			t.Errorf("#%s is no JSON without <", id)
		}
	}
	if got := text(byID(t, nodes, "pg-origin")); !strings.Contains(got, `\u003c/script\u003e`) {
		t.Errorf("metadata %s", got)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Map)
		want   string
	}{
		{"no picture", func(m *Map) { m.Frames = nil }, ErrNoFrame.Error()},
		{"metadata", func(m *Map) { m.Metadata = "{" }, ErrMetadata.Error()},
		{"unknown basis", func(m *Map) { m.Frames[1].Basis = "x" }, `picture 2 (basis "x", date "2026"): basis is not in the list`},
		{"unknown date", func(m *Map) { m.Frames[1].Date = "x" }, "date is not in the list"},
		{"two of one", func(m *Map) { m.Frames[1] = m.Frames[0] }, "there are two of that basis and date"},
		{"one missing", func(m *Map) { m.Frames = m.Frames[:3] }, `there is no picture for basis "headline" on date "2025"`},
		{"no such deal", func(m *Map) { m.Frames[0].Deals["d1"] = []int{4} }, `arrow "d1" has deal 4 of 4`},
		{"negative deal", func(m *Map) { m.Frames[0].Deals["d1"] = []int{-1} }, "has deal -1 of 4"},
		{"picture", func(m *Map) {
			m.Frames[2].SVG = []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
		}, `picture 3 (basis "signed", date "2025"): element <svg>: attribute onload is not admitted`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := sample()
			tt.change(&m)
			out, err := HTML(m)
			if err == nil || !strings.Contains(err.Error(), tt.want) || out != nil {
				t.Errorf("error %v, want one with %q and no page", err, tt.want)
			}
		})
	}
	if _, err := HTML(Map{}); !errors.Is(err, ErrNoFrame) {
		t.Errorf("error of the empty map: %v", err)
	}
}

// One picture without deals is a page, too.
func TestOnePicture(t *testing.T) {
	page := mustHTML(t, Map{Frames: []Frame{{SVG: sampleSVG("Only", nil)}}})
	for _, absent := range []string{`id="pg-more"`, `id="pg-date"`, `name="basis"`, `id="pg-origin"`, `<table>`, `<noscript>`, `class="source"`} {
		if bytes.Contains(page, []byte(absent)) {
			t.Errorf("a page of one picture has %s", absent)
		}
	}
}

func TestWords(t *testing.T) {
	m := sample()
	m.Lang, m.Words = "zh-Hans", Words{Basis: "口径", Table: "全部 %d 笔交易"}
	page := string(mustHTML(t, m))
	for _, want := range []string{`<html lang="zh-Hans">`, "<legend>口径</legend>", "<summary>全部 4 笔交易</summary>", "As of"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %s", want)
		}
	}
	// Every word has a default.
	for name, word := range asMap(t, Words{}.WithDefaults()) {
		if word == "" {
			t.Errorf("word %s has no default", name)
		}
	}
	// The script asks for no word that there is not.
	known := asMap(t, Words{})
	for _, use := range regexp.MustCompile(`words\.(\w+)`).FindAllStringSubmatch(scriptText, -1) {
		if _, ok := known[use[1]]; !ok {
			t.Errorf("the script uses words.%s", use[1])
		}
	}
}

func asMap(t *testing.T, w Words) map[string]string {
	t.Helper()
	text, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestScriptText(t *testing.T) {
	for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "fetch(", "</script", "<!--", "\r"} {
		if strings.Contains(scriptText, bad) {
			t.Errorf("the script has %s", bad)
		}
	}
	const most = 22_000
	if len(scriptText) > most {
		t.Errorf("the script has %d bytes, more than %d", len(scriptText), most)
	}
}

// TestSize makes forty pictures out of a large one by leaving out another tenth of its arrows each time.
func TestSize(t *testing.T) {
	m := Map{Source: "sizes"}
	var arrows []arrow
	parties := []string{"alpha", "beta", "gamma"}
	for i := range 90 {
		arrows = append(arrows, arrow{fmt.Sprintf("deal-of-some-length-%d-2025-equity", i), parties[i%3], parties[(i+1)%3], "equity", "signed", "1"})
		m.Deals = append(m.Deals, Deal{From: parties[i%3], To: parties[(i+1)%3], Kind: "equity", Amount: fmt.Sprintf("$%dbn", i), Title: "Something agreed upon",
			Sources: []Source{{URL: fmt.Sprintf("https://www.example.com/2025/%d/an-article-with-a-long-name", i*7919)}}})
	}
	raw := 0
	for b := range 5 {
		m.Bases = append(m.Bases, Choice{Key: fmt.Sprint("b", b)})
		for d := range 8 {
			if b == 0 {
				m.Dates = append(m.Dates, Choice{Key: fmt.Sprint("d", d)})
			}
			f := Frame{Basis: fmt.Sprint("b", b), Date: fmt.Sprint("d", d), Deals: make(map[string][]int)}
			var drawn []arrow
			for i, a := range arrows {
				if (i+3*b+d)%10 != 0 {
					drawn = append(drawn, a)
					f.Deals[a.id] = []int{i}
				}
			}
			f.SVG = sampleSVG("A picture", drawn)
			raw += len(f.SVG)
			m.Frames = append(m.Frames, f)
		}
	}
	page := mustHTML(t, m)
	if len(page)*10 > raw {
		t.Errorf("a page of %d bytes for pictures of %d: they do not share their lines", len(page), raw)
	}
}

func BenchmarkHTML(b *testing.B) {
	m := sample()
	for b.Loop() {
		if _, err := HTML(m); err != nil {
			b.Fatal(err)
		}
	}
}
