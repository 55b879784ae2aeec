package deals

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What spreadsheets do to cells before they save them: they show the error of a formula, or that a column is too narrow;
// they round long numbers to 1.00E+11; and they take Sep-25 or MARCH1 for days. The original is lost, so that such a cell is
// refused, with what it may have been.

var (
	damagedNumber = regexp.MustCompile(`^[-+]?(\d)(?:[.,](\d+))?E([-+])(\d{2,3})$`)
	damagedDate   = regexp.MustCompile(`^(?:(\p{L}{3,5})\.?[-/ ](\d{2})|(\d{1,2})(?:\. ?|[-/ ])(\p{L}{3,5})\.?)$`)
	formulaError  = regexp.MustCompile(`^(?:#[¡¿]?[\p{Lu}\d/._ ]+[!?]|#+|Err:5\d\d)$`)
)

// formulaErrors are the errors of formulas without ! or ? at their end: "not available" and its kin.
var formulaErrors = []string{
	"#N/A", "#NV", "#N/D", "#N/B", "#N/DISP", "#ND", "#I/T", "#YOK", "#BRAK", "#HIÁNYZIK", "#Н/Д", "#GETTING_DATA", "#GETTING DATA",
}

// isFormulaError reports whether a text is what a spreadsheet shows instead of a value: #REF!, #BEZUG!, #NOM?, ########.
func isFormulaError(s string) bool {
	if s == "" || s[0] != '#' && s[0] != 'E' {
		return false
	}
	return formulaError.MatchString(s) || slices.Contains(formulaErrors, s)
}

// damage reports what a spreadsheet visibly did to the cell before it was saved, with the likely original; nil when it
// did nothing visible.
func (c cellText) damage() *CellError {
	switch {
	case len(c.text) >= 2 && strings.Trim(c.text, "#") == "":
		return c.errorf("make the column wider, and save the table again", "stood in a column too narrow for it")
	case strings.HasPrefix(c.text, "#") || isFormulaError(c.text):
		return c.errorf("type the value again", "is the error message of a spreadsheet formula")
	case strings.HasPrefix(c.text, "="):
		return c.errorf("type the value", "is a spreadsheet formula")
	}
	if m := damagedNumber.FindStringSubmatch(c.text); m != nil {
		hint := "write the number in full"
		if n := fullNumber(m); n != "" {
			hint = "perhaps it was " + n + "; digits may be lost, so look it up"
		}
		return c.errorf(hint, "was rewritten by a spreadsheet")
	}
	if name, digits, ok := rewrittenDate(c.text); ok {
		month, day := shortMonthNumber(name), number(digits)
		hint := fmt.Sprintf("perhaps it was %s %d; write dates as 2025-%02d", name, day, month)
		if c.text[0] < '0' || c.text[0] > '9' {
			hint = fmt.Sprintf("perhaps it was %s %d or 20%02d-%02d; write dates as 2025-%02d", name, day, day, month, month)
		}
		return c.errorf(hint, "was rewritten as a date by a spreadsheet")
	}
	return nil
}

// nameDamage is damage of a cell that holds a name or an id, which may well begin with a sign.
func (c cellText) nameDamage() *CellError {
	if len(c.text) > 12 || !hasCapital(c.text) {
		return nil // as nearly all are: nothing that a spreadsheet makes of a number or day is longer
	}
	if m := damagedNumber.FindStringSubmatch(c.text); m != nil {
		original := m[1] + m[2]
		if m[3] == "+" {
			original = strings.TrimRight(m[1]+m[2], "0") + "E" + strings.TrimLeft(m[4], "0")
		}
		if n := fullNumber(m); n != "" {
			original += " or " + n
		}
		return c.errorf("perhaps it was "+original+"; make the column text and type it again", "was rewritten by a spreadsheet")
	}
	if name, digits, ok := rewrittenDate(c.text); ok && strings.ToLower(name) != name { // mar-25 is an id
		return c.errorf(fmt.Sprintf("perhaps it was %s%s or %s-%s; make the column text and type it again", strings.ToUpper(name), strconv.Itoa(number(digits)), strings.ToLower(name), digits), "was rewritten as a date by a spreadsheet")
	}
	return nil
}

// hasCapital reports whether there is a capital letter of ASCII in a text.
func hasCapital(s string) bool {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

// fullNumber writes 1.25E+11 with all its digits; "" when it has very many.
func fullNumber(m []string) string {
	digits, exp := m[1]+m[2], number(m[4])
	switch {
	case exp > 15:
		return ""
	case m[3] == "-" && exp > 0:
		return "0." + strings.Repeat("0", exp-1) + digits
	case exp < len(m[2]):
		return digits[:1+exp] + "." + digits[1+exp:]
	}
	return digits + strings.Repeat("0", exp-len(m[2]))
}

// rewrittenDate takes Sep-25, 1-Mar or 01. Mrz apart.
func rewrittenDate(s string) (name, digits string, ok bool) {
	m := damagedDate.FindStringSubmatch(s)
	if m == nil || shortMonthNumber(m[1]+m[4]) == 0 {
		return "", "", false
	}
	return m[1] + m[4], m[2] + m[3], true
}

// shortMonths are short names of months as spreadsheets in German, French, Spanish, Italian, Dutch and Portuguese write them,
// where English has another.
var shortMonths = [12]string{
	"jän janv ene gen", "févr fev", "mrz mär mars mrt märz", "avr abr", "mai mag mei", "juin giu", "juil lug", "août ago", "set", "okt ott out", "", "dez déc dic",
}

// shortMonthNumber is the number of a month by its short name; 0 for no month.
func shortMonthNumber(name string) int {
	if n := monthNumber(name); n > 0 {
		return n
	}
	for i, names := range shortMonths {
		for _, one := range strings.Fields(names) {
			if strings.EqualFold(name, one) {
				return i + 1
			}
		}
	}
	return 0
}

// notDamaged reports whether a scalar is a value at all, and refuses what a spreadsheet shows instead of one. Fields that are
// not known have their error already.
func (d *decoder) notDamaged(v *node, key string) bool {
	if !isFormulaError(v.text) || fieldNumbers[key] == 0 {
		return true
	}
	err := cellText{key, v.text}.damage()
	d.fail(v.pos, "damaged", err.Msg, err.Hint)
	v.shape = refused
	return false
}

// scalarsNotDamaged looks at a scalar, or at those of a list.
func (d *decoder) scalarsNotDamaged(v *node, key string) {
	if v.shape == scalar {
		d.notDamaged(v, key)
	}
	for _, it := range v.items {
		d.scalarsNotDamaged(it, key)
	}
}

// nameText is the text of a field that holds a name or an id.
func (d *decoder) nameText(n *node, key string) string {
	s := d.text(n, key)
	if err := (cellText{key, s}).nameDamage(); err != nil {
		d.fail(n.at(key), "damaged", err.Msg, err.Hint)
		n.find(key).shape = refused
		return ""
	}
	return s
}
