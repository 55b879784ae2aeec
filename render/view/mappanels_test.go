package view_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/view"
)

// panelsOf are the reference ledger on every basis.
func panelsOf(t *testing.T) []view.MapPanel {
	l := reference(t)
	var out []view.MapPanel
	for _, basis := range graph.Bases() {
		n := build(t, l, graph.View{Basis: basis})
		found, err := cycles.Find(t.Context(), n, cycles.Options{MaxLength: 6, Limit: 80})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, view.MapPanel{Network: n, Found: found, Caption: "caption"})
	}
	return out
}

// Maps side by side show parties of one list, and a number stands for one cycle in all of them: the same parties in the same
// order. An arrow that has a number is a step of that cycle.
func TestMapPanelsAgree(t *testing.T) {
	f := view.MapPanels(panelsOf(t), view.MapOptions{})
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if len(f.Panels) != 5 {
		t.Fatalf("%d maps, want one for each of five bases", len(f.Panels))
	}
	told, parties := map[int]string{}, map[string]bool{}
	for _, m := range f.Panels {
		name := map[string]string{}
		for _, n := range m.Nodes {
			parties[n.ID] = true
			name[n.ID] = n.Name
		}
		for _, c := range m.Cycles {
			round := turned(strings.Split(c.Text, " → "))
			if before, seen := told[c.Number]; seen && before != round {
				t.Errorf("number %d is %s and %s", c.Number, before, round)
			}
			told[c.Number] = round
		}
		for _, a := range m.Arcs {
			for _, c := range a.Cycles {
				if step := name[a.From] + " → " + name[a.To]; !strings.Contains(told[c]+" → "+strings.SplitN(told[c], " → ", 2)[0], step) {
					t.Errorf("%s: arrow %s has the number %d, which is %s", m.Title, step, c, told[c])
				}
			}
		}
	}
	if len(parties) > 16 {
		t.Errorf("%d parties in all maps, want 16 at most", len(parties))
	}
	if len(told) < 4 {
		t.Errorf("only %d cycles are numbered", len(told))
	}
}

// turned is a cycle told from the party that comes first in the alphabet.
func turned(names []string) string {
	names = names[:len(names)-1] // the first again
	i := slices.Index(names, slices.Min(names))
	return strings.Join(slices.Concat(names[i:], names[:i]), " → ")
}

// Each ring shows one cycle: its parties in order, and every step of it in full colour.
func TestRings(t *testing.T) {
	l := reference(t)
	n := build(t, l, graph.View{Basis: graph.Firm})
	found, err := cycles.Find(t.Context(), n, cycles.Options{MaxLength: 6, Limit: 8})
	if err != nil {
		t.Fatal(err)
	}
	rings := map[string]figure.Panels{"live": view.Rings(n, found, view.MapOptions{MaxCycles: 6})}
	data, err := json.Marshal(view.Cycles(n, found))
	if err != nil {
		t.Fatal(err)
	}
	var saved view.CycleList
	if err := json.Unmarshal(data, &saved); err != nil {
		t.Fatal(err)
	}
	rings["saved"] = saved.Rings("")
	for kind, f := range rings {
		if err := f.Check(); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if len(f.Panels) != 6 || !f.Rings {
			t.Fatalf("%s: %d rings, want 6", kind, len(f.Panels))
		}
		for i, m := range f.Panels {
			c := found.Cycles[i]
			if len(m.Nodes) != c.Len() {
				t.Fatalf("%s, ring %d: %d parties, want %d", kind, i+1, len(m.Nodes), c.Len())
			}
			steps := map[string]bool{}
			for _, a := range m.Arcs {
				if a.Emphasis || kind == "saved" {
					steps[a.From+" "+a.To] = true
				}
			}
			for k, node := range m.Nodes {
				if next := m.Nodes[(k+1)%len(m.Nodes)]; !steps[node.ID+" "+next.ID] {
					t.Errorf("%s, ring %d: no step from %s to %s in full colour", kind, i+1, node.ID, next.ID)
				}
			}
			if m.Cycles[0].Number != i+1 {
				t.Errorf("%s, ring %d has the number %d", kind, i+1, m.Cycles[0].Number)
			}
		}
	}
}

