// Package concentration says on how few a party, or a network, depends: how evenly a sum is spread over those it comes
// from, how much one of them is, and which lines of disclosure and prudence that crosses.
//
// [Measure] gives the usual numbers of a list of entries, [WithResidual] the bounds when part of the sum is not disclosed
// by entry, [Spearman] how far two rankings agree. An undisclosed entry is never taken as zero: what cannot be known is a
// range.
package concentration
