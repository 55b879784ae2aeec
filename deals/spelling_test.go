package deals

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The apostrophes that keep a spreadsheet from running a cell are taken away, one from each part, and no others.
func TestUnescapeFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"'=1+1":             "=1+1",
		"'-5":               "-5",
		"'+1":               "+1",
		"'@x":               "@x",
		"'  =x":             "  =x",
		"''=x":              "'=x",
		"'\"=x":             "\"=x",
		"'＝x":               "＝x",
		"a;'=b":             "a;=b",
		"'=a;'=b;c":         "=a;=b;c",
		"a\n'-b":            "a\n-b",
		"'\t=x":             "\t=x",
		"'\u200b=x":         "\u200b=x",
		"'90s":              "'90s",
		"it's":              "it's",
		"'":                 "'",
		"":                  "",
		"'quoted'":          "'quoted'",
		"a-b":               "a-b",
		"~$2B":              "~$2B",
		"'\u200c=x":         "'\u200c=x",
		"=1":                "=1",
		"'=1'":              "=1'",
		"x;'y;'-z;it's;'@w": "x;'y;-z;it's;@w",
	} {
		if got := unescapeFormula(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"NVIDIA": "nvidia", "SK Hynix, Inc.": "sk-hynix-inc", "x.AI": "x.ai", "a_b": "a_b", "英伟达": "英伟达", "Ångström AB": "ångström-ab",
		"  -- a -- b --": "a-b", "<script>": "script", "=cmd()": "cmd", `\N`: "n", "?": "", "": "", "...": "", "a.": "a", "_a": "a", "AT&T": "at-t",
		"a\u202eb": "a-b", "a\x00b": "a-b", "../../etc": "etc", "CON": "con", "É": "é",
	} {
		if got := slug(name); got != want {
			t.Errorf("slug(%q) = %q, want %q", name, got, want)
		}
	}
	random := rand.New(rand.NewPCG(3, 3))
	letters := []rune("abZ09-._ é英\u0301ßİǅ<\u202e/")
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(8) {
			b.WriteRune(letters[random.IntN(len(letters))])
		}
		s := b.String()
		once := slug(s)
		if twice := slug(once); twice != once {
			t.Fatalf("slug(%q) = %q, but the slug of that is %q", s, once, twice)
		}
		if isSlug(s) != (slug(s) == s) {
			t.Fatalf("isSlug(%q) is %v, but its slug is %q", s, isSlug(s), once)
		}
		if once != "" && !isSlug(once) {
			t.Fatalf("the slug %q of %q is none", once, s)
		}
	}
}

// A money cell is worth the same as with exact rational numbers.
func TestMoneyIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	suffixes := []string{"", "k", "M", "B", "T"}
	for range 50_000 {
		number := strconv.Itoa(random.IntN(1 << (1 + random.IntN(40))))
		if random.IntN(3) == 0 {
			number = "00" + number
		}
		exponent := random.IntN(len(suffixes))
		if n := random.IntN(8); n > 0 && (exponent > 0 || n != 3) {
			part := strconv.Itoa(random.IntN(1e9))
			number += "." + (part + "00000000")[:n]
		}
		cell := "$" + number + suffixes[exponent]
		want, ok := new(big.Rat).SetString(number)
		if !ok {
			t.Fatal(number)
		}
		want.Mul(want, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(3*exponent+2)), nil)))
		got, err := ParseAmount(cell)
		switch {
		case !want.IsInt() || want.Num().Cmp(big.NewInt(largestMinor)) > 0:
			if err == nil {
				t.Fatalf("%s is %d, but it is too fine or too large: %s", cell, got.High, want)
			}
		case err != nil:
			t.Fatal(err)
		case got.High != want.Num().Int64():
			t.Fatalf("%s is %d, want %s", cell, got.High, want)
		}
	}
}

func TestRings(t *testing.T) {
	for _, c := range []struct {
		graph string // a>b: an edge
		want  []string
	}{
		{"", nil},
		{"a>b b>c a>c", nil},
		{"a>a", []string{"a"}},
		{"a>b b>a", []string{"ab"}},
		{"a>b b>c c>b", []string{"bc"}},
		{"a>b b>c c>a c>b", []string{"abc", "bc"}},
		{"a>b c>d d>c", []string{"cd"}},
		{"a>c b>c c>d d>e e>c", []string{"cde"}},
	} {
		next := map[string][]string{}
		var roots, got []string
		for edge := range strings.FieldsSeq(c.graph) {
			from, to, _ := strings.Cut(edge, ">")
			next[from] = append(next[from], to)
			if !slices.Contains(roots, from) {
				roots = append(roots, from)
			}
		}
		rings(roots, func(n string) []string { return next[n] }, func(ring []string) { got = append(got, strings.Join(ring, "")) })
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("rings of %q (-want +got):\n%s", c.graph, diff)
		}
	}
	// Every node back to the first: as many rings as nodes, of which the first hundred are told.
	count := 0
	rings([]int{0}, func(n int) []int { return []int{0, (n + 1) % 5000} }, func([]int) { count++ })
	if count != mostRings {
		t.Errorf("%d rings were told", count)
	}
}

// Values of a slab are zero, apart from one another, and appending to them leaves the others alone.
func TestSlab(t *testing.T) {
	var s slab[int]
	seen := map[*int]bool{}
	for i := range 3 * lastPiece {
		p := s.one()
		if *p != 0 || seen[p] {
			t.Fatalf("value %d is used or stands twice", i)
		}
		*p = i + 1
		seen[p] = true
	}
	a, b := s.some(2), s.some(2)
	_ = append(a, 7)
	if len(a) != 2 || cap(a) != 2 || b[0] != 0 {
		t.Errorf("%v, %v: appending to one changed the other", a, b)
	}
	if large := s.some(10 * lastPiece); len(large) != 10*lastPiece {
		t.Errorf("%d of many values", len(large))
	}
	if none := s.some(0); len(none) != 0 {
		t.Errorf("%d of no values", len(none))
	}
}
