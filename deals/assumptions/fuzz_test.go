package assumptions_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"

	"github.com/google/go-cmp/cmp"
)

// sound reports numbers that no reader may let through.
func sound(t *testing.T, s *assumptions.Set) {
	t.Helper()
	within := func(name string, r assumptions.Range, low, high float64) {
		if !(low <= r.Low && r.Low <= r.Likely && r.Likely <= r.High && r.High <= high) {
			t.Errorf("%s is %v, beyond %v to %v or not in order", name, r, low, high)
		}
	}
	for st, p := range s.Probabilities() {
		if p < 0 || p > 1_000_000 {
			t.Errorf("the probability of %s is %v", st, p)
		}
	}
	for _, p := range append(s.Parties("growth"), "nobody") {
		growth, _ := s.Growth(p)
		within("growth", growth, math.SmallestNonzeroFloat64, 100)
	}
	for _, p := range append(s.Parties("margin"), "nobody") {
		margin, _ := s.Margin(p)
		within("margin", margin, 0, 1)
	}
	cost, currency := s.CostPerGigawatt()
	within("cost", cost, 1e6, 1e15)
	within("delay", s.Delay(), 0, 240)
	within("useful life", s.UsefulLife(), math.SmallestNonzeroFloat64, 100)
	within("recovery", s.Recovery(), 0, 1)
	within("operating margin", s.CapexShare(), math.SmallestNonzeroFloat64, 1)
	if c := s.Correlation(); c < 0 || c >= 1 {
		t.Errorf("correlation is %v", c)
	}
	if p := s.PaybackShare(); p <= 0 || p > 1 {
		t.Errorf("payback share is %v", p)
	}
	if currency == "" || s.Amounts() == "" || s.Ends() == "" {
		t.Errorf("currency %q, amounts %q, ends %q", currency, s.Amounts(), s.Ends())
	}
	for _, p := range s.Parties("means") {
		if a, ok := s.Means(p); !ok || a.Form != deals.Exact || a.Likely < 0 {
			t.Errorf("means of %s are %v, %t", p, a, ok)
		}
	}
	if stamp := s.Stamp(); strings.ContainsAny(stamp, "\n\r") {
		t.Errorf("the stamp has several lines: %q", stamp)
	}
}

// Whatever a file says, it is refused with places, or is sound and is read back from what is written of it.
func FuzzRead(f *testing.F) {
	f.Add(everything)
	f.Add(string(assumptions.Default().YAML()))
	for _, s := range []string{
		"version: 1\nmeans: {a: $1, \"b c\": $2}\n", "version: 1\ngrowth:\n  \"x: y\": {value: 2x, note: |\n    a\n    b\n}", "version: 1\ndelay: &a 6\nx: *a", "version: 1\n- - - -", "? a\n: b",
		"version: 1\nshock: {ranks: 1, fail: \"a, b\"}", "version: 1\nrevenue: {\"2027\": {2027: $1}}", "version: 1\nprobability: {Letter-of-Intent: 0}", "version: 1\ngrowth: {value: 2×, source: [a, b]}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := assumptions.Read(strings.NewReader(text), "f")
		if err != nil {
			list, ok := errors.AsType[*deals.ErrorList](err)
			if !ok || len(list.Errors) == 0 {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		sound(t, s)
		again, err := assumptions.Read(strings.NewReader(string(s.YAML())), "f")
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, s.YAML())
		}
		if diff := cmp.Diff(bare(s), bare(again)); diff != "" {
			t.Errorf("%s\n%s", diff, s.YAML())
		}
	})
}

// Whatever --set says is refused and changes nothing, or is sound, and the value can be set again as it is shown.
func FuzzOverride(f *testing.F) {
	for _, s := range []string{
		"growth.openai=1.5x..2x..4x", "growth=2x", "probability.loi=20%", "cost=48B/GW", "48B/GW", "cost=40..48..60B", "means.character.ai=$1,234,567.89", "revenue.a.2027=$1B..2B",
		"shock.ranks=1,2", "shock.fail=a, b", "shock.from=2027", "delay=6 months", "correlation=99.9999%", "ends=quantiles", "=", "a.b.c=d",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := assumptions.Default()
		if err := s.Override(text); err != nil {
			if diff := cmp.Diff(assumptions.Default().Entries(), s.Entries()); diff != "" {
				t.Errorf("%q was refused and left its mark:\n%s", text, diff)
			}
			return
		}
		sound(t, s)
		for _, e := range s.Entries() {
			if e.From != assumptions.FromSet {
				continue
			}
			again := assumptions.Default()
			if err := again.Override(e.Key + "=" + e.Value); err != nil {
				t.Fatalf("%q is shown as %s=%s, which is refused: %v", text, e.Key, e.Value, err)
			}
			if diff := cmp.Diff(s.Entries(), again.Entries()); diff != "" {
				t.Errorf("%q: %s", text, diff)
			}
		}
	})
}
