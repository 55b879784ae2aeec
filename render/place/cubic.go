package place

// cubic is a Bézier curve of third degree: where it starts, two points it is drawn towards, where it ends.
type cubic [4]Point

// at returns the point at t, from 0 at the start to 1 at the end.
func (c cubic) at(t float64) Point {
	head, _ := c.split(t)
	return head[3]
}

// split returns the parts of c before and after t (de Casteljau).
func (c cubic) split(t float64) (before, after cubic) {
	ab, bc, cd := c[0].mix(c[1], t), c[1].mix(c[2], t), c[2].mix(c[3], t)
	abc, bcd := ab.mix(bc, t), bc.mix(cd, t)
	mid := abc.mix(bcd, t)
	return cubic{c[0], ab, abc, mid}, cubic{mid, bcd, cd, c[3]}
}

// part returns c from t to u, where 0 ≤ t < u ≤ 1.
func (c cubic) part(t, u float64) cubic {
	_, c = c.split(t)
	c, _ = c.split((u - t) / (1 - t))
	return c
}

// polyline returns n+1 points along c, equally far apart in t.
func (c cubic) polyline(n int) []Point {
	points := make([]Point, n+1)
	for i := range points {
		points[i] = c.at(float64(i) / float64(n))
	}
	return points
}

// leaves returns the last t in [0, ½] at which c is within r of center, by halving. c starts inside and is
// outside at ½; if it is not, leaves returns ½.
func (c cubic) leaves(center Point, r float64) float64 {
	low, high := 0.0, 0.5
	if c.at(high).distance(center) <= r {
		return high
	}
	for range 30 {
		mid := (low + high) / 2
		if c.at(mid).distance(center) <= r {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// reversed returns c run backwards.
func (c cubic) reversed() cubic { return cubic{c[3], c[2], c[1], c[0]} }

// round returns c with its points to a hundredth.
func (c cubic) round() cubic {
	for i := range c {
		c[i] = c[i].round()
	}
	return c
}
