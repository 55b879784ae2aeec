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

// gives are the words of a title that stand between who gives and who receives, with the kinds of legs they speak of.
var gives = []struct {
	words *regexp.Regexp
	kinds []deals.Kind
}{
	{regexp.MustCompile(`\b(?:invests?|investing|invested|to invest|investment)\b.* in$|\b(?:takes?|buys?|acquires?|to take|to buy|gets?) .*\b(?:stake|shares) in$|\bbacks$`), []deals.Kind{deals.Equity, deals.Convertible}},
	{regexp.MustCompile(`\b(?:acquires|acquired|buys|to acquire|to buy)$`), []deals.Kind{deals.Acquisition}},
	{regexp.MustCompile(`\b(?:lends?|lent|to lend|loan)\b.* to$`), []deals.Kind{deals.Loan}},
	{regexp.MustCompile(`\b(?:guarantees|backstops|to guarantee|to backstop)$`), []deals.Kind{deals.Guarantee}},
	{regexp.MustCompile(`\b(?:buys?|rents?|leases|orders?|purchases|to buy|to rent|to lease|to order)\b.* from$`), []deals.Kind{deals.Purchase, deals.Compute, deals.Lease}},
}

// findDirections looks for legs that point against their titles: "Nvidia invests in OpenAI" over a leg from OpenAI to Nvidia.
func findDirections(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		from, to := l.PartyByID(leg.From), l.PartyByID(leg.To)
		if from == nil || to == nil {
			return
		}
		for _, w := range words(leg) {
			if !strings.HasSuffix(w.what, "title") && !strings.Contains(w.what, "title of") || len(w.text) > maxTitle {
				continue
			}
			if says(w.text, to, from, leg.Kind) && !says(w.text, from, to, leg.Kind) {
				report(aboutLeg(leg), leg.At("from"), fmt.Sprintf("%s runs from %s to %s, but %s says %s", leg.Ref(), leg.From, leg.To, w.what, short(w.text)), "swap from and to: a leg points from who hands over the money to who receives it")
				return
			}
		}
	})
}

// maxTitle bounds the titles that are searched for who gives to whom.
const maxTitle = 300

// says reports whether a title says that one party gives to another what the kind of the leg gives.
func says(title string, giver, receiver *deals.Party, k deals.Kind) bool {
	title = strings.ToLower(title)
	_, start := mention(title, giver)
	if start < 0 {
		return false
	}
	end, _ := mention(title[start:], receiver)
	if end < 0 {
		return false
	}
	between := strings.TrimSpace(title[start : start+end])
	for _, g := range gives {
		if slices.Contains(g.kinds, k) && g.words.MatchString(between) {
			return true
		}
	}
	return false
}

// mention finds the first mention of a party by name, alias or id in a text of small letters: from byte start to end, or
// -1.
func mention(text string, p *deals.Party) (start, end int) {
	start, end = -1, -1
	for _, name := range append([]string{string(p.ID), p.Name}, p.Aliases...) {
		name = strings.ToLower(name)
		if len(name) < 3 {
			continue
		}
		at := strings.Index(text, name)
		if at < 0 || at > 0 && isWord(text[at-1]) || at+len(name) < len(text) && isWord(text[at+len(name)]) {
			continue
		}
		if start < 0 || at < start || at == start && at+len(name) > end {
			start, end = at, at+len(name)
		}
	}
	return start, end
}

func isWord(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

// last is the last step of a leg.
func last(leg *deals.Leg) deals.Step {
	h := leg.History()
	return h[len(h)-1]
}
