package note

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// said lists the numbers of a note, a line each: where, as written, what it counts, its value, and its amount as a ledger has it.
func said(f Format, source string) []string {
	var lines []string
	for _, n := range numbersOf(source, f) {
		line := fmt.Sprintf("%d:%d %s %s %v", n.Line, n.Col, n.Text, n.Kind, n.Value)
		if n.Kind == Money {
			line += " " + n.Amount.String()
		}
		lines = append(lines, line)
	}
	return lines
}

// numbersOf are the numbers in all sentences of a note.
func numbersOf(source string, f Format) (all []Number) {
	for _, s := range Sentences([]byte(source), f) {
		all = append(all, s.Numbers...)
	}
	return all
}

func TestNumbers(t *testing.T) {
	for source, want := range map[string][]string{
		"It paid $410.6B in all.":                    {"1:9 $410.6B money 4.106e+11 $410.6B"},
		"It paid **$5 billion** and _€500m_.":        {"1:11 $5 billion money 5e+09 $5B", "1:29 €500m money 5e+08 €500M"},
		"About $5bn, up to $10bn, at least US$2B.":   {"1:7 $5bn money 5e+09 ~$5B", "1:19 $10bn money 1e+10 up to $10B", "1:35 US$2B money 2e+09 at least $2B"},
		"USD 38bn and 10bn USD and CHF330M":          {"1:1 USD 38bn money 3.8e+10 $38B", "1:14 10bn USD money 1e+10 $10B", "1:27 CHF330M money 3.3e+08 CHF 330M"},
		"from $17.4–19.4B to $5B-$6B":                {"1:6 $17.4–19.4B money 1.74e+10 $17.4B..19.4B", "1:23 $5B-$6B money 5e+09 $5B..6B"},
		"$5 to 6 billion":                            {"1:1 $5 to 6 billion money 5e+09 $5B..6B"},
		"$5B and $6B":                                {"1:1 $5B money 5e+09 $5B", "1:9 $6B money 6e+09 $6B"},
		"5 billion dollars, 2 million euros":         {"1:1 5 billion dollars money 5e+09 $5B", "1:20 2 million euros money 2e+06 €2M"},
		"5000亿美元":                                    {"1:1 5000亿美元 money 5e+11 $500B"},
		"$1,234,567.89 exactly":                      {"1:1 $1,234,567.89 money 1.23456789e+06 $1,234,567.89"},
		"15.3% of it, 7 percent, 20 basis points":    {"1:1 15.3% percent 15.3", "1:14 7 percent percent 7", "1:25 20 basis points percent 0.2"},
		"10 GW, 1.2-gigawatt, 500 MW; not 3 GWh":     {"1:1 10 GW power 10", "1:8 1.2-gigawatt power 1.2", "1:22 500 MW power 0.5"},
		"In 2027, 5 deals of 12 on 2026-06-30, v1.2": nil,
		"A100 and H100 GPUs, GB200, 3.5x":            nil,
		"costs \\$5B":                                {"1:7 \\$5B money 5e+09 $5B"},
		"$5\nbillion":                                {"1:1 $5 billion money 5e+09 $5B"},
		"> - quoted $5B\n>   and $6\n>   billion":    {"1:12 $5B money 5e+09 $5B", "2:9 $6 billion money 6e+09 $6B"},
		// What is not prose.
		"is <!--dealgraph id=n q=map-->$5B<!--/dealgraph--> and $6B":                                  {"1:56 $6B money 6e+09 $6B"},
		"<!-- dealgraph:begin id=x q=map -->\n$5B\n<!-- dealgraph:end id=x -->\n$6B":                  {"4:1 $6B money 6e+09 $6B"},
		"---\na: $5B\n---\n`$5B` <!-- $5B --> <b title=\"$5B\">$6B</b>\n\n    $5B\n\n```\n$5B\n```\n": {"4:35 $6B money 6e+09 $6B"},
		"[$6B](https://x.org/$5B) https://x.org/$5B <https://x.org/$5B>":                              {"1:2 $6B money 6e+09 $6B"},
		"text[^1]\n\n[^1]: It was $5B.\n    And 5%.\n":                                                nil,
		"is <!--dealgraph id=n q=map-->$5B and never closed $7B":                                      {"1:31 $5B money 5e+09 $5B", "1:52 $7B money 7e+09 $7B"},
	} {
		if d := cmp.Diff(want, said(Markdown, source)); d != "" {
			t.Errorf("%q (-want +got):\n%s", source, d)
		}
	}
	if d := cmp.Diff([]string{`1:4 \$5B money 5e+09 $5B`, `1:13 15\% percent 15`}, said(LaTeX, "is \\$5B and 15\\% % not $7B\n\\verb|$8B|\n")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"1:1 $5B money 5e+09 $5B"}, said(AsciiDoc, "$5B `$6B`\n\n----\n$7B\n----\n// $8B\n")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{`1:1 \$5B money 5e+09 $5B`}, said(Typst, "\\$5B `$6B` /* $7B */ // $8B\n")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"1:1 $5B money 5e+09 $5B"}, said(Org, "$5B =$6B= ~$7B~\n# $8B\n: $9B\n#+begin_src\n$1B\n#+end_src\n")); d != "" {
		t.Error(d)
	}
}

func TestSentences(t *testing.T) {
	source := "# A head with $1B\n\nNothing. Nvidia Inc. will pay up to\n$5B (<!--dealgraph id=n q=map-->7%<!--/dealgraph--> of `it`). Nothing! No. 3 is $6B\n\n" +
		"| a | b |\n|---|---|\n| x | $7B |\n| y | 2 |\n\n- An item of $8B\n- nothing\n"
	want := []string{"A head with $1B", "Nvidia Inc. will pay up to $5B (7% of `it`).", "No. 3 is $6B", "| x | $7B |", "An item of $8B"}
	var got []string
	for _, s := range Sentences([]byte(source), Markdown) {
		for _, n := range s.Numbers {
			got = append(got, s.Text)
			if source[n.Start:n.End] != n.Text {
				t.Errorf("%q at %d to %d is %q", n.Text, n.Start, n.End, source[n.Start:n.End])
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
