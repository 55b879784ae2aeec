package raster

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pixels are those of a picture, decoded by image/png.
type pixels struct {
	t    *testing.T
	at   func(x, y int) color.Color
	w, h int
}

// draw draws what stands in a picture of 40 × 40.
func draw(t *testing.T, inner string) pixels {
	t.Helper()
	return drawn(t, `<svg width="40" height="40">`+inner+`</svg>`, Options{})
}

func drawn(t *testing.T, svg string, o Options) pixels {
	t.Helper()
	file, _, err := PNG([]byte(svg), o)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return pixels{t, img.At, img.Bounds().Dx(), img.Bounds().Dy()}
}

// want checks the colours of pixels, as in "3,4 #FF0000", or "#FF000080" with alpha.
func (p pixels) want(list ...string) {
	p.t.Helper()
	for _, w := range list {
		var x, y int
		var c string
		if _, err := fmt.Sscanf(w, "%d,%d %s", &x, &y, &c); err != nil {
			p.t.Fatal(w, err)
		}
		if len(c) == 7 {
			c += "FF"
		}
		if got := p.hex(x, y); got != c {
			p.t.Errorf("pixel %d,%d is %s, want %s", x, y, got, c)
		}
	}
}

// hex returns the colour of a pixel, with alpha.
func (p pixels) hex(x, y int) string {
	n := color.NRGBAModel.Convert(p.at(x, y)).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X%02X", n.R, n.G, n.B, n.A)
}

// ink returns how much of the picture is darker than white, in whole black pixels, from x0 to before x1.
func (p pixels) ink(x0, x1 int) float64 {
	sum := 0.0
	for y := range p.h {
		for x := x0; x < x1; x++ {
			_, g, _, _ := p.at(x, y).RGBA()
			sum += 1 - float64(g)/0xffff
		}
	}
	return sum
}

const white = `<rect width="100%" height="100%" fill="#fff"/>`

func TestRect(t *testing.T) {
	draw(t, white+`<rect x="10" y="20" width="10" height="10" fill="#123456"/>`).want(
		"10,20 #123456", "19,29 #123456", "9,20 #FFFFFF", "20,20 #FFFFFF", "10,19 #FFFFFF", "10,30 #FFFFFF", "39,39 #FFFFFF")
	// Half a pixel is 16/32 of one: alpha 128, and white times 127/255 remains.
	draw(t, white+`<rect x="10.5" y="20.5" width="10" height="10"/>`).want(
		"10,21 #7F7F7F", "11,20 #7F7F7F", "11,21 #000000", "10,20 #BFBFBF", "20,21 #7F7F7F", "21,21 #FFFFFF")
	drawn(t, `<svg width="20" height="20"><rect x="1" y="2" width="3" height="4" fill="red"/></svg>`, Options{Scale: 2}).want(
		"2,4 #FF0000", "7,11 #FF0000", "1,4 #00000000", "8,4 #00000000", "2,12 #00000000")
}

// TestAlpha: without a background, colours come out with their alpha.
func TestAlpha(t *testing.T) {
	draw(t, `<rect x="5" y="5" width="5" height="5" fill="#ff8000" fill-opacity="0.5"/>`).want("6,6 #FF800080", "4,4 #00000000")
}

// TestGroup: a group with an opacity is laid down once, whatever overlaps in it.
func TestGroup(t *testing.T) {
	const two = `<rect x="5" y="5" width="20" height="20" fill="#f00"/><rect x="15" y="15" width="20" height="20" fill="#00f"/>`
	draw(t, white+`<g opacity="0.5">`+two+`</g>`).want("6,6 #FF7F7F", "20,20 #7F7FFF", "30,30 #7F7FFF", "2,2 #FFFFFF")
	// A layer is wiped: the second group does not show the first again.
	draw(t, white+`<g opacity="0.5">`+two+`</g><g opacity="0.5"><rect width="2" height="40"/><rect x="38" width="2" height="40"/></g>`).want(
		"6,6 #FF7F7F", "1,6 #7F7F7F", "30,30 #7F7FFF", "39,39 #7F7F7F")
	// The core of a hollow arrow hides its colour completely.
	tube := func(color string, width int) string {
		return fmt.Sprintf(`<path d="M0 20H40" stroke="%s" stroke-width="%d"/>`, color, width)
	}
	draw(t, `<rect width="40" height="40"/><g opacity="0.5">`+tube("#f00", 20)+tube("#fff", 10)+`</g>`).want(
		"20,12 #800000", "20,20 #808080", "20,5 #000000")
	// Groups within groups: 0.5 × 0.5 of black on white.
	draw(t, white+`<g opacity="0.5"><g opacity="0.5">`+two+`</g><rect x="38" y="38" width="2" height="2"/></g>`).want(
		"39,39 #7F7F7F", "6,6 #FFBFBF")
}

