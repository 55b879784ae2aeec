// Package circulation says how many dollars go round, counting none twice.
//
// # What circulates
//
// A circulation is a flow along the arcs of a network, at most the amount of each, that is conserved at every party: what
// comes in goes out. The largest there is, [Maximum], is the answer to "how much of all this can be money that comes back
// to where it started?". It is also what would disappear if all cycles were netted, everybody keeping the same net
// position and nobody getting a new counterparty; what is left then has no cycle. An upper bound, that is: amounts say what
// can have gone round, not which dollar did.
//
// # The chain
//
// [Totals] set it between its bounds, for one set of amounts:
//
//	bilateral     what cancels between two parties alone
//	≤ circulated  what can go round, by cycles of any length
//	≤ excess      what could be saved if anybody might pay anybody, as a clearing house does
//	≤ gross       all there is
//
// The circulated dollars lie also within what is on arcs that are on some cycle. Where bilateral and circulated are far
// apart, money goes round in longer cycles; where circulated and excess are, it passes through parties on its way and does
// not come back.
//
// # Why not add up the cycles
//
// Cycles share arcs. The bottleneck of each says what can go round it alone; the sum of bottlenecks counts a dollar on a
// shared arc once for every cycle through it, and easily comes to more than there is. Nor does it help to take the largest
// cycle first and subtract: it may break several that together carry more, and the result depends on what was taken first.
// The maximum needs no cycle list and depends on nothing but the amounts.
//
// # One total, many splits
//
// The total is unique, its split is not. Where a party can send a dollar on by two arcs, both give a maximum circulation, and
// nothing says which. So [Result.Flow] and the cycles that [Decompose] makes of it are illustrations that add up. They
// say nothing about a single deal.
//
// For "how much of this deal comes back?" there is [Balanced]: a split that takes no side, as everything is passed on in
// proportion, and that is the same whatever the order and the names. It comes to less than the maximum, since what is
// passed on in proportion is not steered round.
//
// [WithoutParties] and [WithoutDeals] say what hangs on one party, or one deal.
//
// # What counts
//
// Amounts are int64 minor units of the view's currency, and all but the balanced split is exact. Arcs whose amount is not
// known carry nothing, are counted and said: so the circulated total is the most for what is disclosed only. A deal of a
// party with itself is a cycle of length one. Parties of the sector outside stand for many, and nothing goes round through
// them.
package circulation
