package page

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"dealgraph/render/typeset"
)

// Map is an interactive deal map. All strings are final: they are shown as they are, escaped but not rephrased.
type Map struct {
	// Title names the page, in the window and to screen readers. The pictures carry their own headline.
	Title string
	// Lang is the language of the words, as a BCP 47 tag; English if empty.
	Lang string
	// Source is the stamp at the foot of the page: basis, date, ledger hash, tool version.
	Source string
	// Frames are the pictures: one for each of Bases on each of Dates. The first one is shown first.
	Frames []Frame
	// Bases are the positions of the basis switch, in order. One or none: no switch.
	Bases []Choice
	// Dates are the stops of the slider, oldest first. One or none: no slider.
	Dates []Choice
	// Kinds and Statuses word the filters, in order; a Key is a data-kind or a data-certainty of the pictures. Keys with the
	// same Label share a filter. Those that no picture has are left out, those without an entry stand under their key.
	Kinds    []Choice
	Statuses []Choice
	// Parties name the circles; a Key is a data-id. Meaning is a sentence about the party for the panel; if it
	// is empty, the panel has the one of the picture, which may be another on another date. A party without an
	// entry has the name that its picture says.
	Parties []Choice
	// Deals are what one can click on, shared by the frames, in the order of table and panel. A deal whose words depend on the basis or the date stands
	// here once for each wording.
	Deals []Deal
	// Words are the fixed words of the page; English where empty.
	Words Words
	// Metadata is a JSON record of where the page comes from, for programs; nothing if empty.
	Metadata string
}

// Frame is one picture.
type Frame struct {
	// Basis and Date are keys of Bases and Dates, or empty where there are none.
	Basis, Date string
	// SVG is the picture, as package svg draws it; its theme should be auto.
	SVG []byte
	// Deals has for the data-id of an arrow the indices of its deals in Map.Deals; they stay together. Deals of arrows that the picture does not
	// have stand in the table only.
	Deals map[string][]int
}

// Choice is something the reader can choose.
type Choice struct {
	Key     string
	Label   string // the Key if empty
	Meaning string // a sentence that explains it, may be empty
}

// Deal is one line of the table and one entry of the panel.
type Deal struct {
	ID       string
	From, To string // names
	Kind     string
	Status   string
	Amount   string
	Date     string
	Title    string // what it is, in a sentence
	Note     string
	Sources  []Source
}

// Source says where a deal is known from.
type Source struct {
	Title, Publisher string
	URL              string // becomes a link if it is http or https, and is dropped if not
	Date             string
}

// The errors of HTML that are about its input as a whole; those about a picture name it.
var (
	// ErrNoFrame is returned for a map without a picture.
	ErrNoFrame = errors.New("page has no picture")
	// ErrMetadata is returned for metadata that are not JSON.
	ErrMetadata = errors.New("metadata of the page are not JSON")
)

// HTML returns the page of m.
//
// It is an error if m has no frame, if the frames are not exactly one for each basis and date, if one names a deal that is not
// there, if a picture holds anything that package svg does not write (scripts, event handlers, links, images, outside
// styles), or if Metadata are no JSON. Forty pictures of 25 parties take some tenths of a second, most of it for compression.
func HTML(m Map) ([]byte, error) {
	m = cleaned(m)
	if err := m.check(); err != nil {
		return nil, err
	}
	pictures := make([]*picture, len(m.Frames))
	for i, f := range m.Frames {
		p, err := readPicture(f.SVG)
		if err != nil {
			return nil, fmt.Errorf("picture %s: %w", f.name(i), err)
		}
		pictures[i] = p
	}
	c, err := newContent(m, pictures)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := layout.Execute(&b, c); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return b.Bytes(), nil
}

// name says which frame is meant.
func (f Frame) name(i int) string {
	return fmt.Sprintf("%d (basis %q, date %q)", i+1, f.Basis, f.Date)
}

// check says what is wrong with m, pictures excepted.
func (m *Map) check() error {
	if len(m.Frames) == 0 {
		return ErrNoFrame
	}
	bases, dates := keys(m.Bases, m.Frames[0].Basis), keys(m.Dates, m.Frames[0].Date)
	seen := make(map[[2]string]bool)
	for i, f := range m.Frames {
		switch {
		case !slices.Contains(bases, f.Basis):
			return fmt.Errorf("picture %s: basis is not in the list of bases", f.name(i))
		case !slices.Contains(dates, f.Date):
			return fmt.Errorf("picture %s: date is not in the list of dates", f.name(i))
		case seen[[2]string{f.Basis, f.Date}]:
			return fmt.Errorf("picture %s: there are two of that basis and date", f.name(i))
		}
		seen[[2]string{f.Basis, f.Date}] = true
		for _, arc := range slices.Sorted(maps.Keys(f.Deals)) {
			for _, d := range f.Deals[arc] {
				if d < 0 || d >= len(m.Deals) {
					return fmt.Errorf("picture %s: arrow %q has deal %d of %d", f.name(i), arc, d, len(m.Deals))
				}
			}
		}
	}
	for _, b := range bases {
		for _, d := range dates {
			if !seen[[2]string{b, d}] {
				return fmt.Errorf("there is no picture for basis %q on date %q", b, d)
			}
		}
	}
	return nil
}

// keys returns the keys of a list of choices, or the only one if the list is empty.
func keys(list []Choice, only string) []string {
	if len(list) == 0 {
		return []string{only}
	}
	var out []string
	for _, c := range list {
		out = append(out, c.Key)
	}
	return out
}

// cleaned returns m with every text that is shown made fit for a page. Keys stay as they are.
func cleaned(m Map) Map {
	choices := func(list []Choice) []Choice {
		out := make([]Choice, len(list))
		for i, c := range list {
			out[i] = Choice{c.Key, typeset.Clean(c.Label), typeset.Clean(c.Meaning)}
			if out[i].Label == "" {
				out[i].Label = wordOf(c.Key)
			}
		}
		return out
	}
	m.Title, m.Source = typeset.Clean(m.Title), typeset.Clean(m.Source)
	m.Bases, m.Dates, m.Parties = choices(m.Bases), choices(m.Dates), choices(m.Parties)
	m.Kinds, m.Statuses = choices(m.Kinds), choices(m.Statuses)
	deals := make([]Deal, len(m.Deals))
	for i, d := range m.Deals {
		for _, s := range []*string{&d.From, &d.To, &d.Kind, &d.Status, &d.Amount, &d.Date, &d.Title, &d.Note} {
			*s = typeset.Clean(*s)
		}
		sources := make([]Source, len(d.Sources))
		for k, s := range d.Sources {
			sources[k] = Source{typeset.Clean(s.Title), typeset.Clean(s.Publisher), webAddress(s.URL), typeset.Clean(s.Date)}
		}
		d.Sources = sources
		deals[i] = d
	}
	m.Deals = deals
	m.Words = m.Words.each(func(s *string) { *s = typeset.Clean(*s) }).WithDefaults()
	return m
}

// webAddress returns the address if it is one of the web, else nothing. It is written anew, so that what the browser
// reads is what was checked.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return u.String()
}
