package figure

import "fmt"

// Figure is any figure: a map, bars, a matrix …
type Figure interface {
	// Words returns the words around the picture.
	Words() Frame
	// Check says what keeps the figure from being drawn, all of it at once.
	Check() error
}

// Words returns f; a figure that embeds a Frame has it from there.
func (f Frame) Words() Frame { return f }

// Reworded returns f with other words around it. It panics for a figure that is not of this package.
func Reworded(f Figure, words Frame) Figure {
	switch f := f.(type) {
	case Map:
		f.Frame = words
		return f
	case Panels:
		f.Frame = words
		return f
	case Bars:
		f.Frame = words
		return f
	case Waterfall:
		f.Frame = words
		return f
	case Lines:
		f.Frame = words
		return f
	case Matrix:
		f.Frame = words
		return f
	case Timeline:
		f.Frame = words
		return f
	case Flow:
		f.Frame = words
		return f
	case Columns:
		f.Frame = words
		return f
	case Tornado:
		f.Frame = words
		return f
	}
	panic(fmt.Sprintf("figure: a %T cannot be reworded", f))
}
