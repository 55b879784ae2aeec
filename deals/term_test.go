package deals

import "testing"

func years(from, to int) Term { return Term{Date{Year: from}, Date{Year: to}} }

func TestParseTerm(t *testing.T) {
	tests := []struct {
		text      string
		want      Term
		canonical string
	}{
		{"2026..2030", years(2026, 2030), "2026..2030"},
		{"2026 .. 2030", years(2026, 2030), "2026..2030"},
		{"2027-01..2031-12", Term{Date{Year: 2027, Month: 1}, Date{Year: 2031, Month: 12}}, "2027-01..2031-12"},
		{"..2041", years(0, 2041), "..2041"},
		{"2027Q3..", Term{Start: Date{Year: 2027, Part: 3}}, "2027Q3.."},
		{"2026", years(2026, 2026), "2026"},
		{"2026..2026", years(2026, 2026), "2026"},
		{"2026-06..2026", Term{Date{Year: 2026, Month: 6}, Date{Year: 2026}}, "2026-06..2026"},
		{"2026-03-31", Term{day(2026, 3, 31), day(2026, 3, 31)}, "2026-03-31"},
	}
	for _, tt := range tests {
		got, err := ParseTerm(tt.text)
		if err != nil || got != tt.want || got.String() != tt.canonical {
			t.Errorf("ParseTerm(%q) = %q, %v; want %q", tt.text, got, err, tt.canonical)
		}
	}
	if zero := (Term{}); !zero.IsZero() || zero.String() != "" {
		t.Error("the zero Term is not zero throughout")
	}
	errors := cellErrors{
		{"..", `term ".." has neither a start nor an end (write 2026..2030, 2026.. or ..2030)`},
		{"2026-2030", `term "2026-2030" is not written as start..end (write 2026..2030)`},
		{"2026-03..2025-12", `term "2026-03..2025-12" ends before it starts (write start..end)`},
		{"by 2030", `term "by 2030" has only an end (write ..2030)`},
		{"2026..by 2030", `term "2026..by 2030" has a by inside (write the date alone)`},
		{"2026-02-30..2027", `term "2026-02-30" is not in the calendar: February 2026 has 28 days (check the day)`},
		{"2026..2027..2028", `term "2027..2028" is not a date (write it as 2026-03-31, 2026-03, 2027Q3 or 2026)`},
		{"unknown", `term "unknown" is not a term (leave the cell empty if it is not known)`},
	}
	errors.check(t, func(s string) error { _, err := ParseTerm(s); return err })
}
