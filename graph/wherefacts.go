package graph

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"

	"dealgraph/deals"
)

// PartyWhere is a condition on parties and on the facts a ledger has of them: free_cash_flow < 0 || debt/revenue > 4.
type PartyWhere struct {
	program *vm.Program
	metrics []string // those that the condition names
}

// PartyNames says which names a condition on parties may use.
const PartyNames = "names: id, name, sector, country, ticker, tags, outside, and the metrics of facts, such as cash, debt, revenue, free_cash_flow; == to compare, && || ! to combine"

// ParsePartyWhere reads a condition on the parties of a ledger. A metric of which the ledger has no fact at all is not known.
// The error is a [*WhereError].
func ParsePartyWhere(src string, l *deals.Ledger) (*PartyWhere, error) {
	w := &PartyWhere{}
	env := partyEnv(&deals.Party{})
	for _, f := range l.Facts {
		env[f.Metric] = 0.0
	}
	names := naming{}
	var err error
	w.program, err = expr.Compile(src, expr.Env(env), expr.AsBool(), expr.DisableBuiltin("now"), expr.Patch(&names))
	if err != nil {
		return nil, &WhereError{err.Error() + "\n" + PartyNames}
	}
	for _, m := range names.used {
		if _, ok := env[m].(float64); ok && !slices.Contains(w.metrics, m) {
			w.metrics = append(w.metrics, m)
		}
	}
	if len(w.metrics) > mostMetrics {
		return nil, &WhereError{fmt.Sprintf("it names %d metrics: at most %d can be looked at together", len(w.metrics), mostMetrics)}
	}
	return w, nil
}

// mostMetrics bounds the facts that a condition names: of those not known, every way they can turn out is tried.
const mostMetrics = 5

// naming notes the names that an expression uses.
type naming struct{ used []string }

// Visit looks at a node of the expression.
func (n *naming) Visit(node *ast.Node) {
	if x, ok := (*node).(*ast.IdentifierNode); ok {
		n.used = append(n.used, x.Value)
	}
}

func partyEnv(p *deals.Party) map[string]any {
	return map[string]any{
		"id": string(p.ID), "name": p.Label(), "sector": p.Sector, "country": p.Country, "ticker": p.Ticker, "tags": append([]string{}, p.Tags...), "outside": p.Outside(),
	}
}

// Holds reports whether a party meets the condition, by its latest actual facts on the day of the view, in whole units of the
// view's currency. A fact that the ledger lacks is taken as next to nothing and as very large, with either sign: the answer is known
// if it is always the same. Cost: O(facts of the ledger) for each metric named, and four times the work for each not known.
func (w *PartyWhere) Holds(n *Network, v Node) (holds, known bool, err error) {
	env := partyEnv(n.Party(v))
	var missing []string
	for _, m := range w.metrics {
		x, ok := n.fact(v, m)
		if env[m] = x; !ok {
			missing = append(missing, m)
		}
	}
	yes, no := false, false
	for turn := range 1 << (2 * len(missing)) {
		for i, m := range missing {
			env[m] = [4]float64{-1e300, -1e-300, 1e-300, 1e300}[turn>>(2*i)&3]
		}
		out, err := expr.Run(w.program, env)
		if err != nil {
			return false, false, &WhereError{fmt.Sprintf("%s: %v", n.Party(v).ID, err)}
		}
		yes, no = yes || out.(bool), no || !out.(bool)
	}
	return yes && !no, yes != no, nil
}

// Metrics are those that the condition names, in order.
func (w *PartyWhere) Metrics() []string { return w.metrics }

// Fact is the figure of a metric by which the condition is judged: the latest actual one on the day of the view, money in whole units of
// its currency. ok is false if the ledger has none.
func (n *Network) Fact(v Node, metric string) (x float64, ok bool) { return n.fact(v, metric) }

// flows are the metrics of what comes to so much in a period: a quarter's cannot stand beside a year's.
var flows = []string{
	"revenue", "outside_revenue", "net_income", "net_loss", "operating_income", "operating_loss", "operating_cost", "cash_flow", "free_cash_flow", "capex", "burn",
}

// factsOf are the facts of a party on a metric, the latest first; of what comes to so much in a period those of about a year, or of a
// year that is named by its last day.
func (n *Network) factsOf(v Node, metric string) []*deals.Fact {
	facts := n.Ledger.FactsOf(n.Party(v).ID, metric)
	if slices.Contains(flows, metric) {
		facts = slices.DeleteFunc(facts, notYearly)
	}
	return facts
}

func notYearly(f *deals.Fact) bool {
	if f.Period.First.IsZero() || f.Period.Last.IsZero() {
		return true
	}
	days := f.Period.First.DaysUntil(f.Period.Last)
	return days > 0 && days < 330 || days > 400
}

// fact is the latest actual figure of a party for a metric, of a year where it is one of a period.
func (n *Network) fact(v Node, metric string) (float64, bool) {
	r := rates{n.Ledger.Rates}
	for _, f := range n.factsOf(v, metric) {
		last := f.Period.Last
		if f.Nature != deals.Actual || last.IsZero() || last.After(n.View.AsOf) {
			continue
		}
		switch {
		case f.Value.Money != nil && f.Value.Money.Disclosed():
			if minor, ok := r.convert(f.Value.Money.Likely, f.Value.Money.Currency, n.View.Currency, last); ok {
				return float64(minor) / 100, true
			}
		case f.Value.Quantity != nil:
			return f.Value.Quantity.Number.Float(), true
		}
	}
	return 0, false
}
