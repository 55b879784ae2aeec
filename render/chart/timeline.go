package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Timeline draws deals in time, 1100 points wide and as high as they need: 22 points a deal. The thickness of a bar grows with
// the square root of the amount, so that the area of a dot, as thick as a bar of the same amount, is in proportion to it.
//
// In the file a deal is a <g class="deal" data-id="…" data-kind="…" data-certainty="…"> with a tooltip.
func Timeline(f figure.Timeline, o Options) ([]byte, error) { return Draw(f, o) }

const (
	timelineWidth  = 1100.0
	timelineRow    = 22.0
	timelineThick  = 15.0 // of the bar of the largest amount
	timelineLeast  = 2.4  // of any bar
	timelineHollow = 5.0  // of a hollow one
	timelineDot    = 5.0  // across any dot
	timelineRing   = 8.5  // across a hollow one
	timelineBreak  = 30.0 // room for a broken end
)

// timelinePlot is a timeline on a sheet.
type timelinePlot struct {
	*sheet.Sheet
	f           figure.Timeline
	names       float64 // width of the names
	left, right float64 // of the axis
	first, last int     // days at its ends
	full        float64
	top         float64
}

// timeline draws a timeline that passed its check.
func timeline(f figure.Timeline, o Options) []byte {
	p := &timelinePlot{Sheet: sheet.New(f.Frame, timelineWidth, o.Theme), f: cleanTimeline(f), full: f.FullAmount}
	head, y := p.Header()
	if len(p.rows()) == 0 {
		empty := p.Text(p.Width/2, y+90, p.f.Terms.Empty, sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted})
		foot, height := p.Footer(y + 160)
		return p.Bytes(height, sheet.Root{Class: "timeline", Description: "Timeline.", Metadata: o.Metadata}, head, empty, foot)
	}
	p.measure()
	samples, y := p.samples(y + 8)
	p.top = y + 42
	body, low := p.blocks(p.top)
	axis := p.axis(low)
	foot, height := p.Footer(low + 14)
	return p.Bytes(height, sheet.Root{Class: "timeline", Description: fmt.Sprintf("Timeline of %d deals.", len(p.rows())), Metadata: o.Metadata},
		head, samples, axis, body, foot)
}

// cleanTimeline returns f with every text that is shown made fit for a picture, and English words where it has none.
func cleanTimeline(f figure.Timeline) figure.Timeline {
	f.Blocks = slices.Clone(f.Blocks)
	for i, b := range f.Blocks {
		b.Name, b.Detail, b.Rows = cmp.Or(typeset.Clean(b.Name), typeset.Clean(b.ID)), cleanShort(b.Detail), slices.Clone(b.Rows)
		for k, r := range b.Rows {
			r.Name, r.Detail, r.Label = cmp.Or(typeset.Clean(r.Name), typeset.Clean(r.ID)), typeset.Clean(r.Detail), cleanShort(r.Label)
			r.Title, r.Steps = typeset.Clean(r.Title), slices.Clone(r.Steps)
			for j := range r.Steps {
				r.Steps[j].Title = typeset.Cut(typeset.Clean(r.Steps[j].Title), maxTip)
			}
			b.Rows[k] = r
		}
		f.Blocks[i] = b
	}
	f.NowLabel = cleanShort(f.NowLabel)
	f.Terms = f.Terms.Each(cleanTerm)
	return f
}

func (p *timelinePlot) rows() []figure.TimelineRow {
	var out []figure.TimelineRow
	for _, b := range p.f.Blocks {
		out = append(out, b.Rows...)
	}
	return out
}

// dealStyle is the style of what a deal is; its colour is that of the kind, so that no legend is needed.
func dealStyle(r figure.TimelineRow) sheet.Style {
	s := sheet.Style{Size: 11, Color: sheet.LookOf(r.Kind).Text}
	if r.Certainty == figure.Ended {
		s.Color = sheet.Muted
	}
	return s
}

func dealValueStyle(r figure.TimelineRow) sheet.Style {
	s := dealStyle(r)
	s.Strong = sheet.BodyOf(r.Certainty) == sheet.Full
	s.Italic = !s.Strong
	return s
}

