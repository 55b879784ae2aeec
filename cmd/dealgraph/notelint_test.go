package main

import (
	"bytes"
	"os"
	"path/filepath"
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
	a, err := newNoteLedgers(global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: "example:ai"}, true).of(f)
	if err != nil {
		t.Fatal(err)
	}
	l := &noteLinter{asker: a, index: lint.New(a.shared), asked: map[deals.PartyID]bool{}}
	out, _, err := l.lint(t.Context(), f, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	return out.Findings
}

// The marker that is proposed writes the number of the sentence and nothing else when the note is refreshed, whatever the ledger has: a
// range, an upper bound, an estimate, a fact, or a deal that has ended; where no value does, that is said.
func TestNoteLintBinds(t *testing.T) {
	for source, want := range map[string]string{
		"Amazon is to put $50bn into OpenAI.":                      "$50bn",
		"Amazon is to put $15bn into OpenAI.":                      "$15bn",
		"CoreWeave has a contract with OpenAI for up to $11.9B.":   "$11.9B",
		"CoreWeave has a contract with OpenAI over $11.9 billion.": "$11.9bn",
		"OpenAI pays Oracle $300 billion.":                         "$300bn",
		"OpenAI pays Microsoft $250.0bn.":                          "$250.0bn",
		"The revenue of OpenAI was $13.1bn in 2025.":               "$13.1bn",
		"The revenue of OpenAI was $13.1B in 2025.":                "$13.1B",
		"Nvidia was to invest up to $100bn in OpenAI.":             "$100bn",
		"OpenAI pays Microsoft about $252bn.":                      "",
	} {
		found := lintedNote(t, source)
		if len(found) != 1 || found[0].Code != string(lint.Unbound) {
			t.Errorf("%s: %+v", source, found)
			continue
		}
		_, marker, ok := strings.Cut(found[0].Hint, "bind it: ")
		if !ok || want == "" {
			if ok || want != "" || found[0].Hint != `no value of "show openai-microsoft-2025-10-azure" writes just $252bn: choose one with --format json, or mark the line dealgraph-lint ok` {
				t.Errorf("%s: %s", source, found[0].Hint)
			}
			continue
		}
		if got := refreshedNote(t, strings.Replace(source, found[0].Was, marker, 1)); !strings.Contains(got, "-->"+want+"<!--") {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}

// refreshedNote is a Markdown note about the reference ledger as note refresh leaves it.
func refreshedNote(t *testing.T, source string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "n.md")
	if err := os.WriteFile(file, []byte(source+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errOut bytes.Buffer
	s := streams{in: strings.NewReader(""), out: &out, err: &errOut, env: func(string) string { return "" }}
	if code := run(t.Context(), s, []string{"note", "refresh", file, "-l", "example:ai"}); code != 0 {
		t.Fatalf("%s: %s", source, errOut.String())
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
