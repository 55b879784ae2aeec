package figure

// Map is a deal map: parties as circles, legs of deals as arrows, cycles picked out.
// All strings are final: they are shown as they are, escaped but not rephrased.
type Map struct {
	Frame

	Nodes  []Node  `json:"nodes"`
	Arcs   []Arc   `json:"arcs"`
	Cycles []Cycle `json:"cycles,omitempty"`
	Legend Legend  `json:"legend"`

	// FullValue is the Value drawn as the largest circle and FullAmount the Amount drawn as the thickest
	// arrow; zero means the largest in this map. Set both to draw two maps to one scale.
	FullValue  float64 `json:"full_value,omitempty"`
	FullAmount float64 `json:"full_amount,omitempty"`
}

// Node is a party.
type Node struct {
	// ID is unique among the nodes of a map.
	ID string `json:"id"`
	// Name is what stands in or beside the circle; Detail stands under it, in a quieter voice ("$4.5tn").
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
	// Title is the full sentence a reader gets on pointing at the circle; Name and Detail if empty.
	Title string `json:"title,omitempty"`
	// Group is the key of an entry of Legend.Groups: the sector, which tints the circle.
	Group string `json:"group,omitempty"`
	// Value is what the area of the circle shows, in any unit as long as it is the same for all nodes.
	Value float64 `json:"value,omitempty"`
	// Known is false when the value is not known. The circle is then small and has a broken rim.
	Known bool `json:"known,omitempty"`
	// Emphasis gives the circle a heavy rim, for example because it is the focus of the map. The
	// parties of a cycle get one without it.
	Emphasis bool `json:"emphasis,omitempty"`
}

// Arc is a leg of a deal, from the party that hands over (or promises) to the party that receives.
type Arc struct {
	// ID is unique among the arcs of a map.
	ID string `json:"id"`
	// From and To are node IDs, and differ.
	From string `json:"from"`
	To   string `json:"to"`
	// Kind is what changes hands: "equity", "compute", "loan" …: a key the drawing knows a colour for, and
	// the key of an entry of Legend.Kinds. Unknown keys are drawn in grey.
	Kind string `json:"kind"`
	// Certainty says how firmly it is agreed.
	Certainty Certainty `json:"certainty"`
	// Amount is what the width of the arrow shows, in any unit as long as it is the same for all arcs.
	Amount float64 `json:"amount,omitempty"`
	// Known is false when the amount is not known. The arrow is then thin; Label can still say "10 GW".
	Known bool `json:"known,omitempty"`
	// Label stands on the arrow ("$40bn"). An empty label is not drawn.
	Label string `json:"label,omitempty"`
	// Title is the full sentence a reader gets on pointing at the arrow.
	Title string `json:"title,omitempty"`
	// Deals are the IDs of the deals that the arrow stands for, if it tells.
	Deals []string `json:"deals,omitempty"`
	// Cycles are the numbers of the cycles this arc is a leg of, ascending.
	Cycles []int `json:"cycles,omitempty"`
	// Emphasis keeps the arrow in full colour although it is on no cycle.
	Emphasis bool `json:"emphasis,omitempty"`
}

// Certainty says how firmly a deal is agreed, from hearsay to done.
type Certainty string

// The rungs of the ladder, weakest first, and the one for deals that are over.
const (
	Rumoured  Certainty = "rumoured"
	Proposed  Certainty = "proposed" // letters of intent too
	Announced Certainty = "announced"
	Signed    Certainty = "signed"
	Active    Certainty = "active"
	Completed Certainty = "completed"
	Ended     Certainty = "ended" // lapsed, terminated or superseded
)

// Certainties returns all of them, weakest first, the ended ones last.
func Certainties() []Certainty {
	return []Certainty{Rumoured, Proposed, Announced, Signed, Active, Completed, Ended}
}

// Cycle is a closed way through the arcs, as a line of the legend.
type Cycle struct {
	// Number is its badge, from 1.
	Number int `json:"number"`
	// Text names the parties in order, the first one again at the end: "OpenAI → Oracle → Nvidia → OpenAI".
	Text string `json:"text"`
	// Amount is the cycle's weight in words, as a rule its smallest leg: "$40bn".
	Amount string `json:"amount,omitempty"`
	// Note warns of its weakest leg: "weakest leg: proposed".
	Note string `json:"note,omitempty"`
}
