package concentration

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// By hand: 40, 20 and 20, and what else there may be.
func TestBoundByHand(t *testing.T) {
	entries := []float64{40, 20, 20}
	h := (1600.0 + 400 + 400) / 6400
	for _, c := range []struct {
		name               string
		u                  Undisclosed
		hhiLow, hhiHigh    float64
		largeLow, largeTop float64
		exact              bool
	}{
		{"nothing", Undisclosed{}, h, h, 0.5, 0.5, true},
		{"rest of 20", Undisclosed{Sum: 100}, 0.24, 0.28, 0.4, 0.4, false},
		{"rest of 20, at most 5% each", Undisclosed{Sum: 100, Below: 0.05}, 0.24, 0.25, 0.4, 0.4, false},
		{"rest of 20, of the first perhaps", Undisclosed{Sum: 100, Below: 0.05, Open: []bool{true, false, false}}, 0.24, 0.36 + 0.08, 0.4, 0.6, false},
		{"20 of many", Undisclosed{Many: 20}, 0.24, 0.28, 0.4, 0.4, false},
		// Two more raise the effective number by two, and are then 30 each: Σx²/Σx.
		{"two more", Undisclosed{More: 2}, 1 / (1/h + 2), 1, 40.0 / 160, 1, false},
		{"two more, at most 10% each", Undisclosed{More: 2, Below: 0.1}, 1 / (1/h + 2), h, 40.0 / 160, 0.5, false},
		// The second can be raised to (1600+400)/60 = 33⅓: (2000 + 1111.1)/(93⅓)².
		{"more of the second", Undisclosed{Open: []bool{false, true, false}}, (2000 + 10000.0/9) / (280.0 / 3 * 280 / 3), 1, 0.4, 1, false},
		{"more of the first two", Undisclosed{Open: []bool{true, true, false}}, (2000 + 10000.0/9) / (280.0 / 3 * 280 / 3), 1, 0.4, 1, false},
		{"more of all", Undisclosed{Open: []bool{true, true, true}}, 1.0 / 3, 1, 1.0 / 3, 1, false},
		{"many more", Undisclosed{Flood: true}, 0, 1, 0, 1, false},
	} {
		b, err := Bound(entries, c.u)
		if err != nil || !near(b.HHI.Low, c.hhiLow) || !near(b.HHI.High, c.hhiHigh) || !near(b.Largest.Low, c.largeLow) || !near(b.Largest.High, c.largeTop) || b.Exact != c.exact {
			t.Errorf("%s: %+v, %v", c.name, b, err)
		}
		if !near(b.Effective.Low*b.HHI.High, 1) || b.HHI.Low > 0 && !near(b.Effective.High*b.HHI.Low, 1) || b.HHI.Low == 0 && b.Effective.High != 0 {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
}

// completion draws amounts that fit what is known: the entries that result.
func completion(r *rand.Rand, entries []float64, u Undisclosed) []float64 {
	out := append([]float64(nil), entries...)
	size := func() float64 { return math.Pow(10, 8*r.Float64()-3) }
	if u.Sum == 0 {
		for i := range out {
			if u.Open != nil && u.Open[i] && r.IntN(3) > 0 {
				out[i] += size()
			}
		}
		for range u.More {
			out = append(out, size())
		}
		return append(out, split(r, u.Many, u.Many)...)
	}
	rest := u.Sum - u.Many
	for _, x := range entries {
		rest -= x
	}
	rest = math.Max(0, rest)
	for i := range out {
		if u.Open != nil && u.Open[i] && r.IntN(2) > 0 {
			part := rest
			if r.IntN(2) > 0 {
				part *= r.Float64()
			}
			out[i], rest = out[i]+part, rest-part
		}
	}
	block := u.Sum
	if u.Below > 0 {
		block = u.Below * u.Sum
	}
	return append(append(out, split(r, rest, block)...), split(r, u.Many, block)...)
}

// split cuts a sum into pieces none of which is above a block.
func split(r *rand.Rand, sum, block float64) []float64 {
	var out []float64
	for sum > 1e-9 {
		piece := math.Min(sum, block)
		if r.IntN(2) > 0 {
			piece *= r.Float64()
		}
		out, sum = append(out, piece), sum-piece
	}
	return out
}

// No completion lies outside, and some come near to both ends.
func TestBoundHoldsForEveryCompletion(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	lows, highs := 0, 0
	for range 1500 {
		entries := make([]float64, 1+r.IntN(4))
		sum := 0.0
		u := Undisclosed{Open: make([]bool, len(entries))}
		for i := range entries {
			entries[i] = 100 * r.Float64()
			sum += entries[i]
			u.Open[i] = r.IntN(4) == 0
		}
		if r.IntN(2) == 0 {
			u.Many = 50 * r.Float64()
		}
		if r.IntN(2) == 0 {
			u.Sum = (sum + u.Many) * (1 + r.Float64())
			if r.IntN(2) == 0 {
				u.Below = 0.02 + 0.3*r.Float64()
			}
		} else {
			u.More = r.IntN(3)
		}
		b, err := Bound(entries, u)
		if err != nil {
			t.Fatal(err)
		}
		low, high := math.Inf(1), 0.0
		for range 60 {
			m, err := Measure(completion(r, entries, u))
			if err != nil {
				t.Fatal(err)
			}
			if m.HHI < b.HHI.Low-1e-9 || m.HHI > b.HHI.High+1e-9 || m.Largest < b.Largest.Low-1e-9 || m.Largest > b.Largest.High+1e-9 || m.Effective < b.Effective.Low-1e-9 || b.Effective.High > 0 && m.Effective > b.Effective.High*(1+1e-9) {
				t.Fatalf("%v, %+v: %+v lies outside %+v", entries, u, m, b)
			}
			low, high = math.Min(low, m.HHI), math.Max(high, m.HHI)
		}
		if low < b.HHI.Low*1.05 {
			lows++
		}
		if high > b.HHI.High*0.95 {
			highs++
		}
	}
	if lows < 300 || highs < 900 {
		t.Errorf("near the low end %d times, near the high end %d", lows, highs)
	}
}

// Where no sum is known but a threshold is, the undisclosed are at most a share of all.
func TestBoundBelowWithoutSum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 500 {
		entries := []float64{100 * r.Float64(), 100 * r.Float64()}
		u := Undisclosed{More: 1 + r.IntN(4), Below: 0.05 + 0.5*r.Float64(), Many: 20 * r.Float64()}
		b, err := Bound(entries, u)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			more := make([]float64, u.More)
			for i := range more {
				more[i] = 300 * r.Float64()
			}
			all := append(append(append([]float64(nil), entries...), more...), split(r, u.Many, 0.05*(entries[0]+entries[1]))...)
			m, _ := Measure(all)
			fits := true
			for _, x := range all[2:] {
				fits = fits && x <= u.Below*m.Sum
			}
			if fits && (m.HHI < b.HHI.Low-1e-9 || m.HHI > b.HHI.High+1e-9 || m.Largest > b.Largest.High+1e-9) {
				t.Fatalf("%v, %+v: %+v lies outside %+v", all, u, m, b)
			}
		}
	}
}

func TestBoundErrors(t *testing.T) {
	for _, c := range []struct {
		entries []float64
		u       Undisclosed
	}{
		{[]float64{-1}, Undisclosed{}},
		{[]float64{math.NaN()}, Undisclosed{}},
		{[]float64{1}, Undisclosed{Open: []bool{true, true}}},
		{[]float64{2, 2}, Undisclosed{Sum: 3}},
		{[]float64{2}, Undisclosed{Sum: 3, Many: 2}},
		{[]float64{2}, Undisclosed{Below: 1.5}},
		{[]float64{2}, Undisclosed{More: -1}},
		{[]float64{2}, Undisclosed{Sum: math.Inf(1)}},
		{[]float64{2}, Undisclosed{Many: math.NaN()}},
	} {
		if b, err := Bound(c.entries, c.u); err == nil {
			t.Errorf("%v, %+v gives %+v", c.entries, c.u, b)
		}
	}
	if _, err := Bound([]float64{0}, Undisclosed{More: 3}); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
	if b, err := Bound(nil, Undisclosed{Sum: 10, Below: 0.1}); err != nil || b.HHI.Low != 0 || !near(b.HHI.High, 0.1) {
		t.Errorf("%+v, %v", b, err)
	}
}
