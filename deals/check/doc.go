// Package check looks over a ledger that could be read and says what in it should not be relied on yet.
//
// Each [Check] is a value: a name, a severity, one line that says what it looks for, and a function over the ledger. What
// cannot be read at all is not a check's business: package deals reports it while reading, with the same shape.
//
// An error makes the numbers wrong; a warning makes them doubtful; a note tells what a careful keeper would still fill in,
// and counts only in a strict run.
//
// # What is found
//
// Checks work with what is in the ledger, and compare it with itself: an amount with its claims, its schedule, its tranches
// and the texts beside it; a name with all others; a date with those before and after it and with those of its sources; a
// deal with those it lies within. They look for the few slips that change a number and that people do make. A check that
// is wrong one time in three is not worth having.
//
// # What is accepted
//
// A finding can be right and still no slip. The keeper then says so in the ledger, by the tag ok/NAME on the leg, the deal
// or, for facts, the party, with the reason in a comment or note beside it. [Run] marks such findings as accepted, and the
// check "accepted" watches the tags: one that accepts nothing is reported. The errors and warnings of reading cannot be
// accepted.
//
// # What is explained
//
// [Explain] teaches each check, and each code of reading, with a small ledger and its mended twin. These come from the
// gallery in testdata, which the tests read: the comment of an archive is the explanation (what it asks, then why it matters
// for the numbers), the files example, message and mended are the example, and bad.yaml, good.yaml and want hold the cases
// that a check has to tell apart.
package check
