package outlook

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/facts"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Burn is what companies burn before they make a profit, side by side.
type Burn struct {
	AsOf string    `json:"as_of,omitempty"`
	Rows []BurnRow `json:"rows"`
	// Also are companies of which the ledger knows a burn and that are in no row.
	Also []string `json:"also_in_the_ledger,omitempty"`
	// Differences say why the rows cannot be compared as they stand.
	Differences []string `json:"differences"`
}

// BurnRow is a company.
type BurnRow struct {
	Party  view.Party  `json:"party"`
	Listed bool        `json:"is_party"` // of the ledger; otherwise only a note names it
	InUse  *BurnClaim  `json:"in_use"`   // null: the ledger does not say how much it burns before profit
	Ranges []BurnRange `json:"ranges"`
	Claims []BurnClaim `json:"claims"`
	Single []BurnClaim `json:"single_periods"`
	// Missing says what is not in the ledger, Named which amounts stand in notes alone.
	Missing string         `json:"missing,omitempty"`
	Named   []string       `json:"amounts_in_notes,omitempty"`
	Others  []view.FactRow `json:"other_facts,omitempty"` // about cash flow or burn, and no claim of a burn
	Later   int            `json:"later,omitempty"`       // claims that do not count yet
}

// BurnClaim is what one fact says.
type BurnClaim struct {
	Fact      string      `json:"fact,omitempty"`
	Metric    string      `json:"metric"`
	Amount    *view.Money `json:"amount"`         // null: not disclosed
	High      *view.Money `json:"high,omitempty"` // of a range
	Bound     string      `json:"bound,omitempty"`
	Window    string      `json:"window,omitempty"`
	First     string      `json:"first,omitempty"`
	Last      string      `json:"last,omitempty"`
	Measure   string      `json:"measure"`
	MeasureBy string      `json:"measure_told_by,omitempty"`
	Nature    string      `json:"nature"`
	Dated     string      `json:"dated,omitempty"`
	DatedBy   string      `json:"dated_by,omitempty"`
	Source    view.Source `json:"source"`
	Note      string      `json:"note,omitempty"`
}

// BurnRange is what claims with one window and kind of measure come to.
type BurnRange struct {
	Window   string      `json:"window,omitempty"`
	Measures []string    `json:"measures"`
	Natures  []string    `json:"natures"`
	Claims   int         `json:"claims"`
	Assumed  bool        `json:"start_assumed,omitempty"` // for claims that state only the end of their window
	Low      *view.Money `json:"low"`                     // null: the claims only bound the amount
	High     *view.Money `json:"high"`
	Floor    *view.Money `json:"floor,omitempty"`
	Above    string      `json:"floor_word,omitempty"` // "more than" or "at least"
	Ceiling  *view.Money `json:"ceiling,omitempty"`
	Below    string      `json:"ceiling_word,omitempty"` // "less than" or "up to"
}

// BurnOf tells the rows of companies, in the order in which they are named, and of which others there is something.
func BurnOf(rows []facts.BurnRow, others []facts.BurnRow, asOf deals.Date) Burn {
	b := Burn{AsOf: asOf.String(), Rows: []BurnRow{}}
	for _, r := range rows {
		b.Rows = append(b.Rows, burnRow(r))
	}
	for _, r := range others {
		b.Also = append(b.Also, burnParty(r).Name)
	}
	b.Differences = b.differences()
	return b
}

func burnParty(r facts.BurnRow) view.Party {
	if r.Party != nil {
		return view.PartyRef(r.Party)
	}
	return view.Party{Name: r.Name}
}

func burnRow(r facts.BurnRow) BurnRow {
	out := BurnRow{
		Party: burnParty(r), Listed: r.Party != nil, Named: r.Named, Others: factRows(r.Others), Later: r.Later,
		Ranges: []BurnRange{}, Claims: []BurnClaim{}, Single: []BurnClaim{},
	}
	for _, c := range r.Whole {
		out.Claims = append(out.Claims, burnClaim(c))
	}
	for _, c := range r.Single {
		out.Single = append(out.Single, burnClaim(c))
	}
	for _, x := range r.Ranges {
		out.Ranges = append(out.Ranges, burnRange(x))
	}
	if c, ok := r.InUse(); ok {
		use := burnClaim(c)
		out.InUse = &use
	} else {
		out.Missing = missingBurn(r, out)
	}
	return out
}

// missingBurn says what the ledger lacks, and what it has instead.
func missingBurn(r facts.BurnRow, row BurnRow) string {
	out := "not in the ledger: what it burns until it makes a profit"
	if len(row.Claims) > 0 {
		out = "not disclosed: what it burns until it makes a profit"
	}
	var has []string
	for _, c := range row.Single {
		is := factMetric(c.Metric)
		if strings.HasSuffix(c.Metric, "free_cash_flow") {
			is = c.Measure // a negative one
		}
		has = append(has, fmt.Sprintf("%s of %s (%s, %s)", is, c.Window, c.String(), c.Nature))
	}
	for _, f := range r.Others {
		has = append(has, fmt.Sprintf("%s of %s (%s, %s)", factMetric(f.Metric), f.Period, factValue(f), f.Nature))
	}
	switch {
	case len(has) > 0:
		out += "; it has only " + view.ListOf(has)
	case r.Later > 0:
		out += "; what it has is of a later day"
	}
	return out
}

