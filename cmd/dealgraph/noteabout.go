package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// about answers the queries that are about the note: what its numbers rest on, how they were got, and of which state they are.
func (w *scribe) about(s note.Slot) (string, error) {
	text := ""
	switch strings.TrimSpace(s.Query) {
	case caveatsQuery:
		text = w.caveats()
	case methodsQuery:
		text = w.methods()
	case stampQuery:
		text = w.stamped(s.Fmt == "full")
	default:
		return "", fmt.Errorf("%q is no question about the note", s.Query)
	}
	return w.format.Translate(text)
}

func bullets(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("- " + escapeParagraph(l) + "\n")
	}
	return b.String()
}

// day is the day of which the answers are: the last there is.
func (w *scribe) day() deals.Date {
	last := deals.Date{}
	for _, v := range w.views() {
		if d, err := deals.ParseDate(v.AsOf); err == nil && d.Last().After(last) {
			last = d.Last()
		}
	}
	if last.IsZero() {
		return w.shared.LastDate()
	}
	return last
}

// views are the views of the answers.
func (w *scribe) views() []shownView {
	var out []shownView
	for _, a := range w.used {
		for _, r := range a.Reports {
			var v shownView
			data, err := json.Marshal(r.View)
			if err == nil && json.Unmarshal(data, &v) == nil {
				out = append(out, v)
			}
		}
	}
	return out
}

// caveat is something that is true of a deal and weakens what is said of it.
type caveat struct {
	one, many string
	holds     func(leg *deals.Leg, now deals.Status) bool
}

// caveatKinds are in the order in which they are told.
var caveatKinds = []caveat{
	{"is a rumour that no party has confirmed", "are rumours that no party has confirmed", isStatus(deals.Rumoured)},
	{"is a letter of intent or term sheet, which binds nobody", "are letters of intent or term sheets, which bind nobody", isStatus(deals.Proposed)},
	{"was announced without binding terms that are known", "were announced without binding terms that are known", isStatus(deals.Announced)},
	{"has ended", "have ended", func(_ *deals.Leg, now deals.Status) bool { return now.Ended() }},
	{"has an amount that nobody states; it is in no sum", "have amounts that nobody states; they are in no sum", func(l *deals.Leg, _ deals.Status) bool { return !inUse(l).Disclosed() }},
	{"has a ceiling or a range for an amount, which counts at its upper end unless the basis is firm, paid or expected",
		"have ceilings or ranges for amounts, which count at their upper ends unless the basis is firm, paid or expected",
		func(l *deals.Leg, _ deals.Status) bool {
			f := inUse(l).Form
			return f == deals.UpTo || f == deals.Range
		}},
	{"has an amount that is an estimate", "have amounts that are estimates", func(l *deals.Leg, _ deals.Status) bool { return inUse(l).Disclosed() && inUse(l).Estimate }},
	{"can be left early", "can be left early", func(l *deals.Leg, now deals.Status) bool {
		return l.Exit != nil && !now.Ended() && now != deals.Completed
	}},
	{"has an amount on which sources differ", "have amounts on which sources differ", disputed},
	{"rests on a source that does not name its own, on an estimate or on a post", "rest on sources that do not name their own, on estimates or on posts", weak},
	{"has no source on record", "have no source on record", func(l *deals.Leg, _ deals.Status) bool { _, s := l.Use(); return s.Zero() && len(l.AllSources()) == 0 }},
}

func isStatus(s deals.Status) func(*deals.Leg, deals.Status) bool {
	return func(_ *deals.Leg, now deals.Status) bool { return now == s }
}

func inUse(l *deals.Leg) deals.Amount {
	a, _ := l.Use()
	return a
}

// disputed reports whether another source states another amount.
func disputed(l *deals.Leg, _ deals.Status) bool {
	a := inUse(l)
	return slices.ContainsFunc(l.Written().Claims, func(c deals.Claim) bool { return c.Field == "amount" && c.Amount != a })
}

func weak(l *deals.Leg, _ deals.Status) bool {
	_, s := l.Use()
	if s.Zero() && len(l.AllSources()) > 0 {
		s = l.AllSources()[0]
	}
	return s.Tier == deals.TierUnnamedPress || s.Tier == deals.TierEstimate || s.Tier == deals.TierSocial
}

