package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

// findCeilings looks for amounts written as exact though a text beside them says "up to". Of a completed deal the whole has
// moved, and what it could at most have been no longer matters.
func findCeilings(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if leg.Amount.Form != deals.Exact || last(leg).Status == deals.Completed {
			return
		}
		for _, w := range words(leg) {
			most := ""
			for _, f := range figures(w.text) {
				if !f.is(leg.Amount) {
					continue
				}
				if !f.ceiling() {
					most = "" // also said without a limit
					break
				}
				most = f.text
			}
			if most != "" {
				report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is exactly %s, but %s says up to %s", leg.Ref(), leg.Amount, w.what, most), "write amount: up to "+leg.Amount.String())
				return
			}
		}
	})
}

var notBinding = regexp.MustCompile(`(?i)\b(?:non-?binding|not binding|letters? of intent|memorandum of understanding|term sheet)\b|意向书|谅解备忘录|不具约束力`)

// intents are parts of what notBinding looks for, one of which every match has: most texts have none, and searching for them
// takes a tenth of the time.
var intents = []string{"intent", "binding", "memorandum", "term sheet", "意向", "谅解", "约束"}

func mentionsIntent(s string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(intents, func(word string) bool { return strings.Contains(s, word) })
}

// led is what a text says about an intent that led to something.
var led = regexp.MustCompile(`(?i)\b(?:definitive|replac\w*|supersed\w*|follow\w*|after|since|former\w*|earlier|instead|became|turned|gave way|converted)\b|正式|取代`)

// findNotBinding looks for deals recorded as signed or further without a step before, which their texts call an intent.
func findNotBinding(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		h := leg.History()
		if s := last(leg).Status; !s.Binding() || s == deals.Completed || slices.ContainsFunc(h, func(s deals.Step) bool { return s.Status <= deals.Proposed }) {
			return
		}
		for _, w := range words(leg) {
			if !mentionsIntent(w.text) {
				continue
			}
			if said := notBinding.FindString(w.text); said != "" && !led.MatchString(w.text) {
				report(aboutLeg(leg), leg.At("status"), fmt.Sprintf("%s is %s, but %s speaks of %q", leg.Ref(), last(leg).Status, w.what, strings.ToLower(said)), "write status: loi with its day, or say in the note what became of it")
				return
			}
		}
	})
}

// last is the last step of a leg.
func last(leg *deals.Leg) deals.Step {
	h := leg.History()
	return h[len(h)-1]
}
