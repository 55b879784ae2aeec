package deals

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

var (
	sourceKeys    = fieldNames(RecordSource)
	partyFields   = fieldNames(RecordParty)
	factFields    = fieldNames(RecordFact)
	controlFields = fieldNames(RecordControl)
	rateFields    = fieldNames(RecordRate)
)

func (d *decoder) party(n *node) {
	d.known(n, "a party", partyFields)
	id, pos := d.partyID(n, "id")
	if id == "" {
		hint := "give the party a short name of lower-case letters, digits and hyphens"
		if name := slug(d.text(n, "name")); name != "" {
			hint = "write " + quote(name)
		}
		d.require(n, "id", hint)
		return
	}
	p := &Party{
		ID: id, Pos: pos,
		Name:    d.text(n, "name"),
		Aliases: d.strings(n, "aliases"),
		Sector:  d.text(n, "sector"),
		Country: d.text(n, "country"),
		Ticker:  d.text(n, "ticker"),
		LEI:     d.text(n, "lei"),
		Tags:    d.strings(n, "tags"),
		Sources: d.sources(n),
		Note:    d.text(n, "note"),
	}
	for _, e := range d.entries(n, "parents") {
		if q, ok := d.parent(e); ok {
			p.Parents = append(p.Parents, q)
		}
	}
	if old := d.ledger.index.byID[id]; old != nil {
		d.fail(pos, "duplicate-id", fmt.Sprintf("party %s is described twice", quote(string(id))), "first at "+old.Pos.String())
		return
	}
	for i := range p.Parents {
		d.name(&p.Parents[i].ID, p.Parents[i].Pos)
	}
	d.ledger.index.byID[id] = p
	d.ledger.Parties = append(d.ledger.Parties, p)
}

// parent reads "spacex", "spacex from 2026-02-02", "spacex from 2020 to 2024".
func (d *decoder) parent(e *node) (Parent, bool) {
	p := Parent{Pos: e.pos}
	words := strings.Fields(e.text)
	first := slices.IndexFunc(words, func(w string) bool { return w == "from" || w == "to" })
	if first < 0 {
		first = len(words)
	}
	p.ID = PartyID(strings.Join(words[:first], " "))
	rest := words[first:]
	for _, end := range []struct {
		word string
		date *Date
	}{{"from", &p.From}, {"to", &p.To}} {
		if len(rest) < 2 || rest[0] != end.word {
			continue
		}
		date, err := ParseDate(rest[1])
		if err != nil {
			d.cellFail(e.pos, "parents", err)
			return p, false
		}
		*end.date, rest = date, rest[2:]
	}
	if p.ID == "" || len(rest) > 0 {
		d.fail(e.pos, "parents", fmt.Sprintf("parent %s cannot be read", quote(e.text)), "write: id from DATE to DATE")
		return p, false
	}
	if !p.To.IsZero() && p.To.Last().Before(p.From) {
		d.fail(e.pos, "parents", fmt.Sprintf("parent %s ends before it begins", quote(e.text)), "write: id from DATE to DATE")
		return p, false
	}
	return p, true
}

