package page

import (
	"reflect"
	"strings"

	"dealgraph/render/typeset"
)

// Words are the fixed words of a page. An empty one gets an English default. "%d" and "%s" stand for a number and a name.
type Words struct {
	Basis    string `json:"basis"`    // "Basis": the switch
	Date     string `json:"date"`     // "As of": the slider
	Kinds    string `json:"kinds"`    // "Kind": the first row of filters
	Statuses string `json:"statuses"` // "Firmness": the second
	Cycles   string `json:"cycles"`   // "Cycles": buttons, one for each
	Search   string `json:"search"`   // "Find a party": the search box
	NoMatch  string `json:"no_match"` // "No party here is called “%s”."

	Map     string `json:"map"`      // "Deal map": the stage, for screen readers
	Help    string `json:"help"`     // how to move about the map, for screen readers
	ZoomIn  string `json:"zoom_in"`  // "Zoom in"
	ZoomOut string `json:"zoom_out"` // "Zoom out"
	Reset   string `json:"reset"`    // "Show the map"
	Sheet   string `json:"sheet"`    // "Show map and legend"

	Party   string `json:"party"`    // "Party": heading of the panel
	Deal    string `json:"deal"`     // "Deal"
	Cycle   string `json:"cycle"`    // "Cycle"
	Out     string `json:"out"`      // "Hands over": the deals of a party, outward
	In      string `json:"in"`       // "Receives": inward
	NoDeals string `json:"no_deals"` // "No deal to show."
	Close   string `json:"close"`    // "Close"

	Table   string `json:"table"`   // "All %d deals as a table"
	From    string `json:"from"`    // "From": columns of the table
	To      string `json:"to"`      // "To"
	Amount  string `json:"amount"`  // "Amount"
	Kind    string `json:"kind"`    // "Kind"
	Status  string `json:"status"`  // "Status"
	Since   string `json:"since"`   // "Date"
	What    string `json:"what"`    // "What"
	Sources string `json:"sources"` // "Sources", in the panel too

	NoUnpack string `json:"no_unpack"` // said by a browser that cannot show the other pictures
	NoScript string `json:"no_script"` // said where scripts are off and there are other pictures
}

var english = Words{
	Basis: "Basis", Date: "As of", Kinds: "Kind", Statuses: "Firmness", Cycles: "Cycles",
	Search: "Find a party", NoMatch: "No party here is called “%s”.",
	Map: "Deal map",
	Help: "Tab goes from parties to their deals and to the cycles, arrow keys go from one to the next, Enter shows details, " +
		"Escape leaves. Plus, minus and 0 zoom.",
	ZoomIn: "Zoom in", ZoomOut: "Zoom out", Reset: "Show the map", Sheet: "Show map and legend",
	Party: "Party", Deal: "Deal", Cycle: "Cycle", Out: "Hands over", In: "Receives", NoDeals: "No deal to show.", Close: "Close",
	Table: "All %d deals as a table",
	From:  "From", To: "To", Amount: "Amount", Kind: "Kind", Status: "Status", Since: "Date", What: "What", Sources: "Sources",
	NoUnpack: "This browser cannot unpack the other pictures and shows the first one only. Any browser from 2023 or later can.",
	NoScript: "Scripts are off: this is the first picture. With scripts the page shows other dates and bases, and the deals of each party.",
}

// WithDefaults returns w with English words where it has none.
func (w Words) WithDefaults() Words {
	own, from := reflect.ValueOf(&w).Elem(), reflect.ValueOf(english)
	for i := range own.NumField() {
		if own.Field(i).String() == "" {
			own.Field(i).SetString(from.Field(i).String())
		}
	}
	return w
}

// each returns w with f done to every word.
func (w Words) each(f func(*string)) Words {
	v := reflect.ValueOf(&w).Elem()
	for i := range v.NumField() {
		f(v.Field(i).Addr().Interface().(*string))
	}
	return w
}

// wordOf makes a word of a key: "revenue_share" becomes "Revenue share".
func wordOf(key string) string {
	s := typeset.Clean(strings.ReplaceAll(key, "_", " "))
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}
