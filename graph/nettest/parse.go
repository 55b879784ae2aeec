package nettest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Parse reads a network from text, one arc a line (or between semicolons):
//
//	nvidia > openai   equity 100 signed
//	openai > oracle   compute ? active
//	oracle > nvidia   purchase ~40
//	nvidia > landlord guarantee 5 signed for openai
//
// The amount is in whole units of the currency; ? is undisclosed and ~ an estimate. The status may be left out and is then
// signed. "for" names the obligor of a guarantee. A line with one word is a party without arcs. Text behind # is skipped.
//
// Parse panics on text that it cannot read: the text is part of a test.
func Parse(text string) *graph.Network {
	d := newDraft()
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		line, _, _ = strings.Cut(line, "#")
		if w := strings.Fields(line); len(w) > 0 {
			if err := d.read(w); err != nil {
				panic(fmt.Sprintf("nettest: %q: %v", line, err))
			}
		}
	}
	return d.network()
}

// read takes the words of one line.
func (d *draft) read(w []string) error {
	if len(w) == 1 {
		d.party(deals.PartyID(w[0]))
		return nil
	}
	if len(w) < 5 || w[1] != ">" {
		return fmt.Errorf("want: payer > payee kind amount [status] [for obligor]")
	}
	t := terms{kind: deals.Kind(w[3]), status: deals.Signed}
	if t.kind.Family() == "" {
		return fmt.Errorf("kind %q is not known", w[3])
	}
	if w[4] != "?" {
		digits, estimate := strings.CutPrefix(w[4], "~")
		whole, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return err
		}
		t.minor, t.known, t.estimate = whole*100, true, estimate
	}
	rest := w[5:]
	if len(rest) > 0 && rest[0] != "for" {
		i := slices.IndexFunc(deals.Statuses(), func(s deals.Status) bool { return s.String() == rest[0] })
		if i < 0 {
			return fmt.Errorf("status %q is not known", rest[0])
		}
		t.status, rest = deals.Statuses()[i], rest[1:]
	}
	if len(rest) == 2 && rest[0] == "for" {
		t.obligor, rest = deals.PartyID(rest[1]), nil
	}
	if len(rest) > 0 {
		return fmt.Errorf("%q is too much", strings.Join(rest, " "))
	}
	d.add(d.party(deals.PartyID(w[0])), d.party(deals.PartyID(w[2])), t)
	return nil
}
