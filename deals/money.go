package deals

import (
	"regexp"
	"strconv"
	"strings"
)

// money is one value inside an amount cell.
type money struct {
	minor    int64    // 1/100 of the currency
	number   string   // the digits as written, for messages
	unit     string   // as written; "" when none
	currency Currency // "" when none is stated here
	span     string   // the whole value as written
}

// largestMinor is the largest amount: 10^15 whole units. No economy is larger, and sums of thousands of legs still fit
// an int64.
const largestMinor = 1e17

// units are the suffixes of an amount, with the power of ten of each. Single letters may be small or capital and full
// words may start with a capital, because only one meaning is possible; Bn, BN, MM and the like are refused, because MM
// is a thousand to some and a million to others.
var units = []struct {
	name     string
	exponent int
}{
	{"k", 3}, {"K", 3}, {"thousand", 3}, {"Thousand", 3}, {"千", 3},
	{"万", 4}, {"萬", 4},
	{"m", 6}, {"M", 6}, {"mn", 6}, {"million", 6}, {"Million", 6}, {"百万", 6},
	{"千万", 7},
	{"亿", 8}, {"億", 8},
	{"b", 9}, {"B", 9}, {"bn", 9}, {"billion", 9}, {"Billion", 9}, {"十亿", 9},
	{"百亿", 10},
	{"千亿", 11},
	{"t", 12}, {"T", 12}, {"tn", 12}, {"trn", 12}, {"trillion", 12}, {"Trillion", 12}, {"万亿", 12}, {"萬億", 12},
}

// unitExponent is the power of ten of a suffix.
func unitExponent(name string) (exponent int, ok bool) {
	for _, u := range units {
		if u.name == name {
			return u.exponent, true
		}
	}
	return 0, false
}

// unitHints lead from suffixes that are refused to the ones that are not.
var unitHints = map[string]string{
	"mm": "use M for millions, k for thousands", "mio": "use M", "mil": "use M", "mill": "use M", "mln": "use M", "mns": "use M", "ms": "use M", "millions": "use M",
	"bln": "use B", "bil": "use B", "bill": "use B", "bns": "use B", "bs": "use B", "billions": "use B", "mrd": "use B", "md": "use B", "mia": "use B", "g": "use B",
	"trillions": "use T", "tr": "use T", "兆": "use T", "th": "use k", "thousands": "use k",
	"lakh": "1 lakh is 100k", "crore": "1 crore is 10M", "cr": "1 crore is 10M",
	"元": "name the currency: 人民币 or CNY, TWD, USD", "亿元": "name the currency: 亿元人民币 or CNY, TWD, USD", "万元": "name the currency: 万元人民币 or CNY, TWD, USD",
	"%": "a share of equity stands in stake", "shares": "a number of shares stands in quantity", "gw": "capacity stands in quantity", "gpus": "a number of units stands in quantity",
	"mrd.": "use B", "mio.": "use M", "md.": "use B", "mln.": "use M", "bn.": "use B",
	"dollars": "write $ before the number, or A$, C$", "bucks": "write $ before the number",
}

var (
	exponent       = regexp.MustCompile(`^[eE][-+]?\d`)
	wellGrouped    = regexp.MustCompile(`^[1-9]\d{0,2}(,\d{3})+$`)
	pointGrouped   = regexp.MustCompile(`^[1-9]\d{0,2}(\.\d{3})+$`)
	looksEuropean  = regexp.MustCompile(`^\d{1,3}(\.\d{3})*,\d+$`)
	perSomething   = regexp.MustCompile(`^(?:/|per |a |an |each )\s*([\p{L}]+)`)
	notANumberWord = regexp.MustCompile(`(?i)^(nan|[-+]?inf(inity)?|∞)$`)
)

