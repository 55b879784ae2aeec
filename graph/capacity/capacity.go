package capacity

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Options say whose capacity is counted, and over which years.
type Options struct {
	Supplies bool        // what the party delivers; otherwise what it obtains
	Years    graph.Years // zero: from the day of the view until nothing more is built, [DefaultYears] at most
	Until    int         // with zero Years: at least until then
	Delivery int         // goods with a start and no end arrive evenly over so many years; 0: they are in no year
}

// DefaultYears is how many years are shown at most unless somebody asks for more, and MostYears how many can be.
const (
	DefaultYears = 15
	MostYears    = 50
)

// Leg is a leg that is capacity.
type Leg struct {
	Leg     *deals.Leg
	Party   graph.Node // whom it is obtained from, or delivered to
	Status  deals.Status
	Layer   Layer
	Stated  Kilowatts // in the ledger
	Counted Kilowatts // on the basis of the view
	Net     Kilowatts // without what other legs of the layer record of it
	NetAll  Kilowatts // without what other legs of any layer record of it
	How     Placing
	Assumed bool // it is spread over years by a profile that the ledger does not state
	place   placement
}

// At is how much of the leg is in place at the end of a year.
func (l Leg) At(year int) Kilowatts { return l.place.at(l.Net, year) }

// New is how much of the leg comes in a year that was not there before.
func (l Leg) New(year int) Kilowatts { return max(0, l.At(year)-l.At(year-1)) }

// May is how much can be there at the end of a year: with what is in no year, unless its term is over by then.
func (l Leg) May(year int) Kilowatts { return l.place.may(l.Net, year, !l.Layer.goods()) }

// Total is what several legs come to.
type Total struct {
	Contracted Kilowatts
	NoYear     Kilowatts   // of it in no year
	InPlace    []Kilowatts // of the rest, at the end of each year
}

// Row is what comes from one party.
type Row struct {
	Party graph.Node
	Total
}

// Stack is a layer with its parties, the most first.
type Stack struct {
	Layer Layer
	Rows  []Row
	Total
}

// Result is the capacity of a party. AtLeast is the largest layer (in each year that of the year), AtMost all layers together.
type Result struct {
	Party   graph.Node
	Years   []int
	Cut     bool // more comes after the last year, which was not asked for
	Legs    []Leg
	Stacks  []Stack // those with something in them
	AtLeast Total
	AtMost  Total
	// Conditions are legs of the party that state power and are no capacity: shares, loans, warrants, guarantees.
	Conditions []*deals.Leg
	// Silent are legs that buy or rent and state no power: how much they bring is not known. Of these there can be many.
	Silent []graph.Arc
	// Unsure are legs of which nobody can tell how much is firm.
	Unsure []*deals.Leg
}

// ErrBasis says that there is no capacity on the paid basis.
var ErrBasis = errors.New("no gigawatts have been paid: what is recorded is money")

// Of counts the capacity of a party on the view of a network that was built from a ledger. Overlaps, the basis and the filters of
// the view hold as for money; its years do not.
//
// Errors: [ErrBasis], years out of order or more than [MostYears], a view without a day when years are not given, and those of
// [graph.Build]. Cost: that of one or two networks.
func Of(n *graph.Network, v graph.Node, o Options) (Result, error) {
	if n.View.Basis == graph.Paid {
		return Result{}, ErrBasis
	}
	if n.Ledger == nil {
		return Result{}, errors.New("capacity: the network was not built from a ledger")
	}
	views, err := build(n.Ledger, n.View)
	if err != nil {
		return Result{}, err
	}
	r := Result{Party: v}
	r.collect(views, o)
	r.settle(n.Ledger)
	if err := r.years(views.net.View.AsOf, o); err != nil {
		return Result{}, err
	}
	r.add()
	return r, nil
}

