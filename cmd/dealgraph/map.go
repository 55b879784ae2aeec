package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type mapOptions struct {
	global
	command    *cobra.Command
	title      string
	maxParties int
	force      bool
	hops       int
	cycles     int
	maxLength  int
	size       string
	highlight  string
	layout     string // a file
	language   string
	timeout    time.Duration
	buffer     bufferFlag
	view       viewFlags
	picture    pictureFlags
	output     outputFlags
}

const (
	mostParties = 150 // beyond, a map is a ball of wool
	mostForced  = 500 // beyond, Graphviz is not asked
	mostPanels  = 12
)

func sizeChoices() []choice {
	return []choice{
		{"valuation", "what the party is worth, by the ledger's facts"},
		{"exposure", "what others have at stake with it"},
		{"inflow", "the money it receives, or is promised, in the view"},
		{"buffer", "what it can lose, by the ledger's facts; see --buffer"},
	}
}

func languageChoices() []choice {
	return []choice{{"en", "English"}, {"zh", "Chinese, and the names of parties that the ledger has in Chinese"}}
}

func newMap(s streams, runF func(context.Context, *mapOptions) error) *cobra.Command {
	o := &mapOptions{size: "valuation", language: view.Languages()[0]}
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Draw the deal map: who pays whom, the strongest cycles picked out",
		Long: `Draw the deal map: parties as circles, deals as arrows from payer to payee.

The area of a circle is the party's valuation, or what --size says, the width of an
arrow its amount, its colour the kind of deal. Only a full stroke is a contract:
what is announced, proposed or rumoured is drawn hollow. The strongest cycles are
numbered and in full colour; the rest steps back. The legend says what is not
drawn, and what it is worth.

With --party the map is the neighbourhood of that party. --highlight picks out
something else than the cycles: party:ID all deals of a party, none nothing, and
shock:FILE paints the losses of a shock, from the JSON of the command shock, or a
command in quotes does, as 'shock openai --pay 50%'.

Several dates (--as-of 2023,2024,2025) or all bases (--basis all) give small maps
side by side, the same parties at the same places. --layout-from OLD.svg keeps
parties where an earlier map had them, so that two editions can be compared.

The format follows the file: .svg, .png, .pdf; .html is a page to explore, with
the dates on a slider and the bases on a switch; .dot draws in any Graphviz, and
.json has the figure and the place of everything in it. The picture says inside
its file where it comes from: dealgraph explain FILE tells whether it is still true.`,
		Example: `  dealgraph map -l example:ai -o deals.svg
  dealgraph map -l example:ai -o deals.html
  dealgraph map -l example:ai --party openai --hops 1 --basis signed -o openai.svg
  dealgraph map -l example:ai --as-of 2023-12,2024-12,2025-12,2026-06 -o years.svg
  dealgraph map -l example:ai --basis all -o bases.png --scale 2
  dealgraph map -l example:ai --highlight 'shock openai --pay 50%' -o half.svg`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global, o.command = globals(cmd, s), cmd
			if err := o.check(cmd); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.title, "title", "", "the headline of the map")
	f.IntVar(&o.maxParties, "max-parties", 24, "draw at most this many parties: those of the cycles and the largest; of small maps at most 16")
	f.BoolVar(&o.force, "force", false, "draw more than 150 parties all the same, up to 500, and beside the map a matrix of who pays whom")
	f.IntVar(&o.hops, "hops", 1, "with --party: how many steps away a party may be")
	f.IntVar(&o.cycles, "cycles", 6, "pick out this many cycles, the strongest")
	f.IntVar(&o.maxLength, "max-length", 6, "cycles of at most this many parties")
	addEnum(cmd, f, &o.size, "size", "what the area of a circle shows", sizeChoices())
	f.StringVar(&o.highlight, "highlight", "cycles", "what is in full colour (`WHAT`): cycles, none, party:ID,..., shock:FILE or 'shock …'")
	f.StringVar(&o.layout, "layout-from", "", "keep parties where they stand in this map, an .svg or .json `FILE`")
	addEnum(cmd, f, &o.language, "lang", "the language of names and words", languageChoices())
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up drawing after this time")
	o.buffer.bind(cmd)
	o.picture.bind(cmd)
	o.view.manyDates = true
	o.view.bind(cmd, s)
	noFiles(cmd, "title")
	o.output.bind(cmd, s, mapFormats()...)
	return cmd
}

