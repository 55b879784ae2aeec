package outlook

import (
	"cmp"
	"fmt"
	"strconv"

	"dealgraph/render/figure"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Figure stacks what a party receives in each year by whose money it is, with what it is due to pay for goods and capacity as a
// line over it.
func (d Demand) Figure(title, scope string) figure.Columns {
	f := figure.Columns{Frame: figure.Frame{ID: "demand", Title: cmp.Or(title, "Whose money "+d.Party.Name+" receives")}}
	f.Subtitle = view.Upper(d.coveredWords()) + ". " + view.BasisWords(d.Basis, d.AsOf) + scope
	f.Notes = d.Revenue.notes(d.Party.Name)
	f.Series = []figure.Series{
		{Key: "outside", Label: "Revenue from outside", Color: "tone1"}, {Key: "customers", Label: "Customers here", Color: "tone2"},
		{Key: "funders", Label: "Funding from parties here", Color: "tone3"}, {Key: "investors", Label: "Funding from investors", Color: "tone4"},
	}
	p := figure.ColumnPanel{Heading: "Received in the year", Unknown: "payments of undisclosed amount"}
	due := figure.ColumnLine{ID: "due", Label: "due for goods and capacity", Color: "ink", Step: true, Emphasis: true}
	most := 0.0
	some := false
	for y, year := range d.Years {
		f.Columns = append(f.Columns, figure.Column{ID: strconv.Itoa(year), Label: strconv.Itoa(year)})
		st := figure.ColumnStack{Column: y}
		var sum int64
		for i, m := range []*view.Money{d.Outside[y], d.Customers[y], d.Funders[y], d.Investors[y]} {
			if x := minorOf(m); x > 0 {
				st.Parts = append(st.Parts, figure.ColumnPart{Series: f.Series[i].Key, Value: view.Units(x), Text: m.Short(), Title: fmt.Sprintf("%s, %d: %s", f.Series[i].Label, year, m.Text)})
				sum += x
				some = true
			}
		}
		st.Value = table.MoneyShort(sum, d.Currency)
		if d.Unknown[y] > 0 || d.Outside[y] == nil {
			st.Unknown = "+ ?"
		}
		due.Points = append(due.Points, figure.ColumnPoint{Column: y, Y: whole(d.Infra[y]), Value: d.Infra[y].Short(), Title: fmt.Sprintf("%d: %s due for goods and capacity", year, d.Infra[y].Text)})
		most = max(most, view.Units(sum), whole(d.Infra[y]))
		p.Stacks = append(p.Stacks, st)
	}
	if !some && most == 0 {
		f.Columns, f.Series = nil, nil
		f.Empty = "Nothing is known to come in during these years."
		f.AltText = f.Empty
		return f
	}
	p.Lines, p.YTicks = []figure.ColumnLine{due}, view.MoneyTicks(most, d.Currency)
	f.Panels = []figure.ColumnPanel{p}
	f.AltText = "Stacked columns of what " + d.Party.Name + " receives."
	for y, year := range d.Years {
		f.AltText += fmt.Sprintf(" %d: from outside %s, customers here %s, funding %s; due for goods and capacity %s.", year, d.Outside[y].Short(), d.Customers[y].Short(),
			table.MoneyShort(minorOf(d.Funders[y])+minorOf(d.Investors[y]), d.Currency), d.Infra[y].Short())
	}
	return f
}
