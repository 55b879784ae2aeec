package graph

import (
	"cmp"
	"math/big"
	"slices"

	"dealgraph/deals"
)

// rates are the prices of currencies in the ledger.
type rates struct{ all []*deals.Rate }

// convert turns minor units of one currency into those of another at the rate dated nearest to day: the latest on or
// before it, or else the first after it. A rate may be stated either way round. Without a rate between the two, it goes
// through a third currency that has one to both: US dollars, or else the first in the alphabet. ok is false when there is
// none.
func (r rates) convert(minor int64, from, to deals.Currency, day deals.Date) (out int64, ok bool) {
	if from == to {
		return minor, true
	}
	price := r.price(from, to, day)
	for _, via := range r.pivots() {
		if price != nil {
			break
		}
		if first, second := r.price(from, via, day), r.price(via, to, day); first != nil && second != nil {
			price = first.Mul(first, second)
		}
	}
	if price == nil {
		return 0, false
	}
	return round(price.Mul(price, big.NewRat(minor, 1)))
}

// pivots are the currencies a conversion may go through, in order of preference.
func (r rates) pivots() []deals.Currency {
	var out []deals.Currency
	for _, q := range r.all {
		out = append(out, q.Currency, q.Per)
	}
	slices.SortFunc(out, func(a, b deals.Currency) int {
		return cmp.Or(cmp.Compare(notDollar(a), notDollar(b)), cmp.Compare(a, b))
	})
	return slices.Compact(out)
}

func notDollar(c deals.Currency) int {
	if c == "USD" {
		return 0
	}
	return 1
}

// price is the stated rate that is nearest to a day, in units of to for one of from; nil when there is none.
func (r rates) price(from, to deals.Currency, day deals.Date) *big.Rat {
	var best *deals.Rate
	for _, q := range r.all {
		if !(q.Currency == from && q.Per == to || q.Currency == to && q.Per == from) {
			continue
		}
		if best == nil || nearer(q.Date, best.Date, day) {
			best = q
		}
	}
	if best == nil {
		return nil
	}
	price := big.NewRat(best.Rate.Coefficient, 1)
	price.Quo(price, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(best.Rate.Scale)), nil)))
	if best.Currency == to {
		price.Inv(price)
	}
	return price
}

// nearer reports whether a rate of date a is to be used on day rather than one of date b.
func nearer(a, b, day deals.Date) bool {
	if day.IsZero() {
		return a.Last().After(b.Last())
	}
	aPast, bPast := !a.Last().After(day), !b.Last().After(day)
	switch {
	case aPast != bPast:
		return aPast
	case aPast:
		return a.Last().After(b.Last())
	default:
		return a.Last().Before(b.Last())
	}
}

// round is the nearest integer of a number that is not negative, half up.
func round(r *big.Rat) (int64, bool) {
	n := new(big.Int).Mul(r.Num(), big.NewInt(2))
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	return n.Int64(), n.IsInt64()
}

// Convert turns minor units of another currency into the view's, at the ledger's rate nearest to a day; ok is false when
// the ledger has none.
func (n *Network) Convert(minor int64, from deals.Currency, day deals.Date) (out int64, ok bool) {
	if n.Ledger == nil {
		return minor, from == n.View.Currency
	}
	return rates{n.Ledger.Rates}.convert(minor, from, n.View.Currency, day)
}

// Convert turns minor units of one currency into those of another at the rate of a ledger that is dated nearest to a day: the
// latest on or before it, or else the first after it. ok is false when the ledger has no rate between the two.
func Convert(l *deals.Ledger, minor int64, from, to deals.Currency, day deals.Date) (out int64, ok bool) {
	return rates{l.Rates}.convert(minor, from, to, day)
}
