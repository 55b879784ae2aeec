package chart

import (
	"fmt"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

// Options say how a figure is drawn. The zero value is a light picture without a record of where it comes from.
type Options struct {
	Theme    sheet.Theme // Light if empty
	Metadata string      // where the figure comes from, for programs: written into <metadata>
}

// Draw draws a figure. It is an error if the figure does not pass its Check, if the theme is unknown, or if the figure is of a
// kind that is drawn elsewhere.
func Draw(f figure.Figure, o Options) ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, fmt.Errorf("draw chart %q: %w", f.Words().ID, err)
	}
	theme, err := sheet.ParseTheme(string(o.Theme))
	if err != nil {
		return nil, fmt.Errorf("draw chart %q: %w", f.Words().ID, err)
	}
	o.Theme = theme
	switch f := f.(type) {
	case figure.Bars:
		return bars(f, o), nil
	case figure.Waterfall:
		return waterfall(f, o), nil
	case figure.Lines:
		return lines(f, o), nil
	case figure.Matrix:
		return matrix(f, o), nil
	case figure.Timeline:
		return timeline(f, o), nil
	case figure.Flow:
		return flow(f, o), nil
	case figure.Columns:
		return columns(f, o), nil
	case figure.Tornado:
		return tornado(f, o), nil
	default:
		return nil, fmt.Errorf("draw chart %q: a %T is no chart", f.Words().ID, f)
	}
}