// measure decides where the axis is and which years it has.
func (p *timelinePlot) measure() {
	names, details, labels := 0.0, 0.0, 0.0
	first, last := math.MaxInt, math.MinInt
	see := func(d figure.Day) {
		if n, ok := d.Number(); ok {
			first, last = min(first, n), max(last, n)
		}
	}
	see(p.f.Now)
	for _, r := range p.rows() {
		names = max(names, sheet.BodyStyle.Width(r.Name))
		details = max(details, dealStyle(r).Width(r.Detail))
		p.full = max(p.full, r.Amount)
		for _, d := range []figure.Day{r.Made, r.Start, r.End} {
			see(d)
		}
		for _, s := range r.Steps {
			see(s.At)
		}
	}
	if n, ok := p.f.Last.Number(); ok {
		made := first
		for _, r := range p.rows() { // what begins later than the axis should end makes it longer
			for _, d := range append([]figure.Day{r.Made, r.Start}, days(r.Steps)...) {
				if at, ok := d.Number(); ok {
					made = max(made, at)
				}
			}
		}
		if now, ok := p.f.Now.Number(); ok {
			made = max(made, now)
		}
		last = min(last, max(n, made))
	}
	p.first, p.last = yearBegin(yearOf(first)), yearBegin(yearOf(last)+1)
	for _, r := range p.rows() {
		labels = max(labels, dealValueStyle(r).Width(p.value(r)))
	}
	p.names = min(names, 210)
	p.left = sheet.Margin + p.names + 12 + min(details, 110) + 16
	p.right = p.Width - sheet.Margin - min(labels, 200) - timelineBreak - 8
}

func days(steps []figure.TimelineStep) []figure.Day {
	var out []figure.Day
	for _, s := range steps {
		out = append(out, s.At)
	}
	return out
}

