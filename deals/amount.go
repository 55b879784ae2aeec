package deals

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Currency is an ISO 4217 code: "USD".
type Currency string

// Form says how an amount was stated.
type Form uint8

// The forms of an amount.
const (
	Unstated    Form = iota // the cell was empty: an error in a leg, absent elsewhere
	Exact                   // $10B
	UpTo                    // up to $100B: a ceiling, nothing promised below it
	AtLeast                 // at least $5B: a floor, no ceiling known
	Range                   // $17.4B..19.4B, or with a likely value $5B..10B..25B
	Undisclosed             // ?, or ? up to $70B when only a ceiling is known
)

// Amount is one readable cell of money, read exactly. Low, Likely and High are in minor units (1/100) of Currency.
//
//	form         Low     Likely            High
//	$10B         10B     10B               10B
//	up to $10B   0       10B               10B
//	at least $5B 5B      5B                none (0, HighKnown false)
//	$2B..6B      2B      4B, the midpoint  6B
//	$2B..5B..6B  2B      5B                6B
//	?            none    none              none
//	? up to $7B  none    none              7B, never counted, only shown
//
// ~ before any of them marks an estimate and changes no number.
type Amount struct {
	Form              Form
	Estimate          bool
	LikelyStated      bool // a Range gave its likely value
	HighKnown         bool
	Low, Likely, High int64
	Currency          Currency
}

// Disclosed reports whether the amount can be counted.
func (a Amount) Disclosed() bool { return a.Form != Unstated && a.Form != Undisclosed }

// Ceiling is the most that the amount can come to as far as it is known, in minor units: High, or the floor when there
// is no ceiling.
func (a Amount) Ceiling() int64 {
	if a.HighKnown {
		return a.High
	}
	return a.Low
}

// ParseAmount reads a cell of money:
//
//	?    ? up to MONEY    [~] MONEY    [~] up to MONEY    [~] at least MONEY    [~] MONEY..MONEY    [~] MONEY..MONEY..MONEY
//
// MONEY is a number with a currency before or after it and an optional suffix: $10B, USD 38bn, 10bn USD, €500m, A$330M,
// 5000亿美元, $10,000,000. A comma groups thousands and a point is the decimal mark. Currencies are signs ($ is USD) or
// ISO 4217 codes in capitals; none is ever assumed, but the values of a range share the one that any of them states.
// Suffixes are k, m, mn, M (million), b, bn, B, t, tn, trn, T, the full words, and 千 万 亿 万亿.
//
// The result is exact: whole hundredths, at most 10^15 whole units, Low ≤ Likely ≤ High. Whatever can be read two ways,
// is negative, or was damaged by a spreadsheet is a *[CellError] with the way out.
func ParseAmount(s string) (Amount, error) {
	c, err := cleanCell("amount", s)
	if err != nil {
		return Amount{}, err
	}
	a, err := c.readAmount(c.text)
	if err != nil {
		return Amount{}, c.explainAmount(err)
	}
	return a, nil
}

// ParseSignedMoney reads what [ParseAmount] reads, and a single value with a minus before it: -$20.9B, ~-$9B. Only facts
// have such values: a loss, money burnt.
func ParseSignedMoney(s string) (Amount, error) {
	c, err := cleanCell(signedCell, s)
	if err != nil {
		return Amount{}, err
	}
	text, estimate := cutEstimate(c.text)
	if text, negative := strings.CutPrefix(text, "-"); negative && text != "" {
		a, err := c.readAmount(strings.TrimSpace(text))
		if err == nil && (a.Form != Exact || a.Estimate) {
			err = c.errorf("write it as -$20.9B", "has a minus that belongs to a single value")
		}
		if err != nil {
			return Amount{}, c.explainAmount(err)
		}
		a.Estimate = estimate
		a.Low, a.Likely, a.High = -a.Low, -a.Likely, -a.High
		return a, nil
	}
	a, err := c.readAmount(c.text)
	if err != nil {
		return Amount{}, c.explainAmount(err)
	}
	return a, nil
}

// signedCell is what errors call a cell in which a minus is allowed.
const signedCell = "value"

