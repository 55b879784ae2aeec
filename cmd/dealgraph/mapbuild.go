package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/cycles"
	"dealgraph/graph/exposure"
	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// builtMap is what a map shows, not drawn yet.
type builtMap struct {
	ledger   *deals.Ledger
	networks []*graph.Network
	stamp    string
	warnings []error
	one      figure.Map     // unless there are several
	several  *figure.Panels // nil if there is one
}

// figure is what is drawn.
func (b *builtMap) figure() figure.Figure {
	if b.several != nil {
		return *b.several
	}
	return b.one
}

// build reads the ledger and makes the figure that the flags ask for.
func (o *mapOptions) build(ctx context.Context) (*builtMap, error) {
	l, err := o.load()
	if err != nil {
		return nil, err
	}
	b := &builtMap{ledger: l}
	if paintsLosses(o.highlight) {
		return b, o.buildLosses(ctx, b)
	}
	if b.networks, err = o.allNetworks(l); err != nil {
		return nil, err
	}
	if err := o.notEmpty(b.networks); err != nil {
		return nil, err
	}
	b.stamp = stamp(l, b.networks)
	if len(o.view.dates) > 1 {
		last := b.networks[len(b.networks)-1].View
		b.stamp = strings.Replace(b.stamp, "as-of="+b.networks[0].View.AsOf.String(), "as-of="+b.networks[0].View.AsOf.String()+".."+last.AsOf.String(), 1)
	}
	if len(b.networks) > 1 {
		return b, o.buildPanels(ctx, b)
	}
	settings, err := o.settings(l, b.networks[0])
	if err != nil {
		return nil, err
	}
	settings.Source = sourceOf(b) + b.stamp
	found, err := o.find(ctx, b.networks[0], settings.Focus, o.cycles)
	if err != nil {
		return nil, err
	}
	b.one = view.Map(b.networks[0], found, settings)
	if len(b.one.Nodes) == 0 {
		return nil, o.nobody(b.networks[0])
	}
	return b, nil
}

// nobody says that the parties of the flags have no deal to draw, and on which basis they would.
func (o *mapOptions) nobody(n *graph.Network) error {
	names := o.view.parties
	if of, ok := strings.CutPrefix(o.highlight, "party:"); ok {
		names = append(slices.Clone(names), strings.Split(of, ",")...)
	}
	of := strings.Join(names, ", ")
	v := n.View
	v.Basis = graph.Headline
	if wide, err := graph.Build(n.Ledger, v); err == nil && n.View.Basis != graph.Headline {
		for _, name := range names {
			at, err := oneNode(n.Ledger, wide, name)
			if err != nil {
				continue
			}
			for a := range wide.Arcs() {
				if a.From != a.To && (a.From == at || a.To == at) {
					return fmt.Errorf("there is nothing to draw: no deal of %s counts on the %s basis; on the headline basis some do", of, n.View.Basis)
				}
			}
		}
	}
	return fmt.Errorf("there is nothing to draw: %s has no deal with anybody else in this view", of)
}

// allNetworks builds the networks to draw, by date and then by basis. The parties of --party are the focus of a map, not a
// filter: deals among their neighbours belong to the neighbourhood.
func (o *mapOptions) allNetworks(l *deals.Ledger) ([]*graph.Network, error) {
	flags := o.view
	flags.parties = nil
	dates := o.view.dates
	if len(dates) == 0 {
		dates = []string{o.view.asOf}
	}
	var out []*graph.Network
	for _, date := range dates {
		flags.asOf = date
		networks, err := flags.networks(l)
		if err != nil {
			return nil, err
		}
		out = append(out, networks...)
	}
	return out, nil
}

// notEmpty refuses to draw nothing, and says what made it so.
func (o *mapOptions) notEmpty(networks []*graph.Network) error {
	for _, n := range networks {
		for a := range n.Arcs() {
			if a.From != a.To {
				return nil
			}
		}
	}
	n := networks[len(networks)-1]
	v := n.View
	if n.Size() > 0 {
		return fmt.Errorf("there is nothing to draw: all %s of this view are of a party with itself", view.Plural(n.Size(), "deal", "deals"))
	}
	return fmt.Errorf("there is nothing to draw: %s", emptiedBy(n.Ledger, v))
}

