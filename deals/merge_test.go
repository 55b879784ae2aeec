package deals

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ledgerOf reads a ledger in YAML.
func ledgerOf(t *testing.T, text string) *Ledger {
	t.Helper()
	l, err := Read(strings.NewReader(text), "test.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return l
}

// pieces are the records of two versions of a ledger, as YAML, by part. Those of a deal stand in no order that matters.
type pieces struct {
	part    Part
	was, is string // "": not there
}

func someVersions() []pieces {
	deal := func(id, was, is string) pieces { return pieces{Part{"deals", id}, was, is} }
	return []pieces{
		{Part{"parties", "a"}, "{id: a, name: Alpha, aliases: [Al]}", "{id: a, name: Alpha, sector: chips}"},
		{Part{"parties", "b"}, "{id: b, name: Beta}", ""},
		{Part{"parties", "c"}, "", "{id: c, name: Gamma, parents: a}"},
		deal("one", "{id: one, from: a, to: b, kind: loan, amount: $5M, status: signed 2024-01-05}", "{id: one, from: a, to: b, kind: loan, amount: $7M, status: signed 2024-01-05; active 2024-06}"),
		deal("two", "{id: two, from: b, to: c, kind: purchase, amount: $9M, status: announced 2024-02}", ""),
		deal("three", "", "{id: three, from: c, to: a, kind: equity, amount: $2M, status: signed 2024-09-01, supersedes: one}"),
		deal("four", "{id: four, from: 'Delta, Inc.', to: a, kind: lease, amount: '?', status: signed 2023, within: five ($1M)}",
			"{id: four, from: 'Delta, Inc.', to: a, kind: lease, amount: $3M, status: signed 2023}"),
		deal("five", "{id: five, from: d, to: a, kind: lease, amount: $30M, status: announced 2023}", "{id: five, from: d, to: a, kind: lease, amount: $30M, status: announced 2023, within: six}"),
		deal("six", "", "{id: six, title: 'Two legs', status: signed 2024-05, legs: [{from: d, to: a, kind: compute, amount: $99M, claims: [{amount: $98M, tier: filing}]}]}"),
		deal("seven", "{id: seven, from: e, to: a, kind: loan, amount: $1M, status: announced 2022, claims: [{status: signed 2022-07, tier: filing}]}",
			"{id: seven, status: proposed 2022, legs: [{from: e, to: a, kind: loan, amount: $1M}, {from: a, to: e, kind: warrant, amount: $4M, supersedes: seven#loan}]}"),
		{Part{"facts", "a/cash/2024-12-31..2024-12-31/actual"}, "{party: a, metric: cash, period: 2024-12-31, value: $4M}", "{party: a, metric: cash, period: 2024-12-31, value: $5M}"},
		{Part{"facts", "x"}, "", "{id: x, party: a, metric: revenue, period: 2024, value: $6M}"},
		{Part{"controls", "k"}, "{id: k, party: a, about: its largest, metric: revenue, period: 2024, share: 45%}", ""},
		{Part{"rates", "EUR/USD/2024-01-01"}, "{currency: EUR, per: USD, rate: 1.1, date: 2024-01-01}", "{currency: EUR, per: USD, rate: 1.2, date: 2024-01-01}"},
	}
}

// write is the ledger with the pieces that pick chooses. References to deals that are not there are left out, and who is only named
// stays named.
func write(all []pieces, pick func(pieces) string) string {
	var b strings.Builder
	ids := map[string]bool{}
	for _, p := range all {
		ids[p.part.Key] = ids[p.part.Key] || p.part.Table == "deals" && pick(p) != ""
	}
	for _, table := range []string{"parties", "deals", "facts", "controls", "rates"} {
		b.WriteString(table + ":\n")
		for _, p := range all {
			if text := pick(p); p.part.Table == table && text != "" {
				for _, gone := range []struct{ id, text string }{{"one", ", supersedes: one"}, {"five", ", within: five ($1M)"}, {"six", ", within: six"}} {
					if !ids[gone.id] {
						text = strings.Replace(text, gone.text, "", 1)
					}
				}
				b.WriteString("  - " + text + "\n")
			}
		}
	}
	return b.String()
}

// standing is what a merge works out anew: how far each leg has come, and who there is.
func standing(l *Ledger) (out []string) {
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			if leg.Deal != d {
				out = append(out, "a leg of another deal")
			}
			out = append(out, fmt.Sprintf("%s#%s %s %s", d.ID, leg.Name, leg.History(), leg.Written().History()))
		}
		if l.Deal(d.ID) != d {
			out = append(out, "another deal is found")
		}
	}
	for _, p := range l.Parties {
		out = append(out, fmt.Sprint(p.ID, " ", p.Label(), " ", p.Implied, " ", l.PartyByID(p.ID) == p))
	}
	slices.Sort(out)
	return out
}

