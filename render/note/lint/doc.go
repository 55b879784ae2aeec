// Package lint finds numbers in the prose of notes that a ledger has, and that nobody keeps true; numbers that the ledger contradicts;
// deals that are called signed and are not, and deals that are told as if they stood and have ended.
//
// It would rather miss something than cry wolf. A number is held to be that of the ledger only where the sentence names what it
// is of: both parties of a deal, or a party and what a fact measures, and the two agree to the digits that are written. It is held to be
// contradicted only where a sentence has one amount, is about one pair of parties or one fact of a year, and the ledger has nothing for
// those parties that comes near; where not all is known of the pair, numbers are counted and not judged. A deal has ended where no other
// has the number, and nothing in the sentence tells of the past. A deal is not signed only if no deal
// between the two is, and the sentence does not say so itself.
package lint
