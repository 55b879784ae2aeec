package deals

import "testing"

func TestParsePeriod(t *testing.T) {
	none := Date{}
	tests := []struct {
		text        string
		first, last Date
	}{
		{"2026", day(2026, 1, 1), day(2026, 12, 31)},
		{"2026-01-25", day(2026, 1, 25), day(2026, 1, 25)},
		{"2025-09", day(2025, 9, 1), day(2025, 9, 30)},
		{"2025 Q3", day(2025, 7, 1), day(2025, 9, 30)},
		{"2025Q3", day(2025, 7, 1), day(2025, 9, 30)},
		{"2026H1", day(2026, 1, 1), day(2026, 6, 30)},
		{"Nov 2025", day(2025, 11, 1), day(2025, 11, 30)},
		{"2026..2030", day(2026, 1, 1), day(2030, 12, 31)},
		{"2026-07..2027Q2", day(2026, 7, 1), day(2027, 6, 30)},
		{"2024-2029", day(2024, 1, 1), day(2029, 12, 31)},
		{"2025 Q1-Q3", day(2025, 1, 1), day(2025, 9, 30)},
		{"through 2029", none, day(2029, 12, 31)},
		{"by 2030", none, day(2030, 12, 31)},
		{"..2030", none, day(2030, 12, 31)},
		{"2027..", day(2027, 1, 1), none},
		{"FY2026 (Jan 2026)", day(2025, 2, 1), day(2026, 1, 31)},
		{"FY2025 (Nov 2025)", day(2024, 12, 1), day(2025, 11, 30)},
		{"FY2025 (Dec 2025)", day(2025, 1, 1), day(2025, 12, 31)},
		{"FY2026 Q2 (Jul 2025)", day(2025, 5, 1), day(2025, 7, 31)},
		{"FY2026 Q4 (Jan 2026)", day(2025, 11, 1), day(2026, 1, 31)},
		{"FY2026 H1 (Jul 2025)", day(2025, 2, 1), day(2025, 7, 31)},
		{"2026 Q1 (backlog disclosed Apr 2026)", day(2026, 1, 1), day(2026, 3, 31)},
		{"2025-08 (FY2026 Q1)", day(2025, 8, 1), day(2025, 8, 31)},
		// Words.
		{"FY2026", none, none},
		{"FY2027 Q1", none, none},
		{"FY2026 H3 (Jan 2026)", none, none},
		{"FY2026 (Foo 2026)", none, none},
		{"4 years from Jan 2025", none, none},
		{"about 8 years from 2025", none, none},
		{"2029 target", none, none},
		{"2030..2026", none, none},
		{"by 2026..2030", none, none},
		{"..", none, none},
		{"", none, none},
	}
	for _, tt := range tests {
		got := ParsePeriod(tt.text)
		if got.Text != tt.text || got.First != tt.first || got.Last != tt.last {
			t.Errorf("ParsePeriod(%q) = %q from %q to %q, want from %q to %q", tt.text, got.Text, got.First, got.Last, tt.first, tt.last)
		}
	}
	if got := ParsePeriod("\xff2026"); got.Text != "\uFFFD2026" || !got.First.IsZero() {
		t.Errorf("a period of broken text is %+v", got)
	}
}
