package main

import (
	"bytes"
	"fmt"
	"go/ast"
	gofmt "go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rooms says for each package which of our packages it may import. A name that
// ends in / stands for all packages below it; a package always may import those
// below itself. Imports run against the way of the data: ledger, network,
// analysis, picture, command.
var rooms = map[string][]string{
	"deals":             {},
	"deals/assumptions": {"deals"},
	"deals/check":       {"deals"},
	"deals/example":     {"deals"},
	"deals/exchange":    {"deals"},
	"deals/facts":       {"deals", "deals/assumptions"},
	"deals/schema":      {"deals", "deals/assumptions"},

	"graph":               {"deals"},
	"graph/cycles":        {"deals", "graph"},
	"graph/temporal":      {"deals", "graph"},
	"graph/breaking":      {"deals", "graph"},
	"graph/circulation":   {"deals", "graph"},
	"graph/throughflow":   {"deals", "graph"},
	"graph/control":       {"deals", "graph"},
	"graph/exposure":      {"deals", "graph"},
	"graph/clearing":      {"deals", "graph"},
	"graph/damped":        {},
	"graph/contagion":     {"deals", "graph", "graph/damped"},
	"graph/valuation":     {"deals", "graph", "graph/damped"},
	"graph/concentration": {"deals", "graph"},
	"graph/cashflow":      {"deals", "deals/assumptions", "graph"},
	"graph/capacity":      {"deals", "deals/assumptions", "graph"},
	"graph/ladder":        {"deals", "graph"},
	"graph/odds":          {"deals", "deals/assumptions", "graph", "graph/cashflow", "graph/clearing", "graph/scenario"}, // the one analysis that joins others
	"graph/change":        {"deals", "graph"},
	"graph/scenario":      {"deals", "graph"},
	"graph/nettest":       {"deals", "graph"},

	"render/figure":    {},
	"render/table":     {},
	"render/sarif":     {},
	"render/typeset":   {},
	"render/graphviz":  {},
	"render/place":     {"render/figure", "render/typeset"},
	"render/sheet":     {"render/figure", "render/typeset"},
	"render/svg":       {"render/figure", "render/place", "render/graphviz", "render/sheet", "render/typeset"},
	"render/chart":     {"render/figure", "render/sheet", "render/typeset"},
	"render/shapes":    {},
	"render/lettering": {"render/shapes"},
	"render/raster":    {"render/lettering", "render/shapes"},
	"render/pdf":       {"render/lettering", "render/shapes"},
	"render/view":      {"deals", "deals/assumptions", "deals/check", "deals/facts", "graph", "graph/", "render/figure", "render/sarif", "render/table"},
	"render/page":      {"deals", "graph", "graph/", "render/"},
	"render/note":      {"deals", "graph", "graph/", "render/"},

	"cmd/dealgraph": {"deals", "deals/", "graph", "graph/", "render/"},
}

// doors says which packages may import a library that must not spread.
var doors = map[string]string{
	"github.com/goccy/go-graphviz": "render/graphviz",
	"github.com/xuri/excelize/v2":  "deals/exchange",
	"codeberg.org/go-pdf/fpdf":     "render/pdf",
	"github.com/go-fonts":          "render/lettering",
	"github.com/spf13/cobra":       "cmd/dealgraph",
	"github.com/spf13/pflag":       "cmd/dealgraph",
}

// testsOnly are our packages that no shipped code may import.
var testsOnly = []string{"graph/nettest", "render/sheet/sheettest"}

// vague are package names that say nothing.
var vague = []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "shared"}

const modulePath = "dealgraph"

