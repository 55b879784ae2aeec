package outlook_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/facts"
	"dealgraph/render/view/outlook"

	"github.com/google/go-cmp/cmp"
)

func burnOf(t *testing.T, rows string) outlook.Burn {
	t.Helper()
	files := fstest.MapFS{
		"facts.csv":   {Data: []byte("id,party,metric,period,value,nature,source,source_date,tier,note\n" + rows)},
		"parties.csv": {Data: []byte("id,name\nlab,Lab\nshop,Shop\n")},
	}
	l, err := deals.Reader{}.ReadFS(t.Context(), files, "ledger")
	if err != nil {
		t.Fatal(err)
	}
	return outlook.BurnOf(facts.BurnOf(l, deals.Date{}).Rows, nil, deals.Date{})
}

const burnRows = `a,lab,burn_before_profit,2024-2029,$140B,forecast,s,,estimate,negative free cash flow
b,lab,burn_before_profit,through 2029,$115B,guided,s,,press,cash burn
c,lab,burn,through 2029,$200B,guided,s,,press,more than; operating burn
d,shop,burn_before_profit,1994-2002,$3B,actual,s,,press,net losses
e,shop,burn_before_profit,1994-2002,€2B,actual,s,,press,net losses
f,,burn_before_profit,2000-2004,?,actual,s,,press,Ride: cash burn
g,,burn_before_profit,2000-2004,up to $9B,actual,s,,press,Ship <script>: cash burn
`

// A saved result draws the same figure.
func TestBurnRoundTrip(t *testing.T) {
	b := burnOf(t, burnRows)
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var again outlook.Burn
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Figure(""), again.Figure("")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(b.Tables(true), again.Tables(true)); diff != "" {
		t.Error(diff)
	}
}

// A bar reaches to the lowest claim, and empty to the highest: 115 to 140. What only bounds stands alone at the bound. Euros are
// no dollars, and what is not disclosed is in no bar.
func TestBurnFigure(t *testing.T) {
	f := burnOf(t, burnRows).Figure("")
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	type bar struct {
		label, value, series string
		low, high            float64
	}
	var got []bar
	for _, r := range f.Groups[0].Rows {
		got = append(got, bar{r.Label, r.Value, r.Parts[0].Series, r.Parts[0].Value / 1e9, r.High / 1e9})
	}
	want := []bar{
		{"Lab", "$115bn to $140bn", "expected", 115, 140},
		{"Lab", "more than $200bn", "expected", 200, 0},
		{"Ship <script>", "up to $9bn", "actual", 0, 9},
		{"Shop", "$3bn", "actual", 3, 0},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(bar{})); diff != "" {
		t.Error(diff)
	}
	if len(f.Dropped) != 1 || !strings.Contains(f.Dropped[0], "Shop €2.0B") {
		t.Errorf("dropped: %q", f.Dropped)
	}
	if len(f.Notes) == 0 || !strings.Contains(f.Notes[0], "Ride: not disclosed") {
		t.Errorf("notes: %q", f.Notes)
	}
}

func TestBurnOfNothing(t *testing.T) {
	f := burnOf(t, "").Figure("")
	if err := f.Check(); err != nil || f.Groups[0].Empty == "" {
		t.Errorf("an empty figure says %q, %v", f.Groups[0].Empty, err)
	}
}
