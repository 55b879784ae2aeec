package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/note"
	"dealgraph/render/note/draft"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// drafting makes a note from a template: the functions of the template write slots, and the scribe fills them.
type drafting struct {
	*scribe
	ctx     context.Context
	subject *deals.Party // nil: there is nobody
	money   string       // the currency that queries get, unless they name one; "" = USD, which they have without
	sources string       // of blocks that do not say themselves
	stamp   string       // full, short, none
	figures string       // svg, png, pdf; "" is svg
	name    string       // of the note's file, without its extension
	ids     map[string]int
	seen    map[string]bool // blocks that are there once
}

// newDrafting prepares a draft about a party, or about the one with most counterparties.
func (w *scribe) newDrafting(ctx context.Context, f draftFlags) (*drafting, error) {
	d := &drafting{scribe: w, ctx: ctx, sources: f.sources, stamp: f.stamp, ids: map[string]int{}, seen: map[string]bool{}}
	n, err := graph.Build(w.shared, graph.View{Currency: deals.Currency(f.currency)})
	if err != nil {
		return nil, fmt.Errorf("build the network: %w", err)
	}
	d.money = f.currency
	if only := onlyCurrency(n); d.money == "" && only != "" {
		d.money = only
	} else if err := converted([]*graph.Network{n}); err != nil {
		return nil, err
	}
	if f.party != "" {
		d.subject, err = w.shared.Party(f.party)
		return d, err
	}
	if v, ok := mostConnected(n); ok {
		d.subject = n.Party(v)
	}
	return d, nil
}

// onlyCurrency is the one currency of all amounts of a network in which none can be told; "" if there is none such.
func onlyCurrency(n *graph.Network) (only string) {
	for a := range n.Arcs() {
		amount, _ := a.Leg.Use()
		switch own := string(amount.Currency); {
		case a.Known, a.NoRate && only != "" && only != own:
			return ""
		case a.NoRate:
			only = own
		}
	}
	return only
}

// withoutMoney are the commands that know no currency but that of the facts they show.
var withoutMoney = []string{"burn", "signs", "assumptions"}

// inMoney is a query with the currency of the draft, if it can have one and names none itself.
func (d *drafting) inMoney(query string) string {
	args, err := queryArgs(query)
	if d.money == "" || err != nil || slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--currency") }) {
		return query
	}
	if slices.Contains(withoutMoney, args[0]) || args[0] == "chart" && slices.Contains(withoutMoney, args[1]) {
		return query
	}
	return strings.TrimSpace(query) + " --currency " + d.money
}

// mostConnected is the party with most counterparties; of several the one with more money, then the first by id.
func mostConnected(n *graph.Network) (best graph.Node, ok bool) {
	partners := map[graph.Node]map[graph.Node]bool{}
	money := map[graph.Node]int64{}
	note := func(v, w graph.Node, a graph.Arc) {
		if partners[v] == nil {
			partners[v] = map[graph.Node]bool{}
		}
		if v != w {
			partners[v][w] = true
		}
		money[v] += a.Amount
	}
	for a := range n.Arcs() {
		note(a.From, a.To, a)
		note(a.To, a.From, a)
	}
	for v := range graph.Node(n.Order()) {
		if n.Party(v).Outside() || partners[v] == nil {
			continue
		}
		order := cmp.Or(cmp.Compare(len(partners[v]), len(partners[best])), cmp.Compare(money[v], money[best]))
		if !ok || order > 0 {
			best, ok = v, true
		}
	}
	return best, ok
}

// write makes the note: the text of the template with its slots, filled.
func (d *drafting) write(name, source, title string) (*note.Note, error) {
	d.name = strings.TrimSuffix(filepath.Base(title), filepath.Ext(title))
	// A template that loops without end heeds no context: it is left behind, and the program ends.
	data, err := inTime(d.ctx, func() ([]byte, error) { return draft.Write(name, source, d.functions()) })
	if d.ctx.Err() != nil {
		return nil, fmt.Errorf("the template %s: %w", name, stopped(d.ctx.Err()))
	}
	if err != nil {
		return nil, err
	}
	n, err := note.Scan(title, data, d.format)
	if err != nil {
		return nil, ofDraft(name, err)
	}
	return n, d.fill(d.ctx, n)
}

