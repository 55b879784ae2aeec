package outlook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Metric names what a history follows.
type Metric string

// The metrics.
const (
	MetricCircularity   Metric = "circularity"
	MetricCirculated    Metric = "circulated"
	MetricGross         Metric = "gross"
	MetricConcentration Metric = "concentration"
	MetricSignedShare   Metric = "signed-share"
	MetricFirmShare     Metric = "firm-share"
	MetricPaidShare     Metric = "paid-share"
	MetricNewHeadline   Metric = "new-headline"
	MetricNewSigned     Metric = "new-signed"
	MetricNewPaid       Metric = "new-paid"
	MetricDeals         Metric = "deals"
	MetricUndisclosed   Metric = "undisclosed"
)

// Metrics lists them in order.
func Metrics() []Metric {
	return []Metric{
		MetricCircularity, MetricCirculated, MetricGross, MetricConcentration, MetricSignedShare, MetricFirmShare, MetricPaidShare,
		MetricNewHeadline, MetricNewSigned, MetricNewPaid, MetricDeals, MetricUndisclosed,
	}
}

// Meaning says what a metric measures.
func (m Metric) Meaning() string {
	return map[Metric]string{
		MetricCircularity:   "share of all money that can go round, each payment counted once",
		MetricCirculated:    "money that can go round",
		MetricGross:         "all money of the deals that stand",
		MetricConcentration: "Herfindahl-Hirschman index of who pays, in points to 10,000; those under one control are one",
		MetricSignedShare:   "what is signed, of the headline",
		MetricFirmShare:     "what is firm, of what is signed",
		MetricPaidShare:     "what is on record as paid, of the headline",
		MetricNewHeadline:   "announced in the period, whatever ended since",
		MetricNewSigned:     "signed in the period, or paid without, whatever ended since",
		MetricNewPaid:       "on record as paid in the period",
		MetricDeals:         "legs of deals that count",
		MetricUndisclosed:   "of these, legs whose amount is in no sum",
	}[m]
}

// Flow reports whether a metric is of what happened in a period, rather than of how things stood at its end.
func (m Metric) Flow() bool {
	return m == MetricNewHeadline || m == MetricNewSigned || m == MetricNewPaid
}

// The units of metrics: what has different ones stands in different panels of a figure.
const (
	unitShare  = "share"
	unitMoney  = "money"
	unitFlow   = "money per period"
	unitPoints = "points"
	unitCount  = "legs"
)

func (m Metric) unit() string {
	switch m {
	case MetricCircularity, MetricSignedShare, MetricFirmShare, MetricPaidShare:
		return unitShare
	case MetricConcentration:
		return unitPoints
	case MetricDeals, MetricUndisclosed:
		return unitCount
	}
	if m.Flow() {
		return unitFlow
	}
	return unitMoney
}

// History is a ledger measured from date to date, as it was known then.
type History struct {
	By       string         `json:"by"` // month, quarter, year
	Basis    string         `json:"basis"`
	Currency string         `json:"currency"`
	Metrics  []HistoryOf    `json:"metrics"`
	Rows     []HistoryPoint `json:"dates"`
	Begins   string         `json:"first_deal"` // the day of the first deal; before it nothing is known
	Ends     string         `json:"ledger_ends"`
	Stopped  string         `json:"stopped,omitempty"` // the date before which the work was ended
	Scope    string         `json:"scope,omitempty"`   // what the view leaves out
}

// HistoryOf is a metric that is followed.
type HistoryOf struct {
	Name    Metric `json:"name"`
	Unit    string `json:"unit"`
	Meaning string `json:"meaning"`
}

// HistoryPoint is one date.
type HistoryPoint struct {
	AsOf        string         `json:"as_of"`
	Period      string         `json:"period"`
	Whole       bool           `json:"whole_period"` // false: the period was not over, or begins before the history
	Values      []HistoryValue `json:"values"`       // in the order of the metrics
	Known       bool           `json:"known"`        // some deal had been public by then, and the ledger had not ended before
	Deals       int            `json:"deals"`
	Undisclosed int            `json:"undisclosed"`
}

// HistoryValue is the value of a metric: of its fields, that of its unit. All are null where nobody can know it.
type HistoryValue struct {
	Share  *float64    `json:"share,omitempty"`
	Points *float64    `json:"points,omitempty"`
	Money  *view.Money `json:"money,omitempty"`
	Count  *int        `json:"count,omitempty"`
	// AtLeast says that the value is of what is disclosed, and something that is not may add to it.
	AtLeast bool `json:"at_least,omitempty"`
}

