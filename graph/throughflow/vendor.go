package throughflow

import (
	"context"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Vendor says how much of what a party sells it has financed itself. Amounts are minor units.
type Vendor struct {
	Funding  int64     // what it gives others as equity, loans, bonds, convertibles, prepayments and grants
	Sales    int64     // what others pay it for goods: its receipts of the spending family
	Financed int64     // of Sales, what it has given its customers, or those they got it from, as funding
	Share    float64   // Financed of Sales; 0 without sales
	Direct   int64     // of Financed, what comes straight back from the party that was funded
	Through  int64     // the rest, which went through third parties
	Funded   []Portion // Financed, by the party that was funded: where the money went first
	Payers   []Portion // Financed, by the party that paid: where it came back from
	Warnings []error
}

// VendorFinanced follows the money that a party gives as funding until it comes back to it as payment for goods, through any
// number of others, which all spend in proportion. Guarantees are no funding here.
//
// It is R_i = Σ F_ia·N_ab·P_bi, over parties a to which i gives funding F_ia and parties b that buy from i with the share
// P_bi of their money, N being (I−P)⁻¹ after i is taken out: what comes back is counted the first time only. So R_i is at
// most the round trip of i, which asks for money of every kind. It leaves out money that i spends and money that comes back
// as funding, and what i has with itself.
//
// The error is ErrOutside, ErrSize or that of ctx. Cost: one factorisation of the component of i.
func (m *Matrix) VendorFinanced(ctx context.Context, i graph.Node) (Vendor, error) {
	if m.parties[i].Outside {
		return Vendor{}, ErrOutside
	}
	out := Vendor{Warnings: m.Warnings}
	given, bought := m.trade(i, &out)
	block := m.units.block[m.units.of[i]]
	if block < 0 {
		return out, nil // nothing comes back
	}
	var nodes []graph.Node
	for _, v := range m.blocks[block].nodes {
		if v != i {
			nodes = append(nodes, v)
		}
	}
	f, err := factorise(ctx, m.chain(nodes, make([]int32, len(m.parties))))
	if err != nil {
		return Vendor{}, err
	}
	m.follow(&out, nodes, f, given, bought)
	return out, nil
}

// trade is what i gives each other party as funding, and what each pays it for goods.
func (m *Matrix) trade(i graph.Node, out *Vendor) (given, bought []int64) {
	given, bought = make([]int64, len(m.parties)), make([]int64, len(m.parties))
	for a := range m.net.Out(i) {
		if a.To != i && a.Leg != nil && a.Leg.Kind.Family() == deals.Funding {
			given[a.To] += a.Amount
			out.Funding += a.Amount
		}
	}
	for a := range m.net.In(i) {
		if a.From != i && a.Leg != nil && a.Leg.Kind.Family() == deals.Spending {
			bought[a.From] += a.Amount
			out.Sales += a.Amount
		}
	}
	return given, bought
}

// follow lets funding go round among the parties of a component without the vendor, and sees where it buys.
func (m *Matrix) follow(out *Vendor, nodes []graph.Node, f *factor, given, bought []int64) {
	come, visits := make([]float64, len(nodes)), make([]float64, len(nodes))
	direct := 0.0
	buys := func(v graph.Node) float64 { return float64(bought[v]) / float64(m.parties[v].Throughflow) }
	for k, v := range nodes {
		come[k], visits[k] = buys(v), float64(given[v])
		direct += come[k] * visits[k]
	}
	f.solve(come)       // of a dollar at each party, what comes back as a purchase
	f.solveLeft(visits) // of all funding, what reaches each party, as often as it does
	funded, payers := make([]float64, len(m.parties)), make([]float64, len(m.parties))
	total := 0.0
	for k, v := range nodes {
		funded[v], payers[v] = float64(given[v])*come[k], visits[k]*buys(v)
		total += funded[v]
	}
	if total == 0 {
		return
	}
	for v := range funded {
		funded[v], payers[v] = funded[v]/total, payers[v]/total
	}
	out.Financed = min(whole64(total), out.Sales)
	out.Share = min(1, total/float64(out.Sales))
	out.Direct = min(whole64(direct), out.Financed)
	out.Through = out.Financed - out.Direct
	out.Funded, out.Payers = portions(funded, out.Financed), portions(payers, out.Financed)
}
