package deals

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAllocate(t *testing.T) {
	flat, ramp := Schedule{Profile: Flat}, Schedule{Profile: Ramp}
	explicit := Schedule{Explicit, []YearAmount{{2026, exactly(100, "USD")}, {2028, exactly(300, "USD")}}}
	tests := []struct {
		name     string
		schedule Schedule
		total    int64
		term     Term
		want     []YearMoney
	}{
		// 1826 days, 366 of them in 2028. $10B = 10^12 cents: 365/1826 of it is 199890470974.8…, the sums through each year
		// round to 199890470975, 399780941950, 600219058050 (1096/1826), 800109529025, 10^12.
		{"five years with a leap year", flat, 10 * testBillion, years(2026, 2030), []YearMoney{
			{2026, 199890470975}, {2027, 199890470975}, {2028, 200438116100}, {2029, 199890470975}, {2030, 199890470975}}},
		{"a cent a day", flat, 1826, years(2026, 2030), []YearMoney{{2026, 365}, {2027, 365}, {2028, 366}, {2029, 365}, {2030, 365}}},
		{"no profile is flat", Schedule{}, 1826, years(2026, 2030), []YearMoney{{2026, 365}, {2027, 365}, {2028, 366}, {2029, 365}, {2030, 365}}},
		{"December to January", flat, 62, Term{Date{Year: 2026, Month: 12}, Date{Year: 2027, Month: 1}}, []YearMoney{{2026, 31}, {2027, 31}}},
		{"one day", flat, 7, Term{day(2026, 3, 31), day(2026, 3, 31)}, []YearMoney{{2026, 7}}},
		{"less money than years", flat, 1, years(2026, 2029), []YearMoney{{2026, 0}, {2027, 0}, {2028, 1}, {2029, 0}}}, // half is passed in 2028
		{"negative", flat, -1826, years(2026, 2030), []YearMoney{{2026, -365}, {2027, -365}, {2028, -366}, {2029, -365}, {2030, -365}}},
		{"ramp 1:2:3:4:5", ramp, 150, years(2026, 2030), []YearMoney{{2026, 10}, {2027, 20}, {2028, 30}, {2029, 40}, {2030, 50}}},
		{"ramp by calendar year", ramp, 300, Term{Date{Year: 2026, Month: 11}, Date{Year: 2027, Month: 3}}, []YearMoney{{2026, 100}, {2027, 200}}},
		{"explicit", explicit, 400, Term{}, []YearMoney{{2026, 100}, {2028, 300}}},
		{"explicit, part of it", explicit, 100, years(2026, 2028), []YearMoney{{2026, 25}, {2028, 75}}},
		{"explicit, more than it", explicit, 1000, Term{}, []YearMoney{{2026, 250}, {2028, 750}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.schedule.Allocate(tt.total, tt.term)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			checkAllocation(t, tt.schedule, tt.total, tt.term)
		})
	}
}

func TestAllocateRefuses(t *testing.T) {
	explicit := func(ys ...YearAmount) Schedule { return Schedule{Explicit, ys} }
	tests := []struct {
		schedule Schedule
		term     Term
		want     string
	}{
		{Schedule{}, Term{}, "no start"},
		{Schedule{Profile: Ramp}, years(0, 2030), "no start"},
		{Schedule{Profile: Flat}, Term{Start: Date{Year: 2026}}, "no end"},
		{Schedule{Profile: Flat}, Term{Date{Year: 2026, By: true}, Date{Year: 2027}}, "no start"},
		{Schedule{Profile: Flat}, years(2030, 2026), "ends before it starts"},
		{Schedule{Profile: Flat}, years(1, 2026), "leaves the years 1900 to 2200"},
		{explicit(), Term{}, "carry nothing"},
		{explicit(YearAmount{2026, exactly(0, "USD")}), Term{}, "carry nothing"},
		{explicit(YearAmount{2027, exactly(1, "USD")}, YearAmount{2026, exactly(1, "USD")}), Term{}, "out of order"},
		{explicit(YearAmount{2026, exactly(-1, "USD")}), Term{}, "amount out of range"},
		{explicit(YearAmount{2026, exactly(largestMinor, "USD")}, YearAmount{2027, exactly(1, "USD")}), Term{}, "more than the largest"},
	}
	for _, tt := range tests {
		got, err := tt.schedule.Allocate(100, tt.term)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Allocate over %q = %v, %v; want error with %q", tt.term, got, err, tt.want)
		}
		if got := tt.schedule.Through(100, tt.term, day(2200, 12, 31)); got != 0 {
			t.Errorf("Through over %q = %d, want 0", tt.term, got)
		}
	}
}

