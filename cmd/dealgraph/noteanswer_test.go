package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dealgraph/render/table"

	"github.com/google/go-cmp/cmp"
)

// anAnswer is an answer whose result is the JSON.
func anAnswer(t *testing.T, result string) *queryAnswer {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(result), &v); err != nil {
		t.Fatal(err)
	}
	return &queryAnswer{Line: "x", Reports: []report{{Command: "x", Result: v, Stamp: "basis=signed", View: shownView{AsOf: "2026-07-03", Basis: "signed"}}}}
}

const someResult = `[[{"name": "A|B", "empty": null, "money": {"amount": "41200000000.00", "currency": "USD", "text": "$41.2B"}, "part": {"amount": {"amount": "5.00", "currency": "USD", "text": "$5"}, "undisclosed": 2},
	"range": {"low": {"text": "$1.0B"}, "high": {"text": "$2.0B"}}, "rough": "~$96.0B", "spelt": "$15B..50B..50B", "upto": "up to $11.9B", "bound": "? up to $7B", "owed": {"amount": "-2550000000.00", "currency": "EUR", "text": "-€2.55B"},
	"wide": {"low": {"amount": "1000000000.00", "text": "$1.0B"}, "high": {"amount": "1990000000.00", "text": "$1.99B"}}, "same": {"low": 1, "high": 1}, "index": 0.15334, "years": [2026, 2027], "n": 5, "many": 1234567, "day": "2026-07-03", "yes": true,
	"deals": [{"status": "signed", "amount": null}, {"status": "proposed", "party": {"id": "x", "name": "X"}}]}]]`

func TestGet(t *testing.T) {
	a := anAnswer(t, someResult)
	for _, tt := range []struct{ get, how, want string }{
		{"name", "", "A|B"},
		{"empty", "", "?"},
		{"money", "", "$41.2B"},
		{"money.text", "bn", "$41.2bn"},
		{"money", "bn", "$41.2bn"},
		{"money", "0bn", "$41bn"},
		{"money", "0.00tn", "$0.04tn"},
		{"money", "0m", "$41,200m"},
		{"spelt", "bn", "$15.0bn to $50.0bn"},
		{"spelt", "", "$15.0B to $50.0B"},
		{"spelt", "0bn", "$15bn to $50bn"},
		{"upto", "0bn", "up to $12bn"},
		{"upto", "bn", "up to $11.9bn"},
		{"rough", "0bn", "about $96bn"},
		{"bound", "bn", "? up to $7bn"},
		{"owed", "0.0bn", "-€2.6bn"}, // half away from zero
		{"owed", "0bn", "-€3bn"},
		{"wide", "0bn", "$1bn to $2bn"},
		{"part", "", "$5 + ?"},
		{"part", "bn", "at least $5"},
		{"rough", "bn", "about $96.0bn"},
		{"range", "bn", "$1.0bn to $2.0bn"},
		{"same", "0.00", "1.00"},
		{"index", "0.0%", "15.3%"},
		{"index", "0%", "15%"},
		{"index", "", "0.1533"},
		{"n", "words", "five"},
		{"n", "Words", "Five"},
		{"many", "words", "1,234,567"},
		{"many", "", "1,234,567"},
		{"many", "0.0", "1,234,567.0"},
		{"-many", "0", "-1,234,567"},
		{"many / 10", "", "123,457"},
		{"many * 1e10", "", "12,345,670,000,000,000"},
		{"-0.3 * n / n", "0", "0"},
		{"-0.0003", "0.0%", "0.0%"},
		{"-0.3", "0.0", "-0.3"},
		{"125", "0%", "12,500%"},
		{"years[0]", "", "2026"},
		{"years", "", "2026 and 2027"},
		{"day", "date", "3 July 2026"},
		{"name", "Words", "A|B"},
		{"yes", "", "yes"},
		{"len(deals)", "", "2"},
		{`count(deals, .status == "signed")`, "", "1"},
		{"deals[1].party", "", "X"},
		{"deals[1]?.amount", "", "?"},
		{"count(deals, #?.amount == nil)", "", "2"},
		{"view.as_of", "date", "3 July 2026"},
		{"stamp", "", "basis=signed"},
		{"len(warnings)", "", "0"},
		{"result[0][0].n + 1", "", "6"},
	} {
		v, err := a.get(tt.get)
		if err != nil {
			t.Errorf("%s: %v", tt.get, err)
			continue
		}
		if got, err := written(v, tt.how); err != nil || got != tt.want {
			t.Errorf("%s as %q: %q, %v, want %q", tt.get, tt.how, got, err, tt.want)
		}
	}
}

