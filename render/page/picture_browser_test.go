package page

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"dealgraph/render/raster"
)

// TestPictureInBrowser: a browser draws the picture by itself as our own raster does, and turns it dark for readers who prefer
// that.
func TestPictureInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("the picture is not tried in a browser: the tests shall be short")
	}
	file, err := filepath.Abs("../../testdata/readme/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ours, _, err := raster.PNG(svg, raster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := decode(t, ours)
	p := open(t, browser(t), sample())
	p.file = "file://" + file
	p.size(int64(want.Bounds().Dx()), int64(want.Bounds().Dy()))

	p.media("screen", "light")
	p.load("")
	got := decode(t, p.screenshot())
	if d := difference(got, want); d > 0.015 {
		t.Errorf("the browser's picture differs from ours by %.2f%% of full scale, want 1.5%% at most; a blank page differs by 3%%", 100*d)
	}
	p.media("screen", "dark")
	if c := hex(decode(t, p.screenshot()), 4, 4); c != "#0F151C" {
		t.Errorf("the paper of the dark picture is %s, want #0F151C", c)
	}
}

// screenshot is what the tab shows, as a PNG file.
func (p *tab) screenshot() []byte {
	p.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	p.must(err)
	return out
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func hex(m image.Image, x, y int) string {
	r, g, b, _ := m.At(x, y).RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}

// difference is the mean difference of two pictures, from 0 to 1, where both have pixels.
func difference(a, b image.Image) float64 {
	box := a.Bounds().Intersect(b.Bounds())
	sum := 0.0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r, g, bl, _ := a.At(x, y).RGBA()
			s, h, cl, _ := b.At(x, y).RGBA()
			for _, d := range [3]float64{float64(r) - float64(s), float64(g) - float64(h), float64(bl) - float64(cl)} {
				sum += math.Abs(d) / 65535 / 3
			}
		}
	}
	return sum / float64(box.Dx()*box.Dy())
}
