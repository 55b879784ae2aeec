package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/deals/example"

	"github.com/google/go-cmp/cmp"
)

func TestAllIsInOrder(t *testing.T) {
	all := check.All()
	if !slices.IsSortedFunc(all, func(a, b check.Check) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the checks are not in the order of their names")
	}
	for i, c := range all {
		if c.Name == "" || c.Meaning == "" || !slices.Contains([]check.Severity{check.SeverityError, check.SeverityWarning, check.SeverityNote}, c.Severity) {
			t.Errorf("check %d is not whole: %+v", i, c)
		}
	}
}

// Findings stand in the order of their places, those of one place in that of their checks, however often one asks.
func TestRunIsInOrder(t *testing.T) {
	const ledger = "deals:\n  - {id: a, from: x, to: x, kind: loan, amount: CHF 1, status: signed, obligor: z, paid: CHF 2}\n  - {id: b, from: x, to: x, kind: loan, amount: CHF 1, status: signed}\n"
	l, err := deals.Read(strings.NewReader(ledger), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range check.Run(l, check.All()) {
		got = append(got, f.Pos.String()+" "+f.Check)
	}
	want := []string{
		"a.yaml:2:6 source", "a.yaml:2:19 undescribed", "a.yaml:2:26 self-deal", "a.yaml:2:49 rate", "a.yaml:2:64 undated", "a.yaml:2:81 obligor",
		"a.yaml:2:81 undescribed", "a.yaml:2:90 paid", "a.yaml:3:6 duplicate", "a.yaml:3:6 source", "a.yaml:3:26 self-deal", "a.yaml:3:49 rate", "a.yaml:3:64 undated",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	slices.Reverse(got)
	list := check.Run(l, check.All())
	slices.Reverse(list)
	check.Sort(list)
	if list[0].Check != "source" || list[0].Pos.Line != 2 {
		t.Errorf("sorted again, %v stands first", list[0])
	}
}

// Sums that would overflow stay large: no amount is lost below zero.
func TestSumsDoNotWrap(t *testing.T) {
	paid := strings.TrimSuffix(strings.Repeat("$1000T; ", 100), "; ")
	got := findings(t, "bad.yaml", []byte("deals: [{from: x, to: y, kind: loan, amount: $1000T, status: signed, paid: '"+paid+"'}]\n"), check.All()...)
	if !strings.Contains(got, "more than its amount $1,000T") {
		t.Errorf("a hundred payments of the largest amount are not too many:\n%s", got)
	}
}

// The reference ledger is clean but for what its README explains.
func TestExampleIsClean(t *testing.T) {
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("there is no ledger ai")
	}
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range check.Run(l, check.All()) {
		if f.Check != "undated" && f.Severity != check.SeverityNote && !f.Accepted {
			t.Errorf("%s: %v", f.Check, f.Error)
		}
	}
}

// The search for misspellings stops where it would take minutes, and says so once.
func TestNearMissesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("from,to,kind,amount,status\n")
	for i := range 3000 {
		b.WriteString("payer-" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + ",y,loan,$1,signed\n")
	}
	parties := "id,name\n"
	for i := range 3000 {
		parties += "described-" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + ",\n"
	}
	fsys := fstest.MapFS{"deals.csv": {Data: []byte(b.String())}, "parties.csv": {Data: []byte(parties)}}
	l, err := deals.ReadFS(fsys, "x")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, f := range check.Run(l, check.All()) {
		if strings.Contains(f.Msg, "not compared") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times that names are not compared", said)
	}
}

// The search through deals within deals stops where it would take minutes, and says so once.
func TestNestingIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,from,to,kind,amount,status,within\nd0,x,y,loan,$1,signed,\n")
	for i := 1; i < 4000; i++ {
		fmt.Fprintf(&b, "d%d,x,y,loan,$1,signed,d%d%s\n", i, i-1, []string{"", fmt.Sprintf(";d%d", i/2)}[min(i%2, i/3)])
	}
	l, err := deals.Read(strings.NewReader(b.String()), "deals.csv")
	if err != nil {
		t.Fatal(err)
	}
	found, said := 0, 0
	for _, f := range check.Run(l, check.All()) {
		switch {
		case strings.Contains(f.Msg, "not searched"):
			said++
		case f.Check == "overlap":
			found++
		}
	}
	if said != 1 || found == 0 {
		t.Errorf("%d overlaps found, and said %d times that the rest is not searched", found, said)
	}
}
