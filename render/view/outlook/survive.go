package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/concentration"
	"dealgraph/graph/odds"
	"dealgraph/render/view"
)

// Survive is who still pays what is due under one stress of all parties.
type Survive struct {
	Basis    string        `json:"basis"`
	AsOf     string        `json:"as_of"`
	Currency string        `json:"currency"`
	Years    []int         `json:"years"`
	Spread   int           `json:"spread_years,omitempty"`
	Stress   SurviveStress `json:"stress"`
	Counts   SurviveCounts `json:"counts"` // of all parties that owe something, whichever are listed
	Missing  TwoSides      `json:"missing"`
	Alone    TwoSides      `json:"missing_alone"`           // if everybody else paid in full
	Factor   *float64      `json:"amplification,omitempty"` // missing over missing alone, at the bare side
	Survived []Survivor    `json:"survivors"`               // those asked for, the worst off first
	Absorbed []Absorbed    `json:"losses,omitempty"`
	Spreads  []Spreading   `json:"concentration,omitempty"`
	Odds     *SurviveOdds  `json:"odds,omitempty"`
	Of       string        `json:"of,omitempty"`
}

// SurviveStress is the stress.
type SurviveStress struct {
	Slip    float64 `json:"slip_months"`
	Haircut float64 `json:"haircut"`
	Closed  bool    `json:"funding_closed"`
	Cut     float64 `json:"cut"`
}

// SurviveCounts is how many came through how.
type SurviveCounts struct {
	Survive int `json:"survive"`
	Cut     int `json:"cut_purchases"`
	Need    int `json:"need"`
	Fail    int `json:"fail"`
	Unknown int `json:"not_known"`
	Silent  int `json:"undisclosed"` // of whom no due is disclosed and in a year; they are not among those that are not known
}

// TwoSides are money at the ends of what is not known: bare and ample.
type TwoSides struct {
	Bare  *view.Money `json:"bare"`
	Ample *view.Money `json:"ample"`
}

// The verdicts.
const (
	verdictSurvives = "survives"
	verdictCuts     = "cuts_purchases"
	verdictNeeds    = "needs"
	verdictFails    = "fails"
	verdictUnknown  = "not_known"
	verdictSilent   = "undisclosed" // nothing that it is due to pay is disclosed and in a year
)

// Survivor is one party under the stress.
type Survivor struct {
	Party     view.Party   `json:"party"`
	Verdict   string       `json:"verdict"`
	Words     string       `json:"words"`
	Due       *view.Money  `json:"due"`       // in the years of the plan, under the stress
	Purchases *view.Money  `json:"purchases"` // what of it can be cut
	Unknown   int          `json:"undisclosed,omitempty"`
	Undated   int          `json:"undated,omitempty"`
	Revenue   bool         `json:"revenue_on_record"`
	Cash      bool         `json:"cash_on_record"`
	Own       *view.Money  `json:"own_money_needed,omitempty"` // where no fact tells revenue: beside cash on record, if it earns nothing outside
	Bare      SurvivorSide `json:"bare"`
	Ample     SurvivorSide `json:"ample"`
	Ends      []string     `json:"at_rates"` // at the low, the likely and the high end of growth and margin: the verdict
	Alone     TwoSides     `json:"missing_alone"`
	Without   bool         `json:"misses_without_stress"` // at the bare side
	Deals     []DealPart   `json:"saved_without,omitempty"`
	Fewest    bool         `json:"fewest,omitempty"`
	Slip      *Borne       `json:"slip_borne,omitempty"`
	Haircut   *Borne       `json:"haircut_borne,omitempty"`
	RestsOn   []string     `json:"rests_on"`        // assumptions and figures for times to come
	Beside    []string     `json:"beside"`          // what facts tell of other debts and costs, which are in no sum
	Hangs     *view.Party  `json:"hangs,omitempty"` // on whom a verdict hangs that is not known
	sort      [2]float64
}

