package note

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// large is a note of 5 MB with 500 slots: numbers in paragraphs, and tables.
func large() []byte {
	var b bytes.Buffer
	word := strings.Repeat("Some words about what was promised, and a `name`, over the lines of a paragraph.\n", 8)
	for i := range 250 {
		for range 14 {
			b.WriteString(word + "\n- an item\n- another\n\n| a | b |\n| --- | --- |\n| 1 | $5B |\n\n")
		}
		fmt.Fprintf(&b, "It is <!--dealgraph id=n%d q=\"circularity -basis signed\"-->$410.6B<!--/dealgraph--> in all.\n\n", i)
		fmt.Fprintf(&b, "<!-- dealgraph:begin id=t%d q=\"circularity --basis signed\" -->\n| a | b |\n| --- | --- |\n| 1 | 2 |\n<!-- dealgraph:end id=t%d -->\n\n", i, i)
		for b.Len() < (i+1)*21_500 {
			b.WriteString(word + "\n")
		}
	}
	return b.Bytes()
}

// rewritten scans the note and replaces all its slots.
func rewritten(tb testing.TB, data []byte, f Format) []byte {
	n, err := Scan("large.md", data, f)
	if err != nil {
		tb.Fatal(err)
	}
	for _, s := range n.Slots {
		if err := n.Replace(s.ID, "$1.0B", stamp); err != nil {
			tb.Fatal(err)
		}
	}
	out, err := n.Bytes()
	if err != nil {
		tb.Fatal(err)
	}
	if len(n.Slots) != 500 {
		tb.Fatalf("%d slots", len(n.Slots))
	}
	return out
}

// A 5 MB note with 500 slots takes well under 100 ms; the test leaves room for a busy computer and the race detector.
func TestLargeNote(t *testing.T) {
	data := large()
	if len(data) < 5<<20 {
		t.Fatalf("%d bytes", len(data))
	}
	start := time.Now()
	out := rewritten(t, data, Markdown)
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %s", took)
	}
	if !bytes.Equal(rewritten(t, out, Markdown), out) {
		t.Error("a second refresh changes the note")
	}
}

// hostile is a piece over and over, to about n bytes, with a number in the place of N. What M would be is a begin, behind all ends.
func hostile(piece string, n int) []byte {
	var b bytes.Buffer
	one, later, _ := strings.Cut(piece, "M")
	if one != piece {
		later = "<!-- dealgraph:begin id=b%d q=b -->\n"
	}
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.ReplaceAll(one, "N", fmt.Sprint("a", i)))
	}
	for i := 0; later != "" && b.Len() < 2*n; i++ {
		fmt.Fprintf(&b, later, i)
	}
	b.WriteString("\ndealgraph id=x\n")
	return b.Bytes()
}

// Notes made to be slow: what is never closed must not be looked for again and again.
func TestHostileNotesAreFast(t *testing.T) {
	n := 500_000
	if testing.Short() {
		n = 30_000
	}
	longer := strings.Builder{} // runs of backticks of which no two are as long
	for i := 1; longer.Len() < n; i++ {
		longer.WriteString(strings.Repeat("`", i) + " ")
	}
	for name, piece := range map[string]string{
		"backticks": "` `` ``` ", "comments": "<!-- ", "tags": "<a b=\"", "brackets": "](", "bars": "| ", "quotes": "> ", "items": "- ", "markers": "<!--dealgraph id=a q=b ", "footnotes": "[^1]: ",
		"percent": "%% ", "braces": "{/* ", "stars": "/* ", "numbers": "a $1 word or two and 17 percent. ", "digits": "1", "commas": "1,", "org": "@@comment:", "verb": "\\verb|", "equals": "=a", "quote lines": ">\n", "deep": "> - ",
		"longer runs": longer.String(), "Org": " =a ~b", "unclosed star": "/*dealgraph id=a q=b ", "verb in braces": "\\verb{", "remarks in HTML": "<div>\n<!--\n-->", "parentheses": "](((",
		"ends": "<!-- dealgraph:end id=N -->\n", "begins": "<!-- dealgraph:begin id=N q=b -->\n", "ends and begins": "<!-- dealgraph:end id=N -->\nM", "notes": "[^dg-N] ", "slots": "a <!--dealgraph id=N q=b-->1<!--/dealgraph--> b. ",
	} {
		data := hostile(piece, n)
		for _, f := range Formats() {
			start := time.Now()
			if n, err := Scan("x", data, f); err == nil {
				n.FootnoteRefs()
				for _, s := range n.Slots {
					n.Sentence(s.ID)
				}
			}
			Sentences(data, f)
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("%s in %s took %s", name, f, took)
			}
		}
	}
}

func BenchmarkRewrite(b *testing.B) {
	data := large()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		rewritten(b, data, Markdown)
	}
}

func BenchmarkScan(b *testing.B) {
	data := large()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Scan("large.md", data, Markdown); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSentences(b *testing.B) {
	data := large()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Sentences(data, Markdown)
	}
}
