package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const oneDeal = "from,to,kind,amount,status,date\nx,y,loan,$1B,signed,2025-01-01\n"

// A bar shows on a terminal alone, only when the work takes long, and leaves nothing behind.
func TestProgressBar(t *testing.T) {
	for _, c := range []struct {
		name     string
		terminal bool
		long     bool
		total    int64
		shows    bool
	}{
		{"long work on a terminal", true, true, 1000, true},
		{"of unknown length", true, true, 0, true},
		{"short work", true, false, 1000, false},
		{"no terminal", false, true, 1000, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProbe(nil)
			p.errTTY = c.terminal
			bar := p.progress("reading")
			if c.long {
				bar.gate.opens = time.Time{}
			}
			bar.report(500, c.total)
			shown := p.stderr.String()
			bar.end()
			if got := strings.Contains(shown, "reading"); got != c.shows {
				t.Errorf("it shows %q", shown)
			}
			if !c.shows && p.stderr.Len() > 0 {
				t.Errorf("it wrote %q", p.stderr)
			}
			if rest := p.stderr.String()[len(shown):]; c.shows && (!strings.HasSuffix(rest, "\r") || strings.TrimSpace(rest) != "") {
				t.Errorf("at the end it wrote %q, which does not clear the line", rest)
			}
			if p.stdout.Len() > 0 {
				t.Errorf("on stdout: %q", p.stdout)
			}
		})
	}
}

// Reading stops with the context, even while standard input waits.
func TestReadingIsInterrupted(t *testing.T) {
	name := filepath.Join(t.TempDir(), "deals.csv")
	if err := os.WriteFile(name, []byte(oneDeal), 0o666); err != nil {
		t.Fatal(err)
	}
	in, into := io.Pipe() // of which nothing ever comes
	defer into.Close()
	for _, ledger := range []string{name, "-"} {
		p := newProbe(nil)
		p.in = in
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err := global{streams: p.streams, ctx: ctx, ledger: ledger}.open()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", ledger, err)
		}
	}
}
