package check_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzRun checks every ledger that can be read, of any bytes: nothing panics, two runs find the same, each finding is of a
// check that ran and stands in the ledger, in the order of places, and a subset of the checks finds a subset.
func FuzzRun(f *testing.F) {
	for _, pattern := range []string{"testdata/*.txtar", "testdata/reading/*.txtar", "../testdata/bad/*.txtar"} {
		archives, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range archives {
			a, err := txtar.ParseFile(name)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range a.Files {
				if ending := filepath.Ext(file.Name); ending == ".yaml" || ending == ".csv" {
					f.Add(file.Data, ending == ".yaml")
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, yaml bool) {
		name := "x.csv"
		if yaml {
			name = "x.yaml"
		}
		l, err := deals.Read(strings.NewReader(string(data)), name)
		if err != nil {
			return
		}
		all := check.All()
		controls := view.Controlled(l)
		found := check.Run(l, all, controls...)
		if diff := cmp.Diff(lines(found), lines(check.Run(l, all, view.Controlled(l)...))); diff != "" {
			t.Errorf("two runs differ:\n%s", diff)
		}
		for i, g := range found {
			if g.Pos.File != name || g.Pos.Line < 1 || g.Pos.Col < 1 || g.Pos.Col > len(g.Line)+1 || g.Msg == "" || strings.ContainsAny(g.Error.Error(), "\r\n") {
				t.Errorf("%q is not whole, or in no place: %+v", g.Error.Error(), g.Pos)
			}
			if i > 0 && g.Pos.Line < found[i-1].Pos.Line {
				t.Errorf("%v stands behind %v", g.Error, found[i-1].Error)
			}
			if g.Accepted && g.Check == "accepted" {
				t.Errorf("a tag accepts its own judgement: %v", g.Error)
			}
		}
		c := all[len(data)%len(all)]
		if c.Name == "accepted" {
			return // it judges by the findings of the others
		}
		want := slices.DeleteFunc(slices.Clone(found), func(g check.Finding) bool { return g.Check != c.Name })
		if diff := cmp.Diff(lines(want), lines(check.Run(l, []check.Check{c}, controls...))); diff != "" {
			t.Errorf("%s alone finds something else than among all:\n%s", c.Name, diff)
		}
	})
}

// lines are findings in words.
func lines(found []check.Finding) []string {
	var out []string
	for _, f := range found {
		word := ""
		if f.Accepted {
			word = "accepted "
		}
		out = append(out, word+f.Check+" "+f.Error.Error())
	}
	return out
}
