package note

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/deals"
)

// Kind is what a number in prose counts.
type Kind string

// The kinds of numbers that are looked for.
const (
	Money   Kind = "money"
	Percent Kind = "percent"
	Power   Kind = "power"
)

// Number is a number in the prose of a note that could be a fact of a ledger.
type Number struct {
	Line, Col  int    // from 1, Col in bytes
	Start, End int    // in the file
	Text       string // as it is written: $410.6B
	Kind       Kind
	Amount     deals.Amount // of money; what is before the number (about, up to) is in it. Its zero if deals cannot read it
	Value      float64      // whole units of money, percent, or gigawatts; of a range the lower end
}

// slots lists where slots are, from marker to marker, as far as pairs can be found.
func (r *reading) slots() [][2]int {
	var all [][2]int
	open := map[role]int{}
	for _, m := range r.markers {
		t := m.tag(func(int, string, string, string, ...any) {})
		switch t.role {
		case blockBegin, inlineBegin:
			if _, ok := open[t.role]; !ok || t.role == inlineBegin {
				open[t.role] = m.start
			}
		case blockEnd, inlineEnd:
			begin := blockBegin
			if t.role == inlineEnd {
				begin = inlineBegin
			}
			if start, ok := open[begin]; ok {
				all = append(all, [2]int{start, m.end})
				delete(open, begin)
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return a[0] - b[0] })
	var apart [][2]int
	for _, r := range all { // in a broken note one may hold another
		if n := len(apart); n > 0 && r[0] < apart[n-1][1] {
			apart[n-1][1] = max(apart[n-1][1], r[1])
			continue
		}
		apart = append(apart, r)
	}
	return apart
}

// within reports whether a byte is in one of the ranges, which are in order and apart.
func within(ranges [][2]int, at int) bool {
	i, found := slices.BinarySearchFunc(ranges, at, func(r [2]int, at int) int { return r[0] - at })
	return found || i > 0 && at < ranges[i-1][1]
}

var webAddress = regexp.MustCompile(`(?:https?://|www\.)[^\s<>]+`)

// prose is the joined text with spaces over all that is no prose.
func (t *text) prose() []byte {
	s := bytes.Clone(t.joined)
	hide := func(start, end int) {
		for i := start; i < min(end, len(s)); i++ {
			if s[i] != '\n' {
				s[i] = ' '
			}
		}
	}
	for _, k := range t.tokens {
		hide(k.start, k.end)
	}
	for i, c := range s { // a sign of emphasis, not of a name
		if c == '_' && (i == 0 || i+1 == len(s) || !isWordByte(s[i-1]) || !isWordByte(s[i+1])) {
			s[i] = ' '
		}
	}
	if bytes.Contains(s, []byte("://")) || bytes.Contains(s, []byte("www.")) {
		for _, m := range webAddress.FindAllIndex(s, -1) {
			hide(m[0], m[1])
		}
	}
	return s
}

const (
	gap   = `(?:[ \n\x{a0}\x{2009}\x{202f}]|~|\\,)?`
	codes = `USD|EUR|GBP|JPY|CNY|RMB|CHF|KRW|INR|AUD|CAD|SGD|HKD|TWD|SEK|NOK|DKK|BRL|AED|SAR|ILS|NZD|MXN|ZAR|PLN`
	scale = `(?:` + gap + `(trillion|billion|million|thousand|trn|tn|bn|mn|mln|[TBMKkmb])\b|` + gap + `(万亿|亿|万|千))?`
	digit = `(\d[\d,]*(?:\.\d+)?)`
)

var (
	signBefore = regexp.MustCompile(`(?:\b(US|A|C|CA|AU|HK|NZ|S|NT))?\\?([$€£¥₩₹])[ ]?$|\b(` + codes + `)` + gap + `$`)
	number     = regexp.MustCompile(`^` + digit)
	scaleAfter = regexp.MustCompile(`^` + scale)
	unitAfter  = regexp.MustCompile(`^` + gap + `(?:(` + codes + `)\b|(?i:(U\.?S\.? dollars|dollars|euros|pounds|yen|yuan)\b)|(美元|欧元|元|円))`)
	upperEnd   = regexp.MustCompile(`^` + gap + `(?:-|–|—|--|\.\.|to|and)` + gap + `(?:(?:US|A|C|HK)?\\?[$€£¥₩₹]|(?:` + codes + `)` + gap + `)?` + digit + scale)
	percentage = regexp.MustCompile(`^` + gap + `(?:\\?(%|％)|(?i:(percentage points?|per ?cent|pp|basis points?|bps)\b))`)
	power      = regexp.MustCompile(`^(?:` + gap + `|-)(?i:(terawatts?|gigawatts?|megawatts?|kilowatts?)\b|(TW|GW|MW|kW)\b)`)
	qualifier  = regexp.MustCompile(`(?i)(~|≈|\babout|\baround|\broughly|\bsome|\bnearly|\balmost|\bapproximately|\bcirca|\bca?\.|\bup to|\bas much as|\bat least|\bmore than|\bover)\s?$`)
)

// numbers finds the amounts of money, percentages and gigawatts in t: not in slots, code, addresses of links and comments.
func (t *text) numbers(hidden [][2]int) (found []Number) {
	s := t.prose()
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		n, end := numberAt(s, i)
		if n.Kind == "" {
			i = end - 1
			continue
		}
		at, l := t.source(n.Start)
		if !within(hidden, at) {
			n.Text = strings.Join(strings.Fields(string(s[n.Start:n.End])), " ")
			n.Line, n.Col = l.number, at-l.lineStart+1
			last, _ := t.source(n.End - 1)
			n.Start, n.End = at, last+1
			found = append(found, n)
		}
		i = end - 1
	}
	return found
}

