package deals

import (
	"maps"
	"slices"
	"strings"
)

// ParseHistory reads a status with its dates, oldest first: "signed", "announced 2025-05; active by 2025-11-06",
// "loi 2025-09-22; terminated 2026-02-27".
//
// date is the separate date of a table, or zero. A single status without a date of its own takes it; a history with dates
// must agree with it: date must be, or contain, the first date of the history.
//
// A history climbs the ladder of [Status] and may end once; its dates may not certainly run backwards (2025-09 before 2025
// is possible). The steps have no position.
func ParseHistory(s string, date Date) (History, error) {
	c, err := cleanCell("status", s)
	if err != nil {
		return nil, err
	}
	h, err := c.readHistory()
	if err == nil {
		err = c.giveDate(h, date)
	}
	if err == nil {
		err = c.checkOrder(h)
	}
	if err != nil {
		return nil, err
	}
	return h, nil
}

func (c cellText) readHistory() (History, *CellError) {
	if c.text == "" {
		return nil, &CellError{"status is empty", "one of " + strings.Join(ladderWords(), ", ")}
	}
	steps := strings.TrimRight(c.text, "; ")
	h := make(History, 0, strings.Count(steps, ";")+1)
	for text := range strings.SplitSeq(steps, ";") {
		step, err := cellText{c.what, strings.TrimSpace(text)}.readStep()
		if err != nil {
			return nil, err
		}
		h = append(h, step)
	}
	return h, nil
}

// readStep reads a status and the date behind it, if any.
func (c cellText) readStep() (Step, *CellError) {
	if c.text == "" {
		return Step{}, &CellError{"status has an empty step", "write one ; between two steps"}
	}
	if status, ok := statusNamed(c.text); ok {
		return Step{Status: status}, nil
	}
	words := strings.Fields(c.text)
	n := slices.IndexFunc(words, func(w string) bool { return w[0] >= '0' && w[0] <= '9' || strings.EqualFold(w, "by") })
	if n < 0 {
		n = len(words)
	}
	name, rest := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
	if name == "" {
		return Step{}, c.errorf("write the status before its date: signed 2025-10-06", "has a date without a status")
	}
	status, ok := statusNamed(name)
	if !ok {
		return Step{}, cellText{c.what, name}.unknownStatus()
	}
	if rest == "" {
		return Step{Status: status}, nil
	}
	if strings.ContainsAny(rest, ",>→|") {
		return Step{}, c.errorf("write ; between two steps: signed 2025-10; active 2026-01", "has more than a date after the status")
	}
	d, err := cellText{"date", rest}.readDate()
	if err != nil {
		return Step{}, err
	}
	return Step{Status: status, Date: d}, nil
}

// unknownStatus says which status was probably meant: the nearest to all of the words, or to one of them.
func (c cellText) unknownStatus() *CellError {
	known := statusSpellings()
	for _, word := range append([]string{c.text}, strings.Fields(c.text)...) {
		if best, ok := Suggest(word, known); ok {
			return c.errorf(`did you mean "`+best+`"?`, "is not known")
		}
	}
	return c.errorf("one of "+strings.Join(ladderWords(), ", "), "is not known")
}

// statusNamed finds a status by its name or an alias, whatever its case; _ and - may stand for the space between words.
func statusNamed(name string) (Status, bool) {
	name = strings.ToLower(name)
	for s := Rumoured; int(s) < len(statusNames); s++ {
		if statusNames[s] == name {
			return s, true
		}
	}
	s, ok := statusAliases[strings.ReplaceAll(strings.ReplaceAll(name, "_", " "), "-", " ")]
	return s, ok
}

// ladderWords are the names of all statuses, in order.
func ladderWords() []string {
	var words []string
	for _, s := range Statuses() {
		words = append(words, s.String())
	}
	return words
}

// statusSpellings are the names in order and then the aliases, alphabetically.
func statusSpellings() []string {
	return append(ladderWords(), slices.Sorted(maps.Keys(statusAliases))...)
}

// giveDate gives the date of the table to the history, or checks that the two agree.
func (c cellText) giveDate(h History, date Date) *CellError {
	if date.IsZero() {
		return nil
	}
	i := slices.IndexFunc(h, func(s Step) bool { return !s.Date.IsZero() })
	switch {
	case i < 0 && len(h) == 1:
		h[0].Date = date
	case i < 0:
		return c.errorf("write the dates behind the statuses: announced 2025-05; signed 2025-10", "has several steps, and the date %s does not say which it belongs to", date)
	case !date.contains(h[i].Date):
		return c.errorf("let the two agree, or leave the date cell empty", "starts on %s, but the date cell says %s", h[i].Date, date)
	}
	return nil
}

// contains reports whether every day that e may be is one that d may be.
func (d Date) contains(e Date) bool {
	return !e.First().Before(d.First()) && !e.Last().After(d.Last())
}

// checkOrder checks that a history climbs and that its dates can have come in this order.
func (c cellText) checkOrder(h History) *CellError {
	if len(h) == 1 {
		return nil
	}
	var latest Date // of the first days so far
	for i, s := range h {
		if i > 0 {
			before := h[i-1].Status
			switch {
			case before.Ended():
				return c.errorf("begin a new deal that names this one, or drop the last step", "goes on after %s", before)
			case s.Status == before:
				return c.errorf("keep the first", "says %s twice", before)
			case s.Status < before:
				return c.errorf("put the oldest step first; if the deal was undone, end it and begin a new one", "climbs down from %s to %s", before, s.Status)
			}
		}
		if s.Date.IsZero() {
			continue
		}
		if s.Date.Last().Before(latest) {
			return c.errorf("put the oldest step first", "runs backwards: %s %s comes after a later date", s.Status, s.Date)
		}
		if first := s.Date.First(); first.After(latest) {
			latest = first
		}
	}
	return nil
}

// String writes the history as [ParseHistory] reads it: "proposed 2025-09-22; terminated 2026-02-27".
func (h History) String() string {
	steps := make([]string, len(h))
	for i, s := range h {
		steps[i] = s.String()
	}
	return strings.Join(steps, "; ")
}

// String is the step as a ledger spells it: "signed by 2025-11-06".
func (s Step) String() string { return strings.TrimSpace(s.Status.String() + " " + s.Date.String()) }
