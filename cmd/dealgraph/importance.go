package main

import (
	"cmp"
	"context"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/clearing"
	"dealgraph/graph/concentration"
	"dealgraph/render/view"
)

// rank ranks the parties by how much the network depends on each, in three ways.
func (o *concentrationOptions) rank(ctx context.Context, l *deals.Ledger, n, claims *graph.Network, on string, r *report) (any, error) {
	var parties []graph.Node
	for v := range n.Order() {
		if p := graph.Node(v); !n.Party(p).Outside() && (some(n.In(p)) || some(n.Out(p))) {
			parties = append(parties, p)
		}
	}
	losses, err := o.lossesOfOthers(ctx, l, n, parties)
	if err != nil {
		return nil, err
	}
	ranks, err := o.debtRanks(ctx, claims)
	if err != nil {
		return nil, err
	}
	whole, err := circulation.Maximum(ctx, n)
	if err != nil {
		return nil, err
	}
	without, err := circulation.WithoutParties(ctx, n, parties)
	if err != nil {
		return nil, err
	}
	rankings := []concentration.Ranking{{Name: "loss of others"}, {Name: "DebtRank"}, {Name: "circulation"}}
	list := []view.Importance{}
	for i, v := range parties {
		fall := whole.Circulated - without[i].Circulated
		for k, x := range []float64{losses[i], ranks[v], float64(fall)} {
			rankings[k].Values = append(rankings[k].Values, x)
		}
		list = append(list, view.Importance{
			Party: view.PartyIn(n, v), Loss: view.Whole(losses[i], n.View.Currency), DebtRank: &rankings[1].Values[i], Circular: view.MoneyOf(fall, n.View.Currency),
		})
	}
	agree := view.AgreementOf(concentration.Agree(rankings))
	byLoss := map[view.Party]float64{}
	known := slices.ContainsFunc(parties, func(v graph.Node) bool { return n.Means(v, o.rule).Amount > 0 })
	for i := range list {
		list[i].DebtRank = &rankings[1].Values[i]
		if !known { // a share of nothing
			list[i].DebtRank = nil
		}
		byLoss[list[i].Party] = losses[i]
	}
	slices.SortStableFunc(list, func(a, b view.Importance) int { return cmp.Compare(byLoss[b.Party], byLoss[a.Party]) })
	r.Tables = append(r.Tables, view.ImportanceTables(on, list, agree, o.top)...)
	return map[string]any{"parties": list, "agreement": agree}, nil
}

// lossesOfOthers is what all others receive less when a party pays nothing, all that is ever due at once, and parties without
// facts taken to have no means.
func (o *concentrationOptions) lossesOfOthers(ctx context.Context, l *deals.Ledger, n *graph.Network, parties []graph.Node) ([]float64, error) {
	plan, err := planOf(l, n, clearing.Span{})
	if err != nil {
		return nil, err
	}
	set := clearing.Settings{Buffer: make([]float64, n.Order()), Unpaid: clearing.Lapse}
	for v := range set.Buffer {
		set.Buffer[v] = float64(n.Means(graph.Node(v), o.rule).Amount) / 100
	}
	out := make([]float64, len(parties))
	for i, v := range parties {
		run, err := plan.Run(ctx, []clearing.Shock{{Party: v}}, set)
		if err != nil {
			return nil, err
		}
		for w, t := range run.Totals() {
			if graph.Node(w) != v {
				out[i] += t.Loss()
			}
		}
	}
	return out, nil
}

// debtRanks is, by node, the part of all known buffers that is lost beside its own when it fails, on all that others have at
// stake: shares and guarantees too, which are no money.
func (o *concentrationOptions) debtRanks(ctx context.Context, claims *graph.Network) ([]float64, error) {
	means, weight := make([]graph.Means, claims.Order()), make([]float64, claims.Order())
	for v := range means {
		means[v] = claims.Means(graph.Node(v), o.rule)
		weight[v] = float64(means[v].Amount) / 100
	}
	s := stressOf(claims, means, math.Inf(1))
	return s.Ranks(ctx, weight)
}

// some reports whether there is an arc.
func some(arcs func(func(graph.Arc) bool)) bool {
	for range arcs {
		return true
	}
	return false
}