// wrongArrows returns what is wrong with the imports of a program, sorted.
// imports has for each package (by its folder) the paths that its files, other
// than tests, import.
func wrongArrows(imports map[string][]string) []string {
	var wrong []string
	for _, from := range slices.Sorted(maps.Keys(imports)) {
		room, known := roomOf(from)
		if !known {
			wrong = append(wrong, fmt.Sprintf("%s has no room: give it one in the list rooms", from))
		}
		if slices.Contains(vague, path.Base(from)) {
			wrong = append(wrong, fmt.Sprintf("%s has a name that says nothing", from))
		}
		for _, to := range imports[from] {
			if ours, ok := strings.CutPrefix(to, modulePath+"/"); ok {
				if known && !mayImport(room, ours) {
					wrong = append(wrong, fmt.Sprintf("%s imports %s", from, ours))
				}
				continue
			}
			for library, door := range doors {
				if within(to, library) && !within(from, door) {
					wrong = append(wrong, fmt.Sprintf("%s imports %s", from, to))
				}
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

// split are the packages below which each package is a room of its own.
var split = []string{"deals", "graph"}

// roomOf returns the room pkg is in: itself or the nearest above it.
func roomOf(pkg string) (string, bool) {
	for at := pkg; at != "." && (at == pkg || !slices.Contains(split, at)); at = path.Dir(at) {
		if _, ok := rooms[at]; ok {
			return at, true
		}
	}
	return "", false
}

// mayImport reports whether a package in room may import our package to.
func mayImport(room, to string) bool {
	if within(to, "cmd") || slices.Contains(testsOnly, to) {
		return false
	}
	if within(to, room) && !slices.Contains(split, room) {
		return true
	}
	return slices.ContainsFunc(rooms[room], func(allowed string) bool {
		return to == allowed || strings.HasSuffix(allowed, "/") && strings.HasPrefix(to, allowed)
	})
}

// within reports whether pkg is folder or below it.
func within(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, folder+"/")
}

func TestWrongArrows(t *testing.T) {
	tests := []struct {
		from, to string
		wrong    bool
	}{
		{"deals", "strings", false},
		{"deals", "dealgraph/graph", true},
		{"deals", "dealgraph/deals/check", true},
		{"deals/check", "dealgraph/deals", false},
		{"deals/check", "dealgraph/deals/example", true},
		{"graph", "dealgraph/deals", false},
		{"graph", "dealgraph/deals/check", true},
		{"graph", "dealgraph/graph/cycles", true},
		{"graph", "dealgraph/render/table", true},
		{"graph/cycles", "dealgraph/graph", false},
		{"graph/cycles", "dealgraph/graph/exposure", true},
		{"graph/cycles", "dealgraph/graph/nettest", true},
		{"graph/cycles", "dealgraph/render/figure", true},
		{"graph/scenario", "dealgraph/graph/clearing", true},
		{"render/figure", "dealgraph/deals", true},
		{"render/place", "dealgraph/render/figure", false},
		{"render/place", "dealgraph/render/graphviz", true},
		{"render/graphviz", "dealgraph/render/graphviz/guard", false},
		{"render/graphviz", "github.com/goccy/go-graphviz", false},
		{"render/graphviz", "github.com/goccy/go-graphviz/cgraph", false},
		{"render/graphviz/guard", "github.com/goccy/go-graphviz", false},
		{"render/svg", "github.com/goccy/go-graphviz", true},
		{"deals/exchange", "github.com/xuri/excelize/v2", false},
		{"cmd/dealgraph", "github.com/xuri/excelize/v2", true},
		{"render/svg", "dealgraph/render/place", false},
		{"render/svg", "dealgraph/render/view", true},
		{"render/table", "dealgraph/deals", true},
		{"render/view", "dealgraph/graph/cycles", false},
		{"render/view", "dealgraph/render/svg", true},
		{"render/page", "dealgraph/render/svg", false},
		{"render/page", "dealgraph/cmd/dealgraph", true},
		{"graph", "github.com/spf13/cobra", true},
		{"cmd/dealgraph", "github.com/spf13/cobra", false},
		{"cmd/dealgraph", "dealgraph/graph/cycles", false},
		{"cmd/dealgraph", "dealgraph/render/svg", false},
		{"cmd/dealgraph", "dealgraph/graph/nettest", true},
		{"graph/newcomer", "strings", true}, // it has no room
		{"render/svg/util", "strings", true},
		{"helpers", "strings", true},
	}
	for _, tt := range tests {
		got := wrongArrows(map[string][]string{tt.from: {tt.to}})
		if (len(got) > 0) != tt.wrong {
			t.Errorf("%s imports %s: %q, want something wrong: %t", tt.from, tt.to, got, tt.wrong)
		}
	}
	want := []string{"deals imports graph", "graph/cycles imports graph/exposure"}
	got := wrongArrows(map[string][]string{
		"graph/cycles": {"dealgraph/graph", "dealgraph/graph/exposure"},
		"deals":        {"dealgraph/graph"},
		"graph":        {"dealgraph/deals"},
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wrong arrows (-want +got):\n%s", diff)
	}
}

// source is a Go file of the module.
type source struct {
	path string // from the root, with slashes
	text []byte
	tree *ast.File
}

// sources parses every Go file of the module, in the order of their paths.
func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("this is not the module's cmd/dealgraph: %v", err)
	}
	var files []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != root && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		files = append(files, source{filepath.ToSlash(rel), text, tree})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// TestHouse holds the module to its rules: the way imports run, one form of
// formatting, and a comment that teaches each package.
func TestHouse(t *testing.T) {
	files := sources(t)
	imports := make(map[string][]string)
	taught := make(map[string]bool)
	for _, f := range files {
		if formatted, err := gofmt.Source(f.text); err != nil || !bytes.Equal(formatted, f.text) {
			t.Errorf("%s is not as gofmt writes it (%v)", f.path, err)
		}
		if isTest(f.path) {
			continue
		}
		pkg := path.Dir(f.path)
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
		for _, spec := range f.tree.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(imports[pkg], to) {
				imports[pkg] = append(imports[pkg], to)
			}
		}
		taught[pkg] = taught[pkg] || strings.TrimSpace(f.tree.Doc.Text()) != ""
	}
	for _, wrong := range wrongArrows(imports) {
		t.Error(wrong)
	}
	for _, pkg := range slices.Sorted(maps.Keys(taught)) {
		if !taught[pkg] {
			t.Errorf("%s has no package comment", pkg)
		}
	}
	if !slices.Contains(imports["cmd/dealgraph"], "github.com/spf13/cobra") {
		t.Error("the import list lacks what this package imports: it was read wrongly")
	}
}

// TestTopLevel keeps the first thing a visitor sees short. It asks git what belongs to the project: a map that somebody drew
// here, or what the compiler leaves behind when tests are profiled, does not.
func TestTopLevel(t *testing.T) {
	list := exec.CommandContext(t.Context(), "git", "ls-files")
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	if err != nil {
		t.Skipf("this is no clone, or git is missing: %v", err)
	}
	allowed := []string{"cmd", "deals", "docs", "graph", "render", "testdata", "go.mod", "go.sum", "README.md", "LICENSE"}
	seen := map[string]bool{}
	for name := range strings.Lines(string(out)) {
		name, _, _ = strings.Cut(strings.TrimSpace(name), "/")
		if !seen[name] && !strings.HasPrefix(name, ".") && !slices.Contains(allowed, name) {
			t.Errorf("%s is at the top level; it belongs into %v", name, allowed)
		}
		seen[name] = true
	}
	if !seen["go.mod"] {
		t.Error("the list of files lacks go.mod: it was read wrongly")
	}
}
