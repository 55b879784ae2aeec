package graph

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"

	"dealgraph/deals"
)

// PartyWhere is a condition on parties and on the facts a ledger has of them: free_cash_flow < 0 || debt/revenue > 4.
type PartyWhere struct {
	program *vm.Program
	metrics []string // those that the condition names
	denies  bool     // it has a negation, with which a fact that is not known could make it hold
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
	names := naming{known: env}
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
	w.denies = strings.Contains(src, "!") || names.not
	return w, nil
}

// naming notes the names that an expression uses.
type naming struct {
	known map[string]any
	used  []string
	not   bool
}

// Visit looks at a node of the expression.
func (n *naming) Visit(node *ast.Node) {
	switch x := (*node).(type) {
	case *ast.IdentifierNode:
		n.used = append(n.used, x.Value)
	case *ast.UnaryNode:
		n.not = n.not || x.Operator == "not" || x.Operator == "!"
	}
}

func partyEnv(p *deals.Party) map[string]any {
	return map[string]any{
		"id": string(p.ID), "name": p.Label(), "sector": p.Sector, "country": p.Country, "ticker": p.Ticker, "tags": append([]string{}, p.Tags...), "outside": p.Outside(),
	}
}

// Holds reports whether a party meets the condition, by its latest actual facts on the day of the view, in whole units of the
// view's currency. It is not known where the answer rests on a fact that the ledger does not have: no comparison with such a
// fact holds. Cost: O(facts of the ledger) for each metric named.
func (w *PartyWhere) Holds(n *Network, v Node) (holds, known bool, err error) {
	env := partyEnv(n.Party(v))
	missing := false
	for _, m := range w.metrics {
		x, ok := n.fact(v, m)
		env[m] = x
		missing = missing || !ok
	}
	out, err := expr.Run(w.program, env)
	if err != nil {
		return false, false, &WhereError{fmt.Sprintf("%s: %v", n.Party(v).ID, err)}
	}
	holds = out.(bool)
	return holds && !(missing && w.denies), !missing || holds && !w.denies, nil
}

// fact is the latest actual figure of a party for a metric, not a number if there is none.
func (n *Network) fact(v Node, metric string) (float64, bool) {
	r := rates{n.Ledger.Rates}
	for _, f := range n.Ledger.FactsOf(n.Party(v).ID, metric) {
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
	return math.NaN(), false
}
