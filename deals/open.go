package deals

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFileBytes bounds one file: enough for some ten million rows.
const maxFileBytes = 2 << 30

// Open reads the ledger at a path: one file, or a folder of files, as [ReadFS] does. Places in it are named as the path
// was: open data and a message stands at data/deals.csv:14:9.
//
// With a nil error the ledger is sound and complete. When anything in it is wrong the error is an [*ErrorList] with every
// error of every file, and the ledger holds what could be read. Any other error says that the ledger could not be opened.
//
// Symbolic links in a folder are followed to files, as long as they stay inside it.
func Open(name string) (*Ledger, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if info.IsDir() {
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, fmt.Errorf("open ledger: %w", err)
		}
		defer root.Close()
		return readFolder(root.FS(), name, func(p string) string { return filepath.ToSlash(filepath.Join(name, p)) })
	}
	if !isTable(name) && !isYAML(name) {
		return nil, fmt.Errorf("open ledger: %s is neither a folder nor a file that ends in .yaml, .yml, .csv or .tsv", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	defer f.Close()
	data, err := readLimited(f)
	if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	d := newDecoder(name)
	d.sum(filepath.Base(name), data)
	d.file(filepath.ToSlash(name), data)
	return d.finish()
}

// ReadFS reads all ledger files of a file system, in the order of their paths: *.yaml, *.yml, *.csv, *.tsv. Markdown,
// licences and files that begin with a dot are no part of a ledger; any other file is named in the ledger's Warnings. The
// name is what the user knows the ledger by. A file that cannot be read is one of the errors; the others are read
// nevertheless. Errors are those of [Open].
func ReadFS(fsys fs.FS, name string) (*Ledger, error) {
	return readFolder(fsys, name, func(p string) string { return p })
}

// readFolder reads all ledger files of a file system; shown is how messages call a file.
func readFolder(fsys fs.FS, name string, shown func(string) string) (*Ledger, error) {
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	d := newDecoder(name)
	found := false
	err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		base := path.Base(p)
		switch {
		case err != nil: // a folder that cannot be listed
			found = true
			d.unreadable(shown(p), err)
		case p == ".":
		case strings.HasPrefix(base, ".") && e.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(base, ".") || e.IsDir() || strings.HasSuffix(base, ".md") || strings.HasPrefix(base, "LICENSE"):
		case isYAML(base) || isTable(base):
			found = true
			data, err := readFile(fsys, p)
			if err != nil {
				d.unreadable(shown(p), err)
				return nil
			}
			d.sum(p, data)
			d.file(shown(p), data)
		default:
			d.warn(Pos{File: shown(p)}, "file", "not a ledger file: it was not read", "a ledger is made of .yaml, .yml, .csv and .tsv files")
		}
		return nil
	})
	if err != nil {
		panic("deals: the walk through a ledger stopped though nothing stops it: " + err.Error())
	}
	if !found {
		d.fail(Pos{File: name}, "empty", "no ledger file in this folder", "a ledger is made of .yaml, .yml, .csv and .tsv files")
	}
	return d.finish()
}

// unreadable reports a file that could not be read, in the words of the system.
func (d *decoder) unreadable(p string, err error) {
	why := err.Error()
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		why = pe.Err.Error() // the path is in the position
	}
	d.fail(Pos{File: p}, "file", "the file cannot be read: "+why, "make it readable, or take it out of the folder")
}

// Read reads a ledger of one file from a stream. What it is, YAML or a table, is told by the ending of name, or, for a
// name without one ("-"), by its first line. Errors are those of [Open].
func Read(r io.Reader, name string) (*Ledger, error) {
	data, err := readLimited(r)
	if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	d := newDecoder(name)
	d.sum(name, data)
	d.file(name, data)
	return d.finish()
}

func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func isTable(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".csv" || ext == ".tsv"
}

// readFile reads one file of a ledger. Only what is a file is opened: a pipe might never end.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readLimited(f)
}

func readLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err == nil && len(data) > maxFileBytes {
		err = fmt.Errorf("more than %d MB", maxFileBytes>>20)
	}
	return data, err
}

// sum takes a file into the hash of the ledger, under its name inside the ledger.
func (d *decoder) sum(name string, data []byte) {
	d.sums = append(d.sums, hashed{name, sha256.Sum256(data)})
}

