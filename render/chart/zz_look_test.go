package chart_test

import (
	"fmt"
	"os"
	"testing"

	"dealgraph/render/chart"
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
)

func duesFigure() figure.Columns {
	names := []struct {
		key, label string
		v          []float64
		hollow     bool
	}{
		{"microsoft", "Microsoft (Azure)", []float64{8, 30, 38, 42, 44, 44, 42}, false},
		{"oracle", "Oracle", []float64{4, 30, 60, 60, 60, 60, 60}, false},
		{"aws", "Amazon (AWS)", []float64{3, 10, 17, 17, 17, 17, 17}, false},
		{"coreweave", "CoreWeave", []float64{3, 5, 5, 4.5, 3, 1.9, 0}, false},
		{"cerebras", "Cerebras", []float64{1, 3.5, 3.5, 2, 0, 0, 0}, false},
		{"amd", "AMD", []float64{1, 10, 18, 20, 20, 15, 10}, false},
		{"broadcom", "Broadcom", []float64{0, 4, 14, 24, 30, 20, 8}, true},
		{"nvidia", "Nvidia (letter of intent)", []float64{2, 12, 20, 20, 20, 20, 6}, true},
		{"others", "7 others", []float64{2, 3, 4, 4, 4, 3, 2}, false},
	}
	f := figure.Columns{Frame: figure.Frame{ID: "schedule", Title: "What OpenAI is due to pay, year by year", Subtitle: "Payments due by counterparty, against the revenue that the company guides to",
		AltText: "Stacked columns: dues rise from $24bn in 2026 to $198bn in 2030.", Source: "basis=headline as-of=2026-07-03 ledger=2ad1…",
		Notes: []string{"Amounts of deals without a profile are spread evenly over their term; what is beyond the last year is left out: $212bn.", "Revenue after 2026 is guided by the company, not a fact."}}}
	p := figure.ColumnPanel{Heading: "Due", Note: "$bn a year", Hollow: "letter of intent, not in the totals' firm part", Unknown: "amount not disclosed", Open: "up to",
		Rules: []figure.Rule{{At: 200, Label: "$200bn a year"}}}
	years := []string{"2026", "2027", "2028", "2029", "2030", "2031", "2032"}
	for i, y := range years {
		c := figure.Column{ID: y, Label: y}
		if i == 0 {
			c.Note = "from 4 July"
		}
		f.Columns = append(f.Columns, c)
		st := figure.ColumnStack{Column: i, Title: y}
		sum := 0.0
		for _, n := range names {
			if n.v[i] > 0 {
				st.Parts = append(st.Parts, figure.ColumnPart{Series: n.key, Value: n.v[i], Text: fmt.Sprintf("%g", n.v[i]), Title: n.label})
				sum += n.v[i]
			}
		}
		st.Value = fmt.Sprintf("$%.0fbn", sum)
		if i == 1 || i == 4 {
			st.Unknown = "+ ?"
		}
		if i == 5 {
			st.High = sum + 15
			st.Value = fmt.Sprintf("$%.0f to %.0fbn", sum, sum+15)
		}
		p.Stacks = append(p.Stacks, st)
	}
	for _, n := range names {
		s := figure.Series{Key: n.key, Label: n.label, Hollow: n.hollow}
		if n.key == "others" {
			s.Color = "rest"
		}
		f.Series = append(f.Series, s)
	}
	rev := []float64{25, 46, 75, 110, 163, 190, 215}
	l := figure.ColumnLine{ID: "revenue", Label: "Revenue, guided", Color: "ink", Emphasis: true, BandLabel: "revenue: low and high assumption"}
	for i, v := range rev {
		pt := figure.ColumnPoint{Column: i, Y: v, Value: fmt.Sprintf("$%gbn", v), Low: v * 0.7, High: v * 1.15, Band: i > 0, Title: "revenue"}
		l.Points = append(l.Points, pt)
	}
	p.Lines = []figure.ColumnLine{l, {ID: "cash", Label: "Cash and commitments to fund", Color: "tone3", Step: true, Dashed: true, Points: []figure.ColumnPoint{{Column: 0, Y: 64, Value: "$64bn", Title: "t"}, {Column: 1, Y: 80, Value: "$80bn"}, {Column: 2, Y: 40, Value: "$40bn"}}}}
	p.Marks = []figure.ColumnMark{{Column: 2, Label: "first year above $150bn"}, {Column: 4, Label: "highest year"}}
	for i := range years {
		p.YTicks = []figure.Tick{{At: 0, Label: "0"}, {At: 50, Label: "50"}, {At: 100, Label: "100"}, {At: 150, Label: "150"}, {At: 200, Label: "$200bn"}}
		_ = i
	}
	q := figure.ColumnPanel{Heading: "Gap", Note: "what comes in less what is due, $bn a year", Height: 0.7, YTicks: []figure.Tick{{At: -100, Label: "−100"}, {At: -50, Label: "−50"}, {At: 0, Label: "0"}, {At: 50, Label: "50"}}}
	for i, v := range []float64{12, -64, -104, -83, -35, 9, 70} {
		key := "short"
		if v > 0 {
			key = "left"
		}
		sign := "+"
		if v < 0 {
			sign = "−"
		}
		q.Stacks = append(q.Stacks, figure.ColumnStack{Column: i, Parts: []figure.ColumnPart{{Series: key, Value: v}}, Value: fmt.Sprintf("%s$%.0fbn", sign, max(v, -v))})
	}
	q.Stacks[2].Low = -120
	q.Open = "up to"
	f.Series = append(f.Series, figure.Series{Key: "short", Label: "missing", Color: "tone3"}, figure.Series{Key: "left", Label: "left over", Color: "tone2"})
	f.Panels = []figure.ColumnPanel{p, q}
	return f
}

