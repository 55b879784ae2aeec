package chart

import (
	"strconv"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

// hues are the colours of series that the figure gives none, in the order of the series. Neighbours are dark and light in turn,
// so that parts that lie on one another can be told apart without seeing colours, and in a black and white print.
var hues = []sheet.Role{
	{Name: "hue1", Light: "#1B4965", Dark: "#4C93C6"},  // deep blue
	{Name: "hue2", Light: "#E3A32F", Dark: "#F6CD73"},  // amber
	{Name: "hue3", Light: "#1F7A70", Dark: "#2FA193"},  // teal
	{Name: "hue4", Light: "#E68A6A", Dark: "#F7B39B"},  // salmon
	{Name: "hue5", Light: "#6A4C93", Dark: "#A386D0"},  // violet
	{Name: "hue6", Light: "#86BCE0", Dark: "#BFE0F7"},  // sky
	{Name: "hue7", Light: "#A33A22", Dark: "#DD6E52"},  // brick
	{Name: "hue8", Light: "#B3BF62", Dark: "#D5DF94"},  // lime
	{Name: "hue9", Light: "#6E5336", Dark: "#B2906A"},  // brown
	{Name: "hue10", Light: "#DFA0BE", Dark: "#F5CCE0"}, // rose
	{Name: "hue11", Light: "#4F6070", Dark: "#8797A6"}, // slate
	{Name: "hue12", Light: "#93D0B9", Dark: "#C8EEDF"}, // mint
}

// hue is the colour of that name, and whether there is one.
func hue(name string) (sheet.Role, bool) {
	for _, r := range hues {
		if r.Name == name {
			return r, true
		}
	}
	return sheet.Role{}, false
}

// colored returns series that all have a colour: those without one get that of their place.
func colored(in []figure.Series) []figure.Series {
	var out []figure.Series
	for i, s := range in {
		if s.Color == "" {
			s.Color = hues[i%len(hues)].Name
		}
		out = append(out, s)
	}
	return out
}

// on is the colour for text on a fill: ink or paper, whichever is farther from it, in each theme for itself.
func on(fill sheet.Role) sheet.Role {
	return sheet.Role{
		Name:  "on_" + fill.Name,
		Light: farther(fill.Light, sheet.Ink.Light, sheet.Paper.Light),
		Dark:  farther(fill.Dark, sheet.Ink.Dark, sheet.Paper.Dark),
	}
}

// farther is the one of two colours whose contrast with c is larger.
func farther(c, a, b string) string {
	ratio := func(x string) float64 {
		p, q := light(c), light(x)
		return (max(p, q) + 0.05) / (min(p, q) + 0.05)
	}
	if ratio(a) >= ratio(b) {
		return a
	}
	return b
}

// light is about how much light a colour "#RRGGBB" gives, from 0 to 1: near enough to the curve of sRGB to choose by.
func light(color string) float64 {
	v, _ := strconv.ParseUint(color[1:], 16, 32) // the colours are ours
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(v>>(16-8*i)&0xff) / 255
		sum += float64(weight * float64(float64(c*c)*(0.8+float64(0.2*c))))
	}
	return sum
}
