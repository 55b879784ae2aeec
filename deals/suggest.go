package deals

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Suggest returns the known word that the given one was probably meant to be: the nearest by edit distance, within two
// edits or a third of the word's length, whichever is more, case set aside. Of equally near words it takes one with the
// same first letter, then the first in alphabetical order. A word that would have to be replaced letter by letter gets no suggestion.
//
// The cost is one Levenshtein distance for each known word.
func Suggest(word string, known []string) (best string, ok bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	length := utf8.RuneCountInString(word)
	limit := min(max(2, length/3), length-1)
	distance := limit + 1
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, strings.ToLower(k))
		if d < distance || d == distance && ok && closer(word, k, best) {
			best, distance, ok = k, d, true
		}
	}
	return best, ok
}

// closer breaks a tie between two known words: people seldom get the first letter wrong.
func closer(word, k, best string) bool {
	begins := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), word[:1]) }
	if begins(k) != begins(best) {
		return begins(k)
	}
	return k < best
}
