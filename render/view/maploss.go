package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// lossKind is the kind of an arrow along which a loss came.
const lossKind = "loss"

// lossClasses are the tints of those who lose, by the share of all they were to receive, at its highest.
var lossClasses = []struct {
	from  float64
	entry figure.Entry
}{
	{0.33, figure.Entry{Key: "loss4", Label: "Loses a third or more", Tint: "heat4"}},
	{0.10, figure.Entry{Key: "loss3", Label: "Loses 10% to a third", Tint: "heat3"}},
	{0.01, figure.Entry{Key: "loss2", Label: "Loses 1% to 10%", Tint: "heat2"}},
	{0, figure.Entry{Key: "loss1", Label: "Loses less than 1%", Tint: "heat1"}},
}

// payerEntry is for those who lose and were to receive nothing, such as guarantors: there is no share to tell.
var payerEntry = figure.Entry{Key: "loss0", Label: "Pays for others, was to receive nothing", Tint: "heat0"}

const (
	struckGroup = "struck"
	calmGroup   = "calm"
)

// LossMap paints what a shock does onto the map of a network: who is struck, who loses how much of what it was to receive, and
// by whose hands the losses come. Deals step back behind the losses. All is the high side of the ranges, as a label says where
// the low side is another.
//
// The shock may come from another ledger or view; parties that the network does not have are left out and named. Caveats are
// the warnings that came with the shock.
func LossMap(n *graph.Network, x Shock, caveats []string, o MapOptions) figure.Map {
	o.MaxLabels, o.MaxCycles, o.Focus, o.Star = 1, -1, nil, nil
	p := painter{n: n, x: x, o: o, caveats: caveats}
	o.Only = p.parties()
	o.MaxParties = len(o.Only)
	m := mapper{n: n, o: o, say: english{}, on: map[int][]int{}, drawn: make([]bool, n.Order())}
	for _, v := range o.Only {
		m.drawn[v] = true
	}
	f := m.figure()
	p.paint(&f)
	return f
}

// painter paints a shock.
type painter struct {
	n       *graph.Network
	x       Shock
	o       MapOptions
	caveats []string
	struck  []string // names of the struck that are not drawn
	less    []string // of others that lose something and are not drawn
	strange []string // of those the network does not have
}

// parties picks whom to draw: the struck, then those who lose most, as many as there is room for.
func (p *painter) parties() []graph.Node {
	losers := slices.Clone(p.x.Losers)
	slices.SortStableFunc(losers, func(a, b Loser) int {
		if a.Shocked != b.Shocked {
			if a.Shocked {
				return -1
			}
			return 1
		}
		return cmp.Compare(lossOf(b), lossOf(a))
	})
	var out []graph.Node
	seen := map[string]bool{}
	take := func(party Party, rest *[]string) {
		if seen[party.ID] {
			return
		}
		seen[party.ID] = true
		v, ok := p.n.Node(deals.PartyID(party.ID))
		switch {
		case !ok:
			p.strange = append(p.strange, party.Name)
		case len(out) < cmp.Or(p.o.MaxParties, defaultMaxParties):
			out = append(out, v)
		default:
			*rest = append(*rest, party.Name)
		}
	}
	for _, t := range p.x.Through { // the struck need not lose anything themselves
		if p.isStruck(t.From) {
			take(t.From, &p.struck)
		}
	}
	for _, l := range losers {
		if l.Shocked {
			take(l.Party, &p.struck)
		} else if lossOf(l) > 0 {
			take(l.Party, &p.less)
		}
	}
	return out
}

// isStruck reports whether the shock hits a party itself: it withholds, and is marked so among the losers, or loses nothing.
func (p *painter) isStruck(party Party) bool {
	i := slices.IndexFunc(p.x.Losers, func(l Loser) bool { return l.Party.ID == party.ID })
	return i < 0 || p.x.Losers[i].Shocked
}

