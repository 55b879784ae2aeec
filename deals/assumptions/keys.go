package assumptions

import (
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// Version is the newest version of the file that this package reads.
const Version = 1

// Content says how the value of a key is written.
type Content int

// The contents.
const (
	HoldsShare     Content = iota // a share of a whole: 50%
	HoldsShares                   // a range of shares: 60%..75%..90%
	HoldsMultiples                // a range of multiples: 1.1x..1.3x..1.6x
	HoldsMonths                   // a range of months: 0..6..24
	HoldsYears                    // a range of years: 4..5..6
	HoldsCost                     // a range of money for one gigawatt: $22.5B..50B..60B
	HoldsAmount                   // one amount of money: $5B
	HoldsAmounts                  // an amount or a range of money: $40B..60B..80B
	HoldsWord                     // one of a few words
	HoldsYear                     // a calendar year: 2027
	HoldsCount                    // a number of years: 5
	HoldsRanks                    // a list of ranks: [1, 2]
	HoldsParties                  // a list of parties: [oracle, coreweave]
	HoldsRule                     // a rule for buffers: cash+free_cash_flow
)

// Per says how often a key is stated.
type Per int

// Once is a key with one value; the others have keys of their own below them.
const (
	Once         Per = iota
	PerStatus        // probability: {signed: 80%}
	PerParty         // means: {openai: $5B}
	PerPartyYear     // revenue: {openai: {2027: $60B}}
	Section          // shock: {pay: 50%}
)

// A Key is one key of the file, with what it means.
type Key struct {
	Name    string
	Meaning string
	Per     Per
	Default bool // of PerParty: "default" holds for all parties without a value of their own
	Holds   Content
	Above   bool   // the value must be more than zero
	Below   bool   // of a share: it must be less than the whole
	Words   []Word // of HoldsWord
	Keys    []Key  // of a Section
	Example string // of a key without a default
}

// A Word is one of those that a key takes.
type Word struct{ Text, Meaning string }

// The words of the keys "amounts" and "ends".
const (
	PERT       = "pert"
	Triangular = "triangular"
	Extremes   = "extremes"
	Quantiles  = "quantiles"
)

// everyone is the name below a key under which stands what holds for all parties without a value of their own.
const everyone = "default"

// Keys lists the keys of the file in the order in which they are shown.
func Keys() []Key {
	return []Key{
		{Name: "probability", Meaning: "how likely a deal in this status is carried through", Per: PerStatus, Holds: HoldsShare},
		{Name: "correlation", Meaning: "how far the fates of deals hang together: the share that a common factor has in them", Holds: HoldsShare, Below: true},
		{Name: "growth", Meaning: "revenue from outside in a year, as a multiple of that of the year before", Per: PerParty, Default: true, Holds: HoldsMultiples, Above: true},
		{Name: "delay", Meaning: "by how many months what is due or delivered comes late", Holds: HoldsMonths},
		{Name: "margin", Meaning: "share of the revenue from outside that is left to pay for deals", Per: PerParty, Default: true, Holds: HoldsShares},
		{Name: "capex_share", Meaning: "capital spending as a share of revenue that an industry can bear for long", Holds: HoldsShares, Above: true},
		{Name: "cost_per_gw", Meaning: "what one gigawatt of computing capacity costs, chips and sites together", Holds: HoldsCost, Above: true},
		{Name: "useful_life", Meaning: "years until chips and sites are worn out", Holds: HoldsYears, Above: true},
		{Name: "recovery", Meaning: "share of a claim that is still paid when a party fails", Holds: HoldsShares},
		{Name: "payback_share", Meaning: "share of the firms that use what is built which get a return on it", Holds: HoldsShare, Above: true},
		{Name: "amounts", Meaning: "how an amount is drawn between its low, likely and high value", Holds: HoldsWord, Words: []Word{
			{PERT, "a smooth hill around the likely value (beta-PERT)"}, {Triangular, "a straight rise to the likely value and a straight fall"},
		}},
		{Name: "ends", Meaning: "what the low and the high value of a range are", Holds: HoldsWord, Words: []Word{
			{Extremes, "nothing lies beyond them"}, {Quantiles, "one case in twenty lies below, and one in twenty above"},
		}},
		{Name: "means", Meaning: "what a party has to pay with when nothing comes in: its buffer, in place of facts", Per: PerParty, Holds: HoldsAmount, Example: "openai: $5B"},
		{Name: "revenue", Meaning: "revenue of a party from outside in a calendar year, in place of facts and growth", Per: PerPartyYear, Holds: HoldsAmounts, Example: "openai: {2027: $40B..60B..80B}"},
		{Name: "shock", Meaning: "what the command shock takes where no flag says otherwise", Per: Section, Keys: shockKeys()},
	}
}

func shockKeys() []Key {
	return []Key{
		{Name: "pay", Meaning: "share of what is due that the shocked party pays", Holds: HoldsShare, Example: "50%"},
		{Name: "from", Meaning: "first year of the shock", Holds: HoldsYear, Example: "2027"},
		{Name: "ranks", Meaning: "ranks of what is due that the shock strikes, 1 to 4", Holds: HoldsRanks, Example: "[3, 4]"},
		{Name: "fail", Meaning: "parties that fail with it", Holds: HoldsParties, Example: "[oracle]"},
		{Name: "recovery", Meaning: "share of what is due that a party pays which fails with it", Holds: HoldsShare, Example: "30%"},
		{Name: "buffer", Meaning: "metrics of facts that make up a buffer, joined by +, or none", Holds: HoldsRule, Example: "cash+free_cash_flow"},
		{Name: "cut", Meaning: "share of missing income by which purchases are cut first", Holds: HoldsShare, Example: "0%"},
		{Name: "costs", Meaning: "share of means and income that a default costs", Holds: HoldsShare, Example: "0%"},
		{Name: "spread", Meaning: "years over which deals without a term are spread", Holds: HoldsCount, Example: "5"},
		{Name: "unpaid", Meaning: "what becomes of what is not paid in its year", Holds: HoldsWord, Example: "lapse", Words: []Word{
			{"lapse", "it is lost"}, {"roll", "it is due again in the next year"}, {"accelerate", "and all later dues of who defaults fall due"},
		}},
	}
}

// otherNames are what people call keys.
var otherNames = map[string]string{
	"cost": "cost_per_gw", "cost_per_gigawatt": "cost_per_gw", "life": "useful_life", "payback": "payback_share", "probabilities": "probability",
}

// keyNames are the names of keys.
func keyNames(keys []Key) []string {
	var out []string
	for _, k := range keys {
		out = append(out, k.Name)
	}
	return out
}

func findKey(keys []Key, name string) (Key, bool) {
	i := slices.IndexFunc(keys, func(k Key) bool { return k.Name == name })
	if i < 0 {
		return Key{}, false
	}
	return keys[i], true
}

// Names are the names of all values that have no party in them, as [Set.Override] takes them: "probability.signed", "growth.default", "shock.pay".
func Names() []string {
	var out []string
	for _, k := range Keys() {
		switch {
		case k.Per == Once:
			out = append(out, k.Name)
		case k.Per == PerStatus:
			for _, st := range rungs() {
				out = append(out, k.Name+"."+st.String())
			}
		case k.Per == PerParty && k.Default:
			out = append(out, k.Name+"."+everyone)
		case k.Per == Section:
			for _, sub := range k.Keys {
				out = append(out, k.Name+"."+sub.Name)
			}
		}
	}
	return out
}

// rungs are the statuses that have a probability.
func rungs() []deals.Status {
	return slices.DeleteFunc(deals.Statuses(), func(s deals.Status) bool { return !s.Live() })
}

// rung finds a status by its word or another word for it.
func rung(word string) (deals.Status, bool) {
	word = strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), " ")
	for _, st := range rungs() {
		if word == st.String() || slices.Contains(st.Aliases(), word) {
			return st, true
		}
	}
	return 0, false
}

// A place is where a value stands in the file.
type place struct {
	order int    // of the key
	key   Key    // as a section's own key, where it is of one
	group string // the key at the top
	name  string // below it: a status, a party, "default", a key of a section; "" for none
	rank  int    // of a status, or of a key of a section
	year  int
}

// path is the place as one word: "revenue.openai.2027".
func (p place) path() string {
	out := p.group
	if p.name != "" {
		out += "." + p.name
	}
	if p.year != 0 {
		out += "." + strconv.Itoa(p.year)
	}
	return out
}

// ofParty reports whether the place is about one party.
func (p place) ofParty() bool {
	return p.key.Per == PerPartyYear || p.key.Per == PerParty && !(p.key.Default && p.name == everyone)
}

// compare orders places as the file has them.
func (p place) compare(q place) int {
	if p.order != q.order {
		return p.order - q.order
	}
	if p.rank != q.rank {
		return p.rank - q.rank
	}
	if p.ofParty() != q.ofParty() { // what holds for all comes first
		if q.ofParty() {
			return -1
		}
		return 1
	}
	if c := strings.Compare(p.name, q.name); c != 0 {
		return c
	}
	return p.year - q.year
}
