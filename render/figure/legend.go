package figure

// Legend explains the signs of a map. A list that is empty is filled by the drawing with what the map
// shows and English words, so the zero Legend is a good one.
type Legend struct {
	// Kinds explains the colours and dashes; Key is an Arc.Kind. Kinds that are drawn alike share a line.
	Kinds []Entry `json:"kinds,omitempty"`
	// Certainties explains the stroke bodies; Key is a Certainty. Those that are drawn alike share a line.
	Certainties []Entry `json:"certainties,omitempty"`
	// Groups explains the tints of the circles, in this order; Key is a Node.Group. The order decides the
	// tints: the same list gives the same tints in every map.
	Groups []Entry `json:"groups,omitempty"`
	// Amounts are the sample widths, Values the sample circles.
	Amounts []Scale `json:"amounts,omitempty"`
	Values  []Scale `json:"values,omitempty"`
	// Headings over the parts.
	Headings Headings `json:"headings"`
}

// Entry is one line of a legend.
type Entry struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	// Tint is the fill of the circles of a group where the order of the list shall not decide: "heat1" to "heat4",
	// from hardly to badly, "heat0" for who cannot be measured so, or "struck".
	Tint string `json:"tint,omitempty"`
}

// Scale is one sample of a width or an area: Value in the unit of Arc.Amount or Node.Value.
type Scale struct {
	Value float64 `json:"value"`
	Label string  `json:"label"`
}

// Headings are the words over the parts of the legend. An empty one gets an English default.
type Headings struct {
	Kinds       string `json:"kinds,omitempty"`       // "Kind of deal (arrow: the way the money or claim goes)"
	Certainties string `json:"certainties,omitempty"` // "How firm it is"
	Groups      string `json:"groups,omitempty"`      // "Parties"
	Amounts     string `json:"amounts,omitempty"`     // "Amount"
	Values      string `json:"values,omitempty"`      // "Market value"
	Cycles      string `json:"cycles,omitempty"`      // "Cycles, by smallest leg"
	Unknown     string `json:"unknown,omitempty"`     // "not disclosed": samples for unknown amounts and values
	Empty       string `json:"empty,omitempty"`       // "No deals to draw in this view."
	Rim         string `json:"rim,omitempty"`         // "On a numbered cycle": what a heavy rim says, if a circle has one
	Proposed    string `json:"proposed,omitempty"`    // "LOI": stands before the amount of a proposed deal
	Rumoured    string `json:"rumoured,omitempty"`    // "rumoured": stands before the amount of a rumoured one
	LeastWidth  string `json:"least_width,omitempty"` // "hollow arrows have a least width": said if one is wider than its amount
	LeastSize   string `json:"least_size,omitempty"`  // "smallest not to scale": said if a circle is larger than its value
}

// WithDefaults returns h with English words where it has none.
func (h Headings) WithDefaults() Headings {
	return h.each(func(own, english string) string {
		if own == "" {
			return english
		}
		return own
	})
}

// Each returns h with every heading put through f.
func (h Headings) Each(f func(string) string) Headings {
	return h.each(func(own, _ string) string { return f(own) })
}

// each puts every heading through f, together with its English words.
func (h Headings) each(f func(own, english string) string) Headings {
	h.Kinds = f(h.Kinds, "Kind of deal (arrow: the way the money or claim goes)")
	h.Certainties = f(h.Certainties, "How firm it is")
	h.Groups = f(h.Groups, "Parties")
	h.Amounts = f(h.Amounts, "Amount")
	h.Values = f(h.Values, "Value of the party")
	h.Cycles = f(h.Cycles, "Cycles, by smallest leg")
	h.Unknown = f(h.Unknown, "not disclosed")
	h.Empty = f(h.Empty, "No deals to draw in this view.")
	h.Rim = f(h.Rim, "On a numbered cycle")
	h.Proposed = f(h.Proposed, "LOI")
	h.Rumoured = f(h.Rumoured, "rumoured")
	h.LeastWidth = f(h.LeastWidth, "hollow arrows have a least width")
	h.LeastSize = f(h.LeastSize, "smallest not to scale")
	return h
}
