package cashflow_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"

	"github.com/google/go-cmp/cmp"
)

// x is due to pay 10, 20 and 30 billion in 2027, 2028 and 2029; it earned 10 in 2026 and has 5 in cash. Its revenue doubles each year and half
// of it is left for deals: 20, 40, 80 and of them 10, 20, 40.
const ledger = `id,from,to,kind,amount,schedule,status,date
rent,x,y,compute,$48B,2027:$8B 2028:$16B 2029:$24B,signed,2026-12-31
site,x,z,lease,$12B,2027:$2B 2028:$4B 2029:$6B,signed,2026-12-31
`

const facts = `party,metric,period,value,nature,source
x,revenue,2026,$10B,actual,https://example.org/x
x,cash,2026,$5B,actual,https://example.org/x
y,revenue,2026,$40B,actual,https://example.org/y
y,operating_income,2026,$10B,actual,https://example.org/y
`

var end2026 = deals.Date{Year: 2026, Month: 12, Day: 31}

func read(t *testing.T, files ...string) *deals.Ledger {
	t.Helper()
	fsys := fstest.MapFS{"deals.csv": {Data: []byte(files[0])}, "facts.csv": {Data: []byte(files[1])}}
	l, err := deals.ReadFS(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func planOf(t *testing.T, l *deals.Ledger, o cashflow.Options, set ...string) *cashflow.Plan {
	t.Helper()
	o.Assumptions = assumptions.Default()
	for _, s := range set {
		if err := o.Assumptions.Override(s); err != nil {
			t.Fatal(err)
		}
	}
	if o.Years == (graph.Years{}) {
		o.Years = graph.Years{First: 2027, Last: 2029}
	}
	p, err := cashflow.New(l, graph.View{Basis: graph.Signed, AsOf: end2026}, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func account(t *testing.T, p *cashflow.Plan, id deals.PartyID) *cashflow.Account {
	t.Helper()
	v, ok := p.Network.Of(id)
	if !ok {
		t.Fatalf("no party %s", id)
	}
	return p.Account(v)
}

// doubling is the account of x as the comment on the ledger says.
func doubling(t *testing.T) *cashflow.Account {
	return account(t, planOf(t, read(t, ledger, facts), cashflow.Options{}, "growth.x=2x", "margin.x=50%"), "x")
}

// billions rounds to a millionth of a billion.
func billions(list []float64) []float64 {
	var out []float64
	for _, x := range list {
		out = append(out, math.Round(x/1e5)/1e6)
	}
	return out
}

func TestBalance(t *testing.T) {
	a := doubling(t)
	for _, tt := range []struct {
		name  string
		means cashflow.Means
		gap   []float64
		left  []float64
		short int
		from  float64
	}{
		{"on time", cashflow.Means{}, []float64{0, 0, 10}, []float64{5, 5, 15}, -1, 0},
		// a year late: 10, 20, 40 of which half; the 5 in cash are gone at the end of 2027
		{"a year late", cashflow.Means{Slip: 12}, []float64{-5, -10, -10}, []float64{0, -10, -20}, 1, 2028},
		// a year early: 40, 80, 160
		{"a year early", cashflow.Means{Slip: -12}, []float64{10, 20, 50}, []float64{15, 35, 85}, -1, 0},
		// 80% of 20, 40, 80
		{"a fifth less", cashflow.Means{Haircut: 0.2}, []float64{-2, -4, 2}, []float64{3, -1, 1}, 1, 2028.75},
	} {
		b := a.Balance(tt.means)
		if d := cmp.Diff([]any{tt.gap, tt.left, tt.short}, []any{billions(b.Gap), billions(b.Left), b.Short}); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
		if math.Abs(b.ShortFrom-tt.from) > 1e-9 {
			t.Errorf("%s: short from %v, want %v", tt.name, b.ShortFrom, tt.from)
		}
	}
}

// With f = 2^(−m/12) there are 10f, 20f and 40f for 10, 20 and 30, and 5 at the beginning. The end of 2028 binds: 5 + 30f = 30, so
// f = 5/6 and m = 12·log2(6/5).
func TestBreakEven(t *testing.T) {
	a := doubling(t)
	want := 12 * math.Log2(6.0/5)
	got, ok := a.BreakEven(cashflow.LateRevenue, 0, 24, cashflow.Means{})
	if !ok || math.Abs(got-want) > 0.01 || got > want {
		t.Errorf("break-even slip %v, %t; want just below %v", got, ok, want)
	}
	if got, ok := a.BreakEven(cashflow.LateRevenue, 12, 24, cashflow.Means{}); ok || got != 12 {
		t.Errorf("a slip that is too long from the start: %v, %t", got, ok)
	}
	if got, ok := a.BreakEven(cashflow.LateRevenue, 0, 3, cashflow.Means{}); ok || got != 3 {
		t.Errorf("no break-even in 0 to 3 months: %v, %t", got, ok)
	}
}

func TestSlips(t *testing.T) {
	a := doubling(t)
	list, err := a.Slips(t.Context(), cashflow.LateRevenue, -12, 12, 12, cashflow.Means{})
	if err != nil {
		t.Fatal(err)
	}
	var need []float64
	for _, s := range list {
		need = append(need, s.Need)
	}
	if d := cmp.Diff([]float64{0, 0, 20}, billions(need)); d != "" {
		t.Errorf("need at −12, 0 and 12 months (-want +got):\n%s", d)
	}
	for _, bad := range [][3]float64{{0, 12, 0}, {12, 0, 1}, {0, 2000, 1}, {-300, 0, 12}, {0, 12, 0.001}, {0, math.NaN(), 1}} {
		if _, err := a.Slips(t.Context(), cashflow.LateRevenue, bad[0], bad[1], bad[2], cashflow.Means{}); err == nil {
			t.Errorf("slips %v: no error", bad)
		}
	}
	if _, err := a.Slips(t.Context(), cashflow.LateDelivery, -1, 1, 1, cashflow.Means{}); err == nil {
		t.Error("early delivery: no error")
	}
}

// y is due 8, 16 and 24. Six months late it is paid 4, 12 and 20 within the plan.
func TestLateDelivery(t *testing.T) {
	y := account(t, planOf(t, read(t, ledger, facts), cashflow.Options{}, "growth.y=1x"), "y")
	// its operating margin is 10 of 40; from outside it has 40 less what x is due to pay it in 2026, nothing: 10 a year are left
	on := y.Balance(cashflow.Means{})
	late := y.Balance(cashflow.Means{Late: 6})
	if d := cmp.Diff([]float64{18, 26, 34}, billions(on.Gap)); d != "" {
		t.Errorf("on time (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]float64{14, 22, 30}, billions(late.Gap)); d != "" {
		t.Errorf("half a year late (-want +got):\n%s", d)
	}
	if on.Cash || !y.Books.Revenue.Known() {
		t.Error("y has revenue on record and no cash")
	}
}

func TestCrossing(t *testing.T) {
	a := doubling(t)
	c, ok := a.Crossing(15e11)
	want := cashflow.Crossing{Year: 1, Due: 20e11, Line: 15e11, Deals: []cashflow.Part{{Deal: "rent", Amount: 16e11}}}
	if d := cmp.Diff(want, c); !ok || d != "" {
		t.Errorf("more than 15 (-want +got):\n%s", d)
	}
	// 30 in 2029: without rent alone 6 are left, which is more than 5; so both are needed
	if c, ok = a.Crossing(5e11); !ok || c.Year != 0 || len(c.Deals) != 1 {
		t.Errorf("more than 5: %+v", c)
	}
	if c, ok = a.Crossing(1e11); !ok || len(c.Deals) != 2 {
		t.Errorf("more than 1: without rent 2 are due, so both deals are needed: %+v", c)
	}
	if c, ok = a.Crossing(30e11); ok {
		t.Errorf("30 is not more than 30: %+v", c)
	}
}

// A year late 30 is due by the end of 2028 against 20: without rent, 24 by then, 6 would be.
func TestMissing(t *testing.T) {
	c, ok := doubling(t).Missing(cashflow.Means{Slip: 12})
	if !ok || c.Year != 1 || c.Due != 30e11 || c.Due-c.Line-10e11 > 1 || len(c.Deals) != 1 || c.Deals[0] != (cashflow.Part{Deal: "rent", Amount: 24e11}) {
		t.Errorf("missing: %+v, %t", c, ok)
	}
	if _, ok := doubling(t).Missing(cashflow.Means{}); ok {
		t.Error("on time nothing is missing")
	}
}

func TestPath(t *testing.T) {
	p := &cashflow.Path{Growth: 2, Marks: []cashflow.Mark{{At: 2026.5, Speed: 10}, {At: 2028.5, Speed: 40}, {At: 2029.5, Speed: 0}}}
	for _, tt := range []struct {
		year int
		slip float64
		want float64
	}{
		{2020, 0, 10}, {2026, 0, 10}, {2027, 0, 20}, {2028, 0, 40}, {2029, 0, 0}, {2028, 12, 20}, {2028, 120, 10}, {2027, -12, 40}, {2028, -6, 20},
		{2030, 0, 0}, // twice nothing
	} {
		if got := p.In(tt.year, tt.slip); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("revenue of %d, %g months late: %v, want %v", tt.year, tt.slip, got, tt.want)
		}
	}
}

// What customers in the network are due to pay in the year of a figure is not from outside.
func TestRevenueLessDeals(t *testing.T) {
	more := facts + "z,revenue,2027,$3B,actual,https://example.org/z\n"
	l := read(t, ledger, more)
	v := graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2027, Month: 12, Day: 31}}
	p, err := cashflow.New(l, v, cashflow.Options{Years: graph.Years{First: 2028, Last: 2029}})
	if err != nil {
		t.Fatal(err)
	}
	z := account(t, p, "z")
	if got := z.Books.Revenue.Marks[0].Speed; got != 1e11 || !z.Books.Derived {
		t.Errorf("z earned 3, of which x was due to pay 2: %v from outside", got)
	}
}

func TestOutlooks(t *testing.T) {
	more := facts + `x,revenue,2028,$30B,guided,https://example.org/x
x,revenue,2028,$90B,forecast,https://example.org/bank
x,revenue_run_rate,2026-12,$12B/year,actual,https://example.org/x
`
	l := read(t, ledger, more)
	for outlook, want := range map[cashflow.Outlook]float64{cashflow.Guided: 30, cashflow.Forecast: 90} {
		a := account(t, planOf(t, l, cashflow.Options{Outlook: outlook}), "x")
		got, _ := a.Outside(1, cashflow.Means{})
		if math.Abs(got/1e11-want) > 1e-9 || len(a.Books.Forward()) != 1 {
			t.Errorf("%s: %v in 2028, want %v", outlook, got/1e11, want)
		}
	}
	a := account(t, planOf(t, l, cashflow.Options{}, "revenue.x.2028=$50B"), "x")
	if got, _ := a.Outside(1, cashflow.Means{}); math.Abs(got/1e11-50) > 1e-9 {
		t.Errorf("assumed: %v in 2028, want 50", got/1e11)
	}
	if m := a.Books.Revenue.Marks[0]; m.Fact.Metric != "revenue_run_rate" || math.Abs(m.At-(2026+349.5/365)) > 1e-9 {
		t.Errorf("the last actual figure is the run rate of December, whose middle is the 16th at noon: %+v", m)
	}
	if _, err := cashflow.New(l, graph.View{}, cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}, Outlook: "hope"}); err == nil {
		t.Error("an outlook that does not exist: no error")
	}
}

