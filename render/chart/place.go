package chart

import "dealgraph/render/sheet"

// places are the boxes of what is in the picture already, for those who look for room.
type places []box

// free reports whether a box meets nothing.
func (p places) free(b box) bool {
	for _, t := range p {
		if b.meets(t) {
			return false
		}
	}
	return true
}

// textBox is the room of a line of text on its baseline, with a little air around it.
func textBox(x, base float64, text string, s sheet.Style) box {
	w := s.Width(text)
	switch s.Anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return box{x - 2, base - 0.74*s.Size - 1, x + w + 2, base + 0.2*s.Size + 1}
}

// scale is a scale from low to high over a height (or a width) of the picture.
type scale struct {
	low, high  float64 // numbers
	start, end float64 // points
}

// at is where a number lies.
func (s scale) at(v float64) float64 {
	if s.high <= s.low {
		return s.start
	}
	// Halves, since the largest numbers are farther apart than a number can be.
	return s.start + float64((v/2-s.low/2)/(s.high/2-s.low/2)*(s.end-s.start))
}

// see makes the scale hold v.
func (s *scale) see(v float64) { s.low, s.high = min(s.low, v), max(s.high, v) }

// lanes puts spans of widths into as few rows as they need without touching, each into the first row with room. Spans are
// given by their beginnings, in the order in which they are placed.
func lanes(start, width []float64, gap float64) []int {
	var rows [][]int
	out := make([]int, len(start))
	for i := range start {
		row := 0
		for ; row < len(rows); row++ {
			clear := true
			for _, k := range rows[row] {
				clear = clear && (start[i] >= start[k]+width[k]+gap || start[k] >= start[i]+width[i]+gap)
			}
			if clear {
				break
			}
		}
		if row == len(rows) {
			rows = append(rows, nil)
		}
		rows[row] = append(rows[row], i)
		out[i] = row
	}
	return out
}
