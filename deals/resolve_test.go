package deals_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

// table reads rows of a deal table with the columns id, leg, from, to, kind, amount, status, supersedes and within.
func table(t *testing.T, rows ...string) *deals.Ledger {
	t.Helper()
	return read(t, "deals.csv", "id,leg,from,to,kind,amount,status,supersedes,within\n"+strings.Join(rows, "\n"))
}

func refs(l *deals.Ledger) []string {
	var out []string
	for _, d := range l.Deals {
		for _, g := range d.Legs {
			out = append(out, g.Ref().String()+" "+g.Name)
		}
	}
	return out
}

// A deal without an id is called after who, whom, what and when; a leg without a name after its kind.
func TestNames(t *testing.T) {
	l := table(t,
		",,SK Hynix,OpenAI,revenue_share,$1,signed by 2027Q3",
		",,x,y,loan,$1,signed",
		",,x,y,loan,$1,signed",
		"x-y-loan-3,,x,y,loan,$1,signed", // taken: an id that is written wins
		",,x,y,loan,$1,signed",
		"d,,x,y,loan,$1,signed",
		"d,loan-2,x,y,loan,$1,",
		"d,,x,y,loan,$1,",
		"d,,x,y,lease,$1,",
		"d,,x,y,loan,$1,",
	)
	want := []string{
		"sk-hynix-openai-revenue-share-by-2027q3 revenue_share",
		"x-y-loan loan", "x-y-loan-2 loan", "x-y-loan-3 loan", "x-y-loan-4 loan",
		"d#loan loan", "d#loan-2 loan-2", "d#loan-3 loan-3", "d#lease lease", "d#loan-4 loan-4",
	}
	if diff := cmp.Diff(want, refs(l)); diff != "" {
		t.Errorf("legs (-want +got):\n%s", diff)
	}
	p, err := l.Party("sk hynix")
	if err != nil || p.Name != "SK Hynix" || !p.Implied || p.Pos.String() != "deals.csv:2:3" {
		t.Errorf("%+v, %v", p, err)
	}
}

// Names, aliases and tickers lead to their party, in any case and spacing; an id is stronger than any of them.
func TestPartyMeanings(t *testing.T) {
	l := read(t, "a.yaml", `parties:
  - {id: nvidia, name: NVIDIA Corporation, aliases: [英伟达, "Nvidia  Corp."], ticker: NVDA}
  - {id: meta, name: Meta Platforms}
  - {id: meta-labs, name: META}
facts:
  - {party: nvidia corporation, metric: cash, value: $1B}
deals:
  - {from: nvda, to: meta, kind: equity, amount: $1, status: signed}
  - {from: nvidia corp., to: META LABS, kind: loan, amount: $1, status: signed}
  - {from: "英伟达", to: Ｎｖｉｄｉａ, kind: lease, amount: $1, status: signed}
`)
	want := []string{"nvidia-meta-equity equity", "nvidia-meta-labs-loan loan", "nvidia-nvidia-lease lease"}
	if diff := cmp.Diff(want, refs(l)); diff != "" {
		t.Errorf("deals (-want +got):\n%s", diff)
	}
	if l.Facts[0].Party != "nvidia" || len(l.Parties) != 3 {
		t.Errorf("the fact is about %s; %d parties", l.Facts[0].Party, len(l.Parties))
	}
	for name, want := range map[string]string{
		"nvidea": `party "nvidea" is not in the ledger (did you mean "nvidia"?)`,
		"zzz":    `party "zzz" is not in the ledger`,
		"":       `party "" is not in the ledger`,
	} {
		_, err := l.Party(name)
		if _, ok := errors.AsType[*deals.UnknownPartyError](err); !ok || err.Error() != want {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
}

// What supersedes ends: on the day the new deal was as firm as the old one, or announced.
func TestSupersedes(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []string
		want string // the history of old
	}{
		{"announced", []string{"old,,x,y,loan,$1,signed 2025", "new,,x,y,loan,$2,announced 2026-03,old"}, "signed 2025; superseded 2026-03"},
		{"a rumour ends no contract", []string{"old,,x,y,loan,$1,signed 2025", "new,,x,y,loan,$2,rumoured 2026,old"}, "signed 2025"},
		{"a letter of intent ends no contract", []string{"old,,x,y,loan,$1,announced 2025", "new,,x,y,loan,$2,loi 2026-01; signed 2026-05,old"}, "announced 2025; superseded 2026-05"},
		{"but another one", []string{"old,,x,y,loan,$1,loi 2025", "new,,x,y,loan,$2,rumoured 2025; loi 2026-01; signed 2026-05,old"}, "proposed 2025; superseded 2026-01"},
		{"a rumour ends a rumour", []string{"old,,x,y,loan,$1,rumoured 2025", "new,,x,y,loan,$2,rumoured 2026,old"}, "rumoured 2025; superseded 2026"},
		{"the end that is written", []string{"old,,x,y,loan,$1,signed 2025; lapsed 2025-06", "new,,x,y,loan,$2,signed 2026,old"}, "signed 2025; lapsed 2025-06"},
		{"the first of two", []string{"old,,x,y,loan,$1,signed 2025", "new,,x,y,loan,$2,signed 2026-05,old", "newer,,x,y,loan,$2,signed 2026-03,old"}, "signed 2025; superseded 2026-03"},
		{"a dated before an undated one", []string{"old,,x,y,loan,$1,signed 2025", "new,,x,y,loan,$2,signed,old", "newer,,x,y,loan,$2,signed 2026-03,old"}, "signed 2025; superseded 2026-03"},
		{"an undated one", []string{"old,,x,y,loan,$1,signed 2025", "new,,x,y,loan,$2,signed,old"}, "signed 2025; superseded"},
		{"through a chain", []string{"old,,x,y,loan,$1,signed 2024", "mid,,x,y,loan,$2,signed 2025,old", "new,,x,y,loan,$2,signed 2026,mid"}, "signed 2024; superseded 2025"},
		{"one leg of two", []string{"old,loan,x,y,loan,$1,signed 2024", "old,rent,y,x,lease,$1,", "new,,x,y,loan,$2,signed 2026,old#rent"}, "signed 2024"},
		{"all legs", []string{"old,loan,x,y,loan,$1,signed 2024", "old,rent,y,x,lease,$1,", "new,,x,y,loan,$2,signed 2026,old"}, "signed 2024; superseded 2026"},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := table(t, c.rows...).Deal("old").Legs[0]
			if got := old.History().String(); got != c.want {
				t.Errorf("old is %s, want %s", got, c.want)
			}
			if last := old.History().Last(); last.Implied != (last.Status == deals.Superseded) || last.Pos.Line == 0 {
				t.Errorf("the last step is implied: %v, from %s", last.Implied, last.Pos)
			}
		})
	}
}

