package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"

	"github.com/spf13/cobra"
)

// viewFlags are the flags that say which dollars count. Every command that
// answers from the network has them. The zero value is the default view; what a
// field holds before bind is the default of its flag.
type viewFlags struct {
	asOf       string   // a day, month or year, whose last day counts; "" = the last date in the ledger
	dates      []string // of a command that takes several with --as-of: all of them, in order; asOf is then the last
	basis      string   // one of basisChoices; "" becomes headline
	years      yearSpan // zero = all years
	settlement []string // some of settlementChoices; none = all
	rollUp     bool     // subsidiaries count as their parent
	currency   string   // three capitals; "" becomes USD
	where      string   // an expression over legs; "" = all
	parties    []string // only legs of these, by id or alias; none = all
	rumours    bool     // rumoured deals count
	manyDates  bool     // --as-of takes several; set before bind
	assume     []string // STATUS=SHARE: other probabilities for the expected basis
}

// basisChoices are the values of --basis.
func basisChoices() []choice {
	return []choice{
		{"headline", "all live deals but rumours, at their ceiling"},
		{"signed", "signed, active or completed deals, at their ceiling"},
		{"firm", "the same deals, at what cannot be escaped"},
		{"paid", "what has moved by the day of the view"},
		{"expected", "likely amount times the probability of its status"},
		{"all", "all five, side by side"},
	}
}

// settlementChoices are the values of --settlement.
func settlementChoices() []choice {
	return []choice{
		{"cash", "paid in money"},
		{"stock", "paid in shares"},
		{"in_kind", "paid in goods, credits or capacity"},
		{"contingent", "paid only if something happens"},
	}
}

// viewFlagNames are the flags that bind adds.
var viewFlagNames = []string{"basis", "as-of", "years", "settlement", "roll-up", "currency", "where", "party", "rumours", "assume"}

// bind adds the flags to cmd.
func (v *viewFlags) bind(cmd *cobra.Command, s streams) {
	if v.basis == "" {
		v.basis = "headline"
	}
	if v.currency == "" {
		v.currency = "USD"
	}
	f := cmd.Flags()
	addEnum(cmd, f, &v.basis, "basis", "which dollars count", basisChoices())
	const asOf = "the state of the deals at the end of this day, month or year (default: the last date in the ledger)"
	if v.manyDates {
		f.Var(&dayList{v}, "as-of", asOf+";\nseveral, as 2023,2024-12,2025-12, are drawn side by side")
	} else {
		f.Var((*day)(&v.asOf), "as-of", asOf)
	}
	f.Var(&v.years, "years", "only what falls due in these years, as 2026..2030 or 2027")
	addEnums(cmd, f, &v.settlement, "settlement", "only what is settled so", settlementChoices())
	f.BoolVar(&v.rollUp, "roll-up", v.rollUp, "count subsidiaries as their parent")
	f.Var((*currency)(&v.currency), "currency", "convert to this currency, at the ledger's dated rates")
	f.StringVar(&v.where, "where", v.where, "only legs for which this `EXPR` holds, as 'kind == \"equity\" && amount > 5e9';\n"+graph.WhereNames)
	f.StringSliceVar(&v.parties, "party", v.parties, "only legs of these parties (`ID,...`; may be repeated)")
	f.BoolVar(&v.rumours, "rumours", v.rumours, "count rumoured deals too")
	f.StringSliceVar(&v.assume, "assume", v.assume, "another probability for the expected basis, as `STATUS=PERCENT`: signed=80% (may be repeated)")
	if err := cmd.RegisterFlagCompletionFunc("party", completeParties(s)); err != nil {
		panic(err) // the flag was added just before
	}
	for _, name := range []string{"as-of", "years", "currency", "where", "assume"} {
		noFiles(cmd, name)
	}
}

// noFiles keeps the shell from completing a flag's value with file names.
func noFiles(cmd *cobra.Command, flag string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.NoFileCompletions); err != nil {
		panic(err) // the flag exists and has no other completion
	}
}

// day is a pflag.Value for a calendar day.
type day string

func (d *day) String() string { return string(*d) }
func (d *day) Type() string   { return "DATE" }
func (d *day) Set(s string) error {
	date, err := deals.ParseDate(s)
	if err != nil || date.By {
		return fmt.Errorf("%q is not a day, a month or a year; write it as 2025-12-31, 2025-12 or 2025", s)
	}
	*d = day(s)
	return nil
}

// dayList is a pflag.Value for days in a row, earliest first.
type dayList struct{ v *viewFlags }

func (d *dayList) String() string {
	if d.v == nil {
		return ""
	}
	return strings.Join(d.v.dates, ",")
}
func (d *dayList) Type() string { return "DATE,..." }
func (d *dayList) Set(s string) error {
	var dates []string
	before := deals.Date{}
	for word := range strings.SplitSeq(s, ",") {
		var one day
		if err := one.Set(strings.TrimSpace(word)); err != nil {
			return err
		}
		date, err := deals.ParseDate(string(one))
		if err != nil {
			return err
		}
		if len(dates) > 0 && !date.Last().After(before) {
			return fmt.Errorf("the last day of %s does not come after that of %s: write the dates in order", one, dates[len(dates)-1])
		}
		dates, before = append(dates, string(one)), date.Last()
	}
	d.v.dates, d.v.asOf = dates, dates[len(dates)-1]
	return nil
}

// yearSpan is a pflag.Value for the years from..to, both included. The zero
// value means all years.
type yearSpan struct{ from, to int }

func (y *yearSpan) String() string {
	switch {
	case *y == yearSpan{}:
		return ""
	case y.from == y.to:
		return strconv.Itoa(y.from)
	}
	return fmt.Sprintf("%d..%d", y.from, y.to)
}
func (y *yearSpan) Type() string { return "YEARS" }
func (y *yearSpan) Set(s string) error {
	first, last, found := strings.Cut(s, "..")
	if !found {
		last = first
	}
	from, err1 := calendarYear(first)
	to, err2 := calendarYear(last)
	switch {
	case err1 != nil || err2 != nil:
		return fmt.Errorf("%q is not a span of years; write 2026..2030 or 2027", s)
	case from > to:
		return fmt.Errorf("%q runs backwards; write %d..%d", s, to, from)
	}
	*y = yearSpan{from, to}
	return nil
}

var fourDigits = regexp.MustCompile(`^[1-9][0-9]{3}$`)

func calendarYear(s string) (int, error) {
	if !fourDigits.MatchString(s) {
		return 0, fmt.Errorf("%q is not a year", s)
	}
	return strconv.Atoi(s)
}

// currency is a pflag.Value for an ISO 4217 code.
type currency string

var threeLetters = regexp.MustCompile(`^[A-Za-z]{3}$`)

func (c *currency) String() string { return string(*c) }
func (c *currency) Type() string   { return "CODE" }
func (c *currency) Set(s string) error {
	if !threeLetters.MatchString(s) {
		return fmt.Errorf("%q is not a currency code; use three letters, such as USD", s)
	}
	*c = currency(strings.ToUpper(s))
	return nil
}
