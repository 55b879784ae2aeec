package deals

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// CellError says what is wrong with the text of one cell, without its place: the reader of the file adds that.
type CellError struct {
	Msg  string // lower case, names the fact: `amount "10Bn" has unknown suffix "Bn"`
	Hint string // the remedy: "use B"; may be empty
}

// Error is "message (hint)".
func (e *CellError) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Hint + ")"
}

// longestCell is the most bytes that a cell may have. No honest cell comes near it, and it keeps the work of reading a
// hostile one small.
const longestCell = 4096

// cellText is one cell being read: what it is ("amount", "date") and its cleaned text. Errors name both.
type cellText struct {
	what, text string
}

// errorf makes an error that starts with the name and the text of the cell: `amount "10Bn" …`.
func (c cellText) errorf(hint, format string, args ...any) *CellError {
	return &CellError{Msg: c.what + " " + quote(c.text) + " " + fmt.Sprintf(format, args...), Hint: hint}
}

// quote quotes the text for a message, cut to a length that fits a line.
func quote(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return strconv.Quote(s)
}

// cleanCell makes a cell ready for reading: full-width letters, digits and signs become plain ones, the many minus and
// tilde signs become one each, and white space becomes single spaces. It refuses what a reader of the ledger could not
// see.
//
// Other compatibility forms are left alone on purpose: with all of NFKC "$10²" would silently become $102.
func cleanCell(what, s string) (cellText, *CellError) {
	c := cellText{what: what}
	if len(s) > longestCell {
		return c, &CellError{fmt.Sprintf("%s is %d bytes long", what, len(s)), fmt.Sprintf("a cell has at most %d", longestCell)}
	}
	if plain(s) {
		c.text = strings.Trim(s, " ")
		return c, nil
	}
	if !utf8.ValidString(s) {
		return c, &CellError{what + " is not valid UTF-8", "save the file as UTF-8"}
	}
	s = width.Fold.String(s)
	s = strings.Map(func(r rune) rune {
		switch r {
		case '−', '﹣':
			return '-'
		case '∼', '〜', '˜':
			return '~'
		}
		return r
	}, s)
	c.text = strings.Join(strings.Fields(s), " ")
	for _, r := range c.text {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return c, c.errorf("delete it and type the cell again", "holds the invisible character %U", r)
		}
	}
	return c, nil
}

// plain reports whether s is printable ASCII and signs of currencies without two spaces in a row, as nearly every cell is:
// there is nothing to clean inside.
func plain(s string) bool {
	before := rune(0)
	for _, r := range s {
		if (r < ' ' || r > '~') && r != '€' && r != '£' || r == ' ' && before == ' ' {
			return false
		}
		before = r
	}
	return true
}

// absent are the words with which people leave a cell open.
var absent = map[string]bool{
	"undisclosed": true, "not disclosed": true, "n/a": true, "na": true, "n.a.": true, "-": true, "--": true, "–": true, "—": true,
	"unknown": true, "tbd": true, "tba": true, "none": true, "null": true, "nil": true, "nan": true, "??": true, "???": true, ".": true,
	"x": true,
}

// saysNothing reports whether the cell says in other words that nothing is known.
func (c cellText) saysNothing() bool { return c.text == "" || absent[strings.ToLower(c.text)] }
