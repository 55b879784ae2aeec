package graphviz

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDrawPutsEverythingWhereItIs(t *testing.T) {
	d := pair()
	d.Circles[0].Center, d.Circles[0].LabelAt = Point{101.25, 149.5}, Point{101.25, 149.5}
	d.Circles[0].Radius = 36.07
	d.Circles[1].Label = "Open\nAI" // two lines of 12 pt around 300,120
	root := mustDraw(t, d)

	if got, want := root.attr("viewBox"), "0.00 0.00 400.00 300.00"; got != want {
		t.Errorf("viewBox %q, want %q", got, want)
	}
	map1 := root.all("g")[0]
	if got, want := map1.attr("transform"), "scale(1 1) rotate(0) translate(0 300)"; got != want {
		t.Errorf("transform %q, want %q", got, want)
	}
	if map1.attr("id") != "" {
		t.Errorf("the mark %q is still there", map1.attr("id"))
	}

	nvidia := map1.find(t, "co_nvidia")
	if got, want := nvidia.attr("class"), "node company chips"; got != want {
		t.Errorf("class %q, want %q", got, want)
	}
	ellipse := nvidia.all("ellipse")[0]
	for name, want := range map[string]string{
		"cx": "101.25", "cy": "-149.5", "rx": "36.07", "ry": "36.07",
		"stroke": "#112233", "stroke-width": "2", "fill": "#ffeedd",
	} {
		if got := ellipse.attr(name); got != want {
			t.Errorf("circle: %s=%q, want %q", name, got, want)
		}
	}
	if label := nvidia.all("text"); len(label) != 1 || label[0].Text != "Nvidia" || label[0].attr("x") != "101.25" {
		t.Errorf("label inside: %+v", label)
	}
	lines := map1.find(t, "co_openai").all("text")
	if len(lines) != 3 || lines[0].Text != " " || lines[1].Text != "Open" || lines[2].Text != "AI" || lines[1].attr("x") != "300" {
		t.Errorf("label outside: %+v", lines)
	}

	arc := map1.find(t, "deal_1")
	path := arc.all("path")[0]
	if got, want := path.attr("d"), "M136,-150C180,-200 220,-200 270,-160"; got != want {
		t.Errorf("path %q, want %q", got, want)
	}
	if path.attr("stroke") != "#0061a8" || path.attr("stroke-width") != "4" || path.attr("stroke-dasharray") != "" {
		t.Errorf("pen: %+v", path.Attr)
	}
	if len(arc.all("polygon")) != 1 {
		t.Errorf("an arrowhead is missing")
	}
	if got := arc.all("text")[0]; got.Text != "$100B" || got.attr("x") != "200" {
		t.Errorf("label on the arc: %+v", got)
	}
	back := map1.find(t, "deal_2")
	if len(back.all("polygon")) != 0 || back.all("path")[0].attr("stroke-dasharray") == "" || len(back.all("text")) != 0 {
		t.Errorf("the arc without tip and label: %+v", back)
	}
}

// A thin arrowhead is as long as from the end of the curve to the tip, and ends there.
func TestDrawArrowEndsAtTip(t *testing.T) {
	d := pair()
	d.Curves[0].PenWidth = 0.01
	d.Curves[0].Tip = Point{282, 160} // level with the base at 270,160
	polygon := mustDraw(t, d).find(t, "deal_1").all("polygon")[0]
	most := math.Inf(-1)
	for corner := range strings.FieldsSeq(polygon.attr("points")) {
		p, err := readPoint(corner)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, p.X)
	}
	if math.Abs(most-282) > 0.1 {
		t.Errorf("the arrowhead reaches x = %g, want 282: %s", most, polygon.attr("points"))
	}
}

// Labels that hang over the edge do not move the canvas.
func TestDrawKeepsTheCanvas(t *testing.T) {
	d := pair()
	d.Circles[1].LabelAt = Point{-30, 310}
	d.Curves[0].LabelAt = Point{399, 299}
	root := mustDraw(t, d)
	if got, want := root.attr("viewBox"), "0.00 0.00 400.00 300.00"; got != want {
		t.Errorf("viewBox %q, want %q", got, want)
	}
	if got := root.find(t, "co_nvidia").all("ellipse")[0].attr("cx"); got != "100" {
		t.Errorf("cx %q, want 100", got)
	}
}

