package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/odds"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// SurviveOdds is how likely parties fail under a stress, each by itself and together.
type SurviveOdds struct {
	Uncertain Uncertain     `json:"uncertain"`
	Parties   []OddsParty   `json:"parties"` // those asked for that fail in some scenario, the likeliest first
	Never     int           `json:"never"`   // more parties that owe something and fail in none, of all that can
	NeverIn   Chance        `json:"never_chance"`
	Bare      *OddsTogether `json:"bare"`
	Ample     *OddsTogether `json:"ample"` // null: it was stopped before
}

// OddsParty is one party at both ends of what is not known.
type OddsParty struct {
	Party   view.Party `json:"party"`
	Revenue bool       `json:"revenue_on_record"` // if not, nothing is known of its odds
	Bare    OddsSide   `json:"bare"`
	Ample   *OddsSide  `json:"ample"` // null: there it has whatever is due
}

// OddsSide is what becomes of a party at one end.
type OddsSide struct {
	FailsBy []Chance `json:"fails_by"` // by year: it has not met an obligation by its end
	Need    Spread   `json:"need"`
	Missing Estimate `json:"missing"` // on average over all scenarios
}

// OddsTogether is what becomes of all at one end.
type OddsTogether struct {
	Runs    Runs     `json:"scenarios"`
	Failing float64  `json:"failing"`  // how many fail, on average
	AtLeast []Chance `json:"at_least"` // one or more fail, two or more …
	Missing Spread   `json:"missing"`
	Alone   Estimate `json:"missing_alone"` // on average, if everybody else paid in full
	Factor  *float64 `json:"amplification,omitempty"`
	Endless Chance   `json:"not_cleared"`
}

// AddOdds takes in the odds at the bare and the ample end; ample may be nil. keep says which parties are shown.
func (s *Survive) AddOdds(bare, ample *odds.Network, keep func(graph.Node) bool) {
	currency := deals.Currency(s.Currency)
	o := &SurviveOdds{Uncertain: uncertainOf(bare.World), Parties: []OddsParty{}, Bare: togetherOf(bare, currency)}
	if ample != nil {
		o.Ample = togetherOf(ample, currency)
	}
	for _, p := range bare.Parties {
		last := p.By[len(p.By)-1]
		if last.Share == 0 {
			o.Never, o.NeverIn = o.Never+1, chanceOf(last)
			continue
		}
		if !keep(p.Party) {
			continue
		}
		row := OddsParty{Party: view.PartyRef(bare.System.Plan.Network.Party(p.Party)), Revenue: bare.System.Plan.Books[p.Party].Revenue.Known(), Bare: sideOf(p, currency)}
		if ample != nil {
			for _, other := range ample.Parties {
				if other.Party == p.Party {
					side := sideOf(other, currency)
					row.Ample = &side
				}
			}
		}
		o.Parties = append(o.Parties, row)
	}
	slices.SortStableFunc(o.Parties, func(a, b OddsParty) int { return cmp.Compare(b.Bare.last().Share, a.Bare.last().Share) })
	s.Odds = o
}

// last is the chance that it has failed by the end of the plan.
func (s OddsSide) last() Chance { return s.FailsBy[len(s.FailsBy)-1] }

func sideOf(p odds.PartyOdds, c deals.Currency) OddsSide {
	out := OddsSide{Need: spreadOf(p.Need, c), Missing: Estimate{rounded(p.Missing, p.MissingE, c), errorOf(p.MissingE, c)}}
	for _, by := range p.By {
		out.FailsBy = append(out.FailsBy, chanceOf(by))
	}
	return out
}

func togetherOf(n *odds.Network, c deals.Currency) *OddsTogether {
	out := &OddsTogether{Runs: runsOf(n.Result), Missing: spreadOf(n.Missing, c), Endless: chanceOf(n.Endless), AtLeast: []Chance{}}
	out.Failing, _ = n.Failing.Mean()
	alone, se := n.Alone.Mean()
	out.Alone = Estimate{rounded(alone, se, c), errorOf(se, c)}
	for k := 1; k <= max(2, int(n.Failing.Max)); k++ {
		out.AtLeast = append(out.AtLeast, chanceOf(n.AtLeast(k)))
	}
	if x, ok := n.Amplification(); ok {
		out.Factor = &x
	}
	return out
}

