package table

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

const (
	gap       = 2 // spaces between columns
	narrowest = 8 // a text column is not cut below this width
)

// ANSI codes. They surround whole lines only, so they never take part in the
// widths.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	reset = "\x1b[0m"
)

// text returns t for a terminal or a pipe.
func (t Table) text(o Options) string {
	paint := func(code, line string) string {
		if o.Color {
			return code + line + reset
		}
		return line
	}
	var blocks []string
	if t.Title != "" {
		blocks = append(blocks, paint(bold, Visible(t.Title))+"\n")
	}
	if len(t.Columns) > 0 {
		lines := t.grid(o)
		lines[0] = paint(bold, lines[0])
		if len(t.Rows) == 0 {
			lines = append(lines, "(none)")
		}
		blocks = append(blocks, strings.Join(lines, "\n")+"\n")
	}
	if len(t.Footnotes) > 0 {
		var b strings.Builder
		for i, note := range t.Footnotes {
			fmt.Fprintf(&b, "%d. %s\n", i+1, Visible(note))
		}
		blocks = append(blocks, b.String())
	}
	if t.Stamp != "" {
		blocks = append(blocks, paint(dim, Visible(t.Stamp))+"\n")
	}
	return strings.Join(blocks, "\n")
}

// grid returns the heading line and one line for each row.
func (t Table) grid(o Options) []string {
	widths := t.widths(o)
	heading := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heading[i] = headingText(c)
	}
	lines := []string{t.line(heading, widths)}
	for _, row := range t.Rows {
		texts := make([]string, len(row))
		for i, c := range row {
			texts[i] = Visible(c.Text)
		}
		lines = append(lines, t.line(texts, widths))
	}
	return lines
}

// headingText is a column's name as text tables show it.
func headingText(c Column) string { return strings.ToUpper(Visible(c.Name)) }

// line sets texts side by side, each cut and padded to its width.
func (t Table) line(texts []string, widths []int) string {
	var b strings.Builder
	for i, s := range texts {
		s = displaywidth.TruncateString(s, widths[i], "…")
		pad := strings.Repeat(" ", max(0, widths[i]-displaywidth.String(s)))
		if t.Columns[i].Align == Right {
			b.WriteString(pad + s)
		} else {
			b.WriteString(s + pad)
		}
		if i < len(texts)-1 {
			b.WriteString(strings.Repeat(" ", gap))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// widths returns the width of each column in character cells: the widest cell
// or, if o gives a width, what is left after cutting. Columns that hold more
// text are cut first; of equally wide ones the last.
func (t Table) widths(o Options) []int {
	widths := make([]int, len(t.Columns))
	floors := make([]int, len(t.Columns))
	total := gap * max(0, len(t.Columns)-1)
	for i, c := range t.Columns {
		widths[i], floors[i] = t.extent(i)
		if o.Width > 0 && c.Max > 0 {
			widths[i] = min(widths[i], max(c.Max, floors[i]))
		}
		total += widths[i]
	}
	for ; o.Width > 0 && total > o.Width; total-- {
		widest := -1
		for i, w := range widths {
			if w > floors[i] && (widest < 0 || w >= widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break // only numbers and headings are left: the line runs over
		}
		widths[widest]--
	}
	return widths
}

// extent returns the width column i wants and the one below which it must not go.
func (t Table) extent(i int) (want, floor int) {
	want = displaywidth.String(headingText(t.Columns[i]))
	floor = want
	for _, row := range t.Rows {
		w := displaywidth.String(Visible(row[i].Text))
		want = max(want, w)
		if row[i].Number {
			floor = max(floor, w)
		}
	}
	return want, max(floor, min(want, narrowest))
}