// mapFormats are those of a picture and, for a map, some more.
func mapFormats() []format {
	return slices.Concat(pictureFormats(), []format{
		{name: "html", meaning: "a page to explore, in one file: pan, zoom, dates, bases, sources", extensions: []string{".html", ".htm"}},
		{name: "dot", meaning: "for Graphviz, with the places of everything", extensions: []string{".dot", ".gv"}},
		{name: "json", meaning: "the figure and its places, in a versioned envelope", extensions: []string{".json"}},
	})
}

// check refuses flags that make no map, before a ledger is read.
func (o *mapOptions) check(cmd *cobra.Command) error {
	changed := cmd.Flags().Changed
	format, err := o.output.resolve()
	if err != nil {
		return err
	}
	if err := o.checkHighlight(cmd); err != nil {
		return err
	}
	switch {
	case o.maxParties < 2:
		return usagef("map: --max-parties must be at least 2")
	case o.maxParties > mostParties && !o.force:
		return usagef("map: more than %d parties cannot be read on a map: leave --max-parties lower, or see who pays whom with dealgraph chart matrix --max-parties 150, or add --force", mostParties)
	case o.cycles < 0 || o.cycles > 12:
		return usagef("map: --cycles must lie between 0 and 12")
	case o.hops < 1 || o.maxLength < 1:
		return usagef("map: --hops and --max-length must be at least 1")
	case format.name == "html" && changed("theme"):
		return usagef("map: a page follows the reader's system, light or dark: leave --theme away")
	case o.timeout <= 0:
		return usagef("map: --timeout must be more than 0")
	case changed("hops") && len(o.view.parties) == 0:
		return usagef("map: --hops needs --party")
	case changed("buffer") && o.size != "buffer":
		return usagef("map: --buffer is about --size buffer")
	case len(o.view.dates) > 1 && o.view.basis == everyBasis && format.name != "html":
		return usagef("map: several dates on all bases are a page to explore: write .html, or choose one basis or one date")
	case o.panels() > mostPanels && format.name != "html":
		return usagef("map: %d small maps are too many to compare: at most %d", o.panels(), mostPanels)
	case o.panels() > 1 && (len(o.view.parties) > 0 || o.highlight != "cycles") && format.name != "html":
		return usagef("map: small maps side by side pick out cycles and show the whole network: leave --party and --highlight away, or write .html")
	}
	if err := o.buffer.check(); err != nil {
		return err
	}
	return o.picture.check()
}

// panels is how many small maps are asked for; one for a map by itself.
func (o *mapOptions) panels() int {
	n := max(1, len(o.view.dates))
	if o.view.basis == everyBasis {
		n *= 5
	}
	return n
}

// checkHighlight refuses a --highlight that is none.
func (o *mapOptions) checkHighlight(cmd *cobra.Command) error {
	what, of, has := strings.Cut(o.highlight, ":")
	words := []string{"cycles", "none", "party:ID", "shock:FILE"}
	switch {
	case strings.HasPrefix(o.highlight, "shock "):
		what = "shock"
		if _, err := queryArgs(o.highlight); err != nil {
			return usagef("map: --highlight %s: %w", o.highlight, err)
		}
	case (what == "cycles" || what == "none") && !has:
	case (what == "party" || what == "shock") && of != "":
	case what == "party" || what == "shock":
		return usagef("map: --highlight %s needs a name behind a colon: %s", what, words[slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, what) })])
	default:
		return usagef("map: --highlight %q is not known%s; use %s", o.highlight, didYouMean(what, []string{"cycles", "none", "party", "shock"}, "%q"), strings.Join(words, ", "))
	}
	if what != "cycles" && cmd.Flags().Changed("cycles") {
		return usagef("map: --cycles is about --highlight cycles")
	}
	if what == "shock" {
		for _, name := range viewFlagNames {
			if cmd.Flags().Changed(name) {
				return usagef("map: --%s is part of the shock: losses are painted in the view in which they were computed; run shock with it", name)
			}
		}
		if o.language != "en" {
			return usagef("map: losses are told in English")
		}
	}
	return nil
}