// numberAt reads the number whose first digit is at i. Its Kind is empty if it counts nothing that is looked for. end is where to
// go on.
func numberAt(s []byte, i int) (n Number, end int) {
	digits := number.Find(s[i:min(len(s), i+40)])
	end = i + len(digits)
	if r, _ := utf8.DecodeLastRune(s[:i]); unicode.IsLetter(r) && r < 0x2e80 && !currencyLetters(s[:i]) || r == '.' && i > 1 && unicode.IsDigit(rune(s[i-2])) || r == '_' {
		return n, end
	}
	window := s[end:min(len(s), end+60)]
	before := s[max(0, i-12):i]
	if !worthALook(before, window) {
		return n, end
	}
	if m := signBefore.FindSubmatchIndex(before); m != nil {
		return moneyAt(s, i-len(before)+m[0], i, end, currencyOf(before, m))
	}
	scaled := scaleAfter.FindIndex(window)
	if m := unitAfter.FindSubmatch(window[scaled[1]:]); m != nil {
		return moneyAt(s, i, i, end, currencyWord(string(bytes.Join(m[1:], nil))))
	}
	value := plainValue(digits)
	if m := percentage.FindSubmatchIndex(window); m != nil {
		if m[4] >= 0 && window[m[4]]|0x20 == 'b' {
			value /= 100
		}
		return Number{Start: i, End: end + m[1], Kind: Percent, Value: value}, end + m[1]
	}
	if m := power.FindSubmatchIndex(window); m != nil {
		unit := bytes.TrimSpace(bytes.ToLower(window[max(m[2], m[4]):m[1]]))
		factor := map[byte]float64{'t': 1000, 'g': 1, 'm': 1e-3, 'k': 1e-6}[unit[0]]
		return Number{Start: i, End: end + m[1], Kind: Power, Value: value * factor}, end + m[1]
	}
	return n, end
}

// worthALook reports whether a sign or a letter stands near a number: most numbers in a text count nothing.
func worthALook(before, after []byte) bool {
	before, after = bytes.TrimRight(before, " \n~"), bytes.TrimLeft(after, " \n~\\-,")
	if n := len(before); n > 0 && (before[n-1] == '$' || before[n-1] >= 0x80 || before[n-1] >= 'A' && before[n-1] <= 'Z') {
		return true
	}
	return len(after) > 0 && (after[0] == '%' || after[0] >= 0x80 || after[0]|0x20 >= 'a' && after[0]|0x20 <= 'z')
}

// currencyLetters reports whether what ends here is the code of a currency: USD5bn.
func currencyLetters(s []byte) bool { return signBefore.Match(s[max(0, len(s)-12):]) }

// currencyOf is the currency that was found before a number, as deals writes it.
func currencyOf(s []byte, m []int) string {
	group := func(k int) string {
		if m[2*k] < 0 {
			return ""
		}
		return string(s[m[2*k]:m[2*k+1]])
	}
	if code := group(3); code != "" {
		return strings.Replace(code, "RMB", "CNY", 1) + " "
	}
	if country := group(1); country != "US" {
		return country + group(2)
	}
	return group(2)
}

// currencyWord is the currency that was found behind a number.
func currencyWord(word string) string {
	switch word := strings.ToLower(word); {
	case strings.HasSuffix(word, "dollars"), word == "美元":
		return "$"
	case word == "euros", word == "欧元":
		return "EUR "
	case word == "pounds":
		return "GBP "
	case word == "yen", word == "円":
		return "JPY "
	case word == "yuan", word == "元", word == "rmb":
		return "CNY "
	default:
		return strings.ToUpper(word) + " "
	}
}

