package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// ClaimList is where the sources of a ledger disagree: the documents worth reading next, the most dollars at stake first.
type ClaimList struct {
	Conflicts []Conflict `json:"conflicts"`
	Agreeing  int        `json:"agreeing"` // statements that would change nothing
}

// Conflict is two sources that disagree about a field of a leg, or about a fact.
type Conflict struct {
	About  string   `json:"about"` // a leg, or party, metric and period
	Field  string   `json:"field"`
	InUse  Said     `json:"in_use"`
	Other  Said     `json:"other"`
	Why    string   `json:"why"` // the other is not in use
	Stake  *Money   `json:"at_stake"`
	Basis  string   `json:"basis,omitempty"` // the one on which most is at stake
	Note   string   `json:"note,omitempty"`
	File   string   `json:"file"`
	Change []Change `json:"changes,omitempty"`
	minor  int64
}

// Said is what a source says.
type Said struct {
	Text   string `json:"says"`
	Source Source `json:"source"`
}

// Claims lists the conflicts of a ledger in the views of networks, which are those of several bases or of one. At stake is the
// largest change of a total that adopting the other statement would make; of two facts, their difference. What would change
// nothing is only counted.
//
// Cost: for each claim, that of counting the legs it is tied to by overlaps.
func Claims(l *deals.Ledger, networks []*graph.Network) (ClaimList, error) {
	out := ClaimList{Conflicts: []Conflict{}}
	views, err := whatIfs(l, networks)
	if err != nil {
		return out, err
	}
	only := networks[0].View.Parties
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			if len(only) > 0 && !slices.Contains(only, leg.From) && !slices.Contains(only, leg.To) {
				continue
			}
			if err := out.leg(leg, views); err != nil {
				return out, err
			}
		}
	}
	out.facts(l, networks[0].View)
	slices.SortStableFunc(out.Conflicts, func(a, b Conflict) int { return cmp.Or(cmp.Compare(b.minor, a.minor), cmp.Compare(a.About, b.About)) })
	return out, nil
}

// leg adds the conflicts about a leg.
func (c *ClaimList) leg(leg *deals.Leg, views []*graph.WhatIf) error {
	all, err := statements(leg, views)
	if err != nil {
		return err
	}
	used := map[string]Statement{}
	for _, s := range all {
		if s.InUse {
			used[s.Field] = s
		}
	}
	for _, s := range all {
		if s.InUse || len(s.Changes) == 0 {
			continue
		}
		in := used[s.Field]
		one := Conflict{
			About: s.Leg, Field: s.Field, InUse: Said{in.Says, in.Source}, Other: Said{s.Says, s.Source}, Why: s.why(),
			Note: cmp.Or(s.Note, in.Note), File: cmp.Or(s.File, in.File), Change: s.Changes,
		}
		for _, change := range s.Changes {
			if by := max(change.minor, -change.minor); by > one.minor {
				one.minor, one.Basis, one.Stake = by, change.Basis, MoneyOf(by, deals.Currency(change.By.Currency))
			}
		}
		if one.minor == 0 {
			c.Agreeing++
			continue
		}
		c.Conflicts = append(c.Conflicts, one)
	}
	return nil
}

// facts adds the facts that disagree: the first is the one that counts.
func (c *ClaimList) facts(l *deals.Ledger, v graph.View) {
	for in, f := range l.Twins() {
		a, b := in.Value.Money, f.Value.Money
		if a == nil || b == nil || !a.Disclosed() || !b.Disclosed() || a.Currency != b.Currency ||
			len(v.Parties) > 0 && !slices.Contains(v.Parties, f.Party) {
			continue
		}
		by := max(b.Likely-a.Likely, a.Likely-b.Likely)
		if by == 0 {
			c.Agreeing++
			continue
		}
		c.Conflicts = append(c.Conflicts, Conflict{
			About: strings.TrimSpace(fmt.Sprintf("%s, %s %s", f.Party, words(f.Metric), f.Period.Text)), Field: "value", Why: "the first in the ledger counts",
			InUse: Said{in.Value.Text, SourceOf(in.Source)}, Other: Said{f.Value.Text, SourceOf(f.Source)},
			Stake: MoneyOf(by, b.Currency), Note: f.Note, File: f.Pos.String(), minor: by,
		})
	}
}

