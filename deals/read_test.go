package deals_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const starter = "from,to,kind,amount,status,date,source,note\n" +
	"nvidia,openai,equity,up to $100B,loi,2025-09-22,https://example.org/loi,ten tranches of one gigawatt\n"

// read reads one file that must be sound.
func read(t *testing.T, name, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// leg finds the one leg of a reference.
func leg(t *testing.T, l *deals.Ledger, ref string) *deals.Leg {
	t.Helper()
	found := l.Legs(deals.ParseRef(ref))
	if len(found) != 1 {
		t.Fatalf("%s: %d legs", ref, len(found))
	}
	return found[0]
}

// What programs write around a table does not change what it says. Before the note stand 72 bytes of other cells.
func TestTableSpellings(t *testing.T) {
	in := func(comma string) string { return strings.ReplaceAll(starter, ",", comma) }
	replaced := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(starter) }
	for name, c := range map[string]struct {
		text      string
		line, col int
	}{
		"as it is":              {starter, 2, 73},
		"no end of line":        {strings.TrimSuffix(starter, "\n"), 2, 73},
		"line ends of Windows":  {strings.ReplaceAll(starter, "\n", "\r\n"), 2, 73},
		"line ends of old Macs": {strings.ReplaceAll(starter, "\n", "\r"), 2, 73},
		"byte order mark":       {"\ufeff" + starter, 2, 73},
		"semicolons":            {in(";"), 2, 73},
		"tabs":                  {in("\t"), 2, 73},
		"spaces":                {in(", "), 2, 73 + 7},
		"capitals":              {replaced("from,to,kind", "From,TO, Kind "), 2, 73},
		"quotes":                {strings.TrimSuffix(`"`+strings.NewReplacer(",", `","`, "\n", "\"\n\"").Replace(starter), `"`), 2, 73 + 14},
		"quoted line ends":      {replaced("nvidia,", "\"\n\nnvidia\n\","), 5, 73 - 5},
		"sep=,":                 {"sep=,\r\n" + starter, 3, 73},
		"comments":              {"# from the board\n" + replaced("note\n", "note\n# of May\n"), 4, 73},
		"empty rows":            {"\n\n" + starter + ",,,,,,,\n\n", 4, 73},
		"empty columns":         {replaced("note\n", "note,\n", "gigawatt\n", "gigawatt,,\n"), 2, 73},
	} {
		t.Run(name, func(t *testing.T) {
			l := read(t, "deals.csv", c.text)
			if len(l.Warnings) > 0 {
				t.Error(l.Warnings)
			}
			g := leg(t, l, "nvidia-openai-equity-2025-09-22")
			got := []string{string(g.From), string(g.To), string(g.Kind), g.Amount.String(), g.History().String(), g.AllSources()[0].URL, g.Note}
			want := []string{"nvidia", "openai", "equity", "up to $100B", "proposed 2025-09-22", "https://example.org/loi", "ten tranches of one gigawatt"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(deals.Pos{File: "deals.csv", Line: c.line, Col: c.col}, g.At("note")); diff != "" {
				t.Errorf("place of the note (-want +got):\n%s", diff)
			}
		})
	}
}

// Files that are no text at all say so in one line, and nothing of them is guessed.
func TestNoText(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"deals.csv", "from,to\nz\xfcrich,x\x81\n", "deals.csv:2:10: not UTF-8 text, nor Windows-1252, which has no byte 81 (save the file as UTF-8)"},
		{"deals.csv", "\xff\xfef\x00\x00\xd8r\x00", "deals.csv:1:2: not valid UTF-16 (save the file as UTF-8)"},
		{"deals.csv", "f\x00r\x00o\x00", "deals.csv:1:2: holds a NUL byte (save the file as UTF-8)"},
		{"deals.csv", "zürich,to\nz\xfcrich,x\n", "deals.csv:2:2: not UTF-8 text, though what stands before it is (save the file as UTF-8)"},
		{"a.yaml", "\xff\xfed\x00:\x00", "a.yaml:1:1: UTF-16 text (save the file as UTF-8)"},
		{"deals.csv", "from,to\nx\x00,y\n", "deals.csv:2:2: holds a NUL byte (save the file as UTF-8)"},
		{"deals.csv", "PK\x03\x04\x14\x00\x06\x00", "deals.csv:1:1: a spreadsheet or archive, not text (save the sheet as “CSV UTF-8”)"},
		{"a.yaml", "deals: []\nnote: \xe9\n", "a.yaml:2:7: not UTF-8 text (save the file as UTF-8)"},
		{"a.yaml", "deals: [\x00]\n", "a.yaml:1:9: holds a NUL byte (save the file as UTF-8)"},
	} {
		_, err := deals.Read(strings.NewReader(c.data), c.name)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.data, err, c.want)
		}
	}
}

