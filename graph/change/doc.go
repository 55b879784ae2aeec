// Package change compares two states of a ledger: two versions of it, one version on two days, or both.
//
// # What changed
//
// [Between] compares what the two say, not how they are written: a record that moved to another file, a date spelled another way, a
// status said once for all legs are no change. A field is compared by the statement in use, since that is what counts; claims that
// are not in use are told too. Of a ledger on two days, that is what was known of a deal on each: its status, its payments, its
// tranches met.
//
// # What moved, and because of what
//
// A number that adds up over deals, such as a total, what a party pays or what is at stake with it, moves by what its deals
// contribute: [Compare] tells it to the cent, and the parts add up to the whole.
//
// What can go round does not add up: a deal that closes a cycle makes others circular that were there before. [LeaveOut] asks of each
// change how the number would stand without it. Two deals that close a cycle together are each the reason for all of it, two of which one
// would do are neither: the effects need not add up, and [Drops.Rest] is what is left.
//
// [Attribute] does as much for any number that is computed from a ledger, by merging the two versions record by record. It
// tells both: what is missing without a change, and by how much the number moves when the changes are made one after the other.
// The latter adds up, but depends on the order.
package change
