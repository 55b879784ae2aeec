package deals

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
)

// Edit changes one record of a ledger file.
type Edit struct {
	At     Pos               // where the record stands: [Leg.Pos], [Deal.Pos], [Party.Pos], [Fact.Pos] …
	Set    map[string]string // the new text of fields, by the names that a table has for them; "" takes one out
	Remove bool              // take the whole record out
}

// Addition is a new record.
type Addition struct {
	Table  string            // deals, parties, facts, controls, rates
	Fields map[string]string // by the names that a table has for them
}

// Apply changes records of one ledger file and gives it back in canonical form, with its comments; see [Format]. The name is
// that in the places of the edits. A record that is taken out takes its comments with it.
//
// Errors: an [*ErrorList] where the file, or the file after the change, cannot be read; a record that does not stand where an
// edit says; an addition to a table of another kind; and a change to a list of sources, which has no cell.
func Apply(name string, data []byte, edits []Edit, additions []Addition) ([]byte, error) {
	if _, err := alone(name, data); err != nil {
		return nil, err
	}
	text, err := textOf(data)
	if err != nil {
		return nil, fmt.Errorf("edit %s: %w", name, err)
	}
	var out []byte
	if isYAML(name) || !isTable(name) && looksLikeYAML(text) {
		out, err = applyYAML(name, text, edits, additions)
	} else {
		out, err = applyCSV(name, text, edits, additions)
	}
	if err != nil {
		return nil, err
	}
	return Format(name, out)
}

// edited is an edit on its way: found says that its record was.
type edited struct {
	Edit
	found bool
}

func follow(edits []Edit) []*edited {
	out := make([]*edited, len(edits))
	for i, e := range edits {
		out[i] = &edited{Edit: e}
	}
	return out
}

func lost(edits []*edited) error {
	for _, e := range edits {
		if !e.found {
			return fmt.Errorf("edit %s: no record stands there", e.At)
		}
	}
	return nil
}

// meant reports whether a record is the one that an edit is about.
func (e *edited) means(n *node) bool {
	if n.shape != mapping {
		return false
	}
	at := func(p Pos) bool { return p.Line == e.At.Line && p.Col == e.At.Col }
	id := n.find("id")
	return at(n.pos) || id != nil && at(id.pos)
}

func applyYAML(name string, data []byte, edits []Edit, additions []Addition) ([]byte, error) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	y := yamlReader{d: newDecoder(name), file: name, lines: strings.Split(text, "\n")}
	tokens := lexer.Tokenize(text)
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, fmt.Errorf("edit %s: %w", name, err)
	}
	root := &node{shape: mapping}
	for _, doc := range file.Docs {
		if doc.Body != nil {
			root.fields = append(root.fields, y.node(doc.Body).fields...)
		}
	}
	r := readRemarks(tokens, y.lines, root)
	root.merge(r)
	all := follow(edits)
	for i := range root.fields {
		if err := editRecords(root.fields[i].val, all); err != nil {
			return nil, err
		}
	}
	if err := lost(all); err != nil {
		return nil, err
	}
	for _, a := range additions {
		root.addRecord(a)
	}
	return []byte(emit(root, r)), nil
}

// editRecords applies edits to the records of a list, and to the legs of deals.
func editRecords(list *node, edits []*edited) error {
	var kept []*node
	for _, n := range list.items {
		remove := false
		for _, e := range edits {
			if e.means(n) {
				e.found = true
				remove = remove || e.Remove
				if err := n.set(e.At, e.Set); err != nil {
					return err
				}
			}
		}
		if legs := n.find("legs"); legs != nil {
			if err := editRecords(legs, edits); err != nil {
				return err
			}
			remove = remove || len(legs.items) == 0
		}
		if !remove {
			kept = append(kept, n)
		}
	}
	list.items = kept
	return nil
}

// sourceField is what a cell of a source is called in a record of its own.
var sourceField = map[string]string{"source": "url", "source_title": "title", "source_date": "date", "tier": "tier"}

// set gives fields of a record new texts.
func (n *node) set(at Pos, texts map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		into, name := n, key
		if inner, ok := sourceField[key]; ok {
			if s := n.find("source"); s != nil && s.shape == mapping {
				into, name = s, inner
			} else if n.find("sources") != nil || s != nil && s.shape == list {
				return fmt.Errorf("edit %s: %s: the record has a list of sources: edit it in the file", at, key)
			}
		}
		into.setText(name, texts[key])
	}
	return nil
}

func (n *node) setText(key, text string) {
	i := slices.IndexFunc(n.fields, func(f field) bool { return f.key == key })
	switch {
	case i < 0:
		n.put(key, clean(text))
	case text == "":
		n.fields = slices.Delete(n.fields, i, i+1)
	default:
		v := n.fields[i].val
		v.shape, v.text, v.items, v.fields = scalar, clean(text), nil, nil
	}
}

// addRecord adds a record to the list of its table. Its source becomes a record of its own where more than the address is known.
func (n *node) addRecord(a Addition) {
	rec := &node{shape: mapping}
	for _, key := range slices.Sorted(maps.Keys(a.Fields)) {
		rec.put(key, clean(a.Fields[key]))
	}
	into := n.find(a.Table)
	if into == nil {
		into = &node{shape: list}
		n.fields = append(n.fields, field{key: a.Table, val: into})
	}
	into.items = append(into.items, rec)
}
