package assumptions

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

var bareCost = regexp.MustCompile(`^[^=]*\d[^=]*` + perGigawatt.String())

// Override sets one value over the file and the defaults: "growth.openai=1.5x..2x..4x", "probability.loi=20%",
// "cost=48B/GW". A cost without a currency is in that of the cost which it replaces; "48B/GW" alone is a cost.
//
// The error names the key and what could have been meant; the set is then as it was.
func (s *Set) Override(text string) error {
	key, val, ok := strings.Cut(text, "=")
	if !ok && bareCost.MatchString(text) {
		key, val, ok = "cost_per_gw", text, true
	}
	if len(text) > 1000 {
		return &deals.CellError{Msg: fmt.Sprintf("%s… is %d bytes long", text[:20], len(text)), Hint: "write KEY=VALUE"}
	}
	if !ok {
		return &deals.CellError{Msg: fmt.Sprintf("%s has no value", quote(text)), Hint: "write KEY=VALUE, as " + meantValue(text)}
	}
	p, err := placeOf(clean(key))
	if err != nil {
		return err
	}
	val = clean(val)
	if val == "" {
		return &deals.CellError{Msg: p.path() + " has no value", Hint: "write " + p.path() + "=" + exampleOf(p.key)}
	}
	v, err := p.key.read(written{text: s.priced(p, val)})
	if err != nil {
		if strings.Contains(err.Msg, "has no currency") { // $5B reaches us as B where a shell took $5 for a name
			err.Hint += "; in a shell, put it in single quotes"
		}
		return &deals.CellError{Msg: text + ": " + err.Msg, Hint: err.Hint}
	}
	s.turns++
	s.items[p.path()] = item{place: p, value: v, from: FromSet, turn: s.turns}
	return nil
}

// exampleOf is a value that a key could have.
func exampleOf(k Key) string {
	switch k.Holds {
	case HoldsShare:
		return "50%"
	case HoldsShares, HoldsMultiples, HoldsMonths, HoldsYears:
		return k.unit().sample
	case HoldsCost:
		return "$40B..50B..60B"
	case HoldsAmount:
		return "$5B"
	case HoldsAmounts:
		return "$40B..60B..80B"
	case HoldsWord:
		return k.Words[0].Text
	}
	return strings.Trim(k.Example, "[]")
}

// meantValue shows how the key that somebody wrote alone is set.
func meantValue(text string) string {
	if p, err := placeOf(clean(text)); err == nil {
		return p.path() + "=" + exampleOf(p.key)
	}
	return "growth.openai=1.5x..2x..4x"
}

var noCurrency = regexp.MustCompile(`^[0-9][0-9.,]*\s*[A-Za-z]{0,8}(\s*\.\.\s*[0-9][0-9.,]*\s*[A-Za-z]{0,8}){0,2}$`)

// priced gives a cost that names no currency that of the cost which it replaces.
func (s *Set) priced(p place, text string) string {
	if p.key.Holds != HoldsCost {
		return text
	}
	bare := perGigawatt.ReplaceAllString(text, "")
	if _, err := deals.ParseAmount(bare); err == nil || !noCurrency.MatchString(bare) {
		return text
	}
	_, c := s.CostPerGigawatt()
	return string(c) + " " + bare
}

