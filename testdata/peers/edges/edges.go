// Package edges is how the programs beside it hand networks to one another: a line for each arc, of the number of the payer,
// the number of the payee and the amount in minor units.
package edges

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// Write writes the arcs of a network to a new file.
func Write(file string, n *graph.Network) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for a := range n.Arcs() {
		fmt.Fprintf(w, "%d %d %d\n", a.From, a.To, a.Amount)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// Read reads them again. Parties behind the last one that has a deal are lost, which changes no cycle.
func Read(file string) (*graph.Network, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var parties []*deals.Party
	var arcs []graph.Arc
	for r := bufio.NewReader(f); ; {
		a := graph.Arc{Known: true, Status: deals.Signed}
		if _, err := fmt.Fscanln(r, &a.From, &a.To, &a.Amount); err == io.EOF {
			return graph.New(parties, arcs), nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: arc %d: %w", file, len(arcs)+1, err)
		}
		for last := int(max(a.From, a.To)); len(parties) <= last; {
			parties = append(parties, &deals.Party{ID: nettest.Numbered(len(parties))})
		}
		arcs = append(arcs, a)
	}
}

// CPU is the processor time that this process has used on all cores.
func CPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
