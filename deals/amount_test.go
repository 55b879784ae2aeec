package deals

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Minor units of round sums.
const (
	testMillion  = 100_000_000
	testBillion  = 1000 * testMillion
	testTrillion = 1000 * testBillion
)

func exactly(minor int64, c Currency) Amount {
	return Amount{Form: Exact, HighKnown: true, Low: minor, Likely: minor, High: minor, Currency: c}
}

func ranging(low, likely, high int64, stated bool, c Currency) Amount {
	return Amount{Form: Range, HighKnown: true, LikelyStated: stated, Low: low, Likely: likely, High: high, Currency: c}
}

func TestParseAmount(t *testing.T) {
	tests := []struct {
		text      string
		want      Amount
		canonical string
	}{
		// Spellings of one value.
		{"$10B", exactly(10*testBillion, "USD"), "$10B"},
		{"USD 38bn", exactly(38*testBillion, "USD"), "$38B"},
		{"USD38bn", exactly(38*testBillion, "USD"), "$38B"},
		{"10bn USD", exactly(10*testBillion, "USD"), "$10B"},
		{"10bnUSD", exactly(10*testBillion, "USD"), "$10B"},
		{"$10B USD", exactly(10*testBillion, "USD"), "$10B"},
		{"€500m", exactly(500*testMillion, "EUR"), "€500M"},
		{"500m€", exactly(500*testMillion, "EUR"), "€500M"},
		{"£500m", exactly(500*testMillion, "GBP"), "£500M"},
		{"A$330M", exactly(330*testMillion, "AUD"), "A$330M"},
		{"AUD 330M", exactly(330*testMillion, "AUD"), "A$330M"},
		{"C$1.2B", exactly(1200*testMillion, "CAD"), "C$1.2B"},
		{"US$1.5B", exactly(1500*testMillion, "USD"), "$1.5B"},
		{"CHF 330M", exactly(330*testMillion, "CHF"), "CHF 330M"},
		{"CN¥5B", exactly(5*testBillion, "CNY"), "CNY 5B"},
		{"USD 10,000m", exactly(10*testBillion, "USD"), "$10B"},
		{"$10,000,000", exactly(10*testMillion, "USD"), "$10M"},
		{"$ 5 billion", exactly(5*testBillion, "USD"), "$5B"},
		{"$5 Billion", exactly(5*testBillion, "USD"), "$5B"},
		{"$900k", exactly(90_000_000, "USD"), "$900,000"},
		{"$900 thousand", exactly(90_000_000, "USD"), "$900,000"},
		{"$3mn", exactly(3*testMillion, "USD"), "$3M"},
		{"$2tn", exactly(2*testTrillion, "USD"), "$2T"},
		{"$2trn", exactly(2*testTrillion, "USD"), "$2T"},
		{"$2t", exactly(2*testTrillion, "USD"), "$2T"},
		{"5000亿美元", exactly(500*testBillion, "USD"), "$500B"},
		{"12万亿美元", exactly(12*testTrillion, "USD"), "$12T"},
		{"3千美元", exactly(300_000, "USD"), "$3,000"},
		{"3万美元", exactly(3_000_000, "USD"), "$30,000"},
		{"3百万美元", exactly(3*testMillion, "USD"), "$3M"},
		{"3亿美元", exactly(300*testMillion, "USD"), "$300M"},
		{"3十亿美元", exactly(3*testBillion, "USD"), "$3B"},
		{"3百亿美元", exactly(30*testBillion, "USD"), "$30B"},
		{"3千亿美元", exactly(300*testBillion, "USD"), "$300B"},
		{"$3K", exactly(300_000, "USD"), "$3,000"},
		{"$3m", exactly(3*testMillion, "USD"), "$3M"},
		{"$3M", exactly(3*testMillion, "USD"), "$3M"},
		{"$3million", exactly(3*testMillion, "USD"), "$3M"},
		{"$3b", exactly(3*testBillion, "USD"), "$3B"},
		{"$3bn", exactly(3*testBillion, "USD"), "$3B"},
		{"$3T", exactly(3*testTrillion, "USD"), "$3T"},
		{"$3 trillion", exactly(3*testTrillion, "USD"), "$3T"},
		{"3千万美元", exactly(30*testMillion, "USD"), "$30M"},
		{"人民币50亿", exactly(5*testBillion, "CNY"), "CNY 5B"},
		{"50亿元人民币", exactly(5*testBillion, "CNY"), "CNY 5B"},
		{"＄１０Ｂ", exactly(10*testBillion, "USD"), "$10B"},
		{"\u00a0$10\u202fB\n", exactly(10*testBillion, "USD"), "$10B"},
		// Exactness and size.
		{"$1,234,567.89", exactly(123_456_789, "USD"), "$1,234,567.89"},
		{"$0.5", exactly(50, "USD"), "$0.50"},
		{"$0.500", exactly(50, "USD"), "$0.50"},
		{"$1.234B", exactly(1234*testMillion, "USD"), "$1.234B"},
		{"$1.2345B", exactly(1_234_500_000_00, "USD"), "$1,234.5M"},
		{"$10.005M", exactly(1_000_500_000, "USD"), "$10.005M"},
		{"$1500B", exactly(1500*testBillion, "USD"), "$1.5T"},
		{"$0", exactly(0, "USD"), "$0"},
		{"$1000T", exactly(1000*testTrillion, "USD"), "$1,000T"},
		{"$999,999,999,999,999.99", exactly(99_999_999_999_999_999, "USD"), "$999,999,999,999,999.99"},
		// Forms.
		{"?", Amount{Form: Undisclosed}, "?"},
		{"？", Amount{Form: Undisclosed}, "?"},
		{"? up to $70B", Amount{Form: Undisclosed, HighKnown: true, High: 70 * testBillion, Currency: "USD"}, "? up to $70B"},
		{"up to $100B", Amount{Form: UpTo, HighKnown: true, Likely: 100 * testBillion, High: 100 * testBillion, Currency: "USD"}, "up to $100B"},
		{"Up To $100B", Amount{Form: UpTo, HighKnown: true, Likely: 100 * testBillion, High: 100 * testBillion, Currency: "USD"}, "up to $100B"},
		{"at least $5B", Amount{Form: AtLeast, Low: 5 * testBillion, Likely: 5 * testBillion, Currency: "USD"}, "at least $5B"},
		{"~$350B", Amount{Form: Exact, Estimate: true, HighKnown: true, Low: 350 * testBillion, Likely: 350 * testBillion, High: 350 * testBillion, Currency: "USD"}, "~$350B"},
		{"〜$350B", Amount{Form: Exact, Estimate: true, HighKnown: true, Low: 350 * testBillion, Likely: 350 * testBillion, High: 350 * testBillion, Currency: "USD"}, "~$350B"},
		{"~ up to $4B", Amount{Form: UpTo, Estimate: true, HighKnown: true, Likely: 4 * testBillion, High: 4 * testBillion, Currency: "USD"}, "~up to $4B"},
		{"$17.4B..19.4B", ranging(17_400*testMillion, 18_400*testMillion, 19_400*testMillion, false, "USD"), "$17.4B..19.4B"},
		{"$17.4B .. $19.4B", ranging(17_400*testMillion, 18_400*testMillion, 19_400*testMillion, false, "USD"), "$17.4B..19.4B"},
		{"$5B..10B..25B", ranging(5*testBillion, 10*testBillion, 25*testBillion, true, "USD"), "$5B..10B..25B"},
		{"$0..15B", ranging(0, 7500*testMillion, 15*testBillion, false, "USD"), "$0..15B"},
		{"100亿..200亿美元", ranging(10*testBillion, 15*testBillion, 20*testBillion, false, "USD"), "$10B..20B"},
		{"$500k..2M", ranging(50_000_000, 125_000_000, 200_000_000, false, "USD"), "$500,000..2,000,000"},
		{"$0.01..0.02", ranging(1, 1, 2, false, "USD"), "$0.01..0.02"}, // the midpoint is rounded down to a cent
		{"$5B..5B", ranging(5*testBillion, 5*testBillion, 5*testBillion, false, "USD"), "$5B..5B"},
	}
	for _, tt := range tests {
		got, err := ParseAmount(tt.text)
		if err != nil {
			t.Errorf("ParseAmount(%q): %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseAmount(%q) (-want +got):\n%s", tt.text, diff)
		}
		if got.String() != tt.canonical {
			t.Errorf("ParseAmount(%q).String() = %q, want %q", tt.text, got, tt.canonical)
		}
		again, err := ParseAmount(tt.canonical)
		if err != nil || again != got {
			t.Errorf("ParseAmount(%q) = %+v, %v; want what %q gave", tt.canonical, again, err, tt.text)
		}
	}
	if got := (Amount{}).String(); got != "" {
		t.Errorf("the zero Amount is written %q, want nothing", got)
	}
}

