package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"dealgraph/render/chart"
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/svg"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A chartKind is a chart that can be drawn: of which results, and how. It works from the JSON of the results, so that one made
// on the spot and one read from a file are drawn alike.
type chartKind struct {
	name    string   // of the chart
	of      string   // the command whose result it shows
	also    []string // other commands whose results it can show with it
	use     string   // of its arguments: "PARTY"
	short   string
	long    string
	example string
	// command is the command, in whose place the chart is drawn.
	command func(s streams) *cobra.Command
	// without are flags of the command that change nothing in the chart.
	without []string
	// figure makes the figure of one or more results.
	figure func(c *chartRun, results []chartResult) (figure.Figure, error)
}

// chartResult is the result of a command, in JSON, with what stands around it.
type chartResult struct {
	Schema   string          `json:"schema"`
	Ledger   string          `json:"ledger_hash"`
	View     shownView       `json:"view"`
	Stamp    string          `json:"stamp"`
	Warnings []string        `json:"warnings"`
	Result   json.RawMessage `json:"result"`
}

// chartRun is one run of a chart command.
type chartRun struct {
	kind    *chartKind
	cmd     *cobra.Command
	args    []string
	output  *outputFlags
	picture pictureFlags
	title   string
	from    []string
	parties int             // of a matrix: at most
	rows    int             // of a timeline: at most
	reports []report        // of the command
	given   figure.Figure   // made from more than a result, if it is
	ctx     context.Context // of the command
}

// chartFormats are those of a picture, and the figure itself.
func chartFormats() []format {
	return append(pictureFormats(), format{name: "json", meaning: "the figure as plain values", extensions: []string{".json"}})
}

func (c *chartRun) bind(cmd *cobra.Command, o *outputFlags) {
	c.cmd, c.output = cmd, o
	f := cmd.Flags()
	f.StringVar(&c.title, "title", "", "the headline of the chart")
	f.StringArrayVar(&c.from, "saved", nil, "draw a saved result: a `FILE` that "+c.kind.of+" --format json wrote")
	noFiles(cmd, "title")
	c.picture.bind(cmd)
}

func newChart(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chart NAME",
		Short: "Draw a chart of a result: who depends on whom, what goes round, what is due when",
		Long: `Draw a chart of the result of a command. A chart takes the flags of the command
whose result it shows, and draws a saved result with --saved FILE.json.`,
		Example: `  dealgraph chart cycles -l example:ai --top 6 -o rings.svg
  dealgraph chart exposure openai -l example:ai --basis signed -o exposure.svg
  dealgraph shock openai -l example:ai --pay 50% --format json -o half.json
  dealgraph chart losses --saved half.json -o losses.png`,
		Args: func(cmd *cobra.Command, args []string) error {
			var names []string
			for _, c := range cmd.Commands() {
				names = append(names, c.Name())
			}
			if len(args) == 0 {
				return usagef("chart needs the name of a chart: %s", strings.Join(names, ", "))
			}
			return usagef("there is no chart %q%s; use %s", args[0], didYouMean(args[0], names, "%q"), strings.Join(names, ", "))
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args has said what is missing
	}
	for _, kind := range chartKinds() {
		cmd.AddCommand(newChartOf(s, &kind))
	}
	return cmd
}

// newChartOf makes the command that draws one kind of chart out of the command whose result it shows.
func newChartOf(s streams, kind *chartKind) *cobra.Command {
	run := &chartRun{kind: kind}
	s.chart = run
	cmd := kind.command(s)
	cmd.Use = strings.TrimSpace(kind.name + " " + kind.use)
	cmd.Short, cmd.Long, cmd.Example = kind.short, kind.long, kind.example
	cmd.Aliases = nil
	run.narrow(cmd)
	args, live := cmd.Args, cmd.RunE
	cmd.Args = func(cmd *cobra.Command, given []string) error {
		if len(run.from) > 0 {
			if len(given) > 0 {
				return usagef("chart %s: with --saved, the file says what is drawn; leave %s away", kind.name, strings.Join(given, " "))
			}
			return nil
		}
		if args == nil {
			return nil
		}
		return args(cmd, given)
	}
	cmd.RunE = func(cmd *cobra.Command, given []string) error {
		run.args, run.ctx = given, cmd.Context()
		if err := run.check(cmd); err != nil {
			return err
		}
		if len(run.from) > 0 {
			return run.saved(globals(cmd, s))
		}
		if err := live(cmd, given); err != nil {
			return err
		}
		return run.finish(globals(cmd, s), nil)
	}
	return cmd
}

// narrow hides what the chart does not show, and adds what only the chart has.
func (c *chartRun) narrow(cmd *cobra.Command) {
	f := cmd.Flags()
	for _, name := range c.kind.without {
		if err := f.MarkHidden(name); err != nil {
			panic(err) // the list names a flag that the command does not have
		}
	}
	switch c.kind.name {
	case "timeline":
		f.IntVar(&c.rows, "max-deals", 30, "draw at most this many deals, the largest")
	case "cycles":
		top := f.Lookup("top")
		top.DefValue, top.Usage = fmt.Sprint(defaultRings), fmt.Sprintf("draw this many, %d at most", mostRings)
		if err := top.Value.Set(top.DefValue); err != nil {
			panic(err)
		}
	}
}

