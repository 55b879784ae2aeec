package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// parseView returns the view flags of a command line, with preset as defaults.
func parseView(t *testing.T, preset viewFlags, args ...string) (viewFlags, error) {
	t.Helper()
	view := preset
	cmd := &cobra.Command{Use: "probe", RunE: func(*cobra.Command, []string) error { return nil }}
	view.bind(cmd, streams{})
	return view, newProbe(nil).execute(t, cmd, append([]string{"probe"}, args...)...)
}

func TestViewFlags(t *testing.T) {
	tests := []struct {
		args   []string
		preset viewFlags
		want   viewFlags
	}{
		{nil, viewFlags{}, viewFlags{basis: "headline", currency: "USD"}},
		{nil, viewFlags{basis: "all"}, viewFlags{basis: "all", currency: "USD"}},
		{[]string{"--years", "2027"}, viewFlags{}, viewFlags{basis: "headline", currency: "USD", years: yearSpan{2027, 2027}}},
		{
			[]string{"--as-of=2025-12-15", "--basis", "firm", "--years", "2026..2030", "--settlement", "cash,stock", "--settlement", "cash",
				"--roll-up", "--currency", "eur", "--where", `kind == "equity"`, "--party", "nvidia,openai", "--party", "amd", "--rumours"},
			viewFlags{},
			viewFlags{asOf: "2025-12-15", basis: "firm", years: yearSpan{2026, 2030}, settlement: []string{"cash", "stock"},
				rollUp: true, currency: "EUR", where: `kind == "equity"`, parties: []string{"nvidia", "openai", "amd"}, rumours: true},
		},
	}
	for _, tt := range tests {
		got, err := parseView(t, tt.preset, tt.args...)
		if err != nil {
			t.Errorf("%q: %v", tt.args, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(viewFlags{}, yearSpan{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.args, diff)
		}
	}
}

func TestViewFlagErrors(t *testing.T) {
	tests := []struct{ arg, want string }{
		{"--basis=frim", `--basis: "frim" is not known (did you mean "firm"?); use headline, signed, firm, paid, expected, all`},
		{"--basis=", `--basis: "" is not known; use headline, signed, firm, paid, expected, all`},
		{"--settlement=cash,stocks", `--settlement: "stocks" is not known (did you mean "stock"?); use cash, stock, in_kind, contingent`},
		{"--as-of=2025-13-01", `--as-of: "2025-13-01" is not a day, a month or a year; write it as 2025-12-31, 2025-12 or 2025`},
		{"--as-of=15.12.2025", `--as-of: "15.12.2025" is not a day, a month or a year; write it as 2025-12-31, 2025-12 or 2025`},
		{"--years=2030..2026", `--years: "2030..2026" runs backwards; write 2026..2030`},
		{"--years=26..30", `--years: "26..30" is not a span of years; write 2026..2030 or 2027`},
		{"--years=2026-2030", `--years: "2026-2030" is not a span of years; write 2026..2030 or 2027`},
		{"--years=", `--years: "" is not a span of years; write 2026..2030 or 2027`},
		{"--currency=dollars", `--currency: "dollars" is not a currency code; use three letters, such as USD`},
		{"--rumors", `unknown flag --rumors (did you mean --rumours?)`},
	}
	for _, tt := range tests {
		_, err := parseView(t, viewFlags{}, tt.arg)
		if err == nil || err.Error() != tt.want || exitCode(err) != exitUsage {
			t.Errorf("%s:\n got %v (exit code %d)\nwant %s (exit code %d)", tt.arg, err, exitCode(err), tt.want, exitUsage)
		}
	}
}

func TestViewFlagHelpAndCompletion(t *testing.T) {
	cmd := &cobra.Command{Use: "probe", RunE: func(*cobra.Command, []string) error { return nil }}
	new(viewFlags).bind(cmd, streams{})
	p := newProbe(nil)
	if err := p.execute(t, cmd, "probe", "--help"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"--as-of DATE ", "--basis WORD ", "which dollars count (default headline)\n", "  firm      the same deals, at what cannot be escaped\n",
		"--years YEARS ", "--settlement WORD,... ", "--currency CODE ", `(default USD)`, "--where EXPR ", "--party ID,... ",
	} {
		if !strings.Contains(p.stdout.String(), want) {
			t.Errorf("help lacks %q:\n%s", want, p.stdout)
		}
	}

	complete := &cobra.Command{Use: "probe", RunE: func(*cobra.Command, []string) error { return nil }}
	new(viewFlags).bind(complete, streams{})
	p = newProbe(nil)
	if err := p.execute(t, complete, "__complete", "probe", "--settlement", ""); err != nil {
		t.Fatal(err)
	}
	want := "cash\tpaid in money\nstock\tpaid in shares\nin_kind\tpaid in goods, credits or capacity\ncontingent\tpaid only if something happens\n:4\n"
	if diff := cmp.Diff(want, p.stdout.String()); diff != "" {
		t.Errorf("completion of --settlement (-want +got):\n%s", diff)
	}
}
