package exposure_test

import (
	"fmt"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// lines are claims as text: holder, on, claim, amount.
func lines(n *graph.Network, ls []exposure.Line) []string {
	var out []string
	for _, l := range ls {
		amount := fmt.Sprint(l.Amount / 100)
		if !l.Known {
			amount = "?"
		}
		out = append(out, fmt.Sprintf("%s on %s: %s %s", n.Party(l.Holder).ID, n.Party(l.On).ID, l.Claim, amount))
	}
	return out
}

func messages(errs []error) []string {
	var out []string
	for _, e := range errs {
		out = append(out, e.Error())
	}
	return out
}

// TestEveryKindAndStatus holds the rules of the package comment against a table: what each kind leaves while it is promised
// (rumoured to signed), active, completed and ended, and on the paid basis. An arc runs from pay to get.
func TestEveryKindAndStatus(t *testing.T) {
	const (
		equity  = "pay on get: equity 7"
		credit  = "pay on get: credit 7"
		supply  = "pay on get: supply 7"
		funding = "get on pay: funding 7"
		revenue = "get on pay: revenue 7"
		maybe   = "get on pay: contingent 7"
		behind  = "pay on owe: guarantee 7"
	)
	for _, c := range []struct {
		kind                                       deals.Kind
		promised, active, completed, ended, onPaid []string
	}{
		{deals.Equity, []string{funding}, []string{equity}, []string{equity}, []string{equity}, []string{equity}},
		{deals.Convertible, []string{funding}, []string{credit}, []string{credit}, []string{credit}, []string{credit}},
		{deals.Loan, []string{funding}, []string{credit}, []string{credit}, []string{credit}, []string{credit}},
		{deals.Bond, []string{funding}, []string{credit}, []string{credit}, []string{credit}, []string{credit}},
		{deals.Prepayment, []string{funding}, []string{supply}, []string{supply}, []string{supply}, []string{supply}},
		{deals.Grant, []string{funding}, []string{funding}, nil, nil, nil},
		{deals.Purchase, []string{revenue}, []string{revenue}, nil, nil, nil},
		{deals.Compute, []string{revenue}, []string{revenue}, nil, nil, nil},
		{deals.Lease, []string{revenue}, []string{revenue}, nil, nil, nil},
		{deals.License, []string{revenue}, []string{revenue}, nil, nil, nil},
		{deals.RevenueShare, []string{revenue}, []string{revenue}, nil, nil, nil},
		{deals.Acquisition, []string{funding}, []string{funding}, nil, nil, nil},
		{deals.Guarantee, []string{maybe, behind}, []string{maybe, behind}, nil, []string{behind}, []string{behind}},
		{deals.Warrant, []string{maybe}, []string{maybe}, nil, nil, nil},
	} {
		for _, s := range deals.Statuses() {
			text := fmt.Sprintf("pay > get %s 7 %s", c.kind, s)
			if c.kind == deals.Guarantee {
				text += " for owe; owe"
			}
			want := c.promised
			switch {
			case s == deals.Active:
				want = c.active
			case s == deals.Completed:
				want = c.completed
			case s.Ended():
				want = c.ended
			}
			n := nettest.Parse(text)
			got, _ := exposure.Lines(n)
			if d := cmp.Diff(want, lines(n, got)); d != "" {
				t.Errorf("%s: (-want +got)\n%s", text, d)
			}
			n.View.Basis = graph.Paid
			got, _ = exposure.Lines(n)
			if d := cmp.Diff(c.onPaid, lines(n, got)); d != "" {
				t.Errorf("%s, paid basis: (-want +got)\n%s", text, d)
			}
		}
	}
	if len(deals.Kinds()) != 14 {
		t.Errorf("%d kinds, 14 in the table", len(deals.Kinds()))
	}
}

func TestWarnings(t *testing.T) {
	n := nettest.Parse(`
		a > a loan 5 active
		a > b equity 5 active; a > b loan ? active
		b > a bond 5 terminated
		a > b guarantee ? signed for c
		b > a guarantee 5; b > a guarantee 6 signed for nobody; b > a guarantee 7 signed for b
		c`)
	got, errs := exposure.Lines(n)
	if d := cmp.Diff([]string{
		"a on b: equity 5", "a on b: credit ?",
		"b on a: contingent ?", "a on c: guarantee ?",
		"b on a: credit 5",
		"a on b: contingent 5", "a on b: contingent 6", "a on b: contingent 7",
	}, lines(n, got)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		"1 deal is of a party with itself: no exposure to anybody else",
		"2 active funding deals count as paid in full: the paid basis shows what is on record",
		"1 funding deal that ended counts for what was paid: nothing on record says that it came back",
		"1 guarantee does not name whose debt is covered: no claim of the guarantor is told from it",
		"1 guarantee covers a party that is not in the network: no claim of the guarantor is told from it",
		"1 guarantee covers the guarantor's own debt: no second claim",
		"3 claims have an undisclosed amount: counted, in no sum, never taken as zero",
	}, messages(errs)); d != "" {
		t.Error(d)
	}
	w := errs[6].(graph.Warning)
	if d := cmp.Diff([]deals.LegRef{{Deal: "d000002"}, {Deal: "d000004"}}, w.Legs); w.Code != exposure.WarnUndisclosed || d != "" {
		t.Error(w.Code, d)
	}

	// Only the obligor's own warnings reach the obligor.
	c, _ := n.Node("c")
	if d := cmp.Diff([]string{"1 claim has an undisclosed amount: counted, in no sum, never taken as zero"}, messages(exposure.Direct(n, c).Warnings)); d != "" {
		t.Error(d)
	}
}

func TestArcsWithoutLeg(t *testing.T) {
	n := graph.New([]*deals.Party{{ID: "a"}, {ID: "b"}}, []graph.Arc{{From: 0, To: 1, Amount: 5, Known: true}})
	got, errs := exposure.Lines(n)
	if len(got) != 0 || !cmp.Equal(messages(errs), []string{"1 arc has no leg of a known kind: no claim is told from it"}) {
		t.Error(got, errs)
	}
}

func TestClaims(t *testing.T) {
	if len(exposure.Claims()) != 7 {
		t.Errorf("%v", exposure.Claims())
	}
	var b exposure.ByClaim
	for i, c := range exposure.Claims() {
		b[i].Amount = int64(i + 1)
		if c.Meaning() == "" || b.Of(c).Amount != int64(i+1) {
			t.Errorf("%s: %q, %v", c, c.Meaning(), b.Of(c))
		}
	}
	if b.Total().Amount != 28 || !b.Of("odd").IsZero() {
		t.Error(b.Total(), b.Of("odd"))
	}
}

// A party that pays in its own shares leaves the payee holding them: the claim runs the other way.
func TestEquitySettledInStock(t *testing.T) {
	n := nettest.Parse("cloud > lab equity 7 completed; cloud > other equity 5 signed")
	for a := range n.Arcs() {
		a.Leg.Settlement = deals.Stock
	}
	got, _ := exposure.Lines(n)
	want := []string{"lab on cloud: equity 7", "other on cloud: funding 5"}
	if d := cmp.Diff(want, lines(n, got)); d != "" {
		t.Error(d)
	}
}
