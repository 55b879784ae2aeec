package raster

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestCompare compares with what librsvg draws. Letters differ a little: it sets them in whatever stands for Helvetica
// on the machine.
func TestCompare(t *testing.T) {
	rsvg, err := exec.LookPath("rsvg-convert")
	if err != nil {
		t.Skip("rsvg-convert is not installed: our pictures are not compared with those of librsvg")
	}
	ours, _, err := PNG(readmeMap(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "map.png")
	if out, err := exec.CommandContext(t.Context(), rsvg, "../../testdata/readme/map.svg", "-o", path).CombinedOutput(); err != nil {
		t.Fatalf("rsvg-convert: %v\n%s", err, out)
	}
	theirs, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const limit = 0.015 // a blank page differs by 3 %
	if d := difference(t, ours, theirs); d > limit {
		t.Errorf("the mean difference is %.2f %%, more than %.1f %%", 100*d, 100*limit)
	} else {
		t.Logf("the mean difference is %.3f %%", 100*d)
	}
}

// difference returns the mean difference of red, green and blue of two pictures of the same size, from 0 to 1.
func difference(t *testing.T, a, b []byte) float64 {
	t.Helper()
	var img [2]image.Image
	for i, file := range [][]byte{a, b} {
		var err error
		if img[i], err = png.Decode(bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
	}
	if img[0].Bounds() != img[1].Bounds() {
		t.Fatalf("sizes %v and %v", img[0].Bounds().Max, img[1].Bounds().Max)
	}
	size, sum := img[0].Bounds().Max, 0.0
	for y := range size.Y {
		for x := range size.X {
			r0, g0, b0, _ := img[0].At(x, y).RGBA()
			r1, g1, b1, _ := img[1].At(x, y).RGBA()
			for _, p := range [][2]uint32{{r0, r1}, {g0, g1}, {b0, b1}} {
				sum += float64(max(p[0], p[1])-min(p[0], p[1])) / 0xffff
			}
		}
	}
	return sum / float64(3*size.X*size.Y)
}

// TestSize: a map of 22 parties at its own size stays below what a mail or a page takes lightly.
func TestSize(t *testing.T) {
	file, missing, err := PNG(readmeMap(t), Options{})
	if err != nil || len(missing) > 0 {
		t.Fatal(err, string(missing))
	}
	if len(file) > 400_000 {
		t.Errorf("the map has %d bytes, want 400,000 at most", len(file))
	}
}
