package change

import (
	"os"
	"testing"

	"dealgraph/deals"
)

func exampleAnd(b *testing.B, other string) (*deals.Ledger, *deals.Ledger) {
	b.Helper()
	l, err := deals.ReadFS(os.DirFS("../../deals/example/ai"), "example:ai")
	if err != nil {
		b.Fatal(err)
	}
	m, err := deals.Merge(l, ledger(b, other), func(p deals.Part) bool { return p.Key == "xai-spv-2025-10" })
	if err != nil {
		b.Fatal(err)
	}
	return l, m
}

func BenchmarkBetween(b *testing.B) {
	old, new := exampleAnd(b, "deals: []\n")
	b.ReportAllocs()
	for b.Loop() {
		Between(State{Ledger: old}, State{Ledger: new})
	}
}

func BenchmarkDifferences(b *testing.B) {
	old, new := exampleAnd(b, "deals: []\n")
	b.ReportAllocs()
	for b.Loop() {
		deals.Differences(old, new)
	}
}

// BenchmarkAttribute is for one change among two ledgers, with a number that costs two networks.
func BenchmarkAttribute(b *testing.B) {
	old, new := exampleAnd(b, "deals: []\n")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Attribute(b.Context(), old, new, headline, 64); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	old, new := exampleAnd(b, "deals: []\n")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := deals.Merge(old, new, func(p deals.Part) bool { return p.Table == "deals" }); err != nil {
			b.Fatal(err)
		}
	}
}
