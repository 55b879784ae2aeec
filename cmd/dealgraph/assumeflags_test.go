package main

import (
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/clearing"

	"github.com/google/go-cmp/cmp"
)

// What package assumptions repeats, which knows neither networks nor clearing, is the same there.
func TestAssumptionsAgree(t *testing.T) {
	if diff := cmp.Diff(graph.DefaultProbability(), assumptions.Default().Probabilities()); diff != "" {
		t.Errorf("probabilities (-graph +assumptions):\n%s", diff)
	}
	var policies []string
	for _, p := range clearing.Policies() {
		policies = append(policies, string(p))
	}
	var words []string
	for _, k := range assumptions.Keys() {
		for _, sub := range k.Keys {
			for _, w := range sub.Words {
				words = append(words, w.Text)
			}
			if newShock(streams{env: func(string) string { return "" }}, nil).Flags().Lookup(sub.Name) == nil {
				t.Errorf("shock has no flag --%s", sub.Name)
			}
		}
	}
	if diff := cmp.Diff(policies, words); diff != "" {
		t.Errorf("policies (-clearing +assumptions):\n%s", diff)
	}
}

// The cost of a gigawatt spans what the facts of the reference ledger say, and its sources are theirs.
func TestCostPerGigawatt(t *testing.T) {
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("no reference ledger")
	}
	l, err := deals.ReadFS(fsys, "ai")
	if err != nil {
		t.Fatal(err)
	}
	low, high := 0.0, 0.0
	var addresses []string
	for _, f := range l.FactsOf("", "cost_per_gw") {
		a, err := deals.ParseAmount(strings.TrimSuffix(f.Value.Text, "/GW"))
		if err != nil {
			t.Fatal(f.ID, err)
		}
		x := float64(a.Likely) / 100
		if low == 0 || x < low {
			low = x
		}
		high = max(high, x)
		addresses = append(addresses, f.Source.URL)
	}
	r, currency := assumptions.Default().CostPerGigawatt()
	if r.Low != low || r.High != high || currency != "USD" {
		t.Errorf("%v %s, the facts say %v to %v", r, currency, low, high)
	}
	for _, e := range assumptions.Default().Used("cost_per_gw") {
		for s := range strings.SplitSeq(e.Source, "; ") {
			if !slices.Contains(addresses, s) {
				t.Errorf("%s is the source of no fact", s)
			}
		}
	}
}

// A file or --set gives the expected basis its probabilities; --assume is stronger; other bases do not care.
func TestAssumeFlagsApply(t *testing.T) {
	a := assumeFlags{set: []string{"probability.signed=70%", "probability.loi=25%", "probability.rumoured=5%"}}
	set, err := a.read()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		basis        string
		assume, want []string
	}{
		{"headline", nil, nil},
		{"expected", nil, []string{"rumoured=5%", "signed=70%"}},
		{"all", nil, []string{"rumoured=5%", "signed=70%"}},
		{"expected", []string{"signed=60%"}, []string{"signed=60%", "rumoured=5%"}},
	} {
		v := viewFlags{basis: tt.basis, assume: tt.assume}
		a.apply(set, &v)
		if diff := cmp.Diff(tt.want, v.assume); diff != "" {
			t.Errorf("%s %v: %s", tt.basis, tt.assume, diff)
		}
	}
}
