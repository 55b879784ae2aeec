package view

import (
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
)

// speech is a language that maps can be told in. It has all the fixed words of a map; names, amounts and ids come to it as
// arguments.
type speech interface {
	tag() string // BCP 47
	party(p *deals.Party) string
	money(minor int64, currency string) string
	spell(a deals.Amount) string

	kind(deals.Kind) string
	status(deals.Status) string
	sector(string) string
	certainties() []figure.Entry
	headings() figure.Headings
	notDrawn() string
	other() string // the heading of what has no group of its own

	title(around []string, picked bool) string // picked: all else is there too
	subtitle(s mapSums, v graph.View) string
	basis(graph.Basis) string
	left(s leftOut) []string
	warning(graph.Warning) string
	alike(known, of int) string // circles are all alike, as only so many sizes are known
	fewLabels(labelled int) string
	weakest(deals.Status) string
	valued(name, amount, period string) string
	deal(from, to, kind string, parts []string) string
	part(amount, status, leg string) string
	undisclosed() string
	caption(s mapSums, money, round, share string) string
	panels(byDate bool) string // ends the title of several maps
	panelSubtitle(v graph.View, byDate bool) string
	panelsLeft() []string
	panelCycles() string // the heading of the cycles of several maps
	ringsTitle() string
	ringsSubtitle(v graph.View) string
	ringTitle(amount string) string
	moreCycles(n int) string // 0: nobody knows how many
	selfDealers(n int) string
	estimate() string              // before an amount
	rim(cycles, asked bool) string // what a heavy rim says
	alt(s mapSums, v graph.View, parties int, cycles []figure.Cycle, proved string) string
}

// Languages are the tags of the languages that maps can be told in.
func Languages() []string { return []string{"en", "zh"} }

// speechOf returns the language of a tag; English if it is empty or not known.
func speechOf(tag string) speech {
	if tag == "zh" {
		return chinese{}
	}
	return english{}
}

// mapSums are the sums of a map.
type mapSums struct {
	deals, of    int    // drawn, of all
	drawn, total string // what they are worth
	undisclosed  int    // of the drawn, those that are in no sum
	nothing      bool   // no amount of the drawn is disclosed
}

// leftOut is what a map does not draw.
type leftOut struct {
	legs, undisclosed int
	worth             string
	parties           []string // with arcs, but not drawn
	selfs             int      // deals of a party with itself
	selfWorth         string
}

// english is the language of the rest of the program.
type english struct{}

func (english) tag() string                          { return "en" }
func (english) party(p *deals.Party) string          { return Name(p) }
func (english) money(minor int64, cur string) string { return brief(minor, cur) }
func (english) spell(a deals.Amount) string          { return spell(a, brief) }
func (english) kind(k deals.Kind) string             { return words(string(k)) }
func (english) status(s deals.Status) string         { return s.String() }
func (english) sector(s string) string               { return sectorLabel(s) }
func (english) certainties() []figure.Entry          { return nil } // the drawing has them
func (english) notDrawn() string                     { return "" }
func (english) other() string                        { return "Other" }
func (english) undisclosed() string                  { return "amount not disclosed" }
func (english) warning(w graph.Warning) string       { return w.Msg }
func (english) weakest(s deals.Status) string        { return "weakest step: " + s.String() }
func (english) basis(b graph.Basis) string           { return Upper(string(b)) + " basis" }

func (english) headings() figure.Headings {
	return figure.Headings{Cycles: "Cycles, by smallest step", Amounts: "Amount (width: its square root)", Unknown: "not disclosed (?)"}
}

func (english) title(around []string, picked bool) string {
	switch {
	case len(around) == 0:
		return "Who pays whom"
	case picked:
		return "Who pays whom: the deals of " + strings.Join(around, ", ")
	}
	return "Who pays whom around " + strings.Join(around, ", ")
}

func (e english) subtitle(s mapSums, v graph.View) string {
	worth := fmt.Sprintf("%s of %s", s.drawn, s.total)
	switch {
	case s.nothing:
		worth = "no amount is disclosed"
	case s.undisclosed > 0:
		worth += fmt.Sprintf(", and %d undisclosed", s.undisclosed)
	}
	return fmt.Sprintf("%d of %s: %s. %s: %s.%s As of %s.", s.deals, Plural(s.of, "deal leg", "deal legs"), worth,
		e.basis(v.Basis), v.Basis.Meaning(), narrowed(v), v.AsOf)
}

func (english) left(s leftOut) []string {
	var out []string
	if s.legs > 0 {
		said := fmt.Sprintf("%s worth %s", Plural(s.legs, "deal leg", "deal legs"), s.worth)
		if s.undisclosed > 0 {
			said += fmt.Sprintf(" (%d of them undisclosed)", s.undisclosed)
		}
		if len(s.parties) > 0 {
			said += fmt.Sprintf(", with %s: %s", Plural(len(s.parties), "party", "parties"), strings.Join(s.parties, ", "))
		}
		out = append(out, said)
	}
	if s.selfs > 0 {
		out = append(out, fmt.Sprintf("%s of a party with itself, worth %s", Plural(s.selfs, "deal leg", "deal legs"), s.selfWorth))
	}
	return out
}

func (english) alike(known, of int) string {
	return fmt.Sprintf("circles are all alike: the size is known for %d of the %d parties only", known, of)
}

