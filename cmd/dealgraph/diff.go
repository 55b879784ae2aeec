package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/change"
	"dealgraph/graph/circulation"
	"dealgraph/graph/exposure"
	diffview "dealgraph/render/view/changes"

	"github.com/spf13/cobra"
)

type diffOptions struct {
	global
	old     string // a ledger; "": that of -l
	new     string // a ledger; "": that of -l
	from    string
	to      string
	perYear bool
	failOn  []string
	notes   []string // files
	top     int
	timeout time.Duration
	bases   []graph.Basis
	view    viewFlags
	output  outputFlags
}

// mostLeftOut bounds the changes that are left out to see what goes round without them.
const mostLeftOut = 500

func newDiff(s streams, runF func(context.Context, *diffOptions) error) *cobra.Command {
	o := &diffOptions{}
	cmd := &cobra.Command{
		Use:   "diff [OLD] [NEW]",
		Short: "Compare two ledgers, or one on two dates: what changed, what moved, because of what",
		Long: `Compare two ledgers, or one on two dates: which deals are new, changed or ended,
which facts differ, what moved in the totals, in what can go round and for each
party, and because of which deals.

With two paths the first is compared with the second; with one, it is the older
state of the ledger that -l names. Without a path, --from and --to are two dates of
one ledger: what was known of each deal on each of them. Each ledger is taken as of
its own last date unless --as-of, or --from and --to, say otherwise. To compare with
an earlier commit, put that one beside: git worktree add ../before REV, or, of a
ledger of one file, git show REV:deals.yaml > before.yaml.

Fields are compared by what they mean, and by the statement in use where sources
disagree. A total moves by what its deals count for, which adds up to the cent. What
can go round does not: of each change it is told what would be missing if it alone
had not been made, and the rest for itself. Deals of which one lies within the other,
or supersedes it, are left out together.

Headline and signed dollars are set side by side unless --basis names another basis,
or all.

--notes names notes that are to be held against the newer ledger: which sentence is not
true any more, and because of which change (dealgraph note check says more).`,
		Example: `  dealgraph diff before after
  dealgraph diff before.yaml -l deals.yaml --basis all
  dealgraph diff --from 2025-12-31 --to 2026-06-30 -l example:ai
  dealgraph diff --from 2025-12-31 -l example:ai --party openai --per-year
  dealgraph diff before after --notes openai.md,rounds.md
  dealgraph diff before after --fail-on signed --format markdown -o diff.md`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return errors.New("diff takes two ledgers at most")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if err := o.check(cmd, args); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.Var((*day)(&o.from), "from", "the older state is that of this day, month or year")
	f.Var((*day)(&o.to), "to", "the newer state is that of this one (default: the last date in the ledger)")
	f.BoolVar(&o.perYear, "per-year", false, "what falls due year by year, too: ten years, or --years")
	addEnums(cmd, f, &o.failOn, "fail-on", "exit with 3", append([]choice{
		{"changed", "when something in the ledger changed"},
		{"moved", "when a number moved on any basis that is compared"},
		{"notes", "when a note of --notes is not true any more"},
	}, basisMoves()...))
	f.StringSliceVar(&o.notes, "notes", nil, "say which places of these notes are not true any more (`FILE,...`; may be repeated)")
	f.IntVar(&o.top, "top", 10, "list at most this many of each; 0 is all")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	noFiles(cmd, "from")
	noFiles(cmd, "to")
	o.view.bind(cmd, s)
	basis := f.Lookup("basis")
	basis.Usage = strings.Replace(basis.Usage, "(default headline)", "(default: headline and signed)", 1)
	o.output.bind(cmd, s)
	before := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		for _, path := range args {
			if err := o.output.spareLedger(path); err != nil {
				return err
			}
		}
		return before(cmd, args)
	}
	return cmd
}

// basisMoves are the bases as values of --fail-on.
func basisMoves() []choice {
	var out []choice
	for _, b := range graph.Bases() {
		out = append(out, choice{string(b), "when a number moved on the " + string(b) + " basis"})
	}
	return out
}

