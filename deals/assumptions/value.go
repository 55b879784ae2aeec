package assumptions

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// A value is what stands under a key, read.
type value struct {
	text   string // as this package writes it; the same text is the same value
	span   Range  // of shares, multiples, months, years, and costs in whole units
	share  deals.Share
	amount deals.Amount
	list   []string
	number int
}

// written is what somebody wrote under a key: a text, or a list of texts.
type written struct {
	text   string
	list   []string
	isList bool
}

// bounds of ranges: beyond them is a slip of the pen.
const (
	mostMultiple = 100
	mostMonths   = 240
	mostYears    = 100
	mostSpread   = 100
	leastCost    = 1e6 * 100 // minor units: nobody builds a gigawatt for less than a million
)

// read reads what is written under a key.
func (k Key) read(w written) (value, *deals.CellError) {
	if w.isList != (k.Holds == HoldsRanks || k.Holds == HoldsParties) {
		if w.isList {
			return value{}, &deals.CellError{Msg: k.Name + " is a list", Hint: "write one value"}
		}
		for part := range strings.SplitSeq(w.text, ",") {
			w.list = append(w.list, strings.TrimSpace(part))
		}
	}
	switch k.Holds {
	case HoldsShare:
		return k.readShare(w.text)
	case HoldsShares, HoldsMultiples, HoldsMonths, HoldsYears:
		return k.readRange(w.text)
	case HoldsCost:
		return k.readCost(w.text)
	case HoldsAmount, HoldsAmounts:
		return k.readAmount(w.text)
	case HoldsWord:
		return k.readWord(w.text)
	case HoldsYear, HoldsCount:
		return k.readNumber(w.text)
	case HoldsRanks:
		return k.readRanks(w.list)
	case HoldsParties:
		return k.readParties(w.list)
	}
	if strings.TrimSpace(w.text) == "" {
		return value{}, &deals.CellError{Msg: k.Name + " is empty", Hint: "write metrics joined by +, or none"}
	}
	return value{text: strings.TrimSpace(w.text)}, nil
}

// about puts the name of the key before the error of a reader.
func (k Key) about(err error) *deals.CellError {
	if c, ok := err.(*deals.CellError); ok {
		return &deals.CellError{Msg: k.Name + ": " + c.Msg, Hint: c.Hint}
	}
	return &deals.CellError{Msg: k.Name + ": " + err.Error()}
}

func (k Key) errorf(hint, format string, args ...any) *deals.CellError {
	return &deals.CellError{Msg: k.Name + " " + fmt.Sprintf(format, args...), Hint: hint}
}

func (k Key) readShare(text string) (value, *deals.CellError) {
	if strings.Contains(text, "..") {
		return value{}, k.errorf("write one share: 30%", "%s is a range", quote(text))
	}
	share, err := deals.ParseShare(text)
	switch {
	case err != nil:
		return value{}, k.about(err)
	case share < 0 || share > 1_000_000:
		return value{}, k.errorf("a share lies between 0% and 100%", "%s is out of range", quote(text))
	case k.Below && share == 1_000_000:
		return value{}, k.errorf("write less: at 100% all deals would have one fate", "%s is the whole", quote(text))
	case k.Above && share == 0:
		return value{}, k.errorf("write more than 0%", "is nothing")
	}
	return value{text: share.String(), share: share, span: Range{share.Float(), share.Float(), share.Float()}}, nil
}

// A unit is what the numbers of a range count.
type unit struct {
	sign   string   // as we write it
	each   bool     // behind every number, not only behind the last
	needed bool     // a number without it can be read two ways
	other  []string // other spellings, longest first
	scale  float64  // what one of it is worth
	most   float64  // in the unit
	bound  string   // the most, in words
	sample string
}