// Whatever a ledger holds: what is due to all is what is due from all, and a balance is its gaps added up.
func TestAccountsAddUp(t *testing.T) {
	ai, _ := example.FS("ai")
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	for _, basis := range graph.Bases() {
		p, err := cashflow.New(l, graph.View{Basis: basis}, cashflow.Options{Years: graph.Years{First: 2026, Last: 2033}, Spread: 5})
		if err != nil {
			t.Fatal(err)
		}
		for y := range p.Years {
			var due, items int64
			for v := range p.Network.Order() {
				due += p.Account(graph.Node(v)).Due[y]
			}
			for _, i := range p.Items {
				items += i.Due[y]
			}
			if due != items {
				t.Errorf("%s basis, %d: %d due from all parties, %d of all items", basis, p.Years[y], due, items)
			}
		}
		for v := range p.Network.Order() {
			a := p.Account(graph.Node(v))
			b := a.Balance(cashflow.Means{})
			sum := float64(a.Books.Cash.Minor)
			for y := range p.Years {
				sum += b.Gap[y]
				if sum != b.Left[y] {
					t.Errorf("%s: balance of %d", p.Network.Party(a.Party).ID, p.Years[y])
				}
			}
		}
	}
}

// Less revenue, or later revenue that grows, never leaves more.
func TestBalanceFalls(t *testing.T) {
	a := doubling(t)
	last := math.Inf(1)
	for months := range 40 {
		b := a.Balance(cashflow.Means{Slip: float64(months)})
		if b.Lowest > last {
			t.Errorf("%d months late the lowest balance is %v, more than %v", months, b.Lowest, last)
		}
		last = b.Lowest
	}
}

