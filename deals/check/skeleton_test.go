package check

import (
	"strings"
	"testing"
	"unicode"
)

// The short way for ASCII says what the table says.
func TestSkeletonOfASCII(t *testing.T) {
	table := map[string]string{}
	for _, c := range confusables {
		for _, r := range c.like {
			if _, twice := table[string(r)]; twice {
				t.Errorf("%q has two prototypes", r)
			}
			table[string(r)] = c.target
		}
	}
	for c := rune(' '); c < unicode.MaxASCII; c++ {
		want, ok := table[string(c)]
		if !ok {
			want = string(c)
		}
		if got := skeleton(string(c)); got != want {
			t.Errorf("skeleton(%q) = %q, the table has %q", c, got, want)
		}
	}
}

// A skeleton is its own skeleton, but for what becomes several characters: UTS #39 asks no more.
func TestSkeleton(t *testing.T) {
	for _, c := range confusables {
		if again := skeleton(c.target); again != skeleton(again) && !strings.Contains(c.target, "m") {
			t.Errorf("the skeleton of %q is %q, and that of it %q", c.target, again, skeleton(again))
		}
	}
	alike := [][2]string{
		{"amd", "аmd"}, {"AMD", "АМD"}, {"amd", "arnd"}, {"OpenAI", "0penAl"}, {"paypal", "раураl"}, {"Nvidia", "Ｎvidia"}, {"scope", "ѕсоре"},
		{"co-re", "co‐re"}, {"Ωmega", "Ωmega"},
	}
	for _, p := range alike {
		if skeleton(p[0]) != skeleton(p[1]) {
			t.Errorf("%q and %q do not look alike: %q, %q", p[0], p[1], skeleton(p[0]), skeleton(p[1]))
		}
	}
	for _, p := range [][2]string{{"amd", "and"}, {"alpha", "alphа2"}, {"cafe", "café"}, {"英伟达", "英特尔"}} {
		if skeleton(p[0]) == skeleton(p[1]) {
			t.Errorf("%q and %q look alike: %q", p[0], p[1], skeleton(p[0]))
		}
	}
}

func TestDisguise(t *testing.T) {
	for s, want := range map[string]string{"рау": "pay", "РОС": "POC", "Газпром": "", "pay": "", "раy": "", "оо": "", "Ωμέγα": "", "123": ""} {
		if got, ok := disguise(s); got != want || ok != (want != "") {
			t.Errorf("disguise(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
}