func thirtyFigure() figure.Columns {
	f := figure.Columns{Frame: figure.Frame{ID: "t", Title: "What is due in thirty years", AltText: "x"}}
	for i := range 12 {
		f.Series = append(f.Series, figure.Series{Key: fmt.Sprint(i), Label: fmt.Sprintf("Party %d", i+1)})
	}
	f.Series = append(f.Series, figure.Series{Key: "o", Label: "23 others", Color: "rest"})
	p := figure.ColumnPanel{Note: "$bn a year"}
	l := figure.ColumnLine{ID: "r", Label: "Revenue", Color: "ink"}
	for c := range 30 {
		f.Columns = append(f.Columns, figure.Column{ID: fmt.Sprint(2026 + c), Label: fmt.Sprint(2026 + c)})
		s := figure.ColumnStack{Column: c}
		sum := 0.0
		for i, x := range f.Series {
			v := float64((i*7+c*3)%11) * float64(30-c) / 30
			s.Parts = append(s.Parts, figure.ColumnPart{Series: x.Key, Value: v, Text: fmt.Sprintf("%.0f", v)})
			sum += v
		}
		s.Value = fmt.Sprintf("$%.0fbn", sum)
		p.Stacks = append(p.Stacks, s)
		l.Points = append(l.Points, figure.ColumnPoint{Column: c, Y: float64(c) * 2.5, Value: fmt.Sprintf("$%.1fbn", float64(c)*2.5)})
	}
	p.Lines = []figure.ColumnLine{l}
	f.Columns[0].Note = "from 4 July"
	p.YTicks = []figure.Tick{{At: 0, Label: "0"}, {At: 20, Label: "20"}, {At: 40, Label: "40"}, {At: 60, Label: "$60bn"}}
	f.Panels = []figure.ColumnPanel{p}
	return f
}

func oneFigure() figure.Columns {
	f := thirtyFigure()
	f.Columns = f.Columns[:1]
	f.Panels[0].Stacks = f.Panels[0].Stacks[:1]
	f.Panels[0].Lines[0].Points = f.Panels[0].Lines[0].Points[:1]
	f.Panels[0].Rules = []figure.Rule{{At: 50, Label: "$50bn a year"}}
	return f
}

func TestLook(t *testing.T) {
	for name, f := range lookFigures() {
		for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark} {
			out, err := chart.Draw(f, chart.Options{Theme: theme})
			if err != nil {
				t.Error(err)
				continue
			}
			os.WriteFile("/tmp/figs/"+name+"-"+string(theme)+".svg", out, 0o644)
		}
	}
}
