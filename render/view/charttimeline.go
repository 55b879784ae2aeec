package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// TimelineOptions say what a timeline of deals shows. The zero value shows the largest deals of all parties.
type TimelineOptions struct {
	Party    string   // the id of a party: what it pays, and what it is paid; empty: all, by who pays
	MaxDeals int      // 0: 30
	Scope    string   // what the view leaves out, in sentences for the subtitle
	Notes    []string // the warnings of the view
}

const (
	defaultMaxDeals = 30
	timelineYears   = 10 // after the day of the view: where the axis ends at the latest
)

// Timeline is the deals of a network in time: see [DealList.TimelineFigure].
func Timeline(n *graph.Network, title string, o TimelineOptions) figure.Timeline {
	o.Scope += narrowed(n.View)
	o.Notes = append(warned(n), o.Notes...)
	return Deals(n).TimelineFigure(title, o)
}

// TimelineFigure is deals in time, each once: a block for what a party pays and one for what it is paid, or a block for each
// payer. Of the deals that have a date the largest are drawn, in the order of their dates; what is left out is said with its
// worth. A bar begins on the day of the first dated status. Of an imprecise date the last day counts, as in every view: what
// may have come later is never shown too early.
func (l DealList) TimelineFigure(title string, o TimelineOptions) figure.Timeline {
	t := timeliner{list: l, o: o, currency: l.currency()}
	t.asOf, _ = deals.ParseDate(l.AsOf)
	f := figure.Timeline{Frame: figure.Frame{ID: "timeline"}}
	if now := t.asOf.Last(); !now.IsZero() {
		f.Now, f.NowLabel = figure.Day(now.String()), l.AsOf
		f.Last = figure.Day(deals.Date{Year: now.Year + timelineYears, Month: 12, Day: 31}.String())
	}
	t.pick()
	t.blocks(&f)
	t.words(&f, title)
	return f
}

type timeliner struct {
	list     DealList
	o        TimelineOptions
	currency string
	asOf     deals.Date
	name     string // of the party
	rows     []timedDeal
	cut      []timedDeal // dated, but too small
	undated  []Deal
	all      int
}

// timedDeal is a deal with its row.
type timedDeal struct {
	Deal
	row   figure.TimelineRow
	minor int64
	known bool
	over  bool // in no sum
}

// pick chooses the deals to draw: those with a date, the largest first, among them those that are over.
func (t *timeliner) pick() {
	var dated []timedDeal
	for i, d := range slices.Concat(t.list.Deals, t.list.Ended) {
		if t.o.Party != "" && d.Payer.ID != t.o.Party && d.Payee.ID != t.o.Party {
			continue
		}
		for _, p := range []Party{d.Payer, d.Payee} {
			if p.ID == t.o.Party {
				t.name = p.Name
			}
		}
		t.all++
		row, ok := t.row(d)
		if !ok {
			t.undated = append(t.undated, d)
			continue
		}
		minor, known := d.Amount.Minor()
		dated = append(dated, timedDeal{d, row, max(minor, 0), known && minor >= 0, i >= len(t.list.Deals)})
	}
	slices.SortStableFunc(dated, func(a, b timedDeal) int {
		return cmp.Or(cmp.Compare(b.minor, a.minor), strings.Compare(a.Deal.Deal, b.Deal.Deal))
	})
	most := min(cmp.Or(t.o.MaxDeals, defaultMaxDeals), len(dated))
	t.rows, t.cut = dated[:most], dated[most:]
}

