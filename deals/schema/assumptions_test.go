package schema_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"dealgraph/deals/assumptions"
	"dealgraph/deals/schema"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// assumed is the schema of assumptions as a validator reads it.
func assumed(t testing.TB, d schema.Draft) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.Assumptions(d)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // nothing is fetched
	if err := c.AddResource("assumptions.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("assumptions.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The default file is what the schema describes, in both drafts, and so is whatever the reader accepts here.
func TestAssumptions(t *testing.T) {
	file, err := os.ReadFile("../assumptions/default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(file)}
	for _, line := range []string{
		"probability: {rumor: 20%, Letter of Intent: {value: 12.5 %, source: ours}}", "probability: {SIGNED: 80%, term-sheet: 0}", "correlation: 99.9%", "growth: 2x", "growth: {value: 2 x, note: why}",
		"growth: {default: 1.1x..1.3x..1.6x, openai: {value: 1.5..4 times, source: [a, b]}, oracle: 2x .. 3x}", "growth:", "delay: 6", "delay: 6.5", "delay: 3 months..9 months", "delay: 0..6..24m",
		"margin: 60..75..90%", "capex_share: 25%", "cost_per_gw: $48B", "cost_per_gw: $40B..48B..60B/GW", "cost_per_gw: ~$48B per GW", "cost_per_gw: {value: USD 40bn..60bn, source: ours}",
		"useful_life: 4..5..6", "useful_life: 5 years", "recovery: 0..40%", "payback_share: 5%", "amounts: Triangular", "ends: quantiles", "means: {openai: $5B, amd: {value: 10亿美元}}", "means:",
		"revenue: {openai: {2027: $40B..60B..80B, \"2028\": {value: $1B, source: ours}}}", "shock: {pay: 50%, from: 2027, ranks: [3, 4], fail: [oracle], recovery: 30%, buffer: cash, cut: 0%, costs: 0%, spread: 5, unpaid: roll}",
		"shock: {ranks: 3, fail: \"oracle, amd\"}", "shock: {ranks: \"3, 4\", fail: {value: [a], note: n}}", "shock:",
	} {
		texts = append(texts, "version: 1\n"+line+"\n")
	}
	for _, d := range schema.Drafts() {
		s := assumed(t, d)
		for _, text := range texts {
			if _, err := assumptions.Read(strings.NewReader(text), "a.yaml"); err != nil {
				t.Errorf("the reader refuses what this test takes for right: %v", err)
			}
			if err, ok := validate(s, []byte(text)); err != nil || !ok {
				t.Errorf("draft %s: %s\n%v", d, text[:min(len(text), 200)], err)
			}
		}
	}
}

// What is wrong in form the schema marks.
func TestAssumptionsRefused(t *testing.T) {
	s := assumed(t, schema.Draft7)
	for _, text := range []string{
		"delay: 6", "version: 2", "version: 1\nmeens: {a: $1}", "version: 1\npay: 50%", "version: 1\nprobability: {lapsed: 5%}", "version: 1\nprobability: {signed: 0.5}", "version: 1\nprobability: {signed: 10%..20%}",
		"version: 1\ngrowth: fast", "version: 1\ngrowth: {openai: 30%}", "version: 1\ndelay: soon", "version: 1\ndelay: {value: 6, sorce: ours}", "version: 1\ndelay: {source: ours}", "version: 1\ncost_per_gw: 48B",
		"version: 1\ncost_per_gw: up to $48B", "version: 1\namounts: normal", "version: 1\nmeans: $5B", "version: 1\nmeans: {a: $1B..2B}", "version: 1\nrevenue: {a: $1B}", "version: 1\nrevenue: {a: {27: $1B}}",
		"version: 1\nshock: {pai: 50%}", "version: 1\nshock: {ranks: [5]}", "version: 1\nshock: {from: 27}", "version: 1\nshock: {unpaid: rolls}", "version: 1\ndelay:",
	} {
		if _, err := assumptions.Read(strings.NewReader(text), "a.yaml"); err == nil {
			t.Errorf("the reader takes %q", text)
		}
		if err, ok := validate(s, []byte(text)); err == nil && ok {
			t.Errorf("the schema takes %q", text)
		}
	}
}

// Every key is in the schema with what it means.
func TestAssumptionsMeanings(t *testing.T) {
	text := string(schema.Assumptions(schema.Draft7))
	for _, k := range assumptions.Keys() {
		for _, sub := range append(k.Keys, k) {
			if want := fmt.Sprintf("%q: {\n", sub.Name); !strings.Contains(text, want) || !strings.Contains(text, sub.Meaning) {
				t.Errorf("the schema lacks %s", sub.Name)
			}
		}
	}
}
