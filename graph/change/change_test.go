package change

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/deals"
)

// ledger reads a ledger in YAML.
func ledger(t testing.TB, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "test.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return l
}

// told is all that changed, a line for each field.
func told(c *Changes) []string {
	var out []string
	for _, d := range c.Deals {
		head := fmt.Sprintf("%s %s", d.Kind, d.ID)
		if d.Perhaps != "" {
			head += " perhaps " + string(d.Perhaps)
		}
		if len(d.SupersededBy) > 0 {
			head += fmt.Sprint(" by ", d.SupersededBy)
		}
		out = append(out, head)
		for _, f := range d.Fields {
			out = append(out, "  "+fieldLine(f))
		}
	}
	for _, r := range c.Records {
		out = append(out, fmt.Sprintf("%s %s %s|%s", r.Kind, r.Table, r.Party, r.About))
		for _, f := range r.Fields {
			out = append(out, "  "+fieldLine(f))
		}
	}
	return out
}

func fieldLine(f Field) string {
	s := strings.TrimLeft(fmt.Sprintf("%s %s: %s > %s", f.Leg, f.Name, f.Old, f.New), " ")
	if f.OldSource.Tier != f.NewSource.Tier {
		s += fmt.Sprintf(" [%s > %s]", f.OldSource.Tier, f.NewSource.Tier)
	}
	if f.NewClaim != nil {
		s += " claim"
	}
	return s
}

const older = `
parties:
  - {id: a, name: Alpha, sector: chips}
  - {id: b, name: Beta, sector: cloud}
  - {id: gone, name: Gone}
deals:
  - {id: same, title: Same, from: a, to: b, kind: loan, amount: $1M, status: "signed 2024-01-05", source: s}
  - {id: grows, from: a, to: b, kind: purchase, amount: $10M, status: announced 2024-01, tier: press, source: x}
  - {id: climbs, from: b, to: a, kind: compute, amount: $4M, term: 2025..2026, status: proposed 2024-02, source: s}
  - {id: ends, from: b, to: a, kind: lease, amount: $6M, status: signed 2024-03, source: s}
  - {id: replaced, from: b, to: a, kind: lease, amount: $7M, status: signed 2024-04, source: s}
  - {id: deleted, from: a, to: gone, kind: equity, amount: $8M, status: signed 2024-05-01, source: s}
  - id: legs
    status: announced 2024-06
    legs:
      - {from: a, to: b, kind: compute, amount: $2M}
      - {from: b, to: a, kind: warrant, amount: "?"}
facts:
  - {party: a, metric: cash, period: 2024-12-31, value: $5M, source: s}
  - {party: a, metric: free_cash_flow, period: 2024, value: $1M, source: s}
rates:
  - {currency: EUR, per: USD, rate: 1.1, date: 2024-01-01}
`

const newer = `
parties:
  - {id: b, name: Beta, sector: ai_lab}
  - {id: a, name: Alpha, sector: chips}
rates:
  - {currency: EUR, per: USD, rate: 1.2, date: 2024-01-01}
deals:
  - {id: renamed, from: a, to: gone, kind: equity, amount: $8M, status: signed 2024-05-01, source: s}
  - {id: climbs, from: b, to: a, kind: compute, amount: $4M, term: 2025..2027, status: proposed 2024-02; signed 2024-08-09, paid: "2024-09-01:$1M", source: s}
  - {id: ends, from: b, to: a, kind: lease, amount: $6M, status: signed 2024-03; terminated 2024-10, source: s}
  - {id: replaced, from: b, to: a, kind: lease, amount: $7M, status: signed 2024-04, source: s}
  - {id: replaces, from: b, to: a, kind: lease, amount: $70M, status: signed 2024-11-02, supersedes: replaced, source: s}
  - id: legs
    status: signed 2024-06
    legs:
      - {from: a, to: b, kind: compute, amount: $2M}
      - {from: b, to: a, kind: warrant, amount: "?"}
      - {from: b, to: a, kind: loan, amount: $3M, tier: filing, source: f}
  - {id: same, title: Same, from: a, to: b, kind: loan, amount: 'USD 1,000,000', date: 2024-01-05, status: signed, source: s}
  - {id: grows, from: a, to: b, kind: purchase, amount: $10M, status: announced 2024-01, tier: press, source: x,
     claims: [{amount: $12M, tier: filing, source: k}, {amount: $9M, tier: social, source: p}]}
facts:
  - {party: a, metric: free_cash_flow, period: 2024, value: $1M, source: s}
  - {party: a, metric: cash, period: 2024-12-31, value: $6M, source: s}
  - {party: b, metric: revenue, period: 2025, nature: guided, value: $9M, source: s}
`

