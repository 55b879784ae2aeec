package place

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"dealgraph/render/figure"
)

// Map places m on a canvas. starts are arrangements to begin with, each with one point for every circle of
// NewSprings(m, o, …), in any unit; without one, the circles start on a ring. With a layout in o they are not needed.
//
// m must pass figure.Map.Check. Map panics if a start has the wrong number of points. It takes about
// 0.2 s for 25 parties and 80 arcs, and about 5 s for 150 and 400. If ctx ends before, Map returns its error.
func Map(ctx context.Context, m *figure.Map, starts [][]Point, o Options) (*Scene, error) {
	b := newBoard(m, o)
	b.done = ctx.Done()
	scene := &Scene{Width: b.width, Height: b.height, Ruler: b.ruler}
	if len(b.nodes) == 0 {
		return scene, nil
	}
	at := b.settled(o.Layout)
	if at == nil {
		at = b.arrange(starts)
	}
	b.route(at, nil, routePasses)
	arcs := b.arrows(at)
	names := b.placeNames(at, strokes(arcs), nil, textPasses)
	// Now that the names are known, ribbons may step aside for them, and the names may follow.
	b.route(at, b.outside(names), routePasses)
	arcs = b.arrows(at)
	names = b.placeNames(at, strokes(arcs), nil, textPasses)
	// The same with names and amounts: names make room, then amounts find their final place.
	names = b.placeNames(at, strokes(arcs), boxes(b.placeLabels(m, at, names, arcs, textPasses)), textPasses)
	tags := b.placeLabels(m, at, names, arcs, textPasses)
	scene.Warnings = slices.Concat(b.anew, b.covered(m, at), b.pierced(m, at, arcs), b.crowded(m, at, names), b.hang(m, tags, at, names, arcs))

	for v, n := range b.nodes {
		scene.Circles = append(scene.Circles, Circle{
			Node: n.index, Center: at[v], Radius: n.radius, Rim: n.rim,
			Lines: n.text.at(names[v].Center), Box: names[v], Inside: n.inside,
		})
	}
	scene.Arcs = arcs
	scene.crop(o)
	if err := ctx.Err(); err != nil { // then some of the work was skipped
		return nil, fmt.Errorf("place map %q: %w", m.ID, err)
	}
	return scene, nil
}

const (
	routePasses = 4
	textPasses  = 3
)

// effort says how much is tried on a board of n nodes: how many fitted arrangements are tidied, how many
// routed before one is chosen, and how long each is tidied.
func effort(n int) (tidied, routed, passes int) {
	switch {
	case n <= 30:
		return 8, 4, 6
	case n <= 60:
		return 4, 3, 4
	case n <= 100:
		return 3, 2, 3
	}
	return 2, 2, 2
}

// candidate is an arrangement and what is wrong with it.
type candidate struct {
	at   []Point
	cost int64
}

// byCost sorts candidates; of two that cost the same the earlier stays first.
func byCost(list []candidate) {
	slices.SortStableFunc(list, func(c, d candidate) int { return cmp.Compare(c.cost, d.cost) })
}

// priceOverlap is the price of two circles that overlap, in millionths.
const priceOverlap = 100e6

// arrange returns the best arrangement to be made of starts.
func (b *board) arrange(starts [][]Point) []Point {
	if len(starts) == 0 {
		starts = [][]Point{b.ring()}
	}
	var all []candidate
	for _, s := range starts {
		if len(s) != len(b.nodes) {
			panic(fmt.Sprintf("place: an arrangement of %d points for %d circles", len(s), len(b.nodes)))
		}
		all = append(all, b.bestTurn(s))
	}
	byCost(all)

	tidied, routed, passes := effort(len(b.nodes))
	all = all[:min(tidied, len(all))]
	// Each arrangement is tidied by itself, so it does not matter which is done first.
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() { all[i] = b.tidied(all[i].at, passes) })
	}
	wg.Wait()
	byCost(all)
	all = all[:min(routed, len(all))]
	for i := range all {
		b.straighten()
		all[i].cost = millionths(b.route(all[i].at, nil, routePasses)) + int64(b.overlaps(all[i].at))*priceOverlap
	}
	byCost(all)
	b.straighten()
	return all[0].at
}

// bestTurn returns the best of the twelve turns of a start, fitted to the canvas. Circles may overlap a bit,
// they have not been pushed apart.
func (b *board) bestTurn(start []Point) candidate {
	var all []candidate
	for i, turn := range turns {
		at := turned(start, turn)
		if i == 0 {
			at = b.flattened(start)
		}
		at = b.fit(b.gathered(at), maxStretch, math.Inf(1))
		all = append(all, candidate{at, b.tidier(at).total() + int64(b.overlaps(at))*priceOverlap/20})
	}
	byCost(all)
	return all[0]
}

// tidied pushes circles apart and tidies. Tidying often leaves a part of the canvas unused, so the result is
// fitted to the canvas again, tidied a little, and fitted a last time.
func (b *board) tidied(at []Point, passes int) candidate {
	b.separate(at, 200)
	b.tidier(at).tidy(passes, true)
	at = b.fit(b.gathered(at), maxRestretch, maxGrowth)
	b.separate(at, 200)
	b.tidier(at).tidy(3, false)
	if len(b.pieces()) > 1 {
		at = b.fit(b.gathered(b.flattened(at)), maxRestretch, 1) // not spread over the canvas again: that is cropped
	} else {
		at = b.fit(at, maxRestretch, maxGrowth)
	}
	b.separate(at, 200)
	return candidate{at, b.tidier(at).total() + int64(b.overlaps(at))*priceOverlap}
}

// straighten forgets the bows.
func (b *board) straighten() {
	for i := range b.ribbons {
		b.ribbons[i].bow, b.ribbons[i].dock = 0, [2]float64{}
	}
}

// ring returns the nodes on a ring, as hours on a clock of twelve, as many rounds as it takes.
func (b *board) ring() []Point {
	points := make([]Point, len(b.nodes))
	for v := range points {
		turn := turns[v%len(turns)]
		if v/len(turns)%2 == 1 {
			turn = turn.scale(-1)
		}
		points[v] = turn.scale(100 + 40*float64(v/24))
	}
	return points
}

// arrows docks the ribbons and returns the arcs, in board order.
func (b *board) arrows(at []Point) []Arc {
	b.dock(at)
	arcs := make([]Arc, len(b.arcs))
	for i := range b.ribbons {
		for _, l := range b.ribbons[i].lanes {
			arcs[l.arc] = b.placed(&b.ribbons[i], l, at)
		}
	}
	return arcs
}

// outside returns the boxes of names outside their circles, the others without size.
func (b *board) outside(names []Box) []Box {
	out := slices.Clone(names)
	for v := range out {
		if b.nodes[v].inside {
			out[v] = Box{}
		}
	}
	return out
}
