package check

import (
	"fmt"
	"strings"
	"unicode"

	"dealgraph/deals"
)

func findSources(l *deals.Ledger, report reporter) {
	const hint = "give a URL, or name the document"
	legs(l, func(leg *deals.Leg) {
		if len(leg.AllSources()) == 0 {
			report(leg.Pos, fmt.Sprintf("%s has no source", leg.Ref()), hint)
		}
	})
	for _, f := range l.Facts {
		if f.Source.Zero() {
			report(f.Pos, fmt.Sprintf("fact %s of %q has no source", f.Metric, f.Party), hint)
		}
	}
	for _, c := range l.Controls {
		if c.Source.Zero() {
			report(c.Pos, fmt.Sprintf("control %s of %q has no source", c.Metric, c.Party), hint)
		}
	}
}

func findUndated(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		for _, s := range leg.History() {
			if !s.Date.IsZero() {
				return
			}
		}
		report(leg.At("status"), fmt.Sprintf("%s has no date: it shows in every view, however early", leg.Ref()), "write the day of the status, or “by” the day of the source")
	})
}

func findUndescribed(l *deals.Ledger, report reporter) {
	for _, p := range l.Parties {
		if p.Implied {
			report(p.Pos, fmt.Sprintf("party %q is only named here", p.ID), "describe it under parties: name, sector, country")
		}
	}
}

func findNearMisses(l *deals.Ledger, report reporter) {
	var described []string
	for _, p := range l.Parties {
		if !p.Implied {
			described = append(described, string(p.ID))
		}
	}
	bare := map[string]*deals.Party{}
	for _, p := range l.Parties {
		key := bareName(p)
		first := bare[key]
		if first == nil {
			bare[key] = p
		}
		switch {
		case !p.Implied:
		case first != nil && key != "":
			report(p.Pos, fmt.Sprintf("party %q reads like party %q", p.Label(), first.Label()), "write both alike, or describe both under parties")
		case len(p.ID) >= 4: // short names are near everything
			if s, ok := deals.Suggest(string(p.ID), described); ok {
				report(p.Pos, fmt.Sprintf("party %q is not described", p.ID), fmt.Sprintf("did you mean %q?", s))
			}
		}
	}
}

// bareName is what is left of a party's id without hyphens and without the legal form at its end: "Delta Inc." and "Delta"
// are alike.
func bareName(p *deals.Party) string {
	words := strings.FieldsFunc(string(p.ID), func(r rune) bool { return r == '-' || r == '.' || r == '_' })
	for len(words) > 1 && legalForms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, "")
}

var legalForms = map[string]bool{
	"inc": true, "corp": true, "corporation": true, "co": true, "company": true, "ltd": true, "limited": true, "llc": true, "lp": true, "plc": true,
	"ag": true, "se": true, "sa": true, "nv": true, "bv": true, "gmbh": true, "oyj": true, "asa": true, "ab": true, "spa": true, "kk": true,
}

func findDuplicates(l *deals.Ledger, report reporter) {
	type same struct {
		from, to deals.PartyID
		kind     deals.Kind
		amount   deals.Amount
		status   string
	}
	seen := map[same]*deals.Leg{}
	legs(l, func(leg *deals.Leg) {
		if !leg.Amount.Disclosed() {
			return
		}
		var dates []string
		for _, s := range leg.History() {
			dates = append(dates, s.Status.String()+s.Date.String())
		}
		key := same{leg.From, leg.To, leg.Kind, leg.Amount, strings.Join(dates, ";")}
		if first := seen[key]; first != nil {
			report(leg.Pos, fmt.Sprintf("%s has the parties, kind, amount and dates of %s", leg.Ref(), first.Ref()), "first at "+first.Pos.String()+"; remove one, or tell them apart")
			return
		}
		seen[key] = leg
	})
}

func findCharacters(l *deals.Ledger, report reporter) {
	for _, p := range l.Parties {
		for _, s := range append([]string{p.Name, string(p.ID)}, p.Aliases...) {
			if r, bad := invisible(s); bad {
				report(p.Pos, fmt.Sprintf("%q holds the invisible character %U", s, r), "remove it: it can make a name look like another")
				break
			}
		}
	}
}

// invisible finds a control or format character: those that change direction, join, or show nothing at all.
func invisible(s string) (rune, bool) {
	for _, r := range s {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
			return r, true
		}
	}
	return 0, false
}
