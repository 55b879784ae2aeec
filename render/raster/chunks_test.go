package raster

import (
	"bytes"
	"compress/zlib"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// file returns a PNG file of chunks, as pairs of name and data.
func file(pairs ...string) []byte {
	var b bytes.Buffer
	b.WriteString(signature)
	for i := 0; i < len(pairs); i += 2 {
		writeChunk(&b, pairs[i], pairs[i+1])
	}
	return b.Bytes()
}

func TestChunksRoundTrip(t *testing.T) {
	want := []Chunk{{"Title", "Ärger: 英伟达"}, {"Source", ""}, {"Title", strings.Repeat("x\n", 9999)}, {strings.Repeat("k", 79), "v"}}
	png, _, err := PNG([]byte(`<svg width="1" height="1"/>`), Options{Text: want})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Chunks(png)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("chunks (-want +got), error %v:\n%s", err, diff)
	}
	if name := string(png[8+25+4 : 8+25+8]); name != "iTXt" {
		t.Errorf("after the header, of 25 bytes, comes %q, want iTXt", name)
	}
	png[8+25+10] ^= 1
	if _, err := Chunks(png); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("a changed byte gives the error %v", err)
	}
}

func TestChunksOfOthers(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write([]byte("packed"))
	w.Close()
	got, err := Chunks(file("IHDR", "", "tEXt", "a\x00b", "iTXt", "K\x00\x01\x00en\x00key\x00"+z.String(), "iTXt", "L\x00\x00\x00\x00\x00plain", "IEND", ""))
	if diff := cmp.Diff([]Chunk{{"K", "packed"}, {"L", "plain"}}, got); diff != "" || err != nil {
		t.Errorf("chunks (-want +got), error %v:\n%s", err, diff)
	}
	for _, bad := range [][]byte{
		nil, []byte("GIF89a"), file(), file("IHDR", ""), file("iTXt", "no end", "IEND", ""), file("iTXt", "a\x00\x00", "IEND", ""),
		file("iTXt", "a\x00\x00\x00x", "IEND", ""), file("iTXt", "a\x00\x00\x00\x00x", "IEND", ""),
		file("iTXt", "a\x00\x02\x00\x00\x00x", "IEND", ""), file("iTXt", "a\x00\x01\x00\x00\x00x", "IEND", ""),
		file("iTXt", "a\x00\x00\x00\x00\x00\xff", "IEND", ""), append([]byte(signature), 255, 255, 255, 255, 'I', 'E', 'N', 'D', 0, 0, 0, 0),
	} {
		if c, err := Chunks(bad); err == nil {
			t.Errorf("%q gives %v and no error", bad, c)
		}
	}
}

func TestBadChunks(t *testing.T) {
	for _, c := range []Chunk{
		{"", "x"}, {" a", "x"}, {"a ", "x"}, {"a  b", "x"}, {"ä", "x"}, {"a\nb", "x"}, {strings.Repeat("k", 80), "x"}, {"a", "\xff"}, {"a", "b\x00c"},
	} {
		if c.check() == nil {
			t.Errorf("%q: no error", c)
		}
	}
}

// FuzzChunks: no file makes Chunks panic, and what it reads can be written and read again.
func FuzzChunks(f *testing.F) {
	f.Add(file("iTXt", "L\x00\x00\x00\x00\x00plain", "IEND", ""))
	f.Add([]byte(signature))
	f.Fuzz(func(t *testing.T, data []byte) {
		chunks, err := Chunks(data)
		if err != nil {
			return
		}
		var pairs []string
		for _, c := range chunks {
			pairs = append(pairs, "iTXt", c.data())
		}
		again, err := Chunks(file(append(pairs, "IEND", "")...))
		if diff := cmp.Diff(chunks, again); diff != "" && !strings.Contains(diff, `\x00`) || err != nil {
			t.Errorf("again (-want +got), error %v:\n%s", err, diff)
		}
	})
}
