package cycles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// PatternError says where a pattern cannot be read.
type PatternError struct {
	Text   string
	Column int // in characters, from 1
	Msg    string
}

// Error has the place and the way out.
func (e *PatternError) Error() string {
	return fmt.Sprintf("pattern %q, character %d: %s", e.Text, e.Column, e.Msg)
}

// ParsePattern reads a pattern: words for hops, put together as in a regular expression.
//
//	funding spending+                a party funds another, and is paid for goods and services along the way back
//	equity:signed (compute|lease)    shares, signed or firmer, for capacity
//	warrant any{1,2} purchase        a warrant, one or two hops of any kind, a purchase
//
// A word is a family (funding, spending, contingent), a kind (equity, loan, compute …) or any; after a colon stands the
// status that the deal must have reached: proposed, announced, signed, active or completed. + is one or more, * any number,
// ? at most one, {2}, {2,} and {2,4} so many; | is or, and brackets group. The pattern has to fit the whole cycle, from one of
// its parties on. Each hop needs one deal that fits; it may have others.
//
// The error is a [*PatternError].
func ParsePattern(text string) (*Pattern, error) {
	r := patternReader{text: []rune(text)}
	n := r.either()
	r.space()
	if r.err == nil && r.at < len(r.text) {
		r.fail(r.at, fmt.Sprintf("%q is too much", string(r.text[r.at])))
	}
	if r.err == nil && n == nil {
		r.fail(0, "the pattern is empty: write for example funding spending+")
	}
	if r.err != nil {
		r.err.Text = text
		return nil, r.err
	}
	p := &Pattern{text: text}
	g := p.build(n)
	if len(p.atoms) > 64 {
		return nil, &PatternError{text, 1, "it has more than 64 places once its repetitions are written out: ask for fewer"}
	}
	if len(p.atoms) == 0 {
		return nil, &PatternError{text, 1, "no hop fits it: every word is to stand there no times"}
	}
	p.first, p.last = g.first, g.last
	return p, nil
}

// node is a part of a pattern: an atom, a sequence, a choice or a repetition.
type node struct {
	atom     *atom
	sequence []*node
	choice   []*node
	repeat   *node
	min, max int // max < 0: no bound
}

// patternReader reads a pattern by recursive descent. The first error stands.
type patternReader struct {
	text  []rune
	at    int
	depth int
	err   *PatternError
}

func (r *patternReader) fail(at int, msg string) *node {
	if r.err == nil {
		r.err = &PatternError{Column: at + 1, Msg: msg}
	}
	r.at = len(r.text)
	return nil
}

func (r *patternReader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\t' || r.text[r.at] == ',') {
		r.at++
	}
}

func (r *patternReader) peek() rune {
	r.space()
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *patternReader) either() *node {
	var choice []*node
	for {
		n := r.inOrder()
		if n == nil && r.err == nil && (r.peek() == '|' || len(choice) > 0) {
			return r.fail(r.at, "a word is missing beside |")
		}
		choice = append(choice, n)
		if r.peek() != '|' {
			break
		}
		r.at++
	}
	if len(choice) == 1 {
		return choice[0]
	}
	return &node{choice: choice}
}

func (r *patternReader) inOrder() *node {
	var sequence []*node
	for {
		n := r.repeated()
		if n == nil {
			break
		}
		sequence = append(sequence, n)
	}
	if len(sequence) == 0 {
		return nil
	}
	return &node{sequence: sequence}
}

func (r *patternReader) repeated() *node {
	n := r.one()
	for n != nil {
		lo, hi, ok := r.times()
		if !ok {
			return n
		}
		n = &node{repeat: n, min: lo, max: hi}
	}
	return nil
}

// times reads how often what stands before it is meant.
func (r *patternReader) times() (lo, hi int, ok bool) {
	switch r.peek() {
	case '+':
		r.at++
		return 1, -1, true
	case '*':
		r.at++
		return 0, -1, true
	case '?':
		r.at++
		return 0, 1, true
	case '{':
	default:
		return 0, 0, false
	}
	open := r.at
	shut := slices.Index(r.text[open:], '}')
	if shut < 0 {
		r.fail(open, "this { is never closed")
		return 0, 0, false
	}
	r.at = open + shut + 1
	least, most, span := strings.Cut(strings.ReplaceAll(string(r.text[open+1:open+shut]), " ", ""), ",")
	lo, err := strconv.Atoi(least)
	hi = lo
	if span && err == nil {
		if hi = -1; most != "" {
			hi, err = strconv.Atoi(most)
		}
	}
	if err != nil || lo < 0 || hi >= 0 && hi < lo || max(lo, hi) > 64 {
		r.fail(open, "write how often as {2}, {2,} or {2,4}, at most 64 times")
		return 0, 0, false
	}
	return lo, hi, true
}

// one reads a word or a group; nil at the end of either.
func (r *patternReader) one() *node {
	switch c := r.peek(); {
	case c == 0 || c == '|' || c == ')':
		if c == ')' && r.depth == 0 {
			return r.fail(r.at, "this ) closes nothing")
		}
		return nil
	case c == '(':
		return r.group()
	case strings.ContainsRune("+*?{", c):
		return r.fail(r.at, fmt.Sprintf("%q stands behind nothing: put a word before it", string(c)))
	case !wordRune(c):
		return r.fail(r.at, fmt.Sprintf("%q means nothing here", string(c)))
	}
	return r.word()
}

func (r *patternReader) group() *node {
	open := r.at
	if r.depth++; r.depth > 100 {
		return r.fail(open, "the brackets are nested too deep")
	}
	r.at++
	n := r.either()
	r.depth--
	switch {
	case r.err != nil:
		return nil
	case r.peek() != ')':
		return r.fail(open, "this ( is never closed")
	case n == nil:
		return r.fail(open, "there is nothing between these brackets")
	}
	r.at++
	return n
}

func wordRune(c rune) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-'
}

func (r *patternReader) letters() (string, int) {
	from := r.at
	for r.at < len(r.text) && wordRune(r.text[r.at]) {
		r.at++
	}
	return strings.ToLower(strings.ReplaceAll(string(r.text[from:r.at]), "-", "_")), from
}

func (r *patternReader) word() *node {
	word, from := r.letters()
	a := &atom{}
	kind := slices.IndexFunc(deals.Kinds(), func(k deals.KindInfo) bool { return string(k.Kind) == word })
	switch {
	case word == "any":
		a.any = true
	case word == string(deals.Funding) || word == string(deals.Spending) || word == string(deals.Contingent):
		a.family = deals.Family(word)
	case kind >= 0:
		a.kind = deals.Kind(word)
	default:
		return r.fail(from, fmt.Sprintf("%q is no kind of deal: use any, funding, spending, contingent or one of %s", word, kindNames()))
	}
	if r.at < len(r.text) && r.text[r.at] == ':' {
		r.at++
		name, from := r.letters()
		i := slices.IndexFunc(deals.Statuses(), func(s deals.Status) bool { return s.Live() && s.String() == name })
		if i < 0 {
			return r.fail(from, fmt.Sprintf("%q is no status: use rumoured, proposed, announced, signed, active or completed", name))
		}
		a.least = deals.Statuses()[i]
	}
	return &node{atom: a}
}

func kindNames() string {
	var names []string
	for _, k := range deals.Kinds() {
		names = append(names, string(k.Kind))
	}
	return strings.Join(names, ", ")
}
