// Package draft makes drafts of notes from templates: text files with calls of functions in them, which a user can copy and
// change.
//
// # Templates
//
// A template is Markdown with actions of Go's text/template between {{ and }}: calls of the functions that [Functions] lists, and
// if, else, with, range, and variables. What a function writes is a slot of a note, between the markers of package note, so
// that the note can be refreshed when the ledger changes. There is no data but what the functions give: a template knows the party it
// is about by {{party}} and {{name}}, and asks for all else.
//
// Functions that stand for a block (query, table, figure, say, sources, caveats, methods, stamp) are alone on their line, those
// for one value (number) within a sentence. {{if has "cycles"}} leaves a part out that has nothing to tell.
//
// # Names are data
//
// What comes out of a ledger is text, escaped by whoever gives the functions. It is never read as a template.
//
// What a query is, and what it answers, is not known here.
package draft
