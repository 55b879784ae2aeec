package deals

import "slices"

// records are the fields of each record.
var records = map[Record][]Field{
	RecordLedger:   ledgerList,
	RecordParty:    slices.Concat(partyList, sourcesList),
	RecordDeal:     slices.Concat(dealList, legList, sourcesList),
	RecordLegsDeal: slices.Concat(dealList, legsDealList, sourcesList, legsList),
	RecordLeg:      slices.Concat(legList, sourcesList),
	RecordTranche:  trancheList,
	RecordClaim:    slices.Concat(claimList, sourceList),
	RecordSource:   sourceMappingList,
	RecordFact:     slices.Concat(factList, sourceList),
	RecordControl:  slices.Concat(controlList, sourceList),
	RecordRate:     slices.Concat(rateList, sourceList),

	RecordTrancheRow: slices.Concat(rowLegList, trancheList),
	RecordClaimRow:   slices.Concat(rowLegList, claimRowList, sourceList),
	RecordSourceRow:  slices.Concat(rowOwnerList, sourceMappingList),
}

// rowLegList says which leg a row of a table is about, rowOwnerList which leg, deal or party.
var (
	rowLegList = []Field{
		{Name: "deal", Meaning: "the deal that the row is about: deal, or deal#leg", Holds: HoldsText, Needed: true},
		{Name: "leg", Meaning: "the leg of the deal", Holds: HoldsText},
	}
	rowOwnerList = []Field{
		{Name: "party", Meaning: "the party that the source is about", Holds: HoldsParty},
		{Name: "deal", Meaning: "the deal that the source is about: deal, or deal#leg", Holds: HoldsText},
		{Name: "leg", Meaning: "the leg of the deal", Holds: HoldsText},
	}
)

var ledgerList = []Field{
	{Name: "parties", Meaning: "companies, funds, vehicles and states", Holds: HoldsEntries, Entry: RecordParty, Nested: true},
	{Name: "deals", Meaning: "agreements between them, of one leg or of several", Holds: HoldsEntries, Entry: RecordDeal, Nested: true},
	{Name: "facts", Meaning: "numbers about a party in a period: cash, revenue, valuation", Holds: HoldsEntries, Entry: RecordFact, Nested: true},
	{Name: "controls", Meaning: "disclosed numbers that the deals can be held against", Holds: HoldsEntries, Entry: RecordControl, Nested: true},
	{Name: "rates", Meaning: "prices of one currency in another", Holds: HoldsEntries, Entry: RecordRate, Nested: true},
}

var partyList = []Field{
	{Name: "id", Meaning: "the short name that deals use; it never changes", Holds: HoldsSlug, Needed: true},
	{Name: "name", Meaning: "the full name, as figures show it", Holds: HoldsText},
	{Name: "aliases", Meaning: "other names that lead to the party, in any language", Holds: HoldsTexts},
	{Name: "sector", Meaning: "chips, cloud, ai_lab …; outside: end customers and capital markets, whose money comes from outside the network", Holds: HoldsText},
	{Name: "country", Meaning: "where it sits: US", Holds: HoldsText},
	{Name: "ticker", Meaning: "the symbol of its shares", Holds: HoldsText},
	{Name: "lei", Meaning: "the Legal Entity Identifier", Holds: HoldsText},
	{Name: "parents", Meaning: "who controls it, from when, until when", Holds: HoldsParents},
	{Name: "tags", Meaning: "words to filter by", Holds: HoldsTexts},
}

var dealList = []Field{
	{Name: "id", Meaning: "the short name of the deal; made of the parties and the date when left out", Holds: HoldsSlug},
	{Name: "title", Meaning: "what people call the deal", Holds: HoldsText},
}