// cutEstimate takes the ~ from the front.
func cutEstimate(s string) (rest string, estimate bool) {
	rest, estimate = strings.CutPrefix(s, "~")
	return strings.TrimSpace(rest), estimate
}

// cutWords takes words from the front of s, whatever their case.
func cutWords(s, words string) (rest string, ok bool) {
	if len(s) <= len(words) || s[len(words)] != ' ' || !strings.EqualFold(s[:len(words)], words) {
		return s, false
	}
	return strings.TrimSpace(s[len(words):]), true
}

// readAmount reads the grammar of [ParseAmount] from text, which is all of the cell or what stands after a minus.
func (c cellText) readAmount(text string) (Amount, *CellError) {
	if rest, ok := strings.CutPrefix(text, "?"); ok {
		return c.readUndisclosed(strings.TrimSpace(rest))
	}
	text, estimate := cutEstimate(text)
	if text == "?" {
		return Amount{}, c.errorf("write ?", "is undisclosed and an estimate at once")
	}
	var a Amount
	var err *CellError
	if rest, ok := cutWords(text, "up to"); ok {
		a, err = c.readBound(rest)
		a.Form, a.Low = UpTo, 0
	} else if rest, ok := cutWords(text, "at least"); ok {
		a, err = c.readBound(rest)
		a.Form, a.High, a.HighKnown = AtLeast, 0, false
	} else {
		a, err = c.readRange(text)
	}
	a.Estimate = estimate
	return a, err
}

// readUndisclosed reads what follows a question mark: nothing, or a ceiling.
func (c cellText) readUndisclosed(rest string) (Amount, *CellError) {
	if rest == "" {
		return Amount{Form: Undisclosed}, nil
	}
	rest, ok := cutWords(rest, "up to")
	if !ok {
		return Amount{}, c.errorf("write ? alone, or ? up to $70B", "has more than a ceiling after the question mark")
	}
	b, err := c.readBound(rest)
	return Amount{Form: Undisclosed, High: b.High, HighKnown: true, Currency: b.Currency}, err
}

// readBound reads the single value of a ceiling or floor.
func (c cellText) readBound(text string) (Amount, *CellError) {
	if strings.Contains(text, "..") {
		return Amount{}, c.errorf("write the range alone: $5B..10B", "is a bound and a range at once")
	}
	if strings.HasPrefix(text, "~") {
		return Amount{}, c.errorf("put ~ first: ~up to $10B", "has the ~ in the middle")
	}
	return c.readRange(text)
}

// readRange reads one value, or two or three in ascending order.
func (c cellText) readRange(text string) (Amount, *CellError) {
	n := strings.Count(text, "..") + 1
	if n > 3 {
		return Amount{}, c.errorf("a range is low..high or low..likely..high", "has %d values", n)
	}
	var three [3]money
	values := three[:n]
	for i := range values {
		var p string
		p, text, _ = strings.Cut(text, "..")
		p = strings.TrimSpace(p)
		if i > 0 && strings.HasPrefix(p, "~") {
			return Amount{}, c.errorf("put one ~ before the range", "has a ~ inside the range")
		}
		m, err := c.readMoney(p)
		if err != nil {
			return Amount{}, err
		}
		values[i] = m
	}
	if err := c.checkUnits(values); err != nil {
		return Amount{}, err
	}
	a := Amount{Form: Exact, HighKnown: true}
	for _, m := range values {
		if m.currency != "" && a.Currency != "" && m.currency != a.Currency {
			return Amount{}, c.errorf("state both in one", "names two currencies, %s and %s", a.Currency, m.currency)
		}
		a.Currency = cmp.Or(a.Currency, m.currency)
	}
	if a.Currency == "" {
		m := values[0]
		return Amount{}, c.errorf("write $"+m.span+" or USD "+m.span, "has no currency")
	}
	last := len(values) - 1
	a.Low, a.Likely, a.High = values[0].minor, values[last/2].minor, values[last].minor
	switch last {
	case 1:
		a.Form, a.Likely = Range, a.Low+(a.High-a.Low)/2
	case 2:
		a.Form, a.LikelyStated = Range, true
	}
	if a.Low > a.High || last == 2 && (a.Low > a.Likely || a.Likely > a.High) {
		return Amount{}, c.errorf("write low..high or low..likely..high", "is a range that does not ascend")
	}
	return a, nil
}

