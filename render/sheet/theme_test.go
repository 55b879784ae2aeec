package sheet

import (
	"math"
	"slices"
	"strconv"
	"testing"
)

// linear returns the linear red, green and blue of "#RRGGBB", from 0 to 1 (sRGB, IEC 61966-2-1).
func linear(t *testing.T, color string) [3]float64 {
	t.Helper()
	v, err := strconv.ParseUint(color[1:], 16, 32)
	if err != nil || len(color) != 7 {
		t.Fatalf("color %q", color)
	}
	var out [3]float64
	for i := range out {
		c := float64(v>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// contrast returns the contrast ratio of two colours (WCAG 2.1), from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(color string) float64 {
		c := linear(t, color)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	p, q := luminance(a), luminance(b)
	return (max(p, q) + 0.05) / (min(p, q) + 0.05)
}

func TestContrast(t *testing.T) {
	if got := contrast(t, "#000000", "#FFFFFF"); math.Abs(got-21) > 1e-9 {
		t.Fatalf("black on white has a contrast of %v, want 21", got)
	}
	check := func(what string, front, back Role, want float64) {
		t.Helper()
		if got := contrast(t, front.Light, back.Light); got < want {
			t.Errorf("light: %s %s on %s %s: contrast %.2f, want %.1f", what, front.Light, back.Name, back.Light, got, want)
		}
		if got := contrast(t, front.Dark, back.Dark); got < want {
			t.Errorf("dark: %s %s on %s %s: contrast %.2f, want %.1f", what, front.Dark, back.Name, back.Dark, got, want)
		}
	}
	for _, l := range Looks {
		check("line "+l.Line.Name, l.Line, Paper, 3)
		check("text "+l.Text.Name, l.Text, Paper, 4.5)
	}
	check("text", Ink, Paper, 4.5)
	check("text", Muted, Paper, 4.5)
	check("line", Rim, Paper, 3)
	check("badge", Paper, Ink, 4.5)
	for _, Tint := range append(slices.Clone(tints), noTint) {
		check("name", Ink, Tint, 4.5)
		check("detail", Muted, Tint, 4.5)
	}
}

// The matrices turn linear colours into what a dichromat sees: Machado, Oliveira and Fernandes, A
// Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), 2009, severity 1.
var dichromats = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab returns the CIE Lab coordinates of a linear colour, as seen through m (white point D65).
func lab(c [3]float64, m [3][3]float64) (l, a, b float64) {
	var s [3]float64
	for i := range s {
		s[i] = min(max(m[i][0]*c[0]+m[i][1]*c[1]+m[i][2]*c[2], 0), 1)
	}
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return v*24389/27/116 + 16.0/116
	}
	x := f((0.4124564*s[0] + 0.3575761*s[1] + 0.1804375*s[2]) / 0.95047)
	y := f(0.2126729*s[0] + 0.7151522*s[1] + 0.0721750*s[2])
	z := f((0.0193339*s[0] + 0.1191920*s[1] + 0.9503041*s[2]) / 1.08883)
	return 116*y - 16, 500 * (x - y), 200 * (y - z)
}

// TestLooksDiffer: to normal eyes and to dichromats, two kinds differ in colour clearly (ΔE*ab of 15 or
// more), or one of them is dashed.
func TestLooksDiffer(t *testing.T) {
	for i, p := range Looks {
		for _, q := range Looks[:i] {
			for _, name := range []string{"normal", "protanopia", "deuteranopia", "tritanopia"} {
				for theme, colors := range map[string][2]string{"light": {p.Line.Light, q.Line.Light}, "dark": {p.Line.Dark, q.Line.Dark}} {
					l1, a1, b1 := lab(linear(t, colors[0]), dichromats[name])
					l2, a2, b2 := lab(linear(t, colors[1]), dichromats[name])
					d := math.Sqrt((l1-l2)*(l1-l2) + (a1-a2)*(a1-a2) + (b1-b2)*(b1-b2))
					if d < 15 && slices.Equal(p.dash, q.dash) {
						t.Errorf("%s, %s: %s and %s differ by %.1f and have the same dash", theme, name, p.Line.Name, q.Line.Name, d)
					}
				}
			}
		}
	}
}

// TestHeat: the text that stands on a strong fill can be read in both themes.
func TestHeat(t *testing.T) {
	for name, fill := range heat {
		for _, text := range []Role{Ink, Muted} {
			on := On(fill, text)
			for theme, got := range map[string]float64{"light": contrast(t, on.Light, fill.Light), "dark": contrast(t, on.Dark, fill.Dark)} {
				if got < 4.5 {
					t.Errorf("%s: text %s on %s: contrast %.2f, want 4.5", theme, on.Name, name, got)
				}
			}
		}
	}
}

func TestParseTheme(t *testing.T) {
	for name, want := range map[string]Theme{"": Light, "light": Light, "dark": Dark, "auto": Auto} {
		if got, err := ParseTheme(name); err != nil || got != want {
			t.Errorf("ParseTheme(%q) = %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := ParseTheme("sepia"); err == nil {
		t.Error(`ParseTheme("sepia") gave no error`)
	}
}
