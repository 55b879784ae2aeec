package example_test

import (
	"cmp"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph/control"
	"dealgraph/render/table"

	gocmp "github.com/google/go-cmp/cmp"
)

func ai(t *testing.T) *deals.Ledger {
	t.Helper()
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("there is no ledger ai")
	}
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func legs(l *deals.Ledger) []*deals.Leg {
	var all []*deals.Leg
	for _, d := range l.Deals {
		all = append(all, d.Legs...)
	}
	return all
}

func TestFS(t *testing.T) {
	names := example.Names()
	if diff := gocmp.Diff([]string{"ai", "start"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, n := range names {
		fsys, ok := example.FS(n)
		if !ok {
			t.Errorf("%s is named but not there", n)
			continue
		}
		if _, err := fs.Stat(fsys, "README.md"); err != nil {
			t.Errorf("%s does not explain itself: %v", n, err)
		}
	}
	for _, n := range []string{"", ".", "ai/deals", "../ai", "nothing"} {
		if _, ok := example.FS(n); ok {
			t.Errorf("FS(%q) found something", n)
		}
	}
}

func TestReadsWithoutWarning(t *testing.T) {
	for _, w := range ai(t).Warnings {
		t.Error(w)
	}
}

// sourceRow is a row of the table below: the rows of the collected data of one kind, status and currency, in its own
// words, with the sums of its three columns of money in whole units. The sums were taken from the collected tables
// directly, not through this package.
type sourceRow struct {
	Kind, Status      string
	Currency          deals.Currency
	Rows              int
	Low, Amount, High int64
}

var sourceRows = []sourceRow{
	{"acquisition", "amended", "USD", 1, 10_000_000_000, 60_000_000_000, 60_000_000_000},
	{"acquisition", "completed", "USD", 2, 0, 256_500_000_000, 0},
	{"acquisition", "definitive", "USD", 3, 0, 103_000_000_000, 0},
	{"acquisition", "terminated", "USD", 1, 0, 9_000_000_000, 0},
	{"bond", "active", "USD", 1, 0, 2_000_000_000, 0},
	{"bond", "completed", "USD", 8, 17_000_000_000, 118_100_000_000, 16_000_000_000},
	{"compute", "active", "USD", 18, 65_400_000_000, 770_000_000_000, 49_800_000_000},
	{"compute", "amended", "USD", 4, 0, 54_200_000_000, 0},
	{"compute", "announced", "USD", 1, 0, 0, 0},
	{"compute", "definitive", "USD", 15, 102_000_000_000, 551_200_000_000, 168_000_000_000},
	{"compute", "rumoured", "USD", 1, 0, 20_000_000_000, 0},
	{"compute", "terminated", "USD", 1, 0, 0, 0},
	{"convertible", "completed", "USD", 3, 3_000_000_000, 16_000_000_000, 0},
	{"convertible", "definitive", "USD", 1, 600_000_000, 700_000_000, 700_000_000},
	{"equity", "active", "USD", 5, 225_000_000, 25_000_000_000, 5_000_000_000},
	{"equity", "amended", "USD", 1, 0, 2_000_000_000, 0},
	{"equity", "announced", "USD", 6, 0, 72_000_000_000, 20_000_000_000},
	{"equity", "completed", "AUD", 2, 0, 0, 830_000_000},
	{"equity", "completed", "EUR", 2, 0, 1_300_000_000, 0},
	{"equity", "completed", "GBP", 1, 0, 500_000_000, 0},
	{"equity", "completed", "USD", 41, 61_100_000_000, 327_315_000_000, 80_000_000_000},
	{"equity", "definitive", "USD", 10, 30_500_000_000, 168_100_000_000, 118_200_000_000},
	{"equity", "letter_of_intent", "USD", 1, 0, 500_000_000, 0},
	{"equity", "rumoured", "USD", 1, 500_000_000, 1_000_000_000, 1_000_000_000},
	{"equity", "terminated", "USD", 3, 0, 111_000_000_000, 110_000_000_000},
	{"grant", "completed", "USD", 1, 8_900_000_000, 10_900_000_000, 10_900_000_000},
	{"guarantee", "active", "USD", 5, 0, 14_400_000_000, 0},
	{"guarantee", "amended", "USD", 1, 0, 860_000_000, 0},
	{"guarantee", "announced", "USD", 1, 0, 300_000_000, 0},
	{"guarantee", "definitive", "USD", 6, 29_000_000_000, 54_300_000_000, 50_880_000_000},
	{"guarantee", "rumoured", "USD", 1, 0, 0, 0},
	{"lease", "active", "USD", 10, 6_700_000_000, 47_000_000_000, 15_700_000_000},
	{"lease", "announced", "USD", 3, 0, 20_000_000_000, 0},
	{"lease", "definitive", "USD", 5, 7_000_000_000, 20_500_000_000, 17_700_000_000},
	{"lease", "rumoured", "USD", 1, 0, 0, 0},
	{"lease", "terminated", "USD", 2, 0, 0, 0},
	{"license", "active", "USD", 1, 0, 500_000_000, 0},
	{"license", "completed", "USD", 2, 0, 20_900_000_000, 0},
	{"license", "terminated", "USD", 1, 0, 0, 0},
	{"loan", "active", "USD", 9, 0, 113_350_000_000, 0},
	{"loan", "announced", "USD", 3, 0, 16_200_000_000, 12_500_000_000},
	{"loan", "completed", "USD", 6, 35_000_000_000, 55_900_000_000, 36_000_000_000},
	{"loan", "definitive", "USD", 2, 0, 10_830_000_000, 0},
	{"loan", "rumoured", "USD", 2, 0, 28_000_000_000, 0},
	{"loan", "terminated", "USD", 1, 6_000_000_000, 10_000_000_000, 10_000_000_000},
	{"prepayment", "active", "USD", 1, 0, 1_940_000_000, 0},
	{"prepayment", "definitive", "USD", 1, 0, 0, 0},
	{"prepayment", "rumoured", "USD", 1, 0, 150_000_000, 0},
	{"purchase", "active", "AUD", 1, 0, 0, 4_500_000_000},
	{"purchase", "active", "USD", 16, 5_000_000_000, 84_000_000_000, 5_830_000_000},
	{"purchase", "announced", "USD", 9, 300_000_000, 80_400_000_000, 10_400_000_000},
	{"purchase", "completed", "USD", 1, 0, 0, 0},
	{"purchase", "definitive", "USD", 12, 95_000_000_000, 190_800_000_000, 136_000_000_000},
	{"purchase", "letter_of_intent", "USD", 3, 0, 0, 70_000_000_000},
	{"purchase", "rumoured", "USD", 3, 0, 0, 7_200_000_000},
	{"revenue_share", "definitive", "USD", 3, 0, 38_000_000_000, 0},
	{"warrant", "active", "USD", 2, 0, 0, 0},
	{"warrant", "definitive", "USD", 6, 68_200_000_000, 194_500_000_000, 194_500_000_000},
}

// worded are the amounts that say more than the columns did: where the note reads "up to", "more than" or "at least", or
// the deal is worth a ceiling, the ledger follows the words. Here is what that added to the sums, in whole units.
var worded = map[string]sourceRow{
	"openai-coreweave-2025-03#compute":        {High: 11_900_000_000},  // up to
	"openai-coreweave-2025-05":                {High: 4_000_000_000},   // up to
	"xai-spv-2025-10#equity":                  {High: 2_000_000_000},   // up to
	"xai-spv-2025-10#chips":                   {High: 20_000_000_000},  // up to
	"microsoft-anthropic-2025-11-equity":      {High: 5_000_000_000},   // up to
	"nvidia-anthropic-2025-11-equity":         {High: 10_000_000_000},  // up to
	"openai-microsoft-2026-04-revshare":       {High: 38_000_000_000},  // a cap
	"nvidia-coreweave-2025-09-backstop":       {Low: 6_300_000_000},    // at least
	"openai-cerebras-2026-01":                 {Low: 10_000_000_000},   // more than
	"anthropic-amazon-2026-04-aws":            {Low: 100_000_000_000},  // more than
	"openai-cerebras-2026-04":                 {Low: 20_000_000_000},   // more than
	"broadcom-openai-2026-05-financing#chips": {Amount: 7_200_000_000}, // worth up to 40% of $18B
	"nvidia-sharonai-2026-06#guarantee":       {Amount: 4_880_000_000}, // worth up to
}

// columns turns an amount back into the columns of money of the collected data, in whole units; a blank is 0.
func columns(t *testing.T, l *deals.Leg) (low, amount, high int64) {
	t.Helper()
	a := l.Amount
	for _, minor := range []int64{a.Low, a.Likely, a.High} {
		if minor%100 != 0 {
			t.Errorf("%s is not in whole units: %s", l.Ref(), a)
		}
	}
	switch a.Form {
	case deals.Exact:
		amount = a.Likely
	case deals.UpTo:
		amount, high = a.High, a.High
	case deals.AtLeast:
		low, amount = a.Low, a.Low
	case deals.Range:
		low, high = a.Low, a.High
		if a.LikelyStated {
			amount = a.Likely
		}
	case deals.Undisclosed:
		high = a.High
	default:
		t.Errorf("%s has no amount", l.Ref())
	}
	w := worded[l.Ref().String()]
	return low/100 - w.Low, amount/100 - w.Amount, high/100 - w.High
}

// Nothing of the collected deals was lost or changed on the way into the ledger.
func TestSumsMatchTheCollectedRows(t *testing.T) {
	was := map[deals.Status]string{
		deals.Rumoured: "rumoured", deals.Proposed: "letter_of_intent", deals.Announced: "announced", deals.Signed: "definitive",
		deals.Active: "active", deals.Completed: "completed", deals.Terminated: "terminated", deals.Superseded: "amended",
	}
	var got []sourceRow
	used := 0
	for _, l := range legs(ai(t)) {
		key := sourceRow{Kind: string(l.Kind), Status: was[l.History().Last().Status], Currency: cmp.Or(l.Amount.Currency, "USD")}
		// A ticket of an undisclosed size in a euro round: its currency was kept, its amount is a question mark.
		if l.Ref().Deal == "nvidia-mistral-2025-09-equity" {
			key.Currency = "EUR"
		}
		i := slices.IndexFunc(got, func(r sourceRow) bool {
			return r.Kind == key.Kind && r.Status == key.Status && r.Currency == key.Currency
		})
		if i < 0 {
			i, got = len(got), append(got, key)
		}
		low, amount, high := columns(t, l)
		got[i].Rows++
		got[i].Low += low
		got[i].Amount += amount
		got[i].High += high
		if _, ok := worded[l.Ref().String()]; ok {
			used++
		}
	}
	slices.SortFunc(got, func(a, b sourceRow) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Status, b.Status), strings.Compare(string(a.Currency), string(b.Currency)))
	})
	if diff := gocmp.Diff(sourceRows, got); diff != "" {
		t.Errorf("rows and sums (-collected +ledger):\n%s", diff)
	}
	if used != len(worded) {
		t.Errorf("%d of %d worded amounts were met: a deal of the list has gone", used, len(worded))
	}
}

