package outlook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Grouping says what makes one row of a schedule.
type Grouping string

// The groupings.
const (
	ByDeal  Grouping = "deal"
	ByKind  Grouping = "kind"
	ByParty Grouping = "party"
	ByRank  Grouping = "rank"
)

// Groupings lists them.
func Groupings() []Grouping { return []Grouping{ByDeal, ByKind, ByParty, ByRank} }

// Row is dues that belong together.
type Row struct {
	ID      string
	Label   string
	Amounts []int64 // by year, minor units
	Unknown []bool
	Sum     int64
	Later   int64 // of legs all of whose amounts are known: what falls in other years
	Marked  bool  // an assumed profile or a spread went into it
}

// Rows are the dues, grouped, the largest first.
func (s Schedule) Rows(by Grouping) []Row {
	var out []Row
	for _, d := range s.Dues {
		id, label := d.group(by)
		i := slices.IndexFunc(out, func(r Row) bool { return r.ID == id })
		if i < 0 {
			i = len(out)
			out = append(out, Row{ID: id, Label: label, Amounts: make([]int64, len(s.Years)), Unknown: make([]bool, len(s.Years))})
		}
		r := &out[i]
		for y, m := range d.Amounts {
			minor, _ := m.Minor()
			r.Amounts[y] += minor
			r.Sum += minor
			r.Unknown[y] = r.Unknown[y] || y < len(d.Unknown) && d.Unknown[y]
		}
		if whole, ok := d.Whole.Minor(); ok {
			sum, _ := d.Sum.Minor()
			r.Later += max(0, whole-sum)
		}
		r.Marked = r.Marked || d.Assumed || d.Spread
	}
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(b.Sum, a.Sum) })
	return out
}

func (d Due) group(by Grouping) (id, label string) {
	switch by {
	case ByKind:
		if d.Repays {
			return "repayment", "repayment"
		}
		return d.Kind, strings.ReplaceAll(d.Kind, "_", " ")
	case ByParty:
		return d.Party.ID, d.Party.Name
	case ByRank:
		return strconv.Itoa(d.Rank), "rank " + strconv.Itoa(d.Rank)
	}
	if d.Repays {
		return d.Leg + " repaid", d.Party.Name + ", repays " + d.Leg
	}
	return d.Leg, d.Party.Name + ", " + strings.ReplaceAll(d.Kind, "_", " ")
}
