package figure

import (
	"errors"
	"fmt"
	"slices"
)

// Matrix is who pays whom as a table of squares: a row for each payer, a column for each payee, the same parties in the
// same order both ways, so that money which flows back lies on the other side of the diagonal. It stays readable where a map
// is a tangle: above 30 parties or so.
type Matrix struct {
	Frame

	// Parties are the rows and the columns, in this order.
	Parties []MatrixParty `json:"parties"`
	// Cells are those that are not empty, in any order.
	Cells []MatrixCell `json:"cells"`
	// Cycles are listed beside the table.
	Cycles []Cycle `json:"cycles,omitempty"`
	// Total is what all cells come to, in words.
	Total string `json:"total,omitempty"`
	// FullAmount is the Amount whose square fills a cell; zero means the largest of this matrix. Set it to draw two of them to
	// one scale.
	FullAmount float64 `json:"full_amount,omitempty"`
	// Scale are the samples of the sizes; Words the words of the drawing.
	Scale []Scale     `json:"scale,omitempty"`
	Terms MatrixWords `json:"words"`
}

// MatrixParty is a row and a column.
type MatrixParty struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Title is the full sentence a reader gets on pointing at the name; Name if empty.
	Title string `json:"title,omitempty"`
	// Pays and Paid are the sums of its row and of its column, in words: "$40bn + ?".
	Pays string `json:"pays,omitempty"`
	Paid string `json:"is_paid,omitempty"`
}

// MatrixCell is all that one party pays another.
type MatrixCell struct {
	// From and To are ids of parties, and differ.
	From string `json:"from"`
	To   string `json:"to"`
	// Amount is what the area of the square shows. Firm is the part of it that is signed or done: it is drawn filled, the rest
	// hollow.
	Amount float64 `json:"amount,omitempty"`
	Firm   float64 `json:"firm,omitempty"`
	// Known is false when none of the amounts is known: the cell shows a question mark. Unknown is how many are not.
	Known   bool `json:"known,omitempty"`
	Unknown int  `json:"unknown,omitempty"`
	// Certainty is that of the firmest of its deals. It decides how what is not firm is drawn.
	Certainty Certainty `json:"certainty"`
	// Label stands in the cell where there is room ("$40bn").
	Label string `json:"label,omitempty"`
	// Title is the full sentence a reader gets on pointing at the cell.
	Title string `json:"title,omitempty"`
	// Cycles are the numbers of the cycles this cell is a step of, ascending.
	Cycles []int `json:"cycles,omitempty"`
}

// MatrixWords are the words that stand in a matrix. An empty one gets an English default.
type MatrixWords struct {
	Payers   string `json:"payers,omitempty"`   // "payer ↓  payee →"
	Pays     string `json:"pays,omitempty"`     // "pays": over the sums of the rows
	Paid     string `json:"paid,omitempty"`     // "is paid": before the sums of the columns
	Cycles   string `json:"cycles,omitempty"`   // "Cycles, by smallest step"
	Amounts  string `json:"amounts,omitempty"`  // "Amount (area)"
	Firm     string `json:"firm,omitempty"`     // "signed, in force or done"
	Hollow   string `json:"hollow,omitempty"`   // "announced, not signed"
	Proposed string `json:"proposed,omitempty"` // "letter of intent, proposal or rumour"
	Unknown  string `json:"unknown,omitempty"`  // "not disclosed; in a corner: some of it is not"
	Back     string `json:"back,omitempty"`     // "framed: money also flows back; heavy: on a numbered cycle"
	Empty    string `json:"empty,omitempty"`    // "No deals to draw in this view."
}

// Each returns w with every word put through f, which also gets the English one.
func (w MatrixWords) Each(f func(own, english string) string) MatrixWords {
	w.Payers = f(w.Payers, "payer ↓  payee →")
	w.Pays = f(w.Pays, "pays")
	w.Paid = f(w.Paid, "is paid")
	w.Cycles = f(w.Cycles, "Cycles, by smallest step")
	w.Amounts = f(w.Amounts, "Amount (area)")
	w.Firm = f(w.Firm, "signed, in force or done")
	w.Hollow = f(w.Hollow, "announced, not signed")
	w.Proposed = f(w.Proposed, "letter of intent, proposal or rumour")
	w.Unknown = f(w.Unknown, "not disclosed; in a corner: some of it is not")
	w.Back = f(w.Back, "framed: money also flows back; heavy: on a numbered cycle")
	w.Empty = f(w.Empty, "No deals to draw in this view.")
	return w
}

// Check reports what makes m impossible to draw faithfully: ids that are missing or used twice, cells without both ends, on
// the diagonal or there twice, amounts that are negative or not finite, a firm part larger than the whole, certainties off
// the ladder, and cycle numbers that no cycle has. It returns all of them joined, in the order of the figure, or nil.
func (m Matrix) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	cycles := map[int]bool{}
	for i, c := range m.Cycles {
		if c.Number < 1 || cycles[c.Number] {
			fail("cycle %d of figure %q: number %d is below 1 or used twice", i+1, m.ID, c.Number)
		}
		cycles[c.Number] = true
	}
	parties := map[string]bool{}
	for i, p := range m.Parties {
		if p.ID == "" || parties[p.ID] {
			fail("party %d of figure %q: id %q is empty or used twice", i+1, m.ID, p.ID)
		}
		parties[p.ID] = true
	}
	seen := map[[2]string]bool{}
	for i, c := range m.Cells {
		at := [2]string{c.From, c.To}
		switch {
		case !parties[c.From] || !parties[c.To]:
			fail("cell %d of figure %q: no party has the id %q or %q", i+1, m.ID, c.From, c.To)
		case c.From == c.To:
			fail("cell %d of figure %q: it leads from %q to itself; leave it out and say so in Dropped", i+1, m.ID, c.From)
		case seen[at]:
			fail("cell %d of figure %q: %q to %q is there twice", i+1, m.ID, c.From, c.To)
		}
		seen[at] = true
		if !drawable(c.Amount) || !drawable(c.Firm) || c.Firm > c.Amount {
			fail("cell %q to %q: amount %v and firm part %v are negative, not finite, or the part is more than the whole", c.From, c.To, c.Amount, c.Firm)
		}
		if !slices.Contains(Certainties(), c.Certainty) {
			fail("cell %q to %q: certainty %q is not known (use one of %v)", c.From, c.To, c.Certainty, Certainties())
		}
		for _, number := range c.Cycles {
			if !cycles[number] {
				fail("cell %q to %q: no cycle has the number %d", c.From, c.To, number)
			}
		}
	}
	for _, s := range m.Scale {
		if !drawable(s.Value) {
			fail("figure %q: sample %v is negative or not finite", m.ID, s.Value)
		}
	}
	if !drawable(m.FullAmount) {
		fail("figure %q: full scale %v is negative or not finite", m.ID, m.FullAmount)
	}
	return errors.Join(errs...)
}
