// Package facts sets facts of a ledger side by side: what companies burn before they make a profit, and the signs that warn of a
// turn in investment.
//
// A fact is one number of one party, or of the world, from one source. Sources differ, so several facts can be about one thing.
// This package never averages them and never drops one: it keeps all, orders them by how far each is to be believed, and says
// which of them can be compared at all. What is not in the ledger is not in a result either; it says so instead.
//
// # When a fact counts
//
// Most questions are asked as of a day. What happened counts from the end of its period on. What a party promises, or somebody
// forecasts, counts from the day of its source on; if the source has none, from the month that the note names, if it names one
// alone. Otherwise it has no date, and counts on every day.
//
// # Burn
//
// How much a company burns before its first profit is measured in several ways: net losses, negative free cash flow, cash burn,
// operating burn, EBITDA. They can differ by a multiple, since a loss need not be cash and cash spent need not be a loss. The
// measure of a fact is told by its metric, or else by words of its note or its id; see [Measure]. Facts of other measures,
// other windows or other currencies are in no range together.
//
// # Signs
//
// A [Rule] compares the latest reading of a metric with an earlier one, and says whether a warning sign is there. Both must be
// actual facts, in one unit and of periods of one length. If they are not in the ledger, the answer is that there is not enough
// data, which is not a no.
package facts
