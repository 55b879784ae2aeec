package main

import (
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/note/lint"
	"dealgraph/render/view/notes"
)

// Lines are counted as package note counts them, so that a remark on a line is found in notes of all systems.
func TestNoteLintLines(t *testing.T) {
	var got []string
	for _, line := range linesOf([]byte("a\nb\r\nc\rd\r\re")) {
		got = append(got, string(line))
	}
	if want := []string{"a", "b", "c", "d", "", "e"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is passed over is that in notes of all systems, and a line as long as a note is not shown with each of its findings.
func TestNoteLintLineEnds(t *testing.T) {
	doc := "Text.\n\nOpenAI pays Oracle $300bn. <!-- dealgraph-lint ok -->\n\nOpenAI pays Microsoft $250bn.\n"
	long := strings.Repeat("Some words of prose. ", 100) + "OpenAI pays Oracle $300bn.\n"
	for name, source := range map[string]string{"lf": doc, "crlf": strings.ReplaceAll(doc, "\n", "\r\n"), "cr": strings.ReplaceAll(doc, "\n", "\r"), "long": long} {
		found := lintedNote(t, source)
		if len(found) != 1 || name == "long" && found[0].Text != "" || name != "long" && (found[0].Line != 5 || found[0].Text != "OpenAI pays Microsoft $250bn.") {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// lintedNote is what is found in a Markdown note about the reference ledger.
func lintedNote(t *testing.T, source string) []notes.Finding {
	t.Helper()
	f := &noteFile{name: "n.md", data: []byte(source), format: note.Markdown}
	a, err := newNoteLedgers(global{ctx: t.Context(), ledger: "example:ai"}, true).of(f)
	if err != nil {
		t.Fatal(err)
	}
	l := &noteLinter{asker: a, index: lint.New(a.shared), asked: map[deals.PartyID]bool{}}
	out, err := l.lint(t.Context(), f, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	return out.Findings
}
