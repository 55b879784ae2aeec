package scenario

import (
	"fmt"
	"testing"
)

// The analysis adds up, so that what is measured is the drawing and what is done with results.
func BenchmarkRun(b *testing.B) {
	const scenarios = 1 << 15
	for _, inputs := range []int{100, 500} {
		for _, workers := range []int{1, 2} {
			for _, how := range Samplings() {
				b.Run(fmt.Sprintf("inputs=%d/workers=%d/%s", inputs, workers, how), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := Run(b.Context(), named(inputs), 1, adding, Options{Scenarios: scenarios, Workers: workers, Sampling: how}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.N)*scenarios/b.Elapsed().Seconds(), "scenarios/s")
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/scenarios/float64(inputs), "ns/uniform")
				})
			}
		}
	}
}

// Fifty outputs of one input: what is done with results.
func BenchmarkRunOutputs(b *testing.B) {
	const scenarios = 1 << 17
	for _, exact := range []int{1, scenarios} {
		for _, how := range Samplings() {
			b.Run(fmt.Sprintf("exact=%d/%s", exact, how), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					r, err := Run(b.Context(), named(1), 50, func() (Analysis, error) {
						return func(u, out []float64) error {
							for i := range out {
								out[i] = u[0] * float64(i)
							}
							return nil
						}, nil
					}, Options{Scenarios: scenarios, Sampling: how, Exact: exact})
					if err != nil {
						b.Fatal(err)
					}
					r.Outputs[1].Quantile(0.95)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/scenarios/50, "ns/value")
			})
		}
	}
}

func BenchmarkDistributions(b *testing.B) {
	f, _ := NewFactor(0.3)
	var u [1024]float64
	for i := range u {
		u[i] = (float64(i*617%1024) + 0.5) / 1024
	}
	run := func(name string, f func(u float64) float64) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i, sum := 0, 0.0
			for b.Loop() {
				sum += f(u[i&1023])
				i++
			}
			_ = sum
		})
	}
	for _, c := range distributions(b) {
		run(c.name, c.d.Quantile)
	}
	run("factor", func(u float64) float64 { return f.Uniform(0.7, u) })
	b.Run("make-pert", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := PERT(1, 2, 7); err != nil {
				b.Fatal(err)
			}
		}
	})
}
