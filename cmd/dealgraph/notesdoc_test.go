package main

import (
	"strings"
	"testing"

	"dealgraph/render/note"
)

// The manual of notes leaves nothing out: every attribute, command, kind of finding and language is in it.
func TestNotesManual(t *testing.T) {
	manual := readNote(t, "../../docs/notes.md")
	for _, k := range noteKinds() {
		if row := "| `" + k.Code + "` | " + k.Meaning + " |"; !strings.Contains(manual, row) {
			t.Errorf("the manual has no %s", row)
		}
	}
	for _, name := range note.Known() {
		if !strings.Contains(manual, "`"+name+"`") {
			t.Errorf("the manual says nothing of the attribute %s", name)
		}
	}
	_, asked, _ := strings.Cut(manual, "## What may be asked")
	for _, name := range queryCommands {
		if !strings.Contains(asked, "`"+name+"`") {
			t.Errorf("the manual does not say that %s may be asked", name)
		}
	}
	for _, c := range newNote(streams{}).Commands() {
		if !strings.Contains(manual, "**`note "+c.Name()) {
			t.Errorf("the manual says nothing of note %s", c.Name())
		}
	}
	for _, f := range note.Formats() {
		begin, _, err := f.Block(note.Attribute{Name: "id", Value: "x"}, note.Attribute{Name: "q", Value: "list"})
		if err != nil {
			t.Fatal(err)
		}
		if open, _, _ := strings.Cut(begin, " id="); !strings.Contains(manual, "| `"+open+" … ") && !strings.Contains(manual, "| `"+open+" …`") {
			t.Errorf("the manual does not say how %s spells a block: %s", f, open)
		}
	}
}
