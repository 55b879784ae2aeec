package deals_test

import (
	"fmt"
	"strings"

	"dealgraph/deals"
)

// A ledger starts as a table of eight columns. What a row does not say is not guessed: an amount that nobody disclosed is
// a question mark, never zero.
func ExampleRead() {
	const table = `from,to,kind,amount,status,date,source,note
nvidia,openai,equity,up to $100B,loi,2025-09-22,https://example.org/loi,ten tranches of one gigawatt
openai,oracle,compute,$300B,signed,2025-09-10,https://example.org/contract,about five years
oracle,nvidia,purchase,?,announced,2025-05,,chips for Abilene
`
	ledger, err := deals.Read(strings.NewReader(table), "deals.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range ledger.Deals {
		for _, leg := range d.Legs {
			fmt.Printf("%s → %s: %s, %s, %s\n", leg.From, leg.To, leg.Kind, leg.Amount, leg.History())
		}
	}
	fmt.Println(ledger.Deals[0].ID)
	// Output:
	// nvidia → openai: equity, up to $100B, proposed 2025-09-22
	// openai → oracle: compute, $300B, signed 2025-09-10
	// oracle → nvidia: purchase, ?, announced 2025-05
	// nvidia-openai-equity-2025-09-22
}

// All errors come at once, each with its place and the way out.
func ExampleErrorList() {
	const table = `from,to,kind,amount,status
nvidia,openai,equity,100Bn,LOI signed
openai,oracle,cloud,$300B,signed 2025-13
`
	_, err := deals.Read(strings.NewReader(table), "deals.csv")
	fmt.Println(err)
	// Output:
	// deals.csv:2:22: amount "100Bn" has unknown suffix "Bn" (use B)
	// deals.csv:2:28: status "LOI signed" is not known (did you mean "loi"?)
	// deals.csv:3:15: kind "cloud" is not known (did you mean "compute"?)
	// deals.csv:3:27: date "2025-13" is not in the calendar: there is no month 13 (write year-month-day: 2026-03-31)
}

// Sources may disagree. All that they say is kept, and the best of them is used.
func ExampleLeg_Use() {
	const list = `
deals:
  - id: amd-openai-2025-10
    status: signed 2025-10-06
    from: openai
    to: amd
    kind: purchase
    amount: ~$90B
    source: {url: https://example.org/news, tier: press}
    claims:
      - {amount: $100B, source: {url: https://example.org/post, tier: social}}
      - {amount: $84B, source: {url: https://example.org/10-q, tier: filing}}
`
	ledger, err := deals.Read(strings.NewReader(list), "deals.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	leg := ledger.Deals[0].Legs[0]
	amount, source := leg.Use()
	fmt.Println("written:", leg.Amount)
	fmt.Println("in use: ", amount, "of", source.Tier, source.URL)
	// Output:
	// written: ~$90B
	// in use:  $84B of filing https://example.org/10-q
}
