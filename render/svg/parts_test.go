package svg

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"OpenAI", "OpenAI"},
		{"  two\n\tlines ", "two lines"},
		{"a\x00b\x01c\x7fd\u0085e", "abcd e"},
		{"\u202ereversed\u202c", "reversed"},
		{"zero\u200bwidth\ufeff", "zerowidth"},
		{"broken\xff\xfe", "broken"},
		{"\uffff\ufffe", ""},
		{"英伟达", "英伟达"},
		{"<b> & \"q\"", "<b> & \"q\""}, // escaping is for the writer
	} {
		if got := clean(tt.in); got != tt.want {
			t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWriteEscapes(t *testing.T) {
	var b strings.Builder
	el("text", "x", 1.005, "id", `a"b`).say("<script>&'").write(&b)
	if want := `<text x="1" id="a&quot;b">&lt;script&gt;&amp;&#39;</text>`; b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -0.001: "0", 1.5: "1.5", 2.346: "2.35", -7: "-7", 1e6: "1000000"} {
		if got := number(v); got != want {
			t.Errorf("number(%v) = %s, want %s", v, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"nvidia-openai-2025": "nvidia-openai-2025", "": "m", "3com": "m3com", "-x": "m-x", "a b\"<": "a_b__", "英": "_",
	} {
		if got := slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestFitted: links of 10 with gaps of 5 on a path of 101 would be 7 links: 10 + 6·15 = 100. One point is left, so that
// each of the six steps is 15.16 long.
func TestFitted(t *testing.T) {
	for _, tt := range []struct {
		link, gap, length float64
		want              string
	}{
		{10, 5, 101, "10 5.16"},
		{10, 5, 100, "10 5"},
		{10, 5, 12, "10 5"}, // room for one link only
		{10, 5, 3, "10 5"},
	} {
		if got := fitted(tt.link, tt.gap, tt.length); got != tt.want {
			t.Errorf("fitted(%v, %v, %v) = %q, want %q", tt.link, tt.gap, tt.length, got, tt.want)
		}
	}
}

func TestFlow(t *testing.T) {
	// At size 10, "aaa" is 16.68 wide (556 each) and a blank 2.78.
	s := style{size: 10}
	for _, tt := range []struct {
		text  string
		lines int
		limit float64
		want  []string
	}{
		{"", 3, 50, nil},
		{"aaa aaa", 3, 50, []string{"aaa aaa"}},
		{"aaa aaa", 3, 20, []string{"aaa", "aaa"}},
		{"aaa aaa aaa", 2, 37, []string{"aaa aaa", "aaa"}},
		{"aaa aaa aaa", 1, 37, []string{"aaa a…"}},
		{"aaaaaa", 3, 20, []string{"aaa", "aaa"}},
	} {
		if d := cmp.Diff(tt.want, flow(tt.text, tt.lines, tt.limit, s)); d != "" {
			t.Errorf("flow(%q, %d, %v) (-want +got):\n%s", tt.text, tt.lines, tt.limit, d)
		}
	}
}

func TestKindLines(t *testing.T) {
	m := &figure.Map{Legend: figure.Legend{Kinds: []figure.Entry{{Key: "compute", Label: "Rechenzeit"}}}}
	for _, k := range []string{"bond", "compute", "convertible", "equity", "swap", "loan"} {
		m.Arcs = append(m.Arcs, figure.Arc{Kind: k})
	}
	_, got := kindLines(m)
	want := []string{"Equity, convertible", "Rechenzeit", "Loan, bond", "swap"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lines of the legend (-want +got):\n%s", d)
	}
}

// TestEveryKindHasALook: the kinds of a ledger are drawn in a colour of their family, not in grey.
func TestEveryKindHasALook(t *testing.T) {
	for _, k := range []string{
		"equity", "convertible", "loan", "bond", "prepayment", "purchase", "compute", "lease", "license",
		"revenue_share", "acquisition", "guarantee", "warrant",
	} {
		if lookOf(k) == &looks[len(looks)-1] {
			t.Errorf("kind %q is drawn in grey", k)
		}
		if kindNames[k] == "" {
			t.Errorf("kind %q has no name", k)
		}
	}
	if lookOf("unheard-of") != &looks[len(looks)-1] {
		t.Error("a kind nobody knows is not drawn in grey")
	}
}

func TestPacked(t *testing.T) {
	b := func(w, h float64) block { return block{width: w, height: h} }
	rows := packed([][]block{{b(100, 10), b(50, 10)}, {b(0, 0)}, {b(100, 50)}, {b(200, 5)}}, 100+columnGap+100)
	var got [][2]float64
	for _, r := range rows {
		got = append(got, [2]float64{r.width, r.height})
	}
	// The second column is empty and left out; the third does not fit beside the first two.
	want := [][2]float64{{200 + columnGap, 50}, {200, 5}}
	if !slices.Equal(got, want) {
		t.Errorf("rows are %v, want %v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, svg := range map[string]string{
		"an element":    `<svg><script>x</script></svg>`,
		"an attribute":  `<svg><g onload="x"/></svg>`,
		"another path":  `<svg><g id="a"><path d="url(x)"/></g></svg>`,
		"no number":     `<svg><g id="a"><ellipse cx="x" cy="1" rx="1"/></g></svg>`,
		"broken markup": `<svg><g></svg>`,
	} {
		if _, err := parse([]byte(svg)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