var legsDealList = []Field{
	{Name: "status", Meaning: "how far the deal has come, with dates, for every leg that has no status of its own", Holds: HoldsHistory},
	{Name: "date", Meaning: "when a status without a date of its own was reached", Holds: HoldsDate},
	{Name: "within", Meaning: "the deals that the legs are part of, so that the money counts once", Holds: HoldsOverlaps},
	{Name: "supersedes", Meaning: "the deals that end because of this one", Holds: HoldsRefs},
	{Name: "tags", Meaning: "words to filter by", Holds: HoldsTexts},
}

var legsList = []Field{
	{Name: "legs", Meaning: "who gives what to whom, one entry for each direction", Holds: HoldsEntries, Entry: RecordLeg, Needed: true, Nested: true},
}

var legList = []Field{
	{Name: "leg", Meaning: "the name of the leg, as references use it: deal#leg; the kind when left out", Holds: HoldsLegName},
	{Name: "from", Meaning: "who hands over the money, or promises it", Holds: HoldsParty, Needed: true},
	{Name: "to", Meaning: "who receives it", Holds: HoldsParty, Needed: true},
	{Name: "kind", Meaning: "what the money is for", Holds: HoldsKind, Needed: true},
	{Name: "amount", Meaning: "how much; ? when it is not disclosed", Holds: HoldsAmount, Needed: true},
	{Name: "claims", Meaning: "what other sources say: the amount, the term, the exit …", Holds: HoldsEntries, Entry: RecordClaim, Nested: true},
	{Name: "settlement", Meaning: "what moves; the kind says it when left out", Holds: HoldsSettlement},
	{Name: "rank", Meaning: "place in a failure, 1 is paid first; the kind says it when left out", Holds: HoldsRank},
	{Name: "obligor", Meaning: "whose debt a guarantee covers", Holds: HoldsParty},
	{Name: "term", Meaning: "how long it runs, start..end; either may be missing", Holds: HoldsTerm},
	{Name: "schedule", Meaning: "how the amount is spread: flat, ramp, or year by year", Holds: HoldsSchedule},
	{Name: "exit", Meaning: "the right to leave, with days of notice", Holds: HoldsExit},
	{Name: "tranches", Meaning: "parts of the amount that hang on conditions", Holds: HoldsEntries, Entry: RecordTranche, Nested: true},
	{Name: "paid", Meaning: "what has moved already, with dates where they are known", Holds: HoldsPayments},
	{Name: "quantity", Meaning: "how much is delivered, with its unit", Holds: HoldsQuantity},
	{Name: "stake", Meaning: "which share of the equity changes hands", Holds: HoldsShare},
	{Name: "status", Meaning: "how far it has come, with dates", Holds: HoldsHistory},
	{Name: "date", Meaning: "when a status without a date of its own was reached", Holds: HoldsDate},
	{Name: "within", Meaning: "the deals that this amount is part of, so that the money counts once", Holds: HoldsOverlaps},
	{Name: "supersedes", Meaning: "the deals that end because of this one", Holds: HoldsRefs},
	{Name: "tags", Meaning: "words to filter by", Holds: HoldsTexts},
}

var trancheList = []Field{
	{Name: "amount", Meaning: "how much of the leg's amount", Holds: HoldsAmount, Needed: true},
	{Name: "condition", Meaning: "what has to happen", Holds: HoldsText},
	{Name: "met", Meaning: "when it happened; left out until then", Holds: HoldsDate},
}

// claimList are the fields that a claim may be about, of which each is about one.
var claimList = []Field{
	{Name: "amount", Meaning: "the amount that the source states", Holds: HoldsAmount},
	{Name: "term", Meaning: "how long it runs, as the source says", Holds: HoldsTerm},
	{Name: "schedule", Meaning: "how the amount is spread, as the source says", Holds: HoldsSchedule},
	{Name: "exit", Meaning: "the right to leave, as the source says", Holds: HoldsExit},
	{Name: "quantity", Meaning: "how much is delivered, as the source says", Holds: HoldsQuantity},
	{Name: "stake", Meaning: "which share changes hands, as the source says", Holds: HoldsShare},
	{Name: "status", Meaning: "how far it has come, as the source says", Holds: HoldsHistory},
}

