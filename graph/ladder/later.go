package ladder

import (
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Later is how much of what a party pays, or is paid, falls due after a day. The parts add up to All.
type Later struct {
	Party   graph.Node
	All     int64
	Later   int64 // after the day
	Undated int64 // nobody can say when
	Unknown int   // legs whose amount is not known: in none of the sums
}

// AfterDay says of each party how much of what it pays falls due after a day, or with receives of what it is paid. Legs are placed
// in time as [graph.Network.Payments] has it; a payment that can fall on either side of the day is split by days. Parties without
// a leg on the side are left out.
func AfterDay(n *graph.Network, day deals.Date, receives bool) []Later {
	list := make([]Later, n.Order())
	legs := make([]int, n.Order())
	own := func(from, to graph.Node) graph.Node {
		if receives {
			return to
		}
		return from
	}
	for a := range n.Arcs() {
		v := own(a.From, a.To)
		legs[v]++
		list[v].All += a.Amount
		if !a.Known {
			list[v].Unknown++
		}
	}
	payments, undated := n.Payments()
	cut := int64(time.Date(day.Last().Year, time.Month(day.Last().Month), int(day.Last().Day), 0, 0, 0, 0, time.UTC).Unix() / 86400)
	for _, p := range payments {
		list[own(p.From, p.To)].Later += after(p, cut)
	}
	for _, id := range undated {
		a := n.Arc(id)
		list[own(a.From, a.To)].Undated += a.Amount
	}
	var out []Later
	for v := range list {
		if list[v].Party = graph.Node(v); legs[v] > 0 {
			out = append(out, list[v])
		}
	}
	return out
}

// after is the part of a payment that falls after a day, by days, rounded to the nearest minor unit.
func after(p graph.Payment, cut int64) int64 {
	switch first, last := int64(p.First), int64(p.Last); {
	case last <= cut:
		return 0
	case first > cut:
		return p.Amount
	case p.First == graph.Beginning:
		return 0 // it has moved by the last of its days
	default:
		days, later := last-first+1, last-cut
		whole, rest := p.Amount/days, p.Amount%days
		return whole*later + (rest*later+days/2)/days
	}
}

// AddMonths is the day so many months later; the last of the month if there is no such day.
func AddMonths(d deals.Date, months int) deals.Date {
	d = d.Last()
	m := d.Year*12 + int(d.Month) - 1 + months
	out := deals.Date{Year: m / 12, Month: int8(m%12 + 1)}
	out.Day = min(d.Day, out.Last().Day)
	return out
}