// cellErrors are texts and the error each gives. The error must also be a *CellError with a hint.
type cellErrors []struct{ text, want string }

func (tests cellErrors) check(t *testing.T, parse func(string) error) {
	t.Helper()
	for _, tt := range tests {
		err := parse(tt.text)
		if err == nil {
			t.Errorf("%q was read; want error %q", tt.text, tt.want)
			continue
		}
		if err.Error() != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.text, err, tt.want)
		}
		if c, ok := errors.AsType[*CellError](err); !ok || c.Hint == "" || c.Msg == "" {
			t.Errorf("%q: %#v is no CellError with message and hint", tt.text, err)
		}
	}
}

func TestParseAmountErrors(t *testing.T) {
	tests := cellErrors{
		// Nothing there.
		{"", `amount is empty (write ? if it is not disclosed)`},
		{" ", `amount is empty (write ? if it is not disclosed)`},
		{"undisclosed", `amount "undisclosed" is not a number (write ? for what is not disclosed)`},
		{"n/a", `amount "n/a" is not a number (write ? for what is not disclosed)`},
		{"-", `amount "-" is not a number (write ? for what is not disclosed)`},
		{"unknown", `amount "unknown" is not a number (write ? for what is not disclosed)`},
		{"TBD", `amount "TBD" is not a number (write ? for what is not disclosed)`},
		// Suffixes.
		{"10Bn", `amount "10Bn" has unknown suffix "Bn" (use B)`},
		{"$10MM", `amount "$10MM" has unknown suffix "MM" (use M for millions, k for thousands)`},
		{"$10G", `amount "$10G" has unknown suffix "G" (use B)`},
		{"$10TN", `amount "$10TN" has unknown suffix "TN" (use T)`},
		{"$10 zillion", `amount "$10 zillion" has unknown suffix "zillion" (use k, M, B or T)`},
		{"$10²B", `amount "$10²B" has unknown suffix "²B" (use k, M, B or T)`},
		{"$5B, $6B", `amount "$5B, $6B" goes on with "B, $6B" after its number (write one value, or a range as $5B..10B)`},
		{"$20B per year", `amount "$20B per year" is a rate per year, not a total (give the total, and how it is spread in the schedule)`},
		{"$1.25B/month", `amount "$1.25B/month" is a rate per month, not a total (give the total, and how it is spread in the schedule)`},
		// Currencies.
		{"1.25B", `amount "1.25B" has no currency (write $1.25B or USD 1.25B)`},
		{"1000000", `amount "1000000" has no currency (write $1000000 or USD 1000000)`},
		{"¥500B", `amount "¥500B" reads two ways: JPY 500B or CNY 500B (name the currency)`},
		{"500B￥", `amount "500B¥" reads two ways: JPY 500B or CNY 500B (name the currency)`},
		{"5000亿元", `amount "5000亿元" has unknown suffix "亿元" (name the currency: 亿元人民币 or CNY, TWD, USD)`},
		{"usd 38bn", `amount "usd 38bn" has a currency code in small letters (write USD 38bn)`},
		{"10bn usd", `amount "10bn usd" has a currency code in small letters (write 10bn USD)`},
		{"XYZ 330M", `amount "XYZ 330M" starts with "XYZ", which is no currency (use the ISO 4217 code in capitals: CHF 330M)`},
		{"$10B EUR", `amount "$10B EUR" names two currencies, USD and EUR (name one)`},
		{"$5B..€6B", `amount "$5B..€6B" names two currencies, USD and EUR (state both in one)`},
		// Commas and points.
		{"1,5B", `amount "1,5B" has a misplaced comma: a comma groups thousands, a point is the decimal mark (write 1.5B)`},
		{"$1.234,56", `amount "$1.234,56" has a misplaced comma: a comma groups thousands, a point is the decimal mark (write $1,234.56)`},
		{"$12,34,567", `amount "$12,34,567" has a misplaced comma: a comma groups three digits (write $1234567)`},
		{"$10,0000", `amount "$10,0000" has a misplaced comma: a comma groups thousands, a point is the decimal mark (write $10.0000)`},
		{"$1.5,000", `amount "$1.5,000" has a comma after the point (write it as 1,234.56)`},
		{"1.234", `amount "1.234" reads two ways: 1,234 or 1.234 (write 1,234 if thousands are meant, 1.2340 if not)`},
		{"$1.234", `amount "$1.234" reads two ways: 1,234 or 1.234 (write 1,234 if thousands are meant, 1.2340 if not)`},
		{"$1.234.567", `amount "$1.234.567" groups thousands with points (write $1,234,567)`},
		{"$1.2.3", `amount "$1.2.3" has two points (write it as 1,234.56)`},
		{"$.5B", `amount "$.5B" starts with a point (write $0.5B)`},
		{"$5.B", `amount "$5.B" ends with a point (write $5B)`},
		{"10 000 USD", `amount "10 000 USD" has " 0" between its digits (group thousands with commas, or not at all: 10,000)`},
		{"$1'000", `amount "$1'000" has "'" between its digits (group thousands with commas, or not at all: 10,000)`},
		// Signs, sizes, what is no number.
		{"-$5B", `amount "-$5B" is negative (money flows from payer to payee: swap the two)`},
		{"−$5B", `amount "-$5B" is negative (money flows from payer to payee: swap the two)`},
		{"$-5B", `amount "$-5B" is negative (money flows from payer to payee: swap the two)`},
		{"($5B)", `amount "($5B)" is negative (money flows from payer to payee: swap the two)`},
		{"+$5B", `amount "+$5B" starts with "+" (write $5B)`},
		{"NaN", `amount "NaN" is not a number (write ? for what is not disclosed)`},
		{"Inf", `amount "Inf" is not a number (write it as $10B, or ? if it is not disclosed)`},
		{"1e400", `amount "1e400" is written with an exponent (write it out, as in $10B)`},
		{"$1e10", `amount "$1e10" is written with an exponent (write it out, as in $10B)`},
		{"$" + strings.Repeat("1", 40), `amount "$` + strings.Repeat("1", 40) + `" is more than 1000T, the largest amount (check the number and its suffix)`},
		{"$1000.01T", `amount "$1000.01T" is more than 1000T, the largest amount (check the number and its suffix)`},
		{"$0.001", `amount "$0.001" is not a whole number of hundredths (round it to two decimals)`},
		{"$0.000000000001B", `amount "$0.000000000001B" is not a whole number of hundredths (round it to two decimals)`},
		{"ten", `amount "ten" is not an amount (write it as $10B, USD 38bn or ?)`},
		{"$", `amount "$" is not an amount (write it as $10B, USD 38bn or ?)`},
		// Spreadsheets.
		{"1.00E+11", `amount "1.00E+11" was rewritten by a spreadsheet (perhaps it was 100000000000; digits may be lost, so look it up)`},
		{"1,25E+10", `amount "1,25E+10" was rewritten by a spreadsheet (perhaps it was 12500000000; digits may be lost, so look it up)`},
		{"1E+400", `amount "1E+400" was rewritten by a spreadsheet (write the number in full)`},
		{"Sep-25", `amount "Sep-25" was rewritten as a date by a spreadsheet (perhaps it was Sep 25 or 2025-09; write dates as 2025-09)`},
		{"#REF!", `amount "#REF!" is the error message of a spreadsheet formula (type the value again)`},
		{"=SUM(A1)", `amount "=SUM(A1)" is a spreadsheet formula (type the value)`},
		{"2025-09-22", `amount "2025-09-22" is a date (check that the cell stands in the right column)`},
		// Words.
		{"approx $5B", `amount "approx $5B" starts with "approx" (write ~$5B)`},
		{"About $5 billion", `amount "About $5 billion" starts with "about" (write ~$5 billion)`},
		{"about 5B", `amount "about 5B" starts with "about" (write ~$10B)`},
		{"≈$5B", `amount "≈$5B" starts with "≈" (write ~$5B)`},
		{"$5B+", `amount "$5B+" has a + after its number (write at least $5B)`},
		{"more than $5B", `amount "more than $5B" starts with "more than" (write at least $5B)`},
		{">$5B", `amount ">$5B" starts with ">" (write at least $5B)`},
		{"less than $5B", `amount "less than $5B" starts with "less than" (write up to $5B)`},
		{"up to ~$5B", `amount "up to ~$5B" starts with "up to ~" (write ~up to $5B)`},
		{"~?", `amount "~?" is undisclosed and an estimate at once (write ?)`},
		{"? $5B", `amount "? $5B" has more than a ceiling after the question mark (write ? alone, or ? up to $70B)`},
		// Ranges.
		{"$17.4..19.4B", `amount "$17.4..19.4B" reads two ways: its 17.4 is $17.4 or $17.4B (write $17.4B..19.4B)`},
		{"$17.4B..19.4", `amount "$17.4B..19.4" reads two ways: its 19.4 is 19.4 or 19.4B (write $17.4B..19.4B)`},
		{"$5B..4B", `amount "$5B..4B" is a range that does not ascend (write low..high or low..likely..high)`},
		{"$1B..3B..2B", `amount "$1B..3B..2B" is a range that does not ascend (write low..high or low..likely..high)`},
		{"$1B..2B..3B..4B", `amount "$1B..2B..3B..4B" has 4 values (a range is low..high or low..likely..high)`},
		{"up to $5B..6B", `amount "up to $5B..6B" is a bound and a range at once (write the range alone: $5B..10B)`},
		{"$5B..~6B", `amount "$5B..~6B" has a ~ inside the range (put one ~ before the range)`},
		{"$5B..", `amount "$5B.." is a range without an upper end (write at least $5B)`},
		{"..$5B", `amount "..$5B" is a range without a lower end (write up to $5B)`},
		{"$5B-$10B", `amount "$5B-$10B" is not written as a range (write $5B..$10B)`},
		{"$5B – 10B", `amount "$5B – 10B" is not written as a range (write $5B..10B)`},
		{"between $5B and $10B", `amount "between $5B and $10B" is not written as a range (write $5B..$10B)`},
		{"$5-10B", `amount "$5-10B" is not written as a range (write a range as $5B..10B, each value with its suffix)`},
		// Hostile bytes.
		{"$10B\u200b", `amount "$10B\u200b" holds the invisible character U+200B (delete it and type the cell again)`},
		{"\u202e$10B", `amount "\u202e$10B" holds the invisible character U+202E (delete it and type the cell again)`},
		{"$10\xffB", `amount is not valid UTF-8 (save the file as UTF-8)`},
		{strings.Repeat("9", 5000), `amount is 5000 bytes long (a cell has at most 4096)`},
	}
	tests.check(t, func(s string) error { _, err := ParseAmount(s); return err })
}

