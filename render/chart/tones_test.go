package chart

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"dealgraph/render/sheet"

	"github.com/google/go-cmp/cmp"
)

func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		at        []float64
		low, high float64
		want      []float64
	}{
		{nil, 0, 100, nil},
		{[]float64{10, 50}, 0, 100, []float64{10, 50}},             // apart already
		{[]float64{50, 50}, 0, 100, []float64{45, 55}},             // half a gap each
		{[]float64{52, 50}, 0, 100, []float64{56, 46}},             // in their order
		{[]float64{99, 98}, 0, 100, []float64{100, 90}},            // not beyond the end
		{[]float64{1, 0, 2}, 0, 100, []float64{10, 0, 20}},         // nor before the beginning
		{[]float64{20, 28, 36}, 0, 100, []float64{18, 28, 38}},     // a chain
		{[]float64{0, 0, 0}, 0, 15, []float64{0, 10, 20}},          // no room: the first ones have it
		{[]float64{40, 45, 80}, 0, 100, []float64{37.5, 47.5, 80}}, // the third does not care
	} {
		if d := cmp.Diff(tt.want, spread(tt.at, 10, tt.low, tt.high)); d != "" {
			t.Errorf("spread(%v) (-want +got):\n%s", tt.at, d)
		}
	}
}

// contrast is the contrast ratio of two colours "#RRGGBB" (WCAG 2.1).
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(color string) float64 {
		v, err := strconv.ParseUint(color[1:], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			c := float64(v>>(16-8*i)&0xff) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	p, q := luminance(a), luminance(b)
	return (max(p, q) + 0.05) / (min(p, q) + 0.05)
}

// TestTones: neutral colours can be text on paper, and the pale one is clearly paler than each of them.
func TestTones(t *testing.T) {
	for name, r := range tones {
		if name == "rest" {
			continue
		}
		for _, pair := range [][3]string{{r.Light, sheet.Paper.Light, tones["rest"].Light}, {r.Dark, sheet.Paper.Dark, tones["rest"].Dark}} {
			if got := contrast(t, pair[0], pair[1]); got < 4.5 {
				t.Errorf("%s %s has a contrast of %.2f with paper, want 4.5", name, pair[0], got)
			}
			if got := contrast(t, pair[0], pair[2]); got < 3 {
				t.Errorf("%s %s has a contrast of %.2f with the pale tone, want 3", name, pair[0], got)
			}
		}
	}
	if !slices.Equal([]string{fillOf("equity").Name, fillOf("tone1").Name, fillOf("?").Name}, []string{"equity", "tone1", "other"}) {
		t.Error("a kind, a tone and something unknown have other colours")
	}
}
