// Package schema describes the files of a ledger to other programs: [JSON] gives a JSON Schema of the YAML spelling, with
// which an editor completes and explains fields while one writes, and [Table] a Table Schema (Frictionless Data) of each
// CSV table. [Assumptions] gives a JSON Schema of the files in which numbers stand that no ledger states.
//
// # One list
//
// Fields, their order and what they mean come from deals.Fields, which the readers themselves know records by; the words of
// kinds, statuses, tiers and natures from package deals too. A field that the reader learns is in the schema at once.
//
// # Never stricter than the reader
//
// What the reader accepts, the schema accepts. The other way round it cannot be: that a reference leads somewhere, that a
// history climbs or that February has 28 days is for dealgraph check to say. The patterns know the cells of a ledger as
// far as a regular expression can, and let any text with a character outside ASCII, € and £ pass, since the reader takes
// amounts such as 5000亿美元 and full-width digits; and any with two spaces in a row, to stay quick on hostile texts.
//
// Patterns keep to what Go, JavaScript and Python read alike: no lookahead, no flags, no named groups.
//
// # Drafts
//
// The YAML language server reads JSON Schema up to draft-07, so that is what an editor should have. Draft 2020-12 says the
// same for validators.
package schema
