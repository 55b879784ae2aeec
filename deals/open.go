package deals

import (
	"bufio"
	"bytes"
	"context"
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
)

// A Reader reads ledgers. The zero Reader reads as [Open], [ReadFS] and [Read] do.
type Reader struct {
	// Progress, if it is set, is called while reading with the bytes read so far and those of all files; total is 0 where
	// that is not known beforehand. It is called by the goroutine that reads, some hundred times a second at most.
	Progress func(done, total int64)
}

// Open reads the ledger at a path: one file, or a folder of files, as [ReadFS] does. Places in it are named as the path
// was: open data and a message stands at data/deals.csv:14:9.
//
// With a nil error the ledger is sound and complete. When anything in it is wrong the error is an [*ErrorList] with every
// error of every file, and the ledger holds what could be read. Any other error says that the ledger could not be opened.
//
// Symbolic links in a folder are followed to files, as long as they stay inside it.
func Open(name string) (*Ledger, error) { return Reader{}.Open(context.Background(), name) }

// ReadFS reads all ledger files of a file system, in the order of their paths: *.yaml, *.yml, *.csv, *.tsv. Markdown,
// licences and files that begin with a dot are no part of a ledger; any other file is named in the ledger's Warnings. The
// name is what the user knows the ledger by. A file that cannot be read is one of the errors; the others are read
// nevertheless. Errors are those of [Open].
func ReadFS(fsys fs.FS, name string) (*Ledger, error) {
	return Reader{}.ReadFS(context.Background(), fsys, name)
}

// Read reads a ledger of one file from a stream. What it is, YAML or a table, is told by the ending of name, or, for a
// name without one ("-"), by its first line. Errors are those of [Open].
func Read(r io.Reader, name string) (*Ledger, error) {
	return Reader{}.Read(context.Background(), r, name)
}

// Open is [Open], and stops with the error of ctx when that ends.
func (r Reader) Open(ctx context.Context, name string) (*Ledger, error) {
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
		again := func(p string) (fs.File, error) { return os.OpenInRoot(name, filepath.FromSlash(p)) }
		return r.readFolder(ctx, root.FS(), again, name, func(p string) string { return filepath.ToSlash(filepath.Join(name, p)) })
	}
	if !isTable(name) && !isYAML(name) {
		return nil, fmt.Errorf("open ledger: %s is neither a folder nor a file that ends in .yaml, .yml, .csv or .tsv", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	defer f.Close()
	in := input{name: filepath.ToSlash(name), inside: filepath.Base(name), from: f}
	if info.Mode().IsRegular() {
		in.again = unchanged(info, func() (fs.File, error) { return os.Open(name) })
	}
	return r.readOne(ctx, in, name)
}

// ReadFS is [ReadFS], and stops with the error of ctx when that ends.
func (r Reader) ReadFS(ctx context.Context, fsys fs.FS, name string) (*Ledger, error) {
	return r.readFolder(ctx, fsys, fsys.Open, name, func(p string) string { return p })
}

// Read is [Read], and stops with the error of ctx when that ends; not while a Read of from waits.
func (r Reader) Read(ctx context.Context, from io.Reader, name string) (*Ledger, error) {
	return r.readOne(ctx, input{name: name, inside: name, from: from}, name)
}

// readOne reads a ledger of one file.
func (r Reader) readOne(ctx context.Context, in input, name string) (*Ledger, error) {
	d := newDecoder(name)
	m := meter{ctx: ctx, report: r.Progress, total: sizeOf(in.from)}
	if err := d.read(in, &m); err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	return d.finish()
}

// passedOver reports whether a file in a folder is no part of a ledger, and no stranger either.
func passedOver(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, ".md") || strings.HasPrefix(base, "LICENSE")
}

