package deals

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits on YAML. A parsed file takes some eighty times its size of memory, one that is all brackets twice that; nesting
// takes stack, and many keys in one mapping or many documents take the parser quadratic time. No ledger comes near them but
// as a table.
const (
	maxYAMLBytes     = 8 << 20
	maxYAMLDepth     = 40
	maxYAMLKeys      = 200
	maxYAMLDocuments = 200
)

// ledgerKeys are the fields of a ledger, in the order in which [yamlReader.document] decodes them.
var ledgerKeys = fieldNames(RecordLedger)

// readYAML decodes one YAML file into the ledger; more is how many bytes it has beyond those that were read.
func (d *decoder) readYAML(name string, data []byte, more int64) {
	if size := int64(len(data)) + more; size > maxYAMLBytes {
		d.fail(Pos{File: name}, "size", fmt.Sprintf("the file has %d MB, but a YAML file has at most %d", size>>20, maxYAMLBytes>>20), "split it, or keep its deals as a table in CSV")
		return
	}
	text := string(data)
	if strings.TrimSpace(text) == "" {
		d.warn(Pos{File: name}, "empty", "the file is empty", "remove it, or write deals: and the list under it")
		return
	}
	y := yamlReader{d: d, file: name, lines: strings.Split(text, "\n")}
	tokens := lexer.Tokenize(text)
	if !y.within(tokens) {
		return
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		y.syntax(err)
		return
	}
	for _, doc := range file.Docs {
		if doc.Body != nil {
			y.document(y.node(doc.Body))
		}
	}
}

type yamlReader struct {
	d     *decoder
	file  string
	lines []string
}

// document decodes the top level of a YAML ledger.
func (y *yamlReader) document(n *node) {
	d := y.d
	switch n.shape {
	case mapping:
	case null, refused:
		return
	default:
		d.fail(n.pos, "shape", "the file is "+n.shape.String()+", but a ledger has the fields "+strings.Join(ledgerKeys, ", "), "write deals: and the list under it")
		return
	}
	d.known(n, "a ledger", ledgerKeys)
	for i, decode := range []func(*node){d.party, d.deal, d.fact, d.control, d.rate} {
		for _, c := range d.children(n, ledgerKeys[i]) {
			decode(c)
		}
	}
}

func (y *yamlReader) syntax(err error) {
	pos, msg := Pos{File: y.file}, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		msg = e.GetMessage()
		if t := e.GetToken(); t != nil {
			pos = y.pos(t)
		}
	}
	first, _, _ := strings.Cut(msg, "\n")
	y.d.fail(pos, "syntax", "not valid YAML: "+strings.TrimSpace(first), syntaxHint(first)+"nothing of this file was read")
}

// syntaxHint is the way out of the slips that people make most.
func syntaxHint(msg string) string {
	for _, slip := range []struct{ part, hint string }{
		{"character '\t'", "indent with spaces, not with tabs; "},
		{"mapping value is not allowed", "put a text that holds a colon and a space in quotes; "},
		{"is a reserved character", "put a text that begins with it in quotes; "},
		{"could not find end character", "a quote is opened here and never closed; "},
		{"'%'", "put a text that begins with % in quotes; "},
	} {
		if strings.Contains(msg, slip.part) {
			return slip.hint
		}
	}
	return ""
}

// within reports whether the tokens keep the limits of a ledger, so that the parser, which is recursive, can survive them.
func (y *yamlReader) within(tokens token.Tokens) bool {
	stop := func(t *token.Token, hint, format string, args ...any) bool {
		y.d.fail(y.pos(t), "syntax", fmt.Sprintf(format, args...), hint)
		return false
	}
	var nest nesting
	documents := 0
	for i, t := range tokens {
		switch t.Type {
		case token.DocumentHeaderType:
			if documents++; documents > maxYAMLDocuments {
				return stop(t, "write them as one", "more than %d documents in one file", maxYAMLDocuments)
			}
			nest = nesting{}
		case token.MappingKeyType:
			return stop(t, "write key: value", "keys after a question mark are not used in a ledger")
		case token.DirectiveType:
			return stop(t, "remove the line", "directives are not used in a ledger")
		case token.MappingStartType, token.SequenceStartType:
			nest.open()
		case token.MappingEndType, token.SequenceEndType:
			nest.close()
		case token.SequenceEntryType:
			nest.entry(t.Position.Column)
		case token.MappingValueType:
			if i > 0 {
				nest.key(tokens[i-1].Position.Column)
			}
		}
		if nest.depth() > maxYAMLDepth {
			return stop(t, "a ledger needs five", "nested deeper than %d levels", maxYAMLDepth)
		}
		if nest.keys() > maxYAMLKeys {
			return stop(t, "begin each entry of a list with a dash", "more than %d keys in one mapping", maxYAMLKeys)
		}
	}
	return true
}

