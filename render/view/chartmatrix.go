package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// MatrixOptions say what a payment matrix shows. The zero value shows the parties of the strongest cycles and the largest
// others.
type MatrixOptions struct {
	MaxParties int      // 0: 24
	MaxCycles  int      // number this many of the cycles found; 0: 6, below 0: none
	Scope      string   // what the view leaves out, in sentences for the subtitle
	Notes      []string // the warnings of the view
}

// Matrix is who pays whom in a network, with its strongest cycles. It is the matrix of what `list` and `cycles` say of the
// network: see [DealList.MatrixFigure].
func Matrix(n *graph.Network, found cycles.Result, title string, o MatrixOptions) figure.Matrix {
	o.Scope += narrowed(n.View)
	o.Notes = append(warned(n), o.Notes...)
	return Deals(n).MatrixFigure(title, Cycles(n, found), o)
}

// warned are the warnings of a network as footnotes.
func warned(n *graph.Network) []string {
	var out []string
	for _, w := range n.Warnings {
		out = append(out, w.Msg)
	}
	return out
}

// MatrixFigure is who pays whom as a matrix: payers by payees, in one order. found may be empty: then no cell is numbered.
//
// The parties of the cycles stand first, so ordered that the steps of the cycles lie near the diagonal: from the order in
// which the cycles name them, strongest first, two parties change places as long as that brings the steps nearer. The others
// follow by the money between them and those before. What is left out is said with its worth.
func (l DealList) MatrixFigure(title string, found CycleList, o MatrixOptions) figure.Matrix {
	m := newDealMatrix(l)
	m.pick(found, cmp.Or(o.MaxParties, defaultMaxParties), cmp.Or(o.MaxCycles, defaultMaxCycles))
	f := figure.Matrix{Frame: figure.Frame{ID: "matrix", Title: cmp.Or(title, "Who pays whom")}}
	m.fill(&f)
	f.Notes = o.Notes
	f.Subtitle = fmt.Sprintf("%d of %s: %s. %s%s", m.shownLegs, Plural(len(l.Deals), "deal leg", "deal legs"), m.worth(), BasisWords(l.Basis, l.AsOf), o.Scope)
	m.dropped(&f)
	m.alt(&f)
	return f
}

// BasisWords says which dollars count, and when.
func BasisWords(basis, asOf string) string {
	out := Upper(basis) + " basis: " + graph.Basis(basis).Meaning() + "."
	if asOf != "" {
		out += " As of " + asOf + "."
	}
	return out
}

// plus adds two sums that are not negative; it stops at the largest number there is.
func plus(a, b int64) int64 {
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}

// statusOf is the status of that name.
func statusOf(name string) deals.Status {
	for _, s := range deals.Statuses() {
		if s.String() == name {
			return s
		}
	}
	return deals.StatusUnknown
}

// dealMatrix is deals summed by payer and payee. It is made of what is in a file as well as of what is in a network.
type dealMatrix struct {
	list     DealList
	currency string
	parties  []Party        // by id
	at       map[string]int // place in parties
	pairs    []*dealPair    // by payer, then payee
	order    []int          // the parties that are drawn
	place    []int          // of a party in order; -1 if it is not drawn
	cycles   []Cycle        // numbered 1, 2 …

	shown     int64
	shownLegs int
	hidden    int // of them, those with undisclosed amounts
}

// dealPair is all that one party pays another.
type dealPair struct {
	from, to     int
	sum, firm    int64
	known        bool
	unknown      int
	estimate     bool
	firmest      deals.Status
	deals        []Deal
	cycleNumbers []int
}