// A merged ledger says what one says that was written from the same records.
func TestMergeIsTheLedgerOfItsRecords(t *testing.T) {
	all := someVersions()
	was := ledgerOf(t, write(all, func(p pieces) string { return p.was }))
	is := ledgerOf(t, write(all, func(p pieces) string { return p.is }))
	before := gist(was) + gist(is) + fmt.Sprint(standing(was), standing(is))
	hashes := map[string]string{}
	for round := range 2000 {
		taken := map[Part]bool{}
		r := rand.New(rand.NewPCG(uint64(round), 1))
		for _, p := range all {
			taken[p.part] = r.IntN(2) == 0
		}
		if round < 2 { // neither, and both
			for _, p := range all {
				taken[p.part] = round == 1
			}
		}
		got, err := Merge(was, is, func(p Part) bool { return taken[p] })
		if err != nil {
			t.Fatal(err)
		}
		text := write(all, func(p pieces) string {
			if taken[p.part] {
				return p.is
			}
			return p.was
		})
		want := ledgerOf(t, text)
		if a, b := withoutEnds(got), withoutEnds(want); a != b {
			t.Fatalf("round %d: a merge says\n%s\nits records say\n%s", round, a, b)
		}
		if diff := cmp.Diff(standing(want), standing(got)); diff != "" {
			t.Fatalf("round %d: (-read +merged)\n%s\n%s", round, diff, text)
		}
		if other, twice := hashes[got.Hash]; twice && other != text {
			t.Fatal("two ledgers have one hash")
		}
		hashes[got.Hash] = text
	}
	if after := gist(was) + gist(is) + fmt.Sprint(standing(was), standing(is)); after != before {
		t.Error("merging changed a ledger that it merged")
	}
}

// withoutEnds is the gist of a ledger, whatever follows from other records.
func withoutEnds(l *Ledger) string {
	p := partsOf(l)
	var lines []string
	for _, part := range slices.SortedFunc(maps.Keys(p.texts), func(a, b Part) int { return strings.Compare(a.String(), b.String()) }) {
		lines = append(lines, part.String()+"\n"+p.texts[part])
	}
	return danglingOut.Replace(strings.Join(lines, "\n"))
}

// danglingOut takes references away that may lead nowhere.
var danglingOut = strings.NewReplacer("within: six\n\n", "", "within: five ($1M)\n\n", "", "supersedes: one\n\n", "")

func TestMergeEnds(t *testing.T) {
	const old = "deals:\n  - {id: old, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01}\n"
	was := ledgerOf(t, old)
	is := ledgerOf(t, old+"  - {id: fresh, from: a, to: b, kind: loan, amount: $2M, status: signed 2025-06-01, supersedes: old}\n")
	for _, tt := range []struct {
		take string
		want string
	}{
		{"fresh", "signed 2024-01; superseded 2025-06-01"},
		{"old", "signed 2024-01"}, // that it ended is the other's doing
		{"", "signed 2024-01"},
	} {
		l, err := Merge(was, is, func(p Part) bool { return p.Key == tt.take })
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Deal("old").Legs[0].History().String(); got != tt.want {
			t.Errorf("with %q of the second: %s, want %s", tt.take, got, tt.want)
		}
	}
	if d := Differences(was, is); !slices.Equal(d, []Part{{Table: DayTable}, {"deals", "fresh"}}) {
		t.Errorf("differences: %v", d)
	}
}

// A deal of several legs that was superseded stands again without what superseded it.
func TestMergeEndsNoMore(t *testing.T) {
	const old = "deals:\n  - {id: old, status: signed 2024-01, legs: [{from: a, to: b, kind: loan, amount: $1M}, {from: b, to: a, kind: lease, amount: $1M, status: announced 2024-02}]}\n"
	was := ledgerOf(t, old+"  - {id: fresh, from: a, to: b, kind: loan, amount: $2M, status: signed 2025-06-01, supersedes: old}\n")
	is := ledgerOf(t, old)
	for _, take := range []bool{false, true} {
		l, err := Merge(was, is, func(p Part) bool { return take && p.Key == "fresh" })
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"signed 2024-01", "announced 2024-02"} {
			if !take {
				want += "; superseded 2025-06-01"
			}
			if got := l.Deal("old").Legs[i].History().String(); got != want {
				t.Errorf("leg %d, without what superseded it %t: %s, want %s", i, take, got, want)
			}
		}
	}
	if d := Differences(was, is); !slices.Equal(d, []Part{{Table: DayTable}, {"deals", "fresh"}}) {
		t.Errorf("differences: %v", d)
	}
}