func TestDrawShowsHostileLabelsLiterally(t *testing.T) {
	for _, tt := range []struct{ name, label, want string }{
		{"markup", `AT&T "x" <script>alert(1)</script>`, `AT&T "x" <script>alert(1)</script>`},
		{"entity", `&lt;b&gt; &amp; &#65;`, `&lt;b&gt; &amp; &#65;`},
		{"backslash", `back\slash`, `back\slash`},
		{"last backslash", `a\`, `a\`},
		{"two backslashes", `a\\n`, `a\\n`},
		{"escapes", `\N \G \n \l \E \T \H \L`, `\N \G \n \l \E \T \H \L`},
		{"quote and backslash", `\" ] ; }`, `\" ] ; }`},
		{"HTML-like", `<<b>bold</b>>`, `<<b>bold</b>>`},
		{"dot comment", `/* a */ // b # c`, `/* a */ // b # c`},
		{"Chinese", `英伟达`, `英伟达`},
		{"300 runes", strings.Repeat("é", 300), strings.Repeat("é", 199) + "…"},
		{"control characters", "a\x00\x01\x1f\x7f\u0085\uFFFEb", "ab"},
		{"tab", "a\tb", "a b"},
		{"invalid UTF-8", "a\xff\xc3b", "ab"},
		{"two lines", "a\r\nb", "a|b"},
		{"byte order mark", "\ufeffx", "\ufeffx"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := pair()
			d.Circles[0].Label, d.Circles[1].Label, d.Curves[0].Label = tt.label, tt.label, tt.label
			root := mustDraw(t, d)
			for _, id := range []string{"co_nvidia", "co_openai", "deal_1"} {
				var lines []string
				for _, text := range root.find(t, id).all("text") {
					if text.Text != " " {
						lines = append(lines, text.Text)
					}
				}
				if got := strings.Join(lines, "|"); got != tt.want {
					t.Errorf("%s shows %q, want %q", id, got, tt.want)
				}
			}
		})
	}
}

// An empty label would turn into the node's name inside go-graphviz.
func TestDrawWritesNothingForNoLabel(t *testing.T) {
	for _, label := range []string{"", " ", "\x01", "\n", "\xff"} {
		d := pair()
		d.Circles[0].Label, d.Circles[1].Label, d.Curves[0].Label = label, label, label
		root := mustDraw(t, d)
		for _, id := range []string{"co_nvidia", "co_openai", "deal_1"} {
			for _, text := range root.find(t, id).all("text") {
				if text.Text != " " {
					t.Errorf("label %q of %s shows %q", label, id, text.Text)
				}
			}
		}
	}
}

func TestDrawNothing(t *testing.T) {
	root := mustDraw(t, Drawing{Width: 120, Height: 80.5})
	if got, want := root.attr("viewBox"), "0.00 0.00 120.00 80.50"; got != want {
		t.Errorf("viewBox %q, want %q", got, want)
	}
	if got := root.all("g")[0].all("g"); len(got) != 0 {
		t.Errorf("an empty drawing has %d things", len(got))
	}
}

func TestDrawIDsComeBack(t *testing.T) {
	d := pair()
	d.Circles[0].ID, d.Circles[1].ID, d.Curves[0].ID = "a-b.c:d_1", "英伟达", "-"
	root := mustDraw(t, d)
	for _, id := range []string{"a-b.c:d_1", "英伟达", "-", "deal_2"} {
		root.find(t, id)
	}
}

func TestDrawRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name string
		want error
		edit func(*Drawing)
	}{
		{"no canvas", ErrInvalid, func(d *Drawing) { d.Width = 0 }},
		{"infinite canvas", ErrInvalid, func(d *Drawing) { d.Height = inf }},
		{"no id", ErrInvalid, func(d *Drawing) { d.Circles[0].ID = "" }},
		{"id with a quote", ErrInvalid, func(d *Drawing) { d.Curves[0].ID = `x"y` }},
		{"id with an escape", ErrInvalid, func(d *Drawing) { d.Circles[0].ID = `\N` }},
		{"invalid UTF-8 in an id", ErrInvalid, func(d *Drawing) { d.Circles[0].ID = "a\xff" }},
		{"id twice", ErrInvalid, func(d *Drawing) { d.Curves[0].ID = "co_nvidia" }},
		{"class with two spaces", ErrInvalid, func(d *Drawing) { d.Circles[0].Class = "a  b" }},
		{"class with markup", ErrInvalid, func(d *Drawing) { d.Curves[0].Class = "a<b" }},
		{"centre outside", ErrInvalid, func(d *Drawing) { d.Circles[0].Center.X = 401 }},
		{"centre not a number", ErrInvalid, func(d *Drawing) { d.Circles[0].Center.Y = nan }},
		{"no radius", ErrInvalid, func(d *Drawing) { d.Circles[0].Radius = 0 }},
		{"radius not a number", ErrInvalid, func(d *Drawing) { d.Circles[0].Radius = nan }},
		{"negative pen", ErrInvalid, func(d *Drawing) { d.Circles[0].PenWidth = -1 }},
		{"colour name", ErrInvalid, func(d *Drawing) { d.Circles[0].Fill = "red" }},
		{"colour of three", ErrInvalid, func(d *Drawing) { d.Curves[0].Color = "#abc" }},
		{"colour out of range", ErrInvalid, func(d *Drawing) { d.Curves[0].Color = "#00000g" }},
		{"label nowhere", ErrInvalid, func(d *Drawing) { d.Circles[0].LabelAt.X = inf }},
		{"curve from nobody", ErrInvalid, func(d *Drawing) { d.Curves[0].From = -1 }},
		{"curve to nobody", ErrInvalid, func(d *Drawing) { d.Curves[0].To = 2 }},
		{"curve of three points", ErrInvalid, func(d *Drawing) { d.Curves[0].Points = d.Curves[0].Points[:3] }},
		{"curve of no points", ErrInvalid, func(d *Drawing) { d.Curves[0].Points = nil }},
		{"curve of five points", ErrInvalid, func(d *Drawing) { d.Curves[0].Points = make([]Point, 5) }},
		{"curve not a number", ErrInvalid, func(d *Drawing) { d.Curves[0].Points[1].X = nan }},
		{"tip outside", ErrInvalid, func(d *Drawing) { d.Curves[0].Tip.Y = -1 }},
		{"no pen", ErrInvalid, func(d *Drawing) { d.Curves[0].PenWidth = 0 }},
		{"unknown style", ErrInvalid, func(d *Drawing) { d.Curves[0].Style = "wavy" }},
		{"501 circles", ErrTooLarge, func(d *Drawing) { d.Circles = make([]Circle, 501) }},
		{"2001 curves", ErrTooLarge, func(d *Drawing) { d.Curves = make([]Curve, 2001) }},
	} {
		d := pair()
		tt.edit(&d)
		if svg, err := Draw(t.Context(), d); !errors.Is(err, tt.want) || svg != nil {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
}

// The largest drawing there may be is drawn.
func TestDrawLargest(t *testing.T) {
	d := wheel(MaxNodes, MaxEdges)
	root := mustDraw(t, d)
	if got := len(root.all("g")[0].all("g")); got != MaxNodes+MaxEdges {
		t.Errorf("%d things, want %d", got, MaxNodes+MaxEdges)
	}
}

func TestDrawSameBytes(t *testing.T) {
	d := wheel(40, 100)
	want, err := Draw(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Draw(t.Context(), d); err != nil || !bytes.Equal(again, want) {
		t.Errorf("the second time: error %v, or other bytes", err)
	}
	got, errs := make([][]byte, 8), make([]error, 8)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() { got[i], errs[i] = Draw(t.Context(), d) })
	}
	wait.Wait()
	for i := range got {
		if errs[i] != nil || !bytes.Equal(got[i], want) {
			t.Errorf("goroutine %d: error %v, or other bytes", i, errs[i])
		}
	}
}

