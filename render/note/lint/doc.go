// Package lint finds numbers in the prose of notes that a ledger has, and that nobody keeps true; numbers that the ledger contradicts; and
// deals that are called signed and are not.
//
// It would rather miss something than cry wolf. A number is held to be that of the ledger only where the sentence names what it
// is of: both parties of a deal, or a party and what a fact measures, and the two agree to the digits that are written. It is held to be
// contradicted only where a sentence has one amount, is about one pair of parties or one fact of a year, and the ledger has nothing for
// those parties that comes near. A deal is not signed only if no deal between the two is, and the sentence does not say so itself.
package lint
