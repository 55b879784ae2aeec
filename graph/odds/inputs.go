package odds

import (
	"dealgraph/deals/assumptions"
	"dealgraph/graph/scenario"
)

// Input is one uniform number on which something hangs that is not certain.
type Input struct {
	ID    string // made of what it is about: "deal/ID/realised"
	Label string // in words, for tables
	About string // deal, amount, delay, growth, revenue, margin, common
}

// inputList is inputs, each once.
type inputList struct {
	Inputs []Input
	names  []string
	places map[string]int
}

// Names are the ids of the inputs, in order.
func (l *inputList) Names() []string { return l.names }

// input is the place of an input, which is added if it is new.
func (l *inputList) input(id, label, about string) int {
	if at, ok := l.places[id]; ok {
		return at
	}
	if l.places == nil {
		l.places = map[string]int{}
	}
	l.places[id] = len(l.Inputs)
	l.Inputs, l.names = append(l.Inputs, Input{id, label, about}), append(l.names, id)
	return l.places[id]
}

// rangeOf is a distribution from low over likely to high as the assumptions draw ranges.
func rangeOf(set *assumptions.Set, low, likely, high float64) (scenario.Distribution, error) {
	of := scenario.PERT
	switch quantiles, triangular := set.Ends() == assumptions.Quantiles, set.Amounts() == assumptions.Triangular; {
	case low == high:
		return scenario.Constant(likely)
	case quantiles && triangular:
		of = scenario.TriangularRange
	case quantiles:
		of = scenario.PERTRange
	case triangular:
		of = scenario.Triangular
	}
	return of(low, likely, high)
}
