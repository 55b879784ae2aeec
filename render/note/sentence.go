package note

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is the sentence, or the row of a table, that a number stands in, as the file has it, without markers and with single
// spaces. It is "" of a block, and of a slot that is not there.
func (n *Note) Sentence(id string) string {
	s, ok := n.Slot(id)
	if !ok || !s.Inline {
		return ""
	}
	if n.prose == nil {
		n.prose = read(n.data, n.Format, true).texts
	}
	i, found := slices.BinarySearchFunc(n.prose, s.Start, func(t text, at int) int { return t.lines[0].start - at })
	if !found {
		i--
	}
	if i < 0 {
		return ""
	}
	t := &n.prose[i]
	at := t.joinedAt(s.Start)
	if at < 0 {
		return ""
	}
	if t.sentences == nil {
		t.sentences = t.parts()
	}
	k, _ := slices.BinarySearchFunc(t.sentences, at, func(part [2]int, at int) int { return part[0] - at - 1 })
	if k == 0 {
		return ""
	}
	return t.words(t.sentences[k-1][0], t.sentences[k-1][1])
}

// joinedAt is where in the joined text a byte of the file is, or -1.
func (t *text) joinedAt(offset int) int {
	i, found := slices.BinarySearchFunc(t.lines, offset, func(l textLine, offset int) int { return l.start - offset })
	if !found {
		i--
	}
	if i < 0 || offset > t.lines[i].end {
		return -1
	}
	return t.lines[i].at + offset - t.lines[i].start
}

// Sentence is a sentence of the prose of a note, or a row of a table.
type Sentence struct {
	Line, Col  int    // where it begins, from 1, Col in bytes
	Start, End int    // in the file
	Text       string // without markers and with single spaces; numbers of slots are in it
	Numbers    []Number
}

// Sentences are the sentences of the prose of a note, with the numbers in each that could be facts of a ledger. Blocks and definitions
// of footnotes are left out, as what stands in them was not written by the author. Notes with broken markers are read too.
func Sentences(data []byte, f Format) []Sentence {
	r := read(data, f, true)
	blocks := r.blocks()
	hidden := r.slots()
	var all []Sentence
	for i := range r.texts {
		t := &r.texts[i]
		if t.footnote {
			continue
		}
		numbers := t.numbers(hidden)
		for _, part := range t.parts() {
			at, l := t.source(part[0])
			end, _ := t.source(part[1] - 1)
			one := Sentence{Line: l.number, Col: at - l.lineStart + 1, Start: at, End: end + 1, Text: t.words(part[0], part[1])}
			k := 0
			for k < len(numbers) && numbers[k].Start < one.End {
				k++
			}
			one.Numbers, numbers = slices.Clone(numbers[:k]), numbers[k:]
			if one.Text != "" && !within(blocks, at) {
				all = append(all, one)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Sentence) int { return a.Start - b.Start })
	return all
}

// parts are where in the joined text its sentences are, and the rows of its table.
func (t *text) parts() (parts [][2]int) {
	s := t.joined
	from := 0
	add := func(to int) {
		for from < to {
			if k, ok := t.tokenAt(from); ok && k.kind != tokenCode {
				from = k.end
			} else if strings.IndexByte(" \n\t", s[from]) >= 0 {
				from++
			} else {
				break
			}
		}
		if from < to {
			parts = append(parts, [2]int{from, to})
		}
		from = max(from, to)
	}
	rows := len(s)
	if t.table >= 0 {
		rows = t.lines[t.table].at
	}
	for i := 1; i < len(s); i++ {
		switch {
		case i >= rows && s[i] == '\n', i == rows && from < i:
			add(i)
		case i < rows && t.sentenceEnds(i), i < rows && t.endsBeforeName(i), s[i] == '\n' && blankAfter(s, i):
			add(i)
		case i-from > maxSentence && (s[i] == ' ' || s[i] == '\n'):
			add(i)
		}
	}
	add(len(s))
	return parts
}

// endsBeforeName reports whether a sentence ends just before i and the next begins with a name like xAI or d-Matrix, in lower case first.
func (t *text) endsBeforeName(i int) bool {
	s := t.joined
	if i < 2 || s[i] != ' ' && s[i] != '\n' || strings.IndexByte(".!?", s[i-1]) < 0 {
		return false
	}
	for _, a := range abbreviations {
		if before, ok := bytes.CutSuffix(s[:i-1], []byte(a)); ok && (len(before) == 0 || !isWordByte(before[len(before)-1])) {
			return false
		}
	}
	next := bytes.TrimLeft(s[i:min(len(s), i+mostName)], " \n")
	if k := bytes.IndexAny(next, " \n"); k >= 0 {
		next = next[:k]
	}
	first, size := utf8.DecodeRune(next)
	return unicode.IsLower(first) && bytes.ContainsFunc(next[size:], unicode.IsUpper)
}

// mostName is how far a name is read.
const mostName = 80

// blankAfter reports whether the line that begins behind the line end at i is blank.
func blankAfter(s []byte, i int) bool {
	for i++; i < len(s) && (s[i] == ' ' || s[i] == '\t'); i++ {
	}
	return i < len(s) && s[i] == '\n'
}

// blocks lists where blocks are, from marker to marker.
func (r *reading) blocks() [][2]int {
	var all [][2]int
	open := -1
	for _, m := range r.markers {
		switch t := m.tag(func(int, string, string, string, ...any) {}); {
		case t.role == blockBegin && open < 0:
			open = m.start
		case t.role == blockEnd && open >= 0:
			all = append(all, [2]int{open, m.end})
			open = -1
		}
	}
	return all
}

// tokenAt is the token that begins at a byte of the joined text.
func (t *text) tokenAt(k int) (token, bool) {
	i, ok := slices.BinarySearchFunc(t.tokens, k, func(a token, k int) int { return a.start - k })
	if !ok {
		return token{}, false
	}
	return t.tokens[i], true
}
