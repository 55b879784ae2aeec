package deals

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseDecimal(t *testing.T) {
	tests := []struct {
		text      string
		want      Decimal
		canonical string
		float     float64
	}{
		{"1421.5", Decimal{14215, 1}, "1421.5", 1421.5},
		{"1,421.50", Decimal{14215, 1}, "1421.5", 1421.5},
		{"1.085", Decimal{1085, 3}, "1.085", 1.085}, // a price of a euro, not a thousand
		{"0.654", Decimal{654, 3}, "0.654", 0.654},
		{"-0.05", Decimal{-5, 2}, "-0.05", -0.05},
		{"0.00", Decimal{}, "0", 0},
		{"-0", Decimal{}, "0", 0},
		{"1000", Decimal{1000, 0}, "1000", 1000},
		{"999999999999999999", Decimal{999999999999999999, 0}, "999999999999999999", 999999999999999999},
		{"0.000000000000000001", Decimal{1, 18}, "0.000000000000000001", 1e-18},
	}
	for _, tt := range tests {
		got, err := ParseDecimal(tt.text)
		if err != nil || got != tt.want || got.String() != tt.canonical || got.Float() != tt.float {
			t.Errorf("ParseDecimal(%q) = %+v %q, %v; want %+v %q", tt.text, got, got, err, tt.want, tt.canonical)
		}
	}
	errors := cellErrors{
		{"", `number is empty (write it as 1421.5)`},
		{"abc", `number "abc" does not start with a number (start with the number: 10 GW)`},
		{"1e5", `number "1e5" is written with an exponent (write out all digits)`},
		{"1.00E+11", `number "1.00E+11" was rewritten by a spreadsheet (perhaps it was 100000000000; digits may be lost, so look it up)`},
		{"1.2.3", `number "1.2.3" has two points (write it as 1,234.56)`},
		{"1 000", `number "1 000" is not a number (write digits, with a point before decimals: 1421.5)`},
		{"1000000000000000000", `number "1000000000000000000" has more than 18 digits (round it)`},
		{"0.0000000000000000001", `number "0.0000000000000000001" has more than 18 digits (round it)`},
		{"NaN", `number "NaN" does not start with a number (start with the number: 10 GW)`},
	}
	errors.check(t, func(s string) error { _, err := ParseDecimal(s); return err })
}

func TestParseShare(t *testing.T) {
	for text, want := range map[string]Share{"27%": 270_000, "12.5%": 125_000, "0%": 0, "100%": 1_000_000, "0.0001%": 1, "27 %": 270_000, "２７％": 270_000, "12.345%": 123_450} {
		got, err := ParseShare(text)
		if err != nil || got != want {
			t.Errorf("ParseShare(%q) = %d, %v; want %d", text, got, err, want)
		}
		if again, err := ParseShare(got.String()); err != nil || again != got {
			t.Errorf("ParseShare(%q) = %d, %v; want %d", got, again, err, got)
		}
	}
	errors := cellErrors{
		{"0.27", `share "0.27" reads two ways: 27% or 0.27% (add the sign)`},
		{"1", `share "1" reads two ways: 100% or 1% (add the sign)`},
		{"27", `share "27" has no percent sign (write 27%)`},
		{"101%", `share "101%" is out of range (a share is from 0% to 100%)`},
		{"-1%", `share "-1%" is out of range (a share is from 0% to 100%)`},
		{"1.23456%", `share "1.23456%" is finer than a millionth of the whole (round it to four decimals)`},
		{"~5%", `share "~5%" has a ~ (write the number alone, and that it is an estimate in the note)`},
		{"5pp", `share "5pp" has "pp" after the number instead of % (write it as 27%)`},
		{"a third", `share "a third" does not start with a number (write it as 27%)`},
		{"unknown", `share "unknown" is not a share (leave the cell empty if it is not known)`},
	}
	errors.check(t, func(s string) error { _, err := ParseShare(s); return err })
}