func TestCounts(t *testing.T) {
	l := ai(t)
	got := map[string]int{"deals": len(l.Deals), "parties": len(l.Parties), "controls": len(l.Controls), "rates": len(l.Rates)}
	for _, f := range l.Facts {
		// Figures of the parties have ids with dots, all other facts have not.
		if strings.Contains(f.ID, ".") {
			got["facts about parties"]++
		} else {
			got["other facts"]++
		}
		if f.Source.URL == "" {
			t.Errorf("fact %s has no source", f.ID)
		}
	}
	var gigawatts, stakes float64
	for _, g := range legs(l) {
		got["legs"]++
		got["within"] += len(g.Within)
		got["claims"] += len(g.Claims)
		got["supersedes"] += len(g.Supersedes)
		if g.Exit != nil {
			got["exits"]++
		}
		if g.Term != (deals.Term{}) {
			got["terms"]++
		}
		if g.Amount.Disclosed() || g.Amount.HighKnown {
			got["with an amount"]++
		}
		if g.Quantity != nil && g.Quantity.Unit == "GW" {
			got["gigawatts stated"]++
			gigawatts += g.Quantity.Number.Float()
		}
		if g.Stake != nil {
			got["stakes"]++
			stakes += 100 * g.Stake.Float()
		}
		if len(g.AllSources()) == 0 {
			t.Errorf("%s has no source", g.Ref())
		}
	}
	for _, p := range l.Parties {
		if p.Implied {
			t.Errorf("party %s is nowhere described", p.ID)
		}
		if p.Outside() {
			got["outside"]++
		}
	}
	// The collected tables have 255 deals, 95 parties with 94 figures, 114 facts and 36 disclosed shares, to which eight totals
	// of facts were added as controls; of the deals 181 have an amount, 73 a term (one of which was only the day of its end), 50 a number of gigawatts and 21 a stake.
	want := map[string]int{
		"deals": 208, "legs": 255, "parties": 95, "outside": 4, "facts about parties": 94, "other facts": 114, "controls": 36 + 8, "rates": 4,
		"with an amount": 181, "terms": 72 + 1, // 72 rows name a start or an end; SoftBank's phases add a year
		"gigawatts stated": 50, "stakes": 21,
		"within": 16, "claims": 16 + 1, "supersedes": 10, "exits": 3,
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if sum := int(gigawatts*1000 + 0.5); sum != 130_339 {
		t.Errorf("the gigawatts sum to %d MW, want 130339", sum)
	}
	if sum := int(stakes*10 + 0.5); sum != 3769 {
		t.Errorf("the stakes sum to %d‰, want 3769", sum)
	}
}

// What another source says is kept beside what is written, and never takes its place in this ledger.
func TestClaimsDoNotReplaceAmounts(t *testing.T) {
	for _, l := range legs(ai(t)) {
		if a, _ := l.Use(); a != l.Amount {
			t.Errorf("%s uses %s instead of %s", l.Ref(), a, l.Amount)
		}
		if l.Written() != l {
			t.Errorf("%s uses a claim", l.Ref())
		}
		for _, c := range l.Claims {
			if c.Note == "" || c.Source.Zero() || c.Source.Tier == deals.TierUnknown {
				t.Errorf("%s: the claim %s does not say who claims it", l.Ref(), c.Text)
			}
		}
	}
}

// The choices of the README, one by one.
func TestChoices(t *testing.T) {
	l := ai(t)
	for _, c := range []struct{ ref, from, to, obligor, amount, status, within string }{
		{ref: "fluidstack-terawulf-2025-08#backstop", from: "google", to: "terawulf", obligor: "fluidstack", amount: "$3.2B", status: "announced 2025-08-18; active by 2025-08-19"},
		{ref: "fluidstack-cipher-2025-09#backstop", from: "google", to: "cipher", obligor: "fluidstack", amount: "$1.4B", status: "active 2025-09-25"},
		{ref: "fluidstack-terawulf-2025-10-abernathy#backstop", from: "google", to: "terawulf", obligor: "fluidstack", amount: "$1.3B", status: "signed 2025-10-28"},
		{ref: "fluidstack-hut8-2025-12#backstop", from: "google", to: "hut8", obligor: "fluidstack", amount: "~$7B", status: "signed 2025-12-17"},
		{ref: "openai-sbenergy-2026-06-ohio#guarantee", from: "nvidia", to: "sb-energy", obligor: "openai", amount: "?", status: "rumoured 2026-06"},
		{ref: "anthropic-tpu-spv-2026-06#guarantee", from: "broadcom", to: "anthropic-tpu-spv", obligor: "anthropic", amount: "$29B..31B..31B", status: "announced 2026-05-29; signed by 2026-06"},
		{ref: "nvidia-openai-2025-09#equity", from: "nvidia", to: "openai", amount: "up to $100B", status: "proposed 2025-09-22; terminated 2026-02-27"},
		{ref: "nvidia-openai-2025-09#systems", from: "openai", to: "nvidia", amount: "?", status: "proposed 2025-09-22"},
		{ref: "microsoft-openai-2025-10-stake", from: "microsoft", to: "openai", amount: "$13B..13B..13.8B", status: "announced 2019; completed 2025-10-28"},
		{ref: "nvidia-intel-2025-09-equity", from: "nvidia", to: "intel", amount: "$5B", status: "announced 2025-09-18; completed 2025-12-29"},
		{ref: "softbank-openai-2025-04-equity", from: "softbank", to: "openai", amount: "$30B..40B..41B", status: "announced 2025-03-31; completed 2025-12-26"},
		{ref: "openai-memory-2025-10-loi#sk-hynix", from: "openai", to: "sk-hynix", amount: "? up to $70B", status: "proposed 2025-10-01"},
		{ref: "microsoft-iren-2025-11#prepayment", from: "microsoft", to: "iren", amount: "~$1.94B", status: "announced 2025-11-03; active by 2025-11-05", within: "microsoft-iren-2025-11#compute"},
		{ref: "amazon-anthropic-2026-04-equity", from: "amazon", to: "anthropic", amount: "$5B..25B..25B", status: "announced 2026-04-20; signed by 2026-04-21", within: "investors-anthropic-2026-05-seriesh ($5B)"},
		{ref: "google-anthropic-2026-04-equity", from: "google", to: "anthropic", amount: "$10B..40B..40B", status: "signed 2026-04-24", within: "investors-anthropic-2026-05-seriesh ($10B)"},
		{ref: "nvidia-nscale-2025-09#equity", from: "nvidia", to: "nscale", amount: "£500M", status: "completed 2025-09-18", within: "investors-nscale-2026-03-seriesc"},
		{ref: "meta-nebius-2026-03#guarantee", from: "meta", to: "nebius", amount: "$0..15B..15B", status: "signed 2026-03-16"},
	} {
		deal, leg, _ := strings.Cut(c.ref, "#")
		found := l.Legs(deals.LegRef{Deal: deals.DealID(deal), Leg: leg})
		if len(found) != 1 {
			t.Errorf("%s: %d legs", c.ref, len(found))
			continue
		}
		g := found[0]
		within := ""
		for _, o := range g.Within {
			within += o.Ref.String()
			if o.Part != nil {
				within += " (" + o.Part.String() + ")"
			}
		}
		want := []string{c.from, c.to, c.obligor, c.amount, c.status, c.within}
		got := []string{string(g.From), string(g.To), string(g.Obligor), g.Amount.String(), g.History().String(), within}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.ref, diff)
		}
	}
}