// SurvivorSide is what becomes of a party at one side.
type SurvivorSide struct {
	State   string        `json:"state"` // pays, cuts_purchases, misses
	Missing []*view.Money `json:"missing"`
	Cut     []*view.Money `json:"purchases_cut"`
	Total   *view.Money   `json:"missing_in_all"`
	Year    int           `json:"first_year,omitempty"`
	Month   string        `json:"first_month,omitempty"` // 2027-05, money coming and going evenly
	Need    *view.Money   `json:"need"`
	Earned  *view.Money   `json:"earns_less"`
	Funding *view.Money   `json:"funding_not_coming"`
	Loss    *view.Money   `json:"loss"`
	Calls   *view.Money   `json:"called"`
	Less    []PaidLess    `json:"paid_less_by"`
}

// PaidLess is what a payer pays less than is due.
type PaidLess struct {
	Party  view.Party  `json:"party"`
	Amount *view.Money `json:"amount"`
}

// Borne is how much of one stress a party bears, the rest as it is.
type Borne struct {
	None bool    `json:"none"`
	Most float64 `json:"most"`
}

// Absorbed is a loss of one party beside what it has.
type Absorbed struct {
	Party  view.Party  `json:"party"`
	Loss   *view.Money `json:"loss"`
	Beyond *view.Money `json:"beyond_means"` // what of it neither cash on record nor the income of the first year covers
	Cash   *Beside     `json:"cash"`
	Flow   *Beside     `json:"free_cash_flow"`
	Income *Beside     `json:"first_year_left_of_revenue"`
	Worth  *Beside     `json:"valuation"`
}

// Beside is a loss over a figure on record.
type Beside struct {
	Figure *view.Money `json:"figure"`
	Period string      `json:"period"`
	Ratio  float64     `json:"ratio"`
	Source view.Source `json:"source"`
}

// Spreading is how evenly money is spread, before and after.
type Spreading struct {
	Who    string  `json:"who"`
	Before Evenly  `json:"before"`
	After  *Evenly `json:"after"` // null where nothing is paid any more
}

// Evenly measures a distribution.
type Evenly struct {
	Sum    *view.Money `json:"sum"`
	Many   int         `json:"parties"`
	HHI    float64     `json:"hhi"`
	Equal  float64     `json:"effective_number"`
	Three  float64     `json:"top_three"`
	InFull int         `json:"in_full"`
}

// SurviveOf reads a survival. Only parties for which keep holds are listed; nil lists all.
func SurviveOf(s *odds.Survival, keep func(graph.Node) bool) Survive {
	p := s.System.Plan
	r := surviveReader{s, p.View.Currency}
	out := Survive{
		Basis: string(p.View.Basis), AsOf: p.View.AsOf.String(), Currency: string(p.View.Currency), Years: p.Years, Spread: p.Options.Spread,
		Stress:  SurviveStress{s.Stress.Slip, s.Stress.Haircut, s.Stress.Closed, s.Stress.Cut},
		Missing: r.sides(s.Missing), Alone: r.sides(s.Alone), Survived: []Survivor{},
	}
	if s.Alone[odds.Bare] > 0 {
		x := s.Missing[odds.Bare] / s.Alone[odds.Bare]
		out.Factor = &x
	}
	for _, st := range s.Parties {
		if st.Has {
			continue
		}
		one := r.survivor(st)
		out.Counts.add(one.Verdict)
		if keep == nil || keep(st.Party) {
			out.Survived = append(out.Survived, one)
		}
	}
	slices.SortStableFunc(out.Survived, func(a, b Survivor) int {
		return cmp.Or(cmp.Compare(a.sort[0], b.sort[0]), cmp.Compare(b.sort[1], a.sort[1]))
	})
	return out
}

func (c *SurviveCounts) add(verdict string) {
	*map[string]*int{verdictSurvives: &c.Survive, verdictCuts: &c.Cut, verdictNeeds: &c.Need, verdictFails: &c.Fail, verdictUnknown: &c.Unknown, verdictSilent: &c.Silent}[verdict]++
}

