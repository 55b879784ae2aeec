package facts

import (
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

// ledger reads facts of the world and of the parties lab, p and x.
func ledger(t *testing.T, facts string) *deals.Ledger {
	t.Helper()
	files := fstest.MapFS{"facts.csv": {Data: []byte(facts)}, "parties.csv": {Data: []byte("id,name\nlab,lab\np,p\nx,x\n")}}
	l, err := deals.Reader{}.ReadFS(t.Context(), files, "ledger")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const header = "id,party,metric,period,value,nature,source,source_date,tier,note\n"

func day(t *testing.T, s string) deals.Date {
	t.Helper()
	d, err := deals.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.Last()
}

func TestMeasureOf(t *testing.T) {
	for _, tt := range []struct {
		metric, note, id string
		want             Measure
		by               string
	}{
		{"burn", "estimated negative FCF; another definition", "x", NegativeFCF, "note"},
		{"burn", "Uber: net losses, not cash burn", "", NetLosses, "note"},
		{"burn", "not net losses but cash burn", "", CashBurn, "note"},
		{"burn", "not cash burn", "", NotStated, ""},
		{"burn", "Operating burn before leases", "", Operating, "note"},
		{"burn", "EBITDA", "", EBITDA, "note"},
		{"burn", "", "a_cash_burn_2025", CashBurn, "id"},
		{"burn", "more than", "a_operating_burn_through_2029", Operating, "id"},
		{"burn", "hash burning", "a_burn", NotStated, ""},
		{"burn", "cashburn", "", NotStated, ""},
		{"net_loss", "cash burn", "", NetLosses, "metric"},
		{"free_cash_flow", "", "", NegativeFCF, "metric"},
	} {
		got, by := MeasureOf(&deals.Fact{ID: tt.id, Metric: tt.metric, Note: tt.note})
		if got != tt.want || by != tt.by {
			t.Errorf("MeasureOf(%s, %q, %q) = %s by %q, want %s by %q", tt.metric, tt.note, tt.id, got, by, tt.want, tt.by)
		}
	}
}

func TestBoundOf(t *testing.T) {
	for note, want := range map[string]Bound{
		"more than; OpenAI said": MoreThan, "nearly": Nearly, "About, they say": About, "over.": MoreThan, "at least": AtLeast,
		"about $410B in 2025": NoBound, "more than Uber": NoBound, "": NoBound, "nearlyso": NoBound,
	} {
		if got := boundOf(note); got != want {
			t.Errorf("boundOf(%q) = %q, want %q", note, got, want)
		}
	}
}

func TestDatedOf(t *testing.T) {
	l := ledger(t, header+`
a,p,burn,2024,$1B,actual,s,2026-01-01,,
b,p,burn,2029,$1B,forecast,s,2025-03,,reported in May 2024
c,p,burn,2029,$1B,guided,s,,,The Information via Reuters Sep 2025
d,p,burn,2029,$1B,guided,s,,,between May 2024 and June 2025
e,p,burn,2029,$1B,guided,s,,,in 2025
`)
	var got []string
	for _, f := range l.Facts {
		d := DatedOf(f)
		got = append(got, f.ID+" "+d.Day.String()+" "+d.By)
	}
	want := []string{"a 2024-12-31 period", "b 2025-03-31 source", "c 2025-09-30 note", "d  ", "e  "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	d := DatedOf(l.Facts[2])
	if d.Counts(day(t, "2025-09-29")) || !d.Counts(day(t, "2025-09-30")) || !d.Counts(deals.Date{}) {
		t.Error("a fact counts from the last day it may be of on, and always where no day is asked for")
	}
}

// told is what a row says, in one line each.
func told(r BurnRow) []string {
	var out []string
	for _, c := range r.Whole {
		out = append(out, "claim "+c.Fact.ID)
	}
	for _, c := range r.Single {
		out = append(out, "single "+c.Fact.ID)
	}
	for _, f := range r.Others {
		out = append(out, "other "+f.ID)
	}
	return out
}

func row(t *testing.T, b Burn, name string) BurnRow {
	t.Helper()
	for _, r := range b.Rows {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no row of %s", name)
	return BurnRow{}
}

const burnFacts = header + `
filed,lab,burn_before_profit,2024-2028,$50B,guided,s,2025-01-01,filing,cash burn
older,lab,burn_before_profit,through 2028,$80B,guided,s,2025-02-01,press,negative free cash flow
newer,lab,burn_before_profit,through 2028,$90B,guided,s,2026-02-01,press,"more than; cash burn, up from $70B or $80B, at $20-25 a share"
loss,lab,burn_before_profit,2024-2028,$60B,forecast,s,,estimate,net losses
euros,lab,burn_before_profit,2024-2028,€40B,forecast,s,,estimate,cash burn
secret,lab,burn_before_profit,2024-2028,?,forecast,s,,filing,cash burn
year,lab,burn,2025,$8B,actual,s,,,
flow,lab,free_cash_flow,2025,-$9B,actual,s,,,
gain,lab,free_cash_flow,2029,$4B,forecast,s,,,
minus,lab,net_loss,2025,-$9B,actual,s,,,
words,lab,burn,2025,a lot,actual,s,,,
rate,lab,burn_relative_to_us,2025,14 times,actual,s,,,
uber1,,burn_before_profit,2009-2023,$31.7B,actual,s,,,Uber: net losses
uber2,,burn_before_profit,2010-2023,$20B,actual,s,,,Uber: net losses
uber3,,burn_before_profit,through 2023,$30B,actual,s,,,Uber: net losses
who,,burn,2023,$1B,actual,s,,,nobody in particular
`

func TestBurnOf(t *testing.T) {
	b := BurnOf(ledger(t, burnFacts), day(t, "2026-12-31"))
	lab := row(t, b, "lab")
	want := []string{
		"claim filed",                // the best tier
		"claim newer", "claim older", // of one tier, the newest first
		"claim loss", "claim euros", // in the order of the ledger
		"claim secret",               // without an amount, last
		"single flow", "single year", // what says its measure first
		"other gain", "other rate",
	}
	got := told(lab)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(b.Unclear) != 2 || len(b.Nameless) != 1 {
		t.Errorf("%d unclear and %d nameless, want 2 and 1", len(b.Unclear), len(b.Nameless))
	}
	if diff := cmp.Diff([]string{"$70B"}, lab.Named); diff != "" {
		t.Error(diff) // $80B is a claim of its own
	}
	if c := lab.Single[0]; c.Low != 9e11 || c.Measure != NegativeFCF {
		t.Errorf("a free cash flow of -$9B is %d of %s", c.Low, c.Measure)
	}
}

// The claims of cash through 2028 are $50B, $80B and more than $90B; net losses and euros stand alone. Of Uber two starts are
// stated, so the claim without one cannot be told to have either.
func TestRanges(t *testing.T) {
	b := BurnOf(ledger(t, burnFacts), deals.Date{})
	type said struct {
		window    string
		low, high int64
		floor     int64
		claims    int
		assumed   bool
	}
	of := func(name string) []said {
		var out []said
		for _, r := range row(t, b, name).Ranges {
			s := said{r.Window.Text, r.Low / 1e11, r.High / 1e11, 0, r.Claims, r.Assumed}
			if r.Floor != nil {
				s.floor = *r.Floor / 1e11
			}
			out = append(out, s)
		}
		return out
	}
	want := []said{{"2024-2028", 50, 80, 90, 3, true}, {"2024-2028", 60, 60, 0, 1, false}, {"2024-2028", 40, 40, 0, 1, false}}
	got := of("lab")
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(said{})); diff != "" {
		t.Error(diff)
	}
	if n := len(of("Uber")); n != 3 {
		t.Errorf("%d ranges of Uber, want 3: no two windows are one", n)
	}
}

// The day decides what counts: in 2025 the newer claim has not been made, and 2025 has not ended in November.
func TestBurnAsOf(t *testing.T) {
	b := BurnOf(ledger(t, burnFacts), day(t, "2025-11-30"))
	lab := row(t, b, "lab")
	if lab.Later != 3 { // newer, year, flow
		t.Errorf("%d later claims, want 3", lab.Later)
	}
	for _, s := range told(lab) {
		if strings.HasSuffix(s, "newer") || strings.HasSuffix(s, "year") {
			t.Errorf("%s counts too early", s)
		}
	}
}

func TestSeriesKeepsConflicts(t *testing.T) {
	l := ledger(t, header+`
b,,m,2024,$2B,actual,s,,press,
a,,m,2024,$3B,actual,s,,filing,
c,,m,2023,$1B,actual,s,,,
d,,m,2025,$4B,forecast,s,,,
e,,m,2024,€9B,actual,s,,,
f,x,m,2024,$9B,actual,s,,,
g,,m,some day,$9B,actual,s,,,
`)
	s := SeriesOf(l, "", "m", day(t, "2025"))
	var got []string
	for _, p := range s.Points {
		line := p.Period.Text + " " + p.Unit
		for _, f := range p.Facts {
			line += " " + f.ID
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{"2023 USD c", "2024 USD a b", "2024 EUR e"}, got); diff != "" {
		t.Error(diff)
	}
	if len(s.Others) != 2 {
		t.Errorf("%d others, want d and g", len(s.Others))
	}
	low, high := s.Points[1].Bounds()
	if low.RatString() != "2000000000" || high.RatString() != "3000000000" {
		t.Errorf("bounds %s to %s", low, high)
	}
}
