package scenario

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Set is some of the candidates, by their numbers in order, and what they do.
type Set struct {
	Members []int
	Cost    float64
	Effect  float64
}

// Cheapest finds, among all sets of at most size candidates, the one of least cost whose effect reaches a target; of equal cost the
// smallest, and of these the one that comes first. Costs add up; the effect is asked for each set. ok is false when none does. Errors: those of the
// analysis, the context's, and a size that is not 1 to 3. Cost: the number of sets that are not dearer than the best found.
func Cheapest(ctx context.Context, cost []float64, size int, target float64, effect func(members []int) (float64, error)) (best Set, ok bool, err error) {
	if size < 1 || size > 3 {
		return Set{}, false, fmt.Errorf("search a set of %d: from 1 to 3 are searched in full", size)
	}
	best.Cost = math.Inf(1)
	var try func(members []int, from, more int, sum float64) error
	try = func(members []int, from, more int, sum float64) error {
		for i := from; i < len(cost); i++ {
			if sum+cost[i] >= best.Cost {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			set := append(slices.Clone(members), i)
			if more > 1 {
				if err := try(set, i+1, more-1, sum+cost[i]); err != nil {
					return err
				}
				continue
			}
			e, err := effect(set)
			if err != nil {
				return err
			}
			if e >= target {
				best, ok = Set{set, sum + cost[i], e}, true
			}
		}
		return nil
	}
	for members := 1; members <= size; members++ { // small sets first: they bound the cost of the larger ones
		if err := try(nil, 0, members, 0); err != nil {
			return Set{}, false, err
		}
	}
	if !ok {
		return Set{}, false, nil
	}
	return best, true, nil
}

// Search is [Cheapest] for sets of any size. Up to three members it is exact. A larger set is sought by adding, again and again, the
// candidate that brings the effect furthest towards the target for its cost, and then improved as long as that makes it cheaper: a
// member is dropped, or exchanged for a candidate. That finds a good set, not always the best; exact tells which it is. Sets of up to three
// are tried all the same, so it is never worse than those.
//
// Errors: as of Cheapest for sizes up to three; a size below 1; costs below 0 or no numbers. Cost: that of Cheapest, and size times
// the number of candidates calls for each set on the way, of which there are rarely more than a few times size.
func Search(ctx context.Context, cost []float64, size int, target float64, effect func(members []int) (float64, error)) (best Set, exact, ok bool, err error) {
	for i, c := range cost {
		if !(c >= 0) {
			return Set{}, false, false, fmt.Errorf("search a set: candidate %d costs %v, which cannot be below 0", i, c)
		}
	}
	best, ok, err = Cheapest(ctx, cost, min(size, 3), target, effect)
	if err != nil || size <= 3 {
		return best, err == nil, ok, err
	}
	s := searcher{ctx, cost, size, target, effect}
	found, reached, err := s.greedy()
	if err == nil && reached {
		found, err = s.improve(found)
	}
	if err != nil {
		return Set{}, false, false, err
	}
	if reached && (!ok || found.Cost < best.Cost) {
		best, ok = found, true
	}
	return best, false, ok, nil
}

type searcher struct {
	ctx    context.Context
	cost   []float64
	size   int
	target float64
	effect func(members []int) (float64, error)
}

// ask prices a set, in order of its members.
func (s *searcher) ask(members []int) (Set, error) {
	if err := s.ctx.Err(); err != nil {
		return Set{}, err
	}
	slices.Sort(members)
	out := Set{Members: members}
	for _, i := range members {
		out.Cost += s.cost[i]
	}
	var err error
	if out.Effect, err = s.effect(slices.Clone(members)); err == nil && math.IsNaN(out.Effect) {
		err = fmt.Errorf("search a set: the effect of candidates %v is not a number", members)
	}
	return out, err
}

// greedy adds what gains most for its cost; of what gains equally, the first.
func (s *searcher) greedy() (Set, bool, error) {
	now, err := s.ask(nil)
	for err == nil && (now.Members == nil || now.Effect < s.target) && len(now.Members) < min(s.size, len(s.cost)) {
		var next Set
		most := math.Inf(-1)
		for i := range s.cost {
			if slices.Contains(now.Members, i) {
				continue
			}
			var with Set
			if with, err = s.ask(append(slices.Clone(now.Members), i)); err != nil {
				return Set{}, false, err
			}
			gain := min(with.Effect, s.target) - now.Effect
			if gain > 0 {
				gain /= s.cost[i] // infinite if it costs nothing
			}
			if gain > most || next.Members == nil {
				next, most = with, gain
			}
		}
		now = next
	}
	return now, err == nil && now.Members != nil && now.Effect >= s.target, err
}

// improve drops or exchanges members while that makes the set cheaper, taking the cheapest each time.
func (s *searcher) improve(now Set) (Set, error) {
	for {
		next := now
		for at, member := range now.Members {
			rest := slices.Delete(slices.Clone(now.Members), at, at+1)
			for i := -1; i < len(s.cost); i++ { // -1 puts nobody in
				set, price := rest, now.Cost-s.cost[member]
				if i >= 0 {
					set, price = append(slices.Clone(rest), i), price+s.cost[i]
				}
				if len(set) == 0 || slices.Contains(now.Members, i) || price >= next.Cost {
					continue
				}
				x, err := s.ask(slices.Clone(set))
				if err != nil {
					return Set{}, err
				}
				if x.Effect >= s.target && x.Cost < next.Cost {
					next = x
				}
			}
		}
		if next.Cost >= now.Cost {
			return now, nil
		}
		now = next
	}
}
