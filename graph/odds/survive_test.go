package odds_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"

	"github.com/google/go-cmp/cmp"
)

const dealHead = "id,from,to,kind,amount,schedule,status,date,obligor\n"

const factHead = "party,metric,period,value,nature,source\n"

// earns says that a party earns so many billions a year outside the network, and has so many in cash.
func earns(party string, revenue, cash float64) string {
	return fmt.Sprintf("%[1]s,outside_revenue,2026,$%[2]gB,actual,https://example.org\n%[1]s,cash,2026,$%[3]gB,actual,https://example.org\n", party, revenue, cash)
}

// planOf is a plan for 2027 and 2028 in which revenue neither grows nor falls and all of it is left for deals, unless set
// says otherwise.
func planOf(t testing.TB, rows, facts string, set ...string) *cashflow.Plan {
	t.Helper()
	return planIn(t, graph.Years{First: 2027, Last: 2028}, rows, facts, set...)
}

func planIn(t testing.TB, years graph.Years, rows, facts string, set ...string) *cashflow.Plan {
	t.Helper()
	l, err := deals.ReadFS(fstest.MapFS{"deals.csv": {Data: []byte(dealHead + rows)}, "facts.csv": {Data: []byte(factHead + facts)}}, ".")
	if err != nil {
		t.Fatalf("%v\n%s", err, rows)
	}
	a := assumptions.Default()
	for _, s := range append([]string{"growth=1x", "margin=100%"}, set...) {
		if err := a.Override(s); err != nil {
			t.Fatal(err)
		}
	}
	p, err := cashflow.New(l, graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: max(years.First-1, 2026), Month: 12, Day: 31}},
		cashflow.Options{Years: years, Assumptions: a})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func survive(t testing.TB, p *cashflow.Plan, stress odds.Stress) *odds.Survival {
	t.Helper()
	s, err := odds.NewSystem(p)
	if err != nil {
		t.Fatal(err)
	}
	found, err := odds.NewSurvival(context(t), s, stress)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func standing(t testing.TB, s *odds.Survival, id deals.PartyID) odds.Standing {
	t.Helper()
	for _, st := range s.Parties {
		if s.System.Plan.Network.Party(st.Party).ID == id {
			return st
		}
	}
	t.Fatalf("%s has no standing", id)
	return odds.Standing{}
}

// billions rounds cents to a millionth of a billion.
func billions(list ...float64) []float64 {
	out := []float64{}
	for _, x := range list {
		out = append(out, math.Round(x/1e5)/1e6)
	}
	return out
}

// a owes b 10 a year and earns 10; b owes c 8 a year and earns 1.
const chain = "one,a,b,compute,$20B,2027:$10B 2028:$10B,signed,2026-06-01,\n" +
	"two,b,c,lease,$16B,2027:$8B 2028:$8B,signed,2026-06-01,\n"

// Half of all revenue is gone: a pays 5 of 10 a year. b has these and 0.5 of its own, so that it misses 2.5 of 8 a year, though on
// its own, if a paid, it would have 10.5 and miss nothing. Without the stress b keeps 3 a year.
func TestOneFailureDragsAnother(t *testing.T) {
	s := survive(t, planOf(t, chain, earns("a", 10, 0)+earns("b", 1, 0)), odds.Stress{Means: cashflow.Means{Haircut: 0.5}})
	a, b := standing(t, s, "a"), standing(t, s, "b")
	for side := range a.Fate {
		for _, tt := range []struct {
			name      string
			of        odds.Standing
			missing   []float64
			need      float64
			less      []float64
			alone     float64
			revenue   float64
			firstYear int
		}{
			{"a", a, []float64{5, 5}, 10, []float64{}, 10, 10, 0},
			{"b", b, []float64{2.5, 2.5}, 5, []float64{10}, 0, 1, 0},
		} {
			f := tt.of.Fate[side]
			var less []float64
			for _, l := range f.Less {
				less = append(less, l.Amount)
			}
			got := []any{f.State, billions(f.Missing...), billions(f.Need), billions(less...), billions(tt.of.Alone[side]), billions(f.Earned), f.First}
			want := []any{odds.Misses, tt.missing, []float64{tt.need}, tt.less, []float64{tt.alone}, []float64{tt.revenue}, tt.firstYear}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s at side %d (-want +got):\n%s", tt.name, side, d)
			}
		}
	}
	if d := cmp.Diff([][]float64{{15, 15}, {10, 10}}, [][]float64{billions(s.Missing[:]...), billions(s.Alone[:]...)}); d != "" {
		t.Errorf("in all, and alone (-want +got):\n%s", d)
	}
	// a bears no haircut at all: it earns just what it owes. b bears 27.2%: of 11 from a and outside, 72.8% is 8.008, and 72.7% less than 8.
	if d := cmp.Diff([]odds.Limit{{Asked: true, Most: 0}, {Asked: true, Most: 0.272}}, []odds.Limit{a.Haircut, b.Haircut}); d != "" {
		t.Errorf("the haircut that they bear (-want +got):\n%s", d)
	}
	// The last step counts: 27.3% is too much by a hair.
	if near := standing(t, survive(t, planOf(t, chain, earns("a", 10, 0)+earns("b", 1, 0)), odds.Stress{Means: cashflow.Means{Haircut: 0.273}}), "b"); near.Haircut.Most != 0.272 {
		t.Errorf("of 27.3%% b bears %v", near.Haircut)
	}
	if a.Slip.Asked || len(b.Deals) != 1 || b.Deals[0].Deal != "two" || b.Deals[0].Amount != 16e11 || !b.Fewest {
		t.Errorf("what would save b: %+v", b)
	}
	if a.Calm != [2]odds.State{} || b.Calm != [2]odds.State{} {
		t.Errorf("without stress everybody pays: %v, %v", a.Calm, b.Calm)
	}
}