var claimRowList = []Field{
	{Name: "field", Meaning: "the field that the claim is about", Holds: HoldsClaimed, Needed: true},
	{Name: "value", Meaning: "what the source states", Holds: HoldsText, Needed: true},
}

var factList = []Field{
	{Name: "id", Meaning: "the name of the fact, once in a ledger", Holds: HoldsText},
	{Name: "party", Meaning: "whom it is about; nobody when it is about the world", Holds: HoldsParty},
	{Name: "metric", Meaning: "what is measured: cash, debt, revenue, free_cash_flow, capex, valuation, burn …", Holds: HoldsText, Needed: true},
	{Name: "period", Meaning: "the time that the value is for", Holds: HoldsPeriod},
	{Name: "value", Meaning: "money, a number with its unit, a date or a text", Holds: HoldsValue, Needed: true},
	{Name: "nature", Meaning: "whether it happened, was promised or was forecast", Holds: HoldsNature},
}

var controlList = []Field{
	{Name: "id", Meaning: "the name of the control, once in a ledger", Holds: HoldsText},
	{Name: "party", Meaning: "who disclosed it", Holds: HoldsParty},
	{Name: "counterparties", Meaning: "about whom, by the names of the ledger", Holds: HoldsParties},
	{Name: "about", Meaning: "about whom, in the words of the document", Holds: HoldsText},
	{Name: "metric", Meaning: "what was disclosed; deals are held against a total, and against nothing else", Holds: HoldsTotal, Needed: true},
	{Name: "period", Meaning: "the time that it is for", Holds: HoldsPeriod},
	{Name: "share", Meaning: "the share of the total", Holds: HoldsPortion},
	{Name: "value", Meaning: "the value, where it is not stated as a share", Holds: HoldsAmount},
	{Name: "of", Meaning: "the total that the share is of", Holds: HoldsAmount},
	{Name: "tolerance", Meaning: "how far the deals may be off: points of a share, per cent of a value; half of the last digit when left out", Holds: HoldsShare},
	{Name: "nature", Meaning: "whether it happened, was promised or was forecast", Holds: HoldsNature},
	{Name: "tags", Meaning: "words to filter by; ok/control accepts a miss", Holds: HoldsTexts},
}

var rateList = []Field{
	{Name: "currency", Meaning: "the currency of which one unit is priced", Holds: HoldsCurrency, Needed: true},
	{Name: "per", Meaning: "the currency of the price", Holds: HoldsCurrency, Needed: true},
	{Name: "rate", Meaning: "what one unit costs", Holds: HoldsDecimal, Needed: true},
	{Name: "date", Meaning: "the day of the price", Holds: HoldsDate},
}

var sourceMappingList = []Field{
	{Name: "url", Meaning: "where it can be read", Holds: HoldsURL},
	{Name: "title", Meaning: "what it is called", Holds: HoldsText},
	{Name: "date", Meaning: "when it was published", Holds: HoldsDate},
	{Name: "tier", Meaning: "how much it can be relied on", Holds: HoldsTier},
}

// sourcesList are the fields of a record that may have several sources, sourceList of one that has one at most.
var (
	sourcesList = sourceFields(HoldsSources)
	sourceList  = sourceFields(HoldsSource)
)

func sourceFields(holds Content) []Field {
	return []Field{
		{Name: "source", Meaning: "where it was read: an address or words", Holds: holds},
		{Name: "sources", Meaning: "the same for a list of sources", Holds: holds, Nested: true},
		{Name: "source_title", Meaning: "what the first source is called", Holds: HoldsText},
		{Name: "source_date", Meaning: "when the first source was published", Holds: HoldsDate},
		{Name: "tier", Meaning: "how much the sources can be relied on, where they do not say it themselves", Holds: HoldsTier},
		{Name: "note", Meaning: "anything a reader should know", Holds: HoldsText},
	}
}
