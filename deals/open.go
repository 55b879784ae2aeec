package deals

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// maxFileBytes bounds one file: enough for some ten million rows.
const maxFileBytes = 2 << 30

// Open reads the ledger at a path: one file, or a folder of files.
//
// With a nil error the ledger is sound and complete. When anything in it is wrong the error is an [*ErrorList] with every
// error of every file, and the ledger holds what could be read. Any other error says that a file could not be opened.
func Open(name string) (*Ledger, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if info.IsDir() {
		return readFolder(os.DirFS(name), name, func(p string) string { return filepath.ToSlash(filepath.Join(name, p)) })
	}
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	if !isTable(base) && !isYAML(base) {
		return nil, fmt.Errorf("open ledger: %s is neither a folder nor a file that ends in .yaml, .yml, .csv or .tsv", name)
	}
	return read(os.DirFS(dir), []string{base}, name, func(string) string { return filepath.ToSlash(name) })
}

// ReadFS reads all ledger files of a file system, in the order of their paths: *.yaml, *.yml, *.csv, *.tsv. Markdown,
// licences and files that begin with a dot are no part of a ledger; any other file is named in the ledger's Warnings. The
// name is what the user knows the ledger by. Errors are those of [Open].
func ReadFS(fsys fs.FS, name string) (*Ledger, error) {
	return readFolder(fsys, name, func(p string) string { return p })
}

// readFolder reads all ledger files of a file system; shown is how messages call a file.
func readFolder(fsys fs.FS, name string, shown func(string) string) (*Ledger, error) {
	var files []string
	var strays []*Error
	err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		base := path.Base(p)
		switch {
		case err != nil:
			return err
		case p == ".":
		case strings.HasPrefix(base, "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir():
		case isYAML(base) || isTable(base):
			files = append(files, p)
		case strings.HasSuffix(base, ".md") || strings.HasPrefix(base, "LICENSE"):
		default:
			strays = append(strays, &Error{Pos: Pos{File: shown(p)}, Code: "file", Msg: "not a ledger file: it was not read", Hint: "a ledger is made of .yaml, .yml, .csv and .tsv files"})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	l, err := read(fsys, files, name, shown)
	if l != nil {
		l.Warnings = append(l.Warnings, strays...)
		sortErrors(l.Warnings)
	}
	return l, err
}

// Read reads a ledger of one file from a stream. What it is, YAML or a table, is told by the ending of name, or, for a
// name without one ("-"), by its first line. Errors are those of [Open].
func Read(r io.Reader, name string) (*Ledger, error) {
	data, err := readLimited(r)
	if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	d := newDecoder(name)
	d.file(name, data)
	return d.finish([]hashed{{name, sha256.Sum256(data)}})
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func isTable(name string) bool {
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".tsv")
}

func readLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err == nil && len(data) > maxFileBytes {
		err = fmt.Errorf("more than %d bytes", maxFileBytes)
	}
	return data, err
}

// read reads files in turn. One that cannot be opened is an error of the ledger and hides nothing of the others.
func read(fsys fs.FS, files []string, name string, shown func(string) string) (*Ledger, error) {
	d := newDecoder(name)
	var sums []hashed
	for _, p := range files {
		data, err := readFile(fsys, p)
		if err != nil {
			d.fail(Pos{File: shown(p)}, "file", fmt.Sprintf("the file cannot be read: %v", err), "make it readable, or move it out of the ledger")
			continue
		}
		sums = append(sums, hashed{p, sha256.Sum256(data)})
		d.file(shown(p), data)
	}
	if len(files) == 0 {
		d.fail(Pos{File: name}, "empty", "no ledger file in this folder", "a ledger is made of .yaml, .yml, .csv and .tsv files")
	}
	return d.finish(sums)
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readLimited(f)
}

// file decodes one file, whichever of the two spellings it has.
func (d *decoder) file(name string, data []byte) {
	d.texts[name] = data
	d.ledger.Files = append(d.ledger.Files, File{Name: name, Lines: bytes.Count(data, []byte("\n"))})
	if isYAML(name) || !isTable(name) && looksLikeYAML(data) {
		d.readYAML(name, data)
		return
	}
	d.readCSV(name, data)
}

// looksLikeYAML tells a stream without a name: the first line of a YAML ledger is a comment, or a key with nothing after.
func looksLikeYAML(data []byte) bool {
	for raw := range bytes.Lines(data) {
		line := strings.TrimSpace(string(raw))
		if line == "" {
			continue
		}
		for _, key := range ledgerKeys {
			if strings.HasPrefix(line, key+":") {
				return true
			}
		}
		return strings.HasPrefix(line, "#") || strings.HasPrefix(line, "---") || !strings.ContainsAny(line, ",;\t") && strings.Contains(line, ":")
	}
	return false
}

// hashed is a file and the digest of its bytes.
type hashed struct {
	name string
	sum  [sha256.Size]byte
}

// finish resolves what needs the whole ledger and hands it over.
func (d *decoder) finish(sums []hashed) (*Ledger, error) {
	d.resolve()
	h := sha256.New()
	slices.SortFunc(sums, func(a, b hashed) int { return strings.Compare(a.name, b.name) })
	for _, s := range sums {
		fmt.Fprintf(h, "%s\x00%x\n", s.name, s.sum)
	}
	d.ledger.Hash = "sha256:" + hex.EncodeToString(h.Sum(nil))
	sortErrors(d.ledger.Warnings)
	d.attachLines(d.ledger.Warnings)
	if len(d.errs) == 0 {
		return d.ledger, nil
	}
	sortErrors(d.errs)
	d.attachLines(d.errs)
	return d.ledger, &ErrorList{Errors: d.errs}
}

// attachLines gives sorted errors the text of their lines, in one pass over each file.
func (d *decoder) attachLines(errs []*Error) {
	file, line := "", 0
	var rest, current []byte
	for _, e := range errs {
		if e.Pos.Line == 0 {
			continue
		}
		if e.Pos.File != file {
			file, line, rest = e.Pos.File, 0, d.texts[e.Pos.File]
		}
		for line < e.Pos.Line && len(rest) > 0 {
			current, rest, _ = bytes.Cut(rest, []byte("\n"))
			line++
		}
		if line == e.Pos.Line {
			e.Line = strings.TrimRight(string(current), "\r")
		}
	}
}
