package cashflow

import (
	"math"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
)

// Inflow is where what a party receives comes from, by year of the plan. Amounts are in minor units.
type Inflow struct {
	Outside   []float64 // revenue from outside the network, at the likely growth; only where Known
	Known     bool
	Surviving []float64 // of that, what is left if only the share that pays back goes on ([assumptions.Set.PaybackShare])
	Customers []int64   // paid under deals by parties of the network, and debts that they pay back
	Circular  []int64   // of that, by parties to which it has given funding, or stands guarantee for, under a deal of the ledger
	Funders   []int64   // funding by parties of the network
	Investors []int64   // funding by parties that stand for markets and investors
	Unknown   []int     // inflows of the year whose amount nobody states
	Undated   int       // payments by parties of the network that no year holds, or whose amount nobody states: revenue from outside is less by them
	Infra     []int64   // what it is due to pay for goods, capacity, sites and licences in the year
}

// Inflow splits what a party receives by whose money it is.
func (a *Account) Inflow() Inflow {
	n := len(a.Plan.Years)
	f := Inflow{
		Known: a.Books.Revenue.Known(), Outside: make([]float64, n), Surviving: make([]float64, n), Customers: make([]int64, n), Circular: make([]int64, n),
		Funders: make([]int64, n), Investors: make([]int64, n), Unknown: make([]int, n), Infra: make([]int64, n),
	}
	funded := a.funded()
	for y := range n {
		f.Outside[y], _ = a.Outside(y, Means{})
		f.Surviving[y] = f.Outside[y] * a.Plan.Options.Assumptions.PaybackShare()
	}
	for _, l := range a.Lines {
		for y := range n {
			switch {
			case l.Out:
				if l.Arc.Leg.Kind.Family() == deals.Spending && !l.Repays && l.Arc.Leg.Kind != deals.Acquisition {
					f.Infra[y] += l.Due[y]
				}
			case l.Funding() && a.Plan.Network.Party(l.From).Outside():
				f.Investors[y] += l.Due[y]
			case l.Funding():
				f.Funders[y] += l.Due[y]
			default:
				f.Customers[y] += l.Due[y]
				if funded[l.From] {
					f.Circular[y] += l.Due[y]
				}
			}
			if !l.Out && l.Unknown[y] {
				f.Unknown[y]++
			}
		}
	}
	for _, arc := range a.Unplaced {
		if arc.To == a.Party && arc.Leg.Kind.Family() == deals.Spending {
			f.Undated++
		}
	}
	return f
}

// funded are the parties that a party has funded or stands guarantee for, whenever it did.
func (a *Account) funded() map[graph.Node]bool {
	out := map[graph.Node]bool{}
	for arc := range a.Plan.Network.Arcs() {
		if arc.From != a.Party {
			continue
		}
		if arc.Leg.Kind.Family() == deals.Funding {
			out[arc.To] = true
		}
		if arc.Leg.Kind == deals.Guarantee {
			if obligor, ok := a.Plan.Network.Of(arc.Leg.Obligor); ok {
				out[obligor] = true
			}
		}
	}
	return out
}

// Covered is the first year from which on what is left of revenue from outside, of that share of it which pays back, covers what is due
// for goods and capacity in every year of the plan; -1 if there is none, no fact tells the revenue, or nothing is due. The share is that
// of [assumptions.Set.PaybackShare].
func (a *Account) Covered() int {
	f := a.Inflow()
	if !f.Known {
		return -1
	}
	covered, some := -1, false
	for y := range a.Plan.Years {
		some = some || f.Infra[y] > 0
		switch covers := f.Surviving[y]*a.Books.Margin.Likely >= float64(f.Infra[y]); {
		case !covers:
			covered = -1
		case covered < 0 && f.Infra[y] > 0:
			covered = y
		}
	}
	if !some {
		return -1
	}
	return covered
}

// Required is the revenue from outside at which a yearly cost is paid out of a share of revenue: cost over share. Low is that
// of the highest share.
func Required(cost float64, share assumptions.Range) assumptions.Range {
	over := func(s float64) float64 {
		if s <= 0 {
			return math.Inf(1)
		}
		return cost / s
	}
	return assumptions.Range{Low: over(share.High), Likely: over(share.Likely), High: over(share.Low)}
}

// Worn is what is written off in a year of goods that are bought by year and last so many years, each from the year in which it
// is paid on. life may be broken: goods that last 4.5 years are written off by 1/4.5 in each of four years and by half of that in
// the fifth.
func Worn(bought []int64, year int, life float64) float64 {
	sum := 0.0
	for y := 0; y <= year && y < len(bought); y++ {
		age := float64(year - y)
		sum += float64(bought[y]) / life * math.Max(0, math.Min(1, life-age))
	}
	return sum
}

// Bought is what a party is due to pay in each year for goods that last, and Rented for capacity, sites and licences of the year.
func (a *Account) Bought() (bought, rented []int64) {
	n := len(a.Plan.Years)
	bought, rented = make([]int64, n), make([]int64, n)
	for _, l := range a.Lines {
		if !l.Out || l.Repays || l.Arc.Leg.Kind.Family() != deals.Spending || l.Arc.Leg.Kind == deals.Acquisition {
			continue
		}
		to := rented
		if l.Arc.Leg.Kind == deals.Purchase {
			to = bought
		}
		for y := range n {
			to[y] += l.Due[y]
		}
	}
	return bought, rented
}
