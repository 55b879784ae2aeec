package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/note"
	"dealgraph/render/note/lint"
	"dealgraph/render/view"
	"dealgraph/render/view/notes"

	"github.com/spf13/cobra"
)

type noteLintOptions struct {
	global
	notes   noteFlags
	files   []string
	strict  bool
	only    []string
	skip    []string
	timeout time.Duration
	output  outputFlags
}

// lintKinds are the kinds of what note lint finds.
func lintKinds() []notes.Kind {
	return []notes.Kind{
		{Code: string(lint.NotSigned), Severity: notes.Error, Meaning: "a deal is called signed, or a contract, that the ledger has as a letter of intent or less"},
		{Code: string(lint.Contradicted), Severity: notes.Error, Meaning: "a number of which the ledger has another"},
		{Code: string(lint.Ended), Severity: notes.Warning, Meaning: "a number that only a deal has which has ended, in a sentence that does not say so"},
		{Code: string(lint.Unbound), Severity: notes.Warning, Meaning: "a number that the ledger has, which nothing keeps true"},
	}
}

func newNoteLint(s streams, runF func(context.Context, *noteLintOptions) error) *cobra.Command {
	o := &noteLintOptions{}
	var codes strings.Builder
	var choices []choice
	for _, k := range lintKinds() {
		fmt.Fprintf(&codes, "\n  %-15s %s", k.Code, k.Meaning)
		choices = append(choices, choice{k.Code, ""})
	}
	cmd := &cobra.Command{
		Use:   "lint FILE|FOLDER...",
		Short: "Find numbers in the prose of notes that the ledger has or contradicts, and letters of intent called contracts",
		Long: `Find in the prose of notes what no query keeps true. It reads sentences outside blocks,
code, links and footnotes, and looks up the parties that each names:
` + codes.String() + `

A number is taken for that of the ledger only where the sentence names both parties of
a deal, or a party and what is measured, and the two agree to the digits that are
written; the marker that would bind it, and write just that number, is written out. A
number is contradicted only where it stands alone in a sentence about one pair of
parties, or about one fact of a year, and nothing that is known of them comes near. Where
a deal of the pair is undisclosed or in another currency, or the pair has several deals
that come to half the number or more, it may be right all the same: such numbers are not
judged, and the last line counts them. What is right all the same is passed over where a
comment on its line says dealgraph-lint ok.

The exit code is 3 when anything is wrong, and with --strict also for warnings: numbers
that are not bound, and deals that have ended.`,
		Example: `  dealgraph note lint openai.md -l ledger
  dealgraph note lint notes --only not-signed
  dealgraph note lint notes --strict --format sarif -o lint.sarif`,
		Args: someNotes("lint"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.notes.settle(cmd)
			var err error
			if o.files, err = o.notes.namedNotes(args, false); err != nil {
				return err
			}
			if err := spareNotes(o.output.path, o.files...); err != nil {
				return err
			}
			if o.timeout <= 0 {
				return usagef("--timeout must be more than 0")
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.notes.bind(cmd)
	f.BoolVar(&o.strict, "strict", false, "exit with 3 on anything")
	addEnums(cmd, f, &o.only, "only", "look for these alone", choices)
	addEnums(cmd, f, &o.skip, "skip", "look for all but these", choices)
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "stop after this time")
	o.output.bind(cmd, s, append(reportFormats(), format{name: "sarif", meaning: "SARIF 2.1.0, for code hosts and editors", extensions: []string{".sarif"}})...)
	return cmd
}

func (o *noteLintOptions) wants(code string) bool {
	return (len(o.only) == 0 || slices.Contains(o.only, code)) && !slices.Contains(o.skip, code)
}

func runNoteLint(ctx context.Context, o *noteLintOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	o.ctx = ctx // reading a ledger takes time, too
	ledgers := newNoteLedgers(o.global, o.notes.ledgerNamed)
	indexes := map[*asker]*noteLinter{}
	var errs noteErrors
	shown := notes.Check{Files: []notes.File{}}
	unjudged := 0
	for _, name := range o.files {
		f, err := o.notes.read(name)
		var a *asker
		if err == nil {
			a, err = ledgers.of(f)
		}
		if err != nil {
			errs.add(err)
			continue
		}
		if indexes[a] == nil {
			indexes[a] = &noteLinter{asker: a, index: lint.New(a.shared), asked: map[deals.PartyID]bool{}}
		}
		one, open, err := indexes[a].lint(ctx, f, o.wants)
		unjudged += open
		if ctx.Err() != nil {
			return stopped(ctx.Err())
		}
		errs.add(err)
		shown.Files = append(shown.Files, one)
	}
	shown.Words = lintWords(&shown, unjudged)
	if err := o.write(shown); err != nil {
		return err
	}
	return errs.or(shown, o.strict)
}

// lintWords counts what was found and what could not be judged, and says so.
func lintWords(c *notes.Check, unjudged int) string {
	c.Told()
	count := map[string]int{}
	for _, f := range c.Findings() {
		count[f.Code]++
	}
	var said []string
	for _, k := range lintKinds() {
		if n := count[k.Code]; n > 0 {
			said = append(said, fmt.Sprintf("%d %s", n, k.Code))
		}
	}
	what := fmt.Sprintf("%d notes", len(c.Files))
	if len(c.Files) == 1 {
		what = "1 note"
	}
	what += ": " + cmp.Or(strings.Join(said, ", "), "nothing found")
	if unjudged > 0 {
		what += fmt.Sprintf("; %s about known pairs of parties could not be judged (see dealgraph note lint --help)", view.Plural(unjudged, "number", "numbers"))
	}
	return what
}

// noteLinter looks for what a ledger knows of sentences.
type noteLinter struct {
	*asker
	index *lint.Index
	asked map[deals.PartyID]bool // whose totals are in the index
	whole bool                   // those of the ledger are
}

// lintOK is what a comment says on the line of something that is right all the same.
var lintOK = []byte("dealgraph-lint ok")

// lint looks at one note. Unjudged counts the numbers that may be wrong, of which the ledger does not know enough.
func (l *noteLinter) lint(ctx context.Context, f *noteFile, wants func(string) bool) (out notes.File, unjudged int, err error) {
	out = notes.File{File: f.name, Ledger: l.ledger, LedgerHash: l.shared.Hash, Findings: []notes.Finding{}}
	lines := linesOf(f.data)
	passed := map[int]bool{} // lines on which what is found is right all the same
	for i, line := range lines {
		passed[i+1] = bytes.Contains(line, lintOK)
	}
	for _, s := range note.Sentences(f.data, f.format) {
		if ctx.Err() != nil {
			return out, unjudged, ctx.Err()
		}
		if len(s.Numbers) > 0 {
			l.totals(ctx, s.Text)
		}
		last := s.Line + len(linesOf(f.data[s.Start:s.End])) - 1
		all, open := l.index.Check(s)
		if open > 0 && wants(string(lint.Contradicted)) && !passed[s.Line] && !passed[last] {
			unjudged += open
		}
		for _, found := range all {
			if wants(string(found.Code)) && !passed[found.Line] && !passed[last] {
				out.Findings = append(out.Findings, l.finding(ctx, f, found, lines[found.Line-1]))
			}
		}
	}
	return out, unjudged, nil
}

// linesOf are the lines of a note, which end as package note has it: with LF, CR LF, or CR.
func linesOf(data []byte) [][]byte {
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	return bytes.Split(data, []byte("\n"))
}

// mostShown is how long a line can be that is shown with what was found in it.
const mostShown = 1000

// finding is what was found on a line, with the marker that would bind it.
func (l *noteLinter) finding(ctx context.Context, f *noteFile, found lint.Finding, line []byte) notes.Finding {
	if len(line) > mostShown {
		line = nil
	}
	out := notes.Finding{Code: string(found.Code), Severity: notes.Error, File: f.name, Line: found.Line, Column: found.Col, Message: found.Message, Sentence: found.Sentence, Was: found.Text, Text: string(line)}
	if found.Code == lint.Unbound || found.Doubtful {
		out.Severity = notes.Warning
	}
	k, writes := l.binding(ctx, found)
	out.Query, out.Get = k.Query, k.Get
	out.Hint = bindHint(f, found, k, writes)
	var others []string
	for _, other := range found.Known[1:min(len(found.Known), 4)] {
		others = append(others, other.What)
	}
	if len(others) > 0 {
		out.Remark = "also: " + strings.Join(others, "; ")
	}
	return out
}

// bindHint is the marker that would bind what was found, or says that none writes what the note has.
func bindHint(f *noteFile, found lint.Finding, k lint.Known, writes bool) string {
	if k.Query == "" {
		return ""
	}
	if !writes {
		return fmt.Sprintf("no value of %q writes just %s: choose one with --format json, or mark the line dealgraph-lint ok", k.Query, found.Text)
	}
	attributes := []note.Attribute{{Name: "id", Value: "NAME"}, {Name: "q", Value: k.Query}, {Name: "get", Value: k.Get}}
	if k.Fmt != "" {
		attributes = append(attributes, note.Attribute{Name: "fmt", Value: k.Fmt})
	}
	begin, end, err := f.format.Inline(attributes...)
	if err != nil {
		return ""
	}
	is := found.Text
	if found.Code != lint.Unbound {
		is = "…"
	}
	return "bind it: " + strings.ReplaceAll(begin+is+end, "\n", "⏎")
}

// binding is the value that writes the number of a finding, as it is written if there is one such, or else to the digits that are
// written. It reports false if no value does. What is found without such a number is bound to what the ledger has.
func (l *noteLinter) binding(ctx context.Context, found lint.Finding) (lint.Known, bool) {
	k := found.Known[0]
	switch found.Code {
	case lint.NotSigned:
		return k, true
	case lint.Ended: // what is to be told of it is that
		k.Get, k.Fmt = strings.Replace(k.Get, ".amount", ".state", 1), ""
		k.Get = strings.Replace(k.Get, ".quantity", ".state", 1)
		return k, true
	}
	if k.Query == "" {
		return k, true
	}
	a, err := l.ask(ctx, k.Query)
	if err != nil {
		return k, false
	}
	best, how := 0, k
	for _, one := range waysToAsk(k, found.Text) {
		value, err := a.getIn(ctx, one.Get)
		if err != nil || value == nil {
			continue
		}
		text, err := written(value, one.Fmt)
		if err != nil {
			continue
		}
		if alike := likeness(found, text); alike > best {
			best, how = alike, one
		}
	}
	return how, best > 0 || found.Code == lint.Contradicted
}

// likeness is how well a text can stand for the number of a finding: 3 if it is the same, 2 if in another spelling of the unit, 1 if it
// is the same number to the digits that are written, and 0 if it is another. Of what is contradicted any number will do that is
// nothing else.
func likeness(found lint.Finding, text string) int {
	if found.Code == lint.Contradicted {
		if _, plain := onlyNumber(text); plain {
			return 1
		}
		return 0
	}
	switch {
	case text == found.Text:
		return 3
	case spelled(text) == spelled(found.Text):
		return 2
	case sameNumber(found.Text, text):
		return 1
	}
	return 0
}

// waysToAsk are the ways to ask for the number of something known, the plainest first.
func waysToAsk(k lint.Known, text string) []lint.Known {
	gets := []string{k.Get}
	head, isLeg := strings.CutSuffix(k.Get, ".amount")
	head, _, _ = strings.Cut(head, ".on_basis[")
	if isLeg && k.Leg != nil {
		for i := range graph.Bases() {
			gets = append(gets, fmt.Sprintf("%s.on_basis[%d].amount", head, i))
		}
		for _, before := range []string{"up to ", "at least ", "~"} { // one that has ended counts on no basis
			gets = append(gets, fmt.Sprintf("replace(%s.amount, %q, \"\")", head, before))
		}
	}
	if k.Fact != nil {
		gets = append(gets, fmt.Sprintf("split(%s, \"/\")[0]", k.Get), fmt.Sprintf("trimPrefix(%s, \"~\")", k.Get))
	}
	ways := []string{k.Fmt}
	if k.Kind == note.Money {
		ways = append(ways, "bn", digitsOf(text))
	}
	var out []lint.Known
	for _, get := range gets {
		for _, way := range slices.Compact(ways) {
			k.Get, k.Fmt = strings.ReplaceAll(get, `"`, "'"), way
			out = append(out, k)
		}
	}
	return out
}

var (
	digitsUnit = regexp.MustCompile(`\d(?:\.(\d{1,4}))?[ -]?(?i:(trillion|trn|tn|T)|(billion|bn|B)|(million|mn|mln|m))\b`)
	longUnits  = strings.NewReplacer(" trillion", "tn", " billion", "bn", " million", "m", "T", "tn", "B", "bn", "M", "m")
)

// digitsOf is the way to write an amount with the unit and as many decimals as a text has.
func digitsOf(text string) string {
	m := digitsUnit.FindStringSubmatch(text)
	if m == nil {
		return "0bn"
	}
	unit := "bn"
	if m[2] != "" {
		unit = "tn"
	} else if m[4] != "" {
		unit = "m"
	}
	if m[1] == "" {
		return "0" + unit
	}
	return "0." + strings.Repeat("0", len(m[1])) + unit
}

// spelled is a number as newspapers spell it.
func spelled(s string) string { return longUnits.Replace(s) }

// onlyNumber reads a text that is one number, and reports whether it is one and nothing else: not about that or up to it.
func onlyNumber(text string) (note.Number, bool) {
	for _, s := range note.Sentences([]byte(text), note.Markdown) {
		if len(s.Numbers) == 1 && s.Numbers[0].Text == text {
			return s.Numbers[0], true
		}
	}
	return note.Number{}, false
}

// sameNumber reports whether a text is a number, and the same as another to the digits of that.
func sameNumber(stated, text string) bool {
	a, ok := onlyNumber(stated)
	b, both := onlyNumber(text)
	return ok && both && a.Kind == b.Kind && a.Amount.Currency == b.Amount.Currency && a.Amount.Form == b.Amount.Form && lint.SameDigits(a, b)
}

var (
	roundWords  = regexp.MustCompile(`(?i)\b(?:circular\w*|go(?:es)? round|circulat\w+|in circles|loops?|round[- ]trips?|round[- ]tripping)\b`)
	allWords    = regexp.MustCompile(`(?i)\b(?:in all|altogether|all (?:the )?(?:money|commitments|promises)|total(?:s|ling)?|all deals|sum|add up|combined)\b`)
	promiseWord = regexp.MustCompile(`(?i)\b(?:promis\w+|commit\w*|committed|pledg\w+|owes?|obligations?|has to pay|due|total(?:s|ling)?|in all|altogether)\b`)
	stakeWords  = regexp.MustCompile(`(?i)\b(?:at stake|depends? on|count(?:s|ing)? on|exposed|exposures?|exposed to|rel(?:y|ies) on)\b`)
)

// totals adds to the index what is computed of the parties that a sentence names, and of the whole ledger, if it is about that.
// What cannot be computed is not looked for.
func (l *noteLinter) totals(ctx context.Context, sentence string) {
	if !l.whole && (roundWords.MatchString(sentence) || allWords.MatchString(sentence)) {
		l.whole = true
		for _, basis := range []string{"headline", "signed", "firm"} {
			q := "circularity --basis " + basis
			l.computed(ctx, q, "bases[0].circulated", roundWords, nil, "what can go round, "+basis+" basis")
			l.computed(ctx, q, "bases[0].gross", allWords, nil, "all deals, "+basis+" basis")
		}
	}
	if !promiseWord.MatchString(sentence) && !stakeWords.MatchString(sentence) {
		return
	}
	for _, id := range l.index.Named(sentence) {
		if l.asked[id] || ctx.Err() != nil {
			continue
		}
		l.asked[id] = true
		name := quoteAll([]string{string(id)})[0]
		for _, rung := range []string{"announced", "headline", "signed", "firm"} {
			l.computed(ctx, "decay "+name, "total."+rung, promiseWord, []deals.PartyID{id}, "what "+l.index.Name(id)+" is to pay, "+rung)
		}
		for _, basis := range []string{"headline", "signed"} {
			l.computed(ctx, "exposure "+name+" --basis "+basis, "at_stake_with_it.total", stakeWords, []deals.PartyID{id}, "what others have at stake with "+l.index.Name(id)+", "+basis+" basis")
		}
	}
}

// computed adds the answer to a query.
func (l *noteLinter) computed(ctx context.Context, query, get string, words *regexp.Regexp, parties []deals.PartyID, what string) {
	r := reading{ctx: ctx, on: func(*deals.Ledger) *asker { return l.asker }, slot: note.Slot{Inline: true, Query: query, Get: get}}
	x, ok := r.value(l.shared)
	if !ok || x == 0 || !deals.Currency(r.unit).Known() {
		return
	}
	text, err := r.text(l.shared)
	if err != nil {
		return
	}
	l.index.Add(lint.Known{Parties: parties, Words: words, Kind: note.Money, Unit: deals.Currency(r.unit), Low: x, High: x, What: what + ": " + text, Query: query, Get: get, Fmt: "bn"})
}

// write writes what was found.
func (o *noteLintOptions) write(c notes.Check) error {
	f, err := o.output.resolve()
	if err != nil {
		return err
	}
	switch f.name {
	case "text":
		return o.output.render(o.streams, func(w io.Writer, _ string) error {
			check := &noteCheckOptions{global: o.global, output: o.output, noDiff: true}
			return check.writeText(w, c)
		})
	case "sarif":
		return o.output.render(o.streams, func(w io.Writer, _ string) error {
			return notes.Sarif(c.Findings(), lintKinds(), toolVersion(), c.Words).Write(w)
		})
	}
	hash := ""
	if len(c.Files) > 0 {
		hash = c.Files[0].LedgerHash
	}
	if slices.ContainsFunc(c.Files, func(f notes.File) bool { return f.LedgerHash != hash }) {
		hash = ""
	}
	return o.output.write(o.streams, report{Command: "note-lint", Result: c, Tables: c.Tables(), LedgerHash: hash, Stamp: "dealgraph=" + toolVersion()})
}
