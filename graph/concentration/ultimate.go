package concentration

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph"
)

// Ultimate measures on how few the money of a party rests in the end, whoever hands it on: shares are, by node, which part of
// it began with each party, as provenance tells. What the shares do not add up to is not known. Options.Keep and Sum are not
// asked. The entries have no amounts.
//
// Errors: shares that are not by party, not from 0 to 1, or above 1 together; a Below that is no share. Cost: O(n log n).
func Ultimate(n *graph.Network, party graph.Node, shares []float64, o Options) (Report, error) {
	if err := check(n, shares); err != nil {
		return Report{}, err
	}
	sum := 0.0
	r := Report{Party: party}
	at := map[string]int{}
	for v, share := range shares {
		if share == 0 {
			continue
		}
		sum += share
		name, grouped := label(n, graph.Node(v), o.Group)
		key := fmt.Sprint(grouped, name)
		i, ok := at[key]
		if !ok {
			i = len(r.Entries)
			at[key] = i
			r.Entries = append(r.Entries, Entry{Label: name, Many: n.Party(graph.Node(v)).Outside()})
		}
		r.Entries[i].Parties = append(r.Entries[i].Parties, graph.Node(v))
		r.Entries[i].Share += share
	}
	if sum > 1+1e-9 {
		return Report{}, fmt.Errorf("measure ultimate sources: shares add up to %g", sum)
	}
	if sum == 0 {
		return r, nil
	}
	sortEntries(r.Entries)
	values := make([]float64, len(r.Entries))
	for i, e := range r.Entries {
		values[i] = e.Share
	}
	return r, r.measure(values, math.Max(1, sum), o.Below)
}

func check(n *graph.Network, shares []float64) error {
	if len(shares) != n.Order() {
		return fmt.Errorf("measure shares: %d shares of %d parties", len(shares), n.Order())
	}
	for v, share := range shares {
		if !(share >= 0 && share <= 1) {
			return fmt.Errorf("measure shares: the share of %s is %g: shares are from 0 to 1", n.Party(graph.Node(v)).Label(), share)
		}
	}
	return nil
}

// Dependence is the part of what a party receives that passed another, or a group of them, before.
type Dependence struct {
	Label   string
	Parties []graph.Node
	Many    bool  // of the sector outside: it stands for many
	Share   Range // one number but for a group: the same dollar may have passed several of it
}

// Dependences sorts ultimate dependences: shares are, by node, which part of what the party receives passed each before, from
// package throughflow or exposure. They overlap and have no sum, so there is no HHI of them. Of a group it is at least the largest
// of its members and at most their sum. The party and its group are left out.
//
// Errors: shares that are not by party, or not from 0 to 1. Cost: O(n log n).
func Dependences(n *graph.Network, party graph.Node, shares []float64, group func(graph.Node) string) ([]Dependence, error) {
	if err := check(n, shares); err != nil {
		return nil, err
	}
	own, ownGroup := label(n, party, group)
	var out []Dependence
	at := map[string]int{}
	for v, share := range shares {
		name, grouped := label(n, graph.Node(v), group)
		if share == 0 || graph.Node(v) == party || grouped && ownGroup && name == own {
			continue
		}
		key := fmt.Sprint(grouped, name)
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Dependence{Label: name, Many: n.Party(graph.Node(v)).Outside()})
		}
		d := &out[i]
		d.Parties = append(d.Parties, graph.Node(v))
		d.Share = Range{math.Max(d.Share.Low, share), math.Min(1, d.Share.High+share)}
	}
	slices.SortFunc(out, func(a, b Dependence) int {
		return cmp.Or(cmp.Compare(b.Share.High, a.Share.High), cmp.Compare(b.Share.Low, a.Share.Low), cmp.Compare(a.Label, b.Label), slices.Compare(a.Parties, b.Parties))
	})
	return out, nil
}
