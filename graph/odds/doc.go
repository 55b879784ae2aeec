// Package odds says what becomes of a plan: who still pays what is due when money comes late or short, and how likely that is.
//
// A plan ([cashflow.Plan]) sets what everybody is due to pay, year by year, against the means there are. On its own account a party may
// be fine, and yet be dragged down by a customer that cannot pay it. So each year is cleared ([System]): everybody pays what it
// can, rank by rank, out of what it has, earns outside the network and is paid by others; what is left is there in the next year.
// Obligations that are not met in their year are lost to the creditor.
//
// # Survival
//
// [NewSurvival] puts all parties under one [Stress] and says of each whether it meets its obligations, what it would need from
// elsewhere to do so, and what else would save it. Of many parties no fact tells what they earn or have at hand. They are looked at from two ends. At
// the ample end they have whatever they are due to pay. At the bare end they have no more than their deals
// need to work at all, and of that the stress takes its part; cash that is not on record is taken to be none. A verdict that
// holds at both ends needs no guess.
//
// # Odds
//
// A [World] is what is not certain in a plan: which deals are carried through, how late, how fast revenue grows. A [Cone] is how
// far the means and dues of one party spread out in it, if all others pay. A [Network] clears every scenario, so that in it one failure
// can drag others: how likely each party fails by when, and how many do together. Guarantees and losses are not drawn.
//
// [Deals] is the same for a network, without years and means: which deals are carried through, and with which amounts. [Of] asks any
// analysis of a network under it.
//
// Money is in minor units of the view's currency, as float64.
package odds
