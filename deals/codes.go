package deals

// Code is the kind of an error or a warning that reading gives, by the name that stands in [Error.Code].
type Code struct {
	Name    string
	Meaning string // one line: what a ledger has to be like
	Fails   bool   // an error: the ledger cannot be used
	Warns   bool   // a warning: it was read, and something in it is doubtful
}

// Codes lists every code that reading can give, in the order of their names. Most are named after the field or column they
// are about.
func Codes() []Code {
	const fails, warns = true, true
	return []Code{
		{"alias", "a name, alias or ticker belongs to one party", false, warns},
		{"amount", "an amount is one cell that reads in one way, with its currency", fails, false},
		{"claims", "a claim is about one field of a leg that is there", fails, false},
		{"columns", "a row has no more cells than its header has columns", fails, false},
		{"comment", "a row that begins with # is not meant as data", false, warns},
		{"currency", "currencies are ISO 4217 codes, and one leg has one", fails, false},
		{"damaged", "a cell is a value, and not what a spreadsheet made of one", fails, false},
		{"date", "a date is a day, month, quarter, half or year of the calendar", fails, false},
		{"deal", "a claim names the deal it is about", fails, false},
		{"duplicate-id", "an id names one thing", fails, false},
		{"empty", "a ledger has files, and files hold something", fails, warns},
		{"encoding", "files are text in UTF-8; of tables, also UTF-16 with a byte order mark", fails, warns},
		{"exit", "the notice of an exit is counted in days", fails, false},
		{"field", "fields and columns are those a ledger has, each once", fails, false},
		{"file", "the files of a ledger are of a kind it is made of, and can be read", fails, warns},
		{"from", "a leg says who hands over the money, or promises it", fails, false},
		{"header", "a table has the columns of one of the tables of a ledger", fails, false},
		{"id", "an id is made of lower-case letters, digits and hyphens", fails, false},
		{"kind", "the kind of a leg is one of fourteen words", fails, false},
		{"leg", "the name of a leg is one that references can spell", fails, false},
		{"legs", "a deal has at least one leg, and not a thousand", fails, false},
		{"met", "the day on which a tranche was met is a date", fails, false},
		{"metric", "a fact or control says what it measures", fails, false},
		{"nature", "a fact is actual, guided or forecast", fails, false},
		{"of", "the total that a control is a share of is an amount", fails, false},
		{"paid", "what was paid is one amount, with a day", fails, false},
		{"parents", "who controls a party is a known party, from a day to a later one, and not in a ring", fails, false},
		{"party", "facts, controls and parents name parties that are described", fails, false},
		{"per", "a rate is the price of one currency in another", fails, false},
		{"quantity", "a quantity is a number and what is counted", fails, false},
		{"rank", "the rank in a failure is a digit from 1 to 9", fails, false},
		{"rate", "an exchange rate is a number above zero", fails, false},
		{"schedule", "a schedule is flat, ramp or money by year, in the years of its term", fails, false},
		{"settlement", "what moves is cash, stock, in_kind or contingent", fails, false},
		{"shape", "a field holds what belongs there: a value, a list or fields", fails, false},
		{"share", "a share is a percentage with its sign", fails, false},
		{"size", "YAML files, and rows of tables, are not larger than a ledger can have", fails, false},
		{"source", "a source is a web address, or the title of a document", fails, warns},
		{"source_date", "the date of a source is a date", fails, false},
		{"stake", "a stake is a percentage with its sign", fails, false},
		{"status", "a status is on the ladder, climbs, and ends at most once", fails, false},
		{"supersedes", "what a deal takes the place of is there, is older, and does not lead back", fails, false},
		{"syntax", "a file is valid YAML or CSV, and plain YAML at that", fails, false},
		{"term", "a term is start..end, in that order", fails, false},
		{"tier", "the tier of a source is one of eight words", fails, false},
		{"title", "rows of one deal do not give it two titles", fails, false},
		{"to", "a leg says who receives", fails, false},
		{"tolerance", "the tolerance of a control is a percentage with its sign", fails, false},
		{"unmerged", "no conflict of a merge waits in a file", fails, false},
		{"value", "a fact or a control states a value, and in a way that reads as one", fails, false},
		{"within", "what a deal lies within is there, is one leg, and does not lie within it in turn", fails, false},
	}
}
