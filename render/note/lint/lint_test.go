package lint

import (
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/render/note"

	"github.com/google/go-cmp/cmp"
)

// The ledger: Alpha bought shares of Beta for $10B (signed), Beta is to buy chips of Alpha for $6B (a letter of intent), Gamma lends
// Beta up to $4B (announced) and leases Beta something for an amount that nobody states; Gamma Cloud is Gamma's.
const ledger = `
parties:
  - {id: alpha, name: Alpha Inc, aliases: [Alpha]}
  - {id: beta, name: Beta}
  - {id: gamma, name: Gamma}
  - {id: gamma-cloud, name: Gamma Cloud, parents: [gamma]}
  - {id: delta, name: Delta}
  - {id: epsilon, name: Epsilon}
  - {id: zeta, name: Zeta}
  - {id: market, name: Market, sector: outside}
deals:
  - {id: shares, from: alpha, to: beta, kind: equity, amount: $10B, status: signed 2026-01-10, source: {url: "https://example.org/a", tier: press}}
  - {id: chips, from: beta, to: alpha, kind: purchase, amount: $6B, quantity: 2 GW, status: loi 2026-02-01, source: {url: "https://example.org/b", tier: press}}
  - {id: credit, from: gamma, to: beta, kind: loan, amount: up to $4B, status: announced 2026-03-01, source: {url: "https://example.org/c", tier: press}}
  - {id: dark, from: beta, to: gamma-cloud, kind: lease, amount: "?", status: signed 2026-03-02, source: {url: "https://example.org/d", tier: press}}
  - {id: one, from: delta, to: alpha, kind: compute, amount: ~$3.25B, status: signed 2026-03-03, source: {url: "https://example.org/e", tier: press}}
  - {id: inside, from: gamma, to: gamma-cloud, kind: equity, amount: $3.4B, status: signed 2026-03-04, source: {url: "https://example.org/j", tier: press}}
  - {id: e1, from: epsilon, to: zeta, kind: loan, amount: $1B, status: signed 2026-03-04, source: {url: "https://example.org/k", tier: press}}
  - {id: e2, from: epsilon, to: zeta, kind: loan, amount: $2B, status: signed 2026-03-05, source: {url: "https://example.org/l", tier: press}}
  - {id: e3, from: epsilon, to: zeta, kind: loan, amount: $3B, status: signed 2026-03-06, source: {url: "https://example.org/m", tier: press}}
  - {id: e4, from: epsilon, to: zeta, kind: loan, amount: "$17B..19B", status: signed 2026-03-07, source: {url: "https://example.org/n", tier: press}}
  - {id: u, from: zeta, to: delta, kind: loan, amount: up to $50B, status: signed 2026-03-08, source: {url: "https://example.org/o", tier: press}}
  - {id: over, from: delta, to: gamma, kind: loan, amount: $8B, status: signed 2025-03-03; terminated 2026-01-01, source: {url: "https://example.org/f", tier: press}}
facts:
  - {id: r25, party: beta, metric: revenue, period: 2025, value: $5.2B, nature: actual, source: {url: "https://example.org/g", tier: filing}}
  - {party: beta, metric: revenue, period: 2026, value: $9B, nature: forecast, source: {url: "https://example.org/h", tier: press}}
  - {party: beta, metric: revenue_run_rate, period: 2026-03, value: $7B/year, nature: actual, source: {url: "https://example.org/i", tier: press}}
`

