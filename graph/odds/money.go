package odds

import (
	"math"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
)

// Side is an end of what is not known of the means of parties.
type Side int

// The sides.
const (
	Bare  Side = iota // cash that is not on record is none; revenue that is not on record is what deals need to work at all
	Ample             // a party of which either is not on record has whatever it is due to pay
)

// Money is what the parties of a plan pay from, beside what is cleared.
//
// What has moved is certain. Of a party with revenue on record it is added to what the revenue leaves, receipts as they are
// and payments taken off, down to zero: what was paid was there. Of another it changes what it has at the beginning.
type Money struct {
	plan  *cashflow.Plan
	flow  [][]float64 // by node and year: what has moved to it, less what has moved from it
	need  [][]float64 // by node and year: what is open and due from it beyond what is open and due to it
	all   []float64   // by node: all it can ever be asked for
	books []cashflow.Books
	many  []bool // by node: stands for many
}

// NewMoney reads the means of a system's plan.
func NewMoney(s *System) *Money {
	p := s.Plan
	order, n := p.Network.Order(), len(p.Years)
	m := &Money{plan: p, flow: grid(order, n), need: grid(order, n), all: make([]float64, order), books: p.Books, many: make([]bool, order)}
	for _, i := range p.Items {
		for y := range n {
			m.flow[i.From][y] -= float64(i.Moved[y])
			m.need[i.From][y] += float64(i.Open(y))
			m.need[i.To][y] -= float64(i.Open(y))
			m.all[i.From] += float64(i.Due[y])
			if l := (cashflow.Line{Item: i}); !l.Funding() {
				m.flow[i.To][y] += float64(i.Moved[y])
			}
		}
	}
	for _, g := range s.covers {
		m.all[g.Guarantor] += g.Cap
	}
	for v := range order {
		m.many[v] = p.Network.Party(graph.Node(v)).Outside()
		for y, drawn := range p.Account(graph.Node(v)).Drawn {
			m.flow[v][y] += float64(drawn)
			m.need[v][y] = math.Max(0, m.need[v][y])
		}
	}
	return m
}

// grid is a table of zeros.
func grid(rows, columns int) [][]float64 {
	all := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = all[i*columns : (i+1)*columns]
	}
	return out
}

// Has reports whether a party has whatever it is due to pay, at a side. One that stands for many always does.
func (m *Money) Has(v graph.Node, side Side) bool {
	b := &m.books[v]
	return m.many[v] || side == Ample && !(b.Revenue.Known() && b.Cash.Known)
}

// Start writes down what parties have at the beginning of the first year, by node.
func (m *Money) Start(side Side, buffer []float64) {
	for v := range buffer {
		b := &m.books[v]
		switch {
		case m.Has(graph.Node(v), side):
			buffer[v] = m.all[v]
		case b.Revenue.Known():
			buffer[v] = float64(b.Cash.Minor)
		default:
			buffer[v] = math.Max(0, float64(b.Cash.Minor)+m.flow[v][0])
		}
	}
}

// Year writes down what comes in from outside the network in a year, by node, where left has, by node and year, what revenue
// on record leaves for deals. Where more has moved from a party than came in, it takes the rest off its buffer.
func (m *Money) Year(y int, left [][]float64, means cashflow.Means, side Side, outside, buffer []float64) {
	for v := range outside {
		switch {
		case m.Has(graph.Node(v), side):
			outside[v] = 0
		case m.books[v].Revenue.Known():
			net := left[v][y] + m.flow[v][y]
			outside[v] = math.Max(0, net)
			buffer[v] = math.Max(0, buffer[v]+math.Min(0, net))
		default:
			outside[v] = (1 - means.Haircut) * late(m.need[v], y, means.Slip)
		}
	}
}

// late is what comes in during a year of amounts that come evenly over their years, so many months late: the least pace between
// then and the middle of the year. Until what is late comes, the pace of the first year goes on, as it does for revenue on record; a slip never
// brings more.
func late(by []float64, y int, months float64) float64 {
	if !(months > 0) {
		return by[y]
	}
	least := by[y]
	from := math.Max(0, float64(y)-months/12)
	for i := y - 1; i >= 0 && float64(i) >= from; i-- {
		least = math.Min(least, by[i])
	}
	whole := int(from)
	part := from - float64(whole)
	return math.Min(least, (1-part)*by[whole]+part*by[min(whole+1, y)])
}

// losses are those of parties that have no more than is known of them.
func (m *Money) losses(loss []float64, side Side) []float64 {
	out := slices.Clone(loss)
	for v := range out {
		if m.Has(graph.Node(v), side) {
			out[v] = 0
		}
	}
	return out
}
