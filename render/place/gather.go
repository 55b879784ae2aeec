package place

import (
	"cmp"
	"math"
	"slices"
)

// pieces returns the nodes of each connected piece of the board, the largest piece first.
func (b *board) pieces() [][]int {
	piece := make([]int, len(b.nodes))
	for v := range piece {
		piece[v] = -1
	}
	var out [][]int
	for v := range b.nodes {
		if piece[v] >= 0 {
			continue
		}
		list := []int{v}
		piece[v] = len(out)
		for i := 0; i < len(list); i++ {
			for _, r := range b.incident[list[i]] {
				if w := b.ribbons[r].a + b.ribbons[r].b - list[i]; piece[w] < 0 {
					piece[w] = len(out)
					list = append(list, w)
				}
			}
		}
		out = append(out, list)
	}
	slices.SortStableFunc(out, func(p, q []int) int { return cmp.Compare(len(q), len(p)) })
	return out
}

// tile is a piece of the board as a box with its upper left corner at (x, y), y downward.
type tile struct {
	nodes               []int
	x, y, width, height float64
	corner              Point // where the box begins among the points as they were
}

// pieceGap is the room between two pieces.
const pieceGap = 40.0

// gathered moves the pieces of an arrangement near each other, each as it is: what does not deal with each other need not be
// far apart. Of several ways to lay them it takes the one whose outline fits the canvas best.
func (b *board) gathered(points []Point) []Point {
	pieces := b.pieces()
	if len(pieces) < 2 {
		return points
	}
	var tiles []tile
	widest, all := 0.0, 0.0
	for _, list := range pieces {
		t := b.tile(list, points)
		tiles = append(tiles, t)
		widest, all = max(widest, t.width), all+t.width+pieceGap
	}
	slices.SortStableFunc(tiles, func(s, t tile) int { return cmp.Compare(t.height, s.height) })
	best, bestCost := tiles, math.Inf(1)
	const tries = 24
	for i := range tries + 1 {
		laid, width, height := packed(tiles, widest+(all-widest)*float64(i)/tries)
		if cost := round(max(width/b.width, height/b.height) * 1000); cost < bestCost {
			best, bestCost = laid, cost
		}
	}
	out := slices.Clone(points)
	for _, t := range best {
		for _, v := range t.nodes {
			d := points[v].sub(t.corner)
			out[v] = Point{t.x + d.X, d.Y - t.y}.round()
		}
	}
	return out
}

// flattened turns each piece of an arrangement by itself so that its box is smallest, and lies rather than stands.
func (b *board) flattened(points []Point) []Point {
	pieces := b.pieces()
	if len(pieces) < 2 {
		return points
	}
	out := slices.Clone(points)
	for _, list := range pieces {
		best := math.Inf(1)
		for _, turn := range turns {
			at := turned(points, turn)
			if t := b.tile(list, at); round(t.width*t.height+float64(40*t.height)) < best {
				best = round(t.width*t.height + float64(40*t.height))
				for _, v := range list {
					out[v] = at[v]
				}
			}
		}
	}
	return out
}

// tile returns the box around some nodes and their names.
func (b *board) tile(nodes []int, points []Point) tile {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, v := range nodes {
		x, y := b.reach(v)
		low = Point{min(low.X, points[v].X-x), min(low.Y, points[v].Y-y)}
		high = Point{max(high.X, points[v].X+x), max(high.Y, points[v].Y+y)}
	}
	return tile{nodes: nodes, width: high.X - low.X, height: high.Y - low.Y, corner: Point{low.X, high.Y}}
}

// packed lays tiles into a strip so wide, one after the other, each as far up and then as far left as there is room, and
// returns them with the size of the whole.
func packed(tiles []tile, strip float64) (laid []tile, width, height float64) {
	xs, ys := []float64{0}, []float64{0}
	for _, t := range tiles {
		found := false
		for _, y := range slices.Sorted(slices.Values(ys)) {
			for _, x := range slices.Sorted(slices.Values(xs)) {
				if t.x, t.y = x, y; !found && x+t.width <= strip && !slices.ContainsFunc(laid, t.overlaps) {
					laid, found = append(laid, t), true
				}
			}
		}
		if !found { // one that is wider than the strip goes below all others
			t.x, t.y = 0, height+pieceGap
			laid = append(laid, t)
		}
		t = laid[len(laid)-1]
		xs, ys = append(xs, t.x+t.width+pieceGap), append(ys, t.y+t.height+pieceGap)
		width, height = max(width, t.x+t.width), max(height, t.y+t.height)
	}
	return laid, width, height
}

// overlaps reports whether s and t leave no gap between them.
func (s tile) overlaps(t tile) bool {
	return s.x < t.x+t.width+pieceGap && t.x < s.x+s.width+pieceGap && s.y < t.y+t.height+pieceGap && t.y < s.y+s.height+pieceGap
}
