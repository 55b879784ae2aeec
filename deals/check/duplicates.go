package check

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
)

const (
	fewDays   = 10 // between the announcement of a deal and the filing that tells of it
	neighbors = 8  // how many deals of the same money are compared with each: a long series costs no more
)

// findDuplicates finds deals that are recorded twice: with the same parties, kind and amount, and with the same dates, with
// dates that may be one, or with none but the same document. Two legs of one deal are no slip.
func findDuplicates(l *deals.Ledger, report reporter) {
	type money struct {
		from, to deals.PartyID
		kind     deals.Kind
		amount   deals.Amount
	}
	type moment struct {
		money
		dates string
	}
	seen := map[moment]*deals.Leg{}
	firsts := map[money][]*deals.Leg{}
	legs(l, func(leg *deals.Leg) {
		if !leg.Amount.Disclosed() {
			return
		}
		key := moment{money{leg.From, leg.To, leg.Kind, leg.Amount}, datesOf(leg)}
		first := seen[key]
		near := ""
		if first == nil {
			seen[key] = leg
			others := firsts[key.money]
			first, near = nearDuplicate(l, leg, others[max(0, len(others)-neighbors):])
			firsts[key.money] = append(others, leg)
		}
		if first == nil || toldApart(l, leg, first) {
			return
		}
		common := "the parties, kind, amount and dates of " + first.Ref().String()
		if near != "" {
			common = "the parties, kind and amount of " + first.Ref().String() + ", " + near
		}
		report(aboutLeg(leg), leg.Pos, leg.Ref().String()+" has "+common, "first at "+first.Pos.String()+"; remove one, or tell them apart")
	})
}

// datesOf are the dated statuses of a leg.
func datesOf(leg *deals.Leg) string {
	var dates []string
	for _, s := range leg.History() {
		dates = append(dates, s.Status.String()+s.Date.String())
	}
	return strings.Join(dates, ";")
}

// nearDuplicate is the first of some legs of the same money that may be the same deal, and what says so.
func nearDuplicate(l *deals.Ledger, leg *deals.Leg, others []*deals.Leg) (*deals.Leg, string) {
	for _, other := range others {
		if toldApart(l, leg, other) {
			continue
		}
		if say := nearDates(leg.History(), other.History()); say != "" {
			return other, say
		}
		if (undated(leg) || undated(other)) && sameDocument(leg, other) {
			return other, "and cites the same document"
		}
	}
	return nil, ""
}

// toldApart reports whether the ledger says of two legs that they are not one: they are legs of one deal, or linked.
func toldApart(l *deals.Ledger, a, b *deals.Leg) bool {
	return a.Deal == b.Deal || linked(l, a, b) || linked(l, b, a)
}

// linked reports whether a leg says that it is part of another, or replaces it.
func linked(l *deals.Ledger, leg, other *deals.Leg) bool {
	refs := leg.Ends()
	for _, o := range leg.Overlaps() {
		refs = append(refs, o.Ref)
	}
	return slices.ContainsFunc(refs, func(r deals.LegRef) bool { return slices.Contains(l.Legs(r), other) })
}

// nearDates says how near the beginnings of two histories are, or the times of a status that both have; "" where they are not.
func nearDates(a, b deals.History) string {
	for i, s := range a {
		for j, t := range b {
			if s.Status != t.Status && i+j > 0 || s.Date.First().IsZero() || t.Date.First().IsZero() {
				continue
			}
			days := s.Date.DaysUntil(t.Date)
			switch exact := s.Date.Day > 0 && t.Date.Day > 0; {
			case exact && days == 0:
				return "and is of the same day"
			case exact && max(days, -days) <= fewDays:
				return fmt.Sprintf("a few days apart (%s, %s)", t.Date, s.Date)
			case !exact && !s.Date.First().After(t.Date.Last()) && !t.Date.First().After(s.Date.Last()):
				return fmt.Sprintf("and may be of the same day (%s, %s)", t.Date, s.Date)
			}
		}
	}
	return ""
}

func undated(leg *deals.Leg) bool {
	return !slices.ContainsFunc(leg.History(), func(s deals.Step) bool { return !s.Date.IsZero() })
}

func sameDocument(a, b *deals.Leg) bool {
	return slices.ContainsFunc(a.AllSources(), func(s deals.Source) bool {
		return s.URL != "" && slices.ContainsFunc(b.AllSources(), func(t deals.Source) bool { return t.URL == s.URL })
	})
}
