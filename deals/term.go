package deals

import "strings"

// Term is how long a leg runs. A zero Start or End is not known.
type Term struct {
	Start, End Date
}

// ParseTerm reads how long something runs: 2026..2030, 2027-01..2031-12, ..2041, 2027.., or a single date that is both its
// start and its end. The end may not lie before the start.
func ParseTerm(s string) (Term, error) {
	c, err := cleanCell("term", s)
	if err != nil {
		return Term{}, err
	}
	t, err := c.readTerm()
	if err != nil {
		return Term{}, err
	}
	return t, nil
}

func (c cellText) readTerm() (Term, *CellError) {
	if c.saysNothing() || c.text == "?" {
		return Term{}, c.errorf("leave the cell empty if it is not known", "is not a term")
	}
	from, to, isRange := strings.Cut(c.text, "..")
	if !isRange {
		if m := yearRange.FindStringSubmatch(c.text); m != nil {
			return Term{}, c.errorf("write "+m[1]+".."+m[2], "is not written as start..end")
		}
		if end, ok := cutWords(c.text, "by"); ok {
			return Term{}, c.errorf("write .."+end, "has only an end")
		}
		d, err := c.readDate()
		return Term{d, d}, err
	}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" && to == "" {
		return Term{}, c.errorf("write 2026..2030, 2026.. or ..2030", "has neither a start nor an end")
	}
	var t Term
	for _, end := range []struct {
		text string
		date *Date
	}{{from, &t.Start}, {to, &t.End}} {
		if end.text == "" {
			continue
		}
		d, err := cellText{c.what, end.text}.readDate()
		if err != nil {
			return Term{}, err
		}
		if d.By {
			return Term{}, c.errorf("write the date alone", "has a by inside")
		}
		*end.date = d
	}
	if !t.Start.IsZero() && !t.End.IsZero() && t.End.Last().Before(t.Start.First()) {
		return Term{}, c.errorf("write start..end", "ends before it starts")
	}
	return t, nil
}

// IsZero reports whether nothing is known of the term.
func (t Term) IsZero() bool { return t.Start.IsZero() && t.End.IsZero() }

// String writes the term as [ParseTerm] reads it: "2026..2030", "..2041", "2026"; "" when nothing is known.
func (t Term) String() string {
	if t.Start == t.End {
		return t.Start.String()
	}
	return t.Start.String() + ".." + t.End.String()
}
