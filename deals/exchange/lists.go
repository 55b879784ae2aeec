package exchange

import (
	"maps"
	"slices"

	"dealgraph/deals"

	"github.com/xuri/excelize/v2"
)

// lastRow is the last row of a sheet that the lists reach: every row that anybody will ever fill.
const lastRow = 100000

// list is what the cells of some columns are chosen from.
type list struct {
	name   string
	words  []string
	closed bool // nothing else is taken
}

// lists are those of a workbook, by the columns that they are for.
type lists struct {
	all   []list
	holds map[deals.Content]int // index in all, by what a column holds
	named map[string]int        // and, where it holds any text, by its name
}

// listsOf gathers the words that cells are chosen from: those that the readers know, and those that the ledger uses.
func listsOf(l *deals.Ledger, sheets []deals.Sheet) lists {
	out := lists{holds: map[deals.Content]int{}, named: map[string]int{}}
	add := func(x list) int { out.all = append(out.all, x); return len(out.all) - 1 }
	var kinds, statuses, tiers []string
	for _, k := range deals.Kinds() {
		kinds = append(kinds, string(k.Kind))
	}
	for _, s := range deals.Statuses() {
		statuses = append(statuses, s.String())
	}
	for _, t := range deals.Tiers() {
		tiers = append(tiers, t.String())
	}
	out.holds[deals.HoldsKind] = add(list{"kind", kinds, true})
	out.holds[deals.HoldsSettlement] = add(list{"settlement", texts(deals.Settlements()), true})
	out.holds[deals.HoldsTier] = add(list{"tier", tiers, true})
	out.holds[deals.HoldsNature] = add(list{"nature", texts(deals.Natures()), true})
	out.holds[deals.HoldsRank] = add(list{"rank", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, true})
	out.holds[deals.HoldsHistory] = add(list{"status", statuses, false})
	out.holds[deals.HoldsSchedule] = add(list{"schedule", []string{"flat", "ramp"}, false})
	out.holds[deals.HoldsCurrency] = add(list{"currency", currencies(l), false})
	out.holds[deals.HoldsClaimed] = add(list{"field", deals.ClaimFields(), true})
	for _, column := range []string{"metric", "sector"} {
		out.named[column] = add(list{column, used(sheets, column), false})
	}
	return out
}

func texts[T ~string](all []T) []string {
	var out []string
	for _, x := range all {
		out = append(out, string(x))
	}
	return out
}

// used are the texts that cells of a column have, sorted, each once.
func used(sheets []deals.Sheet, column string) []string {
	seen := map[string]bool{}
	for _, s := range sheets {
		if c := slices.Index(s.Columns, column); c >= 0 {
			for _, row := range s.Rows {
				seen[row.Cells[c]] = true
			}
		}
	}
	if column == "sector" {
		seen[deals.SectorOutside] = true
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

// currencies are those that the rates of a ledger name, and the dollar.
func currencies(l *deals.Ledger) []string {
	seen := map[string]bool{"USD": true}
	for _, r := range l.Rates {
		seen[string(r.Currency)], seen[string(r.Per)] = true, true
	}
	return slices.Sorted(maps.Keys(seen))
}

// writeLists writes each list into a column of its own.
func (b *builder) writeLists() {
	b.stream(listsSheet, func(sw *excelize.StreamWriter) error {
		rows := 0
		header := make([]string, len(b.lists.all))
		for i, l := range b.lists.all {
			header[i], rows = l.name, max(rows, len(l.words))
		}
		if err := setRow(sw, 1, b.styles.header, header); err != nil {
			return err
		}
		for r := range rows {
			texts := make([]string, len(b.lists.all))
			for i, l := range b.lists.all {
				if r < len(l.words) {
					texts[i] = l.words[r]
				}
			}
			if err := setRow(sw, r+2, b.styles.prose, texts); err != nil {
				return err
			}
		}
		return nil
	})
}

// validate gives the columns of a table their lists. Only closed words refuse others: a party may be new, and a status goes
// on with its date.
func (b *builder) validate(table string, fields []deals.Field) error {
	for i, f := range fields {
		column := cellColumn(i + 2)
		dv := excelize.NewDataValidation(true)
		dv.Sqref = column + "2:" + column + cellRow(lastRow)
		at, known := b.lists.holds[f.Holds]
		if !known && f.Holds == deals.HoldsText {
			at, known = b.lists.named[f.Name]
		}
		switch {
		case known && len(b.lists.all[at].words) > 0:
			l := b.lists.all[at]
			c := cellColumn(at + 1)
			dv.SetSqrefDropList(listsSheet + "!$" + c + "$2:$" + c + "$" + cellRow(len(l.words)+1))
			if l.closed {
				dv.SetError(excelize.DataValidationErrorStyleStop, f.Name, "Choose one from the list.")
			}
		case f.Holds == deals.HoldsParty:
			dv.SetSqrefDropList("parties!$B$2:$B$" + cellRow(lastRow))
		case f.Name == "deal":
			dv.SetSqrefDropList("deals!$B$2:$B$" + cellRow(lastRow))
		default:
			continue
		}
		if err := b.f.AddDataValidation(table, dv); err != nil {
			return err
		}
	}
	return nil
}

// notes puts the meaning of each column on its header.
func (b *builder) notes(table string, fields []deals.Field) {
	note := func(column int, text string) {
		b.do(func() error {
			return b.f.AddComment(table, excelize.Comment{
				Author: "dealgraph", Cell: cellName(column, 1), Width: 260, Height: 90, Paragraph: []excelize.RichTextRun{{Text: text}},
			})
		})
	}
	note(1, "Which record the row is. Leave it as it is; in a new row, leave it empty.")
	for i, f := range fields {
		text := f.Meaning
		if f.Needed {
			text += " (needed)"
		}
		note(i+2, text)
	}
}

func cellColumn(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		panic(err) // tables have far fewer columns than sheets
	}
	return name
}
