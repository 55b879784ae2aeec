package page

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html/template"
	"strings"
)

// pageData is what the script reads, apart from the packed block.
type pageData struct {
	Frames  []frameData          `json:"frames"`
	Deals   []dealData           `json:"deals"`
	Sources []sourceData         `json:"sources"`
	Parties map[string][2]string `json:"parties"` // name and sentence by data-id
	Words   Words                `json:"words"`
}

type frameData struct {
	Basis string    `json:"basis"`
	Date  string    `json:"date"`
	Label string    `json:"label"` // for screen readers
	Deals []arcData `json:"deals,omitempty"`
}

// arcData is an arrow and its deals.
type arcData struct {
	ID    string
	Deals []int
}

// MarshalJSON writes a as a pair.
func (a arcData) MarshalJSON() ([]byte, error) { return json.Marshal([]any{a.ID, a.Deals}) }

type dealData struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Kind    string `json:"kind,omitempty"`
	Status  string `json:"status,omitempty"`
	Amount  string `json:"amount,omitempty"`
	Date    string `json:"date,omitempty"`
	Title   string `json:"title,omitempty"`
	Note    string `json:"note,omitempty"`
	Sources []int  `json:"sources,omitempty"`
}

type sourceData struct {
	Label string `json:"label"`
	About string `json:"about,omitempty"`
	URL   string `json:"url,omitempty"`
}

// addData adds the blocks for programs.
func (c *content) addData(m Map, pictures []*picture, arcs [][]arcData) error {
	l := numbered(m, arcs)
	first := pageData{Deals: l.deals[:l.firstDeals], Sources: l.sources[:l.firstSources], Words: m.Words, Parties: names(m, pictures)}
	for _, f := range m.Frames {
		first.Frames = append(first.Frames, frameData{Basis: f.Basis, Date: f.Date, Label: m.label(f)})
	}
	first.Frames[0].Deals = arcs[0]
	text, err := json.Marshal(first) // which writes < as \u003c
	if err != nil {
		return err
	}
	c.Data = block("application/json", "pg-data", string(text))
	if c.More {
		rest := packed{Deals: l.deals[l.firstDeals:], Sources: l.sources[l.firstSources:]}
		text, err := pack(pictures[1:], arcs[1:], rest)
		if err != nil {
			return err
		}
		c.Data += "\n" + block("application/gzip", "pg-more", text)
	}
	if m.Metadata != "" {
		if !json.Valid([]byte(m.Metadata)) {
			return ErrMetadata
		}
		var b bytes.Buffer
		json.HTMLEscape(&b, []byte(m.Metadata))
		c.Metadata = block("application/json", "pg-origin", b.String())
	}
	return nil
}

// block returns a block of data, which browsers do not run. The text must have no <.
func block(kind, id, text string) template.HTML {
	return template.HTML(`<script type="` + kind + `" id="` + id + `">` + text + "</script>")
}

// label names a frame by what tells it from the others: "Signed · 2026-07-03".
func (m *Map) label(f Frame) string {
	var parts []string
	add := func(list []Choice, key string) {
		for _, c := range list {
			if len(list) > 1 && c.Key == key {
				parts = append(parts, c.Label)
			}
		}
	}
	add(m.Bases, f.Basis)
	add(m.Dates, f.Date)
	return strings.Join(parts, " · ")
}

// names returns name and sentence of every party in the pictures.
func names(m Map, pictures []*picture) map[string][2]string {
	given := make(map[string]Choice, len(m.Parties))
	for _, c := range m.Parties {
		given[c.Key] = c
	}
	out := make(map[string][2]string)
	for _, p := range pictures {
		for _, n := range p.parties {
			if c, ok := given[n.id]; ok {
				out[n.id] = [2]string{c.Label, c.Meaning}
			} else if _, ok := out[n.id]; !ok {
				name, rest, _ := strings.Cut(n.title, ", ")
				out[n.id] = [2]string{cmp.Or(name, n.id), rest}
			}
		}
	}
	return out
}

// lists are the deals and sources of all frames, those of the first frame first.
type lists struct {
	deals                    []dealData
	sources                  []sourceData
	firstDeals, firstSources int
	newDeal                  map[int]int // by index in Map.Deals
	newSource                map[Source]int
}

// numbered returns the deals that frames have, and gives arcs their new indices.
func numbered(m Map, arcs [][]arcData) *lists {
	l := &lists{newDeal: make(map[int]int), newSource: make(map[Source]int)}
	for i := range arcs {
		for k, a := range arcs[i] {
			own := make([]int, len(a.Deals))
			for n, d := range a.Deals {
				own[n] = l.deal(m, d)
			}
			arcs[i][k].Deals = own
		}
		if i == 0 {
			l.firstDeals, l.firstSources = len(l.deals), len(l.sources)
		}
	}
	return l
}

// deal returns the new index of a deal.
func (l *lists) deal(m Map, index int) int {
	if n, ok := l.newDeal[index]; ok {
		return n
	}
	d := m.Deals[index]
	data := dealData{From: d.From, To: d.To, Kind: d.Kind, Status: d.Status, Amount: d.Amount, Date: d.Date, Title: d.Title, Note: d.Note}
	for _, s := range d.Sources {
		data.Sources = append(data.Sources, l.source(s))
	}
	l.newDeal[index] = len(l.deals)
	l.deals = append(l.deals, data)
	return l.newDeal[index]
}

// source returns the index of a source.
func (l *lists) source(s Source) int {
	if n, ok := l.newSource[s]; ok {
		return n
	}
	l.newSource[s] = len(l.sources)
	l.sources = append(l.sources, sourceData{s.Label(), s.About(), s.URL})
	return l.newSource[s]
}
