package deals

// Family groups kinds: funding gives money for a claim, spending gives money for goods, contingent gives a promise that
// may never be called.
type Family string

// The three families.
const (
	Funding    Family = "funding"
	Spending   Family = "spending"
	Contingent Family = "contingent"
)

// Kind is what a leg gives. The list is closed.
type Kind string

// The kinds, by family.
const (
	Equity      Kind = "equity"
	Convertible Kind = "convertible"
	Loan        Kind = "loan"
	Bond        Kind = "bond"
	Prepayment  Kind = "prepayment"
	Grant       Kind = "grant"

	Purchase     Kind = "purchase"
	Compute      Kind = "compute"
	Lease        Kind = "lease"
	License      Kind = "license"
	RevenueShare Kind = "revenue_share"
	Acquisition  Kind = "acquisition"

	Guarantee Kind = "guarantee"
	Warrant   Kind = "warrant"
)

// Settlement says what moves.
type Settlement string

// The settlements.
const (
	Cash          Settlement = "cash"
	Stock         Settlement = "stock"
	InKind        Settlement = "in_kind"
	ContingentSet Settlement = "contingent"
)

// Claimed says what one side loses when the other fails: which claim a leg leaves behind.
type Claimed string

// The claims a leg leaves. The holder is the payer for equity, credit and supply, the payee for revenue and contingent.
const (
	ClaimEquity     Claimed = "equity"     // payer holds shares of the payee
	ClaimCredit     Claimed = "credit"     // payer is owed money by the payee
	ClaimSupply     Claimed = "supply"     // payer has paid ahead and awaits goods from the payee
	ClaimRevenue    Claimed = "revenue"    // payee counts on money from the payer
	ClaimContingent Claimed = "contingent" // payee counts on the payer's promise
	ClaimNone       Claimed = "none"       // nothing is left once paid
)

// KindInfo is what a kind fixes unless the leg says otherwise.
type KindInfo struct {
	Kind       Kind
	Family     Family
	Settlement Settlement
	Rank       int     // place in a failure: 1 secured, 2 contractual, 3 commitments to invest, 4 discretionary purchases
	Leaves     Claimed // the claim it leaves
	OneOff     bool    // paid at once unless a term says otherwise
	Meaning    string  // one line for help and schemas
}

var kinds = []KindInfo{
	{Equity, Funding, Cash, 3, ClaimEquity, true, "buys shares of the payee"},
	{Convertible, Funding, Cash, 2, ClaimCredit, true, "lends money that can become shares of the payee"},
	{Loan, Funding, Cash, 1, ClaimCredit, true, "lends money to the payee"},
	{Bond, Funding, Cash, 2, ClaimCredit, true, "buys notes of the payee"},
	{Prepayment, Funding, Cash, 2, ClaimSupply, true, "pays ahead for goods or capacity of the payee"},
	{Grant, Funding, Cash, 3, ClaimNone, true, "gives money without a claim to have it back"},
	{Purchase, Spending, Cash, 4, ClaimRevenue, false, "buys goods"},
	{Compute, Spending, Cash, 2, ClaimRevenue, false, "rents computing capacity"},
	{Lease, Spending, Cash, 2, ClaimRevenue, false, "rents a site, power or equipment"},
	{License, Spending, Cash, 4, ClaimRevenue, false, "pays for technology, models or content"},
	{RevenueShare, Spending, Cash, 2, ClaimRevenue, false, "passes on a share of its revenue"},
	{Acquisition, Spending, Cash, 3, ClaimNone, true, "buys the payee, or its shares from its owners"},
	{Guarantee, Contingent, ContingentSet, 2, ClaimContingent, false, "pays if an obligor does not, or takes what finds no buyer"},
	{Warrant, Contingent, Stock, 4, ClaimContingent, false, "grants the payee a right to shares of the payer"},
}

// Kinds lists all kinds, funding first, with what each fixes.
func Kinds() []KindInfo { return append([]KindInfo(nil), kinds...) }

// Info returns what the kind fixes; the zero KindInfo for a kind that is not in the list.
func (k Kind) Info() KindInfo {
	for _, i := range kinds {
		if i.Kind == k {
			return i
		}
	}
	return KindInfo{}
}

// Family is the kind's family; "" for a kind that is not in the list.
func (k Kind) Family() Family { return k.Info().Family }

// Settlements lists all settlements.
func Settlements() []Settlement { return []Settlement{Cash, Stock, InKind, ContingentSet} }

// Meaning says in one line what moves.
func (s Settlement) Meaning() string {
	switch s {
	case Cash:
		return "money"
	case Stock:
		return "shares"
	case InKind:
		return "goods, chips, capacity or services"
	case ContingentSet:
		return "nothing, unless something happens"
	}
	return ""
}

var kindAliases = map[string]Kind{
	"stock": Equity, "shares": Equity, "notes": Bond, "debt": Loan, "credit": Loan, "backstop": Guarantee,
	"option": Warrant, "rent": Lease, "cloud": Compute, "revenue share": RevenueShare, "licence": License,
	"chips": Purchase, "merger": Acquisition, "invest": Equity, "investment": Equity,
}
