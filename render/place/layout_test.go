package place_test

import (
	"fmt"
	"math"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// TestLayoutKeepsPlaces: parties of a layout stay to the hundredth of a point, seen from the upper left corner, whoever is new
// overlaps nobody, and circles are measured as before, though a larger one has come.
func TestLayoutKeepsPlaces(t *testing.T) {
	for name, fresh := range map[string]int{"nobody new": 0, "three new": 3, "as many again": 20} {
		t.Run(name, func(t *testing.T) {
			m := random(20, 50, 3)
			before := scene(t, m)
			layout := before.Layout(&m)
			for i := range fresh {
				id := fmt.Sprint("fresh", i)
				m.Nodes = append(m.Nodes, figure.Node{ID: id, Name: id, Value: 5000, Known: true})
				m.Arcs = append(m.Arcs, figure.Arc{ID: id, From: id, To: m.Nodes[i%20].ID, Certainty: figure.Signed, Amount: 1, Known: true, Label: "$1"})
			}
			after, err := place.Map(t.Context(), &m, nil, place.Options{Layout: layout})
			if err != nil {
				t.Fatal(err)
			}
			stayed := 0
			for _, c := range after.Circles {
				p, known := layout.At[m.Nodes[c.Node].ID]
				if !known {
					continue
				}
				stayed++
				if q := c.Center; q.X != p.X || math.Abs((after.Height-q.Y)-(layout.Height-p.Y)) > 0.006 {
					t.Errorf("%s stood at %v and stands at %v", m.Nodes[c.Node].ID, p, q)
				}
			}
			if stayed != 20 {
				t.Errorf("%d parties stayed, want 20", stayed)
			}
			for i, c := range after.Circles {
				for _, d := range after.Circles[:i] {
					if distance(c.Center, d.Center) < c.Radius+d.Radius {
						t.Errorf("circles of %s and %s overlap", m.Nodes[c.Node].ID, m.Nodes[d.Node].ID)
					}
				}
				if c.Center.X < c.Radius || c.Center.X > after.Width-c.Radius || c.Center.Y < c.Radius || c.Center.Y > after.Height-c.Radius {
					t.Errorf("the circle of %s leaves the canvas", m.Nodes[c.Node].ID)
				}
			}
			radius := map[string]float64{}
			for _, c := range before.Circles {
				radius[m.Nodes[c.Node].ID] = c.Radius
			}
			for _, c := range after.Circles {
				if r, ok := radius[m.Nodes[c.Node].ID]; ok && r != c.Radius {
					t.Errorf("%s had a radius of %v and has one of %v", m.Nodes[c.Node].ID, r, c.Radius)
				}
			}
			again, err := place.Map(t.Context(), &m, nil, place.Options{Layout: layout})
			if err != nil || fmt.Sprint(again.Circles) != fmt.Sprint(after.Circles) {
				t.Errorf("placed again, the circles stand elsewhere (%v)", err)
			}
		})
	}
}

// TestRing: three parties on a ring, clockwise from the top; two side by side.
func TestRing(t *testing.T) {
	l := place.Ring([]string{"a", "b", "c"}, 400, 400)
	if a, b, c := l.At["a"], l.At["b"], l.At["c"]; a.X != 200 || !(a.Y > 300) || !(b.X > 300) || !(c.X < 100) || b.Y != c.Y {
		t.Errorf("three stand at %v, %v, %v", a, b, c)
	}
	l = place.Ring([]string{"a", "b"}, 400, 400)
	if a, b := l.At["a"], l.At["b"]; a.Y != 200 || b.Y != 200 || !(a.X < 100) || !(b.X > 300) {
		t.Errorf("two stand at %v and %v", a, b)
	}
}
