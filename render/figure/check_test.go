package figure_test

import (
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"
)

// pair returns a correct map of two parties and one arc.
func pair() figure.Map {
	return figure.Map{
		Frame:  figure.Frame{ID: "m"},
		Nodes:  []figure.Node{{ID: "a", Name: "A", Value: 1, Known: true}, {ID: "b", Name: "B"}},
		Arcs:   []figure.Arc{{ID: "x", From: "a", To: "b", Certainty: figure.Signed, Cycles: []int{1}}},
		Cycles: []figure.Cycle{{Number: 1, Text: "A → B → A"}},
	}
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*figure.Map)
		want  string // part of the error; "" for none
	}{
		{"correct", func(*figure.Map) {}, ""},
		{"no parties", func(m *figure.Map) { *m = figure.Map{} }, ""},
		{"two parties of one id", func(m *figure.Map) { m.Nodes[1].ID = "a" }, `node 2 of figure "m": id "a"`},
		{"party without id", func(m *figure.Map) { m.Nodes = append(m.Nodes, figure.Node{}) }, `node 3`},
		{"two arcs of one id", func(m *figure.Map) { m.Arcs = append(m.Arcs, m.Arcs[0]) }, `arc 2 of figure "m": id "x"`},
		{"arc to nowhere", func(m *figure.Map) { m.Arcs[0].To = "c" }, `arc "x": no node has the id "c"`},
		{"arc to itself", func(m *figure.Map) { m.Arcs[0].To = "a" }, `arc "x": it leads from "a" to itself`},
		{"negative amount", func(m *figure.Map) { m.Arcs[0].Amount = -1 }, `amount -1`},
		{"amount not a number", func(m *figure.Map) { m.Arcs[0].Amount = math.NaN() }, `amount NaN`},
		{"endless value", func(m *figure.Map) { m.Nodes[0].Value = math.Inf(1) }, `value +Inf`},
		{"certainty off the ladder", func(m *figure.Map) { m.Arcs[0].Certainty = "confirmed" }, `certainty "confirmed" is not known`},
		{"cycle without an entry", func(m *figure.Map) { m.Arcs[0].Cycles = []int{2} }, `no cycle has the number 2`},
		{"two cycles of one number", func(m *figure.Map) { m.Cycles = append(m.Cycles, m.Cycles[0]) }, `number 1 is below 1 or used twice`},
		{"negative scale", func(m *figure.Map) { m.FullAmount = -2 }, `full scale -2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := pair()
			tt.spoil(&m)
			err := m.Check()
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("Check() = %v, want nil", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("Check() = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestCheckReportsAllAtOnce(t *testing.T) {
	m := pair()
	m.Arcs[0].From, m.Arcs[0].To, m.Arcs[0].Certainty = "p", "q", ""
	err := m.Check()
	if err == nil {
		t.Fatal("Check() = nil")
	}
	for _, want := range []string{`"p"`, `"q"`, `certainty ""`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Check() = %v, lacks %s", err, want)
		}
	}
}
