package assumptions

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dealgraph/deals"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/unicode/norm"
)

// Limits of a file. The parser, which is recursive and takes quadratic time on many keys, survives what keeps them.
const (
	maxBytes  = 256 << 10
	maxDepth  = 10
	maxKeys   = 8000 // and values in lists
	maxErrors = 100
)

type shape int

const (
	nothing shape = iota
	scalar
	list
	mapping
	refused // it was reported already
)

func (s shape) String() string {
	return [...]string{"nothing", "a value", "a list", "a mapping", "what cannot be read"}[s]
}

// node is a part of the file.
type node struct {
	shape  shape
	pos    deals.Pos
	text   string
	items  []*node
	fields []field
}

type field struct {
	key string
	pos deals.Pos
	val *node
}

// find is the value under a key; nil when there is none.
func (n *node) find(key string) *node {
	for _, f := range n.fields {
		if f.key == key {
			return f.val
		}
	}
	return nil
}

// source is a file that is being read, and all that is wrong with it.
type source struct {
	name  string
	lines []string
	errs  []*deals.Error
	more  int // beyond the most that are kept
}

// code is the kind of error that a place in a file of assumptions has.
const code = "assumption"

func (f *source) fail(pos deals.Pos, hint, format string, args ...any) {
	if len(f.errs) >= maxErrors {
		f.more++
		return
	}
	f.errs = append(f.errs, &deals.Error{Pos: pos, Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint, Line: f.line(pos)})
}

func (f *source) line(pos deals.Pos) string {
	if pos.Line < 1 || pos.Line > len(f.lines) {
		return ""
	}
	return f.lines[pos.Line-1]
}

// err is all that is wrong, in the order of the file; nil if nothing is.
func (f *source) err() error {
	if len(f.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(f.errs, func(a, b *deals.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	if f.more > 0 {
		f.errs = append(f.errs, &deals.Error{Pos: deals.Pos{File: f.name}, Code: code, Msg: fmt.Sprintf("%d more errors are not listed", f.more), Hint: "mend the first ones, then read again", More: f.more - 1})
	}
	return &deals.ErrorList{Errors: f.errs}
}

// parse makes a tree of the file; nil when it cannot be read or says nothing.
func (f *source) parse(data []byte) *node {
	start := deals.Pos{File: f.name}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > maxBytes:
		f.fail(start, "", "the file is larger than %d KB, which is more than a file of assumptions needs", maxBytes>>10)
		return nil
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		f.fail(start, "save it as UTF-8", "the file is not text in UTF-8")
		return nil
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	f.lines = strings.Split(text, "\n")
	tokens := lexer.Tokenize(text)
	if !f.within(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey()) // we report them, all of them
	if err != nil {
		f.syntax(err)
		return nil
	}
	var body *node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		n := f.node(doc.Body)
		if body != nil {
			f.fail(n.pos, "write them as one", "a second document begins here")
			break
		}
		body = n
	}
	return body
}

func (f *source) syntax(err error) {
	pos, msg := deals.Pos{File: f.name}, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		msg = e.GetMessage()
		if t := e.GetToken(); t != nil {
			pos = f.pos(t)
		}
	}
	first, _, _ := strings.Cut(msg, "\n")
	hint := "nothing of this file was read"
	switch {
	case strings.Contains(first, "character '\t'"):
		hint = "indent with spaces, not with tabs; " + hint
	case strings.Contains(first, "mapping value is not allowed"):
		hint = "put a text that holds a colon and a space in quotes; " + hint
	}
	f.fail(pos, hint, "not valid YAML: %s", strings.TrimSpace(first))
}

// within reports whether the tokens keep the limits.
func (f *source) within(tokens token.Tokens) bool {
	stop := func(t *token.Token, hint, format string, args ...any) bool {
		f.fail(f.pos(t), hint, format, args...)
		return false
	}
	var blocks []int // columns
	brackets, keys := 0, 0
	open := func(column int) {
		for len(blocks) > 0 && blocks[len(blocks)-1] > column {
			blocks = blocks[:len(blocks)-1]
		}
		if len(blocks) == 0 || blocks[len(blocks)-1] < column {
			blocks = append(blocks, column)
		}
	}
	for i, t := range tokens {
		switch t.Type {
		case token.MappingKeyType:
			return stop(t, "write key: value", "keys after a question mark are not used here")
		case token.DirectiveType:
			return stop(t, "remove the line", "directives are not used here")
		case token.MappingStartType, token.SequenceStartType:
			brackets++
		case token.MappingEndType, token.SequenceEndType:
			brackets = max(0, brackets-1)
		case token.CollectEntryType:
			keys++
		case token.SequenceEntryType:
			keys++
			open(t.Position.Column)
		case token.MappingValueType:
			keys++
			if i > 0 && brackets == 0 {
				open(tokens[i-1].Position.Column)
			}
		}
		if brackets+len(blocks) > maxDepth {
			return stop(t, "a file of assumptions needs four", "nested deeper than %d levels", maxDepth)
		}
		if keys > maxKeys {
			return stop(t, "", "more than %d values", maxKeys)
		}
	}
	return true
}

func (f *source) pos(t *token.Token) deals.Pos {
	if t == nil || t.Position == nil {
		return deals.Pos{File: f.name}
	}
	return deals.Pos{File: f.name, Line: t.Position.Line, Col: f.byteColumn(t.Position.Line, t.Position.Column)}
}

// byteColumn turns the parser's column, counted in characters, into one counted in bytes.
func (f *source) byteColumn(line, col int) int {
	if line < 1 || line > len(f.lines) {
		return col
	}
	s, at := f.lines[line-1], 0
	for i := 1; i < col && at < len(s); i++ {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at + 1
}

// node turns the parser's tree into ours and refuses what a file of assumptions has no use for.
func (f *source) node(n ast.Node) *node {
	out := &node{pos: f.pos(n.GetToken())}
	refuse := func(what, hint string) {
		out.shape = refused
		f.fail(out.pos, hint, "%s are not used here", what)
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		out.shape = mapping
		for _, v := range n.Values {
			f.field(out, v)
		}
	case *ast.MappingValueNode:
		out.shape = mapping
		f.field(out, n)
	case *ast.SequenceNode:
		out.shape = list
		for _, v := range n.Values {
			out.items = append(out.items, f.node(v))
		}
	case *ast.LiteralNode:
		out.shape, out.text = scalar, clean(n.Value.Value)
	case *ast.StringNode:
		out.shape, out.text = scalar, clean(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.shape, out.text = scalar, clean(n.GetToken().Value) // as written
	case *ast.TagNode:
		refuse("tags", "remove "+quote(n.Start.Value))
	case *ast.AnchorNode:
		refuse("anchors", "remove the anchor")
	case *ast.AliasNode:
		refuse("aliases", "write the value out")
	default:
		refuse(strings.ToLower(n.Type().String())+" values", "")
	}
	if out.shape == mapping && len(out.fields) > 0 {
		out.pos = out.fields[0].pos
	}
	if out.shape == scalar && out.text == "" {
		out.shape = nothing
	}
	return out
}

func (f *source) field(out *node, v *ast.MappingValueNode) {
	pos := f.pos(v.Key.GetToken())
	if v.Key.IsMergeKey() {
		f.fail(pos, "write the values out", "merge keys are not used here")
		return
	}
	val := &node{pos: pos}
	if v.Value != nil {
		val = f.node(v.Value)
	}
	out.fields = append(out.fields, field{key: clean(v.Key.GetToken().Value), pos: pos, val: val})
}

func clean(s string) string { return norm.NFC.String(strings.TrimSpace(s)) }
