package damped

import (
	"fmt"
	"testing"
)

func BenchmarkSolver(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			m, right := random(n, 0.9, 1), amounts(n, 1)
			b.ReportAllocs()
			for b.Loop() {
				s, err := NewSolver(b.Context(), m)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Solve(b.Context(), right); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
