package odds_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"dealgraph/graph/clearing"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
)

func TestZZ(t *testing.T) {
	rows := `d0,a,b,equity,$11B,2027:$6B 2028:$5B,signed,2026-06-01,
d1,a,d,purchase,$6B,2027:$0B 2028:$6B,signed,2026-06-01,
d2,d,c,equity,$13B,2027:$5B 2028:$8B,signed,2026-06-01,
g2,a,c,guarantee,$4B,,signed,2026-06-01,d
d3,d,b,compute,$14B,2027:$6B 2028:$8B,signed,2026-06-01,
g3,a,b,guarantee,$5B,,signed,2026-06-01,d
d4,d,b,compute,$3B,2027:$1B 2028:$2B,signed,2026-06-01,
d5,b,d,loan,$9B,2027:$2B 2028:$7B,signed,2026-06-01,
d6,d,c,compute,$7B,2027:$1B 2028:$6B,signed,2026-06-01,
d7,b,d,loan,$6B,2027:$0B 2028:$6B,signed,2026-06-01,
`
	facts := earns("b", 3, 2) + earns("d", 5, 3)
	s, _ := odds.NewSystem(planOf(t, rows, facts, "means.d=$10128000000.01"))
	_, err := odds.NewSurvival(t.Context(), s, odds.Stress{Means: cashflow.Means{Haircut: .2}})
	fmt.Println(err)
	sys := *odds.Peek(s)
	for _, scale := range []float64{1, 100, 1e-2,1e-9} {
		c := sys
		c.Parties = append([]clearing.Party(nil), sys.Parties...)
		c.Dues = append([]clearing.Due(nil), sys.Dues...)
		c.Guarantees = append([]clearing.Guarantee(nil), sys.Guarantees...)
		for i := range c.Parties {
			c.Parties[i].Outside /= scale
			c.Parties[i].Buffer /= scale
		}
		for i := range c.Dues {
			c.Dues[i].Amount /= scale
		}
		for i := range c.Guarantees {
			c.Guarantees[i].Cap /= scale
		}
		sol, err := clearing.Greatest(t.Context(), &c)
		fmt.Println(scale, err)
		if err == nil {
			fmt.Println(sol.Steps, sol.Gap)
		}
		if scale == 1 {
			b, _ := json.MarshalIndent(c, "", " ")
			os.WriteFile("/tmp/clearing-hang.json", b, 0o644)
		}
	}
}
