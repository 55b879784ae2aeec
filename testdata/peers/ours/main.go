// Ours answers what the peers are asked, by the packages of this module, on one core:
//
//	ours each|count all|LENGTH FILE
//	ours circulation circulation FILE
//
// It prints the answer and the CPU seconds that it took after the file was read.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/cycles"
	"dealgraph/testdata/peers/edges"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ours:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: ours each|count|circulation TASK FILE")
	}
	n, err := edges.Read(args[2])
	if err != nil {
		return err
	}
	o, err := options(args[1])
	if err != nil {
		return err
	}
	runtime.GC() // what reading left over is not the search's
	start := edges.CPU()
	answer, err := answer(n, args[0], o)
	if err != nil {
		return err
	}
	fmt.Printf("%d %.6f\n", answer, (edges.CPU() - start).Seconds())
	return nil
}

func options(task string) (cycles.Options, error) {
	o := cycles.Options{MaxLength: -1, Limit: -1, Workers: 1}
	if task == "all" || task == "circulation" {
		return o, nil
	}
	var err error
	o.MaxLength, err = strconv.Atoi(task)
	return o, err
}

func answer(n *graph.Network, how string, o cycles.Options) (uint64, error) {
	ctx := context.Background()
	switch how {
	case "each":
		found := uint64(0)
		for _, err := range cycles.Each(ctx, n, o) {
			if err != nil {
				return 0, err
			}
			found++
		}
		return found, nil
	case "count":
		t, err := cycles.Count(ctx, n, o)
		return t.Cycles, err
	case "circulation":
		r, err := circulation.Maximum(ctx, n)
		return uint64(r.Circulated), err
	}
	return 0, fmt.Errorf("no way to answer %q", how)
}