func TestDashes(t *testing.T) {
	const line = `<line x1="4" y1="10" x2="36" y2="10" stroke="#000" stroke-width="2" stroke-dasharray="6 4"`
	draw(t, white+line+`/>`).want("3,9 #FFFFFF", "4,9 #000000", "9,10 #000000", "10,9 #FFFFFF", "13,9 #FFFFFF", "14,9 #000000",
		"19,9 #000000", "20,9 #FFFFFF", "34,9 #000000", "35,9 #000000", "36,9 #FFFFFF", "4,8 #FFFFFF", "4,11 #FFFFFF")
	draw(t, white+line+` stroke-dashoffset="3"/>`).want("4,9 #000000", "6,9 #000000", "7,9 #FFFFFF", "10,9 #FFFFFF", "11,9 #000000")
	draw(t, white+line+` stroke-dashoffset="-2"/>`).want("4,9 #FFFFFF", "5,9 #FFFFFF", "6,9 #000000", "11,9 #000000", "12,9 #FFFFFF")
	// Around a corner: 10 right, then down; the third dash covers the corner.
	draw(t, white+`<polyline points="5,5 15,5 15,35" fill="none" stroke="#000" stroke-width="2" stroke-dasharray="4"/>`).want(
		"5,4 #000000", "8,4 #000000", "9,4 #FFFFFF", "12,4 #FFFFFF", "13,4 #000000", "15,4 #000000", "15,6 #000000", "15,7 #FFFFFF", "15,11 #000000")
	// Dashes of no length have round ends all the same.
	p := draw(t, white+`<path d="M5 20H34" stroke="#000" stroke-width="6" stroke-linecap="round" stroke-dasharray="0 10"/>`)
	p.want("5,20 #000000", "10,20 #FFFFFF", "15,20 #000000", "20,20 #FFFFFF", "25,20 #000000")
	if got, want := p.ink(0, 40), 3*math.Pi*9; math.Abs(got-want) > 1 {
		t.Errorf("3 dots of radius 3 take %.2f pixels, want %.2f", got, want)
	}
}

func TestCapsAndJoins(t *testing.T) {
	const line = `<line x1="10" y1="20" x2="30" y2="20" stroke="#000" stroke-width="8" stroke-linecap=`
	draw(t, white+line+`"butt"/>`).want("9,20 #FFFFFF", "10,16 #000000", "29,23 #000000", "30,20 #FFFFFF")
	draw(t, white+line+`"square"/>`).want("5,20 #FFFFFF", "6,16 #000000", "33,23 #000000", "34,20 #FFFFFF")
	p := draw(t, white+line+`"round"/>`)
	p.want("5,20 #FFFFFF", "7,20 #000000", "6,16 #FFFFFF", "33,23 #FFFFFF", "32,20 #000000")
	if got, want := p.ink(0, 40), 160+math.Pi*16; math.Abs(got-want) > 1 {
		t.Errorf("a line with round caps takes %.2f pixels, want %.2f", got, want)
	}
	corner := func(join string) pixels {
		return draw(t, white+`<path d="M10 30V10H30" fill="none" stroke="#000" stroke-width="8" stroke-linejoin="`+join+`"/>`)
	}
	const both = 24*8 + 16*8.0 // up to the corner's square, without it beyond
	for join, want := range map[string]float64{"miter": both, "bevel": both - 8, "round": both - 16 + 4*math.Pi} {
		if got := corner(join).ink(0, 40); math.Abs(got-want) > 0.5 {
			t.Errorf("a corner with join %s takes %.2f pixels, want %.2f", join, got, want)
		}
	}
	// Between 2 sides at 2·atan(1/8) a mitre would be 8.06 widths long: more than 4, less than 9.
	spike := `<path d="M16 39L20 7L24 39" fill="none" stroke="#000" stroke-width="1" stroke-miterlimit=`
	draw(t, white+spike+`"4"/>`).want("19,5 #FFFFFF")
	if draw(t, white+spike+`"9"/>`).hex(19, 5) == "#FFFFFFFF" {
		t.Error("a mitre within the limit is not drawn")
	}
}

