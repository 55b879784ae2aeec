package nettest

import "dealgraph/graph"

// RingWithChords is k parties that pay one another in a circle, cut into as many stretches as there are chords. The chord of
// the first stretch leaves out one party, that of the second leads from its last party back to its first, and so on in turn.
// So c chords make 2^⌈c/2⌉ cycles round the ring, of k − ⌈c/2⌉ to k parties, and ⌊c/2⌋ of ⌊k/c⌋: 1,000 parties with 12 chords
// have 70. What a search does anew for each root, as finding components, it does k times here for next to nothing.
//
// It panics unless k ≥ 3·chords and k ≥ 4.
func RingWithChords(k, chords int) *graph.Network {
	if k < 4 || k < 3*chords {
		panic("nettest: a ring too short for its chords")
	}
	s := newSketch(k, k+chords, 1)
	for v := range k {
		s.add(v, (v+1)%k)
	}
	for c := range chords {
		stretch := k / chords
		first := c * stretch
		if c%2 == 0 {
			s.add(first, first+2)
		} else {
			s.add(first+stretch-1, first)
		}
	}
	return s.network()
}

// Layers is a ring of layers, each of so many parties, of which every one pays arcs parties of the next layer: the party j
// of layer i pays those j + t·arcs^i of the next, for t from 0 below arcs, counted round the layer.
//
// In one lap every sum of steps from 0 below arcs^layers comes up once, and those which are multiples of width lead back. So
// there are width·⌈arcs^layers/width⌉ cycles of as many parties as there are layers, and none shorter: 8 layers of 50 with 3
// arcs have 6,600. Those of more laps are not counted here.
//
// It panics unless there are two layers or more and arcs is at most width and has no divisor in common with it.
func Layers(layers, width, arcs int) *graph.Network {
	if layers < 2 || arcs > width || divisor(arcs, width) != 1 {
		panic("nettest: layers that have no known count")
	}
	s := newSketch(layers*width, layers*width*arcs, 1)
	step := 1
	for i := range layers {
		for j := range width {
			for t := range arcs {
				s.add(i*width+j, (i+1)%layers*width+(j+t*step)%width)
			}
		}
		step = step * arcs % width
	}
	return s.network()
}

// divisor is the largest that a and b have in common.
func divisor(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// DeadEnds is a chain of k diamonds of which each leads back to where it began: party 3i pays 3i+1 and 3i+2, both pay 3i+3,
// and that pays 3i; besides, 3i+1 pays back 3i. At the end of the chain, 3k and 3k+1 pay each other. It has 3k+1 cycles: k+1
// of two parties and 2k of three.
//
// There are 2^k ways down the chain, and the only way back from anywhere leads over a party that was passed. A search that does
// not remember where it failed walks them all, and so does one that forgets it once it has found something: the first cycle,
// between 0 and 1, is found at once.
func DeadEnds(k int) *graph.Network {
	s := newSketch(3*k+2, 6*k+2, 1)
	for i := range k {
		top := 3 * i
		s.add(top, top+1)
		s.add(top, top+2)
		s.add(top+1, top)
		s.add(top+1, top+3)
		s.add(top+2, top+3)
		s.add(top+3, top)
	}
	s.add(3*k, 3*k+1)
	s.add(3*k+1, 3*k)
	return s.network()
}
