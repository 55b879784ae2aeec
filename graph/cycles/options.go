package cycles

import (
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Options bound a search. The zero Options is: at most six parties, the hundred strongest cycles, no filter.
type Options struct {
	// MaxLength is the most parties in a cycle; 0 is DefaultMaxLength. A negative MaxLength is no bound: the time is then
	// exponential in the worst case, so set a Limit or give the context a deadline.
	MaxLength int
	// Limit is the most cycles; 0 is DefaultLimit, a negative Limit is no bound. The search looks one cycle further to know
	// whether there are more.
	Limit int
	// Through leaves only cycles that pass all of these parties.
	Through []graph.Node
	// MinBottleneck, in minor units of the view's currency, leaves only cycles shown to be at least so strong. A
	// MinBottleneck above 0 thus leaves out every cycle whose bottleneck is open.
	MinBottleneck int64
	// Deals leaves only cycles that each of these is part of: a leg, or some leg of a deal. None passes a deal that is not in
	// the network.
	Deals []deals.LegRef
	// Classes leaves only cycles of at least one of these classes. Hops still hold all their deals.
	Classes []Class
	// Pattern leaves only cycles that read so from some party on; see [ParsePattern]. Hops still hold all their deals.
	Pattern *Pattern
	// Workers is how many goroutines search; 0 is one for each processor. The answer is the same for any number, to the byte.
	Workers int
	// Progress, if not nil, is called now and then with how much of the search is done. It must be quick.
	Progress func(done, all int)
}

// The bounds of the zero Options.
const (
	DefaultMaxLength = 6
	DefaultLimit     = 100
)

// filled is the options with every default in place, or what is wrong with them.
func (o Options) filled(n *graph.Network) (Options, error) {
	if o.MaxLength == 0 {
		o.MaxLength = DefaultMaxLength
	}
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	o.Through = slices.Clone(o.Through)
	slices.Sort(o.Through)
	o.Through = slices.Compact(o.Through)
	for _, v := range o.Through {
		if v < 0 || int(v) >= n.Order() {
			return o, fmt.Errorf("find cycles: there is no party %d among the %d of the network", v, n.Order())
		}
	}
	for _, c := range o.Classes {
		if c.Meaning() == "" {
			return o, fmt.Errorf("find cycles: class %q is not known (the classes are %v)", c, Classes())
		}
	}
	return o, nil
}

// filtered reports whether anything but length and count narrows the search.
func (o Options) filtered() bool {
	return len(o.Through) > 0 || len(o.Deals) > 0 || o.MinBottleneck > 0 || len(o.Classes) > 0 || o.Pattern != nil
}
