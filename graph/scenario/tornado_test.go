package scenario

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTornado(t *testing.T) {
	swings := []Swing{{"a", 1, 2, 4}, {"b", 0, 1, 3}, {"c", -1, 0, 1}, {"d", 5, 5, 5}, {"e", 3, 2, 1}}
	f := func(x []float64) (float64, error) { return x[0]*x[1] - 3*x[2]*x[2] + x[3] + x[4], nil }
	bars, base, err := Tornado(t.Context(), swings, f)
	// By hand, from 2·1 - 0 + 5 + 2 = 9: a·1 from 1 to 4, 2·b from 0 to 6, c -3 at both ends, e from 3 to 1.
	want := []Bar{{"b", 7, 13, 6}, {"a", 8, 11, 3}, {"e", 10, 8, 2}, {"c", 6, 6, 0}, {"d", 9, 9, 0}}
	if d := cmp.Diff(want, bars); err != nil || base != 9 || d != "" {
		t.Errorf("base %v, %v\n%s", base, err, d)
	}
	bad := errors.New("bad")
	for _, c := range []struct {
		f    func(x []float64) (float64, error)
		want string
	}{
		{func(x []float64) (float64, error) { return 0, bad }, "with all inputs at their base: bad"},
		{func(x []float64) (float64, error) {
			if x[1] == 3 {
				return math.NaN(), nil
			}
			return 0, nil
		}, "with b at 3: the result is NaN"},
	} {
		if _, _, err := Tornado(t.Context(), swings, c.f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	if _, _, err := Tornado(t.Context(), []Swing{{"a", 0, 1, math.NaN()}}, f); err == nil {
		t.Error("NaN passes")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Tornado(ctx, swings, f); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
