package deals

import (
	"strings"

	"golang.org/x/text/currency"
)

// currencyMark is a sign that names a currency before a number.
type currencyMark struct {
	text string
	code Currency
}

// currencyMarks stand before a number, the commonest first and longer ones before their endings, so that US$ is not read
// as S$.
var currencyMarks = []currencyMark{
	{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"US$", "USD"}, {"AU$", "AUD"}, {"CA$", "CAD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"NZ$", "NZD"}, {"CN¥", "CNY"}, {"JP¥", "JPY"},
	{"人民币", "CNY"}, {"RMB", "CNY"}, {"A$", "AUD"}, {"C$", "CAD"}, {"S$", "SGD"}, {"R$", "BRL"},
	{"₩", "KRW"}, {"₹", "INR"},
}

// currencyWords stand after a number, longer ones first.
var currencyWords = []currencyMark{
	{"元人民币", "CNY"}, {"人民币", "CNY"}, {"新台币", "TWD"}, {"美元", "USD"}, {"美金", "USD"}, {"欧元", "EUR"}, {"英镑", "GBP"},
	{"日元", "JPY"}, {"港元", "HKD"}, {"韩元", "KRW"}, {"澳元", "AUD"}, {"加元", "CAD"},
	{"RMB", "CNY"}, {"€", "EUR"}, {"£", "GBP"}, {"US$", "USD"}, {"$", "USD"},
}

// canonicalMarks are the currencies that a ledger writes with a sign; all others are written with their code.
var canonicalMarks = map[Currency]string{"USD": "$", "EUR": "€", "GBP": "£", "AUD": "A$", "CAD": "C$"}

// Known reports whether c is an ISO 4217 code in capitals.
func (c Currency) Known() bool {
	_, ok := isoCurrency(string(c))
	return ok
}

// isoCurrency is the currency of a code; not the text itself, which may be part of a long one.
func isoCurrency(code string) (Currency, bool) {
	if len(code) != 3 || strings.ToUpper(code) != code {
		return "", false
	}
	u, err := currency.ParseISO(code)
	if err != nil || u == currency.XXX || u == currency.XTS {
		return "", false
	}
	return Currency(u.String()), true
}

// prefix is what stands before a number in this currency.
func (c Currency) prefix() string {
	if mark, ok := canonicalMarks[c]; ok {
		return mark
	}
	if c == "" {
		return ""
	}
	return string(c) + " "
}

// cutCurrencyBefore takes a currency from the front of s.
func cutCurrencyBefore(s string) (c Currency, rest string) {
	for _, m := range currencyMarks {
		if len(s) >= len(m.text) && strings.EqualFold(s[:len(m.text)], m.text) {
			return m.code, strings.TrimSpace(s[len(m.text):])
		}
	}
	if n := leadingLetters(s); n == 3 {
		if c, ok := isoCurrency(s[:3]); ok {
			return c, strings.TrimSpace(s[3:])
		}
	}
	return "", s
}

// cutCurrencyAfter takes a currency from the end of s, which holds no digits: "bn USD", "亿美元".
func cutCurrencyAfter(s string) (c Currency, rest string) {
	if s == "" {
		return "", s
	}
	for _, m := range currencyWords {
		if r, ok := strings.CutSuffix(s, m.text); ok {
			return m.code, strings.TrimSpace(r)
		}
	}
	if len(s) < 3 {
		return "", s
	}
	front := s[:len(s)-3]
	code, known := isoCurrency(s[len(s)-3:])
	_, isUnit := unitExponent(strings.TrimSpace(front))
	if !known || front != "" && !isUnit && !strings.HasSuffix(front, " ") {
		return "", s
	}
	return code, strings.TrimSpace(front)
}

// leadingLetters counts the ASCII letters that s starts with.
func leadingLetters(s string) int {
	for i := range len(s) {
		if b := s[i] | 0x20; b < 'a' || b > 'z' {
			return i
		}
	}
	return len(s)
}
