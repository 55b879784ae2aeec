package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/render/note"
	"dealgraph/render/view"
)

// work is a note with what its slots are to have.
type work struct {
	*noteFile
	*note.Note
	scribe  *scribe
	answers []slotAnswer // as the slots of the note
}

// slotAnswer is what a slot is to have, or why that cannot be said.
type slotAnswer struct {
	note.Slot
	content string
	files   []drawing
	err     error
}

// errHeldBack is of an answer that is about all others, of which some failed.
var errHeldBack = errors.New("not all answers are there")

// drawing is a figure's file.
type drawing struct {
	path string // from the folder of the note
	data []byte
}

// answer asks all queries of a note. What fails is an error of its slot; the error says at which one the context ended.
func (a *asker) answer(ctx context.Context, f *noteFile, n *note.Note) (*work, error) {
	scribe, err := newScribe(a, f.format)
	if err != nil {
		return nil, err
	}
	w := &work{noteFile: f, Note: n, scribe: scribe, answers: make([]slotAnswer, len(n.Slots))}
	var files []drawing
	failed := false
	scribe.keep = func(path string, data []byte) error {
		files = append(files, drawing{path, data})
		return nil
	}
	for _, late := range []bool{false, true} { // what is about the note comes last
		for i, s := range n.Slots {
			if aboutNote(s.Query) != late {
				continue
			}
			files = nil
			one := slotAnswer{Slot: s}
			switch {
			case s.Query == note.SourcesQuery:
			case late && failed && strings.TrimSpace(s.Query) == stampQuery: // it says which places are not of this state
				scribe.missing = w.unanswered()
				one.content, one.err = scribe.content(ctx, s)
			case late && failed:
				one.err = errHeldBack
			default:
				one.content, one.err = scribe.content(ctx, s)
			}
			if ctx.Err() != nil {
				return nil, placed(n.Name, s, stopped(ctx.Err()))
			}
			if one.err != nil && one.err != errHeldBack {
				one.err, files, failed = placed(n.Name, s, one.err), nil, true
			}
			one.files = files
			w.answers[i] = one
		}
	}
	return w, nil
}