// Tables shows the list.
func (c ClaimList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "#", Align: table.Right}, {Name: "at stake", Align: table.Right}, {Name: "basis"}, {Name: "about", Max: 44}, {Name: "field"}, {Name: "in use"}, {Name: "tier in use"},
		{Name: "other"}, {Name: "tier of other"}, {Name: "read next", Max: 60},
	}}
	for i, one := range c.Conflicts {
		row := Texts("", "", one.Basis, one.About, one.Field, one.InUse.Text, one.InUse.Source.Tier, one.Other.Text, one.Other.Source.Tier, cmp.Or(one.Other.Source.Title, one.Other.Source.URL))
		row[0], row[1] = table.CountCell(i+1), one.Stake.Cell()
		row[9].Link = one.Other.Source.URL
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = append(t.Footnotes, "at stake: by how much the total of a basis would change if the other were in use; of two facts, their difference")
	if c.Agreeing > 0 {
		t.Footnotes = append(t.Footnotes, Plural(c.Agreeing, "statement of another source", "statements of other sources")+" would change nothing")
	}
	return []table.Table{t}
}

// WeakList is the money that rests on weak sources alone.
type WeakList struct {
	Basis   string `json:"basis"`
	Legs    []Weak `json:"legs"`
	Total   *Money `json:"total"`
	Share   string `json:"share"` // of the total of the network
	Unknown int    `json:"undisclosed"`
}

// Weak is a leg of which the amount in use has no better source than press that names none.
type Weak struct {
	Leg     string `json:"leg"`
	Payer   Party  `json:"payer"`
	Payee   Party  `json:"payee"`
	Amount  *Money `json:"amount"`
	Tier    string `json:"tier"`
	Sources int    `json:"sources"` // of the leg and of claims on its amount
	Read    Source `json:"source"`
}

// WeakSources lists the legs of a network that rest on weak sources alone: press that does not name its source, estimates,
// posts, and what states no tier. The largest come first, undisclosed amounts are only counted.
func WeakSources(n *graph.Network) WeakList {
	out := WeakList{Basis: string(n.View.Basis), Legs: []Weak{}}
	var total int64
	arcs := slices.Collect(n.Arcs())
	slices.SortStableFunc(arcs, func(a, b graph.Arc) int { return cmp.Compare(b.Amount, a.Amount) })
	for _, a := range arcs {
		_, src := a.Leg.Use()
		if src.Tier != deals.TierUnknown && src.Tier < deals.TierUnnamedPress {
			continue
		}
		if !a.Known {
			out.Unknown++
			continue
		}
		total += a.Amount
		said := len(a.Leg.AllSources())
		for _, c := range a.Leg.Claims {
			if c.Field == "amount" {
				said++
			}
		}
		out.Legs = append(out.Legs, Weak{a.Leg.Ref().String(), node(n, a.From), node(n, a.To), MoneyOf(a.Amount, n.View.Currency), src.Tier.String(), said, SourceOf(src)})
	}
	out.Total = MoneyOf(total, n.View.Currency)
	if all := n.Total(); all > 0 {
		out.Share = fmt.Sprintf("%.0f%%", float64(total)/float64(all)*100)
	}
	return out
}

// Tables shows the list.
func (l WeakList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "amount", Align: table.Right}, {Name: "tier"}, {Name: "sources", Align: table.Right}, {Name: "deal", Max: 44}, {Name: "read next", Max: 60},
	}}
	for _, w := range l.Legs {
		row := append(Texts(w.Payer.Name, w.Payee.Name), w.Amount.Cell(), Text(orNotStated(w.Tier)), table.CountCell(w.Sources), Text(w.Leg), table.Cell{Text: cmp.Or(w.Read.Title, w.Read.URL), Link: w.Read.URL})
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = append(t.Footnotes, fmt.Sprintf("%s on the %s basis, %s of the total, rest on no better source", l.Total.Text, l.Basis, cmp.Or(l.Share, "0%")))
	if l.Unknown > 0 {
		t.Footnotes = append(t.Footnotes, Plural(l.Unknown, "more has an undisclosed amount", "more have undisclosed amounts"))
	}
	return []table.Table{t}
}

func orNotStated(tier string) string { return cmp.Or(tier, "not stated") }
