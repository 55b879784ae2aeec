package graph

import (
	"fmt"
	"iter"
	"slices"

	"dealgraph/deals"
)

// Build turns a ledger into the network of the legs that count in a view, each with its amount on the view's basis.
//
// In order: the state of each leg on the day; its amount on the basis; the part of it in the years; conversion into the
// view's currency; what lies within another deal is taken off that one; subsidiaries become their parents; the filters.
// Overlaps are settled before filters, so that a filtered network never shows money that belongs to a deal filtered away.
// All parties of the ledger are nodes, except those rolled up into others.
//
// The error is a [*WhereError], a [*deals.UnknownPartyError] or [ErrRange]. What was left out, assumed or estimated is in
// the network's Warnings. Cost: O(legs log legs).
func Build(l *deals.Ledger, v View) (*Network, error) { return BuildAs(l, v, asIs) }

// BuildAs is [Build] with each leg counted as use has it: without its exit, with another history, outside of what it lies within.
// Legs keep their parties and their place in the ledger, and the arcs have the ledger's own. It asks use for a leg more than once,
// which must answer the same each time.
func BuildAs(l *deals.Ledger, v View, use func(*deals.Leg) *deals.Leg) (*Network, error) {
	b := newBuilder(l, v)
	b.use = use
	where, err := compileWhere(b.view.Where)
	if err != nil {
		return nil, err
	}
	if err := b.parties(); err != nil {
		return nil, err
	}
	b.countLegs()
	b.settleOverlaps()
	n, err := b.network()
	if err != nil {
		return nil, err
	}
	if where != nil {
		if err := n.keepOnly(func(a Arc) (bool, error) {
			return runWhere(where, candidate(a, n.Party(a.From), n.Party(a.To)))
		}); err != nil {
			return nil, err
		}
	}
	n.Warnings = b.warnings(n)
	return n, nil
}

// newBuilder prepares to count all legs of a ledger.
func newBuilder(l *deals.Ledger, v View) builder {
	b := builder{ledger: l, view: v.filled(l), rates: rates{l.Rates}, notes: map[string][]deals.LegRef{}}
	b.groups = newGroups(l, b.view.AsOf)
	b.of = allLegs(l)
	b.use = asIs
	return b
}

// asIs counts a leg as it is.
func asIs(l *deals.Leg) *deals.Leg { return l }

// allLegs are the legs of a ledger in its order.
func allLegs(l *deals.Ledger) iter.Seq[*deals.Leg] {
	return func(yield func(*deals.Leg) bool) {
		for _, d := range l.Deals {
			for _, leg := range d.Legs {
				if !yield(leg) {
					return
				}
			}
		}
	}
}

type builder struct {
	ledger *deals.Ledger
	of     iter.Seq[*deals.Leg]        // the legs to count, in ledger order
	use    func(*deals.Leg) *deals.Leg // a leg as it is to be counted
	view   View
	rates  rates
	groups groups
	legs   []counted                 // that count, in ledger order
	notes  map[string][]deals.LegRef // by code of warning
	only   map[deals.PartyID]bool
}

// counted is a leg that counts, in the view's currency.
type counted struct {
	leg    *deals.Leg
	status deals.Status
	count
	taken int64 // what other counted deals record of it, taken off
}

// parties checks the parties of the filter and rolls them up like everything else.
func (b *builder) parties() error {
	for i, id := range b.view.Parties {
		p, err := b.ledger.Party(string(id))
		if err != nil {
			return err
		}
		b.view.Parties[i] = p.ID
	}
	if len(b.view.Parties) == 0 {
		return nil
	}
	b.only = map[deals.PartyID]bool{}
	for _, id := range b.view.Parties {
		b.only[b.group(id)] = true
	}
	return nil
}

func (b *builder) group(id deals.PartyID) deals.PartyID {
	if !b.view.RollUp {
		return id
	}
	return b.groups.of(id)
}

// countLegs gives every leg that stands on the day of the view its amount in the view's currency.
func (b *builder) countLegs() {
	c := counter{view: b.view, span: b.view.span(), known: b.ledger.LastDate()}
	b.legs = make([]counted, 0, len(b.ledger.Deals))
	for l := range b.of {
		b.countLeg(c, l)
	}
}

