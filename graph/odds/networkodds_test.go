package odds_test

import (
	stdcontext "context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"

	"github.com/google/go-cmp/cmp"
)

func networkOf(t testing.TB, p *cashflow.Plan, stress odds.Stress, side odds.Side, o scenario.Options) *odds.Network {
	t.Helper()
	n, err := odds.NewNetwork(t.Context(), p, stress, side, o)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func oddsOf(t testing.TB, n *odds.Network, id deals.PartyID) odds.PartyOdds {
	t.Helper()
	for _, p := range n.Parties {
		if n.System.Plan.Network.Party(p.Party).ID == id {
			return p
		}
	}
	t.Fatalf("%s has no odds", id)
	return odds.PartyOdds{}
}

// Without chance the odds are what survival says, which is computed otherwise, at both sides and under any stress. What a party needs is
// at least what it needs when the network is run again with it, since then what it pays may come back.
func TestOddsOfCertainPlan(t *testing.T) {
	failures := 0
	everyChance(t, 200, true, true, func(r *rand.Rand, c chance) {
		guaranteed := strings.Contains(c.rows, "guarantee") // who has more may then be called for more, later
		p := planOf(t, c.rows, c.facts, surely()...)
		stress := odds.Stress{Means: cashflow.Means{Haircut: r.Float64(), Slip: float64(r.IntN(20)), Closed: r.IntN(3) == 0}, Cut: float64(r.IntN(2)) / 2}
		if r.IntN(3) == 0 {
			stress.Loss = make([]float64, p.Network.Order())
			stress.Loss[r.IntN(len(stress.Loss))] = 3e11
		}
		s := survive(t, p, stress)
		for side := range s.Courses {
			n := networkOf(t, p, stress, odds.Side(side), scenario.Options{Scenarios: 2})
			failing := 0
			for _, st := range s.Parties {
				f := st.Fate[side]
				at := slices.IndexFunc(n.Parties, func(o odds.PartyOdds) bool { return o.Party == st.Party })
				if at < 0 {
					if f.State == odds.Misses {
						t.Fatalf("%v misses obligations, but has no odds", st.Party)
					}
					continue
				}
				o := n.Parties[at]
				for y, share := range o.By {
					if failed := f.First >= 0 && f.First <= y; share.Share != map[bool]float64{true: 1}[failed] {
						t.Fatalf("%v, side %d: failed by %d in %v, but survival says %d", st.Party, side, y, share, f.First)
					}
				}
				if math.Abs(o.Missing-f.Total()) > 1 {
					t.Fatalf("%v, side %d: missing %v, but survival says %v", st.Party, side, o.Missing, f.Total())
				}
				need := o.Need.Values()[0]
				if need < f.Need-1 && stress.Cut == 0 && !guaranteed || need > 0 && f.State != odds.Misses {
					t.Fatalf("%v, side %d: need %v, but survival says %v", st.Party, side, need, f.Need)
				}
				if f.State == odds.Misses {
					failing++
					failures++
				}
			}
			missing, _ := n.Missing.Mean()
			alone, _ := n.Alone.Mean()
			if math.Abs(missing-s.Missing[side]) > 5 || math.Abs(alone-s.Alone[side]) > 5 || n.Failing.Max != float64(failing) {
				t.Fatalf("side %d: %v missing, %v alone, %v failing, but survival says %v, %v, %v", side, missing, alone, n.Failing.Max, s.Missing[side], s.Alone[side], failing)
			}
			if n.AtLeast(failing).Share != 1 || n.AtLeast(failing+1).Share != 0 || n.Endless.Share != 0 {
				t.Fatalf("%v, %v, %v", n.AtLeast(failing), n.AtLeast(failing+1), n.Endless)
			}
		}
	})
	if failures < 200 {
		t.Errorf("only %d failures", failures)
	}
}

// Six deals of three parties that drag each other: every outcome is cleared by itself, as a ledger of the deals that are carried
// through, and weighted with its probability.
func TestNetworkOfEveryOutcome(t *testing.T) {
	rows := []string{
		"one,a,b,compute,$20B,2027:$10B 2028:$10B,signed,2026-06-01,\n",
		"two,b,c,lease,$16B,2027:$8B 2028:$8B,active,2026-06-01,\n",
		"three,c,a,compute,$6B,2027:$2B 2028:$4B,active,2026-06-01,\n",
		"four,a,c,purchase,$5B,2027:$2B 2028:$3B,signed,2026-06-01,\n",
		"five,b,a,lease,$3B,2027:$1B 2028:$2B,active,2026-06-01,\n",
		"six,c,b,loan,$4B,2028:$4B,signed,2026-06-01,\n",
	}
	earnings := []string{earns("a", 7, 1), earns("b", 2, 0.5), earns("c", 1, 2)}
	chances := map[string]float64{"signed": 0.6, "active": 0.3}
	ids := []string{"a", "b", "c"}
	type sums struct {
		By      [3][2]float64
		Missing [3]float64
		AtLeast [4]float64
		All     [2]float64 // missing, alone
	}
	n := 20_000
	if testing.Short() {
		n = 4000
	}
	for _, rho := range []float64{0, 0.5} {
		var want sums
		for set := range 1 << len(rows) {
			var p []float64
			ledger := ""
			for i, row := range rows {
				status := strings.Split(row, ",")[6]
				p = append(p, chances[status])
				if set>>i&1 == 1 {
					ledger += row
				}
			}
			weight := overFactor(func(z float64) float64 {
				x := 1.0
				for i, p := range given(p, rho, z) {
					if set>>i&1 == 0 {
						p = 1 - p
					}
					x *= p
				}
				return x
			})
			if ledger == "" {
				want.AtLeast[0] += weight
				continue
			}
			facts := ""
			for i, id := range ids {
				if strings.Contains(ledger, ","+id+",") {
					facts += earnings[i]
				}
			}
			s := survive(t, planOf(t, ledger, facts), odds.Stress{Means: cashflow.Means{Haircut: 0.5}})
			failing := 0
			for i, id := range ids {
				at := slices.IndexFunc(s.Parties, func(st odds.Standing) bool { return string(s.System.Plan.Network.Party(st.Party).ID) == id })
				if at < 0 {
					continue
				}
				f := s.Parties[at].Fate[odds.Bare]
				for y := range 2 {
					if f.First >= 0 && f.First <= y {
						want.By[i][y] += weight
					}
				}
				want.Missing[i] += weight * f.Total()
				if f.State == odds.Misses {
					failing++
				}
			}
			for k := range failing + 1 {
				want.AtLeast[k] += weight
			}
			want.All[0], want.All[1] = want.All[0]+weight*s.Missing[0], want.All[1]+weight*s.Alone[0]
		}
		p := planOf(t, strings.Join(rows, ""), strings.Join(earnings, ""), "delay=0m", "probability.signed=60%", "probability.active=30%", fmt.Sprintf("correlation=%g%%", 100*rho))
		for _, exact := range []int{0, 1} { // every result kept, and sketches
			got := networkOf(t, p, odds.Stress{Means: cashflow.Means{Haircut: 0.5}}, odds.Bare, scenario.Options{Scenarios: n, Seed: 3, Exact: exact})
			for i, id := range ids {
				o := oddsOf(t, got, deals.PartyID(id))
				for y := range 2 {
					near(t, fmt.Sprintf("%s by %d, correlation %v", id, y, rho), o.By[y].Share, want.By[i][y], n)
				}
				if math.Abs(o.Missing-want.Missing[i]) > 4*o.MissingE {
					t.Errorf("%s, correlation %v: missing %v ± %v, exactly %v", id, rho, o.Missing, o.MissingE, want.Missing[i])
				}
				share, _, _ := o.Need.Above(0.5)
				near(t, fmt.Sprintf("%s needs something, correlation %v", id, rho), share, want.By[i][1], n)
			}
			for k := range want.AtLeast {
				near(t, fmt.Sprintf("%d or more fail, correlation %v", k, rho), got.AtLeast(k).Share, min(1, want.AtLeast[k]), n)
			}
			for k, s := range []*scenario.Sample{got.Missing, got.Alone} {
				if x, se := s.Mean(); math.Abs(x-want.All[k]) > 4*se {
					t.Errorf("correlation %v: sum %d is %v ± %v, exactly %v", rho, k, x, se, want.All[k])
				}
			}
			factor, ok := got.Amplification()
			if exact := want.All[0] / want.All[1]; !ok || math.Abs(factor-exact) > 0.05 || exact < 1.1 {
				t.Errorf("amplification %v, exactly %v", factor, exact)
			}
		}
		if want.By[1][1] < 0.05 || want.By[1][1] > 0.95 || want.AtLeast[2] < 0.05 {
			t.Errorf("the case says little: %+v", want)
		}
	}
}

// A guarantor is called in the scenarios in which the debtor fails, and in no other; b, which guarantees nothing, is not told.
func TestGuarantorsHaveOdds(t *testing.T) {
	p := planOf(t, "one,a,b,compute,$20B,2027:$10B 2028:$10B,signed,2026-06-01,\n"+"g,c,b,guarantee,$8B,,signed,2026-06-01,a\n", earns("a", 5, 0)+earns("c", 1, 0),
		"correlation=0%", "delay=0m", "probability.signed=60%")
	n := networkOf(t, p, odds.Stress{}, odds.Bare, scenario.Options{Scenarios: 5000})
	a, c := oddsOf(t, n, "a"), oddsOf(t, n, "c")
	near(t, "a", a.By[0].Share, 0.6, 5000)
	if c.By[0] != a.By[0] || c.By[1] != a.By[1] || len(n.Parties) != 2 {
		t.Errorf("a %v, c %v of %d", a.By, c.By, len(n.Parties))
	}
	// a misses 5 a year; c is called for 5 and for the 3 that are left of 8, and has 1 a year: it lacks 4 and 2
	for _, of := range []struct {
		o    odds.PartyOdds
		need float64
	}{{a, 10e11}, {c, 6e11}} {
		if got := of.o.Need.Max; math.Abs(got-of.need) > 1 || math.Abs(of.o.Missing-a.By[0].Share*of.need) > 10 {
			t.Errorf("need %v and missing %v, want %v", got, of.o.Missing, of.need)
		}
	}
}

// What is not known has two ends: at the ample one a party without revenue on record pays whatever is drawn, at the bare one it has from
// outside what its deals need under the plan.
func TestOddsHaveTwoSides(t *testing.T) {
	rows := "one,a,b,compute,up to $20B,2027:$10B 2028:$10B,signed,2026-06-01,\n" + "two,b,c,lease,up to $20B,2027:$10B 2028:$10B,signed,2026-06-01,\n"
	p := planOf(t, rows, "", "correlation=0%", "delay=0m", "probability.signed=60%", "ends=quantiles")
	ample := networkOf(t, p, odds.Stress{Means: cashflow.Means{Haircut: 0.9}}, odds.Ample, scenario.Options{Scenarios: 2000})
	if len(ample.Parties) != 0 || ample.Missing.Max != 0 {
		t.Errorf("at the ample end %d parties can fail, and %v is missing", len(ample.Parties), ample.Missing.Max)
	}
	bare := networkOf(t, planOf(t, rows, "", "correlation=0%", "delay=0m", "probability.signed=60%"), odds.Stress{}, odds.Bare, scenario.Options{Scenarios: 5000})
	// a has 10 a year; b has nothing, and fails if a's deal falls through and its own does not, or is the smaller one: half the rest
	near(t, "a", oddsOf(t, bare, "a").By[1].Share, 0, 5000)
	near(t, "b", oddsOf(t, bare, "b").By[1].Share, 0.6*0.4+0.6*0.6/2, 5000)
}

func TestNetworkForAnyWorkers(t *testing.T) {
	p := aiPlan(t)
	stress := odds.Stress{Means: cashflow.Means{Haircut: 0.3, Slip: 12, Closed: true}}
	for _, how := range scenario.Samplings() {
		var before *odds.Network
		for _, workers := range []int{1, 3} {
			n := networkOf(t, p, stress, odds.Bare, scenario.Options{Scenarios: 600, Seed: 4, Workers: workers, Sampling: how})
			if before != nil {
				for o := range n.Result.Outputs {
					if !cmp.Equal(n.Result.Outputs[o].Values(), before.Result.Outputs[o].Values()) {
						t.Errorf("%s: output %d differs", how, o)
					}
				}
			}
			before = n
		}
	}
}

// The end of its context gives the answer so far, which is that of the first scenarios.
func TestNetworkStopped(t *testing.T) {
	p := aiPlan(t)
	ctx, stop := stdcontext.WithCancel(t.Context())
	defer stop()
	n, err := odds.NewNetwork(ctx, p, odds.Stress{}, odds.Bare, scenario.Options{Scenarios: 10_000_000, Exact: 1, Progress: func(int64, int64) { stop() }})
	if err != nil {
		t.Fatal(err)
	}
	if n.Result.Stopped == nil || n.Result.Done == 0 || n.Result.Done == 10_000_000 || n.Failing.N != n.Result.Done {
		t.Errorf("stopped %v after %d", n.Result.Stopped, n.Result.Done)
	}
	again := networkOf(t, p, odds.Stress{}, odds.Bare, scenario.Options{Scenarios: n.Result.Done})
	if !cmp.Equal(again.Parties[0].By, n.Parties[0].By) {
		t.Errorf("%v, but of as many %v", n.Parties[0].By, again.Parties[0].By)
	}
}

func TestNetworkRefuses(t *testing.T) {
	p := aiPlan(t)
	if _, err := odds.NewNetwork(t.Context(), p, odds.Stress{Cut: 2}, odds.Bare, scenario.Options{Scenarios: 1}); err == nil {
		t.Error("a cut of 2 is taken")
	}
	if _, err := odds.NewNetwork(t.Context(), p, odds.Stress{}, odds.Bare, scenario.Options{}); err == nil {
		t.Error("no scenarios are taken")
	}
}

// market is a ledger of parties and deals of eight years, in which everybody's revenue is known.
func market(t testing.TB, parties, many int) *cashflow.Plan {
	r := rand.New(rand.NewPCG(1, 2))
	var rows, facts strings.Builder
	kinds, states := []string{"compute", "lease", "purchase", "loan", "equity"}, []string{"signed", "active", "signed"}
	for i := range many {
		from, to := r.IntN(parties), r.IntN(parties)
		if from == to {
			to = (to + 1) % parties
		}
		first, x := 2027+r.IntN(6), 1+r.IntN(9)
		amount := fmt.Sprintf("$%dB", 3*x)
		if i%3 == 0 {
			amount = "up to " + amount
		}
		fmt.Fprintf(&rows, "d%d,p%d,p%d,%s,%s,%[7]d:$%[6]dB %[8]d:$%[6]dB %[9]d:$%[6]dB,%[10]s,2026-06-01,\n", i, from, to, kinds[r.IntN(len(kinds))], amount, x, first, first+1, first+2, states[r.IntN(len(states))])
	}
	for i := range parties {
		if strings.Contains(rows.String(), fmt.Sprintf(",p%d,", i)) {
			facts.WriteString(earns(fmt.Sprintf("p%d", i), float64(1+r.IntN(6)), float64(r.IntN(3))))
		}
	}
	return planIn(t, graph.Years{First: 2027, Last: 2034}, rows.String(), facts.String(), "growth=1x..1.2x..1.6x", "margin=20%..40%..70%")
}

func BenchmarkNetwork(b *testing.B) {
	p := market(b, 100, 300)
	const scenarios = 4096
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			var n *odds.Network
			for b.Loop() {
				n = networkOf(b, p, odds.Stress{}, odds.Bare, scenario.Options{Scenarios: scenarios, Workers: workers})
			}
			b.ReportMetric(float64(b.N)*scenarios/b.Elapsed().Seconds(), "scenarios/s")
			fail, _ := n.Failing.Mean()
			b.ReportMetric(fail, "failing")
			b.ReportMetric(float64(len(n.World.Inputs)), "inputs")
		})
	}
}