func TestBetweenVersions(t *testing.T) {
	c := Between(State{Ledger: ledger(t, older)}, State{Ledger: ledger(t, newer)})
	want := []string{
		"new renamed perhaps deleted",
		"new replaces",
		"changed climbs",
		"  compute status: proposed 2024-02 > proposed 2024-02; signed 2024-08-09",
		"  compute paid:  > 2024-09-01:$1M",
		"  compute term: 2025..2026 > 2025..2027",
		"changed grows",
		"  purchase amount: $10M > $12M [press > filing] claim",
		"  purchase claims:  > amount $12M (k, filing); amount $9M (p, social)",
		"changed legs",
		"  status: announced 2024-06 > signed 2024-06",
		"  loan leg:  > b → a, loan, $3M, signed 2024-06 [ > filing]",
		"ended ends",
		"  lease status: signed 2024-03 > signed 2024-03; terminated 2024-10",
		"ended replaced by [replaces]",
		"  lease status: signed 2024-04 > signed 2024-04; superseded 2024-11-02",
		"removed deleted perhaps renamed",
		"changed parties b|",
		"  sector: cloud > ai_lab",
		"removed parties gone|",
		"  name: Gone > ",
		"new facts b|revenue 2025, guided",
		"  value:  > $9M",
		"changed facts a|cash 2024-12-31, actual",
		"  value: $5M > $6M",
		"changed rates |EUR in USD on 2024-01-01",
		"  rate: 1.1 > 1.2",
	}
	if diff := cmp.Diff(want, told(c)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c.Deal("same") != nil || c.Deal("grows") == nil {
		t.Error("a deal is not found, or one that did not change is")
	}
}

// One ledger on two days: what was known on each.
func TestBetweenDays(t *testing.T) {
	l := ledger(t, `
parties:
  - {id: a, parents: [b to 2024-06-01]}
  - {id: b}
deals:
  - {id: later, from: a, to: b, kind: loan, amount: $1M, status: announced 2024-07-01, source: s}
  - {id: climbs, from: a, to: b, kind: loan, amount: $1M, status: "announced 2024-01-01; signed 2024-08", paid: ["2024-03-01:$1K", "2024-09-01:$2K"], source: s}
  - {id: ends, from: a, to: b, kind: loan, amount: $1M, status: "announced 2024-01-01; lapsed 2024-05-31", source: s}
  - {id: stays, from: a, to: b, kind: loan, amount: $1M, status: "announced 2024-01-01; signed 2024-12-31", source: s}
  - {id: far, from: a, to: b, kind: loan, amount: $1M, status: announced 2024-12-31, source: s}
facts:
  - {party: a, metric: cash, period: 2024-06-30, value: $5M, source: s}
  - {party: a, metric: cash, period: 2024-12-31, value: $5M, source: s}
  - {party: a, metric: revenue, period: 2030, nature: forecast, value: $5M, source: s}
`)
	day := func(s string) deals.Date {
		d, err := deals.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	got := told(Between(State{l, day("2024-04")}, State{l, day("2024-09-30")}))
	want := []string{
		"new later", "  loan status:  > announced 2024-07-01",
		"changed climbs", "  loan status: announced 2024-01-01 > signed 2024-08", "  loan paid:  > 2024-09-01:$2,000",
		"ended ends", "  loan status: announced 2024-01-01 > lapsed 2024-05-31",
		"changed parties a|", "  parents: b to 2024-06-01 > b to 2024-06-01 (not then)",
		"new facts a|cash 2024-06-30, actual", "  value:  > $5M",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c := Between(State{Ledger: l}, State{Ledger: l}); !c.Empty() {
		t.Errorf("of equal states: %v", told(c))
	}
}

// A ledger and one that says the same in other words, in another order, are equal.
func TestBetweenSpellings(t *testing.T) {
	a := ledger(t, `
deals:
  - {id: two, status: signed 2024, source: {url: "https://x.example/1", tier: filing}, legs: [{from: a, to: b, kind: loan, amount: $1.5B}, {from: b, to: a, kind: equity, amount: ~$2M..$3M, status: signed 2024}]}
  - {id: one, from: Al Pha, to: b, kind: loan, amount: "?", term: 2025..2026, status: loi 2024-01, source: s}
`)
	b := ledger(t, `
deals:
  - {id: one, from: al-pha, to: b, kind: loan, amount: "?", term: 2025-01-01..2026-12-31, status: proposed, date: 2024-01, source: s}
  - {id: two, legs: [{from: a, to: b, kind: loan, amount: $1500M, status: signed 2024, source: {url: "https://x.example/1", tier: filing}},
     {from: b, to: a, kind: equity, amount: ~2M USD..3M USD, status: definitive 2024, source: {url: "https://x.example/1", tier: filing}}]}
`)
	if got := told(Between(State{Ledger: a}, State{Ledger: b})); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

// Told the other way round, what is new is removed, and what was comes where it is now.
func TestBetweenMirrored(t *testing.T) {
	for round := range 300 {
		r := rand.New(rand.NewPCG(uint64(round), 7))
		a, b := State{Ledger: ledger(t, randomLedger(r))}, State{Ledger: ledger(t, randomLedger(r))}
		forth, back := Between(a, b), Between(b, a)
		mirror := map[Kind]Kind{New: Removed, Removed: New, Changed: Changed, Ended: Changed}
		for _, d := range forth.Deals {
			m := back.Deal(d.ID)
			if m == nil || m.Kind != mirror[d.Kind] && !(d.Kind == Changed && m.Kind == Ended) || m.Perhaps != d.Perhaps || m.Old != d.New {
				t.Fatalf("round %d: %s %s is %+v the other way round", round, d.Kind, d.ID, m)
			}
			got := map[string]bool{}
			for _, f := range m.Fields {
				got[f.Name+f.New+">"+f.Old] = true
			}
			for _, f := range d.Fields {
				if !got[f.Name+f.Old+">"+f.New] {
					t.Fatalf("round %d: %s of %s is not mirrored", round, fieldLine(f), d.ID)
				}
			}
		}
		if len(forth.Deals) != len(back.Deals) || len(forth.Records) != len(back.Records) {
			t.Fatalf("round %d: %d and %d deals, %d and %d records", round, len(forth.Deals), len(back.Deals), len(forth.Records), len(back.Records))
		}
		if c := Between(a, a); !c.Empty() {
			t.Fatalf("round %d: of one state: %v", round, told(c))
		}
		// What is told is among the parts that differ.
		parts := deals.Differences(a.Ledger, b.Ledger)
		for _, d := range forth.Deals {
			if !slices.Contains(parts, deals.Part{Table: "deals", Key: string(d.ID)}) && d.Kind != Ended && !endsImplied(d) && forth.Old.AsOf == forth.New.AsOf {
				t.Fatalf("round %d: %s %s is no difference", round, d.Kind, d.ID)
			}
		}
	}
}

// endsImplied reports whether a deal changed only because another one supersedes it.
func endsImplied(d Deal) bool {
	for _, of := range []*deals.Deal{d.Old, d.New} {
		for _, l := range of.Legs {
			if l.History().Last().Implied {
				return true
			}
		}
	}
	return false
}

// randomLedger has some of ten deals among four parties, in states that hang together.
func randomLedger(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("parties:\n  - {id: out, sector: outside}\n")
	fmt.Fprintf(&b, "  - {id: p0, sector: s%d}\n", r.IntN(2))
	b.WriteString("deals:\n")
	var there []int
	for i := range 10 {
		if r.IntN(4) == 0 {
			continue
		}
		more := ""
		if len(there) > 0 && r.IntN(4) == 0 {
			more = fmt.Sprintf(", within: d%d", there[r.IntN(len(there))])
		}
		if len(there) > 0 && r.IntN(4) == 0 {
			more += fmt.Sprintf(", supersedes: d%d", there[r.IntN(len(there))])
		}
		there = append(there, i)
		parties := []string{"p0", "p1", "p2", "out"}
		from := r.IntN(4)
		to := (from + 1 + r.IntN(3)) % 4
		amount := []string{"$1M", "$2M", "$5M", `"?"`, "€3M"}[r.IntN(5)]
		status := []string{"proposed 2024-01", "signed 2024-01", "announced 2024-01; active 2024-01"}[r.IntN(3)]
		fmt.Fprintf(&b, "  - {id: d%d, from: %s, to: %s, kind: %s, amount: %s, status: '%s'%s, source: s}\n", i, parties[from], parties[to], []string{"loan", "compute"}[r.IntN(2)], amount, status, more)
	}
	fmt.Fprintf(&b, "rates:\n  - {currency: EUR, per: USD, rate: 1.%d, date: 2020-01-01}\n", 1+r.IntN(2))
	fmt.Fprintf(&b, "facts:\n  - {party: p0, metric: cash, period: 2023-12-31, value: $%dM, source: s}\n", 1+r.IntN(2))
	return b.String()
}

func TestRealLedgers(t *testing.T) {
	for _, dir := range []string{"../../deals/example/ai", "../../testdata/telecom"} {
		l, err := deals.ReadFS(os.DirFS(dir), dir)
		if err != nil {
			t.Fatal(err)
		}
		again, err := deals.ReadFS(os.DirFS(dir), dir)
		if err != nil {
			t.Fatal(err)
		}
		if c := Between(State{Ledger: l}, State{Ledger: again}); !c.Empty() {
			t.Errorf("%s is not equal to itself: %v", dir, told(c))
		}
	}
}
