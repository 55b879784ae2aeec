package outlook

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/capacity"
	"dealgraph/render/figure"
)

const capacityLedger = `id,from,to,kind,amount,status,date,quantity,term,source
a,lab,chipmaker,purchase,$160B,signed,2026-12-31,4 GW,..2028,https://a.example
b,lab,foundry,purchase,?,announced,2026-06-01,6 GW,,https://b.example
c,lab,cloud,compute,at least $90B,signed,2026-06-01,3 GW,2028..2031,https://c.example
d,lab,cloud,compute,up to $5B,announced,2026-06-01,1 GW,2029..2031,https://d.example
`

func capacityOf(t *testing.T, text, party string, ask CapacityAsk) Capacity {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "deals.csv")
	if err != nil {
		t.Fatal(err)
	}
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		t.Fatal(err)
	}
	v, ok := n.Node(deals.PartyID(party))
	if !ok {
		t.Fatalf("no party %s", party)
	}
	r, err := capacity.Of(n, v, capacity.Options{Until: 2030})
	if err != nil {
		t.Fatal(err)
	}
	return CapacityOf(n, r, false, ask)
}

func capacityAsk() CapacityAsk {
	return CapacityAsk{
		Target: &capacity.Target{Power: 20 * capacity.Gigawatt, Year: 2030},
		Cost:   assumptions.Range{Low: 20e9, Likely: 40e9, High: 60e9}, CostIn: "USD",
	}
}

func TestCapacityTarget(t *testing.T) {
	c := capacityOf(t, capacityLedger, "lab", capacityAsk())
	var got []string
	for _, g := range c.Target.Gaps { // 2026-12-31 to 2030-12-31 is four years
		got = append(got, strings.Join([]string{g.Counted, gigawatts(g.There), gigawatts(g.Missing), gigawatts(g.PerYear), g.Low.Text, g.High.Text}, " "))
	}
	want := []string{"chips 10 10 2.5 $200.0B $600.0B", "hosting 4 16 4 $320.0B $960.0B", "at least 10 10 2.5 $200.0B $600.0B", "at most 14 6 1.5 $120.0B $360.0B"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var per []string
	for _, d := range c.Deals {
		per = append(per, d.Deal+" "+d.spell(d.PerLow, d.PerHigh))
	}
	if diff := cmp.Diff([]string{"b ?", "a $40.0B", "c at least $30.0B", "d up to $5.0B"}, per); diff != "" {
		t.Errorf("for each gigawatt (-want +got):\n%s", diff)
	}
}

// TestCapacityFigure holds the picture to the numbers, from a live result and from one that was saved.
func TestCapacityFigure(t *testing.T) {
	c := capacityOf(t, capacityLedger, "lab", capacityAsk())
	f := c.Figure("", "")
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var saved Capacity
	if err := json.Unmarshal(data, &saved); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, saved.Figure("", "")); diff != "" {
		t.Errorf("the saved result draws another figure (-live +saved):\n%s", diff)
	}
	if diff := cmp.Diff(c.Tables(true, ""), saved.Tables(true, "")); diff != "" {
		t.Errorf("the saved result has other tables (-live +saved):\n%s", diff)
	}
	part := func(series string, value float64, hollow bool) figure.ColumnPart {
		return figure.ColumnPart{Series: series, Value: value, Hollow: hollow}
	}
	plain := func(s figure.ColumnStack) []figure.ColumnPart {
		var out []figure.ColumnPart
		for _, p := range s.Parts {
			out = append(out, part(p.Series, p.Value, p.Hollow))
		}
		return out
	}
	chips, hosting := f.Panels[0], f.Panels[1]
	if got := plain(chips.Stacks[1]); got != nil || chips.Stacks[1].Unknown != "?" { // 2027: nothing is there that states a year
		t.Errorf("2027: %v, %q", got, chips.Stacks[1].Unknown)
	}
	if diff := cmp.Diff([]figure.ColumnPart{part("p.chipmaker", 4, false)}, plain(chips.Stacks[2])); diff != "" { // 2028
		t.Errorf("chips in 2028 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]figure.ColumnPart{part("p.foundry", 6, true)}, plain(chips.Stacks[len(c.Years)])); diff != "" {
		t.Errorf("chips in no year (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]figure.ColumnPart{part("p.cloud", 3, false), part("p.cloud", 1, true)}, plain(hosting.Stacks[3])); diff != "" { // 2029
		t.Errorf("hosting in 2029 (-want +got):\n%s", diff)
	}
	if len(hosting.Rules) != 1 || hosting.Rules[0].At != 20 {
		t.Errorf("the target is at %v", hosting.Rules)
	}
}

// TestCapacityDamaged holds that a result changed by hand is no panic.
func TestCapacityDamaged(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"years":[2026],"layers":[{"in_place_gw":[]}]}`, `{"years":[2026],"layers":[{"in_place_gw":[1],"not_signed_in_place_gw":[0],"rows":[{}]}]}`,
		`{"years":[],"layers":[{}]}`, `{"years":[2026],"layers":[],"target":{"gw":1e308}}`,
		`{"years":[2026],"layers":[{"in_place_gw":[-1e308],"not_signed_in_place_gw":[1e308],"all_gw":1e308,"no_year_gw":1}],"target":{"gw":1e308}}`,
	} {
		var c Capacity
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		if f := c.Figure("", ""); f.AltText == "" {
			t.Errorf("%s: the figure says nothing", text)
		}
	}
}

// TestManySuppliers holds that parties beyond the first are one, and none is lost.
func TestManySuppliers(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,from,to,kind,amount,status,date,quantity,term,source\n")
	for i := range 20 {
		b.WriteString(strings.NewReplacer("N", string(rune('a'+i))).Replace("dN,lab,pN,compute,?,signed,2026-01-01,1 GW,2026..2030,s\n"))
	}
	f := capacityOf(t, b.String(), "lab", CapacityAsk{}).Figure("", "")
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if len(f.Series) != mostSuppliers+1 || f.Panels[0].Stacks[0].Up() != 20 || len(f.Panels[0].Stacks[0].Parts) != mostSuppliers+1 {
		t.Errorf("%d series, %v GW, want %d and 20", len(f.Series), f.Panels[0].Stacks[0].Up(), mostSuppliers+1)
	}
}

func TestGigawatts(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 250: "250", 26: "26", 34.5: "34.5", 33.14: "33.1", 4.5: "4.5", 1.437: "1.44", 0.044: "0.044", 0.0001: "<0.001", 99.96: "100", 100: "100", 1e6: "1000000"} {
		if got := gigawatts(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
}