// yearOf is the year of a day, yearBegin the first day of a year, counted from 1970.
func yearOf(day int) int { return time.Unix(int64(day)*86400, 0).UTC().Year() }
func yearBegin(year int) int {
	return int(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// x is where a day is, at the ends of the axis at the latest.
func (p *timelinePlot) x(day int) float64 {
	day = max(p.first, min(day, p.last))
	return p.left + float64(float64(day-p.first)*(p.right-p.left))/float64(p.last-p.first)
}

// value is the label of a deal, with the year in which it ends if the axis does not reach so far.
func (p *timelinePlot) value(r figure.TimelineRow) string {
	if end, ok := r.End.Number(); ok && p.last > 0 && end > p.last {
		return r.Label + ", to " + string(r.End)[:4]
	}
	return r.Label
}

// axis is the years, as lines behind the bars, and the day of the view.
func (p *timelinePlot) axis(low float64) *sheet.Element {
	g := sheet.El("g", "class", "axis")
	s := sheet.Style{Size: 11, Anchor: "middle", Color: sheet.Muted}
	from, to := yearOf(p.first), yearOf(p.last)
	step := 1
	for _, step = range []int{1, 2, 5, 10, 20, 50, 100} {
		if (p.right-p.left)/float64(to-from)*float64(step) >= 44 {
			break
		}
	}
	for year := from; year <= to; year++ {
		if year%step != 0 && to-from > step {
			continue
		}
		x := p.x(yearBegin(year))
		g.Add(p.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", p.top-4, "y2", low, "stroke-width", 0.8), sheet.Hair))
		if now, ok := p.f.Now.Number(); !ok || math.Abs(x-p.x(now)) > 16 {
			g.Add(p.Text(x, p.top-9, fmt.Sprint(year), s))
		}
	}
	if now, ok := p.f.Now.Number(); ok {
		x := p.x(now)
		g.Add(p.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", p.top-22, "y2", low, "stroke-width", 1.2, "stroke-dasharray", "3 2.5"), sheet.Ink))
		s = sheet.Style{Size: 11, Strong: true, Anchor: "middle", Color: sheet.Ink}
		label := typeset.Shorten(p.f.NowLabel, 150, 11, true)
		half := s.Width(label) / 2
		g.Add(p.Text(max(p.left+half, min(x, p.Width-sheet.Margin-half)), p.top-26, label, s))
	}
	return g
}

// blocks draws the rows under their headings, and returns the height below them.
func (p *timelinePlot) blocks(y float64) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "deals")
	for i, b := range p.f.Blocks {
		if len(b.Rows) == 0 {
			continue
		}
		if i > 0 {
			y += 8
		}
		y += 18
		p.heading(g, b, y)
		y += 6
		g.Add(p.Stroke(sheet.El("line", "x1", sheet.Margin, "x2", p.Width-sheet.Margin, "y1", y, "y2", y, "stroke-width", 1), sheet.Hair))
		for _, r := range b.Rows {
			g.Add(p.row(r, y+timelineRow/2+2))
			y += timelineRow
		}
		y += 4
	}
	return g, y + 4
}

// heading writes the name of a block and what it comes to, on a ground without lines of the axis.
func (p *timelinePlot) heading(g *sheet.Element, b figure.TimelineBlock, y float64) {
	strong, quiet := sheet.Style{Size: 12.5, Strong: true, Color: sheet.Ink}, sheet.Style{Size: 12, Color: sheet.Muted}
	name := typeset.Shorten(b.Name, p.Room()*0.6, strong.Size, true)
	at := sheet.Margin + strong.Width(name) + 8
	detail := typeset.Shorten(b.Detail, p.Width-sheet.Margin-at, quiet.Size, false)
	end := at - 4
	if detail != "" {
		end = at + quiet.Width(detail) + 4
	}
	g.Add(p.Fill(sheet.El("rect", "x", sheet.Margin, "y", y-11, "width", end-sheet.Margin, "height", 15), sheet.Paper))
	g.Add(p.Text(sheet.Margin, y, name, strong))
	if detail != "" {
		g.Add(p.Text(at, y, detail, quiet))
	}
}

// row draws a deal around a height.
func (p *timelinePlot) row(r figure.TimelineRow, y float64) *sheet.Element {
	g := sheet.El("g", "class", "deal", "data-id", typeset.Clean(r.ID), "data-kind", typeset.Clean(r.Kind), "data-certainty", string(r.Certainty))
	g.Add(sheet.El("title").Say(typeset.Cut(cmp.Or(r.Title, strings.TrimSpace(r.Name+" "+r.Detail+" "+r.Label)), maxTip)))
	g.Add(p.Text(sheet.Margin, y+4, typeset.Shorten(r.Name, p.names, 12, false), sheet.BodyStyle))
	detail := sheet.Margin + p.names + 12
	g.Add(p.Text(detail, y+4, typeset.Shorten(r.Detail, p.left-12-detail, 11, false), dealStyle(r)))
	end := p.bar(g, r, y)
	end = max(end, p.steps(g, r, y))
	s := dealValueStyle(r)
	label := typeset.Shorten(p.value(r), p.Width-sheet.Margin-end-6, s.Size, s.Strong)
	ground := sheet.El("rect", "x", end+4, "y", y-7, "width", s.Width(label)+4, "height", 14) // no line of the axis runs through it
	if label == "" {
		return g
	}
	return g.Add(p.Fill(ground, sheet.Paper), p.Text(end+6, y+4, label, s))
}

// exact is how thick the bar of a deal is by its amount, thick how thick it is drawn, so that one sees it.
func (p *timelinePlot) exact(r figure.TimelineRow) float64 {
	if !r.Known || p.full <= 0 {
		return 0
	}
	return timelineThick * math.Sqrt(r.Amount/p.full)
}

func (p *timelinePlot) thick(r figure.TimelineRow) float64 {
	dot, hollow := isDot(r), isHollow(r)
	switch {
	case dot && hollow:
		return max(p.exact(r), timelineRing)
	case dot:
		return max(p.exact(r), timelineDot)
	case hollow:
		return max(p.exact(r), timelineHollow)
	}
	return max(p.exact(r), timelineLeast)
}

// isDot reports whether a deal is drawn as a dot, isHollow whether it is drawn hollow: as no contract.
func isDot(r figure.TimelineRow) bool { return r.End == "" && !r.Open }
func isHollow(r figure.TimelineRow) bool {
	return sheet.BodyOf(r.Certainty) != sheet.Full && r.Certainty != figure.Ended
}

// bar draws the bar or the dot of a deal, and returns where it ends.
func (p *timelinePlot) bar(g *sheet.Element, r figure.TimelineRow, y float64) float64 {
	made, _ := r.Made.Number()
	start, hasStart := r.Start.Number()
	end, hasEnd := r.End.Number()
	if !hasStart {
		start = made
	}
	x0, thick := p.x(start), p.thick(r)
	if hasStart && start > made {
		g.Add(p.Stroke(sheet.El("line", "x1", p.x(made), "x2", x0, "y1", y, "y2", y, "stroke-width", 1.2), p.line(r)))
	}
	switch {
	case hasEnd:
		x1 := max(p.x(end), x0+1.5)
		g.Add(p.piece(r, x0, x1, y, thick))
		if end > p.last {
			x1 += thick/2 + 3
			g.Add(p.Fill(sheet.El("polygon", "points", sheet.Points(x1, y, p.right+1, y-thick/2-1.5, p.right+1, y+thick/2+1.5)), p.line(r)))
		}
		return x1
	case r.Open:
		now, _ := p.f.Now.Number()
		x1 := max(p.x(now), x0+14)
		g.Add(p.piece(r, x0, x1, y, thick))
		for _, length := range []float64{8, 5, 2.5} { // its end is not known
			g.Add(p.piece(r, x1+3, x1+3+length, y, thick))
			x1 += 3 + length
		}
		return x1
	}
	dot := p.Fill(sheet.El("circle", "cx", x0, "cy", y, "r", thick/2), p.line(r))
	if isHollow(r) {
		dot = p.hollow(sheet.El("circle", "cx", x0, "cy", y, "r", thick/2-0.6), r)
	}
	g.Add(dot)
	return x0 + thick/2
}

// line is the colour of a deal: grey when it is over.
func (p *timelinePlot) line(r figure.TimelineRow) sheet.Role {
	if r.Certainty == figure.Ended {
		return sheet.Rim
	}
	return sheet.LookOf(r.Kind).Line
}

// piece is a part of a bar: full for what is agreed, hollow for what is announced, dashed for what is proposed.
func (p *timelinePlot) piece(r figure.TimelineRow, x0, x1, y, thick float64) *sheet.Element {
	if b := sheet.BodyOf(r.Certainty); b == sheet.Full || b == sheet.Ghost {
		return p.Fill(sheet.El("rect", "x", x0, "y", y-thick/2, "width", x1-x0, "height", thick), p.line(r))
	}
	return p.hollow(sheet.El("rect", "x", x0+0.6, "y", y-thick/2+0.6, "width", max(x1-x0-1.2, 0.4), "height", thick-1.2), r)
}

func (p *timelinePlot) hollow(e *sheet.Element, r figure.TimelineRow) *sheet.Element {
	e = p.Stroke(p.Fill(e.Set("stroke-width", 1.2), sheet.Paper), p.line(r))
	switch sheet.BodyOf(r.Certainty) {
	case sheet.Chain:
		e.Set("stroke-dasharray", "3.2 2")
	case sheet.Beads:
		e.Set("stroke-dasharray", "1.2 2.2")
	}
	return e
}

// steps draws the changes of status, and the cross of a deal that is over, and returns where the last is.
func (p *timelinePlot) steps(g *sheet.Element, r figure.TimelineRow, y float64) float64 {
	last := 0.0
	made, _ := r.Made.Number()
	tall := p.thick(r)/2 + 3
	for _, s := range r.Steps {
		at, _ := s.At.Number()
		x := p.x(at)
		if at == made && !s.Ends {
			continue // where the bar begins anyway
		}
		if r.End == "" && !r.Open && at > made {
			g.Add(p.Stroke(sheet.El("line", "x1", p.x(made)+p.thick(r)/2, "x2", x, "y1", y, "y2", y, "stroke-width", 1.2), p.line(r)))
		}
		mark := sheet.El("g").Add(sheet.El("title").Say(s.Title))
		if s.Ends {
			mark.Add(p.cross(x, y)...)
			last = max(last, x+4.5)
		} else {
			mark.Add(p.tick(x, y, tall))
			last = max(last, x)
		}
		g.Add(mark)
	}
	return last
}

// A sign is a sample of how deals are drawn, with what it means.
type sign struct {
	text  string
	width float64
	draw  func(x, y float64) []*sheet.Element
}

// samples explain the signs that occur, in a row or more under the header, and return the height below.
func (p *timelinePlot) samples(y float64) (*sheet.Element, float64) {
	g, x := sheet.El("g", "class", "legend"), sheet.Margin
	y += 10
	for _, s := range p.signs() {
		wide := s.width + 6 + sheet.QuietStyle.Width(s.text)
		if x > sheet.Margin && x+wide > p.Width-sheet.Margin {
			x, y = sheet.Margin, y+18
		}
		g.Add(s.draw(x, y-4)...)
		g.Add(p.Text(x+s.width+6, y, s.text, sheet.QuietStyle))
		x += wide + 22
	}
	return g, y + 6
}

// signs are those that occur.
func (p *timelinePlot) signs() []sign {
	var out []sign
	add := func(occurs func(figure.TimelineRow) bool, s sign) {
		if slices.ContainsFunc(p.rows(), occurs) {
			out = append(out, s)
		}
	}
	known := func(r figure.TimelineRow) bool { return r.Known }
	scale := p.f.Terms.Amount
	if slices.ContainsFunc(p.rows(), func(r figure.TimelineRow) bool { return r.Known && p.exact(r) < p.thick(r) }) {
		scale += " (" + p.f.Terms.Least + ")"
	}
	grey := figure.TimelineRow{Kind: "other", Certainty: figure.Signed}
	announced, proposed, over := grey, grey, figure.TimelineRow{Certainty: figure.Ended}
	announced.Certainty, proposed.Certainty = figure.Announced, figure.Proposed
	// bars are pieces of bars of one thickness, each from one place to another.
	bars := func(r figure.TimelineRow, thick float64, ends ...float64) func(x, y float64) []*sheet.Element {
		return func(x, y float64) (list []*sheet.Element) {
			for i := 0; i < len(ends); i += 2 {
				list = append(list, p.piece(r, x+ends[i], x+ends[i+1], y, thick))
			}
			return list
		}
	}
	both := func(a, b func(x, y float64) []*sheet.Element) func(x, y float64) []*sheet.Element {
		return func(x, y float64) []*sheet.Element { return append(a(x, y), b(x, y)...) }
	}
	tick := func(x, y float64) []*sheet.Element { return []*sheet.Element{p.tick(x+2, y, 6)} }
	dot := func(x, y float64) []*sheet.Element {
		return []*sheet.Element{p.Fill(sheet.El("circle", "cx", x+4, "cy", y, "r", 4), p.line(grey))}
	}
	add(known, sign{scale, 26, both(bars(grey, 4, 0, 12), bars(grey, 10, 14, 26))})
	add(func(r figure.TimelineRow) bool { return r.Start > r.Made }, sign{p.f.Terms.Lead, 30, both(bars(grey, 1.2, 0, 16), bars(grey, 8, 16, 30))})
	add(func(r figure.TimelineRow) bool { return r.Open && r.End == "" }, sign{p.f.Terms.Open, 32, bars(grey, 8, 0, 10, 13, 20, 23, 28, 30, 32)})
	add(isDot, sign{p.f.Terms.Dot, 8, dot})
	add(isHollow, sign{p.f.Terms.Hollow, 42, both(bars(announced, 8, 0, 19), bars(proposed, 8, 23, 42))})
	add(changes, sign{p.f.Terms.Step, 4, tick})
	add(func(r figure.TimelineRow) bool { return r.Certainty == figure.Ended || ends(r) }, sign{p.f.Terms.Ended, 24,
		both(bars(over, 6, 0, 20), func(x, y float64) []*sheet.Element { return p.cross(x+20, y) })})
	return out
}

// changes reports whether the status of a deal changed after it was made, ends whether a step ended it.
func changes(r figure.TimelineRow) bool {
	return slices.ContainsFunc(r.Steps, func(s figure.TimelineStep) bool { return !s.Ends && s.At != r.Made })
}
func ends(r figure.TimelineRow) bool {
	return slices.ContainsFunc(r.Steps, func(s figure.TimelineStep) bool { return s.Ends })
}

// tick marks a change of status, cross the end of a deal.
func (p *timelinePlot) tick(x, y, tall float64) *sheet.Element {
	return p.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", y-tall, "y2", y+tall, "stroke-width", 1.2), sheet.Ink)
}

func (p *timelinePlot) cross(x, y float64) []*sheet.Element {
	var out []*sheet.Element
	for _, c := range []float64{-4.5, 4.5} {
		out = append(out, p.Stroke(sheet.El("line", "x1", x-4.5, "y1", y-c, "x2", x+4.5, "y2", y+c, "stroke-width", 1.7), sheet.Ink))
	}
	return out
}
