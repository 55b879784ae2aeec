package clearing

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// bits lists all that a solution says, to the last bit.
func bits(s *Solution) []uint64 {
	out := []uint64{uint64(s.Steps), math.Float64bits(s.Gap)}
	lists := append([][]float64{s.Means, s.Received, s.Missed, s.Dues, s.Called, s.Guarantees, s.Residual, s.Lost}, s.Paid...)
	for _, list := range lists {
		for _, x := range list {
			out = append(out, math.Float64bits(x))
		}
	}
	for _, list := range [][]bool{s.Default, s.Indeterminate} {
		for _, x := range list {
			out = append(out, uint64(len(out)*2))
			if x {
				out[len(out)-1]++
			}
		}
	}
	return out
}

// varied is a random system of any kind that the tests know; some leak so little that they need leaps.
func varied(r *rand.Rand) *System {
	s := strained(r)
	switch r.IntN(6) {
	case 0:
		s = random(r, 2+r.IntN(20), true)
	case 1:
		s = market(20+r.IntN(60), r.IntN(4), r.Uint64())
	case 2: // nearly closed
		s = ring(2+r.IntN(6), 1e6)
		s.Parties[0].Outside, s.Parties[0].OutsideDues = 0.5, []float64{1}
	case 3: // closed
		for i := range s.Parties {
			s.Parties[i] = Party{Outside: float64(r.IntN(2) * r.IntN(2) * r.IntN(20))}
		}
	}
	return s
}

// redraw sets other amounts in a system; many are zero. In one of three nothing leads out and next to nothing comes in.
func redraw(r *rand.Rand, s *System) {
	closed := r.IntN(3) == 0
	money := func(x float64) float64 { return x * []float64{0, 0.5, 1, 1, 1, r.Float64()}[r.IntN(6)] }
	for i := range s.Parties {
		p := &s.Parties[i]
		p.Outside, p.Buffer, p.Planned = money(p.Outside+1), money(p.Buffer+1), money(float64(r.IntN(3))*20)
		p.Cut, p.LostMeans, p.LostIncome = float64(r.IntN(3))/2, float64(r.IntN(2)*r.IntN(3))/4, float64(r.IntN(2)*r.IntN(3))/4
		p.OutsideDues, p.Withheld = make([]float64, r.IntN(s.Ranks+1)), make([]float64, r.IntN(s.Ranks+1))
		if closed {
			*p = Party{Outside: float64(r.IntN(2) * r.IntN(2) * r.IntN(20)), Cut: p.Cut}
		}
		for k := range p.OutsideDues {
			p.OutsideDues[k] = money(float64(r.IntN(20)))
		}
		for k := range p.Withheld {
			p.Withheld[k] = float64(r.IntN(2)*r.IntN(2)*r.IntN(5)) / 4
		}
	}
	for i := range s.Dues {
		s.Dues[i].Amount = money(s.Dues[i].Amount + 1)
	}
	for i := range s.Guarantees {
		s.Guarantees[i].Cap = money(s.Guarantees[i].Cap + 5)
	}
}

