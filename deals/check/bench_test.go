package check_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/deals/example"
)

// BenchmarkExample reads the reference ledger and looks it over.
func BenchmarkExample(b *testing.B) {
	fsys, _ := example.FS("ai")
	read := func() *deals.Ledger {
		l, err := deals.ReadFS(fsys, "example:ai")
		if err != nil {
			b.Fatal(err)
		}
		return l
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			read()
		}
	})
	b.Run("check", func(b *testing.B) {
		l := read()
		b.ReportAllocs()
		for b.Loop() {
			check.Run(l, check.All())
		}
	})
}

// BenchmarkRun looks over tables of deals whose parties are nowhere described, with titles that name sums and parties.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l, err := deals.Read(strings.NewReader(table(n)), "deals.csv")
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				check.Run(l, check.All())
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "legs/s")
		})
	}
}

// table is a ledger of n deals.
func table(n int) string {
	var t strings.Builder
	t.WriteString("from,to,kind,amount,status,date,source,title,term,note\n")
	for i := range n {
		fmt.Fprintf(&t, "p%d,p%d,loan,$%dM,signed,2025-%02d-01,https://example.org/%d,P%d lends $%dM to P%d,2026..2030,About $%dM a year for up to five years\n", i%997, i%991+1000, i+1, i%12+1, i, i%997, i+1, i%991+1000, i+7)
	}
	return t.String()
}

// BenchmarkEach runs each check alone over a table of ten thousand deals, to show which of them cost.
func BenchmarkEach(b *testing.B) {
	l, err := deals.Read(strings.NewReader(table(10_000)), "deals.csv")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range check.All() {
		b.Run(c.Name, func(b *testing.B) {
			for b.Loop() {
				check.Run(l, []check.Check{c})
			}
		})
	}
}
