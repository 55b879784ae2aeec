package deals

import (
	"regexp"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number: Coefficient × 10^-Scale.
type Decimal struct {
	Coefficient int64
	Scale       uint8
}

// Share is a part of a whole in millionths: 1_000_000 is 100%.
type Share int64

// Float is the share between 0 and 1.
func (s Share) Float() float64 { return float64(s) / 1e6 }

// Quantity is a number of units: "10 GW", "210000 GPUs".
type Quantity struct {
	Number Decimal
	Unit   string
}

// Value is what a fact states: money (signed), a number with a unit, or text. Text holds the cell as written.
type Value struct {
	Text     string
	Money    *Amount // may be negative: "-$20.9B" gives an Exact amount with negative minor units
	Quantity *Quantity
	Date     *Date
}

// ParseDecimal reads a plain number: 1421.5, 1,421.5, -0.3. A comma groups thousands and a point is the decimal mark,
// always: 1.085 is a price of a euro, not a thousand. At most 18 digits count. Zeros at the end of the fraction are
// dropped, so that equal numbers are equal values.
func ParseDecimal(s string) (Decimal, error) {
	c, err := cleanCell("number", s)
	if err != nil {
		return Decimal{}, err
	}
	if c.text == "" {
		return Decimal{}, &CellError{"number is empty", "write it as 1421.5"}
	}
	d, rest, err := c.cutDecimal(true)
	if err == nil && rest != "" {
		err = c.errorf("write digits, with a point before decimals: 1421.5", "is not a number")
	}
	if err != nil {
		if damage := c.damage(); damage != nil {
			err = damage
		}
		return Decimal{}, err
	}
	return d, nil
}

var leadingNumber = regexp.MustCompile(`^-?[0-9.,]*[0-9.]`)

// cutDecimal takes a number from the front of the cell. plain says that the point cannot be meant to group thousands.
func (c cellText) cutDecimal(plain bool) (d Decimal, rest string, err *CellError) {
	number := leadingNumber.FindString(c.text)
	if !strings.ContainsAny(number, "0123456789") {
		return d, "", c.errorf("start with the number: 10 GW", "does not start with a number")
	}
	rest = strings.TrimSpace(c.text[len(number):])
	if exponent.MatchString(rest) {
		return d, "", c.errorf("write out all digits", "is written with an exponent")
	}
	unsigned, negative := strings.CutPrefix(number, "-")
	digits, scale, err := c.digits(unsigned, plain)
	if err != nil {
		return d, "", err
	}
	for scale > 0 && strings.HasSuffix(digits, "0") {
		digits, scale = digits[:len(digits)-1], scale-1
	}
	digits = strings.TrimLeft(digits, "0")
	if len(digits) > 18 || scale > 18 {
		return d, "", c.errorf("round it", "has more than 18 digits")
	}
	if digits == "" {
		return d, rest, nil
	}
	v, parseErr := strconv.ParseInt(digits, 10, 64)
	if parseErr != nil {
		panic("deals: digits that are no digits: " + digits)
	}
	if negative {
		v = -v
	}
	return Decimal{Coefficient: v, Scale: uint8(scale)}, rest, nil
}

// String writes all digits: "1421.5". [ParseDecimal] reads it back.
func (d Decimal) String() string {
	s := strconv.FormatInt(abs(d.Coefficient), 10)
	if scale := int(d.Scale); scale > 0 {
		if len(s) <= scale {
			s = strings.Repeat("0", scale-len(s)+1) + s
		}
		s = s[:len(s)-scale] + "." + s[len(s)-scale:]
	}
	if d.Coefficient < 0 {
		s = "-" + s
	}
	return s
}

// Float is the nearest float64.
func (d Decimal) Float() float64 {
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		panic("deals: decimal that is no number: " + d.String())
	}
	return f
}

// ParseShare reads a percentage from 0% to 100% with at most four decimals: 27%, 12.5%. A bare 0.27 may be 27% or a
// quarter of a percent, so the sign is required.
func ParseShare(s string) (Share, error) {
	c, err := cleanCell("share", s)
	if err != nil {
		return 0, err
	}
	v, err := c.readShare()
	if err != nil {
		return 0, err
	}
	return v, nil
}

