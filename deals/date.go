package deals

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a day, or something less precise: a month, a quarter, a half-year, a year; or "by" one of them, which says
// no later than. The zero Date is unknown.
//
// A ledger holds several dates for each leg, so a Date is kept small: 16 bytes.
type Date struct {
	Year  int
	Month int8 // 1 to 12; 0: only the year (or Part) is known
	Day   int8 // 1 to 31; 0: only the month is known
	Part  int8 // 1 to 4: quarter; 5, 6: first, second half; 0: neither
	By    bool
}

// FirstYear and LastYear bound the years of a ledger; anything else is a slip of the pen.
const (
	FirstYear = 1900
	LastYear  = 2200
)

// dateParts are the digits of a date as they are written, and the letter of a quarter or half-year.
type dateParts struct{ year, month, day, letter, part string }

// splitDate takes a date apart: 2026, 2026-03, 2026-03-31, 2026Q1, 2026-H2. ok says that it has one of these forms.
func splitDate(s string) (p dateParts, ok bool) {
	if len(s) < 4 || !allDigits(s[:4]) {
		return p, false
	}
	p.year, s = s[:4], s[4:]
	switch {
	case s == "":
		return p, true
	case len(s) == 3 && s[0] == '-' && allDigits(s[1:]):
		p.month = s[1:]
		return p, true
	case len(s) == 6 && s[0] == '-' && s[3] == '-' && allDigits(s[1:3]) && allDigits(s[4:]):
		p.month, p.day = s[1:3], s[4:]
		return p, true
	}
	s = strings.TrimPrefix(s, "-")
	if len(s) != 2 || !strings.Contains("QqHh", s[:1]) || !allDigits(s[1:]) {
		return p, false
	}
	p.letter, p.part = s[:1], s[1:]
	return p, true
}

