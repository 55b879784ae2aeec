package figure_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"

	"github.com/google/go-cmp/cmp"
)

// Every fault is found, all at once, and a sound figure has none.
func TestChartChecks(t *testing.T) {
	two := []figure.MatrixParty{{ID: "a"}, {ID: "b"}}
	cell := figure.MatrixCell{From: "a", To: "b", Certainty: figure.Signed}
	row := figure.TimelineRow{ID: "x", Made: "2026-01-01", Certainty: figure.Signed}
	block := func(r figure.TimelineRow) figure.Timeline {
		return figure.Timeline{Blocks: []figure.TimelineBlock{{ID: "b", Rows: []figure.TimelineRow{r}}}}
	}
	with := func(change func(*figure.TimelineRow)) figure.Timeline {
		r := row
		change(&r)
		return block(r)
	}
	a := figure.FlowParty{ID: "a"}
	deep := []figure.FlowBranch{{Name: "x", Amount: 1}}
	for range 20 {
		deep = []figure.FlowBranch{{Name: "x", Amount: 1, Next: deep}}
	}
	many := make([]figure.FlowBranch, 3000)
	for _, c := range []struct {
		name string
		f    figure.Figure
		want []string
	}{
		{"a matrix", figure.Matrix{Parties: two, Cells: []figure.MatrixCell{cell}}, nil},
		{"an empty matrix", figure.Matrix{}, nil},
		{"ids", figure.Matrix{Parties: append(two, two[0], figure.MatrixParty{})}, []string{`party 3 of figure "": id "a"`, `party 4`}},
		{"cells", figure.Matrix{Parties: two, Cells: []figure.MatrixCell{cell, cell, {From: "a", To: "a", Certainty: figure.Signed}, {From: "a", To: "z", Certainty: figure.Signed}}},
			[]string{"is there twice", "to itself", `"z"`}},
		{"amounts", figure.Matrix{Parties: two, FullAmount: math.Inf(1), Scale: []figure.Scale{{Value: math.NaN()}}, Cells: []figure.MatrixCell{{From: "a", To: "b", Amount: 1, Firm: 2, Certainty: "sure", Cycles: []int{3}}}},
			[]string{"the part is more than the whole", `certainty "sure"`, "number 3", "sample NaN", "full scale +Inf"}},
		{"cycles", figure.Matrix{Cycles: []figure.Cycle{{Number: 0}, {Number: 1}, {Number: 1}}}, []string{"cycle 1 of", "cycle 3 of"}},
		{"a timeline", block(row), nil},
		{"rows twice", figure.Timeline{Blocks: []figure.TimelineBlock{{ID: "b", Rows: []figure.TimelineRow{row, row}}, {ID: "b"}}}, []string{`row of figure "": id "x"`, `block of figure "": id "b"`}},
		{"no day", with(func(r *figure.TimelineRow) { r.Made, r.Start = "", "2026-02-30" }), []string{`made day of row "x": "" is not a day`, `"2026-02-30" is not a day`}},
		{"backwards", with(func(r *figure.TimelineRow) { r.End = "2025-01-01" }), []string{"before it begins"}},
		{"term backwards", with(func(r *figure.TimelineRow) { r.Start, r.End = "2028-01-01", "2027-01-01" }), []string{"before it begins"}},
		{"values", with(func(r *figure.TimelineRow) { r.Amount, r.Certainty = -1, "" }), []string{"amount -1", `certainty ""`}},
		{"steps", with(func(r *figure.TimelineRow) { r.Steps = []figure.TimelineStep{{At: "soon"}} }), []string{`"soon" is not a day`}},
		{"a flow", figure.Flow{Party: a, Amount: 3, In: []figure.FlowBranch{{Amount: 2, Next: []figure.FlowBranch{{Amount: 1}, {Amount: 1, End: figure.FlowBack}}}, {Amount: 1}}}, nil},
		{"an empty flow", figure.Flow{Party: a}, nil},
		{"sums", figure.Flow{Amount: 3, Out: []figure.FlowBranch{{Name: "b", Amount: 2, Next: []figure.FlowBranch{{Amount: 1}}}}}, []string{"no id", "sum to 1, not 2", "sum to 2, not 3"}},
		{"ends", figure.Flow{Party: a, Amount: 1, In: []figure.FlowBranch{{Name: "b", Amount: 1, End: "there", Next: []figure.FlowBranch{{Amount: 1}}}}}, []string{`end "there" is not known`, "it ends (there) and goes on"}},
		{"overflow", figure.Flow{Party: a, Amount: math.MaxInt64, In: []figure.FlowBranch{{Amount: math.MaxInt64}, {Amount: math.MaxInt64}, {Amount: -5}}}, []string{"too large", "amount -5"}},
		{"too deep", figure.Flow{Party: a, Amount: 1, In: deep}, []string{"deeper than"}},
		{"too many", figure.Flow{Party: a, In: many}, []string{"3000 branches"}},
	} {
		err := c.f.Check()
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v, want it to say %q", c.name, err, w)
			}
		}
	}
}

