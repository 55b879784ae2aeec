package shapes

import (
	"errors"
	"fmt"
	"strings"
)

var textAttributes = []string{"x", "y", "dx", "dy"}

// setter collects the runs of a text element.
type setter struct {
	p     *parser
	frame Matrix
	lines []*Text
	at    Point   // where the next line begins, if nothing else is said
	moved Point   // dx and dy that wait for the next run
	down  float64 // all dy on this line, which a later line without y keeps
	after bool    // the last sign was a blank, or there is none yet
}

// text returns the items of a text element. Each x begins a line of its own, as SVG has it.
func (p *parser) text(n *node, s style, m Matrix) ([]Item, error) {
	s, err := s.with(n, textAttributes...)
	if err != nil || s.own.none {
		return nil, err
	}
	m = m.Mul(s.own.transform)
	t := &setter{p: p, frame: m, after: true}
	t.lines = []*Text{{Frame: m, Anchor: s.anchor}}
	if err := t.element(n, s); err != nil {
		return nil, fmt.Errorf("<text>: %w", err)
	}
	t.trim(s.keepSpace)
	var items []Item
	for _, line := range t.lines {
		if line.seen() {
			items = append(items, line)
		}
	}
	return p.wrap(items, s, m)
}

// element adds the runs of a text or tspan.
func (t *setter) element(n *node, s style) error {
	if err := t.place(n, s); err != nil {
		return err
	}
	for _, c := range n.children {
		switch {
		case c.name == "":
			if err := t.run(c.text, s); err != nil {
				return err
			}
		case c.foreign:
			return fmt.Errorf("element <%s> is not SVG", excerpt(c.name))
		case c.name == "title" || c.name == "desc":
		case c.name == "tspan" || c.name == "a":
			inner, err := s.with(c, textAttributes...)
			if err != nil {
				return err
			}
			if inner.own.none {
				continue
			}
			if inner.own != plain {
				return fmt.Errorf("<%s>: opacity, transform and clip-path are not supported here", c.name)
			}
			if err := t.element(c, inner); err != nil {
				return err
			}
		default:
			return fmt.Errorf("element <%s> is not supported", excerpt(c.name))
		}
	}
	return nil
}

// place begins a new line if n has an x, and notes its dx and dy.
func (t *setter) place(n *node, s style) error {
	v, err := t.p.lengths(n, textAttributes...)
	if err != nil {
		return err
	}
	_, hasX := n.get("x")
	_, hasY := n.get("y")
	if hasY && !hasX && n.name != "text" {
		return errors.New("<tspan> with y but no x is not supported")
	}
	if hasX || n.name == "text" {
		y := t.at.Y + t.down
		if hasY {
			y = v[1]
		}
		t.at, t.moved, t.down = Point{v[0], y}, Point{}, 0
		t.lines = append(t.lines, &Text{Frame: t.frame, X: t.at.X, Y: t.at.Y, Anchor: s.anchor})
		if t.at = (Point{v[0], y}); !near(t.at) {
			return errors.New("a position lies too far out")
		}
	}
	t.moved.X += v[2]
	t.moved.Y += v[3]
	t.down += v[3]
	return nil
}

// run adds a piece of text.
func (t *setter) run(text string, s style) error {
	if s.keepSpace {
		text = strings.NewReplacer("\t", " ", "\r", "", "\n", " ").Replace(text)
		t.after = false
	} else {
		text, t.after = collapse(text, t.after)
	}
	if text == "" || s.size == 0 {
		return nil
	}
	line := t.lines[len(t.lines)-1]
	r := Run{
		Text: text, DX: t.moved.X, DY: t.moved.Y, Size: s.size, Bold: s.bold, Italic: s.italic,
		Fill: s.fillPaint(), Stroke: s.strokePaint(), StrokeFirst: s.strokeFirst,
	}
	if s.hidden {
		r.Fill, r.Stroke = Paint{}, Paint{}
	}
	if r.Stroke.Visible() {
		if _, equal := t.frame.Scale(); !equal {
			return errors.New("a stroke under a transform that squeezes it is not supported")
		}
		r.Pen = s.pen
	}
	t.moved = Point{}
	line.Runs = append(line.Runs, r)
	return nil
}

// trim takes the blank off the end of the last line that has one.
func (t *setter) trim(keep bool) {
	for i := len(t.lines) - 1; i >= 0 && !keep; i-- {
		runs := t.lines[i].Runs
		if len(runs) == 0 {
			continue
		}
		last := &runs[len(runs)-1]
		if last.Text = strings.TrimSuffix(last.Text, " "); last.Text == "" {
			t.lines[i].Runs = runs[:len(runs)-1]
		}
		return
	}
}

// seen reports whether any run of t leaves a trace.
func (t *Text) seen() bool {
	for _, r := range t.Runs {
		if r.Fill.Visible() || r.Stroke.Visible() {
			return true
		}
	}
	return false
}
