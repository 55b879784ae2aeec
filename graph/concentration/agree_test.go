package concentration

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// slow is τ-b pair by pair, as Kendall defines it.
func slow(a, b []float64) (float64, bool) {
	sign := func(x, y float64) float64 {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	var both, inA, inB float64
	for i := range a {
		for j := range i {
			x, y := sign(a[i], a[j]), sign(b[i], b[j])
			both, inA, inB = both+x*y, inA+x*x, inB+y*y
		}
	}
	if inA == 0 || inB == 0 {
		return 0, false
	}
	return both / math.Sqrt(inA*inB), true
}

// pearson of ranks that are counted pair by pair: one more for each that is smaller, half for each that is equal.
func pearson(a, b []float64) (float64, bool) {
	rank := func(v []float64) []float64 {
		out := make([]float64, len(v))
		for i := range v {
			for j := range v {
				if v[j] < v[i] {
					out[i]++
				} else if v[j] == v[i] {
					out[i] += 0.5
				}
			}
		}
		return out
	}
	x, y := rank(a), rank(b)
	mean := float64(len(a)) / 2
	var xy, xx, yy float64
	for i := range x {
		xy, xx, yy = xy+(x[i]-mean)*(y[i]-mean), xx+(x[i]-mean)*(x[i]-mean), yy+(y[i]-mean)*(y[i]-mean)
	}
	return xy / math.Sqrt(xx*yy), xx > 0 && yy > 0
}

func TestRankCorrelationsAgainstPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	known := 0
	for range 3000 {
		a, b := make([]float64, r.IntN(12)), []float64(nil)
		for i := range a {
			a[i] = float64(r.IntN(6))
			b = append(b, float64(r.IntN(6)))
		}
		want, ok := slow(a, b)
		got, gotOK := Kendall(a, b)
		if ok != gotOK || math.Abs(got-want) > 1e-12 {
			t.Fatalf("Kendall of %v and %v: %g %v, want %g %v", a, b, got, gotOK, want, ok)
		}
		want, ok = pearson(a, b)
		got, gotOK = Spearman(a, b)
		if ok != gotOK || ok && math.Abs(got-want) > 1e-12 {
			t.Fatalf("Spearman of %v and %v: %g %v, want %g %v", a, b, got, gotOK, want, ok)
		}
		if ok {
			known++
		}
	}
	if known < 2000 {
		t.Errorf("only %d with a correlation", known)
	}
}

// By hand: of six pairs five are in order and one is not.
func TestAgree(t *testing.T) {
	got := Agree([]Ranking{{"loss", []float64{4, 3, 2, 1}}, {"index", []float64{4, 2, 3, 1}}, {"none", []float64{0, 0, 0, 0}}})
	if len(got) != 3 || got[0].A != "loss" || got[0].B != "index" || !near(got[0].Kendall, 4.0/6) || !near(got[0].Spearman, 0.8) || got[0].Leaders != 4 || !got[0].Known {
		t.Errorf("%+v", got)
	}
	if got[1].Known || got[1].Kendall != 0 || got[1].Leaders != 0 {
		t.Errorf("%+v", got[1])
	}
	if p := Places([]float64{5, 9, 5, 1}); !slices.Equal(p, []float64{2.5, 1, 2.5, 4}) {
		t.Error(p)
	}
	twelve := []float64{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	turned := slices.Clone(twelve)
	slices.Reverse(turned)
	if got := Agree([]Ranking{{"a", twelve}, {"b", turned}}); got[0].Leaders != 8 || got[0].Kendall != -1 || got[0].Spearman != -1 {
		t.Errorf("%+v", got)
	}
}
