package outlook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/facts"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Signs are the warning signs as of a day, and as they were at the end of years to compare with.
type Signs struct {
	AsOf      string     `json:"as_of"`
	Signs     []Sign     `json:"signs"`
	Reference []SignYear `json:"reference,omitempty"`
}

// SignYear are the signs at the end of a year, in the order of those of today.
type SignYear struct {
	Year  int    `json:"year"`
	Signs []Sign `json:"signs"`
}

// Sign is what a rule finds.
type Sign struct {
	Rule     SignRule       `json:"rule"`
	State    string         `json:"state"` // "yes", "no" or "not enough data"
	Decided  *SignReading   `json:"by"`    // null when there is not enough data
	Split    bool           `json:"split"` // another metric says the contrary
	Readings []SignReading  `json:"metrics"`
	Warned   []view.FactRow `json:"warned"` // who warned of it, in words
}

// SignRule is a rule in words.
type SignRule struct {
	Key     string       `json:"key"`
	Name    string       `json:"name"`
	Text    string       `json:"text"`
	Fresh   int          `json:"latest_within_months"` // of the day asked about
	Window  int          `json:"compared_within_months"`
	Metrics []SignMetric `json:"metrics"`
}

// SignMetric is an indicator that a rule reads.
type SignMetric struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// SignReading is what one metric says about a sign.
type SignReading struct {
	Metric  string      `json:"metric"`
	State   string      `json:"state"`
	Why     string      `json:"why,omitempty"`
	Latest  *SignPoint  `json:"latest"`
	Before  *SignPoint  `json:"compared_with"`
	Missing []string    `json:"missing_periods,omitempty"`
	Add     []string    `json:"rows_to_add,omitempty"` // of facts.csv, with X and URL to fill in
	Others  []SignOther `json:"not_counted,omitempty"`
}

// SignOther is a fact of a metric that does not count as a reading.
type SignOther struct {
	view.FactRow
	Because string `json:"because"`
}

// SignPoint is the value of a period, with all facts that tell it.
type SignPoint struct {
	Period string      `json:"period"`
	Value  string      `json:"value"`
	Source view.Source `json:"source"`
	Facts  int         `json:"facts"`
}

// RulesOf tells rules.
func RulesOf(rules []facts.Rule) []SignRule {
	out := []SignRule{}
	for _, r := range rules {
		rule := SignRule{Key: r.Key, Name: r.Name, Text: r.Text, Fresh: r.Fresh, Window: r.Months, Metrics: []SignMetric{}}
		for _, m := range r.Metrics {
			rule.Metrics = append(rule.Metrics, SignMetric{m.Name, m.Meaning})
		}
		out = append(out, rule)
	}
	return out
}

// SignsOf tells signs as of a day.
func SignsOf(list []facts.Sign, asOf deals.Date) []Sign {
	out := []Sign{}
	for _, s := range list {
		sign := Sign{Rule: RulesOf([]facts.Rule{s.Rule})[0], State: string(s.State), Split: s.Split(), Readings: []SignReading{}, Warned: factRows(s.Warned)}
		for _, r := range s.Readings {
			sign.Readings = append(sign.Readings, signReading(r, asOf))
		}
		if s.Decided >= 0 {
			sign.Decided = &sign.Readings[s.Decided]
		}
		out = append(out, sign)
	}
	return out
}

func signReading(r facts.Reading, asOf deals.Date) SignReading {
	out := SignReading{
		Metric: r.Metric.Name, State: string(r.State), Why: r.Why, Latest: signPoint(r.Latest), Before: signPoint(r.Before), Missing: r.Missing,
	}
	for i, row := range factRows(r.Others) {
		out.Others = append(out.Others, SignOther{row, notRead(r.Others[i], asOf)})
	}
	for _, period := range r.Missing {
		out.Add = append(out.Add, fmt.Sprintf(",%s,%s,%s,actual,URL", r.Metric.Name, period, r.Metric.Value))
	}
	return out
}

// notRead says why a fact of a metric is no reading on a day.
func notRead(f *deals.Fact, asOf deals.Date) string {
	switch {
	case f.Nature != deals.Actual:
		return string(f.Nature)
	case f.Value.Quantity == nil && (f.Value.Money == nil || !f.Value.Money.Disclosed()):
		return "not a number"
	case f.Period.Last.IsZero():
		return "without an end of its period"
	case !facts.DatedOf(f).Counts(asOf):
		return "of a period that ends later"
	}
	return "not read"
}

