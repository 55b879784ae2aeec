package scenario

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// want are indices with known answers.
type wanted struct {
	name         string
	f            Analysis
	mean, v      float64
	first, total []float64
}

func wantedIndices() []wanted {
	// Ishigami and Homma 1990 with a = 7, b = 0.1; indices of Saltelli et al., Sensitivity Analysis, 2000, section 2.9, to four digits:
	// V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2.
	ishigami := wanted{
		name: "Ishigami",
		f: func(u, out []float64) error {
			x, y, z := math.Pi*(2*u[0]-1), math.Pi*(2*u[1]-1), math.Pi*(2*u[2]-1)
			out[0] = math.Sin(x) + 7*math.Sin(y)*math.Sin(y) + 0.1*z*z*z*z*math.Sin(x)
			return nil
		},
		mean: 3.5, v: 49.0/8 + 0.1*math.Pow(math.Pi, 4)/5 + 0.01*math.Pow(math.Pi, 8)/18 + 0.5,
		first: []float64{0.3139, 0.4424, 0}, total: []float64{0.5576, 0.4424, 0.2437},
	}
	// Sobol's g-function: V = ∏(1 + Vi) - 1 with Vi = 1/3/(1+ai)²; Si = Vi/V, Ti = Vi·∏(1 + Vj, j ≠ i)/V.
	a := []float64{0, 1, 4.5, 9, 99, 99}
	g := wanted{name: "g", mean: 1, f: func(u, out []float64) error {
		out[0] = 1
		for i, x := range u {
			out[0] *= (math.Abs(4*x-2) + a[i]) / (1 + a[i])
		}
		return nil
	}}
	all := 1.0
	part := func(i int) float64 { return 1.0 / 3 / (1 + a[i]) / (1 + a[i]) }
	for i := range a {
		all *= 1 + part(i)
	}
	g.v = all - 1
	for i := range a {
		g.first = append(g.first, part(i)/g.v)
		g.total = append(g.total, part(i)*all/(1+part(i))/g.v)
	}
	return []wanted{ishigami, g}
}

func TestIndices(t *testing.T) {
	for _, w := range wantedIndices() {
		inputs := named(len(w.first))
		r, err := Indices(t.Context(), inputs, 1, func() (Analysis, error) { return w.f, nil }, IndexOptions{Base: 1 << 16, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if r.Base != 1<<16 || r.Runs != 1<<16*(len(inputs)+2) || math.Abs(r.Mean[0]-w.mean) > 0.005 || math.Abs(r.Variance[0]/w.v-1) > 0.01 {
			t.Errorf("%s: %+v, want mean %v and variance %v", w.name, r, w.mean, w.v)
		}
		for i, x := range r.Outputs[0] {
			if math.Abs(x.First-w.first[i]) > 4*x.FirstErr+6e-5 || math.Abs(x.Total-w.total[i]) > 4*x.TotalErr+6e-5 || x.FirstErr > 0.01 || x.TotalErr > 0.01 || x.Input != inputs[i] {
				t.Errorf("%s: %+v, want %v and %v", w.name, x, w.first[i], w.total[i])
			}
		}
	}
}

// The errors are those that other seeds show.
func TestIndexErrors(t *testing.T) {
	w := wantedIndices()[0]
	const seeds = 200
	var off, said [2]float64
	for seed := range uint64(seeds) {
		r, err := Indices(t.Context(), named(3), 1, func() (Analysis, error) { return w.f, nil }, IndexOptions{Base: 1 << 10, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		x := r.Outputs[0][0]
		off[0] += (x.First - w.first[0]) * (x.First - w.first[0])
		off[1] += (x.Total - w.total[0]) * (x.Total - w.total[0])
		said[0] += x.FirstErr * x.FirstErr
		said[1] += x.TotalErr * x.TotalErr
	}
	for i := range off {
		if ratio := math.Sqrt(off[i] / said[i]); ratio < 0.8 || ratio > 1.25 {
			t.Errorf("%d: the error is %v times what it is said to be", i, ratio)
		}
	}
}

// Several outputs are those of several searches; a shift changes nothing; what does not vary has no indices; any number of workers.
func TestIndicesOutputs(t *testing.T) {
	w := wantedIndices()[0]
	search := func(outputs, workers int, f Analysis) *IndexResult {
		t.Helper()
		r, err := Indices(t.Context(), named(3), outputs, func() (Analysis, error) { return f, nil }, IndexOptions{Base: 1024, Seed: 1, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	one := search(1, 1, w.f)
	many := search(3, 1, func(u, out []float64) error {
		err := w.f(u, out[:1])
		out[1], out[2] = 1e6+1000*out[0], 7.3
		return err
	})
	if d := cmp.Diff(one.Outputs[0], many.Outputs[0]); d != "" || one.Mean[0] != many.Mean[0] {
		t.Errorf("with others: %s", d)
	}
	for i, x := range many.Outputs[1] {
		if y := one.Outputs[0][i]; math.Abs(x.First-y.First) > 1e-9 || math.Abs(x.Total-y.Total) > 1e-9 {
			t.Errorf("shifted: %+v, want %+v", x, y)
		}
	}
	for _, x := range many.Outputs[2] {
		if x.First != 0 || x.FirstErr != 0 || x.Total != 0 || x.TotalErr != 0 || many.Variance[2] != 0 || math.Abs(many.Mean[2]-7.3) > 1e-12 {
			t.Errorf("constant: %+v", x)
		}
	}
	for _, workers := range []int{2, 7} {
		if d := cmp.Diff(one, search(1, workers, w.f)); d != "" {
			t.Errorf("%d workers: %s", workers, d)
		}
	}
}

func TestIndicesRefuse(t *testing.T) {
	bad := errors.New("bad")
	for _, c := range []struct {
		inputs  []string
		outputs int
		begin   func() (Analysis, error)
		o       IndexOptions
		want    string
	}{
		{named(2), 1, adding, IndexOptions{}, "0 points"},
		{named(2), 1, adding, IndexOptions{Base: MaxScenarios + 1}, "points"},
		{named(2), 1, adding, IndexOptions{Base: 1, Workers: -1}, "-1 workers"},
		{nil, 1, adding, IndexOptions{Base: 1}, "0 inputs"},
		{named(2), 0, adding, IndexOptions{Base: 1}, "0 outputs"},
		{[]string{"a", "a"}, 1, adding, IndexOptions{Base: 1}, `two inputs are named "a"`},
		{[]string{"a", ""}, 1, adding, IndexOptions{Base: 1}, "input 2 has no name"},
		{named(2), 1, func() (Analysis, error) { return nil, bad }, IndexOptions{Base: 1}, "bad"},
		{named(2), 1, func() (Analysis, error) {
			return func(u, out []float64) error {
				out[0] = 1
				if u[0] != 0.5 {
					return fmt.Errorf("too large: %w", bad)
				}
				return nil
			}, nil
		}, IndexOptions{Base: 1}, "point 0: too large"},
	} {
		if r, err := Indices(t.Context(), c.inputs, c.outputs, c.begin, c.o); r != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v, %v; want %q", r, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	if r, err := Indices(ctx, named(2), 1, func() (Analysis, error) {
		return func(u, out []float64) error {
			if calls++; calls == 5000 {
				cancel()
			}
			out[0] = u[0]
			return nil
		}, nil
	}, IndexOptions{Base: 100_000, Workers: 1}); r != nil || !errors.Is(err, context.Canceled) || calls > 5000 {
		t.Errorf("stopped: %+v, %v after %d calls", r, err, calls)
	}
}
