package deals

import "slices"

// Record is a kind of entry of a ledger, as its fields are written.
type Record string

// The records. A deal of one leg carries the leg's fields itself; a deal with legs holds them in a list. Tranches, claims and
// all sources but the first stand under their record in YAML, and as rows of their own in tables.
const (
	RecordLedger   Record = "ledger"
	RecordParty    Record = "party"
	RecordDeal     Record = "deal"
	RecordLegsDeal Record = "deal with legs"
	RecordLeg      Record = "leg"
	RecordTranche  Record = "tranche"
	RecordClaim    Record = "claim"
	RecordSource   Record = "source"
	RecordFact     Record = "fact"
	RecordControl  Record = "control"
	RecordRate     Record = "rate"

	RecordTrancheRow Record = "tranche row"
	RecordClaimRow   Record = "claim row"
	RecordSourceRow  Record = "source row"
)

// Records lists all records, those that hold others first.
func Records() []Record {
	return []Record{RecordLedger, RecordParty, RecordDeal, RecordLegsDeal, RecordLeg, RecordTranche, RecordClaim, RecordSource,
		RecordFact, RecordControl, RecordRate, RecordTrancheRow, RecordClaimRow, RecordSourceRow}
}

// Content is what a field holds: which reader its text goes through.
type Content string

// The contents of fields.
const (
	HoldsText       Content = "text"
	HoldsTexts      Content = "texts"   // a list, or one text split at semicolons
	HoldsSlug       Content = "slug"    // an id: lower-case letters, digits and hyphens
	HoldsParty      Content = "party"   // an id, name, alias or ticker
	HoldsParties    Content = "parties" // a list of them
	HoldsParents    Content = "parents" // a list of: id from DATE to DATE
	HoldsLegName    Content = "leg name"
	HoldsRefs       Content = "references" // a list of: deal, deal#leg
	HoldsOverlaps   Content = "overlaps"   // a list of references, each with a part in brackets or without
	HoldsKind       Content = "kind"
	HoldsAmount     Content = "amount"     // see ParseAmount
	HoldsDate       Content = "date"       // see ParseDate
	HoldsHistory    Content = "status"     // see ParseHistory
	HoldsTerm       Content = "term"       // see ParseTerm
	HoldsSchedule   Content = "schedule"   // see ParseSchedule
	HoldsExit       Content = "exit"       // see ParseExit
	HoldsRank       Content = "rank"       // a digit from 1 to 9
	HoldsShare      Content = "share"      // see ParseShare
	HoldsPortion    Content = "portion"    // see ParsePortion
	HoldsTotal      Content = "total"      // one of Totals, or other words
	HoldsQuantity   Content = "quantity"   // see ParseQuantity
	HoldsPayments   Content = "payments"   // a list of: AMOUNT, DATE:AMOUNT
	HoldsValue      Content = "value"      // see ParseValue
	HoldsPeriod     Content = "period"     // see ParsePeriod
	HoldsDecimal    Content = "decimal"    // see ParseDecimal; above zero
	HoldsCurrency   Content = "currency"   // an ISO 4217 code
	HoldsSettlement Content = "settlement" // one of Settlements
	HoldsTier       Content = "tier"       // one of Tiers
	HoldsNature     Content = "nature"     // one of Natures
	HoldsClaimed    Content = "claimed"    // the field that a claim is about: one of ClaimFields
	HoldsURL        Content = "url"
	HoldsSource     Content = "source"  // an address, words, or a record of its own; a list of one of these
	HoldsSources    Content = "sources" // the same, or a list of several
	HoldsEntries    Content = "entries" // a list of records; see Field.Entry
)

// Field is one field of a record.
type Field struct {
	Name    string
	Meaning string  // one line for help, headers and schemas
	Holds   Content // how its text is read
	Entry   Record  // what a list of entries holds
	Needed  bool    // no such record goes without it
	Nested  bool    // no cell of a table can hold it, so it is no column
}

// Fields lists the fields of a record in the order in which a ledger writes them. It is what the readers know a record by,
// but that a row of a table has no field that is Nested.
func Fields(r Record) []Field {
	return slices.Clone(records[r])
}

// Tables lists the tables of a ledger, each with what one of its rows is.
func Tables() []TableInfo {
	return []TableInfo{
		{"deals", RecordDeal}, {"parties", RecordParty}, {"facts", RecordFact}, {"controls", RecordControl}, {"rates", RecordRate},
		{"claims", RecordClaimRow}, {"tranches", RecordTrancheRow}, {"sources", RecordSourceRow},
	}
}

// TableInfo is a table of a ledger.
type TableInfo struct {
	Name string // "deals"
	Row  Record
}

// Columns are the fields of a row, in the order in which a ledger writes them. None of a deal is needed in every row: that of
// a deal itself says nothing of a leg, and those of legs nothing of the deal.
func (t TableInfo) Columns() []Field {
	columns := slices.DeleteFunc(Fields(t.Row), func(f Field) bool { return f.Nested })
	if t.Row == RecordDeal {
		for i := range columns {
			columns[i].Needed = false
		}
	}
	return columns
}

// names are the names of fields.
func names(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// fieldNames are the names of the fields of a record.
func fieldNames(r Record) []string { return names(records[r]) }

// columnNames are the names of the columns of a table of records.
func columnNames(r Record) []string { return names(TableInfo{Row: r}.Columns()) }

// A fieldNumber stands for the name of a field where a ledger has very many of them; 0 is no field.
type fieldNumber uint8

// allFields are the names of the fields of all records, by their numbers; fieldNumbers are the numbers by the names.
var allFields, fieldNumbers = numberFields()

func numberFields() ([]string, map[string]fieldNumber) {
	all, numbers := []string{""}, map[string]fieldNumber{}
	for _, r := range Records() {
		for _, name := range fieldNames(r) {
			if _, ok := numbers[name]; !ok {
				numbers[name] = fieldNumber(len(all))
				all = append(all, name)
			}
		}
	}
	return all, numbers
}
