package change

import (
	"cmp"
	"slices"
	"strings"

	"dealgraph/deals"
)

// said is what a record says on a day.
type said struct {
	part   deals.Part
	party  deals.PartyID
	about  string
	there  bool // by the day; a record that is not there yet can be compared nevertheless
	source deals.Source
	fields [][2]string // name and value, in order
}

// compareRecords compares everything but the deals.
func (c *Changes) compareRecords() {
	for _, of := range []func(State) []said{partiesOf, factsOf, controlsOf, ratesOf} {
		c.compareTable(of(c.Old), of(c.New))
	}
	tables := []string{"parties", "facts", "controls", "rates"}
	slices.SortStableFunc(c.Records, func(a, b Record) int {
		return cmp.Or(cmp.Compare(slices.Index(tables, a.Table), slices.Index(tables, b.Table)), compareKinds(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
}

// compareTable compares the records of one table. Those that share a name are first taken as they are, then in their order.
func (c *Changes) compareTable(was, is []said) {
	before := map[deals.Part][]said{}
	for _, r := range was {
		before[r.part] = append(before[r.part], r)
	}
	after := map[deals.Part][]said{}
	var order []deals.Part
	for _, r := range slices.Concat(is, was) {
		if _, seen := after[r.part]; !seen {
			after[r.part] = nil
			order = append(order, r.part)
		}
	}
	for _, r := range is {
		after[r.part] = append(after[r.part], r)
	}
	for _, p := range order {
		gone, fresh := unlike(before[p], after[p])
		for i := range max(len(gone), len(fresh)) {
			switch {
			case i >= len(gone):
				c.Records = append(c.Records, fresh[i].record(New))
			case i >= len(fresh):
				c.Records = append(c.Records, gone[i].record(Removed))
			default:
				c.Records = append(c.Records, gone[i].becomes(fresh[i]))
			}
		}
	}
}

// unlike are the records of two lists without those that are alike in both.
func unlike(was, is []said) (gone, fresh []said) {
	fresh = slices.Clone(is)
	for _, r := range was {
		if i := slices.IndexFunc(fresh, r.alike); i >= 0 {
			fresh = slices.Delete(fresh, i, i+1)
		} else {
			gone = append(gone, r)
		}
	}
	return gone, fresh
}

func (r said) alike(o said) bool { return r.there == o.there && slices.Equal(r.fields, o.fields) }

// inAbout are the fields of a fact or control that its name tells, and the source, which stands beside all others.
var inAbout = []string{"party", "about", "metric", "period", "nature", "source"}

// record tells a whole record.
func (r said) record(k Kind) Record {
	out := Record{Table: r.part.Table, Key: r.part.Key, Kind: k, Party: r.party, About: r.about}
	for _, f := range r.fields {
		if f[1] == "" || slices.Contains(inAbout, f[0]) {
			continue
		}
		one := Field{Name: f[0], New: f[1], NewSource: r.source}
		if k == Removed {
			one = Field{Name: f[0], Old: f[1], OldSource: r.source}
		}
		out.Fields = append(out.Fields, one)
	}
	return out
}

// becomes tells what differs between two states of a record.
func (r said) becomes(is said) Record {
	switch {
	case !r.there && is.there:
		return is.record(New)
	case r.there && !is.there:
		return r.record(Removed)
	}
	out := Record{Table: is.part.Table, Key: is.part.Key, Kind: Changed, Party: is.party, About: is.about}
	for i, f := range is.fields { // they have the same fields
		if was := r.fields[i][1]; was != f[1] {
			one := Field{Name: f[0], Old: was, New: f[1]}
			if f[0] != "source" {
				one.OldSource, one.NewSource = r.source, is.source
			}
			out.Fields = append(out.Fields, one)
		}
	}
	return out
}

func partiesOf(s State) []said {
	var out []said
	for _, p := range s.Ledger.Parties {
		if p.Implied {
			continue
		}
		r := said{part: p.Part(), party: p.ID, there: true}
		if len(p.Sources) > 0 {
			r.source = p.Sources[0]
		}
		r.fields = [][2]string{
			{"name", p.Name}, {"aliases", strings.Join(p.Aliases, "; ")}, {"sector", p.Sector}, {"country", p.Country}, {"ticker", p.Ticker}, {"lei", p.LEI},
			{"parents", parents(p, s.AsOf)}, {"tags", strings.Join(p.Tags, "; ")}, {"note", p.Note}, {"source", sources(p.Sources)},
		}
		out = append(out, r)
	}
	return out
}

// parents are who controls a party, those in force on the day first.
func parents(p *deals.Party, day deals.Date) string {
	var now, other []string
	for _, up := range p.Parents {
		x := string(up.ID)
		if !up.From.IsZero() {
			x += " from " + up.From.String()
		}
		if !up.To.IsZero() {
			x += " to " + up.To.String()
		}
		if (up.From.IsZero() || !up.From.Last().After(day)) && (up.To.IsZero() || up.To.Last().After(day)) {
			now = append(now, x)
		} else {
			other = append(other, x+" (not then)")
		}
	}
	return strings.Join(append(now, other...), "; ")
}

func sources(all []deals.Source) string {
	var out []string
	for _, s := range all {
		out = append(out, sourceText(s))
	}
	return strings.Join(out, "; ")
}

// factsOf are the facts. What happened in a period is there when the period is over.
func factsOf(s State) []said {
	var out []said
	for _, f := range s.Ledger.Facts {
		last := f.Period.Last
		about := strings.ReplaceAll(f.Metric, "_", " ")
		if f.Period.Text != "" {
			about += " " + f.Period.Text
		}
		out = append(out, said{
			part: f.Part(), party: f.Party, about: about + ", " + string(f.Nature), source: f.Source,
			there: f.Nature != deals.Actual || last.IsZero() || !last.Last().After(s.AsOf),
			fields: [][2]string{
				{"value", f.Value.Text}, {"party", string(f.Party)}, {"metric", f.Metric}, {"period", f.Period.Text}, {"nature", string(f.Nature)}, {"note", f.Note}, {"source", sourceText(f.Source)},
			},
		})
	}
	return out
}

func controlsOf(s State) []said {
	var out []said
	for _, c := range s.Ledger.Controls {
		var about []string
		for _, id := range c.Counterparties {
			about = append(about, string(id))
		}
		if c.About != "" {
			about = append(about, c.About)
		}
		of := strings.Join(about, ", ")
		r := said{part: c.Part(), party: c.Party, there: true, source: c.Source, about: strings.TrimSpace(strings.ReplaceAll(c.Metric, "_", " ") + " " + c.Period.Text)}
		if of != "" {
			r.about += " with " + of
		}
		share, value, total, tolerance := "", "", "", ""
		if c.Share != nil {
			share = c.Share.String()
		}
		if c.Value != nil {
			value = c.Value.String()
		}
		if c.Of != nil {
			total = c.Of.String()
		}
		if c.Tolerance != nil {
			tolerance = c.Tolerance.String()
		}
		r.fields = [][2]string{
			{"share", share}, {"value", value}, {"of", total}, {"tolerance", tolerance}, {"party", string(c.Party)}, {"about", of}, {"metric", c.Metric}, {"period", c.Period.Text},
			{"nature", string(c.Nature)}, {"tags", strings.Join(c.Tags, "; ")}, {"note", c.Note}, {"source", sourceText(c.Source)},
		}
		out = append(out, r)
	}
	return out
}

func ratesOf(s State) []said {
	var out []said
	for _, r := range s.Ledger.Rates {
		about := string(r.Currency) + " in " + string(r.Per)
		if !r.Date.IsZero() {
			about += " on " + r.Date.String()
		}
		out = append(out, said{
			part: r.Part(), there: true, about: about, source: r.Source,
			fields: [][2]string{{"rate", r.Rate.String()}, {"note", r.Note}, {"source", sourceText(r.Source)}},
		})
	}
	return out
}