// lossOf is what a party loses in all, on the high side, in minor units.
func lossOf(l Loser) int64 {
	minor, _ := l.Total.High.Minor()
	return minor
}

// paint turns the map of the deals into one of the losses.
func (p *painter) paint(f *figure.Map) {
	f.Title = cmp.Or(p.o.Title, p.x.What)
	low, high := p.x.Total.Low.Short(), p.x.Total.High.Short()
	f.Subtitle = fmt.Sprintf("Red arrows: what does not arrive, and from whom. Lost in all by others: %s, of it %s from the struck directly. %s basis, the high side of ranges. As of %s.",
		fromTo(low, high), fromTo(p.x.Direct.Low.Short(), p.x.Direct.High.Short()), Upper(p.x.Basis), p.n.View.AsOf)
	f.Legend.Values, f.Legend.Amounts = p.scales(f)
	drawn := map[string]bool{}
	for i := range f.Nodes {
		drawn[f.Nodes[i].ID] = true
		p.paintNode(&f.Nodes[i])
	}
	for i := range f.Arcs {
		f.Arcs[i].Label, f.Arcs[i].Emphasis = "", false
	}
	f.Arcs = append(f.Arcs, p.losses(drawn)...)
	f.Legend.Groups = lossGroups()
	f.Legend.Headings.Groups = "Of what it was to receive, as far as disclosed"
	f.Legend.Headings.Rim = "Cannot pay all it owes, on the high side"
	f.Legend.Headings.Amounts = "Amount, of deals and of losses (width: its square root)"
	f.Dropped = p.dropped()
	f.Notes = append([]string{"drawn is the high side, on which parties without facts have no means; a heavy rim: on that side the party cannot pay all it owes"}, append(p.unpainted(), p.caveats...)...)
	f.AltText = p.alt()
}

// dropped says who is not drawn, and that deals are not.
func (p *painter) dropped() []string {
	out := []string{"deals of parties that lose nothing"}
	for _, list := range []struct {
		names          []string
		one, many, say string
	}{
		{p.struck, "struck party", "struck parties", ""},
		{p.less, "party that loses less", "parties that lose less", ""},
		{p.strange, "party", "parties", " of the shock that the ledger does not have in this view"},
	} {
		if len(list.names) > 0 {
			out = append(out, fmt.Sprintf("%s%s: %s", Plural(len(list.names), list.one, list.many), list.say, strings.Join(list.names, ", ")))
		}
	}
	return out
}

// unpainted says what the shock does besides: stakes that are worth less, and amounts that nobody knows.
func (p *painter) unpainted() []string {
	var out, stakes []string
	for _, l := range p.x.Losers {
		if l.Stakes != nil {
			stakes = append(stakes, l.Party.Name+" "+fromTo(l.Stakes.Low.Short(), l.Stakes.High.Short()))
		}
	}
	if len(stakes) > 0 {
		out = append(out, "not painted, as it is no cash: shares that are worth less: "+strings.Join(stakes, ", "))
	}
	if len(p.x.Unknown) > 0 {
		out = append(out, "undisclosed amounts, in none of this, are owed to "+names(p.x.Unknown, ", "))
	}
	return out
}

// scales are the sample circles and widths: the details and labels of this map are losses, and no values.
func (p *painter) scales(f *figure.Map) (values, amounts []figure.Scale) {
	for _, n := range f.Nodes {
		if n.Known {
			values = append(values, figure.Scale{Value: n.Value, Label: n.Detail})
		}
	}
	for _, t := range p.x.Through {
		if minor, ok := t.Amount.Minor(); ok && minor > 0 {
			amounts = append(amounts, figure.Scale{Value: Units(minor), Label: t.Amount.Short()})
		}
	}
	return thirds(values), thirds(amounts)
}

