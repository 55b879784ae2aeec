package cycles_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"
)

// letters writes an arc as a letter for its kind and a digit for its status, for the regular expressions of the standard
// library, which know nothing of ours.
func letters(a graph.Arc) string {
	kind := slices.IndexFunc(deals.Kinds(), func(k deals.KindInfo) bool { return k.Kind == a.Leg.Kind })
	return string(rune('A'+kind)) + string(rune('0'+int(a.Status)))
}

// spell turns a pattern of ours into an expression over letters.
func spell(pattern string) *regexp.Regexp {
	class := func(word string) string {
		word, status, _ := strings.Cut(word, ":")
		set := ""
		for i, k := range deals.Kinds() {
			if word == "any" || word == string(k.Kind) || word == string(k.Family) {
				set += string(rune('A' + i))
			}
		}
		digits := "[0-9]"
		for _, s := range deals.Statuses() {
			if s.String() == status {
				digits = "[" + string(rune('0'+int(s))) + "-" + string(rune('0'+int(deals.Completed))) + "]"
			}
		}
		return "(?:[" + set + "]" + digits + ")"
	}
	words := regexp.MustCompile(`[a-z_]+(:[a-z]+)?`)
	return regexp.MustCompile("^(?:" + strings.ReplaceAll(words.ReplaceAllStringFunc(pattern, class), " ", "") + ")$")
}

// fits tries every choice of one arc for each hop, from every party on.
func fits(n *graph.Network, c cycles.Cycle, e *regexp.Regexp) bool {
	var try func(hops []cycles.Hop, at int, said string) bool
	try = func(hops []cycles.Hop, at int, said string) bool {
		if at == len(hops) {
			return e.MatchString(said)
		}
		return slices.ContainsFunc(hops[at].Arcs, func(id int) bool { return try(hops, at+1, said+letters(n.Arc(id))) })
	}
	for i := range c.Hops {
		if try(c.Rotate(i).Hops, 0, "") {
			return true
		}
	}
	return false
}

func TestPatternsAgainstRegularExpressions(t *testing.T) {
	matched := 0
	for _, text := range []string{
		"funding spending+",
		"spending+",
		"any{2,3}",
		"equity:signed (compute|lease|purchase)",
		"(funding|contingent)+ spending:active{1,2}",
		"any* guarantee any*",
		"funding? (spending spending)+",
		"(loan|bond)* equity any",
	} {
		p, err := cycles.ParsePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		e := spell(text)
		for i := range 400 {
			s := shape(i)
			s.Arcs = min(s.Arcs, 14)
			n := nettest.Random(uint64(i), s)
			var want []told
			for _, c := range all(t, n, cycles.Options{}) {
				if fits(n, c, e) {
					want = append(want, tell(c))
				}
			}
			got := all(t, n, cycles.Options{Pattern: p})
			if d := diff(want, tellAll(got)); d != "" {
				t.Fatalf("%s, network %d: (-want +got)\n%s", text, i, d)
			}
			for _, c := range got {
				checkMatch(t, n, c, e)
			}
			matched += len(got)
			both := cycles.Options{Pattern: p, Classes: []cycles.Class{cycles.SupplierFunded, cycles.WarrantForOrders}}
			var wantBoth []told
			for _, c := range all(t, n, cycles.Options{}) {
				if fits(n, c, e) && (c.Is(cycles.SupplierFunded) || c.Is(cycles.WarrantForOrders)) {
					wantBoth = append(wantBoth, tell(c))
				}
			}
			if d := diff(wantBoth, tellAll(all(t, n, both))); d != "" {
				t.Fatalf("%s and a class, network %d: (-want +got)\n%s", text, i, d)
			}
			if tally, err := cycles.Count(t.Context(), n, cycles.Options{Pattern: p}); err != nil || int(tally.Cycles) != len(want) {
				t.Fatalf("%s, network %d: counted %d of %d, %v", text, i, tally.Cycles, len(want), err)
			}
		}
	}
	if matched < 2000 {
		t.Errorf("only %d cycles matched", matched)
	}
}