// mostNamed is how many deals a caveat names.
const mostNamed = 3

// caveats says what weakens the numbers: of the deals that are named one by one, and of all that the answers count.
func (w *scribe) caveats() string {
	named, counted := w.namedCaveats(), w.warnings()
	switch {
	case len(named)+len(counted) == 0:
		return "The ledger records nothing that weakens the numbers here, beyond what is said above."
	case len(counted) == 0:
		return bullets(named)
	case len(named) == 0:
		return bullets(counted)
	}
	return bullets(named) + "\nOf all that the answers here count, whether a table names it or not:\n\n" + bullets(counted)
}

// namedCaveats are those of the deals that tables name.
func (w *scribe) namedCaveats() []string {
	var legs []*deals.Leg
	for _, a := range w.told {
		for _, l := range w.cites.legs(a) {
			if !slices.Contains(legs, l) {
				legs = append(legs, l)
			}
		}
	}
	day := w.day()
	var out []string
	for _, k := range caveatKinds {
		var of []*deals.Leg
		for _, l := range legs {
			if k.holds(l, l.History().At(day, w.shared.LastDate()).Status) {
				of = append(of, l)
			}
		}
		if len(of) > 0 {
			out = append(out, w.caveatOf(k, of, len(legs)))
		}
	}
	return out
}

// caveatOf is a caveat in a sentence: Two of the five deals behind the tables here are letters of intent: A to B, C to D.
func (w *scribe) caveatOf(k caveat, of []*deals.Leg, all int) string {
	count, verb := fmt.Sprint(len(of)), k.many
	if len(of) < len(smallNumbers) {
		count = view.Upper(smallNumbers[len(of)])
	}
	total := fmt.Sprint(all)
	if all < len(smallNumbers) {
		total = smallNumbers[all]
	}
	if len(of) == 1 {
		verb = k.one
	}
	said := fmt.Sprintf("%s of the %s deals behind the tables here %s", count, total, verb)
	switch {
	case all == 1:
		said = "The one deal behind the tables here " + k.one
	case len(of) == all && all == 2:
		said = "Both deals behind the tables here " + k.many
	case len(of) == all:
		said = fmt.Sprintf("All %s deals behind the tables here %s", total, k.many)
	}
	var names []string
	named := 0
	for _, l := range of {
		name := w.partyName(l.From) + " → " + w.partyName(l.To) + " (" + kindWords(l.Kind) + ")"
		if !slices.Contains(names, name) {
			if len(names) == mostNamed {
				break
			}
			names = append(names, name)
		}
		named++
	}
	if more := len(of) - named; more > 0 {
		return said + ": " + strings.Join(names, ", ") + fmt.Sprintf(" and %d more.", more)
	}
	return said + ": " + strings.Join(names, ", ") + "."
}

func kindWords(k deals.Kind) string { return strings.ReplaceAll(string(k), "_", " ") }

func (w *scribe) partyName(id deals.PartyID) string {
	if p := w.shared.PartyByID(id); p != nil {
		return view.Name(p)
	}
	return string(id)
}

var number = regexp.MustCompile(`\d[\d.,]*\d|\d`)

