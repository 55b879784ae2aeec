package view

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/render/table"
)

// Shock is what happens when parties pay less than they owe.
type Shock struct {
	Basis     string      `json:"basis"`
	What      string      `json:"what"` // the shock in words
	Years     string      `json:"years,omitempty"`
	Direct    Between     `json:"direct"`
	Total     Between     `json:"total"`
	Amplified Ratio       `json:"amplification"`
	Verdict   string      `json:"verdict"`
	Losers    []Loser     `json:"losers"`
	Untouched []Party     `json:"untouched"`        // parties with deals in the view that lose nothing
	Unknown   []Party     `json:"owed_undisclosed"` // parties to which the shocked owe amounts that nobody knows, and that are in no sum
	Classes   []ClassLoss `json:"by_class"`
	Rounds    []Round     `json:"rounds"`
	Paths     []LossPath  `json:"paths"`
	Rest      *Money      `json:"paths_rest,omitempty"`
	Ends      Ends        `json:"ends"`
	Through   []Through   `json:"through"`                   // whom losses came through, the most first
	Gap       *Money      `json:"self_fulfilling,omitempty"` // what more goes unpaid if everybody expects the worst
	Models    *Models     `json:"models,omitempty"`
	Unpaid    []Unpaid    `json:"unpaid,omitzero"`

	model string // clearing, threshold, debtrank, all
}

// Between is an amount that depends on what is not known: Low if all parties without facts have ample means, High if they
// have none. The two are the same where everything needed is known.
type Between struct {
	Low  *Money `json:"low"`
	High *Money `json:"high"`
}

// Ratio is a number between two bounds; absent where nothing is lost.
type Ratio struct {
	Low  *float64 `json:"low,omitempty"`
	High *float64 `json:"high,omitempty"`
}

// Loser is what a party loses.
type Loser struct {
	Party         Party    `json:"party"`
	Shocked       bool     `json:"shocked,omitempty"` // what comes back to a party that the shock hits
	Direct        Between  `json:"direct"`
	Indirect      Between  `json:"indirect"`
	Total         Between  `json:"total"`
	ShareOfInflow *float64 `json:"share_of_inflow,omitempty"` // the total at its highest, of all it was to receive
	Buffer        *Money   `json:"buffer"`                    // null when no fact tells
	BufferUsed    Between  `json:"buffer_used"`
	Missed        Between  `json:"misses_itself"`
	Defaults      string   `json:"defaults,omitempty"` // the first year, or "yes" where all is one period
	Stakes        *Between `json:"stakes_down,omitempty"`
}

// ClassLoss is what holders of one kind lose directly to the shocked parties and along the chain.
type ClassLoss struct {
	Class   string      `json:"class"`
	Amount  Between     `json:"amount"`
	Parties []PartyLoss `json:"parties"` // the most first
}

// Through is what a party loses by the hand of another, on the high side: it receives so much less from it.
type Through struct {
	Party  Party  `json:"party"`
	From   Party  `json:"from"`
	Amount *Money `json:"amount"`
}

// PartyLoss is what one party loses in one capacity.
type PartyLoss struct {
	Party  Party   `json:"party"`
	Amount Between `json:"amount"`
}

// Round is who defaults in a round of a year.
type Round struct {
	Year    int     `json:"year,omitempty"`
	Round   int     `json:"round"`
	Parties []Party `json:"parties"`
}

// LossPath is a chain along which losses came.
type LossPath struct {
	Parties []Party `json:"parties"`
	Amount  *Money  `json:"amount"`
	Factor  float64 `json:"loop_factor"`
}

// Ends says where the money that is missing is felt in the end, on the high side.
type Ends struct {
	Missing  *Money `json:"missing"`  // in the year in which it was due
	Late     *Money `json:"late"`     // of that, what is paid in another year
	Outside  *Money `json:"outside"`  // by those outside the network
	Residual *Money `json:"residual"` // as margin lost and buffers used
}

