package figure

// Figure is any figure: a map, bars, a matrix …
type Figure interface {
	// Words returns the words around the picture.
	Words() Frame
	// Check says what keeps the figure from being drawn, all of it at once.
	Check() error
}

// Words returns f; a figure that embeds a Frame has it from there.
func (f Frame) Words() Frame { return f }
