package facts

import (
	"slices"

	"dealgraph/deals"
)

// ranges gathers claims with one window, kind of measure and currency, in the order of the claims. Undisclosed ones are in none.
func ranges(claims []Claim) []Range {
	type key struct {
		from, to, words, kin string
		currency             deals.Currency
	}
	starts := map[string]map[string]bool{} // of windows with one end
	for _, c := range claims {
		p := c.Fact.Period
		if end := p.Last.String(); !p.First.IsZero() {
			if starts[end] == nil {
				starts[end] = map[string]bool{}
			}
			starts[end][p.First.String()] = true
		}
	}
	var out []Range
	at := map[key]int{}
	for _, c := range claims {
		if !c.Known {
			continue
		}
		p := c.Fact.Period
		k := key{to: p.Last.String(), kin: c.Measure.Kin(), currency: c.Currency}
		if len(starts[k.to]) > 1 { // with one start alone, a window without a start has that one
			k.from = p.First.String()
		}
		if p.Last.IsZero() {
			k.from, k.words = p.First.String(), p.Text
		}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, Range{Window: p, Currency: c.Currency})
		}
		out[i].add(c)
	}
	return out
}

func (r *Range) add(c Claim) {
	r.Claims++
	if none := c.Fact.Period.First.IsZero(); r.Claims > 1 && none != r.Window.First.IsZero() {
		r.Assumed = true
		if !none {
			r.Window = c.Fact.Period
		}
	}
	if !slices.Contains(r.Natures, c.Fact.Nature) {
		r.Natures = append(r.Natures, c.Fact.Nature)
	}
	if !slices.Contains(r.Measures, c.Measure) {
		r.Measures = append(r.Measures, c.Measure)
	}
	switch {
	case c.Bound.Floor():
		if r.Floor == nil || c.Low > *r.Floor {
			r.Floor, r.Above = &c.Low, c.Bound
		}
	case c.Bound.Ceiling():
		if r.Ceiling == nil || c.High < *r.Ceiling {
			r.Ceiling, r.Below = &c.High, c.Bound
		}
	default:
		if r.Points == 0 || c.Low < r.Low {
			r.Low = c.Low
		}
		r.High = max(r.High, c.High)
		r.Points++
	}
}