func BenchmarkCone(b *testing.B) {
	for name, p := range map[string]*cashflow.Plan{"market": market(b, 100, 300), "ai": aiPlan(b)} {
		party := map[string]deals.PartyID{"market": "p0", "ai": "openai"}[name]
		b.Run(name, func(b *testing.B) {
			const scenarios = 10_000
			b.ReportAllocs()
			for b.Loop() {
				coneOf(b, p, party, cashflow.Means{}, scenario.Options{Scenarios: scenarios, Workers: 1})
			}
			b.ReportMetric(float64(b.N)*scenarios/b.Elapsed().Seconds(), "scenarios/s")
		})
	}
}

func BenchmarkFill(b *testing.B) {
	w := worldOf(b, market(b, 100, 300), cashflow.Means{})
	r := rand.New(rand.NewPCG(1, 1))
	u := make([]float64, len(w.Inputs))
	for i := range u {
		u[i] = r.Float64()
	}
	d := w.NewDraw()
	b.ReportAllocs()
	for b.Loop() {
		w.Fill(u, d)
	}
}

// Where everybody else has what it is due to pay, whatever amount is drawn, the odds of a party are those of its cone: they are the same draws.
func TestOddsAreThoseOfTheCone(t *testing.T) {
	rows := "one,a,b,compute,$5B..10B..20B,2027:$10B 2028:$10B,signed,2026-06-01,\n" + "two,b,c,lease,$10B..20B..30B,2027:$15B 2028:$15B,active,2026-06-01,\n" +
		"three,b,a,lease,$4B,2027:$4B,signed,2026-06-01,\n" + "four,d,b,equity,$3B,2028:$3B,signed,2026-06-01,\n"
	for _, ends := range []string{"ends=extremes", "ends=quantiles"} {
		p := planOf(t, rows, earns("b", 3, 2), ends, "growth=0.9x..1.2x..1.5x", "margin=50%..70%..100%")
		for _, m := range []cashflow.Means{{}, {Closed: true, Haircut: 0.2}} {
			o := scenario.Options{Scenarios: 4000, Seed: 2}
			n := networkOf(t, p, odds.Stress{Means: m}, odds.Ample, o)
			c := coneOf(t, p, "b", m, o)
			same := func(a, b odds.Share) bool {
				return math.Abs(a.Share-b.Share) < 1e-9 && math.Abs(a.Low-b.Low) < 1e-9 && math.Abs(a.High-b.High) < 1e-9
			}
			if got := oddsOf(t, n, "b"); len(n.Parties) != 1 || !same(got.By[1], c.Ever) || !same(got.By[0], c.Years[0].Short) || c.Ever.Share < 0.05 || c.Ever.Share > 0.95 {
				t.Errorf("%s, %+v: %v of %d parties, but its cone says %v and %v", ends, m, got.By, len(n.Parties), c.Years[0].Short, c.Ever)
			}
		}
	}
}
