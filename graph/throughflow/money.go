package throughflow

import (
	"errors"
	"math"

	"dealgraph/deals"
	"dealgraph/graph"
)

// ErrOutside is the error of a question about the own money of a party of the sector outside: it stands for many.
var ErrOutside = errors.New("a party of the sector outside stands for many: money that comes back to it is not its own")

// Party is what one party takes and gives, in minor units, and how much of it has been there before. The sums hold exactly:
//
//	Throughflow = Received + External + Own = Paid + Left + Retained
//
// Of a party of the sector outside only Received and Paid are told, of and to parties that are not.
type Party struct {
	Node        graph.Node
	Outside     bool    // of the sector outside: money comes from it or leaves to it, and does not pass through
	Received    int64   // from parties of the network, itself included
	External    int64   // from parties of the sector outside
	Own         int64   // what it pays beyond what it receives: own funds and other money, not in the ledger
	Throughflow int64   // T: all the money that it has
	Paid        int64   // to parties of the network, itself included
	Left        int64   // to parties of the sector outside
	Retained    int64   // what it receives beyond what it pays
	RoundTrip   float64 // c: the share of Throughflow that was the party's before; by proportion
	Closed      bool    // in a closed class: its money has no beginning and no end, and RoundTrip is 1
	Unknown     int     // arcs to or from it whose amount is not known, in none of the sums
}

// Circular is RoundTrip of Throughflow: how much of the money that reaches the party has been there before, in minor units.
func (p Party) Circular() int64 { return part(p.RoundTrip, p.Throughflow) }

// New is Throughflow less Circular: the money that is at the party for the first time, in minor units.
func (p Party) New() int64 { return p.Throughflow - p.Circular() }

// OwnMoney is the share of what the party receives from parties of the network that has been there before; 0 if it receives
// nothing.
func (p Party) OwnMoney() float64 {
	if p.Received == 0 {
		return 0
	}
	return min(1, p.RoundTrip*float64(p.Throughflow)/float64(p.Received))
}

// part is a share of a whole in minor units.
func part(share float64, whole int64) int64 {
	if share >= 1 {
		return whole
	}
	return min(whole, whole64(share*float64(whole)))
}

// whole64 is the nearest whole number.
func whole64(x float64) int64 {
	if x >= math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(math.Round(x))
}

// money is a network of the arcs that are payments, and what each party takes and gives.
type money struct {
	given   *graph.Network
	net     *graph.Network // given, without arcs that are no payments
	a       *graph.Adjacency
	ids     []int // arcs of given by arc of net
	parties []Party
}

// Moves reports whether an arc is money here: it has a known amount and is a payment. A guarantee or warrant is a promise:
// nothing moves unless something happens.
func Moves(a graph.Arc) bool { return a.Known && a.Amount > 0 && !contingent(a) }

func contingent(a graph.Arc) bool { return a.Leg != nil && a.Leg.Kind.Family() == deals.Contingent }

// count adds up what each party takes and gives. Cost: O(parties + arcs).
func count(n *graph.Network) *money {
	m := &money{given: n, net: n, parties: make([]Party, n.Order())}
	for a := range n.Arcs() {
		if Moves(a) {
			m.ids = append(m.ids, a.ID)
		}
	}
	if len(m.ids) < n.Size() {
		m.net = n.Keep(Moves)
	}
	m.a = m.net.Adjacency()
	for v := range m.parties {
		m.parties[v] = Party{Node: graph.Node(v), Outside: n.Party(graph.Node(v)).Outside()}
	}
	for h, to := range m.a.To {
		m.add(&m.parties[m.a.From[h]], &m.parties[to], m.a.Amount[h])
	}
	for v := range m.parties {
		m.parties[v].settle()
	}
	for a := range n.Arcs() {
		if !a.Known && !contingent(a) {
			m.parties[a.From].Unknown++
			if a.To != a.From {
				m.parties[a.To].Unknown++
			}
		}
	}
	return m
}

// add books a payment. Between two parties that are outside it is nobody's.
func (m *money) add(from, to *Party, amount int64) {
	switch {
	case from.Outside && to.Outside:
	case from.Outside:
		from.Paid += amount
		to.External += amount
	case to.Outside:
		from.Left += amount
		to.Received += amount
	default:
		from.Paid += amount
		to.Received += amount
	}
}

// settle closes the books of a party: the gap on either side is its own funds, or what it keeps.
func (p *Party) settle() {
	if p.Outside {
		return
	}
	in, out := p.Received+p.External, p.Paid+p.Left
	p.Throughflow = max(in, out)
	p.Own, p.Retained = p.Throughflow-in, p.Throughflow-out
}

// p is the share of the money of its payer that a hop carries.
func (m *money) p(h int32) float64 {
	return float64(m.a.Amount[h]) / float64(m.parties[m.a.From[h]].Throughflow)
}