// g covers a up to 3 for all years, has 1.5 and earns 1 after the haircut: in 2027 it pays 2.5 of 3 and nothing is left; in 2028
// it is not called again. So b misses 8 − 5 − 2.5 − 0.5 = 0 in 2027, and 2.5 in 2028.
func TestGuarantorIsCalledOnce(t *testing.T) {
	s := survive(t, planOf(t, chain+"cover,g,b,guarantee,$3B,,signed,2026-06-01,a\n", earns("a", 10, 0)+earns("b", 1, 0)+earns("g", 2, 1.5)), odds.Stress{Means: cashflow.Means{Haircut: 0.5}})
	b, g := standing(t, s, "b").Fate[odds.Bare], standing(t, s, "g").Fate[odds.Bare]
	if d := cmp.Diff([][]float64{{0, 2.5}, {0.5, 0}, {3}, {0.5}, {10 - 2.5}}, [][]float64{billions(b.Missing...), billions(g.Missing...), billions(g.Calls), billions(g.Need), billions(b.Less[0].Amount)}); d != "" {
		t.Errorf("b, g, what g is called for and needs, what b is paid less (-want +got):\n%s", d)
	}
	// Of t of the year it has 1.5 + t, and is called for 3t: that is more from t = 3/4 on, the end of September.
	if g.First != 0 || g.Month != 9 {
		t.Errorf("g misses from month %d of year %d, want 9 of 0", g.Month, g.First)
	}
}

