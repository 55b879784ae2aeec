package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

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

// findDirections looks for legs that point against their titles: "Nvidia invests in OpenAI" over a leg from OpenAI to Nvidia;
// and for the one leg of its kind that runs from one sector to another, where all others run the other way.
func findDirections(l *deals.Ledger, report reporter) {
	ways := sectorWays(l)
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
		way := wayOf(from, to, leg.Kind)
		if n := ways[way.back()]; ways[way] == 1 && n >= manyLegs && way.from != way.to {
			report(aboutLeg(leg), leg.At("from"), fmt.Sprintf("%s is the only %s from %s to %s: %d run the other way", leg.Ref(), leg.Kind, way.from, way.to, n), "check from and to: a leg points from who hands over the money to who receives it")
		}
	})
}

// manyLegs is how many legs make a custom that one leg can go against.
const manyLegs = 5

// sectorWay is a kind of leg between parties of two sectors.
type sectorWay struct {
	from, to string
	kind     deals.Kind
}

func (w sectorWay) back() sectorWay { return sectorWay{w.to, w.from, w.kind} }

func wayOf(from, to *deals.Party, k deals.Kind) sectorWay {
	return sectorWay{from.Sector, to.Sector, k}
}

// sectorWays counts the legs of each kind between parties whose sectors are known.
func sectorWays(l *deals.Ledger) map[sectorWay]int {
	ways := map[sectorWay]int{}
	legs(l, func(leg *deals.Leg) {
		from, to := l.PartyByID(leg.From), l.PartyByID(leg.To)
		if from != nil && to != nil && from.Sector != "" && to.Sector != "" {
			ways[wayOf(from, to, leg.Kind)]++
		}
	})
	return ways
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