// nesting follows how deep the tokens of a YAML file are nested: in blocks, told by their columns, and in brackets.
type nesting struct {
	levels []level
}

type level struct {
	column int // of a block; 0 for brackets
	keys   int
}

func (n *nesting) depth() int { return len(n.levels) }

func (n *nesting) keys() int {
	if len(n.levels) == 0 {
		return 0
	}
	return n.levels[len(n.levels)-1].keys
}

func (n *nesting) open() { n.levels = append(n.levels, level{}) }

func (n *nesting) close() {
	if n.inBrackets() {
		n.levels = n.levels[:len(n.levels)-1]
	}
}

func (n *nesting) inBrackets() bool {
	return len(n.levels) > 0 && n.levels[len(n.levels)-1].column == 0
}

// leave ends the blocks that begin right of a column.
func (n *nesting) leave(column int) {
	for len(n.levels) > 0 && n.levels[len(n.levels)-1].column > column {
		n.levels = n.levels[:len(n.levels)-1]
	}
}

func (n *nesting) entry(column int) {
	if n.inBrackets() {
		return
	}
	n.leave(column)
	if len(n.levels) == 0 || n.levels[len(n.levels)-1].column < column {
		n.levels = append(n.levels, level{column: column})
	}
}

func (n *nesting) key(column int) {
	if !n.inBrackets() {
		n.entry(column)
	}
	n.levels[len(n.levels)-1].keys++
}

func (y *yamlReader) pos(t *token.Token) Pos {
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
func (y *yamlReader) node(n ast.Node) *node {
	out := &node{pos: y.pos(n.GetToken())}
	refuse := func(what, hint string) {
		out.shape = refused
		y.d.fail(out.pos, "syntax", what+" are not used in a ledger", hint)
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		out.shape = mapping
		for _, v := range n.Values {
			y.field(out, v)
		}
	case *ast.MappingValueNode:
		out.shape = mapping
		y.field(out, n)
	case *ast.SequenceNode:
		out.shape = list
		for _, v := range n.Values {
			out.items = append(out.items, y.node(v))
		}
	case *ast.LiteralNode:
		out.shape, out.text = scalar, clean(n.Value.Value)
	case *ast.StringNode:
		out.shape, out.text = scalar, clean(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.shape, out.text = scalar, clean(n.GetToken().Value) // as written: 1.10 stays 1.10
	case *ast.TagNode:
		refuse("tags", "remove "+quote(n.Start.Value)+"; quote a text that begins with !")
	case *ast.AnchorNode:
		refuse("anchors", "remove the anchor; quote a text that begins with &")
	case *ast.AliasNode:
		refuse("aliases", "write the value out; quote a text that begins with *")
	default:
		refuse(fmt.Sprintf("%s values", strings.ToLower(n.Type().String())), "")
	}
	if out.shape == mapping && len(out.fields) > 0 {
		out.pos = out.fields[0].pos
	}
	return out
}

func (y *yamlReader) field(out *node, v *ast.MappingValueNode) {
	pos := y.pos(v.Key.GetToken())
	if v.Key.IsMergeKey() {
		y.d.fail(pos, "syntax", "merge keys are not used in a ledger", "write the fields out")
		return
	}
	val := &node{pos: pos}
	if v.Value != nil {
		val = y.node(v.Value)
	}
	key := v.Key.GetToken().Value
	y.d.scalarsNotDamaged(val, key)
	out.fields = append(out.fields, field{key: key, pos: pos, val: val})
}
