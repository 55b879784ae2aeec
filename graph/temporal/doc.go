// Package temporal finds the cycles that money can have run in order of time.
//
// A cycle of deals says that money can go round, not that it did. This package looks at dated payments and yields the ways on
// which it can have: each payment later than the one before it, the last within a window of the first, no party twice. Payments
// between the same parties are not merged, as each has its day, but told together: a [Cycle] is all combinations of payments that
// begin with one payment and pass the same parties, with their number.
//
// Dates are often known only to a month or a year, and a schedule says no more than that. A combination is possible if some days
// put it in order, and certain if all do.
//
// [Each] goes by first payments, in order of time, so that a search that is stopped can still say until which day nothing is
// missing: [StopError]. [Count] counts without telling. Bottlenecks of cycles that share payments do not add up.
package temporal
