package scenario

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// named are ids of inputs.
func named(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("input %d", i)
	}
	return out
}

// adding is the sum of all inputs.
func adding() (Analysis, error) {
	return func(u, out []float64) error {
		out[0] = 0
		for _, x := range u {
			out[0] += x
		}
		return nil
	}, nil
}

// told is everything that a run tells, bit by bit.
func told(r *Result) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Asked, r.Scenarios, r.Done, r.Seed, r.Sampling, r.Even)
	say := func(x ...float64) {
		for _, x := range x {
			fmt.Fprintf(&b, " %x", math.Float64bits(x))
		}
	}
	for _, s := range r.Outputs {
		fmt.Fprint(&b, s.N, s.Kept)
		say(s.Min, s.Max, s.StdDev)
		x, y := s.Mean()
		say(x, y)
		for _, q := range []float64{0.01, 0.05, 0.5, 0.9, 0.999} {
			x, low, high := s.Quantile(q)
			p, from, to := s.Above(x)
			es, se := s.Shortfall(q)
			say(x, low, high, p, from, to, es, se)
		}
		say(s.Values()...)
	}
	return b.String()
}

// uneven takes longer for some scenarios, so that workers overtake each other.
func uneven() (Analysis, error) {
	return func(u, out []float64) error {
		sum := 0.0
		for range int(300 * u[0]) {
			sum += math.Sqrt(u[1])
		}
		out[0], out[1] = sum, math.Exp(5*u[2])-20
		return nil
	}, nil
}

func TestWorkers(t *testing.T) {
	for _, how := range Samplings() {
		for _, exact := range []int{1, 1 << 20} {
			want := ""
			for _, workers := range []int{1, 2, 7, 0} {
				r, err := Run(t.Context(), named(3), 2, uneven, Options{Scenarios: 5000, Seed: 2, Workers: workers, Sampling: how, Exact: exact})
				if err != nil {
					t.Fatal(err)
				}
				if got := told(r); want == "" {
					want = got
				} else if got != want {
					t.Errorf("%s, kept %v: %d workers give another result", how, r.Outputs[0].Kept, workers)
				}
			}
		}
	}
}

// What an answer says is what its scenarios say when they are drawn one by one.
func TestDraws(t *testing.T) {
	for _, how := range Samplings() {
		o := Options{Scenarios: 700, Seed: 4, Sampling: how}
		r, err := Run(t.Context(), named(9), 1, adding, o)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := adding()
		out := make([]float64, 1)
		for k, x := range r.Outputs[0].Values() {
			u, err := Draws(named(9), o, k)
			if err != nil {
				t.Fatal(err)
			}
			if f(u, out); out[0] != x {
				t.Fatalf("%s: scenario %d is %v, and was %v", how, k, out[0], x)
			}
		}
	}
}