// IsPart reports whether a file at a path inside the folder of a ledger is read as a part of it. The path has forward slashes.
func IsPart(inside string) bool {
	for part := range strings.SplitSeq(inside, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	base := path.Base(inside)
	return !passedOver(base) && (isYAML(base) || isTable(base))
}

// readFolder reads all ledger files of a file system; again opens one of them later, and shown is how messages call it.
func (r Reader) readFolder(ctx context.Context, fsys fs.FS, again func(string) (fs.File, error), name string, shown func(string) string) (*Ledger, error) {
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	d := newDecoder(name)
	m := meter{ctx: ctx, report: r.Progress}
	var files []folderFile
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
		case e.IsDir() || passedOver(base):
		case isYAML(base) || isTable(base):
			found = true
			info, err := fs.Stat(fsys, p)
			if err == nil && !info.Mode().IsRegular() {
				err = errors.New("not a regular file") // a pipe might never end
			}
			if err != nil {
				d.unreadable(shown(p), err)
				return nil
			}
			files = append(files, folderFile{p, info})
			m.total += info.Size()
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
	for _, f := range files {
		if err := d.readInFolder(fsys, f, again, shown(f.path), &m); err != nil {
			return nil, fmt.Errorf("read ledger %s: %w", name, err)
		}
	}
	return d.finish()
}

// folderFile is a file of a folder as it was found.
type folderFile struct {
	path string
	info fs.FileInfo
}

// readInFolder reads one file of a folder. What cannot be read is one of the errors; only the end of the context is returned.
func (d *decoder) readInFolder(fsys fs.FS, file folderFile, again func(string) (fs.File, error), shown string, m *meter) error {
	f, err := fsys.Open(file.path)
	if err != nil {
		d.unreadable(shown, err)
		return nil
	}
	defer f.Close()
	in := input{name: shown, inside: file.path, from: f, again: unchanged(file.info, func() (fs.File, error) { return again(file.path) })}
	if err := d.read(in, m); err != nil {
		if m.ctx.Err() != nil {
			return err
		}
		d.unreadable(shown, err)
	}
	return nil
}

// unreadable reports a file that could not be read, in the words of the system.
func (d *decoder) unreadable(p string, err error) {
	why := err.Error()
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		why = pe.Err.Error() // the path is in the position
	}
	d.fail(Pos{File: p}, "file", "the file cannot be read: "+why, "make it readable, or take it out of the folder")
}

func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func isTable(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".csv" || ext == ".tsv"
}

// read reads one file, whichever of the two spellings it has, and takes it into the hash of the ledger. The error is that of
// the file system, or of the context.
func (d *decoder) read(in input, m *meter) error {
	digest := sha256.New()
	raw := &metered{from: io.TeeReader(in.from, digest), meter: m}
	var from io.Reader = raw
	if in.again == nil {
		kept := &keptText{}
		in.again = kept.open
		from = io.TeeReader(raw, kept)
	}
	d.files[in.name] = in.again
	if err := d.file(in.name, from); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil { // the rest of a file that broke off
		return err
	}
	s := hashed{name: in.inside}
	digest.Sum(s.sum[:0])
	d.sums = append(d.sums, s)
	return nil
}

// file decodes one file; name is how messages call it. The error is that of reading, not of what is read.
func (d *decoder) file(name string, from io.Reader) error {
	t := newTextReader(from)
	text := bufio.NewReaderSize(t, chunk)
	head, err := text.Peek(chunk)
	_, noText := errors.AsType[*encodingError](err)
	switch {
	case isYAML(name) || !isTable(name) && looksLikeYAML(head):
		err = d.yamlFile(name, t, text)
	case !noText: // if so, what its header says is of no interest
		err = d.readTable(name, t, text)
	}
	d.ledger.Files = append(d.ledger.Files, File{Name: name, Lines: t.lines()})
	if wrong, ok := errors.AsType[*encodingError](err); ok {
		d.fail(Pos{name, wrong.line, wrong.col}, "encoding", wrong.msg, wrong.hint)
		return nil
	}
	return err
}

// yamlFile reads a YAML file, which is UTF-8.
func (d *decoder) yamlFile(name string, t *textReader, text io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(text, maxYAMLBytes+1))
	more := int64(0)
	if err == nil && len(data) > maxYAMLBytes {
		more, err = io.Copy(io.Discard, text)
	}
	switch {
	case t.utf16:
		return &encodingError{t.foreign, "UTF-16 text", saveAsUTF8}
	case t.foreign != spot{}:
		return &encodingError{t.foreign, "not UTF-8 text", saveAsUTF8}
	case err != nil:
		return err
	}
	if d.isMerged(name, data) {
		d.readYAML(name, data, more)
	}
	return nil
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
	d.ledger.files = d.files
	d.ledger.Warnings = d.warnings.all()
	d.ledger.AttachLines(d.ledger.Warnings)
	errs := d.errs.all()
	if len(errs) == 0 {
		return d.ledger, nil
	}
	d.ledger.AttachLines(errs)
	return d.ledger, &ErrorList{Errors: errs}
}
