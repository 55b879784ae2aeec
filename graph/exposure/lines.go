package exposure

import (
	"dealgraph/deals"
	"dealgraph/graph"
)

// Line is one claim and the arc it comes from.
type Line struct {
	Arc    int        // id in the network
	Holder graph.Node // loses
	On     graph.Node // if this party fails
	Claim  Claim
	Amount int64 // minor units of the view's currency; 0 when not Known
	Known  bool
}

// Lines are all claims of a network, by arc; where an arc makes two, that on the payer first. The warnings, of type
// graph.Warning, name the deals that make no claim although they count, and those whose claim needs a word. Cost: O(arcs).
func Lines(n *graph.Network) ([]Line, []error) {
	t := tell(n)
	return t.lines, warn(t.remarks)
}

// teller turns arcs into lines by the rules of the package comment.
type teller struct {
	n       *graph.Network
	paid    bool // amounts are money that has moved
	lines   []Line
	remarks []remark
}

func tell(n *graph.Network) teller {
	t := teller{n: n, paid: n.View.Basis == graph.Paid}
	for a := range n.Arcs() {
		switch {
		case a.Leg == nil || a.Leg.Kind.Info().Kind == "":
			t.remark(noKind, a)
		case a.From == a.To:
			t.remark(selfDeal, a)
		default:
			t.arc(a, a.Leg.Kind.Info())
		}
	}
	return t
}

// arc tells the claims of an arc between two parties.
func (t *teller) arc(a graph.Arc, kind deals.KindInfo) {
	over := t.paid || a.Status == deals.Completed || a.Status.Ended() // nothing more will come
	switch kind.Leaves {
	case deals.ClaimEquity, deals.ClaimCredit, deals.ClaimSupply:
		t.stake(a, Claim(kind.Leaves), over)
	case deals.ClaimNone:
		if !over {
			t.add(a, a.To, a.From, Funding)
		}
	case deals.ClaimRevenue:
		if !over {
			t.add(a, a.To, a.From, Revenue)
		}
	case deals.ClaimContingent:
		if !over {
			t.add(a, a.To, a.From, Contingent)
		}
		if kind.Kind == deals.Guarantee && (t.paid || a.Status != deals.Completed) {
			t.obligor(a)
		}
	}
}

// stake tells funding that leaves the payer a claim on the payee once the money has moved.
func (t *teller) stake(a graph.Arc, c Claim, over bool) {
	if !over && a.Status != deals.Active {
		t.add(a, a.To, a.From, Funding)
		return
	}
	switch {
	case !over:
		t.remark(activeFunding, a)
	case a.Status.Ended():
		t.remark(endedFunding, a)
	}
	if c == Equity && a.Leg.Settlement == deals.Stock {
		t.add(a, a.To, a.From, c) // paid in the payer's own shares: it is the payee who holds them
		return
	}
	t.add(a, a.From, a.To, c)
}

// obligor tells what a guarantor has at stake with the party whose debt it covers.
func (t *teller) obligor(a graph.Arc) {
	if a.Leg.Obligor == "" {
		t.remark(noObligor, a)
		return
	}
	v, ok := t.n.Of(a.Leg.Obligor)
	switch {
	case !ok:
		t.remark(obligorGone, a)
	case v == a.From:
		t.remark(ownDebt, a)
	default:
		t.add(a, a.From, v, Guarantee)
	}
}

func (t *teller) add(a graph.Arc, holder, on graph.Node, c Claim) {
	t.lines = append(t.lines, Line{Arc: a.ID, Holder: holder, On: on, Claim: c, Amount: a.Amount, Known: a.Known})
	if !a.Known {
		t.remarks = append(t.remarks, remark{undisclosed, a, holder, on})
	}
}