func (s Survive) oddsTable(top int, on string) table.Table {
	o := s.Odds
	rows, part := slices.DeleteFunc(slices.Clone(o.Parties), func(p OddsParty) bool { return !p.Revenue }), ""
	if top > 0 && len(rows) > top {
		rows, part = rows[:top], fmt.Sprintf(" (%d of %d)", top, len(rows))
	}
	t := table.Table{Title: "The odds that an obligation is missed by the end of a year, " + s.Stress.String() + on + part, Columns: []table.Column{{Name: "party"}}}
	for _, y := range s.Years {
		t.Columns = append(t.Columns, table.Column{Name: strconv.Itoa(y), Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "missing", Align: table.Right}, table.Column{Name: "need 50%", Align: table.Right}, table.Column{Name: "need 95%", Align: table.Right})
	for _, p := range rows {
		row := []table.Cell{view.Text(p.Party.Name)}
		for y := range p.Bare.FailsBy {
			row = append(row, p.failsBy(y))
		}
		t.Rows = append(t.Rows, append(row, p.Bare.Missing.Amount.Cell(), p.Bare.Need.P50.Cell(), p.Bare.Need.P95.Cell()))
	}
	t.Footnotes = o.notes(s)
	return t
}

// failsBy is the chance that it has failed by the end of a year, from the ample to the bare end.
func (p OddsParty) failsBy(y int) table.Cell {
	bare := p.Bare.FailsBy[y]
	text := bare.Text
	switch {
	case bare.Share == 0:
	case bare.Share == 1 && (p.Ample == nil || p.Ample.FailsBy[y].Share < 1):
		text = "≤ 100%"
	case p.Ample == nil || p.Ample.FailsBy[y].Share == 0:
		text = "≤ " + text
	case p.Ample.FailsBy[y].Text != text:
		text = p.Ample.FailsBy[y].Text + " to " + text
	}
	return table.Cell{Text: text, Raw: strconv.FormatFloat(bare.Share, 'f', -1, 64), Number: true}
}

// notes say what all do together, and from what scenarios are drawn.
func (o *SurviveOdds) notes(s Survive) []string {
	var out []string
	if o.Ample == nil {
		out = append(out, "bare end: "+o.Bare.words(), "the ample end was not begun: what is told is the bare end, and every chance may be less")
	} else if bare, ample := o.Bare.words(), o.Ample.words(); bare == ample {
		out = append(out, bare)
	} else {
		out = append(out, "bare end: "+bare, "ample end: "+ample)
	}
	out = append(out,
		fmt.Sprintf("missed: not met in full in its year; told is the share of %s in which the party has missed one by then, as far as its 95%% interval supports digits; ≤: at the bare end of what is not known, while at the ample end it misses none; A to B: from the ample to the bare end", plural(o.Bare.Runs.Done, "scenario", "scenarios")),
		"missing: obligations not met, on average over all scenarios; need: the money at the beginning with which it would meet them, as others pay it in the scenario, that is enough in half of all scenarios, and in 19 of 20; both at the bare end",
		"at the bare end a party of which no fact tells revenue has from outside what its deals need under the plan, also where a deal that pays it falls through",
	)
	var silent []string
	for _, p := range o.Parties {
		if !p.Revenue {
			silent = append(silent, p.Party.Name)
		}
	}
	switch len(silent) {
	case 0:
	case 1:
		out = append(out, "no fact tells what "+silent[0]+" earns outside: its odds are not known, as it may have all or none of what it is due to pay; in what is said of the bare end it counts as well")
	default:
		out = append(out, "no fact tells what "+view.ListOf(silent)+" earn outside: their odds are not known, as they may have all or none of what they are due to pay; in what is said of the bare end they count as well")
	}
	if o.Never > 0 {
		out = append(out, fmt.Sprintf("%s in any scenario: a chance %s each", view.Plural(o.Never, "more party that owes something misses nothing", "more parties that owe something miss nothing"), o.NeverIn.Text))
	}
	out = append(out, o.Uncertain.notes(s.Years[len(s.Years)-1])...)
	out = append(out, fmt.Sprintf("seed %d, %s sampling; odds under these assumptions, and no forecast", o.Bare.Runs.Seed, o.Bare.Runs.Sampling))
	for _, side := range []*OddsTogether{o.Bare, o.Ample} {
		if side == nil {
			continue
		}
		if side.Endless.Share > 0 {
			out = append(out, "in "+side.Endless.Text+" of scenarios a year could not be cleared: they count as far as they had come")
		}
		if side.Runs.Stopped != "" {
			out = append(out, fmt.Sprintf("stopped after %s of %s scenarios: this is the answer so far", thousands(side.Runs.Done), thousands(side.Runs.Asked)))
		}
	}
	return out
}

// words say how many fail together, and what is missing in all.
func (t *OddsTogether) words() string {
	if t.AtLeast[0].Share == 0 {
		return "nobody misses an obligation in any scenario: a chance " + t.AtLeast[0].Text
	}
	var parts []string
	for k, c := range t.AtLeast[:min(4, len(t.AtLeast))] {
		if k > 0 && c.Share == 0 {
			if k == 1 {
				parts = append(parts, "never two together ("+c.Text+")")
			}
			break
		}
		name := []string{"somebody misses an obligation in %s of scenarios", "two or more do in %s", "three or more in %s", "four or more in %s"}[k]
		parts = append(parts, fmt.Sprintf(name, c.Text))
	}
	out := strings.Join(parts, ", ") + "; obligations of " + textOf(t.Missing.Mean) + " are not met on average"
	if t.Missing.P95 != nil {
		out += ", of more than " + t.Missing.P95.Text + " in one of twenty"
	}
	if t.Factor != nil {
		out += fmt.Sprintf("; if everybody else paid in full parties would miss %s: what they fail to pay each other makes it %s times that", textOf(t.Alone.Amount), number2(*t.Factor))
	}
	return out
}