func (d *decoder) fact(n *node) {
	d.known(n, "a fact", factFields)
	f := &Fact{
		ID: d.recordID(n, "fact"), Pos: n.pos,
		Party:  PartyID(d.nameText(n, "party")),
		Metric: d.text(n, "metric"),
		Period: ParsePeriod(d.text(n, "period")),
		Nature: d.nature(n),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	d.require(n, "metric", "name what the value measures: cash, revenue, burn …")
	d.require(n, "value", "write the number, or leave the fact out")
	f.Value, _ = parsed(d, n, "value", ParseValue)
	d.name(&f.Party, n.at("party"))
	d.ledger.Facts = append(d.ledger.Facts, f)
}

func (d *decoder) control(n *node) {
	d.known(n, "a control", controlFields)
	c := &Control{
		ID: d.recordID(n, "control"), Pos: n.pos,
		Party:  PartyID(d.nameText(n, "party")),
		About:  d.text(n, "about"),
		Metric: d.text(n, "metric"),
		Period: ParsePeriod(d.text(n, "period")),
		Nature: d.nature(n),
		Tags:   d.strings(n, "tags"),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	if n.lacks("counterparties") && n.lacks("about") {
		d.require(n, "party", "name who disclosed it") // what several disclosed together names no one of them
	}
	d.require(n, "metric", "name what was disclosed: "+totalWords())
	d.controlNumber(n, c)
	entries := d.entries(n, "counterparties")
	for _, e := range entries {
		c.Counterparties = append(c.Counterparties, PartyID(e.text))
	}
	d.name(&c.Party, n.at("party"))
	for i, e := range entries {
		d.name(&c.Counterparties[i], e.pos)
	}
	d.ledger.Controls = append(d.ledger.Controls, c)
}

// controlNumber reads the number that a control states: a share, of a total that may be known, or a value.
func (d *decoder) controlNumber(n *node, c *Control) {
	switch {
	case n.lacks("share") && n.lacks("value"):
		d.require(n, "share", "write it as a percentage: 45%; or a value: $12B")
	case !n.lacks("share") && !n.lacks("value"):
		d.fail(n.at("value"), "value", "the control states a share and a value", "leave one out; the total that a share is of stands in of")
	case !n.lacks("value") && !n.lacks("of"):
		d.fail(n.at("of"), "of", "only a share is of a total", "leave it out, or state the share")
	}
	if p, ok := parsed(d, n, "share", ParsePortion); ok {
		c.Share = &p
	}
	if v, ok := parsed(d, n, "value", ParseAmount); ok {
		c.Value = &v
		if !v.Disclosed() {
			d.fail(n.at("value"), "value", fmt.Sprintf("value %s is no disclosed number", quote(v.String())), "leave the control out")
		}
	}
	if t, ok := parsed(d, n, "tolerance", ParseShare); ok {
		c.Tolerance = &t
	}
	if of, ok := parsed(d, n, "of", ParseAmount); ok {
		c.Of = &of
		if !of.Disclosed() {
			d.fail(n.at("of"), "of", fmt.Sprintf("of %s is no disclosed total", quote(of.String())), "leave it out")
		}
	}
}

// totalWords are the totals in a row.
func totalWords() string {
	var words []string
	for _, t := range Totals() {
		words = append(words, string(t))
	}
	return strings.Join(words, ", ")
}

func (d *decoder) nature(n *node) Nature { return cmp.Or(word(d, n, "nature", Natures), Actual) }

// recordID reads the id of a fact or a control, which is optional and stands once.
func (d *decoder) recordID(n *node, what string) string {
	id := d.text(n, "id")
	if id != "" {
		d.once(what+" "+quote(id), n.at("id"))
	}
	return id
}

func (d *decoder) rate(n *node) {
	d.known(n, "a rate", rateFields)
	r := &Rate{
		Currency: d.currency(n, "currency"), Pos: n.pos,
		Per:    d.currency(n, "per"),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	d.require(n, "rate", "write what one unit of the currency costs: 0.654")
	var ok bool
	r.Rate, ok = parsed(d, n, "rate", ParseDecimal)
	r.Date, _ = parsed(d, n, "date", ParseDate)
	if ok && r.Rate.Coefficient <= 0 {
		d.fail(n.at("rate"), "rate", fmt.Sprintf("rate %s is not above zero", r.Rate), "write what one unit of the currency costs: 0.654")
	}
	d.ledger.Rates = append(d.ledger.Rates, r)
	if r.Currency == "" || r.Per == "" {
		return
	}
	if r.Currency == r.Per {
		d.fail(n.at("per"), "per", fmt.Sprintf("%s is priced in itself", r.Per), "name two currencies")
	}
	what := fmt.Sprintf("the rate of %s in %s", r.Currency, r.Per)
	if !r.Date.IsZero() {
		what += " on " + r.Date.String()
	}
	d.once(what, n.pos)
}

// currency reads an ISO 4217 code; "" when there is none.
func (d *decoder) currency(n *node, key string) Currency {
	d.require(n, key, "write an ISO 4217 code: USD")
	c := Currency(strings.ToUpper(d.text(n, key)))
	if c == "" || c.Known() {
		return c
	}
	d.fail(n.at(key), key, fmt.Sprintf("%s %s is not known", key, quote(string(c))), "write an ISO 4217 code: USD")
	return ""
}

// require reports a field that was not written.
func (d *decoder) require(n *node, key, hint string) {
	if n.lacks(key) {
		d.fail(n.at(key), key, key+" is missing", hint)
	}
}

// once reports what stands in the ledger a second time.
func (d *decoder) once(what string, pos Pos) {
	if first, twice := d.ids[what]; twice {
		d.fail(pos, "duplicate-id", what+" stands twice", "first at "+first.String())
		return
	}
	d.ids[what] = pos
}

// source is the one source of a fact: a URL or words, or a mapping, with the cells source_title, source_date and tier.
func (d *decoder) source(n *node) Source {
	s := d.sources(n)
	switch len(s) {
	case 0:
		return Source{}
	case 1:
	default:
		d.fail(s[1].Pos, "source", fmt.Sprintf("%d sources where one is expected", len(s)), "keep the best and name the others in the note")
	}
	return s[0]
}

// sources are those of `source` or `sources`; the cells source_title, source_date and tier complete the first, the tier
// all of them.
func (d *decoder) sources(n *node) []Source {
	var out []Source
	if n.row && !n.lacks("source") {
		out = d.slabs.sources.some(1)[:0] // a cell has one as a rule
	}
	for _, key := range [...]string{"source", "sources"} {
		v := n.get(key)
		switch {
		case v == nil:
		case v.shape == list:
			for _, it := range v.items {
				out = d.appendSource(out, it)
			}
		default:
			out = d.appendSource(out, v)
		}
	}
	title := d.kept.keep(d.text(n, "source_title"))
	date, _ := parsed(d, n, "source_date", ParseDate)
	tier := d.tier(n)
	if title == "" && date.IsZero() && tier == TierUnknown {
		return out
	}
	if len(out) == 0 {
		out = append(out, Source{Pos: n.pos})
	}
	first := &out[0]
	first.Title = cmp.Or(title, first.Title)
	if !date.IsZero() {
		first.Date = date
	}
	for i := range out {
		out[i].Tier = cmp.Or(out[i].Tier, tier)
	}
	return out
}

// appendSource adds what one value says: a mapping one source, a text the addresses in it.
func (d *decoder) appendSource(out []Source, v *node) []Source {
	switch {
	case v.shape == refused:
		return out
	case v.shape == mapping:
		return append(out, d.sourceMapping(v))
	case v.empty() || v.shape != scalar:
		d.fail(v.pos, "source", fmt.Sprintf("a source is %s", v.shape), "write a URL, words, or {url, title, date, tier}")
		return out
	}
	rest := v.text
	for rest != "" {
		var one string
		one, rest = cutURL(rest)
		out = append(out, d.sourceText(one, v.pos))
	}
	return out
}

func (d *decoder) sourceMapping(n *node) Source {
	d.known(n, "a source", sourceKeys)
	s := Source{Title: d.text(n, "title"), Tier: d.tier(n), Pos: n.pos}
	s.Date, _ = parsed(d, n, "date", ParseDate)
	switch address := d.text(n, "url"); {
	case isWebAddress(address):
		s.URL = address
	case address != "":
		d.fail(n.at("url"), "source", fmt.Sprintf("url %s is not a web address", quote(address)), "write http:// or https://, or put the words into title")
	case s.Title == "" && n.lacks("url") && n.lacks("title"):
		d.fail(n.pos, "source", "a source without a url and a title", "say where it was read")
	}
	return s
}

// sourceText keeps web addresses apart from words: only http and https ever become a link.
func (d *decoder) sourceText(s string, pos Pos) Source {
	s = d.kept.keep(strings.TrimSpace(s))
	if isWebAddress(s) {
		return Source{URL: s, Pos: pos}
	}
	if u, err := url.Parse(s); strings.HasPrefix(s, "http") || err == nil && u.Scheme != "" && !strings.Contains(s, " ") {
		d.warn(pos, "source", fmt.Sprintf("source %s is not a web address", quote(s)), "it is kept as words and never becomes a link")
	}
	return Source{Title: s, Pos: pos}
}

// isWebAddress reports whether s is an http or https address that may become a link.
func isWebAddress(s string) bool {
	if len(s) < len("http://x") || s[0]|0x20 != 'h' {
		return false
	}
	if host, ok := strings.CutPrefix(s, "https://"); ok && host != "" && host[0] != '/' && !strings.ContainsFunc(host, uncommonInAddress) {
		return true // as nearly all are
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsFunc(s, unfitForLink)
}

// unfitForLink reports whether a character could break out of a link, or make it look like another.
func unfitForLink(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)
}

// uncommonInAddress reports whether a character needs a look at its place in the address.
func uncommonInAddress(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' || r == '/')
}

// cutURL cuts at a semicolon before which an address ends, since addresses may contain one: where another address
// follows.
func cutURL(s string) (first, rest string) {
	for i := 0; i < len(s); i++ {
		if s[i] == ';' && strings.HasPrefix(strings.TrimLeft(s[i+1:], " "), "http") {
			return s[:i], strings.TrimLeft(s[i+1:], " ")
		}
	}
	return s, ""
}

func (d *decoder) tier(n *node) Tier {
	s := strings.ToLower(d.text(n, "tier"))
	if s == "" {
		return TierUnknown
	}
	for i := int(TierFiling); i < len(tierNames); i++ {
		if tierNames[i] == s {
			return Tier(i)
		}
	}
	d.fail(n.at("tier"), "tier", fmt.Sprintf("tier %s is not known", quote(s)), meant(s, tierNames[TierFiling:]))
	return TierUnknown
}

// partyID reads a cell that defines or must be an id.
func (d *decoder) partyID(n *node, key string) (PartyID, Pos) {
	s := d.nameText(n, key)
	pos := n.at(key)
	if s == "" || isSlug(s) {
		return PartyID(s), pos
	}
	hint := "write letters or digits"
	if better := slug(s); better != "" {
		hint = fmt.Sprintf("write %s and keep the words in name or title", quote(better))
	}
	d.fail(pos, "id", fmt.Sprintf("id %s is not made of lower-case letters, digits and hyphens", quote(s)), hint)
	return PartyID(s), pos
}

// isSlug reports whether s is an id as [slug] makes them.
func isSlug(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			continue
		}
		if c == '-' && i > 0 && i < len(s)-1 && s[i-1] != '-' {
			continue
		}
		return slug(s) == s
	}
	return true
}

// slug makes an id of a name: letters and digits of any script, lower case, points and underscores inside, and single
// hyphens for all else.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) && b.Len() > 0:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(r))
			gap = false
		case (r == '.' || r == '_') && b.Len() > 0 && !gap:
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return strings.TrimRight(b.String(), "._")
}