// A stream has no ending to its name; its first line tells what it is.
func TestStreamIsTold(t *testing.T) {
	const deal = "{id: a, from: x, to: y, kind: loan, amount: $1B, status: signed}"
	for _, text := range []string{
		starter, "\ufeff" + starter, "# a comment\n" + starter, "\n" + starter,
		"deals:\n- " + deal, "deals: # all, of them; so far\n- " + deal, "# a, comment\n\ndeals: [" + deal + "]", "---\ndeals:\n- " + deal,
		"\ufeffparties: []\ndeals:\n- " + deal, `{"deals": [{"id": "a", "from": "x", "to": "y", "kind": "loan", "amount": "$1B", "status": "signed"}]}`,
	} {
		l := read(t, "-", text)
		if len(l.Deals) != 1 {
			t.Errorf("%q: %d deals", text, len(l.Deals))
		}
	}
}

// Both spellings of a deal mean the same.
func TestSpellingsAgree(t *testing.T) {
	table := read(t, "x", "id,leg,title,from,to,kind,amount,status,date,term,schedule,settlement,exit,rank,obligor,within,supersedes,quantity,stake,paid,tier,tags,source,source_title,source_date,note\n"+
		"d,main,T,x,y,guarantee,$5B..25B,announced,2025-05,2026..2030,ramp,stock,90d after 2026-08,3,z,w ($1B),s,10 GW,27%,2025-11:$8B; 2025-10:$2B,press,a;b,https://example.org,Title,2025-06-01,a note\n"+
		"w,,,x,y,loan,$9B,signed 2025,,,,,,,,,,,,,,,,,,\ns,,,x,y,loan,$1B,signed 2024,,,,,,,,,,,,,,,,,,\n")
	list := read(t, "x", `deals:
  - id: d
    leg: main
    title: T
    from: x
    to: y
    kind: guarantee
    amount: $5B..25B
    status: announced 2025-05
    term: 2026..2030
    schedule: ramp
    settlement: stock
    exit: 90d after 2026-08
    rank: 3
    obligor: z
    within: [w ($1B)]
    supersedes: [s]
    quantity: 10 GW
    stake: 27%
    paid: ["2025-11:$8B", "2025-10:$2B"]
    tags: [a, b]
    source: {url: "https://example.org", title: Title, date: 2025-06-01, tier: press}
    note: a note
  - {id: w, from: x, to: y, kind: loan, amount: $9B, status: signed 2025}
  - {id: s, from: x, to: y, kind: loan, amount: $1B, status: signed, date: 2024}
`)
	noPlace := cmp.FilterPath(func(p cmp.Path) bool {
		return p.Last().Type().Name() == "Pos" || p.Last().String() == ".Cells" || p.Last().String() == ".Deal"
	}, cmp.Ignore())
	if diff := cmp.Diff(list.Deals, table.Deals, noPlace, cmpopts.IgnoreUnexported(deals.Deal{}, deals.Leg{})); diff != "" {
		t.Errorf("deals (-yaml +csv):\n%s", diff)
	}
	if diff := cmp.Diff(list.Parties, table.Parties, noPlace); diff != "" {
		t.Errorf("parties (-yaml +csv):\n%s", diff)
	}
}

