package odds

import (
	"math"

	"dealgraph/graph/cashflow"
)

// Draw is a plan as one scenario has it. It belongs to one goroutine.
type Draw struct {
	Due    [][]float64 // by item and year: what is open and falls due
	Left   [][]float64 // by party and year: what is left for deals of revenue from outside
	Income [][]float64 // by party and year: revenue from outside
	bars   []float64   // by chance: a deal is carried through if its uniform is above
	months []float64   // by deal: how late it is; −1: it is not carried through
	path   cashflow.Path
}

// NewDraw is room for one scenario.
func (w *World) NewDraw() *Draw {
	n := len(w.Plan.Years)
	d := &Draw{
		Due: grid(len(w.items), n), Left: grid(len(w.parties), n), Income: grid(len(w.parties), n),
		bars: make([]float64, len(w.chances)), months: make([]float64, len(w.deals)),
	}
	for i := range w.items {
		w.items[i].sized(1, d.Due[i])
	}
	most := 0
	for _, p := range w.parties {
		most = max(most, len(p.first)+len(p.growth))
	}
	d.path.Marks = make([]cashflow.Mark, 0, most)
	return d
}

// Fill makes of uniform numbers, one for each input, the plan of a scenario. It does not allocate.
func (w *World) Fill(u []float64, d *Draw) {
	common := 0.0
	if w.common >= 0 {
		common = w.factor.Score(u[w.common])
	}
	for i, p := range w.chances {
		d.bars[i] = w.factor.Own(common, 1-p)
	}
	for i := range w.deals {
		d.months[i] = w.late(&w.deals[i], u, common, d.bars)
	}
	for _, i := range w.moving {
		s := &w.items[i]
		s.fill(u, d.months[s.deal], d.Due[i])
	}
	for v := range w.parties {
		if p := &w.parties[v]; p.known {
			w.revenue(p, u, common, d, v)
		}
	}
}

// late is by how many months a deal is late; −1 if it is not carried through.
func (w *World) late(s *dealDraw, u []float64, common float64, bars []float64) float64 {
	if s.realised >= 0 && u[s.realised] <= bars[s.chance] {
		return -1
	}
	if s.delay < 0 {
		return 0
	}
	return math.Max(0, s.months.Quantile(1-w.factor.Uniform(common, u[s.delay])))
}

// fill draws an item.
func (s *itemDraw) fill(u []float64, months float64, due []float64) {
	if months < 0 {
		clear(due)
		return
	}
	size := 1.0
	if s.amount >= 0 {
		size = math.Max(0, s.size.Quantile(u[s.amount]))
	}
	s.sized(size, due)
	delay(due, months)
}

// sized is what is open by year of an amount: what has moved stays as it is.
func (s *itemDraw) sized(size float64, due []float64) {
	if s.spread { // the rest is
		rest := math.Max(0, size-s.paid) / (1 - s.paid)
		for y := range due {
			due[y] = rest * (s.due[y] - s.moved[y])
		}
		return
	}
	for y := range due {
		due[y] = math.Max(0, size*s.due[y]-s.moved[y])
	}
}

// delay moves amounts that come evenly over their years to so many months later.
func delay(by []float64, months float64) {
	if months == 0 {
		return
	}
	whole := int(months / 12)
	part := months/12 - float64(whole)
	for y := len(by) - 1; y >= 0; y-- {
		x := 0.0
		if y >= whole {
			x = (1 - part) * by[y-whole]
		}
		if y > whole {
			x += part * by[y-whole-1]
		}
		by[y] = x
	}
}

// revenue draws a party's revenue from outside.
func (w *World) revenue(p *partyDraw, u []float64, common float64, d *Draw, v int) {
	part := p.part
	if p.margin >= 0 {
		part = math.Min(1, math.Max(0, p.share.Quantile(w.factor.Uniform(common, u[p.margin]))))
	}
	marks := append(d.path.Marks[:0], p.first...)
	for i, at := range p.marks {
		if at >= 0 {
			marks[i].Speed = math.Max(0, p.speeds[i].Quantile(w.factor.Uniform(common, u[at])))
		}
	}
	d.path.Growth = p.likely
	last := marks[len(marks)-1]
	for i, at := range p.growth {
		rate := p.rate.AtScore(w.factor.Mixed(common, u[at]))
		d.path.Growth = rate
		t := float64(p.from+i) + 0.5
		if span := t - last.At; span != 1 {
			rate = math.Pow(rate, span)
		}
		last = cashflow.Mark{At: t, Speed: last.Speed * rate}
		marks = append(marks, last)
	}
	d.path.Marks = marks
	kept := 1 - w.means.Haircut
	for y, year := range w.Plan.Years {
		var income float64
		if at := year - p.from; w.means.Slip == 0 && at >= 0 && at < len(p.growth) {
			income = kept * marks[len(p.first)+at].Speed // what the path says there, without a search
		} else {
			income = kept * d.path.In(year, w.means.Slip)
		}
		d.Income[v][y], d.Left[v][y] = income, part*income
	}
}
