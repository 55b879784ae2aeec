// Package check looks over a ledger that could be read and says what in it should not be relied on yet.
//
// Each check is a value: a name, a severity, one line that says what it looks for, and a function over the ledger. What
// cannot be read at all is not a check's business: package deals reports it while reading, with the same shape.
//
// An error makes the numbers wrong; a warning makes them doubtful; a note tells what a careful keeper would still fill in,
// and counts only in a strict run.
package check
