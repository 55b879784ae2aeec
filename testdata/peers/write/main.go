// Write makes the networks on which peers are compared and writes each to a file of its name in a folder:
//
//	go run ./testdata/peers/write DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dealgraph/graph"
	"dealgraph/graph/nettest"
	"dealgraph/testdata/peers/edges"
)

var networks = []struct {
	name string
	make func() *graph.Network
}{
	{"complete10", func() *graph.Network { return nettest.Complete(10) }},
	{"complete11", func() *graph.Network { return nettest.Complete(11) }},
	{"ring1k", func() *graph.Network { return nettest.RingWithChords(1000, 12) }},
	{"deadends20", func() *graph.Network { return nettest.DeadEnds(20) }},
	{"diamonds20", func() *graph.Network { return nettest.Diamonds(20, true) }},
	{"layers8x50", func() *graph.Network { return nettest.Layers(8, 50, 3) }},
	{"communities20k", func() *graph.Network { return nettest.Communities(20_000, 1) }},
	{"trust", nettest.Trust},
	{"laundering", nettest.Laundering},
	{"preferential4k", func() *graph.Network { return nettest.Preferential(4000, 4, 1) }},
	{"preferential16k", func() *graph.Network { return nettest.Preferential(16_000, 4, 1) }},
	{"preferential32k", func() *graph.Network { return nettest.Preferential(32_000, 4, 1) }},
	{"preferential200k", func() *graph.Network { return nettest.Preferential(200_000, 5, 1) }},
	{"scattered100", func() *graph.Network { return nettest.Scattered(100, 200, 1) }},
	{"scattered1k", func() *graph.Network { return nettest.Scattered(1000, 5000, 1) }},
	{"scattered2k", func() *graph.Network { return nettest.Scattered(2000, 20_000, 1) }},
	{"scattered20k", func() *graph.Network { return nettest.Scattered(20_000, 100_000, 1) }},
	{"scattered80k", func() *graph.Network { return nettest.Scattered(80_000, 400_000, 1) }},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: write DIR")
		os.Exit(2)
	}
	for _, n := range networks {
		if err := edges.Write(filepath.Join(os.Args[1], n.name), n.make()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
