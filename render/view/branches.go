package view

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/throughflow"
	"dealgraph/render/table"
)

// Branch is a part of a sum as it comes from or goes to a neighbour, and how that part came there or goes on.
type Branch struct {
	Party  Party    `json:"party"`
	What   string   `json:"what,omitempty"` // own or unrecorded, outside, kept; again: a party that is on the branch already
	Share  float64  `json:"share"`          // of the whole sum
	Amount *Money   `json:"amount"`
	Next   []Branch `json:"next,omitempty"`
	minor  int64
}

// ErrBranches says that money takes more ways than can be told: those with the least of it are not followed to their ends.
var ErrBranches = errors.New("the money takes more ways than are followed: the smaller ones break off; --min-share and --depth ask for fewer")

// mostBranches is how many branches are told.
const mostBranches = 20_000

// way is a direction in which money is followed: up to whom it came from, or down to whom it goes.
type way bool

const (
	up   way = true
	down way = false
)

// brancher follows money from hand to hand.
type brancher struct {
	n     *graph.Network
	ways  []throughflow.Party // by node
	depth int
	least float64
}

// twig is a branch that is growing.
type twig struct {
	party  graph.Node
	amount float64
	what   string
	depth  int
	number int // in the order of growth
	parent *twig
	next   []*twig
}

// passes reports whether the way from the root to a twig passes a party.
func (t *twig) passes(v graph.Node) bool {
	for ; t != nil; t = t.parent {
		if t.party == v {
			return true
		}
	}
	return false
}

// twigs are those that can grow, the largest first.
type twigs []*twig

func (t twigs) Len() int { return len(t) }
func (t twigs) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(t[j].amount, t[i].amount), cmp.Compare(t[i].number, t[j].number)) < 0
}
func (t twigs) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *twigs) Push(x any)   { *t = append(*t, x.(*twig)) }
func (t *twigs) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}

// grow tells the branches of a party, those with most money first. The error is that of ctx, or ErrBranches with what is told.
func (b *brancher) grow(ctx context.Context, v graph.Node, w way) ([]Branch, error) {
	whole := float64(b.ways[v].Throughflow)
	root := &twig{party: v, amount: whole}
	open, count := twigs{root}, 0
	for len(open) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if count > mostBranches {
			return b.told(root, whole), ErrBranches
		}
		t := heap.Pop(&open).(*twig)
		b.sprout(t, w)
		for _, next := range t.next {
			count++
			next.number = count
			if next.what == "" && next.amount >= b.least*whole && next.depth < b.depth {
				heap.Push(&open, next)
			}
		}
	}
	return b.told(root, whole), nil
}

// sprout lets a twig grow by one hand.
func (b *brancher) sprout(t *twig, w way) {
	p := b.ways[t.party]
	each := t.amount / float64(p.Throughflow)
	add := func(v graph.Node, minor int64, what string) {
		amount := each * float64(minor)
		switch {
		case amount < 0.5:
			return
		case what != "":
		case b.n.Party(v).Outside():
			what = "outside"
		case t.passes(v):
			what = "again"
		}
		t.next = append(t.next, &twig{party: v, amount: amount, what: what, depth: t.depth + 1, parent: t})
	}
	arcs, end, rest, what := b.n.In(t.party), func(a graph.Arc) graph.Node { return a.From }, p.Own, "own or unrecorded"
	if w == down {
		arcs, end, rest, what = b.n.Out(t.party), func(a graph.Arc) graph.Node { return a.To }, p.Retained, "kept"
	}
	add(t.party, rest, what)
	var last graph.Node
	var sum int64
	for a := range arcs { // by neighbour
		if !throughflow.Moves(a) {
			continue
		}
		if v := end(a); v != last {
			add(last, sum, "")
			last, sum = v, 0
		}
		sum += a.Amount
	}
	add(last, sum, "")
	if t.parent != nil && len(t.next) == 1 && t.next[0].party == t.party { // all of it begins or ends here
		t.what, t.next = t.next[0].what, nil
	}
}

// told is what grew from a twig.
func (b *brancher) told(t *twig, whole float64) []Branch {
	var out []Branch
	for _, next := range t.next {
		minor := int64(next.amount + 0.5)
		out = append(out, Branch{
			Party: node(b.n, next.party), What: next.what, Share: next.amount / whole,
			Amount: MoneyOf(minor, b.n.View.Currency), Next: b.told(next, whole), minor: minor,
		})
	}
	slices.SortStableFunc(out, func(a, b Branch) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	return out
}

// branchTable is a tree: a row for each branch that is worth one, under that from which it goes on.
func branchTable(title, arrow string, list []Branch, least float64) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "by way of", Max: 64}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	currency := ""
	var walk func(list []Branch, depth int)
	walk = func(list []Branch, depth int) {
		share, rest, count := 0.0, int64(0), 0
		for _, b := range list {
			if b.Share < least {
				share, rest, count = share+b.Share, rest+b.minor, count+1
				currency = b.Amount.Currency
				continue
			}
			name := b.Party.Name
			if b.What != "" {
				name += " (" + b.What + ")"
			}
			t.Rows = append(t.Rows, []table.Cell{Text(strings.Repeat("· ", depth) + arrow + name), b.Amount.Cell(), table.PercentCell(b.Share)})
			walk(b.Next, depth+1)
		}
		if count > 0 {
			t.Rows = append(t.Rows, []table.Cell{Text(strings.Repeat("· ", depth) + arrow + Plural(count, "smaller one", "smaller ones")), MoneyOf(rest, deals.Currency(currency)).Cell(), table.PercentCell(share)})
		}
	}
	walk(list, 0)
	return t
}