// file decodes one file, whichever of the two spellings it has; name is how messages call it.
func (d *decoder) file(name string, data []byte) {
	data = lineEnds(bytes.TrimPrefix(data, []byte("\ufeff")))
	d.texts[name] = data
	d.ledger.Files = append(d.ledger.Files, File{Name: name, Lines: countLines(data)})
	switch {
	case !d.isText(name, data) || !d.isMerged(name, data):
	case isYAML(name) || !isTable(name) && looksLikeYAML(data):
		d.readYAML(name, data)
	default:
		d.readCSV(name, data)
	}
}

// lineEnds turns the line ends of old Macs, a lone CR, into LF, so that all who count lines agree.
func lineEnds(data []byte) []byte {
	out := data
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\r')
		if i < 0 {
			return out
		}
		if at += i + 1; at < len(data) && data[at] == '\n' {
			continue
		}
		if &out[0] == &data[0] {
			out = bytes.Clone(data)
		}
		out[at-1] = '\n'
	}
}

// countLines counts lines; the last one need not end.
func countLines(data []byte) int {
	n := bytes.Count(data, []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// isText reports whether data is UTF-8 without NUL; what is not is reported, and nothing of the file is read.
func (d *decoder) isText(name string, data []byte) bool {
	at, what := bytes.IndexByte(data, 0), "holds a NUL byte"
	if !utf8.Valid(data) {
		what = "not UTF-8 text"
		for at = 0; at < len(data); {
			r, size := utf8.DecodeRune(data[at:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
	}
	if at < 0 {
		return true
	}
	hint := "save the file as UTF-8"
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		what = "UTF-16 text"
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		what, hint = "a spreadsheet or archive, not text", "save the sheet as “CSV UTF-8”"
	}
	before := data[:at]
	d.fail(Pos{name, bytes.Count(before, []byte("\n")) + 1, at - bytes.LastIndexByte(before, '\n')}, "encoding", what, hint)
	d.texts[name] = nil // no line of it is fit to be shown
	return false
}

var yamlStart = regexp.MustCompile(`^(---|%|\{|["']?(` + strings.Join(ledgerKeys, "|") + `)["']?[ \t]*:)`)

// looksLikeYAML tells a stream without a name by its first line that is not a comment: in YAML it begins a document or one
// of the fields of a ledger.
func looksLikeYAML(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' {
			return yamlStart.Match(line)
		}
	}
	return false
}

// hashed is a file and the digest of its bytes.
type hashed struct {
	name string
	sum  [sha256.Size]byte
}

// finish resolves what needs the whole ledger and hands it over.
func (d *decoder) finish() (*Ledger, error) {
	d.resolve()
	h := sha256.New()
	slices.SortFunc(d.sums, func(a, b hashed) int { return strings.Compare(a.name, b.name) })
	for _, s := range d.sums {
		fmt.Fprintf(h, "%s\x00%x\n", s.name, s.sum)
	}
	d.ledger.Hash = "sha256:" + hex.EncodeToString(h.Sum(nil))
	d.ledger.last = d.ledger.lastDate()
	d.ledger.texts = d.texts
	sortErrors(d.ledger.Warnings)
	d.ledger.AttachLines(d.ledger.Warnings)
	if len(d.errs) == 0 {
		return d.ledger, nil
	}
	sortErrors(d.errs)
	d.ledger.AttachLines(d.errs)
	return d.ledger, &ErrorList{Errors: d.errs}
}

// AttachLines gives errors at places of this ledger the text of their lines, for a caret below it. The errors are sorted by
// file and line: each file is passed over once.
func (l *Ledger) AttachLines(errs []*Error) {
	file, line, text := "", 0, "" // one text for all errors of a line: a line can be as long as its file
	var rest, current []byte
	for _, e := range errs {
		if e.Pos.Line == 0 {
			continue
		}
		if e.Pos.File != file {
			file, line, rest = e.Pos.File, 0, l.texts[e.Pos.File]
		}
		for line < e.Pos.Line && len(rest) > 0 {
			current, rest, _ = bytes.Cut(rest, []byte("\n"))
			line++
			text = ""
		}
		if line == e.Pos.Line {
			if text == "" {
				text = string(bytes.TrimRight(current, "\r"))
			}
			e.Line = text
			e.Pos.Col = min(e.Pos.Col, len(e.Line)+1) // where a cell or text should have ended, but did not
		}
	}
}
