package note

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Format is the language a note is written in: it decides how markers are spelled and where they are none, such as in code.
type Format string

// The formats a note can have.
const (
	Markdown Format = "markdown"
	MDX      Format = "mdx"
	Obsidian Format = "obsidian"
	AsciiDoc Format = "asciidoc"
	Typst    Format = "typst"
	LaTeX    Format = "latex"
	Org      Format = "org"
)

// language is what is to be known of a format.
type language struct {
	format     Format
	meaning    string
	extensions []string
	blocks     []spelling // how block markers may be written; the first is ours
	inline     []spelling
}

// spelling is how a comment is written: between open and close, or from open to the end of the line if close is "".
type spelling struct{ open, close string }

var (
	angled    = spelling{"<!--", "-->"}
	braced    = spelling{"{/*", "*/}"}
	percents  = spelling{"%%", "%%"}
	slashes   = spelling{"//", ""}
	starred   = spelling{"/*", "*/"}
	percent   = spelling{"%", ""}
	hash      = spelling{"#", ""}
	orgInline = spelling{"@@comment:", "@@"}
)

var languages = []language{
	{Markdown, "Markdown, as GitHub, Pandoc, Quarto, Hugo have it: <!-- dealgraph:begin … -->",
		[]string{".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"}, []spelling{angled}, []spelling{angled}},
	{MDX, "Markdown with JSX: {/* dealgraph:begin … */}", []string{".mdx"}, []spelling{braced}, []spelling{braced}},
	{Obsidian, "Markdown for Obsidian: %% dealgraph:begin … %%, or as in Markdown",
		nil, []spelling{percents, angled}, []spelling{percents, angled}},
	{AsciiDoc, "AsciiDoc: // dealgraph:begin …", []string{".adoc", ".asciidoc", ".asc"}, []spelling{slashes}, []spelling{slashes}},
	{Typst, "Typst: // dealgraph:begin …, in a line /*dealgraph …*/", []string{".typ"}, []spelling{slashes, starred}, []spelling{starred}},
	{LaTeX, "LaTeX: % dealgraph:begin …", []string{".tex", ".ltx", ".latex"}, []spelling{percent}, []spelling{percent}},
	{Org, "Org: # dealgraph:begin …, in a line @@comment:dealgraph …@@", []string{".org"}, []spelling{hash}, []spelling{orgInline}},
}

// Formats lists the formats, the usual one first.
func Formats() []Format {
	var all []Format
	for _, l := range languages {
		all = append(all, l.format)
	}
	return all
}

// of returns what is known of f, and of Markdown if f is no format.
func (f Format) language() language {
	for _, l := range languages {
		if l.format == f {
			return l
		}
	}
	return languages[0]
}

// Meaning says in a few words what the format is and how its markers look.
func (f Format) Meaning() string { return f.language().meaning }

// markdownLike reports whether f has the blocks of Markdown.
func (f Format) markdownLike() bool { return f == Markdown || f == MDX || f == Obsidian }

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if string(f) == name {
			return f, nil
		}
		names = append(names, string(f))
	}
	hint := "use one of " + strings.Join(names, ", ")
	if near, ok := deals.Suggest(name, names); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return "", &Error{Code: "format", Msg: fmt.Sprintf("%q is no format of notes", name), Hint: hint}
}

// FormatOf returns the format of a note: by the extension of its name, or by the first marker in it if the extension says
// nothing. Files ending in .md are read as the kind of Markdown whose markers they have, and as plain Markdown if they have none.
// It is an error if neither says anything.
func FormatOf(path string, data []byte) (Format, error) {
	extension := strings.ToLower(filepath.Ext(path))
	for _, l := range languages {
		for _, e := range l.extensions {
			if e == extension && l.format != Markdown {
				return l.format, nil
			}
			if e == extension {
				return dialect(data), nil
			}
		}
	}
	return firstMarker(path, data)
}

// HasExtension reports whether a path ends like a note of some language: .md, .tex and their like.
func HasExtension(path string) bool {
	extension := strings.ToLower(filepath.Ext(path))
	return slices.ContainsFunc(languages, func(l language) bool { return slices.Contains(l.extensions, extension) })
}

// dialect returns the kind of Markdown whose markers data has outside code.
func dialect(data []byte) Format {
	for _, f := range []Format{Markdown, MDX, Obsidian} {
		if f != Markdown && !bytes.Contains(data, []byte(f.language().blocks[0].open)) {
			continue
		}
		if r := read(data, f, false); len(r.markers) > 0 {
			return f
		}
	}
	return Markdown
}

// firstMarker returns the format whose spelling the first marker has.
func firstMarker(path string, data []byte) (Format, error) {
	unknown := &Error{File: path, Code: "format", Msg: "cannot tell what kind of note this is", Hint: "give it an extension such as .md or .tex, or say --format"}
	best, at := Format(""), len(data)
	for _, f := range Formats() {
		if r := read(data, f, false); len(r.markers) > 0 && r.markers[0].start < at {
			best, at = f, r.markers[0].start
		}
	}
	if best == AsciiDoc && len(read(data, Typst, false).markers) > 0 {
		unknown.Msg, unknown.Hint = "the markers could be those of AsciiDoc and of Typst", "give the file the extension .adoc or .typ, or say --format"
		return "", unknown
	}
	if best == "" {
		return "", unknown
	}
	return best, nil
}
