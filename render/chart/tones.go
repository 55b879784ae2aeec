package chart

import (
	"cmp"
	"slices"

	"dealgraph/render/sheet"
)

// tones are the neutral colours of series that are no kind of deal. Each can be text on paper too.
var tones = map[string]sheet.Role{
	"tone1": {Name: "tone1", Light: "#1B4965", Dark: "#8CC4E8"}, // deep blue
	"tone2": {Name: "tone2", Light: "#0F7C8A", Dark: "#3FB8C6"}, // teal
	"tone3": {Name: "tone3", Light: "#A8452B", Dark: "#F08A6B"}, // brick
	"tone4": {Name: "tone4", Light: "#6B6F1A", Dark: "#C2C75B"}, // olive
	"tone5": {Name: "tone5", Light: "#7A4FA3", Dark: "#BE9BE6"}, // violet
	"ink":   sheet.Ink,
	"rest":  {Name: "rest", Light: "#C9D3DB", Dark: "#36424E"}, // pale: never alone, and never text
}

// fillOf is the colour of an area that a figure calls by that name: a kind of deal, a neutral tone, or a hue.
func fillOf(name string) sheet.Role {
	if r, ok := tones[name]; ok {
		return r
	}
	if r, ok := hue(name); ok {
		return r
	}
	return sheet.LookOf(name).Line
}

// inkOf is the same colour for text.
func inkOf(name string) sheet.Role {
	if name == "rest" {
		return sheet.Muted
	}
	if r, ok := tones[name]; ok {
		return r
	}
	if _, ok := hue(name); ok { // not all of them can be read on paper
		return sheet.Ink
	}
	return sheet.LookOf(name).Text
}

// rimOf is the colour of the line around an area: that of the area, but for the pale one.
func rimOf(name string) sheet.Role {
	if name == "rest" {
		return sheet.Rim
	}
	return fillOf(name)
}

// spread moves places apart along a line, so that neighbours are at least gap apart and all lie from low to high, if there is
// room. It keeps their order. Those that would touch become a block around the middle of what they want, and so do blocks.
func spread(at []float64, gap, low, high float64) []float64 {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	var blocks []block
	for _, i := range order {
		b := newBlock([]int{i}, at, gap, low, high)
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.start+float64(float64(len(last.members))*gap) <= b.start {
				break
			}
			b = newBlock(append(slices.Clone(last.members), b.members...), at, gap, low, high)
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	out := slices.Clone(at)
	for _, b := range blocks {
		for k, i := range b.members {
			out[i] = b.start + float64(float64(k)*gap)
		}
	}
	return out
}

// block is a run of neighbours that stand as close as they may.
type block struct {
	members []int
	start   float64
}

// newBlock places neighbours so that they are moved as much one way as the other, but not out of bounds.
func newBlock(members []int, at []float64, gap, low, high float64) block {
	sum := 0.0
	for k, i := range members {
		sum += at[i] - float64(float64(k)*gap)
	}
	size := float64(float64(len(members)-1) * gap)
	start := sum / float64(len(members))
	return block{members, max(min(start, high-size), low)}
}
