package check

import (
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

// figure is a sum of money in a running text, with what stands before and after it, in small letters.
type figure struct {
	text          string // as written
	amount        deals.Amount
	before, after string
}

// A figure begins with the sign or the code of a currency, or ends with one.
const (
	number = `\d[\d,]*(?:\.\d+)?`
	signed = `(?:US|AU?|CA?|HK|NT|NZ|S)?(?:\$|€|£)` + number + scale
	scale  = `(?: ?(?:trillion|billion|million|trn|tn|bn|mn|[tbm])\b)?`
)

var (
	signedMoney = regexp.MustCompile(`^(?i:` + signed + `)`)
	anyMoney    = regexp.MustCompile(`(?i)` + signed + `|\b(?:USD|EUR|GBP|AUD|CAD|CNY|JPY|KRW|CHF|RMB) ?` + number + scale +
		`|` + number + ` ?(?:trillion|billion|million|bn|万亿|亿|万) ?(?:USD|EUR|GBP|美元|美金|欧元|英镑|人民币|日元|港元|韩元)`)
)

// around is how many bytes before and after a figure are looked at.
const around = 48

// longestText is how many bytes of a text are searched for figures: a note is a few sentences.
const longestText = 1 << 12

// figures are the sums of money in a text that can be read in one way.
func figures(s string) []figure {
	s = s[:min(len(s), longestText)]
	var out []figure
	for _, at := range places(s) {
		text := strings.TrimRight(s[at[0]:at[1]], ",")
		digits := strings.LastIndexAny(text, "0123456789")
		a, err := deals.ParseAmount(text[:digits+1] + lowerUnit(text[digits+1:]))
		if err != nil || a.Form != deals.Exact {
			continue
		}
		before, after := s[max(0, at[0]-around):at[0]], s[at[1]:min(len(s), at[1]+around)]
		out = append(out, figure{text, a, strings.ToLower(before), strings.ToLower(after)})
	}
	return out
}

// lowerUnit writes a unit as a ledger does: texts have $10Bn and $5 Million too. A currency behind it stays.
func lowerUnit(s string) string {
	unit, currency, ok := strings.Cut(strings.TrimSpace(s), " ")
	if ok {
		return strings.ToLower(unit) + " " + strings.ToUpper(currency)
	}
	return strings.ToLower(unit)
}

// codes are the words without which a text has no figure but those that begin with a sign.
var codes = []string{"USD", "EUR", "GBP", "AUD", "CAD", "CNY", "JPY", "KRW", "CHF", "RMB", "usd", "eur", "gbp", "亿", "万"}

// places finds the figures of a text. Most texts have none, or some that begin with a sign: searching for the signs first
// takes a tenth of the time.
func places(s string) [][]int {
	if slices.ContainsFunc(codes, func(c string) bool { return strings.Contains(s, c) }) {
		return anyMoney.FindAllStringIndex(s, -1)
	}
	var out [][]int
	for at := 0; at < len(s); {
		i := strings.IndexAny(s[at:], "$€£")
		if i < 0 {
			break
		}
		start, sign := at+i, at+i
		for start > at && sign-start < 2 && isLetter(s[start-1]) {
			start--
		}
		at = sign + 1
		for ; start <= sign; start++ {
			if m := signedMoney.FindStringIndex(s[start:]); m != nil {
				out, at = append(out, []int{start, start + m[1]}), start+m[1]
				break
			}
		}
	}
	return out
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// is reports whether the figure is one of the values of an amount.
func (f figure) is(a deals.Amount) bool {
	v := f.amount.Low
	return f.amount.Currency == a.Currency && a.Disclosed() && (v == a.Low && a.Form != deals.UpTo || v == a.Likely || a.HighKnown && v == a.High)
}

// words are the texts that speak of a leg, each with a name for messages: its own, and those of a deal that has no other leg.
func words(leg *deals.Leg) []wording {
	out := []wording{{"its note", leg.Note}}
	if len(leg.Deal.Legs) == 1 || len(leg.Sources) > 0 {
		for _, s := range leg.AllSources() {
			out = append(out, wording{"the title of its source", s.Title})
		}
	}
	if len(leg.Deal.Legs) == 1 {
		out = append(out, wording{"its title", leg.Deal.Title}, wording{"the note of its deal", leg.Deal.Note})
	}
	return out
}

// wording is a text and what to call it.
type wording struct{ what, text string }

var (
	yearlyAfter  = regexp.MustCompile(`^(?:\s*(?:/ ?(?:yr|year|annum)\b|(?:a|per|each|every) (?:calendar |fiscal )?(?:year|annum)\b|annually\b|yearly\b|p\.a\.|(?:in |of )?(?:annual|yearly)\b)|\s*(?:/年|每年|一年))`)
	yearlyBefore = regexp.MustCompile(`(?:\b(?:annual|yearly|annualised|annualized)\b[^.;,0-9]{0,24}|(?:每年|年均)[^。；，.;,0-9]{0,12})$`)
	upTo         = regexp.MustCompile(`(?:\b(?:up to|as much as|at most|a maximum of|no more than|capped at)|最多|至多|不超过|最高)\s*(?:about |around |some |约)?$`)
)

// yearly reports whether the text speaks of the figure as that of one year.
func (f figure) yearly() bool {
	return yearlyAfter.MatchString(f.after) || yearlyBefore.MatchString(f.before)
}

// ceiling reports whether the text speaks of the figure as the most it can be.
func (f figure) ceiling() bool { return upTo.MatchString(f.before) }
