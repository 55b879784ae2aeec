package view

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/temporal"
	"dealgraph/render/table"
)

// TimedList is the cycles that payments can have run in order of time, on one basis, by their first payment.
type TimedList struct {
	Basis    string       `json:"basis"`
	Rule     string       `json:"rule"`
	Proved   string       `json:"proved"`
	Complete bool         `json:"complete"`
	Cycles   []TimedCycle `json:"cycles"`
	Count    *TimedCount  `json:"count,omitempty"`
}

// TimedCycle is one way over parties from one first payment on, and the payments with which it can be gone.
type TimedCycle struct {
	Path     string     `json:"path"`
	First    string     `json:"first"` // the earliest day of the first payment; empty if only its latest is known
	Last     string     `json:"last"`  // the latest day of the last
	Order    string     `json:"order"` // certain: on whichever days; or possible
	Possible string     `json:"combinations"`
	Certain  string     `json:"certain_combinations"`
	Amount   *Money     `json:"bottleneck"` // by one combination, at most; null if no payment discloses an amount
	AtLeast  bool       `json:"at_least,omitempty"`
	Hops     []TimedHop `json:"hops"`
}

// TimedHop is the payments of one step.
type TimedHop struct {
	Payer    Party          `json:"payer"`
	Payee    Party          `json:"payee"`
	Payments []TimedPayment `json:"payments"`
}

// TimedPayment is one payment and the days on which it can have moved.
type TimedPayment struct {
	Deal   string `json:"deal"`
	From   string `json:"from,omitempty"`
	Until  string `json:"until"`
	Amount *Money `json:"amount"`
	Source string `json:"source,omitempty"`
}

// TimedCount is how many there are.
type TimedCount struct {
	Ways     string `json:"ways"`
	Possible string `json:"combinations"`
	Certain  string `json:"certain_combinations"`
}

// NewTimedList begins a list under a rule: days from the first payment to the last, 0 for any; whether payments of one day can
// follow each other; parties, 0 for any number.
func NewTimedList(n *graph.Network, window int, sameDay bool, parties int) TimedList {
	rule := "each payment on a later day than the one before"
	if sameDay {
		rule = "no payment on an earlier day than the one before"
	}
	if window > 0 {
		rule += fmt.Sprintf(", the last within %s of the first", Plural(window, "day", "days"))
	}
	if parties > 0 {
		rule += fmt.Sprintf(", at most %s", Plural(parties, "party", "parties"))
	}
	return TimedList{Basis: string(n.View.Basis), Rule: rule, Complete: true, Cycles: []TimedCycle{}}
}

// Add adds a cycle that was found among payments.
func (l *TimedList) Add(n *graph.Network, payments []graph.Payment, c temporal.Cycle) {
	t := TimedCycle{
		First: day(c.First), Last: day(c.Last), Order: "possible",
		Possible: strconv.FormatUint(c.Count, 10), Certain: strconv.FormatUint(c.Certain, 10),
	}
	if c.Certain > 0 {
		t.Order = "certain"
	}
	if c.Bottleneck > 0 {
		t.Amount, t.AtLeast = MoneyOf(c.Bottleneck, n.View.Currency), c.Unknown > 0
	}
	var names []string
	for i, v := range c.Parties {
		names = append(names, Name(n.Party(v)))
		hop := TimedHop{Payer: node(n, v), Payee: node(n, c.Parties[(i+1)%len(c.Parties)])}
		for _, at := range c.Hops[i] {
			hop.Payments = append(hop.Payments, timedPayment(n, payments[at]))
		}
		t.Hops = append(t.Hops, hop)
	}
	t.Path = strings.Join(append(names, names[0]), " → ")
	l.Cycles = append(l.Cycles, t)
}

func timedPayment(n *graph.Network, p graph.Payment) TimedPayment {
	out := TimedPayment{From: day(p.First), Until: day(p.Last)}
	if p.Known {
		out.Amount = MoneyOf(p.Amount, n.View.Currency)
	}
	if leg := n.Arc(p.Arc).Leg; leg != nil {
		out.Deal, out.Source = leg.Ref().String(), firstSource(leg).URL
	}
	return out
}

