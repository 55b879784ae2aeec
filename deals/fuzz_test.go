package deals_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// addGallery seeds a fuzzer with the files of the gallery that have one of the endings.
func addGallery(f *testing.F, endings ...string) {
	f.Helper()
	archives, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			for _, e := range endings {
				if strings.HasSuffix(file.Name, e) {
					f.Add(file.Data)
				}
			}
		}
	}
}

// checkRead reads any bytes as a ledger and checks what is true of every reading.
func checkRead(t *testing.T, name string, data []byte) {
	fsys := fstest.MapFS{name: &fstest.MapFile{Data: data}}
	l, err := deals.ReadFS(fsys, "x")
	if l == nil {
		t.Fatal(err)
	}
	if err != nil && len(errorsOf(err)) == 0 {
		t.Fatalf("an error that is no list, or an empty one: %v", err)
	}
	checkPlaces(t, fsys, errorsOf(err))
	checkPlaces(t, fsys, l.Warnings)
	again, err2 := deals.ReadFS(fsys, "x")
	if messages(l, err) != messages(again, err2) || l.Hash != again.Hash {
		t.Error("two readings differ")
	}
	if err == nil {
		checkSound(t, l)
	}
}

// checkSound checks what a ledger without errors promises to whoever uses it.
func checkSound(t *testing.T, l *deals.Ledger) {
	seen := map[deals.DealID]bool{}
	party := func(id deals.PartyID, what string) {
		if id != "" && l.PartyByID(id) == nil {
			t.Errorf("%s %q is no party", what, id)
		}
	}
	for _, p := range l.Parties {
		if p.ID == "" || l.PartyByID(p.ID) != p {
			t.Errorf("party %q is not found by its id", p.ID)
		}
		for _, up := range p.Parents {
			party(up.ID, "parent")
		}
	}
	for _, d := range l.Deals {
		if d.ID == "" || seen[d.ID] || l.Deal(d.ID) != d || len(d.Legs) == 0 {
			t.Errorf("deal %q has no id, stands twice or has no leg", d.ID)
		}
		seen[d.ID] = true
		names := map[string]bool{}
		for _, g := range d.Legs {
			if g.Deal != d || g.Name == "" || names[g.Name] || g.From == "" || g.To == "" || g.Kind.Family() == "" || g.Settlement == "" || g.Rank == 0 || g.Amount.Form == deals.Unstated || len(g.History()) == 0 {
				t.Errorf("leg %s is not whole: %+v", g.Ref(), g)
			}
			names[g.Name] = true
			party(g.From, "payer")
			party(g.To, "payee")
			party(g.Obligor, "obligor")
			if found := l.Legs(g.Ref()); len(found) != 1 || found[0] != g {
				t.Errorf("leg %s is not found by its reference", g.Ref())
			}
			for _, o := range g.Overlaps() {
				if len(l.Legs(o.Ref)) != 1 {
					t.Errorf("%s lies within %s, which is no leg", g.Ref(), o.Ref)
				}
			}
			for _, r := range g.Ends() {
				if len(l.Legs(r)) == 0 {
					t.Errorf("%s supersedes %s, which is no deal", g.Ref(), r)
				}
			}
			for _, s := range g.AllSources() {
				if s.URL != "" && !strings.HasPrefix(strings.ToLower(s.URL), "http") {
					t.Errorf("%s has the address %q", g.Ref(), s.URL)
				}
			}
		}
	}
	for _, f := range l.Facts {
		party(f.Party, "party of a fact")
	}
	for _, c := range l.Controls {
		party(c.Party, "party of a control")
		for _, id := range c.Counterparties {
			party(id, "counterparty")
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(starter))
	f.Add([]byte("id,name,aliases,parents\nx,X,a;b,y from 2025\ny,,,\n"))
	f.Add([]byte("id,from,to,kind,amount,status,within,supersedes\na,x,y,loan,$1,signed,b#loan,\nb,x,y,loan,$1,signed,,c\nc,y,x,loan,$1,loi 2025,,\n"))
	for _, text := range programs {
		f.Add([]byte(text))
		f.Add([]byte(strings.Replace(text, "signed", "sined", 1)))
	}
	addGallery(f, ".csv", ".tsv")
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "x.csv", data) })
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte("parties: [{id: x, parents: [y]}, {id: y}]\ndeals:\n  - id: a\n    status: signed\n    legs:\n      - {from: x, to: y, kind: loan, amount: $1, within: b}\n  - {id: b, from: x, to: y, kind: loan, amount: $2, status: signed, claims: [{amount: $1, source: s}], tranches: [{amount: $1, met: 2025}]}\n"))
	f.Add([]byte("facts:\n  - {party: x, metric: cash, value: $1}\ncontrols:\n  - {party: x, metric: m, share: 1%, counterparties: [x]}\nrates:\n  - {currency: AUD, per: USD, rate: 0.65}\nparties:\n  - id: x\n    note: |\n      a\n      b\n"))
	addGallery(f, ".yaml")
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "x.yaml", data) })
}

