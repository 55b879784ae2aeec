package deals

import (
	"fmt"
	"slices"
	"strings"
)

// Part names a record of a ledger so that another version of the ledger can be asked for it: a deal or party by its id, a fact by
// its id or else by party, metric, period and nature, a control and a rate likewise. Facts that share a name are one part.
type Part struct {
	Table string // "deals", "parties", "facts", "controls" or "rates", as in [Tables]; [DayTable] for the ledger's last day
	Key   string
}

// DayTable is the table of a part that is no record: the day up to which the ledger tells; see [Ledger.LastDate].
const DayTable = "day"

// String is the part in a message: "deals amd-openai-2025-10".
func (p Part) String() string { return strings.TrimSpace(p.Table + " " + p.Key) }

// Part names the deal.
func (d *Deal) Part() Part { return Part{"deals", string(d.ID)} }

// Part names the party.
func (p *Party) Part() Part { return Part{"parties", string(p.ID)} }

// Part names the fact, and those that state the same.
func (f *Fact) Part() Part {
	if f.ID != "" {
		return Part{"facts", f.ID}
	}
	return Part{"facts", joinKey(string(f.Party), f.Metric, spanText(f.Period), string(f.Nature))}
}

// Part names the control, and those that state the same.
func (c *Control) Part() Part {
	if c.ID != "" {
		return Part{"controls", c.ID}
	}
	var about []string
	for _, id := range c.Counterparties {
		about = append(about, string(id))
	}
	return Part{"controls", joinKey(string(c.Party), c.Metric, spanText(c.Period), c.About, strings.Join(about, ","))}
}

// Part names the rate.
func (r *Rate) Part() Part {
	return Part{"rates", joinKey(string(r.Currency), string(r.Per), r.Date.String())}
}

// spanText is a period in one spelling where its days are known.
func spanText(p Period) string {
	if p.First.IsZero() || p.Last.IsZero() {
		return p.Text
	}
	return p.First.String() + ".." + p.Last.String()
}

// Differences are the parts that two versions of a ledger do not have alike, wherever they stand and however they are spelled, in an order
// in which one version can become the other: the day, parties and rates that are new or changed, deals in the order of the
// ledger, facts and controls, and at last parties and rates that are gone. That a deal ended because another one supersedes it is
// no difference of its own. Cost: that of writing both ledgers.
func Differences(was, is *Ledger) []Part {
	before, after := partsOf(was), partsOf(is)
	var out, last []Part
	if was.last != is.last {
		out = append(out, Part{Table: DayTable})
	}
	order := merged(before.order, after.order)
	for _, table := range []string{"parties", "rates", "deals", "facts", "controls"} {
		for _, p := range order {
			switch {
			case p.Table != table || before.texts[p] == after.texts[p]:
			case after.texts[p] == "" && (table == "parties" || table == "rates"):
				last = append(last, p) // deals that are still to change may need it
			default:
				out = append(out, p)
			}
		}
	}
	return append(out, last...)
}

// parts are what a ledger says, part by part.
type parts struct {
	order []Part
	texts map[Part]string // in one spelling; never empty
}

// partsOf is what a ledger says.
func partsOf(l *Ledger) parts {
	p := parts{texts: map[Part]string{}}
	for _, x := range l.Parties {
		if !x.Implied {
			p.add(x.Part(), partyTree(x))
		}
	}
	for _, x := range l.Rates {
		p.add(x.Part(), rateTree(x))
	}
	for _, x := range l.Deals {
		p.add(x.Part(), dealTree(x.asWritten()))
	}
	for _, x := range l.Facts {
		p.add(x.Part(), factTree(x))
	}
	for _, x := range l.Controls {
		p.add(x.Part(), controlTree(x))
	}
	return p
}

func (p *parts) add(part Part, tree *node) {
	if p.texts[part] == "" {
		p.order = append(p.order, part)
	}
	p.texts[part] += fmt.Sprintf("- %s\n", emit(tree, newRemarks()))
}

// merged is the order of two lists together: that of the second, and what only the first has behind what it follows there. Neither has
// anything twice.
func merged[K comparable](first, second []K) []K {
	in := make(map[K]bool, len(second))
	for _, k := range second {
		in[k] = true
	}
	var front []K
	behind := map[K][]K{}
	for i, at := 0, -1; i < len(first); i++ {
		switch k := first[i]; {
		case in[k]:
			at = i
		case at < 0:
			front = append(front, k)
		default:
			behind[first[at]] = append(behind[first[at]], k)
		}
	}
	out := slices.Grow(front, len(second))
	for _, k := range second {
		out = append(append(out, k), behind[k]...)
	}
	return out
}

// asWritten is the deal without the ends that follow from other deals; see [Step.Implied]. What needs no change is shared.
func (d *Deal) asWritten() *Deal {
	if !slices.ContainsFunc(d.Legs, (*Leg).endImplied) {
		return d
	}
	return d.copied()
}

// endImplied reports whether the leg ends because another supersedes it.
func (l *Leg) endImplied() bool {
	return slices.ContainsFunc(l.Status, func(s Step) bool { return s.Implied })
}

// copied is a deal with legs of its own, without the ends that follow from other deals.
func (d *Deal) copied() *Deal {
	out := *d
	out.Legs = make([]*Leg, len(d.Legs))
	for i, l := range d.Legs {
		out.Legs[i] = l.copied(&out)
	}
	return &out
}

func (l *Leg) copied(deal *Deal) *Leg {
	out := *l
	out.Deal = deal
	if l.endImplied() {
		out.Status = slices.DeleteFunc(slices.Clone(l.Status), func(s Step) bool { return s.Implied })
		if out.Status.String() == deal.Status.String() {
			out.Status = nil
			if len(deal.Legs) == 1 {
				out.Status = deal.Status
			}
		}
	}
	if l.written != nil {
		out.written = l.written.copied(deal)
	}
	return &out
}