func burnClaim(c facts.Claim) BurnClaim {
	f := c.Fact
	out := BurnClaim{
		Fact: f.ID, Metric: f.Metric, Bound: string(c.Bound), Window: f.Period.Text, First: f.Period.First.String(), Last: f.Period.Last.String(),
		Measure: string(c.Measure), MeasureBy: c.MeasureBy, Nature: string(f.Nature), Dated: c.Dated.Day.String(), DatedBy: c.Dated.By,
		Source: view.SourceOf(f.Source), Note: f.Note,
	}
	if c.Known {
		out.Amount = view.MoneyOf(c.Low, c.Currency)
		if c.High != c.Low {
			out.High = view.MoneyOf(c.High, c.Currency)
		}
	}
	return out
}

func burnRange(r facts.Range) BurnRange {
	out := BurnRange{Window: r.Window.Text, Measures: []string{}, Natures: []string{}, Claims: r.Claims, Assumed: r.Assumed, Above: string(r.Above), Below: string(r.Below)}
	for _, m := range r.Measures {
		out.Measures = append(out.Measures, string(m))
	}
	for _, n := range r.Natures {
		out.Natures = append(out.Natures, string(n))
	}
	if r.Points > 0 {
		out.Low, out.High = view.MoneyOf(r.Low, r.Currency), view.MoneyOf(r.High, r.Currency)
	}
	if r.Floor != nil {
		out.Floor = view.MoneyOf(*r.Floor, r.Currency)
	}
	if r.Ceiling != nil {
		out.Ceiling = view.MoneyOf(*r.Ceiling, r.Currency)
	}
	return out
}

// factValue is the value of a fact; money as tables spell it.
func factValue(f *deals.Fact) string {
	if m := f.Value.Money; m != nil && m.Form == deals.Exact && !m.Estimate {
		return view.Sum(m.Low, m.Currency)
	}
	return f.Value.Text
}

// factMetric turns a_word into a word.
func factMetric(s string) string { return strings.ReplaceAll(s, "_", " ") }

// String is the amount with its bound: "more than $200.0B", "$5.0B to $8.0B".
func (c BurnClaim) String() string { return c.spell(func(m *view.Money) string { return m.Text }) }

func (c BurnClaim) spell(money func(*view.Money) string) string {
	if c.Amount == nil {
		return view.Unknown
	}
	out := money(c.Amount)
	if c.High != nil {
		out += " to " + money(c.High)
	}
	if c.Bound != "" {
		out = c.Bound + " " + out
	}
	return out
}

// String is what the claims come to: "$115.0B to $143.0B", "more than $200.0B".
func (r BurnRange) String() string { return r.spell(func(m *view.Money) string { return m.Text }) }

func (r BurnRange) spell(money func(*view.Money) string) string {
	var out []string
	if r.Low != nil {
		s := money(r.Low)
		if r.High.Amount != r.Low.Amount {
			s += " to " + money(r.High)
		}
		out = append(out, s)
	}
	if r.Floor != nil {
		out = append(out, r.Above+" "+money(r.Floor))
	}
	if r.Ceiling != nil {
		out = append(out, r.Below+" "+money(r.Ceiling))
	}
	return strings.Join(out, ", ")
}

// factSource is where a fact was read, in a cell: the host, with its tier.
func factSource(s view.Source) table.Cell {
	text := s.Title
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		text = strings.TrimPrefix(u.Host, "www.")
	}
	if s.Tier != "" {
		text += " (" + s.Tier + ")"
	}
	return table.Cell{Text: strings.TrimSpace(text), Link: s.URL}
}

// differences says why the rows cannot be compared as they stand: measures, windows, natures, currencies.
func (b Burn) differences() []string {
	out := []string{}
	said := func(format string, of func(BurnClaim) string) {
		if list, several := b.apart(of); several {
			out = append(out, fmt.Sprintf(format, list))
		}
	}
	said("not one measure: %s; a net loss need not be cash spent, nor cash spent a loss", func(c BurnClaim) string { return c.Measure })
	said("not one window: %s; amounts are those of their time, not adjusted for inflation or size", func(c BurnClaim) string { return c.Window })
	said("not all has happened: %s", func(c BurnClaim) string { return c.Nature })
	said("not one currency: %s", func(c BurnClaim) string { return c.Amount.Currency })
	return out
}

// apart groups the rows by what their claim in use says: "net losses (Amazon and Uber), cash burn (OpenAI)".
func (b Burn) apart(of func(BurnClaim) string) (list string, several bool) {
	var values []string
	names := map[string][]string{}
	for _, r := range b.Rows {
		if r.InUse == nil {
			continue
		}
		v := of(*r.InUse)
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
		names[v] = append(names[v], r.Party.Name)
	}
	var out []string
	for _, v := range values {
		out = append(out, v+" ("+view.ListOf(names[v])+")")
	}
	return strings.Join(out, ", "), len(values) > 1
}

// startsAssumed is said where a range has claims that do not state when their window starts.
const startsAssumed = "a window without a start is taken to have the start that other claims with the same end state, if it is one"

// assumed reports whether a range rests on that.
func (b Burn) assumed() bool {
	return slices.ContainsFunc(b.Rows, func(r BurnRow) bool {
		return slices.ContainsFunc(r.Ranges, func(x BurnRange) bool { return x.Assumed })
	})
}

// Assumptions are those that shaped the result, as a stamp has them.
func (b Burn) Assumptions() []string {
	var out []string
	if b.assumed() {
		out = append(out, "open-start=as-others")
	}
	undated := slices.ContainsFunc(b.Rows, func(r BurnRow) bool {
		return slices.ContainsFunc(append(slices.Clone(r.Claims), r.Single...), func(c BurnClaim) bool { return c.Dated == "" })
	})
	if undated {
		out = append(out, "undated=counted")
	}
	return out
}
