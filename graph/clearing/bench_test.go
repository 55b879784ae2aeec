package clearing

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// sizes are the numbers of parties at which growth is shown.
var sizes = []int{100, 1000, 10_000}

// market is a system of n parties with ten dues each, of two ranks of obligations and one of purchases. A party counts on as
// much as it is due to pay, but one in so many has only half of the money from outside that it would need.
func market(n, short int, seed uint64) *System {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	s := &System{Ranks: 3, Hard: 2, Parties: make([]Party, n)}
	in, out := make([]float64, n), make([]float64, n)
	for i := range n {
		for range 10 {
			to := r.IntN(n - 1)
			if to >= i {
				to++
			}
			d := Due{From: i, To: to, Rank: 1 + r.IntN(3), Amount: float64(1 + r.IntN(1000))}
			s.Dues = append(s.Dues, d)
			in[to] += d.Amount
			out[i] += d.Amount
		}
	}
	for i := range s.Parties {
		p := &s.Parties[i]
		p.Outside, p.Buffer, p.Cut = max(0, out[i]-in[i]), float64(r.IntN(200)), 0.5
		if short > 0 && r.IntN(short) == 0 {
			p.Outside, p.Buffer = p.Outside/2, 0
		}
	}
	return s
}

func BenchmarkGreatest(b *testing.B) {
	for _, n := range sizes {
		for _, c := range []struct {
			name  string
			short int
		}{{"calm", 0}, {"some", 10}, {"crisis", 1}} {
			s := market(n, c.short, 1)
			b.Run(fmt.Sprintf("parties=%d/%s", n, c.name), func(b *testing.B) {
				b.ReportAllocs()
				var sol *Solution
				for b.Loop() {
					var err error
					if sol, err = Greatest(b.Context(), s); err != nil {
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

func BenchmarkLeast(b *testing.B) {
	for _, n := range sizes {
		s := market(n, 10, 1)
		for i := range s.Parties {
			s.Parties[i].LostMeans, s.Parties[i].LostIncome = 0.2, 0.2
		}
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(Least(b.Context(), s))
			}
		})
	}
}

func BenchmarkWaves(b *testing.B) {
	for _, n := range sizes {
		s := market(n, 10, 1)
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Waves(b.Context(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A nearly closed ring: of each dollar all but a billionth goes round, so that plain iteration would take billions of steps.
func BenchmarkSlowRing(b *testing.B) {
	for _, n := range sizes {
		s := ring(n, 1e9)
		s.Parties[0].Outside, s.Parties[0].OutsideDues = 0.5, []float64{1}
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(Greatest(b.Context(), s))
			}
		})
	}
}

func ring(n int, amount float64) *System {
	s := &System{Ranks: 1, Hard: 1, Parties: make([]Party, n)}
	for i := range n {
		s.Dues = append(s.Dues, Due{From: i, To: (i + 1) % n, Rank: 1, Amount: amount})
	}
	return s
}

func BenchmarkPaths(b *testing.B) {
	for _, n := range sizes {
		s := market(n, 10, 1)
		base := must(Greatest(b.Context(), s))
		s.Parties[0].Withheld = []float64{0.5, 0.5, 0.5}
		l := Compare(s, base, must(Greatest(b.Context(), s)), nil, func(i int) bool { return i == 0 })
		lose := 0
		for _, x := range l.Received {
			if x > 0 {
				lose++
			}
		}
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := l.Paths(func(int) bool { return true }, 0.01, 200); !ok {
					b.Fatal("no paths")
				}
			}
			b.ReportMetric(float64(lose), "losers")
		})
	}
}

// Closely tied and nearly closed: every due is owed both ways, and of each dollar some hundred-millionth leaks.
func BenchmarkNearlyClosed(b *testing.B) {
	for _, n := range sizes {
		s := market(n, 0, 1)
		s.Ranks, s.Hard = 1, 1
		for i := range s.Dues {
			d := &s.Dues[i]
			d.Rank, d.Amount = 1, 1000*d.Amount
		}
		for _, d := range s.Dues {
			s.Dues = append(s.Dues, Due{From: d.To, To: d.From, Rank: 1, Amount: d.Amount})
		}
		for i := range s.Parties {
			s.Parties[i] = Party{Outside: 0.25, OutsideDues: []float64{0.5}}
		}
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(Greatest(b.Context(), s))
			}
		})
	}
}
