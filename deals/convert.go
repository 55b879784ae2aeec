package deals

import (
	"errors"
	"fmt"
	"io"
)

// TableFile is a CSV file of a ledger.
type TableFile struct {
	Name string // "deals.csv"
	Data []byte
}

// Tabulate writes a ledger as CSV files, one for each table that has rows, in canonical form; see [Format]. Reading the files
// gives the ledger again, but for places and for parties that only legs name, which Tabulate proves by reading what it wrote.
// Comments stand above the rows they are about; those about no record, at the head of the first file.
//
// Errors: an [*ErrorList] of what no cell can hold, see [Ledger.Sheets]. Cost: that of reading the ledger once more.
func Tabulate(l *Ledger) ([]TableFile, error) {
	f, err := flatten(l)
	if err != nil {
		return nil, err
	}
	remarks, err := l.comments()
	if err != nil {
		return nil, err
	}
	f.remark(remarks)
	var out []TableFile
	for _, kind := range tableKindsInOrder() {
		t := f.table(kind)
		if len(t.nodes) == 0 {
			continue
		}
		if len(out) == 0 {
			t.head.above = append(remarks.head, remarks.rest()...)
		}
		out = append(out, TableFile{kind.name + ".csv", t.bytes()})
	}
	if len(out) == 0 {
		return nil, errors.New("the ledger is empty: there is no table to write")
	}
	return out, proveSame(l, out)
}

// remark puts comments above the first row of the record they are about.
func (f *flat) remark(c *comments) {
	for _, info := range Tables() {
		if info.Name == "sources" {
			continue // they stand where the record does that has the comments
		}
		rows := f.rows[info.Name]
		for i := range rows {
			rows[i].remarks = append(c.take(rows[i].deal), c.take(rows[i].at)...)
		}
	}
}

// WriteYAML writes a ledger as one YAML file in canonical form; see [Format]. What the readers of this package make of it is
// the ledger again, but for places, which WriteYAML proves by reading what it wrote. Comments stand above the records they are
// about; those about no record, at the head. Parties that only legs name are not written: reading makes them again.
//
// Errors: those of w; and a ledger that is too large for a YAML file, of some ten thousand deals.
func WriteYAML(w io.Writer, l *Ledger) error {
	remarks, err := l.comments()
	if err != nil {
		return err
	}
	r, root := newRemarks(), namedTree(l)
	remarks.attach(r, root)
	if head := append(remarks.head, remarks.rest()...); len(head) > 0 {
		r.first = append(head, "")
	}
	arrange(root, RecordLedger)
	text := []byte(emit(root, r))
	if err := proveSame(l, []TableFile{{"ledger.yaml", text}}); err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// attach puts comments above the records of a tree that they are about.
func (c *comments) attach(r *remarks, n *node) {
	for _, f := range n.fields {
		for _, it := range f.val.items {
			if it.shape == mapping {
				if lines := c.take(it.pos); lines != nil {
					r.above[it] = lines
				}
				c.attach(r, it)
			}
		}
	}
}

// proveSame reads files and compares what they say with the ledger.
func proveSame(l *Ledger, files []TableFile) error {
	d := newDecoder(l.Name)
	for _, f := range files {
		d.fileOf(f.Name, f.Data)
	}
	again, err := d.finish()
	if err != nil {
		return fmt.Errorf("what was written cannot be read: %w", err)
	}
	if was, is := said(l), said(again); was != is {
		return fmt.Errorf("what was written would say something else: %s", firstDifference(was, is))
	}
	return nil
}

// said is all that a ledger says, in one spelling, for comparing.
func said(l *Ledger) string {
	root := namedTree(l)
	arrange(root, RecordLedger)
	return emit(root, newRemarks())
}
