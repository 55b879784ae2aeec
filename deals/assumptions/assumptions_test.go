package assumptions_test

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"

	"github.com/google/go-cmp/cmp"
)

func read(t testing.TB, text string) *assumptions.Set {
	t.Helper()
	s, err := assumptions.Read(strings.NewReader(text), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// amount reads a cell of money.
func amount(t testing.TB, text string) deals.Amount {
	t.Helper()
	a, err := deals.ParseAmount(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The defaults are these numbers.
func TestDefaults(t *testing.T) {
	s := assumptions.Default()
	growth, ownGrowth := s.Growth("openai")
	margin, ownMargin := s.Margin("openai")
	cost, currency := s.CostPerGigawatt()
	_, means := s.Means("openai")
	_, revenue := s.Revenue("openai", 2027)
	got := map[string]any{
		"probability": s.Probabilities(), "lapsed": s.Probability(deals.Lapsed), "correlation": s.Correlation(), "growth": growth, "margin": margin,
		"capex_share": s.CapexShare(), "delay": s.Delay(), "cost": cost, "currency": currency, "life": s.UsefulLife(), "recovery": s.Recovery(),
		"payback": s.PaybackShare(), "amounts": s.Amounts(), "ends": s.Ends(), "stated": []bool{ownGrowth, ownMargin, means, revenue}, "shock": s.Shock(),
		"stamp": s.Stamp(), "parties": len(s.Parties("growth")),
	}
	want := map[string]any{
		"probability": map[deals.Status]deals.Share{deals.Rumoured: 100_000, deals.Proposed: 250_000, deals.Announced: 500_000, deals.Signed: 900_000, deals.Active: 950_000, deals.Completed: 1_000_000},
		"lapsed":      deals.Share(0), "correlation": 0.3, "growth": assumptions.Range{Low: 1.05, Likely: 1.15, High: 1.3}, "margin": assumptions.Range{Low: 0.6, Likely: 0.75, High: 0.9},
		"capex_share": assumptions.Range{Low: 0.2, Likely: 0.3, High: 0.4}, "delay": assumptions.Range{Low: 0, Likely: 6, High: 24},
		"cost": assumptions.Range{Low: 22.5e9, Likely: 50e9, High: 60e9}, "currency": deals.Currency("USD"), "life": assumptions.Range{Low: 4, Likely: 5, High: 6},
		"recovery": assumptions.Range{Low: 0, Likely: 0.3, High: 0.6}, "payback": 1.0, "amounts": "pert", "ends": "extremes", "stated": []bool{false, false, false, false},
		"shock": assumptions.Shock{}, "stamp": "", "parties": 0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every line of the default file has a source: an address, or it says that it is ours, and why.
func TestDefaultSources(t *testing.T) {
	entries := assumptions.Default().Entries()
	if len(entries) != 17 {
		t.Errorf("%d entries, want 6 probabilities and 11 others", len(entries))
	}
	for _, e := range entries {
		for _, s := range strings.Split(e.Source, "; ") {
			u, err := url.Parse(s)
			if s != assumptions.Ours && (err != nil || u.Scheme != "https" || u.Host == "") {
				t.Errorf("%s has the source %q", e.Key, s)
			}
		}
		if e.Note == "" || e.From != assumptions.FromDefault {
			t.Errorf("%s: note %q, from %q", e.Key, e.Note, e.From)
		}
	}
	file, err := os.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(file), string(assumptions.Default().YAML())); diff != "" {
		t.Errorf("default.yaml is not as it would be written:\n%s", diff)
	}
}

const everything = `# all there is
version: 1
probability: {loi: 20%, signed: {value: 80%, source: ours}}
correlation: 0%
growth:
  default: 1.2x
  openai: {value: 1.5..2..4x, source: https://example.org/a, note: "as guided, by them"}
delay: 3 months .. 9 months
margin: 50%..60%
capex_share: {value: 25%, source: [https://example.org/a, https://example.org/b]}
cost_per_gw: $40B..60B/GW
useful_life: 3..4..7 years
recovery: 0..40%
payback_share: 5%
amounts: triangular
ends: Quantiles
means: {openai: $5B, "character.ai": "€1B"}
revenue: {openai: {2027: $40B..60B..80B, 2026: $20B}}
shock: {pay: 50%, from: 2027, ranks: [3, 4], fail: [oracle, coreweave], recovery: 30%, buffer: cash, cut: 10%, costs: 0%, spread: 5, unpaid: roll}
`

func TestRead(t *testing.T) {
	s := read(t, everything)
	growth, own := s.Growth("openai")
	other, ownOther := s.Growth("oracle")
	margin, _ := s.Margin("openai")
	cost, _ := s.CostPerGigawatt()
	means, _ := s.Means("openai")
	dotted, _ := s.Means("character.ai")
	y26, _ := s.Revenue("openai", 2026)
	y27, _ := s.Revenue("openai", 2027)
	_, y28 := s.Revenue("openai", 2028)
	got := []any{
		s.Probability(deals.Proposed), s.Probability(deals.Signed), s.Probability(deals.Active), s.Correlation(), growth, own, other, ownOther, s.Delay(), margin,
		s.CapexShare(), cost, s.UsefulLife(), s.Recovery(), s.PaybackShare(), s.Amounts(), s.Ends(), means, dotted, y26, y27, y28, s.Parties("means"), s.Parties("revenue"),
	}
	r := func(low, likely, high float64) assumptions.Range {
		return assumptions.Range{Low: low, Likely: likely, High: high}
	}
	want := []any{
		deals.Share(200_000), deals.Share(800_000), deals.Share(950_000), 0.0, r(1.5, 2, 4), true, r(1.2, 1.2, 1.2), false, r(3, 6, 9), r(0.5, 0.55, 0.6),
		r(0.25, 0.25, 0.25), r(40e9, 50e9, 60e9), r(3, 4, 7), r(0, 0.2, 0.4), 0.05, "triangular", "quantiles", amount(t, "$5B"), amount(t, "€1B"), amount(t, "$20B"),
		amount(t, "$40B..60B..80B"), false, []deals.PartyID{"character.ai", "openai"}, []deals.PartyID{"openai"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if other.Fixed() != true || growth.Fixed() {
		t.Error("Fixed is wrong")
	}
	text := func(s string) *string { return &s }
	number := func(n int) *int { return &n }
	shock := assumptions.Shock{
		Pay: text("50%"), From: number(2027), Ranks: []int{3, 4}, Fail: []string{"oracle", "coreweave"}, Recovery: text("30%"), Buffer: text("cash"), Cut: text("10%"),
		Costs: text("0%"), Spread: number(5), Unpaid: text("roll"),
	}
	if diff := cmp.Diff(shock, s.Shock()); diff != "" {
		t.Error(diff)
	}
}

// Entries keep the order of keys, and say where each comes from.
func TestEntries(t *testing.T) {
	s := read(t, everything)
	if err := s.Override("means.oracle=$1B"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range s.Used("probability.proposed", "growth", "capex_share", "means", "revenue", "delay", "use", "probability.active") {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s", e.Key, e.Value, e.From, e.Source, e.Note))
	}
	want := []string{
		"probability.proposed|20%|a.yaml||",
		"probability.active|95%|default|ours|both sides perform already",
		"growth.default|1.2x|a.yaml||",
		"growth.openai|1.5x..2x..4x|a.yaml|https://example.org/a|as guided, by them",
		"delay|3..9m|a.yaml||",
		"capex_share|25%|a.yaml|https://example.org/a; https://example.org/b|",
		"means.character.ai|€1B|a.yaml||",
		"means.openai|$5B|a.yaml||",
		"means.oracle|$1B|--set||",
		"revenue.openai.2026|$20B|a.yaml||",
		"revenue.openai.2027|$40B..60B..80B|a.yaml||",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Files from other systems: with a mark in front, with other ends of lines.
func TestSpellings(t *testing.T) {
	for _, text := range []string{"\ufeffversion: 1\ndelay: 3\n", "version: 1\r\ndelay: 3\r\n", "---\nversion: 1\ndelay: 3\n...\n", "{\"version\": 1, \"delay\": 3}", "\"version\": \"1\"\n\"delay\": \"３\"\n"} {
		if got := read(t, text).Delay(); got != (assumptions.Range{Low: 3, Likely: 3, High: 3}) {
			t.Errorf("%q: the delay is %v", text, got)
		}
	}
}

// Two sets do not share what they hold.
func TestOwn(t *testing.T) {
	a := assumptions.Default()
	if err := a.Override("correlation=50%"); err != nil {
		t.Fatal(err)
	}
	if got := assumptions.Default().Correlation(); got != 0.3 {
		t.Errorf("the defaults are now %v", got)
	}
}

// What is written is read back to the same.
func TestYAML(t *testing.T) {
	for _, text := range []string{"version: 1\n", everything, "version: 1\nmeans: {\"no\": $1, \"1e3\": $1, 123: $1, \"a: b\": $1, \"#x\": $1}\nshock: {fail: [\"1\", \"a, b\", \"null\"]}\n"} {
		s := read(t, text)
		again, err := assumptions.Read(strings.NewReader(string(s.YAML())), "again")
		if err != nil {
			t.Fatalf("%s\n%s", err, s.YAML())
		}
		if diff := cmp.Diff(bare(s), bare(again)); diff != "" {
			t.Errorf("%s\n%s", diff, s.YAML())
		}
	}
}

// bare are the entries without their origin.
func bare(s *assumptions.Set) []assumptions.Entry {
	out := s.Entries()
	for i := range out {
		out[i].From = ""
	}
	return out
}

// All that is wrong is said at once, each with its place and a way out.
func TestErrors(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "a.yaml:1:1: the file does not say its version (begin it with version: 1)"},
		{"delay: 6\n", "a.yaml:1:1: the file does not say its version (begin it with version: 1)"},
		{"version: 2\nnew: x\n", "a.yaml:1:10: version 2 is newer than 1, the newest that this program reads (use a newer dealgraph)"},
		{"version: one\n", "a.yaml:1:10: the version is no number from 1 (write version: 1)"},
		{"- 1\n", "a.yaml:1:1: the file is a list, not keys with values (begin it with version: 1, and write keys below)"},
		{"version: 1\nmeens: {a: $1}\ncorelation: 20%\n", `a.yaml:2:1: "meens" is no key of a file of assumptions (did you mean "means"?)
a.yaml:3:1: "corelation" is no key of a file of assumptions (did you mean "correlation"?)`},
		{"version: 1\npay: 50%\nspread: 5\nsigned: 80%\ncost: $5B\n", `a.yaml:2:1: "pay" is no key of a file of assumptions (it belongs below shock now: write shock: {pay: 50%})
a.yaml:3:1: "spread" is no key of a file of assumptions (it belongs below shock now: write shock: {spread: 5})
a.yaml:4:1: "signed" is no key of a file of assumptions (it belongs below probability: write probability: {signed: 50%})
a.yaml:5:1: "cost" is no key of a file of assumptions (write cost_per_gw)`},
		{"version: 1\nprobability: {signd: 80%, lapsed: 1%, active: 150%, loi: 0.5, announced: 10%..20%}\n", `a.yaml:2:15: "signd" is no status with a probability (did you mean "signed"?)
a.yaml:2:27: "lapsed" is no status with a probability (one of: rumoured, proposed, announced, signed, active, completed)
a.yaml:2:47: probability: share "150%" is out of range (a share is from 0% to 100%)
a.yaml:2:58: probability: share "0.5" reads two ways: 50% or 0.5% (add the sign)
a.yaml:2:74: probability "10%..20%" is a range (write one share: 30%)`},
		{"version: 1\nprobability: {loi: 20%, proposed: 25%}\n", `a.yaml:2:25: "proposed" stands twice (it stands in line 2 already)`},
		{"version: 1\ndelay: 1\ndelay: 2\n", `a.yaml:3:1: "delay" stands twice (it stands in line 2 already)`},
		{"version: 1\ncorrelation: 100%\n", `a.yaml:2:14: correlation "100%" is the whole (write less: at 100% all deals would have one fate)`},
		{"version: 1\ncorrelation: -1%\n", `a.yaml:2:14: correlation: share "-1%" is out of range (a share is from 0% to 100%)`},
		{"version: 1\ngrowth: {default: 3x..2x, openai: 1.3, oracle: 1x..2x..3x..4x, amd: 30%, ibm: 1.1x-1.2x}\n", `a.yaml:2:19: growth "3x..2x" is upside down (write the lowest first: 2x..3x)
a.yaml:2:35: growth "1.3" has no unit (write 1.3x)
a.yaml:2:48: growth "1x..2x..3x..4x" has 4 values (a range is low..high or low..likely..high)
a.yaml:2:69: growth "30%" is not a range (write a number or a range, as 1.1x..1.3x..1.6x)
a.yaml:2:79: growth "1.1x-1.2x" is not written as a range (write a range as 1.1x..1.3x..1.6x)`},
		{"version: 1\ngrowth: 0x..2x\ndelay: -3..6\nmargin: 50%..120%\nuseful_life: 0\npayback_share: 0%\n", `a.yaml:2:9: growth "0x..2x" begins at nothing (write more than 0x)
a.yaml:3:8: delay "-3..6" is out of range (240 months are the most, and nothing comes early)
a.yaml:4:9: margin "50%..120%" is out of range (a share lies between 0% and 100%)
a.yaml:5:14: useful_life "0" begins at nothing (write more than 0y)
a.yaml:6:16: payback_share is nothing (write more than 0%)`},
		{"version: 1\ncost_per_gw: 48B\namounts: pertt\nends: edges\n", `a.yaml:2:14: cost_per_gw: amount "48B" has no currency (write $48B or USD 48B)
a.yaml:3:10: amounts "pertt" is not known (did you mean "pert"?)
a.yaml:4:7: ends "edges" is not known (one of: extremes, quantiles)`},
		{"version: 1\ncost_per_gw: up to $48B\nmeans: {a: $1B..2B, default: $1B}\nrevenue: {a: {1700: $1B, x: $1B, 2027: \"?\"}, b: $1B}\n", `a.yaml:2:14: cost_per_gw "up to $48B" has no low and high value (write an amount or a range: $40B..60B)
a.yaml:3:12: means "$1B..2B" is not one amount (write one amount, as $5B)
a.yaml:3:21: means has no value for all parties (write it for one: means: {openai: $5B})
a.yaml:4:15: revenue of "a": 1700 is out of range (years lie between 1900 and 2200)
a.yaml:4:26: revenue of "a": "x" is not a year (write revenue: {openai: {2027: $40B..60B..80B}})
a.yaml:4:40: revenue "?" has no low and high value (write an amount or a range: $40B..60B..80B)
a.yaml:4:49: revenue of "b" is not stated by year (write revenue: {openai: {2027: $40B..60B..80B}})`},
		{"version: 1\nshock: {pai: 50%, ranks: [5, 1], from: 27, spread: 200, unpaid: rolls, fail: [], means: {a: $1}}\n", `a.yaml:2:9: "pai" is no key of shock (did you mean "pay"?)
a.yaml:2:26: ranks "5" is not a rank (ranks are 1 to 4)
a.yaml:2:40: from "27" is out of range (it lies between 1900 and 2200)
a.yaml:2:52: spread "200" is out of range (it lies between 0 and 100)
a.yaml:2:65: unpaid "rolls" is not known (did you mean "roll"?)
a.yaml:2:78: fail names no party (leave the key out)
a.yaml:2:82: "means" is no key of shock (it stands at the top: write means: {openai: $5B})`},
		{"version: 1\ndelay:\nmargin: {default: {value: 50%, sorce: ours}}\nuseful_life: [4, 5]\nrecovery: {source: ours}\n", `a.yaml:2:7: delay has no value (write one, or remove the line)
a.yaml:3:32: "sorce" is no key of a value (did you mean "source"?)
a.yaml:4:14: useful_life is a list (write one value)
a.yaml:5:12: recovery has no value (write {value: …, source: …, note: …})`},
		{"version: 1\ndelay: {value: 6, source: ours, note: one, two}\n", `a.yaml:2:44: "two" is no key of a value (put a text with a comma in quotation marks)`},
		{"version: 1\ndelay: &a 6\nuseful_life: *a\ncorrelation: !x 5%\nrecovery: 150%\n", `a.yaml:2:8: anchors are not used here (remove the anchor)
a.yaml:3:14: aliases are not used here (write the value out)
a.yaml:4:14: tags are not used here (remove "!x")
a.yaml:5:11: recovery "150%" is out of range (a share lies between 0% and 100%)`},
		{"version: 1\nmeans: {<<: {a: $1}}\n", "a.yaml:2:9: merge keys are not used here (write the values out)"},
		{"version: 1\n---\ndelay: 6\n", "a.yaml:3:1: a second document begins here (write them as one)"},
		{"version: 1\n\tdelay: 6\n", "a.yaml:2:1: not valid YAML: found character '\t' that cannot start any token (indent with spaces, not with tabs; nothing of this file was read)"},
		{"version: 1\n? delay\n: 6\n", "a.yaml:2:1: keys after a question mark are not used here (write key: value)"},
		{"version: 1\nmeans: " + strings.Repeat("[", 20) + "\n", "a.yaml:2:17: nested deeper than 10 levels (a file of assumptions needs four)"},
		{"\xff\xfe", "a.yaml: the file is not text in UTF-8 (save it as UTF-8)"},
		{"version: 1\n# " + strings.Repeat("x", 300<<10), "a.yaml: the file is larger than 256 KB, which is more than a file of assumptions needs"},
	} {
		_, err := assumptions.Read(strings.NewReader(tt.in), "a.yaml")
		if _, ok := errors.AsType[*deals.ErrorList](err); !ok {
			t.Errorf("%q: the error is %v", tt.in[:min(len(tt.in), 80)], err)
			continue
		}
		if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
			t.Errorf("%q:\n%s", tt.in[:min(len(tt.in), 80)], diff)
		}
	}
}

// A file with very many mistakes does not flood.
func TestManyErrors(t *testing.T) {
	_, err := assumptions.Read(strings.NewReader("version: 1\n"+strings.Repeat("x: 1\n", 500)), "a.yaml")
	list, ok := errors.AsType[*deals.ErrorList](err)
	if !ok || len(list.Errors) != 101 || list.Count() != 500 {
		t.Errorf("%v", err)
	}
}

func TestOverride(t *testing.T) {
	for _, tt := range []struct{ in, key, value string }{
		{"growth.openai=1.5x..2x..4x", "growth.openai", "1.5x..2x..4x"},
		{"growth=2x", "growth.default", "2x"},
		{" growth.default = 2x ", "growth.default", "2x"},
		{"probability.loi=20%", "probability.proposed", "20%"},
		{"probability.Letter of Intent=20%", "probability.proposed", "20%"},
		{"cost=48B/GW", "cost_per_gw", "USD 48B"},
		{"cost_per_gw=48B", "cost_per_gw", "USD 48B"},
		{"48B/GW", "cost_per_gw", "USD 48B"},
		{"$40B..48B..50B per GW", "cost_per_gw", "USD 40B..48B..50B"},
		{"cost=€48B", "cost_per_gw", "€48B"},
		{"cost-per-gw=$48B", "cost_per_gw", "USD 48B"},
		{"payback=5%", "payback_share", "5%"},
		{"correlation=0", "correlation", "0%"},
		{"means.character.ai=$1,234,567.89", "means.character.ai", "$1,234,567.89"},
		{"revenue.character.ai.2027=$1B..2B", "revenue.character.ai.2027", "$1B..2B"},
		{"shock.pay=50%", "shock.pay", "50%"},
		{"shock.ranks=3, 4", "shock.ranks", "3,4"},
		{"shock.fail=oracle,coreweave", "shock.fail", "oracle,coreweave"},
		{"ENDS=quantiles", "ends", "quantiles"},
		{"delay=6 months", "delay", "6m"},
	} {
		s := assumptions.Default()
		if err := s.Override(tt.in); err != nil {
			t.Errorf("%q: %v", tt.in, err)
			continue
		}
		want := tt.value
		if strings.HasPrefix(want, "USD ") {
			want = "$" + want[4:]
		}
		got := s.Used(tt.key)
		if len(got) != 1 || got[0].Value != want || got[0].From != assumptions.FromSet {
			t.Errorf("%q gives %+v, want %s %s", tt.in, got, tt.key, want)
		}
	}
}

func TestOverrideErrors(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"growth", `"growth" has no value (write KEY=VALUE, as growth.default=1.1x..1.3x..1.6x)`},
		{"", `"" has no value (write KEY=VALUE, as growth.openai=1.5x..2x..4x)`},
		{"grwth.openai=2x", `"grwth.openai" is no assumption (did you mean "growth.openai"?)`},
		{"signed=80%", `"signed" is no assumption (did you mean "probability.signed"?)`},
		{"loi=80%", `"loi" is no assumption (did you mean "probability.proposed"?)`},
		{"pay=80%", `"pay" is no assumption (did you mean "shock.pay"?)`},
		{"corellation=80%", `"corellation" is no assumption (did you mean "correlation"?)`},
		{"zzzzzzzz=1", `"zzzzzzzz" is no assumption (keys are probability, correlation, growth, delay, margin, capex_share, cost_per_gw, useful_life, recovery, payback_share, amounts, ends, means, revenue, shock)`},
		{"probability=80%", "probability has keys below it (write probability.signed=80%)"},
		{"probability.signd=80%", `"signd" is no status with a probability (did you mean "signed"?)`},
		{"delay.openai=6", "delay has one value for all (write delay=0..6..24)"},
		{"delay=", "delay has no value (write delay=0..6..24)"},
		{"means=$5B", "means has keys below it (write means.openai=$5B)"},
		{"revenue.openai=$5B", `"revenue.openai" does not say which year (write revenue.openai.2027=$40B..60B..80B)`},
		{"revenue.openai.27=$5B", `revenue of "openai": "27" is not a year (write revenue: {openai: {2027: $40B..60B..80B}})`},
		{"growth.openai=3x..2x", `growth.openai=3x..2x: growth "3x..2x" is upside down (write the lowest first: 2x..3x)`},
		{"correlation=1", `correlation=1: correlation: share "1" reads two ways: 100% or 1% (add the sign)`},
		{"cost=48", `cost=48: cost_per_gw "USD 48" is next to nothing for a gigawatt (write it with its suffix, as $48B)`},
		{"means.openai=00B", `means.openai=00B: means: amount "00B" has no currency (write $00B or USD 00B; in a shell, put it in single quotes)`},
		{"shock.means=$1B", `"means" is no key of shock (it stands at the top: write means: {openai: $5B})`},
	} {
		s := assumptions.Default()
		err := s.Override(tt.in)
		if err == nil {
			t.Errorf("%q is taken: %v", tt.in, s.Stamp())
			continue
		}
		if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
			t.Errorf("%q:\n%s", tt.in, diff)
		}
		if s.Stamp() != "" {
			t.Errorf("%q left its mark: %s", tt.in, s.Stamp())
		}
	}
}

// The stamp says what differs, and no more.
func TestStamp(t *testing.T) {
	const file = "version: 1\ndelay: 3\n"
	const digest = "assumptions=sha256:8a70bb549624" // printf 'version: 1\ndelay: 3\n' | sha256sum
	for _, tt := range []struct {
		name, file string
		set        []string
		want       string
	}{
		{"nothing", "", nil, ""},
		{"the default, set", "", []string{"delay=0..6..24 months"}, ""},
		{"set", "", []string{"delay=6", "growth.openai=2x"}, "set=growth.openai=2x,delay=6m"},
		{"set twice", "", []string{"delay=6", "delay=7"}, "set=delay=7m"},
		{"set and set back", "", []string{"delay=6", "delay=0..6..24"}, ""},
		{"a comma", "", []string{"means.a=$1,234", "shock.ranks=1,2"}, `set=means.a="$1,234",shock.ranks="1,2"`},
		{"a file", file, nil, digest},
		{"a file that says nothing new", "version: 1\ndelay: 0..6..24\n", nil, ""},
		{"a file, and what it says", file, []string{"delay=3"}, digest},
		{"a file, overridden", file, []string{"delay=4"}, "set=delay=4m " + digest},
		{"a file, set back to the default", file, []string{"delay=0..6..24"}, "set=delay=0..6..24m " + digest},
	} {
		s := assumptions.Default()
		if tt.file != "" {
			s = read(t, tt.file)
		}
		for _, text := range tt.set {
			if err := s.Override(text); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.Stamp(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

const ledger = `parties:
  - {id: openai, name: OpenAI, ticker: OAI}
  - {id: oracle, name: Oracle}
deals:
  - {id: d, from: openai, to: oracle, kind: compute, amount: $1B, status: signed, source: s}
`

// Parties are known by all their names, afterwards by their ids.
func TestCheck(t *testing.T) {
	l, err := deals.Read(strings.NewReader(ledger), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := read(t, "version: 1\ngrowth: {OpenAI: 2x}\nmeans: {OAI: $1B}\nrevenue: {openai: {2027: $1B}}\nshock: {fail: [Oracle]}\n")
	for _, text := range []string{"growth.openai=3x", "margin.ORACLE=50%"} {
		if err := s.Override(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Check(l); err != nil {
		t.Fatal(err)
	}
	growth, own := s.Growth("openai")
	_, ownMargin := s.Margin("oracle")
	means, _ := s.Means("openai")
	got := []any{growth.Low, own, ownMargin, means.Likely, s.Shock().Fail, s.Parties("growth")}
	want := []any{3.0, true, true, int64(1e11), []string{"oracle"}, []deals.PartyID{"openai"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := s.Stamp(); !strings.HasPrefix(got, "set=growth.openai=3x,margin.oracle=50% assumptions=sha256:") {
		t.Error(got)
	}
	// What is set to what the file says under another name changes nothing.
	s = read(t, "version: 1\ngrowth: {OpenAI: 2x}\n")
	if err := errors.Join(s.Override("growth.oai=2x"), s.Check(l)); err != nil {
		t.Fatal(err)
	}
	if got := s.Stamp(); !strings.HasPrefix(got, "assumptions=sha256:") {
		t.Error(got)
	}
	// Of two values the later one counts.
	s = assumptions.Default()
	for _, text := range []string{"growth.openai=3x", "growth.OAI=4x"} {
		if err := s.Override(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Check(l); err != nil {
		t.Fatal(err)
	}
	if r, _ := s.Growth("openai"); r.Low != 4 {
		t.Errorf("growth is %v", r)
	}
}

func TestCheckErrors(t *testing.T) {
	l, err := deals.Read(strings.NewReader(ledger), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := read(t, "version: 1\ngrowth: {OpenAI: 2x, openai: 3x}\nmeans: {opnai: $1B}\nrevenue:\n  nobody-known: {2027: $1B, 2028: $1B}\nshock: {fail: [Oracle, oracle, nemo]}\n")
	if err := s.Override("margin.orcle=50%"); err != nil {
		t.Fatal(err)
	}
	want := `--set: margin.orcle: party "orcle" is not in the ledger (did you mean "Oracle"?)
a.yaml:2:30: growth.openai stands twice, under two names of the party (write it once)
a.yaml:3:16: means.opnai: party "opnai" is not in the ledger (did you mean "OpenAI"?)
a.yaml:5:24: revenue.nobody-known.2027: party "nobody-known" is not in the ledger
a.yaml:5:35: revenue.nobody-known.2028: party "nobody-known" is not in the ledger
a.yaml:6:15: shock.fail names "oracle" twice (write it once)
a.yaml:6:15: shock.fail: party "nemo" is not in the ledger`
	err = s.Check(l)
	if err == nil {
		t.Fatal("all is well")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	s := read(t, everything)
	for word, want := range map[string]int{"growth": 2, "Growth.default": 1, "cost": 1, "probability.loi": 1, "revenue.openai": 2, "revenue.openai.2027": 1, "shock": 10, "means.nobody": 0} {
		if got, err := s.Find(word); err != nil || len(got) != want {
			t.Errorf("%s: %d entries, %v, want %d", word, len(got), err, want)
		}
	}
	if _, err := s.Find("grwth"); err == nil || err.Error() != `"grwth" is no assumption (did you mean "growth"?)` {
		t.Error(err)
	}
}