// The files are kept in the order in which the deals became public.
func TestDealsStandInOrder(t *testing.T) {
	last := 0
	for _, d := range ai(t).Deals {
		year := 9999
		for _, l := range d.Legs {
			for _, s := range l.History() {
				if !s.Date.IsZero() {
					year = min(year, s.Date.Year)
				}
			}
		}
		if year < last {
			t.Errorf("%s of %d stands after a deal of %d", d.ID, year, last)
		}
		last = year
	}
}

// The README tells of each control that is held, and tells it as it comes out.
func TestReadmeOfControls(t *testing.T) {
	results, err := control.Hold(ai(t))
	if err != nil {
		t.Fatal(err)
	}
	want := readmeControls(t)
	var got []string
	for _, r := range results {
		switch r.Verdict {
		case control.NotHeld:
		case control.Absent:
			got = append(got, r.Control.Share.String()+" | none")
		default:
			got = append(got, stated(r)+" | "+interval(r.Deals))
			if miss := table.Money(max(r.Miss, -r.Miss), "USD"); r.Miss != 0 && !strings.Contains(want, miss) {
				t.Errorf("%s of %s misses by %s, of which the README does not tell", r.Control.Metric, r.Control.Party, miss)
			}
		}
	}
	for _, row := range got {
		if !strings.Contains(want, "| "+row+" |") {
			t.Errorf("the README has no row with %q", row)
		}
	}
	if rows := strings.Count(want, "\n| ") - 1; rows != len(got) {
		t.Errorf("the README has %d rows, %d controls are held", rows, len(got))
	}
}

// readmeControls is the section of the README about controls.
func readmeControls(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("ai/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## Control totals")
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

func stated(r control.Result) string {
	text := interval(control.Interval{Low: r.Stated.Low, High: r.Stated.High})
	if r.Stated.Unbounded {
		text = "at least " + interval(control.Interval{Low: r.Stated.Low, High: r.Stated.Low})
	}
	if v := r.Control.Value; v != nil && v.Estimate {
		text = "~" + text
	}
	return text
}

func interval(i control.Interval) string {
	low, high := table.Money(i.Low, "USD"), table.Money(i.High, "USD")
	if low == high {
		return low
	}
	return low + " to " + high
}

// The ledgers are as fmt writes them.
func TestCanonical(t *testing.T) {
	for _, name := range example.Names() {
		fsys, _ := example.FS(name)
		err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(p, ".md") {
				return err
			}
			data, err := fs.ReadFile(fsys, p)
			if err != nil {
				return err
			}
			out, err := deals.Format(p, data)
			if err == nil && string(out) != string(data) {
				t.Errorf("%s/%s is not in canonical form", name, p)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
