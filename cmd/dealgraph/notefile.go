package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/view/notes"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

// noteFile is a note as it is on the disk.
type noteFile struct {
	name   string // as the user called it
	path   string // the file itself, where the name is a link
	data   []byte
	ledger string // what the note says is its ledger; "" if it says nothing
	format note.Format
}

// noteFlags are the flags of commands that read notes.
type noteFlags struct {
	markup      string // a format of notes; "" is told by the file
	ledgerNamed bool   // by -l, which goes before what a note says
}

func (o *noteFlags) bind(cmd *cobra.Command) {
	var choices []choice
	for _, f := range note.Formats() {
		choices = append(choices, choice{string(f), f.Meaning()})
	}
	addEnum(cmd, cmd.Flags(), &o.markup, "markup", "the language of the notes (default: by the extension, then by the first marker)", choices)
}

// settle notes what is known once the flags are read.
func (o *noteFlags) settle(cmd *cobra.Command) { o.ledgerNamed = cmd.Flags().Changed("ledger") }

// someNotes wants at least one file.
func someNotes(command string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errors.New("note " + command + " takes the files of notes: name one or more")
		}
		return nil
	}
}

// namedNotes are the notes that names stand for: a folder for those in it and below, in the order of their paths, of the languages that notes
// have. With marked these are the ones that have places for answers, or markers with something wrong. Links and hidden folders are passed over.
func (o *noteFlags) namedNotes(names []string, marked bool) (out []string, err error) {
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			out = append(out, name) // what is wrong with it is told when it is read
			continue
		}
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			hidden := path != name && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules")
			switch {
			case err != nil:
				return err
			case d.IsDir() && hidden:
				return fs.SkipDir
			case d.Type().IsRegular() && !hidden && note.HasExtension(path) && (!marked || o.isMarked(path)):
				out = append(out, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// isMarked reports whether a file has places for answers, or might have if nothing were wrong with it.
func (o *noteFlags) isMarked(path string) bool {
	f, err := o.read(path)
	if err != nil {
		return true
	}
	n, err := f.scan()
	return err != nil || len(n.Slots) > 0
}

// read reads a note, as far as it can be said what it is.
func (o *noteFlags) read(name string) (*noteFile, error) {
	if name == "" {
		return nil, errors.New("the name of a note is empty")
	}
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		if info, err := os.Lstat(name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, fmt.Errorf("%s is a link that leads nowhere", name)
		}
		return nil, err
	}
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name the notes in it", name)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file that can be a note", name)
	}
	data, err := readCapped(path, note.MaxSize)
	if err != nil {
		return nil, err
	}
	f := &noteFile{name: name, path: path, data: data, format: note.Format(o.markup)}
	if f.format == "" {
		if f.format, err = note.FormatOf(name, data); err != nil {
			return nil, err
		}
	}
	f.ledger, err = ledgerOf(f)
	return f, err
}

// spareNotes refuses to write a result over one of the notes that it is about.
func spareNotes(output string, names ...string) error {
	to, err := os.Stat(output)
	if output == "-" || err != nil {
		return nil
	}
	for _, name := range names {
		if is, err := os.Stat(name); err == nil && os.SameFile(is, to) {
			return usagef("-o %s: that is the note itself, which would be lost; name another file", output)
		}
	}
	return nil
}

// scan finds the slots of a note.
func (f *noteFile) scan() (*note.Note, error) { return note.Scan(f.name, f.data, f.format) }

// ledgerLine names the ledger in a note that has no front matter: :dealgraph-ledger: PATH in AsciiDoc, #+dealgraph_ledger: PATH in Org,
// % dealgraph-ledger: PATH in LaTeX, // dealgraph-ledger: PATH in Typst, <!-- dealgraph-ledger: PATH --> in Markdown, which shows front
// matter on some sites as a table.
var ledgerLine = regexp.MustCompile(`(?im)^(?::|#\+|%%?[ \t]*|//[ \t]*|<!--[ \t]*|\{/\*[ \t]*)dealgraph[-_]ledger:[ \t]*(.*?)(?:[ \t]*(?:-->|%%|\*/\}))?[ \t\r]*$`)

