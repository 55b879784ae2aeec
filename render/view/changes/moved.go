package changes

import (
	"cmp"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/change"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Basis is what moved on one basis.
type Basis struct {
	Basis   string       `json:"basis"`
	Total   Moved        `json:"total"`
	Round   *Round       `json:"can_go_round"` // null: it was not computed
	Parties []PartyMoved `json:"parties"`      // those of which something moved, most first
	Stakes  []StakeMoved `json:"stakes"`
	Years   []Moved      `json:"due_by_year,omitempty"`
}

// PartyMoved is what a party pays and is paid.
type PartyMoved struct {
	Party    view.Party `json:"party"`
	Pays     Moved      `json:"pays"`
	Receives Moved      `json:"receives"`
}

// StakeMoved is what others lose if a party fails, and what it loses if others do.
type StakeMoved struct {
	Party   view.Party `json:"party"`
	AtStake Moved      `json:"others_have_at_stake"`
	Holds   Moved      `json:"has_at_stake"`
}

// Moved is a number that adds up over deals, in two states.
type Moved struct {
	Year   string      `json:"year,omitempty"`
	Was    Amount      `json:"was"`
	Is     Amount      `json:"is"`
	By     *view.Money `json:"by"`
	Causes []Cause     `json:"because_of"` // they add up
}

// Amount is a sum of what is disclosed, and how many are not.
type Amount struct {
	Amount  *view.Money `json:"amount"` // null when there are amounts and none is disclosed
	Unknown int         `json:"undisclosed,omitempty"`
	Entries int         `json:"entries"` // legs, or claims
}

// Cause is a deal, or deals that depend on one another, or a party's record, and what it did to a number.
type Cause struct {
	Deals   []string    `json:"deals,omitempty"`
	Party   *view.Party `json:"party,omitempty"`
	By      *view.Money `json:"by"`
	Unknown int         `json:"undisclosed,omitempty"` // so many undisclosed amounts more, or less
	Why     string      `json:"why"`
}

// Round is what can go round in two states, and what each change does to it.
type Round struct {
	Was     *view.Money `json:"was"`
	Is      *view.Money `json:"is"`
	By      *view.Money `json:"by"`
	Causes  []Cause     `json:"because_of"` // what there would be less, or more, without each alone
	Rest    *view.Money `json:"rest"`       // they need not add up
	Changes int         `json:"changes"`
	Tried   int         `json:"tried"`
}

// Share is one total as a part of another, in two states; null where the other is nothing.
type Share struct {
	Basis string   `json:"basis"`
	Of    string   `json:"of"`
	Was   *float64 `json:"was"`
	Is    *float64 `json:"is"`
}

// Read makes results of what moved in one currency.
type Read struct {
	Changes  *change.Changes
	Currency deals.Currency
}

// One is the only number of a list, such as a total.
func (r Read) One(list []change.Moved) Moved {
	if len(list) == 0 {
		return r.moved(change.Moved{})
	}
	return r.moved(list[0])
}

// Parties are what parties pay and are paid, of those of which either moved.
func (r Read) Parties(pays, receives []change.Moved) []PartyMoved {
	out := []PartyMoved{}
	for _, p := range r.both(pays, receives) {
		out = append(out, PartyMoved{p.party, p.of[0], p.of[1]})
	}
	return out
}

// Stakes are what is at stake with parties and what they have at stake, of those of which either moved.
func (r Read) Stakes(with, holds []change.Moved) []StakeMoved {
	out := []StakeMoved{}
	for _, p := range r.both(with, holds) {
		out = append(out, StakeMoved{p.party, p.of[0], p.of[1]})
	}
	return out
}

// twoSides are two numbers of a party.
type twoSides struct {
	party view.Party
	of    [2]Moved
	most  int64
}

// both puts two numbers of each party side by side; the parties of which more moved come first.
func (r Read) both(one, other []change.Moved) []twoSides {
	at := map[string]int{}
	moved := map[string]bool{}
	var all []twoSides
	for i, list := range [][]change.Moved{one, other} {
		for _, m := range list {
			k, ok := at[m.Of]
			if !ok {
				k = len(all)
				at[m.Of] = k
				none := r.moved(change.Moved{})
				all = append(all, twoSides{party: Party(r.Changes, m.Of), of: [2]Moved{none, none}})
			}
			moved[m.Of] = moved[m.Of] || !m.Same()
			all[k].of[i], all[k].most = r.moved(m), max(all[k].most, m.By(), -m.By())
		}
	}
	all = slices.DeleteFunc(all, func(p twoSides) bool { return !moved[p.party.ID] })
	slices.SortStableFunc(all, func(a, b twoSides) int {
		return cmp.Or(cmp.Compare(b.most, a.most), cmp.Compare(a.party.ID, b.party.ID))
	})
	return all
}

// Years are the numbers of years, in order, those that did not move too.
func (r Read) Years(list []change.Moved) []Moved {
	out := []Moved{}
	for _, m := range list {
		one := r.moved(m)
		one.Year = m.Of
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Moved) int { return cmp.Compare(a.Year, b.Year) })
	return out
}

