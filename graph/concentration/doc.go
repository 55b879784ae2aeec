// Package concentration says on how few a party, or a network, depends: how evenly a sum is spread over those it comes
// from, how much one of them is, and which lines of disclosure and prudence that crosses.
//
// # Of a list
//
// [Measure] gives the usual numbers of a list of entries, [Top] the share of the k largest. The Herfindahl-Hirschman index HHI
// is the sum of the squared shares: the chance that two dollars drawn at random come from the same one. Its inverse, the
// effective number, reads more easily: 2.4 means as concentrated as 2.4 equal ones.
//
// # Of a party
//
// [Of] takes a side of a party from a network, its customers say, adds up parallel deals and parties under one control, and
// measures what is disclosed. [All] does so for everybody, [Network] for the network as a whole. [Ultimate] measures those from
// whom money comes in the end, and [Dependences] sorts those whom it passed on its way; both are told by the caller, who has
// it from the packages on throughflow and exposure.
//
// # What is not disclosed
//
// An undisclosed entry is never taken as zero. [Bound] says what holds whatever it is, and it is well to know how little
// that can be. If the sum of all is known, as where a party reports its revenue, the rest bounds what is missing: the HHI is
// least if the rest is split without end, and most if it comes in as few pieces as may be. If no sum is known, k undisclosed
// entries may be next to nothing or dwarf the others: the effective number is then anything from 1 to k more than what the
// disclosed ones give, and every disclosed share may be as good as 0. Then only the disclosed amounts can be told apart, and
// the measures of these are no measures of the whole.
//
// Parties of the sector outside stand for many. "Other customers" is one entry in a list, but in the bounds any number.
//
// # Lines
//
// [Flag] marks customers of 10% of revenue, and [LargeExposures] what is large beside a base such as equity: crossed for
// certain, or possibly, given what is not disclosed.
//
// # Of rankings
//
// Who matters most depends on what is asked: who costs others most if it pays nothing, whose distress spreads furthest,
// without whom least money goes round. [Agree] says by [Spearman] and [Kendall] how far such rankings agree.
package concentration
