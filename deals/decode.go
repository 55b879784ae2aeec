package deals

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

var (
	sourceKeys  = []string{"url", "title", "date", "tier"}
	sourceCells = []string{"source", "sources", "source_title", "source_date", "tier", "note"}
	partyKeys   = []string{"id", "name", "aliases", "sector", "country", "ticker", "lei", "parents", "tags"}
	factKeys    = []string{"id", "party", "metric", "period", "value", "nature"}
	controlKeys = []string{"id", "party", "counterparties", "about", "metric", "period", "share", "of", "tolerance", "nature"}
	rateKeys    = []string{"currency", "per", "rate", "date"}
)

func (d *decoder) party(n *node) {
	d.known(n, "a party", append(sourceCells, partyKeys...))
	id, pos := d.partyID(n, "id")
	if id == "" {
		d.fail(n.pos, "id", "a party without an id", "give it a short name of lower-case letters, digits and hyphens")
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
		d.fail(pos, "duplicate-id", fmt.Sprintf("party %q is described twice", id), "first at "+old.Pos.String())
		return
	}
	d.ledger.index.byID[id] = p
	d.ledger.Parties = append(d.ledger.Parties, p)
}

// parent reads "spacex", "spacex from 2026-02-02", "spacex from 2020 to 2024".
func (d *decoder) parent(e *node) (Parent, bool) {
	w := strings.Fields(e.text)
	p := Parent{ID: PartyID(w[0]), Pos: e.pos}
	for i := 1; i < len(w); i += 2 {
		if i+1 == len(w) || w[i] != "from" && w[i] != "to" {
			d.fail(e.pos, "parents", fmt.Sprintf("parent %q cannot be read", e.text), "write: id from DATE to DATE")
			return p, false
		}
		date, err := ParseDate(w[i+1])
		if err != nil {
			d.cellFail(e.pos, "parents", err)
			return p, false
		}
		if w[i] == "from" {
			p.From = date
		} else {
			p.To = date
		}
	}
	return p, true
}

