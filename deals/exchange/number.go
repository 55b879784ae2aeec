package exchange

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// numberFormat is what the format of a cell makes of its number.
type numberFormat int

const (
	plainNumber numberFormat = iota
	percentage
	fullDate   // day, month and year are shown
	monthYear  // Sep-25: what became of 2025-09, or of "Sep 25"
	dayMonth   // 25-Sep
	otherTimes // hours, or days without anything else
)

// number reads a cell that the spreadsheet holds as a number. A date that shows day, month and year is one; a share is
// written as a percentage; any other number, in full. What the format hides is refused, with what it may have been.
func (p *parser) number(sheet, cell, raw string) (text, msg, hint string) {
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return "", fmt.Sprintf("the cell holds %q where a number should be", raw), "type it again"
	}
	switch format := p.format(sheet, cell); format {
	case plainNumber:
		if math.Abs(x) >= 1e15 { // a spreadsheet keeps fifteen digits
			return "", fmt.Sprintf("the cell holds the number %s, of which the spreadsheet may have lost digits", raw), "format the cell as text and type it again"
		}
		return decimal(x), "", ""
	case percentage:
		return shifted(x) + "%", "", ""
	default:
		return p.date(x, format)
	}
}

// date reads a day that a spreadsheet counts.
func (p *parser) date(x float64, format numberFormat) (text, msg, hint string) {
	day, err := excelize.ExcelDateToTime(x, p.from1904)
	if err != nil || x < 1 || x > 2958465 {
		return "", fmt.Sprintf("the cell holds the number %s, shown as a date", decimal(x)), "format the cell as text and type it again"
	}
	iso := day.Format(time.DateOnly)
	const write = "format the cell as text and type it again"
	switch {
	case x != math.Trunc(x) || format == otherTimes:
		return "", fmt.Sprintf("the cell holds a time of %s", iso), write
	case format == fullDate:
		return iso, "", ""
	case format == monthYear && day.Day() == 1:
		return "", fmt.Sprintf("the cell shows %s, which the spreadsheet made of a text", day.Format("Jan-06")), fmt.Sprintf("perhaps it was %s; %s", day.Format("2006-01"), write)
	case format == monthYear:
		return "", fmt.Sprintf("the cell shows %s, but holds %s", day.Format("Jan-06"), iso), fmt.Sprintf("perhaps it was %s or %s; %s", day.Format("2006-01"), iso, write)
	default: // the year is the one in which it was typed
		return "", fmt.Sprintf("the cell shows %s, which the spreadsheet made a date of %d", day.Format("2-Jan"), day.Year()), fmt.Sprintf("perhaps it was %s or 20%02d-%s; %s", iso, day.Day(), day.Format("01"), write)
	}
}

// decimal writes a number as it would be typed.
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// shifted writes a number times a hundred, exactly.
func shifted(x float64) string {
	s := decimal(x)
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	whole, part, _ := strings.Cut(s, ".")
	part += "00"
	whole, part = strings.TrimLeft(whole+part[:2], "0"), strings.TrimRight(part[2:], "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		part = "." + part
	}
	return sign + whole + part
}

// format is the kind of the number format of a cell.
func (p *parser) format(sheet, cell string) numberFormat {
	id, err := p.f.GetCellStyle(sheet, cell)
	if err != nil {
		return plainNumber
	}
	if known, ok := p.formats[id]; ok {
		return known
	}
	kind := plainNumber
	if style, err := p.f.GetStyle(id); err == nil {
		switch {
		case style.CustomNumFmt != nil:
			kind = kindOfFormat(*style.CustomNumFmt)
		default:
			kind = builtinFormat(style.NumFmt)
		}
	}
	p.formats[id] = kind
	return kind
}

// builtinFormat is the kind of a format that every spreadsheet has by number (ECMA-376, part 1, 18.8.30).
func builtinFormat(id int) numberFormat {
	switch {
	case id == 9 || id == 10:
		return percentage
	case id == 14 || id == 15 || id == 30 || id == 31 || id == 36 || id == 50 || id == 57:
		return fullDate
	case id == 17 || id == 27 || id == 28 || id == 29 || id == 55:
		return monthYear
	case id == 16:
		return dayMonth
	case id >= 18 && id <= 22, id >= 32 && id <= 35, id >= 45 && id <= 47, id >= 51 && id <= 58:
		return otherTimes
	}
	return plainNumber
}

// kindOfFormat tells a format by the letters in it that are neither quoted nor escaped.
func kindOfFormat(code string) numberFormat {
	code, _, _ = strings.Cut(code, ";")
	var letters strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end >= 0 {
				if inside := strings.ToLower(code[i+1 : i+end]); strings.Trim(inside, "hms") == "" {
					letters.WriteString(inside)
				}
				i += end
			}
		case '\\', '_', '*':
			i++
		default:
			letters.WriteString(strings.ToLower(string(rune(c))))
		}
	}
	s := letters.String()
	has := func(c string) bool { return strings.Contains(s, c) }
	switch {
	case has("general"):
		return plainNumber
	case has("%"):
		return percentage
	case has("h") || has("s"):
		return otherTimes
	case has("d") && has("m") && has("y"):
		return fullDate
	case has("m") && has("y"):
		return monthYear
	case has("d") && has("m"):
		return dayMonth
	case has("d") || has("m") || has("y"):
		return otherTimes
	}
	return plainNumber
}