func (b *builder) countLeg(c counter, l *deals.Leg) {
	used := b.use(l)
	state := b.view.state(used.History(), c.known)
	if state.Status == deals.StatusUnknown {
		return
	}
	n := c.leg(used, state)
	if n.why != "" && b.touches(l) {
		b.note(n.why, l)
	}
	if n.known && n.minor == 0 && !n.drop && b.view.Basis == Firm && n.cut.IsZero() && b.touches(l) {
		b.note(WarnNoFloor, l)
	}
	if n.drop || n.known && n.minor == 0 {
		return
	}
	if n.known && !b.toViewCurrency(used, &n) {
		b.note(WarnNoRate, l)
		n.minor, n.known, n.noRate = 0, false, true
	}
	b.legs = append(b.legs, counted{leg: l, status: state.Status, count: n})
}

// touches reports whether the filter of parties lets a leg through.
func (b *builder) touches(l *deals.Leg) bool {
	return b.only == nil || b.only[b.group(l.From)] || b.only[b.group(l.To)]
}

func (b *builder) note(code string, l *deals.Leg) { b.notes[code] = append(b.notes[code], l.Ref()) }

func (b *builder) toViewCurrency(l *deals.Leg, n *count) bool {
	minor, ok := b.rates.convert(n.minor, n.currency, b.view.Currency, firstDay(l))
	n.minor = minor
	return ok
}

// firstDay is the day a leg first appears, which picks the exchange rate.
func firstDay(l *deals.Leg) deals.Date {
	for _, s := range l.History() {
		if !s.Date.IsZero() {
			return s.Date.Last()
		}
	}
	return deals.Date{}
}

// settleOverlaps takes off every deal what other counted deals in the ledger record of it.
func (b *builder) settleOverlaps() {
	o := overlaps{inside: map[*deals.Leg][]member{}, total: map[*deals.Leg]int64{}, convert: func(l *deals.Leg, a deals.Amount) int64 {
		v, _ := b.rates.convert(a.Ceiling(), a.Currency, b.view.Currency, firstDay(l))
		return v
	}}
	var outer []*deals.Leg
	for l := range b.of {
		for _, w := range b.use(l).Overlaps() {
			for _, whole := range b.ledger.Legs(w.Ref) {
				if len(o.inside[whole]) == 0 {
					outer = append(outer, whole)
				}
				o.inside[whole] = append(o.inside[whole], member{l, w.Part})
			}
		}
	}
	if len(outer) == 0 {
		return
	}
	o.counts = make(map[*deals.Leg]*counted, len(b.legs))
	for i := range b.legs {
		o.counts[b.legs[i].leg] = &b.legs[i]
	}
	for _, l := range outer {
		o.t(l)
	}
}

// network makes nodes and arcs of the counted legs.
func (b *builder) network() (*Network, error) {
	var parties []*deals.Party
	index := map[deals.PartyID]int{}
	for _, p := range b.ledger.Parties {
		if b.group(p.ID) == p.ID {
			index[p.ID] = len(parties)
			parties = append(parties, p)
		}
	}
	arcs := make([]Arc, 0, len(b.legs))
	var total int64
	for i := range b.legs {
		n := &b.legs[i]
		l := n.leg
		if len(b.view.Settlements) > 0 && !slices.Contains(b.view.Settlements, l.Settlement) {
			continue
		}
		from, to := b.group(l.From), b.group(l.To)
		if from == to && l.From != l.To {
			b.note(WarnGroup, l)
			continue
		}
		if !b.touches(l) {
			continue
		}
		if n.known && n.minor == 0 { // all of it is counted in the deals inside it
			b.note(WarnAllInside, l)
			continue
		}
		var err error
		if total, err = add(total, n.minor); err != nil {
			return nil, fmt.Errorf("build network of %s: %w", b.ledger.Name, err)
		}
		arcs = append(arcs, Arc{
			From: Node(index[from]), To: Node(index[to]), Leg: l, Status: n.status,
			Amount: n.minor, Known: n.known, NoRate: n.noRate, Estimate: n.estimate, Assumed: n.assumed, Inside: n.taken,
		})
	}
	n := New(parties, arcs)
	n.View, n.Ledger = b.view, b.ledger
	return n, nil
}

// keepOnly drops the arcs that a filter refuses.
func (n *Network) keepOnly(keep func(Arc) (bool, error)) error {
	var kept []Arc
	for _, a := range n.arcs {
		ok, err := keep(a)
		if err != nil {
			return err
		}
		if ok {
			kept = append(kept, a)
		}
	}
	n.arcs = kept
	n.link()
	return nil
}
