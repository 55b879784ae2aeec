// Package nettest makes small networks for tests: written down line by line, of a named shape whose answers are known by
// formula, or drawn at random from a seed. It needs no ledger files and reads no clock; the same arguments give the same
// network, arc by arc.
//
// Every arc has a leg, in a deal of its own, so that kinds and families can be asked for. Deals are numbered in the order in
// which they are made, which is also the order of parallel arcs in the network.
package nettest