// A figure can be saved and drawn later.
func TestChartsAsJSON(t *testing.T) {
	m := figure.Matrix{Frame: figure.Frame{ID: "m", Title: "T"}, Parties: []figure.MatrixParty{{ID: "a", Name: "A", Pays: "$1"}}, Cells: []figure.MatrixCell{{From: "a", To: "b", Amount: 2, Firm: 1, Known: true, Unknown: 3, Certainty: figure.Signed, Label: "$2", Title: "t", Cycles: []int{1}}},
		Cycles: []figure.Cycle{{Number: 1, Text: "x"}}, Total: "$2", FullAmount: 9, Scale: []figure.Scale{{Value: 1, Label: "$1"}}, Terms: figure.MatrixWords{Pays: "zahlt"}}
	l := figure.Timeline{Frame: figure.Frame{ID: "t"}, Now: "2026-01-01", NowLabel: "n", Last: "2030-01-01", FullAmount: 3, Blocks: []figure.TimelineBlock{{ID: "b", Name: "B", Rows: []figure.TimelineRow{{
		ID: "x", Name: "n", Detail: "d", Kind: "loan", Certainty: figure.Ended, Made: "2025-01-01", Start: "2025-01-02", End: "2025-01-03", Open: true, Amount: 1, Known: true, Label: "l", Title: "t", Steps: []figure.TimelineStep{{At: "2025-01-01", Ends: true, Title: "s"}}}}}}}
	f := figure.Flow{Frame: figure.Frame{ID: "f"}, Party: figure.FlowParty{ID: "a", Name: "A"}, Amount: math.MaxInt64, In: []figure.FlowBranch{{Party: "b", Name: "B", Label: "l", Title: "t", End: figure.FlowBack, Amount: math.MaxInt64}}}
	var m2 figure.Matrix
	var l2 figure.Timeline
	var f2 figure.Flow
	for _, c := range []struct{ in, out any }{{m, &m2}, {l, &l2}, {f, &f2}} {
		text, err := json.Marshal(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, c.out); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff([]any{m, l, f}, []any{m2, l2, f2}); d != "" {
		t.Error(d)
	}
}

// 1970-01-01 is day 0, and a leap year has a 29th of February.
func TestDays(t *testing.T) {
	for day, want := range map[figure.Day]int{"1970-01-01": 0, "1969-12-31": -1, "2000-03-01": 11017, "2024-02-29": 19782} {
		if got, ok := day.Number(); !ok || got != want {
			t.Errorf("%s is day %d, want %d", day, got, want)
		}
	}
	for _, day := range []figure.Day{"", "2026", "2026-13-01", "2025-02-29", "by 2026-01-01"} {
		if _, ok := day.Number(); ok {
			t.Errorf("%q is taken for a day", day)
		}
	}
}