const withoutRumours = "the lack of --rumours"

// emptiedBy says which filter of a view leaves no deal: the first that, left away, gives some.
func emptiedBy(l *deals.Ledger, v graph.View) string {
	if len(l.Deals) == 0 {
		return "the ledger has no deals"
	}
	size := func(v graph.View) int {
		n, err := graph.Build(l, v)
		if err != nil {
			return 0
		}
		return n.Size()
	}
	without := []struct {
		set  bool
		flag string
		view func(graph.View) graph.View
	}{
		{v.Where != "", "--where '" + v.Where + "'", func(v graph.View) graph.View { v.Where = ""; return v }},
		{len(v.Settlements) > 0, "--settlement", func(v graph.View) graph.View { v.Settlements = nil; return v }},
		{!v.Years.IsZero(), "--years " + v.Years.String(), func(v graph.View) graph.View { v.Years = graph.Years{}; return v }},
		{v.RollUp, "--roll-up", func(v graph.View) graph.View { v.RollUp = false; return v }},
		{true, "--as-of " + v.AsOf.String(), func(v graph.View) graph.View { v.AsOf = deals.Date{}; return v }},
		{v.Basis != graph.Headline, "--basis " + string(v.Basis), func(v graph.View) graph.View { v.Basis = graph.Headline; return v }},
		{!v.Rumours, withoutRumours, func(v graph.View) graph.View { v.Rumours = true; return v }},
	}
	for _, w := range without {
		if !w.set {
			continue
		}
		switch n := size(w.view(v)); {
		case n > 0 && w.flag == withoutRumours:
			return fmt.Sprintf("all there is, %s, is rumoured: add --rumours", view.Plural(n, "deal leg", "deal legs"))
		case n > 0:
			return fmt.Sprintf("%s leaves none of %s", w.flag, view.Plural(n, "deal leg", "deal legs"))
		}
	}
	var all []string // no single one is to blame: one after the other is left away until something remains
	for _, w := range without {
		if w.set {
			all, v = append(all, w.flag), w.view(v)
		}
		if n := size(v); n > 0 {
			return fmt.Sprintf("%s together leave none of %s", strings.Join(all, ", "), view.Plural(n, "deal leg", "deal legs"))
		}
	}
	return "none of the ledger's deals is live on any day"
}

// sourceOf names the ledger, for the last line of a map: the stamp follows.
func sourceOf(b *builtMap) string { return "Source: " + filepath.Base(b.ledger.Name) + ". " }

// settings are what the flags say about one map.
func (o *mapOptions) settings(l *deals.Ledger, n *graph.Network) (view.MapOptions, error) {
	s := view.MapOptions{
		Title: o.title, MaxParties: min(o.maxParties, mostForced), Hops: o.hops, MaxCycles: cmp.Or(o.cycles, -1), Language: o.language,
		Plain: o.highlight == "none",
	}
	var err error
	if s.Focus, err = nodesOf(l, n, o.view.parties); err != nil {
		return s, err
	}
	if of, ok := strings.CutPrefix(o.highlight, "party:"); ok {
		if s.Star, err = nodesOf(l, n, strings.Split(of, ",")); err != nil {
			return s, err
		}
	}
	s.Sizes, err = o.sizes(l, n)
	return s, err
}

