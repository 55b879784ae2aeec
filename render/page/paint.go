package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

// chip is a filter: a box to tick, with a sample of the arrows it shows.
type chip struct {
	Keys   string // JSON list of the keys it stands for
	Label  string
	Sample template.HTML
}

// painter draws the samples as the legend of a picture does, and writes the colours of the page.
type painter struct{ *sheet.Painter }

// newPainter returns the painter of the bar, whose id keeps its style sheet from the pictures.
func newPainter() painter { return painter{sheet.NewPainter(ownIDs+"bar", sheet.Auto)} }

// kinds returns the filters for the kinds that occur.
func (p painter) kinds(words []Choice, occur []string) []chip {
	return chips(words, occur, func(key string) template.HTML { return p.sample(sheet.LookOf(key), sheet.Full) })
}

// statuses returns the filters for the certainties that occur.
func (p painter) statuses(words []Choice, occur []string) []chip {
	neutral := sheet.LookOf("")
	return chips(words, occur, func(key string) template.HTML {
		return p.sample(neutral, sheet.BodyOf(figure.Certainty(key)))
	})
}

// chips joins the keys that have the same label, in the order of words and then of occurrence.
func chips(words []Choice, occur []string, sample func(key string) template.HTML) []chip {
	var labels []string
	under := make(map[string][]string)
	add := func(key, label string) {
		if _, ok := under[label]; !ok {
			labels = append(labels, label)
		}
		under[label] = append(under[label], key)
	}
	for _, w := range words {
		if slices.Contains(occur, w.Key) {
			add(w.Key, w.Label)
		}
	}
	for _, key := range occur {
		if !slices.ContainsFunc(words, func(w Choice) bool { return w.Key == key }) {
			add(key, wordOf(key))
		}
	}
	var out []chip
	for _, l := range labels {
		list, err := json.Marshal(under[l])
		if err != nil {
			panic(err) // strings can always be written
		}
		out = append(out, chip{string(list), l, sample(under[l][0])})
	}
	return out
}

// sample draws a short arrow.
func (p painter) sample(look *sheet.Look, body sheet.Body) template.HTML {
	svg := sheet.El("svg", "class", "sample", "width", 34, "height", 12, "viewBox", "0 0 34 12", "aria-hidden", "true")
	svg.Add(p.Arrow(sheet.Arrow{
		Path: "M2,6C9,6 16,6 24,6", Length: 22, Base: sheet.Point{X: 24, Y: 6}, Tip: sheet.Point{X: 33, Y: 6},
		Pen: 4, HeadWidth: 10, Look: look, Body: body,
	})...)
	var b strings.Builder
	svg.Write(&b)
	return template.HTML(b.String())
}

// rules returns the colours of the page as a style sheet: the paper and ink of the pictures, light and dark.
func (p painter) rules() string {
	roles := []sheet.Role{sheet.Paper, sheet.Ink, sheet.Muted, sheet.Hair, sheet.Rim, {Name: "raised", Light: "#F4F6F8", Dark: "#18212B"},
		{Name: "focus", Light: "#0B62D6", Dark: "#7CB8FF"}}
	light, dark := "", ""
	for _, r := range roles {
		light += fmt.Sprintf("--%s:%s;", r.Name, r.Light)
		dark += fmt.Sprintf("--%s:%s;", r.Name, r.Dark)
	}
	return "\n:root{" + light + "--fonts:" + sheet.Fonts + "}\n" +
		"@media screen and (prefers-color-scheme:dark){:root{" + dark + "}}\n" + p.DarkRules() + "\n"
}
