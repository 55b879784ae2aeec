package outlook

import (
	"testing"

	"dealgraph/graph/odds"
)

// A chance is spelled down to the first digit of half its interval; never as sure if it is not, and bounds are rounded outwards.
func TestChanceOf(t *testing.T) {
	for _, tt := range []struct {
		share odds.Share
		want  string
	}{
		{odds.Share{Share: 0.4981, Low: 0.4883, High: 0.5079}, "49.8%"},
		{odds.Share{Share: 0.5, Low: 0.4, High: 0.6}, "50%"},
		{odds.Share{Share: 0.0001, Low: 0.00002, High: 0.0006}, "0.01%"},
		{odds.Share{Share: 0.995, Low: 0.972, High: 0.9991}, "99.5%"},
		{odds.Share{Share: 0.004, Low: 0.0001, High: 0.025}, "0.4%"},
		{odds.Share{Share: 0.9999, Low: 0.99, High: 1}, "99.99%"},
		{odds.Share{Share: 0.99999999999999, Low: 0.9996, High: 1}, ">99.96%"},
		{odds.Share{Share: 0, Low: 0, High: 0.00038401}, "<0.04%"},
		{odds.Share{Share: 0, Low: 0, High: 0.000123}, "<0.02%"},
		{odds.Share{Share: 0, Low: 0, High: 0.277}, "<28%"},
		{odds.Share{Share: 1, Low: 0.7225, High: 1}, ">72%"},
		{odds.Share{Share: 1, Low: 0.99978, High: 1}, ">99.97%"},
	} {
		if got := chanceOf(tt.share).Text; got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.share, got, tt.want)
		}
	}
}

// Money has no digit that its error does not support, whatever decimals a table keeps otherwise.
func TestRounded(t *testing.T) {
	for _, tt := range []struct {
		x, se float64
		want  string
	}{
		{523.4e11, 1.68e11, "$523B"}, {523.4e11, 0.2e11, "$523.4B"}, {20e11, 0, "$20.0B"}, {26.04e11, 0.06e11, "$26.0B"}, {1.04e14, 2e12, "$1.04T"}, {-98.4e11, 12e11, "-$100B"},
	} {
		if got := rounded(tt.x, tt.se, "USD").Text; got != tt.want {
			t.Errorf("%v ± %v: %s, want %s", tt.x, tt.se, got, tt.want)
		}
	}
	if got := errorOf(1.6849e11, "USD").Text; got != "$1.7B" {
		t.Errorf("error %s", got)
	}
}