// readMoney reads one value: `$10B`, `USD 38bn`, `10bn USD`, `5000亿美元`, `$10,000,000`. The currency may be missing; the
// caller knows whether another value of the cell states it.
func (c cellText) readMoney(s string) (money, *CellError) {
	m := money{span: s}
	if s == "" {
		return m, c.errorf("write it as $10B", "has no number")
	}
	if !strings.ContainsAny(s, "0123456789") && notANumberWord.MatchString(s) {
		return m, c.errorf("write it as $10B, or ? if it is not disclosed", "is not a number")
	}
	if strings.Contains(s, "¥") && !strings.Contains(s, "CN¥") && !strings.Contains(s, "JP¥") {
		value := strings.TrimSpace(strings.ReplaceAll(s, "¥", ""))
		return m, c.errorf("name the currency", "reads two ways: JPY %s or CNY %s", value, value)
	}
	before, rest := cutCurrencyBefore(s)
	if strings.HasPrefix(s, "-") || strings.HasPrefix(rest, "-") || strings.HasPrefix(s, "(") {
		hint := "money flows from payer to payee: swap the two"
		if c.what == signedCell {
			hint = "a single value may be: -$20.9B"
		}
		return m, c.errorf(hint, "is negative")
	}
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789.,"))]
	m.number = strings.TrimRight(digits, ",")
	rest = rest[len(m.number):]
	if m.number == "" && before == "" && leadingLetters(s) == 3 && strings.ContainsAny(s[3:], "0123456789") {
		return m, c.errorf("use the ISO 4217 code in capitals: CHF 330M", "starts with %s, which is no currency", quote(s[:3]))
	}
	if m.number == "" {
		return m, c.errorf("write it as $10B, USD 38bn or ?", "is not an amount")
	}
	if exponent.MatchString(rest) {
		return m, c.errorf("write it out, as in $10B", "is written with an exponent")
	}
	unit := strings.TrimSpace(rest)
	if unit != "" && (unit[0] >= '0' && unit[0] <= '9' || strings.ContainsRune("'’_", firstRune(unit))) {
		return m, c.errorf("group thousands with commas, or not at all: 10,000", "has %q between its digits", rest[:len(rest)-len(unit)]+string(firstRune(unit)))
	}
	after, unit := cutCurrencyAfter(unit)
	if after == "" && before != "" && strings.HasSuffix(unit, "元") {
		unit = strings.TrimSuffix(unit, "元")
	}
	exp, err := c.unit(unit)
	if err != nil {
		return m, err
	}
	m.unit = unit
	if m.minor, err = c.minor(m.number, unit, exp); err != nil {
		return m, err
	}
	if before != "" && after != "" && before != after {
		return m, c.errorf("name one", "names two currencies, %s and %s", before, after)
	}
	m.currency = before
	if before == "" {
		m.currency = after
	}
	return m, nil
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// unit is the power of ten that a suffix stands for; 0 for none.
func (c cellText) unit(unit string) (int, *CellError) {
	if unit == "" {
		return 0, nil
	}
	if exponent, ok := unitExponent(unit); ok {
		return exponent, nil
	}
	for i, r := range unit {
		if m := perSomething.FindStringSubmatch(unit[i:]); m != nil && (r == '/' || i == 0 || unit[i-1] == ' ') {
			return 0, c.errorf("give the total, and how it is spread in the schedule", "is a rate per %s, not a total", m[1])
		}
	}
	if strings.ContainsAny(unit, "0123456789") {
		return 0, c.errorf("write one value, or a range as $5B..10B", "goes on with %s after its number", quote(unit))
	}
	hint := unitHints[strings.ToLower(unit)]
	if exponent, ok := unitExponent(strings.ToLower(unit)); hint == "" && ok {
		hint = "use " + map[int]string{3: "k", 6: "M", 9: "B", 12: "T"}[exponent]
	}
	if hint == "" {
		hint = "use k, M, B or T"
	}
	return 0, c.errorf(hint, "has unknown suffix %s", quote(unit))
}

// minor is number × 10^exp in hundredths.
func (c cellText) minor(number, unit string, exp int) (int64, *CellError) {
	digits, scale, err := c.digits(number, unit != "")
	if err != nil {
		return 0, err
	}
	exp += 2 - scale
	digits = strings.TrimLeft(digits, "0")
	for exp < 0 && strings.HasSuffix(digits, "0") {
		digits, exp = digits[:len(digits)-1], exp+1
	}
	switch {
	case digits == "":
		return 0, nil
	case exp < 0:
		return 0, c.errorf("round it to two decimals", "is not a whole number of hundredths")
	case len(digits)+exp > 18: // the first digit is not zero
		return 0, c.tooLarge()
	}
	v, parseErr := strconv.ParseInt(digits, 10, 64)
	if parseErr != nil {
		panic("deals: digits that are no digits: " + digits)
	}
	for range exp {
		v *= 10
	}
	if v > largestMinor {
		return 0, c.tooLarge()
	}
	return v, nil
}

func (c cellText) tooLarge() *CellError {
	return c.errorf("check the number and its suffix", "is more than 1000T, the largest amount")
}

// digits checks how a number is written and returns its digits without marks, and how many of them follow the point. A
// comma groups thousands and a point is the decimal mark. A number with a point, three decimals and no suffix may just
// as well be grouped the continental way, so it is refused; scaled says that a suffix settles the matter.
func (c cellText) digits(number string, scaled bool) (digits string, scale int, err *CellError) {
	whole, part, point := strings.Cut(number, ".")
	if !point && !strings.Contains(number, ",") {
		return number, 0, nil
	}
	fixed := func(n string) string { return "write " + strings.Replace(c.text, number, n, 1) }
	switch {
	case strings.Contains(number, ",") && looksEuropean.MatchString(number) && !wellGrouped.MatchString(number):
		return "", 0, c.errorf(fixed(strings.NewReplacer(".", ",", ",", ".").Replace(number)), "has a misplaced comma: a comma groups thousands, a point is the decimal mark")
	case strings.Contains(part, ".") && pointGrouped.MatchString(number):
		return "", 0, c.errorf(fixed(strings.ReplaceAll(number, ".", ",")), "groups thousands with points")
	case strings.Contains(part, "."):
		return "", 0, c.errorf("write it as 1,234.56", "has two points")
	case whole == "":
		return "", 0, c.errorf(fixed("0"+number), "starts with a point")
	case point && part == "":
		return "", 0, c.errorf(fixed(whole), "ends with a point")
	case strings.Contains(part, ","):
		return "", 0, c.errorf("write it as 1,234.56", "has a comma after the point")
	case strings.Contains(whole, ",") && !wellGrouped.MatchString(whole):
		return "", 0, c.errorf(fixed(strings.ReplaceAll(whole, ",", "")+number[len(whole):]), "has a misplaced comma: a comma groups three digits")
	case !scaled && pointGrouped.MatchString(number):
		grouped := strings.Replace(number, ".", ",", 1)
		return "", 0, c.errorf("write "+grouped+" if thousands are meant, "+number+"0 if not", "reads two ways: %s or %s", grouped, number)
	}
	return strings.ReplaceAll(whole, ",", "") + part, len(part), nil
}