// What a solver was used for before leaves no trace: each solution is to the last bit that of a fresh start on a system of the
// same amounts. Systems that a context ends, and amounts that make no sense, come in between.
func TestSolverForgets(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	slow, closed, backed := 0, 0, 0
	for round := range 700 {
		s := varied(r)
		v, err := NewSolver(s)
		if err != nil {
			t.Fatal(err)
		}
		for again := range 4 {
			got, err := v.Solve(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := solve(t, s)
			if !slices.Equal(bits(got), bits(want)) {
				t.Fatalf("round %d, %d: solver %+v\nfresh start %+v\n%+v", round, again, got, want, s)
			}
			slow, closed = slow+min(1, want.Steps/100), closed+min(1, len(want.Undetermined()))
			if len(want.Guarantees) > 0 && slices.Max(want.Guarantees) > 0 {
				backed++
			}
			if r.IntN(4) == 0 {
				p := &v.System().Parties[0]
				was := p.Outside
				p.Outside = math.NaN()
				if _, err := v.Solve(t.Context()); err == nil {
					t.Fatal("not a number is taken for one")
				}
				p.Outside = was
			}
			redraw(r, v.System())
			if r.IntN(4) == 0 {
				v.Solve(ended)
			}
			s = clone(v.System())
		}
	}
	if slow < 100 || closed < 100 || backed < 100 {
		t.Errorf("%d slow systems, %d with closed classes, %d with guarantees that pay: the test sees little", slow, closed, backed)
	}
}

// whole computes a step from the means and calls alone, leaving nothing out.
func whole(w *work) (next, fresh, paid, called, backed []float64) {
	all := newWork(lay(w.System))
	copy(all.means, w.means)
	copy(all.calls, w.calls)
	share := make([]float64, len(w.share))
	for i := range w.Parties {
		all.spend(i, byMeans)
		for k := range w.Ranks {
			c := i*w.Ranks + k
			due := all.owed[c]
			if k < w.Hard {
				due += all.calls[c]
			}
			if share[c] = 1; due > 0 {
				share[c] = all.paidBy[c] / due
			}
		}
	}
	fresh = make([]float64, len(share))
	for i := range w.Parties {
		next = append(next, w.Parties[i].Outside+w.Parties[i].Buffer)
	}
	for _, d := range w.Dues {
		x := d.Amount * share[d.From*w.Ranks+d.Rank-1]
		paid = append(paid, x)
		next[d.To] += x
	}
	for g, b := range w.Guarantees {
		missing, before := 0.0, 0.0
		for _, due := range w.Dues {
			if due.From == b.Debtor && due.To == b.Creditor && due.Rank <= w.Hard {
				missing += due.Amount
			}
		}
		for d, due := range w.Dues {
			if due.From == b.Debtor && due.To == b.Creditor && due.Rank <= w.Hard {
				missing -= paid[d]
			}
		}
		for _, earlier := range w.Guarantees[:g] {
			if earlier.Debtor == b.Debtor && earlier.Creditor == b.Creditor {
				before += earlier.Cap
			}
		}
		c := b.Guarantor*w.Ranks + b.Rank - 1
		called = append(called, min(b.Cap, max(0, missing-before)))
		backed = append(backed, called[g]*share[c])
		fresh[c] += called[g]
		next[b.Creditor] += backed[g]
	}
	return next, fresh, paid, called, backed
}

// A step that computes only what can have changed is, to the last bit, one that computes everything.
func TestStepIsWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(63, 64))
	spared := 0
	for round := range 400 {
		s := varied(r)
		dir := []direction{down, up}[r.IntN(2)]
		w := newWork(lay(s))
		copy(w.means, w.full)
		if dir == up {
			copy(w.means, w.own)
		}
		rules := make([]rule, len(s.Parties))
		for n := range 60 {
			if len(w.moved.list) < len(s.Parties) {
				spared++
			}
			w.step(rules)
			next, fresh, paid, called, backed := whole(w)
			if !slices.Equal(w.next, next) || !slices.Equal(w.fresh, fresh) || !slices.Equal(w.called, called) || !slices.Equal(w.backed, backed) {
				t.Fatalf("round %d, step %d: next means %v\nwant %v\n%+v", round, n, w.next, next, s)
			}
			if got := w.solution(); !slices.Equal(got.Dues, paid) {
				t.Fatalf("round %d, step %d: paid %v, want %v", round, n, got.Dues, paid)
			}
			if r.IntN(5) > 0 { // else a step follows on the same means, as where somebody turns out solvent
				w.advance(dir)
			}
			if r.IntN(10) == 0 { // as after a leap
				w.means[0] *= r.Float64()
				w.anew()
			}
		}
	}
	if spared < 5000 {
		t.Errorf("only %d steps left anything out: the test sees little", spared)
	}
}

