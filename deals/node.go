package deals

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A node is one value of a ledger file, whatever its spelling: a CSV row is a mapping of scalars, a YAML document a tree.
// Both spellings meet here, so that one decoder gives both the same meaning and the same errors.
type node struct {
	shape  shape
	pos    Pos
	text   string  // scalar
	items  []*node // list
	fields []field // mapping, in file order
}

type field struct {
	key string
	pos Pos
	val *node
}

type shape int

const (
	null shape = iota
	scalar
	list
	mapping
)

func (s shape) String() string { return [...]string{"nothing", "a value", "a list", "a mapping"}[s] }

// get is the value of a key, or nil when the key is absent or empty.
func (n *node) get(key string) *node {
	for i := range n.fields {
		if n.fields[i].key == key {
			v := n.fields[i].val
			if v.shape == null || v.shape == scalar && v.text == "" {
				return nil
			}
			return v
		}
	}
	return nil
}

// decoder turns nodes into the model and collects every error on the way.
type decoder struct {
	ledger *Ledger
	errs   []*Error
	claims []looseClaim // from claim tables, attached when all deals are known
	rows   map[DealID]*Deal
	texts  map[string]string // file contents, for the line under a caret
}

func (d *decoder) fail(pos Pos, code, msg, hint string) {
	d.errs = append(d.errs, &Error{Pos: pos, Code: code, Msg: msg, Hint: hint})
}

func (d *decoder) warn(pos Pos, code, msg, hint string) {
	d.ledger.Warnings = append(d.ledger.Warnings, &Error{Pos: pos, Code: code, Msg: msg, Hint: hint})
}

// cellFail reports the error of a scalar reader at the cell.
func (d *decoder) cellFail(pos Pos, code string, err error) {
	if c, ok := err.(*CellError); ok {
		d.fail(pos, code, c.Msg, c.Hint)
		return
	}
	d.fail(pos, code, err.Error(), "")
}

// known reports keys that are not in the list, with the nearest word that is.
func (d *decoder) known(n *node, what string, keys []string) {
	for _, f := range n.fields {
		if !slices.Contains(keys, f.key) {
			d.fail(f.pos, "field", fmt.Sprintf("%s has no field %q", what, f.key), meant(f.key, keys))
		}
	}
}

// meant is the hint "did you mean …", or the list of what there is.
func meant(word string, known []string) string {
	if s, ok := Suggest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", s)
	}
	if len(known) > 16 {
		return ""
	}
	return "one of: " + strings.Join(known, ", ")
}

// text is the scalar under a key, NFC and trimmed; "" when absent.
func (d *decoder) text(n *node, key string) string {
	v := n.get(key)
	if v == nil {
		return ""
	}
	if v.shape != scalar {
		d.fail(v.pos, "shape", fmt.Sprintf("%s is %s, but one value is expected", key, v.shape), "")
		return ""
	}
	return clean(v.text)
}

func clean(s string) string { return norm.NFC.String(strings.TrimSpace(s)) }

// entries are the scalars of a list, or of one cell split at semicolons, each with its place.
func (d *decoder) entries(n *node, key string) []*node {
	v := n.get(key)
	switch {
	case v == nil:
		return nil
	case v.shape == list:
		for _, it := range v.items {
			if it.shape != scalar {
				d.fail(it.pos, "shape", fmt.Sprintf("%s holds %s, but values are expected", key, it.shape), "")
				return nil
			}
		}
		return v.items
	case v.shape == scalar:
		var out []*node
		for part := range strings.SplitSeq(v.text, ";") {
			if p := strings.TrimSpace(part); p != "" {
				out = append(out, &node{shape: scalar, pos: v.pos, text: p})
			}
		}
		return out
	default:
		d.fail(v.pos, "shape", fmt.Sprintf("%s is %s, but a list is expected", key, v.shape), "")
		return nil
	}
}

func (d *decoder) strings(n *node, key string) []string {
	var out []string
	for _, e := range d.entries(n, key) {
		out = append(out, clean(e.text))
	}
	return out
}

// children are the mappings of a list under a key.
func (d *decoder) children(n *node, key string) []*node {
	v := n.get(key)
	if v == nil {
		return nil
	}
	if v.shape != list {
		d.fail(v.pos, "shape", fmt.Sprintf("%s is %s, but a list is expected", key, v.shape), "begin each entry with a dash")
		return nil
	}
	var out []*node
	for _, it := range v.items {
		if it.shape != mapping {
			d.fail(it.pos, "shape", fmt.Sprintf("%s holds %s, but entries with fields are expected", key, it.shape), "")
			continue
		}
		out = append(out, it)
	}
	return out
}

// parsed reads a scalar with one of the cell readers; ok is false when the key is absent or its cell is wrong.
func parsed[T any](d *decoder, n *node, key string, read func(string) (T, error)) (v T, ok bool) {
	s := d.text(n, key)
	if s == "" {
		return v, false
	}
	v, err := read(s)
	if err != nil {
		d.cellFail(n.get(key).pos, key, err)
		return v, false
	}
	return v, true
}

// word reads a scalar that must be in a closed list.
func word[T ~string](d *decoder, n *node, key string, all []T) T {
	s := d.text(n, key)
	if s == "" {
		return ""
	}
	names := make([]string, len(all))
	for i, w := range all {
		names[i] = string(w)
		if strings.EqualFold(s, string(w)) {
			return w
		}
	}
	d.fail(n.get(key).pos, key, fmt.Sprintf("%s %q is not known", key, s), meant(s, names))
	return ""
}
