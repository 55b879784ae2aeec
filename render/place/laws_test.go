package place_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

func TestLaws(t *testing.T) {
	for name, m := range maps() {
		t.Run(name, func(t *testing.T) {
			s := scene(t, m)
			if len(s.Circles) != len(m.Nodes) || len(s.Arcs) != len(m.Arcs) {
				t.Fatalf("%d circles and %d arrows for %d nodes and %d arcs", len(s.Circles), len(s.Arcs), len(m.Nodes), len(m.Arcs))
			}
			checkCircles(t, s)
			checkArrows(t, m, s)
			checkText(t, m, s)
			for _, w := range s.Warnings {
				t.Log(w)
			}
		})
	}
}

// checkCircles: circles are on the canvas and do not overlap.
func checkCircles(t *testing.T, s *place.Scene) {
	t.Helper()
	for i, c := range s.Circles {
		if c.Center.X < c.Radius || c.Center.X > s.Width-c.Radius || c.Center.Y < c.Radius || c.Center.Y > s.Height-c.Radius {
			t.Errorf("circle %d at %v with radius %v is not on the canvas of %v × %v", i, c.Center, c.Radius, s.Width, s.Height)
		}
		for j, d := range s.Circles[:i] {
			if distance(c.Center, d.Center) < c.Radius+d.Radius {
				t.Errorf("circles %d and %d overlap", j, i)
			}
		}
	}
}

// checkArrows: arrows begin and end at the rims of their parties, keep clear of others unless a warning names
// them, stay on the canvas, and keep apart from those between the same parties.
func checkArrows(t *testing.T, m figure.Map, s *place.Scene) {
	t.Helper()
	warned := ""
	for _, w := range s.Warnings {
		warned += w.Error() + "\n"
	}
	for i, a := range s.Arcs {
		id := m.Arcs[a.Arc].ID
		from, to := s.Circles[a.From], s.Circles[a.To]
		if m.Nodes[from.Node].ID != m.Arcs[a.Arc].From || m.Nodes[to.Node].ID != m.Arcs[a.Arc].To {
			t.Errorf("arrow %s ties the wrong circles", id)
		}
		if d := distance(a.Curve[0], from.Center) - from.Radius; math.Abs(d) > 0.6 {
			t.Errorf("arrow %s begins %.2f points outside its rim", id, d)
		}
		if d := distance(a.Tip, to.Center) - to.Radius - to.Rim/2; math.Abs(d) > 0.6 {
			t.Errorf("arrow %s ends %.2f points outside its rim", id, d)
		}
		pierces := false
		for k := range 101 {
			p := at(a, float64(k)/100)
			if p.X < 0 || p.X > s.Width || p.Y < 0 || p.Y > s.Height {
				t.Errorf("arrow %s leaves the canvas at %v", id, p)
				break
			}
			for j, c := range s.Circles {
				pierces = pierces || j != a.From && j != a.To && distance(p, c.Center) < c.Radius+a.Pen/2-1
			}
		}
		if pierces && !strings.Contains(warned, fmt.Sprintf("arrow %q runs through", id)) {
			t.Errorf("arrow %s runs through a circle without a warning", id)
		}
		for _, b := range s.Arcs[:i] {
			if a.From == b.From && a.To == b.To || a.From == b.To && a.To == b.From {
				if d := distance(at(a, 0.5), at(b, 0.5)); d < 10 {
					t.Errorf("arrows %s and %s are %.1f points apart at their middles", id, m.Arcs[b.Arc].ID, d)
				}
			}
		}
	}
}

// checkText: labels are on the canvas and cover at most a tenth of each other and of names, and labels that
// are missing are named in a warning.
func checkText(t *testing.T, m figure.Map, s *place.Scene) {
	t.Helper()
	type text struct {
		what string
		box  place.Box
	}
	var texts []text
	for _, c := range s.Circles {
		texts = append(texts, text{"name of " + m.Nodes[c.Node].ID, c.Box})
	}
	names := len(texts)
	warned := ""
	for _, w := range s.Warnings {
		warned += w.Error() + "\n"
	}
	for _, a := range s.Arcs {
		f := m.Arcs[a.Arc]
		if a.Label != nil {
			texts = append(texts, text{"label of " + f.ID, a.Label.Box})
		}
		if (a.Label == nil || a.Label.Line.Text == "") && f.Label != "" && !strings.Contains(warned, fmt.Sprintf("arrow %q: its label", f.ID)) {
			t.Errorf("the label of %s is missing without a warning", f.ID)
		}
	}
	for i, x := range texts {
		b := x.box
		if b.Center.X < b.Width/2 || b.Center.X > s.Width-b.Width/2 || b.Center.Y < b.Height/2 || b.Center.Y > s.Height-b.Height/2 {
			t.Errorf("%s is not on the canvas", x.what)
		}
		for j, y := range texts[:i] {
			share := overlap(b, y.box) / min(b.Width*b.Height, y.box.Width*y.box.Height)
			if share > 0.1 {
				if i >= names || j >= names || !strings.Contains(warned, "is in the way of") {
					t.Errorf("%s covers %.0f %% of %s", x.what, 100*share, y.what)
				}
			}
		}
	}
}