// placeOf finds the place that a word like "growth.openai" means.
func placeOf(word string) (place, *deals.CellError) {
	head, rest, more := strings.Cut(word, ".")
	head = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(head)), "-", "_")
	if name, ok := otherNames[head]; ok {
		head = name
	}
	keys := Keys()
	i := slices.IndexFunc(keys, func(k Key) bool { return k.Name == head })
	if i < 0 {
		return place{}, &deals.CellError{Msg: fmt.Sprintf("%s is no assumption", quote(word)), Hint: nearest(word)}
	}
	p := place{order: i, key: keys[i], group: head}
	rest = strings.TrimSpace(rest)
	switch {
	case p.key.Per == Once && !more:
		return p, nil
	case p.key.Per == Once:
		return p, &deals.CellError{Msg: fmt.Sprintf("%s has one value for all", head), Hint: "write " + head + "=" + exampleOf(p.key)}
	case p.key.Default && rest == "":
		p.name = everyone
		return p, nil
	case rest == "":
		return p, &deals.CellError{Msg: fmt.Sprintf("%s has keys below it", head), Hint: "write " + belowSample(p.key)}
	case p.key.Per == PerPartyYear:
		dot := strings.LastIndexByte(rest, '.')
		if dot < 0 {
			return p, &deals.CellError{Msg: fmt.Sprintf("%s does not say which year", quote(word)), Hint: "write " + belowSample(p.key)}
		}
		p, err := p.below(strings.TrimSpace(rest[:dot]))
		if err != nil {
			return p, err
		}
		return p.inYear(strings.TrimSpace(rest[dot+1:]))
	case p.key.Per == Section || p.key.Per == PerStatus:
		rest = strings.ToLower(rest)
	}
	return p.below(rest)
}

// belowSample shows how a key is set that has others below it.
func belowSample(k Key) string {
	switch k.Per {
	case PerStatus:
		return k.Name + ".signed=80%"
	case Section:
		return k.Name + "." + k.Keys[0].Name + "=" + k.Keys[0].Example
	case PerPartyYear:
		return k.Name + ".openai.2027=" + exampleOf(k)
	}
	return k.Name + ".openai=" + exampleOf(k)
}

// Example shows how a key is set: "growth.openai=1.1x..1.3x..1.6x". It is "" if there is no such key.
func Example(name string) string {
	k, ok := findKey(Keys(), name)
	switch {
	case !ok:
		return ""
	case k.Per == Once:
		return k.Name + "=" + exampleOf(k)
	}
	return belowSample(k)
}

// nearest says what somebody may have meant who wrote an unknown name.
func nearest(word string) string {
	names := Names()
	lower := strings.ToLower(word)
	if st, ok := rung(lower); ok {
		return fmt.Sprintf("did you mean %q?", "probability."+st.String())
	}
	for _, n := range names {
		if _, last, ok := strings.Cut(n, "."); ok && last == lower {
			return fmt.Sprintf("did you mean %q?", n)
		}
	}
	head, rest, more := strings.Cut(lower, ".")
	if s, ok := deals.Suggest(head, keyNames(Keys())); ok && more {
		return fmt.Sprintf("did you mean %q?", s+"."+rest)
	}
	for _, known := range [][]string{keyNames(Keys()), names} {
		if s, ok := deals.Suggest(lower, known); ok {
			return fmt.Sprintf("did you mean %q?", s)
		}
	}
	return "keys are " + strings.Join(keyNames(Keys()), ", ")
}

// Find gives the entries that a key means, written as for [Set.Override]: "growth" is all below it, "growth.default" one.
// There are none where nothing is assumed. The error says that there is no such key, and what could have been meant.
func (s *Set) Find(word string) ([]Entry, error) {
	head := strings.ReplaceAll(strings.ToLower(clean(word)), "-", "_")
	if name, ok := otherNames[head]; ok {
		head = name
	}
	if _, ok := findKey(Keys(), head); ok {
		return s.Used(head), nil
	}
	if group, party, ok := strings.Cut(clean(word), "."); ok && strings.EqualFold(group, "revenue") && !strings.Contains(party, ".") {
		return s.Used("revenue." + party), nil
	}
	p, err := placeOf(clean(word))
	if err != nil {
		return nil, err
	}
	return s.Used(p.path()), nil
}

// OfParty reports whether an entry is about parties that a ledger must know.
func (s *Set) OfParty(key string) bool {
	it, ok := s.items[key]
	return ok && (it.ofParty() || it.key.Holds == HoldsParties)
}
