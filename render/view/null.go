package view

import (
	"strconv"

	"dealgraph/graph/scenario"
	"dealgraph/render/table"
)

// NullModel is the index beside that of random networks in which every party has as many deals each way and pays the same
// amounts.
type NullModel struct {
	Observed float64   `json:"observed"`
	Samples  int       `json:"samples"`
	Mean     float64   `json:"mean"`
	Q05      float64   `json:"q05"`
	Median   float64   `json:"median"`
	Q95      float64   `json:"q95"`
	P        float64   `json:"p_at_least"` // of an index at least as large
	PLow     float64   `json:"p_at_most"`
	Null     []float64 `json:"null"`
}

// NullOf tells the comparison.
func NullOf(r scenario.NullResult) *NullModel {
	return &NullModel{r.Observed, len(r.Null), r.Mean, r.Q05, r.Median, r.Q95, r.P, r.PLow, r.Null}
}

func (m *NullModel) table(title string) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "share that can go round"}, {Name: "here", Align: table.Right}, {Name: "random, median", Align: table.Right}, {Name: "5%", Align: table.Right},
		{Name: "95%", Align: table.Right}, {Name: "p, so large", Align: table.Right}, {Name: "p, so small", Align: table.Right},
	}}
	p := func(x float64) table.Cell {
		text := strconv.FormatFloat(x, 'f', 3, 64)
		return table.Cell{Text: text, Raw: strconv.FormatFloat(x, 'g', -1, 64), Number: true}
	}
	t.Rows = append(t.Rows, []table.Cell{Text("of all money"), table.PercentCell(m.Observed), table.PercentCell(m.Median),
		table.PercentCell(m.Q05), table.PercentCell(m.Q95), p(m.P), p(m.PLow)})
	t.Footnotes = []string{
		"drawn: " + Plural(m.Samples, "random network", "random networks") + " in which every party has as many deals each way and pays the same amounts, to other parties",
		"p: how often chance alone gives a share at least so large, or at most so small; with " + strconv.Itoa(m.Samples) + " networks it cannot be below " + strconv.FormatFloat(1/float64(m.Samples+1), 'f', 3, 64),
	}
	return t
}
