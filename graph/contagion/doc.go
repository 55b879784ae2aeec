// Package contagion bounds how far the failure of a party spreads through what others hold of it: threshold cascades and
// DebtRank for losses of holders, and the supply index ESRI for those who lose an input.
//
// # Losses of holders
//
// A [Stress] says who holds how much of whom and how much each can lose. Λ = exposure / buffer is the part of the holder's
// buffer that goes if the other fails altogether. Three rules say what a failing party does to its holders:
//
//   - [Stress.Threshold] (Furfine 2003): nothing until it fails, then everything but what is recovered. A holder fails when its losses
//     reach its buffer.
//   - [Stress.Differential] (DebtRank as of Bardoscia, Battiston, Caccioli and Caldarelli 2015): in proportion to its own distress, from the
//     first dollar. The end state is the fixed point of h = min(1, h⁰ + Λh).
//   - [Stress.SingleHit] (DebtRank as of Battiston et al. 2012): as before, but each party passes distress on only once, so that what
//     comes round a second time is not counted.
//
// On the same claims and buffers losses are ordered: clearing (Eisenberg and Noe) ≤ threshold without recovery ≤
// differential DebtRank (Barucca et al. 2020). So DebtRank is the cautious bound and a ranking, and no forecast; package
// clearing is the estimate. [Stress.Losses] and [Stress.Uncapped] say what is lost beyond buffers, and [Stress.Ranks] how much
// each party's failure alone would cost the others. [Stress.LoopGain] says whether shocks die out on their way round: they do if it is below 1.
//
// Buffers of 0 or less have failed from the start, those of +Inf never fail. No result is infinite or no number: what would
// make it so is refused with the number of the party.
//
// # Losses of inputs
//
// When a supplier cannot deliver, its customers lose an input, and theirs after them: the other direction. A [Supply]
// network carries sales; the Index of an [Effect] is the share of all sales that is lost (Diem et al. 2022). Do not mix the two:
// shocks to demand travel to suppliers, shocks to supply to customers (Acemoglu et al. 2012).
package contagion
