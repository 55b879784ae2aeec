package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/note"
	"dealgraph/render/note/draft"
	"dealgraph/render/page"

	"github.com/google/go-cmp/cmp"
)

// hostile is a ledger whose names and titles mean something to Markdown, HTML, markers, templates and terminals.
const hostile = `parties:
  - {id: a, name: 'A|B ` + "`c`" + ` <b>x</b> <!-- dealgraph:begin id=t9 q=list --> {{party}} [l](javascript:alert(1)) $x$', sector: chips}
  - {id: b, name: '<!-- dealgraph:end id=t1 --> "q" {/* x */} %% </style></figure> # h'}
  - {id: c, name: "--> ~~~ ` + "```" + ` ![i](http://evil.example/x.png) {{.}} {{end}} \u202e\u0007"}
deals:
  - id: d1
    title: '{{query "list"}} <img src=x onerror=alert(1)>'
    from: a
    to: b
    kind: equity
    amount: $5B
    status: signed 2025-01-02
    source: {url: 'https://example.org/a_(b)|c?x="y"', title: '<script>alert(1)</script> | ` + "`x`" + ` --> [^dg-x]: y', date: 2025-01-01, tier: press}
  - {id: d2, from: b, to: c, kind: compute, amount: $4B, status: signed 2025-01-03, source: {url: 'https://evil.example/-->', title: 'x]( y'}}
  - {id: d3, from: c, to: a, kind: purchase, amount: $3B, status: signed 2025-01-04, source: {title: '1. A book, and no page'}}
facts:
  - {party: a, metric: revenue, period: 2024, value: $9B, nature: actual, source: https://example.org/f}
`

