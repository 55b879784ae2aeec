package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/deals/schema"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is the schema of a draft as a validator reads it, which checks it against its own schema first.
func compiled(t testing.TB, d schema.Draft) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON(d)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // the drafts are built in; nothing is fetched
	if err := c.AddResource("ledger.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("ledger.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate holds every document of a YAML file against a schema. ok is false when the file is no YAML that any program
// could hand to a validator.
func validate(s *jsonschema.Schema, data []byte) (err error, ok bool) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var v any
		if err := decoder.Decode(&v); err != nil {
			return nil, err.Error() == "EOF"
		}
		text, err := json.Marshal(v)
		if err != nil {
			return nil, false // a number that JSON does not know
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return nil, false
		}
		if err := s.Validate(doc); err != nil {
			return err, true
		}
	}
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

// Both drafts are sound, and the reference ledger is what they describe.
func TestReferenceLedger(t *testing.T) {
	fsys, ok := example.FS("ai")
	if !ok {
		t.Fatal("no reference ledger")
	}
	for _, d := range schema.Drafts() {
		s, files := compiled(t, d), 0
		err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || !isYAML(name) {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			files++
			if err, ok := validate(s, data); err != nil || !ok {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
		if err != nil || files == 0 {
			t.Errorf("draft %s: %d files, %v", d, files, err)
		}
	}
}

// refused are the files of a ledger in which the reader finds errors.
func refused(fsys fs.FS) map[string]bool {
	files := map[string]bool{}
	_, err := deals.ReadFS(fsys, "ledger")
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		for _, e := range list.Errors {
			files[e.Pos.File] = true
		}
	}
	return files
}

// uncaught are the galleries whose mistakes are beyond a schema: references, names, dates and numbers against one another, or
// what YAML itself refuses.
var uncaught = strings.Fields(`deal-currency deal-leg-twice party-alias party-parents party-ring party-twice party-unknown
	ref-legs ref-older ref-ring-supersedes ref-ring-within ref-self ref-twice ref-unknown yaml-anchors yaml-directive yaml-question-mark`)

// Of the ledgers in the galleries, those that the reader accepts validate, and those that it refuses do not, unless what is
// wrong is beyond a schema.
func TestGalleries(t *testing.T) {
	var archives []string
	for _, pattern := range []string{"../testdata/bad/*.txtar", "../check/testdata/*.txtar", "../../cmd/dealgraph/testdata/script/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal("nothing matches ", pattern)
		}
		archives = append(archives, names...)
	}
	s, accepted, missed := compiled(t, schema.Draft7), 0, []string{}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, f := range a.Files {
			if isYAML(f.Name) || path.Ext(f.Name) == ".csv" {
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
		bad := refused(fsys)
		for f := range bad { // some galleries hold several ledgers of one file
			if fsys[f] != nil {
				bad[f] = len(refused(fstest.MapFS{f: fsys[f]})) > 0
			}
		}
		short := strings.TrimSuffix(filepath.Base(name), ".txtar")
		for _, f := range a.Files {
			if !isYAML(f.Name) {
				continue
			}
			err, isYAML := validate(s, f.Data)
			switch {
			case bad[f.Name] && isYAML && err == nil && !slices.Contains(missed, short):
				missed = append(missed, short)
			case !bad[f.Name] && (err != nil || !isYAML):
				t.Errorf("%s in %s is accepted by the reader, but not by the schema: %v", f.Name, name, err)
			case !bad[f.Name]:
				accepted++
			}
		}
	}
	if accepted < 10 {
		t.Errorf("only %d good ledgers were tried", accepted)
	}
	if diff := cmp.Diff(uncaught, missed); diff != "" {
		t.Errorf("ledgers whose mistakes the schema does not see (-want +got):\n%s", diff)
	}
}

// What a schema can see, it sees: one mistake each.
func TestCaught(t *testing.T) {
	const good = "deals:\n  - {id: a, from: x, to: y, kind: loan, amount: $1B, status: signed 2025-01}\n"
	s := compiled(t, schema.Draft7)
	if err, ok := validate(s, []byte(good)); err != nil || !ok {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new string }{
		{"deals:", "deal:"}, {"{id: a", "[id, a"}, {"id: a", "id: A b"}, {"id: a", "id: [a]"}, {"from: x, ", ""}, {"to: y, ", ""},
		{"kind: loan, ", ""}, {"loan", "loam"}, {"loan", "debt"}, {"loan", "1"}, {"amount: $1B, ", ""}, {"$1B", "1B"}, {"$1B", "5"},
		{"$1B", "$1Bn"}, {"$1B", "$1-2B"}, {"$1B", "$1e9"}, {"$1B", "-$1B"}, {"$1B", "$1B..2B..3B..4B"}, {"$1B", "about $1B"}, {"$1B", "\"\""},
		{"$1B", "$1,5B"}, {"$1B", "~?"}, {"$1B", "up to $1B..2B"}, {", status: signed 2025-01", ""}, {"signed", "singed"}, {"2025-01", "2025-13"},
		{"2025-01", "1 May 2025"}, {"2025-01", "2025-01, active 2025-02"}, {"amount:", "amonut:"}, {"id: a", "id: a, tier: bad"},
		{"id: a", "id: a, rank: 10"}, {"id: a", "id: a, settlement: gold"}, {"id: a", "id: a, stake: 27"}, {"id: a", "id: a, exit: 3 months"},
		{"id: a", "id: a, term: 2026-2030"}, {"id: a", "id: a, term: by 2030"}, {"id: a", "id: a, schedule: steep"}, {"id: a", "id: a, schedule: '2026:10B'"},
		{"id: a", "id: a, paid: up to $1B"}, {"id: a", "id: a, paid: [$1B, 7]"}, {"id: a", "id: a, quantity: 10"}, {"id: a", "id: a, within: b ($1B"},
		{"id: a", "id: a, tranches: [{met: 2025}]"}, {"id: a", "id: a, claims: [{source: x}]"}, {"id: a", "id: a, claims: [{amount: $1B, source: [a, b]}]"},
		{"id: a", "id: a, source: {url: ftp://x}"}, {"id: a", "id: a, source: {tier: press}"}, {"id: a", "id: a, tags: {a: b}"}, {"id: a", "id: a, tags: [null]"},
		{"id: a", "id: a, leg: a#b"}, {"id: a", "id: a, legs: []"}, {"id: a", "id: a, legs: [{from: x}]"},
		{good, "deals:\n  - {id: a, date: 2025, legs: [{from: x, to: y, kind: loan, amount: $1B, status: signed}]}\n"},
		{good, "deals:\n  - {id: a, legs: [{from: x, to: y, kind: loan, amount: $1B}]}\n"},
		{good, "facts:\n  - {metric: cash}\n"}, {good, "facts:\n  - {metric: cash, value: 1, nature: hoped}\n"},
		{good, "controls:\n  - {metric: m, share: 1%}\n"}, {good, "rates:\n  - {currency: AUD, per: US, rate: 1}\n"}, {good, "parties:\n  - {name: x}\n"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if strings.HasPrefix(c.new, "[id") {
			text = strings.Replace(text, "}", "]", 1)
		}
		if _, err := deals.Read(strings.NewReader(text), "x.yaml"); err == nil {
			t.Errorf("the reader accepts %s", text)
		}
		if err, ok := validate(s, []byte(text)); err == nil || !ok {
			t.Errorf("the schema accepts %s (%t)", text, ok)
		}
	}
}

// cellsOf are texts of each content that the reader takes, in spellings that people use.
var acceptedCells = map[string][]string{
	"amount":   {"$10B", "USD 38bn", "10bn USD", "us$1", "~ up to  $5B", "UP TO $5B", "5000亿美元", "＄１０", "$1,234.50", "$0..15B..15B", "1B..2B EUR", "€500m", "?up to $7B", "? up to rmb 7B", "a$330M", "CHF 330M", "$10 million", "10$", "\t$1B\n"},
	"status":   {"signed", "LOI 2025", "letter-of-intent by  2025Q3; Signed;", "term_sheet 2025-h1", "announced 2025-05 ;active by 2025-11-06"},
	"schedule": {"flat", "RAMP", "2026..2030 ramp", "..2030 flat", "2026:$1B,2027:$2B;", "2026 : ~$1B..2B ; 2027: up to $2B", "02026:$1B", "2026"},
	"exit":     {"90d", "90 Days' notice after 2026-08", "1 DAY"},
	"term":     {"2026..2030", "2026 .. ", "..2041-06", "2026q1"},
	"paid":     {"$1B", "2025-11:$8B; by 2026-01 : ~$2B;", "; $1"},
	"quantity": {"10 GW", "210,000GPUs", "99.5%", "1 gigawatt of power capacity"},
	"stake":    {"27%", "12.5 %", "-0%"},
	"kind":     {"LOAN", "Revenue Share", "revenue_share"},
	"tier":     {"Press"},
	"rank":     {"3"},
	"id":       {"a.b_-c", "2026", "英伟达", "true"},
	"leg":      {"the gpus, all"},
	"date":     {"2025", "2025-12-31", "by 2025H2"},
}

// Every spelling of a cell that the reader takes, the schemas of both spellings take.
func TestSpellings(t *testing.T) {
	s, rows := compiled(t, schema.Draft202012), tableSchema(t, "deals")
	for key, texts := range acceptedCells {
		for _, text := range texts {
			row := map[string]string{"from": "x", "to": "y", "kind": "loan", "amount": "$1B", "status": "signed"}
			row[key] = text
			doc, err := json.Marshal(map[string]any{"deals": []any{row}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := deals.Read(bytes.NewReader(doc), "x.yaml"); err != nil {
				t.Errorf("the reader does not take %s %q: %v", key, text, err)
			}
			if err, ok := validate(s, doc); err != nil || !ok {
				t.Errorf("%s %q: %v", key, text, err)
			}
			if err := checkRow(rows, row); err != nil {
				t.Errorf("%s %q in a table: %v", key, text, err)
			}
		}
	}
}

// FuzzAccepted holds any YAML that the reader accepts against the schema.
func FuzzAccepted(f *testing.F) {
	for key, texts := range acceptedCells {
		for _, text := range texts {
			f.Add([]byte("deals:\n  - {from: x, to: y, kind: loan, amount: $1, status: signed, note: '" + key + "', title: \"" + strings.TrimSpace(text) + "\"}\n"))
		}
	}
	f.Add([]byte("parties: [{id: x, parents: [y]}, {id: y}]\ndeals:\n  - id: a\n    status: signed\n    legs:\n      - {from: x, to: y, kind: loan, amount: $1, within: b}\n  - {id: b, from: x, to: y, kind: loan, amount: $2, status: signed, claims: [{amount: $1, source: s}], tranches: [{amount: $1, met: 2025}]}\n"))
	f.Add([]byte("facts:\n  - {party: x, metric: cash, value: $1}\ncontrols:\n  - {party: x, metric: m, share: 1%, counterparties: [x]}\nrates:\n  - {currency: AUD, per: USD, rate: 0.65}\nparties:\n  - id: x\n"))
	s := compiled(f, schema.Draft7)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := deals.Read(bytes.NewReader(data), "x.yaml"); err != nil {
			return
		}
		if err, ok := validate(s, data); err != nil && ok {
			t.Error(err)
		}
	})
}

// FuzzCells holds any cells of a leg that the reader accepts against the schema.
func FuzzCells(f *testing.F) {
	for key, texts := range acceptedCells {
		for _, text := range texts {
			f.Add(key, text)
		}
	}
	s := compiled(f, schema.Draft7)
	f.Fuzz(func(t *testing.T, key, text string) {
		row := map[string]string{"from": "x", "to": "y", "kind": "loan", "amount": "$1B", "status": "signed"}
		row[key] = text
		doc, err := json.Marshal(map[string]any{"deals": []any{row}})
		if err != nil || !utf8.ValidString(text) {
			return
		}
		if _, err := deals.Read(bytes.NewReader(doc), "x.yaml"); err != nil {
			return
		}
		if err, ok := validate(s, doc); err != nil && ok {
			t.Error(err)
		}
	})
}

// Every field has a description, and every word of a closed list one of its own; the bytes are the same each time.
func TestEverythingIsDescribed(t *testing.T) {
	words := 0
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, isWord := v["const"]; isWord {
				words++
				if v["description"] == "" || v["description"] == nil {
					t.Errorf("%s has no description", at)
				}
			}
			for key, inner := range v {
				if fields, ok := inner.(map[string]any); ok && key == "properties" && v["additionalProperties"] == false {
					for name, f := range fields {
						if d, _ := f.(map[string]any)["description"].(string); d == "" {
							t.Errorf("%s/%s has no description", at, name)
						}
					}
				}
				walk(at+"/"+key, inner)
			}
		case []any:
			for _, inner := range v {
				walk(at, inner)
			}
		}
	}
	for _, d := range schema.Drafts() {
		text := schema.JSON(d)
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		walk(string(d), v)
		if !bytes.Equal(text, schema.JSON(d)) || !bytes.HasSuffix(text, []byte("}\n")) {
			t.Errorf("draft %s differs from time to time, or does not end in a line end", d)
		}
	}
	if words < 2*(len(deals.Kinds())+len(deals.Statuses())) {
		t.Errorf("only %d words", words)
	}
}
