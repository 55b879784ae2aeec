package deals

import (
	"fmt"
	"regexp"
	"strconv"
)

// Exit is the right to leave: on so many days' notice, from a date on.
type Exit struct {
	Days  int
	After Date // zero: at any time
}

var (
	exitForm  = regexp.MustCompile(`(?i)^(\d{1,5}) ?(?:d|days?)(?:'? notice)?(?: after (.+))?$`)
	exitOther = regexp.MustCompile(`(?i)^(\d{1,3}) ?(w|weeks?|m|months?|y|years?)(?:'? notice)?( after .+)?$`)
)

// ParseExit reads the right to leave: 90d, 90 days (notice), 90d after 2026-08. Notice is counted in days; months and years are
// refused with the days they come to.
func ParseExit(s string) (*Exit, error) {
	c, err := cleanCell("exit", s)
	if err != nil {
		return nil, err
	}
	e, err := c.readExit()
	if err != nil {
		return nil, err
	}
	return &e, nil
}

func (c cellText) readExit() (Exit, *CellError) {
	if c.saysNothing() || c.text == "?" || c.text == "no" {
		return Exit{}, c.errorf("leave the cell empty if nobody may leave early", "is not an exit")
	}
	if m := exitOther.FindStringSubmatch(c.text); m != nil {
		n, _ := strconv.Atoi(m[1])
		days := map[byte]int{'w': 7, 'm': 30, 'y': 365}[m[2][0]|0x20]
		return Exit{}, c.errorf(fmt.Sprintf("write %dd%s", n*days, m[3]), "does not count its notice in days")
	}
	m := exitForm.FindStringSubmatch(c.text)
	if m == nil {
		return Exit{}, c.errorf("write 90d, or 90d after 2026-08", "is not an exit")
	}
	days, _ := strconv.Atoi(m[1])
	if days > 36500 {
		return Exit{}, c.errorf("check the number of days", "is more than a hundred years")
	}
	e := Exit{Days: days}
	if m[2] == "" {
		return e, nil
	}
	d, err := cellText{c.what, m[2]}.readDate()
	if err != nil {
		return Exit{}, err
	}
	if d.By {
		return Exit{}, c.errorf("write 90d after 2026-08", "has a by inside")
	}
	e.After = d
	return e, nil
}

// String writes the exit as [ParseExit] reads it: "90d", "90d after 2026-08".
func (e Exit) String() string {
	if e.After.IsZero() {
		return fmt.Sprintf("%dd", e.Days)
	}
	return fmt.Sprintf("%dd after %s", e.Days, e.After)
}
