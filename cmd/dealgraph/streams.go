package main

import (
	"context"
	"io"
	"os"

	"dealgraph/deals"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// streams is the outside world as a command sees it.
type streams struct {
	in       io.Reader
	out      io.Writer // the result
	err      io.Writer // everything else
	outTTY   bool      // out is a terminal
	errTTY   bool      // err is a terminal
	width    int       // character cells in a line of out; 0 = no terminal, no limit
	outColor bool      // out takes ANSI codes; settled by globals
	errColor bool      // err takes ANSI codes; settled by globals
	env      func(string) string
	chart    *chartRun     // set for a command that draws a chart of its result instead of writing it
	kept     *[]report     // set for a query: reports are kept here instead of being written
	shared   *deals.Ledger // the ledger, if somebody has read it
}

// system returns the streams of this process.
func system() streams {
	s := streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		outTTY: term.IsTerminal(int(os.Stdout.Fd())),
		errTTY: term.IsTerminal(int(os.Stderr.Fd())),
		env:    os.Getenv,
	}
	if s.outTTY {
		if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
			s.width = w
		}
	}
	return s
}

// global is what the flags of the root command say to every command.
type global struct {
	streams
	ctx    context.Context // of the command: it ends with an interrupt
	ledger string          // a file, a folder, "-" for standard input, or "example:NAME"
}

const (
	ledgerEnv     = "DEALGRAPH_LEDGER"
	ledgerDefault = "ledger"
)

// globals reads the root's flags for the running command cmd.
func globals(cmd *cobra.Command, s streams) global {
	g := global{streams: s, ctx: cmd.Context()}
	if g.ctx == nil {
		g.ctx = context.Background() // completion runs without one
	}
	if f := cmd.Flag("color"); f != nil {
		g.outColor = useColor(f.Value.String(), s.outTTY, s.env)
		g.errColor = useColor(f.Value.String(), s.errTTY, s.env)
	}
	f := cmd.Flag("ledger")
	switch env := s.env(ledgerEnv); {
	case f != nil && f.Changed:
		g.ledger = f.Value.String()
	case env != "":
		g.ledger = env
	default:
		g.ledger = ledgerDefault
	}
	return g
}
