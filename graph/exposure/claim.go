package exposure

import "slices"

// Claim is what a holder has at stake.
type Claim string

// The claims.
const (
	Equity     Claim = "equity"
	Credit     Claim = "credit"
	Supply     Claim = "supply"
	Funding    Claim = "funding"
	Revenue    Claim = "revenue"
	Contingent Claim = "contingent"
	Guarantee  Claim = "guarantee"
)

var claims = [...]Claim{Equity, Credit, Supply, Funding, Revenue, Contingent, Guarantee}

// Claims lists all claims: on what was paid, then on what is promised, then on what may be called.
func Claims() []Claim { return slices.Clone(claims[:]) }

// Meaning says in one line what the holder loses if the other party fails.
func (c Claim) Meaning() string {
	switch c {
	case Equity:
		return "the holder owns shares of it"
	case Credit:
		return "the holder is owed money by it"
	case Supply:
		return "the holder has paid ahead and awaits goods or capacity from it"
	case Funding:
		return "the holder counts on funding it has promised"
	case Revenue:
		return "the holder counts on it as a customer, for what is still to come"
	case Contingent:
		return "the holder counts on its guarantee or its warrant"
	case Guarantee:
		return "the holder must pay for it as its guarantor"
	}
	return ""
}

// Cell is a sum of amounts, some of which may not be disclosed.
type Cell struct {
	Amount  int64 // of the disclosed ones, in minor units of the view's currency
	Unknown int   // number of the others
}

// IsZero reports whether nothing was added.
func (c Cell) IsZero() bool { return c == Cell{} }

func (c *Cell) add(amount int64, known bool) {
	if known {
		c.Amount += amount
	} else {
		c.Unknown++
	}
}

// ByClaim has a cell for each of [Claims], in that order.
type ByClaim [len(claims)]Cell

// Of is the cell of a claim; the zero Cell for one that is not in the list.
func (b ByClaim) Of(c Claim) Cell {
	if i := slices.Index(claims[:], c); i >= 0 {
		return b[i]
	}
	return Cell{}
}

// Total is the sum over all claims.
func (b ByClaim) Total() Cell {
	var t Cell
	for _, c := range b {
		t.Amount += c.Amount
		t.Unknown += c.Unknown
	}
	return t
}

func (b *ByClaim) add(l Line) { b[slices.Index(claims[:], l.Claim)].add(l.Amount, l.Known) }
