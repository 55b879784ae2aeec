package control_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/graph/control"
)

// BenchmarkHold holds a hundred controls of ten year ends against ledgers of two sizes.
func BenchmarkHold(b *testing.B) {
	for _, rows := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			parties := rows/50 + 2
			var table, controls strings.Builder
			table.WriteString("from,to,kind,amount,status,date,term,source\n")
			for range rows {
				fmt.Fprintf(&table, "p%d,p%d,compute,$%dM,signed,2015-%02d-01,2016..2030,s\n", r.IntN(parties), r.IntN(parties), 1+r.IntN(900), 1+r.IntN(12))
			}
			controls.WriteString("party,metric,period,share,value,source\n")
			for i := range 100 {
				fmt.Fprintf(&controls, "p%d,revenue,%d,,$%dM,s\n", i%parties, 2016+i/10, 1+r.IntN(900))
			}
			l, err := deals.ReadFS(fstest.MapFS{"deals.csv": {Data: []byte(table.String())}, "controls.csv": {Data: []byte(controls.String())}}, "bench")
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := control.Hold(l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
