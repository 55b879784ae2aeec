package capacity

import "dealgraph/deals"

// Gap is what is contracted beside a target.
type Gap struct {
	Layer      Layer     // "": of all layers together
	Contracted Kilowatts // in all
	There      Kilowatts // of it, at the end of the year of the target: what is placed there, and what is in no year and can be
	Missing    Kilowatts // 0 or more
}

// Gaps hold each layer, and the bounds of all together, against a target.
func (r Result) Gaps(t Target) (layers []Gap, least, most Gap) {
	gap := func(layer Layer, contracted, there Kilowatts) Gap {
		return Gap{layer, contracted, there, max(0, t.Power-there)}
	}
	var largest, sum Kilowatts
	for _, s := range r.Stacks {
		var there Kilowatts
		for _, x := range r.Legs {
			if x.Layer == s.Layer {
				there += x.May(t.Year)
				sum += x.place.may(x.NetAll, t.Year, !x.Layer.goods())
			}
		}
		layers = append(layers, gap(s.Layer, s.Contracted, there))
		largest = max(largest, there)
	}
	return layers, gap("", r.AtLeast.Contracted, largest), gap("", r.AtMost.Contracted, max(sum, largest))
}

// YearsUntil is the time from a day to the end of a year, in years of 365¼ days; 0 when it is over.
func YearsUntil(from deals.Date, year int) float64 {
	return float64(max(0, from.DaysUntil(endOf(year)))) / 365.25
}
