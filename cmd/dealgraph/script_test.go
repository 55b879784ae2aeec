package main

import (
	"flag"
	"testing"

	"dealgraph/render/graphviz"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output: scripts, goldens, the README")

// TestMain lets the test binary be the command dealgraph, for the scripts.
func TestMain(m *testing.M) {
	graphviz.Worker()
	testscript.Main(m, map[string]func(){"dealgraph": main})
}

// TestScript runs testdata/script/*.txtar; go doc testscript has the language.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
	})
}
