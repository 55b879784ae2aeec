package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"dealgraph/render/note"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type noteRefreshOptions struct {
	global
	notes   noteFlags
	files   []string
	force   bool
	dry     bool
	wait    time.Duration
	timeout time.Duration
}

func newNoteRefresh(s streams, runF func(context.Context, *noteRefreshOptions) error) *cobra.Command {
	o := &noteRefreshOptions{}
	cmd := &cobra.Command{
		Use:   "refresh FILE|FOLDER...",
		Short: "Answer the queries of notes anew, in place",
		Long: `Answer the queries of notes anew, in place: only what stands between the markers
changes, and the figures beside the note. What is as it was keeps its marker too, so
that a version control system shows what moved and nothing else. Of several notes the
ledger is read once, and each query asked once. A folder stands for all notes in it and
below that have markers.

The ledger is that of -l; or that which a note names in its front matter, by a path
from its own folder:

  ---
  dealgraph: {ledger: "../ledger"}
  ---

or in a comment above the first code, <!-- dealgraph-ledger: PATH --> (in AsciiDoc
:dealgraph-ledger: PATH, in Org #+dealgraph_ledger: PATH, in LaTeX and Typst a comment,
% or //, with dealgraph-ledger: PATH); or else the usual one.

Nothing is lost. What somebody wrote between markers since the last time is not written
over, nor is a figure that was edited: the error shows both, and --force takes the
answer. Where a query fails, what was there stays, and the error names file and line. A
note with broken markers, one that a newer version wrote, or one that is read-only, is
not touched. A note is written whole or not at all. Two refreshes of one note wait
for each other.

The exit code is 1 if anything could not be refreshed; the rest is.`,
		Example: `  dealgraph note refresh openai.md
  dealgraph note refresh notes -l ledger
  dealgraph note refresh openai.md --dry-run`,
		Args: someNotes("refresh"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.notes.settle(cmd)
			var err error
			if o.files, err = o.notes.namedNotes(args, true); err != nil {
				return err
			}
			if o.timeout <= 0 || o.wait < 0 {
				return usagef("--timeout must be more than 0, and --wait at least 0")
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.notes.bind(cmd)
	f.BoolVar(&o.force, "force", false, "write over what was edited by hand")
	f.BoolVarP(&o.dry, "dry-run", "n", false, "show what would change, as a unified diff, and write nothing")
	f.DurationVar(&o.wait, "wait", 10*time.Second, "wait so long for another refresh of the same note")
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "stop after this time; notes not yet written stay as they are")
	return cmd
}

// refreshed is what became of a note.
type refreshed struct {
	slots   int // places in it
	changed int // of them
	failed  int // of them; they stay as they were
	drawn   int // figures
	kept    int // figures that were to be drawn, and stay as they were
	diff    string
}

// String tells it in a line.
func (r refreshed) String() string {
	var said []string
	if r.changed > 0 {
		said = append(said, fmt.Sprintf("%d of %s changed", r.changed, view.Plural(r.slots, "place", "places")))
	}
	if r.drawn > 0 {
		said = append(said, view.Plural(r.drawn, "figure", "figures")+" drawn")
	}
	if r.failed > 0 {
		said = append(said, view.Plural(r.failed, "place stays", "places stay")+" "+asItWas(r.failed))
	}
	if r.kept > 0 {
		said = append(said, view.Plural(r.kept, "figure stays", "figures stay")+" "+asItWas(r.kept))
	}
	switch {
	case r.slots == 0:
		return "no place for an answer in it: see dealgraph note --help"
	case len(said) == 0:
		return view.Plural(r.slots, "place", "places") + ", " + asItWas(r.slots)
	}
	return strings.Join(said, ", ")
}

// asItWas says that so many things are as before.
func asItWas(n int) string {
	if n == 1 {
		return "as it was"
	}
	return "as they were"
}

func runNoteRefresh(ctx context.Context, o *noteRefreshOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	o.ctx = ctx // reading a ledger takes time, too
	ledgers := newNoteLedgers(o.global, o.notes.ledgerNamed)
	var errs noteErrors
	counts := map[string]int{}
	for i, name := range o.files {
		r, err := o.refresh(ctx, ledgers, name)
		errs.add(stopped(err))
		what := "as before"
		switch {
		case err != nil:
			what = "with errors"
		case r.changed+r.drawn > 0:
			what = "changed"
		}
		counts[what]++
		if o.dry {
			fmt.Fprint(o.out, r.diff)
		}
		if err == nil || r.slots > 0 {
			fmt.Fprintln(o.summary(), plain(name+": "+r.String()))
		}
		if left := o.files[i+1:]; ctx.Err() != nil && len(left) > 0 {
			counts["not reached"] = len(left)
			errs.add(fmt.Errorf("not reached: %s", strings.Join(left, ", ")))
			break
		}
	}
	if len(o.files) == 0 {
		fmt.Fprintln(o.summary(), "there is no note with a place for an answer")
	}
	if len(o.files) > 1 {
		var said []string
		for _, what := range []string{"changed", "as before", "with errors", "not reached"} {
			if n := counts[what]; n > 0 {
				said = append(said, fmt.Sprintf("%d %s", n, what))
			}
		}
		fmt.Fprintf(o.summary(), "%d notes: %s\n", len(o.files), strings.Join(said, ", "))
	}
	return errs.all()
}

// summary is where the words go: of a dry run the output is the diff.
func (o *noteRefreshOptions) summary() interface{ Write([]byte) (int, error) } {
	if o.dry {
		return o.err
	}
	return o.out
}

// refresh refreshes one note. What it tells is of use beside an error, too.
func (o *noteRefreshOptions) refresh(ctx context.Context, ledgers *noteLedgers, name string) (refreshed, error) {
	f, err := o.notes.read(name)
	if err != nil {
		return refreshed{}, err
	}
	if !o.dry {
		if err := writable(f); err != nil {
			return refreshed{}, err
		}
		unlock, err := lockNote(ctx, f.path, o.wait)
		if err != nil {
			return refreshed{}, err
		}
		defer unlock()
		if f, err = o.notes.read(name); err != nil { // what the other refresh made of it
			return refreshed{}, err
		}
	}
	w, err := ledgers.work(ctx, f)
	if err != nil || w == nil {
		return refreshed{}, err
	}
	for _, warning := range w.Warnings {
		fmt.Fprintln(o.err, "warning: "+plain(warning.Error()))
	}
	var errs noteErrors
	for _, err := range w.replace(o.force) {
		errs.add(err)
	}
	data, err := w.Bytes()
	if err != nil {
		errs.add(err)
		return refreshed{slots: len(w.Slots), failed: len(w.Slots)}, errs.all()
	}
	r := w.told()
	r.diff = note.Diff(f.data, data, f.name)
	r.drawn, r.kept, err = o.draw(w)
	errs.add(err)
	if !o.dry && !bytes.Equal(data, f.data) {
		if err := o.write(f, data); err != nil {
			errs.add(err)
			r.changed, r.failed = 0, r.slots
		}
	}
	return r, errs.all()
}

// told counts the places of a note by what becomes of them.
func (w *work) told() refreshed {
	r := refreshed{slots: len(w.Slots)}
	for _, a := range w.answers {
		switch {
		case a.err != nil:
			r.failed++
		case !w.Holds(a.ID, a.content):
			r.changed++
		}
	}
	return r
}

// writable refuses a note that cannot be written before anything is. Renaming a new file over a read-only one would work, and is
// not what its owner wants.
func writable(f *noteFile) error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o222 != 0 {
		file, err := os.OpenFile(f.path, os.O_WRONLY, 0)
		if err == nil {
			return file.Close()
		}
		if !errors.Is(err, os.ErrPermission) {
			return err
		}
	}
	return fmt.Errorf("%s is read-only: nothing of it was refreshed", f.name)
}

// draw writes the figures of slots that were filled. Kept are those that stay as they were.
func (o *noteRefreshOptions) draw(w *work) (drawn, kept int, err error) {
	var folder *figureFolder
	var errs noteErrors
	for _, a := range w.answers {
		if a.err != nil {
			continue
		}
		for _, d := range a.files {
			if folder == nil {
				if folder, err = openFigures(w.path); err != nil {
					return 0, 0, err
				}
				defer folder.Close()
			}
			switch changed, err := o.drawOne(folder, w, a, d); {
			case err != nil:
				errs.add(err)
				kept++
			case changed:
				drawn++
			}
		}
	}
	return drawn, kept, errs.all()
}

// drawOne writes the file of a figure, unless it is there already.
func (o *noteRefreshOptions) drawOne(folder *figureFolder, w *work, a slotAnswer, d drawing) (changed bool, err error) {
	state, _, err := folder.state(d)
	switch {
	case err != nil:
		return false, placed(w.name, a.Slot, err)
	case state == figureSame:
		return false, nil
	case !o.force && (state == figureEdited || state == figureNotOurs):
		return false, figureError(w, a, d, state)
	case o.dry:
		return true, nil
	}
	if err := folder.write(d.path, d.data); err != nil {
		return false, placed(w.name, a.Slot, err)
	}
	return true, nil
}

// write makes data the content of the note, unless somebody else has written it meanwhile.
func (o *noteRefreshOptions) write(f *noteFile, data []byte) error {
	switch now, err := readCapped(f.path, note.MaxSize); {
	case err != nil:
		return err
	case !bytes.Equal(now, f.data):
		return fmt.Errorf("%s was changed while its queries were answered, and is left as it is: refresh it again", f.name)
	}
	return replaceFile(f.path, data)
}
