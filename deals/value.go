package deals

import (
	"strings"
)

// ParseValue reads what a fact states, in this order:
//
//	$35B/GW, $20B per year    Quantity in whole units of currency per something: {35000000000, "USD/GW"}
//	-$20.9B, up to $5B, ?     Money
//	2026-06-08, 2027Q3        Date; a bare 2026 is a number
//	250 GW, 95%, 2000         Quantity
//	anything else             only Text
//
// Text is always the cell. A cell that is plainly meant as money, a number or a date but cannot be read as one is an
// error, not text.
func ParseValue(s string) (Value, error) {
	c, err := cleanCell(signedCell, s)
	if err != nil {
		return Value{}, err
	}
	v := Value{Text: c.text}
	if c.text == "" {
		return Value{}, &CellError{"value is empty", "write a number, a date or a text"}
	}
	if damage := c.damage(); damage != nil {
		return Value{}, damage
	}
	if q, ok, err := c.readPrice(); err != nil {
		return Value{}, err
	} else if ok {
		v.Quantity = &q
		return v, nil
	}
	a, moneyErr := ParseSignedMoney(c.text)
	if moneyErr == nil {
		v.Money = &a
		return v, nil
	}
	if c.meansMoney() {
		return Value{}, moneyErr
	}
	d, dateErr := cellText{"date", c.text}.readDate()
	if dateErr == nil && (d.Month > 0 || d.Part > 0 || d.By) {
		v.Date = &d
		return v, nil
	}
	if dateErr != nil && (numericDate.MatchString(c.text) || hasDateForm(c.text) && strings.Contains(c.text, "-")) {
		return Value{}, dateErr
	}
	q, err := c.readQuantity()
	if err == nil {
		v.Quantity = &q
		return v, nil
	}
	if c.meansNumber() {
		if _, _, err := c.cutDecimal(strings.HasSuffix(c.text, "%")); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

// meansMoney reports whether the cell starts with a currency and a digit, after any word or sign of an amount.
func (c cellText) meansMoney() bool {
	text := strings.TrimLeft(c.text, "~?-( ")
	for _, words := range []string{"up to", "at least"} {
		text, _ = cutWords(text, words)
	}
	text = strings.TrimLeft(text, "~-( ")
	_, rest := cutCurrencyBefore(strings.Replace(text, "¥", "$", 1))
	return rest != text && rest != "" && (rest[0] >= '0' && rest[0] <= '9' || rest[0] == '-')
}

// meansNumber reports whether the cell starts with a digit and is neither a sentence nor a range like 20..60 GW, which is
// kept as text.
func (c cellText) meansNumber() bool {
	startsWithDigit := strings.IndexAny(c.text, "0123456789") == 0
	return startsWithDigit && len(strings.Fields(c.text)) <= longestUnit && !strings.Contains(c.text, "..")
}

// readPrice reads money per something: $35B/GW, USD 1.5m per year.
func (c cellText) readPrice() (q Quantity, ok bool, err *CellError) {
	left, unit, ok := strings.Cut(c.text, "/")
	if !ok {
		left, unit, ok = strings.Cut(c.text, " per ")
	}
	left, unit = strings.TrimSpace(left), strings.TrimSpace(unit)
	if !ok || unit == "" || len(strings.Fields(unit)) > longestUnit {
		return q, false, nil
	}
	a, parseErr := ParseSignedMoney(left)
	if parseErr != nil || a.Form != Exact || a.Estimate {
		if part := (cellText{c.what, left}); part.meansMoney() && leadingLetters(unit) > 0 {
			return q, false, c.errorf("write one exact value per unit: $35B/GW", "is a price that cannot be read")
		}
		return q, false, nil
	}
	return Quantity{Decimal{a.Low, 2}.trim(), string(a.Currency) + "/" + unit}, true, nil
}

// PerYear is a yearly pace ($25B/year) as an exact amount of money.
func (v Value) PerYear() (Amount, bool) {
	if v.Quantity == nil {
		return Amount{}, false
	}
	currency, unit, ok := strings.Cut(v.Quantity.Unit, "/")
	if !ok || unit != "year" || !isCurrency(currency) {
		return Amount{}, false
	}
	a, err := ParseSignedMoney(currency + " " + v.Quantity.Number.String())
	return a, err == nil
}

func isCurrency(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