// HistoryMetrics describes metrics.
func HistoryMetrics(list []Metric) []HistoryOf {
	var out []HistoryOf
	for _, m := range list {
		out = append(out, HistoryOf{m, m.unit(), m.Meaning()})
	}
	return out
}

// known reports whether there is a value.
func (v HistoryValue) known() bool {
	return v.Share != nil || v.Points != nil || v.Money != nil || v.Count != nil
}

// Cell is the value as a table cell.
func (v HistoryValue) Cell() table.Cell {
	switch {
	case v.Share != nil:
		return table.PercentCell(*v.Share)
	case v.Points != nil:
		return table.Cell{Text: strconv.Itoa(int(math.Round(*v.Points))), Raw: strconv.FormatFloat(*v.Points, 'g', -1, 64), Number: true}
	case v.Money != nil:
		return v.Money.Cell()
	case v.Count != nil:
		return table.CountCell(*v.Count)
	}
	return view.Text(view.Unknown)
}

// short is the value as a label spells it.
func (v HistoryValue) short() string {
	if v.Money != nil {
		return v.Money.Short()
	}
	return v.Cell().Text
}

// number is the value as a place on an axis.
func (v HistoryValue) number() (float64, bool) {
	switch {
	case v.Share != nil:
		return *v.Share, true
	case v.Points != nil:
		return *v.Points, true
	case v.Money != nil:
		minor, ok := v.Money.Minor()
		return view.Units(minor), ok
	case v.Count != nil:
		return float64(*v.Count), true
	}
	return 0, false
}

// Tables shows a row for each date.
func (h History) Tables() []table.Table {
	t := table.Table{Title: h.title(), Columns: []table.Column{{Name: "as of"}, {Name: "period"}}}
	counted := false
	for _, m := range h.Metrics {
		t.Columns = append(t.Columns, table.Column{Name: string(m.Name), Align: table.Right})
		counted = counted || m.Name == MetricUndisclosed
	}
	if !counted {
		t.Columns = append(t.Columns, table.Column{Name: string(MetricUndisclosed), Align: table.Right})
	}
	for _, p := range h.Rows {
		period := p.Period
		if !p.Whole {
			period += " (part)"
		}
		row := view.Texts(p.AsOf, period)
		for _, v := range p.Values {
			row = append(row, v.Cell())
		}
		switch {
		case counted:
		case !p.Known:
			row = append(row, view.Text(view.Unknown))
		default:
			row = append(row, table.CountCell(p.Undisclosed))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, m := range h.Metrics {
		t.Footnotes = append(t.Footnotes, string(m.Name)+": "+m.Meaning)
	}
	t.Footnotes = append(t.Footnotes, h.notes()...)
	return []table.Table{t}
}

func (h History) title() string {
	return "By " + h.By + ", as it was known at each date (" + h.Basis + " basis)"
}

// notes are the caveats that belong under a table and a figure.
func (h History) notes() []string {
	out := []string{
		"each row is the view as of its date: a state counts from the day on which a source shows it, and an imprecise date from its last day, so that early dates tell less than there was; amounts are those in use today",
	}
	if h.flows() {
		out = append(out, "what is new in a period is gross of what ended, and no dollar of it counts twice; a deal that takes the place of another is new with all of its amount")
	}
	if h.unknown() {
		text := "?: not known"
		if h.Begins > h.Rows[0].AsOf {
			text += "; before " + h.Begins + " no deal here was public"
		}
		out = append(out, text+"; a share of nothing is not known either, nor is one of which only undisclosed amounts may be")
	}
	return out
}

func (h History) flows() bool {
	for _, m := range h.Metrics {
		if m.Name.Flow() {
			return true
		}
	}
	return false
}

func (h History) unknown() bool {
	for _, p := range h.Rows {
		for _, v := range p.Values {
			if !v.known() {
				return true
			}
		}
	}
	return false
}

// span is the time that a history covers, in words.
func (h History) span() string {
	if len(h.Rows) == 0 {
		return ""
	}
	return fmt.Sprintf("%s to %s", h.Rows[0].AsOf, h.Rows[len(h.Rows)-1].AsOf)
}

// names are those of the metrics, in words.
func (m Metric) label() string { return strings.ReplaceAll(string(m), "-", " ") }