func (c cellText) readShare() (Share, *CellError) {
	if c.saysNothing() || c.text == "?" {
		return 0, c.errorf("leave the cell empty if it is not known", "is not a share")
	}
	if damage := c.damage(); damage != nil {
		return 0, damage
	}
	if strings.HasPrefix(c.text, "~") {
		return 0, c.errorf("write the number alone, and that it is an estimate in the note", "has a ~")
	}
	d, rest, err := c.cutDecimal(true)
	switch {
	case err != nil:
		hint := "write it as 27%"
		if better := strings.Replace(c.text, ",", ".", 1); strings.Count(c.text, ",") == 1 {
			if _, bad := (cellText{c.what, better}).readShare(); bad == nil {
				hint = "write " + better
			}
		}
		err.Hint = hint
		return 0, err
	case rest == "":
		both := Decimal{d.Coefficient * 100, d.Scale}
		if d.Scale >= 2 {
			both = Decimal{d.Coefficient, d.Scale - 2}
		}
		if d.Float() > 1 || d.Coefficient < 0 {
			return 0, c.errorf("write "+c.text+"%", "has no percent sign")
		}
		if d.Coefficient == 0 {
			return 0, nil // nothing either way
		}
		return 0, c.errorf("add the sign", "reads two ways: %s%% or %s%%", both.trim(), d)
	case rest != "%":
		return 0, c.errorf("write it as 27%", "has %s after the number instead of %%", quote(rest))
	case d.Coefficient < 0 || d.Float() > 100:
		return 0, c.errorf("a share is from 0% to 100%", "is out of range")
	case d.Scale > 4:
		return 0, c.errorf("round it to four decimals", "is finer than a millionth of the whole")
	}
	for range 4 - d.Scale {
		d.Coefficient *= 10
	}
	return Share(d.Coefficient), nil
}

// trim drops zeros at the end of the fraction.
func (d Decimal) trim() Decimal {
	for d.Scale > 0 && d.Coefficient%10 == 0 {
		d.Coefficient, d.Scale = d.Coefficient/10, d.Scale-1
	}
	return d
}

// String is the percentage: "27%", "12.5%". [ParseShare] reads it back.
func (s Share) String() string { return Decimal{int64(s), 4}.trim().String() + "%" }

// ParseQuantity reads a number and its unit: 10 GW, 210000 GPUs, 99.5%. The number is not negative. The unit is one word or a
// few, none of which starts with a digit. As in an amount, 1.234 GW reads two ways and is refused.
func ParseQuantity(s string) (Quantity, error) {
	c, err := cleanCell("quantity", s)
	if err != nil {
		return Quantity{}, err
	}
	if c.text == "" {
		return Quantity{}, &CellError{"quantity is empty", "write it as 10 GW"}
	}
	q, err := c.readQuantity()
	if err == nil && q.Unit == "" {
		err = c.errorf("write what is counted, as in 10 GW", "has no unit")
	}
	if err == nil && q.Number.Coefficient < 0 {
		err = c.errorf("write how much is delivered, and by whom with from and to", "is negative")
	}
	if err != nil {
		if damage := c.damage(); damage != nil {
			err = damage
		}
		return Quantity{}, err
	}
	return q, nil
}

// longestUnit is the most words of a unit; a longer text is a sentence that happens to start with a number.
const longestUnit = 4

func (c cellText) readQuantity() (Quantity, *CellError) {
	d, unit, err := c.cutDecimal(strings.HasSuffix(c.text, "%"))
	if err != nil {
		return Quantity{}, err
	}
	words := strings.Fields(unit)
	if len(words) > longestUnit {
		return Quantity{}, c.errorf("write the rest in the note", "has too many words for a unit")
	}
	for i, w := range words {
		if r := firstRune(w); r >= '0' && r <= '9' || i == 0 && strings.ContainsRune("-–—.,:;'’_/*+", r) {
			return Quantity{}, c.errorf("write one number and its unit: 10 GW", "goes on with %s after its number", quote(unit))
		}
	}
	return Quantity{d, unit}, nil
}

// String writes the quantity as a ledger does: "10 GW", "95%". [ParseQuantity] reads it back; for that, 1.234 GW is written
// 1.2340 GW.
func (q Quantity) String() string {
	number := q.Number.String()
	if pointGrouped.MatchString(strings.TrimPrefix(number, "-")) && !strings.HasSuffix(q.Unit, "%") {
		number += "0"
	}
	if q.Unit == "" || strings.HasPrefix(q.Unit, "%") {
		return number + q.Unit
	}
	return number + " " + q.Unit
}
