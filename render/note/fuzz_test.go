package note

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// outside is what of a note must never change: all but what is between the markers of a slot, and the end markers.
func outside(n *Note) [][]byte {
	var parts [][]byte
	at := 0
	for _, l := range n.layouts {
		parts = append(parts, n.data[at:l.bodyStart])
		at = l.close.end
	}
	return append(parts, n.data[at:])
}

// FuzzRefresh reads any bytes as a note of any format and gives its slots any content.
func FuzzRefresh(f *testing.F) {
	for i, g := range goldens(f) {
		f.Add([]byte(g.before), "a\n| b |", uint8(i))
		f.Add([]byte(strings.ReplaceAll(g.after, "\n", "\r\n")), "$5B", uint8(i))
	}
	for _, s := range []string{
		"- <!-- dealgraph:begin id=x q=y -->\n<!-- dealgraph:end id=x -->", "<!--deal<!--dealgraph id=a q=x--><!--/dealgraph-->graph id=b q=x-->",
		"a `<!--dealgraph id=a q=x-->`1<!--/dealgraph-->`", "> \t<!-- dealgraph:begin id=x q=y -->\n>\t  a\n> \t<!-- dealgraph:end id=x -->\r",
		"%%dealgraph id=a q=x%%%%/dealgraph%%%", "a|b\n-|-\n<!--dealgraph id=a q=x-->|<!--/dealgraph-->", "\\\\begin{verbatim}%dealgraph id=a q=x\n%/dealgraph",
		"*dealgraph id=a q=x*//*/dealgraph*//", "<!--dealgraph id=-=a xq-><!--/dealgraph-->", " \f", "[^1]:\t- <!-- dealgraph:begin id=x q=y -->\n      <!-- dealgraph:end id=x -->",
	} {
		for format := range Formats() {
			f.Add([]byte(s), "a ` b", uint8(format))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, content string, which uint8) {
		late := time.AfterFunc(20*time.Second, func() { panic(fmt.Sprintf("no end of %q, %q, %d", data, content, which)) })
		defer late.Stop()
		format := Formats()[int(which)%len(Formats())]
		Sentences(data, format)
		if _, err := FormatOf("x.md", data); err != nil {
			t.Error(err)
		}
		before := bytes.Clone(data)
		n, err := Scan("note", data, format)
		if !bytes.Equal(before, data) {
			t.Fatal("reading changed the note")
		}
		if err != nil {
			return
		}
		if b, err := n.Bytes(); err != nil || !bytes.Equal(b, data) {
			t.Fatalf("nothing was replaced and the note changed: %v", err)
		}
		for _, s := range n.Slots {
			if s.EditedByHand && n.Replace(s.ID, content, stamp) == nil && !n.Holds(s.ID, content) {
				t.Fatalf("%s: what was written by hand was overwritten", s.ID)
			}
			_ = n.Overwrite(s.ID, content, stamp) // refuses what would break the note
		}
		frozen, err := n.Freeze()
		if err == nil && len(read(frozen, format, false).markers) > 0 {
			t.Fatalf("a marker is left in %q", frozen)
		}
		out, err := n.Bytes()
		if err != nil {
			return // it would not have been written
		}
		again, err := Scan("note", out, format)
		if err != nil {
			t.Fatal(err)
		}
		is, was := outside(again), outside(n)
		for i := range was {
			if i >= len(is) || !bytes.Equal(is[i], was[i]) {
				t.Fatalf("outside the slots %q became %q", was, is)
			}
		}
		for i, s := range again.Slots {
			if n.edits[i].stamp == stamp && s.EditedByHand {
				t.Fatalf("%s: what was written counts as an edit", s.ID)
			}
			if n.edits[i].stamp == stamp {
				if err := again.Replace(s.ID, content, stamp); err != nil {
					t.Fatalf("%s took the content once and not again: %v", s.ID, err)
				}
			}
		}
		if twice, err := again.Bytes(); err != nil || !bytes.Equal(twice, out) {
			t.Fatalf("refreshed twice: %v\n%q\nonce:\n%q", err, twice, out)
		}
		_ = again.OverwriteFootnotes([]Footnote{{"c12", content}}, stamp)
	})
}
