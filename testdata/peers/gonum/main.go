// Gonum is what a user of gonum would write: topo.DirectedCyclesIn for all cycles and, since that takes no bound, a depth first
// search of one's own for short ones:
//
//	gonum all|LENGTH FILE
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"

	"dealgraph/testdata/peers/edges"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: gonum all|LENGTH FILE")
		os.Exit(2)
	}
	n, err := edges.Read(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "gonum:", err)
		os.Exit(1)
	}
	g := simple.NewDirectedGraph()
	for a := range n.Arcs() {
		g.SetEdge(g.NewEdge(simple.Node(a.From), simple.Node(a.To)))
	}
	runtime.GC()
	start := edges.CPU()
	var found int
	if longest, err := strconv.Atoi(os.Args[1]); err == nil {
		found = short(g, longest)
	} else {
		found = len(topo.DirectedCyclesIn(g))
	}
	fmt.Printf("%d %.6f\n", found, (edges.CPU() - start).Seconds())
}

// short counts the cycles of at most longest parties, each from its least.
func short(g *simple.DirectedGraph, longest int) int {
	found := 0
	on := map[int64]bool{}
	var extend func(root, v int64, length int)
	extend = func(root, v int64, length int) {
		on[v] = true
		for to := g.From(v); to.Next(); {
			switch w := to.Node().ID(); {
			case w == root:
				found++
			case w > root && length < longest && !on[w]:
				extend(root, w, length+1)
			}
		}
		delete(on, v)
	}
	for nodes := g.Nodes(); nodes.Next(); {
		v := nodes.Node().ID()
		extend(v, v, 1)
	}
	return found
}