// FuzzRow puts any texts into the cells of one row, and into the same fields of a list: what the one spelling accepts the
// other does, with the same meaning.
func FuzzRow(f *testing.F) {
	f.Add("nvidia", "OpenAI", "equity", "up to $100B", "loi 2025-09-22", "2026..2030 ramp", "2025-11:$8B; $1B", "b ($1B)", "https://example.org/a;b")
	f.Add("<script>", "=cmd()", "Lease", "~$1B..2B", "rumoured; lapsed by 2026", "2026:$1B 2027:€1B", "$1", "b#x; c", "javascript:alert(1)")
	f.Add("\u202eevil", strings.Repeat("n", 300), "loan", "? up to $7B", "signed", "flat", "by 2026: ~$2B", "a-b", "'=1;'-2")
	f.Fuzz(func(t *testing.T, from, to, kind, amount, status, schedule, paid, within, source string) {
		keys := []string{"from", "to", "kind", "amount", "status", "schedule", "paid", "within", "source"}
		cells := []string{from, to, kind, amount, status, schedule, paid, within, source}
		var rows, list strings.Builder
		w := csv.NewWriter(&rows)
		list.WriteString("deals:\n- ")
		for i, c := range cells {
			if !utf8.ValidString(c) || strings.ContainsAny(c, "\x00\r\ufeff'") {
				return // no text of a file, or written in another way in the two spellings
			}
			quoted, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			list.WriteString(keys[i] + ": " + string(quoted) + "\n  ")
		}
		if err := errors.Join(w.Write(keys), w.Write(cells)); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		checkRead(t, "x.csv", []byte(rows.String()))
		checkRead(t, "x.yaml", []byte(list.String()))
		a, errA := deals.Read(strings.NewReader(rows.String()), "x.csv")
		b, errB := deals.Read(strings.NewReader(list.String()), "x.yaml")
		if strings.TrimSpace(strings.Join(cells, "")) == "" || strings.HasPrefix(from, "#") {
			return // an empty row and a comment are no row
		}
		if diff := cmp.Diff(codes(errA), codes(errB)); diff != "" {
			t.Errorf("errors (-csv +yaml):\n%s", diff)
		}
		if errA == nil && errB == nil {
			x, y := a.Deals[0].Legs[0], b.Deals[0].Legs[0]
			if x.Ref() != y.Ref() || x.Amount != y.Amount || x.History().String() != y.History().String() || x.Schedule.String() != y.Schedule.String() || len(x.Paid) != len(y.Paid) || len(x.Sources) != len(y.Sources) {
				t.Errorf("%+v in the table, %+v in the list", x, y)
			}
		}
	})
}

// codes are the kinds of the errors and what they say, without their places.
func codes(err error) []string {
	var out []string
	for _, e := range errorsOf(err) {
		out = append(out, e.Code+": "+e.Msg)
	}
	slices.Sort(out)
	return out
}
