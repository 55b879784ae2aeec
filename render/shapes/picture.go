package shapes

// Picture is what a picture shows.
type Picture struct {
	Width, Height float64
	Title         string // of the whole picture, for people who cannot see it
	Description   string // the same at length
	Metadata      string // all text in the metadata of the root
	Items         []Item // in painting order: later ones cover earlier ones
}

// Item is something to paint: a *[Shape], a *[Text] or a *[Group].
type Item interface{ item() }

// Shape is a path that is filled, then stroked.
type Shape struct {
	Path        Path
	Fill        Paint
	EvenOdd     bool // fill by the even-odd rule rather than the non-zero rule
	Stroke      Paint
	Pen         Pen
	StrokeFirst bool // stroke, then fill
}

// Text is a line of text. Its runs follow one another; together they are placed at (X, Y) as Anchor says.
type Text struct {
	Frame  Matrix // from the coordinates of the text to those of the picture
	X, Y   float64
	Anchor Anchor
	Runs   []Run
}

// Run is a piece of a line of text in one style. Lengths are in the frame of the text.
type Run struct {
	Text         string
	DX, DY       float64 // moves this run and all after it
	Size         float64
	Bold, Italic bool
	Fill, Stroke Paint
	Pen          Pen
	StrokeFirst  bool // the stroke is a halo behind the letters
}

// Group is a set of items that is painted on its own and then, as one, on what lies beneath.
type Group struct {
	Opacity float64 // from 0, invisible, to 1
	Clip    *Box    // nothing outside is painted; nil for no limit
	Items   []Item
}

func (*Shape) item() {}
func (*Text) item()  {}
func (*Group) item() {}

// Paint is a colour and how much of it. The zero Paint leaves no trace.
type Paint struct {
	R, G, B uint8
	Alpha   float64 // from 0, nothing, to 1, which covers what is beneath
}

// Visible reports whether p leaves a trace.
func (p Paint) Visible() bool { return p.Alpha > 0 }

// Pen is how a line is drawn.
type Pen struct {
	Width      float64
	Dashes     []float64 // lengths of dash, gap, dash, gap …, an even number of them; none for a full line
	Offset     float64   // how far into Dashes the line begins
	Cap        Cap
	Join       Join
	MiterLimit float64 // a mitre longer than so many widths becomes a bevel
}

// Cap is the end of a line or a dash.
type Cap int

// The caps: cut off at the end, a half circle around it, half a square beyond it.
const (
	Butt Cap = iota
	RoundCap
	Square
)

// Join is the corner of a line.
type Join int

// The joins: pointed, rounded, cut off.
const (
	Miter Join = iota
	RoundJoin
	Bevel
)

// Anchor is the part of a line of text that lies at its position.
type Anchor int

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Point is a place in a picture.
type Point struct{ X, Y float64 }

// Box is an upright rectangle.
type Box struct{ Min, Max Point }

// Op is what a segment of a path does.
type Op uint8

// The segments: MoveTo and LineTo use the first point, CubicTo uses all three, the last being where it
// ends; Close goes back to the last MoveTo and uses none.
const (
	MoveTo Op = iota
	LineTo
	CubicTo
	Close
)

// Points returns how many points a segment with that Op uses.
func (o Op) Points() int {
	switch o {
	case CubicTo:
		return 3
	case Close:
		return 0
	}
	return 1
}

// Segment is a piece of a path. Points that its Op does not use are zero.
type Segment struct {
	Op Op
	P  [3]Point
}

// End returns where s ends, for all but Close.
func (s Segment) End() Point {
	if s.Op == CubicTo {
		return s.P[2]
	}
	return s.P[0]
}

// Path is a sequence of segments; the first, and each after a Close, is a MoveTo.
type Path []Segment

func (p *Path) move(a Point)        { *p = append(*p, Segment{MoveTo, [3]Point{a}}) }
func (p *Path) line(a Point)        { *p = append(*p, Segment{LineTo, [3]Point{a}}) }
func (p *Path) cubic(a, b, c Point) { *p = append(*p, Segment{CubicTo, [3]Point{a, b, c}}) }
func (p *Path) close()              { *p = append(*p, Segment{Op: Close}) }
