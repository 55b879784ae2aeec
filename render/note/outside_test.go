package note

import (
	"bytes"
	"strings"
	"testing"
)

// outsideNote is a note made of parts that are known without reading it: what is around a block and a number, and their markers.
type outsideNote struct {
	before, between, after string // with the line ends around markers
	begin, end             string // of the block
	open, shut             string // of the number
}

// newOutside puts a note together. shape says how its lines end, and whether it has a byte order mark and an end of its last line.
func newOutside(before, between, after []byte, f Format, shape uint8) outsideNote {
	eol := []string{"\n", "\r\n", "\r"}[shape%3]
	o := outsideNote{before: string(before) + eol + eol, between: eol + eol + string(between) + eol + eol + "It is ", after: " in all." + eol + eol + string(after)}
	if shape&4 != 0 {
		o.before = "\xef\xbb\xbf" + o.before
	}
	if shape&8 != 0 {
		o.after += eol
	}
	o.begin, o.end, _ = f.Block(Attribute{"id", "q7-block"}, Attribute{"q", "map"})
	o.open, o.shut, _ = f.Inline(Attribute{"id", "q7-number"}, Attribute{"q", "map"})
	o.begin += eol
	o.open, o.shut = strings.ReplaceAll(o.open, "\n", eol), strings.ReplaceAll(o.shut, "\n", eol)
	return o
}

func (o outsideNote) String() string {
	return o.before + o.begin + "old" + eolOf(o.begin) + o.end + o.between + o.open + "1" + o.shut + o.after
}

func eolOf(line string) string { return line[len(strings.TrimRight(line, "\r\n")):] }

// cut takes the note apart again after a refresh: what it holds in its two slots. ok is false if anything else changed.
func (o outsideNote) cut(out string) (block, number string, ok bool) {
	rest, ok := strings.CutPrefix(out, o.before+o.begin)
	if !ok {
		return "", "", false
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(o.end, "-->"), "*/}")
	stem = strings.TrimRight(strings.TrimSuffix(stem, "%%"), " ")
	i := strings.Index(rest, stem+" sum=")
	if i < 0 {
		return "", "", false
	}
	block, rest = rest[:i], rest[i+len(stem):]
	rest = rest[len(" sum=")+sumLength+len(" ledger=3f9a12 v=1"):]
	rest, ok = strings.CutPrefix(rest, o.end[len(stem):]+o.between+o.open)
	if !ok {
		return "", "", false
	}
	tail := o.shut[strings.Index(o.shut, "/dealgraph")+len("/dealgraph"):]
	rest, ok = strings.CutSuffix(rest, tail+o.after)
	if !ok {
		return "", "", false
	}
	lead := o.shut[:strings.Index(o.shut, "/dealgraph")+len("/dealgraph")]
	i = strings.LastIndex(rest, lead)
	if i < 0 || len(rest[i+len(lead):]) != len(" sum= ledger=3f9a12")+sumLength {
		return "", "", false
	}
	return block, rest[:i], true
}

// FuzzOutside knows by how a note was made what of it must not change, where FuzzRefresh asks the scanner.
func FuzzOutside(f *testing.F) {
	for _, s := range []string{"", "text", "caf\xe9 \xff\xfe", "a\x00b", "a\rb\nc\r\nd", "- item\n\n  more", "> quote", "| a | b |\n|---|---|\n| 1 | 2 |", "---\ntitle: x\n---", "```\ncode\n```", "<!-- remark -->",
		"$5B, 100\\%", "`a` and ``b ` c``", "\u202eright to left\u2028line", "%% note %%", "{/* note */}", "// remark", "% remark", "# remark", "[^1]: note", "\t\ttabs  ", "<b>x</b>"} {
		for shape := range uint8(16) {
			f.Add([]byte(s), []byte(s), []byte(s), "| a | b |\n| --- | --- |\n| 1 | $5B |", shape)
		}
	}
	f.Fuzz(func(t *testing.T, before, between, after []byte, content string, shape uint8) {
		format := Formats()[int(shape>>4)%len(Formats())]
		checkOutside(t, newOutside(before, between, after, format, shape), format, content)
	})
}

