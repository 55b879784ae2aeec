package exchange

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// textFormat is the number format "@": what is typed stays text, so that 2025-09 is no date.
const textFormat = 49

// font is the one that a new workbook has.
const font = "Calibri"

// formulaSigns begin what a spreadsheet would take for a formula when somebody types it.
const formulaSigns = "=+-@"

// styles are the looks of cells by their numbers in the workbook.
type styles struct {
	header, locked, open int
	prose, heading       int
	quoted               map[int]int // the same for a text that begins as a formula does
}

// of is the style of a cell with a text.
func (s styles) of(style int, text string) int {
	if text != "" && strings.ContainsRune(formulaSigns, rune(text[0])) {
		return s.quoted[style]
	}
	return style
}

func (b *builder) makeStyles() error {
	make := func(s *excelize.Style) (id int) {
		b.do(func() (err error) { id, err = b.f.NewStyle(s); return err })
		return id
	}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
	top := &excelize.Alignment{Vertical: "top"}
	b.styles = styles{
		header:  make(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true, Family: font, Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E1F2"}}, Protection: &excelize.Protection{Locked: true}}),
		locked:  make(&excelize.Style{NumFmt: textFormat, Fill: grey, Alignment: top, Protection: &excelize.Protection{Locked: true}}),
		open:    make(&excelize.Style{NumFmt: textFormat, Alignment: top, Protection: &excelize.Protection{Locked: false}}),
		prose:   make(&excelize.Style{NumFmt: textFormat, Alignment: top}),
		heading: make(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true, Family: font, Size: 13}}),
		quoted:  map[int]int{},
	}
	if b.err != nil {
		return b.err
	}
	yes := true
	for _, id := range []int{b.styles.locked, b.styles.open, b.styles.prose} {
		xfs := b.f.Styles.CellXfs // the library has no word for this
		xf := xfs.Xf[id]
		xf.QuotePrefix = &yes
		xfs.Xf = append(xfs.Xf, xf)
		xfs.Count = len(xfs.Xf)
		b.styles.quoted[id] = len(xfs.Xf) - 1
	}
	return nil
}
