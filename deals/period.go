package deals

import (
	"regexp"
	"strconv"
	"strings"
)

// Period is a stretch of time as a fact names it: a date, a range of dates, or words ("FY2026 (Jan 2026)").
// First and Last are zero when the words could not be placed in time.
type Period struct {
	Text        string
	First, Last Date
}

// String is the period in its own words.
func (p Period) String() string { return p.Text }

// IsZero reports whether the period is not stated.
func (p Period) IsZero() bool { return p.Text == "" }

var (
	yearRange    = regexp.MustCompile(`^(\d{4})\s*[-–—]\s*(\d{4})$`)
	partRange    = regexp.MustCompile(`^(\d{4}) ?([QH]\d) ?[-–—] ?([QH]\d)$`)
	yearPart     = regexp.MustCompile(`^(\d{4}) ([QqHh]\d)$`)
	remark       = regexp.MustCompile(`^(.+?) ?\([^()]*\)$`)
	fiscalPeriod = regexp.MustCompile(`^FY ?\d{2,4}(?: ?([QH])([1-4]))? \((?:to |ending |ended |through )?([A-Za-z]{3,9})\.? (\d{4})\)$`)
)

// ParsePeriod reads how a fact names its time. It never fails: words it cannot place keep First and Last zero.
//
//	2026, 2026-03, 2025 Q3, Nov 2025      First to Last day of it
//	2026..2030, 2024-2029, 2025 Q1-Q3     First day of the one to Last day of the other
//	through 2029, by 2030, ..2030         First is unknown
//	2027..                                Last is unknown
//	FY2026 (Jan 2026)                     the twelve months that end with that month
//	FY2026 Q2 (Jul 2025)                  the three months that end with that month
//	2026 Q1 (any remark)                  as without the remark
//
// First and Last are days. A fiscal year that ends on, say, the last Sunday of January is taken to end with the month.
func ParsePeriod(s string) Period {
	c, err := cleanCell("period", s)
	if err != nil {
		return Period{Text: strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))}
	}
	p := Period{Text: c.text}
	p.First, p.Last = placePeriod(c.text)
	return p
}

// placePeriod finds the first and last day of a period; zero dates when it cannot.
func placePeriod(text string) (first, last Date) {
	if d, ok := looseDate(text); ok {
		return d.First(), d.Last()
	}
	if m := fiscalPeriod.FindStringSubmatch(text); m != nil {
		return fiscalMonths(m)
	}
	if m := yearRange.FindStringSubmatch(text); m != nil {
		return datesBetween(m[1], m[2])
	}
	if m := partRange.FindStringSubmatch(text); m != nil {
		return datesBetween(m[1]+m[2], m[1]+m[3])
	}
	if from, to, ok := strings.Cut(text, ".."); ok {
		return datesBetween(strings.TrimSpace(from), strings.TrimSpace(to))
	}
	for _, word := range []string{"through", "until", "to"} {
		if rest, ok := cutWords(text, word); ok {
			return datesBetween("", rest)
		}
	}
	if m := remark.FindStringSubmatch(text); m != nil {
		return placePeriod(m[1])
	}
	return Date{}, Date{}
}

// looseDate reads a date, a spaced quarter (2025 Q3), or a month and year in words (Nov 2025).
func looseDate(text string) (Date, bool) {
	if m := yearPart.FindStringSubmatch(text); m != nil {
		text = m[1] + m[2]
	}
	if m := monthAndYear.FindStringSubmatch(text); m != nil && monthNumber(m[1]) > 0 {
		text = m[2] + "-" + twoDigits(strconv.Itoa(monthNumber(m[1])))
	}
	d, ok, err := cellText{"date", text}.calendarDate()
	return d, ok && err == nil
}

// datesBetween places an interval of which one end may be empty; neither end is placed when one cannot be read or they
// run backwards.
func datesBetween(from, to string) (first, last Date) {
	a, okA := looseDate(from)
	b, okB := looseDate(to)
	if from == "" && to == "" || from != "" && !okA || to != "" && !okB || a.By || b.By {
		return Date{}, Date{}
	}
	if okA && okB && b.Last().Before(a.First()) {
		return Date{}, Date{}
	}
	return a.First(), b.Last()
}

// fiscalMonths places a fiscal year, half or quarter by the month it ends in.
func fiscalMonths(m []string) (first, last Date) {
	month := monthNumber(m[3])
	year, _ := strconv.Atoi(m[4])
	if month == 0 || year < FirstYear || year > LastYear || m[1] == "H" && m[2] > "2" {
		return Date{}, Date{}
	}
	length := map[string]int{"": 12, "H": 6, "Q": 3}[m[1]]
	start := 12*year + month - length // months since year 0, January is 0
	return Date{Year: start / 12, Month: int8(start%12 + 1), Day: 1}, Date{Year: year, Month: int8(month)}.Last()
}