// check settles what is compared with what.
func (o *diffOptions) check(cmd *cobra.Command, args []string) error {
	named := cmd.Flags().Changed("ledger")
	switch {
	case len(args) == 2 && named:
		return usagef("diff has two ledgers already: leave out %s or -l", args[1])
	case len(args) == 2:
		o.old, o.new = args[0], args[1]
	case len(args) == 1:
		o.old = args[0]
	case o.from == "":
		return usagef("diff compares two ledgers, or two dates of one: name OLD and NEW, or --from DATE")
	}
	switch {
	case o.view.asOf != "" && (o.from != "" || o.to != ""):
		return usagef("--as-of is the day of both states: leave it out, or --from and --to")
	case len(args) == 0 && o.to != "" && !laterDay(o.from, o.to):
		return usagef("--from %s --to %s: the second does not come after the first", o.from, o.to)
	case (o.old == "-" || len(args) == 0) && o.new == "-", o.old == "-" && o.new == "" && o.ledger == "-":
		return usagef("only one of the two ledgers can come from standard input")
	case len(o.notes) > 0 && len(args) == 0:
		return usagef("--notes holds notes against another ledger: name OLD, or OLD and NEW")
	case len(o.notes) == 0 && slices.Contains(o.failOn, "notes"):
		return usagef("--fail-on notes: no note is named; add --notes FILE")
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.view.years != yearSpan{} && o.view.years.to-o.view.years.from >= graph.MostCalendarYears && o.perYear:
		return usagef("--per-year tells %d years at most", graph.MostCalendarYears)
	}
	o.bases = []graph.Basis{graph.Headline, graph.Signed}
	switch {
	case o.view.basis == everyBasis:
		o.bases = graph.Bases()
	case cmd.Flags().Changed("basis"):
		o.bases = []graph.Basis{graph.Basis(o.view.basis)}
	}
	if len(o.view.assume) > 0 && !slices.Contains(o.bases, graph.Expected) {
		return usagef("--assume changes the expected basis only: add --basis expected")
	}
	for _, word := range o.failOn {
		if slices.Contains(graph.Bases(), graph.Basis(word)) && !slices.Contains(o.bases, graph.Basis(word)) {
			return usagef("--fail-on %s: that basis is not compared; add --basis %s, or --basis all", word, word)
		}
	}
	return nil
}

// laterDay reports whether a date, which has been read before, ends after another.
func laterDay(first, second string) bool {
	x, err1 := deals.ParseDate(first)
	y, err2 := deals.ParseDate(second)
	return err1 == nil && err2 == nil && y.Last().After(x.Last())
}

func runDiff(ctx context.Context, o *diffOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	d, err := o.read()
	if err != nil {
		return err
	}
	if err := d.build(); err != nil {
		return err
	}
	out := diffview.Of(d.changes, d.keepDeal, d.keepRecord)
	stop := d.move(ctx, &out)
	if stop != nil && ctx.Err() == nil {
		return stop
	}
	out.Sort()
	out.Words = out.Lead()
	result := diffResult{Diff: out}
	if stop == nil {
		result.Notes, err = d.checkNotes(ctx)
		if stop = ctx.Err(); err != nil && stop == nil {
			return err
		}
	}
	r := report{
		Command: "diff", Result: result, Lead: out.Words, Tables: out.Tables(o.top), Warnings: d.warnings(), LedgerHash: d.changes.New.Ledger.Hash,
		View: d.shown(), Stamp: d.stamp(),
	}
	if result.Notes != nil {
		r.Tables = slices.Insert(r.Tables, 0, notesTable(result.Notes, d.changes))
	}
	if stop != nil {
		r.Warnings = append(r.Warnings, errors.New("stopped before everything was compared: what is shown was computed in full"))
	}
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	if stop != nil {
		return stopped(stop)
	}
	if o.fails(result) {
		return errFindings
	}
	return nil
}

// fails reports whether --fail-on names what happened.
func (o *diffOptions) fails(d diffResult) bool {
	for _, word := range o.failOn {
		if word == "notes" && d.Notes != nil && d.Notes.Errors > 0 {
			return true
		}
		if word == "changed" && len(d.Deals)+len(d.Records) > 0 {
			return true
		}
		for _, b := range d.Bases {
			if (word == "moved" || word == b.Basis) && !b.Still() {
				return true
			}
		}
	}
	return false
}

// diffing is a comparison on its way.
type diffing struct {
	*diffOptions
	changes *change.Changes
	views   [2]graph.View // older, newer; without a basis
	none    [2]bool       // that ledger knows none of the parties asked for
	all     map[graph.Basis][2]*graph.Network
	money   map[graph.Basis][2]*graph.Network
}

// read reads both ledgers.
func (o *diffOptions) read() (*diffing, error) {
	load := func(path string) (*deals.Ledger, error) {
		if path == "" {
			return o.load()
		}
		g := o.global
		g.ledger, g.shared = path, nil
		return g.load()
	}
	old, err := load(o.old)
	if err != nil {
		return nil, err
	}
	next := old
	if o.new != "" || o.old != "" {
		if next, err = load(o.new); err != nil {
			return nil, err
		}
	}
	d := &diffing{diffOptions: o, all: map[graph.Basis][2]*graph.Network{}, money: map[graph.Basis][2]*graph.Network{}}
	states := [2]change.State{{Ledger: old}, {Ledger: next}}
	for i, day := range []string{cmp.Or(o.from, o.view.asOf), cmp.Or(o.to, o.view.asOf)} {
		v := o.view
		v.basis, v.asOf = everyBasis, day
		if d.views[i], err = v.view(); err != nil {
			return nil, err
		}
		states[i].AsOf = d.views[i].AsOf
	}
	d.changes = change.Between(states[0], states[1])
	if day := d.changes.New.AsOf; old == next && !day.After(d.changes.Old.AsOf) {
		return nil, usagef("--from %s: the ledger ends on %s, which does not come after it", o.from, day)
	}
	return d, d.parties()
}

