// Package table holds tables as plain values and writes them as text, CSV or
// Markdown.
//
// A [Table] knows nothing of deals or money: whoever makes it fills [Cell]s
// with what people read ([Cell.Text]) and, where that is rounded, with what a
// spreadsheet should get ([Cell.Raw]). The number formats of the whole program
// ([Money], [MoneyShort], [Percent], [Decimal]) live here too, so that a table,
// a map label and a note never spell the same amount in two ways.
//
// # Untrusted text
//
// Names, titles and sources come from a ledger that somebody else may have
// written. In each format they come out literally and cannot act:
//
//   - Text and Markdown show control characters, bidirectional controls and
//     other invisible characters as escapes such as \x01 or \u202e ([Visible]).
//     So one row is always one line.
//   - Markdown escapes whatever GitHub-flavoured Markdown gives a meaning to
//     ([EscapeMarkdown]), and links only to http and https addresses.
//   - CSV keeps the text as it is, except for the formula escape below.
//
// # CSV
//
// The first record has the column names; the rest is data. There is no title,
// no footnote and no byte order mark; lines end in LF, the separator is a comma.
// With [Options.CSVStamp] one last line starts with "# " and carries the stamp:
// readers that know comments (encoding/csv with Comment, pandas, DuckDB) skip
// it, others should not ask for it.
//
// A spreadsheet runs a cell that starts with = + - or @ as a formula (CWE-1236).
// So a part of a cell gets one leading apostrophe when, after any spaces and
// quotation marks (ASCII or full-width), it starts with = + - @ or with one of
// their full-width forms. The parts are what ; TAB CR and LF separate, because
// a spreadsheet that splits at semicolons makes a cell of each. Numbers
// ([Cell.Number]) are written bare: -5 stays a number. To undo the escape, take
// one apostrophe away from each part that starts with an apostrophe and is in
// danger without it; this gives back every text exactly, but for CR LF, which
// becomes LF, and bytes that are not UTF-8, which become U+FFFD.
//
// # Text
//
// Columns are padded to the width a terminal shows (two cells for 英, none for
// a combining accent), never to the number of bytes, and never by locale.
// With [Options.Width] the widest text columns are cut, with …, until the table
// fits; numbers and headings are never cut, because a shortened number is a
// wrong number. Without a width nothing is cut: a pipe gets everything.
package table