// warningKind is what two warnings about different numbers have in common.
func warningKind(said string) string {
	said, _, _ = strings.Cut(said, ":")
	var words []string
	for _, word := range strings.Fields(number.ReplaceAllString(said, "#")) {
		switch word {
		case "a", "an":
			continue
		case "is":
			word = "are"
		case "has":
			word = "have"
		case "deal", "amount", "guarantee", "cycle", "party", "claim", "bottleneck", "estimate", "floor":
			word = strings.Replace(word+"s", "partys", "parties", 1)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// warnings are those of all answers, one of each kind: the one with the largest count. They are about all deals that the answers counted, not
// those alone that tables name.
func (w *scribe) warnings() []string {
	var kinds []string
	said := map[string][]string{}
	for _, a := range w.used {
		for _, r := range a.Reports {
			for _, warning := range r.Warnings {
				for _, one := range perBasis(flagHint.ReplaceAllString(warning.Error(), "")) {
					kind := warningKind(one)
					if !slices.Contains(kinds, kind) {
						kinds = append(kinds, kind)
					}
					if !slices.Contains(said[kind], one) {
						said[kind] = append(said[kind], one)
					}
				}
			}
		}
	}
	var out []string
	for _, kind := range kinds {
		out = append(out, metric.ReplaceAllStringFunc(largest(said[kind]), metricWords)+".")
	}
	return out
}

// basisTold is what begins a warning about one basis of several.
var basisTold = regexp.MustCompile(`^[a-z]+ basis: `)

// perBasis splits a warning that is told of one basis after another, "headline basis: 64 deals have x: y; signed basis: 52", into one for each.
func perBasis(said string) []string {
	if !basisTold.MatchString(said) {
		return []string{said}
	}
	parts := strings.Split(said, "; ")
	for i, part := range parts {
		parts[i] = basisTold.ReplaceAllString(part, "")
		if i > 0 && !basisTold.MatchString(part) { // the text of the first goes on
			return []string{basisTold.ReplaceAllString(said, "")}
		}
	}
	for i := 1; i < len(parts); i++ {
		if number.FindString(parts[i]) == parts[i] { // only its count is told
			parts[i] = strings.Replace(parts[0], number.FindString(parts[0]), parts[i], 1)
		}
	}
	return parts
}

// largest is that of several warnings of one kind which has the largest count, as a sentence without its full stop.
func largest(said []string) string {
	out := slices.MaxFunc(said, func(a, b string) int { return cmp.Compare(countOf(a), countOf(b)) })
	n, first, told := countOf(out), number.FindStringIndex(out), number.FindAllString(out, -1)
	differs := func(s string) bool { return !slices.Contains(told, number.FindString(s)) }
	switch {
	case first == nil:
	case slices.ContainsFunc(said, differs):
		out = out[:first[0]] + "up to " + out[first[0]:]
	case len(told) == 1 && first[0] == 0 && n < len(smallNumbers) && fmt.Sprint(n) == out[:first[1]]:
		out = smallNumbers[n] + out[first[1]:]
	}
	return view.Upper(out)
}

// countOf is the first number in a warning; 0 if there is none.
func countOf(said string) int {
	n, err := strconv.Atoi(number.FindString(said))
	if err != nil {
		return 0
	}
	return n
}

// metric is a sum of facts by the names that flags have for them: cash+free_cash_flow.
var metric = regexp.MustCompile(`\b[a-z_]+(?:\+[a-z_]+)+\b`)

func metricWords(name string) string {
	return strings.NewReplacer("+", " and ", "_", " ").Replace(name)
}

// stamped says of which state of which ledger the note is, and, in full, what each answer took into account.
func (w *scribe) stamped(full bool) string {
	var days []string
	for _, v := range w.views() {
		if v.AsOf != "" && !slices.Contains(days, v.AsOf) {
			days = append(days, v.AsOf)
		}
	}
	slices.Sort(days)
	day := "undated"
	switch {
	case len(days) == 1:
		day = days[0]
	case len(days) > 1:
		day = days[0] + ".." + days[len(days)-1]
	case !w.shared.LastDate().IsZero():
		day = w.shared.LastDate().String()
	}
	said := "as-of=" + day + " " + ledgerStamp(w.shared)
	if len(w.missing) > 0 {
		said += " not-refreshed=" + strings.Join(w.missing, ",")
	}
	line := "*" + table.EscapeMarkdown(said) + "*"
	if !full {
		return line
	}
	tail := " " + ledgerStamp(w.shared)
	var lines []string
	for _, a := range w.used {
		for _, r := range a.Reports {
			lines = append(lines, table.EscapeMarkdown(a.Line)+": "+table.EscapeMarkdown(strings.TrimSuffix(r.Stamp, tail)))
		}
	}
	slices.SortStableFunc(lines, cmp.Compare)
	lines = slices.Compact(lines)
	if len(lines) == 0 {
		return line
	}
	return line + "\n\n- " + strings.Join(lines, "\n- ")
}
