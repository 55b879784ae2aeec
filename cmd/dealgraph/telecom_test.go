package main

import (
	"regexp"
	"strings"
	"testing"
)

// The historical ledger gives the numbers that its README works out by hand. It is a test pack: what holds of the reference
// ledger has to hold of this one, without a special case.
func TestTelecom(t *testing.T) {
	const before, end = "--as-of=2001-03-31", "--as-of=2001-12-31"
	for _, tt := range []struct {
		name string
		args string
		want []string
	}{
		{"it is clean", "check", []string{`^testdata/telecom: 24 deals, 48 legs, 26 parties: 1 note \(1 stale-fact\), 2 findings accepted`}},
		{"it is canonical", "fmt --check", []string{`^$`}},
		// $2B each way is promised, and $125M of it is a named purchase: counted once.
		{"Winstar before it fails", "cycles --format csv " + before, []string{`(?m)^1,Lucent → Winstar → Lucent,2000000000.00,active,supplier-funded$`}},
		// $700M drawn of the loan, $125M known of the purchases: min(700, 125).
		{"Winstar after", "cycles --format csv --top 100 " + end, []string{
			`(?m)^\d+,Lucent → Winstar → Lucent,125000000.00,terminated,supplier-funded$`,
			`(?m)^\d+,Global Crossing → Qwest → Global Crossing,100000000.00,completed,reciprocal-trade$`,
			`(?m)^\d+,AOL → Homestore → Homestore vendors → AOL,15000000.00,completed,reciprocal-trade$`,
		}},
		{"the headline is not what moved", "show lucent-winstar-1998-10 " + end, []string{
			`(?m)^lucent-winstar-1998-10#loan +terminated +\$700M +\$700M +\$700M +\$700M +\$700M$`,
		}},
		// 2 × (2000 + 500 + 150 + 20 + 13 + 9.5) + 3 × 15, and of it paid 2 × 20 + 3 × 15, in millions.
		{"what can go round", "circularity --format csv " + before, []string{`(?m)^headline,[\d.]+,5430000000.00,`, `(?m)^paid,[\d.]+,85000000.00,`}},
		// AOL pays 15 and takes in 15 from Homestore's vendors.
		{"whose money", "trace homestore " + end, []string{`at most, of disclosed amounts, dates aside +\$15M`}},
		{"the map", "map " + end, []string{`^<svg`, `Winstar`, `Global Crossing`, `Homestore`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := runIn(t, append(strings.Fields(tt.args), "-l", "testdata/telecom"))
			for _, want := range tt.want {
				if !regexp.MustCompile(want).MatchString(got) {
					t.Errorf("dealgraph %s does not say %s:\n%s", tt.args, want, got)
				}
			}
		})
	}
}
