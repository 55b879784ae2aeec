package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph/clearing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type shockOptions struct {
	global
	party    string
	pay      string
	from     int
	ranks    []int
	fail     []string
	recovery string
	buffer   bufferFlag
	cut      string
	costs    string
	spread   int
	unpaid   string
	model    string
	paths    int
	sweep    bool
	reverse  string
	target   deals.Amount // of reverse
	deliver  string
	explain  bool
	timeout  time.Duration
	assumed  assumeFlags
	set      *assumptions.Set // what they come to
	odds     dealOddsFlags
	view     viewFlags
	output   outputFlags
}

func policyChoices() []choice {
	var out []choice
	for _, p := range clearing.Policies() {
		out = append(out, choice{string(p), p.Meaning()})
	}
	return out
}

func modelChoices() []choice {
	return []choice{
		{"clearing", "payments consistent with everyone's means"},
		{"threshold", "a cascade: whoever loses its buffer or more fails, and pays nothing but what is recovered"},
		{"debtrank", "DebtRank: distress passes on from the first dollar, in proportion"},
		{"all", "all three, side by side"},
	}
}

func newShock(s streams, runF func(context.Context, *shockOptions) error) *cobra.Command {
	o := &shockOptions{unpaid: string(clearing.Lapse), model: "clearing"}
	cmd := &cobra.Command{
		Use:   "shock PARTY",
		Short: "Show who loses how much, and through whom, if a party pays less than it owes",
		Long: `Show who loses how much, and through whom, if a party pays less than it owes.

Everybody pays what is due in order of rank (1 secured, 2 contractual, 3
commitments to invest, 4 purchases, which are no obligation) as far as its means
go: what others pay it, money from outside that the deals need to work at all,
and its buffer. Buffers come from facts, by the rule of --buffer. Where no fact
tells, an answer has two ends: with ample means nothing passes on, with none
everything does.

Without --from and --years all that is ever due is one period, which needs no
timing. With them each year is cleared by itself; deals without a term cannot be
placed then, and are named, or spread with --spread.

The party that is shocked first sees, like all others, how far its means go by
rank; of what it would pay then, it pays the share and withholds the rest, which
is gone, in later years too. So a larger shock never leaves more for anybody. Who
withholds is not in default by that alone.

--model all sets three models side by side: clearing is the estimate; threshold
cascade and DebtRank run on all claims of exposure at face value. --deliver asks
the other question: who can make less if the party delivers less.

--odds N says how much others lose if it is not certain which deals are carried
through: in N scenarios each is or is not, by the probability of its status, amounts
lie in their ranges, and a common factor lets deals fall through together; what has
moved stays. All that is ever due is one period, of the headline basis or of --basis
signed. The same seed gives the same answer, on any number of cores; an interrupt
gives the answer so far.

Assumptions can stand in a file (--assumptions): below shock the names of these
flags as keys, and means of parties of which the ledger has no fact. Flags are
stronger than the file. dealgraph assumptions -o FILE writes one to begin with.`,
		Example: `  dealgraph shock openai --pay 50% -l example:ai --basis signed
  dealgraph shock openai --pay 50% --from 2027 -l example:ai
  dealgraph shock coreweave --recovery 40% --model all -l example:ai
  dealgraph shock openai --pay 50% --explain -l example:ai --basis signed
  dealgraph shock nvidia --deliver 0% -l example:ai --basis signed
  dealgraph shock openai --sweep -l example:ai
  dealgraph shock openai --reverse '$200B' -l example:ai
  dealgraph shock openai --pay 50% --odds 10000 --more-than '$400B' -l example:ai`,
		Args:              oneParty("shock"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(cmd.Flags()); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.pay, "pay", "0%", "the `SHARE` that the party pays of its dues, as far as its means go; the rest is withheld")
	f.IntVar(&o.from, "from", 0, "the first `YEAR` in which that holds; clears year by year")
	f.IntSliceVar(&o.ranks, "ranks", nil, "only dues of these ranks (`1,2,…`)")
	f.StringSliceVar(&o.fail, "fail", nil, "these parties fail too (`ID,...`)")
	f.StringVar(&o.recovery, "recovery", "0%", "the `SHARE` that parties which fail pay; for the party itself too, without --pay")
	o.buffer.bind(cmd)
	f.StringVar(&o.cut, "cut", "0%", "how far purchases follow a fall of means: 0% until the money is gone, 100% in proportion (`SHARE`)")
	f.StringVar(&o.costs, "costs", "0%", "the `SHARE` of its means that a default destroys")
	f.IntVar(&o.spread, "spread", 0, "spread deals without a term evenly over so many `YEARS` (an assumption)")
	addEnum(cmd, f, &o.unpaid, "unpaid", "what becomes of obligations not met in their year", policyChoices())
	addEnum(cmd, f, &o.model, "model", "by which model", modelChoices())
	f.IntVar(&o.paths, "paths", 10, "list this many paths")
	f.BoolVar(&o.sweep, "sweep", false, "let the party pay 100%, 90% … 0%, side by side")
	f.StringVar(&o.reverse, "reverse", "", "find the smallest shock that costs others this `AMOUNT`")
	f.StringVar(&o.deliver, "deliver", "", "instead: the party, and those of --fail, deliver this `SHARE` of what they sell")
	f.BoolVar(&o.explain, "explain", false, "list the deals that are not paid in full, with their sources")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	o.odds.bindDraws(cmd, "what others lose")
	o.odds.idle = append(o.odds.idle, "seed")
	o.assumed.uses = append([]string{"shock", "means"}, dealOddsKeys...)
	o.assumed.bind(cmd, s)
	for _, name := range []string{"fail"} {
		if err := cmd.RegisterFlagCompletionFunc(name, completeParties(s)); err != nil {
			panic(err) // the flag was added just before
		}
	}
	for _, name := range []string{"pay", "from", "ranks", "recovery", "cut", "costs", "spread", "paths", "reverse", "deliver"} {
		noFiles(cmd, name)
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

// check refuses what cannot be right before a ledger is read.
func (o *shockOptions) check(flags *pflag.FlagSet) error {
	paid := flags.Changed("pay")
	var err error
	if o.set, err = o.assumed.read(); err != nil {
		return err
	}
	o.fill(flags)
	if err := o.checkOdds(flags); err != nil {
		return err
	}
	paid = paid || o.set.Shock().Pay != nil
	if !paid {
		o.pay = o.recovery
	}
	for _, f := range []struct{ name, text string }{{"recovery", o.recovery}, {"pay", o.pay}, {"cut", o.cut}, {"costs", o.costs}} {
		if _, err := part(f.text); err != nil {
			return usagef("--%s %s: %w", f.name, f.text, err)
		}
	}
	if err := o.buffer.check(); err != nil {
		return err
	}
	for _, r := range o.ranks {
		if r < 1 || r > 4 {
			return usagef("--ranks: rank %d is not one of 1 to 4", r)
		}
	}
	if o.from != 0 && (o.from < deals.FirstYear || o.from > deals.LastYear) {
		return usagef("--from: %d is not a year from %d to %d", o.from, deals.FirstYear, deals.LastYear)
	}
	if o.paths < 0 || o.spread < 0 || o.spread > 100 {
		return usagef("--paths is at least 0, and --spread from 0 to 100")
	}
	if !slices.Contains(clearing.Policies(), clearing.Policy(o.unpaid)) { // a file can say anything
		return usagef("--unpaid: %q is not one of %v", o.unpaid, clearing.Policies())
	}
	if o.spread > 0 && o.from == 0 && o.view.years == (yearSpan{}) {
		return usagef("--spread places deals in years: add --from or --years")
	}
	if err := o.oneQuestion(flags); err != nil {
		return err
	}
	if o.reverse != "" {
		target, err := deals.ParseAmount(o.reverse)
		if err != nil || target.Form != deals.Exact {
			return usagef("--reverse %s: write one amount, as $200B", o.reverse)
		}
		o.target = target
	}
	return nil
}

// oneQuestion refuses flags that answer different questions.
func (o *shockOptions) oneQuestion(flags *pflag.FlagSet) error {
	questions := 0
	for _, asked := range []bool{o.sweep, o.reverse != "", o.deliver != ""} {
		if asked {
			questions++
		}
	}
	switch {
	case questions > 1:
		return usagef("--sweep, --reverse and --deliver are different questions: ask one at a time")
	case questions == 1 && (o.explain || flags.Changed("model") || flags.Changed("pay")):
		return usagef("--sweep, --reverse and --deliver have no --pay, no --model and no --explain")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.deliver != "":
		if _, err := part(o.deliver); err != nil {
			return usagef("--deliver %s: %w", o.deliver, err)
		}
		for _, name := range []string{"from", "ranks", "recovery", "buffer", "cut", "costs", "spread", "unpaid", "paths", "years"} {
			if flags.Changed(name) {
				return usagef("--deliver is about goods, and --%s about payments: leave it out", name)
			}
		}
	}
	return nil
}

// part reads a share between 0% and 100%.
func part(s string) (float64, error) {
	p, err := deals.ParseShare(s)
	if err != nil {
		return 0, err
	}
	if p < 0 || p > 1_000_000 {
		return 0, errors.New("a share lies between 0% and 100%")
	}
	return p.Float(), nil
}

func runShock(ctx context.Context, o *shockOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	o.assumed.apply(o.set, &o.view)
	if o.odds.asked() {
		return runShockOdds(ctx, o)
	}
	l, networks, r, err := o.ask("shock", viewWithoutYears(o.view))
	if err != nil {
		return err
	}
	if err := o.assumed.check(l, o.set); err != nil {
		return err
	}
	if err := converted(networks); err != nil {
		return err
	}
	r.Stamp = o.assumptions() + r.Stamp
	var all []any
	for _, n := range networks {
		c, err := o.newCase(l, n)
		if err != nil {
			return err
		}
		answer, err := c.answer(ctx)
		if ctx.Err() != nil {
			return stopped(ctx.Err())
		}
		if err != nil {
			return fmt.Errorf("run the shock: %w", err)
		}
		all = append(all, answer)
		r.Tables = append(r.Tables, answer.Tables()...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), c.notes())...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// viewWithoutYears is the view of all time: the years of a shock are periods, not a filter.
func viewWithoutYears(v viewFlags) viewFlags {
	v.years = yearSpan{}
	return v
}

// assumptions says for the stamp what no ledger states.
func (o *shockOptions) assumptions() string {
	out := ""
	add := func(name, value string) { out += name + "=" + value + " " }
	switch {
	case o.deliver != "":
		add("deliver", o.deliver)
	case o.sweep:
		add("sweep", "100%..0%")
	case o.reverse != "":
		add("reverse", o.reverse)
	default:
		add("pay", o.pay)
	}
	if len(o.fail) > 0 {
		add("fail", strings.Join(o.fail, ","))
	}
	if o.deliver == "" {
		if o.from > 0 {
			add("from", strconv.Itoa(o.from))
		}
		if len(o.ranks) > 0 {
			add("ranks", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(o.ranks)), ","), "[]"))
		}
		if len(o.fail) > 0 || o.model != "clearing" {
			add("recovery", o.recovery)
		}
		add("buffer", o.buffer.text)
		add("cut", o.cut)
		add("costs", o.costs)
		add("unpaid", o.unpaid)
		if o.view.years != (yearSpan{}) {
			add("years", o.view.years.String())
		}
		if o.spread > 0 {
			add("spread", strconv.Itoa(o.spread)+"y")
		}
		if o.model != "clearing" {
			add("model", o.model)
		}
	}
	if s := o.set.Stamp(); s != "" {
		out += s + " "
	}
	return out
}