// checkUnits refuses a range in which one value has a suffix and another, that is not zero, has none: $17.4..19.4B may
// start at 17 dollars or at 17 billion.
func (c cellText) checkUnits(values []money) *CellError {
	unit := ""
	for _, m := range values {
		unit = cmp.Or(unit, m.unit)
	}
	for _, m := range values {
		if m.unit != "" || unit == "" || m.minor == 0 {
			continue
		}
		hint := "give every value its suffix"
		if write := strings.Replace(c.text, m.span, m.span+unit, 1); c.reads(write) {
			hint = "write " + write
		}
		return c.errorf(hint, "reads two ways: its %s is %s or %s%s", m.number, m.span, m.span, unit)
	}
	return nil
}

// sayings are other ways to write a form, with the way the ledger writes it.
var sayings = []struct{ said, write string }{
	{"approximately ", "~"}, {"approx. ", "~"}, {"approx ", "~"}, {"about ", "~"}, {"around ", "~"}, {"roughly ", "~"}, {"circa ", "~"}, {"ca. ", "~"},
	{"ca ", "~"}, {"c. ", "~"}, {"est. ", "~"}, {"estimated ", "~"}, {"nearly ", "~"}, {"almost ", "~"}, {"some ", "~"}, {"≈", "~"}, {"~~", "~"},
	{"more than ", "at least "}, {"over ", "at least "}, {"min ", "at least "}, {"min. ", "at least "}, {"minimum ", "at least "}, {"from ", "at least "},
	{">=", "at least "}, {">", "at least "}, {"≥", "at least "},
	{"as much as ", "up to "}, {"upto ", "up to "}, {"up-to ", "up to "}, {"less than ", "up to "}, {"under ", "up to "}, {"below ", "up to "},
	{"max ", "up to "}, {"max. ", "up to "}, {"maximum ", "up to "}, {"<=", "up to "}, {"<", "up to "}, {"≤", "up to "},
	{"up to ~", "~up to "}, {"at least ~", "~at least "}, {"+", ""},
}

var dashed = regexp.MustCompile(`(?i)(\d\s*[\p{L}]*)\s*(?:-|–|—|\.\.\.|…|to|and)\s*([^\d\s]{0,4}\d)`)

// explainAmount replaces the error of a cell that could not be read with a better one where the mistake is a common one.
func (c cellText) explainAmount(err *CellError) *CellError {
	lower := strings.ToLower(c.text)
	if c.text == "" {
		return &CellError{c.what + " is empty", "write ? if it is not disclosed"}
	}
	if c.saysNothing() {
		return c.errorf("write ? for what is not disclosed", "is not a number")
	}
	if damage := c.damage(); damage != nil {
		return damage
	}
	if d, ok, _ := (cellText{"date", c.text}).calendarDate(); ok && (d.Month > 0 || d.Part > 0 || d.By) {
		return c.errorf("check that the cell stands in the right column", "is a date")
	}
	if strings.HasSuffix(c.text, "+") {
		if write := "at least " + strings.TrimSuffix(c.text, "+"); c.reads(write) {
			return c.errorf("write "+write, "has a + after its number")
		}
	}
	for _, s := range sayings {
		if rest, ok := strings.CutPrefix(lower, s.said); ok {
			write := s.write + strings.TrimSpace(c.text[len(c.text)-len(rest):])
			if c.reads(write) {
				return c.errorf("write "+write, "starts with %s", quote(strings.TrimSpace(s.said)))
			}
			return c.errorf("write "+s.write+"$10B", "starts with %s", quote(strings.TrimSpace(s.said)))
		}
	}
	between, _ := cutWords(c.text, "between")
	if write := dashed.ReplaceAllString(between, "$1..$2"); write != between {
		if c.reads(write) {
			return c.errorf("write "+write, "is not written as a range")
		}
		if !strings.HasPrefix(c.text, "-") && !strings.Contains(strings.ReplaceAll(c.text, "...", ""), "..") {
			return c.errorf("write a range as $5B..10B, each value with its suffix", "is not written as a range")
		}
	}
	if end, ok := strings.CutSuffix(c.text, ".."); ok && c.reads("at least "+end) {
		return c.errorf("write at least "+end, "is a range without an upper end")
	}
	if end, ok := strings.CutPrefix(c.text, ".."); ok && c.reads("up to "+end) {
		return c.errorf("write up to "+end, "is a range without a lower end")
	}
	n := min(3, len(c.text))
	front, back := strings.ToUpper(c.text[:n])+c.text[n:], c.text[:len(c.text)-n]+strings.ToUpper(c.text[len(c.text)-n:])
	for _, write := range []string{front, back} {
		if write != c.text && c.reads(write) {
			return c.errorf("write "+write, "has a currency code in small letters")
		}
	}
	return err
}

