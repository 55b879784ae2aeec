// Package exposure says who has what at stake with whom: what a party loses directly if another one fails.
//
// The exposure of j to i is what j loses if i fails. It is a gross, nominal sum: nothing is expected to be recovered, no
// collateral is seized, and nothing that j owes i is set off. What passes on from j to others is not in it either: that is
// what chains are for.
//
// # From deals to claims
//
// An arc points from who pays to who receives. Which side has something at stake depends on what the money is for and on
// whether it has moved. Each rule below makes a [Line]: a holder, the party it counts on, a [Claim], the amount, and the
// arc it comes from. What a kind leaves behind is its deals.KindInfo.Leaves.
//
// Money that has moved. With equity, convertibles, loans, bonds and prepayments the payer holds something of the payee from
// then on: shares (equity), a debt (credit), goods to come (supply). If the payee fails, the payer loses it. Money has
// moved when the deal is active or completed. It has also moved when the deal ended and still counts, since a network
// counts ended deals only for what was paid; nothing on record says that it came back. An active deal counts in full as
// moved, although part of it may still be owed: a warning says how many do, and the paid basis shows what is on record.
//
// Money that is promised. Until then (rumoured to signed) the payer has lost nothing, but the payee counts on the money:
// holder payee, on payer, claim funding. A grant is funding while it is promised and nothing once paid, as no claim to have
// it back exists. An acquisition likewise: while it is promised the payee, or its owners, count on the price; once it is
// completed both are one.
//
// Money to be earned. With purchases, compute, leases, licences and revenue shares the payee counts on what is still to
// come: holder payee, on payer, claim revenue. A completed deal has nothing to come. What an active one has already paid is
// not taken off, as a ledger seldom knows it.
//
// Promises that may never be called. The beneficiary of a guarantee counts on the guarantor, and who was granted a warrant
// counts on who granted it: holder payee, on payer, claim contingent. The amount is the most that can be called. Behind a
// guarantee stands a second claim: if the obligor whose debt it covers fails, the guarantor pays. So the guarantor has
// the same amount at stake with the obligor: claim guarantee. One guarantee is thus at stake with two parties, but each of
// them failing alone calls it for one holder only. A completed guarantee or warrant has run its course and leaves nothing.
//
// Equity settled in stock is the one exception: the payer hands over its own shares, so it is the payee who holds shares of
// the payer.
//
// The paid basis. Its amounts are money that has moved, so only the claims of payers are left: equity, credit and supply,
// and of a guarantee that was called the claim on the obligor. An ended guarantee that still counts was called, too.
//
// A deal of a party with itself is no exposure to anybody else; it is left out with a warning. So is a deal without a
// leg or of a kind that is not known, and the second claim of a guarantee whose obligor is not named, not in the network,
// or the guarantor itself.
//
// # Chains
//
// A party may never deal with another one and yet live on its money: what a laboratory pays a cloud, the cloud pays a maker of
// chips. [Chains] look through: [Chains.Dependents] tells whose inflow hangs on a party, directly, by one party in between
// and by more, [Chains.DependsOn] on whom the inflow of a party hangs, [Chains.Through] which part of it is by way of a third,
// and [Chains.Paths] by which ways.
//
// Chains are of payments, not of claims: all known amounts but guarantees and warrants. They rest on three rules. Dollars are
// told apart in proportion: if 60% of what a party has came from another one, 60% of each payment that it makes is that
// one's money. What a party pays beyond what the network says it receives is its own, and hangs on nobody. And everybody goes
// on to pay the same shares of what it has: nobody draws on a reserve, breaks a contract, or finds another customer; package
// clearing is for that. So the answer is linear: if a party pays half as much less, all lose half as much.
//
// The share of the money of j that was at k before is N_kj·T_k/(N_kk·T_j) with N = (I−P)⁻¹, P_ij = F_ij/T_i; in words, the
// chance that a dollar of j, traced back in proportion, was at k. It is 1 − T_j/T_j without what k pays.
//
// A dollar that passes three parties is at stake with all three, so the dependences of a party on several others overlap, and
// those of several on one count the dollar once for each. In a circle that nothing enters or leaves, all money has been
// everywhere. Parties of sector outside stand for many: chains begin and end with them and do not pass.
//
// # Reading a result
//
// Undisclosed amounts are counted, never taken as zero: a total is a floor while Unknown is not 0. Claims of different
// kinds differ in what is left of them in a failure, so show them apart; their total is for ranking. Exposures of several
// holders may be added, but the same dollars can be at stake with several parties along a chain.
//
// Parties of sector outside are included like all others; who shows a result may mark them (deals.Party.Outside).
package exposure