func TestParseQuantity(t *testing.T) {
	tests := []struct {
		text      string
		want      Quantity
		canonical string
	}{
		{"10 GW", Quantity{Decimal{10, 0}, "GW"}, "10 GW"},
		{"10GW", Quantity{Decimal{10, 0}, "GW"}, "10 GW"},
		{"210,000 GPUs", Quantity{Decimal{210000, 0}, "GPUs"}, "210000 GPUs"},
		{"210000 GB200 GPUs", Quantity{Decimal{210000, 0}, "GB200 GPUs"}, "210000 GB200 GPUs"},
		{"99.5%", Quantity{Decimal{995, 1}, "%"}, "99.5%"},
		{"1.234%", Quantity{Decimal{1234, 3}, "%"}, "1.234%"},
		{"0.125 GW", Quantity{Decimal{125, 3}, "GW"}, "0.125 GW"},
		{"1.2340 GW", Quantity{Decimal{1234, 3}, "GW"}, "1.2340 GW"},
		{"-1.234 GW/y", Quantity{}, ""},
	}
	for _, tt := range tests {
		got, err := ParseQuantity(tt.text)
		if tt.canonical == "" {
			if err == nil {
				t.Errorf("ParseQuantity(%q) = %v", tt.text, got)
			}
			continue
		}
		if err != nil || got != tt.want || got.String() != tt.canonical {
			t.Errorf("ParseQuantity(%q) = %+v %q, %v; want %+v %q", tt.text, got, got, err, tt.want, tt.canonical)
			continue
		}
		if again, err := ParseQuantity(got.String()); err != nil || again != got {
			t.Errorf("ParseQuantity(%q) = %+v, %v; want %+v", got, again, err, got)
		}
	}
	errors := cellErrors{
		{"", `quantity is empty (write it as 10 GW)`},
		{"10", `quantity "10" has no unit (write what is counted, as in 10 GW)`},
		{"GW", `quantity "GW" does not start with a number (start with the number: 10 GW)`},
		{"1.234 GW", `quantity "1.234 GW" reads two ways: 1,234 or 1.234 (write 1,234 if thousands are meant, 1.2340 if not)`},
		{"1,5 GW", `quantity "1,5 GW" has a misplaced comma: a comma groups thousands, a point is the decimal mark (write 1.5 GW)`},
		{"-3 GW", `quantity "-3 GW" is negative (write how much is delivered, and by whom with from and to)`},
		{"3-4 GW", `quantity "3-4 GW" goes on with "-4 GW" after its number (write one number and its unit: 10 GW)`},
		{"2 of 5 deals", `quantity "2 of 5 deals" goes on with "of 5 deals" after its number (write one number and its unit: 10 GW)`},
		{"10 gigawatts of capacity in all", `quantity "10 gigawatts of capacity in all" has too many words for a unit (write the rest in the note)`},
		{"Sep-25", `quantity "Sep-25" was rewritten as a date by a spreadsheet (perhaps it was Sep 25 or 2025-09; write dates as 2025-09)`},
	}
	errors.check(t, func(s string) error { _, err := ParseQuantity(s); return err })
}

