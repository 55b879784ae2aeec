package contagion

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

var sizes = []int{100, 1000, 10_000}

// market is n parties with ten claims each that nearly all lie in one component, and a loop gain near the given one.
func market(n int, gain float64, seed uint64) *Stress {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	s := &Stress{Buffer: make([]float64, n)}
	for i := range n {
		s.Buffer[i] = 1 + 99*r.Float64()
		for range 10 {
			if on := r.IntN(n); on != i {
				s.Claims = append(s.Claims, Claim{i, on, gain * s.Buffer[i] * 0.2 * r.Float64()})
			}
		}
	}
	return s
}

func firstFails(n int) []float64 {
	shock := make([]float64, n)
	shock[0] = 1
	return shock
}

func BenchmarkDifferential(b *testing.B) {
	for _, gain := range []float64{0.5, 0.99, 1.5} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("gain=%g/parties=%d", gain, n), func(b *testing.B) {
				s := market(n, gain, 1)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Differential(b.Context(), firstFails(n)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkSingleHit(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			s := market(n, 0.9, 1)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.SingleHit(firstFails(n)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkThreshold(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			s := market(n, 9, 1)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Threshold([]int{0}, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRanks(b *testing.B) {
	for _, gain := range []float64{0.5, 0.99, 1.5} {
		for _, n := range []int{100, 1000} {
			b.Run(fmt.Sprintf("gain=%g/parties=%d", gain, n), func(b *testing.B) {
				s := market(n, gain, 1)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Ranks(b.Context(), nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkLoopGain(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			s := market(n, 0.9, 1)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.LoopGain(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSpread(b *testing.B) {
	for _, replace := range []bool{false, true} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("replace=%v/parties=%d", replace, n), func(b *testing.B) {
				s := economy(n, 1)
				s.Replace = replace
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Spread(b.Context(), firstFails(n)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// economy is n parties of 20 sectors with ten suppliers each, one in five of them essential.
func economy(n int, seed uint64) *Supply {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	s := &Supply{Sector: make([]string, n), Outside: make([]float64, n)}
	for i := range n {
		s.Sector[i] = fmt.Sprint(r.IntN(20))
		s.Outside[i] = 100 * r.Float64()
	}
	for i := range n {
		for range 10 {
			if from := r.IntN(n); from != i {
				need := Linear
				if r.IntN(5) == 0 {
					need = Essential
				}
				s.Sales = append(s.Sales, Sale{from, i, 1 + 20*r.Float64(), need})
			}
		}
	}
	return s
}
