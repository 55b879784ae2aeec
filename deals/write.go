package deals

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// meaning is all that a decoder read, in one spelling, for comparing.
func meaning(d *decoder) string {
	root := ledgerTree(d.ledger)
	arrange(root, RecordLedger)
	loose := slices.Clone(d.loose)
	slices.SortStableFunc(loose, func(a, b looseRow) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.party, b.party), cmp.Compare(a.ref.String(), b.ref.String()))
	})
	for _, r := range loose {
		root.fields = append(root.fields, field{key: r.table, val: r.tree()})
	}
	return emit(root, newRemarks())
}

// put adds a field, unless there is nothing to say.
func (n *node) put(key, text string) {
	if text != "" {
		n.fields = append(n.fields, field{key: key, val: &node{shape: scalar, text: text}})
	}
}

// putList adds a list of texts; one alone stands as it is, unless a semicolon would split it.
func (n *node) putList(key string, texts []string) {
	switch {
	case len(texts) == 0:
	case len(texts) == 1 && !strings.Contains(texts[0], ";"):
		n.put(key, texts[0])
	default:
		v := &node{shape: list}
		for _, t := range texts {
			v.items = append(v.items, &node{shape: scalar, text: t})
		}
		n.fields = append(n.fields, field{key: key, val: v})
	}
}

// putAll adds a list of records.
func (n *node) putAll(key string, items []*node) {
	if len(items) > 0 {
		n.fields = append(n.fields, field{key: key, val: &node{shape: list, items: items}})
	}
}

func each[T any](all []T, tree func(T) *node) []*node {
	out := make([]*node, 0, len(all))
	for _, x := range all {
		out = append(out, tree(x))
	}
	return out
}

// ledgerTree is a ledger as a YAML file says it, with the ids of all parties. Each record has the place that it was read from.
func ledgerTree(l *Ledger) *node {
	root := &node{shape: mapping}
	described := slices.DeleteFunc(slices.Clone(l.Parties), func(p *Party) bool { return p.Implied })
	root.putAll("parties", each(described, partyTree))
	root.putAll("deals", each(l.Deals, dealTree))
	root.putAll("facts", each(l.Facts, factTree))
	root.putAll("controls", each(l.Controls, controlTree))
	root.putAll("rates", each(l.Rates, rateTree))
	return root
}

// namedTree is a ledger as a YAML file says it, with the names that deals call parties by.
func namedTree(l *Ledger) *node {
	root, names := ledgerTree(l), l.impliedNames()
	for _, f := range root.fields {
		for _, it := range f.val.items {
			names.in(it)
		}
	}
	return root
}

// impliedNames are the names of parties that only legs name, by their ids: no record has them, so legs go on calling the parties
// so.
type impliedNames map[string]string

func (l *Ledger) impliedNames() impliedNames {
	names := impliedNames{}
	for _, p := range l.Parties {
		if p.Implied && p.Name != "" {
			names[string(p.ID)] = p.Name
		}
	}
	return names
}

// in puts the names into a record and the legs in it.
func (names impliedNames) in(n *node) {
	if len(names) == 0 {
		return
	}
	for _, f := range n.fields {
		switch f.key {
		case "from", "to", "obligor":
			if name, ok := names[f.val.text]; ok {
				f.val.text = name
			}
		case "legs":
			for _, leg := range f.val.items {
				names.in(leg)
			}
		}
	}
}

func partyTree(p *Party) *node {
	n := &node{shape: mapping, pos: p.Pos}
	n.put("id", string(p.ID))
	n.put("name", p.Name)
	n.putList("aliases", p.Aliases)
	n.put("sector", p.Sector)
	n.put("country", p.Country)
	n.put("ticker", p.Ticker)
	n.put("lei", p.LEI)
	n.putList("parents", parentTexts(p))
	n.putList("tags", p.Tags)
	n.put("note", p.Note)
	n.putSources(p.Sources)
	return n
}

func parentTexts(p *Party) []string {
	var out []string
	for _, up := range p.Parents {
		s := string(up.ID)
		if !up.From.IsZero() {
			s += " from " + up.From.String()
		}
		if !up.To.IsZero() {
			s += " to " + up.To.String()
		}
		out = append(out, s)
	}
	return out
}

// dealTree writes a deal with its one leg, or with its legs.
func dealTree(d *Deal) *node {
	n := &node{shape: mapping, pos: d.Pos}
	n.put("id", string(d.ID))
	n.put("title", d.Title)
	if single(d) {
		leg := d.Legs[0].Written()
		n.pos = leg.Pos
		if leg.Name != "" && leg.Name != string(leg.Kind) {
			n.put("leg", leg.Name)
		}
		n.fields = append(n.fields, legTree(leg, &Deal{}).fields...)
		return n
	}
	n.putHead(d)
	n.putAll("legs", each(d.Legs, func(l *Leg) *node {
		leg := legTree(l, d)
		if l.Name != "" {
			leg.fields = slices.Insert(leg.fields, 0, field{key: "leg", val: &node{shape: scalar, text: l.Name}})
		}
		return leg
	}))
	return n
}

// putHead adds what a deal says for all its legs.
func (n *node) putHead(d *Deal) {
	n.put("status", d.Status.String())
	n.putList("within", overlapTexts(d.Within))
	n.putList("supersedes", refTexts(d.Supersedes))
	n.putList("tags", d.Tags)
	n.put("note", d.Note)
	n.putSources(d.Sources)
}

// single reports whether a deal can be written as its one leg: nothing stands in the deal that the leg does not say.
func single(d *Deal) bool {
	return len(d.Legs) == 1 && len(d.Within)+len(d.Supersedes)+len(d.Tags) == 0 && d.Note == "" &&
		d.Legs[0].Written().History().String() == d.Status.String() && slices.EqualFunc(d.Legs[0].AllSources(), d.Sources, sameSource)
}

