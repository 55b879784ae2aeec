package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/deals"
)

// spelled is a name of a party as words.
type spelled struct {
	words []string
	id    deals.PartyID
}

// addName adds a name by which sentences call a party. Names of one or two letters, and those in lower case, are left out: they are too often
// something else.
func (x *Index) addName(name string, id deals.PartyID) {
	words := wordsOf(name)
	if len(words) == 0 || utf8.RuneCountInString(name) < 3 {
		return
	}
	if r, _ := utf8.DecodeRuneInString(name); !strings.ContainsFunc(name, unicode.IsUpper) && r < 0x2e80 {
		return
	}
	first := words[0]
	if slices.ContainsFunc(x.names[first], func(s spelled) bool { return slices.Equal(s.words, words) }) {
		return
	}
	x.names[first] = append(x.names[first], spelled{words, id})
	slices.SortStableFunc(x.names[first], func(a, b spelled) int { return len(b.words) - len(a.words) })
}

// wordsOf splits a text into words: runs of letters and digits, and each character that is no blank for itself.
func wordsOf(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		letter := unicode.IsLetter(r) && r < 0x2e80 || unicode.IsDigit(r)
		if letter && start < 0 {
			start = i
		}
		if !letter {
			if start >= 0 {
				out = append(out, s[start:i])
				start = -1
			}
			if !unicode.IsSpace(r) && (unicode.IsLetter(r) || r == '&' || r == '.') {
				out = append(out, string(r))
			}
		}
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}

// mentioned are the parties that a sentence names, each once, in their order.
func (x *Index) mentioned(sentence string) []deals.PartyID {
	words := wordsOf(sentence)
	var out []deals.PartyID
	for i := 0; i < len(words); {
		n := 1
		for _, s := range x.names[words[i]] {
			if len(s.words) <= len(words)-i && slices.Equal(s.words, words[i:i+len(s.words)]) {
				if !slices.Contains(out, s.id) {
					out = append(out, s.id)
				}
				n = len(s.words)
				break
			}
		}
		i += n
	}
	return out
}

// Named are the parties that a sentence names, without those that stand for many; of a party and its subsidiaries the one at the top.
func (x *Index) Named(sentence string) []deals.PartyID {
	var out []deals.PartyID
	for _, id := range x.mentioned(sentence) {
		if g := x.group(id); !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// Name is what a party is called.
func (x *Index) Name(id deals.PartyID) string { return x.name(id) }