// TestStrokeAreas: a pen of width w covers w for each unit it goes, along curves too.
func TestStrokeAreas(t *testing.T) {
	for svg, want := range map[string]float64{
		`<circle cx="20" cy="20" r="15" fill="none" stroke="#000" stroke-width="3"/>`:                  2 * math.Pi * 15 * 3,
		`<circle cx="20" cy="20" r="15"/>`:                                                             math.Pi * 225,
		`<path d="M5 20A15 15 0 0 1 35 20" fill="none" stroke="#000" stroke-width="7"/>`:               math.Pi * 15 * 7,
		`<path d="M3 3L37 37" stroke="#000" stroke-width="1"/>`:                                        34 * math.Sqrt2,
		`<circle cx="20" cy="20" r="2" fill="none" stroke="#000" stroke-width="8"/>`:                   math.Pi * 36, // wider than its curve
		`<rect x="5" y="5" width="20" height="10" rx="5" fill="none" stroke="#000" stroke-width="2"/>`: (20 + 10*math.Pi) * 2,
	} {
		if got := draw(t, white+svg).ink(0, 40); math.Abs(got-want) > 0.01*want {
			t.Errorf("%s takes %.2f pixels, want %.2f", svg, got, want)
		}
	}
}

func TestFillRules(t *testing.T) {
	const d = `<path d="M5 5H35V35H5ZM15 15H25V25H15Z" `
	draw(t, white+d+`/>`).want("10,10 #000000", "20,20 #000000")
	draw(t, white+d+`fill-rule="evenodd"/>`).want("10,10 #000000", "20,20 #FFFFFF")
	draw(t, white+`<path d="M5 5H35V35H5ZM10 10H30V30H10ZM15 15H25V25H15Z" fill-rule="evenodd"/>`).want(
		"7,7 #000000", "12,12 #FFFFFF", "20,20 #000000")
	draw(t, white+`<path d="M5 5H35V35H5ZM15 15V25H25V15Z"/>`).want("10,10 #000000", "20,20 #FFFFFF") // a hole by direction
}

func TestClip(t *testing.T) {
	draw(t, white+`<clipPath id="c"><rect x="10" y="10" width="10" height="10"/></clipPath>
		<g clip-path="url(#c)"><circle cx="15" cy="15" r="30"/></g><rect x="30" y="30" width="5" height="5"/>`).want(
		"9,15 #FFFFFF", "10,15 #000000", "19,19 #000000", "20,15 #FFFFFF", "15,9 #FFFFFF", "15,20 #FFFFFF", "31,31 #000000")
}

// TestEdge: the background reaches the edge of a canvas that is not a whole number of pixels.
func TestEdge(t *testing.T) {
	p := drawn(t, `<svg width="10.4" height="7.7"><rect width="10.4" height="7.7" fill="#fff"/></svg>`, Options{Scale: 1.5})
	if p.w != 16 || p.h != 12 {
		t.Errorf("the picture has %d × %d pixels, want 16 × 12", p.w, p.h)
	}
	p.want("15,11 #FFFFFF", "15,0 #FFFFFF", "0,11 #FFFFFF")
}

func TestText(t *testing.T) {
	text := func(attributes, s string) pixels {
		return draw(t, white+`<text font-size="20" y="30" `+attributes+`>`+s+`</text>`)
	}
	p := text(`x="20" text-anchor="middle"`, "H")
	if left, right := p.ink(0, 20), p.ink(20, 40); math.Abs(left-right) > 0.5 || left < 20 {
		t.Errorf("an H around 20 has %.2f pixels on its left and %.2f on its right", left, right)
	}
	p.want("20,31 #FFFFFF", "20,15 #FFFFFF") // it stands on the line, 14.6 high
	if right := text(`x="20" text-anchor="end"`, "H").ink(20, 40); right > 0.01 {
		t.Errorf("an H that ends at 20 goes beyond by %.2f pixels", right)
	}
	regular, bold := text(`x="5"`, "Hn").ink(0, 40), text(`x="5" font-weight="bold"`, "Hn").ink(0, 40)
	if bold < 1.2*regular {
		t.Errorf("bold takes %.1f pixels, regular %.1f", bold, regular)
	}
	if upright, italic := text(`x="5"`, "I").ink(0, 8), text(`x="5" font-style="italic"`, "I").ink(0, 8); italic > upright-2 {
		t.Errorf("an italic I is not slanted: %.1f of it on the left, %.1f of an upright one", italic, upright)
	}
	// A halo of 6 is 3 wide around the letter, behind it.
	p = draw(t, `<rect width="40" height="40" fill="#888"/>
		<text x="10" y="30" font-size="20" font-weight="bold" stroke="#fff" stroke-width="6" paint-order="stroke">I</text>`)
	p.want("13,22 #000000", "9,22 #FFFFFF", "16,22 #FFFFFF", "5,22 #888888", "20,22 #888888")
}

