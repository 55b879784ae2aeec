package chart

import (
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

// Bars draws horizontal bars, 1000 points wide and as high as they need: 25 points a row. All of them have one scale, from zero,
// and each has its value at its end.
//
// In the file a bar is a <g class="bar" data-id="…"> with a tooltip.
func Bars(f figure.Bars, o Options) ([]byte, error) { return Draw(f, o) }

// bars draws bars that passed their check.
func bars(f figure.Bars, o Options) []byte {
	s := sheet.New(f.Frame, chartWidth, o.Theme)
	p := newBarPlot(s, cleanPlot(f.BarPlot), f.Longest(), 0, 0)
	head, y := s.Header()
	samples, y := legend(s, y, p.keys())
	picture, y := p.draw(y)
	foot, height := s.Footer(y + 10)
	return s.Bytes(height, sheet.Root{Class: "bars", Description: "Bars.", Metadata: o.Metadata}, head, samples, picture, foot)
}
