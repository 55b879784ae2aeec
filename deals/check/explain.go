package check

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"dealgraph/deals"

	"github.com/rogpeppe/go-internal/txtar"
)

// The gallery: for each check, and in the folder reading for each code of package deals, an archive with an explanation, a
// small ledger that shows the matter, what is said about it, and the same ledger mended. The tests read each of them, so
// that no explanation drifts from what the program does.
//
//go:embed testdata/*.txtar testdata/reading/*.txtar
var gallery embed.FS

// Layer says when something is found out about a ledger.
type Layer string

// The two layers: what cannot be read stops everything; what was read is then looked over.
const (
	Reading  Layer = "reading"
	Checking Layer = "check"
)

// Explanation teaches one check, or one code of the errors and warnings of reading.
type Explanation struct {
	Name       string
	Layer      Layer
	Severities []Severity // of what it finds; a code of reading can have two
	Meaning    string     // one line: what a ledger has to be like
	Asks       string     // in more words; "" where the one line says it all
	Matters    string     // which numbers go wrong otherwise
	Example    []File     // a small ledger in which it finds something; none where it cannot be shown in a few lines
	Message    string     // what it says about the example, one finding a line
	Mended     []File     // the example, mended
}

// File is a file of an example.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Explanations explain everything that [deals.Read] and [Run] can find, by name; where a name belongs to both layers,
// reading comes first.
func Explanations() []Explanation { return slices.Clone(explanations()) }

// Explain returns the explanations of a name: none, one, or that of reading and that of the check.
func Explain(name string) []Explanation {
	var out []Explanation
	for _, e := range explanations() {
		if e.Name == name {
			out = append(out, e)
		}
	}
	return out
}

var explanations = sync.OnceValue(func() []Explanation {
	var out []Explanation
	for _, c := range deals.Codes() {
		e := explained("testdata/reading", c.Name)
		e.Layer, e.Meaning = Reading, c.Meaning
		if c.Fails {
			e.Severities = append(e.Severities, SeverityError)
		}
		if c.Warns {
			e.Severities = append(e.Severities, SeverityWarning)
		}
		out = append(out, e)
	}
	for _, c := range All() {
		e := explained("testdata", c.Name)
		e.Layer, e.Meaning, e.Severities = Checking, c.Meaning, []Severity{c.Severity}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Explanation) int { return cmp.Compare(a.Name, b.Name) })
	return out
})

// explained reads an archive of the gallery: its comment is what it asks, if that needs more than a line, and why it
// matters, with an empty line between.
func explained(folder, name string) Explanation {
	data, err := gallery.ReadFile(path.Join(folder, name+".txtar"))
	if err != nil {
		panic(fmt.Sprintf("check: %s has no explanation: %v", name, err)) // the files are in the program
	}
	e := Explanation{Name: name}
	a := txtar.Parse(data)
	paragraphs := strings.Split(strings.TrimSpace(string(a.Comment)), "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	e.Matters = paragraphs[len(paragraphs)-1]
	e.Asks = strings.Join(paragraphs[:len(paragraphs)-1], "\n\n")
	for _, f := range a.Files {
		what, rest, _ := strings.Cut(f.Name, "/")
		if rest == "" {
			what, rest = strings.TrimSuffix(f.Name, path.Ext(f.Name)), f.Name
		}
		switch what {
		case "example":
			e.Example = append(e.Example, File{rest, string(f.Data)})
		case "message":
			e.Message = string(f.Data)
		case "mended":
			e.Mended = append(e.Mended, File{rest, string(f.Data)})
		}
	}
	return e
}
