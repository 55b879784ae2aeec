package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// suggest returns the words of known that somebody who wrote word may have
// meant: of those at most max(2, a third of word's letters) edits away, the
// nearest, in alphabetical order, at most three. A word that the written one
// begins counts as one edit away; letter case does not count; a word that
// shares nothing with the written one is never meant.
func suggest(word string, known []string) []string {
	word = strings.ToLower(word)
	letters := utf8.RuneCountInString(word)
	best := max(2, letters/3)
	var found []string
	for _, k := range known {
		l := strings.ToLower(k)
		far := levenshtein.ComputeDistance(word, l)
		if far >= max(letters, utf8.RuneCountInString(l)) {
			continue
		}
		if letters >= 2 && strings.HasPrefix(l, word) {
			far = min(far, 1)
		}
		if far < best {
			best, found = far, nil
		}
		if far == best {
			found = append(found, k)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	return found[:min(3, len(found))]
}

// didYouMean returns ` (did you mean "x" or "y"?)`, or "" if nothing known is
// near. quote is the format of one word, such as "%q" or "--%s".
func didYouMean(word string, known []string, quote string) string {
	words := suggest(word, known)
	if len(words) == 0 {
		return ""
	}
	for i, w := range words {
		words[i] = fmt.Sprintf(quote, w)
	}
	return " (did you mean " + strings.Join(words, " or ") + "?)"
}
