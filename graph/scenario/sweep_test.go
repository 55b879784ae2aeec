package scenario

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestSweep(t *testing.T) {
	got, err := Sweep(t.Context(), 4, func(x float64) (float64, error) { return x, nil })
	if err != nil || !slices.Equal(got, []float64{0, 0.25, 0.5, 0.75, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	bad := errors.New("bad")
	if _, err := Sweep(t.Context(), 4, func(float64) (int, error) { return 0, bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Sweep(stopped, 4, func(float64) (int, error) { return 0, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
