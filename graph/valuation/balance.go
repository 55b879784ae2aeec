package valuation

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
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
// out of t, shares s what is left (Suzuki 2002; with ranks Elsinger 2009, section 5; Fischer 2014). It is the only
// solution if outsiders hold a part of every party's shares and debts.
//
// Errors: numbers that make no sense, shares that parties hold of one another alone, or the context's. Cost: a dense
// solve for each change of who is insolvent at which rank.
func (b *Balance) Greatest(ctx context.Context) (Worth, error) {
	v, err := newValuer(b)
	if err != nil {
		return Worth{}, err
	}
	return v.settle(ctx, v.top)
}

// Least values a balance at the smallest values that are consistent; see [Balance.Greatest].
func (b *Balance) Least(ctx context.Context) (Worth, error) {
	v, err := newValuer(b)
	if err != nil {
		return Worth{}, err
	}
	return v.settle(ctx, slices.Clone(b.Assets))
}

type valuer struct {
	*Balance
	n, ranks int
	equity   *mat.Dense   // [holder][of]
	loans    []*mat.Dense // by rank
	top      []float64
	scale    float64
}

func newValuer(b *Balance) (*valuer, error) {
	v := &valuer{Balance: b, n: len(b.Assets), scale: 1}
	if v.n == 0 || len(b.Debts) != v.n {
		return nil, fmt.Errorf("value a balance: assets of %d parties and debts of %d", v.n, len(b.Debts))
	}
	v.ranks = len(b.Debts[0])
	for i, a := range b.Assets {
		if !(a >= 0) || math.IsInf(a, 1) || len(b.Debts[i]) != v.ranks {
			return nil, fmt.Errorf("value a balance: party %d has assets of %g and debts of %d ranks", i, a, len(b.Debts[i]))
		}
		for _, d := range b.Debts[i] {
			if !(d >= 0) || math.IsInf(d, 1) {
				return nil, fmt.Errorf("value a balance: party %d has a debt of %g", i, d)
			}
		}
	}
	if err := v.matrices(); err != nil {
		return nil, err
	}
	return v, v.bound()
}

// matrices lays out who holds what.
func (v *valuer) matrices() error {
	c, _, err := (&Holdings{N: v.n, Shares: v.Balance.Equity}).matrix()
	if err != nil {
		return err
	}
	v.equity = c
	held := make([][]float64, v.ranks)
	for k := range v.ranks {
		v.loans = append(v.loans, mat.NewDense(v.n, v.n, nil))
		held[k] = make([]float64, v.n)
	}
	for i, l := range v.Loans {
		if l.Holder < 0 || l.Holder >= v.n || l.Of < 0 || l.Of >= v.n || l.Holder == l.Of || l.Rank < 1 || l.Rank > v.ranks || !(l.Part >= 0 && l.Part <= 1) {
			return fmt.Errorf("value a balance: loan %d is %g of party %d at rank %d, held by %d", i, l.Part, l.Of, l.Rank, l.Holder)
		}
		m := v.loans[l.Rank-1]
		m.Set(l.Holder, l.Of, m.At(l.Holder, l.Of)+l.Part)
		if held[l.Rank-1][l.Of] += l.Part; held[l.Rank-1][l.Of] > 1+1e-12 {
			return &OwnershipError{Party: l.Of, Held: held[l.Rank-1][l.Of]}
		}
	}
	return nil
}

// bound finds values that none can exceed: all debts paid, and shares that owe nothing.
func (v *valuer) bound() error {
	lu, err := leontief(v.equity)
	if err != nil {
		return err
	}
	a := mat.NewVecDense(v.n, slices.Clone(v.Assets))
	for k, m := range v.loans {
		for i := range v.n {
			for j := range v.n {
				a.SetVec(i, a.AtVec(i)+m.At(i, j)*v.Debts[j][k])
			}
		}
	}
	var top mat.VecDense
	if err := lu.SolveVecTo(&top, false, a); err != nil {
		return errClosed
	}
	v.top = slices.Clone(top.RawVector().Data)
	for _, t := range v.top {
		v.scale = math.Max(v.scale, t)
	}
	return nil
}

// split pays a party's debts in order out of its total, and says at which rank the money ends: ranks+1 when shares are worth
// something.
func (v *valuer) split(i int, total float64) (repaid []float64, equity float64, marginal int) {
	repaid, marginal = make([]float64, v.ranks), v.ranks+1
	left := total
	for k, d := range v.Debts[i] {
		repaid[k] = math.Min(d, math.Max(0, left))
		if left < d && marginal > v.ranks {
			marginal = k + 1
		}
		left -= d
	}
	return repaid, math.Max(0, left), marginal
}

// next is what totals make of themselves.
func (v *valuer) next(t []float64) (next []float64, marginal []int) {
	next, marginal = slices.Clone(v.Assets), make([]int, v.n)
	for j := range v.n {
		repaid, equity, m := v.split(j, t[j])
		marginal[j] = m
		for i := range v.n {
			next[i] += v.equity.At(i, j) * equity
			for k := range repaid {
				next[i] += v.loans[k].At(i, j) * repaid[k]
			}
		}
	}
	return next, marginal
}

// settle iterates from one side. Each time the ranks at which money ends stay the same for a while, it solves what they
// imply and takes the solution if it implies the same ranks.
func (v *valuer) settle(ctx context.Context, t []float64) (Worth, error) {
	var before []int
	same, wait := 0, 10
	for {
		if err := ctx.Err(); err != nil {
			return Worth{}, err
		}
		next, marginal := v.next(t)
		moved := 0.0
		for i := range t {
			moved = math.Max(moved, math.Abs(next[i]-t[i]))
		}
		t = next
		if moved <= 1e-15*v.scale {
			return v.worth(t), nil
		}
		if same++; !slices.Equal(marginal, before) {
			before, same = marginal, 0
		}
		if same >= wait {
			if solved, ok := v.solve(marginal); ok {
				return v.worth(solved), nil
			}
			same, wait = 0, 2*wait
		}
	}
}

// solve finds the totals if money ends at the given ranks, and whether it does.
func (v *valuer) solve(marginal []int) ([]float64, bool) {
	a, b := mat.NewDense(v.n, v.n, nil), mat.NewVecDense(v.n, slices.Clone(v.Assets))
	for j, m := range marginal {
		a.Set(j, j, a.At(j, j)+1)
		senior := 0.0
		for k, d := range v.Debts[j] {
			if k+1 < m {
				senior += d
				for i := range v.n {
					b.SetVec(i, b.AtVec(i)+v.loans[k].At(i, j)*d)
				}
			}
		}
		claim := v.equity
		if m <= v.ranks {
			claim = v.loans[m-1]
		}
		for i := range v.n { // what is left goes to the holders of that rank, or of the shares
			a.Set(i, j, a.At(i, j)-claim.At(i, j))
			b.SetVec(i, b.AtVec(i)-claim.At(i, j)*senior)
		}
	}
	var lu mat.LU
	lu.Factorize(a)
	var x mat.VecDense
	if err := lu.SolveVecTo(&x, false, b); err != nil {
		return nil, false
	}
	t := x.RawVector().Data
	_, now := v.next(t)
	return t, slices.Equal(now, marginal)
}

func (v *valuer) worth(t []float64) Worth {
	w := Worth{Total: t, Repaid: make([][]float64, v.n), Equity: make([]float64, v.n)}
	for i := range t {
		w.Repaid[i], w.Equity[i], _ = v.split(i, t[i])
	}
	return w
}