func TestDrawOrder(t *testing.T) {
	d := wheel(5, 12)
	var got, want []string
	for _, g := range mustDraw(t, d).all("g")[0].all("g") {
		got = append(got, g.attr("id"))
	}
	for _, c := range d.Circles {
		want = append(want, c.ID)
	}
	for from := range d.Circles {
		for to := range d.Circles {
			for _, c := range d.Curves {
				if c.From == from && c.To == to {
					want = append(want, c.ID)
				}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDOT(t *testing.T) {
	d := pair()
	d.Circles[0].Label = `AT&T "x" \N`
	d.Circles = d.Circles[:1]
	d.Curves = []Curve{{ID: "deal_1", Points: []Point{{-0.001, 150}, {1.005, 0}, {2, 0.5}, {30, 40}}, Tip: Point{33, 44}, PenWidth: 1.25,
		Style: "dotted", Label: "<1\n2>", LabelAt: Point{5, 6}, FontSize: 9.5}}
	// The arrow is 5 points long, half of Graphviz's 10.
	want := `// Everything has its place: draw it with neato -n2 -Tsvg
digraph deals {
	viewport="400,300,1,200,150" notranslate=true pad=0 margin=0 bgcolor=transparent outputorder=nodesfirst
	node [shape=circle fixedsize=true fontname=Helvetica style=filled label=" "]
	edge [fontname=Helvetica arrowhead=normal]
	corner0 [shape=none style=invis width=0.02 height=0.02 pos="0.72,0.72"]
	corner1 [shape=none style=invis width=0.02 height=0.02 pos="399.28,299.28"]
	n0 [id="co_nvidia" class="company chips" pos="100,150" width=1 height=1 penwidth=2 color="#112233" fillcolor="#ffeedd" label="AT&amp;T \"x\" \\N" fontsize=12]
	n0 -> n0 [id="deal_1" pos="e,33,44 0,150 1,0 2,0.5 30,40" arrowsize=0.5 penwidth=1.25 color="#000000" style="dotted" label="<1\n2>" lp="5,6" fontsize=9.5]
}
`
	if diff := cmp.Diff(want, string(DOT(d))); diff != "" {
		t.Error(diff)
	}
}

// What DOT is given never ends a string or a statement, even if Draw would refuse it.
func TestDOTStaysInItsStrings(t *testing.T) {
	d := pair()
	evil := "x\"]; evil [URL=\"javascript:1\"]; /*\\"
	d.Circles[0].ID, d.Circles[0].Class, d.Circles[0].Fill, d.Circles[0].Stroke = evil, evil, evil, evil
	d.Curves[0].ID, d.Curves[0].Class, d.Curves[0].Color, d.Curves[0].Style = evil, evil, evil, evil
	d.Circles[0].Label, d.Curves[0].Label = evil, evil
	inString := false
	outside := new(strings.Builder)
	text := DOT(d)
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && inString:
			i++
		case text[i] == '"':
			inString = !inString
		case !inString:
			outside.WriteByte(text[i])
		}
	}
	if inString || strings.Contains(outside.String(), "evil") {
		t.Errorf("broke out:\n%s", outside)
	}
}

func TestCheckSVG(t *testing.T) {
	d := pair()
	whole := `<svg><g id="h1"><g id="co_nvidia"/><g id="co_openai"/><g id="deal_1"/><g id="deal_2"/></g></svg>`
	got, err := d.checkSVG([]byte(whole), "h1")
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(whole, ` id="h1"`, "", 1); string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, tt := range []struct{ name, old, new string }{
		{"cut off", "</svg>", ""},
		{"other graph", "h1", "h2"},
		{"no circle", `<g id="co_openai"/>`, ""},
		{"no curve", `<g id="deal_2"/>`, ""},
		{"twice", `<g id="deal_2"/>`, `<g id="deal_2"/><g id="deal_2"/>`},
		{"stranger", `<g id="deal_2"/>`, `<g id="deal_2"/><g id="deal_3"/>`},
		{"mark twice", `<g id="deal_2"/>`, `<g id="deal_2"/><g id="h1"/>`},
		{"script", `<g id="deal_2"/>`, `<g id="deal_2"/><script/>`},
		{"not XML", `<g id="deal_2"/>`, `<g id="deal_2">`},
		{"control character", `<g id="deal_2"/>`, "<g id=\"deal_2\"/>\x01"},
		{"nothing", whole, ""},
	} {
		if svg, err := d.checkSVG([]byte(strings.Replace(whole, tt.old, tt.new, 1)), "h1"); err == nil || svg != nil {
			t.Errorf("%s: accepted", tt.name)
		}
	}
}

// wheel is n circles on a wheel and m curves between them, on a canvas that has room.
func wheel(n, m int) Drawing {
	d := Drawing{Width: 1200, Height: 1200}
	at := func(i int) Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		return Point{math.Round(600 + 500*cos), math.Round(600 + 500*sin)}
	}
	for i := range n {
		d.Circles = append(d.Circles, Circle{ID: fmt.Sprintf("c%d", i), Class: "company", Center: at(i), Radius: 10, PenWidth: 1,
			Fill: "#eeeeee", Label: fmt.Sprintf("Company %d", i), LabelAt: Point{at(i).X, at(i).Y - 20}})
	}
	for i := range m {
		from, to := i*7%n, (i*7+1+i%(n-1))%n
		a, b := at(from), at(to)
		d.Curves = append(d.Curves, Curve{ID: fmt.Sprintf("d%d", i), Class: "deal", From: from, To: to, PenWidth: 1.5, Color: "#0061A8",
			Points: slices.Clone([]Point{a, {600, a.Y}, {600, b.Y}, {(a.X + 9*b.X) / 10, (a.Y + 9*b.Y) / 10}}), Tip: b,
			Label: fmt.Sprintf("$%dB", i), LabelAt: Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2}})
	}
	return d
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{20, 60, 150} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			d := wheel(n, n*27/10)
			for b.Loop() {
				if _, err := Draw(b.Context(), d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