// No fact tells what u earns. It owes 4 a year; a quarter of the money that this needs is gone at the bare side.
func TestUnknownRevenueHasTwoSides(t *testing.T) {
	const rows = "one,u,v,compute,$8B,2027:$4B 2028:$4B,signed,2026-06-01,\n"
	s := survive(t, planOf(t, rows, ""), odds.Stress{Means: cashflow.Means{Haircut: 0.25}})
	u := standing(t, s, "u")
	if d := cmp.Diff([][]float64{{1, 1}, {0, 0}, {2}, {0}, {8}}, [][]float64{
		billions(u.Fate[odds.Bare].Missing...), billions(u.Fate[odds.Ample].Missing...), billions(u.Fate[odds.Bare].Need), billions(u.Fate[odds.Ample].Need), billions(u.Own),
	}); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// Chips for 3 are bought before the rent of 4 is due: 7 are needed, though only 4 are an obligation.
	u = standing(t, survive(t, planOf(t, "chips,u,v,purchase,$3B,2027:$3B,signed,2026-06-01,\nrent,u,v,compute,$4B,2028:$4B,signed,2026-06-01,\n", ""), odds.Stress{}), "u")
	if d := cmp.Diff([]float64{7}, billions(u.Own)); d != "" {
		t.Errorf("with purchases (-want +got):\n%s", d)
	}
	// Cash of 3 on record is there beside it: 3 of the 8 are on hand, and 2 are missing of 8 at the bare side.
	u = standing(t, survive(t, planOf(t, rows, "u,cash,2026,$3B,actual,https://example.org\n"), odds.Stress{Means: cashflow.Means{Haircut: 0.25}}), "u")
	if d := cmp.Diff([]any{odds.Pays, []float64{5}}, []any{u.Fate[odds.Bare].State, billions(u.Own)}); d != "" {
		t.Errorf("with cash (-want +got):\n%s", d)
	}
	// Revenue is known and cash is not: 2 a year, so that it lacks 4 at the bare side and nothing at the ample one.
	u = standing(t, survive(t, planOf(t, rows, "u,outside_revenue,2026,$2B,actual,https://example.org\n"), odds.Stress{}), "u")
	if d := cmp.Diff([]any{odds.Misses, odds.Pays, []float64{4, 0}}, []any{u.Fate[odds.Bare].State, u.Fate[odds.Ample].State, billions(u.Fate[odds.Bare].Need, u.Own)}); d != "" {
		t.Errorf("with revenue (-want +got):\n%s", d)
	}
}

// What deals need comes late: 2 in 2027 and 6 in 2028, six months late, is 2 and 4; flat money is not touched.
func TestUnknownRevenueComesLate(t *testing.T) {
	for _, tt := range []struct {
		rows    string
		months  float64
		missing []float64
	}{
		{"one,u,v,compute,$8B,2027:$2B 2028:$6B,signed,2026-06-01,\n", 6, []float64{0, 2}},
		{"one,u,v,compute,$8B,2027:$2B 2028:$6B,signed,2026-06-01,\n", 12, []float64{0, 4}},
		{"one,u,v,compute,$8B,2027:$2B 2028:$6B,signed,2026-06-01,\n", 60, []float64{0, 4}},
		{"one,u,v,compute,$8B,2027:$4B 2028:$4B,signed,2026-06-01,\n", 12, []float64{0, 0}},
		{"one,u,v,compute,$8B,2027:$6B 2028:$2B,signed,2026-06-01,\n", 12, []float64{0, 0}}, // a slip never brings more
	} {
		u := standing(t, survive(t, planOf(t, tt.rows, ""), odds.Stress{Means: cashflow.Means{Slip: tt.months}}), "u")
		if d := cmp.Diff(tt.missing, billions(u.Fate[odds.Bare].Missing...)); d != "" {
			t.Errorf("%g months (-want +got):\n%s", tt.months, d)
		}
	}
}

