package lint

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/note"
)

// Known is a number that a ledger tells, or that is computed from it, and how a note is to ask for it.
type Known struct {
	Parties  []deals.PartyID // that a sentence about it names; none: it is of the whole ledger
	Words    *regexp.Regexp  // that such a sentence has; nil: any
	Kind     note.Kind
	Unit     deals.Currency // of money
	Low      float64        // whole units, percent, gigawatts; of one value twice the same
	High     float64
	Estimate bool
	What     string // it is, in words: "openai-oracle-2025-07 (OpenAI → Oracle, compute): ~$300B"
	Query    string
	Get      string
	Fmt      string
	Leg      *deals.Leg
	Fact     *deals.Fact
}

// Index is what a ledger tells, ready to be looked up by what a sentence names.
type Index struct {
	ledger  *deals.Ledger
	names   map[string][]spelled // by the first word
	groups  map[deals.PartyID]deals.PartyID
	known   []Known
	byParty map[deals.PartyID][]int // of known
	whole   []int                   // of known: of the whole ledger
}

// New reads a ledger: parties by their names, amounts of legs, facts.
func New(l *deals.Ledger) *Index {
	x := &Index{ledger: l, names: map[string][]spelled{}, groups: map[deals.PartyID]deals.PartyID{}, byParty: map[deals.PartyID][]int{}}
	for _, p := range l.Parties {
		x.groups[p.ID] = x.top(p.ID)
		if p.Outside() {
			continue
		}
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			x.addName(name, p.ID)
		}
	}
	for _, d := range l.Deals {
		for i, leg := range d.Legs {
			x.addLeg(leg, i)
		}
	}
	for _, f := range l.Facts {
		x.addFact(f)
	}
	return x
}

// top is the party that controls another in the end, on the last day of the ledger.
func (x *Index) top(id deals.PartyID) deals.PartyID {
	for range 20 {
		p := x.ledger.PartyByID(id)
		if p == nil || len(p.Parents) == 0 {
			return id
		}
		last := p.Parents[len(p.Parents)-1]
		if !last.To.IsZero() && last.To.Last().Before(x.ledger.LastDate()) {
			return id
		}
		id = last.ID
	}
	return id
}

// Add adds a number that is computed.
func (x *Index) Add(k Known) {
	x.known = append(x.known, k)
	i := len(x.known) - 1
	if len(k.Parties) == 0 {
		x.whole = append(x.whole, i)
		return
	}
	for _, p := range k.Parties {
		g := x.group(p)
		if !slices.Contains(x.byParty[g], i) {
			x.byParty[g] = append(x.byParty[g], i)
		}
	}
}

// group is the party that stands for another and its subsidiaries.
func (x *Index) group(id deals.PartyID) deals.PartyID {
	if g, ok := x.groups[id]; ok {
		return g
	}
	return id
}

// addLeg adds what a leg and its claims state.
func (x *Index) addLeg(leg *deals.Leg, number int) {
	a, _ := leg.Use()
	parties := []deals.PartyID{leg.From, leg.To}
	label := fmt.Sprintf("%s (%s → %s, %s)", leg.Ref(), x.name(leg.From), x.name(leg.To), leg.Kind)
	query := "show " + string(leg.Deal.ID)
	if a.Disclosed() {
		k := moneyOf(a)
		k.Parties, k.Leg, k.What = parties, leg, label+": "+a.String()
		k.Query, k.Get, k.Fmt = query, fmt.Sprintf("legs[%d].amount", number), "bn"
		if leg.Amount != a { // a claim is in use
			k.Get = fmt.Sprintf("legs[%d].on_basis[0].amount", number)
		}
		x.Add(k)
	}
	var others []deals.Amount
	for _, c := range leg.Written().Claims {
		if c.Field == "amount" {
			others = append(others, c.Amount)
		}
	}
	for _, t := range leg.Tranches {
		others = append(others, t.Amount)
	}
	for _, p := range leg.Paid {
		others = append(others, p.Amount)
	}
	for _, other := range append(others, leg.Amount) {
		if other.Disclosed() && other != a {
			k := moneyOf(other)
			k.Parties, k.Leg, k.What = parties, leg, label+": "+other.String()+" (stated, not in use)"
			x.Add(k)
		}
	}
	if q := leg.Quantity; q != nil && strings.EqualFold(q.Unit, "GW") {
		v := q.Number.Float()
		x.Add(Known{Parties: parties, Leg: leg, Kind: note.Power, Low: v, High: v, What: label + ": " + q.String(), Query: query, Get: fmt.Sprintf("legs[%d].quantity", number)})
	}
}

