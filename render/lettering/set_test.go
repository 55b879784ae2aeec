package lettering

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/gofont/goregular"

	"dealgraph/render/shapes"
)

func newSet(t *testing.T, extra ...[]byte) *Set {
	t.Helper()
	s, err := New(extra)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func line(anchor shapes.Anchor, runs ...shapes.Run) *shapes.Text {
	return &shapes.Text{Frame: shapes.Identity, X: 100, Y: 50, Anchor: anchor, Runs: runs}
}

// extent returns where glyphs begin and end.
func extent(lines []Line) (from, to float64) {
	first, last := lines[0].Glyphs, lines[len(lines)-1].Glyphs
	end := last[len(last)-1]
	return first[0].X, end.X + end.Advance
}

// TestWidths compares with the widths of Helvetica and Helvetica Bold, in thousandths, from Adobe's metrics.
func TestWidths(t *testing.T) {
	for _, tt := range []struct {
		text    string
		regular float64
		bold    float64
	}{
		{"H", 722, 722}, {"i", 222, 278}, {"MMM", 3 * 833, 3 * 833}, {"$30bn", 4*556 + 556, 3*556 + 2*611}, {"→", 1000, 1000},
	} {
		for bold, want := range map[bool]float64{false: tt.regular, true: tt.bold} {
			for _, italic := range []bool{false, true} {
				lines := newSet(t).Lay(line(shapes.Start, shapes.Run{Text: tt.text, Size: 1000, Bold: bold, Italic: italic}))
				if from, to := extent(lines); math.Abs(to-from-want) > 2.5 {
					t.Errorf("%q, bold %v, italic %v: %.1f wide, want %v", tt.text, bold, italic, to-from, want)
				}
			}
		}
	}
}

func TestKerning(t *testing.T) {
	s := newSet(t)
	g := s.Lay(line(shapes.Start, shapes.Run{Text: "AVH", Size: 1000}))[0].Glyphs
	if gap := g[1].X - g[0].X - g[0].Advance; math.Abs(gap+74) > 1 { // -74 in Helvetica's terms; -152/2048 in the face
		t.Errorf("V is %.1f off the end of A, want -74", gap)
	}
	if gap := g[2].X - g[1].X - g[1].Advance; gap != 0 {
		t.Errorf("H is %.1f off the end of V, want 0", gap)
	}
}

func TestAnchors(t *testing.T) {
	runs := []shapes.Run{{Text: "AV", Size: 20}, {Text: "To\u200d", Size: 10, Bold: true, DX: 3, DY: -4}}
	start := newSet(t).Lay(line(shapes.Start, runs...))
	from, to := extent(start)
	if from != 100 || start[0].Glyphs[1].Y != 50 || start[1].Glyphs[0].Y != 46 || len(start[1].Glyphs) != 2 {
		t.Errorf("start: begins at %v, lines %+v", from, start)
	}
	width := to - from
	if from, to := extent(newSet(t).Lay(line(shapes.Middle, runs...))); math.Abs(from+to-200) > 1e-9 || math.Abs(to-from-width) > 1e-9 {
		t.Errorf("middle: from %v to %v", from, to)
	}
	if from, to := extent(newSet(t).Lay(line(shapes.End, runs...))); math.Abs(to-100) > 1e-9 || math.Abs(to-from-width) > 1e-9 {
		t.Errorf("end: from %v to %v", from, to)
	}
}

// TestFallback: a character is taken from the first face that has it, and reported if none has.
func TestFallback(t *testing.T) {
	run := shapes.Run{Text: "x⁹英é\u0301\x01\ufe0f", Size: 10}
	bare := newSet(t)
	g := bare.Lay(line(shapes.Start, run))[0].Glyphs
	if diff := cmp.Diff([]rune("⁹英"), bare.Missing()); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if g[1].Face != nil || g[2].Face != nil || g[2].Advance != 10 {
		t.Errorf("boxes are %+v", g[1:3])
	}
	box, err := bare.Outline(g[2], 10)
	if err != nil || len(box) != 10 {
		t.Errorf("the box has %d segments, error %v; want 10", len(box), err)
	}
	more := newSet(t, goregular.TTF)
	g = more.Lay(line(shapes.Start, run))[0].Glyphs
	if diff := cmp.Diff([]rune("英"), more.Missing()); diff != "" {
		t.Errorf("missing with Go Regular (-want +got):\n%s", diff)
	}
	if g[0].Face.Name() != "LiberationSans" || g[1].Face.Name() != "GoRegular" {
		t.Errorf("x from %s, ⁹ from %s", g[0].Face.Name(), g[1].Face.Name())
	}
	if len(g) != 5 {
		t.Errorf("%d glyphs, want 5: control characters and selectors show nothing", len(g))
	}
}

// TestOutline: an H of 1000 is 729 high and stands on the baseline (1409 and 0 in 2048 units, give or take).
func TestOutline(t *testing.T) {
	s := newSet(t)
	g := s.Lay(line(shapes.Start, shapes.Run{Text: "H", Size: 1000}))[0].Glyphs[0]
	path, err := s.Outline(g, 1000)
	if err != nil {
		t.Fatal(err)
	}
	top, bottom := math.Inf(1), math.Inf(-1)
	for _, segment := range path {
		if segment.Op != shapes.Close {
			top, bottom = min(top, segment.End().Y), max(bottom, segment.End().Y)
		}
	}
	if bottom != 50 || math.Abs(50-top-1409*1000/2048.0) > 0.01 {
		t.Errorf("H goes from %v to %v", top, bottom)
	}
}

func TestBadFonts(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("no font"), goregular.TTF[:1000]} {
		if _, err := New([][]byte{goregular.TTF, data}); err == nil {
			t.Errorf("a font of %d bytes gave no error", len(data))
		}
	}
}
