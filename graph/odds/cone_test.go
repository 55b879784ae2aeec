package odds_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"

	"github.com/google/go-cmp/cmp"
)

// sure are the assumptions under which nothing is left to chance but what a test says after them.
var sure = []string{"correlation=0%", "delay=0m", "probability.rumoured=100%", "probability.proposed=100%", "probability.announced=100%", "probability.signed=100%", "probability.active=100%"}

func surely(set ...string) []string { return append(slices.Clone(sure), set...) }

func coneOf(t testing.TB, p *cashflow.Plan, id deals.PartyID, m cashflow.Means, o scenario.Options) *odds.Cone {
	t.Helper()
	v, ok := p.Network.Of(id)
	if !ok {
		t.Fatalf("no party %s", id)
	}
	c, err := odds.NewCone(t.Context(), p, v, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func worldOf(t testing.TB, p *cashflow.Plan, m cashflow.Means) *odds.World {
	t.Helper()
	w, err := odds.NewWorld(p, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// fill makes the plan of uniforms by name; all others are at their medians.
func fill(w *odds.World, at map[string]float64) *odds.Draw {
	u := make([]float64, len(w.Inputs))
	for i, in := range w.Inputs {
		u[i] = 0.5
		if x, ok := at[in.ID]; ok {
			u[i] = x
			delete(at, in.ID)
		}
	}
	for id := range at {
		panic("no input " + id)
	}
	d := w.NewDraw()
	w.Fill(u, d)
	return d
}

// near fails if a share of n scenarios is further than four standard errors from what it should be.
func near(t *testing.T, what string, got, want float64, n int) {
	t.Helper()
	if se := math.Sqrt(want * (1 - want) / float64(n)); math.Abs(got-want) > 4*se+1e-12 {
		t.Errorf("%s: %v, but %v ± %v is exact", what, got, want, se)
	}
}

// A plan without chance is the account of the party, whatever of it has moved.
func TestConeOfCertainPlan(t *testing.T) {
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		var rows strings.Builder
		for i := range 1 + r.IntN(8) {
			x, y := r.IntN(10), 1+r.IntN(10)
			ends := "x,y"
			if r.IntN(2) == 0 {
				ends = "y,x"
			}
			kind := []string{"compute", "lease", "loan", "equity", "purchase"}[r.IntN(5)]
			status := []string{"signed", "active", "completed"}[r.IntN(3)]
			fmt.Fprintf(&rows, "d%d,%s,%s,$%dB,2027:$%dB 2028:$%dB,%s,2026-06-01,\n", i, ends, kind, x+y, x, y, status)
		}
		p := planOf(t, rows.String(), earns("x", float64(1+r.IntN(15)), float64(r.IntN(6))), surely("growth=2x", "margin=50%")...)
		m := cashflow.Means{Closed: r.IntN(2) == 0, Haircut: float64(r.IntN(3)) / 4, Slip: 12 * float64(r.IntN(2))}
		v, ok := p.Network.Of("x")
		if !ok {
			continue
		}
		want := p.Account(v).Balance(m)
		c := coneOf(t, p, "x", m, scenario.Options{Scenarios: 3})
		for y := range c.Years {
			if got := c.Years[y].Balance.Values(); got[0] != want.Left[y] || got[2] != want.Left[y] {
				t.Fatalf("seed %d, year %d: %v, but its account says %v\n%s", seed, y, got, want.Left[y], rows.String())
			}
		}
		if short := want.Short >= 0; c.Ever.Share != map[bool]float64{true: 1}[short] {
			t.Fatalf("seed %d: short in %v, but its account says %v", seed, c.Ever.Share, short)
		}
	}
}

// At the medians the real plan is what the account says, where nothing is a range but the growth, and the rates are as far as a lognormal
// has them elsewhere.
func TestMedianIsLikely(t *testing.T) {
	for _, years := range []graph.Years{{First: 2027, Last: 2030}, {First: 2030, Last: 2032}} {
		p := planIn(t, years, chain, earns("a", 10, 0)+earns("b", 1, 0), surely("growth=1.1x..1.3x..1.9x")...)
		a, _ := p.Network.Of("a")
		w := worldOf(t, p, cashflow.Means{})
		for _, at := range []struct{ u, rate float64 }{{0.05, 1.1}, {0.5, 1.3}, {0.95, 1.9}} {
			draws := map[string]float64{}
			for y := 2027; y <= years.Last; y++ {
				draws[fmt.Sprintf("party/a/growth/%d", y)] = at.u
			}
			d := fill(w, draws)
			for y, year := range p.Years {
				if want := 10e11 * math.Pow(at.rate, float64(year-2026)); math.Abs(d.Income[a][y]/want-1) > 1e-9 {
					t.Errorf("at %v in %d: %v, want %v", at.u, year, d.Income[a][y], want)
				}
			}
		}
	}
}

// The rates of years that nobody asks about are drawn too: eight years on, the logarithm of revenue has eight times the variance of one
// year, and not 64 times.
func TestYearsBeforeThePlanAreDrawn(t *testing.T) {
	p := planIn(t, graph.Years{First: 2034, Last: 2034}, "x,a,b,compute,$1B,2034:$1B,signed,2026-06-01,\n", earns("a", 10, 0), surely("growth=1.25x..1.5x..1.8x")...)
	c := coneOf(t, p, "a", cashflow.Means{}, scenario.Options{Scenarios: 20_000})
	got, _, _ := c.Years[0].Income.Quantile(0.95)
	// 1.25 = 1.5/1.2 and 1.8 = 1.5·1.2: an ordinary lognormal, so the sum of eight is one as well.
	want := 10e11 * math.Pow(1.5, 8) * math.Pow(1.2, math.Sqrt(8))
	if math.Abs(got/want-1) > 0.02 {
		t.Errorf("95%% quantile %v, want %v", got, want)
	}
}

// Slip, and a draw off the medians: the path is that of cashflow with the drawn rates.
func TestSlip(t *testing.T) {
	p := planOf(t, chain, earns("a", 10, 0)+earns("b", 1, 0), surely("growth=1x..2x..4x")...)
	a, _ := p.Network.Of("a")
	d := fill(worldOf(t, p, cashflow.Means{Slip: 6, Haircut: 0.5}), map[string]float64{"party/a/growth/2027": 0.95})
	// 10 in the middle of 2026, 40 of 2027, 80 of 2028; half a year before that 20 and √(40·80).
	if got := billions(d.Income[a]...); !cmp.Equal(got, billions(10e11, math.Sqrt(3200)/2*1e11)) {
		t.Errorf("income %v", got)
	}
}

// Everything by hand: a third of b's amount, x late by a year and a half, half the margin.
func TestDrawByHand(t *testing.T) {
	p := planIn(t, graph.Years{First: 2027, Last: 2031},
		"x,a,b,compute,$30B,2027:$10B 2028:$20B,signed,2026-06-01,\n"+
			"y,b,a,lease,$10B..10B..40B,2027:$40B,active,2026-06-01,\n",
		earns("a", 10, 0), "correlation=0%", "delay=18m", "probability.signed=60%", "probability.active=30%", "margin=0%..50%..100%", "amounts=triangular")
	w := worldOf(t, p, cashflow.Means{})
	var names []string
	for _, in := range w.Inputs {
		names = append(names, in.ID)
	}
	if want := []string{"deal/x/realised", "deal/x/delay", "deal/y/realised", "deal/y/amount", "party/a/margin"}; !cmp.Equal(names, want) {
		t.Fatal(cmp.Diff(want, names))
	}
	for _, tt := range []struct {
		at      map[string]float64
		x, y    []float64
		leftOfA float64
	}{
		// of 10 and 20, half a year's money moves on by one year and half by two; y is not carried through below 70 %
		{map[string]float64{}, []float64{0, 5, 15, 10, 0}, []float64{0, 0, 0, 0, 0}, 5},
		{map[string]float64{"deal/x/realised": 0.399, "deal/y/realised": 0.701, "deal/y/amount": 0.75}, []float64{0, 0, 0, 0, 0}, []float64{25, 0, 0, 0, 0}, 5},
		// a triangle from its peak down: 1−(1−s)² of it lies below s, so 75 % below half way, and 36 % below a fifth
		{map[string]float64{"deal/x/realised": 0.401, "deal/y/realised": 0.701, "deal/y/amount": 0.36}, []float64{0, 5, 15, 10, 0}, []float64{16, 0, 0, 0, 0}, 5},
		{map[string]float64{"party/a/margin": 0.125}, []float64{0, 5, 15, 10, 0}, []float64{0, 0, 0, 0, 0}, 2.5}, // 2s² of a triangle below s
	} {
		d := fill(w, tt.at)
		if got := billions(d.Due[0]...); !cmp.Equal(got, tt.x) {
			t.Errorf("x: %v, want %v", got, tt.x)
		}
		if got := billions(d.Due[1]...); !cmp.Equal(got, tt.y) {
			t.Errorf("y: %v, want %v", got, tt.y)
		}
		a, _ := p.Network.Of("a")
		if got := billions(d.Left[a][0]); got[0] != tt.leftOfA {
			t.Errorf("left of revenue %v, want %v", got, tt.leftOfA)
		}
	}
}

// Being late loses no money while there are years for it.
func TestDelayLosesNothing(t *testing.T) {
	p := planIn(t, graph.Years{First: 2027, Last: 2040}, "x,a,b,compute,$37B,2027:$7B 2029:$30B,signed,2026-06-01,\n", earns("a", 1, 0), "delay=0..6..60m")
	w := worldOf(t, p, cashflow.Means{})
	d, r := w.NewDraw(), rand.New(rand.NewPCG(1, 1))
	late := 0
	for range 1000 {
		u := make([]float64, len(w.Inputs))
		for i := range u {
			u[i] = r.Float64()
		}
		w.Fill(u, d)
		total := 0.0
		for _, x := range d.Due[0] {
			total += x
		}
		if total != 0 && math.Abs(total-37e11) > 1 {
			t.Fatalf("%v of 37 billion: %v", total, d.Due[0])
		}
		if d.Due[0][5] > 0 {
			late++
		}
	}
	if late < 50 {
		t.Errorf("late by more than two years only %d times", late)
	}
}

// A better world carries more through, sooner, and grows faster: all follow the common factor up.
func TestDirections(t *testing.T) {
	p := planIn(t, graph.Years{First: 2027, Last: 2030}, "x,a,b,compute,$10B,2027:$10B,signed,2026-06-01,\n"+"y,a,c,compute,$10B,2027:$10B,active,2026-06-01,\n", earns("a", 10, 0),
		"correlation=50%", "probability.signed=100%", "probability.active=70%", "growth=1x..2x..4x", "margin=20%..50%..80%", "delay=0..6..12m")
	w := worldOf(t, p, cashflow.Means{})
	a, _ := p.Network.Of("a")
	before := fill(w, map[string]float64{"common": 0.01})
	realised := 0
	for _, z := range []float64{0.1, 0.3, 0.5, 0.7, 0.9, 0.99} {
		d := fill(w, map[string]float64{"common": z})
		if d.Due[0][0] <= before.Due[0][0] || d.Income[a][0] <= before.Income[a][0] || d.Left[a][0]/d.Income[a][0] <= before.Left[a][0]/before.Income[a][0] || d.Due[1][0] < before.Due[1][0] {
			t.Errorf("at %v: %v %v %v after %v %v %v", z, d.Due, d.Income[a], d.Left[a], before.Due, before.Income[a], before.Left[a])
		}
		if d.Due[1][0] > 0 {
			realised++
		}
		before = d
	}
	if realised != 5 { // 0.3 lies at Φ(√½·Φ⁻¹(z)) = 0.3, which is z = 0.23
		t.Errorf("carried through at %d of 6 points", realised)
	}
}

// tenDeals are due from x in 2027, with 20 from outside to pay them from. Those that are signed and active have other odds.
func tenDeals() (rows string, amounts []int, chances []float64) {
	for i, amount := range []int{2, 3, 4, 5, 6, 1, 2, 7, 3, 4} {
		status, p := "signed", 0.6
		if i%3 == 0 {
			status, p = "active", 0.3
		}
		rows += fmt.Sprintf("d%d,x,y,compute,$%dB,2027:$%dB,%s,2026-06-01,\n", i, amount, amount, status)
		amounts, chances = append(amounts, amount), append(chances, p)
	}
	return rows, amounts, chances
}

// enumerate sums f over all outcomes of independent deals, weighted by their probability.
func enumerate(amounts []int, chances []float64, f func(total int) float64) float64 {
	sum := 0.0
	for set := range 1 << len(amounts) {
		p, total := 1.0, 0
		for i, a := range amounts {
			if set>>i&1 == 1 {
				p, total = p*chances[i], total+a
			} else {
				p *= 1 - chances[i]
			}
		}
		sum += p * f(total)
	}
	return sum
}

// normal is Φ.
func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// quantile is Φ⁻¹ by bisection.
func quantile(p float64) float64 {
	low, high := -10.0, 10.0
	for range 100 {
		if mid := (low + high) / 2; normal(mid) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// given are the chances of deals when the factor is at z: e > (Φ⁻¹(1−p) − √ρ·z)/√(1−ρ).
func given(chances []float64, rho, z float64) []float64 {
	var out []float64
	for _, p := range chances {
		out = append(out, normal((math.Sqrt(rho)*z-quantile(1-p))/math.Sqrt(1-rho)))
	}
	return out
}

// overFactor integrates over the factor, by the trapezoidal rule, which is exact to many digits for what falls like a normal density.
func overFactor(f func(z float64) float64) float64 {
	sum, step := 0.0, 0.1
	for z := -8.0; z <= 8; z += step {
		sum += step * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * f(z)
	}
	return sum
}

// Ten deals, every outcome of which is looked at: with the factor, at each of its places.
func TestTenDeals(t *testing.T) {
	rows, amounts, chances := tenDeals()
	n := 40_000
	if testing.Short() {
		n = 8000
	}
	var exact [2]float64
	for k, rho := range []float64{0, 0.6} {
		for _, how := range []scenario.Sampling{scenario.Plain, scenario.Antithetic} {
			p := planOf(t, rows, earns("x", 20, 0), "delay=0m", "probability.signed=60%", "probability.active=30%", fmt.Sprintf("correlation=%g%%", 100*rho))
			c := coneOf(t, p, "x", cashflow.Means{}, scenario.Options{Scenarios: n, Seed: 1, Sampling: how})
			want := func(f func(total int) float64) float64 {
				if rho == 0 {
					return enumerate(amounts, chances, f)
				}
				return overFactor(func(z float64) float64 { return enumerate(amounts, given(chances, rho, z), f) })
			}
			short := func(total int) float64 { return map[bool]float64{true: 1}[total > 20] }
			exact[k] = want(short)
			near(t, fmt.Sprint("short, ", rho, how), c.Years[0].Short.Share, exact[k], n)
			for _, x := range []int{5, 12, 18, 25, 30} {
				got, _, _ := c.Years[0].Due.Above(float64(x) * 1e11)
				near(t, fmt.Sprint("due above ", x, rho, how), got, want(func(total int) float64 { return map[bool]float64{true: 1}[total > x] }), n)
			}
			due, se := c.Years[0].Due.Mean()
			if exact := 1e11 * want(func(total int) float64 { return float64(total) }); math.Abs(due-exact) > 4*se {
				t.Errorf("%v, %s: mean due %v ± %v, exactly %v", rho, how, due, se, exact)
			}
			need, se := c.Years[0].Balance.Mean()
			if exact := 1e11 * (20 - want(func(total int) float64 { return float64(total) })); math.Abs(need-exact) > 4*se {
				t.Errorf("%v, %s: mean balance %v ± %v, exactly %v", rho, how, need, se, exact)
			}
		}
	}
	if exact[1] < 1.2*exact[0] {
		t.Errorf("the factor should make the bad end likelier: %v", exact)
	}
}

// Another deal changes nothing of what was there, and the factor is the same.
func TestAnotherDealChangesNoDraw(t *testing.T) {
	facts := earns("a", 10, 0) + earns("b", 1, 0)
	more := "zero,c,a,loan,$1B..5B,2027:$5B,signed,2026-06-01,\n" + chain + "three,b,a,compute,$7B,2027:$7B,signed,2026-06-01,\n"
	growth := "growth=1x..2x..3x"
	before, after := planOf(t, chain, facts, growth), planOf(t, more, facts, growth)
	o := scenario.Options{Scenarios: 2000, Seed: 9}
	w, x := worldOf(t, before, cashflow.Means{}), worldOf(t, after, cashflow.Means{})
	if len(x.Inputs) != len(w.Inputs)+5 { // two deals that may fail, or be late, and an amount
		t.Fatalf("%d inputs after %d", len(x.Inputs), len(w.Inputs))
	}
	for k := range 300 {
		u, err := scenario.Draws(w.Names(), o, k)
		if err != nil {
			t.Fatal(err)
		}
		v, err := scenario.Draws(x.Names(), o, k)
		if err != nil {
			t.Fatal(err)
		}
		d, e := w.NewDraw(), x.NewDraw()
		w.Fill(u, d)
		x.Fill(v, e)
		a, _ := before.Network.Of("a")
		b, _ := after.Network.Of("a")
		if !cmp.Equal(d.Left[a], e.Left[b]) {
			t.Fatalf("scenario %d: left %v, but was %v", k, e.Left[b], d.Left[a])
		}
		for i, was := range before.Items {
			j := slices.IndexFunc(after.Items, func(now graph.Item) bool { return now.Arc.Leg.Deal.ID == was.Arc.Leg.Deal.ID })
			if !cmp.Equal(d.Due[i], e.Due[j]) {
				t.Fatalf("scenario %d: %v, but was %v", k, e.Due[j], d.Due[i])
			}
		}
	}
}

// The answer is the same, bit by bit, for any number of workers.
func TestConeForAnyWorkers(t *testing.T) {
	p := aiPlan(t)
	var before *odds.Cone
	for _, workers := range []int{1, 3} {
		c := coneOf(t, p, "openai", cashflow.Means{}, scenario.Options{Scenarios: 3000, Seed: 4, Workers: workers})
		if before != nil {
			for o := range c.Result.Outputs {
				if !cmp.Equal(c.Result.Outputs[o].Values(), before.Result.Outputs[o].Values()) {
					t.Errorf("output %d differs", o)
				}
			}
		}
		before = c
	}
}

// Scenario by scenario a haircut leaves less, closed funding too, and what is short stays short.
func TestStressNeverHelps(t *testing.T) {
	p := aiPlan(t)
	o := scenario.Options{Scenarios: 2000}
	for _, party := range []deals.PartyID{"openai", "anthropic", "coreweave", "oracle"} {
		calm := coneOf(t, p, party, cashflow.Means{}, o)
		for _, m := range []cashflow.Means{{Haircut: 0.3}, {Closed: true}, {Haircut: 0.3, Closed: true}} {
			c := coneOf(t, p, party, m, o)
			for y := range c.Years {
				with, without := c.Years[y].Balance.Values(), calm.Years[y].Balance.Values()
				for k := range with {
					if with[k] > without[k]+1 {
						t.Fatalf("%s, %+v, year %d, scenario %d: %v with the stress, %v without", party, m, y, k, with[k], without[k])
					}
				}
				if c.Years[y].Short.Share < calm.Years[y].Short.Share {
					t.Errorf("%s, %+v, year %d: short in %v, without in %v", party, m, y, c.Years[y].Short, calm.Years[y].Short)
				}
			}
		}
	}
	closed, open := coneOf(t, p, "openai", cashflow.Means{Closed: true}, o), coneOf(t, p, "openai", cashflow.Means{}, o)
	if a, _, _ := closed.Years[0].Balance.Quantile(0.5); a >= func() float64 { x, _, _ := open.Years[0].Balance.Quantile(0.5); return x }() {
		t.Error("closing the funding of OpenAI changes nothing")
	}
}

// What was paid stays paid, whatever amount is drawn: of 10 to 20 billion 12 have moved, of which none goes back.
func TestMovedStaysMoved(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`deals:
  - id: one
    from: a
    to: b
    kind: compute
    amount: $10B..15B..20B
    schedule: 2027:$20B
    paid: 2027-03-01:$12B
    status: active 2026-06-01
    source: https://example.org
`), "deals.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := cashflow.New(l, graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2027, Month: 6, Day: 30}}, cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}})
	if err != nil {
		t.Fatal(err)
	}
	if i := p.Items[0]; i.Due[0] != 20e11 || i.Moved[0] != 12e11 {
		t.Fatalf("due %v, moved %v", i.Due, i.Moved)
	}
	w := worldOf(t, p, cashflow.Means{})
	for _, tt := range []struct{ u, open float64 }{{1e-9, 0}, {0.5, 3e11}, {1 - 1e-9, 8e11}} { // 10, 15 and 20, less 12
		d := fill(w, map[string]float64{"deal/one/amount": tt.u})
		if math.Abs(d.Due[0][0]-tt.open) > 1e9 {
			t.Errorf("at %v: %v is open, want %v", tt.u, d.Due[0], tt.open)
		}
	}
}

// Bases that have taken chances into account, or leave them out, are refused, and so is a party whose revenue nobody knows.
func TestConeRefuses(t *testing.T) {
	ai, _ := example.FS("ai")
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	for _, basis := range []graph.Basis{graph.Expected, graph.Firm, graph.Paid} {
		p, err := cashflow.New(l, graph.View{Basis: basis}, cashflow.Options{Years: graph.Years{First: 2026, Last: 2028}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := odds.NewWorld(p, cashflow.Means{}, nil); err == nil || !strings.Contains(err.Error(), string(basis)) {
			t.Errorf("%s: %v", basis, err)
		}
	}
	p := planOf(t, chain, earns("a", 10, 0))
	v, _ := p.Network.Of("b")
	if _, err := odds.NewCone(t.Context(), p, v, cashflow.Means{}, scenario.Options{Scenarios: 1}); err == nil || !strings.Contains(err.Error(), "revenue.b.YEAR") {
		t.Errorf("without revenue: %v", err)
	}
}

// Ranges that are quantiles reach beyond what they name, but no amount falls below zero and no margin leaves 0 to 1.
func TestQuantileRangesStayPossible(t *testing.T) {
	p := planOf(t, "x,a,b,compute,up to $10B,2027:$10B,signed,2026-06-01,\n", earns("a", 10, 0), "ends=quantiles", "amounts=triangular", "margin=5%..50%..99%", "probability.signed=100%")
	w := worldOf(t, p, cashflow.Means{})
	a, _ := p.Network.Of("a")
	for _, u := range []float64{1e-12, 0.001, 0.5, 0.999, 1 - 1e-12} {
		at := map[string]float64{"party/a/margin": u, "deal/x/amount": u, "deal/x/delay": u}
		if d := fill(w, at); d.Due[0][0] < 0 || d.Due[0][1] < 0 || d.Left[a][0] < 0 || d.Left[a][0] > d.Income[a][0] {
			t.Errorf("at %v: due %v, left %v of %v", u, d.Due[0], d.Left[a], d.Income[a])
		}
	}
}

// One input at a time: 90 % of growth is what the formula of a lognormal says though a factor is about, and a deal is there or not.
func TestConeTornado(t *testing.T) {
	p := planIn(t, graph.Years{First: 2027, Last: 2027}, "x,a,b,compute,$30B,2027:$30B,active,2026-06-01,\n", earns("a", 10, 0), "growth=1.25x..1.5x..1.8x", "correlation=50%", "probability.active=99%")
	bars, base, err := coneOf(t, p, "a", cashflow.Means{}, scenario.Options{Scenarios: 1}).Tornado(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float64{"": billions(base)}
	for _, b := range bars {
		got[b.Name] = billions(b.AtLow, b.AtHigh)
	}
	// σ = ln 1.2/Φ⁻¹(0.95); the factor moves growth by √½ of what growth itself does
	ninth := math.Pow(1.2, quantile(0.9)/quantile(0.95))
	factor := math.Pow(1.2, math.Sqrt(0.5)*quantile(0.9)/quantile(0.95))
	want := map[string][]float64{
		"":                    {-15},
		"deal/x/realised":     {15, -15},
		"party/a/growth/2027": billions(15e11/ninth-30e11, 15e11*ninth-30e11),
		"common":              billions(15e11/factor-30e11, 15e11*factor-30e11),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFillAllocatesNothing(t *testing.T) {
	w := worldOf(t, aiPlan(t), cashflow.Means{Slip: 3})
	u := make([]float64, len(w.Inputs))
	for i := range u {
		u[i] = 0.7
	}
	d := w.NewDraw()
	if n := testing.AllocsPerRun(50, func() { w.Fill(u, d) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
