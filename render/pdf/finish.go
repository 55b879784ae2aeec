package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// resources is the number that fpdf gives the object with what a page may use.
const resources = 2

// finish adds to a file of fpdf what fpdf cannot do: transparency groups and names of fonts.
func (w *writer) finish(file []byte) ([]byte, error) {
	objects, trailer, err := split(file)
	if err != nil {
		return nil, err
	}
	var fonts strings.Builder
	for _, e := range w.fonts.list {
		n := w.fonts.rename(objects, e)
		if n == 0 {
			return nil, fmt.Errorf("the font %s cannot be embedded", e.face.Name())
		}
		fmt.Fprintf(&fonts, "/%s %d 0 R\n", e.resource, n)
	}
	var forms strings.Builder
	for i, operators := range w.forms {
		form, err := w.form(len(objects), operators)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&forms, "/X%d %d 0 R\n", i+1, len(objects))
		objects = append(objects, form)
	}
	if err := insert(&objects[resources], "/Font <<\n", fonts.String()); err != nil {
		return nil, err
	}
	if err := insert(&objects[resources], "/XObject <<\n", forms.String()); err != nil {
		return nil, err
	}
	return join(objects, trailer), nil
}

// errFile is returned when a file of fpdf is not made as it is in the version this package was written for.
var errFile = errors.New("the file of fpdf is not as expected")

// split returns the objects of a file by number, the first of which is 0 and missing, and the trailer without the
// places of objects.
func split(file []byte) (objects [][]byte, trailer string, err error) {
	_, tail, ok := bytes.Cut(file[max(len(file)-64, 0):], []byte("startxref\n"))
	if !ok {
		return nil, "", errFile
	}
	end, err := strconv.Atoi(strings.Fields(string(tail))[0])
	if err != nil || end > len(file) {
		return nil, "", errFile
	}
	table, rest, ok := strings.Cut(string(file[end:]), "trailer\n")
	trailer, _, found := strings.Cut(rest, "startxref")
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if !ok || !found || len(lines) < 3 || lines[0] != "xref" {
		return nil, "", errFile
	}
	places := make([]int, len(lines)-2) // without the lines "xref" and "0 n"
	for i := range places {
		if places[i], err = strconv.Atoi(strings.Fields(lines[i+2])[0]); err != nil || places[i] > end {
			return nil, "", errFile
		}
	}
	order := slices.Sorted(slices.Values(append(places[1:len(places):len(places)], end)))
	objects = make([][]byte, len(places))
	for i, at := range places[1:] {
		next := order[slices.Index(order, at)+1]
		objects[i+1] = file[at:next]
	}
	return objects, trailer, nil
}

// rename gives e its name in the objects and returns the number of the font, 0 if it is not there.
func (f *fonts) rename(objects [][]byte, e *embedded) int {
	number := 0
	for i, o := range objects {
		if bytes.Contains(o, []byte("stream\n")) || !bytes.Contains(o, []byte("/"+e.key()+"\n")) {
			continue
		}
		if bytes.Contains(o, []byte("/Subtype /Type0")) {
			number = i
		}
		objects[i] = bytes.ReplaceAll(o, []byte("/"+e.key()+"\n"), []byte("/"+e.name()+"\n"))
	}
	return number
}

// form returns the object of a transparency group.
func (w *writer) form(n int, operators []byte) ([]byte, error) {
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	if _, err := z.Write(operators); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%d 0 obj\n<</Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources %d 0 R\n",
		n, number(w.pic.Width), number(w.pic.Height), resources)
	fmt.Fprintf(&out, "/Group <</S /Transparency /CS /DeviceRGB /I true>>\n/Filter /FlateDecode /Length %d>>\nstream\n",
		data.Len())
	out.Write(data.Bytes())
	out.WriteString("\nendstream\nendobj\n")
	return out.Bytes(), nil
}

// insert puts text after the only place of a mark in an object.
func insert(object *[]byte, mark, text string) error {
	if bytes.Count(*object, []byte(mark)) != 1 {
		return errFile
	}
	*object = bytes.Replace(*object, []byte(mark), []byte(mark+text), 1)
	return nil
}

// join writes a file of objects, by number.
func join(objects [][]byte, trailer string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xb5\xb6\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = out.Len()
		out.Write(o)
	}
	end := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, at := range places[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	_, rest, _ := strings.Cut(trailer, "/Root") // leaves out the number of objects, which has grown
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root%sstartxref\n%d\n%%%%EOF\n", len(objects), rest, end)
	return out.Bytes()
}
