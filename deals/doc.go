// Package deals is the ledger: who gives what to whom, under which status, and which source says so.
//
// # The model
//
// A [Deal] is one recorded agreement with one or more legs. A [Leg] is one direction of it: a party gives something of
// value to another. A leg points from who hands over the money, or promises it, to who receives it: Nvidia buying shares
// of OpenAI is nvidia → openai, equity; OpenAI renting compute from Oracle is openai → oracle, compute. A warrant points
// from who grants it; a guarantee from guarantor to beneficiary, and names the obligor it covers. A partnership without a
// payer is a note, not a leg.
//
// Around the legs stand parties, facts (cash, revenue, burn, valuations), controls (disclosed totals to hold the ledger
// against) and exchange rates. Everything carries its source and its place in the file.
//
// # Money
//
// An [Amount] is one readable cell ("$10B", "up to $100B", "$17.4B..19.4B", "~$350B", "?"), read exactly into low, likely
// and high minor units (1/100 of the currency) in int64. No float is in any file or in this package's money. An
// undisclosed amount is a state of its own, never zero.
//
// # Time
//
// A [Date] may be a day, month, quarter, half or year, or "by" one of them. A [History] is the dated way of a deal up the
// ladder rumoured < proposed < announced < signed < active < completed, or to an end: lapsed, terminated, superseded. What
// an imprecise date says is taken as having happened when its last day has passed, so that looking at an earlier day
// never shows what may have come later.
//
// # Reading
//
// A ledger is a file or a folder, in two spellings of the same model: YAML for the ledger one keeps, CSV for the tables one
// already has. [Open], [ReadFS] and [Read] read it and report every error of every file at once, each with
// file:line:column, the fact and the way out. They return a ledger with a nil error only when nothing is wrong; what is
// merely doubtful stands in [Ledger.Warnings], and package deals/check looks further.
//
// A table is told by its header: from, to and kind make deals; id and name parties; party, metric and value facts; party,
// metric and share controls; currency, per and rate rates; deal, field and value claims; deal, amount and condition tranches;
// deal and url sources. The separator is a comma, a semicolon or a tab. A line that begins with # is a comment. An apostrophe
// that keeps a spreadsheet from running a cell is taken away. Cells that a row does not reach are empty.
//
// Rows that share an id are the legs of one deal. Before them may stand a row of the deal itself, with neither payer, payee,
// kind nor amount: what it says holds for all legs. Without one, the first row lends its title, status and sources to the
// others. Whatever YAML nests in a deal, tables say in rows of their own, so that each spelling can be turned into the other:
// [Tabulate], [WriteYAML].
//
// Tables are read as spreadsheets save them. They are UTF-8 with or without a byte order mark, UTF-16 with one (“Unicode
// Text”), or else Windows-1252, with a warning that shows the first cell as it was read; text that cannot be of a Western
// language is refused, and so is all but UTF-8 in YAML. A comma groups thousands and a point is the decimal mark. Only in a
// table with semicolons, which is how spreadsheets save where 10,5 is written with a comma, may either mark be either:
//
//	10,5  0,654  1.234,56  1.234.567     the comma is the decimal mark
//	10.5  0.654  1,234.56  1,234,567     the point is
//	1,234  1.234                         an error that shows both readings; not in a share, which has no thousands
//
// What a spreadsheet made of a cell before saving it, such as #REF!, ########, 1.00E+11 or Sep-25, is an error with the likely
// original, in every column.
//
// A table streams through: rows come and go, and memory is taken for what the ledger keeps of them. A row has at most a
// megabyte, a file two gigabytes. Of errors of one kind in one file a thousand are listed, and the rest counted: see
// [Error.More]. A [Reader] reads with a context, and says how far it has come. Columns in messages count bytes of the line in
// UTF-8.
//
// In YAML all values are text as written, 1.10 stays 1.10. Anchors, aliases, tags, merge keys and keys given twice are
// errors, and so is what nests, repeats or grows beyond any ledger. A file may hold several documents.
//
// Names lead to parties by id, name, alias or ticker, in any case. A leg may name a party that nobody describes, which makes
// one; facts, controls and parents may not.
//
// # Changing
//
// [Ledger.Sheets] spreads a ledger over its tables as cells, [ReadSheets] reads it from them, and [Ledger.Revise] gives the files
// of a ledger as they have to become for it to say what changed sheets say: records change where they stand, with the comments
// there, and what was written is read back and compared.
package deals
