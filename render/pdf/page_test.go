package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/gofont/goregular"
)

// page returns the objects of the page of what stands in a picture of 400 × 200, by number, unpacked.
func page(t *testing.T, inner string, o Options) []string {
	t.Helper()
	file, _, err := Page([]byte(`<svg width="400" height="200"><title>T</title>`+inner+`</svg>`), o)
	if err != nil {
		t.Fatal(err)
	}
	return unpacked(t, file)
}

// unpacked returns the objects of a file, found by its table, with their streams unpacked.
func unpacked(t *testing.T, file []byte) []string {
	t.Helper()
	objects, trailer, err := split(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("/Size %d\n", len(objects)); !strings.Contains(trailer, want) {
		t.Errorf("trailer %q without %q", trailer, want)
	}
	out := make([]string, len(objects))
	for i, o := range objects[1:] {
		if !bytes.HasPrefix(o, fmt.Appendf(nil, "%d 0 obj\n", i+1)) || !bytes.HasSuffix(o, []byte("endobj\n")) {
			t.Fatalf("object %d is %.40q", i+1, o)
		}
		head, data, ok := strings.Cut(string(o), "stream\n")
		if ok && strings.Contains(head, "FlateDecode") {
			z, err := zlib.NewReader(strings.NewReader(data))
			if err != nil {
				t.Fatalf("object %d: %v", i+1, err)
			}
			text, err := io.ReadAll(z)
			if err != nil {
				t.Fatalf("object %d: %v", i+1, err)
			}
			data = string(text)
		}
		out[i+1] = head + data
	}
	return out
}

// among returns the objects that contain mark.
func among(objects []string, mark string) []string {
	var out []string
	for _, o := range objects {
		if strings.Contains(o, mark) {
			out = append(out, o)
		}
	}
	return out
}

// content returns the operators of the page.
func content(t *testing.T, objects []string) string {
	t.Helper()
	found := among(objects, "0.75 0 0 -0.75 0 150 cm")
	if len(found) != 1 {
		t.Fatalf("%d objects look like the page", len(found))
	}
	_, operators, _ := strings.Cut(found[0], "150 cm\n")
	return operators
}

func TestShapes(t *testing.T) {
	for svg, want := range map[string]string{
		`<rect x="1" y="2" width="3" height="4" fill="#ff0080"/>`: "q\n1 0 0.502 rg\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf\nQ\n",
		`<path d="M1 2C3 4 5 6 7 8.125" fill="none" stroke="#00f" stroke-width="2" stroke-dasharray="3 1" stroke-dashoffset="2" stroke-linecap="round" stroke-linejoin="bevel"/>`://
		"q\n0 0 1 RG\n2 w\n1 J\n2 j\n[3 1 ] 2 d\n1 2 m\n3 4 5 6 7 8.12 c\nS\nQ\n",
		`<path d="M0 0H9V9Z" fill-rule="evenodd" stroke="#000"/>`: "q\n0 0 0 rg\n0 0 0 RG\n1 w\n4 M\n0 0 m\n9 0 l\n9 9 l\nh\nB*\nQ\n",
		`<path d="M0 0H9" fill-opacity=".5"/>`:                    "q\n/GS1 gs\n0 0 0 rg\n0 0 m\n9 0 l\nf\nQ\n",
		`<clipPath id="c"><rect x="1" width="5" height="6"/></clipPath><g clip-path="url(#c)"><path d="M0 0H9"/></g>`://
		"q\n1 0 5 6 re W n\nq\n0 0 0 rg\n0 0 m\n9 0 l\nf\nQ\nQ\n",
		`<path d="M0 0H9" stroke="#000" stroke-opacity="0.25" fill="none"/>`: "q\n/GS1 gs\n0 0 0 RG\n1 w\n4 M\n0 0 m\n9 0 l\nS\nQ\n",
	} {
		got := content(t, page(t, svg, Options{}))
		if diff := cmp.Diff(want+"Q\n", got, cmp.Transformer("end", cut)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", svg, diff)
		}
	}
}

// cut leaves out what follows the operators in the object.
func cut(s string) string {
	s, _, _ = strings.Cut(s, "\nendstream")
	return strings.TrimSpace(s)
}

// TestGroup: a group with an opacity is a transparency group of its own, which is not seen on the page except through it.
func TestGroup(t *testing.T) {
	objects := page(t, `<g opacity="0.3"><path d="M1 1H9"/><g opacity="0.6"><path d="M2 2H9"/><path d="M3 3H9"/></g></g>`, Options{})
	if got, want := cut(content(t, objects)), "q\n/GS2 gs\n/X2 Do\nQ\nQ"; got != want {
		t.Errorf("page %q, want %q", got, want)
	}
	forms := among(objects, "/Group <</S /Transparency /CS /DeviceRGB /I true>>")
	if len(forms) != 2 || !strings.Contains(forms[0], "2 2 m") || !strings.Contains(forms[1], "q\n/GS1 gs\n/X1 Do\nQ") {
		t.Errorf("forms %q", forms)
	}
	for i, alpha := range []string{"0.600", "0.300"} {
		if len(among(objects, "/ca "+alpha+" /CA "+alpha)) != 1 {
			t.Errorf("state %d has not the opacity %s", i+1, alpha)
		}
	}
	if len(among(objects, "/X1 ")) != 2 || !strings.Contains(objects[resources], "/X2 ") {
		t.Error("the forms are not among the resources")
	}
}

func TestText(t *testing.T) {
	objects := page(t, `<text x="10" y="20" font-size="10" fill="none" stroke="#fff" stroke-width="3">AV</text>
		<text x="10" y="20" font-size="10">AV€</text><text x="0" y="40" font-size="10" font-weight="bold" transform="rotate(90)">B</text>`, Options{})
	got := content(t, objects)
	// A is 667 wide in the file and V is kerned by 152/2048: 0.667 - 0.0742 - 0.667 em further.
	for _, want := range []string{
		"BT /T0 10 Tf\n1 0 0 -1 10 20 Tm\n[<0041>74<005620AC>] TJ ET", "BT /T1 10 Tf\n0 1 1 0 -40 0 Tm\n[<0042>] TJ ET",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "TJ"); n != 2 {
		t.Errorf("%d texts, want 2: a halo is no text", n)
	}
	for _, name := range []string{"LiberationSans", "LiberationSans-Bold"} {
		pattern := regexp.MustCompile(`/BaseFont /[A-Z]{6}\+` + name + "\n")
		n := 0
		for _, o := range objects {
			n += len(pattern.FindAllString(o, -1))
		}
		if n != 2 {
			t.Errorf("%s is named %d times as a font, want 2", name, n)
		}
	}
	if small, whole := len(strings.Join(objects, "")), 200_000; small > 2*whole {
		t.Errorf("the file has %d bytes unpacked: its fonts are not cut down", small)
	}
}

// TestFallback: a character of a further TrueType face is text, one above U+FFFF or without a face is an outline.
func TestFallback(t *testing.T) {
	svg := `<text x="10" y="20" font-size="10">x⁹英y</text>`
	got := content(t, page(t, svg, Options{Fonts: [][]byte{goregular.TTF}}))
	for _, want := range []string{"/T0 10 Tf\n1 0 0 -1 10 20 Tm\n[<0078>]", "/T1 10 Tf\n1 0 0 -1 15 20 Tm\n[<2079>]", "[<0079>]"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Count(got, "h\n") != 2 {
		t.Errorf("no box of two outlines in\n%s", got)
	}
	_, missing, err := Page([]byte(`<svg width="9" height="9">`+svg+`</svg>`), Options{})
	if string(missing) != "⁹英" || err != nil {
		t.Errorf("missing %q, error %v", string(missing), err)
	}
}

func TestProperties(t *testing.T) {
	info := among(page(t, "", Options{Producer: "maker", Keywords: "key (1)", Subject: "sub"}), "/Producer")
	if len(info) != 1 {
		t.Fatalf("%d objects with properties", len(info))
	}
	wide := func(s string) string { return "\xfe\xff\x00" + strings.Join(strings.Split(s, ""), "\x00") }
	for _, want := range []string{
		"/Title (" + wide("T") + ")", "/Producer (" + wide("maker") + ")", "/Subject (" + wide("sub") + ")",
		"/CreationDate (D:20000101000000)", "/ModDate (D:20000101000000)",
	} {
		if !strings.Contains(info[0], want) {
			t.Errorf("no %q in %q", want, info[0])
		}
	}
	if strings.Contains(info[0], "/Author") {
		t.Error("there is an author")
	}
	if o := among(page(t, "", Options{Title: "U"}), "/Title ("+wide("U")); len(o) != 1 {
		t.Error("the title is not that of the options")
	}
	if o := among(page(t, "", Options{}), "/MediaBox [0 0 300.00 150.00]"); len(o) == 0 {
		t.Error("the page is not 300 × 150 points")
	}
}

func TestErrors(t *testing.T) {
	small := `<svg width="9" height="9"><text>x⁹</text></svg>`
	for _, tt := range []struct {
		svg, want string
		o         Options
	}{
		{`<svg>`, "svg: XML syntax error", Options{}},
		{`<svg width="20000" height="9"/>`, "longer than 14400 points", Options{}},
		{small, "pdf: font 1", Options{Fonts: [][]byte{{1}}}},
	} {
		if _, _, err := Page([]byte(tt.svg), tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.svg, err, tt.want)
		}
	}
}

// TestEmbeddable: a face that fpdf cannot embed, or may not, is drawn as outlines.
func TestEmbeddable(t *testing.T) {
	if !embeddable(goregular.TTF) {
		t.Fatal("Go Regular cannot be embedded")
	}
	at := func(table string) int { // where a table is
		entry := bytes.Index(goregular.TTF, []byte(table))
		return int(binary.BigEndian.Uint32(goregular.TTF[entry+8:]))
	}
	with := func(at int, b ...byte) []byte {
		return append(append(bytes.Clone(goregular.TTF[:at]), b...), goregular.TTF[at+len(b):]...)
	}
	licence := with(at("OS/2")+8, 0, 2) // no embedding without permission
	for name, data := range map[string][]byte{
		"a collection": with(0, 't', 't', 'c', 'f'), "OpenType": with(0, 'O', 'T', 'T', 'O'), "without OS/2": with(bytes.Index(goregular.TTF, []byte("OS/2")), 'X'),
		"with a licence": licence, "without a table of characters": with(at("cmap")+2, 0, 0), "cut off": goregular.TTF[:at("cmap")], "empty": nil,
	} {
		if embeddable(data) {
			t.Errorf("a font %s can be embedded", name)
		}
	}
	got := content(t, page(t, `<text x="10" y="20" font-size="10">⁹</text>`, Options{Fonts: [][]byte{licence}}))
	if strings.Contains(got, "TJ") || !strings.Contains(got, " c\n") {
		t.Errorf("the digit is not an outline:\n%s", got)
	}
}

func readmeMap(t testing.TB) []byte {
	t.Helper()
	svg, err := os.ReadFile("../../testdata/readme/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

// TestSame: 8 goroutines at once make the same file.
func TestSame(t *testing.T) {
	svg := readmeMap(t)
	files := make([][]byte, 8)
	var group sync.WaitGroup
	for i := range files {
		group.Go(func() { files[i], _, _ = Page(svg, Options{Producer: "p"}) })
	}
	group.Wait()
	for i, f := range files {
		if len(f) == 0 || !bytes.Equal(f, files[0]) {
			t.Errorf("file %d has %d bytes and differs from the first, of %d", i, len(f), len(files[0]))
		}
	}
	unpacked(t, files[0])
}

// TestReaders asks poppler what it finds on the page of a map.
func TestReaders(t *testing.T) {
	for _, tool := range []string{"pdftotext", "pdffonts", "pdfinfo"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: no PDF reader checks our pages", tool)
		}
	}
	file, _, err := Page(readmeMap(t), Options{Producer: "p"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "map.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(tool string, arguments ...string) string {
		out, err := exec.CommandContext(t.Context(), tool, arguments...).CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("Error")) {
			t.Errorf("%s: %v\n%s", tool, err, out)
		}
		return string(out)
	}
	text := run("pdftotext", "-raw", path, "-")
	for _, name := range []string{"Who pays whom", "CoreWeave", "Hyperscaler", "Kind of deal"} {
		if !strings.Contains(text, name) {
			t.Errorf("%q is not found on the page", name)
		}
	}
	if n := strings.Count(text, "CoreWeave"); n != 1 {
		t.Errorf("CoreWeave is found %d times, want 1: its halo is no text", n)
	}
	fonts := strings.Split(strings.TrimSpace(run("pdffonts", path)), "\n")[2:]
	for _, f := range fonts {
		if !strings.Contains(f, "LiberationSans") || !strings.Contains(f, "yes yes yes") {
			t.Errorf("a font is not Liberation Sans, embedded, cut down and with characters: %s", f)
		}
	}
	var w, h float64
	_, size, _ := strings.Cut(run("pdfinfo", path), "Page size:")
	if _, err := fmt.Sscanf(size, "%f x %f", &w, &h); err != nil || math.Abs(w-1477.83*0.75) > 0.1 {
		t.Errorf("the page is %v × %v points (%v)", w, h, err)
	}
}

// FuzzPage: no picture makes Page panic, and its objects are where its table says.
func FuzzPage(f *testing.F) {
	for _, s := range []string{
		`<svg width="9" height="9"><g opacity=".5"><circle r="3" stroke="red" stroke-dasharray=".001"/><path d="M0 0a1 2 3 0 1 5 5z"/></g></svg>`,
		`<svg viewBox="0 0 9 9"><text x="1" y="2" font-size="1e-5">a)<tspan dy="3">(b\endobj</tspan></text><title>) endstream</title></svg>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, svg []byte) {
		file, _, err := Page(svg, Options{})
		if err == nil {
			unpacked(t, file)
		}
	})
}

func BenchmarkPage(b *testing.B) {
	svg := readmeMap(b)
	size := 0
	for b.Loop() {
		file, _, err := Page(svg, Options{})
		if err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes")
}