func (d *decoder) fact(n *node) {
	d.known(n, "a fact", append(sourceCells, factKeys...))
	f := &Fact{
		ID: d.text(n, "id"), Pos: n.pos,
		Party:  d.partyRef(n, "party"),
		Metric: d.text(n, "metric"),
		Period: ParsePeriod(d.text(n, "period")),
		Nature: word(d, n, "nature", Natures()),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	if f.Metric == "" {
		d.fail(n.pos, "metric", "a fact without a metric", "name what the value measures: cash, revenue, burn …")
	}
	v, ok := parsed(d, n, "value", ParseValue)
	if !ok && n.get("value") == nil {
		d.fail(n.pos, "value", "a fact without a value", "leave the fact out, or write its value")
	}
	if f.Nature == "" {
		f.Nature = Actual
	}
	f.Value = v
	d.ledger.Facts = append(d.ledger.Facts, f)
}

func (d *decoder) control(n *node) {
	d.known(n, "a control", append(sourceCells, controlKeys...))
	c := &Control{
		ID: d.text(n, "id"), Pos: n.pos,
		Party:  d.partyRef(n, "party"),
		About:  d.text(n, "about"),
		Metric: d.text(n, "metric"),
		Period: ParsePeriod(d.text(n, "period")),
		Nature: word(d, n, "nature", Natures()),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	for _, e := range d.entries(n, "counterparties") {
		c.Counterparties = append(c.Counterparties, PartyID(clean(e.text)))
	}
	if of, ok := parsed(d, n, "of", ParseAmount); ok {
		c.Of = &of
	}
	c.Tolerance, _ = parsed(d, n, "tolerance", ParseShare)
	var ok bool
	if c.Share, ok = parsed(d, n, "share", ParseShare); !ok && n.get("share") == nil {
		d.fail(n.pos, "share", "a control without a share", "write it as a percentage: 45%")
	}
	if c.Nature == "" {
		c.Nature = Actual
	}
	d.ledger.Controls = append(d.ledger.Controls, c)
}

func (d *decoder) rate(n *node) {
	d.known(n, "a rate", append(sourceCells, rateKeys...))
	r := &Rate{
		Currency: Currency(strings.ToUpper(d.text(n, "currency"))), Pos: n.pos,
		Per:    Currency(strings.ToUpper(d.text(n, "per"))),
		Source: d.source(n),
		Note:   d.text(n, "note"),
	}
	var ok bool
	r.Rate, ok = parsed(d, n, "rate", ParseDecimal)
	r.Date, _ = parsed(d, n, "date", ParseDate)
	if r.Currency == "" || r.Per == "" || r.Currency == r.Per || ok && r.Rate.Coefficient <= 0 {
		d.fail(n.pos, "rate", "a rate needs two different currencies and a price above zero", "currency: AUD, per: USD, rate: 0.654")
		return
	}
	d.ledger.Rates = append(d.ledger.Rates, r)
}

// source is the one source of a fact: a URL or words, or a mapping, with the cells source_title, source_date and tier.
func (d *decoder) source(n *node) Source {
	s := d.sources(n)
	if len(s) == 0 {
		return Source{}
	}
	return s[0]
}

// sources are those of `source` or `sources`; the cells source_title, source_date and tier complete the first.
func (d *decoder) sources(n *node) []Source {
	var out []Source
	for _, key := range []string{"source", "sources"} {
		v := n.get(key)
		switch {
		case v == nil:
		case v.shape == mapping:
			out = append(out, d.sourceMapping(v))
		case v.shape == list:
			for _, it := range v.items {
				if it.shape == mapping {
					out = append(out, d.sourceMapping(it))
				} else {
					out = append(out, d.sourceText(it.text, it.pos))
				}
			}
		default:
			for _, one := range splitURLs(v.text) {
				out = append(out, d.sourceText(one, v.pos))
			}
		}
	}
	title := d.text(n, "source_title")
	date, _ := parsed(d, n, "source_date", ParseDate)
	tier := d.tier(n)
	if title == "" && date.IsZero() && tier == TierUnknown {
		return out
	}
	if len(out) == 0 {
		out = append(out, Source{Pos: n.pos})
	}
	if title != "" {
		out[0].Title = title
	}
	if !date.IsZero() {
		out[0].Date = date
	}
	for i := range out {
		if out[i].Tier == TierUnknown {
			out[i].Tier = tier
		}
	}
	return out
}

func (d *decoder) sourceMapping(n *node) Source {
	d.known(n, "a source", sourceKeys)
	s := d.sourceText(d.text(n, "url"), n.pos)
	if t := d.text(n, "title"); t != "" {
		s.Title = t
	}
	s.Date, _ = parsed(d, n, "date", ParseDate)
	s.Tier = d.tier(n)
	return s
}

// sourceText keeps web addresses apart from words: only http and https ever become a link.
func (d *decoder) sourceText(s string, pos Pos) Source {
	s = clean(s)
	u, err := url.Parse(s)
	switch {
	case err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return Source{URL: s, Pos: pos}
	case err == nil && u.Scheme != "" && !strings.Contains(s, " "):
		d.warn(pos, "source", fmt.Sprintf("source %q is not a web address", s), "it is kept as words and never becomes a link")
	}
	return Source{Title: s, Pos: pos}
}

// splitURLs splits at a semicolon only where another address follows, since addresses may contain one.
func splitURLs(s string) []string {
	var out []string
	for {
		i := strings.Index(s, ";http")
		if j := strings.Index(s, "; http"); j >= 0 && (i < 0 || j < i) {
			i = j
		}
		if i < 0 {
			return append(out, s)
		}
		out = append(out, s[:i])
		s = strings.TrimSpace(s[i+1:])
	}
}

func (d *decoder) tier(n *node) Tier {
	s := strings.ToLower(d.text(n, "tier"))
	if s == "" {
		return TierUnknown
	}
	names := make([]string, 0, len(tierNames))
	for _, t := range Tiers() {
		if t.String() == s {
			return t
		}
		names = append(names, t.String())
	}
	d.fail(n.get("tier").pos, "tier", fmt.Sprintf("tier %q is not known", s), meant(s, names))
	return TierUnknown
}

// partyID reads a cell that defines or must be an id.
func (d *decoder) partyID(n *node, key string) (PartyID, Pos) {
	s := d.text(n, key)
	if s == "" {
		return "", n.pos
	}
	pos := n.get(key).pos
	if slug(s) != s {
		d.fail(pos, "id", fmt.Sprintf("id %q is not made of lower-case letters, digits and hyphens", s), fmt.Sprintf("write %q and keep the name in the field name", slug(s)))
	}
	return PartyID(s), pos
}

// partyRef reads a cell that names a party by id, name or alias. What it means is settled by resolve, when all parties
// are known.
func (d *decoder) partyRef(n *node, key string) PartyID { return PartyID(d.text(n, key)) }

// slug makes an id of a name: letters and digits of any script, lower case, and single hyphens for all else.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(r))
			gap = false
		case (r == '.' || r == '_') && b.Len() > 0:
			b.WriteRune(r)
			gap = false
		default:
			gap = true
		}
	}
	return b.String()
}
