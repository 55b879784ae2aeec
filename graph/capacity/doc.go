// Package capacity counts deals in gigawatts: how much computing power a party has contracted, with whom, from when on, and what
// is missing to a target.
//
// A leg of a deal may state a quantity in watts: 10 GW, 800 MW. It is capacity that the payer obtains if the leg is of a kind of
// spending; shares, loans, warrants and guarantees with a quantity hang on capacity and are none.
//
// # Layers
//
// One gigawatt of a data centre is bought several times: as chips, as power plant, as a lease of the site, and, by whom it is
// rented to, as hosted computing. Whoever adds these up counts it several times, and ledgers rarely say which gigawatts are the
// same. So each leg belongs to a [Layer], legs are added within a layer only, and of all layers together there are bounds:
// at least the largest of them, if all others are about the same gigawatts; at most their sum, if none are. Overlaps that the
// ledger does state (within) are taken off, in a layer and in that sum.
//
// # Years
//
// Capacity is a stock. What is rented is there from the start of its term to the end; goods arrive over the term of their
// delivery, evenly unless the ledger says otherwise, and stay; wear is not counted. A leg that states too little to be placed is
// in the total, and in no year.
//
// # Bases
//
// On the headline and signed bases a leg counts whole. On the firm basis it counts by the share of its money that is firm, and
// on the expected basis by the probability of its status. What has been paid tells nothing about gigawatts.
package capacity
