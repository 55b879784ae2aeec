package lint

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/note"
)

// Code is the kind of a finding.
type Code string

// The kinds of findings.
const (
	Unbound      Code = "unbound"      // a number that the ledger has, and that stands in no slot
	Contradicted Code = "contradicted" // a number of which the ledger has another
	NotSigned    Code = "not-signed"   // a deal that is called signed and is not
	Ended        Code = "ended"        // a deal that has ended, told as if it stood
)

// Finding is something in a sentence that somebody should look at.
type Finding struct {
	Code     Code
	Line     int // from 1
	Col      int // in bytes, from 1
	Text     string
	Sentence string
	Message  string
	Known    []Known // what the ledger has: the best first
	Doubtful bool    // it may be right all the same
}

// sentence is a sentence with what is looked up for it once, however many numbers it has.
type sentence struct {
	note.Sentence
	numbers []measured
	named   []deals.PartyID // as it names them
	parties []deals.PartyID // of each the group, once
	about   []int           // of known: all that is known of the parties, and of the whole ledger
	years   []int           // that it names
}

// read looks up what a sentence names.
func (x *Index) read(s note.Sentence) *sentence {
	r := &sentence{Sentence: s, named: x.mentioned(s.Text), parties: x.Named(s.Text)}
	for _, n := range s.Numbers {
		r.numbers = append(r.numbers, measured{n, slack(n)})
	}
	if len(s.Numbers) == 0 {
		return r
	}
	r.about, r.years = x.about(r.parties), yearsOf(s.Text)
	return r
}

// Check looks at one sentence. Unjudged counts the numbers in it that nothing known comes near, and that may be right all the same, as
// what is known of the pair of parties is not all there is.
func (x *Index) Check(told note.Sentence) (found []Finding, unjudged int) {
	s := x.read(told)
	unsigned := x.notSigned(s)
	fit := false
	for _, n := range s.numbers {
		known := x.knownOf(s, n)
		if len(known) == 0 {
			continue
		}
		fit = true
		one := Finding{Code: Unbound, Line: n.Line, Col: n.Col, Text: n.Text, Sentence: s.Text, Known: known,
			Message: fmt.Sprintf("%s is in the ledger and not bound to it: %s", n.Text, known[0].What)}
		if x.toldAsStanding(s, n, known) {
			if len(unsigned) > 0 { // which says of the same deal that it has ended
				continue
			}
			one.Code, one.Doubtful = Ended, true
			one.Message = fmt.Sprintf("%s is of a deal that has ended: %s, %s", n.Text, known[0].What, x.fate(known[0].Leg))
		}
		found = append(found, one)
	}
	if !fit {
		var others []Finding
		others, unjudged = x.contradicted(s)
		found = append(found, others...)
	}
	return append(found, unsigned...), unjudged
}

// knownOf are the numbers of the ledger that a number in a sentence is: of the parties it names, and of what it is about.
func (x *Index) knownOf(s *sentence, n measured) []Known {
	var out []Known
	for _, i := range s.about {
		if k := x.known[i]; k.Query != "" && k.fits(n) && x.isAbout(k, s) && (k.Fact == nil || sameTime(k.Fact, s.years)) {
			out = append(out, k)
		}
	}
	rank := func(k Known) int { // what is computed stands behind what is recorded
		switch {
		case k.Fact != nil && k.Fact.Nature == deals.Actual:
			return 0
		case k.Leg != nil:
			return 1
		case k.Fact != nil:
			return 2
		}
		return 3
	}
	far := func(k Known) float64 { return min(math.Abs(k.Low-n.Value), math.Abs(k.High-n.Value)) }
	slices.SortStableFunc(out, func(a, b Known) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(far(a), far(b))) })
	return slices.CompactFunc(out, func(a, b Known) bool { return a.What == b.What })
}

