package sheet

import "fmt"

// Theme says whom the picture is for.
type Theme string

const (
	// Light is for paper and bright screens, the default.
	Light Theme = "light"
	// Dark is for dark screens.
	Dark Theme = "dark"
	// Auto is Light, with a style sheet that turns it dark for readers who prefer that. Programs that do not
	// read the style sheet show the light picture.
	Auto Theme = "auto"
)

// ParseTheme returns the theme of that name; "" is Light.
func ParseTheme(name string) (Theme, error) {
	switch t := Theme(name); t {
	case Light, Dark, Auto:
		return t, nil
	case "":
		return Light, nil
	}
	return "", fmt.Errorf("theme %q is not known (use light, dark or auto)", name)
}

// Role is what a colour is for. It has one colour in the light theme and one in the dark.
type Role struct {
	Name        string // of the classes s_name (stroke) and f_name (fill)
	Light, Dark string
}

// The neutral roles. Text on paper has a contrast of 4.5 or more, lines 3 or more, in both themes; hair is
// for lines that only divide.
var (
	Paper = Role{"paper", "#FFFFFF", "#0F151C"}
	Ink   = Role{"ink", "#14202B", "#F2F5F8"}
	Muted = Role{"muted", "#586673", "#A3B0BC"}
	Hair  = Role{"hair", "#CBD5DD", "#2C3742"}
	Rim   = Role{"rim", "#6E7B87", "#8A97A5"}
)

// tints fill the circles, in the order of the groups of a legend.
var tints = []Role{
	{"g0", "#FFEFD1", "#4A3A16"}, // sand
	{"g1", "#DAF2E6", "#173B2C"}, // mint
	{"g2", "#DCE9FA", "#17344F"}, // sky
	{"g3", "#E9DFF7", "#352A4A"}, // lilac
	{"g4", "#FADFD6", "#4A2A22"}, // rose
	{"g5", "#E6E9EC", "#2A333C"}, // grey
	{"g6", "#ECEBC4", "#3F4018"}, // olive
	{"g7", "#D3EEF2", "#12404A"}, // teal
}

// noTint fills the circles of no group, and those of groups after the last tint.
var noTint = Role{"gx", "#F7F9FA", "#1A222B"}

// Tint returns the fill of group number i.
func Tint(i int) Role {
	if i < 0 || i >= len(tints) {
		return noTint
	}
	return tints[i]
}

// heat are fills for what is hit, from hardly to badly, and for who is struck first.
var heat = map[string]Role{
	"heat0":  {"h0", "#F3D3E4", "#55304A"},
	"heat1":  {"h1", "#FDEBDD", "#2E2723"},
	"heat2":  {"h2", "#FBC9A6", "#573522"},
	"heat3":  {"h3", "#F79E70", "#823F1E"},
	"heat4":  {"h4", "#EE7350", "#AE3A22"},
	"struck": {"h5", "#14202B", "#F2F5F8"},
}

// NamedTint returns the fill of a name that a legend may use, and whether there is one.
func NamedTint(name string) (Role, bool) {
	r, ok := heat[name]
	return r, ok
}

// On returns the colour for text of the given colour on a fill: the strong fills want strong text.
func On(fill, text Role) Role {
	switch fill.Name {
	case heat["struck"].Name:
		return Paper
	case heat["heat0"].Name, heat["heat2"].Name, heat["heat3"].Name, heat["heat4"].Name:
		return Ink
	}
	return text
}
