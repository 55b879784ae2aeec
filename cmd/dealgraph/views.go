package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
)

// everyBasis is the value of --basis that sets all bases side by side.
const everyBasis = "all"

// view is the graph view that the flags describe, on the headline basis if they ask for all.
func (v viewFlags) view() (graph.View, error) {
	out := graph.View{
		Years:    graph.Years{First: v.years.from, Last: v.years.to},
		RollUp:   v.rollUp,
		Currency: deals.Currency(v.currency),
		Where:    v.where,
		Rumours:  v.rumours,
	}
	if v.basis != everyBasis {
		out.Basis = graph.Basis(v.basis)
	}
	if v.asOf != "" {
		date, err := deals.ParseDate(v.asOf)
		if err != nil {
			return out, usagef("--as-of: %w", err)
		}
		out.AsOf = date
	}
	for _, s := range v.settlement {
		out.Settlements = append(out.Settlements, deals.Settlement(s))
	}
	for _, p := range v.parties {
		out.Parties = append(out.Parties, deals.PartyID(p))
	}
	if len(v.assume) > 0 && v.basis != string(graph.Expected) && v.basis != everyBasis {
		return out, usagef("--assume changes the expected basis only: add --basis expected")
	}
	for _, a := range v.assume {
		if err := assume(&out, a); err != nil {
			return out, err
		}
	}
	return out, nil
}

// assume reads STATUS=PERCENT into a view.
func assume(v *graph.View, s string) error {
	word, share, _ := strings.Cut(s, "=")
	var names []string
	for _, status := range deals.Statuses() {
		if !status.Live() {
			continue
		}
		names = append(names, status.String())
		if status.String() != strings.TrimSpace(word) {
			continue
		}
		p, err := deals.ParseShare(share)
		if err != nil {
			return usagef("--assume %s: %w", s, err)
		}
		if p < 0 || p > 1_000_000 {
			return usagef("--assume %s: a probability lies between 0%% and 100%%", s)
		}
		if v.Assumptions.Probability == nil {
			v.Assumptions.Probability = map[deals.Status]deals.Share{}
		}
		v.Assumptions.Probability[status] = p
		return nil
	}
	return usagef("--assume %s: status %q is not known%s; use %s", s, word, didYouMean(word, names, "%q"), strings.Join(names, ", "))
}

