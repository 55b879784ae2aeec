package capacity

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/deals"
	"dealgraph/graph"
)

// read reads a ledger from the rows of a table of deals.
func read(t *testing.T, header string, rows ...string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(header+"\n"+strings.Join(rows, "\n")+"\n"), "deals.csv")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const columns = "id,from,to,kind,amount,status,date,quantity,term,schedule,within,exit,source"

// of counts the capacity of a party.
func of(t *testing.T, l *deals.Ledger, v graph.View, party string, o Options) Result {
	t.Helper()
	n, err := graph.Build(l, v)
	if err != nil {
		t.Fatal(err)
	}
	node, ok := n.Node(deals.PartyID(party))
	if !ok {
		t.Fatalf("no party %q", party)
	}
	r, err := Of(n, node, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shown writes a result in megawatts: "chips 6000+4000 [1000 2000]" is what is contracted, of it in no year, and by year.
func shown(r Result) []string {
	one := func(name string, t Total) string {
		var years []string
		for _, k := range t.InPlace {
			years = append(years, fmt.Sprint(int64(k)/1000))
		}
		return fmt.Sprintf("%s %d, %d in no year %v", name, int64(t.Contracted)/1000, int64(t.NoYear)/1000, years)
	}
	var out []string
	for _, s := range r.Stacks {
		out = append(out, one(string(s.Layer), s.Total))
	}
	return append(out, one("least", r.AtLeast), one("most", r.AtMost))
}

func TestByHand(t *testing.T) {
	l := read(t, columns,
		// 4 GW over four whole years: all of it stays. By the days: 365, 731, 1096 and 1461 of 1461, or 999.3, 2001.4, 3000.7 and 4000 MW.
		"a,lab,chipmaker,purchase,$40B,signed,2026-06-01,4 GW,2027-01-01..2030-12-31,,,,s",
		// Nothing until the end of the term.
		"b,lab,chipmaker,purchase,?,announced,2026-06-01,2 GW,..2029,,,,s",
		// A start alone: in no year.
		"c,lab,foundry,purchase,$9B,signed,2026-06-01,500 MW,2026-07..,,,,s",
		// Rented for 2027 to 2028; gone by the end of 2029. The one that ends in June is not there at the end of its last year.
		"d,lab,cloud,compute,$30B,signed,2026-06-01,3 GW,2027..2028,,,,s",
		"e,lab,cloud,compute,$30B,signed,2026-06-01,1 GW,2028-03..2029-06,,,,s",
		// Growing: 1/3, 2/3, all of 3 GW.
		"f,lab,land,lease,$30B,signed,2026-06-01,3 GW,2027..2029,ramp,,,s",
		// What does not say when it begins is in no year.
		"g,lab,land,lease,$30B,signed,2026-06-01,1 GW,..2040,,,,s",
		// No capacity: a warrant. No watts: GPUs, and GWh.
		"h,chipmaker,lab,warrant,?,signed,2026-06-01,6 GW,,,,,s",
		"i,lab,cloud,compute,$1B,signed,2026-06-01,210000 GPUs,,,,,s",
		"j,lab,cloud,compute,?,signed,2026-06-01,7 GWh,,,,,s",
		// Neither is what it delivers to others.
		"k,other,lab,compute,?,signed,2026-06-01,9 GW,2027..2030,,,,s",
	)
	r := of(t, l, graph.View{}, "lab", Options{Years: graph.Years{First: 2026, Last: 2030}})
	want := []string{
		"chips 6500, 500 in no year [0 999 2001 5000 6000]",
		"hosting 4000, 0 in no year [0 3000 4000 0 0]",
		"sites 4000, 1000 in no year [0 1000 2000 3000 0]",
		"least 6500, 1000 in no year [0 3000 4000 5000 6000]",
		"most 14500, 1500 in no year [0 4999 8001 8000 6000]",
	}
	if diff := cmp.Diff(want, shown(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(r.Conditions) != 1 || r.Conditions[0].Deal.ID != "h" || len(r.Silent) != 2 {
		t.Errorf("left out %v, silent %v, want h and two", r.Conditions, r.Silent)
	}
	// With four years of delivery from 2026-07-01 on, 1461 days: 184 of them by the end of 2026, 549 by that of 2027.
	r = of(t, l, graph.View{}, "lab", Options{Years: graph.Years{First: 2026, Last: 2027}, Delivery: 4})
	c := r.Legs[2]
	if c.Leg.Deal.ID != "c" || c.At(2026) != 62971 || c.At(2027) != 187885 || c.New(2027) != 187885-62971 || c.At(2029) > c.At(2030) || c.At(2030) != 500_000 {
		t.Errorf("%s: %d, %d, in 2030 %d", c.Leg.Deal.ID, c.At(2026), c.At(2027), c.At(2030))
	}
	// What it delivers: 9 GW.
	r = of(t, l, graph.View{}, "lab", Options{Supplies: true})
	if diff := cmp.Diff([]int{2026, 2027}, r.Years); diff != "" || r.AtMost.Contracted != 9*Gigawatt {
		t.Errorf("delivers %v in %v", r.AtMost, r.Years)
	}
}

func TestGaps(t *testing.T) {
	l := read(t, columns,
		"a,lab,chipmaker,purchase,$40B,signed,2026-12-31,4 GW,2027..2030,,,,s",
		"b,lab,cloud,compute,$30B,signed,2026-12-31,3 GW,2027..2028,,,,s",
		"c,lab,cloud,compute,$30B,signed,2026-12-31,1 GW,,,,,s",
		"d,lab,cloud,compute,$30B,signed,2026-12-31,2 GW,..2028,,,,s",
		"e,lab,chipmaker,purchase,$40B,signed,2026-12-31,5 GW,2035..,,,,s",
		"f,lab,chipmaker,purchase,$40B,signed,2026-12-31,1 GW,..2028,,,,s",
	)
	r := of(t, l, graph.View{}, "lab", Options{})
	layers, least, most := r.Gaps(Target{10 * Gigawatt, 2030})
	want := []Gap{
		{Chips, 10 * Gigawatt, 5 * Gigawatt, 5 * Gigawatt},  // a and f; e comes later
		{Hosting, 6 * Gigawatt, 1 * Gigawatt, 9 * Gigawatt}, // b and d have ended
		{"", 10 * Gigawatt, 5 * Gigawatt, 5 * Gigawatt},
		{"", 16 * Gigawatt, 6 * Gigawatt, 4 * Gigawatt},
	}
	if diff := cmp.Diff(want, append(layers, least, most)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, least, _ := r.Gaps(Target{Gigawatt, 2030}); least.Missing != 0 {
		t.Errorf("of what is more than reached %v is missing", least.Missing)
	}
	// 2026-12-31 to 2030-12-31: 1461 days, four years.
	if y := YearsUntil(deals.Date{Year: 2026, Month: 12, Day: 31}, 2030); y != 4 {
		t.Errorf("%v years, want 4", y)
	}
	if y := YearsUntil(deals.Date{Year: 2031, Month: 1, Day: 1}, 2030); y != 0 {
		t.Errorf("%v years to what is over, want 0", y)
	}
}

func TestOverlaps(t *testing.T) {
	tests := []struct {
		name string
		rows []string
		want []string // by deal: net in its layer, and in all
		sum  []string
	}{
		{"in one layer", []string{
			"whole,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"part,lab,cloud2,compute,$60B,signed,2026-06-01,6 GW,2028..2030,,whole,,s",
		}, []string{"whole 4/4", "part 6/6"}, []string{"hosting 10000, 0 in no year [4000 10000]", "least 10000, 0 in no year [4000 10000]", "most 10000, 0 in no year [4000 10000]"}},
		{"larger than the whole", []string{
			"whole,lab,cloud,compute,$10B,signed,2026-06-01,1 GW,2027..2030,,,,s",
			"part,lab,cloud2,compute,$60B,signed,2026-06-01,6 GW,2028..2030,,whole,,s",
		}, []string{"part 6/6", "whole 0/0"}, []string{"hosting 6000, 0 in no year [0 6000]", "least 6000, 0 in no year [0 6000]", "most 6000, 0 in no year [0 6000]"}},
		{"in two layers", []string{
			"cloud,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"chips,lab,chipmaker,purchase,?,signed,2026-06-01,6 GW,..2027,,cloud,,s",
		}, []string{"chips 6/6", "cloud 10/4"}, []string{
			"chips 6000, 0 in no year [6000 6000]", "hosting 10000, 0 in no year [10000 10000]", "least 10000, 0 in no year [10000 10000]", "most 10000, 0 in no year [10000 10000]"}},
		{"a part of it", []string{ // $20B of $60B: a third of 6 GW
			"whole,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"part,lab,cloud2,compute,$60B,signed,2026-06-01,6 GW,2028..2030,,whole ($20B),,s",
		}, []string{"whole 8/8", "part 6/6"}, []string{"hosting 14000, 0 in no year [8000 14000]", "least 14000, 0 in no year [8000 14000]", "most 14000, 0 in no year [8000 14000]"}},
		{"by way of one that states no power", []string{
			"whole,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"silent,lab,cloud2,compute,$60B,signed,2026-06-01,,2027..2030,,whole,,s",
			"part,lab,cloud3,compute,$50B,signed,2026-06-01,3 GW,2027..2030,,silent,,s",
		}, []string{"whole 7/7", "part 3/3"}, []string{"hosting 10000, 0 in no year [10000 10000]", "least 10000, 0 in no year [10000 10000]", "most 10000, 0 in no year [10000 10000]"}},
		{"within two that lie within each other", []string{ // taken off the whole once, with the middle
			"whole,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"middle,lab,cloud2,compute,$60B,signed,2026-06-01,6 GW,2027..2030,,whole,,s",
			"part,lab,cloud3,compute,$50B,signed,2026-06-01,3 GW,2027..2030,,middle; whole,,s",
		}, []string{"whole 4/4", "middle 3/3", "part 3/3"}, []string{"hosting 10000, 0 in no year [10000 10000]", "least 10000, 0 in no year [10000 10000]", "most 10000, 0 in no year [10000 10000]"}},
		{"in that of another payer", []string{ // what the cloud buys is within what it sells: the lab's own count stays
			"whole,lab,cloud,compute,$100B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"part,cloud,chipmaker,purchase,$60B,signed,2026-06-01,6 GW,2027..2030,,whole,,s",
		}, []string{"whole 10/10"}, []string{"hosting 10000, 0 in no year [10000 10000]", "least 10000, 0 in no year [10000 10000]", "most 10000, 0 in no year [10000 10000]"}},
		{"all inside, and no arc for money", []string{
			"whole,lab,cloud,compute,$60B,signed,2026-06-01,10 GW,2027..2030,,,,s",
			"part,lab,cloud2,compute,$60B,signed,2026-06-01,4 GW,2027..2030,,whole,,s",
		}, []string{"whole 6/6", "part 4/4"}, []string{"hosting 10000, 0 in no year [10000 10000]", "least 10000, 0 in no year [10000 10000]", "most 10000, 0 in no year [10000 10000]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := of(t, read(t, columns, tt.rows...), graph.View{}, "lab", Options{Years: graph.Years{First: 2027, Last: 2028}})
			var got []string
			for _, x := range r.Legs {
				got = append(got, fmt.Sprintf("%s %v/%v", x.Leg.Deal.ID, x.Net.GW(), x.NetAll.GW()))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("deals (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.sum, shown(r)); diff != "" {
				t.Errorf("sums (-want +got):\n%s", diff)
			}
			if _, _, most := r.Gaps(Target{20 * Gigawatt, 2028}); most.There != r.AtMost.InPlace[1] {
				t.Errorf("against a target of 2028 there is %v, and in 2028 %v", most.There, r.AtMost.InPlace[1])
			}
		})
	}
}

func TestBases(t *testing.T) {
	l := read(t, columns,
		"rumour,lab,a,compute,$1B,rumoured,2026-06-01,1 GW,,,,,s",
		"letter,lab,b,compute,$1B,proposed,2026-06-01,2 GW,,,,,s",
		"signed,lab,c,compute,$8B..10B,signed,2026-06-01,5 GW,,,,,s", // firm: 8 of 10
		"upto,lab,d,compute,up to $9B,signed,2026-06-01,8 GW,,,,,s",  // firm: nothing
		"silent,lab,e,compute,?,signed,2026-06-01,16 GW,,,,,s",       // firm: bound to all of it
		"exit,lab,f,compute,?,signed,2026-06-01,32 GW,2026..2030,,,90d,s",
		"over,lab,g,compute,$1B,terminated,2026-06-01,64 GW,,,,,s",
	)
	for _, tt := range []struct {
		view graph.View
		want Kilowatts
	}{
		{graph.View{}, 2 + 5 + 8 + 16 + 32},
		{graph.View{Rumours: true}, 1 + 2 + 5 + 8 + 16 + 32},
		{graph.View{Basis: graph.Signed}, 5 + 8 + 16 + 32},
		{graph.View{Basis: graph.Firm}, 4 + 16},
	} {
		if r := of(t, l, tt.view, "lab", Options{}); r.AtMost.Contracted != tt.want*Gigawatt {
			t.Errorf("%s: %v, want %d GW", tt.view.Basis, r.AtMost.Contracted, tt.want)
		}
	}
	// 25% of 2, 90% of 61.
	if r := of(t, l, graph.View{Basis: graph.Expected}, "lab", Options{}); r.AtMost.Contracted != 500_000+54_900_000 {
		t.Errorf("expected: %v", r.AtMost.Contracted)
	}
	if r := of(t, l, graph.View{Basis: graph.Firm}, "lab", Options{}); len(r.Unsure) != 1 || r.Unsure[0].Deal.ID != "exit" {
		t.Errorf("not told whether firm: %v", r.Unsure)
	}
	// What was paid before the end stays paid, and is no capacity.
	ended := read(t, "from,to,kind,amount,status,paid,quantity,source", "lab,g,compute,$9B,active 2025; terminated 2026,2025-06-01: $1B,64 GW,s")
	if r := of(t, ended, graph.View{}, "lab", Options{}); len(r.Legs) != 0 {
		t.Errorf("of a deal that has ended %v are left", r.AtMost.Contracted)
	}
	n, err := graph.Build(l, graph.View{Basis: graph.Paid})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Of(n, 0, Options{}); err != ErrBasis {
		t.Errorf("paid: %v", err)
	}
}

// TestLaws holds random ledgers to what must be true of all.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for range 300 {
		var rows []string
		n := 1 + r.IntN(8)
		dated := r.IntN(2) == 0
		for i := range n {
			term, within := "2026..2028", ""
			if !dated {
				term = pick("", "2026..2028", "..2027", "2027..", "2026-05..2031")
			}
			if i > 0 && r.IntN(2) == 0 {
				within = fmt.Sprintf("d%d", r.IntN(i))
			}
			rows = append(rows, fmt.Sprintf("d%d,lab,%s,%s,%s,%s,2026-01-01,%d MW,%s,%s,%s,,s", i, pick("p", "q"), pick("purchase", "compute", "lease"),
				pick("?", "$5B", "$2B..9B", "up to $4B"), pick("announced", "signed", "active", "proposed"), 1+r.IntN(9), term, pick("", "flat"), within))
		}
		l := read(t, columns, rows...)
		last := Kilowatts(1 << 60)
		for _, basis := range []graph.Basis{graph.Headline, graph.Signed, graph.Firm} {
			x := of(t, l, graph.View{Basis: basis}, "lab", Options{Years: graph.Years{First: 2025, Last: 2032}})
			if x.AtMost.Contracted > last {
				t.Fatalf("%s: %v is more than %v of a basis that counts more:\n%s", basis, x.AtMost.Contracted, last, strings.Join(rows, "\n"))
			}
			last = x.AtMost.Contracted
			laws(t, x, rows, dated)
		}
	}
}

func laws(t *testing.T, x Result, rows []string, dated bool) {
	t.Helper()
	var sum, counted Kilowatts
	for _, s := range x.Stacks {
		var ofRows Total
		ofRows.InPlace = make([]Kilowatts, len(x.Years))
		for _, row := range s.Rows {
			ofRows.Contracted, ofRows.NoYear = ofRows.Contracted+row.Contracted, ofRows.NoYear+row.NoYear
			for i := range x.Years {
				ofRows.InPlace[i] += row.InPlace[i]
			}
		}
		if diff := cmp.Diff(s.Total, ofRows); diff != "" {
			t.Fatalf("the parties of %s do not come to it (-layer +parties):\n%s", s.Layer, diff)
		}
		for i, y := range x.Years {
			if s.InPlace[i] > s.Contracted-s.NoYear {
				t.Fatalf("%d: more in place than contracted", y)
			}
			if dated && y == 2028 && s.InPlace[i] != s.Contracted {
				t.Fatalf("%s at full build: %v of %v:\n%s", s.Layer, s.InPlace[i], s.Contracted, strings.Join(rows, "\n"))
			}
		}
		sum += s.Contracted
	}
	for _, l := range x.Legs {
		counted += l.Counted
	}
	if x.AtLeast.Contracted > x.AtMost.Contracted || x.AtMost.Contracted > sum || sum > counted {
		t.Fatalf("at least %v, at most %v, layers %v, deals %v", x.AtLeast.Contracted, x.AtMost.Contracted, sum, counted)
	}
}

func TestParseTarget(t *testing.T) {
	for text, want := range map[string]Target{
		"250GW@2033": {250 * Gigawatt, 2033}, " 0.5 gw @ 2030 ": {500_000, 2030}, "500MW@2027": {500_000, 2027}, "1,000 GW@2040": {1000 * Gigawatt, 2040},
		"2.5 gigawatts@2031": {2_500_000, 2031},
	} {
		got, err := ParseTarget(text)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
		if again, err := ParseTarget(got.String()); err != nil || again != got {
			t.Errorf("%q: written as %q, which reads as %v, %v", text, got, again, err)
		}
	}
	for text, say := range map[string]string{
		"": "power and a year", "250GW": "lacks @", "250@2033": "no unit", "250GW@33": "not a year", "250GW@": "not a year", "@2033": "quantity is empty",
		"-5GW@2033": "is negative", "0GW@2033": "more than nothing", "250 GPUs@2033": "no unit of power", "5GWh@2033": "no unit of power",
		"9999999999GW@2033": "check the number", "1e9GW@2033": "exponent", "250GW@2033@2034": "not a year", "250GW@2033-12": "not a year",
		"250GW@9999": "not from 1900", "NaNGW@2033": "250GW@2033", "1.234GW@2033": "two ways", "5GW@２０３３": "not a year", "\x00@2033": "250GW@2033",
	} {
		if got, err := ParseTarget(text); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v, %v, want an error with %q", text, got, err, say)
		}
	}
}

func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"250GW@2033", "500 MW @ 2027", "@", "1.234GW@2000", "٣GW@2033"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTarget(s)
		if err != nil {
			return
		}
		if got.Power <= 0 || got.Power > Most || got.Year < deals.FirstYear || got.Year > deals.LastYear {
			t.Fatalf("%q: %v", s, got)
		}
	})
}

func TestRead(t *testing.T) {
	for text, want := range map[string]Kilowatts{
		"10 GW": 10 * Gigawatt, "0.044 GW": 44_000, "800 MW": 800_000, "1500 kW": 1500, "0.0000004 GW": 0, "0.0000005 GW": 1, "1 TW": 1000 * Gigawatt,
	} {
		q, err := deals.ParseQuantity(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Read(q); !ok || got != want {
			t.Errorf("%s: %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"7 GWh", "5 GPUs", "12%", "100000000000000000 TW", "2000000 GW"} {
		q, err := deals.ParseQuantity(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Read(q); ok {
			t.Errorf("%s is %v", text, got)
		}
	}
}