// Classes that lead nowhere else, by gonum's components.
func TestClosedLinks(t *testing.T) {
	r := rand.New(rand.NewPCG(65, 66))
	var room tarjan
	many := 0
	for round := range 5000 {
		const n = 9
		g := simple.NewDirectedGraph()
		in, links := make([]bool, n), []link{}
		of := r.Perm(n)[:1+r.IntN(n)]
		for _, i := range of {
			in[i] = true
		}
		for range r.IntN(2 * len(of)) {
			from, to := of[r.IntN(len(of))], of[r.IntN(len(of))]
			if r.IntN(10) == 0 {
				to = r.IntN(n)
			}
			if from != to {
				links = append(links, link{from: from, to: to})
				g.SetEdge(simple.Edge{F: simple.Node(from), T: simple.Node(to)})
			}
		}
		want := make([]bool, n)
		for _, class := range topo.TarjanSCC(g) {
			closed := len(class) > 1
			for _, v := range class {
				for to := g.From(v.ID()); to.Next(); {
					closed = closed && slices.ContainsFunc(class, func(x gonum.Node) bool { return x.ID() == to.Node().ID() })
				}
			}
			for _, v := range class {
				want[v.ID()] = closed
			}
			if closed && len(class) < g.Nodes().Len() {
				many++
			}
		}
		if room.round(in, links); !slices.Equal(in, want) {
			t.Fatalf("round %d: %v, want %v of %v", round, in, want, links)
		}
	}
	if many < 300 {
		t.Errorf("%d classes that are not alone: the test sees little", many)
	}
}

// The solver's copy is its own.
func TestSolverKeepsNothing(t *testing.T) {
	s := &System{Ranks: 2, Hard: 1, Parties: []Party{{Outside: 60, OutsideDues: []float64{0}, Withheld: []float64{0}}, {}, {}}, Dues: []Due{{0, 1, 1, 100}}, Guarantees: []Guarantee{{2, 0, 1, 1, 5}}}
	v, err := NewSolver(s)
	if err != nil {
		t.Fatal(err)
	}
	s.Parties[0].Outside, s.Parties[0].OutsideDues[0], s.Parties[0].Withheld[0], s.Dues[0].Amount, s.Dues[0].To, s.Guarantees[0].Cap, s.Ranks = 1, 2, 0.5, 4, 2, 99, 9
	got, err := v.Solve(t.Context())
	if err != nil || got.Dues[0] != 60 || got.Called[0] != 5 {
		t.Fatalf("solution %+v, %v", got, err)
	}
	// By hand: with 30 of an outside due of 20 and the due of 100, it pays a quarter of each, and half of that is withheld.
	p := &v.System().Parties[0]
	p.Outside, p.OutsideDues[0], p.Withheld[0] = 30, 20, 0.5
	if got, err = v.Solve(t.Context()); err != nil || !near(got.Dues[0], 12.5, 1) || !near(got.Outside(v.System(), 0), 2.5, 1) {
		t.Fatalf("solution %+v, %v", got, err)
	}
}

