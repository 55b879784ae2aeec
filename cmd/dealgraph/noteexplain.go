package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/note"
	"dealgraph/render/table"
	"dealgraph/render/view"
	"dealgraph/render/view/notes"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type noteExplainOptions struct {
	global
	notes  noteFlags
	place  string // FILE:LINE, FILE:LINE:COLUMN or FILE:ID
	top    int
	output outputFlags
}

func newNoteExplain(s streams, runF func(context.Context, *noteExplainOptions) error) *cobra.Command {
	o := &noteExplainOptions{}
	cmd := &cobra.Command{
		Use:   "explain FILE:LINE",
		Short: "Say where the numbers on a line of a note come from: query, value, deals, claims, sources",
		Long: `Say where the numbers on a line of a note come from: the query, what it picks of the
answer, the value in full, how it was worked out, and the deals behind it with the
place in the ledger, the source and what other sources claim. FILE:LINE:COLUMN picks one
of several on a line, FILE:ID takes a place by its id.

Where an answer names the deals of the number, these are told; where it is a sum that
names none, the deals that were counted.`,
		Example: `  dealgraph note explain openai.md:12
  dealgraph note explain openai.md:n3 --format json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("note explain takes one FILE:LINE")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.place = globals(cmd, s), args[0]
			o.notes.settle(cmd)
			if o.top < 0 {
				return usagef("--top must be at least 0")
			}
			return runF(cmd.Context(), o)
		},
	}
	o.notes.bind(cmd)
	cmd.Flags().IntVar(&o.top, "top", 10, "list at most this many deals; 0 is all")
	o.output.bind(cmd, s)
	return cmd
}

// placeName is a file with a line, and perhaps a column. A file may have colons in its name, as on Windows.
var placeName = regexp.MustCompile(`^(.+?):([0-9]+)(?::([0-9]+))?$`)

func runNoteExplain(ctx context.Context, o *noteExplainOptions) error {
	name, pick, err := placeOf(o.place)
	if err != nil {
		return err
	}
	f, err := o.notes.read(name)
	if err == nil {
		err = spareNotes(o.output.path, name)
	}
	if err != nil {
		return err
	}
	n, err := f.scan()
	if err != nil {
		var errs noteErrors
		errs.add(err)
		return errs.all()
	}
	slots, err := pick(n)
	if err != nil {
		return err
	}
	a, err := newNoteLedgers(o.global, o.notes.ledgerNamed).of(f)
	if err != nil {
		return err
	}
	w, err := newScribe(a, f.format)
	if err != nil {
		return err
	}
	w.keep = func(string, []byte) error { return nil }
	story := notes.Story{File: name}
	for _, s := range slots {
		one, err := o.explain(ctx, w, n, s)
		if err != nil {
			return err
		}
		story.Places = append(story.Places, one)
	}
	return o.output.write(o.streams, report{Command: "note-explain", Result: story, Tables: story.Tables(), LedgerHash: a.shared.Hash, Stamp: ledgerStamp(a.shared)})
}

// placeOf takes apart the name of a place: the file, and how to find the slots in it.
func placeOf(place string) (file string, pick func(*note.Note) ([]note.Slot, error), err error) {
	if m := placeName.FindStringSubmatch(place); m != nil {
		line, err1 := strconv.Atoi(m[2])
		column, err2 := 0, error(nil)
		if m[3] != "" {
			column, err2 = strconv.Atoi(m[3])
		}
		if err1 != nil || err2 != nil || line < 1 {
			return "", nil, usagef("%s: that is no line of a file", place)
		}
		return m[1], func(n *note.Note) ([]note.Slot, error) { return slotsAt(n, line, column) }, nil
	}
	i := strings.LastIndexByte(place, ':')
	if i <= 0 || i == len(place)-1 {
		return "", nil, usagef("%s names no line: write FILE:LINE, such as note.md:12", place)
	}
	return place[:i], func(n *note.Note) ([]note.Slot, error) {
		s, ok := n.Slot(place[i+1:])
		if !ok {
			var ids []string
			for _, s := range n.Slots {
				ids = append(ids, s.ID)
			}
			return nil, fmt.Errorf("%s has no place with the id %q%s", n.Name, place[i+1:], didYouMean(place[i+1:], ids, "%q"))
		}
		return []note.Slot{s}, nil
	}, nil
}

// slotsAt are the slots on a line, or the one at a column of it.
func slotsAt(n *note.Note, line, column int) ([]note.Slot, error) {
	on := n.At(line)
	if len(on) == 0 {
		near := []string{}
		for _, s := range n.Slots {
			near = append(near, strconv.Itoa(s.Line))
		}
		slices.SortStableFunc(near, func(a, b string) int { return distance(a, line) - distance(b, line) })
		near = slices.Compact(near)
		if len(near) == 0 {
			return nil, fmt.Errorf("%s has no place for an answer in it", n.Name)
		}
		return nil, fmt.Errorf("there is no number of a query on line %d of %s; the nearest are on %s", line, n.Name, view.ListOf(near[:min(3, len(near))]))
	}
	if column == 0 || len(on) == 1 {
		return on, nil
	}
	at := on[0]
	for _, s := range on {
		if s.Line < line || s.Col <= column {
			at = s
		}
	}
	return []note.Slot{at}, nil
}

func distance(text string, line int) int {
	n, _ := strconv.Atoi(text)
	return max(n-line, line-n)
}

// explain tells the story of one slot.
func (o *noteExplainOptions) explain(ctx context.Context, w *scribe, n *note.Note, s note.Slot) (notes.Place, error) {
	p := notes.Place{ID: s.ID, Line: s.Line, Column: s.Col, Sentence: n.Sentence(s.ID), Says: s.Content, Query: s.Query, Get: s.Get, Format: s.Fmt, Then: s.Ledger, Now: w.ledgerMark().Ledger, Legs: []notes.Leg{}, Facts: []notes.Fact{}, Warnings: []string{}}
	if aboutNote(s.Query) {
		p.Query, p.Verdict = s.Query, "it is about the note: all other answers in it"
		return p, nil
	}
	args, err := queryArgs(s.Query)
	if err != nil {
		return p, placed(n.Name, s, err)
	}
	p.Method = methodOf[args[0]]
	content, err := w.content(ctx, s)
	if ctx.Err() != nil {
		return p, ctx.Err()
	}
	if err != nil {
		p.Verdict, p.Remark = "it cannot be told whether it is true: the query fails", err.Error()
		return p, nil
	}
	p.Is, p.Verdict = content, placeVerdict(n, s, content)
	if drawn(args) {
		if files, err := figureFiles(s); err == nil {
			p.Remark = "dealgraph explain " + files[0].path + " says more of the figure"
		}
		return p, nil
	}
	a, err := w.answer(ctx, s.Query)
	if err != nil {
		return p, err
	}
	p.Stamp = a.Reports[0].Stamp
	for _, r := range a.Reports {
		for _, warning := range r.Warnings {
			p.Warnings = append(p.Warnings, warning.Error())
		}
	}
	if s.Inline {
		p.Full = inFull(a, s.Get)
	}
	o.behind(ctx, w, a, s, args, &p)
	return p, nil
}

// placeVerdict says how what a slot has stands to the answer.
func placeVerdict(n *note.Note, s note.Slot, content string) string {
	switch {
	case n.Holds(s.ID, content):
		return "true"
	case s.Sum == "":
		return "it was never filled: dealgraph note refresh does"
	case s.EditedByHand:
		return "it was edited by hand, and is not the answer"
	}
	return "not true any more: dealgraph note check says why"
}

// inFull is the value that an expression picks, with all its digits.
func inFull(a *queryAnswer, get string) string {
	for _, g := range []string{strings.TrimSuffix(get, ".text"), get} {
		v, err := a.get(g)
		if err != nil {
			continue
		}
		fields, ok := v.(map[string]any)
		if amount, has := fields["amount"].(map[string]any); ok && has {
			fields = amount
		}
		if amount, has := fields["amount"].(string); has {
			currency, _ := fields["currency"].(string)
			return strings.TrimSpace(amount + " " + currency)
		}
		if x, isNumber := v.(float64); isNumber {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	}
	return ""
}

// longer are the flags with which commands name the deals behind their sums.
var longer = map[string]string{"circularity": "--per-deal", "cycles": "--explain", "concentration": "--explain", "shock": "--explain", "burn": "--explain"}

// behind finds the deals and facts behind a slot: those that the part of the answer names which is picked, or the answer, or the
// answer told at greater length; and if there are none, the deals that are counted.
func (o *noteExplainOptions) behind(ctx context.Context, w *scribe, a *queryAnswer, s note.Slot, args []string, p *notes.Place) {
	var found []mention
	if s.Inline {
		found = pickedMentions(a, s.Get)
		p.Which = "what the answer names beside it"
	} else {
		found = a.mentions()
		p.Which = "what the answer names"
	}
	if flag := longer[args[0]]; len(found) == 0 && flag != "" && !slices.Contains(args, flag) && !strings.Contains(s.Get, ".gross") { // all deals count for that
		if more, err := w.ask(ctx, s.Query+" "+flag); err == nil && more.Err == nil {
			found = more.mentions()
			p.Which = "the deals that count, with " + flag
		}
	}
	if len(found) == 0 {
		if list, err := countedDeals(w.asker, args, s.Get); err == nil {
			if all, err := w.ask(ctx, list); err == nil && all.Err == nil {
				found = all.mentions()
				p.Which, p.List = "all deals that are counted: the answer names none", "dealgraph "+list
			}
		}
	}
	if len(found) == 0 {
		found = a.mentions()
		p.Which = "what the answer names"
	}
	legs := w.cites.legs(&queryAnswer{named: found})
	if len(legs) == 0 && len(found) == 0 {
		p.Which = ""
	}
	if o.top > 0 && len(legs) > o.top {
		p.More, legs = len(legs)-o.top, legs[:o.top]
	}
	for _, l := range legs {
		p.Legs = append(p.Legs, w.legStory(l))
	}
	p.Facts = w.factStories(a, found)
}

// lastStep is the end of a path of an expression: .name, ?.name or [index].
var lastStep = regexp.MustCompile(`(?:\??\.[\pL_][\pL\pN_]*|\[[^][]*\])$`)

// pickedMentions are what the part of an answer names which an expression picks, or the nearest part around it that names
// anything.
func pickedMentions(a *queryAnswer, get string) []mention {
	for get != "" {
		v, err := a.get(get)
		if err == nil {
			if data, err := json.Marshal(v); err == nil {
				var found []mention
				walkMentions(json.NewDecoder(bytes.NewReader(data)), "", func(m mention) { found = append(found, m) })
				if len(found) > 0 {
					return found
				}
			}
		}
		cut := lastStep.FindStringIndex(get)
		if cut == nil {
			return nil
		}
		get = get[:cut[0]]
	}
	return nil
}

// countedDeals is the query that lists the deals which a value of another one counts: with its view, of its parties, and on the basis that
// the value is called by, as total.firm is.
func countedDeals(a *asker, args []string, get string) (string, error) {
	root := newRoot(a.quiet(io.Discard, io.Discard))
	cmd, rest, err := root.Find(args)
	if err != nil {
		return "", err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return "", err
	}
	list, _, err := root.Find([]string{"list"})
	if err != nil {
		return "", err
	}
	out := []string{"list"}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if known := list.Flags().Lookup(f.Name); known != nil && known.Value.Type() == f.Value.Type() {
			out = append(out, "--"+f.Name+"="+flagText(f.Value))
		}
	})
	if basis := basisIn(get); basis != "" && !cmd.Flags().Changed("basis") {
		out = append(out, "--basis="+basis)
	}
	var parties []string
	for _, name := range cmd.Flags().Args() {
		if p, err := a.shared.Party(name); err == nil {
			parties = append(parties, string(p.ID))
		}
	}
	if len(parties) > 0 && !cmd.Flags().Changed("party") {
		out = append(out, "--party="+strings.Join(parties, ","))
	}
	if side := cmd.Flags().Lookup("side"); cmd.Name() == "decay" && len(parties) == 1 && !cmd.Flags().Changed("where") { // it counts one side alone
		end := map[string]string{"pays": "payer", "receives": "payee"}[side.Value.String()]
		out = append(out, fmt.Sprintf("--where=%s.id == %q", end, parties[0]))
	}
	return strings.Join(quoteAll(out), " "), nil
}

// basisIn is the basis that a step of an expression is called by, or "".
func basisIn(get string) string {
	for _, step := range strings.FieldsFunc(get, func(r rune) bool { return r == '.' || r == '?' || r == '[' || r == ']' }) {
		if slices.Contains(graph.Bases(), graph.Basis(step)) {
			return step
		}
	}
	return ""
}

// legStory tells a leg with what its sources say.
func (w *scribe) legStory(l *deals.Leg) notes.Leg {
	amount, source := l.Use()
	if source.Zero() && len(l.AllSources()) > 0 {
		source = l.AllSources()[0]
	}
	out := notes.Leg{Leg: l.Ref().String(), Payer: w.partyRef(l.From), Payee: w.partyRef(l.To), Kind: string(l.Kind), Amount: amount.String(), Status: l.History().String(),
		Source: view.SourceOf(source), File: l.At("amount").String(), Others: []notes.Said{}}
	for _, s := range l.Statements() {
		if s.Why == deals.SaysNone {
			continue
		}
		out.Others = append(out.Others, notes.Said{Field: s.Field, Says: s.Text, InUse: s.InUse, Why: string(s.Why), Source: view.SourceOf(s.Source)})
	}
	return out
}

func (w *scribe) partyRef(id deals.PartyID) view.Party {
	if p := w.shared.PartyByID(id); p != nil {
		return view.PartyRef(p)
	}
	return view.Party{ID: string(id), Name: string(id)}
}

// factStories are the facts that an answer tells: it names their source, and their value or metric.
func (w *scribe) factStories(a *queryAnswer, found []mention) []notes.Fact {
	out := []notes.Fact{}
	var data []byte
	for _, r := range a.Reports {
		one, err := json.Marshal(r.Result)
		if err == nil {
			data = append(data, one...)
		}
	}
	tells := func(text string) bool { return text != "" && bytes.Contains(data, []byte(`"`+text+`"`)) }
	for _, f := range w.shared.Facts {
		if f.Source.URL == "" || !slices.ContainsFunc(found, func(m mention) bool { return m.url == f.Source.URL }) {
			continue
		}
		value := f.Value.Text
		told := tells(value)
		if m := f.Value.Money; m != nil {
			told = told || tells(table.Decimal(m.Likely))
		}
		if !told || f.Party != "" && !tells(string(f.Party)) {
			continue
		}
		name := ""
		if f.Party != "" {
			name = w.partyName(f.Party)
		}
		out = append(out, notes.Fact{Party: name, Metric: f.Metric, Period: f.Period.String(), Value: value, Nature: string(f.Nature), Source: view.SourceOf(f.Source)})
	}
	return out
}
