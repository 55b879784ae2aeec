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

// BenchmarkRun looks over a table whose parties are nowhere described.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var t strings.Builder
			t.WriteString("from,to,kind,amount,status,date,source\n")
			for i := range n {
				fmt.Fprintf(&t, "p%d,p%d,loan,$%dM,signed,2025-%02d-01,https://example.org/%d\n", i%997, i%991+1000, i+1, i%12+1, i)
			}
			l, err := deals.Read(strings.NewReader(t.String()), "deals.csv")
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
