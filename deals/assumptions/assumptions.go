package assumptions

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"dealgraph/deals"
)

// Range is a number that is not known exactly: Low ≤ Likely ≤ High.
type Range struct{ Low, Likely, High float64 }

// Fixed reports whether the range is one number.
func (r Range) Fixed() bool { return r.Low == r.High }

// Where values come from, besides a file.
const (
	FromDefault = "default"
	FromSet     = "--set"
)

// Ours is the source of a judgement that no publication supports.
const Ours = "ours"

// Entry is one assumption as a reader sees it.
type Entry struct {
	Key    string `json:"key"`              // "growth.openai"
	Value  string `json:"value"`            // "1.5x..2x..4x"
	Source string `json:"source,omitempty"` // addresses, or "ours"; several are separated by "; "
	Note   string `json:"note,omitempty"`
	From   string `json:"from"` // "default", the name of a file, or "--set"
}

// item is one value of a set.
type item struct {
	place
	value
	sources []string
	note    string
	from    string
	pos     deals.Pos // in a file
	line    string    // there
	turn    int       // of values set one after the other, the later one counts
}

// Set is all assumptions that hold, each with its origin. It is made by [Default] or [Read].
type Set struct {
	items map[string]item // by path
	under map[string]item // as they were before anything was set over them
	file  string          // that was read; "" for none
	hash  string          // of its bytes, twelve digits
	turns int
}

//go:embed default.yaml
var defaultFile []byte

var defaults = sync.OnceValue(func() *Set {
	s, err := read(&Set{items: map[string]item{}}, bytes.NewReader(defaultFile), FromDefault)
	if err != nil {
		panic("assumptions: the default file is wrong: " + err.Error())
	}
	s.file, s.hash = "", ""
	s.under = maps.Clone(s.items)
	return s
})

// Default are the assumptions that hold unless somebody says otherwise. The set is the caller's own.
func Default() *Set {
	s := *defaults()
	s.items, s.under = maps.Clone(s.items), maps.Clone(s.under)
	return &s
}

// sorted are the values in the order of the file.
func (s *Set) sorted() []item {
	return slices.SortedFunc(maps.Values(s.items), func(a, b item) int { return a.compare(b.place) })
}

// Probability is how likely a deal in a status is carried through; 0 for one that has ended.
func (s *Set) Probability(st deals.Status) deals.Share {
	return s.items["probability."+st.String()].share
}

// Probabilities are those of all statuses that are no end.
func (s *Set) Probabilities() map[deals.Status]deals.Share {
	out := map[deals.Status]deals.Share{}
	for _, st := range rungs() {
		out[st] = s.Probability(st)
	}
	return out
}

// Correlation is the share that a common factor has in the fates of deals: from 0, less than 1.
func (s *Set) Correlation() float64 { return s.items["correlation"].share.Float() }

// Growth is the revenue of a party from outside in a year, as a multiple of that of the year before. own says that it was
// stated for this party.
func (s *Set) Growth(p deals.PartyID) (r Range, own bool) { return s.spanOf("growth", p) }

// Margin is the share of a party's revenue from outside that is left to pay for deals. own says that it was stated for this
// party.
func (s *Set) Margin(p deals.PartyID) (r Range, own bool) { return s.spanOf("margin", p) }

func (s *Set) spanOf(group string, p deals.PartyID) (r Range, own bool) {
	if it, ok := s.items[group+"."+string(p)]; ok && it.ofParty() {
		return it.span, true
	}
	return s.items[group+"."+everyone].span, false
}

// CapexShare is capital spending as a share of revenue that an industry can bear for long.
func (s *Set) CapexShare() Range { return s.items["capex_share"].span }

// Delay is by how many months what is due or delivered comes late.
func (s *Set) Delay() Range { return s.items["delay"].span }

// CostPerGigawatt is what a gigawatt of computing capacity costs, in whole units of a currency.
func (s *Set) CostPerGigawatt() (Range, deals.Currency) {
	it := s.items["cost_per_gw"]
	return it.span, it.amount.Currency
}

// UsefulLife is how many years chips and sites last.
func (s *Set) UsefulLife() Range { return s.items["useful_life"].span }

// Recovery is the share of a claim that is still paid when a party fails.
func (s *Set) Recovery() Range { return s.items["recovery"].span }

// PaybackShare is the share of the firms that use what is built which get a return on it: more than 0, at most 1.
func (s *Set) PaybackShare() float64 { return s.items["payback_share"].share.Float() }

