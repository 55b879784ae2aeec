package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/deals"
)

func findSources(l *deals.Ledger, report reporter) {
	const hint = "give a URL, or name the document"
	legs(l, func(leg *deals.Leg) {
		if !slices.ContainsFunc(leg.AllSources(), func(s deals.Source) bool { return !s.Zero() }) {
			report(aboutLeg(leg), leg.Pos, fmt.Sprintf("%s has no source", leg.Ref()), hint)
		}
		for _, c := range leg.Claims {
			if c.Source.Zero() {
				report(aboutLeg(leg), c.Pos, fmt.Sprintf("the claim of %s on %s has no source", c.Text, leg.Ref()), hint)
			}
		}
	})
	for _, f := range l.Facts {
		if f.Source.Zero() {
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("fact %q of %q has no source", f.Metric, f.Party), hint)
		}
	}
	for _, c := range l.Controls {
		if c.Source.Zero() {
			report(aboutParty(l.PartyByID(c.Party)), c.Pos, fmt.Sprintf("control %q of %q has no source", c.Metric, c.Party), hint)
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
		report(aboutLeg(leg), leg.At("status"), fmt.Sprintf("%s has no date: it shows in every view, however early", leg.Ref()), "write the day of the status, or “by” the day of the source")
	})
}

func findUndescribed(l *deals.Ledger, report reporter) {
	for _, p := range l.Parties {
		if p.Implied {
			report(aboutParty(p), p.Pos, fmt.Sprintf("party %q is only named here", p.ID), "describe it under parties: name, sector, country")
		}
	}
}

// nearWork bounds the names that are compared with one another in search of misspellings.
const nearWork = 2_000_000

func findNearMisses(l *deals.Ledger, report reporter) {
	var described []string
	for _, p := range l.Parties {
		if !p.Implied {
			described = append(described, string(p.ID))
		}
	}
	bare, scrambled := map[string]*deals.Party{}, map[string]*deals.Party{}
	spent := 0
	for _, p := range l.Parties {
		key := bareName(p)
		first := bare[key]
		if first == nil {
			bare[key] = p
		}
		swapped := twin(scrambled, p, lettersOf(key))
		switch {
		case !p.Implied:
		case first != nil && key != "":
			report(aboutParty(p), p.Pos, fmt.Sprintf("party %q reads like party %q", p.Label(), first.Label()), "write both alike, or describe both under parties")
		case swapped != nil:
			report(aboutParty(p), p.Pos, fmt.Sprintf("party %q has the letters of party %q in another order, or doubled", p.Label(), swapped.Label()), "write both alike, or describe both under parties")
		case utf8.RuneCountInString(string(p.ID)) < 4: // short names are near everything
		case spent > nearWork:
		default:
			if spent += len(described); spent > nearWork {
				report(aboutParty(p), p.Pos, "from here on names are not compared: there are too many", "describe the parties, so that fewer are only named in deals")
				continue
			}
			if s, ok := deals.Suggest(string(p.ID), described); ok {
				report(aboutParty(p), p.Pos, fmt.Sprintf("party %q is not described", p.ID), fmt.Sprintf("did you mean %q?", s))
			}
		}
	}
}

// twin is the first party with a key, or nil; a party without one has none.
func twin(firsts map[string]*deals.Party, p *deals.Party, key string) *deals.Party {
	first := firsts[key]
	if first == nil && key != "" {
		firsts[key] = p
	}
	return first
}

// lettersOf is what a slip of the fingers leaves of a name: its first and last letter and which letters are between them, so
// that "openai" and "opneai" are alike. It is "" for short names, and for names with digits, which tell a series apart.
func lettersOf(name string) string {
	letters := []rune(name)
	if len(letters) < 5 || strings.ContainsAny(name, "0123456789") {
		return ""
	}
	slices.Sort(letters[1 : len(letters)-1])
	return string(slices.Compact(letters))
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

func findCharacters(l *deals.Ledger, report reporter) {
	type said struct {
		pos deals.Pos
		msg string
	}
	once := map[said]bool{} // legs share the sources of their deal
	see := func(about subject, pos deals.Pos, texts ...string) {
		for _, s := range texts {
			if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
				continue // printable ASCII, as most texts are
			}
			msg, hint := "", ""
			if r, bad := invisible(s); bad {
				msg, hint = fmt.Sprintf("%s holds the invisible character %U", short(s), r), "remove it: it can make a text look like another"
			} else if word, bad := mixed(s); bad {
				msg, hint = fmt.Sprintf("%s mixes letters of two alphabets", short(word)), "write it in one: letters that look the same make two names look the same"
			}
			if msg != "" && !once[said{pos, msg}] {
				once[said{pos, msg}] = true
				report(about, pos, msg, hint)
			}
		}
	}
	for _, p := range l.Parties {
		see(aboutParty(p), p.Pos, append([]string{string(p.ID), p.Name, p.Ticker, p.Note}, p.Aliases...)...)
	}
	for _, d := range l.Deals {
		see(aboutDeal(d), d.Pos, string(d.ID), d.Title, d.Note)
	}
	legs(l, func(leg *deals.Leg) {
		see(aboutLeg(leg), leg.Pos, leg.Name, leg.Note)
		for _, t := range leg.Tranches {
			see(aboutLeg(leg), t.Pos, t.Condition)
		}
		for _, s := range leg.AllSources() {
			see(aboutLeg(leg), s.Pos, s.Title, s.URL)
		}
	})
	for _, f := range l.Facts {
		see(aboutFact(l, f), f.Pos, f.ID, f.Metric, f.Value.Text, f.Note, f.Source.Title)
	}
}

// short quotes a text, cut to a length that fits a line.
func short(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return strconv.Quote(s)
}

// invisible finds a control or format character, or a letter that shows nothing: what changes direction, joins or hides.
// Line ends and tabs are not meant, nor the joiners that Indic and Arabic scripts and emoji are written with.
func invisible(s string) (rune, bool) {
	before := rune(0)
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case (r == '\u200c' || r == '\u200d') && before >= '\u0590':
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp), r == '\u115f', r == '\u1160', r == '\u2800', r == '\u3164', r == '\uffa0':
			return r, true
		}
		before = r
	}
	return 0, false
}

// mixed finds a word with letters of two of the alphabets that share shapes: Latin, Greek and Cyrillic.
func mixed(s string) (string, bool) {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		scripts := 0
		for _, table := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic} {
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(table, r) }) {
				scripts++
			}
		}
		if scripts > 1 {
			return word, true
		}
	}
	return "", false
}
