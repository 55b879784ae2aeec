package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"dealgraph/deals"

	"github.com/xuri/excelize/v2"
)

// The base holds the sheets of a ledger in rows of texts: first the mark with what the workbook was made of and the sum of all
// that follows; then for each table a row "columns", its name and its columns, and below it for each record a row "row", its
// key and its cells.
const baseMark = "dealgraph workbook 1"

// baseRows are the sheets as the base holds them.
func baseRows(sheets []deals.Sheet, o origin) [][]string {
	out := [][]string{{baseMark, o.ledger, o.hash, o.tool, ""}}
	for _, s := range sheets {
		out = append(out, append([]string{"columns", s.Table}, s.Columns...))
		for _, row := range s.Rows {
			out = append(out, append([]string{"row", row.Key}, row.Cells...))
		}
	}
	out[0][4] = baseSum(out[1:])
	return out
}

// baseSum is the digest of rows, whatever empty cells end them.
func baseSum(rows [][]string) string {
	h := sha256.New()
	for _, row := range rows {
		io.WriteString(h, strings.TrimRight(strings.Join(row, "\x00"), "\x00"))
		io.WriteString(h, "\n")
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (b *builder) writeBase() {
	b.stream(baseSheet, func(sw *excelize.StreamWriter) error {
		for i, row := range baseRows(b.sheets, b.origin) {
			if err := setRow(sw, i+1, b.styles.prose, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// readBase reads what [baseRows] made.
func readBase(rows [][]string) ([]deals.Sheet, origin, error) {
	damaged := func(format string, args ...any) ([]deals.Sheet, origin, error) {
		return nil, origin{}, fmt.Errorf("the hidden sheet %q was changed: %s (begin anew with an export, or delete the sheet to import what is new)", baseSheet, fmt.Sprintf(format, args...))
	}
	if len(rows) == 0 || len(rows[0]) < 5 || rows[0][0] != baseMark {
		return damaged("it does not begin with %q", baseMark)
	}
	if baseSum(rows[1:]) != rows[0][4] {
		return damaged("its sum is another")
	}
	var out []deals.Sheet
	for i, row := range rows[1:] {
		switch {
		case len(row) > 2 && row[0] == "columns":
			out = append(out, deals.Sheet{Table: row[1], Columns: row[2:]})
		case len(row) > 1 && row[0] == "row" && len(out) > 0 && len(row)-2 <= len(out[len(out)-1].Columns):
			s := &out[len(out)-1]
			cells := make([]string, len(s.Columns))
			copy(cells, row[2:])
			s.Rows = append(s.Rows, deals.SheetRow{Key: row[1], Cells: cells})
		default:
			return damaged("row %d is none of its own", i+2)
		}
	}
	return out, origin{rows[0][1], rows[0][2], rows[0][3]}, nil
}