// ofDraft says of errors in a draft that their places are in what the template made: there is no such file.
func ofDraft(template string, err error) error {
	var all note.Errors
	if !errors.As(err, &all) {
		return fmt.Errorf("the template %s makes no note: %w", template, err)
	}
	for _, one := range all {
		one.File = "what " + template + " makes"
	}
	return all
}

// functions are what a template can call.
func (d *drafting) functions() map[string]any {
	return map[string]any{
		"query": func(q string, options ...string) (string, error) { return d.slot("t", q, "", options) },
		"table": func(number int, q string, options ...string) (string, error) {
			return d.slot("t", q, fmt.Sprintf("table %d", number), options)
		},
		"say":    func(q string, options ...string) (string, error) { return d.slot("s", q, "lead", options) },
		"figure": d.figureSlot,
		"number": d.numberSlot,
		"value":  d.value,
		"text":   func(v any) string { return d.format.Escape(fmt.Sprint(v)) },
		"has":    d.has,
		"party": func() string {
			if d.subject == nil {
				return ""
			}
			return string(d.subject.ID)
		},
		"name": func() string {
			if d.subject == nil {
				return ""
			}
			return d.format.Escape(view.Name(d.subject))
		},
		"Name": func() string {
			if d.subject == nil {
				return ""
			}
			return escapeStart(d.format.Escape(view.Upper(view.Name(d.subject))))
		},
		"label": func() string {
			if d.subject == nil {
				return ""
			}
			return view.Name(d.subject)
		},
		"ledger": func() string { return d.format.Escape(ledgerTitle(d.ledger)) },
		"asof": func() string {
			if d.shared.LastDate().IsZero() {
				return ""
			}
			return longDay(d.shared.LastDate())
		},
		caveatsQuery: func() (string, error) {
			return d.once(caveatsQuery, "")
		},
		methodsQuery: func() (string, error) { return d.once(methodsQuery, "") },
		note.SourcesQuery: func() (string, error) {
			block, err := d.once(note.SourcesQuery, "")
			if !d.cited {
				block = noSources + "\n\n" + block
			}
			return block, err
		},
		stampQuery: func() (string, error) {
			switch d.stamp {
			case "none":
				return "", nil
			case "full":
				return d.once(stampQuery, "full")
			}
			return d.once(stampQuery, "")
		},
	}
}

// noSources stands where no footnotes do.
const noSources = "Sources stand in the ledger, deal by deal."

// ledgerTitle is what a ledger is called in a note: its name without the folders before it.
func ledgerTitle(path string) string {
	if path == "-" {
		return "standard input"
	}
	if strings.HasPrefix(path, examplePrefix) {
		return path
	}
	return filepath.Base(path)
}

// once is a block that a note has only one of.
func (d *drafting) once(query, how string) (string, error) {
	if d.seen[query] {
		return "", fmt.Errorf("a note has %s once", query)
	}
	d.seen[query] = true
	attributes := []note.Attribute{{Name: "id", Value: query}, {Name: "q", Value: query}}
	if how != "" {
		attributes = append(attributes, note.Attribute{Name: "fmt", Value: how})
	}
	return d.markers(attributes)
}

func (d *drafting) markers(attributes []note.Attribute) (string, error) {
	begin, end, err := d.format.Block(attributes...)
	return begin + "\n" + end, err
}

// id is the next free name for a slot.
func (d *drafting) id(prefix string) string {
	d.ids[prefix]++
	return fmt.Sprintf("%s%d", prefix, d.ids[prefix])
}

// slot is a block that shows an answer. The query is asked at once, so that an error names the line of the template.
func (d *drafting) slot(prefix, query, get string, options []string) (string, error) {
	query = d.inMoney(query)
	how := strings.Join(options, " ")
	if d.sources != "top" && !strings.Contains(how, "sources=") {
		how = strings.TrimSpace(how + " sources=" + d.sources)
	}
	s := note.Slot{ID: d.id(prefix), Query: query, Get: get, Fmt: how}
	if args, err := queryArgs(query); err == nil && drawn(args) {
		return "", errors.New("a map or a chart is a figure: write figure ID QUERY CAPTION")
	}
	if _, err := d.content(d.ctx, s); err != nil {
		return "", err
	}
	attributes := []note.Attribute{{Name: "id", Value: s.ID}, {Name: "q", Value: query}}
	for _, a := range []note.Attribute{{Name: "get", Value: get}, {Name: "fmt", Value: how}} {
		if a.Value != "" {
			attributes = append(attributes, a)
		}
	}
	return d.markers(attributes)
}