func (k Key) unit() unit {
	switch k.Holds {
	case HoldsShares:
		return unit{sign: "%", each: true, needed: true, scale: 0.01, most: 100, bound: "a share lies between 0% and 100%", sample: "10%..20%..40%"}
	case HoldsMultiples:
		return unit{sign: "x", each: true, needed: true, other: []string{"times", "×"}, scale: 1, most: mostMultiple, bound: "100x is the most", sample: "1.1x..1.3x..1.6x"}
	case HoldsMonths:
		return unit{sign: "m", other: []string{"months", "month", "mo"}, scale: 1, most: mostMonths, bound: "240 months are the most, and nothing comes early", sample: "0..6..24"}
	default:
		return unit{sign: "y", other: []string{"years", "year", "yrs", "yr"}, scale: 1, most: mostYears, bound: "100 years are the most", sample: "4..5..6"}
	}
}

// cut takes the unit from the end of a number.
func (u unit) cut(text string) (number string, has bool) {
	lower := strings.ToLower(text)
	for _, s := range append(slices.Clone(u.other), u.sign) {
		if strings.HasSuffix(lower, s) {
			return strings.TrimSpace(text[:len(text)-len(s)]), true
		}
	}
	return text, false
}

var dashed = regexp.MustCompile(`^(.*\d\s*\S{0,6}?)\s*(?:-|–|—|…| to )\s*(\d.*)$`)

// readRange reads low..likely..high, low..high or one number.
func (k Key) readRange(text string) (value, *deals.CellError) {
	u := k.unit()
	text = strings.TrimSpace(text)
	if m := dashed.FindStringSubmatch(text); m != nil && !strings.Contains(text, "..") {
		return value{}, k.errorf("write a range as "+u.sample, "%s is not written as a range", quote(text))
	}
	parts := strings.Split(text, "..")
	if len(parts) > 3 {
		return value{}, k.errorf("a range is low..high or low..likely..high", "%s has %d values", quote(text), len(parts))
	}
	var numbers []deals.Decimal
	counted := false
	for _, p := range parts {
		number, has := u.cut(strings.TrimSpace(p))
		counted = counted || has
		d, err := deals.ParseDecimal(number)
		if err != nil {
			return value{}, k.errorf("write a number or a range, as "+u.sample, "%s is not a range", quote(text))
		}
		if d.Scale > 4 {
			return value{}, k.errorf("round it to four decimals", "%s is too fine", quote(p))
		}
		numbers = append(numbers, d)
	}
	if u.needed && !counted {
		return value{}, k.errorf("write "+u.join(numbers), "%s has no unit", quote(text))
	}
	return k.span(u, text, numbers)
}

// span makes the range of one, two or three numbers.
func (k Key) span(u unit, text string, numbers []deals.Decimal) (value, *deals.CellError) {
	for _, d := range numbers {
		if d.Coefficient < 0 || d.Float() > u.most {
			return value{}, k.errorf(u.bound, "%s is out of range", quote(text))
		}
		if k.Above && d.Coefficient == 0 {
			return value{}, k.errorf("write more than 0"+strings.TrimSpace(u.sign), "%s begins at nothing", quote(text))
		}
	}
	byNumber := func(a, b deals.Decimal) int { return cmp.Compare(a.Float(), b.Float()) }
	if !slices.IsSortedFunc(numbers, byNumber) {
		slices.SortFunc(numbers, byNumber)
		return value{}, k.errorf("write the lowest first: "+u.join(numbers), "%s is upside down", quote(text))
	}
	last := len(numbers) - 1
	at := func(i int) float64 { return worth(numbers[i], u) }
	out := value{text: u.join(numbers), span: Range{at(0), at(last / 2), at(last)}}
	if last == 1 {
		out.span.Likely = (at(0) + at(1)) / 2
		if u.sign == "x" { // of multiples, that which is as far below the one as above the other
			out.span.Likely = math.Sqrt(at(0) * at(1))
		}
	}
	return out, nil
}

// worth is a number in the unit of the value. A percentage is moved by two places, not multiplied: 7% is 0.07 exactly as
// written.
func worth(d deals.Decimal, u unit) float64 {
	if u.scale == 0.01 {
		d.Scale += 2
	}
	return d.Float()
}