// ledgerComment is the same in Markdown.
var ledgerComment = regexp.MustCompile(`(?im)^[ \t]*(?:<!--|\{/\*|%%)[ \t]*dealgraph[-_]ledger:[ \t]*([^\r\n]*?)[ \t]*(?:-->|%%|\*/\})[ \t\r]*(?:\n|$)`)

var codeFence = regexp.MustCompile("(?m)^[ \t]*(?:```|~~~)")

// headSize is how many bytes at the beginning of a note are looked at for its ledger.
const headSize = 64 << 10

// ledgerOf is the ledger that a note names: as it stands in the file.
func ledgerOf(f *noteFile) (string, error) {
	head := bytes.TrimPrefix(f.data[:min(len(f.data), headSize)], []byte("\xef\xbb\xbf"))
	switch f.format {
	case note.Markdown, note.MDX, note.Obsidian:
		if named, err := frontLedger(f.name, head); named != "" || err != nil {
			return named, err
		}
		if fence := codeFence.FindIndex(head); fence != nil { // what stands in code is an example
			head = head[:fence[0]]
		}
	}
	line := ledgerLine
	if f.format == note.Markdown || f.format == note.MDX || f.format == note.Obsidian {
		line = ledgerComment
	}
	if m := line.FindSubmatch(head); m != nil {
		return string(m[1]), nil
	}
	return "", nil
}

// frontLedger is the ledger in the front matter of a note, which is YAML between two lines of three dashes.
func frontLedger(name string, head []byte) (string, error) {
	lines := strings.SplitAfter(string(head), "\n")
	if strings.TrimRight(lines[0], " \t\r\n") != "---" {
		return "", nil
	}
	end := 1
	for end < len(lines) {
		if l := strings.TrimRight(lines[end], " \t\r\n"); l == "---" || l == "..." {
			break
		}
		end++
	}
	if end == len(lines) {
		return "", nil
	}
	text := frontKey(lines[1:end])
	if text == "" {
		return "", nil
	}
	if len(text) > maxFrontKey || yamlReference.MatchString(text) {
		return "", &note.Error{File: name, Line: 1, Col: 1, Code: "front", Msg: "the front matter says more of dealgraph than the path of a ledger", Hint: `it names the ledger as dealgraph: {ledger: "PATH"}`}
	}
	var front struct {
		Dealgraph map[string]any `yaml:"dealgraph"`
	}
	if err := yaml.Unmarshal([]byte(text), &front); err != nil {
		return "", &note.Error{File: name, Line: 1, Col: 1, Code: "front", Msg: "the front matter cannot be read as YAML", Hint: `it names the ledger as dealgraph: {ledger: "PATH"}`}
	}
	for key := range front.Dealgraph {
		if key != "ledger" {
			return "", &note.Error{File: name, Line: 1, Col: 1, Code: "front", Msg: fmt.Sprintf("the front matter has dealgraph: {%s: …}, which means nothing", key), Hint: "only ledger is known"}
		}
	}
	switch ledger := front.Dealgraph["ledger"].(type) {
	case nil:
		return "", nil
	case string:
		return ledger, nil
	}
	return "", &note.Error{File: name, Line: 1, Col: 1, Code: "front", Msg: "the ledger in the front matter is no path", Hint: `write dealgraph: {ledger: "PATH"}`}
}

// maxFrontKey is how many bytes the front matter of a note can have to say where its ledger is. What is longer, or refers to other parts of it,
// is not read as YAML: it could be made to grow without end.
const maxFrontKey = 2 << 10

// yamlReference is an anchor or an alias of YAML, outside a word.
var yamlReference = regexp.MustCompile(`(?:^|[\s,\[{:])[&*][^\s]`)

