// Package ladder tells what becomes of headlines: how much of what was announced still stands, is signed, cannot be escaped, and
// has moved; and how that came about, day by day, as it could be known then.
//
// A deal goes down a ladder. On the first rung stands what was announced: what the headline basis counts of it as if no deal ever
// ended. Then what still stands, what is signed, what of it has a floor, what of that nobody can leave early, and what was paid.
// On no rung is more than on the one before, leg by leg, because every basis counts at least what has moved.
//
// Two sums are kept apart. Gross counts each leg by itself, as its headline does. Net takes off what other deals in the ledger
// record of it, so that no dollar counts twice: it is what [graph.Build] has, and what may be added up.
//
// A ledger has one amount in use for each leg, and no record of when it was first stated: a deal that was changed is two deals, of
// which one takes the place of the other. What an ended deal loses is therefore told apart: the part that the deals in its place
// announced again, and the part that is gone.
package ladder