// TestOutside runs the same in all formats and shapes, and counts that most of it was not refused.
func TestOutside(t *testing.T) {
	done, all := 0, 0
	for _, format := range Formats() {
		for _, s := range []string{"", "text", "caf\xe9 \xff\xfe", "a\x00b", "a\rb\nc\r\nd", "- item", "\u202eright to left\u2028line", "\t tabs  ", "a\n\n\n\nb", "a  \nb\t"} {
			for shape := range uint8(16) {
				all++
				if checkOutside(t, newOutside([]byte(s), []byte(s), []byte(s), format, shape), format, "a & b\n\nc") {
					done++
				}
			}
		}
	}
	if done < all*9/10 {
		t.Errorf("only %d of %d notes could be refreshed", done, all)
	}
}

// checkOutside refreshes a note and looks at every byte of it. It reports whether it could be refreshed.
func checkOutside(t *testing.T, o outsideNote, format Format, content string) bool {
	source := o.String()
	n, err := Scan("note", []byte(source), format)
	if err != nil || len(n.Slots) != 2 || n.Slots[0].Line != lineOf(source, len(o.before)) {
		return false // what is before opens code, or the like
	}
	number := strings.Join(strings.Fields(content), " ")
	if n.Replace("q7-block", content, stamp) != nil || n.Replace("q7-number", number, stamp) != nil {
		return false
	}
	out, err := n.Bytes()
	if err != nil {
		return false
	}
	block, is, ok := o.cut(string(out))
	if !ok {
		t.Fatalf("%s: outside the slots\n%q\nbecame\n%q", format, source, out)
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(block)
	want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content)
	kept := even(want) == "old" || even(number) == "1"
	if !kept && (strings.Trim(lines, " \t\n") != strings.Trim(want, " \t\n") || strings.TrimSpace(is) != number) && !odd(content) {
		t.Fatalf("%s: %q became %q and %q", format, content, block, is)
	}
	again, err := Scan("note", out, format)
	if err != nil || len(again.Slots) != 2 || again.Slots[0].EditedByHand || again.Slots[1].EditedByHand {
		t.Fatalf("%s: %v reading again %q", format, err, out)
	}
	if again.Replace("q7-block", content, stamp) != nil || again.Replace("q7-number", number, stamp) != nil || again.Changed() {
		t.Fatalf("%s: a second refresh changes %q", format, out)
	}
	checkFrozen(t, again, o, string(out), number)
	return true
}

// odd reports whether a text has blanks that trimming treats in its own way.
func odd(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f || r == '\f' || r == '\v' }) || strings.TrimSpace(s) == ""
}

// lineOf is the number of the line that a byte is on.
func lineOf(s string, at int) int {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s[:at])
	return strings.Count(s, "\n") + 1
}

// checkFrozen looks whether a frozen note is the note without markers: what is around them is there, in its order, and nothing else
// but blank lines.
func checkFrozen(t *testing.T, n *Note, o outsideNote, out, number string) {
	frozen, err := n.Freeze()
	if err != nil {
		return // what was around a marker forms another
	}
	if bytes.Contains(frozen, []byte("q7-")) {
		t.Fatalf("a marker is left in %q", frozen)
	}
	block, _, _ := o.cut(out)
	squeeze := func(s string) string {
		return strings.NewReplacer("\r", "", "\n", "", " ", "", "\t", "", ">", "").Replace(s)
	}
	if want := squeeze(o.before + block + o.between + number + o.after); n.Format != LaTeX && squeeze(string(frozen)) != want {
		t.Fatalf("%s: %q was frozen to %q", n.Format, out, frozen)
	}
}
