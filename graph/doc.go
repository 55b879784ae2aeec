// Package graph turns a ledger into a network: an immutable, sorted, weighted directed multigraph of parties and the legs
// between them, for one stated meaning of "dollar".
//
// # A view decides which dollars count
//
// A [View] is a basis, a day, a span of years and a filter. The five bases answer five questions about the same ledger:
//
//	headline  what was announced: all live deals but rumours, at their ceiling
//	signed    what is agreed: signed, active or completed deals, at their ceiling
//	firm      what cannot be escaped: of those, the floor, met tranches only, cut at the exit
//	paid      what has moved by the day of the view
//	expected  what may be expected: the likely amount times an assumed probability of the status
//
// For every ledger and day firm ≤ signed ≤ headline and paid ≤ headline, in total and for every deal that contains no
// other. What was paid stays counted on every basis even when the deal ended afterwards.
//
// # No dollar twice
//
// A deal that lies within another is counted once: it keeps its amount and the containing deal is left with the rest.
//
// # What is unknown
//
// An undisclosed amount makes an arc that is not Known: it is there for whoever asks who is linked with whom, and in no
// sum. Estimates, assumed profiles, missing exchange rates and deals that could not be placed in time are counted and named
// in the network's Warnings.
//
// # Direction and units
//
// An [Arc] points from payer to payee. Amounts are int64 minor units (1/100) of the view's currency; [Arc.Weight] and the
// gonum view give whole units. Sums are exact; a ledger whose total does not fit is refused.
package graph