// Values stay as they are written: nothing becomes a number, a truth or a day on the way.
func TestYAMLKeepsTheText(t *testing.T) {
	l := read(t, "a.yaml", `parties:
  - {id: x, name: 1.10, ticker: 0700, country: NO, sector: true, lei: 1e3, note: 2025-01-01, aliases: [on, 0x1F, 1_000, .inf, "~", "null"]}
`)
	p := l.Parties[0]
	got := append([]string{p.Name, p.Ticker, p.Country, p.Sector, p.LEI, p.Note}, p.Aliases...)
	want := []string{"1.10", "0700", "NO", "true", "1e3", "2025-01-01", "on", "0x1F", "1_000", ".inf", "~", "null"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	for _, name := range []string{"x", "X", "1.10", "0700", "ON", "0X1f"} {
		if found, err := l.Party(name); err != nil || found != p {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The limits on YAML: what is beyond them is refused at once, without being parsed.
func TestYAMLLimits(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ text, want string }{
		"brackets":       {"deals: " + strings.Repeat("[", 100_000), "a.yaml:1:47: nested deeper than 40 levels (a ledger needs five)"},
		"braces":         {strings.Repeat("{a: ", 100_000), "a.yaml:1:161: nested deeper than 40 levels (a ledger needs five)"},
		"dashes":         {strings.Repeat("- ", 100_000), "a.yaml:1:81: nested deeper than 40 levels (a ledger needs five)"},
		"indents":        {deepBlocks(50), "a.yaml:41:42: nested deeper than 40 levels (a ledger needs five)"},
		"keys":           {many(100_000, "k%d: 1\n"), "a.yaml:201:5: more than 200 keys in one mapping (begin each entry of a list with a dash)"},
		"keys in braces": {"deals: [{" + many(100_000, "k%d: 1, "), "a.yaml:1:1704: more than 200 keys in one mapping (begin each entry of a list with a dash)"},
		"documents":      {strings.Repeat("---\ndeals: []\n", 100_000), "a.yaml:401:1: more than 200 documents in one file (write them as one)"},
		"bytes":          {"deals: []\nnote: |\n" + strings.Repeat("  0123456789\n", 750_000), "a.yaml: the file has 9 MB, but a YAML file has at most 8 (split it, or keep its deals as a table in CSV)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := deals.Read(strings.NewReader(c.text), "a.yaml")
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	// Brackets in texts are no nesting.
	read(t, "a.yaml", "parties:\n"+many(100, "  - {id: x%d, name: 'a [ b', note: \"c { d\"}\n")+"facts: [] # [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n")
}

func deepBlocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// A deal of more legs than a contract can have is a column read as something else; it is reported once.
func TestTooManyLegs(t *testing.T) {
	l, err := deals.Read(strings.NewReader("id,from,to,kind,amount,status\n"+strings.Repeat("a,x,y,loan,$1,signed\n", 5000)), "deals.csv")
	const want = `deals.csv:1002:1: deal "a" has more than 1000 legs (give each agreement its own id)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if n := len(l.Deals[0].Legs); n != 1001 {
		t.Errorf("%d legs were kept", n)
	}
}

// A folder is read as one ledger, in the order of its paths; what is not text, not readable or not a file is said.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(outside, []byte("secret\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	row := func(id string) string { return "id,from,to,kind,amount,status\n" + id + ",x,y,loan,$1,signed 2025\n" }
	write("b.csv", row("b"))
	write("a/c.CSV", row("c"))
	write("a/folder.csv/d.tsv", strings.ReplaceAll(row("d"), ",", "\t"))
	write("e.Yml", "deals: [{id: e, from: x, to: y, kind: loan, amount: $1, status: signed 2025}]\n")
	write(".git/f.csv", row("f"))
	write(".hidden.csv", row("g"))
	write("README.md", "# Deals\n")
	write("bad.csv", "from,to,kind,amount,status\nx,y,loan,1,signed\n")
	for link, target := range map[string]string{"link.csv": filepath.Join("a", "c.CSV"), "out.csv": outside, "dir.csv": "a", "gone.csv": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	l, err := deals.Open(dir)
	if l == nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(messages(l, err), filepath.ToSlash(dir), "ledger")
	const want = `ledger/bad.csv:2:10: amount "1" has no currency (write $1 or USD 1)
ledger/dir.csv: the file cannot be read: not a regular file (make it readable, or take it out of the folder)
ledger/gone.csv: the file cannot be read: no such file or directory (make it readable, or take it out of the folder)
ledger/link.csv:2:1: deal "c" is recorded twice (first at ledger/a/c.CSV:2:1; rows of one deal stand in one file)
ledger/out.csv: the file cannot be read: path escapes from parent (make it readable, or take it out of the folder)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	var ids []string
	for _, d := range l.Deals {
		ids = append(ids, string(d.ID))
	}
	if diff := cmp.Diff([]string{"c", "d", "b", "x-y-loan", "e", "c"}, ids); diff != "" {
		t.Errorf("deals (-want +got):\n%s", diff)
	}
}

// unreadable is a file system in which some files and folders cannot be opened, whoever asks.
type unreadable struct {
	fstest.MapFS
	bad map[string]bool
}

func (u unreadable) Open(name string) (fs.File, error) {
	if u.bad[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	if u.bad[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.ReadDir(name)
}

func (u unreadable) Stat(name string) (fs.FileInfo, error) { return u.MapFS.Stat(name) }

func TestUnreadableHidesNothing(t *testing.T) {
	bad := &fstest.MapFile{Data: []byte("from,to,kind,amount,status\nx,y,loan,1,signed\n")}
	fsys := unreadable{fstest.MapFS{"a.csv": bad, "b.csv": bad, "c/d.csv": bad, "e.csv": bad}, map[string]bool{"b.csv": true, "c": true}}
	l, err := deals.ReadFS(fsys, "x")
	const want = `a.csv:2:10: amount "1" has no currency (write $1 or USD 1)
b.csv: the file cannot be read: permission denied (make it readable, or take it out of the folder)
c: the file cannot be read: permission denied (make it readable, or take it out of the folder)
e.csv:2:10: amount "1" has no currency (write $1 or USD 1)
`
	if diff := cmp.Diff(want, messages(l, err)); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestOpenFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "deals.xlsx")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		file:                         "is neither a folder nor a file that ends in .yaml, .yml, .csv or .tsv",
		filepath.Join(dir, "no.csv"): "no such file",
	} {
		l, err := deals.Open(name)
		if l != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The hash is of what the ledger says under which names, not of where it lies.
func TestHash(t *testing.T) {
	hash := func(fsys fstest.MapFS) string {
		t.Helper()
		l, err := deals.ReadFS(fsys, "x")
		if err != nil {
			t.Fatal(err)
		}
		return l.Hash
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "deals.csv"), []byte(starter), 0o666); err != nil {
		t.Fatal(err)
	}
	one := hash(fstest.MapFS{"deals.csv": file(starter)})
	for _, name := range []string{dir, filepath.Join(dir, "deals.csv")} {
		if l, err := deals.Open(name); err != nil || l.Hash != one {
			t.Errorf("%s: %v, want the hash %s", name, err, one)
		}
	}
	for name, other := range map[string]string{
		"another name": hash(fstest.MapFS{"deal.csv": file(starter)}),
		"another byte": hash(fstest.MapFS{"deals.csv": file(starter + "\n")}),
		"a file more":  hash(fstest.MapFS{"deals.csv": file(starter), "e.yaml": file("")}),
	} {
		if other == one || !strings.HasPrefix(other, "sha256:") || len(other) != len("sha256:")+64 {
			t.Errorf("%s: %s", name, other)
		}
	}
}

func TestFiles(t *testing.T) {
	l, err := deals.ReadFS(fstest.MapFS{
		"b.csv":  {Data: []byte(starter)},
		"a.yaml": {Data: []byte("deals: []")},
		"c.yml":  {},
	}, "x")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]deals.File{{Name: "a.yaml", Lines: 1}, {Name: "b.csv", Lines: 2}, {Name: "c.yml"}}, l.Files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// files make a file system of texts.
func files(texts map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// A mistake in every row of a long table is listed a thousand times and then counted: nothing is left out in silence, and
// the other mistakes are all there.
func TestManyAlike(t *testing.T) {
	text := "from,to,kind,amount,status\n" + strings.Repeat("x,y,loan,10,signed\n", 2500) + "x,y,loan,$1,sined\n"
	_, err := deals.Read(strings.NewReader(text), "deals.csv")
	list, ok := errors.AsType[*deals.ErrorList](err)
	if !ok || len(list.Errors) != 1002 || list.Count() != 2501 {
		t.Fatalf("%d errors are listed of %d", len(errorsOf(err)), list.Count())
	}
	want := []string{
		`deals.csv:1001:10: amount "10" has no currency (write $10 or USD 10)`,
		`deals.csv:1002:10: here and below, 1500 more of this kind (amount) are not listed (mend the first ones, then read again)`,
		`deals.csv:2502:13: status "sined" is not known (did you mean "signed"?)`,
	}
	var got []string
	for _, e := range list.Errors[999:] {
		got = append(got, e.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Progress goes up to the size of all files, and a context that has ended stops the reading of each kind of ledger.
func TestReader(t *testing.T) {
	fsys := fstest.MapFS{"a.csv": {Data: []byte(starter)}, "b.csv": {Data: []byte(strings.ReplaceAll(starter, "2025", "2024"))}}
	var done, total int64
	r := deals.Reader{Progress: func(d, all int64) {
		if d < done {
			t.Errorf("progress goes back from %d to %d", done, d)
		}
		done, total = d, all
	}}
	if _, err := r.ReadFS(t.Context(), fsys, "x"); err != nil || done != 2*int64(len(starter)) || total != done {
		t.Errorf("%d of %d bytes, %v", done, total, err)
	}
	done = 0
	if _, err := r.Read(t.Context(), strings.NewReader(starter), "-"); err != nil || done != int64(len(starter)) || total != 0 {
		t.Errorf("%d of %d bytes of a stream, %v", done, total, err)
	}
	name := filepath.Join(t.TempDir(), "deals.csv")
	if err := os.WriteFile(name, []byte(starter), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for what, open := range map[string]func() (*deals.Ledger, error){
		"a file":        func() (*deals.Ledger, error) { return r.Open(ctx, name) },
		"a folder":      func() (*deals.Ledger, error) { return r.Open(ctx, filepath.Dir(name)) },
		"a file system": func() (*deals.Ledger, error) { return r.ReadFS(ctx, fsys, "x") },
		"a stream":      func() (*deals.Ledger, error) { return r.Read(ctx, strings.NewReader(starter), "-") },
	} {
		if l, err := open(); l != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Lines below errors are fetched from the file; when it has changed in between they are left out rather than wrong.
func TestLinesOfAChangedFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "deals.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(starter)
	l, err := deals.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	at := func() string {
		e := &deals.Error{Pos: l.Deals[0].Pos}
		l.AttachLines([]*deals.Error{e})
		return e.Line
	}
	if got, want := at(), strings.Split(starter, "\n")[1]; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	write(starter + "x,y,loan,$1,signed,,,\n")
	if got := at(); got != "" {
		t.Errorf("the line of a changed file is %q", got)
	}
}

// A row that goes on beyond any deal ends the reading of its file, with what was read before it.
func TestRowTooLong(t *testing.T) {
	const hint = " (a quoted cell in it may never end; the rest of the file was not read)"
	long := strings.Repeat("x", 2<<20)
	for _, c := range []struct {
		text, want string
		deals      int
	}{
		{long, "deals.csv:1:1: a row has more than 1024 kB" + hint, 0},
		{starter + "a,b,loan,$1,\"" + long, "deals.csv:3:1: a row has more than 1024 kB" + hint, 1},
		{starter + "a,b,loan,$1,\"\n" + long + "\n", "deals.csv:3:13: a row has more than 1024 kB (the quoted cell that begins here may never end; the rest of the file was not read)", 1},
	} {
		l, err := deals.Read(strings.NewReader(c.text), "deals.csv")
		if err == nil || err.Error() != c.want || len(l.Deals) != c.deals {
			t.Errorf("%v with %d deals, want %s with %d", err, len(l.Deals), c.want, c.deals)
		}
	}
}
