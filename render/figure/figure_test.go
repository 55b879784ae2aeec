package figure_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
)

// TestJSON writes a figure and reads it back.
func TestJSON(t *testing.T) {
	m := pair()
	m.FullAmount, m.Legend.Headings.Cycles = 3, "Zyklen"
	m.Legend.Values = []figure.Scale{{Value: 1, Label: "eins"}}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back figure.Map
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m, back); d != "" {
		t.Errorf("a figure differs from itself read back:\n%s", d)
	}
	for _, want := range []string{`"full_amount":3`, `"certainty":"signed"`, `"cycles":"Zyklen"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
}

func TestHeadings(t *testing.T) {
	h := figure.Headings{Cycles: "Zyklen"}.WithDefaults()
	if h.Cycles != "Zyklen" || h.Proposed != "LOI" || h.Empty == "" {
		t.Errorf("WithDefaults() = %+v", h)
	}
	if up := h.Each(strings.ToUpper); up.Cycles != "ZYKLEN" || up.Rumoured != "RUMOURED" {
		t.Errorf("Each(ToUpper) = %+v", up)
	}
}
