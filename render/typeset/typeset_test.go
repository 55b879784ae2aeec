package typeset_test

import (
	"dealgraph/render/typeset"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		if got := typeset.Clean(tt.in); got != tt.want {
			t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestFlow(t *testing.T) {
	// At size 10, "aaa" is 16.68 wide (556 each) and a blank 2.78.
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
		if d := cmp.Diff(tt.want, typeset.Flow(tt.text, tt.lines, tt.limit, 10, false)); d != "" {
			t.Errorf("flow(%q, %d, %v) (-want +got):\n%s", tt.text, tt.lines, tt.limit, d)
		}
	}
}

// TestWidth compares with Liberation Sans as a browser measures it.
func TestWidth(t *testing.T) {
	for _, tt := range []struct {
		text   string
		size   float64
		strong bool
		want   float64
	}{
		{"The quick brown fox jumps", 14, false, 166.5},
		{"The quick brown fox jumps", 14, true, 181.2},
		{"", 14, false, 0},
		{"英伟达", 10, false, 30},
		{"e\u0301", 10, false, 5.56}, // a combining accent takes no room
		{"é", 10, false, 5.56},
		{"$40bn", 10, true, 28.91}, // 556+556+556+611+611 = 2890
	} {
		if got := typeset.Width(tt.text, tt.size, tt.strong); math.Abs(got-tt.want) > 0.1 {
			t.Errorf("typeset.Width(%q, %v, %v) = %.2f, want %.2f", tt.text, tt.size, tt.strong, got, tt.want)
		}
	}
}

func TestShorten(t *testing.T) {
	// At size 10 an a is 5.56 wide and an ellipsis 10.
	for _, tt := range []struct {
		text  string
		limit float64
		want  string
	}{
		{"aaa", 16.7, "aaa"},
		{"aaaa", 22, "aa…"},
		{"a aa", 18.6, "a…"}, // no blank before the ellipsis
		{"aaaa", 5, "…"},
	} {
		if got := typeset.Shorten(tt.text, tt.limit, 10, false); got != tt.want {
			t.Errorf("typeset.Shorten(%q, %v) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit float64
		want  []string
	}{
		{"aaa bbb", 100, []string{"aaa bbb"}},
		{"aaa aa aaa", 40, []string{"aaa", "aa aaa"}}, // 16.7 and 30.6, or 30.6 and 16.7: the first found
		{"aaaaaaaaaa", 30, []string{"aaa…"}},
		{"aa aaaaaaaaa", 30, []string{"aa", "aaa…"}},
	} {
		if d := cmp.Diff(tt.want, typeset.Wrap(tt.text, 2, tt.limit, 10, false)); d != "" {
			t.Errorf("typeset.Wrap(%q, 2, %v) (-want +got):\n%s", tt.text, tt.limit, d)
		}
	}
	for _, l := range typeset.Wrap(strings.Repeat("word ", 40), 2, 120, 13, true) {
		if w := typeset.Width(l, 13, true); w > 120 {
			t.Errorf("line %q is %.1f wide, want at most 120", l, w)
		}
	}
}
