package view

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// Name is what a party is called in running text and on maps: its first alias when that is shorter than its name, so that
// "NVIDIA Corporation" reads "Nvidia".
func Name(p *deals.Party) string {
	name := p.Label()
	if len(p.Aliases) > 0 && utf8.RuneCountInString(p.Aliases[0]) < utf8.RuneCountInString(name) {
		return p.Aliases[0]
	}
	return name
}

// Unknown stands where an amount is not disclosed.
const Unknown = "?"

// Money is an amount in JSON: an exact decimal number of whole units, as a string, and what people read.
type Money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	Text     string `json:"text"`
}

// MoneyOf is an amount in minor units of a currency as results have it.
func MoneyOf(minor int64, c deals.Currency) *Money {
	return &Money{table.Decimal(minor), string(c), table.Money(minor, string(c))}
}

// Minor is the exact amount in hundredths of its unit, and false if there is none, or none that can be read: a result may come
// from a file.
func (m *Money) Minor() (int64, bool) {
	if m == nil {
		return 0, false
	}
	whole, cents, ok := strings.Cut(m.Amount, ".")
	if !ok {
		cents = "00"
	}
	if len(cents) != 2 {
		return 0, false
	}
	minor, err := strconv.ParseInt(whole+cents, 10, 64)
	return minor, err == nil
}

// Short is the money as a label spells it; a question mark where there is none.
func (m *Money) Short() string {
	minor, ok := m.Minor()
	if !ok {
		return Unknown
	}
	return table.MoneyShort(minor, m.Currency)
}

// Cell is the money as a table cell; a question mark when there is none.
func (m *Money) Cell() table.Cell {
	if m == nil {
		return table.Cell{Text: Unknown}
	}
	return table.Cell{Text: m.Text, Raw: m.Amount, Number: true}
}

// Text is a cell of words.
func Text(s string) table.Cell { return table.Cell{Text: s} }

// Texts are cells of words.
func Texts(s ...string) []table.Cell {
	out := make([]table.Cell, len(s))
	for i := range s {
		out[i] = Text(s[i])
	}
	return out
}

// Party is a party in JSON.
type Party struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// PartyRef names a party in JSON.
func PartyRef(p *deals.Party) Party { return Party{string(p.ID), Name(p)} }

func node(n *graph.Network, v graph.Node) Party { return PartyRef(n.Party(v)) }

// firstSource is the best place to read about a leg: the source of the amount in use.
func firstSource(l *deals.Leg) deals.Source {
	if _, src := l.Use(); !src.Zero() {
		return src
	}
	if s := l.AllSources(); len(s) > 0 {
		return s[0]
	}
	return deals.Source{}
}

// Upper makes the first letter a capital.
func Upper(s string) string {
	if s == "" {
		return s
	}
	r, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[size:]
}

// words turns a_word into a word.
func words(s string) string { return strings.ReplaceAll(s, "_", " ") }

// Plural counts in words: "1 deal", "3 deals".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// spell writes an amount and what is known of its bounds, each sum as money writes it: "$5.0B", "at least $5.0B", "$5.0B to
// $8.0B", "? up to $8.0B", "?", with ~ before an estimate.
func spell(a deals.Amount, money func(minor int64, currency string) string) string {
	of := func(minor int64) string { return money(minor, string(a.Currency)) }
	mark := ""
	if a.Estimate {
		mark = "~"
	}
	switch a.Form {
	case deals.Exact:
		return mark + of(a.Low)
	case deals.AtLeast:
		return mark + "at least " + of(a.Low)
	case deals.UpTo:
		return mark + "up to " + of(a.High)
	case deals.Range:
		return mark + of(a.Low) + " to " + of(a.High)
	case deals.Undisclosed:
		if a.HighKnown {
			return "? up to " + of(a.High)
		}
	}
	return Unknown
}

// clip cuts a name to so many characters, the last of them … when something is cut.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
