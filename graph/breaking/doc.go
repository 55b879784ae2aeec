// Package breaking finds which deals would have to go for no money to go round any more: the smallest set of deals without
// which a network has no cycle.
//
// It is the question of a supervisor, or of a party that wants out: which contracts hold the circles together? The answer is a
// minimum feedback arc set (Karp 1972) with one difference: what is taken out are deals, with all their legs, and not arcs. Two
// aims are offered, the fewest deals and the least money; they often disagree, since it takes many small deals to spare one
// large one.
//
// The problem is hard in the worst case and mostly small: what is proved is said. A [Set] is proved to be the smallest, or it
// comes with a number of deals below which no set can do.
package breaking
