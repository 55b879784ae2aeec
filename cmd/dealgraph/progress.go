package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// showAfter is how long work goes on before its bar appears: what is over sooner needs none.
const showAfter = 500 * time.Millisecond

// progress is a bar on the terminal that says how far long work has come. Where stderr is no terminal it shows nothing. It
// is used by one goroutine.
type progress struct {
	streams
	what  string // "reading"
	bytes bool   // it counts bytes; else pieces of work
	gate  gate
	bar   *progressbar.ProgressBar // nil: nothing was reported
}

// progress returns the bar of a piece of work that begins now.
func (s streams) progress(what string) *progress {
	return &progress{streams: s, what: what, gate: gate{to: s.err, opens: time.Now().Add(showAfter)}}
}

// report moves the bar; a total of 0 is not known.
func (p *progress) report(done, total int64) {
	if !p.errTTY {
		return
	}
	if p.bar == nil {
		if total <= 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(&p.gate),
			progressbar.OptionSetDescription(p.what),
			progressbar.OptionShowBytes(p.bytes),
			progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	p.bar.Set64(done) // a bar that cannot be drawn is no reason to stop
}

// end takes the bar from the terminal.
func (p *progress) end() {
	if p.bar != nil && p.gate.open {
		p.bar.Exit()
		p.bar.Clear()
	}
	p.bar = nil
}

// A gate swallows what is written to it until it opens.
type gate struct {
	to    io.Writer
	opens time.Time
	open  bool // something went through
}

func (g *gate) Write(p []byte) (int, error) {
	if !g.open && time.Now().Before(g.opens) {
		return len(p), nil
	}
	g.open = true
	return g.to.Write(p)
}
