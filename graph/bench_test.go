package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dealgraph/graph"
)

// BenchmarkBuild builds the network of tables of 10³, 10⁵ and 10⁶ rows; the ratio of two sizes says whether it is linear.
func BenchmarkBuild(b *testing.B) {
	for _, rows := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			if testing.Short() && rows > 100_000 {
				b.Skip("a million rows take seconds to read")
			}
			r := rand.New(rand.NewPCG(1, 1))
			var text strings.Builder
			text.WriteString("from,to,kind,amount,status,date,source,note\n")
			for range rows {
				fmt.Fprintf(&text, "p%d,p%d,compute,$%dM,signed,2025-%02d-01,s,\n", r.IntN(rows/50+2), r.IntN(rows/50+2), 1+r.IntN(900), 1+r.IntN(12))
			}
			l := read(b, "l.csv", text.String())
			b.ReportAllocs()
			for b.Loop() {
				build(b, l, graph.View{})
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
