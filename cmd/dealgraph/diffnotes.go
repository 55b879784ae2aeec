package main

import (
	"context"
	"fmt"

	"dealgraph/graph/change"
	"dealgraph/render/table"
	"dealgraph/render/view"
	diffview "dealgraph/render/view/changes"
	"dealgraph/render/view/notes"
)

// diffResult is a comparison with the notes that were held against it.
type diffResult struct {
	diffview.Diff
	Notes *notes.Check `json:"notes,omitempty"` // nil: none were named
}

// checkNotes holds the notes that --notes names against the newer ledger; what is not true any more is traced back to what changed since
// the older one.
func (d *diffing) checkNotes(ctx context.Context) (*notes.Check, error) {
	if len(d.notes) == 0 {
		return nil, nil
	}
	c := noteChecking{
		noteCheckOptions: &noteCheckOptions{global: d.global, runs: mostNoteRuns},
		ledgers:          newNoteLedgers(d.global, true),
		was:              d.askerOf(d.changes.Old.Ledger),
		movers:           map[*asker]*mover{},
	}
	c.ledgers.read[d.ledger] = ledgerRead{asker: d.askerOf(d.changes.New.Ledger)}
	var errs noteErrors
	out := &notes.Check{Files: []notes.File{}}
	for _, name := range d.notes {
		f, err := c.check(ctx, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		errs.add(err)
		f.Diff = ""
		out.Files = append(out.Files, f)
	}
	out.Told()
	return out, errs.all()
}

// mostNoteRuns is how often a query of a note is asked to see what moved its answer.
const mostNoteRuns = 60

// notesTable shows the places of notes that are not true any more.
func notesTable(c *notes.Check, changes *change.Changes) table.Table {
	t := table.Table{Title: "Notes: " + c.Words, Columns: []table.Column{{Name: "place"}, {Name: "says", Max: 40}, {Name: "is now", Max: 40}, {Name: "because of", Max: 60}, {Name: "sentence", Max: 80}}}
	for _, f := range c.Findings() {
		if f.Severity != notes.Error {
			continue
		}
		because := f.Rest
		if len(f.Causes) > 0 {
			because = f.Causes[0].Record() + ": " + f.Causes[0].What
			if n := len(f.Causes) - 1; n > 0 {
				because += " and " + view.Plural(n, "change more", "changes more")
			}
		}
		says, is, told := f.Was, f.Is, f.Sentence
		if told == "" { // a block, or no place at all
			says, is, told = "", "", f.Message
		}
		t.Rows = append(t.Rows, view.Texts(f.Place(), says, is, because, told))
	}
	if changes.Old.AsOf != changes.New.AsOf && len(t.Rows) > 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("the newer ledger goes to %s, the older to %s: that alone can move a number", changes.New.AsOf, changes.Old.AsOf))
	}
	return t
}
