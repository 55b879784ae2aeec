package place

// Scene is a placed figure: everything a drawing needs to know about where things are. Coordinates are
// points, y upward, rounded to a hundredth.
type Scene struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Circles has one circle for each node, largest first; Arcs one arrow for each arc that is drawn.
	// Both orders depend on what the figure says, not on the order it says it in.
	Circles []Circle `json:"circles"`
	Arcs    []Arc    `json:"arcs"`
	// Ruler is what the circles and arrows were measured with.
	Ruler Ruler `json:"-"`
	// Warnings say what could not be placed well: amounts left out, arrows that run through a circle.
	Warnings []error `json:"-"`
}

// Circle is the place of a node.
type Circle struct {
	Node   int     `json:"node"` // index in figure.Map.Nodes
	Center Point   `json:"center"`
	Radius float64 `json:"radius"`
	Rim    float64 `json:"rim"` // width of the line around it
	// Lines are its name and detail, Box the room they take, Inside whether that is in the circle.
	Lines  []Line `json:"lines"`
	Box    Box    `json:"box"`
	Inside bool   `json:"inside,omitempty"`
}

// Line is one line of text, centred on At.X with its baseline at At.Y.
type Line struct {
	Text   string  `json:"text"`
	At     Point   `json:"at"`
	Size   float64 `json:"size"`
	Strong bool    `json:"strong,omitempty"`
}

// Arc is the place of an arrow.
type Arc struct {
	Arc  int `json:"arc"`  // index in figure.Map.Arcs
	From int `json:"from"` // index in Scene.Circles
	To   int `json:"to"`
	// Curve is the shaft, one cubic Bézier from the rim of From to the base of the head. Tip is the
	// point of the head, on the rim of To; HeadWidth how wide the head is at its base.
	Curve     [4]Point `json:"curve"`
	Tip       Point    `json:"tip"`
	HeadWidth float64  `json:"head_width"`
	Pen       float64  `json:"pen"`
	// Label is the amount and the badges on the arrow; nil if it has none or no room was found.
	Label *Label `json:"label,omitempty"`
}

// Label is what stands on an arrow.
type Label struct {
	Box Box `json:"box"`
	// Text is the amount; Line places it.
	Line Line `json:"line"`
	// Badges are the middles of the cycle numbers, in the order of figure.Arc.Cycles.
	Badges []Point `json:"badges,omitempty"`
}

// Sizes of type and signs, in points.
const (
	NameSize    = 13.0
	DetailSize  = 11.0
	LabelSize   = 11.0
	BadgeRadius = 7.0
)