func (d *drafting) figureSlot(id, query, caption string, alt ...string) (string, error) {
	query = d.inMoney(query)
	args, err := queryArgs(query)
	if err != nil {
		return "", err
	}
	if !drawn(args) {
		return "", fmt.Errorf("%q draws nothing: a figure is a map or a chart", query)
	}
	attributes := []note.Attribute{{Name: "id", Value: id}, {Name: "q", Value: query}}
	if len(alt) > 1 {
		return "", errors.New("a figure has an id, a query, a caption and perhaps a text for those who do not see it")
	}
	if len(alt) == 1 {
		attributes = append(attributes, note.Attribute{Name: "alt", Value: inComment.Replace(alt[0])})
	}
	format := cmp.Or(d.figures, "svg")
	if note.CheckName(d.name) == nil { // notes in one folder do not share figures
		attributes = append(attributes, note.Attribute{Name: "file", Value: "fig/" + d.name + "-" + id + "." + format})
	} else if format != "svg" {
		attributes = append(attributes, note.Attribute{Name: "format", Value: format})
	}
	return d.markers(append(attributes, note.Attribute{Name: "caption", Value: inComment.Replace(caption)}))
}

// inComment changes what would end a comment, in any kind of Markdown. Only a name that means mischief has it.
var inComment = strings.NewReplacer("--", "–", "*/", "* /", "%%", "% %")

func (d *drafting) numberSlot(query, get string, how ...string) (string, error) {
	query = d.inMoney(query)
	s := note.Slot{ID: d.id("n"), Inline: true, Query: query, Get: get, Fmt: strings.Join(how, " ")}
	text, err := d.content(d.ctx, s)
	if err != nil {
		return "", err
	}
	attributes := []note.Attribute{{Name: "id", Value: s.ID}, {Name: "q", Value: query}, {Name: "get", Value: get}}
	if s.Fmt != "" {
		attributes = append(attributes, note.Attribute{Name: "fmt", Value: s.Fmt})
	}
	begin, end, err := d.format.Inline(attributes...)
	return begin + text + end, err
}

func (d *drafting) value(query, get string) (any, error) {
	a, err := d.asked(query)
	if err != nil {
		return nil, err
	}
	return a.get(get)
}

// asked is an answer that leaves no trace in the note.
func (d *drafting) asked(query string) (*queryAnswer, error) {
	a, err := d.ask(d.ctx, d.inMoney(query))
	if err != nil {
		return nil, err
	}
	if a.Err != nil && !errors.Is(a.Err, errFindings) {
		return nil, a.Err
	}
	return a, nil
}

// has reports whether a query is answered with anything. A line that can be no query at all is an error.
func (d *drafting) has(query string, get ...string) (bool, error) {
	args, err := queryArgs(query)
	if err != nil {
		return false, err
	}
	if drawn(args) {
		return false, errors.New("has is of answers with tables: ask for the result that the figure shows")
	}
	a, err := d.asked(query)
	if d.ctx.Err() != nil {
		return false, d.ctx.Err()
	}
	if err != nil {
		return false, nil // a party that is not there, a ledger without dates
	}
	full := slices.ContainsFunc(shownTables(a, true), func(t table.Table) bool { return len(t.Rows) > 0 })
	if !full || len(get) == 0 {
		return full, nil
	}
	v, err := a.get(get[0])
	if err != nil {
		return false, nil
	}
	return truth(v), nil
}

// truth reports whether a value is anything.
func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case float64:
		return v != 0
	case int:
		return v != 0
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	}
	return v != nil
}

// templateText is the text of a template: one that comes with the program, or a file.
func templateText(name string) (source string, err error) {
	if text, ok := draft.Source(name); ok {
		return text, nil
	}
	data, err := readCapped(name, draft.MaxSource)
	if errors.Is(err, os.ErrNotExist) && !strings.ContainsAny(name, `./\`) {
		var names []string
		for _, t := range draft.Templates() {
			names = append(names, t.Name)
		}
		return "", usagef("there is no template %q%s: use %s, or name a file", name, didYouMean(name, names, "%q"), strings.Join(names, ", "))
	}
	return string(data), err
}
