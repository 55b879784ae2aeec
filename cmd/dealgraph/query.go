package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dealgraph/deals"
)

// A query is a command line of this program, without its name, that stands in a note: "circularity --basis signed". It is run in this
// process, never by a shell, and only if it answers from a ledger and touches no file.

// queryCommands are the commands that a query can be.
var queryCommands = []string{
	"list", "show", "claims", "cycles", "circularity", "trace", "exposure", "concentration", "shock", "schedule", "slip", "survive", "cone", "capacity", "demand",
	"decay", "history", "burn", "signs", "assumptions", "map", "chart",
}

// queryNever are the flags that a query cannot have: they read or write a file, or are for whoever shows the answer to decide.
var queryNever = []string{"ledger", "output", "format", "color", "assumptions", "saved", "layout-from", "font", "csv-stamp", "csv-table", "timeout", "help", "workers"}

// queryTime is how long a query may take. It is shorter than the time after which commands give the answer so far, which is another on
// each computer.
const queryTime = 50 * time.Second

// lastChance is how long what does not heed the end of its time is waited for.
const lastChance = time.Second

var errSlow = fmt.Errorf("it takes longer than %s, which is all that a query in a note has: ask for less", queryTime)

// asker asks queries of one ledger, which is read once.
type asker struct {
	global
	asked map[string]*queryAnswer
	limit time.Duration // of a query
}

// queryAnswer is what a query found: one report, or several where a command makes them one after the other.
type queryAnswer struct {
	Line    string // as [asker.canonical] writes it
	Reports []report
	Said    string // what it wrote to standard error
	Err     error  // why there is no answer, or only a part of one

	env   map[string]any // see [queryAnswer.get]
	named []mention      // see [queryAnswer.mentions]
}

// newAsker reads the ledger that the flags of a command name.
func (g global) newAsker() (*asker, error) {
	l, err := g.load()
	if err != nil {
		return nil, err
	}
	return g.askerOf(l), nil
}

// askerOf asks queries of a ledger that was read.
func (g global) askerOf(l *deals.Ledger) *asker {
	g.shared = l
	return &asker{global: g, asked: map[string]*queryAnswer{}, limit: queryTime}
}

// on is an asker of another ledger, with the same streams.
func (a *asker) on(l *deals.Ledger) *asker { return a.askerOf(l) }

// ask answers a query, once for each line. The error is that of a line that cannot be a query.
func (a *asker) ask(ctx context.Context, line string) (*queryAnswer, error) {
	args, err := queryArgs(line)
	if err != nil {
		return nil, err
	}
	key := strings.Join(quoteAll(args), " ")
	if answer := a.asked[key]; answer != nil {
		return answer, nil
	}
	r, err := a.run(ctx, args)
	answer := &queryAnswer{Line: key, Reports: r.reports, Said: r.said.String(), Err: err}
	a.asked[key] = answer
	return answer, nil
}

// picture answers a query that draws, in a format: the bytes of the file. Look are flags that a query may set otherwise.
func (a *asker) picture(ctx context.Context, line, format string, look ...string) ([]byte, error) {
	args, err := queryArgs(line)
	if err != nil {
		return nil, err
	}
	if !drawn(args) {
		return nil, fmt.Errorf("%q draws nothing: a figure is a map or a chart", line)
	}
	r, err := a.run(ctx, slices.Concat([]string{"--format=" + format}, look, args))
	return r.out.Bytes(), err
}

// drawn reports whether arguments are those of a picture.
func drawn(args []string) bool { return args[0] == "map" || args[0] == "chart" }

// quiet are streams that ask nobody and show no bar.
func (a *asker) quiet(out, err io.Writer) streams {
	s := a.streams
	s.in, s.out, s.err, s.outTTY, s.errTTY, s.width, s.chart, s.shared = strings.NewReader(""), out, err, false, false, 0, nil, a.shared
	return s
}

// ran is what a command line gave.
type ran struct {
	reports   []report // of a command that draws nothing
	out, said bytes.Buffer
}

// run runs arguments on the ledger of the asker. Our own flags come first, so that no
// flag of the query that wants a value takes one of them for it.
func (a *asker) run(ctx context.Context, args []string) (*ran, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, a.limit, errSlow)
	defer cancel()
	r, err := inTime(ctx, func() (*ran, error) {
		r := &ran{}
		s := a.quiet(&r.out, &r.said)
		s.kept = &r.reports
		root := newRoot(s)
		root.SetArgs(slices.Concat([]string{"--ledger=" + a.ledger, "--color=never"}, args))
		return r, root.ExecuteContext(ctx)
	})
	if context.Cause(ctx) == errSlow {
		err = errSlow
	}
	return cmp.Or(r, &ran{}), err
}

// inTime is what f returns. If f does not end when ctx does it is left behind.
func inTime[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := f()
		done <- result{value, err}
	}()
	var late <-chan time.Time
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		late = time.After(lastChance)
	}
	select {
	case r := <-done:
		return r.value, r.err
	case <-late:
		var none T
		return none, context.Cause(ctx)
	}
}

// queryArgs are the arguments of a query, or why it cannot be one.
func queryArgs(line string) ([]string, error) {
	args, err := shellWords(line)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return nil, errors.New("the query is empty: write a command, such as circularity --basis signed")
	}
	if !slices.Contains(queryCommands, args[0]) {
		return nil, fmt.Errorf("%q is no command that a query can be%s: use one of %s", args[0], didYouMean(args[0], queryCommands, "%q"), strings.Join(queryCommands, ", "))
	}
	if args[0] == "chart" {
		if err := checkChart(args[1:]); err != nil {
			return nil, err
		}
	}
	for _, arg := range args[1:] {
		name, _, _ := strings.Cut(arg, "=")
		long, isLong := strings.CutPrefix(name, "--")
		switch {
		case arg == "--":
			return nil, errors.New("a query has no --: what follows a flag is written --flag=value")
		case isLong && slices.Contains(queryNever, long):
			return nil, fmt.Errorf("a query has no --%s: it touches no file, and whoever shows the answer decides how", long)
		case !isLong && len(arg) > 1 && arg[0] == '-' && (arg[1] < '0' || arg[1] > '9'):
			return nil, fmt.Errorf("a query has no %s: write flags in full", arg)
		case name == "--highlight" && strings.Contains(arg, "shock:"), strings.HasPrefix(arg, "shock:"):
			return nil, errors.New("a query cannot show the result in a file (shock:)")
		}
	}
	return args, nil
}

// checkChart wants the kind of a chart right behind the word.
func checkChart(args []string) error {
	var kinds []string
	for _, k := range chartKinds() {
		kinds = append(kinds, k.name)
	}
	switch {
	case len(args) == 0 || strings.HasPrefix(args[0], "-"):
		return fmt.Errorf("say behind chart which one: %s", strings.Join(kinds, ", "))
	case !slices.Contains(kinds, args[0]):
		return fmt.Errorf("there is no chart %q%s: use one of %s", args[0], didYouMean(args[0], kinds, "%q"), strings.Join(kinds, ", "))
	}
	return nil
}

// shellWords splits a line at spaces; quotes, single or double, keep words together.
func shellWords(line string) (out []string, err error) {
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if inWord {
				out = append(out, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote (%c) is not closed in %q", quote, line)
	}
	if inWord {
		out = append(out, word.String())
	}
	return out, nil
}