// row is a deal as a row, or false if it has no date.
func (t *timeliner) row(d Deal) (figure.TimelineRow, bool) {
	status := statusOf(d.Status)
	r := figure.TimelineRow{ID: d.Deal, Kind: d.Kind, Certainty: certainty(status), Detail: words(d.Kind), Label: d.label()}
	made, start, end := d.days(&r)
	if made.IsZero() {
		return r, false
	}
	if over, _ := deals.ParseDate(d.Since); status.Ended() && !over.IsZero() {
		start, end, r.Open = deals.Date{}, over.Last(), false
		if len(r.Steps) == 0 {
			r.Steps = []figure.TimelineStep{{At: figure.Day(end.String()), Ends: true, Title: d.Status + " " + d.Since}}
		}
		made = earlier(made, end)
	}
	r.Made, r.Start, r.End = figure.Day(made.String()), figure.Day(start.String()), figure.Day(end.String())
	if minor, ok := d.Amount.Minor(); ok && minor >= 0 {
		r.Amount, r.Known = float64(minor)/100, true
	}
	r.Title = fmt.Sprintf("%s → %s, %s, %s, %s", d.Payer.Name, d.Payee.Name, words(d.Kind), d.worth(), d.Status)
	if d.Since != "" {
		r.Title += " " + d.Since
	}
	if d.Term != "" {
		r.Title += ", term " + d.Term
	}
	r.Title += " (" + d.Deal + ")"
	return r, true
}

// days are the day from which a deal is known and those of its term, as far as they are known; it writes the steps of its status
// into the row, and whether the term is open.
func (d Deal) days(r *figure.TimelineRow) (made, start, end deals.Date) {
	made, _ = deals.ParseDate(d.Since)
	made = made.Last()
	for i, s := range d.Steps {
		at, _ := deals.ParseDate(s.Date)
		if at = at.Last(); at.IsZero() {
			continue
		}
		if i == 0 || at.Before(made) {
			made = at
		}
		r.Steps = append(r.Steps, figure.TimelineStep{At: figure.Day(at.String()), Ends: statusOf(s.Status).Ended(), Title: s.Status + " " + s.Date})
	}
	term, _ := deals.ParseTerm(d.Term)
	start, end = term.Start.First(), term.End.Last()
	r.Open = !term.IsZero() && end.IsZero()
	if made.IsZero() {
		made = start
	}
	if start.Before(made) && !term.Start.Last().Before(made) && !start.IsZero() {
		start = made // a term that begins in the year in which the deal was made does not begin before it
	}
	for _, other := range []deals.Date{start, end} { // what is reported late may have begun long before
		if !other.IsZero() && other.Before(made) {
			made = other
		}
	}
	return made, start, end
}

func earlier(a, b deals.Date) deals.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// label is the amount at the end of a bar.
func (d Deal) label() string {
	mark := ""
	switch statusOf(d.Status) {
	case deals.Proposed:
		mark = "LOI "
	case deals.Rumoured:
		mark = "rumoured "
	case deals.Lapsed, deals.Terminated, deals.Superseded:
		mark = d.Status + " "
	}
	switch {
	case d.Amount == nil && strings.HasSuffix(d.Quantity, " GW"):
		return mark + d.Quantity
	case d.Amount == nil:
		return mark + Unknown
	case d.Estimate:
		return mark + "~" + d.Amount.Short()
	}
	return mark + d.Amount.Short()
}

// blocks puts the rows together, in the order of their dates, and the blocks in the order of what they come to.
func (t *timeliner) blocks(f *figure.Timeline) {
	type group struct {
		block figure.TimelineBlock
		sum   int64
		rank  int
	}
	var groups []*group
	at := map[string]*group{}
	alone := map[string]int{}
	for _, d := range t.rows {
		alone[d.Payer.ID]++
	}
	for _, d := range t.rows {
		key, name, other, rank := d.Payer.ID, d.Payer.Name+" pays", "→ "+d.Payee.Name, 0
		switch {
		case t.o.Party != "" && d.Payer.ID == t.o.Party:
			key = "out"
		case t.o.Party != "":
			key, name, other, rank = "in", t.name+" is paid", "← "+d.Payer.Name, 1
		case alone[key] == 1: // a heading for one deal would say less than it takes
			key, name, other, rank = "", "Others pay", d.Payer.Name+" → "+d.Payee.Name, 1
		}
		g := at[key]
		if g == nil {
			g = &group{block: figure.TimelineBlock{ID: cmp.Or(key, "others"), Name: name}, rank: rank}
			at[key] = g
			groups = append(groups, g)
		}
		d.row.Name = other
		g.block.Rows = append(g.block.Rows, d.row)
		if !d.over {
			g.sum = plus(g.sum, d.minor)
		}
	}
	if len(groups) == 1 && groups[0].block.ID == "others" {
		groups[0].block.Name = "Who pays whom"
	}
	slices.SortStableFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.sum, a.sum), strings.Compare(a.block.ID, b.block.ID))
	})
	for _, g := range groups {
		slices.SortStableFunc(g.block.Rows, func(a, b figure.TimelineRow) int {
			return cmp.Or(cmp.Compare(a.Made, b.Made), cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.ID, b.ID))
		})
		g.block.Detail = t.sum(g.block)
		f.Blocks = append(f.Blocks, g.block)
	}
}

