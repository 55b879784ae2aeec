package svg_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/sheet/sheettest"
	"dealgraph/render/svg"
)

func TestLaws(t *testing.T) {
	for name, m := range figures(t) {
		for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
			t.Run(name+" "+string(theme), func(t *testing.T) {
				out := draw(t, m, svg.Options{Theme: theme})
				p := sheettest.Parse(t, out)
				sheettest.CheckMarkup(t, out, p)
				checkArcs(t, m, p)
				sheettest.CheckTexts(t, p, inMap)
			})
		}
	}
}

// TestPanels: small maps obey the same laws, stand on one layout and are measured alike.
func TestPanels(t *testing.T) {
	early, late := read(t, "small"), read(t, "small")
	early.ID, late.ID, early.Title, late.Title = "early", "late", "2023", strings.Repeat("Late ", 90)
	early.Nodes = early.Nodes[1:]
	early.Arcs = slices.DeleteFunc(early.Arcs, func(a figure.Arc) bool {
		return !slices.ContainsFunc(early.Nodes, func(n figure.Node) bool { return n.ID == a.From }) ||
			!slices.ContainsFunc(early.Nodes, func(n figure.Node) bool { return n.ID == a.To })
	})
	early.Cycles = nil
	for i := range early.Arcs {
		early.Arcs[i].Cycles = nil
	}
	h := hostile(t)
	h.ID = "h"
	for name, f := range map[string]figure.Panels{
		"two dates": {Frame: figure.Frame{ID: "dates", Title: "Twice"}, Panels: []figure.Map{early, late}},
		"rings":     {Frame: figure.Frame{ID: "rings"}, Panels: []figure.Map{early, late, h}, Rings: true},
		"none":      {Frame: figure.Frame{Title: "Nothing"}},
		"hostile":   {Frame: h.Frame, Panels: []figure.Map{h}, Legend: h.Legend},
	} {
		for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
			t.Run(name+" "+string(theme), func(t *testing.T) {
				data, _, err := svg.Panels(t.Context(), f, svg.Options{Theme: theme, Metadata: `{"a":"<b>"}`})
				if err != nil {
					t.Fatal(err)
				}
				all := sheettest.Parse(t, string(data))
				sheettest.CheckMarkup(t, string(data), all)
				sheettest.CheckTexts(t, all, inMap)
				if name == "two dates" {
					checkOneLayout(t, all)
				}
			})
		}
	}
}

// checkOneLayout: a party that is in several maps stands at the same place in each, in a circle of the same size.
func checkOneLayout(t *testing.T, all []*sheettest.Tag) {
	t.Helper()
	at, twice := make(map[string]string), 0
	for i, e := range all {
		if !e.Has("party") {
			continue
		}
		for _, c := range all[i:] {
			if c.Name == "circle" {
				place := c.Attrs["cx"] + " " + c.Attrs["cy"] + " " + c.Attrs["r"]
				if before, seen := at[e.Attrs["data-id"]]; seen && before != place {
					t.Errorf("party %s stands at %s and at %s", e.Attrs["data-id"], before, place)
				} else if seen {
					twice++
				}
				at[e.Attrs["data-id"]] = place
				break
			}
		}
	}
	if twice == 0 {
		t.Error("no party is in two maps")
	}
}

// checkArcs: every arc is drawn, once, with a tooltip.
func checkArcs(t *testing.T, m figure.Map, all []*sheettest.Tag) {
	t.Helper()
	drawn := 0
	for i, e := range all {
		if e.Attrs["data-certainty"] != "" {
			drawn++
			if all[i+1].Name != "title" || all[i+2].Name != "path" {
				t.Errorf("arc %s begins with <%s>, <%s>", e.Attrs["id"], all[i+1].Name, all[i+2].Name)
			}
		}
	}
	if drawn != len(m.Arcs) {
		t.Errorf("%d arcs are drawn of %d", drawn, len(m.Arcs))
	}
	for _, a := range m.Arcs {
		if !regexp.MustCompile(`^[\w-]+$`).MatchString(a.ID) {
			continue // its id cannot be written as it is
		}
		if !slices.ContainsFunc(all, func(e *sheettest.Tag) bool { return e.Attrs["data-id"] == a.ID }) {
			t.Errorf("arc %s is not drawn", a.ID)
		}
	}
}

// inMap reports whether a text is part of a map: package place answers for these.
func inMap(e *sheettest.Tag) bool {
	return slices.ContainsFunc(e.Around, func(o *sheettest.Tag) bool { return o.Has("map") })
}