// about lists what is known of parties, and of the whole ledger.
func (x *Index) about(parties []deals.PartyID) []int {
	out := slices.Clone(x.whole)
	for _, p := range parties {
		out = append(out, x.byParty[p]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isAbout reports whether a sentence is about something: it names all of its parties, and has one of its words. Of a deal inside a
// group it names both, as each alone may stand for the group.
func (x *Index) isAbout(k Known, s *sentence) bool {
	groups := map[deals.PartyID]bool{}
	for _, p := range k.Parties {
		if p := x.ledger.PartyByID(p); p != nil && p.Outside() {
			continue // nobody names the capital market
		}
		groups[x.group(p)] = true
		if !slices.Contains(s.parties, x.group(p)) {
			return false
		}
	}
	if k.Leg != nil && len(groups) < 2 && !(slices.Contains(s.named, k.Leg.From) && slices.Contains(s.named, k.Leg.To)) {
		return false
	}
	return k.Words == nil || k.Words.MatchString(s.Text)
}

// sameTime reports whether a fact can be of the years that a sentence names, if it names any.
func sameTime(f *deals.Fact, years []int) bool {
	if len(years) == 0 || f.Period.First.IsZero() && f.Period.Last.IsZero() {
		return true
	}
	return slices.ContainsFunc(years, func(y int) bool {
		return (f.Period.First.IsZero() || f.Period.First.Year <= y) && (f.Period.Last.IsZero() || y <= f.Period.Last.Year)
	})
}

var (
	dealWords = regexp.MustCompile(`(?i)\b(?:deals?|contracts?|agreements?|orders?|purchases?|leases?|loans?|invests?|invested|investments?|stakes?|buys?|bought|pays?|paid|commits?|committed|commitments?|rents?|signed|lends?|lent|pledged?)\b`)
	otherwise = regexp.MustCompile(`(?i)\b(?:per|annual(?:ly)?|yearly|a year|each year|every year|quarter(?:ly)?|month(?:ly)?|valu(?:ation|ed)|worth|market cap|revenues?|sales|profits?|loss(?:es)?|cash|share price|instead of|originally|not|never|rather than|of which|rest|remaining|another|additional|more than|less than|fraction|first|tranche|initial|so far|if|could|would|may|might)\b`)
)

// contradicted finds an amount that stands alone in a sentence about one pair of parties, or one fact of a year, of which the ledger
// has only others. Unjudged is 1 where it has others and that proves nothing.
func (x *Index) contradicted(s *sentence) (found []Finding, unjudged int) {
	if len(s.numbers) != 1 || s.numbers[0].Kind != note.Money || s.numbers[0].Amount.Form == deals.Unstated || len(s.parties) == 0 {
		return nil, 0
	}
	n, ofDeals := s.numbers[0], dealWords.MatchString(s.Text)
	for _, i := range s.about { // it is something else that is known of them, if the sentence is about such things
		if k := x.known[i]; (k.Leg == nil || ofDeals || len(s.parties) > 1) && k.fits(n) {
			return nil, 0
		}
	}
	var have []Known
	switch {
	case len(s.parties) == 2 && ofDeals && !otherwise.MatchString(s.Text):
		have, unjudged = x.legsOf(s.parties, n)
	case len(s.parties) == 1 && len(s.years) == 1:
		have = x.factsOf(s.parties[0], s.Text, n.Number)
	}
	if len(have) == 0 {
		return nil, unjudged
	}
	have = slices.CompactFunc(have, func(a, b Known) bool { return a.What == b.What })
	return []Finding{{Code: Contradicted, Line: n.Line, Col: n.Col, Text: n.Text, Sentence: s.Text, Known: have,
		Message: fmt.Sprintf("the ledger does not have %s here: %s", n.Text, have[0].What)}}, 0
}

// mostLegs is between how many legs the sums of some are computed; of more only that of all is.
const mostLegs = 3

// legsOf are the amounts of deals between two parties, if all are disclosed and in one currency, and no sum of them can be meant.
// Unjudged is 1 where there are deals and not all is known of them.
func (x *Index) legsOf(parties []deals.PartyID, n measured) (known []Known, unjudged int) {
	legs := x.between(parties[0], parties[1])
	sums := []float64{0}
	for _, leg := range legs {
		a, _ := leg.Use()
		i := slices.IndexFunc(x.known, func(k Known) bool { return k.Leg == leg && k.Query != "" && k.Kind == note.Money })
		if !a.Disclosed() || a.Currency != n.Amount.Currency || i < 0 {
			return nil, 1
		}
		k := x.known[i]
		known = append(known, k)
		if len(legs) > mostLegs {
			continue
		}
		for _, s := range slices.Clone(sums) {
			sums = append(sums, s+k.Low, s+k.High)
		}
	}
	if len(legs) > mostLegs {
		if x.mostOf(append(legs, x.endedBetween(parties[0], parties[1])...), n.Amount.Currency) >= n.Value/2 {
			return nil, 1
		}
		return known, 0
	}
	far := 0.1 // nearer is another way to count
	if slices.ContainsFunc(known, func(k Known) bool { return k.Estimate }) {
		far = 0.25
	}
	half := max(n.half, far*n.Value)
	for _, s := range sums[1:] {
		if near(s, n.Value, half) {
			return nil, 0
		}
	}
	return known, 0
}

// mostOf is the most that legs can come to in all, by whatever source; infinite, if one is in another currency.
func (x *Index) mostOf(legs []*deals.Leg, unit deals.Currency) float64 {
	sum := 0.0
	for _, leg := range legs {
		most := 0.0
		for _, k := range x.known {
			if k.Leg != leg || k.Kind != note.Money {
				continue
			}
			if k.Unit != unit {
				return math.Inf(1)
			}
			most = max(most, k.High)
		}
		sum += most
	}
	return sum
}

// between are the legs between two groups of parties, in either direction, which have not ended.
func (x *Index) between(a, b deals.PartyID) []*deals.Leg {
	return slices.DeleteFunc(x.allBetween(a, b), x.ended)
}

// endedBetween are those which have.
func (x *Index) endedBetween(a, b deals.PartyID) []*deals.Leg {
	return slices.DeleteFunc(x.allBetween(a, b), func(leg *deals.Leg) bool { return !x.ended(leg) })
}

func (x *Index) allBetween(a, b deals.PartyID) []*deals.Leg {
	var out []*deals.Leg
	for _, d := range x.ledger.Deals {
		for _, leg := range d.Legs {
			from, to := x.group(leg.From), x.group(leg.To)
			if from == a && to == b || from == b && to == a {
				out = append(out, leg)
			}
		}
	}
	return out
}

// factsOf are the facts of a party that a sentence is about and none of which has the amount.
func (x *Index) factsOf(party deals.PartyID, sentence string, n note.Number) []Known {
	var out []Known
	for _, i := range x.byParty[party] {
		k := x.known[i]
		if k.Fact == nil || k.Kind != note.Money || k.Fact.Nature != deals.Actual || !k.Words.MatchString(sentence) || !sameYear(k.Fact, sentence) {
			continue
		}
		if k.Fact.Metric == "revenue" && synonymOf("revenue_run_rate").MatchString(sentence) {
			continue
		}
		if k.Unit != n.Amount.Currency || n.Value >= 0.9*k.Low && n.Value <= 1.1*k.High {
			return nil // another currency, or near enough to be another way to count
		}
		out = append(out, k)
	}
	if len(out) > 0 && vague.MatchString(sentence) {
		return nil
	}
	return out
}

// vague is said where a number is of a part of the year, or of something else.
var vague = regexp.MustCompile(`(?i)\b(?:quarter|half|month|months|weeks?|Q[1-4]|H[12]|since|from|more|less|up|down|rose|fell|grew|raise[ds]?|raising|by|target|expects?|forecasts?|guid(?:ance|ed)|may|could|would|not|segment|division|unit|line)\b`)

func synonymOf(metric string) *regexp.Regexp { return metricWords(metric) }

// sameYear reports whether a fact is of just the year that a sentence names.
func sameYear(f *deals.Fact, sentence string) bool {
	y := yearsOf(sentence)[0]
	first, last := f.Period.First, f.Period.Last
	return !first.IsZero() && !last.IsZero() && first.Year == y && last.Year == y && first.Month == 1 && last.Month == 12
}

var (
	// bindingWords say that a deal binds.
	bindingWords = regexp.MustCompile(`(?i)\b(?:signed|signs|inked|sealed|clinched|contract|contracts|contracted|binding|definitive agreements?|firm orders?|finali[sz]ed|closed (?:the|a|its|their) deal|deal (?:is|was|has been) (?:closed|done|sealed))\b`)
	// openWords say that it does not, or leave it open.
	openWords = regexp.MustCompile(`(?i)\b(?:not|never|no|nor|neither|non-?binding|unsigned|nothing|letters? of intent|intent|term sheets?|memorand(?:um|a)|MoUs?|LOIs?|rumou?r(?:s|ed)?|reported(?:ly)?|plan(?:s|ned)?|expect(?:s|ed)?|intend(?:s|ed)?|would|could|may|might|can|yet|if|whether|until|unless|without|before|preliminary|talks?|negotiat\w*|propos\w*|announced?|framework|to (?:be )?sign(?:ed)?|will sign|stud(?:y|ies)|regulators?|court|hop(?:e|es|ed|ing)|want(?:s|ed)?|wish(?:es|ed)?|seek(?:s|ing)?|sought|aim(?:s|ed)?|await(?:s|ed|ing)?|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|near(?:s|ing)?|close to|in principle|to follow|pending|tentative(?:ly)?|provisional(?:ly)?|conditional|almost|nearly)\b`)
	// otherContracts are words that have those of a contract in them and are of something else.
	otherContracts = regexp.MustCompile(`(?i)\b(?:(?:supplier|smart|futures|employment) contracts?|contract (?:prices?|pricing|manufactur\w+|makers?|chip ?makers?|foundr(?:y|ies)|workers?|staff|law|research)|contracted (?:by|from|to|\d)|sign(?:s|ed) off|binding constraints?)\b`)
)

// notSigned finds a deal that a sentence calls signed, or a contract, while no deal between the two parties that it names is.
func (x *Index) notSigned(s *sentence) []Finding {
	word := bindingWords.FindStringIndex(s.Text)
	if word == nil || len(s.parties) != 2 || openWords.MatchString(s.Text) || otherContracts.MatchString(s.Text) {
		return nil
	}
	legs := ofKind(x.meant(s), s.Text)
	if len(legs) == 0 {
		return nil
	}
	var states []string
	worst := deals.Signed
	for _, leg := range legs {
		reached := x.reached(leg)
		if !below(reached) {
			return nil
		}
		if reached != deals.Announced {
			worst = reached
		}
		states = append(states, fmt.Sprintf("%s (%s → %s, %s) %s", leg.Ref(), x.name(leg.From), x.name(leg.To), leg.Kind, x.fate(leg)))
	}
	k := Known{Parties: []deals.PartyID{legs[0].From, legs[0].To}, Leg: legs[0], What: states[0], Query: "show " + string(legs[0].Deal.ID), Get: fmt.Sprintf("legs[%d].state", slices.Index(legs[0].Deal.Legs, legs[0]))}
	more, others := ", which is less than signed", ", and so is every other deal between the two (%d)"
	if x.ended(legs[0]) {
		more, others = "; it never was signed", ", nor was any other of these deals between the two (%d)"
	}
	if len(states) > 1 {
		more += fmt.Sprintf(others, len(states)-1)
	}
	return []Finding{{Code: NotSigned, Line: s.Line, Col: s.Col, Text: s.Text[word[0]:word[1]], Sentence: s.Text, Known: []Known{k}, Doubtful: worst == deals.Signed,
		Message: fmt.Sprintf("the sentence says %q, and in the ledger %s%s", strings.ToLower(s.Text[word[0]:word[1]]), states[0], more)}}
}

// familyWords are words of sentences about deals of a family.
var familyWords = map[deals.Family]*regexp.Regexp{
	deals.Funding:    regexp.MustCompile(`(?i)\b(?:invest\w*|stakes?|shares|equity|loans?|lend\w*|lent|bonds?|notes|fund\w*|convertible|raise[ds]?)\b`),
	deals.Spending:   regexp.MustCompile(`(?i)\b(?:buy\w*|bought|purchas\w*|orders?|ordered|suppl\w+|chips?|GPUs?|processors?|memory|compute|computing|cloud|capacity|leas\w+|rent\w*|licen[cs]\w+|sell\w*|sold|deliver\w*)\b`),
	deals.Contingent: regexp.MustCompile(`(?i)\b(?:guarant\w+|backstop\w*|warrants?|options?)\b`),
}

// ofKind are those of some legs that a sentence is about by its words, or all of them if it has none or they fit no leg.
func ofKind(legs []*deals.Leg, sentence string) []*deals.Leg {
	var about []*deals.Leg
	for _, leg := range legs {
		if familyWords[leg.Kind.Family()].MatchString(sentence) {
			about = append(about, leg)
		}
	}
	if len(about) == 0 {
		return legs
	}
	return about
}

// below reports whether a status is one at which nothing was signed.
func below(s deals.Status) bool {
	return s == deals.Rumoured || s == deals.Proposed || s == deals.Announced
}