func TestMergeDay(t *testing.T) {
	was := ledgerOf(t, "deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01}\n")
	is := ledgerOf(t, "deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01; active 2024-08-09}\n")
	for _, tt := range []struct {
		take Part
		want Date
	}{{Part{Table: DayTable}, day(2024, 8, 9)}, {Part{"deals", "x"}, day(2024, 1, 31)}} {
		l, err := Merge(was, is, func(p Part) bool { return p == tt.take })
		if err != nil || l.LastDate() != tt.want {
			t.Errorf("with %s: %s (%v), want %s", tt.take, l.LastDate(), err, tt.want)
		}
	}
}

func TestMergeErrors(t *testing.T) {
	for _, tt := range []struct{ was, is, take, want string }{
		{"{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed, within: y}\n  - {id: y, from: a, to: b, kind: loan, amount: $1M, status: signed}",
			"{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed}\n  - {id: y, from: a, to: b, kind: loan, amount: $1M, status: signed, within: x}", "y", "leads back"},
		{"{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed, within: y}\n  - {id: y, from: a, to: b, kind: loan, amount: $1M, status: signed}",
			"{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed}\n  - {id: y, status: signed, legs: [{from: a, to: b, kind: loan, amount: $1M}, {from: b, to: a, kind: lease, amount: $1M}]}", "y", "has 2 legs"},
		{"{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2020}", "{id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2010}\n  - {id: y, from: a, to: b, kind: loan, amount: $1M, status: signed 2015, supersedes: x}", "y", "is older than"},
	} {
		_, err := Merge(ledgerOf(t, "deals:\n  - "+tt.was+"\n"), ledgerOf(t, "deals:\n  - "+tt.is+"\n"), func(p Part) bool { return p.Key == tt.take })
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want one with %q", err, tt.want)
		}
	}
	parents := func(of, up string) *Ledger {
		return ledgerOf(t, "parties:\n  - {id: a}\n  - {id: b}\n  - {id: "+of+"x, parents: "+up+"x}\n  - {id: "+up+"x}\ndeals: []\n")
	}
	if _, err := Merge(parents("a", "b"), parents("b", "a"), func(p Part) bool { return p.Key == "bx" }); err == nil || !strings.Contains(err.Error(), "above itself") {
		t.Errorf("a ring of parents: %v", err)
	}
}

// Of real ledgers, taking all gives the one and taking nothing the other.
func TestMergeWholeLedgers(t *testing.T) {
	read := func(dir string) *Ledger {
		l, err := ReadFS(os.DirFS(dir), dir)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	a, b := read("example/ai"), read("../testdata/telecom")
	for _, all := range []bool{false, true} {
		l, err := Merge(a, b, func(Part) bool { return all })
		if err != nil {
			t.Fatal(err)
		}
		want := map[bool]*Ledger{false: a, true: b}[all]
		if gist(l) != gist(want) {
			t.Errorf("all of the second %t: %s", all, firstDifference(gist(want), gist(l)))
		}
		if diff := cmp.Diff(standing(want), standing(l)); diff != "" {
			t.Error(diff)
		}
		if l.LastDate() != want.LastDate() {
			t.Errorf("the last day is %s, want %s", l.LastDate(), want.LastDate())
		}
		if d := Differences(want, l); len(d) > 0 {
			t.Errorf("differences: %v", d)
		}
	}
	if d := Differences(a, b); len(d) < len(a.Deals)+len(b.Deals) {
		t.Errorf("of two ledgers with nothing in common %d differences", len(d))
	}
}

func TestMerged(t *testing.T) {
	for _, tt := range []struct{ first, second, want string }{
		{"", "", ""}, {"abc", "abc", "abc"}, {"abc", "", "abc"}, {"", "abc", "abc"},
		{"axb", "ab", "axb"}, {"xyab", "ab", "xyab"}, {"axyb", "bca", "bcaxy"}, {"abx", "ba", "bxa"},
	} {
		got := strings.Join(merged(strings.Split(tt.first, "")[:len(tt.first)], strings.Split(tt.second, "")[:len(tt.second)]), "")
		if got != tt.want {
			t.Errorf("%s and %s: %s, want %s", tt.first, tt.second, got, tt.want)
		}
	}
}