// Money that comes two years late may not skip a lean year between: of 6, 1 and 6, the last is 1.
func TestLeanYear(t *testing.T) {
	p := planIn(t, graph.Years{First: 2027, Last: 2029}, "one,u,v,compute,$13B,2027:$6B 2028:$1B 2029:$6B,signed,2026-06-01,\n", "")
	u := standing(t, survive(t, p, odds.Stress{Means: cashflow.Means{Slip: 24}}), "u")
	if d := cmp.Diff([]float64{0, 0, 5}, billions(u.Fate[odds.Bare].Missing...)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// x lives on 6 that f has promised. Closed funding does not come, and f need not pay it.
func TestFundingCloses(t *testing.T) {
	p := planOf(t, "round,f,x,equity,$6B,2027:$6B,signed,2026-06-01,\nrent,x,y,compute,$7B,2027:$7B,signed,2026-06-01,\n", earns("x", 1, 0)+earns("f", 6, 0))
	x := standing(t, survive(t, p, odds.Stress{}), "x")
	if x.Fate[odds.Bare].State != odds.Pays {
		t.Errorf("funding open: %+v", x.Fate[odds.Bare])
	}
	s := survive(t, p, odds.Stress{Means: cashflow.Means{Closed: true}})
	x = standing(t, s, "x")
	f := x.Fate[odds.Ample]
	if d := cmp.Diff([][]float64{{6, 0}, {6}, {6}}, [][]float64{billions(f.Missing...), billions(f.Funding), billions(f.Need)}); d != "" {
		t.Errorf("funding closed (-want +got):\n%s", d)
	}
	if f.Month != 0 { // it has nothing at the beginning
		t.Errorf("money is gone in month %d, want 0", f.Month)
	}
	if len(s.Parties) != 1 {
		t.Errorf("f owes nothing when funding is closed: %d standings", len(s.Parties))
	}
}

// A loss of 10 takes the 3 in cash and the 5 earned in the first year, before the rent of 4: 2 + 4 are missing, and 6 would do.
func TestLoss(t *testing.T) {
	p := planOf(t, "rent,x,y,compute,$8B,2027:$4B 2028:$4B,signed,2026-06-01,\n", earns("x", 5, 3))
	v, _ := p.Network.Of("x")
	loss := make([]float64, p.Network.Order())
	loss[v] = 10e11
	s := survive(t, p, odds.Stress{Loss: loss})
	f := standing(t, s, "x").Fate[odds.Bare]
	if d := cmp.Diff([][]float64{{6, 0}, {8}, {0}, {6}, {2}}, [][]float64{billions(f.Missing...), billions(f.Loss), billions(f.Earned), billions(f.Need), billions(s.Courses[odds.Bare].Lost[v])}); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Purchases go on until money is gone, or are cut in proportion as means fall short of plan.
func TestPurchasesAreCut(t *testing.T) {
	// 10 a year of which half is gone: the rent of 4 is paid, and 1 of the 4 of chips.
	p := planOf(t, "rent,x,y,compute,$8B,2027:$4B 2028:$4B,signed,2026-06-01,\nchips,x,z,purchase,$8B,2027:$4B 2028:$4B,signed,2026-06-01,\n", earns("x", 10, 0))
	x := standing(t, survive(t, p, odds.Stress{Means: cashflow.Means{Haircut: 0.5}}), "x")
	if d := cmp.Diff([]any{odds.Cuts, []float64{3, 3}, []float64{8}}, []any{x.Fate[odds.Bare].State, billions(x.Fate[odds.Bare].Cut...), billions(x.Purchases)}); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// A tenth less, cut in proportion: in 2027 there are 9 of 10 planned, so that 0.9 of the chips are bought, and 1.4 are left. In 2028
	// 10.4 of 12 planned (2 were left): 4·(1 − 1.6/12) = 3.4667 are bought, 0.5333 not.
	x = standing(t, survive(t, p, odds.Stress{Means: cashflow.Means{Haircut: 0.1}, Cut: 1}), "x")
	if d := cmp.Diff([]float64{0.4, 0.533333}, billions(x.Fate[odds.Bare].Cut...)); d != "" {
		t.Errorf("in proportion (-want +got):\n%s", d)
	}
}

// What has moved is certain: of 11 due in 2026, 6 were paid out of revenue of 7, of which 1 is left, and 3 in cash: of 5 that are
// still due 1 is missing. With revenue of 1 and cash of 8, 3 are left of that. What moved beyond all means was paid all the same, and leaves nothing.
func TestMovedMoney(t *testing.T) {
	for _, tt := range []struct {
		revenue, cash float64
		missing       float64
	}{{7, 3, 1}, {1, 0, 5}, {1, 8, 2}} {
		p := planIn(t, graph.Years{First: 2026, Last: 2027}, "done,x,y,license,$6B,,completed,2026-06-01,\nrent,x,y,compute,$5B,2026:$5B,signed,2026-06-01,\n", earns("x", tt.revenue, tt.cash))
		f := standing(t, survive(t, p, odds.Stress{}), "x").Fate[odds.Bare]
		if d := cmp.Diff([]float64{tt.missing, 0}, billions(f.Missing...)); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

// The means at the low and the high end: 10 that grow 0x, 1x or 2x a year from the middle of 2026, of 10 due in 2027 and 2028.
func TestEnds(t *testing.T) {
	p := planOf(t, "rent,x,y,compute,$20B,2027:$10B 2028:$10B,signed,2026-06-01,\n", earns("x", 10, 0), "growth.x=0.5x..1x..2x")
	x := standing(t, survive(t, p, odds.Stress{}), "x")
	want := [3]odds.Ends{{odds.Misses, odds.Misses}, {}, {}}
	if d := cmp.Diff(want, x.Ends); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestStressIsChecked(t *testing.T) {
	s, err := odds.NewSystem(planOf(t, chain, ""))
	if err != nil {
		t.Fatal(err)
	}
	for want, stress := range map[string]odds.Stress{
		"a slip of -1 months": {Means: cashflow.Means{Slip: -1}}, "a haircut of 1.5": {Means: cashflow.Means{Haircut: 1.5}}, "a haircut of NaN": {Means: cashflow.Means{Haircut: math.NaN()}},
		"cut by 2": {Cut: 2}, "losses of 1 of": {Loss: []float64{1}}, "a loss of -1 of": {Loss: []float64{-1, 0, 0}},
	} {
		if _, err := odds.NewSurvival(context(t), s, stress); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

// chance is a random ledger: its rows and its facts.
type chance struct {
	rows, facts string
	known       map[string]bool // of whom revenue and cash are told
}

// chanceLedger makes a ledger of a few parties; purchases and guarantees only if asked for.
func chanceLedger(r *rand.Rand, purchases, guarantees bool) chance {
	c := chance{known: map[string]bool{}}
	n := 3 + r.IntN(4)
	name := func(i int) string { return string(rune('a' + i)) }
	kinds := []string{"compute", "lease", "loan", "equity"}
	if purchases {
		kinds = append(kinds, "purchase", "purchase")
	}
	var rows, facts strings.Builder
	for i := range 2 + r.IntN(10) {
		from, to := r.IntN(n), r.IntN(n)
		if from == to {
			continue
		}
		x, y := r.IntN(10), 1+r.IntN(10)
		fmt.Fprintf(&rows, "d%d,%s,%s,%s,$%dB,2027:$%dB 2028:$%dB,signed,2026-06-01,\n", i, name(from), name(to), kinds[r.IntN(len(kinds))], x+y, x, y)
		if g := r.IntN(n); guarantees && r.IntN(4) == 0 && g != from && g != to {
			fmt.Fprintf(&rows, "g%d,%s,%s,guarantee,$%dB,,signed,2026-06-01,%s\n", i, name(g), name(to), 1+r.IntN(5), name(from))
		}
	}
	for i := range n {
		if r.IntN(4) > 0 && strings.Contains(rows.String(), ","+name(i)+",") {
			c.known[name(i)] = true
			facts.WriteString(earns(name(i), float64(1+r.IntN(15)), float64(r.IntN(6))))
		}
	}
	c.rows, c.facts = rows.String(), facts.String()
	return c
}

// everyChance calls f with many random ledgers.
func everyChance(t *testing.T, many int, purchases, guarantees bool, f func(r *rand.Rand, c chance)) {
	for seed := range many {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		if c := chanceLedger(r, purchases, guarantees); c.rows != "" {
			f(r, c)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The least money that saves a party is what the code says, found by giving it that money as cash, and a little less.
func TestNeedIsTheLeastThatSaves(t *testing.T) {
	tried := 0
	everyChance(t, 300, true, false, func(r *rand.Rand, c chance) {
		stress := odds.Stress{Means: cashflow.Means{Haircut: float64(r.IntN(8)) / 10, Closed: r.IntN(2) == 0}}
		p := planOf(t, c.rows, c.facts)
		for _, st := range survive(t, p, stress).Parties {
			id := p.Network.Party(st.Party).ID
			if st.Fate[odds.Bare].State != odds.Misses || !c.known[string(id)] {
				continue
			}
			tried++
			cash := float64(p.Books[st.Party].Cash.Minor)
			for _, x := range []struct {
				of   float64
				want bool
			}{{1, false}, {0.99, true}} {
				// all others are told as before: only the cash of one is another
				more := fmt.Sprintf("means.%s=$%.2f", id, math.Ceil(cash+x.of*st.Fate[odds.Bare].Need+1)/100)
				got := standing(t, survive(t, planOf(t, c.rows, c.facts, more), stress), id).Fate[odds.Bare]
				if got.State == odds.Misses != x.want {
					t.Errorf("%s with %g of %v: %v\n%s%s", id, x.of, st.Fate[odds.Bare].Need, got, c.rows, c.facts)
				}
			}
		}
	})
	if tried < 100 {
		t.Errorf("only %d parties in need", tried)
	}
}

// One party that owes others and is owed nothing fares as its account says.
func TestOnePartyIsItsAccount(t *testing.T) {
	misses := 0
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		var rows strings.Builder
		for i := range 1 + r.IntN(4) {
			x, y := r.IntN(8), 1+r.IntN(8)
			fmt.Fprintf(&rows, "d%d,x,y%d,lease,$%dB,2027:$%dB 2028:$%dB,signed,2026-06-01,\n", i, i, x+y, x, y)
		}
		p := planOf(t, rows.String(), earns("x", float64(r.IntN(12)), float64(r.IntN(5))), "growth.x=1x..2x..3x")
		m := cashflow.Means{Slip: float64(r.IntN(24)), Haircut: r.Float64(), Closed: true}
		v, _ := p.Network.Of("x")
		b := p.Account(v).Balance(m)
		s := survive(t, p, odds.Stress{Means: m})
		f := standing(t, s, "x").Fate[odds.Bare]
		if (f.State == odds.Misses) != (b.Short >= 0) || f.First != b.Short || math.Abs(f.Need-math.Max(0, -b.Lowest)) > 2 {
			t.Fatalf("seed %d: first %d, need %v; by its account %d, %v", seed, f.First, f.Need, b.Short, b.Lowest)
		}
		if b.Short >= 0 {
			misses++
			year, _ := math.Modf(b.ShortFrom)
			if month := int(12*(b.ShortFrom-year) + 1e-9); f.Month != month && math.Abs(12*(b.ShortFrom-year)-math.Round(12*(b.ShortFrom-year))) > 1e-6 {
				t.Fatalf("seed %d: month %d, by its account %v", seed, f.Month, b.ShortFrom)
			}
		}
	}
	if misses < 50 {
		t.Errorf("only %d miss something", misses)
	}
}

// More stress never leaves less missing; the bare side never less than the ample one; what others do not pay cannot help. Without
// guarantees: one that is called in a year is not there in the next, when its guarantor, or the creditor, may be worse off.
func TestLaws(t *testing.T) {
	everyChance(t, 250, true, false, func(r *rand.Rand, c chance) {
		p := planOf(t, c.rows, c.facts, "growth=1x..1.5x..2x")
		s, err := odds.NewSystem(p)
		if err != nil {
			t.Fatal(err)
		}
		stress := odds.Stress{Means: cashflow.Means{Slip: float64(r.IntN(20)), Haircut: 0.5 * r.Float64(), Closed: r.IntN(2) == 0}}
		of := func(stress odds.Stress) *odds.Survival {
			found, err := odds.NewSurvival(context(t), s, stress)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		found := of(stress)
		more := stress
		more.Slip += float64(1 + r.IntN(12))
		late := of(more)
		more = stress
		more.Haircut += 0.3
		lower := of(more)
		for i, st := range found.Parties {
			for side := range st.Fate {
				f := st.Fate[side].Total()
				for what, worse := range map[string]odds.Fate{"late": late.Parties[i].Fate[side], "lower": lower.Parties[i].Fate[side]} {
					if worse.Total() < f-2 {
						t.Errorf("%s: misses %v, and with more stress %v\n%s%s", what, f, worse.Total(), c.rows, c.facts)
					}
				}
			}
			for y, bare := range st.Fate[odds.Bare].Missing {
				if bare < st.Fate[odds.Ample].Missing[y]-2 {
					t.Errorf("year %d: bare %v, ample %v\n%s%s", y, bare, st.Fate[odds.Ample].Missing[y], c.rows, c.facts)
				}
			}
			if st.Ends[0][odds.Bare] < st.Ends[1][odds.Bare] || st.Ends[1][odds.Bare] < st.Ends[2][odds.Bare] {
				t.Errorf("ends out of order: %v", st.Ends)
			}
		}
		for side := range found.Alone {
			if found.Missing[side] < found.Alone[side]-2 {
				t.Errorf("missing %v, alone %v\n%s%s", found.Missing[side], found.Alone[side], c.rows, c.facts)
			}
		}
	})
}

// If nobody falls short when everybody else pays in full, nobody does. (Purchases that are cut would be another reason.)
func TestNobodyAloneNobodyAtAll(t *testing.T) {
	quiet := 0
	everyChance(t, 400, false, true, func(r *rand.Rand, c chance) {
		found := survive(t, planOf(t, c.rows, c.facts), odds.Stress{Means: cashflow.Means{Haircut: 0.2 * r.Float64()}})
		for side := range found.Alone {
			if found.Alone[side] > 0 {
				continue
			}
			quiet++
			if found.Missing[side] > 2 {
				t.Errorf("%v is missing\n%s%s", found.Missing[side], c.rows, c.facts)
			}
		}
	})
	if quiet < 100 {
		t.Errorf("only %d in which nobody falls short alone", quiet)
	}
}

// What is said to be borne is borne, and a step more is not.
func TestLimits(t *testing.T) {
	tried := 0
	everyChance(t, 60, false, true, func(r *rand.Rand, c chance) {
		p := planOf(t, c.rows, c.facts, "growth=1x..1.5x..2x")
		stress := odds.Stress{Means: cashflow.Means{Slip: 18, Haircut: 0.3}}
		for _, st := range survive(t, p, stress).Parties {
			id := p.Network.Party(st.Party).ID
			if !st.Slip.Asked || st.Slip.None {
				continue
			}
			tried++
			for _, x := range []struct {
				months float64
				misses bool
			}{{st.Slip.Most, false}, {st.Slip.Most + 0.1, true}} {
				with := stress
				with.Slip = x.months
				if got := standing(t, survive(t, p, with), id).Fate[odds.Bare].State == odds.Misses; got != x.misses {
					t.Errorf("%s bears %g months: misses at %g: %v", id, st.Slip.Most, x.months, got)
				}
			}
		}
	})
	if tried < 10 {
		t.Errorf("only %d bear a part of the slip", tried)
	}
}

// The same plan, the same numbers.
func TestSameTwice(t *testing.T) {
	p := aiPlan(t)
	stress := odds.Stress{Means: cashflow.Means{Slip: 12, Haircut: 0.3, Closed: true}}
	a, b := survive(t, p, stress), survive(t, p, stress)
	if d := cmp.Diff(a.Parties, b.Parties); d != "" {
		t.Error(d)
	}
}

func aiPlan(t testing.TB) *cashflow.Plan {
	t.Helper()
	ai, _ := example.FS("ai")
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	p, err := cashflow.New(l, graph.View{Basis: graph.Signed}, cashflow.Options{Years: graph.Years{First: 2026, Last: 2033}, Spread: 6})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