// Amounts says how an amount is drawn between its ends: [PERT] or [Triangular].
func (s *Set) Amounts() string { return s.items["amounts"].text }

// Ends says what the ends of ranges are: [Extremes] or [Quantiles].
func (s *Set) Ends() string { return s.items["ends"].text }

// Means is the buffer that is assumed of a party: an exact amount, not negative. It is false where none is.
func (s *Set) Means(p deals.PartyID) (deals.Amount, bool) {
	it, ok := s.items["means."+string(p)]
	return it.amount, ok
}

// Revenue is the revenue from outside that is assumed of a party in a year: an exact amount or a range. It is false where
// none is.
func (s *Set) Revenue(p deals.PartyID, year int) (deals.Amount, bool) {
	it, ok := s.items[place{group: "revenue", name: string(p), year: year}.path()]
	return it.amount, ok
}

// Parties are the parties for which a key states values of their own, in alphabetical order.
func (s *Set) Parties(group string) []deals.PartyID {
	var out []deals.PartyID
	for _, it := range s.sorted() {
		if it.group == group && it.ofParty() {
			out = append(out, deals.PartyID(it.name))
		}
	}
	return slices.Compact(out)
}

// Shock is what the command shock takes where no flag says otherwise. What nobody stated is nil.
type Shock struct {
	Pay, Recovery, Cut, Costs *string // shares
	Buffer                    *string // a rule
	Unpaid                    *string // a word
	From, Spread              *int    // a year, a number of years
	Ranks                     []int
	Fail                      []string // parties
}

// Shock gives the section of this name.
func (s *Set) Shock() Shock {
	var out Shock
	texts := map[string]**string{"pay": &out.Pay, "recovery": &out.Recovery, "cut": &out.Cut, "costs": &out.Costs, "buffer": &out.Buffer, "unpaid": &out.Unpaid}
	numbers := map[string]**int{"from": &out.From, "spread": &out.Spread}
	for _, it := range s.sorted() {
		if it.group != "shock" {
			continue
		}
		if to, ok := texts[it.name]; ok {
			*to = &it.text
		}
		if to, ok := numbers[it.name]; ok {
			*to = &it.number
		}
		switch it.name {
		case "ranks":
			for _, r := range it.list {
				out.Ranks = append(out.Ranks, int(r[0]-'0'))
			}
		case "fail":
			out.Fail = it.list
		}
	}
	return out
}

// Entries are all assumptions, in the order of [Keys]; parties below a key are in alphabetical order.
func (s *Set) Entries() []Entry {
	var out []Entry
	for _, it := range s.sorted() {
		out = append(out, Entry{it.path(), it.text, strings.Join(it.sources, "; "), it.note, it.from})
	}
	return out
}

// Used are the entries of some keys, in the order of [Set.Entries]. A key stands for all below it: "growth" for
// "growth.default" and "growth.openai".
func (s *Set) Used(keys ...string) []Entry {
	return slices.DeleteFunc(s.Entries(), func(e Entry) bool {
		return !slices.ContainsFunc(keys, func(k string) bool { return e.Key == k || strings.HasPrefix(e.Key, k+".") })
	})
}

// Stamp says how the set differs from the defaults: "set=growth.openai=2x,delay=6m assumptions=sha256:0123456789ab", the
// values that were set over the file and the digest of the file. It is "" if nothing differs. A value with a comma or a space stands in
// quotation marks.
func (s *Set) Stamp() string {
	var parts, set []string
	differs := false // in the file
	standard := defaults().items
	for _, it := range s.sorted() {
		switch {
		case it.from == FromSet && it.text != s.under[it.path()].text:
			text := it.text
			if strings.ContainsAny(text, ", \"") {
				text = quoted(text)
			}
			set = append(set, it.path()+"="+text)
		case it.from != FromSet && it.text != standard[it.path()].text:
			differs = true
		}
	}
	for path, it := range s.under {
		differs = differs || it.text != standard[path].text
	}
	if len(set) > 0 {
		parts = append(parts, "set="+strings.Join(set, ","))
	}
	if s.file != "" && (differs || len(set) > 0) {
		parts = append(parts, "assumptions=sha256:"+s.hash)
	}
	return strings.Join(parts, " ")
}

// DefaultsHash tells one version of the defaults from another: the first twelve digits of the SHA-256 of their file.
func DefaultsHash() string { return fmt.Sprintf("%x", sha256.Sum256(defaultFile))[:12] }
