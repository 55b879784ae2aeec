package page

import (
	"fmt"
	"strings"
)

// place says where the samples draw a party.
var places = map[string][2]int{"alpha": {150, -350}, "beta": {650, -350}, "gamma": {400, -80}}

// arrow is an arrow of a sample.
type arrow struct{ id, from, to, kind, certainty, cycles string }

var sampleArrows = []arrow{
	{"d1", "alpha", "beta", "equity", "signed", "1"},
	{"d2", "beta", "alpha", "compute", "announced", "1"},
	{"d3", "beta", "gamma", "loan", "signed", ""},
}

// sampleSVG draws a map in the structure that package svg promises, 800 by 700, with the map in the upper 500.
func sampleSVG(title string, arrows []arrow) []byte {
	var b strings.Builder
	names := []string{"alpha", "beta", "gamma"}
	number := map[string]int{"alpha": 0, "beta": 1, "gamma": 2}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" id="map" class="dealmap" width="800" height="700" viewBox="0 0 800 700" role="img" aria-labelledby="map_title">
<title id="map_title">%s</title>
<style>@media (prefers-color-scheme:dark){#map .f_paper{fill:#0F151C}
#map .f_ink{fill:#F2F5F8}
}
#map:has(#map_co_alpha:hover) .deal:not(.p0){opacity:.07}
#map .only_%s{opacity:1}</style>
<rect width="800" height="700" class="f_paper" fill="#FFFFFF"/>
<g class="header">
<text x="28" y="50" font-size="26" class="f_ink" fill="#14202B">%s</text>
</g>
<g class="map" transform="translate(0 500)">
<g class="arcs">`, title, strings.ReplaceAll(title, " ", ""), title)
	for i, a := range arrows {
		f, t := places[a.from], places[a.to]
		fmt.Fprintf(&b, `
<g id="map_deal_%s" class="deal p%d p%d" data-id="%s" data-kind="%s" data-certainty="%s" data-from="%s" data-to="%s"`,
			a.id, number[a.from], number[a.to], a.id, a.kind, a.certainty, a.from, a.to)
		if a.cycles != "" {
			fmt.Fprintf(&b, ` data-cycles="%s"`, a.cycles)
		}
		fmt.Fprintf(&b, ">\n<title>%s → %s (%s)</title>\n<path d=\"M%d,%dL%d,%d\" fill=\"none\" stroke-width=\"4\" stroke=\"#0061A8\"/>\n</g>",
			a.from, a.to, a.id, f[0], f[1]+12*i, t[0], t[1]+12*i)
	}
	b.WriteString("\n</g>\n<g class=\"parties\">")
	for _, n := range names {
		fmt.Fprintf(&b, "\n<g id=\"map_co_%s\" class=\"party\" data-id=\"%s\">\n<title>%s, $1bn</title>\n<circle cx=\"%d\" cy=\"%d\" r=\"40\" fill=\"#DAF2E6\"/>\n</g>",
			n, n, n, places[n][0], places[n][1])
	}
	b.WriteString("\n</g>\n<g class=\"labels\">")
	for _, a := range arrows {
		f, t := places[a.from], places[a.to]
		fmt.Fprintf(&b, "\n<g class=\"deal p%d p%d\" data-for=\"%s\">\n<text x=\"%d\" y=\"%d\" font-size=\"11\">$1bn</text>\n</g>",
			number[a.from], number[a.to], a.id, (f[0]+t[0])/2, (f[1]+t[1])/2-20)
	}
	b.WriteString("\n</g>\n<g class=\"names\">")
	for _, n := range names {
		fmt.Fprintf(&b, "\n<g class=\"name\" data-party=\"%s\">\n<text x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"middle\" class=\"f_ink\">%s</text>\n</g>",
			n, places[n][0], places[n][1], n)
	}
	b.WriteString("\n</g>\n</g>\n<g class=\"legend\">\n<g class=\"cycle\" data-cycle=\"1\">\n<text x=\"28\" y=\"600\" font-size=\"12\">1</text>\n" +
		"<text x=\"48\" y=\"600\" font-size=\"12\">alpha → beta → alpha</text>\n</g>\n</g>\n</svg>\n")
	return []byte(b.String())
}

// sample is a map with two bases and two dates; the loan came later.
func sample() Map {
	m := Map{
		Title: "Sample", Source: "basis=signed ledger=sha256:00", Metadata: `{"tool":"dealgraph","note":"a < b </script>"}`,
		Bases:   []Choice{{"headline", "Headline", "all live deals"}, {"signed", "Signed", "what is signed"}},
		Dates:   []Choice{{"2025", "End of 2025", ""}, {"2026", "Mid 2026", ""}},
		Kinds:   []Choice{{"loan", "Debt", ""}, {"bond", "Debt", ""}, {"equity", "Equity", ""}},
		Parties: []Choice{{"alpha", "Alpha Inc", "makes alphas"}, {"beta", "Beta", ""}},
		Deals: []Deal{
			{ID: "d1", From: "Alpha", To: "Beta", Kind: "equity", Status: "signed", Amount: "$10bn", Date: "2025-02-03", Title: "Series B", Note: "in two parts",
				Sources: []Source{{Title: "Filing", Publisher: "SEC", URL: "https://example.org/a?b=1&c=2", Date: "2025-02-04"}}},
			{ID: "d2", From: "Beta", To: "Alpha", Kind: "compute", Status: "announced", Amount: "$20bn", Date: "2025-05-06",
				Sources: []Source{{URL: "http://www.example.com/x"}, {Publisher: "Hearsay", URL: "javascript:alert(1)"}}},
			{ID: "d3", From: "Beta", To: "Gamma", Kind: "loan", Status: "signed", Amount: "$5bn", Date: "2026-01-01"},
			{ID: "d4", From: "Beta", To: "Gamma", Kind: "loan", Status: "signed", Amount: "$4bn", Date: "2026-01-01"},
		},
	}
	for _, b := range m.Bases {
		for _, d := range m.Dates {
			arrows := sampleArrows[:2]
			deals := map[string][]int{"d1": {0}, "d2": {1}}
			if d.Key == "2026" {
				arrows = sampleArrows
				deals["d3"] = []int{2, 3}
			}
			m.Frames = append(m.Frames, Frame{Basis: b.Key, Date: d.Key, SVG: sampleSVG(b.Label+" "+d.Key, arrows), Deals: deals})
		}
	}
	// The last one is shown first.
	m.Frames[0], m.Frames[3] = m.Frames[3], m.Frames[0]
	return m
}