// draftLedgers are those on which every template is tried.
func draftLedgers(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	out := map[string]string{"ai": "example:ai", "start": "example:start"}
	for name, text := range map[string]string{
		"starter.csv": starterTable, "empty.csv": "from,to,kind,amount,status,date,source,note\n", "undated.csv": "from,to,kind,amount,status\nx,y,loan,$5M,signed\ny,x,purchase,?,signed\n",
		"ended.csv": "from,to,kind,amount,status,date\nx,y,loan,$5M,terminated,2025-01-01\n", "hostile.yaml": hostile,
	} {
		out[name] = filepath.Join(dir, name)
		if err := os.WriteFile(out[name], []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// drafted makes a note from a template.
func drafted(t *testing.T, ledger, template string, f note.Format, keep func(string, []byte) error) (*note.Note, *scribe) {
	t.Helper()
	a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: ledger}.newAsker()
	if err != nil {
		t.Fatal(err)
	}
	w, err := newScribe(a, f)
	if err != nil {
		t.Fatal(err)
	}
	w.keep = keep
	d, err := w.newDrafting(t.Context(), draftFlags{sources: "top", stamp: "full"})
	if err != nil {
		t.Fatal(err)
	}
	source, _ := draft.Source(template)
	n, err := d.write(template, source, template+".md")
	if err != nil {
		t.Fatal(err)
	}
	return n, w
}

// Every template makes of every ledger a note that reads the same when it is refreshed, whose page is safe, and that without its
// markers has none, nor an action of a template, nor an empty part.
func TestDrafts(t *testing.T) {
	for ledger, path := range draftLedgers(t) {
		for _, template := range draft.Templates() {
			t.Run(ledger+"/"+template.Name, func(t *testing.T) {
				if testing.Short() && ledger == "ai" && template.Name != "equity" {
					t.Skip("one template on the large ledger: the tests shall be short")
				}
				pictures := map[string][]byte{}
				keep := func(path string, data []byte) error {
					pictures[path] = data
					return nil
				}
				n, _ := drafted(t, path, template.Name, note.Markdown, keep)
				data, err := n.Bytes()
				if err != nil {
					t.Fatal(err)
				}
				checkRefreshed(t, path, data, keep)
				plain, err := n.Freeze()
				if err != nil {
					t.Fatal(err)
				}
				checkPlain(t, string(plain))
				out, err := page.ArticleHTML(page.Article{Markdown: plain, Pictures: pictures})
				if err != nil {
					t.Fatal(err)
				}
				for _, bad := range []string{"<script", "<img", "<iframe", "onerror=alert(1)>", "evil.example/x.png\"", "href=\"javascript"} {
					if strings.Contains(string(out), bad) {
						t.Errorf("the page has %s", bad)
					}
				}
				if got := strings.Count(string(out), "<figure>"); got != len(pictures) {
					t.Errorf("%d figures in the page, want %d", got, len(pictures))
				}
			})
		}
	}
}

// checkRefreshed reads a note and fills it again: nothing may change.
func checkRefreshed(t *testing.T, ledger string, data []byte, keep func(string, []byte) error) {
	t.Helper()
	a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: ledger}.newAsker()
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Scan("n.md", data, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range n.Slots {
		if s.EditedByHand || s.Sum == "" {
			t.Errorf("%s has the sum %q, edited by hand: %t", s.ID, s.Sum, s.EditedByHand)
		}
	}
	w, err := newScribe(a, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	w.keep = keep
	if err := w.fill(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	again, err := n.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if d := note.Diff(data, again, "n.md"); d != "" {
		t.Errorf("refreshed, the note is another:\n%s", d)
	}
}

var (
	emptyPart = regexp.MustCompile(`(?m)^#+ [^\n]*\n+(#|\z)`)
	goWord    = regexp.MustCompile(`<no value>|%!|map\[|<nil>|NaN|\bInf\b`)
)

func checkPlain(t *testing.T, plain string) {
	t.Helper()
	if strings.Contains(plain, "<!--") {
		t.Error("there is a comment left")
	}
	if m := emptyPart.FindString(plain); m != "" {
		t.Errorf("a part is empty: %q", m)
	}
	if m := goWord.FindString(plain); m != "" {
		t.Errorf("there is %q in the text", m)
	}
	if !strings.HasPrefix(plain, "# ") || !strings.HasSuffix(plain, "\n") || strings.Contains(plain, "\n\n\n") {
		t.Errorf("begins %.20q, ends %.20q, or has two blank lines", plain, plain[max(0, len(plain)-20):])
	}
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\[\^(dg-[\w-]+)\]: `).FindAllStringSubmatch(plain, -1) {
		if defined[m[1]] {
			t.Errorf("footnote %s is there twice", m[1])
		}
		defined[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`\[\^(dg-[\w-]+)\](?:[^:]|$)`).FindAllStringSubmatch(plain, -1) {
		if !defined[m[1]] && m[1] != "dg-x" {
			t.Errorf("footnote %s is nowhere", m[1])
		}
	}
}

// Notes in MDX and for Obsidian are drafts, too.
func TestDraftFormats(t *testing.T) {
	for _, f := range []note.Format{note.MDX, note.Obsidian} {
		n, _ := drafted(t, "example:start", "newsroom", f, nil)
		data, err := n.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := note.Scan("n", data, f); err != nil || len(again.Slots) != len(n.Slots) || bytes.Contains(data, []byte("<!--")) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// A slot that fails keeps what it had, and the error says where and why; all others are filled.
func TestFillFails(t *testing.T) {
	a := testAsker(t)
	w, err := newScribe(a, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	text := "# T\n\n<!-- dealgraph:begin id=x q=\"exposure nobody\" -->\nold\n<!-- dealgraph:end id=x -->\n\nNow <!--dealgraph id=y q=circularity get=\"bases[0].basis\"-->?<!--/dealgraph-->, <!--dealgraph id=z q=circularity-->7<!--/dealgraph-->.\n"
	n, err := note.Scan("n.md", []byte(text), note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	err = w.fill(t.Context(), n)
	if err == nil || !strings.Contains(err.Error(), `n.md:3:1: x: party "nobody" is not in the ledger`) || !strings.Contains(err.Error(), `n.md:7:`) || !strings.Contains(err.Error(), "say with get which value") {
		t.Errorf("%v", err)
	}
	out, err := n.Bytes()
	if err != nil || !strings.Contains(string(out), "\nold\n") || !strings.Contains(string(out), ">headline<") || !strings.Contains(string(out), ">7<") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The party with most counterparties, then with most money, then the first; never one that stands for many.
func TestMostConnected(t *testing.T) {
	for ledger, want := range map[string]string{
		"from,to,kind,amount,status\na,b,loan,$9B,signed\nc,b,loan,$1,signed\n":                       "b",
		"from,to,kind,amount,status\na,b,loan,$1,signed\na,b,loan,$1,signed\nc,d,loan,$9,signed\n":    "c",
		"from,to,kind,amount,status\nb,a,loan,$1,signed\n":                                            "a",
		"from,to,kind,amount,status\nb,b,loan,$1,signed\n":                                            "b",
		"from,to,kind,amount,status\na,b,loan,$9B,lapsed\nc,d,loan,$1,signed\nc,e,loan,?,announced\n": "c",
		"from,to,kind,amount,status\n":                                                                "",
	} {
		l, err := deals.Read(strings.NewReader(ledger), "x.csv")
		if err != nil {
			t.Fatal(err)
		}
		n, err := graph.Build(l, graph.View{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if v, ok := mostConnected(n); ok {
			got = string(n.Party(v).ID)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", ledger, got, want)
		}
	}
}

// Labels of sources stay what they are when others come; two that are alike are told apart.
func TestCitations(t *testing.T) {
	ledger := func(urls ...string) *deals.Ledger {
		var l deals.Ledger
		for i, u := range urls {
			l.Facts = append(l.Facts, &deals.Fact{Source: deals.Source{URL: u, Title: fmt.Sprint("T", i), Tier: deals.TierFiling}})
		}
		return &l
	}
	one, err := newCitations(ledger("https://www.sec.gov/a"), note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	many, err := newCitations(ledger("https://b.example/", "https://www.sec.gov/z", "https://www.sec.gov/a", "https://www.sec.gov/a"), note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	label := one.labels["https://www.sec.gov/a"]
	if !regexp.MustCompile(`^sec-[0-9a-f]{4}$`).MatchString(label) || many.labels["https://www.sec.gov/a"] != label || len(many.list) != 3 {
		t.Errorf("label %q, then %v", label, many.labels)
	}
	if d := cmp.Diff("[T0](https://www.sec.gov/a), sec.gov. Source: a filing with a securities regulator.", one.list[0].Text); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Every command that a query can be has its method in words, and every such word is of a command.
func TestMethods(t *testing.T) {
	for _, name := range queryCommands {
		if methodOf[name] == "" && name != "chart" {
			t.Errorf("%s has no method in words", name)
		}
	}
	if got := len(methodOf); got != len(queryCommands)-1 {
		t.Errorf("%d methods, want one for each of %d queries but chart", got, len(queryCommands))
	}
}

// Methods say what the program does: of statements of one tier the first is in use (deals.FirstSaid), and a share of inflow has in a
// shock another base than in an exposure.
func TestMethodsTrue(t *testing.T) {
	for name, want := range map[string]string{
		"claims": "the better kind of source; among equals the one that the ledger writes first",
		"shock":  "a share of the disclosed money that is still due to a party",
	} {
		if !strings.Contains(methodOf[name], want) {
			t.Errorf("%s: %q, want in it %q", name, methodOf[name], want)
		}
	}
}

// What templates can call is what is listed.
func TestFunctions(t *testing.T) {
	d := &drafting{scribe: &scribe{asker: testAsker(t)}}
	have := d.functions()
	for _, f := range draft.Functions() {
		if have[f.Name] == nil {
			t.Errorf("%s is listed, and is not there", f.Name)
		}
		if !strings.Contains(functionList(), f.Meaning) {
			t.Errorf("%s is not told", f.Name)
		}
	}
	if len(have) != len(draft.Functions()) {
		t.Errorf("%d functions, and %d are listed", len(have), len(draft.Functions()))
	}
}

// A figure is written inside the folder of the note, whole, and keeps its mode.
func TestFigureFolder(t *testing.T) {
	dir := t.TempDir()
	f, err := openFigures(filepath.Join(dir, "note.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, bad := range []string{"../x.svg", "/tmp/x.svg", "fig/../../x.svg", "", "fig"} {
		if err := f.write(bad, []byte("x")); err == nil && bad != "fig" {
			t.Errorf("%q: no error", bad)
		}
	}
	_ = os.Remove(filepath.Join(dir, "fig"))
	if err := f.write("fig/a.svg", []byte("one")); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "fig", "a.svg")
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := f.write("fig/a.svg", []byte("two")); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(name)
	info, err2 := os.Stat(name)
	if err != nil || err2 != nil || string(got) != "two" || info.Mode().Perm() != 0o640 {
		t.Errorf("%q %v %v", got, info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "fig"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files in the folder, want 1", len(entries))
	}
	outside := filepath.Join(t.TempDir(), "target.svg")
	if err := os.Symlink(outside, filepath.Join(dir, "fig", "link.svg")); err == nil {
		if err := f.write("fig/link.svg", []byte("x")); err == nil {
			t.Error("a symbolic link out of the folder is followed")
		}
		if _, err := os.Stat(outside); err == nil {
			t.Error("a file outside was written")
		}
	}
}

// The methods say what was assumed: of the cone the seed and the spread, of what is expected the probabilities.
func TestAssumed(t *testing.T) {
	w := &scribe{}
	for _, stamp := range []string{"scenarios=10 seed=7 spread=6y basis=signed", "expected=signed 90%,active 95.5% basis=all", "seed=8 seed=9"} {
		w.used = append(w.used, &queryAnswer{Reports: []report{{Stamp: stamp}}})
	}
	want := []string{
		"Probabilities that a deal is carried through are assumed by its status: signed 90%, active 95.5%.",
		"Deals without a term are spread over 6 years, which is assumed.",
		"Chance is drawn from seed 7 and 8: whoever draws again with the same seed gets the same numbers.",
	}
	if d := cmp.Diff(want, w.assumed()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A query gets the currency of the draft, unless it has one or cannot have any.
func TestInMoney(t *testing.T) {
	d := &drafting{money: "EUR"}
	for query, want := range map[string]string{
		"circularity --basis signed ": "circularity --basis signed --currency EUR",
		"chart cone a":                "chart cone a --currency EUR",
		"list --currency=GBP":         "list --currency=GBP",
		"list --currency GBP":         "list --currency GBP",
		"burn":                        "burn",
		"chart burn":                  "chart burn",
		"no such query":               "no such query",
	} {
		if got := d.inMoney(query); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	if got := (&drafting{}).inMoney("list"); got != "list" {
		t.Errorf("a draft in dollars: %q", got)
	}
}

// The one currency of a ledger is that of its notes only where nothing can be told in dollars.
func TestOnlyCurrency(t *testing.T) {
	const head = "from,to,kind,amount,status,date\n"
	for rows, want := range map[string]string{
		"a,b,loan,€1B,signed,2026-01-01\nb,a,loan,?,signed,2026-01-01\n":                                   "EUR",
		"a,b,loan,€1B,signed,2026-01-01\nb,a,loan,$1B,signed,2026-01-01\n":                                 "",
		"a,b,loan,$1B,signed,2026-01-01\nb,a,loan,€1B,signed,2026-01-01\n":                                 "",
		"a,b,loan,€1B,signed,2026-01-01\nb,a,loan,£1B,signed,2026-01-01\na,c,loan,€1B,signed,2026-01-01\n": "",
		"a,b,loan,?,signed,2026-01-01\n":                                                                   "",
	} {
		l, err := deals.Read(strings.NewReader(head+rows), "x.csv")
		if err != nil {
			t.Fatal(err)
		}
		n, err := graph.Build(l, graph.View{})
		if err != nil {
			t.Fatal(err)
		}
		if got := onlyCurrency(n); got != want {
			t.Errorf("%q: %q, want %q", rows, got, want)
		}
	}
}

// Caveats name the deals that the tables show, count them, and say what each lacks.
func TestCaveats(t *testing.T) {
	const filing = ", source: {url: 'https://sec.example/x', tier: filing}"
	ledger := filepath.Join(t.TempDir(), "deals.yaml")
	if err := os.WriteFile(ledger, []byte(`deals:
  - {id: d1, from: a, to: b, kind: loan, amount: $5B, status: loi 2026-01-01`+filing+`}
  - {id: d2, from: b, to: c, kind: loan, amount: up to $4B, status: signed 2026-01-01`+filing+`}
  - {id: d3, from: c, to: a, kind: loan, amount: "?", status: announced 2026-01-01, source: {url: 'https://x.example/p', tier: social}}
  - {id: d4, from: a, to: c, kind: loan, amount: ~$3B, status: signed 2026-01-01, exit: 90d`+filing+`}
  - id: d5
    from: a
    to: d
    kind: loan
    amount: $2B
    status: loi 2026-01-01
    source: {url: 'https://sec.example/x', tier: filing}
    claims: [{amount: $3B, source: {url: 'https://y.example/', tier: press}}]
  - {id: d6, from: a, to: e, kind: loan, amount: $2B, status: loi 2026-01-01`+filing+`}
  - {id: d7, from: a, to: f, kind: loan, amount: $2B, status: loi 2026-01-01`+filing+`}
  - {id: d9, from: a, to: h, kind: loan, amount: $2B, status: loi 2026-01-01`+filing+`}
  - {id: d10, from: a, to: h, kind: loan, amount: $1B, status: loi 2026-01-02`+filing+`}
  - {id: d8, from: a, to: g, kind: loan, amount: $2B, status: signed 2026-01-01}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"list": {
			"Six of the ten deals behind the tables here are letters of intent or term sheets, which bind nobody: a → b (loan), a → d (loan), a → e (loan) and 3 more.",
			"One of the ten deals behind the tables here was announced without binding terms that are known: c → a (loan).",
			"One of the ten deals behind the tables here has an amount that nobody states; it is in no sum: c → a (loan).",
			"One of the ten deals behind the tables here has a ceiling or a range for an amount, which counts at its upper end unless the basis is firm, paid or expected: b → c (loan).",
			"One of the ten deals behind the tables here has an amount that is an estimate: a → c (loan).",
			"One of the ten deals behind the tables here can be left early: a → c (loan).",
			"One of the ten deals behind the tables here has an amount on which sources differ: a → d (loan).",
			"One of the ten deals behind the tables here rests on a source that does not name its own, on an estimate or on a post: c → a (loan).",
			"One of the ten deals behind the tables here has no source on record: a → g (loan).",
		},
		"list --party d,e": {
			"Both deals behind the tables here are letters of intent or term sheets, which bind nobody: a → d (loan), a → e (loan).",
			"One of the two deals behind the tables here has an amount on which sources differ: a → d (loan).",
		},
		"list --party d,e,f": {
			"All three deals behind the tables here are letters of intent or term sheets, which bind nobody: a → d (loan), a → e (loan), a → f (loan).",
			"One of the three deals behind the tables here has an amount on which sources differ: a → d (loan).",
		},
		"list --party e": {"The one deal behind the tables here is a letter of intent or term sheet, which binds nobody: a → e (loan)."},
	} {
		a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: ledger}.newAsker()
		if err != nil {
			t.Fatal(err)
		}
		w, err := newScribe(a, note.Markdown)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.content(t.Context(), note.Slot{ID: "t1", Query: query}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, said := range w.namedCaveats() {
			if strings.Contains(said, "behind the tables") {
				got = append(got, said)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", query, d)
		}
	}
}