func TestParseSignedMoney(t *testing.T) {
	negative := exactly(-20_900*testMillion, "USD")
	estimate := negative
	estimate.Estimate = true
	for text, want := range map[string]Amount{
		"-$20.9B":     negative,
		"−$20.9B":     negative,
		"- $20.9B":    negative,
		"~-$20.9B":    estimate,
		"$20.9B":      exactly(20_900*testMillion, "USD"),
		"-$0":         exactly(0, "USD"),
		"$140B..150B": ranging(140*testBillion, 145*testBillion, 150*testBillion, false, "USD"),
	} {
		got, err := ParseSignedMoney(text)
		if err != nil {
			t.Errorf("ParseSignedMoney(%q): %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseSignedMoney(%q) (-want +got):\n%s", text, diff)
		}
		if again, err := ParseSignedMoney(got.String()); err != nil || again != got {
			t.Errorf("ParseSignedMoney(%q) = %+v, %v; want %+v", got, again, err, got)
		}
	}
	if got := negative.String(); got != "-$20.9B" {
		t.Errorf("String() = %q, want -$20.9B", got)
	}
	tests := cellErrors{
		{"-$5B..-2B", `value "-$5B..-2B" is negative (a single value may be: -$20.9B)`},
		{"-$5B..6B", `value "-$5B..6B" has a minus that belongs to a single value (write it as -$20.9B)`},
		{"($5B)", `value "($5B)" is negative (a single value may be: -$20.9B)`},
		{"--$5B", `value "--$5B" is negative (a single value may be: -$20.9B)`},
		{"-", `value "-" is not a number (write ? for what is not disclosed)`},
	}
	tests.check(t, func(s string) error { _, err := ParseSignedMoney(s); return err })
}

