package exchange

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// instructions are what somebody needs who has never seen a ledger. A line that begins with # is a heading.
const instructions = `# A ledger of deals
Each sheet is a table: deals, parties (companies, funds, states), facts (cash, revenue …), controls (disclosed numbers to hold the deals against), rates of currencies; and claims, tranches and further sources of deals. Point at the header of a column to see what it means.

# How to change something
Type over the cell. Several people may do so, in this workbook and in the files of the ledger: on import both are joined, and where two have changed the same cell differently, both are told and nothing is lost.
The grey columns say which record a row is and never change. Rows may be filtered and stand in any order.
To sort, or to delete rows: Review, Unprotect Sheet (there is no password). Sort whole rows, never some columns alone. To take a record out without unprotecting, empty all its white cells.

# How to add a deal
Go to the first empty row of deals. Leave key empty. Give it an id of lower-case letters, digits and hyphens (oracle-openai-2025-07), or leave id empty to have one made. from is who hands over the money, or promises it; to is who receives it; kind says what for.
A deal of several legs is several rows with one id, each with its own name under leg; title, status and source stand in the first.
A party need not be described before a deal names it. To describe one, add a row to parties.

# How to write amounts
$10B   |  USD 38bn   |  €500m   |  5000亿美元
up to $100B  a ceiling   |   at least $5B  a floor   |   $17.4B..19.4B  a range   |   ~$350B  an estimate
?  when the amount is not disclosed: never zero, never left out.
Always with the currency.

# How to write time
Days as 2025-09-22, months as 2025-09, quarters as 2025Q3, years as 2025. All cells are text, so that they stay what you typed.
status is the way of a deal, with dates: proposed 2025-09-22; signed 2025-11-03. term is how long it runs: 2026..2030. schedule is how much falls in which year: 2026:$5B 2027:$10B.
Lists in one cell are divided by semicolons.

# What happens on import
dealgraph import BOOK.xlsx -l LEDGER compares each cell with what it was in this workbook at first and with what the ledger says now. It reports every mistake with its sheet and cell, and writes either everything or nothing. With --dry-run it only says what would change.
Formulas are refused: paste their values. So are cells that the spreadsheet has turned into dates or error values.
`

func (b *builder) writeInstructions() {
	b.stream(instructionsSheet, func(sw *excelize.StreamWriter) error {
		if err := sw.SetColWidth(1, 2, 16); err != nil {
			return err
		}
		row := 0
		line := func(style int, texts ...string) error {
			row++
			return setRow(sw, row, style, texts)
		}
		for text := range strings.Lines(instructions) {
			style := b.styles.prose
			if heading, ok := strings.CutPrefix(text, "# "); ok {
				text, style = heading, b.styles.heading
			}
			for _, part := range wrap(strings.TrimSuffix(text, "\n"), 120) {
				if err := line(style, part); err != nil {
					return err
				}
			}
		}
		row++
		if err := line(b.styles.heading, "The columns"); err != nil {
			return err
		}
		for _, s := range b.sheets {
			for _, f := range columnsOf(s) {
				if err := line(b.styles.prose, s.Table, f.Name, f.Meaning); err != nil {
					return err
				}
			}
		}
		row++
		if err := line(b.styles.heading, "This workbook"); err != nil {
			return err
		}
		for _, pair := range [][2]string{{"ledger", b.origin.ledger}, {"hash", b.origin.hash}, {"made by", b.origin.tool}} {
			if err := line(b.styles.prose, pair[0], "", pair[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// wrap breaks a text into lines of at most so many characters, if words allow; one that is empty is one line.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		if line != "" && utf8.RuneCountInString(line+word) >= width {
			lines, line = append(lines, strings.TrimSuffix(line, " ")), ""
		}
		line += word + " "
	}
	return append(lines, strings.TrimRight(line, " "))
}

func cellRow(n int) string { return strconv.Itoa(n) }