// Ended says why the list stopped, and what is proved.
func (l *TimedList) Ended(err error) {
	l.Complete = false
	l.Proved = "the search was stopped before it was done"
	if errors.Is(err, temporal.ErrLimit) {
		l.Proved = "there are more"
	}
	if stop, ok := errors.AsType[*temporal.StopError](err); ok && stop.By != graph.Beginning {
		l.Proved += ", and none of those begins on or before " + day(stop.By)
	}
}

// Counted is the count in place of the list.
func (l *TimedList) Counted(t temporal.Tally, err error) {
	l.Count = &TimedCount{strconv.FormatUint(t.Bundles, 10), strconv.FormatUint(t.Count, 10), strconv.FormatUint(t.Certain, 10)}
	if err != nil {
		l.Ended(err)
	}
}

// day is a day counted from 1970-01-01, empty for the beginning of time.
func day(n int32) string {
	if n == graph.Beginning {
		return ""
	}
	return deals.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(n)).String()
}

// Tables shows the list, with details each payment too.
func (l TimedList) Tables(details bool) []table.Table {
	t := table.Table{Title: Upper(l.Basis) + " basis: " + l.what(), Columns: []table.Column{
		{Name: "#", Align: table.Right}, {Name: "cycle", Max: 72}, {Name: "from"}, {Name: "until"}, {Name: "order"}, {Name: "bottleneck", Align: table.Right}, {Name: "ways", Align: table.Right},
	}}
	t.Footnotes = []string{"in order of time: " + l.Rule}
	if l.Count != nil {
		t.Columns = []table.Column{{Name: "bundles", Align: table.Right}, {Name: "combinations", Align: table.Right}, {Name: "of them certain", Align: table.Right}}
		number := func(s string) table.Cell { return table.Cell{Text: s, Number: true} }
		t.Rows = [][]table.Cell{{number(l.Count.Ways), number(l.Count.Possible), number(l.Count.Certain)}}
		t.Footnotes = append(t.Footnotes, "a bundle is one first payment and one way over parties; a combination is one payment for each step of it")
		return []table.Table{t}
	}
	for i, c := range l.Cycles {
		amount := c.Amount.Cell()
		if c.AtLeast {
			amount.Text = "at least " + amount.Text
		}
		t.Rows = append(t.Rows, []table.Cell{table.CountCell(i + 1), Text(c.Path), Text(c.First), Text(c.Last), Text(c.Order), amount, {Text: c.Possible, Number: true}})
	}
	if len(l.Cycles) > 0 {
		t.Footnotes = append(t.Footnotes, "bottleneck: the most that one payment for each step can carry; ways: how many such choices of payments there are; one row is one first payment, so that a cycle which can begin with several has as many rows")
	}
	out := []table.Table{t}
	for i, c := range l.Cycles {
		if details {
			out = append(out, c.table(i+1))
		}
	}
	return out
}

// Sources lists the deals of all cycles of the list, each once, with the source of its amount.
func (l TimedList) Sources(n *graph.Network) table.Table {
	on := map[string]bool{}
	for _, c := range l.Cycles {
		for _, h := range c.Hops {
			for _, p := range h.Payments {
				on[p.Deal] = true
			}
		}
	}
	var list []Deal
	for a := range n.Arcs() {
		if on[a.Leg.Ref().String()] {
			list = append(list, deal(n, a))
		}
	}
	return dealSources(Upper(l.Basis)+" basis: deals of these cycles, and where their amounts come from", list)
}

// what says what the list is.
func (l TimedList) what() string {
	switch {
	case !l.Complete && l.Count != nil:
		return "cycles in order of time so far; " + l.Proved
	case l.Count != nil:
		return "cycles in order of time"
	case !l.Complete:
		return "the first " + Plural(len(l.Cycles), "cycle", "cycles") + " in order of time; " + l.Proved
	case len(l.Cycles) == 0:
		return "no cycles in order of time"
	case len(l.Cycles) == 1:
		return "the only cycle in order of time"
	}
	return fmt.Sprintf("all %d cycles in order of time", len(l.Cycles))
}