// checkAmount checks the laws of an amount that was read from a cell.
func checkAmount(t *testing.T, a Amount) {
	t.Helper()
	if a.Disclosed() && (a.Low < 0 || a.Low > a.Likely || a.HighKnown && a.Likely > a.High) {
		t.Errorf("%+v: want 0 ≤ Low ≤ Likely ≤ High", a)
	}
	if a.Disclosed() && a.HighKnown == (a.Form == AtLeast) {
		t.Errorf("%+v: every form but a floor has a known High", a)
	}
	if (a.Disclosed() || a.HighKnown) != (a.Currency != "") {
		t.Errorf("%+v: a number has a currency, and only a number", a)
	}
	if max(a.Low, a.Likely, a.High) > largestMinor {
		t.Errorf("%+v: out of range", a)
	}
	again, err := ParseAmount(a.String())
	if err != nil || again != a {
		t.Errorf("%+v is written %q, which reads as %+v, %v", a, a, again, err)
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{
		"$10B", "USD 38bn", "up to $100B", "at least $5B", "$17.4B..19.4B", "~$350B", "?", "€500m", "5000亿美元", "1.234", "? up to $70B", "$0..15B",
		"$5B..10B..25B", "10Bn", "1.00E+11", "-$5B", "1e400", "$5B – 10B", "between $5B and $10B", "CHF 1,234,567.89", "＄１０Ｂ", "$5...10B", "¥5B",
		"~~~~", "+++$5B+", "........", "$1k..2", "about about $5B",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		signed, signedErr := ParseSignedMoney(s)
		if signedErr == nil {
			if again, err := ParseSignedMoney(signed.String()); err != nil || again != signed {
				t.Errorf("%q: %+v is written %q, which reads as %+v, %v", s, signed, signed, again, err)
			}
		}
		a, err := ParseAmount(s)
		if err != nil {
			checkCellError(t, s, err)
			return
		}
		if signedErr != nil || signed != a {
			t.Errorf("%q is an amount but as a fact %+v, %v", s, signed, signedErr)
		}
		checkAmount(t, a)
	})
}