// surviveReader turns a survival into words.
type surviveReader struct {
	s        *odds.Survival
	currency deals.Currency
}

func (r surviveReader) money(x float64) *view.Money { return view.MoneyOf(cents(x), r.currency) }

func (r surviveReader) party(v graph.Node) view.Party {
	return view.PartyRef(r.s.System.Plan.Network.Party(v))
}

func (r surviveReader) sides(x [2]float64) TwoSides {
	return TwoSides{r.money(x[odds.Bare]), r.money(x[odds.Ample])}
}

func (r surviveReader) list(x []float64) []*view.Money {
	out := make([]*view.Money, len(x))
	for i := range x {
		out[i] = r.money(x[i])
	}
	return out
}

// survivor reads a standing.
func (r surviveReader) survivor(st odds.Standing) Survivor {
	b := r.s.System.Plan.Books[st.Party]
	one := Survivor{
		Party: r.party(st.Party), Due: r.money(st.Due), Purchases: r.money(st.Purchases), Unknown: st.Unknown, Undated: st.Unplaced,
		Revenue: b.Revenue.Known(), Cash: b.Cash.Known, Bare: r.side(st.Fate[odds.Bare]), Ample: r.side(st.Fate[odds.Ample]),
		Alone: r.sides(st.Alone), Without: st.Calm[odds.Bare] == odds.Misses, Fewest: st.Fewest, RestsOn: restsOn(b), Beside: besides(r.s.System.Plan.Account(st.Party)),
		Slip: borne(st.Slip), Haircut: borne(st.Haircut),
	}
	for _, d := range st.Deals {
		one.Deals = append(one.Deals, DealPart{string(d.Deal), view.MoneyOf(d.Amount, r.currency)})
	}
	one.Verdict = r.verdict(st.Fate[odds.Bare].State, st.Fate[odds.Ample].State)
	if !one.Revenue {
		one.Own = r.money(st.Own)
	}
	switch {
	case st.Due == 0 && st.Fate[odds.Bare].Calls == 0:
		one.Verdict = verdictSilent
	case st.Own > 0: // what it has is not known, so no verdict can be
		one.Verdict = verdictUnknown
	case one.Revenue:
		for _, e := range st.Ends {
			one.Ends = append(one.Ends, r.verdict(e[odds.Bare], e[odds.Ample]))
		}
	}
	if one.Verdict == verdictUnknown && one.Revenue && one.Cash {
		if less := st.Fate[odds.Bare].Less; len(less) > 0 {
			p := r.party(less[0].Party)
			one.Hangs = &p
		}
	}
	one.Words = r.words(one)
	one.sort = [2]float64{one.place(), st.Fate[odds.Bare].Need}
	if one.Own != nil {
		one.sort[1] = st.Own
	}
	if one.sort[1] == 0 {
		one.sort[1] = st.Due / 1e6 // of those that need nothing, those that owe most first
	}
	return one
}

// verdict of the states at both sides.
func (r surviveReader) verdict(bare, ample odds.State) string {
	switch {
	case bare != ample:
		return verdictUnknown
	case bare == odds.Misses && r.s.Stress.Closed:
		return verdictFails
	}
	return map[odds.State]string{odds.Pays: verdictSurvives, odds.Cuts: verdictCuts, odds.Misses: verdictNeeds}[bare]
}

// place in the order: what is certain and bad first, then what is not known of those of whom most is on record.
func (s Survivor) place() float64 {
	switch {
	case s.Verdict == verdictFails || s.Verdict == verdictNeeds:
		return 0
	case s.Verdict == verdictUnknown && s.Revenue:
		return 1
	case s.Verdict == verdictCuts:
		return 2
	case s.Verdict == verdictSurvives:
		return 3
	case s.Verdict == verdictUnknown:
		return 4
	}
	return 5
}

