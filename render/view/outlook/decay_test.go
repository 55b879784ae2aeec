package outlook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/ladder"
	"dealgraph/render/chart"
	"dealgraph/render/figure"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/google/go-cmp/cmp"
)

// decayed is what became of the reference ledger, or of what one party pays.
func decayed(t *testing.T, party deals.PartyID) outlook.Decay {
	t.Helper()
	fsys, _ := example.FS("ai")
	l, err := deals.Reader{}.ReadFS(t.Context(), fsys, "ai")
	if err != nil {
		t.Fatal(err)
	}
	found, err := ladder.Of(l, graph.View{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := outlook.DecayOptions{Keep: func(ladder.Leg) bool { return true }}
	if party != "" {
		v, _ := found.Network.Node(party)
		o = outlook.DecayOptions{Keep: ladder.Pays(v), Of: []view.Party{view.PartyRef(l.PartyByID(party))}, Side: "pays", Way: true}
	}
	return outlook.DecayOf(l, found, o)
}

// again is a result that was written and read.
func again[T any](t *testing.T, x T) (out T) {
	t.Helper()
	data, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A saved result has the tables and figures of the live one, and they can be drawn.
func TestDecaySaved(t *testing.T) {
	for _, party := range []deals.PartyID{"", "nvidia", "openai"} {
		d := decayed(t, party)
		saved := again(t, d)
		if diff := cmp.Diff(d.Tables(0, true), saved.Tables(0, true)); diff != "" {
			t.Errorf("%s: tables: %s", party, diff)
		}
		for i, pair := range [][2]figure.Figure{{d.BarsFigure(""), saved.BarsFigure("")}, {d.WaterfallFigure(""), saved.WaterfallFigure("")}} {
			if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
				t.Errorf("%s: figure %d: %s", party, i, diff)
			}
			if _, err := chart.Draw(pair[1], chart.Options{}); err != nil {
				t.Errorf("%s: figure %d: %v", party, i, err)
			}
		}
	}
}

// The parts of a bar come to what was announced; the deals that are least firm come first.
func TestDecayBars(t *testing.T) {
	d := decayed(t, "")
	was := map[string]int64{}
	for _, x := range d.Deals {
		was[x.Deal], _ = x.Announced.Amount.Minor()
	}
	f := d.BarsFigure("")
	if len(f.Groups[0].Rows) != 15 {
		t.Errorf("%d bars", len(f.Groups[0].Rows))
	}
	soft := func(b figure.Bar) (sum float64) {
		for _, p := range b.Parts {
			if p.Series != "paid" && p.Series != "firm" {
				sum += p.Value
			}
		}
		return sum
	}
	for i, b := range f.Groups[0].Rows {
		if got, want := b.Low(), view.Units(was[b.ID]); got < want-1 || got > want+1 {
			t.Errorf("the bar of %s is %v long, announced were %v", b.ID, got, want)
		}
		if i > 0 && soft(b) > soft(f.Groups[0].Rows[i-1])+1 {
			t.Errorf("%s comes after one that is firmer", b.ID)
		}
	}
	if f.Dropped == nil || !strings.Contains(f.Dropped[0], "more deals") {
		t.Errorf("what is not drawn is not said: %q", f.Dropped)
	}
}

// What a file can hold does not make tables or figures panic.
func TestDecayHostile(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"deals": [{}], "ladder": {"rows": [{}]}, "later": {}}`, `{"deals": [{"announced": {"amount": {"amount": "x"}}}], "ladder": {"rows": [{"label": "x"}]}}`,
		`{"deals": [{"deal": "<script>", "announced": {"amount": {"amount": "5.00"}, "legs": 1}, "firm": {"amount": {"amount": "99.00"}}}], "ladder": {"rows": [{"label": "x", "kind": "announced", "rung": true, "left": {"amount": "5.00"}}, {"label": "y", "kind": "y", "amount": {"amount": "-7.00"}, "parts": [{}]}]}}`,
		`{"later": {"parties": [{"undisclosed": 1}, {"at_least": 0.5, "at_most": 0.7}]}}`,
	} {
		var d outlook.Decay
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Fatal(err)
		}
		d.Tables(3, true)
		d.Lead()
		for _, f := range []figure.Figure{d.BarsFigure(""), d.WaterfallFigure("")} {
			if f.Check() == nil {
				if svg, err := chart.Draw(f, chart.Options{}); err != nil || strings.Contains(string(svg), "<script") {
					t.Errorf("%s: %v", text, err)
				}
			}
		}
	}
}

func TestHistoryFigure(t *testing.T) {
	share := func(x float64) outlook.HistoryValue { return outlook.HistoryValue{Share: &x} }
	money := func(x int64) outlook.HistoryValue { return outlook.HistoryValue{Money: view.MoneyOf(x, "USD")} }
	h := outlook.History{
		By: "quarter", Basis: "headline", Currency: "USD", Begins: "2025-05-01",
		Metrics: outlook.HistoryMetrics([]outlook.Metric{outlook.MetricCircularity, outlook.MetricNewPaid}),
		Rows: []outlook.HistoryPoint{
			{AsOf: "2025-03-31", Period: "2025Q1", Whole: true, Values: []outlook.HistoryValue{{}, {}}},
			{AsOf: "2025-06-30", Period: "2025Q2", Whole: true, Values: []outlook.HistoryValue{share(0.25), money(500)}},
			{AsOf: "2025-07-02", Period: "2025Q3", Values: []outlook.HistoryValue{share(0.5), money(0)}},
		},
	}
	f := again(t, h).Figure("")
	if len(f.Panels) != 2 {
		t.Fatalf("%d panels for two units", len(f.Panels))
	}
	var known []bool
	for _, p := range f.Panels {
		for _, x := range p.Lines[0].Points {
			known = append(known, !x.Unknown)
		}
	}
	// The first date is not known; a flow of a part of a period is not drawn.
	if want := []bool{false, true, true, false, true, false}; !cmp.Equal(known, want) {
		t.Errorf("known points: %v, want %v", known, want)
	}
	if got := f.Panels[0].Lines[0].Points[2]; got.Y != 0.5 || got.X-f.Panels[0].Lines[0].Points[1].X != 2 {
		t.Errorf("the last point is %+v, two days after the one before", got)
	}
	notes := strings.Join(f.Notes, "; ")
	if !strings.Contains(notes, "before 2025-05-01 no deal") || !strings.Contains(notes, "only a part of 2025Q3") {
		t.Errorf("notes: %s", notes)
	}
	if _, err := chart.Draw(f, chart.Options{}); err != nil {
		t.Error(err)
	}
	if got := h.Tables()[0].Rows[0]; got[2].Text != "?" || got[3].Text != "?" {
		t.Errorf("the first row is %v", got)
	}
}
