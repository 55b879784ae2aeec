package svg

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
)

func TestKindLines(t *testing.T) {
	m := &figure.Map{Legend: figure.Legend{Kinds: []figure.Entry{{Key: "compute", Label: "Rechenzeit"}}}}
	for _, k := range []string{"bond", "compute", "convertible", "equity", "swap", "loan"} {
		m.Arcs = append(m.Arcs, figure.Arc{Kind: k})
	}
	_, got := kindLines(m)
	want := []string{"Equity, convertible", "Rechenzeit", "Loan, bond", "swap"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lines of the legend (-want +got):\n%s", d)
	}
}

func TestPacked(t *testing.T) {
	b := func(w, h float64) block { return block{width: w, height: h} }
	rows := packed([][]block{{b(100, 10), b(50, 10)}, {b(0, 0)}, {b(100, 50)}, {b(200, 5)}}, 100+columnGap+100)
	var got [][2]float64
	for _, r := range rows {
		got = append(got, [2]float64{r.width, r.height})
	}
	// The second column is empty and left out; the third does not fit beside the first two.
	want := [][2]float64{{200 + columnGap, 50}, {200, 5}}
	if !slices.Equal(got, want) {
		t.Errorf("rows are %v, want %v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, svg := range map[string]string{
		"an element":    `<svg><script>x</script></svg>`,
		"an attribute":  `<svg><g onload="x"/></svg>`,
		"another path":  `<svg><g id="a"><path d="url(x)"/></g></svg>`,
		"no number":     `<svg><g id="a"><ellipse cx="x" cy="1" rx="1"/></g></svg>`,
		"broken markup": `<svg><g></svg>`,
	} {
		if _, err := parse([]byte(svg)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