// Amounts that make no sense are refused as Greatest refuses them; a shape that has changed as well, and neither spoils what follows.
func TestSolverRefuses(t *testing.T) {
	fresh := func() *Solver {
		v, err := NewSolver(&System{Ranks: 2, Hard: 1, Parties: make([]Party, 4), Dues: []Due{{0, 1, 1, 5}, {1, 3, 2, 5}}, Guarantees: []Guarantee{{2, 0, 1, 1, 5}}})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		spoil func(s *System)
		want  string
	}{
		{func(s *System) { s.Dues[1].Amount = math.NaN() }, "due 1, of party 1 to party 3: NaN"},
		{func(s *System) { s.Dues[0].Amount = -1 }, "due 0, of party 0 to party 1: -1"},
		{func(s *System) { s.Parties[3].Outside = math.Inf(1) }, "party 3: inflow +Inf"},
		{func(s *System) { s.Parties[3].Buffer = -1 }, "party 3: buffer -1"},
		{func(s *System) { s.Parties[3].Planned = math.NaN() }, "party 3: planned"},
		{func(s *System) { s.Parties[3].OutsideDues[1] = math.NaN() }, "party 3: due outside NaN at rank 2"},
		{func(s *System) { s.Parties[3].Withheld[1] = 2 }, "party 3: withheld 2"},
		{func(s *System) { s.Parties[3].Cut = -1 }, "party 3: cut -1"},
		{func(s *System) { s.Guarantees[0].Cap = -1 }, "the cap -1"},
		{func(s *System) { s.Dues[0].To = 3 }, "than those that the solver was made for"},
		{func(s *System) { s.Dues[0].To = -1 }, "than those that"},
		{func(s *System) { s.Dues[0].To = 4 }, "than those that"},
		{func(s *System) { s.Dues[0].From = 3 }, "than those that"},
		{func(s *System) { s.Dues[0].From, s.Dues[0].Rank = -1, 3 }, "than those that"},
		{func(s *System) { s.Dues[0].Rank = 2 }, "than those that"},
		{func(s *System) { s.Dues = s.Dues[:1] }, "than those that"},
		{func(s *System) { s.Dues = append(s.Dues, s.Dues[0]) }, "than those that"},
		{func(s *System) { s.Parties = s.Parties[:3] }, "than those that"},
		{func(s *System) { s.Guarantees = nil }, "than those that"},
		{func(s *System) { s.Guarantees[0].Guarantor = 3 }, "than those that"},
		{func(s *System) { s.Hard = 2 }, "than those that"},
		{func(s *System) { s.Ranks = 3 }, "than those that"},
	} {
		v := fresh()
		whole := *clone(v.System())
		c.spoil(v.System())
		if got, err := v.Solve(t.Context()); got != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, %v; want %q", got, err, c.want)
		}
		*v.System() = whole
		if got, err := v.Solve(t.Context()); err != nil || got.Guarantees[0] != 0 || got.Missed[0] != 5 {
			t.Errorf("after %q: %+v, %v", c.want, got, err)
		}
	}
	if _, err := NewSolver(&System{Ranks: 0}); err == nil {
		t.Error("a system without ranks makes a solver")
	}
}

// Nothing is allocated, but by leaps.
func TestSolverAllocatesNothing(t *testing.T) {
	closed := ring(3, 10) // a class
	backed := market(50, 2, 3)
	for i := range 20 {
		d := backed.Dues[7*i]
		if g := (d.To + 1) % 50; g != d.From {
			backed.Guarantees = append(backed.Guarantees, Guarantee{Guarantor: g, Debtor: d.From, Creditor: d.To, Rank: 1, Cap: 300})
		}
	}
	for name, s := range map[string]*System{"calm": year(0, 1), "some": year(10, 1), "crisis": year(1, 1), "closed": closed, "guarantees": backed} {
		v, err := NewSolver(s)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		if allocs := testing.AllocsPerRun(100, func() { // which runs it once before
			n++
			v.System().Parties[0].Buffer = float64(n % 2)
			if _, err := v.Solve(t.Context()); err != nil {
				t.Fatal(err)
			}
		}); allocs != 0 {
			t.Errorf("%s: %g allocations", name, allocs)
		}
	}
}

// year is a system of 100 parties with 300 dues of four ranks; one party in so many has only half of the money that it needs.
func year(short int, seed uint64) *System {
	r := rand.New(rand.NewPCG(seed, 100))
	s := &System{Ranks: planRanks, Hard: planHard, Parties: make([]Party, 100)}
	for range 300 {
		i, to := r.IntN(100), r.IntN(99)
		if to >= i {
			to++
		}
		s.Dues = append(s.Dues, Due{From: i, To: to, Rank: 1 + r.IntN(planRanks), Amount: float64(1 + r.IntN(1000))})
	}
	in, out := flows(s)
	for i := range s.Parties {
		p := &s.Parties[i]
		p.Outside, p.Buffer, p.Cut = max(0, out[i]-in[i]), float64(r.IntN(200)), 0.5
		if short > 0 && r.IntN(short) == 0 {
			p.Outside, p.Buffer = p.Outside/2, 0
		}
	}
	return s
}

// flows are what each party is due to receive and to pay.
func flows(s *System) (in, out []float64) {
	in, out = make([]float64, len(s.Parties)), make([]float64, len(s.Parties))
	for _, d := range s.Dues {
		out[d.From] += d.Amount
		in[d.To] += d.Amount
	}
	return in, out
}

