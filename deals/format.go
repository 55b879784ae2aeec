package deals

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
)

// Format writes one file of a ledger in canonical form: fields in one order, cells in one spelling ("10bn USD" is $10B,
// "loi" is proposed), deals by the day of their first step and then by id, other records by what they are about; LF, UTF-8,
// two spaces. Comments stay with what they are about: those above a record or field, or beside it, move with it; those at the
// head of a file, set off by an empty line, stay there. What the file says does not change, which Format proves by reading
// its own output; and formatting twice changes nothing more.
//
// The name tells the spelling, as in [Open]. What is wrong in the file itself is an [*ErrorList], and nothing is formatted;
// references to other files are not looked at. Cost: that of reading the file three times.
func Format(name string, data []byte) ([]byte, error) {
	before, err := alone(name, data)
	if err != nil {
		return nil, err
	}
	text, err := textOf(data)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", name, err)
	}
	var out []byte
	if isYAML(name) || !isTable(name) && looksLikeYAML(text) {
		out, err = formatYAML(name, text)
	} else {
		out, err = formatCSV(name, text)
	}
	if err != nil {
		return nil, err
	}
	after, err := alone(name, out)
	if err != nil {
		return nil, fmt.Errorf("format %s: the result cannot be read: %w", name, err)
	}
	if was, is := meaning(before), meaning(after); was != is {
		return nil, fmt.Errorf("format %s: the result would say something else: %s", name, firstDifference(was, is))
	}
	return out, nil
}

// alone reads one file without settling what needs the rest of the ledger.
func alone(name string, data []byte) (*decoder, error) {
	d := newDecoder(name)
	d.fileOf(name, data)
	errs := d.errs.all()
	if len(errs) == 0 {
		return d, nil
	}
	d.ledger.files = d.files
	d.ledger.AttachLines(errs)
	return nil, &ErrorList{Errors: errs}
}

// fileOf decodes a file in memory.
func (d *decoder) fileOf(name string, data []byte) {
	d.files[name] = inMemory(data)
	if err := d.file(name, bytes.NewReader(data)); err != nil {
		panic("deals: a file in memory cannot be read: " + err.Error())
	}
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("%s instead of %s", quote(strings.TrimSpace(y[i])), quote(strings.TrimSpace(x[i])))
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(y), len(x))
}

// formatYAML formats each document of a file.
func formatYAML(name string, data []byte) ([]byte, error) {
	root, r, err := readTree(name, data)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", name, err)
	}
	arrange(root, RecordLedger)
	if len(root.fields) == 0 && len(r.first)+len(r.last) == 0 {
		return nil, fmt.Errorf("format %s: %w", name, errNothing)
	}
	return []byte(emit(root, r)), nil
}

// readTree reads the text of a YAML file as one tree, whatever its documents, with its comments.
func readTree(name string, data []byte) (*node, *remarks, error) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	y := yamlReader{d: newDecoder(name), file: name, lines: strings.Split(text, "\n")}
	tokens := lexer.Tokenize(text)
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, nil, err
	}
	root := &node{shape: mapping}
	docs := 0
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		n := y.node(doc.Body)
		if n.shape != mapping {
			continue
		}
		docs++
		root.fields = append(root.fields, n.fields...)
	}
	r := readRemarks(tokens, y.lines, root)
	if docs > 1 {
		root.merge(r)
	}
	return root, r, nil
}

// errNothing says that a file has neither records nor comments.
var errNothing = errors.New("nothing is in it")

// merge makes one list of those that several documents have under one key.
func (n *node) merge(r *remarks) {
	var out []field
	for _, f := range n.fields {
		at := -1
		for i := range out {
			if out[i].key == f.key && out[i].val.shape == list && f.val.shape == list {
				at = i
			}
		}
		if at < 0 {
			out = append(out, f)
			continue
		}
		into := out[at].val
		into.items = append(into.items, f.val.items...)
		r.above[into] = append(r.above[into], r.above[f.val]...)
		if s := r.side[f.val]; s != "" {
			r.above[into] = append(r.above[into], s)
		}
		r.below[into] = append(r.below[into], r.below[f.val]...)
	}
	n.fields = out
}
