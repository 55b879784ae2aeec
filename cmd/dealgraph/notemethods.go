package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealgraph/graph"
)

// methodOf says in words how each command gets its numbers, for the paragraph on methods in a note.
var methodOf = map[string]string{
	"list":          "Deals are listed as the ledger records them, each payer to payee, with the amount in use where sources differ.",
	"show":          "What is recorded of a party is shown as the ledger has it, with the amount of each deal on each basis.",
	"claims":        "Where sources state different amounts, one is in use by a fixed rule (the better kind of source; among equals the one that the ledger writes first), and the difference is told in money.",
	"cycles":        "A cycle is a closed way of payments that passes no party twice (Johnson 1975). Its bottleneck is its smallest step: what can have gone all the way round. Cycles share deals, so bottlenecks are never added up.",
	"circularity":   "What can go round is the largest flow along the deals that returns to where it started, each amount counted once (a maximum circulation). It is an upper bound: amounts say what can have gone round, not which money did.",
	"trace":         "Money is traced as if every party passed on what it has in proportion, a rule of book-keeping that prefers no payment to another.",
	"exposure":      "What is at stake is gross and nominal: stakes held, loans and advances paid, revenue still to come, money promised. Nothing is expected to be recovered and nothing is set off. Where dependence runs through others, losses are taken to be passed on in proportion.",
	"concentration": "Concentration is measured by the Herfindahl-Hirschman index of disclosed amounts, parties under one control counted as one; its inverse, the effective number, says how many equal parties would be just as concentrated.",
	"shock":         "The shock withholds a share of what a party pays. Everybody then pays what it can, rank by rank and in proportion within a rank, until all payments agree (Eisenberg and Noe 2001; Elsinger 2009). Of parties without recorded means it is worked out twice: as if they had none, and as if they had enough. Its “of inflow” is a share of the disclosed money that is still due to a party in the years that are worked out, loans to be repaid among it; what has been paid already is in none of it. In an exposure it is a share of all that the ledger has the party receive, so that the two differ.",
	"schedule":      "Dues stand in the years that the sources state, evenly over the term where only the term is stated. They are set against funding, money from customers in the ledger, and revenue from outside, which goes on from the last actual figure at an assumed rate.",
	"slip":          "The slip moves revenue from outside, or delivery, to a later time while dues stay where they are, and finds the delay at which something is missing for the first time.",
	"survive":       "Survival clears each year: everybody pays what it can, rank by rank, out of what it has, earns outside the network and is paid by others. Parties of which no fact tells revenue or cash are looked at from two ends; a verdict counts only if it holds at both.",
	"cone":          "The cone draws 10,000 scenarios, unless it says otherwise: deals are carried through or not by the probability of their status, those that have not begun come later, amounts lie in their ranges, and growth is drawn each year, all moved by a common factor. Odds hold under these assumptions and are no forecast.",
	"capacity":      "Gigawatts are those that deals state. They are added within a layer only (chips, power, site, hosting), because the layers are often the same gigawatts.",
	"demand":        "Revenue is split into money from end customers outside the network and money that goes on among the parties of the ledger.",
	"decay":         "Headlines shrink in steps: announced, still standing, signed, firm, and recorded as paid. Amounts are those in use today, since no ledger says when each was first stated.",
	"history":       "Each date is told as it could be known then: a state counts from the day on which a source shows it.",
	"burn":          "Burn before a profit is compared as stated by its sources, in money of the day.",
	"signs":         "The warning signs are those that Goldman Sachs named in November 2025; windows and thresholds are ours. Only actual facts count.",
	"assumptions":   "Numbers that no ledger states are assumed, and listed with where they come from.",
	"map":           "On the map an arrow runs from payer to payee, its width grows with the square root of the amount, and only a full stroke is a contract.",
}

// methods says how the numbers in the note were got.
func (w *scribe) methods() string {
	said := []string{"Every number here is computed from a ledger of deals, each with its source; an amount that nobody states is listed, in no sum, and never taken as zero."}
	var bases []string
	for _, v := range w.views() {
		list := []string{v.Basis}
		if v.Basis == everyBasis {
			list = nil
			for _, b := range graph.Bases() {
				list = append(list, string(b))
			}
		}
		for _, b := range list {
			if b != "" && !slices.Contains(bases, b) {
				bases = append(bases, b)
			}
		}
	}
	var meanings []string
	for _, b := range graph.Bases() {
		if slices.Contains(bases, string(b)) {
			meanings = append(meanings, string(b)+": "+b.Meaning())
		}
	}
	if len(meanings) > 0 {
		said = append(said, "A basis says which money counts. "+strings.ToUpper(meanings[0][:1])+meanings[0][1:]+strings.Join(append([]string{""}, meanings[1:]...), "; ")+".")
	}
	general := escapeParagraph(strings.Join(append(said, w.assumed()...), " "))
	var told, names []string
	for _, a := range w.used {
		name, _, _ := strings.Cut(a.Line, " ")
		names = append(names, name)
	}
	for _, name := range append(names, w.drew...) {
		if text := methodOf[name]; text != "" && !slices.Contains(told, text) {
			told = append(told, text)
		}
	}
	if len(told) == 0 {
		return general
	}
	return general + "\n\n" + bullets(told)
}

// assumption is what an answer rests on, as its stamp tells it, and what to say of it.
var assumption = []struct {
	stamped *regexp.Regexp
	say     string
}{
	{regexp.MustCompile(`\bexpected=([a-z]+ [0-9.]+%(?:,[a-z]+ [0-9.]+%)*)`), "Probabilities that a deal is carried through are assumed by its status: %s."},
	{regexp.MustCompile(`\bspread=([0-9]+)y`), "Deals without a term are spread over %s years, which is assumed."},
	{regexp.MustCompile(`\bseed=([0-9]+)`), "Chance is drawn from seed %s: whoever draws again with the same seed gets the same numbers."},
}

// assumed says what the answers take for granted that the ledger does not state.
func (w *scribe) assumed() (said []string) {
	for _, one := range assumption {
		var values []string
		for _, a := range w.used {
			for _, r := range a.Reports {
				if m := one.stamped.FindStringSubmatch(r.Stamp); m != nil && !slices.Contains(values, m[1]) {
					values = append(values, m[1])
				}
			}
		}
		if len(values) > 0 {
			said = append(said, fmt.Sprintf(one.say, strings.ReplaceAll(strings.Join(values, " and "), ",", ", ")))
		}
	}
	return said
}