// words spell the verdict.
func (r surviveReader) words(s Survivor) string {
	need := rangeOf(s.Ample.Need, s.Bare.Need)
	switch s.Verdict {
	case verdictSurvives:
		if s.Unknown > 0 || s.Undated > 0 {
			return "survives as far as disclosed"
		}
		return "survives"
	case verdictCuts:
		return "cuts purchases"
	case verdictNeeds:
		return "needs " + need
	case verdictFails:
		if s.Bare.Year != s.Ample.Year {
			return fmt.Sprintf("fails in %d, at worst in %d", s.Ample.Year, s.Bare.Year)
		}
		return "fails in " + strconv.Itoa(s.Bare.Year)
	}
	switch {
	case s.Verdict == verdictSilent:
		return "not known: no due is disclosed and in a year"
	case !s.Revenue && minorOf(s.Own) > 0:
		return "not known: survives with " + s.Own.Text + " of its own"
	case s.Bare.State != stateMisses:
		return "not known: at worst cuts purchases"
	case !s.Cash:
		return "not known: survives with cash of " + s.Bare.Need.Text
	case s.Hangs != nil:
		return "not known: needs up to " + s.Bare.Need.Text + ", which hangs on " + s.Hangs.Name
	}
	return "not known: needs up to " + s.Bare.Need.Text
}

// rangeOf spells the ends of an amount.
func rangeOf(low, high *view.Money) string {
	if textOf(low) == textOf(high) {
		return textOf(high)
	}
	return textOf(low) + " to " + textOf(high)
}

// textOf spells an amount; a question mark where there is none, as a result from a file may have it.
func textOf(m *view.Money) string { return m.Cell().Text }

// The states at a side.
const (
	statePays   = "pays"
	stateCuts   = "cuts_purchases"
	stateMisses = "misses"
)

func (r surviveReader) side(f odds.Fate) SurvivorSide {
	out := SurvivorSide{
		State:   map[odds.State]string{odds.Pays: statePays, odds.Cuts: stateCuts, odds.Misses: stateMisses}[f.State],
		Missing: r.list(f.Missing), Cut: r.list(f.Cut), Total: r.money(f.Total()), Need: r.money(f.Need),
		Earned: r.money(f.Earned), Funding: r.money(f.Funding), Loss: r.money(f.Loss), Calls: r.money(f.Calls), Less: []PaidLess{},
	}
	p := r.s.System.Plan
	if f.First >= 0 {
		out.Year = p.Years[f.First]
		if now := p.View.AsOf; out.Year > now.Year || out.Year == now.Year && f.Month+1 >= int(now.Month) {
			out.Month = fmt.Sprintf("%d-%02d", out.Year, f.Month+1)
		}
	}
	for _, l := range f.Less {
		out.Less = append(out.Less, PaidLess{r.party(l.Party), r.money(l.Amount)})
	}
	return out
}

func borne(l odds.Limit) *Borne {
	if !l.Asked {
		return nil
	}
	return &Borne{l.None, l.Most}
}

// What means rest on.
const (
	restsGrowth  = "growth assumed for all"
	restsMargin  = "margin assumed for all"
	restsForward = "figures for times to come"
	restsAtMost  = "revenue that may be less"
)

func restsOn(b cashflow.Books) []string {
	out := []string{}
	if !b.Revenue.Known() {
		return out
	}
	if !b.OwnRate {
		out = append(out, restsGrowth)
	}
	if !b.OwnShare.Assumed && b.OwnShare.Fact == nil {
		out = append(out, restsMargin)
	}
	if len(b.Forward()) > 0 {
		out = append(out, restsForward)
	}
	if b.AtMost {
		out = append(out, restsAtMost)
	}
	return out
}