func (r Read) moved(m change.Moved) Moved {
	out := Moved{Was: r.amount(m.Old), Is: r.amount(m.New), By: view.MoneyOf(m.By(), r.Currency), Causes: []Cause{}}
	for _, e := range m.Causes {
		out.Causes = append(out.Causes, Cause{
			Deals: []string{string(e.Deal)}, By: view.MoneyOf(e.By(), r.Currency), Unknown: e.New.Unknown - e.Old.Unknown, Why: Why(r.Changes, e.Deal),
		})
	}
	return out
}

func (r Read) amount(s change.Sum) Amount {
	out := Amount{Unknown: s.Unknown, Entries: s.Entries}
	if s.Unknown == 0 || s.Unknown < s.Entries {
		out.Amount = view.MoneyOf(s.Minor, r.Currency)
	}
	return out
}

// Round tells what leaving changes out does.
func (r Read) Round(d change.Drops) *Round {
	out := &Round{
		Was: view.MoneyOf(d.Old, r.Currency), Is: view.MoneyOf(d.New, r.Currency), By: view.MoneyOf(d.New-d.Old, r.Currency), Rest: view.MoneyOf(d.Rest, r.Currency),
		Causes: []Cause{}, Changes: d.Changes, Tried: d.Tried,
	}
	for _, one := range d.Causes {
		c := Cause{By: view.MoneyOf(one.Effect, r.Currency)}
		if one.Party != "" {
			p := Party(r.Changes, string(one.Party))
			c.Party, c.Why = &p, "its sector: it stands for many in one of the two"
		}
		for _, id := range one.Deals {
			c.Deals = append(c.Deals, string(id))
		}
		if len(one.Deals) > 0 {
			c.Why = r.together(one.Deals)
		}
		out.Causes = append(out.Causes, c)
	}
	return out
}

// together says why deals count for another amount, those that only follow others last.
func (r Read) together(ids []deals.DealID) string {
	if len(ids) == 1 {
		return Why(r.Changes, ids[0])
	}
	var own, other, plain []string
	for _, id := range ids {
		why := Why(r.Changes, id)
		if !slices.Contains(plain, why) {
			plain = append(plain, why)
		}
		if r.Changes.Why(id).Deal != nil {
			own = append(own, string(id)+": "+why)
		} else {
			other = append(other, string(id)+": "+why)
		}
	}
	all := append(own, other...)
	switch {
	case len(plain) == 1:
		all = plain
	case len(all) > most:
		all = append(all[:most:most], "…")
	}
	return "together: " + strings.Join(all, "; ")
}

// ShareOf is the total of one basis as a part of that of another, in two states.
func ShareOf(part, whole [2]*graph.Network) Share {
	out := Share{Basis: string(part[1].View.Basis), Of: string(whole[1].View.Basis)}
	for i, to := range []**float64{&out.Was, &out.Is} {
		if total := whole[i].Total(); total > 0 {
			x := float64(part[i].Total()) / float64(total)
			*to = &x
		}
	}
	return out
}

// Still reports whether no number moved on a basis.
func (b Basis) Still() bool {
	moves := func(m Moved) bool { return m.By.Amount != "0.00" || m.Was.Unknown != m.Is.Unknown }
	return !moves(b.Total) && !slices.ContainsFunc(b.Years, moves) && (b.Round == nil || b.Round.Was.Amount == b.Round.Is.Amount) && len(b.Parties)+len(b.Stakes) == 0
}

// String is the sum in words: $5.0B, $5.0B + ?, ?.
func (a Amount) String() string {
	switch {
	case a.Amount == nil:
		return view.Unknown
	case a.Unknown > 0:
		return a.Amount.Text + " + ?"
	}
	return a.Amount.Text
}

// Cell is the sum as a cell.
func (a Amount) Cell() table.Cell {
	cell := a.Amount.Cell()
	cell.Text = a.String()
	return cell
}

// by is a cell that says by how much something moved, with its sign, and that so many undisclosed amounts came on top or are no longer
// there; "=" for not at all.
func by(m *view.Money, unknown int) table.Cell {
	cell := m.Cell()
	cell.Text = signed(m)
	zero := cell.Text == "="
	switch {
	case unknown > 0 && zero:
		cell.Text = "+ ?"
	case unknown > 0:
		cell.Text += " + ?"
	case unknown < 0 && zero:
		cell.Text = "- ?"
	case unknown < 0:
		cell.Text += " - ?"
	}
	return cell
}

// cell is by how much the number moved.
func (m Moved) cell() table.Cell { return by(m.By, m.Is.Unknown-m.Was.Unknown) }

// signed spells a difference.
func signed(m *view.Money) string {
	switch minor, ok := m.Minor(); {
	case !ok:
		return view.Unknown
	case minor == 0:
		return "="
	case minor > 0:
		return "+" + m.Text
	}
	return m.Text
}
