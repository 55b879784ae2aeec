package check

import (
	"slices"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

func TestFigures(t *testing.T) {
	tests := []struct {
		text    string
		want    []string
		yearly  []string // of want
		ceiling []string
	}{
		{"", nil, nil, nil},
		{"No sum: 4.5 GW, 2027, $, and $x.", nil, nil, nil},
		{"about $30B a year", []string{"$30B"}, []string{"$30B"}, nil},
		{"$500 million annually, $6B in all", []string{"$500 million", "$6B"}, []string{"$500 million"}, nil},
		{"US$1.5bn/yr and A$330M per annum", []string{"US$1.5bn", "A$330M"}, []string{"US$1.5bn", "A$330M"}, nil},
		{"annual rent of €2B.", []string{"€2B"}, []string{"€2B"}, nil},
		{"annual rent; then €2B", []string{"€2B"}, nil, nil},
		{"a loan of $6B at 6% a year", []string{"$6B"}, nil, nil},
		{"more than $1B a year over 15 years, about $15B", []string{"$1B", "$15B"}, []string{"$1B"}, nil},
		{"up to $100B, invested (about $10B per gigawatt)", []string{"$100B", "$10B"}, nil, []string{"$100B"}},
		{"as much as about £1,250,000,000", []string{"£1,250,000,000"}, nil, []string{"£1,250,000,000"}},
		{"$17.4B..19.4B", []string{"$17.4B"}, nil, nil},
		{"USD 38bn over seven years", []string{"USD 38bn"}, nil, nil},
		{"每年200亿美元, 最多5000亿美元", []string{"200亿美元", "5000亿美元"}, []string{"200亿美元"}, []string{"5000亿美元"}},
		{"5 billion USD each year", []string{"5 billion USD"}, []string{"5 billion USD"}, nil},
		{"$1.234 and $1Bn", []string{"$1Bn"}, nil, nil}, // $1.234 reads two ways
		{"xUS$5M", []string{"US$5M"}, nil, nil},
		{"$5Machines", []string{"$5"}, nil, nil},
		{"$5, $6, and $7,", []string{"$5", "$6", "$7"}, nil, nil},
		{"é$5Bé$6B", []string{"$5B", "$6B"}, nil, nil},
	}
	for _, tt := range tests {
		var got, yearly, ceiling []string
		for _, f := range figures(tt.text) {
			got = append(got, f.text)
			if f.yearly() {
				yearly = append(yearly, f.text)
			}
			if f.ceiling() {
				ceiling = append(ceiling, f.text)
			}
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(yearly, tt.yearly) || !slices.Equal(ceiling, tt.ceiling) {
			t.Errorf("figures(%q) = %q, yearly %q, up to %q\nwant %q, %q, %q", tt.text, got, yearly, ceiling, tt.want, tt.yearly, tt.ceiling)
		}
	}
}

// The quick search finds what the pattern finds in whole texts.
func FuzzPlaces(f *testing.F) {
	for _, s := range []string{"about $30B a year", "US$1.5bn A$330M", "xUS$5M$6", "é$5Bé$6B", "HK$ 5", "A£3 million trillion", "$1,2.3bnx", "NTS$9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if diff := cmp.Diff(anyMoney.FindAllStringIndex(s, -1), places(s)); diff != "" {
			t.Errorf("figures of %q (-pattern +places):\n%s", s, diff)
		}
	})
}

func TestYears(t *testing.T) {
	for s, want := range map[string]int{
		"2026..2030": 5, "2026": 1, "2026..2027": 2, "2026-07..2027-06": 1, "2026-01-01..2026-03-31": 1, "..2030": 0, "2026..": 0,
		"2025-09-09..2032-04-13": 7, "2026-07..2030": 5,
	} {
		term, err := deals.ParseTerm(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := years(term); got != want {
			t.Errorf("years(%s) = %d, want %d", s, got, want)
		}
	}
}

func TestApart(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"$10B", "$10B", false},
		{"$10B", "$10.4B", false}, // within a twentieth
		{"$10B", "$12B", true},
		{"$14.3B", "$14.8B", true},
		{"$38B", "$38.2B", false},
		{"$35B", "$36B", true},
		{"~$35B", "$36B", false},
		{"$35B..40B", "$36B", false},
		{"$35B..40B", "$45B", true},
		{"up to $10B", "$3B", false},
		{"up to $10B", "at least $12B", true},
		{"at least $10B", "$300B", false},
		{"at least $10B", "$1B", true},
		{"$10B", "€20B", false},
		{"$10B", "?", false},
		{"$0", "$0", false},
		{"$1000T", "$1", true},
	}
	for _, tt := range tests {
		a, errA := deals.ParseAmount(tt.a)
		b, errB := deals.ParseAmount(tt.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if apart(a, b) != tt.want || apart(b, a) != tt.want {
			t.Errorf("apart(%s, %s) = %v, and turned round %v, want %v", tt.a, tt.b, apart(a, b), apart(b, a), tt.want)
		}
	}
}
