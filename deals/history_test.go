package deals

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHistory(t *testing.T) {
	none := Date{}
	tests := []struct {
		text      string
		date      Date
		want      History
		canonical string
	}{
		{"signed", none, History{{Status: Signed}}, "signed"},
		{"LOI", none, History{{Status: Proposed}}, "proposed"},
		{"letter_of_intent 2025", none, History{{Status: Proposed, Date: Date{Year: 2025}}}, "proposed 2025"},
		{"Letter of Intent by 2025-11", none, History{{Status: Proposed, Date: Date{Year: 2025, Month: 11, By: true}}}, "proposed by 2025-11"},
		{"loi 2025-09-22; terminated 2026-02-27", none, History{{Status: Proposed, Date: day(2025, 9, 22)}, {Status: Terminated, Date: day(2026, 2, 27)}},
			"proposed 2025-09-22; terminated 2026-02-27"},
		{"announced 2025-05;active by 2025-11-06;", none, History{{Status: Announced, Date: Date{Year: 2025, Month: 5}}, {Status: Active, Date: Date{Year: 2025, Month: 11, Day: 6, By: true}}},
			"announced 2025-05; active by 2025-11-06"},
		{"rumoured; proposed; announced; signed; active; completed; superseded", none, History{{Status: Rumoured}, {Status: Proposed}, {Status: Announced}, {Status: Signed}, {Status: Active}, {Status: Completed}, {Status: Superseded}},
			"rumoured; proposed; announced; signed; active; completed; superseded"},
		// The date of a table.
		{"signed", day(2025, 10, 6), History{{Status: Signed, Date: day(2025, 10, 6)}}, "signed 2025-10-06"},
		{"signed 2025-10-06", day(2025, 10, 6), History{{Status: Signed, Date: day(2025, 10, 6)}}, "signed 2025-10-06"},
		{"signed 2025-10-06; completed 2026", Date{Year: 2025, Month: 10}, History{{Status: Signed, Date: day(2025, 10, 6)}, {Status: Completed, Date: Date{Year: 2026}}}, "signed 2025-10-06; completed 2026"},
		{"announced; signed 2025-10-06", Date{Year: 2025}, History{{Status: Announced}, {Status: Signed, Date: day(2025, 10, 6)}}, "announced; signed 2025-10-06"},
		// Possibly, not certainly, backwards.
		{"signed 2025-06; active 2025", none, History{{Status: Signed, Date: Date{Year: 2025, Month: 6}}, {Status: Active, Date: Date{Year: 2025}}}, "signed 2025-06; active 2025"},
		{"signed by 2026; active 2025", none, History{{Status: Signed, Date: Date{Year: 2026, By: true}}, {Status: Active, Date: Date{Year: 2025}}}, "signed by 2026; active 2025"},
	}
	for _, tt := range tests {
		got, err := ParseHistory(tt.text, tt.date)
		if err != nil {
			t.Errorf("ParseHistory(%q, %q): %v", tt.text, tt.date, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || got.String() != tt.canonical {
			t.Errorf("ParseHistory(%q, %q) = %q (-want +got):\n%s", tt.text, tt.date, got, diff)
		}
	}
	errors := cellErrors{
		{"", `status is empty (one of rumoured, proposed, announced, signed, active, completed, lapsed, terminated, superseded)`},
		{"LOI signed", `status "LOI signed" is not known (did you mean "loi"?)`},
		{"LOI signed 2025-09", `status "LOI signed" is not known (did you mean "loi"?)`},
		{"signde", `status "signde" is not known (did you mean "signed"?)`},
		{"xyzzy", `status "xyzzy" is not known (one of rumoured, proposed, announced, signed, active, completed, lapsed, terminated, superseded)`},
		{"2025-09", `status "2025-09" has a date without a status (write the status before its date: signed 2025-10-06)`},
		{"signed 2025-02-30", `date "2025-02-30" is not in the calendar: February 2025 has 28 days (check the day)`},
		{"signed 03/04/2025", `date "03/04/2025" reads two ways: 2025-03-04 or 2025-04-03 (write 2025-03-04 if the month stands first, else 2025-04-03)`},
		{"signed;;active", `status has an empty step (write one ; between two steps)`},
		{"signed 2025, active 2026", `status "signed 2025, active 2026" has more than a date after the status (write ; between two steps: signed 2025-10; active 2026-01)`},
		{"signed 2025 → active 2026", `status "signed 2025 → active 2026" has more than a date after the status (write ; between two steps: signed 2025-10; active 2026-01)`},
		{"signed 2025; proposed 2026", `status "signed 2025; proposed 2026" climbs down from signed to proposed (put the oldest step first; if the deal was undone, end it and begin a new one)`},
		{"signed; definitive", `status "signed; definitive" says signed twice (keep the first)`},
		{"terminated 2025; active 2026", `status "terminated 2025; active 2026" goes on after terminated (begin a new deal that names this one, or drop the last step)`},
		{"lapsed; superseded", `status "lapsed; superseded" goes on after lapsed (begin a new deal that names this one, or drop the last step)`},
		{"signed 2026; active 2025-06", `status "signed 2026; active 2025-06" runs backwards: active 2025-06 comes after a later date (put the oldest step first)`},
		{"announced 2026; signed; active by 2025", `status "announced 2026; signed; active by 2025" runs backwards: active by 2025 comes after a later date (put the oldest step first)`},
	}
	errors.check(t, func(s string) error { _, err := ParseHistory(s, Date{}); return err })
	dated := cellErrors{
		{"loi 2025-10-01", `status "loi 2025-10-01" starts on 2025-10-01, but the date cell says 2025-09 (let the two agree, or leave the date cell empty)`},
		{"loi 2025", `status "loi 2025" starts on 2025, but the date cell says 2025-09 (let the two agree, or leave the date cell empty)`},
		{"loi by 2025-09-15", `status "loi by 2025-09-15" starts on by 2025-09-15, but the date cell says 2025-09 (let the two agree, or leave the date cell empty)`},
		{"announced; signed", `status "announced; signed" has several steps, and the date 2025-09 does not say which it belongs to (write the dates behind the statuses: announced 2025-05; signed 2025-10)`},
	}
	dated.check(t, func(s string) error { _, err := ParseHistory(s, Date{Year: 2025, Month: 9}); return err })
}

// What a day can have seen is what it has certainly seen, or more, but for ends.
func TestPossible(t *testing.T) {
	for _, c := range []struct{ history, day, certain, possible string }{
		{"announced 2025-10-28; active by 2026-01-29", "2025-10-27", "", ""},
		{"announced 2025-10-28; active by 2026-01-29", "2025-10-28", "announced", "active"},
		{"announced 2025-10-28; active by 2026-01-29", "2026-01-29", "active", "active"},
		{"announced 2025-10; signed 2026", "2025-10-01", "", "announced"},
		{"announced 2025-10; signed 2026", "2026-01-01", "announced", "signed"},
		{"signed by 2025-06", "2025-06-29", "", ""},
		{"signed by 2025-06", "2025-06-30", "signed", "signed"},
		{"signed 2025-01-01; terminated by 2026-03", "2025-06-01", "signed", "signed"},
		{"signed 2025-01-01; terminated by 2026-03", "2026-03-31", "terminated", "terminated"},
		{"rumoured; announced 2025-05; signed by 2025-07; completed 2025-09", "2025-05-01", "", "signed"},
	} {
		h, err := ParseHistory(c.history, Date{})
		if err != nil {
			t.Fatal(err)
		}
		day, err := ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		known := Date{Year: 2026, Month: 12, Day: 31}
		if at, can := h.At(day, known).Status.String(), h.Possible(day, known).Status.String(); at != c.certain || can != c.possible {
			t.Errorf("%s on %s: certainly %q, possibly %q; want %q and %q", c.history, c.day, at, can, c.certain, c.possible)
		}
	}
}

// TestEveryStatusReads reads every name and alias.
func TestEveryStatusReads(t *testing.T) {
	for _, s := range Statuses() {
		if h, err := ParseHistory(s.String(), Date{}); err != nil || h.Last().Status != s {
			t.Errorf("%q reads as %v, %v", s, h, err)
		}
	}
	for alias, s := range statusAliases {
		if h, err := ParseHistory(alias, Date{}); err != nil || h.Last().Status != s {
			t.Errorf("alias %q reads as %v, %v; want %v", alias, h, err, s)
		}
	}
}

func FuzzParseHistory(f *testing.F) {
	for _, s := range []string{"loi 2025-09-22; terminated 2026-02-27", "signed", "announced 2025-05; active by 2025-11-06", "LOI signed", "signed;;", "by 2025", "2025", "signed 2026; active 2025", "loi 025-09-22; terminated 2026-02-27"} {
		f.Add(s, "")
		f.Add(s, "2025-09")
	}
	f.Fuzz(func(t *testing.T, s, column string) {
		date, _ := ParseDate(column)
		h, err := ParseHistory(s, date)
		if err != nil {
			checkCellError(t, s, err)
			return
		}
		again, err := ParseHistory(h.String(), Date{})
		if diff := cmp.Diff(h, again); err != nil || diff != "" {
			t.Errorf("%q is written %q, which reads as (-want +got):\n%s%v", s, h, diff, err)
		}
		for i, step := range h {
			if i > 0 && (step.Status <= h[i-1].Status || h[i-1].Status.Ended()) {
				t.Errorf("%q: %v after %v", s, step.Status, h[i-1].Status)
			}
		}
	})
}
