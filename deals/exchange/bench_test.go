package exchange

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"
)

// large is a ledger of so many deals with cells as ledgers have them.
func large(t testing.TB, n int) *deals.Ledger {
	var b strings.Builder
	b.WriteString("id,from,to,kind,amount,term,status,source,note\n")
	for i := range n {
		fmt.Fprintf(&b, "deal-%d,party-%d,party-%d,compute,$%dM,2026..2030,signed 2025-%02d-%02d,https://example.org/filings/%d,The %dth of a row of agreements that say little.\n",
			i, i%97, (i+1)%89+100, i+1, i%12+1, i%28+1, i, i)
	}
	return ledgerOf(t, "deals.csv", b.String())
}

func BenchmarkWriteWorkbook(b *testing.B) {
	l := large(b, 10_000)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := WriteWorkbook(&out, l, "bench"); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes")
}

func BenchmarkReadWorkbook(b *testing.B) {
	data := written(b, large(b, 10_000))
	for b.Loop() {
		if _, err := ReadWorkbook(b.Context(), bytes.NewReader(data), "b.xlsx"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	l := large(b, 10_000)
	book, err := ReadWorkbook(b.Context(), bytes.NewReader(written(b, l)), "b.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Merge(book, l, Neither); err != nil {
			b.Fatal(err)
		}
	}
}
