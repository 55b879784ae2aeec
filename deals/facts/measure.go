package facts

import (
	"regexp"
	"strings"

	"dealgraph/deals"
)

// Measure is what a fact about burn counts as burnt.
type Measure string

// The measures of burn.
const (
	NetLosses    Measure = "net losses"
	NegativeFCF  Measure = "negative free cash flow"
	CashBurn     Measure = "cash burn"
	Operating    Measure = "operating burn"
	EBITDA       Measure = "EBITDA"
	NotStated    Measure = "definition not stated"
	measureWords         = `net loss(?:es)?|(?:negative )?(?:free cash flow|fcf)|cash burn(?:ed|t)?|operating burn|ebitda`
)

var (
	measureNamed   = regexp.MustCompile(`\b(?:` + measureWords + `)\b`)
	measureNegated = regexp.MustCompile(`\b(?:not|no|never|unlike|excluding) (?:` + measureWords + `)\b`)
)

// burnMetrics are the metrics that are about burn, and the measure of those whose name tells it.
var burnMetrics = map[string]Measure{
	"burn_before_profit":        "",
	"burn":                      "",
	"cash_burn":                 CashBurn,
	"operating_burn":            Operating,
	"net_loss":                  NetLosses,
	"cumulative_net_loss":       NetLosses,
	"free_cash_flow":            NegativeFCF,
	"cumulative_free_cash_flow": NegativeFCF,
}

// BurnMetrics are the metrics that [BurnOf] reads.
func BurnMetrics() []string {
	return []string{"burn_before_profit", "burn", "cash_burn", "operating_burn", "net_loss", "cumulative_net_loss", "free_cash_flow", "cumulative_free_cash_flow"}
}

// MeasureOf says what a fact about burn counts, and what tells it: "metric", "note" or "id", "" if nothing does. Of several
// measures in a note it is the first that is not denied ("net losses, not cash burn").
func MeasureOf(f *deals.Fact) (Measure, string) {
	if m := burnMetrics[f.Metric]; m != "" {
		return m, "metric"
	}
	if m := measureIn(f.Note); m != "" {
		return m, "note"
	}
	if m := measureIn(f.ID); m != "" {
		return m, "id"
	}
	return NotStated, ""
}

// measureIn finds a measure in words.
func measureIn(s string) Measure {
	s = strings.Join(strings.Fields(strings.NewReplacer("_", " ", ".", " ", "-", " ").Replace(strings.ToLower(s))), " ")
	s = measureNegated.ReplaceAllString(s, "|")
	word := measureNamed.FindString(s)
	switch {
	case strings.HasPrefix(word, "net loss"):
		return NetLosses
	case strings.HasSuffix(word, "free cash flow"), strings.HasSuffix(word, "fcf"):
		return NegativeFCF
	case strings.HasPrefix(word, "cash burn"):
		return CashBurn
	case word == "operating burn":
		return Operating
	case word == "ebitda":
		return EBITDA
	}
	return ""
}

// Kin is what a measure may stand in a range with: cash burn and negative free cash flow both count cash that left. Each other
// measure stands alone.
func (m Measure) Kin() string {
	if m == CashBurn || m == NegativeFCF {
		return "cash"
	}
	return string(m)
}

// Bound is a word that a note puts before an amount.
type Bound string

// The bounds of an amount.
const (
	NoBound  Bound = ""
	MoreThan Bound = "more than"
	AtLeast  Bound = "at least"
	Nearly   Bound = "nearly"
	LessThan Bound = "less than"
	UpTo     Bound = "up to"
	About    Bound = "about"
)

// Floor reports whether the amount is the least that it may be.
func (b Bound) Floor() bool { return b == MoreThan || b == AtLeast }

// Ceiling reports whether the amount is the most that it may be.
func (b Bound) Ceiling() bool { return b == LessThan || b == UpTo }

// boundWords are the words that a note may begin with.
var boundWords = map[string]Bound{
	"more than": MoreThan, "over": MoreThan, "at least": AtLeast, "nearly": Nearly, "almost": Nearly, "less than": LessThan, "up to": UpTo,
	"about": About, "around": About, "roughly": About, "approximately": About,
}

var boundFirst = regexp.MustCompile(`(?i)^(more than|over|at least|nearly|almost|less than|up to|about|around|roughly|approximately)\s*(?:[;,.]|$)`)

// boundOf reads the word with which a note begins, if it stands alone: "more than; as reported in May". Words before a number
// are about that number.
func boundOf(note string) Bound {
	if m := boundFirst.FindStringSubmatch(note); m != nil {
		return boundWords[strings.ToLower(m[1])]
	}
	return NoBound
}
