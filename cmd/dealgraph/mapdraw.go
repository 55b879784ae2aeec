package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/graphviz"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
	"dealgraph/render/svg"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func runMap(ctx context.Context, o *mapOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	drawing, err := o.drawing()
	if err != nil {
		return err
	}
	b, err := o.build(ctx)
	if err != nil {
		return o.explained(err)
	}
	for _, w := range b.warnings {
		fmt.Fprintln(o.err, "warning: "+plain(w.Error()))
	}
	if o.maxParties > mostForced && len(b.one.Nodes) == mostForced {
		fmt.Fprintf(o.err, "warning: more than %d parties are too many for Graphviz: the largest are drawn\n", mostForced)
	}
	matrix, beside, err := o.matrix(ctx)
	if err != nil {
		return o.explained(err)
	}
	err = o.output.render(o.streams, func(w io.Writer, format string) error {
		data, err := o.draw(ctx, b, drawing, format)
		if err != nil {
			return o.explained(err)
		}
		_, err = w.Write(data)
		return err
	})
	if err != nil || matrix == nil {
		return err
	}
	if err := replaceFile(beside, matrix); err != nil {
		return err
	}
	fmt.Fprintf(o.err, "Who pays whom among the %d largest parties is in %s too, as a matrix.\n", matrixParties, beside)
	return nil
}

// drawing are the options of the drawing.
func (o *mapOptions) drawing() (svg.Options, error) {
	out := svg.Options{Theme: sheet.Theme(o.picture.theme)}
	if o.layout == "" {
		return out, nil
	}
	var err error
	out.Layout, err = readLayout(o.layout)
	return out, err
}

// explained says what to do about an error of drawing.
func (o *mapOptions) explained(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("draw map: not done after %s: draw fewer parties (--max-parties) or wait longer (--timeout)", o.timeout)
	case errors.Is(err, graphviz.ErrTooLarge):
		return fmt.Errorf("%w: draw fewer parties (--max-parties)", err)
	}
	return err
}

// record says inside the file where a figure comes from.
func (b *builtMap) record(cmd *cobra.Command, said ...any) (string, error) {
	days := b.networks[len(b.networks)-1].View.AsOf.String()
	return figureRecord{Ledger: b.ledger.Hash, Stamp: b.stamp, AsOf: days}.record(cmd, nil, said...)
}

// draw draws the map in a format.
func (o *mapOptions) draw(ctx context.Context, b *builtMap, drawing svg.Options, format string) ([]byte, error) {
	if format == "html" {
		return o.page(ctx, b, drawing)
	}
	record, err := b.record(o.command, b.figure())
	if err != nil {
		return nil, err
	}
	drawing.Metadata = record
	switch format {
	case "json":
		return o.scene(ctx, b, drawing)
	case "dot":
		return o.dot(ctx, b, drawing)
	}
	var picture []byte
	var warnings []error
	if b.several != nil {
		picture, warnings, err = svg.Panels(ctx, *b.several, drawing)
	} else {
		picture, warnings, err = svg.Map(ctx, b.one, drawing)
	}
	if err != nil {
		return nil, err
	}
	o.warn(warnings)
	return o.picture.convert(o.global, picture, format, record)
}

// warn prints what could not be drawn as it should be: of small maps, where names leave little room for amounts, only how
// much that is.
func (o *mapOptions) warn(warnings []error) {
	if n := len(warnings); o.panels() > 1 && n > 0 {
		fmt.Fprintf(o.err, "warning: on the small maps %s not find room; pointing at an arrow tells its amount\n", view.Plural(n, "amount or name did", "amounts or names did"))
		return
	}
	const most = 8
	for _, w := range warnings[:min(most, len(warnings))] {
		fmt.Fprintln(o.err, "warning: "+plain(w.Error()))
	}
	if more := len(warnings) - most; more > 0 {
		fmt.Fprintf(o.err, "warning: and %d more of that kind; --format json lists all\n", more)
	}
}

// mapScene is a map in JSON: what it shows, and where.
type mapScene struct {
	Figure figure.Map    `json:"figure"`
	Layout *place.Layout `json:"layout"`
	Scene  *place.Scene  `json:"scene"`
}

// scene writes the figure and its places.
func (o *mapOptions) scene(ctx context.Context, b *builtMap, drawing svg.Options) ([]byte, error) {
	r := report{Command: "map", LedgerHash: b.ledger.Hash, Stamp: b.stamp, View: showView(b.networks), Result: b.several}
	if b.several == nil {
		scene, drawn, err := svg.Place(ctx, b.one, drawing)
		if err != nil {
			return nil, err
		}
		r.Warnings = append(b.warnings, scene.Warnings...)
		r.Result = mapScene{drawn, scene.Layout(&drawn), scene}
	}
	var out bytes.Buffer
	err := writeEnvelope(&out, r)
	return out.Bytes(), err
}

// dot writes the map for Graphviz: neato -n2 draws it as it is.
func (o *mapOptions) dot(ctx context.Context, b *builtMap, drawing svg.Options) ([]byte, error) {
	if b.several != nil {
		return nil, usagef("map: small maps are no graph: choose one date and one basis for .dot")
	}
	scene, drawn, err := svg.Place(ctx, b.one, drawing)
	if err != nil {
		return nil, err
	}
	o.warn(scene.Warnings)
	return svg.DOT(&drawn, scene, drawing.Metadata), nil
}

// matrix draws, for a map of more parties than one can read, who pays whom as chart matrix does, and says where it goes: beside
// the map. It is nil where it cannot be: beside a map that goes to standard output, and of a ledger that came from standard input.
func (o *mapOptions) matrix(ctx context.Context) (picture []byte, path string, err error) {
	if o.maxParties <= mostParties || o.panels() > 1 {
		return nil, "", nil
	}
	if o.output.toStdout() || o.ledger == "-" {
		fmt.Fprintln(o.err, "With -o FILE, and a ledger that is a file, who pays whom is written beside the map as a matrix.")
		return nil, "", nil
	}
	path = strings.TrimSuffix(o.output.path, filepath.Ext(o.output.path)) + "-matrix.svg"
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, "", fmt.Errorf("%s, where the matrix beside the map goes, is a folder: name another file for the map", path)
	}
	args := []string{
		"chart", "matrix", "--ledger=" + o.ledger, "--max-parties=" + fmt.Sprint(matrixParties), "--theme=" + o.picture.theme, "--format=svg",
		"--title=Who pays whom: the " + fmt.Sprint(matrixParties) + " largest parties",
	}
	o.command.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(viewFlagNames, f.Name) {
			args = append(args, "--"+f.Name+"="+flagText(f.Value))
		}
	})
	var out bytes.Buffer
	s := o.streams
	s.out, s.err, s.outTTY = &out, io.Discard, false
	root := newRoot(s)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return nil, "", fmt.Errorf("draw the matrix beside the map: %w", err)
	}
	return out.Bytes(), path, nil
}

// matrixParties is how many parties the matrix beside a map has.
const matrixParties = 100

// shockResult reads the result of the command shock from a file.
func shockResult(data []byte) (view.Shock, chartResult, error) {
	var r chartResult
	if err := json.Unmarshal(data, &r); err != nil {
		return view.Shock{}, r, err
	}
	return only[view.Shock]([]chartResult{r}, "shock")
}