// networks builds the network of the basis that the flags name, or those of all bases.
func (v viewFlags) networks(l *deals.Ledger) ([]*graph.Network, error) {
	view, err := v.view()
	if err != nil {
		return nil, err
	}
	bases := []graph.Basis{view.Basis}
	if v.basis == everyBasis {
		bases = graph.Bases()
	}
	var out []*graph.Network
	for _, b := range bases {
		view.Basis = b
		n, err := buildNetwork(l, view)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// ask reads the ledger and builds the networks of the view, and begins the report of a command about them.
func (g global) ask(command string, v viewFlags) (*deals.Ledger, []*graph.Network, report, error) {
	l, err := g.load()
	if err != nil {
		return nil, nil, report{}, err
	}
	networks, err := v.networks(l)
	if err != nil {
		return nil, nil, report{}, err
	}
	return l, networks, report{Command: command, LedgerHash: l.Hash, View: showView(networks), Stamp: stamp(l, networks)}, nil
}

// buildNetwork builds a network. An expression that cannot be read is a mistake on the command line.
func buildNetwork(l *deals.Ledger, view graph.View) (*graph.Network, error) {
	n, err := graph.Build(l, view)
	if where, ok := errors.AsType[*graph.WhereError](err); ok {
		return nil, usagef("--where: %s", where.Msg)
	}
	if err != nil {
		return nil, fmt.Errorf("build the network: %w", err)
	}
	return n, nil
}

// stamp says in one line what a reader must know to get the same numbers.
func stamp(l *deals.Ledger, networks []*graph.Network) string {
	view := networks[0].View
	if len(networks) > 1 && networks[1].View.Basis != view.Basis {
		view.Basis = everyBasis
	}
	return view.Stamp() + " " + ledgerStamp(l)
}

// ledgerStamp says which ledger and which program an answer comes from.
func ledgerStamp(l *deals.Ledger) string {
	return "ledger=" + shortHash(l.Hash) + " dealgraph=" + toolVersion()
}

// shortHash is enough of a hash to tell ledgers apart: the algorithm and twelve digits.
func shortHash(h string) string {
	if len(h) > len("sha256:")+12 {
		return h[:len("sha256:")+12]
	}
	return h
}

// shownView is a view in the JSON envelope.
type shownView struct {
	AsOf        string            `json:"as_of"`
	Basis       string            `json:"basis"`
	Years       string            `json:"years,omitempty"`
	Settlements []string          `json:"settlements,omitempty"`
	RollUp      bool              `json:"roll_up,omitempty"`
	Currency    string            `json:"currency"`
	Where       string            `json:"where,omitempty"`
	Parties     []string          `json:"parties,omitempty"`
	Rumours     bool              `json:"rumours,omitempty"`
	Assumptions map[string]string `json:"assumptions,omitempty"`
}

func showView(networks []*graph.Network) shownView {
	v := networks[0].View
	out := shownView{
		AsOf: v.AsOf.String(), Basis: string(v.Basis), Years: v.Years.String(), RollUp: v.RollUp,
		Currency: string(v.Currency), Where: v.Where, Rumours: v.Rumours,
	}
	if len(networks) > 1 {
		out.Basis = everyBasis
	}
	for _, s := range v.Settlements {
		out.Settlements = append(out.Settlements, string(s))
	}
	for _, p := range v.Parties {
		out.Parties = append(out.Parties, string(p))
	}
	for _, n := range networks {
		if n.View.Basis == graph.Expected {
			out.Assumptions = map[string]string{}
			for s, p := range v.Assumptions.Probability {
				out.Assumptions[s.String()] = p.String()
			}
		}
	}
	return out
}

// networkWarnings are the warnings of networks. With several, those of one kind are one warning, which says how many deals
// it is about on each basis.
func networkWarnings(networks []*graph.Network) []error {
	var out []error
	if l := networks[0].Ledger; l != nil && len(l.Deals) == 0 {
		out = append(out, errors.New("the ledger has no deals"))
	}
	if len(networks) == 1 {
		for _, w := range networks[0].Warnings {
			out = append(out, w)
		}
		return out
	}
	var merged []graph.Warning
	for _, n := range networks {
		for _, w := range n.Warnings {
			at := slices.IndexFunc(merged, func(m graph.Warning) bool { return m.Code == w.Code })
			if at < 0 {
				w.Msg = string(n.View.Basis) + " basis: " + w.Msg
				merged = append(merged, w)
				continue
			}
			merged[at].Msg += fmt.Sprintf("; %s basis: %d", n.View.Basis, len(w.Legs))
		}
	}
	for _, w := range merged {
		out = append(out, w)
	}
	return out
}

// onBasis are warnings about one of several networks, each saying on which basis; of the only network, as they are.
func onBasis[W error](n *graph.Network, networks int, warnings []W) []error {
	var out []error
	for _, w := range warnings {
		if networks > 1 {
			out = append(out, fmt.Errorf("%s basis: %w", n.View.Basis, w))
		} else {
			out = append(out, w)
		}
	}
	return out
}

// flags are the flags that ask for a view again.
func (v shownView) flags() (viewFlags, error) {
	out := viewFlags{
		asOf: v.AsOf, basis: v.Basis, settlement: v.Settlements, rollUp: v.RollUp, currency: v.Currency, where: v.Where, parties: v.Parties,
		rumours: v.Rumours,
	}
	for _, status := range slices.Sorted(maps.Keys(v.Assumptions)) {
		out.assume = append(out.assume, status+"="+v.Assumptions[status])
	}
	if v.Years != "" {
		if err := out.years.Set(v.Years); err != nil {
			return out, err
		}
	}
	return out, nil
}
