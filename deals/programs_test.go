package deals_test

import (
	"bytes"
	"testing"
	"unicode/utf16"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// One sheet as spreadsheet programs save it: three deals, with an umlaut, a note of two lines with quotes, and numbers in the
// notation of the country. Each text is written after what the program writes, byte for byte: its separator, quotes, line
// ends, byte order mark and encoding.
var programs = map[string]string{
	// Excel in English, “CSV UTF-8”: a mark, CRLF, quotes only where they are needed, LF inside a cell.
	"Excel, CSV UTF-8": "\ufefffrom,to,kind,amount,status,date,stake,note\r\n" +
		"Münchener Rück,openai,equity,\"$1,234.50\",signed,2025-09-22,12.5%,\"two\nlines, \"\"quoted\"\"\"\r\n" +
		"openai,oracle,compute,up to $10.5B,announced,2025-10,,\r\n" +
		"oracle,nvidia,purchase,?,active,2025,,\r\n",
	// Excel in German: the same menu, with semicolons and decimal commas in what it takes for numbers.
	"Excel, German CSV UTF-8": "\ufefffrom;to;kind;amount;status;date;stake;note\r\n" +
		"Münchener Rück;openai;equity;1.234,50 $;signed;2025-09-22;12,5%;\"two\nlines, \"\"quoted\"\"\"\r\n" +
		"openai;oracle;compute;up to $10.5B;announced;2025-10;;\r\n" +
		"oracle;nvidia;purchase;?;active;2025;;\r\n",
	// Excel in German, “CSV (Trennzeichen-getrennt)”: Windows-1252.
	"Excel, German CSV": western("from;to;kind;amount;status;date;stake;note\r\n" +
		"Münchener Rück;openai;equity;1.234,50 $;signed;2025-09-22;12,50%;\"two\nlines, \"\"quoted\"\"\"\r\n" +
		"openai;oracle;compute;up to $10.5B;announced;2025-10;;\r\n" +
		"oracle;nvidia;purchase;?;active;2025;;\r\n"),
	// Excel, “Unicode Text”: UTF-16 with a mark, tabs.
	"Excel, Unicode Text": wide("from\tto\tkind\tamount\tstatus\tdate\tstake\tnote\r\n" +
		"Münchener Rück\topenai\tequity\t\"$1,234.50\"\tsigned\t2025-09-22\t12.5%\t\"two\nlines, \"\"quoted\"\"\"\r\n" +
		"openai\toracle\tcompute\tup to $10.5B\tannounced\t2025-10\t\t\r\n" +
		"oracle\tnvidia\tpurchase\t?\tactive\t2025\t\t\r\n"),
	// LibreOffice, “quote all text cells”: LF, no mark, numbers without quotes.
	"LibreOffice": "\"from\",\"to\",\"kind\",\"amount\",\"status\",\"date\",\"stake\",\"note\"\n" +
		"\"Münchener Rück\",\"openai\",\"equity\",\"$1,234.50\",\"signed\",2025-09-22,12.50%,\"two\nlines, \"\"quoted\"\"\"\n" +
		"\"openai\",\"oracle\",\"compute\",\"up to $10.5B\",\"announced\",\"2025-10\",,\n" +
		"\"oracle\",\"nvidia\",\"purchase\",\"?\",\"active\",2025,,\n",
	// Numbers in German: semicolons, CRLF, no mark, and empty cells to the width of the sheet.
	"Numbers, German": "from;to;kind;amount;status;date;stake;note;;\r\n" +
		"Münchener Rück;openai;equity;1.234,50 $;signed;2025-09-22;12,5 %;\"two\nlines, \"\"quoted\"\"\";;\r\n" +
		"openai;oracle;compute;up to $10.5B;announced;2025-10;;;;\r\n" +
		"oracle;nvidia;purchase;?;active;2025;;;;\r\n;;;;;;;;;\r\n",
	// Google Sheets: CRLF between rows, none at the end.
	"Google Sheets": "from,to,kind,amount,status,date,stake,note\r\n" +
		"Münchener Rück,openai,equity,\"$1,234.50\",signed,2025-09-22,12.50%,\"two\nlines, \"\"quoted\"\"\"\r\n" +
		"openai,oracle,compute,up to $10.5B,announced,2025-10,,\r\n" +
		"oracle,nvidia,purchase,?,active,2025,,",
	// What people add: sep=, a mark inside the first quotes, headers in capitals, no-break spaces, delimiters at the ends.
	"by hand": "sep=;\r\n\"\ufeffFrom\";TO; Kind ;Amount;\u00a0status;Date;Stake;Note;\r\n" +
		"\u00a0Münchener Rück;openai;equity;$1,234.50\u00a0;signed;2025-09-22;12,5\u00a0%;\"two\nlines, \"\"quoted\"\"\";\r\n" +
		"openai;oracle;compute;up to $10,5B;announced;2025-10;;;\r\n" +
		"oracle;nvidia;purchase;?;active;2025;;;\r\n",
}

func western(s string) string {
	out, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func wide(s string) string {
	var b bytes.Buffer
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(s))...) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}

// Whatever program saved the sheet, it says the same; and formatting makes the same file of all of them.
func TestProgramsOfSpreadsheets(t *testing.T) {
	const canonical = "from,to,kind,amount,stake,status,date,note\n" +
		"Münchener Rück,openai,equity,\"$1,234.50\",12.5%,signed,2025-09-22,\"two\nlines, \"\"quoted\"\"\"\n" +
		"openai,oracle,compute,up to $10.5B,,announced,2025-10,\n" +
		"oracle,nvidia,purchase,?,,active,2025,\n"
	for name, text := range programs {
		t.Run(name, func(t *testing.T) {
			l := read(t, "deals.csv", text)
			warnings := 0
			if name == "Excel, German CSV" {
				warnings = 1
				const want = `deals.csv:2:2: the file is not UTF-8: it is read as Windows-1252, in which this cell is "Münchener Rück" (if that is wrong, save the file as UTF-8)`
				if len(l.Warnings) == 1 && l.Warnings[0].Error() != want {
					t.Errorf("got %v, want %s", l.Warnings[0], want)
				}
			}
			if len(l.Warnings) != warnings {
				t.Errorf("%d warnings: %v", len(l.Warnings), l.Warnings)
			}
			var got []string
			for _, d := range l.Deals {
				g := d.Legs[0]
				line := l.PartyByID(g.From).Label() + " > " + string(g.To) + ": " + g.Amount.String() + " " + g.History().String() + " " + g.Note
				if g.Stake != nil {
					line += " " + g.Stake.String()
				}
				got = append(got, line)
			}
			want := []string{
				"Münchener Rück > openai: $1,234.50 signed 2025-09-22 two\nlines, \"quoted\" 12.5%",
				"openai > oracle: up to $10.5B announced 2025-10 ",
				"oracle > nvidia: ? active 2025 ",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			out, err := deals.Format("deals.csv", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(canonical, string(out)); diff != "" {
				t.Errorf("formatted (-want +got):\n%s", diff)
			}
		})
	}
}
