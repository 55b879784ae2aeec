package sheet

import (
	"strings"
	"testing"
)

func TestWriteEscapes(t *testing.T) {
	var b strings.Builder
	El("text", "x", 1.005, "id", `a"b`).Say("<script>&'").Write(&b)
	if want := `<text x="1" id="a&quot;b">&lt;script&gt;&amp;&#39;</text>`; b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -0.001: "0", 1.5: "1.5", 2.346: "2.35", -7: "-7", 1e6: "1000000"} {
		if got := Number(v); got != want {
			t.Errorf("number(%v) = %s, want %s", v, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"nvidia-openai-2025": "nvidia-openai-2025", "": "m", "3com": "m3com", "-x": "m-x", "a b\"<": "a_b__", "英": "_",
	} {
		if got := Slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestEveryKindHasALook: the kinds of a ledger are drawn in a colour of their family, not in grey.
func TestEveryKindHasALook(t *testing.T) {
	for _, k := range []string{
		"equity", "convertible", "loan", "bond", "prepayment", "purchase", "compute", "lease", "license",
		"revenue_share", "acquisition", "guarantee", "warrant",
	} {
		if LookOf(k) == &Looks[len(Looks)-1] {
			t.Errorf("kind %q is drawn in grey", k)
		}
		if KindNames[k] == "" {
			t.Errorf("kind %q has no name", k)
		}
	}
	if LookOf("unheard-of") != &Looks[len(Looks)-1] {
		t.Error("a kind nobody knows is not drawn in grey")
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