// collect sorts the legs of the party.
func (r *Result) collect(views views, o Options) {
	n, v := views.net, r.Party
	for a := range n.Arcs() {
		if a.From != v && a.To != v || a.From == a.To || a.Status.Ended() {
			continue
		}
		leg := views.origin[a.Leg]
		var power Kilowatts
		stated := false
		if leg.Quantity != nil {
			power, stated = Read(*leg.Quantity)
		}
		supplier, mine := a.To, a.From == v
		if o.Supplies {
			mine = a.To == v
		}
		switch {
		case leg.Kind.Family() != deals.Spending:
			if stated {
				r.Conditions = append(r.Conditions, leg)
			}
		case !mine:
		case !stated:
			a.Leg = leg
			if leg.Kind == deals.Purchase || leg.Kind == deals.Compute || leg.Kind == deals.Lease {
				r.Silent = append(r.Silent, a)
			}
		default:
			other := a.To
			if o.Supplies {
				other = a.From
			}
			counted, ok := views.counted(a, power)
			if !ok {
				r.Unsure = append(r.Unsure, leg)
				continue
			}
			x := Leg{Leg: leg, Party: other, Status: a.Status, Layer: layerOf(leg.Kind, n.Party(supplier)), Stated: power, Counted: counted}
			x.place = place(leg, x.Layer, o.Delivery)
			x.How, x.Assumed = x.place.how, x.place.assumed
			r.Legs = append(r.Legs, x)
		}
	}
	slices.SortStableFunc(r.Legs, func(a, b Leg) int {
		return cmp.Or(cmp.Compare(slices.Index(Layers(), a.Layer), slices.Index(Layers(), b.Layer)), cmp.Compare(b.Counted, a.Counted))
	})
}

// settle takes off each leg what others record of it: in its layer, and in all.
func (r *Result) settle(l *deals.Ledger) {
	in := overlaps(l)
	power := func(layers ...Layer) map[*deals.Leg]Kilowatts {
		own := map[*deals.Leg]Kilowatts{}
		for _, x := range r.Legs {
			if slices.Contains(layers, x.Layer) {
				own[x.Leg] = x.Counted
			}
		}
		return own
	}
	all := newSettle(in, power(Layers()...))
	layer := map[Layer]*settle{}
	for _, k := range Layers() {
		layer[k] = newSettle(in, power(k))
	}
	for i := range r.Legs {
		x := &r.Legs[i]
		x.Net, x.NetAll = layer[x.Layer].of(x.Leg), all.of(x.Leg)
	}
}

// years chooses the years.
func (r *Result) years(asOf deals.Date, o Options) error {
	first, last := o.Years.First, o.Years.Last
	if o.Years.IsZero() {
		if asOf.IsZero() {
			return errors.New("capacity: the ledger has no date, so the years have to be given")
		}
		first = asOf.Year
		end := first
		for _, x := range r.Legs {
			end = max(end, x.place.built())
		}
		last = max(o.Until, min(end, first+DefaultYears-1))
		r.Cut = last < end
	}
	if last < first || last-first >= MostYears {
		return fmt.Errorf("capacity: the years %d to %d are out of order or more than %d", first, last, MostYears)
	}
	for y := first; y <= last; y++ {
		r.Years = append(r.Years, y)
	}
	return nil
}

// add makes the totals.
func (r *Result) add() {
	n := len(r.Years)
	r.AtLeast.InPlace, r.AtMost.InPlace = make([]Kilowatts, n), make([]Kilowatts, n)
	for _, layer := range Layers() {
		s := Stack{Layer: layer, Total: Total{InPlace: make([]Kilowatts, n)}}
		some := false
		for _, x := range r.Legs {
			if x.Layer != layer {
				continue
			}
			some = true
			i := slices.IndexFunc(s.Rows, func(row Row) bool { return row.Party == x.Party })
			if i < 0 {
				i = len(s.Rows)
				s.Rows = append(s.Rows, Row{Party: x.Party, Total: Total{InPlace: make([]Kilowatts, n)}})
			}
			s.Rows[i].count(x.place, x.Net, r.Years)
			s.count(x.place, x.Net, r.Years)
			r.AtMost.count(x.place, x.NetAll, r.Years)
		}
		if !some {
			continue
		}
		slices.SortStableFunc(s.Rows, func(a, b Row) int { return cmp.Compare(b.Contracted, a.Contracted) })
		r.Stacks = append(r.Stacks, s)
		r.AtLeast.raise(s.Total)
	}
	r.AtMost.raise(r.AtLeast) // a leg within two others is taken off both
}

func (t *Total) count(p placement, k Kilowatts, years []int) {
	t.Contracted += k
	if p.how == Undated {
		t.NoYear += k
		return
	}
	for i, y := range years {
		t.InPlace[i] += p.at(k, y)
	}
}

// raise lifts each number to that of the other, if it is less.
func (t *Total) raise(o Total) {
	t.Contracted, t.NoYear = max(t.Contracted, o.Contracted), max(t.NoYear, o.NoYear)
	for i := range t.InPlace {
		t.InPlace[i] = max(t.InPlace[i], o.InPlace[i])
	}
}
