package chart_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/chart"
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/sheet/sheettest"
)

// families are the figures that the laws hold for: a family for each kind, by name. Each has an ordinary figure, an empty one,
// one with a single row, a large one, one of which nothing is known, and one whose words mean harm.
func families() []map[string]figure.Figure {
	return []map[string]figure.Figure{barFigures(), waterfallFigures(), lineFigures(), matrixFigures(), timelineFigures(), flowFigures(),
		columnFigures(), tornadoFigures(), fanFigures()}
}

// Words that mean harm, and long ones.
const (
	hostileText = "</text><script>alert(1)</script> javascript:x \u202egnp.exe\x01 & \"'>"
	chineseText = "深圳市腾讯计算机系统有限公司与中国国际金融股份有限公司"
)

var longText = strings.Repeat("Wilhelmina Worldwide ", 15) // 315 characters

func TestLaws(t *testing.T) {
	for _, family := range families() {
		for _, name := range slices.Sorted(maps.Keys(family)) {
			for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
				t.Run(name+" "+string(theme), func(t *testing.T) {
					out := picture(t, family[name], theme)
					if !bytes.Equal(out, picture(t, family[name], theme)) {
						t.Error("drawn twice, the pictures differ")
					}
					all := sheettest.Parse(t, string(out))
					sheettest.CheckMarkup(t, string(out), all)
					if theme == sheet.Light { // places do not depend on colours
						sheettest.CheckTexts(t, all, nil)
						checkCanvas(t, all)
					}
				})
			}
		}
	}
}

func TestDrawRefuses(t *testing.T) {
	if _, err := chart.Draw(figure.Matrix{}, chart.Options{Theme: "pink"}); err == nil {
		t.Error("an unknown theme is drawn")
	}
	bad := figure.Matrix{Cells: []figure.MatrixCell{{From: "a", To: "b"}}}
	if _, err := chart.Draw(bad, chart.Options{}); err == nil {
		t.Error("a figure that does not pass its check is drawn")
	}
}

// picture is the file of a figure, draw its elements.
func picture(t *testing.T, f figure.Figure, theme sheet.Theme) []byte {
	t.Helper()
	out, err := chart.Draw(f, chart.Options{Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func draw(t *testing.T, f figure.Figure) []*sheettest.Tag {
	t.Helper()
	return sheettest.Parse(t, string(picture(t, f, sheet.Light)))
}

// texts are the lines of text within elements of a class, or all, each with a stroke behind it.
func texts(all []*sheettest.Tag, class string) string {
	var b strings.Builder
	for _, e := range all {
		if e.Name == "text" && e.Attrs["fill"] != "none" && (class == "" || slices.ContainsFunc(e.Around, func(o *sheettest.Tag) bool { return o.Has(class) })) {
			b.WriteString(e.Text + "|")
		}
	}
	return b.String()
}

// checkCanvas: no mark leaves the picture.
func checkCanvas(t *testing.T, all []*sheettest.Tag) {
	t.Helper()
	width, height := all[0].Num("width"), all[0].Num("height")
	for _, e := range all {
		var x0, x1, y0, y1 float64
		switch e.Name {
		case "rect":
			x0, y0 = e.Num("x"), e.Num("y")
			x1, y1 = x0+e.Num("width"), y0+e.Num("height")
			if e.Num("width") < 0 || e.Num("height") < 0 {
				t.Errorf("a rectangle of %s × %s", e.Attrs["width"], e.Attrs["height"])
			}
		case "circle":
			x0, x1, y0, y1 = e.Num("cx")-e.Num("r"), e.Num("cx")+e.Num("r"), e.Num("cy")-e.Num("r"), e.Num("cy")+e.Num("r")
			if e.Num("r") < 0 {
				t.Errorf("a circle of radius %s", e.Attrs["r"])
			}
		case "line":
			x0, x1, y0, y1 = min(e.Num("x1"), e.Num("x2")), max(e.Num("x1"), e.Num("x2")), min(e.Num("y1"), e.Num("y2")), max(e.Num("y1"), e.Num("y2"))
		default:
			continue
		}
		if x0 < 0 || x1 > width || y0 < 0 || y1 > height {
			t.Errorf("<%s> from (%.1f, %.1f) to (%.1f, %.1f) leaves the picture of %v × %v", e.Name, x0, y0, x1, y1, width, height)
		}
	}
}

// frame is a frame with all its words.
func frame(id string) figure.Frame {
	return figure.Frame{ID: id, Title: "Title of " + id, Subtitle: "Subtitle", Caption: "Caption.", Source: "basis=headline as-of=2026-07-03", AltText: "In words.",
		Dropped: []string{"3 deals worth $1bn"}, Notes: []string{"an estimate"}}
}

// hostileFrame is one whose words mean harm.
func hostileFrame(id string) figure.Frame {
	return figure.Frame{ID: id + `" onload="alert(1)`, Lang: `en" onload="x`, Title: longText + hostileText, Subtitle: hostileText + longText, Caption: hostileText,
		Source: chineseText, AltText: hostileText, Dropped: []string{hostileText, longText}, Notes: []string{hostileText}, NotDrawn: hostileText}
}
