package chart

import (
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

// Neighbours in a stack differ in lightness, text on a part can be read, and so can a part on paper be seen.
func TestHues(t *testing.T) {
	seen := map[string]bool{}
	for i, r := range hues {
		next := hues[(i+1)%len(hues)]
		text := on(r)
		for _, c := range [][4]string{{r.Light, next.Light, text.Light, sheet.Paper.Light}, {r.Dark, next.Dark, text.Dark, sheet.Paper.Dark}} {
			if got := contrast(t, c[0], c[1]); got < 1.5 {
				t.Errorf("%s %s and the next one %s have a contrast of %.2f, want 1.5", r.Name, c[0], c[1], got)
			}
			if got := contrast(t, c[0], c[2]); got < 4.5 {
				t.Errorf("text on %s %s has a contrast of %.2f, want 4.5", r.Name, c[0], got)
			}
			if got := contrast(t, c[0], c[3]); got < 1.7 {
				t.Errorf("%s %s has a contrast of %.2f with paper, want 1.7", r.Name, c[0], got)
			}
			if seen[c[0]] {
				t.Errorf("%s is there twice", c[0])
			}
			seen[c[0]] = true
		}
	}
	for _, l := range sheet.Looks {
		if text := on(l.Line); contrast(t, text.Light, l.Line.Light) < 4 || contrast(t, text.Dark, l.Line.Dark) < 4 {
			t.Errorf("text on %s cannot be read: %v %v", l.Line.Name, contrast(t, text.Light, l.Line.Light), contrast(t, text.Dark, l.Line.Dark))
		}
	}
}

func TestColored(t *testing.T) {
	got := colored([]figure.Series{{Key: "a"}, {Key: "b", Color: "rest"}, {Key: "c"}})
	if got[0].Color != "hue1" || got[1].Color != "rest" || got[2].Color != "hue3" {
		t.Errorf("series have the colours %v", got)
	}
}
