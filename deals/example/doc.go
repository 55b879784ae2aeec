// Package example holds reference ledgers, embedded in the program: sourced deals to try the tools on, and to hold
// results against. Today there is one.
//
//	ai    who funds, supplies and guarantees whom in the AI industry, 2019 to early July 2026
//
// Each ledger is a folder of the files that [dealgraph/deals.ReadFS] reads, with a README.md that says what is covered,
// how the sources were turned into deals, and what is weak. Read one with
//
//	fsys, ok := example.FS("ai")
//	ledger, err := deals.ReadFS(fsys, "example:ai")
package example
