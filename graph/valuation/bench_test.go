package valuation

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

var sizes = []int{100, 1000, 10_000}

// market is n parties, each held by ten others to 90% in all, that owe debts of two ranks held alike.
func market(n int) *Balance {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	b := &Balance{Assets: make([]float64, n), Debts: make([][]float64, n)}
	for j := range n {
		b.Assets[j] = 100 * r.Float64()
		b.Debts[j] = []float64{80 * r.Float64(), 300 * r.Float64()}
		for range 10 {
			if i := r.IntN(n); i != j {
				b.Equity = append(b.Equity, Share{i, j, 0.09})
				b.Loans = append(b.Loans, Loan{i, j, 1 + r.IntN(2), 0.09})
			}
		}
	}
	return b
}

func BenchmarkValues(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			m := market(n)
			threshold, cost := make([]float64, n), make([]float64, n)
			for i := range n {
				threshold[i], cost[i] = 10, 10
			}
			h := &Holdings{N: n, Shares: m.Equity}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Values(b.Context(), m.Assets, threshold, cost); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMarkDown(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			m := market(n)
			h := &Holdings{N: n, Shares: m.Equity}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.MarkDown(m.Assets); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGreatest(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			m := market(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Greatest(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