// unanswered are the ids of the places that have no answer.
func (w *work) unanswered() (ids []string) {
	for _, a := range w.answers {
		if a.err != nil && a.err != errHeldBack {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// replace puts the answers into the note, and then the sources they refer to. What a slot has already stays, with its marker. Failed are the
// slots that keep what they had, and why.
func (w *work) replace(force bool) (failed []error) {
	var held []string
	for i := range w.answers {
		a := &w.answers[i]
		if a.err == nil && a.Query != note.SourcesQuery && !w.fresh(a) {
			put := w.Note.Replace
			if force {
				put = w.Note.Overwrite
			}
			a.err = put(a.ID, a.content, w.scribe.ledgerMark())
		}
		switch {
		case errors.Is(a.err, errHeldBack):
			held = append(held, a.ID)
		case a.err != nil:
			failed = append(failed, a.err)
		}
	}
	if len(held) > 0 {
		failed = append(failed, &note.Error{File: w.name, Code: "query", Msg: heldBack(held)})
	}
	if err := w.sources(force); err != nil {
		failed = append(failed, err)
	}
	return failed
}

// heldBack says of slots that are about all answers why they stay as they were.
func heldBack(ids []string) string {
	if len(ids) == 1 {
		return ids[0] + " is about all answers, and stays as it was since not all are there"
	}
	return view.ListOf(ids) + " are about all answers, and stay as they were since not all are there"
}

// fresh reports whether a slot has what it is to have, and says so.
func (w *work) fresh(a *slotAnswer) bool {
	return a.Sum != "" && !a.EditedByHand && w.Note.Holds(a.ID, a.content)
}

// sources fills the block of sources.
func (w *work) sources(force bool) error {
	var used []note.Footnote
	for _, label := range w.Note.FootnoteRefs() {
		if i := slices.IndexFunc(w.scribe.cites.list, func(f note.Footnote) bool { return f.Label == label }); i >= 0 {
			used = append(used, w.scribe.cites.list[i])
		}
	}
	stamp := w.scribe.ledgerMark()
	i := slices.IndexFunc(w.answers, func(a slotAnswer) bool { return a.Query == note.SourcesQuery })
	if i >= 0 {
		a := &w.answers[i]
		a.content = w.format.Footnotes(used)
		if w.fresh(a) {
			stamp.Ledger = a.Ledger // its marker stays, too
		}
	}
	add := w.Note.AddFootnotes
	if force {
		add = w.Note.OverwriteFootnotes
	}
	err := add(w.scribe.cites.list, stamp)
	if i >= 0 {
		w.answers[i].err = err
	}
	return err
}

// work finds the slots of a note and asks their queries. A note without slots needs no ledger: nil.
func (n *noteLedgers) work(ctx context.Context, f *noteFile) (*work, error) {
	scanned, err := f.scan()
	if err != nil || len(scanned.Slots) == 0 {
		return nil, err
	}
	a, err := n.of(f)
	if err != nil {
		return nil, err
	}
	w, err := a.answer(ctx, f, scanned)
	if err == nil {
		n.claimFigures(w)
	}
	return w, err
}

// claimFigures refuses figures of a note whose files are those of another note, so that not one draws over the other.
func (n *noteLedgers) claimFigures(w *work) {
	for i := range w.answers {
		a := &w.answers[i]
		for _, d := range a.files {
			file := filepath.Join(filepath.Dir(w.path), filepath.FromSlash(d.path))
			if other, taken := n.figures[file]; taken && other != w.path {
				a.err = placed(w.name, a.Slot, fmt.Errorf("%s is a figure of %s, too: give one of them another id, or say file=", d.path, filepath.Base(other)))
				a.files = nil
				break
			}
			n.figures[file] = w.path
		}
	}
}

// figureState says how a figure's file on the disk stands to the one that was drawn now.
type figureState int

const (
	figureSame    figureState = iota // byte for byte
	figureAlike                      // it says the same, of another state of the ledger, or looks otherwise
	figureStale                      // it says something else
	figureMissing                    // there is no such file
	figureEdited                     // somebody changed it since it was drawn
	figureNotOurs                    // it was not drawn by this program
)

// state compares a file in the folder with a figure that was drawn now.
func (f *figureFolder) state(d drawing) (figureState, []byte, error) {
	had, err := f.read(d.path)
	switch {
	case errors.Is(err, errNoFigure):
		return figureMissing, nil, nil
	case err != nil:
		return 0, nil, fmt.Errorf("figure %s: %w", d.path, err)
	case string(had) == string(d.data):
		return figureSame, had, nil
	}
	was, err := recordOf(d.path, had)
	if err != nil {
		return figureNotOurs, had, nil
	}
	if strings.HasSuffix(d.path, ".svg") && was.edited(had) {
		return figureEdited, had, nil
	}
	if now, err := recordOf(d.path, d.data); err == nil && now.Figure == was.Figure {
		return figureAlike, had, nil
	}
	return figureStale, had, nil
}

// figureError is why a figure's file is not written over.
func figureError(w *work, a slotAnswer, d drawing, s figureState) error {
	msg := fmt.Sprintf("the figure %s was not drawn by dealgraph, or its record was stripped", d.path)
	if s == figureEdited {
		msg = fmt.Sprintf("the figure %s was edited since it was drawn", d.path)
	}
	return &note.Error{File: w.name, Line: a.Line, Col: a.Col, Code: codeFigureEdited, Msg: msg, Hint: "--force draws it anew; or name the slot otherwise, since " + path.Base(d.path) + " is named after its id"}
}

// errNoFigure is of a file that is not there.
var errNoFigure = errors.New("there is no such file")

// read reads a file in the folder.
func (f *figureFolder) read(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, errEscapes
	}
	switch info, err := f.root.Stat(name); { // before it is opened: a pipe would wait for somebody to write
	case errors.Is(err, fs.ErrNotExist):
		return nil, errNoFigure
	case err != nil:
		return nil, inWords(err)
	case !info.Mode().IsRegular():
		return nil, errNoFile
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, inWords(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFigureFile+1))
	if err == nil && len(data) > maxFigureFile {
		err = fmt.Errorf("it is larger than %d MB, which no figure is", maxFigureFile>>20)
	}
	return data, err
}
