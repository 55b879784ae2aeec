package place

import (
	"cmp"
	"math"
	"slices"
)

// mooring is where a ribbon reaches the rim of a circle. Angles are radians, counter-clockwise.
type mooring struct {
	ribbon int
	end    int     // 0 at ribbon.a, 1 at ribbon.b
	angle  float64 // where it would reach the rim by itself
	half   float64 // half the angle it takes
	shift  float64 // how far it is moved
}

// maxShift is how far a ribbon may be moved along a rim: by more it would seem to miss its circle.
const maxShift = 0.6

// dock moves the ends of the ribbons along the rims of their circles, so that arrowheads of different ribbons
// do not lie on each other.
func (b *board) dock(at []Point) {
	for i := range b.ribbons {
		b.ribbons[i].dock = [2]float64{}
	}
	moorings := make([][]mooring, len(b.nodes))
	for i := range b.ribbons {
		r := &b.ribbons[i]
		spine := b.spine(r, at, r.bow)
		for end, v := range []int{r.a, r.b} {
			out := spine[end*spineSteps].sub(at[v])
			room := float64(r.half*b.squeeze(r, v)) + 3
			moorings[v] = append(moorings[v], mooring{
				ribbon: i, end: end,
				angle: radians(math.Atan2(out.Y, out.X)), half: min(room/b.nodes[v].radius, 1),
			})
		}
	}
	for v, list := range moorings {
		spread(list)
		for _, m := range list {
			along := round(b.nodes[v].radius * math.Sin(m.shift))
			if m.end == 0 {
				along = -along // seen from a, counter-clockwise is to the left
			}
			b.ribbons[m.ribbon].dock[m.end] = along
		}
	}
}

// radians rounds an angle, so that it is the same on any machine.
func radians(a float64) float64 { return math.Round(a*1e6) / 1e6 }

// spread pushes neighbours on a rim apart, as far as they may move, until each has its room or there is none.
func spread(list []mooring) {
	if len(list) < 2 {
		return
	}
	slices.SortFunc(list, func(m, n mooring) int {
		return cmp.Or(cmp.Compare(m.angle, n.angle), cmp.Compare(m.ribbon, n.ribbon))
	})
	for range 60 {
		moved := false
		for i := range list {
			m, n := &list[i], &list[(i+1)%len(list)]
			gap := n.angle + n.shift - m.angle - m.shift
			if i == len(list)-1 {
				gap += 2 * math.Pi
			}
			if lack := m.half + n.half - gap; lack > 0.01 {
				m.shift = radians(max(m.shift-lack/4, -maxShift))
				n.shift = radians(min(n.shift+lack/4, maxShift))
				moved = true
			}
		}
		if !moved {
			return
		}
	}
}
