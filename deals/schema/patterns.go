package schema

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dealgraph/deals"
)

// The pieces of cells, as regular expressions without anchors. They know plain text only, without
// two spaces in a row: with runs of spaces a pattern could be matched in so many ways that an editor would hang.
const (
	digits = `([1-9][0-9]{0,2}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?`

	currencyBefore = `([A-Za-z]{0,2}\$|€|£|[A-Z]{3}|[Rr][Mm][Bb])`
	currencyAfter  = `(US\$|\$|€|£|[A-Z]{3})`
	suffix         = `(k|K|[tT]housand|m|M|mn|[mM]illion|b|B|bn|[bB]illion|t|T|tn|trn|[tT]rillion)`
	bareValue      = digits + `( ?` + suffix + `)?`
	money          = `(` + currencyBefore + ` ?` + bareValue + `( ?` + currencyAfter + `)?|` + bareValue + ` ?` + currencyAfter + `)`
	anyMoney       = `(` + currencyBefore + ` ?)?` + bareValue + `( ?` + currencyAfter + `)?`
	moneyRange     = `(` + money + `( ?\.\. ?` + anyMoney + `){0,2}|` + anyMoney + ` ?\.\. ?` + money + `( ?\.\. ?` + anyMoney + `)?|` +
		anyMoney + ` ?\.\. ?` + anyMoney + ` ?\.\. ?` + money + `)`
	upTo    = `[uU][pP] [tT][oO] `
	atLeast = `[aA][tT] [lL][eE][aA][sS][tT] `
	stated  = `(~ ?)?((` + upTo + `|` + atLeast + `)` + money + `|` + moneyRange + `)`
	amount  = `(\?( ?` + upTo + money + `)?|` + stated + `)`

	year     = `((19|20|21)[0-9]{2}|2200)`
	plainDay = year + `(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|-?[Qq][1-4]|-?[Hh][12])?`
	date     = `([bB][yY] )?` + plainDay
	term     = `(` + plainDay + `( ?\.\.( ?` + plainDay + `)?)?|\.\. ?` + plainDay + `)`

	share    = `-?` + digits + ` ?%`
	portion  = `(~ ?)?(` + upTo + `|` + atLeast + `)?` + share
	quantity = `-?` + digits + ` ?[^ 0-9.,:;'_/*+-][^ ]*( [^ 0-9][^ ]*){0,3}`
	payment  = `(` + date + ` ?: ?)?(~ ?)?` + money
	slug     = `[a-z0-9]([._]*-?[a-z0-9])*`
	overlap  = `[^(;]*(\( ?` + amount + ` ?\))?`
)

var (
	profile  = `(` + folded("flat") + `|` + folded("ramp") + `)`
	schedule = `(` + profile + `|` + term + `( ` + profile + `)?|[,;]?` + yearly + `([ ,;]+` + yearly + `)*[ ,;]*)`
	yearly   = `0*` + year + ` ?:[ ,;]*` + stated
	exit     = `[0-9]{1,5} ?` + folded("d") + `(` + folded("ay") + folded("s") + `?)?('? ` + folded("notice") + `)?( ` + folded("after") + ` ` + plainDay + `)?`
	payments = `[ ;]*` + payment + `( ?;[ ;]*` + payment + `)*[ ;]*`
	overlaps = overlap + `(;` + overlap + `)*`
)

// whole is the pattern of a cell that is one of the pieces, or holds a character that the pieces do not know, or two
// spaces in a row. An optional cell may be blank too.
func whole(piece string, optional bool) string {
	blank := ""
	if optional {
		blank = `| ?`
	}
	return `^( ?` + piece + ` ?` + blank + `|[\s\S]*([^ -~€£]|  )[\s\S]*)$`
}

// folded matches words of ASCII letters in any case.
func folded(word string) string {
	var b strings.Builder
	for _, r := range word {
		switch {
		case unicode.IsLetter(r):
			b.WriteString(`[` + string(unicode.ToLower(r)) + string(unicode.ToUpper(r)) + `]`)
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}

// oneOf matches one of some words in any case.
func oneOf(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, folded(w))
	}
	return `(` + strings.Join(out, `|`) + `)`
}

// history matches steps of a status, each with a date or without.
func history() string {
	var spellings []string
	for _, s := range deals.Statuses() {
		spellings = append(spellings, spellingsOf(s)...)
	}
	slices.SortStableFunc(spellings, func(a, b string) int { return len(b) - len(a) })
	step := `(` + strings.Join(spellings, `|`) + `)( ` + date + `)?`
	return step + `( ?; ?` + step + `)*[ ;]*`
}

// spellingsOf match a status and the other words for it.
func spellingsOf(s deals.Status) []string {
	out := []string{folded(s.String())}
	for _, alias := range s.Aliases() {
		out = append(out, strings.ReplaceAll(folded(alias), " ", `[ _-]+`))
	}
	return out
}

// kind matches a kind in any case, with a space or _ between its words.
func kind() string {
	var words []string
	for _, k := range deals.Kinds() {
		words = append(words, strings.ReplaceAll(folded(string(k.Kind)), `_`, `[ _]`))
	}
	return `(` + strings.Join(words, `|`) + `)`
}
