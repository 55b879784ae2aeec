// Package control holds the deals of a ledger against the totals that documents disclose.
//
// A [deals.Control] says, in an auditor's words, what the ledger has to tie out to: that one customer is 45% of a backlog of
// $625B, that at least 10% of a revenue comes from another, that $26B of purchases cannot be escaped. [Hold] adds up the deals
// that should make up the number and says by how much they miss it.
//
// # Which deals make up a total
//
// Spending is what leaves a claim to revenue: purchase, compute, lease, license, revenue share. A party counts with those it
// controls on the day, as a group is one customer (ASC 280-10-50-42); what passes inside a group does not count.
//
//	revenue                spending of the counterparties with the party that falls in the period
//	purchases              spending of the party with the counterparties that falls in the period
//	backlog                spending of the counterparties with the party that is signed and not completed on the last
//	                       day of the period, less what had fallen due or was paid by then
//	purchase_obligations   spending of the party, but for leases, that falls in the period and cannot be escaped, as seen
//	                       on the day of the source, or else on the first of the period (ASC 440-10-50); in a period
//	                       without an end, all that had not fallen due by that day
//	lease_obligations      leases of the party that were signed and not completed on the last day of the period, less what
//	                       had fallen due by then, whether they have begun or not (ASC 842)
//	debt                   loans, bonds and convertibles of the party that have not fallen due by the last day of the period
//	guarantees             guarantees of the party at their maximum, on the last day of the period (ASC 460)
//
// Without counterparties, all count. The deals are taken as they stood on the last day of the period, or on the last day of the
// ledger where that is earlier. Overlaps are counted once, as everywhere; see [graph.Build].
//
// # What is compared
//
// The deals come to an interval: from what cannot be escaped (firm basis) of the deals that were certainly signed on the day,
// to the ceilings (signed basis) of those that can have been signed by then, where a ledger only knows "by" which day they
// were. A purchase obligation is firm by its meaning, a guarantee is a maximum: there both ends are on one basis. Debt is
// between what was paid out and what was agreed. How a contract spreads over its term is an assumption unless its schedule
// says so, and marked as one.
//
// A share is of the total in the control, or of a fact of the ledger about the party: its revenue of that period, its backlog
// of that day. What was disclosed is an interval too, wider by the tolerance on both sides. The tolerance is in points of a
// share and in parts of a value; left out, it is half a unit of the last digit stated, of at least two in a value.
//
// Where the two intervals meet, the control is [Met]. Otherwise the miss is the distance between their nearest ends, before
// the tolerance. Deals whose amounts are undisclosed, or that cannot be placed in time, may fill a gap: the control is then
// [Open], and the gap is what they would have to come to.
package control
