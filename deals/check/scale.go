package check

import (
	"fmt"
	"regexp"
	"strings"

	"dealgraph/deals"
)

// farBeyond is how many times the largest figure of a payer an amount must be to look like a slip of the unit.
const farBeyond = 20

// findScale looks for millions taken for billions: an amount a thousand times a claim on it, a figure in its own texts with
// the same digits and another unit, two facts of a series a thousand times apart, an amount far beyond all that is known of
// its payer.
func findScale(l *deals.Ledger, report reporter) {
	largest := largestFacts(l)
	legs(l, func(leg *deals.Leg) {
		if !leg.Amount.Disclosed() {
			return
		}
		for _, c := range leg.Claims {
			if n, ok := thousandfold(leg.Amount, c.Amount); ok {
				report(aboutLeg(leg), c.Pos, fmt.Sprintf("%s is %s, its claim %s: %s times as much", leg.Ref(), leg.Amount, c.Amount, n), "check M against B")
				return
			}
		}
		if findScaleWords(leg, report) {
			return
		}
		most := largest[leg.From]
		if most != nil && leg.Kind.Family() != deals.Contingent && leg.Amount.Currency == most.Value.Money.Currency && leg.Amount.Likely/farBeyond > most.Value.Money.Likely {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s (%s) is more than %d times the largest figure of %s: %s %s", leg.Ref(), leg.Amount, farBeyond, leg.From, most.Metric, most.Value.Money), "check M against B, and from against to")
		}
	})
	findScaleFacts(l, report)
}

// findScaleWords looks for the amount's own digits with another unit, in texts that do not hold the amount itself.
func findScaleWords(leg *deals.Leg, report reporter) bool {
	for _, w := range words(leg) {
		said, slip := false, ""
		for _, f := range figures(w.text) {
			if f.is(leg.Amount) {
				said = true
			}
			if n, ok := thousandfold(leg.Amount, f.amount); ok && exactly(leg.Amount, f.amount) && slip == "" {
				slip = f.text + ": " + n + " times as much"
			}
		}
		if slip != "" && !said {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is %s, but %s says %s", leg.Ref(), leg.Amount, w.what, slip), "check M against B")
			return true
		}
	}
	for _, s := range leg.AllSources() {
		if n := slugScale(s.URL, leg.Amount); n != "" {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is %s, but the address of its source says %s", leg.Ref(), leg.Amount, n), "check M against B")
			return true
		}
	}
	return false
}

var slugNumber = regexp.MustCompile(`(?:^|[^0-9-])-([1-9]\d{0,3})-(million|billion|trillion)-`)

// slugScale finds the digits of an amount with another unit in the words of an address: ….com/chip-lends-9-billion-to-lab.
// Where the amount itself stands there too, nothing is found. What follows another number may be the decimals of one.
func slugScale(url string, a deals.Amount) (said string) {
	if a.Currency == "" || !strings.Contains(url, "illion-") {
		return ""
	}
	for _, m := range slugNumber.FindAllStringSubmatch(url, -1) {
		text := m[1] + " " + m[2]
		f, err := deals.ParseAmount(string(a.Currency) + " " + text)
		if err != nil {
			continue
		}
		if f.Likely == a.Low || f.Likely == a.Likely || f.Likely == a.High {
			return ""
		}
		if _, ok := thousandfold(a, f); ok && exactly(a, f) {
			said = text
		}
	}
	return said
}

// exactly reports whether a figure has the digits of one of the values of an amount.
func exactly(a, figure deals.Amount) bool {
	for _, v := range []int64{a.Low, a.Likely, a.High} {
		if v == 0 {
			continue
		}
		large, small := max(v, figure.Likely), min(v, figure.Likely)
		for _, n := range []int64{1e3, 1e6} {
			if large%n == 0 && large/n == small {
				return true
			}
		}
	}
	return false
}

// thousandfold reports whether one of two amounts is about a thousand, or a million, times the other.
func thousandfold(a, b deals.Amount) (times string, ok bool) {
	if !a.Disclosed() || !b.Disclosed() || a.Currency != b.Currency {
		return "", false
	}
	small, large := float64(min(a.Likely, b.Likely)), float64(max(a.Likely, b.Likely))
	if small <= 0 {
		return "", false
	}
	for _, n := range []struct {
		times float64
		words string
	}{{1e3, "a thousand"}, {1e6, "a million"}} {
		if ratio := large / small / n.times; ratio > 0.8 && ratio < 1.25 {
			return n.words, true
		}
	}
	return "", false
}