// thirds are the smallest, the middle and the largest of some samples.
func thirds(all []figure.Scale) []figure.Scale {
	slices.SortFunc(all, func(a, b figure.Scale) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Label, b.Label))
	})
	if len(all) < 3 {
		return all
	}
	picked := []figure.Scale{all[0], all[len(all)/2], all[len(all)-1]}
	return slices.CompactFunc(picked, func(a, b figure.Scale) bool { return a.Value == b.Value })
}

// paintNode gives a party its tint and tells what it loses.
func (p *painter) paintNode(n *figure.Node) {
	n.Group, n.Detail = calmGroup, ""
	i := slices.IndexFunc(p.x.Losers, func(l Loser) bool { return l.Party.ID == n.ID })
	if i < 0 || p.x.Losers[i].Shocked {
		n.Group, n.Emphasis, n.Title = struckGroup, true, n.Title+": struck by the shock"
		return
	}
	l := p.x.Losers[i]
	if lossOf(l) > 0 {
		n.Group = lossTint(l)
	}
	n.Detail = "−" + l.Total.High.Short()
	n.Title += ": loses " + fromTo(l.Total.Low.Short(), l.Total.High.Short())
	if l.ShareOfInflow != nil {
		n.Detail += ", " + table.Percent(*l.ShareOfInflow)
		n.Title += fmt.Sprintf(", up to %s of what it was to receive", table.Percent(*l.ShareOfInflow))
	}
	if l.Defaults != "" {
		n.Emphasis = true
		n.Title += "; it cannot pay all it owes, on the high side"
	}
}

// lossTint is the tint of who loses something.
func lossTint(l Loser) string {
	if l.ShareOfInflow == nil {
		return payerEntry.Key
	}
	for _, c := range lossClasses {
		if *l.ShareOfInflow >= c.from {
			return c.entry.Key
		}
	}
	return lossClasses[len(lossClasses)-1].entry.Key
}

// losses are the arrows of what does not arrive.
func (p *painter) losses(drawn map[string]bool) []figure.Arc {
	var out []figure.Arc
	for _, t := range p.x.Through {
		minor, ok := t.Amount.Minor()
		if !ok || minor == 0 || !drawn[t.From.ID] || !drawn[t.Party.ID] || t.From.ID == t.Party.ID {
			continue
		}
		out = append(out, figure.Arc{
			ID: "loss:" + t.From.ID + ":" + t.Party.ID, From: t.From.ID, To: t.Party.ID, Kind: lossKind, Certainty: figure.Signed,
			Amount: float64(minor) / 100, Known: true, Emphasis: true, Label: "−" + t.Amount.Short(),
			Title: fmt.Sprintf("%s does not pay %s to %s", t.From.Name, t.Amount.Short(), t.Party.Name),
		})
	}
	return out
}

// lossGroups are the tints, the worst first; a legend shows those in use.
func lossGroups() []figure.Entry {
	out := []figure.Entry{{Key: struckGroup, Label: "Struck by the shock", Tint: "struck"}}
	for _, c := range lossClasses {
		out = append(out, c.entry)
	}
	return append(out, payerEntry, figure.Entry{Key: calmGroup, Label: "Loses nothing"})
}

// alt tells the picture in words.
func (p *painter) alt() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Map of losses: %s. Others lose %s.", p.x.What, fromTo(p.x.Total.Low.Short(), p.x.Total.High.Short()))
	told, more := 0, 0
	for _, l := range p.x.Losers {
		switch {
		case l.Shocked || lossOf(l) == 0:
		case told == 8:
			more++
		default:
			told++
			fmt.Fprintf(&b, " %s loses %s.", l.Party.Name, fromTo(l.Total.Low.Short(), l.Total.High.Short()))
		}
	}
	if more > 0 {
		fmt.Fprintf(&b, " And %d more lose less.", more)
	}
	return b.String()
}

// fromTo writes a range, or one number where both sides are the same.
func fromTo(low, high string) string {
	if low == high {
		return high
	}
	return low + " to " + high
}