const defaultRings, mostRings = 6, 12

// check refuses flags that would change nothing: those that the chart does not show and, of a saved result, all that say what is
// computed.
func (c *chartRun) check(cmd *cobra.Command) error {
	for _, name := range c.kind.without {
		if f := cmd.Flags().Lookup(name); f.Changed && f.Value.String() != "clearing" { // the one model that is drawn
			return usagef("chart %s: --%s is not shown in the chart", c.kind.name, name)
		}
	}
	looks := append([]string{"title", "max-parties", "max-deals"}, lookFlags...)
	var idle []string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(looks, f.Name) && len(c.from) > 0 {
			idle = append(idle, "--"+f.Name)
		}
	})
	if len(idle) > 0 {
		return usagef("chart %s: with --saved, the file says what is drawn; leave %s away", c.kind.name, strings.Join(idle, ", "))
	}
	return c.picture.check()
}

// maxResultFile is how large a saved result may be.
const maxResultFile = 256 << 20

// saved draws results from files.
func (c *chartRun) saved(g global) error {
	var results []chartResult
	for _, path := range c.from {
		data, err := readCapped(path, maxResultFile)
		if err != nil {
			return err
		}
		var r chartResult
		switch err := json.Unmarshal(data, &r); {
		case err != nil || !strings.HasPrefix(r.Schema, "dealgraph/") || len(r.Result) == 0:
			return fmt.Errorf("--saved %s: it is no result; write one with dealgraph %s --format json", path, c.kind.of)
		}
		if first := append(results, r)[0]; r.Ledger != first.Ledger || !reflect.DeepEqual(r.View, first.View) {
			return fmt.Errorf("--saved %s: it is of another ledger or view than %s: a chart shows one", path, c.from[0])
		}
		results = append(results, r)
	}
	if most := max(1, len(c.kind.also)+1); len(results) > most {
		return usagef("chart %s takes %s at most", c.kind.name, view.Plural(most, "saved result", "saved results"))
	}
	return c.finish(g, results)
}

// finish draws the figure of the reports that the command made, or of saved results.
func (c *chartRun) finish(g global, results []chartResult) error {
	source := ""
	if results == nil {
		source = "Source: " + filepath.Base(g.ledger) + ". "
		for _, r := range c.reports {
			one, err := asResult(r)
			if err != nil {
				return err
			}
			results = append(results, one)
		}
	}
	if len(results) == 0 {
		return errors.New("there is nothing to draw")
	}
	fig := c.given
	if fig == nil {
		var err error
		if fig, err = c.kind.figure(c, results); err != nil {
			return fmt.Errorf("chart %s: %w", c.kind.name, err)
		}
	}
	last := results[len(results)-1]
	if first := results[0].View.AsOf; len(c.reports) > 1 && first != last.View.AsOf {
		last.Stamp = strings.Replace(last.Stamp, "as-of="+last.View.AsOf, "as-of="+first+".."+last.View.AsOf, 1)
	}
	fig = framed(fig, source+last.Stamp, last.Warnings)
	return c.output.render(g.streams, func(w io.Writer, format string) error {
		data, err := c.draw(g, fig, last, format)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
}

// asResult is what a report would be if it were written to a file and read again.
func asResult(r report) (chartResult, error) {
	var b bytes.Buffer
	if err := writeEnvelope(&b, r); err != nil {
		return chartResult{}, err
	}
	var out chartResult
	err := json.Unmarshal(b.Bytes(), &out)
	return out, err
}

// framed puts the source under a figure, and the warnings that it does not tell itself.
func framed(f figure.Figure, source string, warnings []string) figure.Figure {
	words := f.Words()
	words.Source = source
	for _, w := range warnings {
		if !slices.Contains(words.Notes, w) {
			words.Notes = append(slices.Clone(words.Notes), w)
		}
	}
	return figure.Reworded(f, words)
}

// draw draws a figure in a format.
func (c *chartRun) draw(g global, f figure.Figure, from chartResult, format string) ([]byte, error) {
	record, err := figureRecord{Ledger: from.Ledger, Stamp: from.Stamp, AsOf: from.View.AsOf, Saved: len(c.from) > 0}.record(c.cmd, c.args, f)
	if err != nil {
		return nil, err
	}
	if format == "json" {
		var b bytes.Buffer
		err := writeEnvelope(&b, report{Command: "chart-" + c.kind.name, LedgerHash: from.Ledger, Stamp: from.Stamp, View: from.View, Result: f})
		return b.Bytes(), err
	}
	theme := sheet.Theme(c.picture.theme)
	var picture []byte
	if rings, ok := f.(figure.Panels); ok {
		var warnings []error
		picture, warnings, err = svg.Panels(c.ctx, rings, svg.Options{Theme: theme, Metadata: record})
		for _, w := range warnings {
			fmt.Fprintln(g.err, "warning: "+plain(w.Error()))
		}
	} else {
		picture, err = chart.Draw(f, chart.Options{Theme: theme, Metadata: record})
	}
	if err != nil {
		return nil, err
	}
	return c.picture.convert(g, picture, format, record)
}