// €3B at 1.1 is $3.3B; without a rate it is refused, and never passed over.
func TestAssumedCurrency(t *testing.T) {
	fsys := fstest.MapFS{"deals.csv": {Data: []byte(ledger)}, "facts.csv": {Data: []byte(facts)}, "rates.csv": {Data: []byte("currency,per,rate,date,source\nEUR,USD,1.1,2026-01-01,s\n")}}
	l, err := deals.ReadFS(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	a := account(t, planOf(t, l, cashflow.Options{}, "means.x=€3B", "revenue.x.2028=€9B"), "x")
	if a.Books.Cash.Minor != 33e10 {
		t.Errorf("cash of €3B: %d cents", a.Books.Cash.Minor)
	}
	if got, _ := a.Outside(1, cashflow.Means{}); math.Abs(got-99e10) > 1 {
		t.Errorf("revenue of €9B: %v cents", got)
	}
	set := assumptions.Default()
	if err := set.Override("means.x=£3B"); err != nil {
		t.Fatal(err)
	}
	_, err = cashflow.New(l, graph.View{AsOf: end2026}, cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}, Assumptions: set})
	if err == nil || !strings.Contains(err.Error(), "no rate from GBP to USD") {
		t.Errorf("pounds without a rate: %v", err)
	}
}