func signPoint(p *facts.Point) *SignPoint {
	if p == nil {
		return nil
	}
	return &SignPoint{Period: p.Period.Text, Value: p.Text(), Source: view.SourceOf(p.Facts[0].Source), Facts: len(p.Facts)}
}

func factRows(list []*deals.Fact) []view.FactRow {
	out := []view.FactRow{}
	for _, f := range list {
		source := f.Source.URL
		if source == "" {
			source = f.Source.Title
		}
		out = append(out, view.FactRow{ID: f.ID, Party: string(f.Party), Metric: f.Metric, Period: f.Period.Text, Value: f.Value.Text, Nature: string(f.Nature), Note: f.Note, Source: source})
	}
	return out
}

// Tables shows the signs; what facts are missing, if any; and the years to compare with, if any. With explain, also every metric
// and who warned in words.
func (s Signs) Tables(explain bool) []table.Table {
	out := []table.Table{s.lights()}
	if len(s.Reference) > 0 {
		out = append(out, s.years())
	}
	if t := s.missing(); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if explain {
		out = append(out, s.metrics(), s.warned())
	}
	return out
}

// lights is a row for each sign.
func (s Signs) lights() table.Table {
	t := table.Table{Title: "Warning signs as of " + s.AsOf, Columns: []table.Column{
		{Name: "sign", Max: 32}, {Name: "state"}, {Name: "rule", Max: 80}, {Name: "metric", Max: 32}, {Name: "latest", Max: 24}, {Name: "compared with", Max: 24}, {Name: "source", Max: 36},
	}}
	if !slices.ContainsFunc(s.Signs, func(x Sign) bool { return x.Decided != nil }) {
		t.Columns = t.Columns[:3]
	}
	for _, x := range s.Signs {
		row := view.Texts(view.Upper(x.Rule.Name), x.State, x.Rule.Text, "", "", "", "")
		if x.Decided != nil {
			row[3], row[4], row[5], row[6] = view.Text(x.Decided.Metric), view.Text(x.Decided.Latest.String()), view.Text(x.Decided.Before.String()), factSource(x.Decided.Latest.Source)
		}
		t.Rows = append(t.Rows, row[:len(t.Columns)])
		if x.Decided == nil {
			t.Footnotes = append(t.Footnotes, view.Upper(x.Rule.Name)+": "+x.lacks())
		}
		if x.Split {
			t.Footnotes = append(t.Footnotes, view.Upper(x.Rule.Name)+": another metric says the contrary; see --explain")
		}
	}
	t.Footnotes = append(t.Footnotes,
		"the signs are those that Goldman Sachs named in November 2025, from before 2000; windows and thresholds are ours, for none were given. Only actual facts of no party count, those of one metric taken to be of one definition; not enough data is no \"no\"")
	return t
}

// String is a value with its period.
func (p *SignPoint) String() string {
	if p == nil {
		return ""
	}
	out := p.Value + " (" + p.Period + ")"
	if p.Facts > 1 {
		out += ", " + strconv.Itoa(p.Facts) + " facts"
	}
	return out
}

// lacks says why there is not enough data: metric by metric, those without any fact together.
func (x Sign) lacks() string {
	var none, some []string
	for _, r := range x.Readings {
		if len(r.Others) == 0 && r.Latest == nil && len(r.Missing) == 2 {
			none = append(none, r.Metric)
			continue
		}
		said := r.Metric + ": " + r.Why
		var has []string
		for _, o := range r.Others {
			is := fmt.Sprintf("%s of %s is %s", o.Value, o.Period, o.Because)
			if strings.ContainsAny(o.Note, digits) {
				is += ", and " + quoted(o.Note) + " stands in its note"
			}
			has = append(has, is)
		}
		if len(has) > 0 {
			said += " (" + strings.Join(has, ", ") + ")"
		}
		some = append(some, said)
	}
	if len(none) > 0 {
		some = append(some, "no fact of "+strings.Join(none, " or "))
	}
	for _, f := range x.Warned {
		if strings.ContainsAny(f.Note, digits) {
			some = append(some, "a warning says "+quoted(f.Note)+", in words that no rule reads")
		}
	}
	return strings.Join(some, "; ")
}

// digits are what a note with a number has.
const digits = "0123456789"

// quoted is a note in quotation marks.
func quoted(s string) string { return "\u201c" + s + "\u201d" }

