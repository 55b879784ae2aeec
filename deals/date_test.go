package deals

import (
	"testing"
	"time"
)

func day(y int, m, d int8) Date { return Date{Year: y, Month: m, Day: d} }

func TestParseDate(t *testing.T) {
	tests := []struct {
		text        string
		want        Date
		canonical   string
		first, last Date
	}{
		{"2026", Date{Year: 2026}, "2026", day(2026, 1, 1), day(2026, 12, 31)},
		{"2026-03", Date{Year: 2026, Month: 3}, "2026-03", day(2026, 3, 1), day(2026, 3, 31)},
		{"2024-02", Date{Year: 2024, Month: 2}, "2024-02", day(2024, 2, 1), day(2024, 2, 29)},
		{"2026-03-31", day(2026, 3, 31), "2026-03-31", day(2026, 3, 31), day(2026, 3, 31)},
		{"2024-02-29", day(2024, 2, 29), "2024-02-29", day(2024, 2, 29), day(2024, 2, 29)},
		{"2000-02-29", day(2000, 2, 29), "2000-02-29", day(2000, 2, 29), day(2000, 2, 29)},
		{"2027Q1", Date{Year: 2027, Part: 1}, "2027Q1", day(2027, 1, 1), day(2027, 3, 31)},
		{"2027Q3", Date{Year: 2027, Part: 3}, "2027Q3", day(2027, 7, 1), day(2027, 9, 30)},
		{"2027-q4", Date{Year: 2027, Part: 4}, "2027Q4", day(2027, 10, 1), day(2027, 12, 31)},
		{"2026H1", Date{Year: 2026, Part: 5}, "2026H1", day(2026, 1, 1), day(2026, 6, 30)},
		{"2026-h2", Date{Year: 2026, Part: 6}, "2026H2", day(2026, 7, 1), day(2026, 12, 31)},
		{"by 2025-11-06", Date{Year: 2025, Month: 11, Day: 6, By: true}, "by 2025-11-06", Date{}, day(2025, 11, 6)},
		{"By  2030", Date{Year: 2030, By: true}, "by 2030", Date{}, day(2030, 12, 31)},
		{"by 2027Q2", Date{Year: 2027, Part: 2, By: true}, "by 2027Q2", Date{}, day(2027, 6, 30)},
		{" ２０２６－０３ ", Date{Year: 2026, Month: 3}, "2026-03", day(2026, 3, 1), day(2026, 3, 31)},
		{"1900", Date{Year: 1900}, "1900", day(1900, 1, 1), day(1900, 12, 31)},
		{"2200-12-31", day(2200, 12, 31), "2200-12-31", day(2200, 12, 31), day(2200, 12, 31)},
	}
	for _, tt := range tests {
		got, err := ParseDate(tt.text)
		if err != nil || got != tt.want {
			t.Errorf("ParseDate(%q) = %+v, %v; want %+v", tt.text, got, err, tt.want)
			continue
		}
		if got.String() != tt.canonical || got.First() != tt.first || got.Last() != tt.last {
			t.Errorf("%q: String, First, Last = %q, %q, %q; want %q, %q, %q", tt.text, got, got.First(), got.Last(), tt.canonical, tt.first, tt.last)
		}
	}
	if zero := (Date{}); !zero.IsZero() || zero.String() != "" || !zero.First().IsZero() || !zero.Last().IsZero() {
		t.Error("the zero Date is not zero throughout")
	}
}