// moneyOf is an amount as something known.
func moneyOf(a deals.Amount) Known {
	k := Known{Kind: note.Money, Unit: a.Currency, Low: float64(a.Low) / 100, High: float64(a.Likely) / 100, Estimate: a.Estimate}
	if a.HighKnown {
		k.High = float64(a.High) / 100
	}
	if a.Form == deals.UpTo {
		k.Low = k.High
	}
	return k
}

// addFact adds a fact.
func (x *Index) addFact(f *deals.Fact) {
	if f.Party == "" {
		return
	}
	k := Known{}
	switch {
	case f.Value.Money != nil:
		k = moneyOf(*f.Value.Money)
	case f.Value.Quantity != nil && strings.HasPrefix(f.Value.Quantity.Unit, "GW"):
		v := f.Value.Quantity.Number.Float()
		k = Known{Kind: note.Power, Low: v, High: v}
	case f.Value.Quantity != nil && strings.HasSuffix(f.Value.Quantity.Unit, "/year") && deals.Currency(strings.TrimSuffix(f.Value.Quantity.Unit, "/year")).Known():
		v := f.Value.Quantity.Number.Float()
		k = Known{Kind: note.Money, Unit: deals.Currency(strings.TrimSuffix(f.Value.Quantity.Unit, "/year")), Low: v, High: v}
	default:
		return
	}
	k.Low, k.High = math.Abs(k.Low), math.Abs(k.High) // a loss of $5B
	k.Parties, k.Fact, k.Words = []deals.PartyID{f.Party}, f, metricWords(f.Metric)
	k.What = strings.Join(strings.Fields(fmt.Sprintf("%s, %s %s (%s): %s", x.name(f.Party), strings.ReplaceAll(f.Metric, "_", " "), f.Period, f.Nature, f.Value.Text)), " ")
	k.Query = "show " + string(f.Party)
	k.Get = fmt.Sprintf("find(facts, .metric == %s && .period == %s && .nature == %s).value", quoted(f.Metric), quoted(f.Period.String()), quoted(string(f.Nature)))
	if f.ID != "" {
		k.Get = fmt.Sprintf("find(facts, #?.id == %s).value", quoted(f.ID))
	}
	x.Add(k)
}

// quoted is a text in an expression.
func quoted(s string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), "'", `\'`) + "'"
}

func (x *Index) name(id deals.PartyID) string {
	if p := x.ledger.PartyByID(id); p != nil {
		return p.Label()
	}
	return string(id)
}

// synonyms are other words for what facts measure.
var synonyms = map[string]string{
	"revenue":              `revenues?|sales|turnover`,
	"revenue_run_rate":     `run[- ]rates?|annuali[sz]ed revenues?|ARR`,
	"arr":                  `run[- ]rates?|annuali[sz]ed revenues?|ARR`,
	"net_income":           `net income|profits?|net loss|loss`,
	"free_cash_flow":       `free cash flows?|FCF`,
	"cash":                 `cash`,
	"debt":                 `debts?|borrowings?`,
	"burn":                 `burn|burned|burnt|burns|cash burn`,
	"capex":                `capex|capital expenditures?|capital spending`,
	"valuation":            `valuations?|valued|worth`,
	"market_cap":           `market (?:cap|capitali[sz]ation|value)`,
	"backlog":              `backlog|RPO|remaining performance obligations?`,
	"rpo":                  `backlog|RPO|remaining performance obligations?`,
	"operating_cash_flow":  `operating cash flows?`,
	"compute_spend_target": `compute (?:spend(?:ing)?|target|commitments?)`,
}

