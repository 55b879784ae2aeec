package deals

import (
	"strings"
	"unicode"
)

// A spreadsheet runs a cell that begins with = + - or @. Whoever writes a table for spreadsheets therefore puts an
// apostrophe before every part of a cell that would run, the parts being what ; tab and line ends separate; reading takes
// it away again. An apostrophe before anything else is an apostrophe.
const (
	formulaSeparators = ";\t\r\n"
	formulaSigns      = "=+-@＝＋－＠"
	formulaQuotes     = "\"'`＂＇“”‘’"
)

// unescapeFormula takes the apostrophes away that keep a spreadsheet from running a cell.
func unescapeFormula(s string) string {
	if !strings.Contains(s, "'") {
		return s
	}
	var b strings.Builder
	for start := 0; start < len(s); {
		if rest, ok := strings.CutPrefix(s[start:], "'"); ok && runs(rest, start == 0) {
			start++
		}
		end := len(s)
		if n := strings.IndexAny(s[start:], formulaSeparators); n >= 0 {
			end = start + n + 1
		}
		b.WriteString(s[start:end])
		start = end
	}
	return b.String()
}

// runs reports whether a spreadsheet might run the cell that begins s; first says that s is a whole cell. Blanks, quotes
// and characters that show nothing are looked through.
func runs(s string, first bool) bool {
	for _, r := range s {
		switch {
		case strings.ContainsRune(formulaSigns, r):
			return true
		case strings.ContainsRune(formulaSeparators, r):
			return first && r != ';'
		case r == ' ' || strings.ContainsRune(formulaQuotes, r):
		case r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs, unicode.Zl, unicode.Zp):
		default:
			return false
		}
	}
	return false
}

// escapeFormula puts the apostrophes back that [unescapeFormula] takes away. A number needs none.
func escapeFormula(s string) string {
	if !strings.ContainsAny(s, formulaSigns) {
		return s
	}
	var b strings.Builder
	escaped := false
	for start := 0; start < len(s); {
		if runs(s[start:], start == 0) {
			b.WriteByte('\'')
			escaped = true
		}
		end := len(s)
		if n := strings.IndexAny(s[start:], formulaSeparators); n >= 0 {
			end = start + n + 1
		}
		b.WriteString(s[start:end])
		start = end
	}
	if !escaped || isNumber(s) {
		return s
	}
	return b.String()
}

// isNumber reports whether a cell is an amount or a plain number, which a spreadsheet shows and does not run.
func isNumber(s string) bool {
	_, money := ParseSignedMoney(s)
	_, decimal := ParseDecimal(s)
	return money == nil || decimal == nil
}