// ShockRuns are the runs that a shock is read from: with unknown means ample, and with none. Means are by node.
type ShockRuns struct {
	Low, High *clearing.Run
	Means     []graph.Means
	Rounds    [][]int         // of the high run, by period and party; see [clearing.Waves]
	Paths     []clearing.Path // of the high run, all periods together
	Rest      float64         // what other paths carry
	Stakes    [2][]float64    // by node: what its shares in others are marked down by, in money, of the low and the high run
	Stress    [2]StressRun    // with unknown buffers ample, and with none; empty if not asked for
	Bare      int             // parties whose buffer is known to be nothing
	Gap       float64         // of the high run: what more goes unpaid in the least payments that are consistent
	LoopGain  float64
	Model     string // clearing, threshold, debtrank, all
	Explain   bool   // list the legs that are not paid in full
}

// ShockOf reads a shock from its runs. The network is that of all time of the view.
func ShockOf(l *deals.Ledger, n *graph.Network, what string, r ShockRuns) Shock {
	for side := range r.Stakes {
		if r.Stakes[side] == nil { // nobody asked
			r.Stakes[side] = make([]float64, n.Order())
		}
	}
	s := shocker{l: l, n: n, r: r, low: r.Low.Totals(), high: r.High.Totals()}
	out := Shock{Basis: string(n.View.Basis), What: what, Years: s.years(), Losers: []Loser{}, Untouched: []Party{}, Rounds: s.rounds(), Paths: s.paths(), Ends: s.ends(), Classes: s.classes(), Through: s.through(), model: r.Model}
	if r.Rest != 0 {
		out.Rest = s.money(r.Rest)
	}
	s.losers(&out)
	if r.Gap >= 0.005 {
		out.Gap = s.money(r.Gap)
	}
	if r.Stress[0].Threshold != nil {
		out.Models = s.modelsOf()
	}
	if r.Explain {
		out.Unpaid = s.unpaid()
	}
	return out
}

type shocker struct {
	l         *deals.Ledger
	n         *graph.Network
	r         ShockRuns
	low, high []clearing.Total
}

// money turns whole units into what people read.
func (s *shocker) money(x float64) *Money { return money(int64(math.Round(x*100)), s.n.View.Currency) }

func (s *shocker) between(low, high float64) Between {
	return Between{s.money(math.Min(low, high)), s.money(math.Max(low, high))}
}

func (s *shocker) years() string {
	first, last := s.r.High.Periods[0].Year, s.r.High.Periods[len(s.r.High.Periods)-1].Year
	return graph.Years{First: first, Last: last}.String()
}

func (s *shocker) shocked(v int) bool {
	return slices.ContainsFunc(s.r.High.Shocks, func(x clearing.Shock) bool { return int(x.Party) == v })
}

