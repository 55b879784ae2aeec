package svg_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealgraph/render/figure"
	"dealgraph/render/graphviz"
	"dealgraph/render/sheet"
	"dealgraph/render/sheet/sheettest"
	"dealgraph/render/svg"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	graphviz.Worker()
	os.Exit(m.Run())
}

// read returns a figure of testdata.
func read(t *testing.T, name string) figure.Map {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m figure.Map
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// nasty are texts that want to be markup, to steer the reader's eye, or to burst the picture.
var nasty = []string{
	"<script>alert(1)</script>", `AT&T "quoted" 'co'`, `back\slash \N \G`, "英伟达 软银集团", strings.Repeat("A", 300),
	"ctrl\x00\x01\x02\x7fchars\nnew\tline", "\u202eesrever\u202c \u2066x\u2069", "]]> <!-- --> %s {{.}}", " \t ", "\xff\xfe broken",
}

// hostile returns the small map with nasty texts everywhere.
func hostile(t *testing.T) figure.Map {
	m := read(t, "small")
	m.ID = `"><script>`
	m.Title, m.Subtitle, m.Caption = nasty[0]+strings.Repeat(" long title", 30), nasty[6]+strings.Repeat(" sub", 200), nasty[7]
	m.Source, m.AltText = "javascript:alert(1)", nasty[5]
	m.Dropped, m.Notes = nasty, nasty
	for i := range 30 {
		id := fmt.Sprintf("n%d\"<&", i)
		n := figure.Node{ID: id, Name: nasty[i%10], Detail: nasty[(i+3)%10], Title: nasty[(i+4)%10], Group: nasty[i%3]}
		if i%2 == 0 {
			n.Value, n.Known = float64(i), true
		}
		m.Nodes = append(m.Nodes, n)
		m.Arcs = append(m.Arcs, figure.Arc{
			ID: nasty[i%10] + fmt.Sprint(i), From: "lucent", To: id, Kind: nasty[i%10], Certainty: figure.Certainties()[i%7],
			Label: nasty[(i+1)%10], Title: nasty[(i+2)%10],
		})
	}
	m.Cycles[0] = figure.Cycle{Number: 1, Text: strings.Join(nasty, " → "), Amount: nasty[4], Note: nasty[4]}
	m.Legend.Groups = []figure.Entry{{Key: nasty[0], Label: nasty[4]}, {Key: nasty[1], Label: nasty[1]}}
	m.Legend.Kinds = []figure.Entry{{Key: "loan", Label: nasty[4]}}
	m.Legend.Amounts = []figure.Scale{{Value: 1, Label: nasty[4]}, {Value: 2, Label: nasty[0]}}
	m.Legend.Headings = figure.Headings{Kinds: nasty[4], Amounts: nasty[4], Unknown: nasty[4], Proposed: nasty[4]}
	m.NotDrawn = nasty[4]
	m.Legend.Values = []figure.Scale{{Value: 1, Label: nasty[4]}}
	return m
}

// figures are the maps the laws are checked on.
func figures(t *testing.T) map[string]figure.Map {
	lonely := read(t, "small")
	lonely.Arcs, lonely.Cycles = nil, nil
	anonymous := read(t, "small")
	anonymous.Legend = figure.Legend{}
	anonymous.AltText = ""
	return map[string]figure.Map{
		"small": read(t, "small"), "ai": read(t, "ai"), "hostile": hostile(t), "empty": {}, "no arcs": lonely, "no legend": anonymous,
	}
}

// draw draws m.
func draw(t *testing.T, m figure.Map, o svg.Options) string {
	t.Helper()
	out, _, err := svg.Map(t.Context(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestCertaintyShows checks, for every kind, that what is not signed is drawn empty, with an empty head, and what is
// signed never is; and that the words stand beside it.
func TestCertaintyShows(t *testing.T) {
	for _, kind := range []string{"equity", "compute", "purchase", "lease", "loan", "guarantee", "warrant", "grant", "unheard-of"} {
		m := read(t, "small")
		m.Cycles = nil
		m.Arcs = nil
		for _, c := range figure.Certainties() {
			m.Arcs = append(m.Arcs, figure.Arc{ID: string(c), From: "lucent", To: "winstar", Kind: kind, Certainty: c, Amount: 1, Known: true, Label: "$1bn"})
		}
		all := sheettest.Parse(t, draw(t, m, svg.Options{}))
		shape := make(map[string]string)
		for i, e := range all {
			if e.Attrs["data-certainty"] == "" {
				continue
			}
			said := ""
			for _, part := range all[i+2:] {
				switch part.Name {
				case "path":
					said += " stroke"
					if part.Attrs["stroke"] == "#FFFFFF" {
						said += ":core"
					}
					if part.Attrs["stroke-dasharray"] != "" && e.Attrs["data-certainty"] != "signed" && e.Attrs["data-certainty"] != "active" && e.Attrs["data-certainty"] != "completed" {
						said += ":broken"
					}
					continue
				case "polygon":
					said += " head"
					if part.Attrs["fill"] == "#FFFFFF" {
						said += ":empty"
					}
				}
				break
			}
			shape[e.Attrs["data-certainty"]] = strings.TrimSpace(said)
		}
		want := map[string]string{
			"rumoured": "stroke:broken stroke:core:broken head:empty", "proposed": "stroke:broken stroke:core:broken head:empty",
			"announced": "stroke stroke:core head:empty",
			"signed":    "stroke head", "active": "stroke head", "completed": "stroke head",
			"ended": "stroke:broken head:empty",
		}
		if d := cmp.Diff(want, shape); d != "" {
			t.Errorf("%s (-want +got):\n%s", kind, d)
		}
		for _, want := range []string{"LOI $1bn", "rumoured $1bn"} {
			if !slices.ContainsFunc(all, func(e *sheettest.Tag) bool { return e.Text == want && e.Attrs["font-style"] == "italic" }) {
				t.Errorf("%s: no label says %q in italics", kind, want)
			}
		}
	}
}

// TestFading checks that arrows off the cycles step back, unless all are wanted in colour or there is no cycle.
func TestFading(t *testing.T) {
	small := read(t, "small")
	plain := read(t, "small")
	plain.Cycles = nil
	for i := range plain.Arcs {
		plain.Arcs[i].Cycles = nil
	}
	for _, tt := range []struct {
		name string
		m    figure.Map
		o    svg.Options
		want []string // arcs that step back
	}{
		{"a cycle", small, svg.Options{}, []string{"cover", "stake", "talk"}},
		{"all in colour", small, svg.Options{AllInColor: true}, nil},
		{"no cycle", plain, svg.Options{}, nil},
	} {
		var got []string
		for _, e := range sheettest.Parse(t, draw(t, tt.m, tt.o)) {
			if e.Attrs["data-certainty"] != "" && e.Attrs["opacity"] != "" {
				got = append(got, e.Attrs["data-id"])
			}
		}
		slices.Sort(got)
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: arcs that step back (-want +got):\n%s", tt.name, d)
		}
	}
}

func TestGolden(t *testing.T) {
	got := draw(t, read(t, "small"), svg.Options{})
	const file = "testdata/small.svg"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("another picture than %s; look at it, then run with -update (-want +got):\n%s", file, d)
	}
}

// TestSameBytes draws one figure many times, at once, and shuffled.
func TestSameBytes(t *testing.T) {
	m := read(t, "ai")
	want := draw(t, m, svg.Options{Theme: sheet.Auto})
	slices.Reverse(m.Nodes)
	slices.Reverse(m.Arcs)
	var wg sync.WaitGroup
	outs := make([][]byte, 4)
	errs := make([]error, len(outs))
	for i := range outs {
		wg.Go(func() { outs[i], _, errs[i] = svg.Map(t.Context(), m, svg.Options{Theme: sheet.Auto}) })
	}
	wg.Wait()
	for i := range outs {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if !bytes.Equal(outs[i], []byte(want)) {
			t.Errorf("run %d gave other bytes", i)
		}
	}
}

// TestAutoIsLight: without its style sheet, an auto picture is the light one.
func TestAutoIsLight(t *testing.T) {
	m := read(t, "small")
	strip := func(s string) string {
		s = regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAllString(s, "")
		return regexp.MustCompile(` class="[^"]*"`).ReplaceAllString(s, "")
	}
	if d := cmp.Diff(strip(draw(t, m, svg.Options{})), strip(draw(t, m, svg.Options{Theme: sheet.Auto}))); d != "" {
		t.Errorf("auto differs from light:\n%s", d)
	}
}

func TestErrors(t *testing.T) {
	broken := read(t, "small")
	broken.Arcs[0].To = "nobody"
	if _, _, err := svg.Map(t.Context(), broken, svg.Options{}); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("a map with a loose arc: error %v", err)
	}
	if _, _, err := svg.Map(t.Context(), read(t, "small"), svg.Options{Theme: "sepia"}); err == nil || !strings.Contains(err.Error(), "sepia") {
		t.Errorf("an unknown theme: error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := svg.Map(ctx, read(t, "small"), svg.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: error %v", err)
	}
}

// TestMemoryStaysFlat: the parent of two hundred drawings holds no more than that of a few. Graphviz leaks half a megabyte a
// drawing, which is one reason why it lives in a process of its own.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("two hundred drawings take ten seconds: left out of a short run")
	}
	m := read(t, "small")
	held := func() int {
		runtime.GC()
		debug.FreeOSMemory()
		return residentMB(t)
	}
	render := func(n int) {
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for range n / 2 {
					if _, _, err := svg.Map(t.Context(), m, svg.Options{}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	}
	render(10)
	before := held()
	render(200)
	if after := held(); after > before+10 {
		t.Errorf("the process held %d MB before and %d MB after two hundred drawings, want at most 10 MB more", before, after)
	}
}

// residentMB is how much memory this process has, in megabytes.
func residentMB(t *testing.T) int {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("this system does not tell in /proc how much memory a process has")
	}
	for line := range strings.Lines(string(data)) {
		var kB int
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kB); n == 1 {
			return kB / 1024
		}
	}
	t.Fatal("/proc/self/status has no VmRSS")
	return 0
}