func TestMissing(t *testing.T) {
	svg := `<svg width="40" height="40">` + white + `<text x="5" y="30" font-size="20">英A達英</text></svg>`
	_, missing, err := PNG([]byte(svg), Options{})
	if err != nil || string(missing) != "英達" {
		t.Errorf("missing %q, error %v", string(missing), err)
	}
	drawn(t, svg, Options{}).want("15,22 #FFFFFF") // an empty box
	if ink := drawn(t, svg, Options{}).ink(5, 25); ink < 20 {
		t.Errorf("the box takes %.1f pixels", ink)
	}
}

func TestErrors(t *testing.T) {
	small := `<svg width="40" height="40"/>`
	for _, tt := range []struct {
		svg, want string
		o         Options
	}{
		{`<svg>`, "svg: XML syntax error", Options{}},
		{`<svg width="20000" height="20000"/>`, "20000 × 20000 pixels are more than 100000000; choose a smaller scale", Options{}},
		{small, "scale -1", Options{Scale: -1}}, {small, "scale NaN", Options{Scale: math.NaN()}},
		{small, "scale +Inf", Options{Scale: math.Inf(1)}}, {small, "smaller than a pixel", Options{Scale: 1e-9}},
		{small, "font 1", Options{Fonts: [][]byte{{1, 2, 3}}}},
		{small, `keyword " a"`, Options{Text: []Chunk{{" a", "b"}}}},
		{`<svg width="9" height="9"><path d="M0 0H100000" stroke="red" stroke-dasharray=".0001"/></svg>`, "dashes", Options{}},
	} {
		if _, _, err := PNG([]byte(tt.svg), tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %+v: error %v, want one with %q", tt.svg, tt.o.Scale, err, tt.want)
		}
	}
}

func readmeMap(t testing.TB) []byte {
	t.Helper()
	svg, err := os.ReadFile("../../testdata/readme/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

// TestSame: 8 goroutines at once make the same file.
func TestSame(t *testing.T) {
	svg := readmeMap(t)
	o := Options{Text: []Chunk{{"Title", "Wer zahlt wen? 谁付钱"}}}
	files := make([][]byte, 8)
	var group sync.WaitGroup
	for i := range files {
		group.Go(func() { files[i], _, _ = PNG(svg, o) })
	}
	group.Wait()
	for i, f := range files {
		if len(f) == 0 || !bytes.Equal(f, files[0]) {
			t.Errorf("file %d has %d bytes and differs from the first, of %d", i, len(f), len(files[0]))
		}
	}
	const limit = 450_000
	if len(files[0]) > limit {
		t.Errorf("the map takes %d bytes, more than %d", len(files[0]), limit)
	}
	got, err := Chunks(files[0])
	if diff := cmp.Diff(o.Text, got); diff != "" || err != nil {
		t.Errorf("chunks (-want +got), error %v:\n%s", err, diff)
	}
}

// FuzzPNG: no picture makes PNG panic, and what it writes can be read.
func FuzzPNG(f *testing.F) {
	for _, s := range []string{
		`<svg width="9" height="9"><g opacity=".5"><circle r="3" stroke="red" stroke-width="3" stroke-dasharray="1 2"/><path d="M0 0a1 2 3 0 1 5 5z"/></g></svg>`,
		`<svg viewBox="0 0 9 9"><text x="-1e5" y="2" stroke="red" stroke-width="1e5" stroke-linejoin="round">a<tspan dy="3">b</tspan></text></svg>`,
		`<svg viewBox="0 0 9 9"><clipPath id="c"><rect x="-5" width="5" height="5"/></clipPath><g clip-path="url(#c)"><path d="M-9 -9L1e5 1e5L3 3" stroke="red" stroke-linecap="round"/></g></svg>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, svg []byte) {
		for _, side := range []string{"width", "height", "viewBox"} { // keep pictures small
			_, value, _ := strings.Cut(string(svg), side)
			if len(value) > 30 && strings.ContainsAny(value[:30], "e") || len(svg) > 2000 {
				t.Skip()
			}
		}
		file, _, err := PNG(svg, Options{Scale: 0.5})
		if err != nil {
			return
		}
		if _, err := png.DecodeConfig(bytes.NewReader(file)); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkPNG(b *testing.B) {
	svg := readmeMap(b)
	for _, scale := range []float64{1, 2} {
		b.Run(fmt.Sprintf("%gx", scale), func(b *testing.B) {
			size := 0
			for b.Loop() {
				file, _, err := PNG(svg, Options{Scale: scale})
				if err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
