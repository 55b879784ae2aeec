package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"
)

// assumptions are what a shock takes for granted, as a file states it: what flags say, and means of parties of which the
// ledger has no fact. A flag on the command line overrides the file.
type assumptions struct {
	Pay      *string           `yaml:"pay"`
	From     *int              `yaml:"from"`
	Ranks    []int             `yaml:"ranks"`
	Fail     []string          `yaml:"fail"`
	Recovery *string           `yaml:"recovery"`
	Buffer   *string           `yaml:"buffer"`
	Cut      *string           `yaml:"cut"`
	Costs    *string           `yaml:"costs"`
	Spread   *int              `yaml:"spread"`
	Unpaid   *string           `yaml:"unpaid"`
	Means    map[string]string `yaml:"means"` // by party: an amount

	path string
	hash string // twelve digits
}

// readAssumptions reads a file of assumptions. Keys that mean nothing are refused.
func readAssumptions(path string) (*assumptions, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--assumptions: %w", err)
	}
	a := &assumptions{path: path, hash: fmt.Sprintf("%x", sha256.Sum256(data))[:12]}
	if err := yaml.UnmarshalWithOptions(data, a, yaml.Strict()); err != nil {
		if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
			at := e.GetToken().Position
			return nil, fmt.Errorf("%s:%d:%d: %s (keys are pay, from, ranks, fail, recovery, buffer, cut, costs, spread, unpaid and means)", path, at.Line, at.Column, plainly(e.GetMessage()))
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}

// plainly takes the words of a programming language out of what the reader of YAML says.
func plainly(msg string) string {
	line, _, _ := strings.Cut(msg, "\n")
	if _, field, ok := strings.Cut(line, "assumptions."); ok {
		name, _, _ := strings.Cut(field, " ")
		return strings.ToLower(name) + " is not written as it has to be: see the flag of this name"
	}
	return line
}

// fill takes from the file what no flag says.
func (a *assumptions) fill(o *shockOptions, flags *pflag.FlagSet) {
	text := func(name string, to *string, from *string) {
		if from != nil && !flags.Changed(name) {
			*to = *from
		}
	}
	text("pay", &o.pay, a.Pay)
	text("recovery", &o.recovery, a.Recovery)
	text("buffer", &o.buffer.text, a.Buffer)
	text("cut", &o.cut, a.Cut)
	text("costs", &o.costs, a.Costs)
	text("unpaid", &o.unpaid, a.Unpaid)
	if a.From != nil && !flags.Changed("from") {
		o.from = *a.From
	}
	if a.Spread != nil && !flags.Changed("spread") {
		o.spread = *a.Spread
	}
	if a.Ranks != nil && !flags.Changed("ranks") {
		o.ranks = a.Ranks
	}
	if a.Fail != nil && !flags.Changed("fail") {
		o.fail = a.Fail
	}
}

// means are the assumed means of parties, in minor units of the currency of a network.
func (a *assumptions) means(l *deals.Ledger, n *graph.Network) (map[graph.Node]int64, error) {
	out := map[graph.Node]int64{}
	if a == nil {
		return out, nil
	}
	for _, name := range slices.Sorted(maps.Keys(a.Means)) {
		v, err := oneNode(l, n, name)
		if err != nil {
			return nil, fmt.Errorf("%s: means: %w", a.path, err)
		}
		amount, err := deals.ParseAmount(a.Means[name])
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: means of %s: %w", a.path, name, err)
		case amount.Form != deals.Exact || amount.Likely < 0:
			return nil, fmt.Errorf("%s: means of %s: write one amount that is not negative, as $5B", a.path, name)
		case amount.Currency != n.View.Currency:
			return nil, fmt.Errorf("%s: means of %s: the view is in %s", a.path, name, n.View.Currency)
		}
		out[v] = amount.Likely
	}
	return out, nil
}
