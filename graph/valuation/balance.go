package valuation

import (
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph/damped"
)

// Balance is who holds how much of whose shares and of whose debts.
type Balance struct {
	Assets []float64   // by party: what it has outside holdings, in money
	Debts  [][]float64 // by party and rank: nominal; rank at 0 is paid first. All parties have the same number of ranks
	Equity []Share     // parts of parties' equity
	Loans  []Loan      // parts of parties' debts
}

// Loan says that a holder has a part of the debts of one rank of another party, 0 to 1.
type Loan struct {
	Holder, Of int
	Rank       int // from 1
	Part       float64
}

// Worth is what shares and debts are worth.
type Worth struct {
	Total  []float64   // by party: all it has
	Repaid [][]float64 // by party and rank: what its debts are worth
	Equity []float64   // by party: what is left for its shareholders
}

// Greatest values a balance at the largest values that are consistent: t = a + Mˢ·s + Mᵈ·r, debts r paid in order of rank
// out of t, shares s what is left (Suzuki, Valuing Corporate Debt: The Effect of Cross-Holdings of Stock and Debt, Journal of
// the Operations Research Society of Japan 45(2), 2002; with ranks Elsinger 2009, section 5; Fischer 2014). It is the only
// solution if outsiders hold a part of every party's shares and debts. Debts may be held to 100% by parties; with shares that
// must not close on itself, since values would have no bound: a [ClosedError] then names the parties.
//
// Errors: numbers that make no sense, holdings beyond 100% (an [OwnershipError]), the context's, or that debts held to
// 100% in a circle drain so slowly that no end was found. Cost: O(parties + holdings)
// a step, some tens of steps as a rule, and a few sparse solves.
func (b *Balance) Greatest(ctx context.Context) (Worth, error) {
	v, err := newValuer(ctx, b)
	if err != nil {
		return Worth{}, err
	}
	return v.settle(ctx, v.top)
}

// Least values a balance at the smallest values that are consistent; see [Balance.Greatest].
func (b *Balance) Least(ctx context.Context) (Worth, error) {
	v, err := newValuer(ctx, b)
	if err != nil {
		return Worth{}, err
	}
	return v.settle(ctx, slices.Clone(b.Assets))
}

// valuer has the holdings by whose shares or debts they are: who holds them, and how much.
type valuer struct {
	*Balance
	n, ranks int
	claims   []*damped.Matrix // by rank; the last is shares
	top      []float64
	paid     []float64 // scratch: by class, what its holders share of one party
}

func newValuer(ctx context.Context, b *Balance) (*valuer, error) {
	v := &valuer{Balance: b, n: len(b.Assets)}
	if err := v.check(); err != nil {
		return nil, err
	}
	v.paid = make([]float64, v.ranks+1)
	held, err := v.lay()
	if err != nil {
		return nil, err
	}
	return v, v.bound(ctx, held)
}

func (v *valuer) check() error {
	if v.n == 0 || len(v.Debts) != v.n {
		return fmt.Errorf("value a balance: assets of %d parties and debts of %d", v.n, len(v.Debts))
	}
	v.ranks = len(v.Debts[0])
	for i, a := range v.Assets {
		if !amount(a) {
			return fmt.Errorf("value a balance: the assets of party %d are %g: amounts lie between 0 and 1e30", i, a)
		}
		if len(v.Debts[i]) != v.ranks {
			return fmt.Errorf("value a balance: party %d has debts of %d ranks, party 0 of %d", i, len(v.Debts[i]), v.ranks)
		}
		for k, d := range v.Debts[i] {
			if !amount(d) {
				return fmt.Errorf("value a balance: the debt of party %d at rank %d is %g: amounts lie between 0 and 1e30", i, k+1, d)
			}
		}
	}
	return nil
}

// lay lays out who holds what. It returns the shares by holder.
func (v *valuer) lay() (*damped.Matrix, error) {
	shares, _, err := (&Holdings{N: v.n, Shares: v.Balance.Equity}).matrix()
	if err != nil {
		return nil, err
	}
	classes := make([][]damped.Pair, v.ranks+1)
	held := make([][]float64, v.ranks)
	for k := range held {
		held[k] = make([]float64, v.n)
	}
	for i, l := range v.Loans {
		if l.Holder < 0 || l.Holder >= v.n || l.Of < 0 || l.Of >= v.n || l.Holder == l.Of || l.Rank < 1 || l.Rank > v.ranks || !(l.Part >= 0 && l.Part <= full) {
			return nil, fmt.Errorf("value a balance: loan %d is %g of party %d at rank %d, held by %d: parts lie between 0 and 1, there are %d ranks and parties 0 to %d, and none lends to itself", i, l.Part, l.Of, l.Rank, l.Holder, v.ranks, v.n-1)
		}
		if held[l.Rank-1][l.Of] += l.Part; held[l.Rank-1][l.Of] > full {
			return nil, &OwnershipError{Party: l.Of, Rank: l.Rank, Held: held[l.Rank-1][l.Of]}
		}
		if l.Part > 0 {
			classes[l.Rank-1] = append(classes[l.Rank-1], damped.Pair{Row: int32(l.Of), Col: int32(l.Holder), Share: l.Part})
		}
	}
	for _, s := range v.Balance.Equity {
		if s.Part > 0 {
			classes[v.ranks] = append(classes[v.ranks], damped.Pair{Row: int32(s.Of), Col: int32(s.Holder), Share: s.Part})
		}
	}
	for _, pairs := range classes {
		v.claims = append(v.claims, damped.New(v.n, pairs))
	}
	return shares, nil
}