// A leg of a table takes the status and sources of the first row of its deal; a leg of a list only those of its deal.
func TestLegsInherit(t *testing.T) {
	l := read(t, "deals.csv", "id,from,to,kind,amount,status,source\nd,x,y,loan,$1,signed 2025,https://example.org/a\nd,y,x,lease,$1,,\nd,y,x,license,$1,active 2026,https://example.org/b\n")
	var got []string
	for _, g := range l.Deals[0].Legs {
		got = append(got, g.History().String()+" "+g.AllSources()[0].URL)
	}
	want := []string{"signed 2025 https://example.org/a", "signed 2025 https://example.org/a", "active 2026 https://example.org/b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("legs (-want +got):\n%s", diff)
	}
	l = read(t, "a.yaml", `deals:
  - id: d
    status: signed 2025
    legs:
      - {from: x, to: y, kind: loan, amount: $1, status: active 2026, source: https://example.org/a}
      - {from: y, to: x, kind: lease, amount: $1}
`)
	if g := l.Deals[0].Legs[1]; g.History().String() != "signed 2025" || len(g.AllSources()) != 0 {
		t.Errorf("the second leg is %s, with the sources %v", g.History(), g.AllSources())
	}
}

// Claims of a table go to their legs, in the order of the files.
func TestLooseClaims(t *testing.T) {
	l, err := deals.ReadFS(files(map[string]string{
		"claims.csv": "deal,leg,field,value,source,tier\nd,lease,amount,$2B,https://example.org/a,press\nd#lease,,amount,$3B,https://example.org/b,filing\nsingle,,amount,$4B,,\n",
		"deals.csv":  "id,from,to,kind,amount,status\nd,x,y,loan,$1,signed\nd,y,x,lease,?,\nsingle,x,y,loan,$1,signed\n",
	}), "x")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ref := range []string{"d#loan", "d#lease", "single"} {
		for _, c := range leg(t, l, ref).Claims {
			got = append(got, ref+" "+c.Amount.String()+" "+c.Source.Tier.String())
		}
	}
	if diff := cmp.Diff([]string{"d#lease $2B press", "d#lease $3B filing", "single $4B "}, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

// The amount in use is that of the best source.
func TestUse(t *testing.T) {
	for _, c := range []struct{ written, sources, claims, want string }{
		{"$1B", "[{url: https://example.org, tier: press}]", "[{amount: $2B, source: a, tier: filing}, {amount: $3B, source: b, tier: filing}]", "$2B filing"},
		{"$1B", "[{url: https://example.org, tier: press}]", "[{amount: $2B, source: a, tier: press}]", "$1B press"},
		{"$1B", "[{url: https://example.org, tier: press}]", "[{amount: $2B, source: a}]", "$1B press"},
		{"$1B", "[{title: a, tier: press}, {title: b, tier: filing}]", "[{amount: $2B, source: c, tier: release}]", "$1B filing"},
		{"$1B", "[a]", "[{amount: $2B, source: a, tier: social}]", "$2B social"},
		{"$1B", "[a]", "[{amount: '?', source: a, tier: filing}]", "$1B "},
		{"'?'", "[{title: a, tier: filing}]", "[{amount: $2B, source: a, tier: social}, {amount: $3B, source: a, tier: press}]", "$3B press"},
		{"'? up to $9B'", "[]", "[]", "? up to $9B "},
	} {
		l := read(t, "a.yaml", fmt.Sprintf("deals: [{id: d, from: x, to: y, kind: loan, status: signed, amount: %s, sources: %s, claims: %s}]", c.written, c.sources, c.claims))
		amount, src := l.Deals[0].Legs[0].Use()
		if got := amount.String() + " " + src.Tier.String(); got != c.want {
			t.Errorf("%s of %s with %s: %s, want %s", c.written, c.sources, c.claims, got, c.want)
		}
	}
}

// A source is an address only when it is one that may become a link.
func TestSources(t *testing.T) {
	for text, want := range map[string][]string{
		"https://example.org/a;b":                         {"https://example.org/a;b"},
		"https://example.org/a; http://example.org/b":     {"https://example.org/a", "http://example.org/b"},
		"https://example.org/a;https://example.org/b%20c": {"https://example.org/a", "https://example.org/b%20c"},
		"HTTPS://example.org":                             {"HTTPS://example.org"},
		"10-K for 2025, p. 12; exhibit":                   {"words: 10-K for 2025, p. 12; exhibit"},
		"https://":                                        {"words: https://"},
		"https:///path":                                   {"words: https:///path"},
		"https://exa mple.org":                            {"words: https://exa mple.org"},
		"javascript:alert(1)":                             {"words: javascript:alert(1)"},
		"data:text/html,<script>":                         {"words: data:text/html,<script>"},
		"//example.org":                                   {"words: //example.org"},
		"https://example.org/\u202egpj":                   {"words: https://example.org/\u202egpj"},
		"https://example.org/%zz":                         {"words: https://example.org/%zz"},
	} {
		l := read(t, "deals.csv", "from,to,kind,amount,status,source\nx,y,loan,$1,signed,\""+text+"\"\n")
		var got []string
		for _, s := range l.Deals[0].Sources {
			if s.URL == "" {
				s.URL = "words: " + s.Title
			}
			got = append(got, s.URL)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// Long chains, many equal deals and many broken references are read in the time of their size; if not, this test takes
// minutes.
func TestReadingIsLinear(t *testing.T) {
	const n = 20_000
	rows := func(format string) string {
		var b strings.Builder
		b.WriteString("id,from,to,kind,amount,status,within,supersedes\n")
		for i := range n {
			fmt.Fprintf(&b, format, i, i+1)
		}
		return b.String()
	}
	parties := func() string {
		var b strings.Builder
		b.WriteString("id,name,parents\n")
		for i := range n {
			fmt.Fprintf(&b, "p%d,,p%d\n", i, (i+1)%n)
		}
		return b.String()
	}()
	for name, c := range map[string]struct {
		text string
		errs int
	}{
		"equal deals":      {"from,to,kind,amount,status\n" + strings.Repeat("x,y,loan,$1,signed\n", n), 0},
		"a chain":          {rows("d%d,x,y,loan,$1,signed,d%d,\n") + fmt.Sprintf("d%d,x,y,loan,$1,signed,,\n", n), 0},
		"a ring":           {strings.Replace(rows("d%d,x,y,loan,$1,signed,,d%d\n"), fmt.Sprintf("d%d\n", n), "d0\n", 1), 1},
		"dangling":         {rows("d%d,x,y,loan,$1,signed,e%d,\n"), n},
		"unknown parents":  {strings.ReplaceAll(parties, ",,p", ",,q"), n},
		"a ring of owners": {parties, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := deals.Read(strings.NewReader(c.text), "x.csv")
			got := 0
			for _, e := range errorsOf(err) {
				got += 1 + e.More
			}
			if got != c.errs || len(errorsOf(err)) > 1001 {
				t.Errorf("%d errors, want %d; the first is %.300v", got, c.errs, err)
			}
		})
	}
}
