package figure

// Frame is what every figure has around it: the words over and under the picture. All strings are final: they are shown as
// they are, escaped but not rephrased.
type Frame struct {
	// ID is a short name for the figure ("map"). It prefixes every id in the drawing, so that several figures can stand
	// on one page.
	ID string `json:"id"`
	// Lang is the language of the words, as a BCP 47 tag; English if empty.
	Lang string `json:"lang,omitempty"`
	// Title is the headline, Subtitle the line under it.
	Title    string `json:"title"`
	Subtitle string `json:"subtitle,omitempty"`
	// Caption is printed under the picture, above the source line.
	Caption string `json:"caption,omitempty"`
	// Source is the last line: basis, date, ledger hash, tool version.
	Source string `json:"source,omitempty"`
	// AltText tells the picture in words, for those who cannot see it.
	AltText string `json:"alt_text,omitempty"`
	// Dropped has one sentence for each thing that is left out, with what it is worth; NotDrawn is the heading before
	// them, "Not drawn" if empty.
	Dropped  []string `json:"dropped,omitempty"`
	NotDrawn string   `json:"not_drawn,omitempty"`
	// Notes are footnotes: estimates used, assumptions, warnings.
	Notes []string `json:"notes,omitempty"`
}
