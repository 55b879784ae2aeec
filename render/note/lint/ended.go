package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

// state is the step that a leg has reached on the last day of the ledger.
func (x *Index) state(leg *deals.Leg) deals.Step {
	last := x.ledger.LastDate()
	return leg.History().At(last, last)
}

// ended reports whether a leg lapsed, was terminated or superseded.
func (x *Index) ended(leg *deals.Leg) bool { return x.state(leg).Status.Ended() }

// reached is the status of a leg, and of one that has ended the last one that it had before; it is zero where none is recorded.
func (x *Index) reached(leg *deals.Leg) deals.Status {
	if !x.ended(leg) {
		return x.state(leg).Status
	}
	var out deals.Status
	for _, step := range leg.History() {
		if !step.Status.Ended() {
			out = step.Status
		}
	}
	return out
}

// fate says in words in which state a leg is, and since when; of one that has ended, also what it was.
func (x *Index) fate(leg *deals.Leg) string {
	step := x.state(leg)
	words := "is " + step.Status.String()
	if was := x.reached(leg); step.Status.Ended() && was != 0 {
		words = fmt.Sprintf("was %s, and is %s", was, step.Status)
	}
	if by, ok := strings.CutPrefix(step.Date.String(), "by "); ok {
		return words + " (by " + by + ")"
	}
	if !step.Date.IsZero() {
		words += " since " + step.Date.String()
	}
	return words
}

// meant are the legs between the two parties of a sentence that it can be about: those with an amount that it has, if there are any that
// stand, or else any that have ended; or all that stand; or all that have ended.
func (x *Index) meant(s *sentence) []*deals.Leg {
	standing, ended := x.between(s.parties[0], s.parties[1]), x.endedBetween(s.parties[0], s.parties[1])
	for _, n := range s.numbers {
		for _, legs := range [][]*deals.Leg{standing, ended} {
			if of := x.having(legs, n); len(of) > 0 {
				return of
			}
		}
	}
	if len(standing) == 0 {
		return ended
	}
	return standing
}

// having are those of some legs that have an amount, by whatever source.
func (x *Index) having(legs []*deals.Leg, n measured) []*deals.Leg {
	return slices.DeleteFunc(slices.Clone(legs), func(leg *deals.Leg) bool {
		return !slices.ContainsFunc(x.known, func(k Known) bool { return k.Leg == leg && k.fits(n) })
	})
}

// pastWords are said of a deal by one who knows that it has ended, or who tells what was said of it at its time.
var pastWords = regexp.MustCompile(`(?i)\b(?:end(?:s|ed|ing)?|terminat\w*|scrap\w*|abandon\w*|cancel\w*|drop(?:s|ped)?|laps\w*|expir\w*|f(?:alls?|ell|allen) (?:through|apart)|collaps\w*|withdr\w+|reject\w*|pull(?:s|ed)? out|quits?|walked away|called off|shelved|dead|void|unw(?:ind|ound)|` +
	`was|were|had|been|would have|used to|no longer|never|not|instead|in place of|rather than|replac\w*|supersed\w*|former(?:ly)?|original(?:ly)?|initial(?:ly)?|earlier|previous(?:ly)?|once|at first|until|back in|ago|shr[aiu]nk|cut|reduced|scaled back|` +
	`announced|proposed|planned|intended|said|told|reported(?:ly)?|history)\b`)

// toldAsStanding reports whether a sentence tells a number that only deals have which have ended, and does not say so. A sentence with a
// year before the end tells of that time, and one with words of another kind of deal is of another deal.
func (x *Index) toldAsStanding(s *sentence, n measured, known []Known) bool {
	if pastWords.MatchString(s.Text) {
		return false
	}
	for _, k := range known {
		if k.Leg == nil || !x.ended(k.Leg) || !slices.Contains(ofKind(x.allBetween(x.group(k.Leg.From), x.group(k.Leg.To)), s.Text), k.Leg) {
			return false
		}
		if end := x.state(k.Leg).Date; slices.ContainsFunc(s.years, func(y int) bool { return y < end.Year || y <= k.Leg.History()[0].Date.Year }) {
			return false
		}
	}
	for _, i := range s.about { // what another source says of a deal that stands
		if k := x.known[i]; k.Leg != nil && !x.ended(k.Leg) && k.fits(n) && x.isAbout(k, s) {
			return false
		}
	}
	return true
}