func sameSource(a, b Source) bool {
	return a.URL == b.URL && a.Title == b.Title && a.Date == b.Date && a.Tier == b.Tier
}

// legTree is a leg as it was written, without its name; what is the deal's own is left out.
func legTree(l *Leg, deal *Deal) *node {
	l = l.Written()
	n := &node{shape: mapping, pos: l.Pos}
	if h := l.History().String(); h != deal.Status.String() {
		n.put("status", h)
	}
	n.put("from", string(l.From))
	n.put("to", string(l.To))
	n.put("kind", string(l.Kind))
	n.put("amount", l.Amount.String())
	n.put("obligor", string(l.Obligor))
	n.put("term", l.Term.String())
	n.put("schedule", l.Schedule.String())
	if l.Exit != nil {
		n.put("exit", l.Exit.String())
	}
	info := l.Kind.Info()
	if l.Settlement != info.Settlement {
		n.put("settlement", string(l.Settlement))
	}
	if l.Rank != info.Rank {
		n.put("rank", strconv.Itoa(l.Rank))
	}
	if l.Quantity != nil {
		n.put("quantity", l.Quantity.String())
	}
	if l.Stake != nil {
		n.put("stake", l.Stake.String())
	}
	n.putAll("tranches", each(l.Tranches, trancheTree))
	n.putList("paid", paymentTexts(l.Paid))
	n.putList("within", overlapTexts(l.Within))
	n.putList("supersedes", refTexts(l.Supersedes))
	n.putAll("claims", each(l.Claims, claimTree))
	n.putList("tags", l.Tags)
	n.put("note", l.Note)
	if s := l.AllSources(); len(s) > 0 && !slices.EqualFunc(s, deal.Sources, sameSource) {
		n.putSources(s)
	}
	return n
}

func trancheTree(t Tranche) *node {
	n := &node{shape: mapping, pos: t.Pos}
	n.put("amount", t.Amount.String())
	n.put("condition", t.Condition)
	n.put("met", t.Met.String())
	return n
}

func claimTree(c Claim) *node {
	n := &node{shape: mapping, pos: c.Pos}
	n.put(c.Field, c.String())
	n.put("note", c.Note)
	n.putSource(c.Source)
	return n
}

func paymentTexts(all []Payment) []string {
	var out []string
	for _, p := range all {
		s := p.Amount.String()
		if !p.Date.IsZero() {
			s = p.Date.String() + ":" + s
		}
		out = append(out, s)
	}
	return out
}

func overlapTexts(all []Overlap) []string {
	var out []string
	for _, o := range all {
		s := o.Ref.String()
		if o.Part != nil {
			s += " (" + o.Part.String() + ")"
		}
		out = append(out, s)
	}
	return out
}

func refTexts(all []LegRef) []string {
	var out []string
	for _, r := range all {
		out = append(out, r.String())
	}
	return out
}

func factTree(f *Fact) *node {
	n := &node{shape: mapping, pos: f.Pos}
	n.put("id", f.ID)
	n.put("party", string(f.Party))
	n.put("metric", f.Metric)
	n.put("period", f.Period.Text)
	n.put("value", f.Value.Text)
	n.put("nature", string(f.Nature))
	n.put("note", f.Note)
	n.putSource(f.Source)
	return n
}

func controlTree(c *Control) *node {
	n := &node{shape: mapping, pos: c.Pos}
	n.put("id", c.ID)
	n.put("party", string(c.Party))
	var about []string
	for _, id := range c.Counterparties {
		about = append(about, string(id))
	}
	n.putList("counterparties", about)
	n.put("about", c.About)
	n.put("metric", c.Metric)
	n.put("period", c.Period.Text)
	if c.Share != nil {
		n.put("share", c.Share.String())
	}
	if c.Value != nil {
		n.put("value", c.Value.String())
	}
	if c.Of != nil {
		n.put("of", c.Of.String())
	}
	if c.Tolerance != nil {
		n.put("tolerance", c.Tolerance.String())
	}
	n.put("nature", string(c.Nature))
	n.putList("tags", c.Tags)
	n.put("note", c.Note)
	n.putSource(c.Source)
	return n
}

func rateTree(r *Rate) *node {
	n := &node{shape: mapping, pos: r.Pos}
	n.put("currency", string(r.Currency))
	n.put("per", string(r.Per))
	n.put("rate", r.Rate.String())
	n.put("date", r.Date.String())
	n.put("note", r.Note)
	n.putSource(r.Source)
	return n
}

// putSources adds sources: one that is only an address or words as they are, others as records.
func (n *node) putSources(all []Source) {
	if len(all) == 1 {
		n.putSource(all[0])
		return
	}
	n.putAll("sources", each(all, sourceTree))
}

func (n *node) putSource(s Source) {
	text := cmp.Or(s.URL, s.Title)
	plain := s.Date.IsZero() && s.Tier == TierUnknown && (s.URL == "" || s.Title == "")
	switch first, rest := cutURL(text); {
	case text == "" && s.Date.IsZero() && s.Tier == TierUnknown:
	case text == "": // nothing but a day or a tier
		n.put("source_date", s.Date.String())
		n.put("tier", s.Tier.String())
	case plain && rest == "" && first == text && (s.URL != "" || !isWebAddress(text)):
		n.put("source", text)
	default:
		n.fields = append(n.fields, field{key: "source", val: sourceTree(s)})
	}
}

func sourceTree(s Source) *node {
	n := &node{shape: mapping, pos: s.Pos}
	n.put("url", s.URL)
	n.put("title", s.Title)
	n.put("date", s.Date.String())
	n.put("tier", s.Tier.String())
	return n
}
