package clearing

import (
	"math"
	"testing"
)

// guaranteeing is a guarantor that buys for 59 from the party whose debt of 100 it stands behind. The party has 40 of its own. What is
// missing goes round: the guarantor cuts its purchases by what it is called for, and is called for what it cuts. With so much
// less than what both owe together everything is cut in the end: the party pays its 40, the guarantor all it has.
func guaranteeing(missing float64) *System {
	return &System{
		Ranks: 2, Hard: 1,
		Parties:    []Party{{Buffer: 60 - missing}, {Buffer: 40}, {}},
		Dues:       []Due{{From: 0, To: 1, Rank: 2, Amount: 59}, {From: 1, To: 2, Rank: 1, Amount: 100}},
		Guarantees: []Guarantee{{Guarantor: 0, Debtor: 1, Creditor: 2, Rank: 1, Cap: 1000}},
	}
}

func TestStride(t *testing.T) {
	for _, missing := range []float64{1e-1, 1e-4, 1e-7, 1e-10} {
		s := guaranteeing(missing)
		sol, err := Greatest(t.Context(), s)
		if err != nil {
			t.Fatalf("%g missing: %v", missing, err)
		}
		if !sol.Default[0] || !sol.Default[1] || math.Abs(sol.Received[2]-(100-missing)) > 1e-9 || sol.Dues[0] > 1e-9 {
			t.Errorf("%g missing: the creditor has %v, the guarantor buys for %v", missing, sol.Received[2], sol.Dues[0])
		}
		if sol.Steps > 50_000 {
			t.Errorf("%g missing: %d steps", missing, sol.Steps)
		}
	}
	// Nothing is missing: nobody cuts more than the first call.
	sol, err := Greatest(t.Context(), guaranteeing(-1e-9))
	if err != nil || sol.Default[0] {
		t.Errorf("enough: %v, %v", err, sol.Default)
	}
}

// Strides change no solution: with them and without them small systems with a lot missing come out the same.
func TestStrideIsIteration(t *testing.T) {
	s := guaranteeing(0.01) // 6,000 rounds
	with, err := Greatest(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	w := newWork(lay(s))
	copy(w.means, w.full)
	for {
		w.step(make([]rule, 3))
		if w.advance(down) == 0 {
			break
		}
	}
	w.step(make([]rule, 3))
	plain := w.solution()
	for i := range plain.Means {
		if math.Abs(plain.Means[i]-with.Means[i]) > 1e-9 {
			t.Errorf("party %d has %v, by plain iteration %v", i, with.Means[i], plain.Means[i])
		}
	}
}
