package deals

import (
	"bytes"
	"cmp"
)

// comments are the comment lines of a ledger by the record that they are about, for writing the ledger in another spelling.
type comments struct {
	head  []string // of files and lists: about no record
	all   []*recordComment
	about map[Pos]*recordComment // by the place of the record; by its line alone in a table
}

// recordComment is what is remarked about one record.
type recordComment struct {
	lines []string
	taken bool
}

// add keeps the comments on a record, which may be known by several places.
func (c *comments) add(lines []string, places ...Pos) {
	if len(lines) == 0 {
		return
	}
	one := &recordComment{lines: lines}
	c.all = append(c.all, one)
	for _, p := range places {
		c.about[p] = one
	}
}

// take gives the comments about the record at a place, once.
func (c *comments) take(p Pos) []string {
	one := cmp.Or(c.about[p], c.about[Pos{p.File, p.Line, 0}])
	if one == nil || one.taken {
		return nil
	}
	one.taken = true
	return one.lines
}

// rest are the comments about records that nobody took; they go to the head rather than be lost.
func (c *comments) rest() []string {
	var out []string
	for _, one := range c.all {
		if !one.taken {
			out = append(out, one.lines...)
		}
	}
	return out
}

// comments finds all comments of the files that a ledger was read from. The error says that one of them is not what it was.
func (l *Ledger) comments() (*comments, error) {
	c := &comments{about: map[Pos]*recordComment{}}
	for _, f := range l.Files {
		data, err := l.text(f.Name)
		switch {
		case err != nil:
			return nil, err
		case !bytes.Contains(data, []byte("#")):
		case isYAML(f.Name) || !isTable(f.Name) && looksLikeYAML(data):
			c.readYAML(f.Name, data)
		default:
			c.readCSV(f.Name, data)
		}
	}
	return c, nil
}

func (c *comments) readCSV(name string, data []byte) {
	t, err := textTable(name, data)
	if err != nil {
		return
	}
	c.head = append(c.head, t.head.above...)
	for _, r := range t.rows {
		c.add(r.above, Pos{name, r.line, 0})
	}
	c.head = append(c.head, t.last...)
}

func (c *comments) readYAML(name string, data []byte) {
	root, r, err := readTree(name, data)
	if err != nil {
		return
	}
	g := gatherer{comments: c, remarks: r}
	c.head = append(c.head, g.lines(g.remarks.first)...)
	for _, f := range root.fields {
		c.head = append(c.head, g.own(f.val)...)
		for _, it := range f.val.items {
			g.record(it)
		}
	}
	c.head = append(c.head, g.lines(g.remarks.last)...)
}

// gatherer takes the remarks of a YAML file together, record by record.
type gatherer struct {
	*comments
	remarks *remarks
}

// record gathers the comments on a record and on its fields; the records inside it have their own.
func (g gatherer) record(n *node) {
	places := []Pos{n.pos}
	if id := n.find("id"); id != nil {
		places = append(places, id.pos)
	}
	g.add(append(g.own(n), g.inside(n)...), places...)
}

// inside are the comments on the fields of a record.
func (g gatherer) inside(n *node) []string {
	var out []string
	for _, f := range n.fields {
		out = append(out, g.own(f.val)...)
		switch f.key {
		case "legs", "claims", "tranches":
			for _, it := range f.val.items {
				g.record(it)
			}
			continue
		}
		for _, it := range f.val.items {
			out = append(append(out, g.own(it)...), g.inside(it)...)
		}
		if f.val.shape == mapping {
			out = append(out, g.inside(f.val)...)
		}
	}
	return out
}

// own are the comments on one value.
func (g gatherer) own(n *node) []string {
	out := g.lines(g.remarks.above[n])
	if side := g.remarks.side[n]; side != "" {
		out = append(out, side)
	}
	return append(out, g.lines(g.remarks.below[n])...)
}

// lines are comment lines without the empty ones between them.
func (g gatherer) lines(all []string) []string {
	var out []string
	for _, l := range all {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}