// nodesOf finds parties by their ids or aliases.
func nodesOf(l *deals.Ledger, n *graph.Network, names []string) ([]graph.Node, error) {
	var out []graph.Node
	for _, name := range names {
		at, err := oneNode(l, n, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		out = append(out, at)
	}
	return out, nil
}

// sizes are what the area of circles shows, nil for valuations.
func (o *mapOptions) sizes(l *deals.Ledger, n *graph.Network) (*view.Sizes, error) {
	out := &view.Sizes{By: make([]view.Size, n.Order())}
	switch o.size {
	case "valuation":
		return nil, nil
	case "exposure":
		out.Heading, out.What = "At stake with the party, for others (area)", "at stake with it, for others"
		if o.language == "zh" {
			out.Heading, out.What = "他方对该方的敞口（面积）", "为他方对其敞口"
		}
		for v, r := range exposure.All(n) {
			out.By[v] = view.Size{Minor: r.AtStake.Total.Amount, Known: r.AtStake.Total.Amount > 0 || r.AtStake.Total.Unknown == 0}
		}
	case "inflow":
		out.Heading, out.What = "Money to the party, in this view (area)", "come to it in this view"
		if o.language == "zh" {
			out.Heading, out.What = "此视图中流入该方的资金（面积）", "为此视图中的流入"
		}
		unknown := make([]bool, n.Order())
		for a := range n.Arcs() {
			if isMoney(a) && a.From != a.To {
				out.By[a.To].Minor += a.Amount
				unknown[a.To] = unknown[a.To] || !a.Known
			}
		}
		for v := range out.By {
			out.By[v].Known = out.By[v].Minor > 0 || !unknown[v]
		}
	case "buffer":
		rule, err := o.buffer.rule(l)
		if err != nil {
			return nil, err
		}
		out.Heading, out.What = "Buffer of the party: "+rule.String()+" (area)", "of buffer ("+rule.String()+")"
		if o.language == "zh" {
			out.Heading, out.What = "该方的缓冲："+rule.String()+"（面积）", "为缓冲（"+rule.String()+"）"
		}
		for v := range out.By {
			m := n.Means(graph.Node(v), rule)
			out.By[v] = view.Size{Minor: m.Amount, Known: m.Known}
		}
	}
	return out, nil
}

// find finds the strongest cycles, or the strongest through the focus, for the map to pick from.
func (o *mapOptions) find(ctx context.Context, n *graph.Network, focus []graph.Node, most int) (cycles.Result, error) {
	if most == 0 || o.highlight != "cycles" {
		return cycles.Result{}, nil
	}
	// more than are drawn, since not all of them may fit the map
	found, err := cycles.Find(ctx, n, cycles.Options{MaxLength: o.maxLength, Limit: 20 * most, Through: focus})
	if err != nil {
		return found, fmt.Errorf("find the cycles: %w", err)
	}
	return found, nil
}

// mostSmall is how many parties a small map has room for.
const mostSmall = 16

// buildPanels makes small maps, one for each network.
func (o *mapOptions) buildPanels(ctx context.Context, b *builtMap) error {
	var panels []view.MapPanel
	for _, n := range b.networks {
		p, err := o.panel(ctx, b.ledger, n, min(o.cycles, 4))
		if err != nil {
			return err
		}
		if p.Caption, err = o.caption(ctx, b.ledger, n); err != nil {
			return err
		}
		panels = append(panels, p)
	}
	settings := view.MapOptions{
		Title: o.title, Language: o.language, Source: sourceOf(b) + b.stamp, MaxParties: min(o.maxParties, mostSmall), MaxCycles: cmp.Or(min(o.cycles, 4), -1),
	}
	several := view.MapPanels(panels, settings)
	b.several = &several
	return nil
}

// panel is one of several maps: what the flags pick out of its network.
func (o *mapOptions) panel(ctx context.Context, l *deals.Ledger, n *graph.Network, most int) (view.MapPanel, error) {
	p := view.MapPanel{Network: n}
	settings, err := o.settings(l, n)
	if err != nil {
		return p, err
	}
	p.Focus, p.Star, p.Sizes = settings.Focus, settings.Star, settings.Sizes
	p.Found, err = o.find(ctx, n, p.Focus, most)
	return p, err
}

// caption says what the whole of a network comes to, and how much of the money in it can go round.
func (o *mapOptions) caption(ctx context.Context, l *deals.Ledger, n *graph.Network) (string, error) {
	money := n.View
	if len(money.Settlements) == 0 {
		money.Settlements = []deals.Settlement{deals.Cash, deals.InKind}
	}
	m, err := moneyNetwork(l, money)
	if err != nil {
		return "", err
	}
	r, err := circulation.Maximum(ctx, m)
	if err != nil {
		return "", fmt.Errorf("say how much can go round: %w", err)
	}
	return view.MapCaption(o.language, n, m, r.Totals), nil
}