// hasDateForm reports whether s is written as a date, be it in the calendar or not.
func hasDateForm(s string) bool {
	_, ok := splitDate(s)
	return ok
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// number is the value of a few digits; 0 for none.
func number(digits string) (n int) {
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// ParseDate reads a date: 2026-03-31, 2026-03, 2027Q3 or 2027-Q3, 2026H1, 2026, or "by" and one of them. It is checked
// against the calendar, from the year 1900 to 2200. Everything else is a *[CellError], with the reading or the two
// readings it may have had.
func ParseDate(s string) (Date, error) {
	c, err := cleanCell("date", s)
	if err != nil {
		return Date{}, err
	}
	d, err := c.readDate()
	if err != nil {
		return Date{}, err
	}
	return d, nil
}

func (c cellText) readDate() (Date, *CellError) {
	d, ok, err := c.calendarDate()
	if !ok {
		return Date{}, c.explainDate()
	}
	return d, err
}

// isDate reports whether the text has the form of a date and stands in the calendar.
func isDate(text string) bool {
	_, ok, err := cellText{"date", text}.calendarDate()
	return ok && err == nil
}

// calendarDate reads a date; ok says that it has the form of one, err that it is in no calendar.
func (c cellText) calendarDate() (d Date, ok bool, err *CellError) {
	text, by := cutWords(c.text, "by")
	p, ok := splitDate(text)
	if !ok {
		return Date{}, false, nil
	}
	year, month, day, part := number(p.year), number(p.month), number(p.day), number(p.part)
	half := strings.EqualFold(p.letter, "H")
	switch {
	case year < FirstYear || year > LastYear:
		err = c.errorf("check the year", "is outside the years %d to %d", FirstYear, LastYear)
	case p.month != "" && (month < 1 || month > 12):
		err = c.errorf("write year-month-day: 2026-03-31", "is not in the calendar: there is no month %s", p.month)
	case p.day != "" && (day < 1 || day > daysIn(year, month)):
		err = c.errorf("check the day", "is not in the calendar: %s %d has %d days", time.Month(month), year, daysIn(year, month))
	case half && (part < 1 || part > 2):
		err = c.errorf("write H1 or H2", "names a half-year that does not exist")
	case p.letter != "" && !half && (part < 1 || part > 4):
		err = c.errorf("write Q1 to Q4", "names a quarter that does not exist")
	}
	if err != nil {
		return Date{}, true, err
	}
	if half {
		part += 4
	}
	return Date{Year: year, Month: int8(month), Day: int8(day), Part: int8(part), By: by}, true, nil
}

// dateForms is the hint for a date that resembles none.
const dateForms = "write it as 2026-03-31, 2026-03, 2027Q3 or 2026"

var (
	numericDate  = regexp.MustCompile(`^(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)?$`)
	compactDate  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	shortMonth   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)
	timestamp    = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}`)
	monthAndYear = regexp.MustCompile(`^(\p{L}+)\.?,? (\d{4})$`)
	dayMonthYear = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(\p{L}+)\.?,? (\d{4})$`)
	monthDayYear = regexp.MustCompile(`^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	partAndYear  = regexp.MustCompile(`^([QqHh][1-4])[ -]?(\d{4})$`)
	yearAndPart  = regexp.MustCompile(`^(\d{4})[ /]([QqHh][1-4])$`)
	serialDay    = regexp.MustCompile(`^([2-7]\d{4})(?:[.,]\d+)?$`)
	fiscalYear   = regexp.MustCompile(`(?i)^(FY|fiscal)`)
)

// explainDate says what is wrong with a date that has none of the right forms. It tries other readings with isDate, which
// does not come back here.
func (c cellText) explainDate() *CellError {
	write := func(readings ...string) string { // the first that is a real date
		for _, r := range readings {
			if isDate(r) {
				return "write " + r
			}
		}
		return dateForms
	}
	iso := func(y, m, d string) string { return y + "-" + twoDigits(m) + "-" + twoDigits(d) }
	if c.text == "" {
		return &CellError{"date is empty", dateForms}
	}
	if c.saysNothing() || c.text == "?" {
		return c.errorf("leave the cell empty if it is not known", "is not a date")
	}
	if damage := c.damage(); damage != nil {
		return damage
	}
	if m := timestamp.FindStringSubmatch(c.text); m != nil {
		return c.errorf(write(m[1]), "has a time of day")
	}
	if m := numericDate.FindStringSubmatch(c.text); m != nil {
		if len(m[1]) == 4 {
			return c.errorf(write(iso(m[1], m[3], m[4])), "is not written as year-month-day")
		}
		year := m[4]
		if len(year) == 2 {
			year = "20" + year
		}
		first, second := iso(year, m[1], m[3]), iso(year, m[3], m[1])
		if m[2] == "." { // wherever days are written with points, the day stands first
			return c.errorf(write(second, first), "is not written as year-month-day")
		}
		if isDate(first) && isDate(second) && first != second {
			return c.errorf("write "+first+" if the month stands first, else "+second, "reads two ways: %s or %s", first, second)
		}
		return c.errorf(write(first, second), "is not written as year-month-day")
	}
	if m := compactDate.FindStringSubmatch(c.text); m != nil {
		return c.errorf(write(m[1]+"-"+m[2]+"-"+m[3]), "has no hyphens")
	}
	if m := shortMonth.FindStringSubmatch(c.text); m != nil {
		return c.errorf(write(m[1]+"-"+twoDigits(m[2])), "is not written as year-month")
	}
	if m := monthAndYear.FindStringSubmatch(c.text); m != nil && monthNumber(m[1]) > 0 {
		return c.errorf(write(fmt.Sprintf("%s-%02d", m[2], monthNumber(m[1]))), "names its month in words")
	}
	if m := dayMonthYear.FindStringSubmatch(c.text); m != nil && monthNumber(m[2]) > 0 {
		return c.errorf(write(iso(m[3], strconv.Itoa(monthNumber(m[2])), m[1])), "names its month in words")
	}
	if m := monthDayYear.FindStringSubmatch(c.text); m != nil && monthNumber(m[1]) > 0 {
		return c.errorf(write(iso(m[3], strconv.Itoa(monthNumber(m[1])), m[2])), "names its month in words")
	}
	if m := partAndYear.FindStringSubmatch(c.text); m != nil {
		return c.errorf(write(m[2]+strings.ToUpper(m[1])), "does not start with the year")
	}
	if m := yearAndPart.FindStringSubmatch(c.text); m != nil {
		return c.errorf(write(m[1]+strings.ToUpper(m[2])), "has a gap")
	}
	if m := serialDay.FindStringSubmatch(c.text); m != nil {
		n := number(m[1])
		return c.errorf("perhaps it was "+dateOfDay(serialZero+n).String(), "is the number of a day in a spreadsheet")
	}
	if fiscalYear.MatchString(c.text) {
		return c.errorf("write the calendar month it ends in, as in 2026-01", "is a fiscal year, which is no date without its calendar")
	}
	return c.errorf(dateForms, "is not a date")
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// monthNumber is the number of an English month, written in full or as its first three letters; 0 for no month.
func monthNumber(word string) int {
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if strings.EqualFold(word, name) || strings.EqualFold(word, name[:3]) || m == time.September && strings.EqualFold(word, "sept") {
			return int(m)
		}
	}
	return 0
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// months are the first and last month that the date may lie in.
func (d Date) months() (first, last int8) {
	switch {
	case d.Month > 0:
		return d.Month, d.Month
	case d.Part >= 5:
		return 6*(d.Part-5) + 1, 6 * (d.Part - 4)
	case d.Part >= 1:
		return 3*(d.Part-1) + 1, 3 * d.Part
	}
	return 1, 12
}

// First is the first day that the date may be: 2026-01-01 for 2026. It is zero for an unknown date and for a "by" date,
// which may be any day before.
func (d Date) First() Date {
	if d.IsZero() || d.By {
		return Date{}
	}
	month, _ := d.months()
	return Date{Year: d.Year, Month: month, Day: max(d.Day, 1)}
}

// Last is the last day that the date may be: 2026-12-31 for 2026 and for "by 2026". It is zero for an unknown date.
func (d Date) Last() Date {
	if d.IsZero() {
		return Date{}
	}
	_, month := d.months()
	day := d.Day
	if day == 0 {
		day = int8(daysIn(d.Year, int(month)))
	}
	return Date{Year: d.Year, Month: month, Day: day}
}

// Compare orders dates by their first possible day: -1, 0 or +1. Unknown and "by" dates come before all others. Dates of
// different precision can compare equal: 2026 and 2026-01-01.
func (d Date) Compare(e Date) int {
	d, e = d.First(), e.First()
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d's first day is before e's.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d's first day is after e's.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays is the day n days after the first day of d, or before it for a negative n. An unknown or "by" date stays
// unknown.
func (d Date) AddDays(n int) Date {
	d = d.First()
	if d.IsZero() {
		return Date{}
	}
	return dateOfDay(d.number() + n)
}

// DaysUntil counts the days from the first day of d to the first day of e, e's not included: one day from today to
// tomorrow, negative when e is earlier. It is 0 when either is unknown or a "by" date.
func (d Date) DaysUntil(e Date) int {
	d, e = d.First(), e.First()
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return e.number() - d.number()
}

// String writes the date as [ParseDate] reads it: "2026-03-31", "2026-03", "2027Q3", "2026H1", "by 2026". An unknown date
// is "".
func (d Date) String() string { return string(d.append(nil)) }

// append adds the date as String writes it.
func (d Date) append(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	if d.By {
		b = append(b, "by "...)
	}
	b = strconv.AppendInt(b, int64(d.Year), 10) // four digits: see FirstYear
	two := func(sign byte, n int8) { b = append(b, sign, byte('0'+n/10), byte('0'+n%10)) }
	switch {
	case d.Month > 0:
		two('-', d.Month)
		if d.Day > 0 {
			two('-', d.Day)
		}
	case d.Part >= 5:
		b = append(b, 'H', byte('0'+d.Part-4))
	case d.Part >= 1:
		b = append(b, 'Q', byte('0'+d.Part))
	}
	return b
}

// number counts the days from 1970-01-01 to a day-precise date.
func (d Date) number() int {
	return int(time.Date(d.Year, time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// serialZero is the day that spreadsheets count from: 1899-12-30.
const serialZero = -25569

// dateOfDay is the date of a number of days from 1970-01-01.
func dateOfDay(n int) Date {
	y, m, d := time.Unix(int64(n)*86400, 0).UTC().Date()
	return Date{Year: y, Month: int8(m), Day: int8(d)}
}

// daysIn is the length of a month.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