// An expression that finds nothing is an error, in plain words, rather than a question mark.
func TestGetErrors(t *testing.T) {
	a := anAnswer(t, someResult)
	for get, want := range map[string]string{
		"moneyy.text":      `there is no moneyy in this answer (did you mean money?)`,
		"money.txt":        `there is no .txt here (did you mean .text?); where a field may be missing, write ?.txt`,
		"empty.text":       `there is no .text here: nothing is known`,
		"name.text":        `there is no .text here: it is a text`,
		"deals.status":     `there is no .status here: it is a list of 2, take one with [0]`,
		"deals[0].party":   `there is no .party here`,
		"deals[7]":         `out of range`,
		"money.text +":     `unexpected token`,
		"now()":            `now`,
		"field(name, 'x')": `it is a text`,
	} {
		_, err := a.get(get)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", get, err, want)
			continue
		}
		for _, word := range []string{"interface", "map[", "nil", "float64", "\n"} {
			if strings.Contains(strings.TrimPrefix(err.Error(), "get "+get), word) {
				t.Errorf("%s: the message has %q: %v", get, word, err)
			}
		}
	}
	for _, tt := range []struct{ get, how, want string }{
		{"deals[0]", "", "this has several fields: take one of .amount, .status"},
		{"n", "0.0.0", "is no way to write a number"},
		{"money", "0.0", "is no way to write an amount: use"},
		{"money", "0.0T", "leaves nothing of $41.2B"},
		{"money", "$0bn", "is no way to write an amount: use"},
		{"name", "0.0", "is of numbers, and this is the text"},
		{"n / 0", "", "this is no number: something is divided by nothing"},
		{"0 / 0", "0%", "this is no number: something is divided by nothing"},
		{"1..1000000000", "", "it makes more values than a computer should hold"},
		{"name", "date", `is of a day, and this is "A|B"`},
	} {
		v, err := a.get(tt.get)
		if err == nil {
			_, err = written(v, tt.how)
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s as %q: %v, want %s", tt.get, tt.how, err, tt.want)
		}
	}
}

// An expression that goes on and on is left.
func TestGetSlow(t *testing.T) {
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Millisecond, errSlowGet)
	defer cancel()
	_, err := anAnswer(t, someResult).getIn(ctx, "let r = 1..500; count(r, count(r, count(r, # == 0) == 0) == 0)")
	if err == nil || !strings.HasSuffix(err.Error(), ": it takes longer than 5s") {
		t.Errorf("%v", err)
	}
}