// reads reports whether the text would be a good amount; for hints that are sure to work.
func (c cellText) reads(text string) bool {
	_, err := cellText{c.what, text}.readAmount(text)
	return err == nil
}

// String writes the amount as a ledger does; [ParseAmount] reads it back to an equal amount (a negative one is read by
// [ParseSignedMoney]). The zero Amount gives "".
//
// Each value takes the largest of the suffixes T, B and M with which it is exact in at most three decimals and not below
// one, else all its digits: $10B, $1.5T, $1,234,567.89. Currencies without a sign of their own are written in front as
// codes: CHF 330M.
func (a Amount) String() string {
	s := ""
	if a.Estimate {
		s = "~"
	}
	switch a.Form {
	case Exact:
		return s + a.join(a.Low)
	case UpTo:
		return s + "up to " + a.join(a.High)
	case AtLeast:
		return s + "at least " + a.join(a.Low)
	case Range:
		if a.LikelyStated {
			return s + a.join(a.Low, a.Likely, a.High)
		}
		return s + a.join(a.Low, a.High)
	case Undisclosed:
		if a.HighKnown {
			return "? up to " + a.join(a.High)
		}
		return "?"
	}
	return ""
}

// join writes the values of a range with one currency; with suffixes on all of them or on none, see checkUnits.
func (a Amount) join(values ...int64) string {
	parts := make([]string, len(values))
	suffixes := true
	for i, v := range values {
		text, suffixed := shortMinor(v)
		parts[i] = text
		suffixes = suffixes && (suffixed || v == 0)
	}
	if !suffixes {
		for i, v := range values {
			parts[i] = fullMinor(v)
		}
	}
	sign := ""
	if text, negative := strings.CutPrefix(parts[0], "-"); negative {
		sign, parts[0] = "-", text
	}
	return sign + a.Currency.prefix() + strings.Join(parts, "..")
}

// shortMinor writes minor units with the largest suffix that fits exactly, or in full.
func shortMinor(v int64) (text string, suffixed bool) {
	for _, u := range []struct {
		suffix string
		minor  int64
	}{{"T", 1e14}, {"B", 1e11}, {"M", 1e8}} {
		if abs(v) >= u.minor && v%(u.minor/1000) == 0 {
			thousandths := v / (u.minor / 1000)
			part := strings.TrimRight(strconv.FormatInt(1000+abs(thousandths%1000), 10)[1:], "0")
			if part != "" {
				part = "." + part
			}
			return groupThousands(thousandths/1000) + part + u.suffix, true
		}
	}
	return fullMinor(v), false
}

// fullMinor writes minor units digit by digit: 1,234,567.89.
func fullMinor(v int64) string {
	sign := ""
	if v < 0 {
		sign = "-"
	}
	cents := ""
	if rest := abs(v % 100); rest != 0 {
		cents = "." + strconv.FormatInt(100+rest, 10)[1:]
	}
	return sign + groupThousands(abs(v/100)) + cents
}

func groupThousands(v int64) string {
	s := strconv.FormatInt(v, 10)
	sign := ""
	if v < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
