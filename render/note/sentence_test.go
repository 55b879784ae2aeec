package note

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A sentence has what a reader sees: the numbers of slots, and no markers.
func TestSentence(t *testing.T) {
	for format, doc := range map[Format]string{
		Markdown: "# Head\n\nFirst one. Of **all** <!--dealgraph id=a q=x get=y-->$5B<!--/dealgraph-->\nmoney, *half* is Inc. money. Last.\n",
		MDX:      "First one. Of all {/*dealgraph id=a q=x get=y*/}$5B{/*/dealgraph*/} money, half is Inc. money. Last.\n",
		Typst:    "First one. Of all /*dealgraph id=a q=x get=y*/\\$5B/*/dealgraph*/ money, half is Inc. money. Last.\n",
		Org:      "First one. Of all @@comment:dealgraph id=a q=x get=y@@$5B@@comment:/dealgraph@@ money, half is Inc. money. Last.\n",
	} {
		n, err := Scan("x", []byte(doc), format)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.NewReplacer("*", "", `\$`, "$").Replace(n.Sentence("a"))
		if want := "Of all $5B money, half is Inc. money."; got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
		if n.Sentence("b") != "" {
			t.Errorf("%s: a sentence of a slot that is not there", format)
		}
	}
	n, err := Scan("x", []byte("| a | b |\n| - | - |\n| one. two | <!--dealgraph id=a q=x get=y-->5<!--/dealgraph--> |\n| x | y |\n"), Markdown)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := n.Sentence("a"), "| one. two | 5 |"; got != want {
		t.Errorf("row: %q, want %q", got, want)
	}
}

func TestSentencesOfNotes(t *testing.T) {
	doc := "---\nt: A paid $1B.\n---\n\n# A head of $2B\n\nA pays $3B. B pays <!--dealgraph id=a q=x get=y-->$4B<!--/dealgraph--> and $5B.\n\n" +
		"- C pays $6B\n- D pays $7B. E too.\n\n| a | b |\n| - | - |\n| x. y | $8B |\n\n```\n$9B\n```\n\n<!-- dealgraph:begin id=b q=z -->\n\nF pays $10B.\n\n<!-- dealgraph:end id=b -->\n\n> G pays $11B.\n\nH pays. <!-- a remark -->\nI pays $12B.\n"
	var got []string
	for _, s := range Sentences([]byte(doc), Markdown) {
		line := s.Text
		for _, n := range s.Numbers {
			line += " [" + n.Text + "]"
		}
		if !strings.HasPrefix(doc[s.Start:], strings.Fields(s.Text)[0]) {
			t.Errorf("%q does not begin at %d", s.Text, s.Start)
		}
		got = append(got, line)
	}
	want := []string{"A head of $2B [$2B]", "A pays $3B. [$3B]", "B pays $4B and $5B. [$5B]", "C pays $6B [$6B]", "D pays $7B. [$7B]", "E too.", "| a | b |", "| - | - |", "| x. y | $8B | [$8B]", "G pays $11B. [$11B]", "H pays.", "I pays $12B. [$12B]"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
