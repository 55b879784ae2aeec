package throughflow

import (
	"cmp"
	"slices"

	"dealgraph/graph"
)

// Portion is a part of a sum that belongs to one party.
type Portion struct {
	Party  graph.Node
	Share  float64
	Amount int64 // minor units, rounded
}

// Provenance says whose money the Throughflow of j is, however many hands it has gone through: that of parties of the sector
// outside, and of parties of the network, j perhaps among them, which paid it out of their own funds. Shares sum to 1, the
// largest first. A payer that only passes on what it is paid is no source.
//
// Throughflow has a dollar as often as it comes to j. Amounts count it the first time only, so they sum to New, none is more
// than the source has to give, and that of j itself is its Own, to rounding.
//
// It is empty for a party that has no money, for one of the sector outside, and for one in a closed class: nothing ever came
// into that, so its money has no source. Cost: O(arcs), and for each component that j is paid from the square of its core.
func (m *Matrix) Provenance(j graph.Node) []Portion {
	visits := m.column(j)
	if visits == nil {
		return nil
	}
	t := float64(m.parties[j].Throughflow)
	shares := make([]float64, len(m.parties))
	for v, x := range visits {
		if x == 0 {
			continue
		}
		shares[v] += float64(m.parties[v].Own) / t * x
		for _, h := range m.a.In[m.a.InStart[v]:m.a.InStart[v+1]] {
			if from := m.a.From[h]; m.parties[from].Outside {
				shares[from] += float64(m.a.Amount[h]) / t * x
			}
		}
	}
	return portions(shares, m.parties[j].New())
}

// Destination says where the Throughflow of i ends, however many hands it goes through: parties of the network, i perhaps
// among them, which keep it, and parties of the sector outside, to which it leaves. Shares sum to 1, the largest first.
// Amounts count a dollar the first time that it is at i: they sum to New, and that of i itself is its Retained.
//
// It is empty where Provenance is. Cost: as for Provenance.
func (m *Matrix) Destination(i graph.Node) []Portion {
	visits := m.row(i)
	if visits == nil {
		return nil
	}
	shares := make([]float64, len(m.parties))
	for v, x := range visits {
		if x == 0 {
			continue
		}
		shares[v] += float64(m.parties[v].Retained) / float64(m.parties[v].Throughflow) * x
		for h := m.a.Start[v]; h < m.a.Start[v+1]; h++ {
			if to := m.a.To[h]; m.parties[to].Outside {
				shares[to] += m.p(h) * x
			}
		}
	}
	return portions(shares, m.parties[i].New())
}

// Passed is, by node, the share of the Throughflow of j that was money of that party before, be it that the party was paid it
// or had it of its own; for j itself it is the round trip. Shares overlap, since a dollar goes through many hands.
//
// In a closed class all money has been everywhere in the class, and nowhere else. It is all 0 for a party that is outside or
// has no money. Cost: as for Provenance.
func (m *Matrix) Passed(j graph.Node) []float64 {
	out := make([]float64, len(m.parties))
	if m.parties[j].Closed {
		for _, v := range m.blocks[m.units.block[m.units.of[j]]].nodes {
			out[v] = 1
		}
		return out
	}
	for v, x := range m.column(j) {
		if x != 0 {
			out[v] = min(1, x/m.visits[v]*float64(m.parties[v].Throughflow)/float64(m.parties[j].Throughflow))
		}
	}
	if !m.parties[j].Outside {
		out[j] = m.parties[j].RoundTrip
	}
	return out
}

// portions are the shares of a whole that are not nothing, the largest first. Their amounts sum to the whole to the minor unit: each
// is rounded down, and what is left goes to those that lost most by it.
func portions(shares []float64, whole int64) []Portion {
	var out []Portion
	left := whole
	var lost []float64
	for v, s := range shares {
		if s <= 0 {
			continue
		}
		exact := min(s, 1) * float64(whole)
		amount := min(int64(exact), left)
		out, lost = append(out, Portion{graph.Node(v), s, amount}), append(lost, exact-float64(amount))
		left -= amount
	}
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(lost[j], lost[i]) })
	for _, i := range order[:min(int64(len(order)), left)] {
		out[i].Amount++
	}
	slices.SortFunc(out, func(a, b Portion) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Party, b.Party))
	})
	return out
}
