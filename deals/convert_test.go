package deals

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// every kind of thing that one spelling nests and the other does not.
const nestedLedger = `# About the whole.

parties:
  # The first party.
  - id: a
    name: A
    aliases: [one, two]
    sources:
      - {url: "https://example.com/1", title: First, date: 2025-01-02, tier: filing}
      - {url: "https://example.com/2", tier: press}
deals:
  - id: two-legs # a deal of two legs
    title: Both ways
    status: signed 2025-03-01
    tags: [pair]
    note: For both legs.
    source: {url: "https://example.com/pair", title: The pair}
    legs:
      - leg: money
        from: a
        to: b
        kind: equity
        amount: up to $10B # the ceiling
        tranches:
          - {amount: $4B, met: 2025-04}
          # The second waits.
          - {amount: $6B, condition: "first gigawatt; then more"}
        claims:
          - {amount: $9B, source: {title: A newspaper, tier: unnamed}, note: said so}
      - leg: goods
        from: b
        to: a
        kind: purchase
        amount: $12B
        term: 2026..2028
        status: loi 2025-03-01
        sources:
          - https://example.com/goods
          - words of a person
  - id: plain
    from: a
    to: c
    kind: loan
    amount: $1B
    status: active 2024
    paid: [$200M, "2025-02:$300M"]
    sources: ["https://example.com/x", "https://example.com/y"]
  - id: lone
    tags: [alone]
    status: signed 2025-06-01
    legs:
      - {from: c, to: a, kind: lease, amount: "?", within: plain ($500M), status: announced 2025-05-01}
facts:
  - {party: a, metric: cash, period: 2025, value: "-$1B", note: "=SUM(A1)"}
controls:
  - {party: a, counterparties: [b, c], metric: revenue share, period: 2025, share: 45%}
`

