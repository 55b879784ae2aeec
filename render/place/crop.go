package place

// cropMargin is what a cropped scene keeps free at its sides; above and below it is half of that.
const cropMargin = 24.0

// crop makes the canvas fit what is on it, in the directions whose size is not given.
func (s *Scene) crop(o Options) {
	low, high := Point{s.Width, s.Height}, Point{}
	take := func(b Box) {
		low = Point{min(low.X, b.Center.X-b.Width/2), min(low.Y, b.Center.Y-b.Height/2)}
		high = Point{max(high.X, b.Center.X+b.Width/2), max(high.Y, b.Center.Y+b.Height/2)}
	}
	for _, c := range s.Circles {
		take(Box{c.Center, 2*c.Radius + c.Rim, 2*c.Radius + c.Rim})
		take(c.Box)
	}
	for _, a := range s.Arcs {
		take(bounds(cubic(a.Curve).polyline(18)).grow(max(a.Pen, a.HeadWidth) / 2))
		if a.Label != nil {
			take(a.Label.Box)
		}
	}
	low = Point{low.X - cropMargin, low.Y - cropMargin/2}.round()
	high = Point{high.X + cropMargin, high.Y + cropMargin/2}.round()
	if o.fixed() { // it is compared with another, or has its place among others
		return
	}
	if o.Width != 0 {
		low.X, high.X = 0, s.Width
	}
	if o.Height != 0 {
		low.Y, high.Y = 0, s.Height
	}
	s.Width, s.Height = round(high.X-low.X), round(high.Y-low.Y)
	s.move(low.scale(-1))
}

// move shifts everything by d.
func (s *Scene) move(d Point) {
	shift := func(p *Point) { *p = p.add(d).round() }
	for i := range s.Circles {
		c := &s.Circles[i]
		shift(&c.Center)
		shift(&c.Box.Center)
		for j := range c.Lines {
			shift(&c.Lines[j].At)
		}
	}
	for i := range s.Arcs {
		a := &s.Arcs[i]
		for j := range a.Curve {
			shift(&a.Curve[j])
		}
		shift(&a.Tip)
		if a.Label != nil {
			shift(&a.Label.Box.Center)
			shift(&a.Label.Line.At)
			for j := range a.Label.Badges {
				shift(&a.Label.Badges[j])
			}
		}
	}
}