// AddLosses sets losses beside what facts tell of the parties that bear them.
func (s *Survive) AddLosses(l *deals.Ledger, from *odds.Survival) {
	r := surviveReader{from, from.System.Plan.View.Currency}
	v := from.System.Plan.View
	for i, loss := range from.Stress.Loss {
		if loss == 0 {
			continue
		}
		p := from.System.Plan.Network.Party(graph.Node(i))
		a := Absorbed{Party: view.PartyRef(p), Loss: r.money(loss), Beyond: r.money(from.Courses[odds.Bare].Lost[i])}
		for metric, to := range map[string]**Beside{"cash": &a.Cash, "free_cash_flow": &a.Flow, "valuation": &a.Worth} {
			*to = beside(l, v, p.ID, metric, loss)
		}
		a.Income = income(from, graph.Node(i), loss)
		s.Absorbed = append(s.Absorbed, a)
	}
}

// income is a loss over what revenue leaves for deals in the first year; nil where no fact tells revenue.
func income(s *odds.Survival, v graph.Node, loss float64) *Beside {
	p := s.System.Plan
	left, known := p.Account(v).Left(0, s.Stress.Means)
	if !known {
		return nil
	}
	b := &Beside{Figure: view.MoneyOf(cents(left), p.View.Currency), Period: strconv.Itoa(p.Years[0]) + ", projected"}
	if left > 0 {
		b.Ratio = loss / left
	}
	return b
}

// beside is a loss over the latest actual figure of a metric; nil if there is none, or it is not above zero.
func beside(l *deals.Ledger, v graph.View, p deals.PartyID, metric string, loss float64) *Beside {
	for _, f := range l.FactsOf(p, metric) {
		last := f.Period.Last
		if f.Nature != deals.Actual || f.Value.Money == nil || !f.Value.Money.Disclosed() || last.IsZero() || last.After(v.AsOf) {
			continue
		}
		x, ok := graph.Convert(l, f.Value.Money.Likely, f.Value.Money.Currency, v.Currency, last)
		if !ok {
			continue
		}
		b := &Beside{Figure: view.MoneyOf(x, v.Currency), Period: f.Period.Text, Source: view.SourceOf(f.Source)}
		if x > 0 {
			b.Ratio = loss / float64(x)
		}
		return b
	}
	return nil
}

// AddConcentration measures who pays and who is paid, without stress and under it, at the bare side: among all parties, and
// of those that are asked for who pays them.
func (s *Survive) AddConcentration(from *odds.Survival, of []graph.Node) {
	r := surviveReader{from, from.System.Plan.View.Currency}
	add := func(who string, pick func(odds.Slot) (graph.Node, bool)) {
		before, _ := r.evenly(from.Calm[odds.Bare], pick)
		after, ok := r.evenly(from.Courses[odds.Bare], pick)
		sp := Spreading{Who: who, Before: before}
		if ok {
			sp.After = &after
		}
		s.Spreads = append(s.Spreads, sp)
	}
	add("who pays", func(d odds.Slot) (graph.Node, bool) { return d.From, true })
	add("who is paid", func(d odds.Slot) (graph.Node, bool) { return d.To, true })
	for _, v := range of {
		add("who pays "+r.party(v).Name, func(d odds.Slot) (graph.Node, bool) { return d.From, d.To == v })
	}
}

// evenly measures what is paid in a course; ok is false where nothing is.
func (r surviveReader) evenly(c *odds.Course, pick func(odds.Slot) (graph.Node, bool)) (Evenly, bool) {
	n := r.s.System.Plan.Network.Order()
	paid, short := make([]float64, n), make([]float64, n)
	for k, d := range r.s.System.Slots {
		v, ok := pick(d)
		if !ok {
			continue
		}
		for y := range c.Due {
			paid[v] += c.Due[y][k] - c.Short[y][k]
			short[v] += c.Short[y][k]
		}
	}
	m, err := concentration.Measure(paid)
	if err != nil {
		return Evenly{Sum: r.money(0)}, false
	}
	out := Evenly{Sum: r.money(m.Sum), Many: m.N, HHI: m.HHI, Equal: m.Effective, Three: m.Three}
	for v := range paid {
		if paid[v] > 0 && short[v] <= max(0.5, 1e-9*paid[v]) {
			out.InFull++
		}
	}
	return out, true
}
