package schema

import (
	"strings"

	"dealgraph/deals"
)

// A cell says how a scalar of one content is written.
type cell struct {
	piece    string // its pattern; "" takes any text
	number   string // "integer" or "number" when YAML may see a number in what is right; "scalar" when it may see anything
	least    int    // smallest such number; most is the largest, 0 for none
	most     int
	remedy   string // what to write, when the pattern does not match
	examples []any
	words    []word // a closed list
}

// A word is one of a closed list.
type word struct {
	text    string
	meaning string
}

const dateRemedy = "write it as 2026-03-31, 2026-03, 2027Q3 or 2026, with by before it for no later than"

// cells says how each content is written, but for lists and records.
func cells(c deals.Content) cell {
	switch c {
	case deals.HoldsSlug:
		return cell{piece: slug, number: "scalar", remedy: "an id is made of lower-case letters, digits and single hyphens"}
	case deals.HoldsLegName:
		return cell{piece: `[^#;()]*`, number: "scalar", remedy: "a leg's name holds no # ; ( )"}
	case deals.HoldsKind:
		return cell{piece: kind(), words: kindWords(), remedy: "write one of the kinds"}
	case deals.HoldsAmount:
		return cell{piece: amount, remedy: "write $10B, ~$90B, up to $100B, at least $5B, $17.4B..19.4B or ?; the currency is never left out",
			examples: []any{"$10B", "up to $100B", "at least $5B", "~$350B", "$17.4B..19.4B", "$5B..25B..25B", "?", "? up to $70B", "A$330M"}}
	case deals.HoldsDate:
		return cell{piece: date, number: "integer", least: deals.FirstYear, most: deals.LastYear, remedy: dateRemedy, examples: []any{"2026-03-31", "2026-03", "2027Q3", "2026H1", 2026, "by 2026-06"}}
	case deals.HoldsHistory:
		return cell{piece: history(), words: statusWords(), remedy: "write a status, and its date behind it: loi 2025-09-22; signed 2026-01",
			examples: []any{"signed 2025-10-06", "loi 2025-09-22; terminated 2026-02-27", "announced 2025-05; active by 2025-11"}}
	case deals.HoldsTerm:
		return cell{piece: term, number: "integer", least: deals.FirstYear, most: deals.LastYear, remedy: "write start..end: 2026..2030, 2026-07.., ..2041", examples: []any{"2026..2030", "2026-07..2031-06", "..2041", "2027.."}}
	case deals.HoldsSchedule:
		return cell{piece: schedule, number: "integer", least: deals.FirstYear, most: deals.LastYear, remedy: "write flat, ramp, 2026..2030, 2026..2030 ramp, or 2026:$10B 2027:$20B",
			examples: []any{"flat", "ramp", "2026..2030 ramp", "2026:$10B 2027:$20B"}}
	case deals.HoldsExit:
		return cell{piece: exit, remedy: "write 90d, or 90d after 2026-08", examples: []any{"90d", "90d after 2026-08"}}
	case deals.HoldsRank:
		return cell{piece: `[1-9]`, number: "integer", least: 1, most: 9, remedy: "a rank is a digit from 1 to 9", examples: []any{1, 2, 3, 4}}
	case deals.HoldsShare:
		return cell{piece: share, remedy: "write a percentage with its sign: 27%", examples: []any{"27%", "12.5%"}}
	case deals.HoldsPortion:
		return cell{piece: portion, remedy: "write a percentage with its sign: 27%, at least 10%, ~67%", examples: []any{"45%", "at least 10%", "~67%"}}
	case deals.HoldsTotal:
		return cell{number: "scalar", words: totalWords()}
	case deals.HoldsQuantity:
		return cell{piece: quantity, remedy: "write a number and its unit: 10 GW", examples: []any{"10 GW", "210000 GPUs"}}
	}
	return moreCells(c)
}

func moreCells(c deals.Content) cell {
	switch c {
	case deals.HoldsDecimal:
		return cell{piece: digits, number: "number", remedy: "write digits, with a point before decimals: 0.654", examples: []any{0.654, "1,421.5"}}
	case deals.HoldsCurrency:
		return cell{piece: `[A-Za-z]{3}`, remedy: "write an ISO 4217 code: USD", examples: []any{"USD", "EUR", "AUD"}}
	case deals.HoldsSettlement:
		return closed(settlementWords())
	case deals.HoldsTier:
		return closed(tierWords())
	case deals.HoldsNature:
		return closed(natureWords())
	case deals.HoldsClaimed:
		return cell{piece: oneOf(deals.ClaimFields()), remedy: "write one of " + strings.Join(deals.ClaimFields(), ", ")}
	case deals.HoldsURL:
		return cell{piece: `[hH][tT][tT][pP][sS]?://[^/?# ].*`, remedy: "write an address that begins with https:// or http://"}
	case deals.HoldsPeriod:
		return cell{number: "scalar", examples: []any{2026, "2025Q3", "2026..2030", "FY2026 (Jan 2026)", "FY2026 Q2 (Jul 2025)"}}
	case deals.HoldsValue:
		return cell{number: "scalar", examples: []any{"$13.1B", "-$20.9B", "250 GW", "$35B/GW", "95%", "2026-06-08"}}
	}
	return cell{number: "scalar"}
}

// closed is a cell that holds one word of a list, in any case.
func closed(words []word) cell {
	return cell{piece: oneOf(texts(words)), words: words, remedy: "write one of " + strings.Join(texts(words), ", ")}
}

// texts are the words alone.
func texts(words []word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.text)
	}
	return out
}

func kindWords() []word {
	var out []word
	for _, k := range deals.Kinds() {
		out = append(out, word{string(k.Kind), string(k.Family) + ": " + k.Meaning})
	}
	return out
}

// statusWords are the statuses and, behind each, what else the reader takes for it in one word.
func statusWords() []word {
	var out []word
	for _, s := range deals.Statuses() {
		out = append(out, word{s.String(), s.Meaning()})
		for _, alias := range s.Aliases() {
			if !strings.ContainsAny(alias, " _") {
				out = append(out, word{alias, "the same as " + s.String() + ": " + s.Meaning()})
			}
		}
	}
	return out
}

func totalWords() []word {
	var out []word
	for _, t := range deals.Totals() {
		out = append(out, word{string(t), t.Meaning()})
	}
	return out
}

func settlementWords() []word {
	var out []word
	for _, s := range deals.Settlements() {
		out = append(out, word{string(s), s.Meaning()})
	}
	return out
}

func tierWords() []word {
	var out []word
	for _, t := range deals.Tiers() {
		out = append(out, word{t.String(), t.Meaning()})
	}
	return out
}

func natureWords() []word {
	var out []word
	for _, n := range deals.Natures() {
		out = append(out, word{string(n), n.Meaning()})
	}
	return out
}
