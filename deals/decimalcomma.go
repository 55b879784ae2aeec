package deals

import (
	"regexp"
	"slices"
	"strings"
)

// A spreadsheet of a country that writes 10,5 saves its tables with semicolons, and its numbers as it shows them: 10,5 and
// 1.234.567,89. In the same sheet stand amounts that somebody typed or pasted as $10.5B, which it takes for text. So in a
// table with semicolons either mark may be either, and a number is read as what it can only be:
//
//	10,5  0,654  1234,5  1.234,56  1.234.567     the comma is the decimal mark
//	10.5  0.654  1234.5  1,234.56  1,234,567     the point is
//	1,234  1.234                                 an error, with both readings
//
// Other tables may come from anywhere; there a comma groups and a point is the decimal mark, as everywhere else.

var (
	markedNumber = regexp.MustCompile(`\d+(?:[.,]\d+)+`)
	eitherMark   = regexp.MustCompile(`^[1-9]\d{0,2}[.,]\d{3}$`)
	decimalComma = regexp.MustCompile(`^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+$`)
)

// withPoint writes the numbers of a cell from a table with semicolons with a decimal point and commas between thousands.
// Numbers in neither form stay as they are, for the reader of the cell to refuse.
func (c cellText) withPoint(holds Content) (string, *CellError) {
	from := 0
	switch holds {
	case HoldsAmount, HoldsShare, HoldsQuantity, HoldsDecimal, HoldsSchedule, HoldsPayments:
	case HoldsOverlaps: // other-deal ($10B)
		from = max(0, strings.IndexByte(c.text, '('))
		if from == 0 {
			return c.text, nil
		}
	case HoldsValue:
		unsigned := cellText{c.what, strings.TrimLeft(c.text, "~- ")}
		if !unsigned.meansMoney() && !unsigned.meansNumber() {
			return c.text, nil
		}
	default:
		return c.text, nil
	}
	var b strings.Builder
	at := 0
	for _, m := range markedNumber.FindAllStringIndex(c.text[from:], -1) {
		start, end := from+m[0], from+m[1]
		number := c.text[start:end]
		if holds == HoldsSchedule && strings.HasPrefix(strings.TrimLeft(c.text[end:], " "), ":") {
			continue // its last mark stands before a year
		}
		if eitherMark.MatchString(number) && holds != HoldsShare { // no share has thousands
			whole, part := number[:len(number)-4], number[len(number)-3:]
			return "", c.errorf("write "+whole+part+" if thousands are meant, "+number+"0 if not", "reads two ways: %s%s or %s.%s", whole, part, whole, part)
		}
		b.WriteString(c.text[at:start])
		if holds == HoldsShare && eitherMark.MatchString(number) {
			number = strings.Replace(number, ",", ".", 1)
		}
		b.WriteString(pointNumber(number))
		at = end
	}
	return b.String() + c.text[at:], nil
}

// pointNumber writes one number with a decimal point, if its marks can only be meant so.
func pointNumber(number string) string {
	if decimalComma.MatchString(number) && !wellGrouped.MatchString(number) || pointGrouped.MatchString(number) && strings.Count(number, ".") > 1 {
		return strings.NewReplacer(".", ",", ",", ".").Replace(number)
	}
	return number
}

// columnContents are what the columns of a table hold; "" for those nobody knows.
func columnContents(kind tableKind, columns []string) []Content {
	out := make([]Content, len(columns))
	fields := records[rowOf(kind.name)]
	for i, c := range columns {
		if f := slices.IndexFunc(fields, func(f Field) bool { return f.Name == c }); f >= 0 {
			out[i] = fields[f].Holds
		}
	}
	return out
}
