package assumptions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealgraph/deals/assumptions"
)

// Files made to be slow are refused, or read, in little time.
func TestHostileSizes(t *testing.T) {
	var parties, flow strings.Builder
	for i := range 3900 {
		fmt.Fprintf(&parties, "  p%d: $1B\n", i)
		fmt.Fprintf(&flow, "p%d: $1B, ", i)
	}
	for name, text := range map[string]string{
		"parties":   "version: 1\nmeans:\n" + parties.String(),
		"flow":      "version: 1\nmeans: {" + flow.String() + "}\n",
		"dashes":    "version: 1\nmeans:\n" + strings.Repeat("- ", 100_000),
		"brackets":  "version: 1\nmeans: " + strings.Repeat("[", 200_000),
		"quotes":    "version: 1\nmeans: " + strings.Repeat("'", 200_001),
		"commas":    "version: 1\nshock: {fail: [" + strings.Repeat("a,", 100_000) + "]}",
		"lines":     "version: 1\nmeans: a\n" + strings.Repeat(" b\n", 80_000),
		"comments":  "version: 1\n" + strings.Repeat("# x\n", 60_000),
		"documents": strings.Repeat("---\na: 1\n", 25_000),
		"colons":    "version: 1\n" + strings.Repeat(":", 200_000),
	} {
		start := time.Now()
		_, err := assumptions.Read(strings.NewReader(text), name)
		if spent := time.Since(start); spent > 5*time.Second {
			t.Errorf("%s took %v: %v", name, spent, err)
		}
		if good := strings.Contains("parties flow comments", name); good != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
