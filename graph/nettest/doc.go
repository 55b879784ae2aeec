// Package nettest makes networks for tests and benchmarks: written down line by line, of a named shape whose answers are known
// by formula, or drawn at random from a seed. It needs no ledger files and reads no clock; the same arguments give the same
// network, arc by arc.
//
// In small networks every arc has a leg, in a deal of its own, so that kinds and families can be asked for. Deals are numbered
// in the order in which they are made, which is also the order of parallel arcs in the network.
//
// The large ones (Trust, Laundering, Preferential, Scattered, Communities) and the traps for searches (RingWithChords, Layers,
// DeadEnds) have arcs without legs, none parallel to another, so that a million of them are made in a second or two. Their
// amounts are drawn so that ties are rare. testdata/peers says what other libraries make of them.
package nettest
