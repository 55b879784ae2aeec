package deals

import (
	"regexp"
	"strings"
	"testing"
)

// readAs reads a number with a mark between thousands and a decimal mark, the slow way: "1234.5", or "" if it is none.
func readAs(number, group, point string) string {
	whole, part, hasPoint := strings.Cut(number, point)
	if strings.ContainsAny(part, ".,") || hasPoint && part == "" {
		return ""
	}
	groups := strings.Split(whole, group)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || strings.ContainsAny(g, ".,") {
			return ""
		}
	}
	if len(groups) > 1 && (len(groups[0]) > 3 || strings.HasPrefix(groups[0], "0")) {
		return ""
	}
	if hasPoint {
		part = "." + part
	}
	return strings.Join(groups, "") + part
}

// FuzzDecimalComma: a number of a table with semicolons is what it can only be; if it can be two, or none, it is not read.
func FuzzDecimalComma(f *testing.F) {
	for _, s := range []string{"10,5", "10.5", "0,654", "1.234", "1,234", "1.234,56", "1,234.56", "1.234.567", "1,234,567", "1234,567", "1,2,3", "01,234", "1.234,567", "1", "1.2.3,4"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^\d{1,4}([.,]\d{1,4}){0,3}$`)
	f.Fuzz(func(t *testing.T, number string) {
		if !form.MatchString(number) {
			return
		}
		point, comma := readAs(number, ",", "."), readAs(number, ".", ",")
		want := point
		if point == "" {
			want = comma
		}
		text, err := cellText{"number", number}.withPoint(HoldsDecimal)
		if point != "" && comma != "" && point != comma {
			if err == nil {
				t.Errorf("%s is read as %s, and not refused", number, text)
			}
			return
		}
		if err != nil {
			t.Fatalf("%s is refused: %v", number, err)
		}
		got, readErr := ParseDecimal(text)
		if want == "" {
			if readErr == nil {
				t.Errorf("%s is read as %s", number, got)
			}
			return
		}
		exact, exactErr := ParseDecimal(want)
		if readErr != nil || exactErr != nil || got != exact {
			t.Errorf("%s is read as %v, %v; want %s", number, got, readErr, want)
		}
	})
}

// The cells of a table with semicolons, as a German and a French spreadsheet save them.
func TestDecimalComma(t *testing.T) {
	for _, c := range []struct {
		holds      Content
		text, want string // want is empty where it is refused
	}{
		{HoldsAmount, "$10,5B", "$10.5B"}, {HoldsAmount, "$10.5B", "$10.5B"}, {HoldsAmount, "up to $1,25B", "up to $1.25B"},
		{HoldsAmount, "1.234,56 USD", "1,234.56 USD"}, {HoldsAmount, "€1.234.567,89", "€1,234,567.89"}, {HoldsAmount, "10 000,5 EUR", "10 000.5 EUR"},
		{HoldsAmount, "$17,4B..19,45B", "$17.4B..19.45B"}, {HoldsAmount, "$1.234", ""}, {HoldsAmount, "$1,234B", ""}, {HoldsAmount, "$5B..1,234B", ""},
		{HoldsShare, "10,5%", "10.5%"}, {HoldsShare, "10,125 %", "10.125 %"}, {HoldsShare, "10.125%", "10.125%"},
		{HoldsQuantity, "10,5 GW", "10.5 GW"}, {HoldsQuantity, "210.000 GPUs", ""}, {HoldsQuantity, "1.210.000 GPUs", "1,210,000 GPUs"},
		{HoldsDecimal, "0,654", "0.654"}, {HoldsDecimal, "1,085", ""}, {HoldsDecimal, "1,0850", "1.0850"},
		{HoldsSchedule, "2026:$5,25B, 2027:$1,5B", "2026:$5.25B, 2027:$1.5B"}, {HoldsSchedule, "2026:$10,2027:$20", "2026:$10,2027:$20"},
		{HoldsPayments, "2025-11:$8,5B; 2026-01:$2B", "2025-11:$8.5B; 2026-01:$2B"}, {HoldsOverlaps, "deal-1.234 ($10,5B)", "deal-1.234 ($10.5B)"},
		{HoldsOverlaps, "deal-1.234", "deal-1.234"}, {HoldsValue, "-$20,9B", "-$20.9B"}, {HoldsValue, "10,5 GW", "10.5 GW"},
		{HoldsValue, "one in 1,234", "one in 1,234"}, {HoldsText, "10,5", "10,5"}, {HoldsDate, "22.09.2025", "22.09.2025"},
	} {
		got, err := cellText{"cell", c.text}.withPoint(c.holds)
		if (err != nil) != (c.want == "") || err == nil && got != c.want {
			t.Errorf("%s %q: %q, %v; want %q", c.holds, c.text, got, err, c.want)
		}
	}
}
