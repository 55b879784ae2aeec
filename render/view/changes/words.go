package changes

import (
	"fmt"
	"strings"

	"dealgraph/render/view"
)

// Lead tells the diff in a paragraph that can be quoted.
func (d Diff) Lead() string {
	out := []string{d.counted()}
	for _, b := range d.Bases {
		out = append(out, b.words())
	}
	return strings.Join(out, " ")
}

// counted says how many records changed.
func (d Diff) counted() string {
	span := fmt.Sprintf("Between %s and %s", d.Old.Ledger, d.New.Ledger)
	if d.twoDays() {
		span = fmt.Sprintf("Between %s and %s", d.Old.AsOf, d.New.AsOf)
	}
	if len(d.Deals)+len(d.Records) == 0 {
		return span + " nothing changed in the ledger."
	}
	count := map[string]int{}
	for _, one := range d.Deals {
		count[one.Change]++
	}
	var said []string
	for _, change := range []string{"new", "changed", "ended", "removed"} {
		if n := count[change]; n > 0 {
			word := map[string][2]string{"new": {"is new", "are new"}, "changed": {"changed", "changed"}, "ended": {"ended", "ended"}, "removed": {"was removed", "were removed"}}[change]
			deal := [2]string{"", ""}
			if len(said) == 0 {
				deal = [2]string{"deal ", "deals "}
			}
			said = append(said, view.Plural(n, deal[0]+word[0], deal[1]+word[1]))
		}
	}
	if len(said) == 0 {
		said = []string{"no deal changed"}
	}
	out := span + ", " + view.ListOf(said) + "."
	tables := map[string]int{}
	for _, r := range d.Records {
		tables[r.Table]++
	}
	var others []string
	for _, t := range [][3]string{{"parties", "party", "parties"}, {"facts", "fact", "facts"}, {"controls", "control", "controls"}, {"rates", "exchange rate", "exchange rates"}} {
		if n := tables[t[0]]; n > 0 {
			others = append(others, view.Plural(n, t[1], t[2]))
		}
	}
	if len(others) > 0 {
		verb := " differ."
		if len(d.Records) == 1 {
			verb = " differs."
		}
		out += " Beside deals, " + view.ListOf(others) + verb
	}
	return out
}

// words tell what moved on a basis.
func (b Basis) words() string {
	s := "On the " + b.Basis + " basis the deals come to " + b.Total.Is.String()
	switch by, ok := b.Total.By.Minor(); {
	case !ok || b.Total.Was.Amount == nil || b.Total.Is.Amount == nil:
		s += ", after " + b.Total.Was.String()
	case by == 0:
		s += ", as before"
	case by > 0:
		s += ", " + b.Total.By.Text + " more than before"
	default:
		s += ", " + strings.TrimPrefix(b.Total.By.Text, "-") + " less than before"
	}
	s += because(b.Total.Causes, "most by")
	if r := b.Round; r != nil {
		switch by, _ := r.By.Minor(); {
		case by == 0:
			s += "; " + r.Is.Text + " can go round, as before"
		case by > 0:
			s += "; " + r.Is.Text + " can go round, " + r.By.Text + " more" + because(r.Causes, "which rests most on")
		default:
			s += "; " + r.Is.Text + " can go round, " + strings.TrimPrefix(r.By.Text, "-") + " less" + because(r.Causes, "which rests most on")
		}
	}
	return s + "."
}

// because names the two largest causes.
func because(list []Cause, intro string) string {
	var said []string
	for i, c := range list {
		if minor, _ := c.By.Minor(); minor == 0 || i == 2 {
			break
		}
		said = append(said, c.who(1)+" ("+signed(c.By)+")")
	}
	if len(said) == 0 {
		return ""
	}
	return ", " + intro + " " + view.ListOf(said)
}
