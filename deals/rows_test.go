package deals

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
)

// slowRows reads a table as encoding/csv does. It is strict in the same way, but holds all rows.
func slowRows(text string, comma byte) (rows [][]string, places [][]spot, bad []spot) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.Comment, r.FieldsPerRecord, r.TrimLeadingSpace = rune(comma), '#', -1, comma != '\t'
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, places, bad
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			bad = append(bad, spot{wrong.Line, wrong.Column})
			continue
		}
		at := make([]spot, len(rec))
		for i := range rec {
			at[i].line, at[i].col = r.FieldPos(i)
		}
		rows, places = append(rows, rec), append(places, at)
	}
}

// quickRows reads the same with a rowReader.
func quickRows(text string, comma byte) (rows [][]string, places [][]spot, bad []spot) {
	r := &rowReader{in: bufio.NewReaderSize(strings.NewReader(text), 16), comma: comma} // lines are longer than the buffer
	for {
		err := r.next()
		if errors.Is(err, io.EOF) {
			return rows, places, bad
		}
		if wrong, ok := errors.AsType[*rowError](err); ok {
			bad = append(bad, wrong.spot)
			continue
		}
		var rec []string
		for i := range r.ends {
			rec = append(rec, string(r.cell(i)))
		}
		rows, places = append(rows, rec), append(places, append([]spot{}, r.places...))
	}
}

// FuzzRows reads any text in both ways: the rows, their places and the places of what is broken are the same.
func FuzzRows(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n", "a;\"b;\"\"c\"\n\n#x\n;;\n", "\"a\r\nb\",c\r\n\"d\"e,f\r\ng\"h\n", " \"x\" ,y\n  z , \"w\"\n", "\t\t\n\"\t\"\t\n", "\"never\nends", "\"\"\"\"\n\"", "a,\n,a\n,\n \n", "#\n\"#\"\n", "a\rb\n\r\n\"\r",
	} {
		for _, comma := range []byte(",;\t") {
			f.Add(text, comma)
		}
	}
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if !bytes.Contains([]byte(",;\t"), []byte{comma}) || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			return // a text has no other separator, and no lone CR
		}
		rows, places, bad := slowRows(text, comma)
		gotRows, gotPlaces, gotBad := quickRows(text, comma)
		if !equalRows(rows, gotRows) || !equalSpots(places, gotPlaces) || !equalSpots([][]spot{bad}, [][]spot{gotBad}) {
			t.Errorf("%q\nslow  %q %v %v\nquick %q %v %v", text, rows, places, bad, gotRows, gotPlaces, gotBad)
		}
	})
}

func equalRows(a, b [][]string) bool { return equalLists(a, b) }
func equalSpots(a, b [][]spot) bool  { return equalLists(a, b) }

func equalLists[T comparable](a, b [][]T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i]) != len(b[i]) {
			return false
		}
		for k := range a[i] {
			if a[i][k] != b[i][k] {
				return false
			}
		}
	}
	return true
}

// A row that never ends is refused where it begins, without reading the file into memory.
func TestEndlessRow(t *testing.T) {
	for name, c := range map[string]struct {
		start string
		want  spot
	}{
		"a quoted cell": {"a,b\nx,\"", spot{2, 1}},
		"lines in it":   {"a,b\nx,\"\n\n", spot{2, 3}},
		"a line":        {"a,b\nx,", spot{2, 1}},
		"a comment":     {"a,b\n#", spot{2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			endless := &counted{in: io.MultiReader(strings.NewReader(c.start), repeat("x, y "))}
			r := &rowReader{in: bufio.NewReader(endless), comma: ','}
			err := r.next()
			for err == nil {
				err = r.next()
			}
			wrong, ok := errors.AsType[*rowError](err)
			if !ok || !wrong.ends || wrong.spot != c.want {
				t.Errorf("%v, want the row at %v", err, c.want)
			}
			if endless.n > 2*maxRowBytes {
				t.Errorf("%d bytes were read", endless.n)
			}
		})
	}
}

// repeat is a text without end.
type repeat string

func (r repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r[i%len(r)]
	}
	return len(p), nil
}

type counted struct {
	in io.Reader
	n  int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += n
	return n, err
}