// sum is what the deals of a block come to, without those that are over and not counted, in words.
func (t *timeliner) sum(b figure.TimelineBlock) string {
	var rows []timedDeal
	for _, d := range t.rows {
		if slices.ContainsFunc(b.Rows, func(r figure.TimelineRow) bool { return r.ID == d.row.ID }) && !d.over {
			rows = append(rows, d)
		}
	}
	return t.worth(rows)
}

// worth is what deals come to: "$40bn", "$40bn + ?", "?".
func (t *timeliner) worth(list []timedDeal) string {
	var sum int64
	known, unknown := false, false
	for _, d := range list {
		sum, known, unknown = plus(sum, d.minor), known || d.known, unknown || !d.known
	}
	switch {
	case known && unknown:
		return table.MoneyShort(sum, t.currency) + " + ?"
	case known:
		return table.MoneyShort(sum, t.currency)
	case unknown:
		return Unknown
	}
	return ""
}

// words writes title, subtitle, what is not drawn, and the text for those who cannot see the figure.
func (t *timeliner) words(f *figure.Timeline, title string) {
	f.Title = cmp.Or(title, "Deals in time")
	if title == "" && t.o.Party != "" {
		f.Title = "The deals of " + cmp.Or(t.name, t.o.Party) + " in time"
	}
	over := 0
	for _, d := range t.rows {
		if d.over {
			over++
		}
	}
	count := fmt.Sprintf("%d of %s", len(t.rows), Plural(t.all, "deal leg", "deal legs"))
	if over > 0 {
		count += fmt.Sprintf(", %d of them over", over)
	}
	f.Subtitle = fmt.Sprintf("%s. %s%s", count, BasisWords(t.list.Basis, t.list.AsOf), t.o.Scope)
	if len(t.cut) > 0 {
		f.Dropped = append(f.Dropped, fmt.Sprintf("%s, worth %s", Plural(len(t.cut), "smaller deal leg", "smaller deal legs"), t.worth(t.cut)))
	}
	if len(t.undated) > 0 {
		var list []timedDeal
		var names []string
		for _, d := range t.undated {
			minor, known := d.Amount.Minor()
			list = append(list, timedDeal{Deal: d, minor: max(minor, 0), known: known})
			names = append(names, clip(d.Deal, 48))
		}
		s := fmt.Sprintf("%s without a date, worth %s", Plural(len(list), "deal leg", "deal legs"), t.worth(list))
		if len(names) <= 12 {
			s += ": " + strings.Join(names, ", ")
		}
		f.Dropped = append(f.Dropped, s)
	}
	f.Notes = slices.Clone(t.o.Notes)
	if over > 0 {
		f.Notes = append(f.Notes, "deals that are over and not counted are drawn at the ceiling they had, and are in no sum")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Timeline of %s on the %s basis.", Plural(len(t.rows), "deal leg", "deal legs"), t.list.Basis)
	for i, d := range t.rows[:min(len(t.rows), 5)] {
		if i == 0 {
			b.WriteString(" Largest:")
		}
		b.WriteString(" " + d.row.Title + ".")
	}
	f.AltText = b.String()
}
