package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"strings"
	"testing"

	"dealgraph/deals/exchange"
	"dealgraph/render/graphviz"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output: scripts, goldens, the README")

// TestMain lets the test binary be the command dealgraph, for the scripts.
func TestMain(m *testing.M) {
	graphviz.Worker()
	exchange.Worker()
	testscript.Main(m, map[string]func(){"dealgraph": main})
}

// TestScript runs testdata/script/*.txtar; go doc testscript has the language.
func TestScript(t *testing.T) {
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"steady":     steadyOutput,
		"wellformed": wellFormed,
		"samelayout": sameLayout,
	}
	maps.Copy(commands, workbookCommands())
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup:               warmCache,
		Cmds:                commands,
	})
}

// warmCache lets the workers that draw share what they compiled, and commands that look for races end without waiting a second
// each, as they else do.
func warmCache(env *testscript.Env) error {
	env.Setenv("GORACE", "atexit_sleep_ms=0")
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil // every worker compiles for itself
	}
	env.Setenv("XDG_CACHE_HOME", dir)
	return nil
}

// steadyOutput writes what the last command wrote to a file, without the version of the program, which differs from build
// to build.
func steadyOutput(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: steady FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(steady(ts.ReadFile("stdout"))), 0o644))
}

// wellFormed checks that a file is XML in which no id stands twice.
func wellFormed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: wellformed FILE")
	}
	ids := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		ts.Check(err)
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range element.Attr {
			if a.Name.Local == "id" && ids[a.Value] {
				ts.Fatalf("%s: the id %q stands twice", args[0], a.Value)
			}
			if a.Name.Local == "id" {
				ids[a.Value] = true
			}
		}
	}
}

// sameLayout checks that so many parties are in two maps, each at the same place, seen from the upper left corner of the map.
func sameLayout(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: samelayout OLD NEW COUNT")
	}
	before, err := layoutOf([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	after, err := layoutOf([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	same := 0
	for id, p := range before.At {
		q, ok := after.At[id]
		if !ok {
			continue
		}
		same++
		if p.X != q.X || math.Abs((before.Height-p.Y)-(after.Height-q.Y)) > 0.006 {
			ts.Fatalf("%s stands at %v in %s and at %v in %s", id, p, args[0], q, args[1])
		}
	}
	if fmt.Sprint(same) != args[2] {
		ts.Fatalf("%d parties are in both maps, want %s", same, args[2])
	}
}
