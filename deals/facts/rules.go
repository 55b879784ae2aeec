package facts

import "slices"

// Against says with which of the earlier readings in its window a rule compares the latest.
type Against string

// What the latest reading is compared with.
const (
	Highest Against = "highest"
	Lowest  Against = "lowest"
	YearAgo Against = "a year before" // the reading that ends 11 to 13 months before, nearest to 12
)

// Rule says when a warning sign is there: when the latest reading of a metric lies below or above an earlier one by enough. A
// metric is of the world: its facts have no party.
type Rule struct {
	Key     string // "investment"
	Name    string // "investment spending peaks"
	Text    string // the rule in words
	Metrics []Metric
	// Against, within Months before the end of the latest reading, is what it is compared with; Below says that a lower one is the
	// sign, else a higher one; ByPercent of the earlier one it must differ at least, any difference if zero.
	Against   Against
	Months    int
	Below     bool
	ByPercent int64
	// Fresh is how many months before the day asked about the latest reading may end.
	Fresh int
	// Warned is a word of the facts with the metric market_warning that are about this sign.
	Warned string
}

// Metric is an indicator that a rule reads.
type Metric struct {
	Name    string
	Meaning string
	Monthly bool   // its readings are of days or months, else of years
	Value   string // how a value is written, with X for the number
}

// WarningMetric is the metric of facts that say, in words, of what somebody warned.
const WarningMetric = "market_warning"

// Rules are the five signs that Goldman Sachs named in November 2025, from before the turn of 2000, as rules. The signs are
// theirs; windows and thresholds are ours, for they gave none. Of the metrics of a rule the first with enough facts decides.
func Rules() []Rule {
	return []Rule{
		{
			Key: "investment", Name: "investment spending peaks", Warned: "investment",
			Text: "the latest year is below the highest in the ledger of the five years before",
			Metrics: []Metric{
				{"tech_investment_gdp_share", "investment in technology and telecoms as a share of US output", false, "X%"},
				{"big_tech_capex", "capital spending of the large technology firms", false, "$XB"},
				{"hyperscaler_capex", "capital spending of the large cloud firms", false, "$XB"},
				{"ai_capex", "capital spending on AI", false, "$XB"},
			},
			Against: Highest, Months: 60, Below: true, Fresh: 18,
		},
		{
			Key: "profits", Name: "corporate profits fall", Warned: "profit",
			Text: "the latest reading is below that of a year before",
			Metrics: []Metric{
				{"corporate_profit_margin", "profits as a share of sales or output", false, "X%"},
				{"corporate_profits", "profits of all companies", false, "$XB"},
			},
			Against: YearAgo, Months: 13, Below: true, Fresh: 18,
		},
		{
			Key: "debt", Name: "corporate debt rises quickly", Warned: "debt",
			Text: "the latest reading is at least 10% above that of a year before",
			Metrics: []Metric{
				{"corporate_debt_to_profits", "debt of companies as a multiple of their profits", false, "X times"},
				{"corporate_debt", "debt of all companies", false, "$XB"},
				{"big_tech_new_debt", "new debt of the large technology firms", false, "$XB"},
				{"hyperscaler_bond_issuance", "bonds sold by the large cloud firms", false, "$XB"},
			},
			Against: YearAgo, Months: 13, ByPercent: 10, Fresh: 18,
		},
		{
			Key: "rates", Name: "the central bank cuts rates", Warned: "rates",
			Text:    "the latest rate is below the highest in the ledger of the twelve months before",
			Metrics: []Metric{{"policy_rate", "the rate of the central bank", true, "X%"}},
			Against: Highest, Months: 12, Below: true, Fresh: 3,
		},
		{
			Key: "spreads", Name: "credit spreads widen", Warned: "spread",
			Text: "the latest spread is at least 10% above the lowest in the ledger of the twelve months before",
			Metrics: []Metric{
				{"high_yield_spread", "what risky companies pay above the state", true, "X%"},
				{"investment_grade_spread", "what safe companies pay above the state", true, "X%"},
			},
			Against: Lowest, Months: 12, ByPercent: 10, Fresh: 3,
		},
	}
}

// SignMetrics are the metrics that the rules read, sorted.
func SignMetrics() []string {
	var out []string
	for _, r := range Rules() {
		for _, m := range r.Metrics {
			out = append(out, m.Name)
		}
	}
	slices.Sort(out)
	return out
}