func testIndex(t *testing.T) *Index {
	t.Helper()
	l, err := deals.Read(strings.NewReader(ledger), "ledger.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return New(l)
}

// said lints a text and tells what was found: the code, the number or word, and the query that would bind it.
func said(x *Index, text string) []string {
	var out []string
	for _, s := range note.Sentences([]byte(text), note.Markdown) {
		found, _ := x.Check(s)
		for _, f := range found {
			line := string(f.Code) + " " + f.Text + " " + f.Known[0].Query + " " + f.Known[0].Get
			if f.Doubtful {
				line += " doubtful"
			}
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

func TestUnbound(t *testing.T) {
	x := testIndex(t)
	for text, want := range map[string][]string{
		"Alpha put $10 billion into Beta.":                                           {"unbound $10 billion show shares legs[0].amount"},
		"Alpha put $10.0bn into Beta.":                                               {"unbound $10.0bn show shares legs[0].amount"},
		"Alpha Inc put $10,000,000,000 into Beta.":                                   {"unbound $10,000,000,000 show shares legs[0].amount"},
		"Alpha put more than $9.5bn into Beta.":                                      {"unbound $9.5bn show shares legs[0].amount"},
		"Alpha put about $10.2bn into Beta.":                                         {"unbound $10.2bn show shares legs[0].amount"},
		"Delta pays Alpha $3.3bn.":                                                   {"unbound $3.3bn show one legs[0].amount"},
		"Delta pays Alpha $3bn.":                                                     nil, // 3.25 is no more than 3.15 rounded to a twentieth
		"Gamma lends Beta up to $4bn.":                                               {"unbound $4bn show credit legs[0].amount"},
		"Gamma Cloud lends Beta $4bn.":                                               {"unbound $4bn show credit legs[0].amount"},   // it is Gamma's
		"Gamma put $3.4bn into Gamma Cloud.":                                         {"unbound $3.4bn show inside legs[0].amount"}, // each by its name
		"Epsilon lends Zeta $17bn to $19bn.":                                         {"unbound $17bn to $19bn show e4 legs[0].amount"},
		"Epsilon lends Zeta $17bn to $40bn.":                                         nil,
		"Gamma Cloud got $3.4bn.":                                                    nil,
		"Gamma has $3.4bn for Gamma.":                                                nil,
		"Beta will take chips of 2 GW from Alpha.":                                   {"unbound 2 GW show chips legs[0].quantity"},
		"Beta will take 2000 MW from Alpha.":                                         {"unbound 2000 MW show chips legs[0].quantity"},
		"The revenue of Beta was $5.2bn.":                                            {"unbound $5.2bn show beta find(facts, #?.id == 'r25').value"},
		"The revenue of Beta was $5.2bn in 2025.":                                    {"unbound $5.2bn show beta find(facts, #?.id == 'r25').value"},
		"Beta's sales may be $9bn in 2026.":                                          {"unbound $9bn show beta find(facts, .metric == 'revenue' && .period == '2026' && .nature == 'forecast').value"},
		"Beta has a run rate of $7bn.":                                               {"unbound $7bn show beta find(facts, .metric == 'revenue_run_rate' && .period == '2026-03' && .nature == 'actual').value"},
		"Alpha put $10.4 billion into Beta.":                                         nil,
		"Alpha put €10 billion into Beta.":                                           nil,
		"Somebody put $10 billion into Beta.":                                        nil,
		"The alphabet put $10 billion into beta.":                                    nil,
		"Alpha has $10 billion.":                                                     nil,
		"Beta has 5.2 billion users and 4 offices.":                                  nil,
		"The revenue of Beta was $5.2bn in 2023.":                                    nil,
		"The cost of Beta was $5.2bn.":                                               nil,
		"`Alpha put $10bn into Beta.`":                                               nil,
		"Alpha put <!--dealgraph id=a q=x get=y-->$10bn<!--/dealgraph--> into Beta.": nil,
	} {
		if d := cmp.Diff(want, said(x, text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

func TestContradicted(t *testing.T) {
	x := testIndex(t)
	for text, want := range map[string][]string{
		"The deal of Delta with Alpha is over $5bn.":           {"contradicted $5bn show one legs[0].amount"},
		"Alpha paid Beta $25bn.":                               {"contradicted $25bn show shares legs[0].amount"},
		"The revenue of Beta was $8bn in 2025.":                {"contradicted $8bn show beta find(facts, #?.id == 'r25').value"},
		"The revenue of Beta was $4bn in 2025.":                {"contradicted $4bn show beta find(facts, #?.id == 'r25').value"}, // a loan of $4bn is something else
		"Epsilon lent Zeta $51bn.":                             {"contradicted $51bn show e1 legs[0].amount"},                     // 25 in all is less than half
		"Epsilon lent Zeta $50bn.":                             nil,                                                               // half
		"Epsilon lent Zeta €51bn.":                             nil,
		"Zeta lent Delta $90bn.":                               {"contradicted $90bn show u legs[0].amount"},
		"The revenue of Beta in 2025 and its loan: $4bn.":      nil,
		"Alpha paid Beta $16bn for everything in these deals.": nil, // 10 and 6
		"Alpha paid Beta $25bn a year under the deal.":         nil,
		"Alpha paid Beta $25bn of $30bn under the deal.":       nil,
		"Alpha did not pay Beta $25bn.":                        nil,
		"Alpha and Beta are worth $25bn, says the deal.":       nil,
		"Gamma's deals with Beta are over $25bn.":              nil, // one is not disclosed
		"Alpha, Beta and Delta have a deal over $25bn.":        nil,
		"Alpha is near Beta, which has $25bn.":                 nil,
		"Delta lent Gamma $25bn in a deal.":                    nil, // the deal has ended
		"The revenue of Beta was $5.5bn in 2025.":              nil, // near enough to be another way to count
		"The run rate of Beta's revenue was $8bn in 2025.":     nil,
		"The revenue of Beta rose to $8bn by 2025.":            nil,
		"The revenue of Beta was $8bn.":                        nil,
		"The revenue of a unit of Beta was $8bn in 2025.":      nil,
	} {
		if d := cmp.Diff(want, said(x, text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

func TestNotSigned(t *testing.T) {
	x := testIndex(t)
	for text, want := range map[string][]string{
		"Beta signed a deal to buy chips from Alpha.":                         {"not-signed signed show chips legs[0].state"},
		"Beta placed a firm order for chips with Alpha.":                      {"not-signed firm order show chips legs[0].state"},
		"Beta has a definitive agreement for chips with Alpha.":               {"not-signed definitive agreement show chips legs[0].state"},
		"Contract prices for chips of Alpha rose with Beta.":                  nil,
		"Alpha is a contract manufacturer of chips for Beta.":                 nil,
		"The market for chips contracted by a third, Alpha told Beta.":        nil,
		"Beta signed off on samples of chips from Alpha.":                     nil,
		"Beta hopes for a contract for chips of Alpha.":                       nil,
		"Beta wants a signed contract for chips of Alpha.":                    nil,
		"Beta seeks a binding order of chips from Alpha.":                     nil,
		"Alpha awaits a signed contract for chips from Beta.":                 nil,
		"Beta agreed in principle on chips of Alpha, the contract to follow.": nil,
		"A contract binds Beta to Alpha: $6bn.":                               {"unbound $6bn show chips legs[0].amount", "not-signed contract show chips legs[0].state"},
		"Gamma signed a contract to lend Beta money.":                         {"not-signed signed show credit legs[0].state doubtful"},
		"Beta signed a deal with Alpha.":                                      nil, // one of the two is signed
		"Alpha signed a contract for shares of Beta.":                         nil,
		"Beta signed a letter of intent to buy chips from Alpha.":             nil,
		"Beta has not signed to buy chips from Alpha.":                        nil,
		"Beta may sign a contract for chips of Alpha.":                        nil,
		"Beta has no contract for chips of Alpha.":                            nil,
		"The contract of Beta, Alpha and Gamma.":                              nil,
		"Somebody signed a contract with Alpha.":                              nil,
		"Delta signed a contract to lend to Gamma.":                           nil, // it has ended
		"Beta bought chips from Alpha.":                                       nil,
	} {
		if d := cmp.Diff(want, said(x, text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

// A number that only a deal has which has ended is told, where nothing in the sentence says so; and a deal that was never signed was no
// contract either.
func TestEnded(t *testing.T) {
	l, err := deals.Read(strings.NewReader(strings.Replace(ledger, "facts:", `  - {id: dead, from: zeta, to: alpha, kind: equity, amount: up to $7B, status: loi 2026-01-05; terminated 2026-03-10, source: {url: "https://example.org/p", tier: press}}
  - {id: old, from: alpha, to: epsilon, kind: equity, amount: $5B, status: signed 2026-01-05; terminated 2026-02-10, source: {url: "https://example.org/q", tier: press}}
  - {id: again, from: alpha, to: epsilon, kind: equity, amount: $5B, status: signed 2026-02-11, source: {url: "https://example.org/r", tier: press}}
  - {id: letter, from: alpha, to: epsilon, kind: equity, amount: $6.5B, status: loi 2026-01-05; terminated by 2026-02-10, source: {url: "https://example.org/u", tier: press}}
  - {id: part, from: alpha, to: epsilon, kind: equity, amount: $40B, tranches: [{amount: $9.5B, condition: up front}], status: active 2026-02-11, source: {url: "https://example.org/v", tier: press}}
  - {id: whole, from: alpha, to: epsilon, kind: equity, amount: $9.5B, status: signed 2026-01-05; terminated 2026-02-10, source: {url: "https://example.org/w", tier: press}}
  - {id: first, from: alpha, to: epsilon, kind: equity, amount: $3B, status: signed 2026-01-05; terminated 2026-02-10, source: {url: "https://example.org/s", tier: press}}
  - {id: chips2, from: epsilon, to: alpha, kind: purchase, amount: "?", status: signed 2026-02-11, source: {url: "https://example.org/t", tier: press}}
facts:`, 1)), "ledger.yaml")
	if err != nil {
		t.Fatal(err)
	}
	x := New(l)
	for text, want := range map[string][]string{
		"Delta will lend Gamma $8bn.":                              {"ended $8bn show over legs[0].amount doubtful"},
		"Delta has signed a contract to lend Gamma $8bn.":          {"ended $8bn show over legs[0].amount doubtful"}, // it was signed
		"Delta's loan to Gamma over $8bn ended.":                   {"unbound $8bn show over legs[0].amount"},
		"Delta was to lend Gamma $8bn.":                            {"unbound $8bn show over legs[0].amount"},
		"In 2025 Delta agrees to lend Gamma $8bn.":                 {"unbound $8bn show over legs[0].amount"},
		"Delta lends Gamma little in place of $8bn.":               {"unbound $8bn show over legs[0].amount"},
		"By 2030 Delta is to lend Gamma $8bn.":                     {"ended $8bn show over legs[0].amount doubtful"},
		"Delta will lend Gamma $9bn.":                              nil,
		"Zeta will invest $7bn in Alpha.":                          {"ended $7bn show dead legs[0].amount doubtful"},
		"Zeta has signed a contract to invest $7bn in Alpha.":      {"not-signed signed show dead legs[0].state"},
		"Zeta had a contract to invest in Alpha, which was ended.": {"not-signed contract show dead legs[0].state"},
		"Alpha will buy chips of Zeta for $7bn.":                   {"ended $7bn show dead legs[0].amount doubtful"}, // no other deal is known
		"Alpha will invest $5bn in Epsilon.":                       {"unbound $5bn show old legs[0].amount"},         // a deal that stands has it too
		"Alpha will invest $9.5bn in Epsilon.":                     {"unbound $9.5bn show whole legs[0].amount"},     // so much is a tranche of one that stands
		"Alpha signed a contract to invest $6.5bn in Epsilon.":     {"not-signed signed show letter legs[0].state"},  // others between them were
		"Epsilon will buy chips of Alpha for $3bn.":                {"unbound $3bn show first legs[0].amount"},       // words of the other kind
	} {
		if d := cmp.Diff(want, said(x, text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
	for text, want := range map[string]string{
		"Zeta will invest $7bn in Alpha.":      "$7bn is of a deal that has ended: dead (Zeta → Alpha Inc, equity): up to $7B, was proposed, and is terminated since 2026-03-10",
		"Alpha will invest $6.5bn in Epsilon.": "$6.5bn is of a deal that has ended: letter (Alpha Inc → Epsilon, equity): $6.5B, was proposed, and is terminated (by 2026-02-10)",
	} {
		found, _ := x.Check(note.Sentences([]byte(text), note.Markdown)[0])
		if len(found) != 1 || found[0].Message != want {
			t.Errorf("%+v, want %s", found, want)
		}
	}
}

// Where not all is known of a pair of parties, nothing is held to be contradicted, and that is counted.
func TestUnjudged(t *testing.T) {
	x := testIndex(t)
	for text, want := range map[string]int{
		"Gamma's deals with Beta are over $25bn.": 1, // one is not disclosed
		"Epsilon lent Zeta $40bn.":                1, // there are four, of 25 in all
		"Epsilon lent Zeta $51bn.":                0, // contradicted
		"Epsilon lent Zeta $2bn.":                 0, // known
		"Alpha paid Beta $16bn for all deals.":    0, // the sum of two
		"Delta and Epsilon have a $5bn deal.":     0, // nothing is known of the two
		"Gamma and Beta are worth $25bn.":         0, // no deal
	} {
		for _, s := range note.Sentences([]byte(text), note.Markdown) {
			if _, got := x.Check(s); got != want {
				t.Errorf("%s: %d, want %d", text, got, want)
			}
		}
	}
}

// Two sentences are two where the second begins with a name in lower case first, so that the parties of one are not those of the other.
func TestLowerName(t *testing.T) {
	for text, want := range map[string]int{
		"It rose to $22.4bn. xAI bought chips.":         2,
		"It rose to $22.4bn.\niREN bought chips.":       2,
		"It rose! d-Matrix bought chips.":               2,
		"It is about approx. xAI and vs. xAI, e.g. xAI": 1,
		"It rose to $22.4bn. and then fell.":            1,
		"It rose to $22.4bn, xAI fell.":                 1,
	} {
		if got := note.Sentences([]byte(text), note.Markdown); len(got) != want {
			t.Errorf("%q: %d sentences, want %d", text, len(got), want)
		}
	}
}

// What is computed is known beside what is recorded, if the sentence has its words; of two that fit the nearer is told first.
func TestAdd(t *testing.T) {
	x := testIndex(t)
	words := metricWords("in all")
	x.Add(Known{Kind: note.Money, Unit: "USD", Low: 20.4e9, High: 20.4e9, Words: words, What: "a", Query: "a", Get: "x"})
	x.Add(Known{Kind: note.Money, Unit: "USD", Low: 20.1e9, High: 20.1e9, Words: words, What: "b", Query: "b", Get: "x"})
	if d := cmp.Diff([]string{"unbound $20bn b x"}, said(x, "It is $20bn in all. It is $20bn.")); d != "" {
		t.Error(d)
	}
}

// What the reference ledger says of itself, in titles and notes of deals, contradicts nothing and calls nothing signed that is not.
func TestNoFalseAlarm(t *testing.T) {
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("no example")
	}
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	x := New(l)
	sentences, unbound := 0, 0
	for _, d := range l.Deals {
		texts := []string{d.Title, d.Note}
		for _, s := range d.Sources {
			texts = append(texts, s.Title+".")
		}
		for _, leg := range d.Legs {
			texts = append(texts, leg.Note)
		}
		for _, s := range note.Sentences([]byte(strings.Join(texts, "\n\n")), note.Markdown) {
			sentences++
			found, _ := x.Check(s)
			for _, f := range found {
				unbound++
				if f.Code == Ended && s.Text == "OpenAI strikes seven-year $38 billion AWS deal (Particle)." { // it stood when this was written
					continue
				}
				if f.Code != Unbound {
					t.Errorf("%s: %s", f.Message, s.Text)
				}
			}
		}
	}
	if sentences < 300 || unbound < 30 {
		t.Errorf("%d sentences, and %d numbers in them that the ledger has", sentences, unbound)
	}
	t.Logf("%d sentences, %d numbers that the ledger has", sentences, unbound)
}
