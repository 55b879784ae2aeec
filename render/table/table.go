package table

import (
	"fmt"
	"io"
)

// Align says to which side of its column a cell is set.
type Align int

// The sides. Numbers belong on the right, so that their digits line up.
const (
	Left Align = iota
	Right
)

// Column describes one column of a [Table].
type Column struct {
	Name  string
	Align Align
	Max   int // the widest the column may be on a terminal, in character cells; 0 = no limit
}

// Cell is one value of a row.
type Cell struct {
	Text   string // what people read
	Raw    string // what CSV carries where it differs: the full number behind "$300.0B"; empty = Text
	Number bool   // CSV writes it bare; text never cuts it
	Link   string // an http or https address behind the text, shown in Markdown; any other is ignored
}

// Table is a table with what belongs to it. Its zero value is an empty table.
type Table struct {
	Title     string
	Columns   []Column
	Rows      [][]Cell // one Cell for each Column
	Footnotes []string // numbered from 1 under the table
	Stamp     string   // the last line: basis, date, ledger hash, tool version
}

// Format names a way to write a [Table].
type Format string

// The formats of [Table.Write].
const (
	Text     Format = "text"
	CSV      Format = "csv"
	Markdown Format = "markdown"
)

// Options says for whom a [Table] is written. The zero value suits a pipe.
type Options struct {
	Width    int  // text: cut to this many character cells; 0 = cut nothing
	Color    bool // text: set the title and headings bold and the stamp dim with ANSI codes
	CSVStamp bool // CSV: carry the stamp in a last line that starts with "# "
}

// Write writes t to w in the format f.
//
// A table without columns is its title, footnotes and stamp alone. Write
// returns an error, and writes nothing, if a row has another number of cells
// than there are columns or if f is not one of the formats; other errors are
// those of w. The cost is linear in the size of the table.
func (t Table) Write(w io.Writer, f Format, o Options) error {
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("write table %q: row %d has %d cells, want one for each of %d columns",
				t.Title, i+1, len(row), len(t.Columns))
		}
	}
	var out string
	switch f {
	case Text:
		out = t.text(o)
	case CSV:
		out = t.csv(o)
	case Markdown:
		out = t.markdown()
	default:
		return fmt.Errorf("write table %q: format %q is not known (use %s, %s or %s)", t.Title, f, Text, CSV, Markdown)
	}
	if _, err := io.WriteString(w, out); err != nil {
		return fmt.Errorf("write table %q: %w", t.Title, err)
	}
	return nil
}