func TestParseValue(t *testing.T) {
	money := func(a Amount) Value { return Value{Money: &a} }
	quantity := func(c int64, scale uint8, unit string) Value {
		return Value{Quantity: &Quantity{Decimal{c, scale}, unit}}
	}
	date := func(d Date) Value { return Value{Date: &d} }
	tests := []struct {
		text string
		want Value
	}{
		{"$2.5B", money(exactly(2500*testMillion, "USD"))},
		{"-$20.9B", money(exactly(-20_900*testMillion, "USD"))},
		{"$140B..150B", money(ranging(140*testBillion, 145*testBillion, 150*testBillion, false, "USD"))},
		{"?", money(Amount{Form: Undisclosed})},
		{"$35B/GW", quantity(35_000_000_000, 0, "USD/GW")},
		{"USD 0.35 per GPU hour", quantity(35, 2, "USD/GPU hour")},
		{"-$9B per year", quantity(-9_000_000_000, 0, "USD/year")},
		{"2026-06-08", date(day(2026, 6, 8))},
		{"2027Q3", date(Date{Year: 2027, Part: 3})},
		{"by 2030", date(Date{Year: 2030, By: true})},
		{"2026", quantity(2026, 0, "")},
		{"250 GW", quantity(250, 0, "GW")},
		{"95%", quantity(95, 0, "%")},
		{"-12.5%", quantity(-125, 1, "%")},
		{"20..60 GW", Value{}},
		{"10-15%", Value{}},
		{"24/7", Value{}},
		{"2 of 5 deals", Value{}},
		{"about 8 years from 2025", Value{}},
		{"four customers above 10%", Value{}},
		{"USD", Value{}},
		{"n/a", Value{}},
	}
	for _, tt := range tests {
		got, err := ParseValue("  " + tt.text + " ")
		if err != nil {
			t.Errorf("ParseValue(%q): %v", tt.text, err)
			continue
		}
		tt.want.Text = tt.text
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseValue(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
	errors := cellErrors{
		{"", `value is empty (write a number, a date or a text)`},
		{"$10Bn", `value "$10Bn" has unknown suffix "Bn" (use B)`},
		{"~$1.234", `value "~$1.234" reads two ways: 1,234 or 1.234 (write 1,234 if thousands are meant, 1.2340 if not)`},
		{"up to $5Bn", `value "up to $5Bn" has unknown suffix "Bn" (use B)`},
		{"¥5B", `value "¥5B" reads two ways: JPY 5B or CNY 5B (name the currency)`},
		{"$35B..40B/GW", `value "$35B..40B/GW" is a price that cannot be read (write one exact value per unit: $35B/GW)`},
		{"~$35B/GW", `value "~$35B/GW" is a price that cannot be read (write one exact value per unit: $35B/GW)`},
		{"03/04/2025", `date "03/04/2025" reads two ways: 2025-03-04 or 2025-04-03 (write 2025-03-04 if the month stands first, else 2025-04-03)`},
		{"Sep-25", `value "Sep-25" was rewritten as a date by a spreadsheet (perhaps it was Sep 25 or 2025-09; write dates as 2025-09)`},
		{"1.234 GW", `value "1.234 GW" reads two ways: 1,234 or 1.234 (write 1,234 if thousands are meant, 1.2340 if not)`},
		{"1e5", `value "1e5" is written with an exponent (write out all digits)`},
		{"1.00E+11", `value "1.00E+11" was rewritten by a spreadsheet (perhaps it was 100000000000; digits may be lost, so look it up)`},
	}
	errors.check(t, func(s string) error { _, err := ParseValue(s); return err })
}

func FuzzParseValue(f *testing.F) {
	for _, s := range []string{"$35B/GW", "-$20.9B", "250 GW", "95%", "2026-06-08", "1.234 GW", "27%", "90d after 2026-08", "FY2026 Q2 (Jul 2025)", "2026 Q1 (x)", "2025 Q1-Q3", "10²"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := ParseValue(s); err != nil {
			checkCellError(t, s, err)
		}
		if q, err := ParseQuantity(s); err == nil {
			if again, err := ParseQuantity(q.String()); err != nil || again != q {
				t.Errorf("%q: %+v is written %q, which reads as %+v, %v", s, q, q, again, err)
			}
		}
		if d, err := ParseDecimal(s); err == nil {
			if again, err := ParseDecimal(d.String()); err != nil || again != d {
				t.Errorf("%q: %+v is written %q, which reads as %+v, %v", s, d, d, again, err)
			}
			d.Float()
		}
		if p, err := ParseShare(s); err == nil {
			if again, err := ParseShare(p.String()); err != nil || again != p || p < 0 || p > 1_000_000 {
				t.Errorf("%q: %d is written %q, which reads as %d, %v", s, p, p, again, err)
			}
		}
		if e, err := ParseExit(s); err == nil {
			if again, err := ParseExit(e.String()); err != nil || *again != *e {
				t.Errorf("%q: %+v is written %q, which reads as %+v, %v", s, e, e, again, err)
			}
		}
		if p := ParsePeriod(s); !p.First.IsZero() && !p.Last.IsZero() && p.Last.Before(p.First) {
			t.Errorf("%q: period runs from %s to %s", s, p.First, p.Last)
		}
	})
}
