package chart_test

import "dealgraph/render/figure"

func lookFigures() map[string]figure.Figure {
	return map[string]figure.Figure{"dues": duesFigure(), "thirty": thirtyFigure(), "one": oneFigure(), "tornado": tornadoFigure()}
}

func tornadoFigure() figure.Tornado {
	return figure.Tornado{Frame: figure.Frame{ID: "tornado", Title: "Which assumption moves OpenAI's lowest cash most", Subtitle: "Each assumption is moved alone, from its low to its high end; all others stay",
		AltText: "a", Source: "basis=headline as-of=2026-07-03", Notes: []string{"Ends that no source states are defaults: see assumptions."}},
		Base: -47, BaseLabel: "as assumed: −$47bn", XLabel: "lowest cash until 2030, $bn", Rules: []figure.Rule{{At: 0, Label: "no money missing"}},
		XTicks: []figure.Tick{{At: -200, Label: "−200"}, {At: -150, Label: "−150"}, {At: -100, Label: "−100"}, {At: -50, Label: "−50"}, {At: 0, Label: "0"}, {At: 50, Label: "$50bn"}},
		Rows: []figure.TornadoRow{
			{ID: "signed", Label: "Signed deals come about", Note: "signed: 90% to 50%", Low: 20, High: -62, LowLabel: "50%", HighLabel: "90%", LowValue: "+$20bn", HighValue: "−$62bn"},
			{ID: "growth", Label: "Growth of revenue", Note: "growth: 20% to 120% a year", Low: -192, High: 36, LowLabel: "20%", HighLabel: "120%", LowValue: "−$192bn", HighValue: "+$36bn"},
			{ID: "margin", Label: "Gross margin", Note: "margin: 30% to 65%", Low: -88, High: -18, LowLabel: "30%", HighLabel: "65%", LowValue: "−$88bn", HighValue: "−$18bn"},
			{ID: "slip", Label: "Delay of data centres", Note: "slip: 0 to 18 months", Low: -47, High: -21, LowLabel: "0 months", HighLabel: "18 months", LowValue: "−$47bn", HighValue: "−$21bn"},
			{ID: "useful", Label: "Useful life of chips, which has a long name", Note: "useful_life: 3 to 6 years", Low: -60, High: -53, LowLabel: "3 years", HighLabel: "6 years", LowValue: "−$60bn", HighValue: "−$53bn"},
			{ID: "loan", Label: "New loans", Note: "loans: 0 to ?", Low: -55, HighUnknown: true, LowLabel: "none", HighLabel: "?", LowValue: "−$55bn", HighValue: "not stated"},
			{ID: "rate", Label: "Interest", Low: -47, High: -47, LowLabel: "3%", HighLabel: "7%", LowValue: "−$47bn", HighValue: "−$47bn"},
		}}
}
