package deals_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestCodesAreInOrder(t *testing.T) {
	var names []string
	for _, c := range deals.Codes() {
		names = append(names, c.Name)
		if c.Meaning == "" || !c.Fails && !c.Warns {
			t.Errorf("code %q is not whole: %+v", c.Name, c)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("not in order, or one twice: %v", names)
	}
}

// Every code that the source of this package writes is in the list, and every message of the gallery has one of the list
// that says whether it fails or warns.
func TestCodesAreComplete(t *testing.T) {
	fails, warns := map[string]bool{}, map[string]bool{}
	for _, c := range deals.Codes() {
		fails[c.Name], warns[c.Name] = c.Fails, c.Warns
	}
	for _, w := range written(t) {
		if !fails[w.code] && !warns[w.code] || w.call == "warn" && !warns[w.code] || w.call != "warn" && !fails[w.code] {
			t.Errorf("%s gives the code %q, which Codes does not list so", w.call, w.code)
		}
	}
	seen := map[string]bool{}
	archives, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		l, err := deals.ReadFS(ledgerOf(a), "ledger")
		for _, e := range errorsOf(err) {
			seen[e.Code] = true
			if !fails[e.Code] {
				t.Errorf("%s: %v has the code %q, which fails nothing", name, e, e.Code)
			}
		}
		for _, e := range l.Warnings {
			seen[e.Code] = true
			if !warns[e.Code] {
				t.Errorf("%s: %v has the code %q, which warns of nothing", name, e, e.Code)
			}
		}
	}
	for _, c := range deals.Codes() {
		if !seen[c.Name] && c.Name != "size" && c.Name != "encoding" { // a gallery of texts cannot show these two
			t.Errorf("nothing in the gallery gives the code %s", c.Name)
		}
	}
}

type writtenCode struct{ call, code string }

// written are the codes that the calls of this package spell out.
func written(t *testing.T) []writtenCode {
	t.Helper()
	at := map[string]int{"fail": 1, "warn": 1, "cellFail": 1, "parsed": 2, "word": 2, "require": 1, "currency": 1, "dangling": 2}
	var out []writtenCode
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			fn := ""
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				fn = f.Sel.Name
			case *ast.Ident:
				fn = f.Name
			}
			i, ok := at[fn]
			if !ok || i >= len(call.Args) {
				return true
			}
			if lit, ok := call.Args[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				code, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, writtenCode{fn, code})
			}
			return true
		})
	}
	if len(out) < 80 {
		t.Errorf("found %d codes in the source, which has more", len(out))
	}
	return out
}
