package table

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCSV(t *testing.T) {
	want := `payer,payee,amount
nvidia,OpenAI,100000000000.00
英伟达,coreweave,6300000000.00
`
	if diff := cmp.Diff(want, write(t, sample, CSV, Options{})); diff != "" {
		t.Errorf("CSV (-want +got):\n%s", diff)
	}
	want += "# basis headline, 2025-12-15\n"
	if diff := cmp.Diff(want, write(t, sample, CSV, Options{CSVStamp: true})); diff != "" {
		t.Errorf("CSV with stamp (-want +got):\n%s", diff)
	}
}

func TestCSVCell(t *testing.T) {
	tests := []struct {
		cell Cell
		want string
	}{
		{Cell{Text: "=cmd()|' /C calc'!A0"}, "'=cmd()|' /C calc'!A0"},
		{Cell{Text: "+1"}, "'+1"},
		{Cell{Text: "-5"}, "'-5"},
		{Cell{Text: "-5", Number: true}, "-5"},
		{Cell{Text: "-$5.0B", Raw: "-5000000000.00", Number: true}, "-5000000000.00"},
		{Cell{Text: "-$5.0B", Number: true}, "'-$5.0B"},
		{Cell{Text: "=1", Number: true}, "'=1"},
		{Cell{Text: "x", Raw: "=1"}, "'=1"},
		{Cell{Text: "@x"}, "'@x"},
		{Cell{Text: "\t=x"}, "'\t'=x"},
		{Cell{Text: "\rx"}, "'\rx"},
		{Cell{Text: "  =x"}, "'  =x"},
		{Cell{Text: `"=x`}, `'"=x`},
		{Cell{Text: "'=x"}, "''=x"},
		{Cell{Text: "\u200b=x"}, "'\u200b=x"},
		{Cell{Text: "＝x"}, "'＝x"},
		{Cell{Text: "＂－x"}, "'＂－x"},
		{Cell{Text: "a;=x"}, "a;'=x"},
		{Cell{Text: "a\n=x"}, "a\n'=x"},
		{Cell{Text: "a=x, b-c; d+e"}, "a=x, b-c; d+e"},
		{Cell{Text: "it's"}, "it's"},
		{Cell{Text: "'90s"}, "'90s"},
		{Cell{Text: "1e5", Number: true}, "1e5"},
		{Cell{Text: ""}, ""},
	}
	for _, tt := range tests {
		if got := csvCell(tt.cell); got != tt.want {
			t.Errorf("csvCell(%+v) = %q, want %q", tt.cell, got, tt.want)
		}
	}
}

// unescape takes the formula escape away as the package comment tells readers to.
func unescape(s string) string {
	var out strings.Builder
	for start := 0; start < len(s); {
		if rest, ok := strings.CutPrefix(s[start:], "'"); ok && inDanger(rest, start == 0) {
			start++
		}
		end := len(s)
		if n := strings.IndexAny(s[start:], separators); n >= 0 {
			end = start + n + 1
		}
		out.WriteString(s[start:end])
		start = end
	}
	return out.String()
}

// FuzzCSV reads a table back: the cells are what they were, and no cell is a
// formula.
func FuzzCSV(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+7)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, cells := range [][]string{{a}, {a, b}} {
			tab := Table{Stamp: b}
			row := []Cell{}
			for _, s := range cells {
				tab.Columns = append(tab.Columns, Column{Name: s})
				row = append(row, Cell{Text: s})
			}
			tab.Rows = [][]Cell{row, row}
			r := csv.NewReader(strings.NewReader(write(t, tab, CSV, Options{CSVStamp: true})))
			r.Comment = '#'
			got, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, s := range cells {
				want = append(want, strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"))
			}
			for _, record := range got {
				for i, s := range record {
					if strings.ContainsAny(strings.TrimLeft(s, " \"\t\r\n")+" ", "=+-@") &&
						strings.IndexAny(strings.TrimLeft(s, " \"\t\r\n"), "=+-@") == 0 {
						t.Errorf("cell %q would run as a formula", s)
					}
					record[i] = unescape(s)
				}
			}
			if diff := cmp.Diff([][]string{want, want, want}, got); diff != "" {
				t.Errorf("read back (-want +got):\n%s", diff)
			}
		}
	})
}
