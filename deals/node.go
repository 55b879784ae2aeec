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
	row    bool // a row of a table: its columns were checked once, with the header
	pos    Pos
	text   string  // scalar: NFC, without space around it
	items  []*node // list
	fields []field // mapping, in file order
}

type field struct {
	key string
	pos Pos
	val *node
	no  fieldNumber // of the key; 0: not looked up yet
}

type shape int

const (
	null shape = iota
	scalar
	list
	mapping
	refused // what stood here was reported already
)

func (s shape) String() string {
	return [...]string{"nothing", "a value", "a list", "a mapping", "what cannot be read"}[s]
}

// get is the value of a key, or nil when the key is absent or empty.
func (n *node) get(key string) *node {
	if v := n.find(key); v != nil && !v.empty() && v.shape != refused {
		return v
	}
	return nil
}

// lacks reports whether nothing was written under a key. What was written but refused is not lacking: it has its error.
func (n *node) lacks(key string) bool {
	v := n.find(key)
	return v == nil || v.empty()
}

// at is where the value of a key stands, be it empty; the place of n when the key is absent.
func (n *node) at(key string) Pos {
	if v := n.find(key); v != nil {
		return v.pos
	}
	return n.pos
}

func (n *node) find(key string) *node {
	for i := range n.fields {
		if n.fields[i].key == key {
			return n.fields[i].val
		}
	}
	return nil
}

func (n *node) empty() bool { return n.shape == null || n.shape == scalar && n.text == "" }

// decoder turns nodes into the model and collects every error on the way.
type decoder struct {
	ledger   *Ledger
	errs     findings
	warnings findings
	files    map[string]opener // those that were read, for the line under a caret
	kept     texts
	scratch  []byte // for a text that is built and then kept
	sums     []hashed

	rows  map[DealID]*rowsDeal // deals of the table being read, by the id in the cell
	heads []*rowsDeal          // those of them that have a row of their own
	ids   map[string]Pos       // ids of facts and controls, with the word that tells the two apart
	loose []looseRow           // rows about legs, deals and parties, attached when all of these are known
	names []looseName          // parties named outside legs, settled when all parties are known
	refs  []reference          // within and supersedes, checked when all deals are known
	means map[PartyID]PartyID  // what a cell of a leg was found to mean
	hints hinter
	slabs struct {
		deals   slab[Deal]
		legs    slab[Leg]
		lists   slab[*Leg]
		cells   slab[Cell]
		sources slab[Source]
	}
}

func newDecoder(name string) *decoder {
	return &decoder{
		ledger: &Ledger{Name: name, index: newIndex()},
		files:  map[string]opener{}, ids: map[string]Pos{}, means: map[PartyID]PartyID{},
	}
}

func (d *decoder) fail(pos Pos, code, msg, hint string) { d.errs.add(pos, code, msg, hint) }

func (d *decoder) warn(pos Pos, code, msg, hint string) { d.warnings.add(pos, code, msg, hint) }

// cellFail reports the error of a scalar reader at the cell.
func (d *decoder) cellFail(pos Pos, code string, err error) {
	if c, ok := err.(*CellError); ok {
		d.fail(pos, code, c.Msg, c.Hint)
		return
	}
	d.fail(pos, code, err.Error(), "")
}

// badCell reports the error of a scalar reader under a key, or what a spreadsheet did to the cell.
func (d *decoder) badCell(n *node, key string, err error) {
	if damage := (cellText{key, n.find(key).text}).damage(); damage != nil {
		err = damage
	}
	d.cellFail(n.at(key), key, err)
}

// known reports keys that are not in the list, with the nearest word that is.
func (d *decoder) known(n *node, what string, keys []string) {
	if n.row {
		return
	}
	for _, f := range n.fields {
		if !slices.Contains(keys, f.key) {
			d.fail(f.pos, "field", fmt.Sprintf("%s has no field %s", what, quote(f.key)), meant(f.key, keys))
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

// hintWork bounds the words that one reading compares for hints: a ledger of a hundred thousand broken references gets a
// hint for the first of them only, but gets read.
const hintWork = 2_000_000

// hinter looks for near misses of names, which are many.
type hinter struct {
	spent          int
	parties, deals []string
}

// meant is the hint "did you mean …", or "".
func (h *hinter) meant(word string, known []string) string {
	if h.spent += len(known); h.spent > hintWork {
		return ""
	}
	if s, ok := Suggest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", s)
	}
	return ""
}

// text is the scalar under a key; "" when absent.
func (d *decoder) text(n *node, key string) string {
	v := n.get(key)
	if v == nil {
		return ""
	}
	if v.shape != scalar {
		d.fail(v.pos, "shape", fmt.Sprintf("%s is %s, but one value is expected", key, v.shape), "")
		v.shape = refused // said once
		return ""
	}
	return v.text
}

// clean is how the text of a cell is kept.
func clean(s string) string { return norm.NFC.String(strings.TrimSpace(s)) }

// entries are the scalars of a list, or of one cell split at semicolons, each with its place. None of them is empty.
func (d *decoder) entries(n *node, key string) []*node {
	v := n.get(key)
	switch {
	case v == nil:
		return nil
	case v.shape == list:
		out := make([]*node, 0, len(v.items))
		for _, it := range v.items {
			switch {
			case it.shape == refused:
			case it.shape != scalar:
				d.fail(it.pos, "shape", fmt.Sprintf("%s holds %s, but values are expected", key, it.shape), "")
			case it.text == "":
				d.fail(it.pos, "shape", key+" holds an empty value", "remove it")
			default:
				out = append(out, it)
			}
		}
		return out
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
		out = append(out, d.kept.word(e.text))
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
		switch it.shape {
		case mapping:
			out = append(out, it)
		case refused:
		default:
			d.fail(it.pos, "shape", fmt.Sprintf("%s holds %s, but entries with fields are expected", key, it.shape), "")
		}
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
		d.badCell(n, key, err)
		return v, false
	}
	return v, true
}

// word reads a scalar that must be in a closed list.
func word[T ~string](d *decoder, n *node, key string, all func() []T) T {
	s := d.text(n, key)
	if s == "" {
		return ""
	}
	var names []string
	for _, w := range all() {
		if strings.EqualFold(s, string(w)) {
			return w
		}
		names = append(names, string(w))
	}
	d.fail(n.at(key), key, fmt.Sprintf("%s %s is not known", key, quote(s)), meant(s, names))
	return ""
}
