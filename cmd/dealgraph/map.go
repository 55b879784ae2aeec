package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/graphviz"
	"dealgraph/render/sheet"
	"dealgraph/render/svg"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type mapOptions struct {
	global
	title      string
	maxParties int
	hops       int
	cycles     int
	maxLength  int
	theme      string
	timeout    time.Duration
	view       viewFlags
	output     outputFlags
}

func themeChoices() []choice {
	return []choice{{"light", "for paper and pages"}, {"dark", "for dark pages"}, {"auto", "as the reader's system is set"}}
}

func newMap(s streams, runF func(context.Context, *mapOptions) error) *cobra.Command {
	o := &mapOptions{theme: "light"}
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Draw the deal map: who pays whom, the strongest cycles picked out",
		Long: `Draw the deal map as SVG: parties as circles, deals as arrows from payer to payee.

The area of a circle is the party's valuation, the width of an arrow its amount,
its colour the kind of deal. Only a full stroke is a contract: what is announced,
proposed or rumoured is drawn hollow. The strongest cycles are numbered and in
full colour; the rest steps back. The legend says what is not drawn.

With --party the map is the neighbourhood of that party.`,
		Example: `  dealgraph map -l example:ai -o deals.svg
  dealgraph map -l example:ai --party openai --hops 1 --basis signed -o openai.svg
  dealgraph map -l example:ai --as-of 2025-12 --cycles 4 -o 2025.svg`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			switch {
			case o.view.basis == everyBasis:
				return usagef("map: --basis all needs one map for each basis; draw them one by one")
			case o.maxParties < 2 || o.maxParties > 150:
				return usagef("map: --max-parties must lie between 2 and 150")
			case o.cycles < 0 || o.cycles > 12:
				return usagef("map: --cycles must lie between 0 and 12")
			case o.hops < 1 || o.maxLength < 1:
				return usagef("map: --hops and --max-length must be at least 1")
			case cmd.Flags().Changed("hops") && len(o.view.parties) == 0:
				return usagef("map: --hops needs --party")
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.title, "title", "", "the headline of the map")
	f.IntVar(&o.maxParties, "max-parties", 24, "draw at most this many parties: those of the cycles and the largest")
	f.IntVar(&o.hops, "hops", 1, "with --party: how many steps away a party may be")
	f.IntVar(&o.cycles, "cycles", 6, "pick out this many cycles, the strongest")
	f.IntVar(&o.maxLength, "max-length", 6, "cycles of at most this many parties")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up drawing after this time")
	addEnum(cmd, f, &o.theme, "theme", "the colours", themeChoices())
	o.view.bind(cmd, s)
	o.output.bind(cmd, format{name: "svg", meaning: "a picture for notes and pages", extensions: []string{".svg"}})
	return cmd
}

func runMap(ctx context.Context, o *mapOptions) error {
	l, err := o.load()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	n, settings, err := o.network(l)
	if err != nil {
		return err
	}
	found, err := o.find(ctx, n, settings.Focus)
	if err != nil {
		return err
	}
	m := view.Map(n, found, settings)
	return o.output.render(o.streams, func(w io.Writer, _ string) error {
		picture, warnings, err := svg.Map(ctx, m, svg.Options{Theme: sheet.Theme(o.theme)})
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("draw map: not done after %s: draw fewer parties (--max-parties) or wait longer (--timeout)", o.timeout)
		}
		if errors.Is(err, graphviz.ErrTooLarge) {
			return fmt.Errorf("%w: draw fewer parties (--max-parties)", err)
		}
		if err != nil {
			return err
		}
		for _, warning := range warnings {
			fmt.Fprintln(o.err, "warning: "+plain(warning.Error()))
		}
		_, err = w.Write(picture)
		return err
	})
}

// network builds the network to draw. The parties of --party are the focus of a map, not a filter: deals among their
// neighbours belong to the neighbourhood.
func (o *mapOptions) network(l *deals.Ledger) (*graph.Network, view.MapOptions, error) {
	settings := view.MapOptions{Title: o.title, MaxParties: o.maxParties, Hops: o.hops, MaxCycles: cmp.Or(o.cycles, -1)}
	v, err := o.view.view()
	if err != nil {
		return nil, settings, err
	}
	v.Parties = nil
	n, err := buildNetwork(l, v)
	if err != nil {
		return nil, settings, err
	}
	for _, name := range o.view.parties {
		at, err := oneNode(l, n, name)
		if err != nil {
			return nil, settings, err
		}
		settings.Focus = append(settings.Focus, at)
	}
	settings.Source = "Source: " + filepath.Base(l.Name) + ". " + stamp(l, []*graph.Network{n})
	return n, settings, nil
}

// find finds the strongest cycles, or the strongest through the focus, for the map to pick from.
func (o *mapOptions) find(ctx context.Context, n *graph.Network, focus []graph.Node) (cycles.Result, error) {
	if o.cycles == 0 {
		return cycles.Result{}, nil
	}
	// more than are drawn, since not all of them may fit the map
	found, err := cycles.Find(ctx, n, cycles.Options{MaxLength: o.maxLength, Limit: 20 * o.cycles, Through: focus})
	if err != nil {
		return found, fmt.Errorf("find the cycles: %w", err)
	}
	return found, nil
}