// bound finds values that none can exceed: all debts paid, and shares that owe nothing.
func (v *valuer) bound(ctx context.Context, shares *damped.Matrix) error {
	s, err := leontief(ctx, shares)
	if err != nil {
		return err
	}
	all := slices.Clone(v.Assets)
	for j := range v.n {
		for k, d := range v.Debts[j] {
			v.give(all, k, j, d)
		}
	}
	if v.top, err = s.Solve(ctx, all); err != nil {
		return fmt.Errorf("value a balance: %w", err)
	}
	for i := range v.top {
		v.top[i] *= 1 + 1e-9 // no rounding may bring it below the truth
	}
	return nil
}

// give spreads what the holders of a class of a party share.
func (v *valuer) give(to []float64, class, of int, amount float64) {
	c := v.claims[class]
	for e := c.Start[of]; e < c.Start[of+1]; e++ {
		to[c.Col[e]] += c.Share[e] * amount
	}
}

// split pays a party's debts in order out of its total into paid, shares last, and says in which class the money ends, from 0.
func (v *valuer) split(i int, total float64, paid []float64) (marginal int) {
	marginal = v.ranks
	left := total
	for k, d := range v.Debts[i] {
		paid[k] = math.Min(d, math.Max(0, left))
		if left < d && marginal == v.ranks {
			marginal = k
		}
		left -= d
	}
	paid[v.ranks] = math.Max(0, left)
	return marginal
}

// step is what totals make of themselves, and where money ends.
func (v *valuer) step(next, t []float64, marginal []int) {
	copy(next, v.Assets)
	for j := range v.n {
		marginal[j] = v.split(j, t[j], v.paid)
		for k, x := range v.paid {
			if x > 0 {
				v.give(next, k, j, x)
			}
		}
	}
}

// maxSteps is when an iteration is given up. Only where a class of debts is held to 100% in a circle, so that nothing can be
// solved, and loses next to nothing each time round, does it come near.
const maxSteps = 200_000

// settle iterates from one side. Each time the classes in which money ends stay the same for a while, it solves what they
// imply and takes the solution if it implies the same classes, or nothing else beyond rounding. Since totals
// between here and there imply the same too, the iteration would end there.
func (v *valuer) settle(ctx context.Context, t []float64) (Worth, error) {
	next, marginal, before := make([]float64, v.n), make([]int, v.n), make([]int, v.n)
	same, wait := 0, 10
	for range maxSteps {
		if err := ctx.Err(); err != nil {
			return Worth{}, err
		}
		v.step(next, t, marginal)
		still := apart(next, t) <= 3e-16
		t, next = next, t
		if still {
			return v.worth(t), nil
		}
		if same++; !slices.Equal(marginal, before) {
			copy(before, marginal)
			same = 0
		}
		if same >= wait {
			solved, err := v.solve(ctx, marginal)
			if err != nil {
				return Worth{}, err
			}
			if solved != nil {
				return v.worth(solved), nil
			}
			same, wait = 0, 2*wait
		}
	}
	return Worth{}, fmt.Errorf("value a balance: values still move after %d steps: debts that parties hold of one another alone drain slowly", maxSteps)
}

// apart is the largest difference, as a part of the larger.
func apart(a, b []float64) float64 {
	most := 0.0
	for i := range a {
		if a[i] != b[i] {
			most = math.Max(most, math.Abs(a[i]-b[i])/math.Max(a[i], b[i]))
		}
	}
	return most
}

// solve finds the totals if money ends in the given classes; nil, if it does not, or if these leave the totals open.
func (v *valuer) solve(ctx context.Context, marginal []int) ([]float64, error) {
	b := slices.Clone(v.Assets)
	var pairs []damped.Pair
	for j, m := range marginal {
		senior := 0.0
		for k, d := range v.Debts[j][:m] {
			senior += d
			v.give(b, k, j, d)
		}
		v.give(b, m, j, -senior)
		c := v.claims[m]
		for e := c.Start[j]; e < c.Start[j+1]; e++ { // what is left goes to the holders of that class
			pairs = append(pairs, damped.Pair{Row: c.Col[e], Col: int32(j), Share: c.Share[e]})
		}
	}
	a := damped.New(v.n, pairs)
	s, err := damped.NewSolver(ctx, a)
	if err != nil {
		return nil, ctx.Err()
	}
	t, err := s.Solve(ctx, b)
	if err != nil {
		return nil, ctx.Err()
	}
	next, now := make([]float64, v.n), make([]int, v.n)
	for i := range t {
		t[i] = math.Max(t[i], 0)
	}
	v.step(next, t, now)
	if off := apart(next, t); off <= 1e-12 || off <= 1e-9 && slices.Equal(now, marginal) {
		return next, nil
	}
	return nil, nil
}

func (v *valuer) worth(t []float64) Worth {
	w := Worth{Total: t, Repaid: make([][]float64, v.n), Equity: make([]float64, v.n)}
	cells := make([]float64, v.n*(v.ranks+1))
	for i := range t {
		row := cells[i*(v.ranks+1) : (i+1)*(v.ranks+1)]
		v.split(i, t[i], row)
		w.Repaid[i], w.Equity[i] = row[:v.ranks:v.ranks], row[v.ranks]
	}
	return w
}
