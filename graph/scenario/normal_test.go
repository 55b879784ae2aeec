package scenario

import (
	"math"
	"math/big"
	"testing"
)

// Published percentage points, to all digits of a float64.
func TestScore(t *testing.T) {
	for _, c := range []struct{ u, z float64 }{
		{0.5, 0},
		{0.975, 1.959963984540054}, // Abramowitz and Stegun, table 26.5
		{0.95, 1.6448536269514722},
		{0.9995, 3.2905267314919255},
		{0.25, -0.6744897501960817}, // Wichura 1988, test values
		{0.001, -3.090232306167814},
		{1e-20, -9.262340089798408},
		{1e-10, -6.361340902404056},
	} {
		if got := score(c.u); math.Abs(got-c.z) > 2e-14*max(1, math.Abs(c.z)) {
			t.Errorf("Φ⁻¹(%v) = %v, want %v", c.u, got, c.z)
		}
	}
	for i := 1; i < 4000; i++ {
		u := float64(i) / 4000
		if back := below(score(u)); math.Abs(back-u) > 1e-15 {
			t.Errorf("Φ(Φ⁻¹(%v)) = %v", u, back)
		}
		if i%2 == 0 && score(u) != -score(1-u) && math.Abs(score(u)+score(1-u)) > 1e-13 {
			t.Errorf("not symmetric at %v", u)
		}
	}
}

// Uniforms are in the open interval, on a grid that is symmetric: 1-u is exact.
func TestOpen(t *testing.T) {
	for _, x := range []uint64{0, 1, 4095, 4096, 1 << 63, math.MaxUint64, math.MaxUint64 - 4096, 0x123456789abcdef0} {
		u := open(x)
		if u <= 0 || u >= 1 || u < least || u > greatest {
			t.Errorf("open(%x) = %v", x, u)
		}
		exact := new(big.Float).SetPrec(200).Sub(big.NewFloat(1), big.NewFloat(u))
		if got, accuracy := exact.Float64(); accuracy != big.Exact || got != 1-u || got <= 0 {
			t.Errorf("1-%v is not exact", u)
		}
	}
	if open(0) != least || open(math.MaxUint64) != greatest {
		t.Error("the ends are elsewhere")
	}
}
