package note

// Version is that of the markers this package writes. A note whose markers have a higher one is refused.
const Version = 1

// What a note may have at most; more is refused.
const (
	MaxSize    = 64 << 20 // bytes of a file
	MaxSlots   = 20000
	MaxMarker  = 16 << 10 // bytes of one marker
	MaxContent = 8 << 20  // bytes of the content of a slot
)

// Attribute is one name=value of a marker.
type Attribute struct{ Name, Value string }

// Slot is a place in a note that has the answer to a query: a block of lines, or a number in a line.
type Slot struct {
	ID              string
	Inline          bool
	Attributes      []Attribute // of the begin marker, in their order
	Query           string      // what q says, with two dashes before the names of flags
	Get             string      // which part of the answer, and
	Fmt             string      // how to write it
	Line, Col       int         // of the begin marker, from 1, Col in bytes
	EndLine, EndCol int         // of the end marker
	Start, End      int         // where in the file the content is, in bytes, without blank lines around it
	Content         string      // without the prefix of its lines, with LF between them
	Prefix          string      // what stands before each line of the content: indentation, > of quotes
	Sum             string      // as the end marker records them; "" if the slot was never refreshed
	Ledger          string
	Version         int
	EditedByHand    bool // there is a Sum, and it is not that of Content
	InTable         bool // an inline slot in a cell of a table
}

// Attribute returns the value of the attribute of that name.
func (s Slot) Attribute(name string) (value string, ok bool) {
	for _, a := range s.Attributes {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Note is a note that was read, with the changes to be made to it.
type Note struct {
	Name     string
	Format   Format
	Slots    []Slot  // in the order of the file; they go on saying what it had when something is replaced
	Warnings []error // of type *Error: what works but not everywhere

	data    []byte
	layouts []layout // of each slot: where its parts are
	index   map[string]int
	edits   map[int]edit
	utf8    bool   // all of data is
	prose   []text // see Sentence; nil: not read yet
}

// Slot returns the slot of that id.
func (n *Note) Slot(id string) (Slot, bool) {
	i, ok := n.index[id]
	if !ok {
		return Slot{}, false
	}
	return n.Slots[i], true
}

// At returns the slots that a line is part of, with the lines of their markers; those of a block in the order of the file.
func (n *Note) At(line int) []Slot {
	var on []Slot
	for _, s := range n.Slots {
		if s.Line <= line && line <= s.EndLine {
			on = append(on, s)
		}
	}
	return on
}