// A run that is stopped tells of the scenarios so far: the first of the whole run, in blocks.
func TestStopped(t *testing.T) {
	for _, how := range Samplings() {
		for _, workers := range []int{1, 3} {
			ctx, cancel := context.WithCancel(t.Context())
			var calls atomic.Int64
			r, err := Run(ctx, named(2), 1, func() (Analysis, error) {
				return func(u, out []float64) error {
					if calls.Add(1) == 3000 {
						cancel()
					}
					out[0] = u[0] + u[1]
					return nil
				}, nil
			}, Options{Scenarios: 1 << 16, Seed: 1, Workers: workers, Sampling: how})
			if err != nil || !errors.Is(r.Stopped, context.Canceled) || r.Done == 0 || r.Done > 3000 || r.Done%block != 0 || r.Outputs[0].N != r.Done || r.Scenarios != 1<<16 {
				t.Fatalf("%s: %+v, %v", how, r, err)
			}
			whole, err := Run(t.Context(), named(2), 1, adding, Options{Scenarios: 1 << 16, Seed: 1, Sampling: how})
			if err != nil || whole.Stopped != nil || whole.Done != 1<<16 {
				t.Fatalf("%+v, %v", whole, err)
			}
			if d := cmp.Diff(whole.Outputs[0].Values()[:r.Done], r.Outputs[0].Values()); d != "" {
				t.Errorf("%s: not the first scenarios", how)
			}
			if x, se := r.Outputs[0].Mean(); math.Abs(x-1) > 5*se {
				t.Errorf("%s: %v ± %v", how, x, se)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Run(ctx, named(2), 1, adding, Options{Scenarios: 1000}); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before it began: %+v, %v", r, err)
	}
	// An analysis that takes the context itself, and passes on that it ended.
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer stop()
	r, err := Run(ctx, named(1), 1, func() (Analysis, error) {
		return func(u, out []float64) error {
			out[0] = 1
			if u[0] < 0.002 { // after some blocks, mostly
				<-ctx.Done()
				return fmt.Errorf("solve: %w", ctx.Err())
			}
			return nil
		}, nil
	}, Options{Scenarios: MaxScenarios, Workers: 2, Seed: 3})
	if err == nil && !errors.Is(r.Stopped, context.DeadlineExceeded) || err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestProgress(t *testing.T) {
	var last int64
	_, err := Run(t.Context(), named(1), 1, adding, Options{Scenarios: 100_001, Progress: func(done, total int64) {
		if done <= last || total != 100_001 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if err != nil || last != 100_001 {
		t.Errorf("the last is %d, %v", last, err)
	}
}

func TestRunErrors(t *testing.T) {
	bad := errors.New("bad")
	at := func(k int, x float64, err error) func() (Analysis, error) { // in scenario k and after
		u, _ := Draws(named(2), Options{Scenarios: 5000}, k)
		return func() (Analysis, error) {
			return func(v, out []float64) error {
				out[0], out[1] = 0, 1
				if v[0] == u[0] {
					out[1] = x
					return err
				}
				if k == 0 {
					out[1] = math.Inf(1) // others come later
				}
				return nil
			}, nil
		}
	}
	for _, c := range []struct {
		name    string
		inputs  []string
		outputs int
		begin   func() (Analysis, error)
		o       Options
		want    string
	}{
		{"none", named(2), 2, adding, Options{}, "0 scenarios"},
		{"negative", named(2), 2, adding, Options{Scenarios: -1}, "-1 scenarios"},
		{"many", named(2), 2, adding, Options{Scenarios: MaxScenarios + 1}, "1000000001 scenarios"},
		{"workers", named(2), 2, adding, Options{Scenarios: 1, Workers: -1}, "-1 workers"},
		{"exact", named(2), 2, adding, Options{Scenarios: 1, Exact: -1}, "-1 results"},
		{"sampling", named(2), 2, adding, Options{Scenarios: 1, Sampling: "latin"}, `no sampling "latin"`},
		{"outputs", named(2), 0, adding, Options{Scenarios: 1}, "0 outputs"},
		{"empty", []string{"a", ""}, 1, adding, Options{Scenarios: 1}, "input 2 has no name"},
		{"twice", []string{"a", "b", "a"}, 1, adding, Options{Scenarios: 1}, `two inputs are named "a"`},
		{"begin", named(2), 2, func() (Analysis, error) { return nil, bad }, Options{Scenarios: 1}, "bad"},
		{"analysis", named(2), 2, at(1234, 0, bad), Options{Scenarios: 5000}, "scenario 1234: bad"},
		{"nan", named(2), 2, at(1234, math.NaN(), nil), Options{Scenarios: 5000}, "scenario 1234: output 1 is NaN"},
		{"inf", named(2), 2, at(77, math.Inf(-1), nil), Options{Scenarios: 5000}, "scenario 77: output 1 is -Inf"},
		{"first of many", named(2), 2, at(0, 0, bad), Options{Scenarios: 5000}, "scenario 0: bad"},
		{"not set", named(2), 2, adding, Options{Scenarios: 10}, "scenario 0: output 1 is NaN"},
	} {
		for _, workers := range []int{1, 5} {
			if c.o.Workers >= 0 {
				c.o.Workers = workers
			}
			r, err := Run(t.Context(), c.inputs, c.outputs, c.begin, c.o)
			if r != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %+v, %v; want %q", c.name, r, err, c.want)
			}
		}
	}
	if r, err := Run(t.Context(), nil, 1, func() (Analysis, error) {
		return func(u, out []float64) error { out[0] = 4; return nil }, nil
	}, Options{Scenarios: 3}); err != nil || r.Outputs[0].Max != 4 {
		t.Errorf("without inputs: %+v, %v", r, err)
	}
}

// What a run allocates does not grow with the number of scenarios.
func TestMemory(t *testing.T) {
	for _, how := range Samplings() {
		of := func(n int) (count, bytes uint64) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			if _, err := Run(t.Context(), named(2), 1, adding, Options{Scenarios: n, Workers: 2, Sampling: how, Exact: 1}); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
		}
		of(1000) // the table
		few, small := of(10_000)
		many, large := of(1_000_000)
		// The sketch may get an octave or two more, from the tails.
		if many > few+100 || large > small+4<<20 {
			t.Errorf("%s: %d allocations of %d bytes for 10⁴ scenarios, %d of %d for 10⁶", how, few, small, many, large)
		}
	}
}