func TestParseDateErrors(t *testing.T) {
	tests := cellErrors{
		{"", `date is empty (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"?", `date "?" is not a date (leave the cell empty if it is not known)`},
		{"TBD", `date "TBD" is not a date (leave the cell empty if it is not known)`},
		{"2025-02-30", `date "2025-02-30" is not in the calendar: February 2025 has 28 days (check the day)`},
		{"1900-02-29", `date "1900-02-29" is not in the calendar: February 1900 has 28 days (check the day)`},
		{"2025-13", `date "2025-13" is not in the calendar: there is no month 13 (write year-month-day: 2026-03-31)`},
		{"2025-00-10", `date "2025-00-10" is not in the calendar: there is no month 00 (write year-month-day: 2026-03-31)`},
		{"2025-01-00", `date "2025-01-00" is not in the calendar: January 2025 has 31 days (check the day)`},
		{"2027Q5", `date "2027Q5" names a quarter that does not exist (write Q1 to Q4)`},
		{"2027H3", `date "2027H3" names a half-year that does not exist (write H1 or H2)`},
		{"1899", `date "1899" is outside the years 1900 to 2200 (check the year)`},
		{"2201", `date "2201" is outside the years 1900 to 2200 (check the year)`},
		{"03/04/2025", `date "03/04/2025" reads two ways: 2025-03-04 or 2025-04-03 (write 2025-03-04 if the month stands first, else 2025-04-03)`},
		{"3/4/25", `date "3/4/25" reads two ways: 2025-03-04 or 2025-04-03 (write 2025-03-04 if the month stands first, else 2025-04-03)`},
		{"13/04/2025", `date "13/04/2025" is not written as year-month-day (write 2025-04-13)`},
		{"04/13/2025", `date "04/13/2025" is not written as year-month-day (write 2025-04-13)`},
		{"03.03.2025", `date "03.03.2025" is not written as year-month-day (write 2025-03-03)`},
		{"99/99/9999", `date "99/99/9999" is not written as year-month-day (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"00.00.000", `date "00.00.000" is not written as year-month-day (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"1.2.345", `date "1.2.345" is not written as year-month-day (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"2025-9-31", `date "2025-9-31" is not written as year-month-day (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"2025/3/4", `date "2025/3/4" is not written as year-month-day (write 2025-03-04)`},
		{"2025-3", `date "2025-3" is not written as year-month (write 2025-03)`},
		{"20250304", `date "20250304" has no hyphens (write 2025-03-04)`},
		{"Sep-25", `date "Sep-25" was rewritten as a date by a spreadsheet (perhaps it was Sep 25 or 2025-09; write dates as 2025-09)`},
		{"25-Sep", `date "25-Sep" was rewritten as a date by a spreadsheet (perhaps it was Sep 25; write dates as 2025-09)`},
		{"45922", `date "45922" is the number of a day in a spreadsheet (perhaps it was 2025-09-22)`},
		{"March 2025", `date "March 2025" names its month in words (write 2025-03)`},
		{"Sept. 9, 2025", `date "Sept. 9, 2025" names its month in words (write 2025-09-09)`},
		{"9th September 2025", `date "9th September 2025" names its month in words (write 2025-09-09)`},
		{"2025-09-22T00:00:00Z", `date "2025-09-22T00:00:00Z" has a time of day (write 2025-09-22)`},
		{"Q3 2027", `date "Q3 2027" does not start with the year (write 2027Q3)`},
		{"2027 q3", `date "2027 q3" has a gap (write 2027Q3)`},
		{"FY2026", `date "FY2026" is a fiscal year, which is no date without its calendar (write the calendar month it ends in, as in 2026-01)`},
		{"today", `date "today" is not a date (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"by by 2025", `date "by by 2025" is not a date (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"٢٠٢٥", `date "٢٠٢٥" is not a date (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
	}
	tests.check(t, func(s string) error { _, err := ParseDate(s); return err })
}

func TestDateCompare(t *testing.T) {
	order := []Date{ // each group compares equal and comes before the next
		{},
		{Year: 2025, Month: 12, Day: 31},
		{Year: 2026},
		{Year: 2026, Month: 1, Day: 2},
		{Year: 2026, Month: 3, Day: 31},
		{Year: 2026, Part: 2},
		{Year: 2026, Month: 6},
		{Year: 2026, Part: 6},
	}
	for i, a := range order {
		for j, b := range order {
			want := min(max(i-j, -1), 1)
			if got := a.Compare(b); got != want || a.Before(b) != (want < 0) || a.After(b) != (want > 0) {
				t.Errorf("%q.Compare(%q) = %d, want %d", a, b, got, want)
			}
		}
	}
	for _, equal := range [][2]Date{
		{{Year: 2026}, day(2026, 1, 1)},
		{{Year: 2026, Part: 5}, {Year: 2026, Month: 1}},
		{{Year: 2026, By: true}, {}},
	} {
		if equal[0].Compare(equal[1]) != 0 {
			t.Errorf("%q and %q do not compare equal", equal[0], equal[1])
		}
	}
}

func TestDateDays(t *testing.T) {
	tests := []struct {
		from, to Date
		days     int
	}{
		{day(2026, 1, 1), day(2026, 1, 2), 1},
		{day(2026, 1, 1), day(2026, 1, 1), 0},
		{day(2024, 2, 28), day(2024, 3, 1), 2},
		{day(2025, 2, 28), day(2025, 3, 1), 1},
		{day(2026, 1, 1), day(2031, 1, 1), 1826}, // 5×365 and the leap day of 2028
		{day(2026, 3, 1), day(2026, 1, 1), -59},
		{day(1900, 1, 1), day(2200, 12, 31), 109937}, // 301×365 and 73 leap days (not 1900, 2100, 2200), less one
	}
	for _, tt := range tests {
		if got := tt.from.DaysUntil(tt.to); got != tt.days {
			t.Errorf("%s.DaysUntil(%s) = %d, want %d", tt.from, tt.to, got, tt.days)
		}
		if got := tt.from.AddDays(tt.days); got != tt.to {
			t.Errorf("%s.AddDays(%d) = %s, want %s", tt.from, tt.days, got, tt.to)
		}
	}
	if got := (Date{Year: 2026, Month: 3}).DaysUntil(Date{Year: 2026, Part: 2}); got != 31 {
		t.Errorf("from 2026-03 to 2026Q2 there are %d days, want 31", got)
	}
	unknown := Date{Year: 2026, By: true}
	if unknown.DaysUntil(day(2026, 1, 1)) != 0 || (Date{}).DaysUntil(day(2026, 1, 1)) != 0 || !unknown.AddDays(3).IsZero() {
		t.Error("days are counted from an unknown date")
	}
}

// TestEveryDay walks all days of the calendar, each of which must read back and follow its neighbour.
func TestEveryDay(t *testing.T) {
	date := day(FirstYear, 1, 1)
	at := time.Date(FirstYear, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; date.Year <= LastYear; date, at = date.AddDays(1), at.AddDate(0, 0, 1) {
		if want := at.Format(time.DateOnly); date.String() != want {
			t.Fatalf("the calendar has %s where the standard library has %s", date, want)
		}
		if got, err := ParseDate(date.String()); err != nil || got != date {
			t.Fatalf("ParseDate(%q) = %+v, %v", date, got, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026", "2026-03", "2026-03-31", "2027Q3", "2026H1", "by 2025-11-06", "03/04/2025", "Sep-25", "45922", "9th March 2025", "2025-02-30", "FY2026", "00.00.000", "025-09-22"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			checkCellError(t, s, err)
			return
		}
		if again, err := ParseDate(d.String()); err != nil || again != d {
			t.Errorf("%q: %+v is written %q, which reads as %+v, %v", s, d, d, again, err)
		}
		if d.Last().IsZero() || !d.By && d.Last().Before(d.First()) || d.First().IsZero() != d.By {
			t.Errorf("%q: from %q to %q", s, d.First(), d.Last())
		}
	})
}
