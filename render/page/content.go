package page

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"
)

var (
	//go:embed page.html
	layoutText string
	//go:embed page.css
	styleText string
	//go:embed page.js
	scriptText string

	layout = template.Must(template.New("page").Parse(layoutText))
)

// content is what the layout puts into its places.
type content struct {
	Title, Lang, Source string
	Words               Words
	Policy              string
	Style, Script       template.HTML // with their tags
	Picture             template.HTML
	Data, Metadata      template.HTML // blocks for programs, with their tags
	Bases, Dates        []Choice
	Basis               string // the first one shown
	Stop                int    // index of the first date
	DateLabel           string
	Kinds, Statuses     []chip
	TableTitle          string
	Table               bool // some picture has deals
	Rows                []row
	More                bool // there are other pictures
}

// row is a line of the table.
type row struct {
	Arc string
	Deal
	What string
}

// Label is how a source is called where there is little room.
func (s Source) Label() string {
	if u, err := url.Parse(s.URL); err == nil && s.Publisher == "" && s.Title == "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return cmp.Or(s.Publisher, s.Title)
}

// About is the rest of what is known of it.
func (s Source) About() string {
	var parts []string
	for _, p := range []string{s.Title, s.Date} {
		if p != "" && p != s.Label() { // it is there already
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// newContent puts together what the layout needs.
func newContent(m Map, pictures []*picture) (*content, error) {
	first := m.Frames[0]
	c := &content{
		Title: cmp.Or(m.Title, m.Words.Map), Lang: cmp.Or(m.Lang, "en"), Source: m.Source, Words: m.Words,
		Picture: template.HTML(pictures[0].markup), Bases: m.Bases, Dates: m.Dates, Basis: first.Basis, More: len(m.Frames) > 1,
	}
	if i := slices.IndexFunc(m.Dates, func(d Choice) bool { return d.Key == first.Date }); i >= 0 {
		c.Stop, c.DateLabel = i, m.Dates[i].Label
	}
	arcs := make([][]arcData, len(m.Frames))
	for i, f := range m.Frames {
		arcs[i] = arcsOf(f)
		c.Table = c.Table || len(arcs[i]) > 0
	}
	for _, a := range arcs[0] {
		for _, d := range a.Deals {
			deal := m.Deals[d]
			c.Rows = append(c.Rows, row{a.ID, deal, deal.what()})
		}
	}
	c.TableTitle = strings.Replace(m.Words.Table, "%d", fmt.Sprint(len(c.Rows)), 1)
	paint := newPainter()
	c.Kinds = paint.kinds(m.Kinds, collect(pictures, func(p *picture) []string { return p.kinds }))
	c.Statuses = paint.statuses(m.Statuses, collect(pictures, func(p *picture) []string { return p.firm }))
	style := paint.rules() + styleText
	c.Style = template.HTML("<style>" + style + "</style>")
	c.Script = template.HTML("<script>" + scriptText + "</script>")
	c.Policy = policy(append([]string{style}, collect(pictures, func(p *picture) []string { return p.style })...))
	return c, c.addData(m, pictures, arcs)
}

// what says what a deal is, in one cell.
func (d Deal) what() string {
	if d.Title == "" || d.Note == "" {
		return d.Title + d.Note
	}
	return d.Title + " – " + d.Note
}

// arcsOf returns the arrows of a frame that have deals, in the order of their first deals.
func arcsOf(f Frame) []arcData {
	var out []arcData
	for _, id := range slices.Sorted(maps.Keys(f.Deals)) {
		if deals := f.Deals[id]; len(deals) > 0 {
			out = append(out, arcData{id, deals})
		}
	}
	slices.SortStableFunc(out, func(a, b arcData) int { return cmp.Compare(a.Deals[0], b.Deals[0]) })
	return out
}

// collect returns what the pictures have, each once, in order of appearance.
func collect(pictures []*picture, of func(*picture) []string) []string {
	var out []string
	for _, p := range pictures {
		for _, s := range of(p) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// policy forbids everything but our script and the given style sheets. A link that a source names is not a request.
func policy(styles []string) string {
	return nothingElse + "; script-src" + textHash(scriptText) + "; " + styleSource(styles)
}

// stylePolicy forbids everything but the given style sheets.
func stylePolicy(styles []string) string { return nothingElse + "; " + styleSource(styles) }

const nothingElse = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"

func styleSource(styles []string) string {
	p := "style-src"
	for _, s := range styles {
		p += textHash(s)
	}
	return p
}

func textHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
