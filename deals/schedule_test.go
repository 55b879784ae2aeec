package deals

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSchedule(t *testing.T) {
	explicit := Schedule{Explicit, []YearAmount{{2026, exactly(10*testBillion, "USD")}, {2027, exactly(20*testBillion, "USD")}}}
	tests := []struct {
		text      string
		term      Term
		want      Schedule
		canonical string
	}{
		{"flat", Term{}, Schedule{Profile: Flat}, "flat"},
		{"Ramp", Term{}, Schedule{Profile: Ramp}, "ramp"},
		{"2026..2030", years(2026, 2030), Schedule{Profile: Flat}, "flat"},
		{"2026..2030 flat", years(2026, 2030), Schedule{Profile: Flat}, "flat"},
		{"2026..2030 ramp", years(2026, 2030), Schedule{Profile: Ramp}, "ramp"},
		{"2026", years(2026, 2026), Schedule{Profile: Flat}, "flat"},
		{"2026:$10B 2027:$20B", years(2026, 2027), explicit, "2026:$10B 2027:$20B"},
		{"2026:$10B, 2027:$20B", years(2026, 2027), explicit, "2026:$10B 2027:$20B"},
		{"2026: USD 10bn; 2027: USD 20bn;", years(2026, 2027), explicit, "2026:$10B 2027:$20B"},
		{"2026:$10,000,000,000, 2027:$20,000,000,000", years(2026, 2027), explicit, "2026:$10B 2027:$20B"},
		{"２０２６：＄１０Ｂ　２０２７：＄２０Ｂ", years(2026, 2027), explicit, "2026:$10B 2027:$20B"},
		{"2026:CHF 5M 2029:CHF 6M..8M", years(2026, 2029), Schedule{Explicit, []YearAmount{
			{2026, exactly(5*testMillion, "CHF")}, {2029, ranging(6*testMillion, 7*testMillion, 8*testMillion, false, "CHF")},
		}}, "2026:CHF 5M 2029:CHF 6M..8M"},
		{"2026:$0 2027:$1B", years(2026, 2027), Schedule{Explicit, []YearAmount{
			{2026, exactly(0, "USD")}, {2027, exactly(testBillion, "USD")},
		}}, "2026:$0 2027:$1B"},
	}
	for _, tt := range tests {
		term, got, err := ParseSchedule(tt.text)
		if err != nil {
			t.Errorf("ParseSchedule(%q): %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || term != tt.term {
			t.Errorf("ParseSchedule(%q): term %q, want %q; schedule (-want +got):\n%s", tt.text, term, tt.term, diff)
		}
		if got.String() != tt.canonical {
			t.Errorf("ParseSchedule(%q).String() = %q, want %q", tt.text, got, tt.canonical)
		}
	}
	errors := cellErrors{
		{"unknown", `schedule "unknown" is not a schedule (leave the cell empty if it is not known)`},
		{"rampp", `schedule "rampp" is not known (did you mean "ramp"?)`},
		{"linear", `schedule "linear" is not a schedule (write flat, ramp, 2026..2030, 2026..2030 ramp, or 2026:$10B 2027:$20B)`},
		{"ramp 2026..2030", `schedule "ramp 2026..2030" is not a schedule (write flat, ramp, 2026..2030, 2026..2030 ramp, or 2026:$10B 2027:$20B)`},
		{"2026..2030 stepped", `schedule "2026..2030 stepped" has an unknown profile "stepped" (write flat, ramp, or the years one by one: 2026:$10B 2027:$20B)`},
		{"2030..2026", `schedule "2030..2026" ends before it starts (write start..end)`},
		{"2027:$1B 2026:$1B", `schedule "2027:$1B 2026:$1B" has 2026 after 2027 (put the years in order)`},
		{"2026:$1B 2026:$1B", `schedule "2026:$1B 2026:$1B" has the year 2026 twice (add the two up)`},
		{"2026:$1B 2027:€1B", `schedule "2026:$1B 2027:€1B" has two currencies, USD and EUR (state all years in one)`},
		{"2026:? 2027:$1B", `schedule "2026:? 2027:$1B" has no amount in 2026 (leave the year out, or estimate it: ~$5B)`},
		{"2026:$0", `schedule "2026:$0" comes to zero (give at least one year an amount)`},
		{"2026:10Bn", `schedule in 2026: amount "10Bn" has unknown suffix "Bn" (use B)`},
		{"2026:", `schedule in 2026: amount is empty (write ? if it is not disclosed)`},
		{"2026Q1:$1B", `schedule "2026Q1:$1B" does not start with a year and a colon (write 2026:$10B 2027:$20B)`},
		{"1899:$1B", `schedule "1899:$1B" has a year 1899 outside 1900 to 2200 (check the year)`},
		{"99999999999999999999:$1B", `schedule "99999999999999999999:$1B" has a year 99999999999999999999 outside 1900 to 2200 (check the year)`},
		{"2026:$1000T 2027:$1B", `schedule "2026:$1000T 2027:$1B" comes to more than 1000T, the largest amount (check the numbers)`},
	}
	errors.check(t, func(s string) error { _, _, err := ParseSchedule(s); return err })
}

func FuzzParseSchedule(f *testing.F) {
	for _, s := range []string{"flat", "2026..2030", "2026..2030 ramp", "2026:$10B 2027:$20B", "2026: $10,000,000, 2027:$20M", "..2030 flat", "2026:? 2027:$1B", "2026:$1B;2027:CHF 1B", "20.62.20f"} {
		f.Add(s, int64(12345))
	}
	f.Fuzz(func(t *testing.T, s string, total int64) {
		if term, err := ParseTerm(s); err == nil {
			if again, err := ParseTerm(term.String()); err != nil || again != term {
				t.Errorf("%q: term %+v is written %q, which reads as %+v, %v", s, term, term, again, err)
			}
		} else {
			checkCellError(t, s, err)
		}
		term, schedule, err := ParseSchedule(s)
		if err != nil {
			checkCellError(t, s, err)
			return
		}
		_, again, err := ParseSchedule(schedule.String())
		if diff := cmp.Diff(schedule, again); err != nil || diff != "" {
			t.Errorf("%q is written %q, which reads as (-want +got):\n%s%v", s, schedule, diff, err)
		}
		checkAllocation(t, schedule, total%largestMinor, term)
	})
}

func TestParseExit(t *testing.T) {
	tests := []struct {
		text      string
		want      Exit
		canonical string
	}{
		{"90d", Exit{Days: 90}, "90d"},
		{"90 days", Exit{Days: 90}, "90d"},
		{"1 day", Exit{Days: 1}, "1d"},
		{"90 days' notice", Exit{Days: 90}, "90d"},
		{"0d", Exit{}, "0d"},
		{"90d after 2026-08", Exit{90, Date{Year: 2026, Month: 8}}, "90d after 2026-08"},
		{"30D AFTER 2027Q1", Exit{30, Date{Year: 2027, Part: 1}}, "30d after 2027Q1"},
	}
	for _, tt := range tests {
		got, err := ParseExit(tt.text)
		if err != nil || *got != tt.want || got.String() != tt.canonical {
			t.Errorf("ParseExit(%q) = %v, %v; want %q", tt.text, got, err, tt.canonical)
			continue
		}
		if again, err := ParseExit(got.String()); err != nil || *again != *got {
			t.Errorf("ParseExit(%q) = %v, %v; want %v", got, again, err, got)
		}
	}
	errors := cellErrors{
		{"3 months", `exit "3 months" does not count its notice in days (write 90d)`},
		{"12 weeks", `exit "12 weeks" does not count its notice in days (write 84d)`},
		{"1 year after 2026", `exit "1 year after 2026" does not count its notice in days (write 365d after 2026)`},
		{"90", `exit "90" is not an exit (write 90d, or 90d after 2026-08)`},
		{"-90d", `exit "-90d" is not an exit (write 90d, or 90d after 2026-08)`},
		{"90d after", `exit "90d after" is not an exit (write 90d, or 90d after 2026-08)`},
		{"90d after 03/04/2026", `exit "03/04/2026" reads two ways: 2026-03-04 or 2026-04-03 (write 2026-03-04 if the month stands first, else 2026-04-03)`},
		{"90d after by 2026", `exit "90d after by 2026" has a by inside (write 90d after 2026-08)`},
		{"99999d", `exit "99999d" is more than a hundred years (check the number of days)`},
		{"none", `exit "none" is not an exit (leave the cell empty if nobody may leave early)`},
	}
	errors.check(t, func(s string) error { _, err := ParseExit(s); return err })
}