func (english) fewLabels(labelled int) string {
	return fmt.Sprintf("amounts stand on the arrows of cycles and on the %d largest others; the rest is in the tooltips of the SVG and the page", labelled)
}

func (english) valued(name, amount, period string) string {
	said := name + ", valued at " + amount
	if period != "" {
		said += " (" + period + ")"
	}
	return said
}

func (english) deal(from, to, kind string, parts []string) string {
	return fmt.Sprintf("%s → %s, %s: %s", from, to, kind, strings.Join(parts, "; "))
}

func (english) part(amount, status, leg string) string {
	return fmt.Sprintf("%s, %s (%s)", amount, status, leg)
}

func (e english) alt(s mapSums, v graph.View, parties int, list []figure.Cycle, proved string) string {
	var b strings.Builder
	worth := "worth " + s.drawn
	if s.nothing {
		worth = "of undisclosed amounts"
	}
	fmt.Fprintf(&b, "Map of %s between %s, %s, on the %s basis as of %s.", Plural(s.deals, "deal leg", "deal legs"), Plural(parties, "party", "parties"),
		worth, v.Basis, v.AsOf)
	switch {
	case len(list) > 0:
		b.WriteString(" Cycles, by smallest step:")
		for _, c := range list {
			fmt.Fprintf(&b, " %d. %s, %s (%s).", c.Number, c.Text, c.Amount, c.Note)
		}
	case proved != "":
		fmt.Fprintf(&b, " The search found %s.", proved)
	default: // nobody looked, or none of those found fits the map
		b.WriteString(" No cycle is picked out.")
	}
	return b.String()
}

func (english) panels(byDate bool) string {
	if byDate {
		return ", from date to date"
	}
	return ", by what counts as a dollar"
}

func (e english) panelSubtitle(v graph.View, byDate bool) string {
	said := "The same parties at the same places, on one scale; arrows on the strongest cycles in full colour, numbered alike in every map."
	if byDate {
		return fmt.Sprintf("%s %s: %s.%s", said, e.basis(v.Basis), v.Basis.Meaning(), narrowed(v))
	}
	return fmt.Sprintf("%s As of %s.%s", said, v.AsOf, narrowed(v))
}

func (english) panelsLeft() []string {
	return []string{"in each map, the parties that have less to do with the ones shown, and the amounts of smaller deals; the sums over the maps are those of all deals"}
}

func (english) ringsTitle() string { return "The strongest cycles, one by one" }

func (e english) ringsSubtitle(v graph.View) string {
	return fmt.Sprintf("Full colour: the steps of the cycle. Pale: other deals of the same parties. Ranked by what the weakest step can carry. %s: %s.%s As of %s.",
		e.basis(v.Basis), v.Basis.Meaning(), narrowed(v), v.AsOf)
}

func (english) ringTitle(amount string) string { return "one lap: " + amount }

func (english) selfDealers(n int) string {
	return Plural(n, "party that deals with itself", "parties that deal with themselves")
}

func (english) estimate() string { return "~" }

func (english) moreCycles(n int) string {
	if n == 0 {
		return "further cycles, that carry less"
	}
	return Plural(n, "cycle that carries less", "cycles that carry less")
}

func (english) caption(s mapSums, money, round, share string) string {
	said := fmt.Sprintf("%s in %s", s.total, Plural(s.of, "deal leg", "deal legs"))
	if s.undisclosed > 0 {
		said += fmt.Sprintf(" (%d undisclosed)", s.undisclosed)
	}
	return fmt.Sprintf("%s. Of %s in cash or kind at most %s (%s) can go round.", said, money, round, share)
}

// BasisName names a basis in a language: "Signed basis".
func BasisName(language string, b graph.Basis) string { return speechOf(language).basis(b) }

// KindWords are the kinds of deals in a language, in the order of the ledger's format.
func KindWords(language string) []figure.Entry {
	var out []figure.Entry
	for _, k := range deals.Kinds() {
		out = append(out, figure.Entry{Key: string(k.Kind), Label: Upper(speechOf(language).kind(k.Kind))})
	}
	return out
}

// CertaintyWords say in a language how firm a deal is, the firmest first. Those that are drawn alike have the same words.
func CertaintyWords(language string) []figure.Entry {
	if list := speechOf(language).certainties(); list != nil {
		for _, same := range []figure.Certainty{figure.Active, figure.Completed} {
			list = append(list, figure.Entry{Key: string(same), Label: list[0].Label})
		}
		return list
	}
	const signed = "Signed, in force or done"
	return []figure.Entry{
		{Key: string(figure.Signed), Label: signed}, {Key: string(figure.Active), Label: signed}, {Key: string(figure.Completed), Label: signed},
		{Key: string(figure.Announced), Label: "Announced"}, {Key: string(figure.Proposed), Label: "Letter of intent or proposal"},
		{Key: string(figure.Rumoured), Label: "Rumoured"}, {Key: string(figure.Ended), Label: "Ended"},
	}
}

func (english) panelCycles() string { return "Cycles, by smallest step in the first map that has it" }

func (english) rim(cycles, asked bool) string {
	switch {
	case cycles && asked:
		return "On a numbered cycle, or asked for"
	case asked:
		return "Asked for"
	}
	return "On a numbered cycle"
}