// checkMatch: the first reading is the pattern; any arc of a hop of it can stand there.
func checkMatch(t *testing.T, n *graph.Network, c cycles.Cycle, e *regexp.Regexp) {
	t.Helper()
	r := c.Readings[0]
	if r.Class != cycles.Matched || c.Readings[1].Class == cycles.Matched {
		t.Fatalf("read as %v", c.Classes())
	}
	said := ""
	for i := range r.Hops {
		said += letters(n.Arc(r.Hops[(r.Start+i)%len(r.Hops)].Arcs[0]))
	}
	if !e.MatchString(said) {
		t.Fatalf("read as %s", said)
	}
}

func TestPatternTakesTheBestReading(t *testing.T) {
	n := nettest.Parse(`
		a > b loan 50; a > b purchase 9
		b > a loan 7; b > a purchase 40`)
	p, err := cycles.ParsePattern("funding spending")
	if err != nil {
		t.Fatal(err)
	}
	c := all(t, n, cycles.Options{Pattern: p})[0]
	if r := c.Readings[0]; r.Bottleneck != 4000 || r.Start != 0 {
		t.Errorf("%+v", r)
	}
}

func TestPatternErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       `pattern "", character 1: the pattern is empty: write for example funding spending+`,
		"fundng spending":                        `pattern "fundng spending", character 1: "fundng" is no kind of deal: use any, funding, spending, contingent or one of equity, convertible, loan, bond, prepayment, grant, purchase, compute, lease, license, revenue_share, acquisition, guarantee, warrant`,
		"funding (spending":                      `pattern "funding (spending", character 9: this ( is never closed`,
		"funding) spending":                      `pattern "funding) spending", character 8: this ) closes nothing`,
		"+ funding":                              `pattern "+ funding", character 1: "+" stands behind nothing: put a word before it`,
		"funding | ":                             `pattern "funding | ", character 11: a word is missing beside |`,
		"| funding":                              `pattern "| funding", character 1: a word is missing beside |`,
		"funding ()":                             `pattern "funding ()", character 9: there is nothing between these brackets`,
		"funding{2":                              `pattern "funding{2", character 8: this { is never closed`,
		"funding{3,2}":                           `pattern "funding{3,2}", character 8: write how often as {2}, {2,} or {2,4}, at most 64 times`,
		"equity:sined":                           `pattern "equity:sined", character 8: "sined" is no status: use rumoured, proposed, announced, signed, active or completed`,
		"funding & spending":                     `pattern "funding & spending", character 9: "&" means nothing here`,
		"(any{64}){64}":                          `pattern "(any{64}){64}", character 1: it has more than 64 places once its repetitions are written out: ask for fewer`,
		"funding{0}":                             `pattern "funding{0}", character 1: no hop fits it: every word is to stand there no times`,
		"any{0}{64}{64}{64}{64}{64}{64}{64}{64}": `pattern "any{0}{64}{64}{64}{64}{64}{64}{64}{64}", character 1: no hop fits it: every word is to stand there no times`,
		"any{40} any{40} loan":                   `pattern "any{40} any{40} loan", character 1: it has more than 64 places once its repetitions are written out: ask for fewer`,
	} {
		_, err := cycles.ParsePattern(text)
		var p *cycles.PatternError
		if !errors.As(err, &p) || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, s := range []string{"funding spending+", "(a|b){2,}?*", "any:signed{1,3}|loan", "((((", "{", "é", "any{99999999999999999999}", "any{0}{64}{64}{64}{64}{64}{64}"} {
		f.Add(s)
	}
	n := nettest.Parse("a > b loan 5; b > c compute 3; c > a equity 2; b > a warrant ?")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := cycles.ParsePattern(text)
		if err != nil {
			var at *cycles.PatternError
			if !errors.As(err, &at) || at.Column < 1 || at.Column > len([]rune(text))+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if _, err := cycles.Find(t.Context(), n, cycles.Options{Pattern: p}); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