// years is a row for each sign and a column for each year to compare with.
func (s Signs) years() table.Table {
	t := table.Table{Title: "The same rules at the end of each year", Columns: []table.Column{{Name: "sign", Max: 32}}}
	for _, y := range s.Reference {
		t.Columns = append(t.Columns, table.Column{Name: strconv.Itoa(y.Year)})
	}
	known, cells := 0, 0
	for i, x := range s.Signs {
		row := []table.Cell{view.Text(view.Upper(x.Rule.Name))}
		for _, y := range s.Reference {
			state := y.Signs[i].State
			cells++
			if state == string(facts.NotEnoughData) {
				state = view.Unknown
			} else {
				known++
			}
			row = append(row, view.Text(state))
		}
		t.Rows = append(t.Rows, row)
	}
	if known < cells {
		from := s.Reference[0].Year - 1
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("%s: not enough data; for each year the rules want a reading of it and one of the year before, so facts of %d to %d", view.Unknown, from, from+len(s.Reference)))
	}
	if known == 0 {
		t.Footnotes = append(t.Footnotes, "the ledger has no facts of these years that the rules could read")
	}
	return t
}

// missing lists the facts that would tell the signs of which there is not enough data.
func (s Signs) missing() table.Table {
	t := table.Table{Title: "Facts that would tell: one metric of a sign is enough", Columns: []table.Column{{Name: "sign", Max: 32}, {Name: "metric", Max: 32}, {Name: "what it is", Max: 64}, {Name: "periods missing"}, {Name: "row to add"}}}
	for _, x := range s.Signs {
		if x.Decided != nil {
			continue
		}
		for i, r := range x.Readings {
			if len(r.Add) > 0 {
				t.Rows = append(t.Rows, view.Texts(view.Upper(x.Rule.Name), r.Metric, x.Rule.Metrics[i].Meaning, view.ListOf(r.Missing), r.Add[len(r.Add)-1]))
			}
		}
	}
	if len(t.Rows) > 0 {
		t.Footnotes = []string{"add a row for each missing period, to a file of facts with the columns party,metric,period,value,nature,source: no party, X the number, URL where it was read; other periods of one length do as well, if they lie as far apart"}
	}
	return t
}

// metrics is a row for each metric of each rule.
func (s Signs) metrics() table.Table {
	t := table.Table{Title: "Every metric", Columns: []table.Column{{Name: "sign", Max: 32}, {Name: "metric", Max: 32}, {Name: "state"}, {Name: "latest", Max: 28}, {Name: "compared with", Max: 28}, {Name: "why", Max: 72}, {Name: "not counted", Max: 60}, {Name: "source", Max: 48}}}
	for _, x := range s.Signs {
		for _, r := range x.Readings {
			row := view.Texts(view.Upper(x.Rule.Name), r.Metric, r.State, r.Latest.String(), r.Before.String(), r.Why, "", "")
			var others []string
			for _, o := range r.Others {
				others = append(others, fmt.Sprintf("%s of %s: %s", o.Value, o.Period, o.Because))
			}
			row[6] = view.Text(strings.Join(others, ", "))
			if r.Latest != nil {
				row[7] = table.Cell{Text: r.Latest.Source.String(), Link: r.Latest.Source.URL}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// warned lists who warned in words.
func (s Signs) warned() table.Table {
	t := table.Table{Title: "Who warned of it, in words that no rule reads", Columns: []table.Column{{Name: "sign", Max: 32}, {Name: "warning", Max: 48}, {Name: "period"}, {Name: "note", Max: 100}, {Name: "source"}}}
	for _, x := range s.Signs {
		for _, f := range x.Warned {
			t.Rows = append(t.Rows, []table.Cell{view.Text(view.Upper(x.Rule.Name)), view.Text(f.Value), view.Text(f.Period), view.Text(f.Note), {Text: f.Source, Link: f.Source}})
		}
	}
	return t
}

// RuleTable lists rules.
func RuleTable(rules []SignRule) table.Table {
	t := table.Table{Title: "Rules of the warning signs", Columns: []table.Column{{Name: "sign", Max: 32}, {Name: "rule", Max: 80}, {Name: "latest ends within"}, {Name: "metric", Max: 32}, {Name: "what it is", Max: 60}}}
	for _, r := range rules {
		for _, m := range r.Metrics {
			t.Rows = append(t.Rows, view.Texts(view.Upper(r.Name), r.Text, fmt.Sprintf("%d months before the day", r.Fresh), m.Name, m.Meaning))
		}
	}
	t.Footnotes = []string{"of the metrics of a sign the first with two actual facts that can be compared decides; they are of no party, in one unit, and of periods of one length, a day being as good as a month"}
	return t
}