// moneyAt reads an amount that begins at start, whose first digit is at i and whose digits end at end.
func moneyAt(s []byte, start, i, end int, currency string) (Number, int) {
	if start > 0 && s[start] != '\\' && s[start-1] == '\\' {
		start--
	}
	rest := func() []byte { return s[end:min(len(s), end+60)] }
	digits := s[i:end]
	low := string(digits)
	unit := ""
	if m := scaleAfter.FindSubmatch(rest()); len(m[0]) > 0 {
		unit = string(m[1]) + string(m[2])
		end += len(m[0])
	}
	value := plainValue(digits) * factorOf(unit)
	text := currency + low + unit
	if m := upperEnd.FindSubmatch(rest()); m != nil && !startsWord(m[0], "and") {
		high := string(m[2]) + string(m[3])
		if unit == "" {
			unit = high
			value *= factorOf(high)
		}
		text = currency + low + unit + ".." + string(m[1]) + high
		end += len(m[0])
	}
	if m := unitAfter.FindIndex(rest()); m != nil {
		end += m[1]
	}
	n := Number{Start: start, End: end, Kind: Money, Value: value}
	front := s[max(0, start-20):start]
	for _, try := range []string{qualified(front, text), text} {
		if a, err := deals.ParseAmount(try); err == nil {
			n.Amount = a
			break
		}
	}
	return n, end
}

func startsWord(s []byte, word string) bool {
	return bytes.HasPrefix(bytes.TrimLeft(s, " \n~"), []byte(word))
}

// qualified is an amount with what stands before it, as deals writes it.
func qualified(front []byte, amount string) string {
	m := qualifier.FindSubmatch(front)
	if m == nil {
		return amount
	}
	switch strings.ToLower(string(m[1])) {
	case "up to", "as much as":
		return "up to " + amount
	case "at least", "more than", "over":
		return "at least " + amount
	}
	return "~" + amount
}

// plainValue is the value of digits with commas.
func plainValue(digits []byte) float64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(string(digits), ",", ""), 64) // digits and a point: it can be too large only
	return v
}

// factorOf is what a unit multiplies with.
func factorOf(unit string) float64 {
	switch strings.ToLower(unit) {
	case "trillion", "trn", "tn", "t", "万亿":
		return 1e12
	case "billion", "bn", "b":
		return 1e9
	case "million", "mn", "mln", "m":
		return 1e6
	case "thousand", "k", "千":
		return 1e3
	case "亿":
		return 1e8
	case "万":
		return 1e4
	}
	return 1
}

// abbreviations end with a point that ends no sentence.
var abbreviations = []string{"Inc", "Corp", "Ltd", "Co", "U.S", "e.g", "i.e", "vs", "Mr", "Mrs", "Ms", "Dr", "No", "St", "approx", "est", "ca", "cf", "Fig"}

// maxSentence is how many bytes of what has no end a sentence can have.
const maxSentence = 2000

// words is what a reader sees of a stretch of t, with single spaces.
func (t *text) words(from, to int) string {
	var b strings.Builder
	at := from
	first, _ := slices.BinarySearchFunc(t.tokens, from, func(k token, from int) int { return k.end - from })
	for _, k := range t.tokens[first:] {
		if k.start >= to {
			break
		}
		if k.kind == tokenCode || k.kind == tokenLink {
			continue
		}
		b.Write(t.joined[at:max(at, k.start)])
		at = max(at, k.end)
	}
	if at < to {
		b.Write(t.joined[at:to])
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(b.String()), " "), "\uFFFD")
}

// sentenceEnds reports whether a sentence ends just before i.
func (t *text) sentenceEnds(i int) bool {
	s := t.joined
	if i < 2 || i >= len(s) || s[i] != ' ' && s[i] != '\n' {
		return false
	}
	j := i
	for j > 0 && strings.IndexByte("\"')]*_", s[j-1]) >= 0 {
		j--
	}
	if j == 0 || strings.IndexByte(".!?", s[j-1]) < 0 {
		r, _ := utf8.DecodeLastRune(s[:j])
		return r == '。'
	}
	for _, a := range abbreviations {
		if bytes.HasSuffix(s[:j-1], []byte(a)) && (j-1 == len(a) || !isWordByte(s[j-2-len(a)])) {
			return false
		}
	}
	next, _ := utf8.DecodeRune(bytes.TrimLeft(s[i:], " \n"))
	return !unicode.IsLower(next)
}

func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}
