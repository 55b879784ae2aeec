package table

import (
	"math"
	"testing"
)

func TestMoney(t *testing.T) {
	const (
		thousand = 1_000_00
		million  = 1_000 * thousand
		billion  = 1_000 * million
		trillion = 1_000 * billion
	)
	tests := []struct {
		minor       int64
		currency    string
		want, short string
	}{
		{300 * billion, "USD", "$300.0B", "$300bn"},
		{6_300 * million, "USD", "$6.3B", "$6.3bn"},
		{350 * million, "USD", "$350M", "$350m"},
		{1_300 * million, "EUR", "€1.3B", "€1.3bn"},
		{450 * million, "AUD", "A$450M", "A$450m"},
		{1_250 * million, "USD", "$1.25B", "$1.25bn"},
		{17_400 * million, "USD", "$17.4B", "$17.4bn"},
		{45 * billion, "GBP", "£45.0B", "£45bn"},
		{345_670 * million, "USD", "$345.7B", "$346bn"},
		{1_200 * billion, "USD", "$1.2T", "$1.2tn"},
		{12 * trillion, "CNY", "CN¥12.0T", "CN¥12tn"},
		{1_300 * million, "CHF", "CHF 1.3B", "CHF 1.3bn"},
		{1_300 * million, "", "1.3B", "1.3bn"},
		{1_500 * thousand, "USD", "$1.5M", "$1.5m"},
		{12_340 * thousand, "USD", "$12.3M", "$12.3m"},
		{1_500_00, "USD", "$1.5K", "$1.5k"},

		// The unit changes where the rounded amount does.
		{999_960 * thousand, "USD", "$1.0B", "$1bn"},
		{999_499 * thousand, "USD", "$999M", "$999m"},
		{999_500 * thousand, "USD", "$1.0B", "$1bn"},
		{9_995 * million, "USD", "$10.0B", "$10bn"},
		{9_994 * million, "USD", "$9.99B", "$9.99bn"},
		{99_960 * million, "USD", "$100.0B", "$100bn"},
		{999_940 * million, "USD", "$999.9B", "$1tn"},
		{999_950 * million, "USD", "$1.0T", "$1tn"},
		{999_999, "USD", "$10K", "$10k"},
		{999_999_99, "USD", "$1M", "$1m"},

		// Small amounts are exact.
		{0, "USD", "$0", "$0"},
		{1, "USD", "$0.01", "$0.01"},
		{12_50, "USD", "$12.50", "$12.50"},
		{999_99, "USD", "$999.99", "$999.99"},
		{999_00, "JPY", "¥999", "¥999"},
		{1_000_00, "USD", "$1K", "$1k"},

		{-5 * billion, "USD", "-$5.0B", "-$5bn"},
		{math.MaxInt64, "USD", "$92233.7T", "$92234tn"},
		{math.MinInt64, "USD", "-$92233.7T", "-$92234tn"},
	}
	for _, tt := range tests {
		if got := Money(tt.minor, tt.currency); got != tt.want {
			t.Errorf("Money(%d, %q) = %q, want %q", tt.minor, tt.currency, got, tt.want)
		}
		if got := MoneyShort(tt.minor, tt.currency); got != tt.short {
			t.Errorf("MoneyShort(%d, %q) = %q, want %q", tt.minor, tt.currency, got, tt.short)
		}
	}
}

// TestMoneyNeverFalls walks up through all sizes: a larger amount is never
// spelled as a smaller one.
func TestMoneyNeverFalls(t *testing.T) {
	value := func(s string) float64 {
		units := map[byte]float64{'K': 1e3, 'M': 1e6, 'B': 1e9, 'T': 1e12}
		scale, ok := units[s[len(s)-1]]
		if ok {
			s = s[:len(s)-1]
		} else {
			scale = 1
		}
		return scale * parse(t, s)
	}
	last := -1.0
	for minor := int64(1); minor < math.MaxInt64/2; minor += minor/997 + 1 {
		got := value(Money(minor, ""))
		if got < last {
			t.Fatalf("Money(%d) = %s is below the one before, %g", minor, Money(minor, ""), last)
		}
		if exact := float64(minor) / 100; math.Abs(got-exact) > exact*0.00501 {
			t.Fatalf("Money(%d) = %s is more than half a percent off", minor, Money(minor, ""))
		}
		last = got
	}
}

func TestDecimal(t *testing.T) {
	for minor, want := range map[int64]string{
		0:                  "0.00",
		5:                  "0.05",
		-5:                 "-0.05",
		10_000_000_000_000: "100000000000.00",
		math.MinInt64:      "-92233720368547758.08",
	} {
		if got := Decimal(minor); got != want {
			t.Errorf("Decimal(%d) = %q, want %q", minor, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	tests := []struct {
		share float64
		want  string
	}{
		{0, "0.0%"},
		{math.Copysign(0, -1), "0.0%"},
		{0.123, "12.3%"},
		{0.1235, "12.4%"},
		{1, "100.0%"},
		{1.5, "150.0%"},
		{-0.25, "-25.0%"},
		{0.0004, "<0.1%"},
		{-0.0004, "-<0.1%"},
		{0.0005, "0.1%"},
		{0.9996, ">99.9%"},
		{0.999, "99.9%"},
		{1.0001, "100.0%"},
		{math.NaN(), "n/a"},
		{math.Inf(1), "n/a"},
	}
	for _, tt := range tests {
		if got := Percent(tt.share); got != tt.want {
			t.Errorf("Percent(%g) = %q, want %q", tt.share, got, tt.want)
		}
	}
}

func TestMoneyChinese(t *testing.T) {
	for _, tt := range []struct {
		minor    int64
		currency string
		want     string
	}{
		{0, "USD", "0美元"},
		{999_900, "USD", "9999美元"},
		{1_000_000, "USD", "1万美元"},
		{30_000_000_000_00, "USD", "300亿美元"},
		{6_300_000_000_00, "USD", "63亿美元"},
		{350_000_000_00, "EUR", "3.5亿欧元"},
		{5_000_000_000_00, "CNY", "50亿元人民币"},
		{2_780_000_000_000_00, "USD", "2.78万亿美元"},
		{999_960_000_000_00, "USD", "1万亿美元"}, // rounds to 10000亿
		{-12_345_678_00, "CHF", "-1235万瑞士法郎"},
		{123_456_789_00, "SEK", "1.23亿 SEK"},
		{123_456_000_000_00, "USD", "1235亿美元"},
	} {
		if got := MoneyChinese(tt.minor, tt.currency); got != tt.want {
			t.Errorf("MoneyChinese(%d, %q) = %q, want %q", tt.minor, tt.currency, got, tt.want)
		}
	}
}