func BenchmarkSolver(b *testing.B) {
	for _, c := range []struct {
		name  string
		short int
	}{{"calm", 0}, {"some", 10}, {"crisis", 1}} {
		s := year(c.short, 1)
		v, err := NewSolver(s)
		if err != nil {
			b.Fatal(err)
		}
		for _, way := range []struct {
			name  string
			solve func() (*Solution, error)
		}{
			{"greatest", func() (*Solution, error) { return Greatest(b.Context(), s) }},
			{"solver", func() (*Solution, error) { return v.Solve(b.Context()) }},
		} {
			b.Run(c.name+"/"+way.name, func(b *testing.B) {
				b.ReportAllocs()
				var sol *Solution
				for b.Loop() {
					if sol, err = way.solve(); err != nil {
						b.Fatal(err)
					}
				}
				failed := 0
				for _, d := range sol.Default {
					if d {
						failed++
					}
				}
				b.ReportMetric(float64(sol.Steps), "steps")
				b.ReportMetric(float64(failed), "defaults")
			})
		}
	}
}

// Scenarios of eight years: in each year everybody's money from outside is what it needs times a draw, and what is left of
// buffers is there in the next.
func BenchmarkYears(b *testing.B) {
	for _, c := range []struct {
		name string
		low  float64 // least factor
		rare int     // one in so many has less than it needs
	}{{"calm", 1, 1}, {"some", 0.5, 8}, {"tenth", 0.2, 3}, {"crisis", 0.5, 1}} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/goroutines=%d", c.name, workers), func(b *testing.B) {
				const batch = 200
				b.ReportAllocs()
				runs := make([]*years, workers)
				for i := range runs {
					runs[i] = newYears(b, c.low, c.rare, uint64(i))
				}
				done := make(chan error, workers)
				for b.Loop() {
					for _, y := range runs {
						go func() { done <- y.scenarios(b.Context(), batch/workers) }()
					}
					for range runs {
						if err := <-done; err != nil {
							b.Fatal(err)
						}
					}
				}
				failed, solved := 0, 0
				for _, y := range runs {
					failed, solved = failed+y.failed, solved+y.solved
				}
				b.ReportMetric(float64(b.N)*batch/b.Elapsed().Seconds(), "scenarios/s")
				b.ReportMetric(float64(failed)/float64(solved), "defaults/year")
			})
		}
	}
}

// years draws and solves scenarios.
type years struct {
	solvers        []*Solver // by year
	needs          [][]float64
	r              *rand.Rand
	low            float64
	rare           int
	buffer         []float64
	failed, solved int
}

func newYears(b *testing.B, low float64, rare int, seed uint64) *years {
	y := &years{r: rand.New(rand.NewPCG(seed, 1)), low: low, rare: rare, buffer: make([]float64, 100)}
	for at := range 8 {
		s := year(0, uint64(at))
		v, err := NewSolver(s)
		if err != nil {
			b.Fatal(err)
		}
		need := make([]float64, len(s.Parties))
		for i, p := range s.Parties {
			need[i] = p.Outside
		}
		y.solvers, y.needs = append(y.solvers, v), append(y.needs, need)
	}
	return y
}

func (y *years) scenarios(ctx context.Context, n int) error {
	for range n {
		for i := range y.buffer {
			y.buffer[i] = 300
		}
		for at, v := range y.solvers {
			parties := v.System().Parties
			for i := range parties {
				factor := 1.0
				if y.rare > 0 && y.r.IntN(y.rare) == 0 {
					factor = y.low + (1-y.low)*y.r.Float64()
				}
				parties[i].Outside, parties[i].Buffer = y.needs[at][i]*factor, y.buffer[i]
			}
			sol, err := v.Solve(ctx)
			if err != nil {
				return err
			}
			y.solved++
			for i := range y.buffer {
				y.buffer[i] = min(y.buffer[i], sol.Residual[i])
				if sol.Default[i] {
					y.failed++
				}
			}
		}
	}
	return nil
}
