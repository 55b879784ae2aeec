package deals

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits on YAML, which has no natural end: nesting that exhausts the stack, files no editor would open.
const (
	maxYAMLBytes = 64 << 20
	maxYAMLDepth = 40
)

var ledgerKeys = []string{"parties", "deals", "facts", "controls", "rates"}

// readYAML decodes one YAML file into the ledger.
func (d *decoder) readYAML(name string, data []byte) {
	if len(data) > maxYAMLBytes {
		d.fail(Pos{File: name}, "size", fmt.Sprintf("file has %d bytes, more than %d", len(data), maxYAMLBytes), "split it")
		return
	}
	if line := deepLine(data); line > 0 {
		d.fail(Pos{File: name, Line: line}, "syntax", fmt.Sprintf("nested deeper than %d levels", maxYAMLDepth), "")
		return
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		d.yamlSyntax(name, err)
		return
	}
	y := yamlReader{d: d, file: name, lines: strings.Split(string(data), "\n")}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		n := y.node(doc.Body, 0)
		switch n.shape {
		case null:
		case mapping:
			d.document(n)
		default:
			d.fail(n.pos, "shape", "the file is "+n.shape.String()+", but a ledger has the fields "+strings.Join(ledgerKeys, ", "), "")
		}
	}
}

func (d *decoder) yamlSyntax(name string, err error) {
	pos := Pos{File: name}
	msg := err.Error()
	var ye yaml.Error
	if errors.As(err, &ye) {
		msg = ye.GetMessage()
		if t := ye.GetToken(); t != nil && t.Position != nil {
			pos.Line, pos.Col = t.Position.Line, t.Position.Column
		}
	}
	first, _, _ := strings.Cut(msg, "\n")
	d.fail(pos, "syntax", "not valid YAML: "+strings.TrimSpace(first), "nothing of this file was read")
}

// deepLine finds nesting that a recursive parser could not survive, before it is parsed: brackets and indentation. It
// returns the line, or 0.
func deepLine(data []byte) int {
	line, depth, dashes := 1, 0, 0
	start := true
	indent := 0
	for _, c := range data {
		switch {
		case c == '\n':
			line, start, indent, dashes = line+1, true, 0, 0
		case start && c == ' ':
			indent++
		case start && c == '-':
			dashes++
		case c == '[' || c == '{':
			start = false
			depth++
		case c == ']' || c == '}':
			start = false
			depth = max(0, depth-1)
		default:
			start = false
		}
		if depth > maxYAMLDepth || dashes > maxYAMLDepth || indent > 20*maxYAMLDepth {
			return line
		}
	}
	return 0
}

type yamlReader struct {
	d     *decoder
	file  string
	lines []string
}

func (y *yamlReader) pos(n ast.Node) Pos {
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return Pos{File: y.file}
	}
	return Pos{File: y.file, Line: t.Position.Line, Col: y.byteCol(t.Position.Line, t.Position.Column)}
}

// byteCol turns the parser's column, counted in characters, into one counted in bytes.
func (y *yamlReader) byteCol(line, col int) int {
	if line < 1 || line > len(y.lines) {
		return col
	}
	s, at := y.lines[line-1], 0
	for i := 1; i < col && at < len(s); i++ {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at + 1
}

// node turns the parser's tree into ours and refuses what a ledger has no use for.
func (y *yamlReader) node(n ast.Node, depth int) *node {
	out := &node{pos: y.pos(n)}
	if depth > maxYAMLDepth {
		y.d.fail(out.pos, "syntax", fmt.Sprintf("nested deeper than %d levels", maxYAMLDepth), "")
		return out
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		out.shape = mapping
		for _, v := range n.Values {
			y.field(out, v, depth)
		}
		if len(out.fields) > 0 {
			out.pos = out.fields[0].pos
		}
	case *ast.MappingValueNode:
		out.shape = mapping
		y.field(out, n, depth)
		if len(out.fields) > 0 {
			out.pos = out.fields[0].pos
		}
	case *ast.SequenceNode:
		out.shape = list
		for _, v := range n.Values {
			out.items = append(out.items, y.node(v, depth+1))
		}
	case *ast.LiteralNode:
		out.shape, out.text = scalar, n.Value.Value
	case *ast.StringNode:
		out.shape, out.text = scalar, n.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.shape, out.text = scalar, n.GetToken().Value // as written: 1.10 stays 1.10
	case *ast.TagNode:
		y.d.fail(out.pos, "syntax", "tags are not used in a ledger", "remove "+n.Start.Value)
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		y.d.fail(out.pos, "syntax", "anchors and aliases are not used in a ledger", "write the value out")
	default:
		y.d.fail(out.pos, "syntax", fmt.Sprintf("%s is not used in a ledger", n.Type()), "")
	}
	return out
}

func (y *yamlReader) field(out *node, v *ast.MappingValueNode, depth int) {
	key, ok := v.Key.(ast.Node)
	if !ok {
		return
	}
	pos := y.pos(key)
	name := key.GetToken().Value
	if _, merge := v.Key.(*ast.MergeKeyNode); merge {
		y.d.fail(pos, "syntax", "merge keys are not used in a ledger", "write the fields out")
		return
	}
	val := &node{pos: pos}
	if v.Value != nil {
		val = y.node(v.Value, depth+1)
	}
	out.fields = append(out.fields, field{key: name, pos: pos, val: val})
}

// document decodes the top level of a YAML ledger.
func (d *decoder) document(n *node) {
	d.known(n, "a ledger", ledgerKeys)
	for _, c := range d.children(n, "parties") {
		d.party(c)
	}
	for _, c := range d.children(n, "deals") {
		d.deal(c)
	}
	for _, c := range d.children(n, "facts") {
		d.fact(c)
	}
	for _, c := range d.children(n, "controls") {
		d.control(c)
	}
	for _, c := range d.children(n, "rates") {
		d.rate(c)
	}
}