func (c TimedCycle) table(number int) table.Table {
	t := table.Table{Title: fmt.Sprintf("%d. %s", number, c.Path), Columns: []table.Column{
		{Name: "step"}, {Name: "from"}, {Name: "until"}, {Name: "amount", Align: table.Right}, {Name: "deal", Max: 48},
	}}
	for _, h := range c.Hops {
		step := h.Payer.Name + " → " + h.Payee.Name
		for _, p := range h.Payments {
			t.Rows = append(t.Rows, []table.Cell{Text(step), Text(p.From), Text(p.Until), p.Amount.Cell(), {Text: p.Deal, Link: p.Source}})
			step = ""
		}
	}
	return t
}

// CycleCount is how many cycles there are on one basis, under the rule of the search.
type CycleCount struct {
	Basis        string         `json:"basis"`
	Cycles       uint64         `json:"cycles"`
	ByParties    map[int]uint64 `json:"by_parties"`
	Combinations string         `json:"combinations"` // of one deal for each step; with + when there are more
	Rule         string         `json:"rule"`
	Complete     bool           `json:"complete"`
	lengths      int
}

// CycleCountOf tells a count.
func CycleCountOf(n *graph.Network, t cycles.Tally) CycleCount {
	c := CycleCount{Basis: string(n.View.Basis), Cycles: t.Cycles, ByParties: map[int]uint64{}, Combinations: strconv.FormatUint(t.Combinations, 10), Complete: t.Proved.Complete}
	if t.Full {
		c.Combinations += "+"
	}
	for k, count := range t.ByLength {
		if count > 0 {
			c.ByParties[k], c.lengths = count, k
		}
	}
	c.Rule = strings.TrimPrefix(t.Proved.Within(), " ")
	return c
}

// mostLengths is how many lengths of cycles have a column of their own.
const mostLengths = 12

// CycleCounts sets the counts of several bases side by side.
func CycleCounts(list []CycleCount) table.Table {
	rule, complete, longest := "", true, 0
	for _, c := range list {
		longest, complete = max(longest, c.lengths), complete && c.Complete
		if c.Rule != "" {
			rule = c.Rule
		}
	}
	t := table.Table{Title: strings.TrimSuffix("Cycles "+rule, " "), Columns: []table.Column{{Name: "basis"}, {Name: "cycles", Align: table.Right}}}
	if !complete {
		t.Title += ", so far: the count was stopped before it was done"
	}
	apart := min(longest, mostLengths)
	for k := 1; k <= apart; k++ {
		t.Columns = append(t.Columns, table.Column{Name: "of " + strconv.Itoa(k), Align: table.Right})
	}
	if longest > apart {
		t.Columns = append(t.Columns, table.Column{Name: fmt.Sprintf("of %d to %d", apart+1, longest), Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "combinations of deals", Align: table.Right})
	number := func(s string) table.Cell {
		if !complete {
			return table.Cell{Text: "≥ " + s, Raw: s, Number: true}
		}
		return table.Cell{Text: s, Number: true}
	}
	for _, c := range list {
		row := []table.Cell{Text(c.Basis), number(strconv.FormatUint(c.Cycles, 10))}
		rest := c.Cycles
		for k := 1; k <= apart; k++ {
			row = append(row, number(strconv.FormatUint(c.ByParties[k], 10)))
			rest -= c.ByParties[k]
		}
		if longest > apart {
			row = append(row, number(strconv.FormatUint(rest, 10)))
		}
		t.Rows = append(t.Rows, append(row, number(c.Combinations)))
	}
	t.Footnotes = []string{"a cycle passes each of its parties once, and deals between the same two are one step; combinations take one deal for each step"}
	return t
}
