package clearing

import (
	"errors"
	"fmt"
)

// System is what everybody is due to pay in one period, and the means there are. Amounts are in whole units of one currency.
type System struct {
	Ranks      int // rank 1 is paid first, rank Ranks last
	Hard       int // ranks 1 to Hard are obligations: who misses one is in default. Those above are cut at will
	Parties    []Party
	Dues       []Due
	Guarantees []Guarantee
}

// Party is a party's means and how it behaves. The zero Party has no means, owes nobody outside, keeps up its spending until
// its money is gone, withholds nothing and loses nothing in a default.
type Party struct {
	Outside     float64   // inflow from those who are not in the system
	Buffer      float64   // money of its own that it can use
	OutsideDues []float64 // by rank, the first at 0: what it is due to pay to those who are not in the system; may be shorter than Ranks
	Planned     float64   // the means it had counted on, from which spending is cut; 0: what it has if everybody pays in full
	Cut         float64   // θ: 0 keeps discretionary spending up until the money is gone, 1 cuts it in proportion to the fall of means
	Withheld    []float64 // by rank: the share that a shock keeps from being paid, 0 to 1, taken after the waterfall; may be shorter than Ranks
	LostMeans   float64   // 1−α: the share of its own means that a default destroys
	LostIncome  float64   // 1−β: the share of its receipts that a default destroys
}

// Due is what one party is to pay another in the period.
type Due struct {
	From, To int // parties
	Rank     int
	Amount   float64
}

// Guarantee makes the guarantor pay the creditor what the debtor fails to pay it on all its dues, up to a cap. Several
// guarantees of one debt are called in their order, each for what those before it do not cover.
type Guarantee struct {
	Guarantor, Debtor, Creditor int
	Rank                        int // at which the guarantor owes it when called; 1 to Hard
	Cap                         float64
}

// check reports the first thing that makes a system meaningless.
func (s *System) check() error {
	if s.Ranks < 1 || s.Hard < 0 || s.Hard > s.Ranks {
		return fmt.Errorf("clear payments: %d ranks of which %d are obligations", s.Ranks, s.Hard)
	}
	for i := range s.Parties {
		if err := s.checkParty(&s.Parties[i]); err != nil {
			return fmt.Errorf("clear payments: party %d: %w", i, err)
		}
	}
	for i := range s.Dues {
		if err := s.checkDue(&s.Dues[i]); err != nil {
			d := s.Dues[i]
			return fmt.Errorf("clear payments: due %d, of party %d to party %d: %w", i, d.From, d.To, err)
		}
	}
	for i, g := range s.Guarantees {
		if err := s.checkGuarantee(g); err != nil {
			return fmt.Errorf("clear payments: guarantee %d, of party %d for what party %d owes party %d: %w", i, g.Guarantor, g.Debtor, g.Creditor, err)
		}
	}
	return nil
}

func (s *System) has(i int) error {
	if i >= 0 && i < len(s.Parties) {
		return nil
	}
	return fmt.Errorf("there is no party %d among the %d", i, len(s.Parties))
}

func (s *System) checkDue(d *Due) error {
	if err := s.has(d.From); err != nil {
		return err
	}
	if err := s.has(d.To); err != nil {
		return err
	}
	switch {
	case d.From == d.To:
		return errors.New("a due of a party to itself: leave it out")
	case d.Rank < 1 || d.Rank > s.Ranks:
		return fmt.Errorf("rank %d of %d", d.Rank, s.Ranks)
	case !amount(d.Amount):
		return fmt.Errorf("%g: amounts are finite and not negative", d.Amount)
	}
	return nil
}

func (s *System) checkGuarantee(g Guarantee) error {
	for _, i := range [...]int{g.Guarantor, g.Debtor, g.Creditor} {
		if err := s.has(i); err != nil {
			return err
		}
	}
	switch {
	case g.Guarantor == g.Debtor:
		return errors.New("a party cannot guarantee its own debt")
	case g.Guarantor == g.Creditor || g.Debtor == g.Creditor:
		return errors.New("guarantor, debtor and creditor are three different parties")
	case g.Rank < 1 || g.Rank > s.Hard:
		return fmt.Errorf("rank %d, but obligations have ranks 1 to %d", g.Rank, s.Hard)
	case !amount(g.Cap):
		return fmt.Errorf("the cap %g: amounts are finite and not negative", g.Cap)
	}
	return nil
}

func (s *System) checkParty(p *Party) error {
	switch {
	case !amount(p.Outside):
		return fmt.Errorf("inflow %g: amounts are finite and not negative", p.Outside)
	case !amount(p.Buffer):
		return fmt.Errorf("buffer %g: amounts are finite and not negative", p.Buffer)
	case !amount(p.Planned):
		return fmt.Errorf("planned means %g: amounts are finite and not negative", p.Planned)
	case !share(p.Cut) || !share(p.LostMeans) || !share(p.LostIncome):
		return fmt.Errorf("cut %g, lost means %g and lost income %g lie between 0 and 1", p.Cut, p.LostMeans, p.LostIncome)
	case len(p.OutsideDues) > s.Ranks || len(p.Withheld) > s.Ranks:
		return fmt.Errorf("dues or shares for more than %d ranks", s.Ranks)
	}
	for k, d := range p.OutsideDues {
		if !amount(d) {
			return fmt.Errorf("due outside %g at rank %d: amounts are finite and not negative", d, k+1)
		}
	}
	for k, w := range p.Withheld {
		if !share(w) {
			return fmt.Errorf("withheld %g at rank %d: a share lies between 0 and 1", w, k+1)
		}
	}
	return nil
}

// amount reports whether x can be money here. The bound keeps sums and squares finite.
func amount(x float64) bool { return x >= 0 && x <= 1e30 }

func share(x float64) bool { return x >= 0 && x <= 1 }

// at is entry k of a list by rank that may be short.
func at(list []float64, k int) float64 {
	if k < len(list) {
		return list[k]
	}
	return 0
}

// band is how far two amounts of a size may be apart and still count as equal.
func band(size float64) float64 { return 1e-12 * max(1, size) }
