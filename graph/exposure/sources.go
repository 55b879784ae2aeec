package exposure

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/graph"
)

// candidate is a party on which another may depend, and at most how much.
type candidate struct {
	party int32
	share float64
}

// sources are the shares of the money of x that were at each other party before: all, or those that are the largest. The mark
// stands on x.
//
// How often a dollar of x was at k comes from one solve for all k, and is no less than the share of dollars that were there at
// all. They are the same unless k is on a cycle; then a solve of its own tells. So parties are looked at by falling bound,
// until no other can be among the largest.
func (c *Chains) sources(s *hit, x int32, r *Reach, most int) (map[int32]float64, error) {
	list, err := c.candidates(s, x)
	if err != nil {
		return nil, err
	}
	out := map[int32]float64{}
	var best []float64 // the largest so far, falling
	for _, k := range list {
		if most > 0 && len(best) >= most && best[most-1] >= k.share {
			break
		}
		share := k.share
		if c.circular[k.party] {
			if err := s.passed(k.party); err != nil {
				return nil, err
			}
			var within float64
			share, within = s.share(x)
			r.Within = math.Max(r.Within, within)
		}
		out[k.party] = share
		at, _ := slices.BinarySearchFunc(best, share, func(a, b float64) int { return cmp.Compare(b, a) })
		best = slices.Insert(best, at, share)
		if most > 0 && len(best) > most {
			best = best[:most]
		}
	}
	return out, nil
}

// candidates are the parties whose money reaches x, by falling bound.
func (c *Chains) candidates(s *hit, x int32) ([]candidate, error) {
	_, not := s.again(&c.from)
	if err := s.gets(x); err != nil {
		return nil, err
	}
	list := make([]candidate, 0, len(s.list))
	for _, v := range s.list {
		money := c.money[v]
		if c.outside[v] {
			money = c.paid[v]
		}
		share, within := s.share(v)
		bound := 1.0
		if visits := (share + within) * float64(money) / float64(c.whole(graph.Node(x))); visits < not {
			bound = visits / not
		}
		list = append(list, candidate{v, bound})
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.party, b.party)) })
	return list, nil
}