// metricWords is what a sentence says that is about a metric.
func metricWords(metric string) *regexp.Regexp {
	words := regexp.QuoteMeta(strings.ReplaceAll(metric, "_", " "))
	if more := synonyms[metric]; more != "" {
		words += "|" + more
	}
	return regexp.MustCompile(`(?i)\b(?:` + words + `)\b`)
}

// stated is how a number is written: to how much it is exact.
var stated = regexp.MustCompile(`(\d[\d,]*)(?:\.(\d+))?[ \x{a0}\x{2009}\x{202f}-]*(?:(?i:(trillion|trn|tn|billion|bn|million|mn|mln|thousand|terawatts?|gigawatts?|megawatts?|kilowatts?|TW|GW|MW|kW|T|B|M|K))\b|(万亿|亿|万|千))?`)

// slack is half a unit of the last digit of a number as it is written, in the units of its value.
func slack(n note.Number) float64 {
	m := stated.FindStringSubmatch(n.Text)
	if m == nil {
		return 0
	}
	unit := 1.0
	switch strings.ToLower(m[3] + m[4]) {
	case "trillion", "trn", "tn", "t", "万亿":
		unit = 1e12
	case "billion", "bn", "b":
		unit = 1e9
	case "million", "mn", "mln", "m":
		unit = 1e6
	case "thousand", "k", "千":
		unit = 1e3
	case "亿":
		unit = 1e8
	case "万":
		unit = 1e4
	case "tw", "terawatt", "terawatts":
		unit = 1e3
	case "mw", "megawatt", "megawatts":
		unit = 1e-3
	case "kw", "kilowatt", "kilowatts":
		unit = 1e-6
	}
	half := 0.5 * unit / math.Pow(10, float64(len(m[2])))
	if unit == 1 && m[2] == "" && n.Kind == note.Money { // $300,000,000,000: the zeros are not measured
		digits := strings.ReplaceAll(m[1], ",", "")
		half *= math.Pow(10, float64(len(digits)-len(strings.TrimRight(digits, "0"))))
	}
	return min(half, mostSlack*n.Value) * 1.0001
}

// mostSlack is how much of a number may be rounding: $2T is not 2.3.
const mostSlack = 0.05

// measured is a number in a text, with half a unit of its last digit.
type measured struct {
	note.Number
	half float64
}

// fits reports whether a number in a text can be what is known: the same to the digits that are written.
func (k Known) fits(n measured) bool {
	if k.Kind != n.Kind || n.Kind == note.Money && (n.Amount.Currency != k.Unit || n.Amount.Form == deals.Unstated) {
		return false
	}
	half := n.half
	low, high := n.Value, n.Value
	if n.Amount.Form == deals.Range {
		return near(low, k.Low, half) && near(float64(n.Amount.High)/100, k.High, half)
	}
	if n.Amount.Estimate {
		half = max(half, 0.03*n.Value)
	}
	if n.Amount.Form == deals.AtLeast { // more than $5B is also said of 5.2
		high += 0.1 * n.Value
	}
	one := func(v float64) bool { return v >= low-half && v <= high+half }
	return one(k.Low) || one(k.High)
}

// SameDigits reports whether two numbers are the same to the digits with which the first is written.
func SameDigits(a, b note.Number) bool {
	half := slack(a)
	if a.Amount.Form == deals.Range && !near(float64(a.Amount.High)/100, float64(b.Amount.High)/100, half) {
		return false
	}
	return near(a.Value, b.Value, half)
}

func near(a, b, half float64) bool { return math.Abs(a-b) <= half }

// year finds years in a sentence.
var year = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// yearsOf are the years that a text names.
func yearsOf(s string) []int {
	var out []int
	for _, y := range year.FindAllString(s, -1) {
		n, _ := strconv.Atoi(y)
		out = append(out, n)
	}
	return out
}