// checkCellError checks that an error is one that a person can act on.
func checkCellError(t *testing.T, s string, err error) {
	t.Helper()
	c, ok := errors.AsType[*CellError](err)
	if !ok || c == nil || c.Msg == "" || c.Hint == "" || strings.ContainsAny(c.Error(), "\n\r") {
		t.Errorf("%q: error %#v has no message, no hint or a line break", s, err)
	}
}

// TestAmountStringRoundTrip writes and reads amounts around every power of ten.
func TestAmountStringRoundTrip(t *testing.T) {
	for power := int64(1); power <= largestMinor; power *= 10 {
		for _, d := range []int64{-101, -100, -99, -1, 0, 1, 99, 100, 101, power / 4, power / 1000} {
			v := power + d
			if v < 0 || v > largestMinor {
				continue
			}
			checkAmount(t, exactly(v, "USD"))
			checkAmount(t, exactly(v, "KRW"))
			checkAmount(t, ranging(v/3, v/3+(v-v/3)/2, v, false, "EUR"))
			checkAmount(t, ranging(v/7, v/3, v, true, "AUD"))
			checkAmount(t, Amount{Form: AtLeast, Estimate: true, Low: v, Likely: v, Currency: "GBP"})
		}
	}
}

func BenchmarkParseAmount(b *testing.B) {
	for b.Loop() {
		if _, err := ParseAmount("$17.4B..19.4B"); err != nil {
			b.Fatal(err)
		}
	}
}
