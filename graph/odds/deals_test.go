package odds_test

import (
	stdcontext "context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/circulation"
	"dealgraph/graph/exposure"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"

	"github.com/google/go-cmp/cmp"
)

// signedOf is the signed basis of rows at the end of 2026.
func signedOf(t testing.TB, rows string) *graph.Network {
	t.Helper()
	l, err := deals.ReadFS(fstest.MapFS{"deals.csv": {Data: []byte("id,leg,from,to,kind,amount,paid,status,obligor\n" + rows)}}, ".")
	if err != nil {
		t.Fatalf("%v\n%s", err, rows)
	}
	n, err := graph.Build(l, graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2026, Month: 12, Day: 31}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func assume(t testing.TB, set ...string) *assumptions.Set {
	t.Helper()
	a := assumptions.Default()
	for _, s := range set {
		if err := a.Override(s); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// round is what goes round, and all money, in billions.
func round(n *graph.Network) ([]float64, error) {
	r, err := circulation.Maximum(stdcontext.Background(), n)
	return billions(float64(r.Circulated), float64(r.Gross)), err
}

// atStake is what others have at stake with a party, all and by those that are named, in billions.
func atStake(party deals.PartyID, others ...deals.PartyID) func(n *graph.Network) ([]float64, error) {
	return func(n *graph.Network) ([]float64, error) {
		v, ok := n.Node(party)
		if !ok {
			return make([]float64, 1+len(others)), nil
		}
		side := exposure.Direct(n, v).AtStake
		out := billions(float64(side.Total.Amount))
		for _, id := range others {
			x := 0.0
			for _, p := range side.Positions {
				if n.Party(p.Counterparty).ID == id {
					x = float64(p.Total.Amount)
				}
			}
			out = append(out, billions(x)...)
		}
		return out, nil
	}
}

func answers(t testing.TB, n *graph.Network, set *assumptions.Set, f func(*graph.Network) ([]float64, error), names string, o scenario.Options) *odds.Answers {
	t.Helper()
	a, err := odds.Of(t.Context(), n, set, f, strings.Fields(names), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Nine deals and one that is certain. Every outcome is looked at as a ledger in which the deals that are not carried through were
// terminated, and what had been paid of them stays paid.
func TestDealsOfEveryOutcome(t *testing.T) {
	rows := []struct {
		row, status string
	}{
		{"one,,a,b,compute,$20B,,%s,\n", "signed"},
		{"two,,b,c,lease,$16B,2026-07:$4B,%s,\n", "active"},
		{"three,,c,a,equity,$12B,,%s,\n", "signed"},
		{"four,,a,c,loan,$5B,2026-08:$2B,%s,\n", "signed"},
		{"five,,b,a,lease,$9B,,%s,\n", "active"},
		{"six,,c,b,purchase,$7B,,%s,\n", "signed"},
		{"seven,,a,d,prepayment,$6B,,%s,\n", "signed"},
		{"g,,d,b,guarantee,$8B,,%s,a\n", "signed"},
		{"nine,,d,a,equity,$10B,2026-07:$4B,%s,\n", "signed"},
	}
	const certain = "ten,,b,a,bond,$3B,,active 2026-06-01,\n"
	chances := map[string]float64{"signed": 0.6, "active": 0.3}
	const n = 20_000
	var p []float64
	ledger := certain
	for _, r := range rows {
		p = append(p, chances[r.status])
		ledger += fmt.Sprintf(r.row, r.status+" 2026-06-01")
	}
	names := "round all stake b c d"
	both := func(n *graph.Network) ([]float64, error) {
		x, err := round(n)
		y, _ := atStake("a", "b", "c", "d")(n)
		return append(x, y...), err
	}
	outcomes := make([][]float64, 1<<len(rows))
	for set := range outcomes {
		ledger := certain
		for i, r := range rows {
			status := r.status + " 2026-06-01"
			if set>>i&1 == 0 {
				status += "; terminated 2026-11-01"
			}
			ledger += fmt.Sprintf(r.row, status)
		}
		var err error
		if outcomes[set], err = both(signedOf(t, ledger)); err != nil {
			t.Fatal(err)
		}
	}
	exactly := func(rho float64, f func(out []float64) float64) float64 {
		of := func(p []float64) float64 {
			total := 0.0
			for set, out := range outcomes {
				x := f(out)
				for i, p := range p {
					if set>>i&1 == 0 {
						p = 1 - p
					}
					x *= p
				}
				total += x
			}
			return total
		}
		if rho == 0 {
			return of(p)
		}
		return overFactor(func(z float64) float64 { return of(given(p, rho, z)) })
	}
	for _, rho := range []float64{0, 0.5} {
		set := assume(t, "probability.signed=60%", "probability.active=30%", fmt.Sprintf("correlation=%g%%", 100*rho))
		for _, how := range scenario.Samplings() {
			a := answers(t, signedOf(t, ledger), set, both, names, scenario.Options{Scenarios: n, Seed: 5, Sampling: how})
			for i, name := range a.Names {
				s := a.Of(name)
				want := exactly(rho, func(out []float64) float64 { return out[i] })
				if x, se := s.Mean(); math.Abs(x-want) > 4*se {
					t.Errorf("%s, correlation %v, %s: %v ± %v, exactly %v", name, rho, how, x, se, want)
				}
				for _, above := range []float64{0, 10, 25, 40} {
					got, _, _ := s.Above(above)
					near(t, fmt.Sprintf("%s above %v, correlation %v, %s", name, above, rho, how), got,
						exactly(rho, func(out []float64) float64 { return map[bool]float64{true: 1}[out[i] > above] }), n)
				}
			}
			if none, err := both(a.Deals.None()); err != nil || !cmp.Equal(none, outcomes[0]) {
				t.Errorf("with none carried through %v, want %v", none, outcomes[0])
			}
			if share, _, _ := a.Of("round").Above(10); share < 0.05 || share > 0.95 {
				t.Errorf("the case says little: %v", share)
			}
			if d := cmp.Diff([]odds.Chance{{deals.Active, 0.3, 2}, {deals.Signed, 0.6, 7}}, a.Deals.Chances); d != "" {
				t.Errorf("chances (-want +got):\n%s", d)
			}
		}
	}
}

// If all is certain, every scenario is what the network says by itself.
func TestCertainDeals(t *testing.T) {
	for _, rows := range []string{
		"one,,a,b,compute,$20B,,signed 2026-06-01,\ntwo,,b,a,lease,$16B,,active 2026-06-01,\nthree,,b,a,lease,?,,signed 2026-06-01,\n",
		"",
		"one,,a,b,compute,?,,signed 2026-06-01,\n",
	} {
		n := signedOf(t, rows)
		set := assume(t, surely()...)
		a := answers(t, n, set, round, "round all", scenario.Options{Scenarios: 100})
		if len(a.Deals.Inputs) != 0 {
			t.Errorf("drawn: %v", a.Deals.Inputs)
		}
		for i, s := range a.Result.Outputs {
			if s.Min != a.Plain[i] || s.Max != a.Plain[i] {
				t.Errorf("%s: %v to %v, but for certain %v", a.Names[i], s.Min, s.Max, a.Plain[i])
			}
		}
	}
	// What was completed, has ended or ran at once has moved, whatever the probabilities.
	a := answers(t, signedOf(t, "one,,a,b,compute,$10B..20B,,completed 2026-06-01,\ntwo,,b,a,equity,$10B..20B,,active 2026-06-01,\nthree,,b,a,lease,$9B,2026-06:$2B,signed 2026-06-01; terminated 2026-07-01,\n"),
		assume(t, "probability.active=10%"), round, "round all", scenario.Options{Scenarios: 10})
	if len(a.Deals.Names()) != 1 || a.Deals.Names()[0] != "common" {
		t.Errorf("drawn: %v", a.Deals.Names())
	}
}

// a owes b 10 to 20, most likely 15, and b owes a 15: twice the smaller one goes round. Drawn as a triangle the amount is below 15 by
// 5/6 on average: 2·(15 − 5/6). If 14 have been paid, it is never less than that; both legs of the other deal are there or neither.
func TestAmountsOfDeals(t *testing.T) {
	set := assume(t, append(surely(), "amounts=triangular")...)
	rows := "one,,a,b,compute,$10B..20B,%s,signed 2026-06-01,\ntwo,x,b,a,lease,$15B,,active 2026-06-01,\ntwo,y,c,a,lease,$4B,,signed 2026-06-01,\n"
	a := answers(t, signedOf(t, fmt.Sprintf(rows, "")), set, round, "round all", scenario.Options{Scenarios: 20_000})
	for name, want := range map[string]float64{"round": 2 * (15 - 5.0/6), "all": 15 + 15 + 4} {
		if x, se := a.Of(name).Mean(); math.Abs(x-want) > 4*se {
			t.Errorf("%s: %v ± %v, exactly %v", name, x, se, want)
		}
	}
	if a.Plain[0] != 30 || a.Plain[1] != 39 {
		t.Errorf("plain: %v", a.Plain)
	}
	a = answers(t, signedOf(t, fmt.Sprintf(rows, "2026-07:$14B")), set, round, "round all", scenario.Options{Scenarios: 20_000})
	if got := a.Of("round").Min; got != 28 {
		t.Errorf("at least %v goes round, want 28", got)
	}
	a = answers(t, signedOf(t, fmt.Sprintf(rows, "")), assume(t, append(surely(), "probability.active=50%", "probability.signed=50%", "amounts=triangular")...),
		func(n *graph.Network) ([]float64, error) {
			b, _ := n.Node("b")
			c, _ := n.Node("c")
			x, y := 0.0, 0.0
			for range n.Out(b) {
				x++
			}
			for range n.Out(c) {
				y++
			}
			return []float64{x - y, x}, nil
		}, "apart there", scenario.Options{Scenarios: 2000})
	if a.Of("apart").Min != 0 || a.Of("apart").Max != 0 {
		t.Errorf("legs of one deal part: %v to %v", a.Of("apart").Min, a.Of("apart").Max)
	}
	x, _ := a.Of("there").Mean()
	near(t, "the deal is carried through", x, 0.5, 2000)
}

// One seed carries the same deals through as in a world.
func TestDealsAsInWorld(t *testing.T) {
	p := aiPlan(t)
	w := worldOf(t, p, cashflow.Means{})
	d, err := odds.NewDeals(p.Network, p.Options.Assumptions)
	if err != nil {
		t.Fatal(err)
	}
	draw, fell := w.NewDraw(), 0
	for k := range 50 {
		o := scenario.Options{Scenarios: 50, Seed: 9}
		here, err1 := scenario.Draws(d.Names(), o, k)
		there, err2 := scenario.Draws(w.Names(), o, k)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		n, err := d.Draw(here)
		if err != nil {
			t.Fatal(err)
		}
		w.Fill(there, draw)
		stands := map[*deals.Leg]bool{}
		for a := range n.Arcs() {
			stands[a.Leg] = a.Status.Live()
		}
		for i, item := range p.Items {
			open := 0.0
			for _, x := range draw.Due[i] {
				open += x
			}
			if open > 0 && !item.Repays && item.Arc.Known && !stands[item.Arc.Leg] {
				t.Fatalf("scenario %d: in the world %s is carried through", k, item.Arc.Leg.Ref())
			}
			if total := sumOf(item); total > 0 && open == 0 && stands[item.Arc.Leg] && !late(w, item.Arc.Leg) {
				t.Fatalf("scenario %d: in the world %s is not carried through", k, item.Arc.Leg.Ref())
			} else if total > 0 && open == 0 {
				fell++
			}
		}
	}
	if fell < 50 {
		t.Errorf("only %d fell through", fell)
	}
}

// sumOf is what of an item is open in all years.
func sumOf(i graph.Item) (total int64) {
	for y := range i.Due {
		total += i.Open(y)
	}
	return total
}

// late reports whether a delay of a leg is drawn, so that it may fall beyond the last year.
func late(w *odds.World, l *deals.Leg) bool {
	for _, in := range w.Inputs {
		if in.ID == "deal/"+string(l.Deal.ID)+"/delay" {
			return true
		}
	}
	return false
}

func aiMoney(t testing.TB, basis graph.Basis) *graph.Network {
	t.Helper()
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	n, err := graph.Build(l, graph.View{Basis: basis, Settlements: []deals.Settlement{deals.Cash, deals.InKind}})
	if err != nil {
		t.Fatal(err)
	}
	return n.Keep(func(a graph.Arc) bool { return a.Leg.Kind.Family() != deals.Contingent })
}

// Workers change nothing; less goes round in every scenario than if all deals are carried through at their ceilings.
func TestDealsForAnyWorkers(t *testing.T) {
	n := aiMoney(t, graph.Headline)
	for _, how := range scenario.Samplings() {
		var before *odds.Answers
		for _, workers := range []int{1, 3} {
			a := answers(t, n, assumptions.Default(), round, "round all", scenario.Options{Scenarios: 1000, Seed: 4, Workers: workers, Sampling: how})
			for i, s := range a.Result.Outputs {
				if before != nil && !cmp.Equal(s.Values(), before.Result.Outputs[i].Values()) {
					t.Errorf("%s: %s differs", how, a.Names[i])
				}
				if s.Max > a.Plain[i] || s.Min >= s.Max {
					t.Errorf("%s: %v to %v, with all deals %v", a.Names[i], s.Min, s.Max, a.Plain[i])
				}
			}
			before = a
		}
	}
}

func TestDealsStopped(t *testing.T) {
	ctx, stop := stdcontext.WithCancel(t.Context())
	defer stop()
	n := aiMoney(t, graph.Signed)
	a, err := odds.Of(ctx, n, assumptions.Default(), round, []string{"round", "all"}, scenario.Options{Scenarios: 10_000_000, Exact: 1, Progress: func(int64, int64) { stop() }})
	if err != nil {
		t.Fatal(err)
	}
	if a.Result.Stopped == nil || a.Result.Done == 0 || a.Of("all").N != a.Result.Done {
		t.Errorf("stopped %v after %d", a.Result.Stopped, a.Result.Done)
	}
	stop()
	if _, err := odds.Of(ctx, n, assumptions.Default(), round, []string{"round", "all"}, scenario.Options{Scenarios: 10}); !errors.Is(err, stdcontext.Canceled) {
		t.Errorf("nothing could be done: %v", err)
	}
}

func TestDealsRefuse(t *testing.T) {
	n := signedOf(t, "one,,a,b,compute,$20B,,signed 2026-06-01,\n")
	bad := errors.New("no")
	for name, f := range map[string]func(*graph.Network) ([]float64, error){
		"odds: 1 answers to 2 questions": func(*graph.Network) ([]float64, error) { return []float64{1}, nil },
		"no":                             func(*graph.Network) ([]float64, error) { return nil, bad },
	} {
		if _, err := odds.Of(t.Context(), n, assumptions.Default(), f, []string{"x", "y"}, scenario.Options{Scenarios: 5}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q: %v", name, err)
		}
	}
	for _, basis := range []graph.Basis{graph.Firm, graph.Paid, graph.Expected} {
		if _, err := odds.NewDeals(aiMoney(t, basis), assumptions.Default()); err == nil || !strings.Contains(err.Error(), "ask for headline or signed") {
			t.Errorf("%s: %v", basis, err)
		}
	}
	huge := signedOf(t, "one,,a,b,compute,$10B..20B,,signed 2026-06-01,\n").With(func(a graph.Arc) (graph.Arc, bool) {
		a.Amount = math.MaxInt64 - 1
		return a, true
	})
	d, err := odds.NewDeals(huge, assume(t, surely("ends=quantiles")...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Draw([]float64{0.5}); err != nil {
		t.Error(err)
	}
	_, err = d.Draw([]float64{0.99})
	if !errors.Is(err, graph.ErrRange) {
		t.Errorf("amounts out of range: %v", err)
	}
}

func BenchmarkDealsRound(b *testing.B) {
	n := aiMoney(b, graph.Headline)
	const scenarios = 1000
	b.ReportAllocs()
	for b.Loop() {
		answers(b, n, assumptions.Default(), round, "round all", scenario.Options{Scenarios: scenarios, Workers: 1})
	}
	b.ReportMetric(float64(b.N)*scenarios/b.Elapsed().Seconds(), "scenarios/s")
}
