package check

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// prototypes maps a character to what it looks like; see confusables.
var prototypes = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, c := range confusables {
		for _, r := range c.like {
			m[r] = c.target
		}
	}
	return m
})

// skeleton is what a text looks like: two texts with one skeleton can be taken for each other. It is that of UTS #39
// (section 4), with compatibility forms folded: decompose, replace each character by its prototype, decompose again.
func skeleton(s string) string {
	like := prototypes()
	var b strings.Builder
	if isASCII(s) { // as nearly all ids are
		for i := range len(s) {
			if p := asciiPrototype(s[i]); p != "" {
				b.WriteString(p)
			} else {
				b.WriteByte(s[i])
			}
		}
		return b.String()
	}
	for _, r := range norm.NFKD.String(s) {
		if p, ok := like[r]; ok {
			b.WriteString(p)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFD.String(b.String())
}

// asciiPrototype is what a character of ASCII looks like, where that is another one.
func asciiPrototype(c byte) string {
	switch c {
	case '0':
		return "O"
	case '1', 'I', '|':
		return "l"
	case 'm':
		return "rn"
	case '`':
		return "'"
	case '"':
		return "''"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// bare takes away what does not tell names apart: hyphens, points and spaces.
var bare = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

// looks are the ways a name looks: as it is written, and in small letters, which is how ids and searches write it. Hyphens
// and spaces are set aside.
func looks(s string) [2]string {
	s = bare.Replace(s)
	return [2]string{strings.ToLower(skeleton(s)), strings.ToLower(skeleton(strings.ToLower(s)))}
}

// disguise is the Latin word that a text of Greek, Cyrillic or Armenian letters can be taken for, if every letter of it can:
// a whole-script confusable of UTS #39.
func disguise(s string) (latin string, ok bool) {
	letters := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if !unicode.In(r, unicode.Greek, unicode.Cyrillic, unicode.Armenian) {
			return "", false
		}
		letters++
	}
	latin = skeleton(s)
	if letters < 3 || strings.ContainsFunc(latin, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "", false
	}
	return latin, true
}
