package check_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/deals/example"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the findings of testdata as they are now")

// findings are what the checks find in a ledger of one file, one a line.
func findings(t *testing.T, name string, data []byte, checks []check.Check) string {
	t.Helper()
	l, err := deals.Read(strings.NewReader(string(data)), name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range check.Run(l, checks) {
		if !slices.ContainsFunc(checks, func(c check.Check) bool { return c.Name == f.Check && c.Severity == f.Severity && f.Code == c.Name }) {
			t.Errorf("%v is not of a check that ran", f)
		}
		b.WriteString(string(f.Severity) + ": " + f.Error.Error() + "\n")
	}
	return b.String()
}

// TestGallery has an archive for each check: bad.yaml, in which it finds what the file want says, and good.yaml, in which
// it finds nothing.
func TestGallery(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, path := range archives {
		names[strings.TrimSuffix(filepath.Base(path), ".txtar")] = true
	}
	for _, c := range check.All() {
		if !names[c.Name] {
			t.Errorf("check %s has no ledger in testdata", c.Name)
			continue
		}
		delete(names, c.Name)
		t.Run(c.Name, func(t *testing.T) {
			path := filepath.Join("testdata", c.Name+".txtar")
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{}
			for _, f := range a.Files {
				files[f.Name] = f.Data
			}
			only := []check.Check{c}
			if got := findings(t, "good.yaml", files["good.yaml"], only); got != "" {
				t.Errorf("found in the good ledger:\n%s", got)
			}
			got := findings(t, "bad.yaml", files["bad.yaml"], only)
			if *update {
				a.Files = append(slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" }), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(path, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				files["want"] = []byte(got)
			}
			if diff := cmp.Diff(string(files["want"]), got); diff != "" || got == "" {
				t.Errorf("findings in the bad ledger (-want +got):\n%s", diff)
			}
		})
	}
	for name := range names {
		t.Errorf("testdata has a ledger for %s, which is no check", name)
	}
}

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
	got := findings(t, "bad.yaml", []byte("deals: [{from: x, to: y, kind: loan, amount: $1000T, status: signed, paid: '"+paid+"'}]\n"), check.All())
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
		if f.Check != "undated" && f.Severity != check.SeverityNote {
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