// What an answer names, in its order: legs under deal and leg, sources under url and source.
func TestMentions(t *testing.T) {
	a := anAnswer(t, `{"b": [{"deal": "d1#x", "source": "https://s1"}, {"leg": "d2", "source": {"url": "https://s2", "title": "not a source"}}], "deals": 3, "note": "deal"}`)
	want := []mention{{leg: "d1#x"}, {url: "https://s1"}, {leg: "d2"}, {url: "https://s2"}}
	if d := cmp.Diff(want, a.mentions(), cmp.AllowUnexported(mention{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLook(t *testing.T) {
	row := func(texts ...string) (out []table.Cell) {
		for _, s := range texts {
			out = append(out, table.Cell{Text: s})
		}
		return out
	}
	base := table.Table{Title: "T (3 of 9)", Columns: []table.Column{{Name: "who"}, {Name: "in use"}, {Name: "c"}}, Footnotes: []string{"note"},
		Rows: [][]table.Cell{row("a", "1", "x"), row("b", "2", "y"), row("c", "3", "z"), row("all", "", "w")}}
	for how, want := range map[string]table.Table{
		"":                         base,
		"notes=none rows=9":        {Title: base.Title, Columns: base.Columns, Rows: base.Rows},
		"rows=2":                   {Title: "T (2 of 9)", Columns: base.Columns, Footnotes: base.Footnotes, Rows: [][]table.Cell{base.Rows[0], base.Rows[1], base.Rows[3]}},
		"rows=3":                   base, // the total is no row of its own
		"rows=1 columns=in_use,c":  {Title: "T (1 of 9)", Columns: base.Columns[1:], Footnotes: base.Footnotes, Rows: [][]table.Cell{row("1", "x"), row("all", "w")}},
		"columns=-in_use":          {Title: base.Title, Columns: []table.Column{{Name: "who"}, {Name: "c"}}, Footnotes: base.Footnotes, Rows: [][]table.Cell{row("a", "x"), row("b", "y"), row("c", "z"), row("all", "w")}},
		"columns=none_of_this":     base,
		"sources=none notes=table": base,
	} {
		look, err := parseLook(how)
		if err != nil {
			t.Errorf("%q: %v", how, err)
			continue
		}
		if d := cmp.Diff(want, look.apply(base)); d != "" {
			t.Errorf("%q (-want +got):\n%s", how, d)
		}
	}
	if len(base.Rows) != 4 || base.Rows[2][0].Text != "c" {
		t.Error("the table itself was changed")
	}
	for _, how := range []string{"rows=0", "rows=x", "notes=some", "sources=", "columns=", "x=1", "rows"} {
		if _, err := parseLook(how); err == nil {
			t.Errorf("%q: no error", how)
		}
	}
}

// One warning of each kind is told, with the numbers of the others.
func TestWarningKind(t *testing.T) {
	for _, same := range [][2]string{
		{"1 deal has an undisclosed amount: listed, in no sum", "52 deals have undisclosed amounts: in no sum"},
		{"19 amounts are estimates: 27% of the total", "1 amount is an estimate"},
		{"1 cycle has a bottleneck resting on an estimate", "2 cycles have bottlenecks resting on an estimate"},
	} {
		if a, b := warningKind(same[0]), warningKind(same[1]); a != b {
			t.Errorf("%q and %q are of different kinds: %q, %q", same[0], same[1], a, b)
		}
	}
	if warningKind("3 deals have undisclosed amounts") == warningKind("3 amounts are estimates") {
		t.Error("two kinds are one")
	}
}

func TestFlagHint(t *testing.T) {
	for said, want := range map[string]string{
		"no fact tells its cash (--set means.openai=AMOUNT assumes it): it counts":                               "no fact tells its cash: it counts",
		"7 deals cannot be placed (in any year); with --spread YEARS those with an amount are spread evenly":     "7 deals cannot be placed (in any year)",
		"customers of 10% (ASC 280-10-50-42) or more":                                                            "customers of 10% (ASC 280-10-50-42) or more",
		"left out, as not settled in cash or in kind (--settlement counts others) or as guarantees and warrants": "left out, as not settled in cash or in kind or as guarantees and warrants",
	} {
		if got := flagHint.ReplaceAllString(said, ""); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// Of warnings of one kind the one with the largest count is told, as at most that many; a count that all agree on as it is.
func TestLargest(t *testing.T) {
	for _, one := range []struct {
		said []string
		want string
	}{
		{[]string{"3 deals are x: y", "52 deals are x: y", "4 deals are x"}, "Up to 52 deals are x: y"},
		{[]string{"3 deals are x: y"}, "Three deals are x: y"},
		{[]string{"13 deals are x"}, "13 deals are x"},
		{[]string{"2 of 2 parties have no x"}, "2 of 2 parties have no x"},
		{[]string{"left out: headline 23 deals, signed 22 deals", "left out: 22 deals"}, "Left out: headline 23 deals, signed 22 deals"},
		{[]string{"left out: 22 deals", "left out: 23 deals"}, "Left out: up to 23 deals"},
		{[]string{"nothing is counted"}, "Nothing is counted"},
	} {
		if got := largest(one.said); got != one.want {
			t.Errorf("%q: %q, want %q", one.said, got, one.want)
		}
	}
	for said, want := range map[string][]string{
		"firm basis: 4 x are y: z; paid basis: 11":      {"4 x are y: z", "11 x are y: z"},
		"firm basis: 4 x are y; what is left is z":      {"4 x are y; what is left is z"},
		"4 x are y; paid basis: 11":                     {"4 x are y; paid basis: 11"},
		"firm basis: 4 x are y; paid basis: no x are y": {"4 x are y", "no x are y"},
	} {
		if d := cmp.Diff(want, perBasis(said)); d != "" {
			t.Errorf("%q (-want +got):\n%s", said, d)
		}
	}
	if got := metric.ReplaceAllStringFunc("no fact on cash+free_cash_flow: a-b_c", metricWords); got != "no fact on cash and free cash flow: a-b_c" {
		t.Error(got)
	}
}

// Words for a picture end with a sentence, never within a list that has numbers.
func TestShortened(t *testing.T) {
	long := strings.Repeat("word ", longestAlt/5-4) // 380 bytes
	for text, want := range map[string]string{
		"Short. 5. Very":                        "Short. 5. Very",
		"One. " + long + "end. 5. Amazon again": "One. " + long + "end.",
		"One. 4. " + long + long:                "One.",
		"In 2026. " + long + long:               ("In 2026. " + long + long)[:398] + " …",
	} {
		if got := shortened(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
