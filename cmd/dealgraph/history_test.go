package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"dealgraph/render/view"
	"dealgraph/render/view/outlook"
)

// resultOf is the result of a command in JSON, run where the test is.
func resultOf[T any](t *testing.T, args ...string) T {
	t.Helper()
	var e struct {
		Result T `json:"result"`
	}
	var out, errs bytes.Buffer
	run(t.Context(), streams{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }}, append(args, "--format", "json"))
	if err := json.Unmarshal(out.Bytes(), &e); err != nil {
		t.Fatalf("dealgraph %s: %v\n%s", strings.Join(args, " "), err, &errs)
	}
	return e.Result
}

// A history has on each date what the other commands have as of that date.
func TestHistoryIsTheViewOfEachDay(t *testing.T) {
	t.Chdir("../..")
	for _, ledger := range []string{"example:ai", "testdata/telecom"} {
		for _, basis := range []string{"headline", "signed"} {
			h := resultOf[[]outlook.History](t, "history", "-l", ledger, "--basis", basis, "--by", "year", "--metric", "circularity,circulated,gross,concentration,firm-share")[0]
			if len(h.Rows) < 4 {
				t.Fatalf("%s has %d years", ledger, len(h.Rows))
			}
			known := 0
			for _, row := range h.Rows {
				day := []string{"-l", ledger, "--as-of", row.AsOf, "--basis"}
				round := resultOf[struct {
					Bases []view.Circularity `json:"bases"`
				}](t, append([]string{"circularity"}, append(day, "all")...)...)
				at := map[string]view.Circularity{}
				for _, c := range round.Bases {
					at[c.Basis] = c
				}
				if v := row.Values[0]; v.Share != nil {
					known++
					if *v.Share != at[basis].Index {
						t.Errorf("%s, %s basis on %s: circularity %v, the command says %v", ledger, basis, row.AsOf, *v.Share, at[basis].Index)
					}
				}
				for i, want := range map[int]*view.Money{1: at[basis].Circulated, 2: at[basis].Gross} {
					if got := row.Values[i].Money; got != nil && got.Amount != want.Amount {
						t.Errorf("%s, %s basis on %s: %s is %s, the command says %s", ledger, basis, row.AsOf, h.Metrics[i].Name, got.Amount, want.Amount)
					}
				}
				list := resultOf[[][]view.Concentration](t, append([]string{"concentration", "--side", "payers"}, append(day, basis)...)...)[0]
				if v := row.Values[3]; (v.Points == nil) != (list[0].Measures == nil) {
					t.Errorf("%s on %s: concentration is known here or there alone", ledger, row.AsOf)
				} else if v.Points != nil && *v.Points != list[0].Measures.HHI*10_000 {
					t.Errorf("%s on %s: concentration %v, the command says %v", ledger, row.AsOf, *v.Points, list[0].Measures.HHI)
				}
				firm, _ := at["firm"].Gross.Minor()
				signed, _ := at["signed"].Gross.Minor()
				if v := row.Values[4]; signed > 0 && (v.Share == nil || *v.Share != float64(firm)/float64(signed)) {
					t.Errorf("%s on %s: firm share %v, want %d of %d", ledger, row.AsOf, v.Share, firm, signed)
				}
			}
			if known < 2 {
				t.Errorf("%s: circularity is known in %d years", ledger, known)
			}
		}
	}
}

// The telecom ledger by hand: at the end of March 2001 $5.43B of $7.39B can go round (see its README).
func TestHistoryOfTelecom(t *testing.T) {
	t.Chdir("../..")
	h := resultOf[[]outlook.History](t, "history", "-l", "testdata/telecom", "--by", "quarter")[0]
	for _, row := range h.Rows {
		if row.AsOf == "2001-03-31" {
			if got := row.Values[1].Money.Text + " of " + row.Values[2].Money.Text; got != "$5.43B of $7.39B" {
				t.Errorf("at the end of March 2001 %s can go round", got)
			}
			return
		}
	}
	t.Errorf("no quarter ends on 2001-03-31: %+v", h.Rows)
}

// The sums of decay are those of the bases, for all and for a party that pays.
func TestDecayAddsUp(t *testing.T) {
	t.Chdir("../..")
	for _, ledger := range []string{"example:ai", "testdata/telecom"} {
		d := resultOf[[]outlook.Decay](t, "decay", "-l", ledger)[0]
		round := resultOf[struct {
			Bases []view.Circularity `json:"bases"`
		}](t, "circularity", "-l", ledger)
		want := map[string]string{}
		for _, c := range round.Bases {
			want[c.Basis] = c.Gross.Amount
		}
		for basis, got := range map[string]outlook.RungSum{"headline": d.Net.Headline, "signed": d.Net.Signed, "firm": d.Net.Firm, "paid": d.Net.Paid} {
			if got.Amount.Amount != want[basis] {
				t.Errorf("%s: %s is %s, circularity has %s", ledger, basis, got.Amount.Amount, want[basis])
			}
		}
	}
}
