package chart_test

import (
	"fmt"
	"math"
	"testing"

	"dealgraph/render/figure"
)

func matrixFigures() map[string]figure.Figure {
	plain := figure.Matrix{
		Frame:   frame("matrix"),
		Parties: []figure.MatrixParty{{ID: "a", Name: "Alpha", Pays: "$250bn", Paid: "$40bn + ?"}, {ID: "b", Name: "Beta", Pays: "$40bn", Paid: "$200bn"}, {ID: "c", Name: "Gamma", Pays: "?", Paid: "$50bn"}},
		Cells: []figure.MatrixCell{
			{From: "a", To: "b", Amount: 200, Firm: 200, Known: true, Certainty: figure.Signed, Label: "$200bn", Cycles: []int{1}},
			{From: "b", To: "a", Amount: 40, Firm: 10, Known: true, Unknown: 1, Certainty: figure.Signed, Label: "~$40bn", Cycles: []int{1}},
			{From: "a", To: "c", Amount: 50, Known: true, Certainty: figure.Proposed, Label: "$50bn"},
			{From: "c", To: "a", Certainty: figure.Announced, Unknown: 2, Label: "?"},
		},
		Cycles: []figure.Cycle{{Number: 1, Text: "Alpha → Beta → Alpha", Amount: "~$40bn", Note: "weakest step: signed"}},
		Total:  "$290bn", Scale: []figure.Scale{{Value: 200, Label: "$200bn"}, {Value: 50, Label: "$50bn"}},
	}
	return map[string]figure.Figure{
		"matrix": plain, "matrix, empty": figure.Matrix{}, "matrix, 2": fullMatrix(2, "Party %d", false), "matrix, 17": fullMatrix(17, "Party %d", false),
		"matrix, 30": fullMatrix(30, "The party of the number %d", false), "matrix, 60": fullMatrix(60, "Party %d", false), "matrix, 80": fullMatrix(80, "Party %d", true),
		"matrix, unknown": fullMatrix(24, "Party %d", true), "matrix, long": fullMatrix(20, longText+"%d", false),
		"matrix, Chinese": fullMatrix(20, chineseText+"%d", false), "matrix, hostile": hostileMatrix(),
	}
}

// fullMatrix is a matrix without an empty cell, with twelve cycles.
func fullMatrix(n int, name string, unknown bool) figure.Matrix {
	m := figure.Matrix{Frame: frame("matrix"), Total: "$1.23tn + ?", Scale: []figure.Scale{{Value: 999, Label: "$999bn"}}}
	for i := range 12 {
		m.Cycles = append(m.Cycles, figure.Cycle{Number: i + 1, Text: fmt.Sprintf(name+" → "+name+" → "+name, i, i+1, i), Amount: "at least $999.9bn", Note: "weakest step: signed"})
	}
	for i := range n {
		m.Parties = append(m.Parties, figure.MatrixParty{ID: fmt.Sprint(i), Name: fmt.Sprintf(name, i), Pays: "$888bn + ?", Paid: "$777bn + ?"})
		for k := range n {
			if i == k {
				continue
			}
			c := figure.MatrixCell{From: fmt.Sprint(i), To: fmt.Sprint(k), Certainty: figure.Certainties()[(i+k)%7], Unknown: (i + k) % 3, Label: fmt.Sprintf("~$%dbn", 7*i*k%1000)}
			if !unknown {
				c.Known, c.Amount, c.Firm = true, float64(7*i*k%1000), float64(7*i*k%1000/(1+k%3))
			}
			if i+1 == k || i == k+1 {
				c.Cycles = []int{1 + i%12}
			}
			if i == 1 && k == 0 {
				c.Cycles = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
			}
			m.Cells = append(m.Cells, c)
		}
	}
	return m
}

func hostileMatrix() figure.Matrix {
	m := fullMatrix(5, hostileText+"%d", false)
	m.Frame = hostileFrame("matrix")
	for i := range m.Parties {
		m.Parties[i].Pays, m.Parties[i].Paid, m.Parties[i].Title = hostileText, longText, hostileText
	}
	for i := range m.Cells {
		m.Cells[i].Label, m.Cells[i].Title = hostileText, hostileText
	}
	for i := range m.Cycles {
		m.Cycles[i].Amount, m.Cycles[i].Note = hostileText, longText
	}
	m.Scale = []figure.Scale{{Value: math.MaxFloat64, Label: hostileText}, {Value: 1, Label: longText}}
	m.Cells[0].Amount, m.Total = math.MaxFloat64, hostileText
	m.Terms.Payers, m.Terms.Amounts = hostileText, longText
	return m
}

// The side of a square is the root of its amount: 50 of 200 is half as wide as 200, and the firm quarter of 40 half as wide as
// the whole.
func TestMatrixAreas(t *testing.T) {
	all := draw(t, matrixFigures()["matrix"])
	sides := map[string][]float64{}
	for _, e := range all {
		if e.Name != "rect" || e.Parent.Attrs["class"] != "cell" || e.Attrs["fill"] == "none" {
			continue
		}
		side := e.Num("width")
		if e.Attrs["stroke-width"] != "" { // a hollow square is as wide as the outside of its line
			side += e.Num("stroke-width")
		}
		sides[e.Parent.Attrs["data-id"]] = append(sides[e.Parent.Attrs["data-id"]], side)
	}
	full := sides["a b"][0]
	for _, c := range []struct {
		cell string
		n    int
		want float64
	}{{"a b", 0, full}, {"a c", 0, full / 2}, {"b a", 0, full * math.Sqrt(0.2)}, {"b a", 1, full * math.Sqrt(0.05)}} {
		if got := sides[c.cell][c.n]; math.Abs(got-c.want) > 0.02 {
			t.Errorf("square %d of cell %s is %v wide, want %v", c.n, c.cell, got, c.want)
		}
	}
	if len(sides["c a"]) != 0 || len(sides["a b"]) != 1 || len(sides["a c"]) != 1 {
		t.Errorf("squares: %v; an undisclosed cell has none, one that is firm or hollow throughout one", sides)
	}
}

// A cell whose mirror is not empty is framed, one on a cycle has its number, and the letter of intent is dashed.
func TestMatrixSigns(t *testing.T) {
	all := draw(t, matrixFigures()["matrix"])
	frames, badges, dashed := map[string]int{}, map[string]string{}, map[string]bool{}
	for i, e := range all {
		if e.Parent == nil || e.Parent.Attrs["class"] != "cell" {
			continue
		}
		id := e.Parent.Attrs["data-id"]
		if e.Name == "rect" && e.Attrs["fill"] == "none" {
			frames[id]++
		}
		if e.Name == "circle" {
			badges[id] += all[i+1].Text
		}
		dashed[id] = dashed[id] || e.Attrs["stroke-dasharray"] != ""
	}
	for _, id := range []string{"a b", "b a", "a c", "c a"} {
		if frames[id] != 1 {
			t.Errorf("cell %s has %d frames, want 1", id, frames[id])
		}
	}
	if badges["a b"] != "1" || badges["b a"] != "1" || badges["a c"] != "" || !dashed["a c"] || dashed["b a"] {
		t.Errorf("badges %v, dashed %v", badges, dashed)
	}
}