func TestThrough(t *testing.T) {
	flat, ramp := Schedule{Profile: Flat}, Schedule{Profile: Ramp}
	explicit := Schedule{Explicit, []YearAmount{{2026, exactly(100, "USD")}, {2028, exactly(300, "USD")}}}
	tests := []struct {
		schedule Schedule
		total    int64
		term     Term
		last     Date
		want     int64
	}{
		{flat, 1826, years(2026, 2030), day(2025, 12, 31), 0},
		{flat, 1826, years(2026, 2030), day(2026, 1, 1), 1},
		{flat, 1826, years(2026, 2030), Date{Year: 2026}, 365},
		{flat, 1826, years(2026, 2030), Date{Year: 2028, Month: 2}, 365 + 365 + 31 + 29},
		{flat, 1826, years(2026, 2030), Date{Year: 2028, By: true}, 365 + 365 + 366},
		{flat, 1826, years(2026, 2030), day(2030, 12, 30), 1825},
		{flat, 1826, years(2026, 2030), day(2030, 12, 31), 1826},
		{flat, 1826, years(2026, 2030), Date{Year: 2199}, 1826},
		{flat, 1826, years(2026, 2030), Date{}, 0},
		{ramp, 3 * 365, years(2026, 2027), Date{Year: 2026}, 365},
		{ramp, 3 * 365, years(2026, 2027), day(2027, 1, 10), 365 + 20},
		{explicit, 400, Term{}, Date{Year: 2026}, 100},
		{explicit, 400, Term{}, Date{Year: 2027}, 100},
		{explicit, 366 * 4, Term{}, day(2028, 1, 31), 366 + 3*31},                                              // all of 2028 is open
		{explicit, 400, Term{Date{Year: 2026, Month: 12}, Date{Year: 2028}}, Date{Year: 2026, Month: 11}, 0},   // the term starts in December
		{explicit, 31 * 4, Term{Date{Year: 2026, Month: 12}, Date{Year: 2028}}, day(2026, 12, 10), 10},         // one a day in December
		{explicit, 365 * 4, Term{Date{Year: 2028}, Date{Year: 2029}}, Date{Year: 2026, Month: 1}, 31},          // 2026 lies outside: spread over the year
		{explicit, 400, Term{Date{Year: 2028, Month: 12}, Date{Year: 2029}}, Date{Year: 2028, Month: 11}, 100}, // 2028 only has December
		{flat, largestMinor, years(1900, 2200), day(2200, 12, 31), largestMinor},
	}
	for _, tt := range tests {
		if got := tt.schedule.Through(tt.total, tt.term, tt.last); got != tt.want {
			t.Errorf("%s of %d over %q through %q = %d, want %d", tt.schedule, tt.total, tt.term, tt.last, got, tt.want)
		}
	}
}

// checkAllocation checks the laws: the years ascend and sum to the total, the money through each day never falls, and it
// agrees with the years at their ends.
func checkAllocation(t *testing.T, s Schedule, total int64, term Term) {
	t.Helper()
	parts, err := s.Allocate(total, term)
	if err != nil {
		return
	}
	var sum int64
	for i, p := range parts {
		if i > 0 && p.Year <= parts[i-1].Year {
			t.Errorf("%s over %q: year %d after %d", s, term, p.Year, parts[i-1].Year)
		}
		if total >= 0 && p.Minor < 0 || total <= 0 && p.Minor > 0 {
			t.Errorf("%s of %d over %q: %d in %d", s, total, term, p.Minor, p.Year)
		}
		sum += p.Minor
		if got := s.Through(total, term, Date{Year: p.Year}); got != sum {
			t.Errorf("%s of %d over %q: %d through %d, want the sum of the years, %d", s, total, term, got, p.Year, sum)
		}
	}
	if sum != total {
		t.Errorf("%s over %q: the years sum to %d, want %d", s, term, sum, total)
	}
	first, last := day(parts[0].Year, 1, 1), day(parts[len(parts)-1].Year, 12, 31)
	if got := s.Through(total, term, first.AddDays(-1)); got != 0 {
		t.Errorf("%s over %q: %d before the start", s, term, got)
	}
	step := max(1, first.DaysUntil(last)/200)
	before := int64(0)
	for d := first; !d.After(last); d = d.AddDays(step) {
		got := s.Through(total, term, d)
		if total >= 0 && (got < before || got > total) || total <= 0 && (got > before || got < total) {
			t.Errorf("%s of %d over %q: %d through %s after %d", s, total, term, got, d, before)
		}
		before = got
	}
}

// TestAllocateLaws tries random terms, schedules and totals, and checks flat years against exact fractions.
func TestAllocateLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		start := day(1990, 1, 1).AddDays(random.IntN(20000))
		term := Term{start, start.AddDays(random.IntN(6000))}
		total := random.Int64N(largestMinor + 1)
		if random.IntN(2) == 0 {
			total = random.Int64N(2000) - 1000
		}
		explicit := Schedule{Profile: Explicit}
		for year := start.Year; year < start.Year+1+random.IntN(8); year += 1 + random.IntN(2) {
			explicit.Years = append(explicit.Years, YearAmount{year, exactly(1+random.Int64N(largestMinor/20), "USD")})
		}
		for _, s := range []Schedule{{}, {Profile: Flat}, {Profile: Ramp}, explicit} {
			checkAllocation(t, s, total, term)
		}
		// Through a random day, flat money is within one unit of total × days/length.
		length := start.DaysUntil(term.End) + 1
		days := 1 + random.IntN(length)
		got := Schedule{Profile: Flat}.Through(total, term, start.AddDays(days-1))
		exact := big.NewRat(1, int64(length))
		exact.Mul(exact, new(big.Rat).SetInt64(int64(days)))
		exact.Mul(exact, new(big.Rat).SetInt64(total))
		off := exact.Sub(exact, new(big.Rat).SetInt64(got))
		if off.Abs(off).Cmp(big.NewRat(3, 2)) > 0 {
			t.Errorf("%d over %q: %d after %d days is off by %s", total, term, got, days, off.FloatString(3))
		}
	}
}
