package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/table"
)

// citations are the sources of a ledger as footnotes. A label is made of the publisher and the address alone, so that it stays what
// it is whatever else changes in a note.
type citations struct {
	ledger *deals.Ledger
	labels map[string]string // by key of the source
	list   []note.Footnote
}

// sourceKey is what makes two sources one.
func sourceKey(s deals.Source) string { return cmp.Or(s.URL, s.Title) }

// newCitations labels all sources of a ledger, in a format of notes.
func newCitations(l *deals.Ledger, f note.Format) (*citations, error) {
	c := &citations{ledger: l, labels: map[string]string{}}
	best := map[string]deals.Source{}
	var keys []string
	for _, s := range ledgerSources(l) {
		key := sourceKey(s)
		had, ok := best[key]
		switch {
		case key == "":
			continue
		case !ok:
			keys = append(keys, key)
		case had.Title != "":
			s.Title = had.Title
		}
		if s.Date.IsZero() {
			s.Date = had.Date
		}
		if s.Tier == deals.TierUnknown || had.Tier.Better(s.Tier) {
			s.Tier = had.Tier
		}
		best[key] = s
	}
	taken := map[string]bool{}
	for _, key := range keys {
		s := best[key]
		label := sourceLabel(s, 4)
		for n := 8; taken[label]; n += 4 {
			label = sourceLabel(s, n)
		}
		taken[label], c.labels[key] = true, label
		text, err := f.Translate(footnoteText(s))
		if err != nil {
			return nil, fmt.Errorf("footnote of %s: %w", key, err)
		}
		c.list = append(c.list, note.Footnote{Label: label, Text: strings.TrimSpace(text)})
	}
	return c, nil
}

// ledgerSources are all sources that a ledger names, deals first.
func ledgerSources(l *deals.Ledger) []deals.Source {
	var out []deals.Source
	for _, d := range l.Deals {
		out = append(out, d.Sources...)
		for _, leg := range d.Legs {
			_, used := leg.Use()
			out = append(append(out, used), leg.Sources...)
			for _, c := range leg.Written().Claims {
				out = append(out, c.Source)
			}
		}
	}
	for _, p := range l.Parties {
		out = append(out, p.Sources...)
	}
	for _, f := range l.Facts {
		out = append(out, f.Source)
	}
	for _, c := range l.Controls {
		out = append(out, c.Source)
	}
	for _, r := range l.Rates {
		out = append(out, r.Source)
	}
	return out
}

// publisher is the host of an address; "" if there is none.
func publisher(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// sourceLabel is the name of the site, and digits of a hash of the address.
func sourceLabel(s deals.Source, digits int) string {
	name, _, _ := strings.Cut(publisher(s.URL), ".")
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, name)
	sum := sha256.Sum256([]byte(sourceKey(s)))
	return cmp.Or(name, "source") + "-" + hex.EncodeToString(sum[:])[:digits]
}

// footnoteText says what a source is: title, publisher, date, and what kind it is of.
func footnoteText(s deals.Source) string {
	host := publisher(s.URL)
	parts := []string{table.MarkdownLink(cmp.Or(s.Title, host, s.URL), s.URL)}
	if s.Title != "" && host != "" {
		parts = append(parts, table.EscapeMarkdown(host))
	}
	if !s.Date.IsZero() {
		parts = append(parts, longDay(s.Date))
	}
	out := strings.Join(parts, ", ") + "."
	if s.Tier != deals.TierUnknown {
		out += " Source: " + s.Tier.Meaning() + "."
	}
	return out
}

// of are the labels of the sources behind an answer, in the order in which it names them: those of its deals, and of its facts.
func (c *citations) of(a *queryAnswer) []string {
	var out []string
	add := func(s deals.Source) {
		if label := c.labels[sourceKey(s)]; label != "" && !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	for _, m := range a.mentions() {
		if m.url != "" {
			add(deals.Source{URL: m.url})
			continue
		}
		for _, leg := range c.ledger.Legs(deals.ParseRef(m.leg)) {
			_, used := leg.Use()
			if used.Zero() && len(leg.AllSources()) > 0 {
				used = leg.AllSources()[0]
			}
			add(used)
		}
	}
	return out
}

// legs are the legs that an answer names one by one.
func (c *citations) legs(a *queryAnswer) []*deals.Leg {
	var out []*deals.Leg
	for _, m := range a.mentions() {
		if m.leg == "" {
			continue
		}
		for _, leg := range c.ledger.Legs(deals.ParseRef(m.leg)) {
			if !slices.Contains(out, leg) {
				out = append(out, leg)
			}
		}
	}
	return out
}

// mention is a leg, a deal or a source that an answer names.
type mention struct{ leg, url string }

// mentions are what an answer names, in its order.
func (a *queryAnswer) mentions() []mention {
	if a.named != nil {
		return a.named
	}
	a.named = []mention{}
	for _, r := range a.Reports {
		data, err := json.Marshal(r.Result)
		if err != nil {
			continue // writing the result would have failed before
		}
		d := json.NewDecoder(bytes.NewReader(data))
		walkMentions(d, "", func(m mention) { a.named = append(a.named, m) })
	}
	return a.named
}

// walkMentions reads one value: strings under the names deal, leg, url and source.
func walkMentions(d *json.Decoder, name string, found func(mention)) {
	token, err := d.Token()
	if err != nil {
		return
	}
	switch t := token.(type) {
	case json.Delim:
		for d.More() {
			key := name
			if t == '{' {
				k, err := d.Token()
				if err != nil {
					return
				}
				key, _ = k.(string)
			}
			walkMentions(d, key, found)
		}
		_, _ = d.Token() // the closing one
	case string:
		switch name {
		case "leg", "deal":
			found(mention{leg: t})
		case "url", "source":
			found(mention{url: t})
		}
	}
}
