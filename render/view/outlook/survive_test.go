package outlook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/render/view/outlook"

	"github.com/google/go-cmp/cmp"
)

// survived puts the example under a stress.
func survived(t *testing.T, basis graph.Basis, stress odds.Stress) outlook.Survive {
	t.Helper()
	ai, _ := example.FS("ai")
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	p, err := cashflow.New(l, graph.View{Basis: basis}, cashflow.Options{Years: graph.Years{First: 2026, Last: 2033}, Spread: 6})
	if err != nil {
		t.Fatal(err)
	}
	s, err := odds.NewSystem(p)
	if err != nil {
		t.Fatal(err)
	}
	found, err := odds.NewSurvival(t.Context(), s, stress)
	if err != nil {
		t.Fatal(err)
	}
	out := outlook.SurviveOf(found, nil)
	out.AddConcentration(found, nil)
	return out
}

// Everything that is shown is in the result: one that was saved and read again has the same tables and the same figure.
func TestSurviveIsWhole(t *testing.T) {
	for _, basis := range graph.Bases() {
		for name, stress := range map[string]odds.Stress{"none": {}, "hard": {Means: cashflow.Means{Slip: 12, Haircut: 0.3, Closed: true}}} {
			s := survived(t, basis, stress)
			saved, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			var read outlook.Survive
			if err := json.Unmarshal(saved, &read); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(s.Tables(0, true, ""), read.Tables(0, true, "")); d != "" {
				t.Errorf("%s, %s: tables (-live +saved):\n%s", basis, name, d)
			}
			if d := cmp.Diff(s.Figure(""), read.Figure("")); d != "" {
				t.Errorf("%s, %s: figure (-live +saved):\n%s", basis, name, d)
			}
			if err := s.Figure("").Check(); err != nil {
				t.Errorf("%s, %s: %v", basis, name, err)
			}
			for _, table := range s.Tables(3, true, "") {
				for _, row := range table.Rows {
					if len(row) != len(table.Columns) {
						t.Errorf("%s: a row of %d cells in %d columns", table.Title, len(row), len(table.Columns))
					}
				}
			}
		}
	}
}

// No verdict is told of a party of whom nothing is known: whose revenue no fact tells and that needs money of its own.
func TestSurviveTellsNothingUnknown(t *testing.T) {
	s := survived(t, graph.Signed, odds.Stress{Means: cashflow.Means{Haircut: 0.5, Slip: 24}})
	own := 0
	for _, r := range s.Survived {
		if minor, ok := r.Own.Minor(); ok && minor > 0 {
			own++
			if r.Verdict != "not_known" || !strings.Contains(r.Words, "of its own") {
				t.Errorf("%s: %s (%s)", r.Party.ID, r.Words, r.Verdict)
			}
		}
	}
	if own == 0 {
		t.Error("the example has no party of which nothing is known")
	}
}

// A result of a file may lack anything.
func TestSurviveOfNothing(t *testing.T) {
	var s outlook.Survive
	if err := json.Unmarshal([]byte(`{"survivors":[{"party":{"id":"x"},"bare":{"state":"misses"}},{}],"concentration":[{}],"losses":[{}]}`), &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Figure("").Check(); err != nil {
		t.Error(err)
	}
}