// A plan looks ahead from the day of its view, and tells no amounts beyond the largest.
func TestPlanRefuses(t *testing.T) {
	l := read(t, ledger, facts)
	for _, years := range []graph.Years{{First: 2020, Last: 2030}, {First: 2028, Last: 2030}} {
		if _, err := cashflow.New(l, graph.View{AsOf: end2026}, cashflow.Options{Years: years}); !errors.Is(err, cashflow.ErrYears) {
			t.Errorf("%s from the end of 2026 on: %v", years, err)
		}
	}
	set := assumptions.Default()
	if err := set.Override("growth.x=100x"); err != nil {
		t.Fatal(err)
	}
	_, err := cashflow.New(l, graph.View{AsOf: end2026}, cashflow.Options{Years: graph.Years{First: 2027, Last: 2040}, Assumptions: set})
	if err == nil || !strings.Contains(err.Error(), "more than 1000T") {
		t.Errorf("a hundredfold each year: %v", err)
	}
}

// plan of one ledger in CSV and its facts, from the end of a year on.
func onFacts(t *testing.T, deal, fact string, o cashflow.Options, view graph.View, set ...string) *cashflow.Plan {
	t.Helper()
	const header = "id,from,to,kind,amount,term,schedule,status,date,paid\n"
	l := read(t, header+deal, "party,metric,period,value,nature,source,tier\n"+fact)
	o.Assumptions = assumptions.Default()
	for _, s := range set {
		if err := o.Assumptions.Override(s); err != nil {
			t.Fatal(err)
		}
	}
	p, err := cashflow.New(l, view, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What has moved to a party comes on top of cash that was counted before the plan begins, and is in cash that was counted later. It is not promised
// any more in either case.
func TestDrawnFunding(t *testing.T) {
	const deal = "round,y,x,equity,$10B,,2026:$10B,active,2026-02-01,2026-03-01: $4B\nrent,x,z,compute,$1B,,2026:$1B,signed,2026-01-01,\n"
	mid := graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2026, Month: 6, Day: 30}}
	o := cashflow.Options{Years: graph.Years{First: 2026, Last: 2027}}
	for _, tt := range []struct {
		name, fact      string
		drawn, promised int64
	}{
		{"cash of the year before", "x,cash,2025,$2B,actual,s,filing\n", 4e11, 6e11},
		{"cash of this year", "x,cash,2026-03-31,$6B,actual,s,filing\n", 0, 6e11},
		{"no cash on record", "x,revenue,2025,$1B,actual,s,filing\n", 4e11, 6e11},
	} {
		a := account(t, onFacts(t, deal, tt.fact, o, mid), "x")
		if a.Drawn[0] != tt.drawn || a.Promised[0] != tt.promised {
			t.Errorf("%s: drawn %d, promised %d; want %d and %d", tt.name, a.Drawn[0], a.Promised[0], tt.drawn, tt.promised)
		}
	}
	a := account(t, onFacts(t, deal, "x,cash,2025,$2B,actual,s,filing\n", o, mid, "means.x=$3B"), "x")
	if a.Drawn[0] != 0 {
		t.Errorf("what is assumed at hand has in it what has moved: %d drawn", a.Drawn[0])
	}
}

