package main

import (
	"context"
	"runtime"
	"runtime/debug"

	"dealgraph/render/table"

	"github.com/spf13/cobra"
)

// toolVersion returns the version this program was built from: a tag, a
// pseudo-version with the commit, or "(devel)".
func toolVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

type versionOptions struct {
	global
	output outputFlags
}

func newVersion(s streams, runF func(context.Context, *versionOptions) error) *cobra.Command {
	o := &versionOptions{}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which version this is and what it is made of",
		Long: `Say which version this is and what it is made of.

The version of the embedded Graphviz decides how maps look, so it belongs to
every picture that others should be able to make again.`,
		Example: "  dealgraph version --format json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			return runF(cmd.Context(), o)
		},
	}
	o.output.bind(cmd, s)
	return cmd
}

func runVersion(_ context.Context, o *versionOptions) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	result := describeBuild(info)
	return o.output.write(o.streams, report{
		Command: "version",
		Result:  result,
		Tables:  []table.Table{result.table()},
	})
}

// build says what the program is made of.
type build struct {
	Version  string   `json:"version"`
	Go       string   `json:"go"`
	Platform string   `json:"platform"`
	Graphviz string   `json:"graphviz"` // the C program inside go-graphviz; "unknown" if its version has not been looked up
	Modules  []module `json:"modules"`  // every library in the program, by path
}

type module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

func describeBuild(info *debug.BuildInfo) build {
	b := build{
		Version:  toolVersion(),
		Go:       runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Graphviz: "unknown",
		Modules:  []module{},
	}
	for _, dep := range info.Deps { // in the order of their paths
		if dep.Replace != nil {
			dep = dep.Replace
		}
		b.Modules = append(b.Modules, module{dep.Path, dep.Version})
		if dep.Path == "github.com/goccy/go-graphviz" {
			b.Graphviz = graphvizInside(dep.Version)
		}
	}
	return b
}

// graphvizInside returns the version of Graphviz that a version of go-graphviz
// embeds. The library does not say; it was read from the drawings it makes.
func graphvizInside(goGraphviz string) string {
	switch goGraphviz {
	case "v0.2.9", "v0.2.10":
		return "12.1.2"
	}
	return "unknown"
}

func (b build) table() table.Table {
	t := table.Table{Columns: []table.Column{{Name: "part"}, {Name: "version"}}}
	row := func(part, version string) {
		t.Rows = append(t.Rows, []table.Cell{{Text: part}, {Text: version}})
	}
	row("dealgraph", b.Version)
	row("platform", b.Platform)
	row("go", b.Go)
	row("graphviz", b.Graphviz)
	for _, m := range b.Modules {
		row(m.Path, m.Version)
	}
	return t
}