// frontKey are the lines of the key dealgraph in front matter: that with the key, and those below it which are indented or empty.
func frontKey(lines []string) string {
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "dealgraph:") || strings.HasPrefix(l, `"dealgraph":`) })
	if i < 0 {
		return ""
	}
	end := i + 1
	for end < len(lines) && strings.TrimLeft(lines[end], " \t\r\n") != strings.TrimRight(lines[end], "\r\n") {
		end++
	}
	return strings.Join(lines[i:end], "")
}

// noteLedgers reads the ledgers of notes, each once.
type noteLedgers struct {
	global
	named   bool // -l goes before what a note says
	read    map[string]ledgerRead
	figures map[string]string // of a figure's file the note that draws it
}

type ledgerRead struct {
	asker *asker
	err   error
}

func newNoteLedgers(g global, named bool) *noteLedgers {
	return &noteLedgers{global: g, named: named, read: map[string]ledgerRead{}, figures: map[string]string{}}
}

// of is an asker of the ledger of a note: that of -l, or that which the note names, or else the usual one.
func (n *noteLedgers) of(f *noteFile) (*asker, error) {
	path := n.ledger
	if f.ledger != "" && !n.named {
		switch {
		case f.ledger == "-":
			return nil, fmt.Errorf("%s names standard input as its ledger, which only -l can", f.name)
		case strings.HasPrefix(f.ledger, examplePrefix) || filepath.IsAbs(f.ledger):
			path = f.ledger
		default:
			path = filepath.Join(filepath.Dir(f.path), filepath.FromSlash(f.ledger))
		}
	}
	a, err := n.at(path)
	if f.ledger != "" && !n.named && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s names the ledger %q, and there is none at %s: a path is told from the folder of the note", f.name, f.ledger, path)
	}
	return a, err
}

// at is an asker of the ledger at a path.
func (n *noteLedgers) at(path string) (*asker, error) {
	r, ok := n.read[path]
	if !ok {
		g := n.global
		g.ledger = path
		r.asker, r.err = g.newAsker()
		n.read[path] = r
	}
	return r.asker, r.err
}

// noteErrors are what went wrong with notes. They print one after the other, each with its place.
type noteErrors struct {
	errs []error
	last string // what is said behind them all
}

func (e *noteErrors) Error() string { return cmp.Or(e.last, "something is wrong with the notes") }

func (e *noteErrors) Unwrap() []error {
	if e.last == "" {
		return e.errs
	}
	return append(e.errs[:len(e.errs):len(e.errs)], errors.New("dealgraph: "+e.last))
}

// add adds an error, taken apart into those it is made of.
func (e *noteErrors) add(err error) {
	switch at := err.(type) {
	case nil:
	case ledgerError: // once, however many notes are of that ledger
		for _, one := range at.Unwrap() {
			if !slices.ContainsFunc(e.errs, func(had error) bool { return had.Error() == one.Error() }) {
				e.errs = append(e.errs, one)
			}
		}
	case *note.Error:
		e.errs = append(e.errs, placedError{err, withCaret(&deals.Error{Pos: deals.Pos{File: at.File, Line: at.Line, Col: at.Col}, Msg: at.Msg, Hint: at.Hint, Line: at.Source})})
	case interface{ Unwrap() []error }:
		for _, one := range at.Unwrap() {
			e.add(one)
		}
	case *note.EditedError, placedError:
		e.errs = append(e.errs, err)
	default:
		e.errs = append(e.errs, placedError{err, "dealgraph: " + err.Error()})
	}
}

// all is the list as an error, or nil if it is empty.
func (e *noteErrors) all() error {
	if len(e.errs) == 0 {
		return nil
	}
	return e
}

// or is what went wrong, or else that something was found: an error, or with strict a remark.
func (e *noteErrors) or(c notes.Check, strict bool) error {
	if len(e.errs) == 0 && (c.Errors > 0 || strict && c.Notes > 0) {
		return errFindings
	}
	return e.all()
}

// placedError prints with its line and a caret.
type placedError struct {
	error
	text string
}

func (e placedError) Error() string { return e.text }
func (e placedError) Unwrap() error { return e.error }