// parties finds those of --party in either ledger.
func (d *diffing) parties() error {
	ledgers := [2]*deals.Ledger{d.changes.Old.Ledger, d.changes.New.Ledger}
	var ids [2][]deals.PartyID
	for _, name := range d.view.parties {
		var failed error
		found := false
		for i, l := range ledgers {
			p, err := l.Party(name)
			if err != nil {
				failed = err
				continue
			}
			found, ids[i] = true, append(ids[i], p.ID)
		}
		if !found {
			return failed
		}
	}
	for i := range ids {
		d.none[i] = len(ids[i]) == 0 && len(d.view.parties) > 0
		d.views[i].Parties = ids[i]
	}
	return nil
}

// needed are the bases on which networks are built: those that are compared, and those of the shares.
func (d *diffing) needed() []graph.Basis {
	out := slices.Clone(d.bases)
	for _, b := range []graph.Basis{graph.Headline, graph.Signed, graph.Firm} {
		if !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// build builds the networks.
func (d *diffing) build() error {
	for _, b := range d.needed() {
		var all, money [2]*graph.Network
		for i, s := range []change.State{d.changes.Old, d.changes.New} {
			v := d.views[i]
			v.Basis = b
			n, err := buildNetwork(s.Ledger, v)
			if err != nil {
				return err
			}
			if len(v.Settlements) == 0 {
				v.Settlements = []deals.Settlement{deals.Cash, deals.InKind}
			}
			m, err := moneyNetwork(s.Ledger, v)
			if err != nil {
				return err
			}
			if d.none[i] {
				nothing := func(graph.Arc) bool { return false }
				n, m = n.Keep(nothing), m.Keep(nothing)
			}
			all[i], money[i] = n, m
		}
		d.all[b], d.money[b] = all, money
	}
	var both []*graph.Network
	for _, b := range d.bases {
		both = append(both, d.all[b][0], d.all[b][1])
	}
	return converted(both)
}

// move tells what moved, as far as it comes.
func (d *diffing) move(ctx context.Context, out *diffview.Diff) error {
	read := diffview.Read{Changes: d.changes, Currency: d.all[graph.Headline][1].View.Currency}
	bar := d.progress("bases")
	defer bar.end()
	for i, b := range d.bases {
		n, money := d.all[b], d.money[b]
		one := diffview.Basis{Basis: string(b), Total: read.One(change.Compare(change.Totals(n[0]), change.Totals(n[1])))}
		one.Parties = read.Parties(change.Compare(change.Pays(n[0]), change.Pays(n[1])), change.Compare(change.Receives(n[0]), change.Receives(n[1])))
		one.Stakes = read.Stakes(change.Compare(atStake(n[0], onWhom), atStake(n[1], onWhom)), change.Compare(atStake(n[0], byWhom), atStake(n[1], byWhom)))
		if d.perYear {
			old, err := d.due(0, b)
			if err != nil {
				return err
			}
			next, err := d.due(1, b)
			if err != nil {
				return err
			}
			one.Years = read.Years(change.Compare(old, next))
		}
		drops, err := change.LeaveOut(ctx, d.changes, money[0], money[1], func(ctx context.Context, n *graph.Network) (int64, error) {
			r, err := circulation.Maximum(ctx, n)
			return r.Circulated, err
		}, mostLeftOut)
		if err != nil {
			return err
		}
		one.Round = read.Round(drops)
		out.Bases = append(out.Bases, one)
		bar.report(int64(i+1), int64(len(d.bases)))
	}
	out.Shares = append(out.Shares, diffview.ShareOf(d.all[graph.Signed], d.all[graph.Headline]), diffview.ShareOf(d.all[graph.Firm], d.all[graph.Signed]))
	return nil
}

func onWhom(l exposure.Line) graph.Node { return l.On }
func byWhom(l exposure.Line) graph.Node { return l.Holder }

// atStake are the entries of what is at stake, by one side of the claims.
func atStake(n *graph.Network, of func(exposure.Line) graph.Node) []change.Entry {
	lines, _ := exposure.Lines(n)
	var out []change.Entry
	for _, l := range lines {
		out = append(out, change.Entry{Of: string(n.Party(of(l)).ID), Deal: n.Arc(l.Arc).Leg.Deal.ID, Minor: l.Amount, Known: l.Known})
	}
	return out
}

// due are the entries of what falls due, by year.
func (d *diffing) due(side int, b graph.Basis) ([]change.Entry, error) {
	s := [2]change.State{d.changes.Old, d.changes.New}[side]
	v := d.views[side]
	years := v.Years
	if years.IsZero() {
		first := cmp.Or(d.changes.Old.AsOf.Year, d.changes.New.AsOf.Year)
		if first == 0 {
			return nil, usagef("--per-year needs a date to begin with: the ledger has none; add --years")
		}
		years = graph.Years{First: first, Last: first + 9}
	}
	if d.none[side] {
		return nil, nil
	}
	v.Basis, v.Years = b, graph.Years{}
	c, err := graph.NewCalendar(s.Ledger, v, years, 0)
	if err != nil {
		return nil, fmt.Errorf("what falls due: %w", err)
	}
	var out []change.Entry
	for _, item := range c.Items {
		for i, y := range c.Years {
			if item.Due[i] != 0 || item.Unknown[i] {
				out = append(out, change.Entry{Of: strconv.Itoa(y), Deal: item.Arc.Leg.Deal.ID, Minor: item.Due[i], Known: !item.Unknown[i]})
			}
		}
	}
	return out, nil
}

// filtered reports whether the view looks at some legs only.
func (d *diffing) filtered() bool {
	v := d.views[1]
	return v.Where != "" || len(v.Settlements) > 0 || !v.Years.IsZero()
}

// keepDeal reports whether a deal that changed is told: of some parties, one of theirs; of a filtered view, one that it counts.
func (d *diffing) keepDeal(one change.Deal) bool {
	if len(d.view.parties) > 0 && !d.touches(one) {
		return false
	}
	if !d.filtered() {
		return true
	}
	for _, networks := range d.all {
		for _, n := range networks {
			for a := range n.Arcs() {
				if a.Leg.Deal.ID == one.ID {
					return true
				}
			}
		}
	}
	return false
}

// touches reports whether a deal is one of the parties that are asked for.
func (d *diffing) touches(one change.Deal) bool {
	for _, of := range []*deals.Deal{one.Old, one.New} {
		if of == nil {
			continue
		}
		for _, l := range of.Legs {
			for i := range d.views {
				if slices.Contains(d.views[i].Parties, l.From) || slices.Contains(d.views[i].Parties, l.To) {
					return true
				}
			}
		}
	}
	return false
}

// keepRecord reports whether a record that changed is told.
func (d *diffing) keepRecord(r change.Record) bool {
	return len(d.view.parties) == 0 || r.Party == "" || slices.Contains(d.views[0].Parties, r.Party) || slices.Contains(d.views[1].Parties, r.Party)
}

// networks are those of the bases that are compared, of one of the two states.
func (d *diffing) networks(side int) []*graph.Network {
	var out []*graph.Network
	for _, b := range d.bases {
		out = append(out, d.all[b][side])
	}
	return out
}

// warnings are those of the newer state, and those of the older one that are of another kind.
func (d *diffing) warnings() []error {
	var out []error
	seen := map[string]bool{}
	for side, state := range []string{"newer state", "older state"} {
		networks := d.networks(1 - side)
		for _, w := range networkWarnings(networks) {
			code := ""
			if known, ok := errors.AsType[graph.Warning](w); ok {
				code = known.Code
			}
			if side == 1 && seen[code] {
				continue
			}
			seen[code] = true
			out = append(out, fmt.Errorf("%s: %w", state, w))
		}
	}
	if d.filtered() {
		out = append(out, errors.New("only deals that count in this view, in one of the two states, are listed as changed"))
	}
	return out
}

// shown is the view in JSON: that of the newer state, with the bases that are compared.
func (d *diffing) shown() shownView {
	out := showView(d.networks(1))
	var bases []string
	for _, b := range d.bases {
		bases = append(bases, string(b))
	}
	out.Basis = strings.Join(bases, ",")
	return out
}

// stamp says what a reader must know to get the same numbers.
func (d *diffing) stamp() string {
	was, is := d.changes.Old, d.changes.New
	v := d.networks(1)[0].View
	if len(d.bases) > 1 {
		v.Basis = graph.Basis(d.shown().Basis)
		if slices.Contains(d.bases, graph.Expected) {
			v.Basis = everyBasis
		}
	}
	before := "from=undated "
	if !was.AsOf.IsZero() {
		before = "from=" + was.AsOf.String() + " "
	}
	if was.Ledger.Hash != is.Ledger.Hash {
		before += "old-ledger=" + shortHash(was.Ledger.Hash) + " "
	}
	return before + v.Stamp() + " " + ledgerStamp(is.Ledger)
}
