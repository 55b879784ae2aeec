package deals

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Profile says how an amount is spread over its term.
type Profile int

// The profiles. Flat and Ramp are assumptions unless the source states them, and are flagged wherever their numbers show.
const (
	NoProfile Profile = iota // nothing stated: flat over the term if there is one
	Flat
	Ramp     // year k of n gets k/(1+2+…+n)
	Explicit // by year, in Schedule.Years
)

// Schedule is the spread of a leg's amount over years.
type Schedule struct {
	Profile Profile
	Years   []YearAmount // for Explicit: ascending years
}

// YearAmount is the money of one year, in minor units of the leg's currency.
type YearAmount struct {
	Year   int
	Amount Amount
}

// ParseSchedule reads how an amount is spread:
//
//	flat, ramp                  over the leg's own term
//	2026..2030                  flat over that term
//	2026..2030 ramp             rising over that term: year k of n gets k/(1+2+…+n)
//	2026:$10B 2027:$20B         by calendar year
//
// The Term is zero for flat and ramp alone, and spans the years for the last form. Years ascend, each stands once, all in
// one currency; spaces, commas or semicolons stand between them.
func ParseSchedule(s string) (Term, Schedule, error) {
	c, err := cleanCell("schedule", s)
	if err != nil {
		return Term{}, Schedule{}, err
	}
	t, schedule, err := c.readSchedule()
	if err != nil {
		return Term{}, Schedule{}, err
	}
	return t, schedule, nil
}

var scheduleYear = regexp.MustCompile(`(?:^|[ ,;])(\d+) ?: ?`)

func (c cellText) readSchedule() (Term, Schedule, *CellError) {
	const forms = "write flat, ramp, 2026..2030, 2026..2030 ramp, or 2026:$10B 2027:$20B"
	if c.saysNothing() || c.text == "?" {
		return Term{}, Schedule{}, c.errorf("leave the cell empty if it is not known", "is not a schedule")
	}
	if strings.Contains(c.text, ":") {
		return c.readYears()
	}
	schedule := Schedule{Profile: Flat}
	text := c.text
	for _, p := range []struct {
		word    string
		profile Profile
	}{{"flat", Flat}, {"ramp", Ramp}} {
		if strings.EqualFold(text, p.word) {
			return Term{}, Schedule{Profile: p.profile}, nil
		}
		if n := len(text) - len(p.word); n > 1 && strings.EqualFold(text[n:], p.word) && text[n-1] == ' ' {
			text, schedule.Profile = strings.TrimSpace(text[:n]), p.profile
			break
		}
	}
	if text[0] != '.' && (text[0] < '0' || text[0] > '9') {
		word, rest, _ := strings.Cut(text, " ")
		if best, ok := Suggest(word, []string{"flat", "ramp"}); ok && rest == "" {
			return Term{}, Schedule{}, c.errorf(`did you mean "`+best+`"?`, "is not known")
		}
		return Term{}, Schedule{}, c.errorf(forms, "is not a schedule")
	}
	if front, word, ok := strings.Cut(text, " "); ok && leadingLetters(word) == len(word) && hasDateForm(front[strings.LastIndex(front, ".")+1:]) {
		return Term{}, Schedule{}, c.errorf("write flat, ramp, or the years one by one: 2026:$10B 2027:$20B", "has an unknown profile %s", quote(word))
	}
	t, err := cellText{c.what, text}.readTerm()
	if err != nil {
		return Term{}, Schedule{}, err
	}
	return t, schedule, nil
}

// readYears reads 2026:$10B 2027:$20B.
func (c cellText) readYears() (Term, Schedule, *CellError) {
	none := func(err *CellError) (Term, Schedule, *CellError) { return Term{}, Schedule{}, err }
	marks := scheduleYear.FindAllStringSubmatchIndex(c.text, -1)
	if len(marks) == 0 || marks[0][0] != 0 {
		return none(c.errorf("write 2026:$10B 2027:$20B", "does not start with a year and a colon"))
	}
	schedule := Schedule{Profile: Explicit}
	total := int64(0)
	for i, m := range marks {
		end := len(c.text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		year, err := strconv.Atoi(c.text[m[2]:m[3]])
		if err != nil || year < FirstYear || year > LastYear {
			return none(c.errorf("check the year", "has a year %s outside %d to %d", c.text[m[2]:m[3]], FirstYear, LastYear))
		}
		amountText := strings.Trim(c.text[m[1]:end], " ,;")
		a, parseErr := ParseAmount(amountText)
		if inner, ok := errors.AsType[*CellError](parseErr); ok {
			return none(&CellError{fmt.Sprintf("%s in %d: %s", c.what, year, inner.Msg), inner.Hint})
		}
		if !a.Disclosed() {
			return none(c.errorf("leave the year out, or estimate it: ~$5B", "has no amount in %d", year))
		}
		if i > 0 {
			last := schedule.Years[i-1]
			switch {
			case year == last.Year:
				return none(c.errorf("add the two up", "has the year %d twice", year))
			case year < last.Year:
				return none(c.errorf("put the years in order", "has %d after %d", year, last.Year))
			case a.Currency != last.Amount.Currency:
				return none(c.errorf("state all years in one", "has two currencies, %s and %s", last.Amount.Currency, a.Currency))
			}
		}
		if total += a.Likely; a.High > largestMinor || total > largestMinor {
			return none(c.errorf("check the numbers", "comes to more than 1000T, the largest amount"))
		}
		schedule.Years = append(schedule.Years, YearAmount{year, a})
	}
	if total == 0 {
		return none(c.errorf("give at least one year an amount", "comes to zero"))
	}
	return Term{Date{Year: schedule.Years[0].Year}, Date{Year: schedule.Years[len(schedule.Years)-1].Year}}, schedule, nil
}

// String writes the schedule as [ParseSchedule] reads it: "flat", "ramp", "2026:$10B 2027:$20B"; "" for none.
func (s Schedule) String() string {
	switch s.Profile {
	case Flat:
		return "flat"
	case Ramp:
		return "ramp"
	case Explicit:
		parts := make([]string, len(s.Years))
		for i, y := range s.Years {
			parts[i] = fmt.Sprintf("%d:%s", y.Year, y.Amount)
		}
		return strings.Join(parts, " ")
	}
	return ""
}
