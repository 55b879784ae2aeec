package table_test

import (
	"os"

	"dealgraph/render/table"
)

func ExampleTable_Write() {
	t := table.Table{
		Title:   "Largest payers",
		Columns: []table.Column{{Name: "payer"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}},
		Rows: [][]table.Cell{
			{{Text: "openai"}, table.MoneyCell(300_000_000_000_00, "USD"), table.PercentCell(0.979)},
			{{Text: "meta"}, table.MoneyCell(6_300_000_000_00, "USD"), table.PercentCell(0.021)},
		},
		Footnotes: []string{"one amount is a ceiling"},
		Stamp:     "basis signed, as of 2025-12-15",
	}
	if err := t.Write(os.Stdout, table.Text, table.Options{}); err != nil {
		panic(err)
	}
	// Output:
	// Largest payers
	//
	// PAYER    AMOUNT  SHARE
	// openai  $300.0B  97.9%
	// meta      $6.3B   2.1%
	//
	// 1. one amount is a ceiling
	//
	// basis signed, as of 2025-12-15
}