// losers fills the parties, the sums and the verdict.
func (s *shocker) losers(out *Shock) {
	due, unknown := s.due(), append(s.owedUnknown(), s.owedUnplaced()...)
	var direct, total [2]float64
	for v := range s.high {
		low, high := s.low[v], s.high[v]
		if !s.shocked(v) {
			direct[0], direct[1] = direct[0]+low.Direct, direct[1]+high.Direct
			total[0], total[1] = total[0]+low.Loss(), total[1]+high.Loss()
		}
		touched := high.Loss() > 0 || low.Loss() > 0 || high.Missed > 0 || s.r.Stakes[1][v] >= 0.005
		if !touched {
			if due[v] > 0 && !s.shocked(v) && !slices.Contains(unknown, node(s.n, graph.Node(v))) {
				out.Untouched = append(out.Untouched, node(s.n, graph.Node(v)))
			}
			continue
		}
		out.Losers = append(out.Losers, s.loser(v, due[v]))
	}
	slices.SortStableFunc(out.Losers, func(a, b Loser) int {
		return cmp.Or(cmp.Compare(worth(b.Total.High), worth(a.Total.High)), cmp.Compare(worth(b.Total.Low), worth(a.Total.Low)), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	out.Direct, out.Total = s.between(direct[0], direct[1]), s.between(total[0], total[1])
	out.Amplified = Ratio{ratio(total[0], direct[0]), ratio(total[1], direct[1])}
	out.Verdict = verdict(out.Amplified)
	if out.Unknown = s.owedUnknown(); len(unknown) > 0 && out.Amplified.High == nil {
		out.Verdict = "nobody is known to lose anything"
	}
}

// owedUnplaced are the parties to which the shocked owe what no year has.
func (s *shocker) owedUnplaced() []Party {
	var out []Party
	for _, ref := range s.r.High.Plan.Unplaced {
		for _, leg := range s.l.Legs(ref) {
			if a, ok := s.n.ArcOf(leg); ok && s.shocked(int(a.From)) {
				out = append(out, node(s.n, a.To))
			}
		}
	}
	return out
}

// owedUnknown are the parties to which the shocked owe amounts that are not disclosed.
func (s *shocker) owedUnknown() []Party {
	out := []Party{}
	for v := range s.high {
		if !slices.ContainsFunc(s.r.High.Shocks, func(x clearing.Shock) bool { return int(x.Party) == v && x.Pay < 1 }) {
			continue
		}
		for a := range s.n.Out(graph.Node(v)) {
			if p := node(s.n, a.To); !a.Known && a.From != a.To && a.Leg.Kind.Family() != deals.Contingent && a.Status != deals.Completed && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// worth is the size of an amount, for sorting.
func worth(m *Money) float64 {
	if m == nil {
		return 0
	}
	x, err := strconv.ParseFloat(m.Amount, 64)
	if err != nil {
		panic("view: an amount of ours is no number: " + m.Amount)
	}
	return x
}

func ratio(a, b float64) *float64 {
	if b <= 0 {
		return nil
	}
	x := math.Round(a/b*1000) / 1000
	return &x
}

// SelectionLimit is the amplification up to which a shock hits those who dealt with the shocked party and hardly anybody else.
const SelectionLimit = 1.1

// verdict says whether losses stay with those who dealt with the shocked party.
func verdict(r Ratio) string {
	switch {
	case r.High == nil && r.Low == nil:
		return "nobody loses anything"
	case r.Low != nil && *r.Low > SelectionLimit:
		return "chain: losses pass on well beyond those who dealt with the party"
	case r.High != nil && *r.High <= SelectionLimit:
		return "selection: losses stay with those who dealt with the party"
	}
	return "open: selection if the parties without facts have ample means, a chain if they have none"
}

// due is all that each party was to receive.
func (s *shocker) due() []float64 {
	out := make([]float64, len(s.high))
	for _, y := range s.r.High.Plan.Years {
		for _, d := range y.Dues {
			out[d.To] += d.Amount
		}
	}
	return out
}

func (s *shocker) loser(v int, due float64) Loser {
	low, high := s.low[v], s.high[v]
	out := Loser{
		Party: node(s.n, graph.Node(v)), Shocked: s.shocked(v),
		Direct: s.between(low.Direct, high.Direct), Indirect: s.between(low.Indirect, high.Indirect), Total: s.between(low.Loss(), high.Loss()),
		BufferUsed: s.between(low.Buffer, high.Buffer), Missed: s.between(low.Missed, high.Missed),
	}
	if due > 0 {
		if share := math.Max(low.Loss(), high.Loss()) / due; share > 0 {
			out.ShareOfInflow = &share
		}
	}
	if m := s.r.Means[v]; m.Known {
		out.Buffer = money(m.Amount, s.n.View.Currency)
	} else {
		out.BufferUsed = Between{}
	}
	switch {
	case high.First > 0:
		out.Defaults = fmt.Sprint(high.First)
	case high.First == 0:
		out.Defaults = "yes"
	}
	if s.r.Stakes[1][v] >= 0.005 {
		down := s.between(s.r.Stakes[0][v], s.r.Stakes[1][v])
		out.Stakes = &down
	}
	return out
}

func (s *shocker) rounds() []Round {
	out := []Round{}
	for at, by := range s.r.Rounds {
		for round := 1; ; round++ {
			var who []Party
			for v, r := range by {
				if r == round {
					who = append(who, node(s.n, graph.Node(v)))
				}
			}
			if who == nil {
				break
			}
			out = append(out, Round{s.r.High.Periods[at].Year, round, who})
		}
	}
	return out
}

// through adds up by whose hands losses came, in the years in which they were due.
func (s *shocker) through() []Through {
	sum := map[[2]int]float64{}
	for _, p := range s.r.High.Periods {
		for _, l := range p.Losses.Links {
			sum[[2]int{l.To, l.From}] += l.Amount
		}
	}
	out := []Through{}
	for _, pair := range slices.SortedFunc(maps.Keys(sum), func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}) {
		if sum[pair] >= 0.005 && !s.shocked(pair[0]) {
			out = append(out, Through{node(s.n, graph.Node(pair[0])), node(s.n, graph.Node(pair[1])), s.money(sum[pair])})
		}
	}
	return out
}

func (s *shocker) paths() []LossPath {
	out := []LossPath{}
	for _, p := range s.r.Paths {
		q := LossPath{Amount: s.money(p.Amount), Factor: math.Round(p.Factor*1000) / 1000}
		for _, v := range p.Parties {
			q.Parties = append(q.Parties, node(s.n, graph.Node(v)))
		}
		out = append(out, q)
	}
	return out
}

func (s *shocker) ends() Ends {
	var missing, outside, residual, late float64
	for _, x := range s.r.High.Late() {
		late += x
	}
	for _, p := range s.r.High.Periods {
		for v := range p.Losses.Received {
			missing += p.Losses.Missing[v]
			outside += p.Losses.Outside[v]
			residual += p.Losses.Residual[v]
		}
	}
	return Ends{s.money(missing), s.money(late), s.money(outside), s.money(residual)}
}

// lossClass says in which capacity the payee of a leg loses.
func lossClass(l *deals.Leg, from deals.PartyID) string {
	switch {
	case l.From != from: // the payee of a debt pays it back
		return "lenders"
	case l.Kind == deals.Lease:
		return "landlords"
	case l.Kind.Family() == deals.Funding:
		return "those who were to be funded"
	case l.Kind == deals.Acquisition:
		return "sellers of companies"
	default:
		return "suppliers"
	}
}

// classes adds up what is not paid by the capacity in which the payees lose it. What guarantors pay is on top, and so is what
// shares are worth less, which is no cash.
func (s *shocker) classes() []ClassLoss {
	sum := map[string]map[int][2]float64{}
	add := func(class string, who, side int, x float64) {
		if sum[class] == nil {
			sum[class] = map[int][2]float64{}
		}
		both := sum[class][who]
		both[side] += x
		sum[class][who] = both
	}
	for side, run := range []*clearing.Run{s.r.Low, s.r.High} {
		late := run.Late()
		for at, p := range run.Periods {
			for i := range run.Plan.Years[at].Dues {
				d := p.System.Dues[i]
				legs := s.l.Legs(p.Legs[i])
				if x := Short(p, i, late); x > 0.005 && len(legs) > 0 {
					add(lossClass(legs[0], s.group(d.From, legs[0])), d.To, side, x)
				}
			}
			for g, x := range p.After.Guarantees {
				if x -= p.Base.Guarantees[g]; x != 0 {
					add("guarantors, who make good a part of it", p.System.Guarantees[g].Guarantor, side, x)
				}
			}
		}
		for v, x := range s.r.Stakes[side] {
			if x >= 0.005 {
				add("shareholders, by what their stakes are worth less", v, side, x)
			}
		}
	}
	out := []ClassLoss{}
	for class, by := range sum {
		out = append(out, s.class(class, by))
	}
	slices.SortFunc(out, func(a, b ClassLoss) int {
		return cmp.Or(cmp.Compare(worth(b.Amount.High), worth(a.Amount.High)), cmp.Compare(a.Class, b.Class))
	})
	return out
}

// class tells what parties lose in one capacity.
func (s *shocker) class(name string, by map[int][2]float64) ClassLoss {
	out := ClassLoss{Class: name, Parties: []PartyLoss{}}
	var low, high float64
	for _, v := range slices.Sorted(maps.Keys(by)) {
		low, high = low+by[v][0], high+by[v][1]
		out.Parties = append(out.Parties, PartyLoss{node(s.n, graph.Node(v)), s.between(by[v][0], by[v][1])})
	}
	out.Amount = s.between(low, high)
	slices.SortStableFunc(out.Parties, func(a, b PartyLoss) int { return cmp.Compare(worth(b.Amount.High), worth(a.Amount.High)) })
	return out
}

// group is the payer of a due as its leg names it: a parent pays for its subsidiaries where they are rolled up.
func (s *shocker) group(payer int, leg *deals.Leg) deals.PartyID {
	if v, ok := s.n.Of(leg.From); ok && int(v) == payer {
		return leg.From
	}
	return s.n.Party(graph.Node(payer)).ID
}

// cell shows an amount, or the two ends of a range.
func (b Between) cell() table.Cell {
	switch {
	case b.High == nil:
		return table.Cell{Text: Unknown}
	case b.High.Amount == "0.00":
		return table.Cell{}
	case b.Low.Amount == b.High.Amount || b.Low.Text == b.High.Text:
		return b.High.cell()
	case b.Low.Amount == "0.00":
		return table.Cell{Text: "0 to " + b.High.Text}
	default:
		return table.Cell{Text: b.Low.Text + " to " + b.High.Text}
	}
}

// orNothing shows a range that may not be there.
func (b *Between) orNothing() table.Cell {
	if b == nil {
		return table.Cell{}
	}
	return b.cell()
}

func (r Ratio) String() string {
	switch {
	case r.High == nil:
		return ""
	case r.Low == nil:
		return fmt.Sprintf("%.2f", *r.High)
	}
	low, high := fmt.Sprintf("%.2f", min(*r.Low, *r.High)), fmt.Sprintf("%.2f", max(*r.Low, *r.High))
	if low == high {
		return low
	}
	return low + " to " + high
}

// Tables shows who loses what, by class, and the paths.
func (x Shock) Tables() []table.Table {
	if x.model == "threshold" || x.model == "debtrank" {
		return []table.Table{x.Models.table(x)}
	}
	out := []table.Table{x.table()}
	if x.Models != nil {
		out = append(out, x.Models.table(x))
	}
	if len(x.Classes) > 0 {
		t := table.Table{Title: "In which capacity", Columns: []table.Column{{Name: "who"}, {Name: "party", Max: 32}, {Name: "loses", Align: table.Right}}}
		for _, c := range x.Classes {
			t.Rows = append(t.Rows, []table.Cell{text(c.Class), text("all"), c.Amount.cell()})
			for _, p := range c.Parties {
				t.Rows = append(t.Rows, []table.Cell{{}, text(p.Party.Name), p.Amount.cell()})
			}
		}
		out = append(out, t)
	}
	if indirect := slices.ContainsFunc(x.Losers, func(l Loser) bool { return !l.Shocked && l.Indirect.High.Amount != "0.00" }); indirect {
		t := table.Table{Title: "By whose hands, if parties without facts have no means", Columns: []table.Column{{Name: "party", Max: 32}, {Name: "from", Max: 32}, {Name: "receives less", Align: table.Right}}}
		rows(&t, x.Through, 20, func(h Through) []table.Cell {
			return []table.Cell{text(h.Party.Name), text(h.From.Name), h.Amount.cell()}
		})
		out = append(out, t)
	}
	if x.Unpaid != nil {
		out = append(out, unpaidTable(x.Unpaid))
	}
	if len(x.Rounds) > 0 {
		t := table.Table{Title: "Defaults by round, if parties without facts have no means", Columns: []table.Column{{Name: "year"}, {Name: "round", Align: table.Right}, {Name: "parties", Max: 80}}}
		for _, r := range x.Rounds {
			year := "all"
			if r.Year > 0 {
				year = fmt.Sprint(r.Year)
			}
			t.Rows = append(t.Rows, []table.Cell{text(year), table.CountCell(r.Round), text(names(r.Parties, ", "))})
		}
		out = append(out, t)
	}
	if len(x.Paths) > 0 {
		t := table.Table{Title: "By which paths, if parties without facts have no means", Columns: []table.Column{{Name: "#", Align: table.Right}, {Name: "path", Max: 80}, {Name: "carries", Align: table.Right}, {Name: "way round", Align: table.Right}}}
		for i, p := range x.Paths {
			t.Rows = append(t.Rows, []table.Cell{table.CountCell(i + 1), text(names(p.Parties, " → ")), p.Amount.cell(), text(p.round())})
		}
		if x.Rest != nil {
			t.Rows = append(t.Rows, []table.Cell{{}, text("all other paths"), x.Rest.cell(), {}})
		}
		out = append(out, t)
	}
	return out
}

func names(ps []Party, between string) string {
	var s []string
	for _, p := range ps {
		s = append(s, p.Name)
	}
	return strings.Join(s, between)
}

func (x Shock) table() table.Table {
	title := Upper(x.What) + " (" + x.Basis + " basis"
	if x.Years != "" {
		title += ", " + x.Years
	}
	t := table.Table{Title: title + ")", Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "direct", Align: table.Right}, {Name: "indirect", Align: table.Right}, {Name: "total", Align: table.Right}, {Name: "of inflow", Align: table.Right},
		{Name: "buffer", Align: table.Right}, {Name: "used", Align: table.Right}, {Name: "misses", Align: table.Right}, {Name: "default"},
	}}
	stakes := slices.ContainsFunc(x.Losers, func(l Loser) bool { return l.Stakes != nil })
	if stakes {
		t.Columns = append(t.Columns, table.Column{Name: "stakes down", Align: table.Right})
	}
	for _, l := range x.Losers {
		name := l.Party.Name
		if l.Shocked {
			name += " (shocked)"
		}
		row := []table.Cell{text(name), l.Direct.cell(), l.Indirect.cell(), l.Total.cell(), {}, l.Buffer.cell(), {}, l.Missed.cell(), text(l.Defaults)}
		if l.ShareOfInflow != nil {
			row[4] = table.PercentCell(*l.ShareOfInflow)
		}
		if l.Buffer != nil {
			row[6] = l.BufferUsed.cell()
		}
		if stakes {
			row = append(row, l.Stakes.orNothing())
		}
		t.Rows = append(t.Rows, row)
	}
	row := make([]table.Cell, len(t.Columns))
	row[0], row[1], row[3] = text("all but the shocked"), x.Direct.cell(), x.Total.cell()
	t.Rows = append(t.Rows, row)
	if s := x.Amplified.String(); s != "" {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("amplification (total/direct): %s; %s", s, x.Verdict))
	} else {
		t.Footnotes = append(t.Footnotes, x.Verdict)
	}
	late := ""
	if x.Ends.Late.Amount != "0.00" {
		late = " in the year in which it was due, of which " + x.Ends.Late.Text + " is paid in another"
	}
	if stakes {
		t.Footnotes = append(t.Footnotes, "stakes down: what shares are worth less, if a party is worth less by the share of its dues that it leaves unpaid; no cash, and in no other column")
	}
	t.Footnotes = append(t.Footnotes, fmt.Sprintf("totals count a dollar at every party that it fails to reach; missing in the end, if parties without facts have no means: %s%s; felt outside the network %s, as lost margins and used buffers %s", x.Ends.Missing.Text, late, x.Ends.Outside.Text, x.Ends.Residual.Text))
	if x.Gap != nil {
		t.Footnotes = append(t.Footnotes, "this is the most that can be paid; if everybody expects the worst, "+x.Gap.Text+" more goes unpaid, and that is as consistent")
	}
	if len(x.Unknown) > 0 {
		t.Footnotes = append(t.Footnotes, "undisclosed amounts, in none of this, are owed to "+names(x.Unknown, ", "))
	}
	if len(x.Untouched) > 0 {
		t.Footnotes = append(t.Footnotes, Plural(len(x.Untouched), "party with something due loses", "parties with something due lose")+" nothing: "+names(x.Untouched, ", "))
	}
	return t
}

// optional is an amount, or nothing.
func optional(m *Money) table.Cell {
	if m == nil || m.Amount == "0.00" {
		return table.Cell{}
	}
	return m.cell()
}
