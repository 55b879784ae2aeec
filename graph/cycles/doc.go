// Package cycles finds the circles that money runs in: A pays B, B pays C, C pays A.
//
// # What a cycle is
//
// A cycle is an elementary circuit (Johnson 1975) over parties: a closed way along arcs, payer to payee, that passes no
// party twice. Two cycles are the same if they pass the same parties in the same order, wherever one starts to tell them.
// A cycle of length one is a party that deals with itself, a cycle of length two is a pair that pays each other.
//
// Deals between the same payer and payee are one [Hop]: they are listed and summed, never multiplied. Three deals one way
// and four the other way are one cycle with seven deals in it, not twelve cycles. So the number of cycles is a property of
// this rule as much as of the market, and no headline; the bottlenecks and the deals are what counts.
//
// # How strong a cycle is
//
// The bottleneck of a cycle is its smallest hop: what can have gone all the way round. A hop may hold deals whose amount is
// not disclosed, and an undisclosed amount is never zero, so a bottleneck is exact, or a floor, or open; see [Bound]. It
// also is not money: cycles share hops, and adding bottlenecks up counts dollars many times.
//
// A deal stands on a rung of the ladder from rumoured to completed. A hop is as firm as the firmest of its deals, a cycle
// only as firm as its least firm hop.
//
// # What kind of cycle it is
//
// A [Class] names a pattern of deals: a supplier that funds its own customer, parties that hold each other's shares. As
// each hop may hold deals of several kinds, a class holds if each hop has a deal that plays the part it asks for; the
// [Reading] says which deals those are and what the bottleneck is when only they count. A class says what the deals are,
// not why they were made.
//
// # The questions
//
//   - [Find] and [Ranked]: which cycles carry most? By falling bottleneck, as many as are wanted, with a proof that they are the
//     strongest.
//   - [Each] and [Count]: which cycles are there at all, and how many? As fast as they can be told, in no order of strength.
//   - [Pattern]: which read, hop by hop, like this?
//
// # The searches
//
// All walk a core of the network: the hops inside its strongly connected components that serve the question, in dense rows of
// int32, parties with most hops first.
//
// The ranked search inserts hops one by one, the largest first. Each closes exactly the cycles of which it is the smallest hop,
// so that nothing is found that must be thrown away again, and the search can stop after any number of cycles. For the hop
// u → v that closes, spheres grow from both ends until they meet or cannot; then a search backwards from u marks, for every
// number of steps, the parties from which u can be reached in exactly so many, and the depth first search from v enters only
// those. Hops that disclose nothing have no place in the order by amount: cycles without such a hop come first, then those with
// one, by their smallest disclosed hop, and last those that disclose nothing at all.
//
// The search for all takes each party as a root and finds the cycles on which no party has a smaller label. Up to eight parties,
// two breadth first searches around the root leave only hops that can lie on such a cycle, and at every step only neighbours
// from which the root is near enough: what is left to go wrong is a clash with the path itself. For longer cycles, and
// without a bound, the search learns from its failures too, so that chains of dead ends are walked once and not over and over,
// where a search cut off by depth alone explodes.
//
// # Limits
//
// Every search is bounded by length, count and context, looks at the context also while it finds nothing, and says what it has
// proved when it ends: [Proved], [StopError]. All cores work, and the answer is the same for any number of
// them, to the byte. Memory does not depend on how many cycles there are.
package cycles
