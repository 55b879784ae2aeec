package view_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

// saved is a result as it is after it was written to a file and read back.
func saved[T any](t *testing.T, result T) (out T) {
	t.Helper()
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func strongest(t *testing.T, n *graph.Network) cycles.Result {
	t.Helper()
	found, err := cycles.Find(t.Context(), n, cycles.Options{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every deal leg is told by exactly one cell, or one of its parties is not drawn, or it leads from a party to itself; cells come
// to their deals; and the matrix of a saved list is that of the network.
func TestMatrixLosesNothing(t *testing.T) {
	l := reference(t)
	for _, basis := range graph.Bases() {
		n := build(t, l, graph.View{Basis: basis})
		found := strongest(t, n)
		for _, most := range []int{2, 12, 24, 60, 200} {
			o := view.MatrixOptions{MaxParties: most}
			m := view.Matrix(n, found, "", o)
			if err := m.Check(); err != nil {
				t.Fatalf("%s, %d parties: %v", basis, most, err)
			}
			list, loops := saved(t, view.Deals(n)), saved(t, view.Cycles(n, found))
			for _, w := range n.Warnings {
				o.Notes = append(o.Notes, w.Msg)
			}
			if d := cmp.Diff(m, list.MatrixFigure("", loops, o)); d != "" {
				t.Errorf("%s, %d parties: from a file it differs: %s", basis, most, d)
			}
			drawn, told, cells, want := map[string]bool{}, map[string]int{}, 0.0, 0.0
			for _, p := range m.Parties {
				drawn[p.ID] = true
			}
			if len(m.Parties) > most {
				t.Errorf("%s: %d parties drawn, want at most %d", basis, len(m.Parties), most)
			}
			for _, c := range m.Cells {
				cells += c.Amount
				for _, ref := range refs(c.Title) {
					told[ref]++
				}
			}
			for a := range n.Arcs() {
				inside := a.From != a.To && drawn[string(n.Party(a.From).ID)] && drawn[string(n.Party(a.To).ID)]
				if inside {
					want += a.Weight()
				}
				if ref := a.Leg.Ref().String(); inside != (told[ref] == 1) {
					t.Errorf("%s, %d parties: %s is told %d times, both parties drawn: %v", basis, most, ref, told[ref], inside)
				}
			}
			if math.Abs(cells-want) > 1 {
				t.Errorf("%s, %d parties: cells come to %.0f, their deals to %.0f", basis, most, cells, want)
			}
		}
	}
}

// dealOf is a deal in a hand-made list; an empty amount is undisclosed.
func dealOf(id, from, to, amount, status string) view.Deal {
	d := view.Deal{Deal: id, Payer: view.Party{ID: from, Name: strings.ToUpper(from)}, Payee: view.Party{ID: to, Name: strings.ToUpper(to)}, Kind: "compute", Status: status}
	if amount != "" {
		d.Amount = &view.Money{Amount: amount, Currency: "USD", Text: "$" + amount}
	}
	return d
}

// By hand: sums, the part that is signed, what is not disclosed, and what a deal that is over has moved.
func TestMatrixCells(t *testing.T) {
	l := view.DealList{Basis: "headline", Total: &view.Money{Amount: "107.00", Currency: "USD"}, Deals: []view.Deal{
		dealOf("1", "a", "b", "60.00", "signed"), dealOf("2", "a", "b", "30.00", "proposed"), dealOf("3", "a", "b", "", "announced"),
		dealOf("4", "b", "a", "10.00", "announced"), dealOf("5", "c", "a", "", "signed"), dealOf("6", "b", "c", "7.00", "terminated"), dealOf("7", "a", "a", "5.00", "signed"),
	}}
	l.Deals[3].Estimate = true
	m := l.MatrixFigure("", view.CycleList{}, view.MatrixOptions{})
	got := map[string]string{}
	for _, c := range m.Cells {
		got[c.From+c.To] = fmt.Sprint(c.Amount, c.Firm, c.Known, c.Unknown) + fmt.Sprintf(" %s %s", c.Certainty, c.Label)
	}
	want := map[string]string{
		"ab": "90 60 true 1 signed $90", "ba": "10 0 true 0 announced ~$10", "ca": "0 0 false 1 signed ?", "bc": "7 7 true 0 ended $7",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	sums := map[string]string{}
	for _, p := range m.Parties {
		sums[p.ID] = p.Pays + " / " + p.Paid
	}
	if d := cmp.Diff(map[string]string{"a": "$90 + ? / $10 + ?", "b": "$17 / $90 + ?", "c": "? / $7"}, sums); d != "" {
		t.Error(d)
	}
	if want := []string{"1 deal leg of a party with itself, worth $5"}; !cmp.Equal(want, m.Dropped) {
		t.Errorf("dropped %q, want %q", m.Dropped, want)
	}
}

// The steps of the cycles lie beside the diagonal where that can be, in the order of the cycles.
func TestMatrixOrder(t *testing.T) {
	var l view.DealList
	var loops view.CycleList
	cycle := func(ids ...string) {
		var c view.Cycle
		for i, id := range ids {
			next := ids[(i+1)%len(ids)]
			l.Deals = append(l.Deals, dealOf(id+next+fmt.Sprint(len(l.Deals)), id, next, "5.00", "signed"))
			c.Parties = append(c.Parties, view.Party{ID: id})
		}
		loops.Cycles = append(loops.Cycles, c)
	}
	cycle("z", "m")      // the strongest
	cycle("a", "y")      // apart from it
	cycle("m", "k")      // m is in both
	cycle("q", "absent") // a party that pays nobody back in the list
	l.Deals = l.Deals[:len(l.Deals)-1]
	m := l.MatrixFigure("", loops, view.MatrixOptions{})
	place := map[string]int{}
	for i, p := range m.Parties {
		place[p.ID] = i
	}
	for _, c := range m.Cells {
		if d := place[c.From] - place[c.To]; len(c.Cycles) > 0 && d*d != 1 {
			t.Errorf("the step %s → %s of cycle %v is %d from the diagonal: %v", c.From, c.To, c.Cycles, d, m.Parties)
		}
	}
	if len(m.Cycles) != 3 {
		t.Errorf("%d cycles are numbered, want the 3 whose steps are in the list", len(m.Cycles))
	}
	none := l.MatrixFigure("", loops, view.MatrixOptions{MaxCycles: -1})
	if len(none.Cycles) != 0 {
		t.Errorf("%d cycles are numbered, want none", len(none.Cycles))
	}
}

// What a file says is not trusted: amounts that are no numbers are not known, and sums do not overflow.
func TestMatrixHostileAmounts(t *testing.T) {
	for amount, want := range map[string]string{
		"5.00": "5 $5", "5": "5 $5", "0.01": "0.01 $0.01", "": "0 ?", "1e9": "0 ?", "-5.00": "0 ?", "5.0": "0 ?", "5.000": "0 ?", "x.00": "0 ?",
		"92233720368547758.07": "9.223372036854776e+16 $92234tn", "92233720368547758.08": "0 ?", "92233720368547759": "0 ?", "NaN": "0 ?",
	} {
		l := view.DealList{Total: &view.Money{Currency: "USD"}, Deals: []view.Deal{dealOf("1", "a", "b", amount, "signed")}}
		c := l.MatrixFigure("", view.CycleList{}, view.MatrixOptions{}).Cells[0]
		if got := fmt.Sprint(c.Amount, " ", c.Label); got != want {
			t.Errorf("%q is %s, want %s", amount, got, want)
		}
	}
	most := "92233720368547758.07"
	l := view.DealList{Deals: []view.Deal{dealOf("1", "a", "b", most, "signed"), dealOf("2", "a", "b", most, "signed"), dealOf("3", "b", "c", most, "signed")}}
	m := l.MatrixFigure("", view.CycleList{}, view.MatrixOptions{MaxParties: 2})
	if err := m.Check(); err != nil || m.Cells[0].Amount <= 0 {
		t.Errorf("%v, %v", err, m.Cells)
	}
	if err := (view.DealList{}).MatrixFigure("", view.CycleList{}, view.MatrixOptions{}).Check(); err != nil {
		t.Error(err)
	}
	var _ figure.Figure = m
}