// A quarter counts at its yearly pace; a total of five years is no year; a figure of a year to come, and one that is not out yet, is none.
func TestLastFigure(t *testing.T) {
	const deal = "rent,x,z,compute,$1B,,2027:$1B,signed,2026-01-01,\n"
	o := cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}}
	view := graph.View{Basis: graph.Signed, AsOf: end2026}
	for name, tt := range map[string]struct {
		fact string
		want float64 // billions a year
	}{
		"a quarter":       {"x,revenue,2026 Q2,$3B,actual,s,filing\n", 12},
		"five years":      {"x,revenue,2021..2025,$50B,actual,s,filing\nx,revenue,2024,$8B,actual,s,filing\n", 8},
		"later than day":  {"x,revenue,2027,$90B,actual,s,filing\nx,revenue,2025,$8B,actual,s,filing\n", 8},
		"the better tier": {"x,revenue,2026,$50B,actual,s,social\nx,revenue,2026,$20B,actual,s,filing\n", 20},
	} {
		a := account(t, onFacts(t, deal, tt.fact, o, view), "x")
		if got := a.Books.Revenue.Marks[0].Speed / 1e11; math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %v a year, want %v", name, got, tt.want)
		}
	}
}

// Revenue of 100 of which a customer here pays 20 a year is 80 from outside, whether its deal has a term or is spread; without a term and not
// spread it is at most 100. What customers that stand for many pay is from outside. More than all is nothing.
func TestRevenueOfSpreadDeals(t *testing.T) {
	view := graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2025, Month: 12, Day: 31}}
	o := cashflow.Options{Years: graph.Years{First: 2026, Last: 2027}}
	const fact = "x,revenue,2025,$100B,actual,s,filing\n"
	speed := func(deal string, spread int) (float64, bool) {
		o.Spread = spread
		a := account(t, onFacts(t, deal, fact, o, view), "x")
		return math.Round(a.Books.Revenue.Marks[0].Speed / 1e11), a.Books.AtMost
	}
	for name, tt := range map[string]struct {
		deal   string
		spread int
		want   float64
		atMost bool
	}{
		"a term":           {"d,y,x,compute,$120B,2024..2029,,signed,2024-01-01,\n", 0, 80, false},
		"spread":           {"d,y,x,compute,$120B,,,signed,2024-01-01,\n", 6, 80, false},
		"no year":          {"d,y,x,compute,$120B,,,signed,2024-01-01,\n", 0, 100, true},
		"signed later":     {"d,y,x,compute,$120B,,,announced,2024-01-01,\n", 6, 100, false},
		"more than it all": {"d,y,x,compute,$900B,2024..2029,,signed,2024-01-01,\n", 0, 0, false},
	} {
		if got, open := speed(tt.deal, tt.spread); got != tt.want || open != tt.atMost {
			t.Errorf("%s: %v from outside (at most: %t), want %v, %t", name, got, open, tt.want, tt.atMost)
		}
	}
}

// A debt that is paid back comes when it is due, however late the lender delivers.
func TestRepaidOnTime(t *testing.T) {
	view := graph.View{Basis: graph.Signed, AsOf: end2026}
	p := onFacts(t, "debt,x,y,loan,$100B,2026..2028,,completed,2026-01-01,\nrent,x,z,compute,$97B,,2028:$97B,signed,2026-01-01,\n", "x,revenue,2026,$0B,actual,s,filing\n",
		cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}}, view)
	a := account(t, p, "x")
	for _, late := range []float64{0, 12} {
		if b := a.Balance(cashflow.Means{Late: late}); b.Short >= 0 || b.Left[1] != 3e11 {
			t.Errorf("%v months late: %+v", late, b)
		}
	}
}

// The year in which a line is crossed may have undisclosed dues: only earlier ones mean that it may be crossed before.
func TestUnless(t *testing.T) {
	view := graph.View{Basis: graph.Signed, AsOf: end2026}
	p := onFacts(t, "rent,x,z,compute,$30B,,2027:$10B 2028:$20B,signed,2026-01-01,\nmore,x,z,lease,?,2028..2028,,signed,2026-01-01,\n", "x,revenue,2026,$1B,actual,s,filing\n",
		cashflow.Options{Years: graph.Years{First: 2027, Last: 2028}}, view)
	a := account(t, p, "x")
	if c, ok := a.Crossing(15e11); !ok || c.Unless || c.Year != 1 {
		t.Errorf("%+v, %t", c, ok)
	}
	if b := a.Balance(cashflow.Means{}); b.LowestAt != 1 || b.Short != 0 {
		t.Errorf("%+v", b)
	}
}
