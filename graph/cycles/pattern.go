package cycles

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Pattern is what the hops of a cycle have to be, one after the other, all the way round. It is a regular expression whose
// letters are kinds of deals; see [ParsePattern]. It does not change: several searches can use it at once.
type Pattern struct {
	text   string
	atoms  []atom   // the places of the expression (Glushkov 1961): a hop stands at one of them
	first  uint64   // places with which it can begin
	last   uint64   // and end
	follow []uint64 // by place, those that can come next
}

// atom is what a pattern asks of one hop: that one of its arcs is of a family or a kind, and at least so firm.
type atom struct {
	any    bool
	family deals.Family
	kind   deals.Kind
	least  deals.Status // StatusUnknown: any
}

func (a atom) serves(arc graph.Arc) bool {
	if a.least != deals.StatusUnknown && firmness(arc.Status) < firmness(a.least) {
		return false
	}
	switch {
	case a.any:
		return true
	case arc.Leg == nil:
		return false
	case a.family != "":
		return arc.Leg.Kind.Family() == a.family
	default:
		return arc.Leg.Kind == a.kind
	}
}

// String is the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Matched is the class of a reading as the pattern that was asked for. It is not among [Classes].
const Matched Class = "pattern"

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

// glushkov is what is known of a part of a pattern: the places with which it can begin and end, and whether it can be empty.
type glushkov struct {
	first, last uint64
	empty       bool
}

// build gives every word a place, and every place those that can follow. Repetitions are written out. Places beyond 64 are
// counted, no more.
func (p *Pattern) build(n *node) glushkov {
	switch {
	case n.atom != nil:
		p.atoms, p.follow = append(p.atoms, *n.atom), append(p.follow, 0)
		bit := uint64(1) << (len(p.atoms) - 1) // 0 beyond 64
		return glushkov{first: bit, last: bit}
	case n.choice != nil:
		g := glushkov{}
		for _, c := range n.choice {
			h := p.build(c)
			g = glushkov{g.first | h.first, g.last | h.last, g.empty || h.empty}
		}
		return g
	case n.sequence != nil:
		g := glushkov{empty: true}
		for _, s := range n.sequence {
			g = p.join(g, p.build(s))
		}
		return g
	}
	g := glushkov{empty: true}
	for i := 0; i < n.min && len(p.atoms) <= 64; i++ {
		g = p.join(g, p.build(n.repeat))
	}
	if n.max < 0 {
		h := p.build(n.repeat)
		p.link(h.last, h.first)
		h.empty = true
		return p.join(g, h)
	}
	for i := n.min; i < n.max && len(p.atoms) <= 64; i++ {
		h := p.build(n.repeat)
		h.empty = true
		g = p.join(g, h)
	}
	return g
}

func (p *Pattern) join(g, h glushkov) glushkov {
	p.link(g.last, h.first)
	out := glushkov{first: g.first, last: h.last, empty: g.empty && h.empty}
	if g.empty {
		out.first |= h.first
	}
	if h.empty {
		out.last |= g.last
	}
	return out
}

// link lets the places of next follow those of last.
func (p *Pattern) link(last, next uint64) {
	for ; last != 0; last &= last - 1 {
		p.follow[bits.TrailingZeros64(last)] |= next
	}
}

// serves reports whether an arc can play any part.
func (p *Pattern) serves(arc graph.Arc) bool {
	return slices.ContainsFunc(p.atoms, func(a atom) bool { return a.serves(arc) })
}

// read finds the best way to read hops as the pattern, as [Reading] has it: the fewest hops that disclose nothing, then the
// largest bottleneck, then the smallest start. Cost: hops² × places².
func (p *Pattern) read(n *graph.Network, hops []Hop) (Reading, bool) {
	fits := make([][]Hop, len(p.atoms))
	for i, a := range p.atoms {
		fits[i] = parts(n, hops, a.serves)
	}
	var best Reading
	var bestWorth worth
	for start := range hops {
		w, places := p.from(fits, start)
		if !w.possible || bestWorth.possible && !w.better(bestWorth) {
			continue
		}
		bestWorth = w
		best = Reading{Class: Matched, Start: start, Turn: len(hops), Hops: make([]Hop, len(hops))}
		for i, place := range places {
			at := (start + i) % len(hops)
			best.Hops[at] = fits[place][at]
		}
	}
	if !bestWorth.possible {
		return Reading{}, false
	}
	best.Bottleneck, best.Bound, _, _ = squeeze(best.Hops)
	return best, true
}

// from finds the best places for the hops from start on.
func (p *Pattern) from(fits [][]Hop, start int) (worth, []int) {
	k := len(fits[0])
	now := make([]worth, len(fits))
	back := make([][]int, k)
	for i := range k {
		next := make([]worth, len(fits))
		back[i] = make([]int, len(fits))
		for place := range fits {
			hop := fits[place][(start+i)%k]
			if i == 0 {
				if p.first>>place&1 != 0 {
					next[place] = priceless.with(hop)
				}
				continue
			}
			for before := range fits {
				if p.follow[before]>>place&1 == 0 || !now[before].possible {
					continue
				}
				if w := now[before].with(hop); w.possible && (!next[place].possible || w.better(next[place])) {
					next[place], back[i][place] = w, before
				}
			}
		}
		now = next
	}
	end := -1
	for place := range fits {
		if p.last>>place&1 != 0 && now[place].possible && (end < 0 || now[place].better(now[end])) {
			end = place
		}
	}
	if end < 0 {
		return worth{}, nil
	}
	places := make([]int, k)
	for i, at := k-1, end; i >= 0; i-- {
		places[i] = at
		at = back[i][at]
	}
	return now[end], places
}