// From 26 parties on, amounts stand on the arrows of cycles and on so many of the largest others.
func TestMapThinsLabels(t *testing.T) {
	n := build(t, reference(t), graph.View{})
	for _, tt := range []struct{ parties, labels int }{{24, 1000}, {26, 40}, {60, 40}, {90, 20}} {
		m := draw(t, n, view.MapOptions{MaxParties: tt.parties})
		labelled, smallest, largestBare := 0, 1e18, 0.0
		for _, a := range m.Arcs {
			switch {
			case len(a.Cycles) > 0:
				if a.Label == "" {
					t.Errorf("%d parties: %s is on a cycle and has no amount", tt.parties, a.ID)
				}
			case a.Label != "":
				labelled++
				smallest = min(smallest, a.Amount)
			default:
				largestBare = max(largestBare, a.Amount)
			}
		}
		if labelled > tt.labels || tt.labels < 1000 && labelled != tt.labels {
			t.Errorf("%d parties: %d other arrows have an amount, want %d", tt.parties, labelled, tt.labels)
		}
		if largestBare > smallest {
			t.Errorf("%d parties: %v has no amount, and %v has", tt.parties, largestBare, smallest)
		}
	}
}

// Losses are painted as the shock says: a tint by the share of what was to come, arrows by whose hands it came, the struck
// apart; and who is not in the network is named.
func TestLossMap(t *testing.T) {
	l := read(t, `
deals:
  - {id: d1, from: star, to: cloud, kind: compute, amount: $300B, status: signed 2025-01-01, source: "https://example.com/1"}
  - {id: d2, from: cloud, to: chips, kind: purchase, amount: $40B, status: signed 2025-01-01, source: "https://example.com/2"}
  - {id: d3, from: star, to: small, kind: compute, amount: $1B, status: signed 2025-01-01, source: "https://example.com/3"}
`)
	n := build(t, l, graph.View{})
	dollars := func(s string) *view.Money { return &view.Money{Amount: s, Currency: "USD", Text: "$" + s} }
	same := func(s string) view.Between { return view.Between{Low: dollars(s), High: dollars(s)} }
	third, tenth := 0.5, 0.1
	x := view.Shock{
		Basis: "headline", What: "Star pays half", Direct: same("150500000000.00"), Total: view.Between{Low: dollars("150500000000.00"), High: dollars("154500000000.00")},
		Losers: []view.Loser{
			{Party: view.Party{ID: "cloud", Name: "Cloud"}, Total: same("150000000000.00"), ShareOfInflow: &third, Defaults: "yes"},
			{Party: view.Party{ID: "chips", Name: "Chips"}, Total: view.Between{Low: dollars("0.00"), High: dollars("4000000000.00")}, ShareOfInflow: &tenth},
			{Party: view.Party{ID: "gone", Name: "Gone"}, Total: same("7.00")},
		},
		Through: []view.Through{
			{Party: view.Party{ID: "cloud", Name: "Cloud"}, From: view.Party{ID: "star", Name: "Star"}, Amount: dollars("150000000000.00")},
			{Party: view.Party{ID: "chips", Name: "Chips"}, From: view.Party{ID: "cloud", Name: "Cloud"}, Amount: dollars("4000000000.00")},
		},
	}
	m := view.LossMap(n, x, []string{"a caveat"}, view.MapOptions{})
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	group, detail := map[string]string{}, map[string]string{}
	for _, node := range m.Nodes {
		group[node.ID], detail[node.ID] = node.Group, node.Detail
	}
	if want := map[string]string{"star": "struck", "cloud": "loss4", "chips": "loss3"}; fmt.Sprint(group) != fmt.Sprint(want) {
		t.Errorf("tints are %v, want %v", group, want)
	}
	if detail["cloud"] != "−$150bn, 50.0%" || detail["chips"] != "−$4bn, 10.0%" {
		t.Errorf("details are %v", detail)
	}
	losses := map[string]float64{}
	for _, a := range m.Arcs {
		if a.Kind == "loss" {
			losses[a.From+" "+a.To] = a.Amount
		} else if a.Emphasis || a.Label != "" {
			t.Errorf("the deal %s does not step back", a.ID)
		}
	}
	if losses["star cloud"] != 150e9 || losses["cloud chips"] != 4e9 || len(losses) != 2 {
		t.Errorf("losses are %v", losses)
	}
	if !strings.Contains(m.Subtitle, "$151bn to $155bn") && !strings.Contains(m.Subtitle, "$150bn to $154bn") {
		t.Errorf("the subtitle %q does not give the range", m.Subtitle)
	}
	if !slices.Contains(m.Notes, "a caveat") || len(m.Dropped) != 2 || !strings.Contains(m.Dropped[1], "does not have in this view: Gone") {
		t.Errorf("notes %q, dropped %q", m.Notes, m.Dropped)
	}
}

