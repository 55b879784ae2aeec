package table

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
)

func parse(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// write returns tab in the format f.
func write(t *testing.T, tab Table, f Format, o Options) string {
	t.Helper()
	var b strings.Builder
	if err := tab.Write(&b, f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hostile are texts somebody may put in a ledger to make it misread or act.
var hostile = []string{
	"<script>alert(1)</script>",
	"=cmd()|' /C calc'!A0",
	"+1", "-5", "@x", `\N`,
	"\x01", "a\nb", "a\r\nb", "a|b", `a\|b`, "a\\", "",
	strings.Repeat("x", 300),
	"英伟达", "\u202eevil", "a\u200bb", "\ufeff=1",
	"**bold**", "[x](javascript:alert(1))", "![x](http://x.example/y.png)",
	"https://x.example/y", "www.x.example", "a@x.example", "$x$", "$5B$", "&lt;", "`x`", "~~x~~",
	"- x", "1. x", "# x", "---", "<!-- dealgraph:end -->",
	"＝1+1", "\"=1", "' =1", "x;=1+1", "\t=1", "\r=1", "# x", "a\xffb",
}

var sample = Table{
	Title: "Exposure",
	Columns: []Column{
		{Name: "payer"},
		{Name: "payee"},
		{Name: "amount", Align: Right},
	},
	Rows: [][]Cell{
		{{Text: "nvidia"}, {Text: "OpenAI", Link: "https://x.example/a?b=(1)"}, MoneyCell(10_000_000_000_000, "USD")},
		{{Text: "英伟达"}, {Text: "coreweave"}, MoneyCell(630_000_000_000, "USD")},
	},
	Footnotes: []string{"one amount is an estimate", "- two amounts are not known"},
	Stamp:     "basis headline, 2025-12-15",
}

func TestText(t *testing.T) {
	want := `Exposure

PAYER   PAYEE       AMOUNT
nvidia  OpenAI     $100.0B
英伟达  coreweave    $6.3B

1. one amount is an estimate
2. - two amounts are not known

basis headline, 2025-12-15
`
	if diff := cmp.Diff(want, write(t, sample, Text, Options{})); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestTextColor(t *testing.T) {
	got := write(t, sample, Text, Options{Color: true})
	for _, want := range []string{
		"\x1b[1mExposure\x1b[0m\n",
		"\x1b[1mPAYER   PAYEE       AMOUNT\x1b[0m\n",
		"\x1b[2mbasis headline, 2025-12-15\x1b[0m\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("coloured text lacks %q:\n%s", want, got)
		}
	}
	codes := strings.NewReplacer(bold, "", dim, "", reset, "")
	if diff := cmp.Diff(write(t, sample, Text, Options{}), codes.Replace(got)); diff != "" {
		t.Errorf("colour changes more than colour (-plain +coloured):\n%s", diff)
	}
}

func TestTextWidth(t *testing.T) {
	tab := Table{
		Columns: []Column{{Name: "name", Max: 20}, {Name: "note"}, {Name: "sum", Align: Right}},
		Rows: [][]Cell{
			{{Text: strings.Repeat("n", 30)}, {Text: strings.Repeat("英", 15)}, {Text: "123456789012", Number: true}},
		},
	}
	tests := []struct {
		width int
		want  string
	}{
		// 30 + 2 + 30 + 2 + 12: a pipe gets everything, also beyond Max.
		{0, strings.Repeat("n", 30) + "  " + strings.Repeat("英", 15) + "  123456789012"},
		// 20 + 2 + 30 + 2 + 12 = 66: Max holds.
		{80, strings.Repeat("n", 19) + "…  " + strings.Repeat("英", 15) + "  123456789012"},
		// 6 fewer: the widest column gives way, to 24 = 11 wide letters, … and a space.
		{60, strings.Repeat("n", 19) + "…  " + strings.Repeat("英", 11) + "…   123456789012"},
		// 8 + 2 + 8 + 2 + 12 = 32 is the least: the number stays whole.
		{10, "nnnnnnn…  英英英…   123456789012"},
	}
	for _, tt := range tests {
		got := write(t, tab, Text, Options{Width: tt.width})
		_, row, _ := strings.Cut(strings.TrimSuffix(got, "\n"), "\n")
		if row != tt.want {
			t.Errorf("width %d:\n got %q\nwant %q", tt.width, row, tt.want)
		}
	}
}

func TestTextHostile(t *testing.T) {
	for _, s := range hostile {
		tab := Table{Title: s, Columns: []Column{{Name: s}, {Name: "b"}}, Rows: [][]Cell{{{Text: s}, {Text: "end"}}},
			Footnotes: []string{s}, Stamp: "stamp"}
		lines := strings.Split(write(t, tab, Text, Options{}), "\n")
		if s != "" && len(lines) != 9 {
			t.Errorf("%q: %d lines, want title, grid of 2, footnote, stamp and 3 blanks: %q", s, len(lines)-1, lines)
		}
		for _, line := range lines {
			if strings.IndexFunc(line, hidden) >= 0 {
				t.Errorf("%q: line %q has a character that cannot be seen", s, line)
			}
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"nvidia":          "nvidia",
		`\N`:              `\N`,
		"a\x01b\x1b[2Jc":  `a\x01b\x1b[2Jc`,
		"a\nb\tc\r":       `a\nb\tc\r`,
		"\u202eevil":      `\u202eevil`,
		"a\u0085b\u2028c": `a\u0085b\u2028c`,
		"\U000e0041x":     `\U000e0041x`,
		"a\u00a0b":        "a b",
		"a\xffb\ufffd":    "a\\xffb\ufffd",
		"👩‍👩‍👧":           "👩‍👩‍👧",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEmpty(t *testing.T) {
	tab := Table{Columns: []Column{{Name: "a"}, {Name: "b"}}}
	for f, want := range map[Format]string{
		Text:     "A  B\n(none)\n",
		CSV:      "a,b\n",
		Markdown: "| a | b |\n| --- | --- |\n\n(none)\n",
	} {
		if got := write(t, tab, f, Options{}); got != want {
			t.Errorf("%s of no rows = %q, want %q", f, got, want)
		}
	}
	notes := Table{Footnotes: []string{"n"}, Stamp: "s"}
	for f, want := range map[Format]string{Text: "1. n\n\ns\n", CSV: "", Markdown: "1. n\n\n*s*\n"} {
		if got := write(t, notes, f, Options{}); got != want {
			t.Errorf("%s of no columns = %q, want %q", f, got, want)
		}
	}
}

// full is a disk without space.
type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	if err := sample.Write(full{}, Text, Options{}); !errors.Is(err, errFull) {
		t.Errorf("Write to a full disk = %v, want %v", err, errFull)
	}
	ragged := Table{Title: "T", Columns: []Column{{Name: "a"}, {Name: "b"}}, Rows: [][]Cell{{{}, {}}, {{}}}}
	want := `write table "T": row 2 has 1 cells, want one for each of 2 columns`
	if err := ragged.Write(full{}, Text, Options{}); err == nil || err.Error() != want {
		t.Errorf("Write of a ragged table = %v, want %s", err, want)
	}
	want = `write table "Exposure": format "pdf" is not known (use text, csv or markdown)`
	if err := sample.Write(full{}, "pdf", Options{}); err == nil || err.Error() != want {
		t.Errorf("Write as pdf = %v, want %s", err, want)
	}
}

func FuzzText(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, i*3)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		tab := Table{Columns: []Column{{Name: "a"}, {Name: "b", Align: Right}}, Rows: [][]Cell{{{Text: s}, {Text: s}}, {{Text: "x"}, {Text: "y"}}}}
		width = 18 + max(0, width%200)
		lines := strings.Split(strings.TrimSuffix(write(t, tab, Text, Options{Width: width}), "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("%d lines, want 3: %q", len(lines), lines)
		}
		for _, line := range lines {
			if got := displaywidth.String(line); got > width {
				t.Fatalf("line %q is %d wide, want at most %d", line, got, width)
			}
		}
	})
}