func newDealMatrix(l DealList) *dealMatrix {
	m := &dealMatrix{list: l, at: map[string]int{}, currency: l.currency()}
	for _, d := range l.Deals {
		for _, p := range []Party{d.Payer, d.Payee} {
			if _, seen := m.at[p.ID]; !seen {
				m.at[p.ID] = -1
				m.parties = append(m.parties, p)
			}
		}
	}
	slices.SortFunc(m.parties, func(a, b Party) int { return strings.Compare(a.ID, b.ID) })
	for i, p := range m.parties {
		m.at[p.ID] = i
	}
	pairs := map[[2]int]*dealPair{}
	for _, d := range l.Deals {
		key := [2]int{m.at[d.Payer.ID], m.at[d.Payee.ID]}
		if pairs[key] == nil {
			pairs[key] = &dealPair{from: key[0], to: key[1]}
			m.pairs = append(m.pairs, pairs[key])
		}
		pairs[key].add(d)
	}
	slices.SortFunc(m.pairs, func(a, b *dealPair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return m
}

// currency is the one of all amounts of a list.
func (l DealList) currency() string {
	if l.Total != nil {
		return l.Total.Currency
	}
	for _, d := range l.Deals {
		if d.Amount != nil {
			return d.Amount.Currency
		}
	}
	return ""
}

func (p *dealPair) add(d Deal) {
	p.deals = append(p.deals, d)
	status := statusOf(d.Status)
	over := status.Ended()
	if over {
		status = deals.StatusUnknown
	}
	p.firmest = max(p.firmest, status)
	minor, ok := d.Amount.Minor()
	if !ok || minor < 0 {
		p.unknown++
		return
	}
	p.known, p.estimate = true, p.estimate || d.Estimate
	p.sum = plus(p.sum, minor)
	if status.Binding() || over { // what is over counts for what has moved
		p.firm = plus(p.firm, minor)
	}
}

func (m *dealMatrix) money(minor int64) string { return table.MoneyShort(minor, m.currency) }

// pick chooses the parties: those of the strongest cycles for which there is room, each whole or not at all, then those with
// most money to and from the chosen.
func (m *dealMatrix) pick(found CycleList, room, most int) {
	m.place = make([]int, len(m.parties))
	for i := range m.place {
		m.place[i] = -1
	}
	choose := func(v int) {
		if m.place[v] < 0 {
			m.place[v] = len(m.order)
			m.order = append(m.order, v)
		}
	}
	for _, c := range found.Cycles {
		if len(m.cycles) >= most {
			break
		}
		if nodes, ok := m.members(c); ok && len(nodes) > 1 && m.newOnes(nodes) <= room-len(m.order) {
			m.cycles = append(m.cycles, c)
			for _, v := range nodes {
				choose(v)
			}
		}
	}
	m.number()
	m.near()
	for len(m.order) < room {
		v := m.next()
		if v < 0 {
			break
		}
		choose(v)
	}
	m.dropLonely()
}

// dropLonely takes back parties that deal with none of the others that are shown; they are listed with what is left out.
func (m *dealMatrix) dropLonely() {
	touched := make([]bool, len(m.parties))
	for _, p := range m.pairs {
		if p.from != p.to && m.place[p.from] >= 0 && m.place[p.to] >= 0 {
			touched[p.from], touched[p.to] = true, true
		}
	}
	m.order = slices.DeleteFunc(m.order, func(v int) bool { return !touched[v] })
	for v := range m.place {
		m.place[v] = slices.Index(m.order, v)
	}
}

// members are the parties of a cycle, if each pays the next in this list.
func (m *dealMatrix) members(c Cycle) ([]int, bool) {
	var out []int
	for _, p := range c.Parties {
		v, ok := m.at[p.ID]
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
	for i, v := range out {
		if m.pair(v, out[(i+1)%len(out)]) == nil {
			return nil, false
		}
	}
	return out, true
}

func (m *dealMatrix) newOnes(nodes []int) (count int) {
	for _, v := range nodes {
		if m.place[v] < 0 {
			count++
		}
	}
	return count
}

func (m *dealMatrix) pair(from, to int) *dealPair {
	i, ok := slices.BinarySearchFunc(m.pairs, [2]int{from, to}, func(p *dealPair, at [2]int) int {
		return cmp.Or(cmp.Compare(p.from, at[0]), cmp.Compare(p.to, at[1]))
	})
	if !ok {
		return nil
	}
	return m.pairs[i]
}

// number writes the numbers of the cycles on their steps.
func (m *dealMatrix) number() {
	for i, c := range m.cycles {
		nodes, _ := m.members(c)
		for k, v := range nodes {
			p := m.pair(v, nodes[(k+1)%len(nodes)])
			p.cycleNumbers = append(p.cycleNumbers, i+1)
		}
	}
}

// near lets parties of the cycles change places as long as that brings the steps nearer to the diagonal.
func (m *dealMatrix) near() {
	distance := func() (sum int) {
		for _, p := range m.pairs {
			d := m.place[p.from] - m.place[p.to]
			sum += len(p.cycleNumbers) * max(d, -d)
		}
		return sum
	}
	swap := func(i, j int) {
		m.order[i], m.order[j] = m.order[j], m.order[i]
		m.place[m.order[i]], m.place[m.order[j]] = i, j
	}
	for best, better := distance(), true; better; {
		better = false
		for i := range m.order {
			for j := i + 1; j < len(m.order); j++ {
				swap(i, j)
				if d := distance(); d < best {
					best, better = d, true
				} else {
					swap(i, j)
				}
			}
		}
	}
}

// next is the party not yet drawn with most money to and from those that are, or with most of all if none is; -1 if no deal
// is left.
func (m *dealMatrix) next() int {
	money, legs := make([]int64, len(m.parties)), make([]int, len(m.parties))
	for _, p := range m.pairs {
		for _, end := range [][2]int{{p.from, p.to}, {p.to, p.from}} {
			if p.from != p.to && m.place[end[0]] < 0 && (m.place[end[1]] >= 0 || len(m.order) == 0) {
				money[end[0]] = plus(money[end[0]], p.sum/2) // halves cannot overflow
				legs[end[0]] += len(p.deals)
			}
		}
	}
	best, apart := -1, -1
	for v := range money {
		switch {
		case m.place[v] >= 0:
		case legs[v] == 0:
			if apart < 0 && m.linked(v) {
				apart = v
			}
		case best < 0 || cmp.Or(cmp.Compare(money[v], money[best]), cmp.Compare(legs[v], legs[best])) > 0:
			best = v
		}
	}
	if best < 0 {
		return apart // no deal with any of those drawn, but with others
	}
	return best
}

func (m *dealMatrix) linked(v int) bool {
	return slices.ContainsFunc(m.pairs, func(p *dealPair) bool { return p.from != p.to && (p.from == v || p.to == v) })
}

// fill writes the parties, cells and cycles of the figure.
func (m *dealMatrix) fill(f *figure.Matrix) {
	pays, paid := make([]Exposed, len(m.parties)), make([]Exposed, len(m.parties))
	sums := make([][2]int64, len(m.parties))
	for _, p := range m.pairs {
		if p.from == p.to || m.place[p.from] < 0 || m.place[p.to] < 0 {
			continue
		}
		m.shown, m.shownLegs, m.hidden = plus(m.shown, p.sum), m.shownLegs+len(p.deals), m.hidden+p.unknown
		sums[p.from][0], sums[p.to][1] = plus(sums[p.from][0], p.sum), plus(sums[p.to][1], p.sum)
		pays[p.from].Unknown += p.unknown
		paid[p.to].Unknown += p.unknown
		f.Cells = append(f.Cells, m.cell(p))
	}
	worth := func(minor int64, unknown int) string {
		switch {
		case unknown > 0 && minor == 0:
			return Unknown
		case unknown > 0:
			return m.money(minor) + " + ?"
		case minor == 0:
			return ""
		}
		return m.money(minor)
	}
	for _, v := range m.order {
		p := m.parties[v]
		row := figure.MatrixParty{ID: p.ID, Name: p.Name, Pays: worth(sums[v][0], pays[v].Unknown), Paid: worth(sums[v][1], paid[v].Unknown)}
		row.Title = fmt.Sprintf("%s pays %s and is paid %s", p.Name, cmp.Or(row.Pays, "nothing"), cmp.Or(row.Paid, "nothing"))
		f.Parties = append(f.Parties, row)
	}
	for i, c := range m.cycles {
		f.Cycles = append(f.Cycles, figure.Cycle{Number: i + 1, Text: c.Path, Amount: shortAmount(c), Note: "weakest step: " + c.Weakest})
	}
	if len(f.Cells) > 0 {
		f.Total = worth(m.shown, m.hidden)
	}
	f.Scale = m.scale(f.Cells)
}

// shortAmount is the bottleneck of a cycle as a label spells it, with the marks of how it is known.
func shortAmount(c Cycle) string {
	if c.Bottleneck == nil || !strings.Contains(c.Amount, c.Bottleneck.Text) {
		return c.Amount
	}
	return strings.Replace(c.Amount, c.Bottleneck.Text, c.Bottleneck.Short(), 1)
}

func (m *dealMatrix) cell(p *dealPair) figure.MatrixCell {
	c := figure.MatrixCell{
		From: m.parties[p.from].ID, To: m.parties[p.to].ID, Amount: float64(p.sum) / 100, Firm: float64(p.firm) / 100,
		Known: p.known, Unknown: p.unknown, Certainty: certainty(p.firmest), Label: Unknown, Cycles: p.cycleNumbers,
	}
	if p.known {
		c.Label = m.money(p.sum)
		if p.estimate {
			c.Label = "~" + c.Label
		}
	}
	said := make([]string, len(p.deals))
	for i, d := range p.deals {
		said[i] = fmt.Sprintf("%s, %s, %s (%s)", words(d.Kind), d.worth(), d.Status, d.Deal)
	}
	c.Title = fmt.Sprintf("%s → %s", m.parties[p.from].Name, m.parties[p.to].Name)
	if len(p.deals) > 1 && p.known {
		c.Title += ", together " + c.Label
		if p.unknown > 0 {
			c.Title += " + ?"
		}
	}
	c.Title += ": " + strings.Join(said, "; ")
	return c
}

// worth is the amount of a deal in words.
func (d Deal) worth() string {
	switch {
	case d.NoRate:
		return d.Stated + ", no rate"
	case d.Amount == nil && d.Quantity != "":
		return d.Quantity + ", amount not disclosed"
	case d.Amount == nil:
		return "amount not disclosed"
	case d.Estimate:
		return "~" + d.Amount.Short()
	}
	return d.Amount.Short()
}

// scale are the samples of the sizes: the largest cell, and round amounts below it.
func (m *dealMatrix) scale(cells []figure.MatrixCell) []figure.Scale {
	largest := 0.0
	for _, c := range cells {
		largest = max(largest, c.Amount)
	}
	var out []figure.Scale
	for _, part := range []float64{1, 4, 20} {
		round := roundBelow(largest / part)
		if round >= 1 && round < math.MaxInt64/100 {
			out = append(out, figure.Scale{Value: round, Label: m.money(int64(round) * 100)})
		}
	}
	return out
}

// roundBelow is the largest of 1, 2 and 5 times a power of ten that is at most v; 0 below 1.
func roundBelow(v float64) float64 {
	best := 0.0
	for p := 1.0; p <= v && p < 1e17; p *= 10 {
		for _, k := range []float64{1, 2, 5} {
			if k*p <= v {
				best = k * p
			}
		}
	}
	return best
}

// dropped says what is left out: deals of parties that are not drawn, and deals of a party with itself.
func (m *dealMatrix) dropped(f *figure.Matrix) {
	var worth, own int64
	var legs, selfs, unknown int
	left := map[int]bool{}
	for _, p := range m.pairs {
		switch {
		case p.from == p.to:
			own, selfs = plus(own, p.sum), selfs+len(p.deals)
		case m.place[p.from] < 0 || m.place[p.to] < 0:
			worth, legs, unknown = plus(worth, p.sum), legs+len(p.deals), unknown+p.unknown
			for _, v := range []int{p.from, p.to} {
				left[v] = left[v] || m.place[v] < 0
			}
		}
	}
	if legs > 0 {
		s := fmt.Sprintf("%s worth %s", Plural(legs, "deal leg", "deal legs"), m.money(worth))
		if unknown > 0 {
			s += fmt.Sprintf(" (%d of them undisclosed)", unknown)
		}
		var names []string
		for v, p := range m.parties {
			if left[v] {
				names = append(names, clip(p.Name, 32))
			}
		}
		slices.Sort(names)
		s += fmt.Sprintf(", with %s: %s", Plural(len(names), "party", "parties"), strings.Join(names, ", "))
		f.Dropped = append(f.Dropped, s)
		f.Notes = append(f.Notes, "sums of rows and columns are those of the cells that are drawn")
	}
	if selfs > 0 {
		f.Dropped = append(f.Dropped, fmt.Sprintf("%s of a party with itself, worth %s", Plural(selfs, "deal leg", "deal legs"), m.money(own)))
	}
}

// worth says what the cells come to, of all money there is.
func (m *dealMatrix) worth() string {
	if m.shownLegs > 0 && m.hidden == m.shownLegs {
		return "no amount is disclosed"
	}
	said := m.money(m.shown) + " of " + m.list.Total.Short()
	if m.hidden > 0 {
		said += fmt.Sprintf(", and %d undisclosed", m.hidden)
	}
	return said
}

// alt tells the picture in words: the largest cells and the cycles.
func (m *dealMatrix) alt(f *figure.Matrix) {
	var b strings.Builder
	fmt.Fprintf(&b, "Matrix of payers and payees: %s between %s: %s, on the %s basis.", Plural(m.shownLegs, "deal leg", "deal legs"),
		Plural(len(f.Parties), "party", "parties"), m.worth(), m.list.Basis)
	cells := slices.Clone(f.Cells)
	slices.SortStableFunc(cells, func(a, b figure.MatrixCell) int { return cmp.Compare(b.Amount, a.Amount) })
	for i, c := range cells[:min(len(cells), 5)] {
		if i == 0 {
			b.WriteString(" Largest:")
		}
		fmt.Fprintf(&b, " %s → %s %s.", m.parties[m.at[c.From]].Name, m.parties[m.at[c.To]].Name, c.Label)
	}
	for i, c := range f.Cycles {
		if i == 0 {
			b.WriteString(" Cycles, by smallest step:")
		}
		fmt.Fprintf(&b, " %d. %s, %s (%s).", c.Number, c.Text, c.Amount, c.Note)
	}
	f.AltText = b.String()
}