// In Chinese nothing but names and numbers is left in Latin letters.
func TestChineseMap(t *testing.T) {
	l := read(t, `
parties:
  - {id: nv, name: NVIDIA Corporation, aliases: [英伟达], sector: chips}
  - {id: oai, name: OpenAI, aliases: [开放人工智能], sector: ai_lab}
  - {id: orcl, name: Oracle, aliases: [甲骨文], sector: cloud}
  - {id: far, name: Far, aliases: [远方], sector: bank}
deals:
  - {id: d1, from: nv, to: oai, kind: equity, amount: up to $100B, status: loi 2025-01-01, source: "https://example.com/1"}
  - {id: d2, from: oai, to: orcl, kind: compute, amount: ~$300B, status: signed 2025-01-01, source: "https://example.com/2"}
  - {id: d3, from: orcl, to: nv, kind: purchase, amount: "?", status: announced 2025-01-01, source: "https://example.com/3"}
  - {id: d4, from: orcl, to: orcl, kind: loan, amount: $1B, status: signed 2025-01-01, source: "https://example.com/3"}
  - {id: d5, from: far, to: orcl, kind: loan, amount: $1B, status: signed 2025-01-01, source: "https://example.com/3"}
`)
	n := build(t, l, graph.View{})
	m := draw(t, n, view.MapOptions{Language: "zh", MaxParties: 3})
	if m.Lang != "zh" {
		t.Errorf("the language is %q", m.Lang)
	}
	m.ID, m.Source, m.Lang = "", "", ""
	ids := regexp.MustCompile(`（d\d）`)
	check := func(what, s string) {
		if latin := regexp.MustCompile(`[A-Za-z]{2,}`).FindString(ids.ReplaceAllString(s, "")); latin != "" {
			t.Errorf("%s: %q has %q", what, s, latin)
		}
	}
	check("title", m.Title)
	check("subtitle", m.Subtitle)
	check("in words", m.AltText)
	for _, list := range [][]string{m.Dropped, m.Notes, {m.NotDrawn}} {
		for _, s := range list {
			check("below", s)
		}
	}
	m.Legend.Headings.Each(func(s string) string { check("heading", s); return s })
	for _, list := range [][]figure.Entry{m.Legend.Kinds, m.Legend.Certainties, m.Legend.Groups} {
		for _, e := range list {
			check("legend", e.Label)
		}
	}
	for _, a := range m.Arcs {
		check("arrow", a.Label)
		check("arrow", a.Title)
	}
	for _, c := range m.Cycles {
		check("cycle", c.Text+c.Amount+c.Note)
	}
	if len(m.Cycles) == 0 || len(m.Dropped) != 2 {
		t.Errorf("%d cycles, %d sentences on what is left out: the test looks at nothing", len(m.Cycles), len(m.Dropped))
	}
	for _, k := range deals.Kinds() { // every kind has a word
		for _, e := range view.KindWords("zh") {
			if e.Key == string(k.Kind) {
				check("kind", e.Label)
			}
		}
	}
}