func TestTabulate(t *testing.T) {
	l, err := Read(strings.NewReader(nestedLedger), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files, err := Tabulate(l)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range files {
		got[f.Name] = string(f.Data)
	}
	want := map[string]string{
		"deals.csv": `id,title,leg,from,to,kind,amount,term,paid,status,within,tags,source,source_title,note
plain,,,a,c,loan,$1B,,$200M; 2025-02:$300M,active 2024,,,https://example.com/x; https://example.com/y,,
# a deal of two legs
two-legs,Both ways,,,,,,,,signed 2025-03-01,,pair,https://example.com/pair,The pair,For both legs.
# the ceiling
two-legs,,money,a,b,equity,up to $10B,,,,,,,,
two-legs,,goods,b,a,purchase,$12B,2026..2028,,proposed 2025-03-01,,,https://example.com/goods,,
lone,,,,,,,,,signed 2025-06-01,,alone,,,
lone,,lease,c,a,lease,?,,,announced 2025-05-01,plain ($500M),,,,
`,
		"parties.csv": `id,name,aliases,source,source_title,source_date,tier
# The first party.
a,A,one; two,https://example.com/1,First,2025-01-02,filing
`,
		"tranches.csv": `deal,leg,amount,condition,met
two-legs,money,$4B,,2025-04
# The second waits.
two-legs,money,$6B,first gigawatt; then more,
`,
		"claims.csv": `deal,leg,field,value,source_title,tier,note
two-legs,money,amount,$9B,A newspaper,unnamed,said so
`,
		"sources.csv": `party,deal,leg,url,title,tier
a,,,https://example.com/2,,press
,two-legs,goods,,words of a person,
`,
		"facts.csv": `party,metric,period,value,nature,note
a,cash,2025,-$1B,actual,'=SUM(A1)
`,
		"controls.csv": `party,counterparties,metric,period,share,nature
a,b; c,revenue share,2025,45%,actual
`,
	}
	want["deals.csv"] = "# About the whole.\n" + want["deals.csv"]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	folder := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	back, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(said(l), said(back)); diff != "" {
		t.Errorf("the ledger changed on the way (-before +after):\n%s", diff)
	}
	var yaml bytes.Buffer
	if err := WriteYAML(&yaml, back); err != nil {
		t.Fatal(err)
	}
	for _, comment := range []string{"# About the whole.", "# The first party.", "# a deal of two legs", "# the ceiling", "# The second waits."} {
		if strings.Count(yaml.String(), comment) != 1 {
			t.Errorf("the comment %q is not in\n%s", comment, &yaml)
		}
	}
}

// A text that a cell would split is refused with its place, and all of them at once.
func TestTabulateRefuses(t *testing.T) {
	l, err := Read(strings.NewReader("parties:\n  - {id: a, aliases: [\"one; two\", x]}\n  - {id: b, tags: [\"y;z\", w]}\n"), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Tabulate(l)
	list, ok := errors.AsType[*ErrorList](err)
	if !ok || len(list.Errors) != 2 {
		t.Fatalf("got %v, want two errors", err)
	}
	if got, want := list.Errors[0].Error(), `l.yaml:2:10: aliases holds "one; two", which a cell would split at the semicolon (write it without the semicolon)`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The row of a deal itself stands first, says nothing of a leg, and is followed by legs.
func TestHeadRows(t *testing.T) {
	const header = "id,title,leg,from,to,kind,amount,term,status,source\n"
	for _, c := range []struct{ rows, want string }{
		{"x,T,,,,,,,signed 2025,s\nx,,m,a,b,loan,$1B,,,\n", ""},
		{"x,T,,,,,,,,s\nx,,m,a,b,loan,$1B,,,\n", `l.csv:3:20: status is missing (one of: rumoured, proposed, announced, signed, active, completed, lapsed, terminated, superseded)`},
		{"x,T,,,,,,,signed 2025,s\n", `l.csv:2:1: deal "x" has no leg (say who pays whom: from, to, kind, amount)`},
		{"x,,m,a,b,loan,$1B,,signed 2025,s\nx,T,,,,,,,signed 2025,s\n", `l.csv:3:1: deal "x" has rows already, and this one says not who pays whom (give it from, to, kind and amount, or make it the first row of the deal)`},
		{"x,T,m,,,,,2026..2028,signed 2025,s\nx,,m,a,b,loan,$1B,,,\n", "l.csv:2:5: the row says leg, but not who pays whom (give it from, to, kind and amount, or write it at the legs of the deal)\n" +
			"l.csv:2:11: the row says term, but not who pays whom (give it from, to, kind and amount, or write it at the legs of the deal)"},
	} {
		_, err := Read(strings.NewReader(header+c.rows), "l.csv")
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.rows, got, c.want)
		}
	}
}

// Rows of tranches and sources lead to their records, and say so when they do not.
func TestLooseRows(t *testing.T) {
	const deal = "id,from,to,kind,amount,status,source\nx,a,b,equity,$5B,signed 2025,https://example.com/1\n"
	read := func(name, table string) (*Ledger, error) {
		d := newDecoder("l")
		d.fileOf("deals.csv", []byte(deal))
		d.fileOf(name, []byte(table))
		return d.finish()
	}
	l, err := read("tranches.csv", "deal,leg,amount,condition,met\nx,,$2B,,2025\nx,equity,$3B,later,\n")
	if err != nil || len(l.Deals[0].Legs[0].Tranches) != 2 || l.Deals[0].Legs[0].Tranches[1].Condition != "later" {
		t.Errorf("tranches: %v", err)
	}
	l, err = read("sources.csv", "party,deal,leg,url,title,date,tier\na,,,https://example.com/a,,,\n,x,,https://example.com/2,Second,2025-01-01,press\n")
	if err != nil || len(l.Deals[0].Sources) != 2 || len(l.Deals[0].Legs[0].AllSources()) != 2 || len(l.PartyByID("a").Sources) != 1 {
		t.Errorf("sources: %v", err)
	}
	for _, c := range []struct{ name, table, want string }{
		{"tranches.csv", "deal,amount,condition\ny,$2B,c\n,$1B,c\n", "tranches.csv:2:1: deal \"y\" is not in the ledger\ntranches.csv:3:1: deal is missing (name the deal that the tranche is part of)"},
		{"sources.csv", "party,deal,url\na,x,https://example.com/\n,,https://example.com/\nzz,,https://example.com/\n,y,ftp://example.com\n",
			"sources.csv:2:1: the source is about a party and a deal at once (write a row for each)\n" +
				"sources.csv:3:2: deal is missing (name the deal or the party that the source is about)\n" +
				"sources.csv:4:1: party \"zz\" is not known (describe it under parties)\n" +
				"sources.csv:5:2: deal \"y\" is not in the ledger\n" +
				"sources.csv:5:4: url \"ftp://example.com\" is not a web address (write http:// or https://, or put the words into title)"},
	} {
		if _, err := read(c.name, c.table); err == nil || err.Error() != c.want {
			t.Errorf("got\n%v\nwant\n%s", err, c.want)
		}
	}
}

// Sheets hold all that a ledger says, and their errors name cells.
func TestReadSheets(t *testing.T) {
	l, err := Read(strings.NewReader(nestedLedger), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := l.Sheets()
	if err != nil {
		t.Fatal(err)
	}
	at := func(sheet, row, column int) Pos {
		return Pos{"book.xlsx:" + sheets[sheet].Table + "!", row + 2, column + 1}
	}
	back, err := ReadSheets("book.xlsx", sheets, at)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(said(l), said(back)); diff != "" {
		t.Errorf("the ledger changed on the way (-before +after):\n%s", diff)
	}
	var keys []string
	for _, s := range sheets {
		for _, r := range s.Rows {
			keys = append(keys, s.Table+" "+r.Key)
		}
	}
	want := []string{
		"deals plain#loan", "deals two-legs", "deals two-legs#money", "deals two-legs#goods", "deals lone", "deals lone#lease", "parties a",
		"facts a/cash/2025", "controls a/revenue share/2025/", "claims two-legs#money/amount/A newspaper",
		"tranches two-legs#money/1", "tranches two-legs#money/2", "sources a/https://example.com/2", "sources two-legs#goods/words of a person",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	sheets[0].Rows[0].Cells[slices.Index(sheets[0].Columns, "amount")] = "10bnn"
	if _, err := ReadSheets("book.xlsx", sheets, at); err == nil || !strings.HasPrefix(err.Error(), `book.xlsx:deals!G2: amount "10bnn"`) {
		t.Errorf("got %v", err)
	}
}

// FuzzConvert: whatever reads without an error goes into tables and back, unless a cell cannot hold it, and into YAML and back.
// Both prove it themselves. No comment of YAML is lost.
func FuzzConvert(f *testing.F) {
	addGallery(f)
	f.Add(true, []byte(nestedLedger))
	f.Add(false, []byte("id,from,to,kind,amount,status,tags\nx,,,,,signed 2025,t\nx,a,b,loan,$1B,,\n"))
	f.Fuzz(func(t *testing.T, yaml bool, data []byte) {
		name := "l.csv"
		if yaml {
			name = "l.yaml"
		}
		l, err := Read(bytes.NewReader(data), name)
		if err != nil || len(data) > 1<<20 {
			return
		}
		if _, err := Tabulate(l); err != nil && !strings.Contains(err.Error(), "the ledger is empty") {
			if _, refused := errors.AsType[*ErrorList](err); !refused {
				t.Fatalf("%v\n%s", err, data)
			}
		}
		var out bytes.Buffer
		if err := WriteYAML(&out, l); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if yaml {
			if a, b := commentsIn(data), commentsIn(out.Bytes()); !slices.Equal(a, b) {
				t.Fatalf("comments %q become %q\n%s\n%s", a, b, data, &out)
			}
		}
	})
}