// join writes a range.
func (u unit) join(numbers []deals.Decimal) string {
	var parts []string
	for i, d := range numbers {
		text := d.String()
		if u.each || i == len(numbers)-1 {
			text += u.sign
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "..")
}

var perGigawatt = regexp.MustCompile(`(?i)\s*(/|per)\s*(gw|gigawatt)s?\s*$`)

// readCost reads a range of money, for one gigawatt.
func (k Key) readCost(text string) (value, *deals.CellError) {
	a, err := deals.ParseAmount(perGigawatt.ReplaceAllString(text, ""))
	switch {
	case err != nil:
		return value{}, k.about(err)
	case a.Form != deals.Exact && a.Form != deals.Range:
		return value{}, k.errorf("write an amount or a range: $40B..60B", "%s has no low and high value", quote(text))
	case a.Low <= 0:
		return value{}, k.errorf("write more than nothing", "%s begins at nothing", quote(text))
	}
	if a.Low < leastCost {
		return value{}, k.errorf("write it with its suffix, as $48B", "%s is next to nothing for a gigawatt", quote(text))
	}
	a.Estimate = false // all of these are
	span := Range{float64(a.Low) / 100, float64(a.Likely) / 100, float64(a.High) / 100}
	return value{text: a.String(), amount: a, span: span}, nil
}

func (k Key) readAmount(text string) (value, *deals.CellError) {
	a, err := deals.ParseAmount(text)
	switch {
	case err != nil:
		return value{}, k.about(err)
	case a.Form == deals.Exact, a.Form == deals.Range && k.Holds == HoldsAmounts:
		return value{text: a.String(), amount: a}, nil
	case k.Holds == HoldsAmounts:
		return value{}, k.errorf("write an amount or a range: $40B..60B..80B", "%s has no low and high value", quote(text))
	}
	return value{}, k.errorf("write one amount, as $5B", "%s is not one amount", quote(text))
}

func (k Key) readWord(text string) (value, *deals.CellError) {
	var words []string
	for _, w := range k.Words {
		words = append(words, w.Text)
	}
	word := strings.ToLower(strings.TrimSpace(text))
	if !slices.Contains(words, word) {
		return value{}, k.errorf(meant(word, words), "%s is not known", quote(text))
	}
	return value{text: word}, nil
}

func (k Key) readNumber(text string) (value, *deals.CellError) {
	first, last, sample := deals.FirstYear, deals.LastYear, "write a year, as 2027"
	if k.Holds == HoldsCount {
		first, last, sample = 0, mostSpread, "write a number of years, as 5"
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	switch {
	case err != nil:
		return value{}, k.errorf(sample, "%s is not a whole number", quote(text))
	case n < first || n > last:
		return value{}, k.errorf(fmt.Sprintf("it lies between %d and %d", first, last), "%s is out of range", quote(text))
	}
	return value{text: strconv.Itoa(n), number: n}, nil
}

func (k Key) readRanks(list []string) (value, *deals.CellError) {
	var out []string
	for _, text := range list {
		if len(text) != 1 || text < "1" || text > "4" {
			return value{}, k.errorf("ranks are 1 to 4", "%s is not a rank", quote(text))
		}
		if slices.Contains(out, text) {
			return value{}, k.errorf("write it once", "%s stands twice", text)
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return value{}, k.errorf("leave the key out for all", "names no rank")
	}
	return value{text: strings.Join(out, ","), list: out}, nil
}

func (k Key) readParties(list []string) (value, *deals.CellError) {
	var out []string
	for _, text := range list {
		if text == "" {
			return value{}, k.errorf("write its id", "names a party without a name")
		}
		if slices.Contains(out, text) {
			return value{}, k.errorf("write it once", "%s stands twice", quote(text))
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return value{}, k.errorf("leave the key out", "names no party")
	}
	return value{text: strings.Join(out, ","), list: out}, nil
}

// quote is a text between quotation marks, cut where it is long.
func quote(text string) string {
	const longest = 60
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	return strconv.Quote(text)
}

// meant is the hint "did you mean …", or the list of what there is.
func meant(word string, known []string) string {
	if s, ok := deals.Suggest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", s)
	}
	if len(known) > 16 {
		return ""
	}
	return "one of: " + strings.Join(known, ", ")
}
