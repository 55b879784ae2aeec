package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/view"
	"dealgraph/render/view/notes"

	"github.com/spf13/cobra"
)

type noteCheckOptions struct {
	global
	notes   noteFlags
	files   []string
	was     string // a ledger
	maxAge  age
	today   string
	strict  bool
	noDiff  bool
	runs    int
	timeout time.Duration
	output  outputFlags
}

func newNoteCheck(s streams, runF func(context.Context, *noteCheckOptions) error) *cobra.Command {
	o := &noteCheckOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE|FOLDER...",
		Short: "Say whether notes are still true: which sentence is not, what it should say, and why",
		Long: `Say whether notes are still true: which sentence is not, what it should say, and, with
--was, which deal of the ledger moved the number, by which claim. A unified diff shows
what dealgraph note refresh would change. Nothing is written. A folder stands for all
notes in it and below that have markers.

--was names the ledger as it was when the notes were true: a path, such as a copy of an
earlier commit (git worktree add ../before REV). Each change between the two is then
made and undone in turn, to see what the number would be without it.

The exit code is 3 when anything is not true, or cannot be told from the note; 1 when a
note or a ledger cannot be read. What was found has a code:
` + kindsTable(),
		Example: `  dealgraph note check notes -l ledger
  dealgraph note check openai.md --was ../before/ledger
  dealgraph note check notes/*.md --max-age 90d
  dealgraph note check . --format sarif -o notes.sarif`,
		Args: someNotes("check"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.notes.settle(cmd)
			var err error
			if o.files, err = o.notes.namedNotes(args, true); err != nil {
				return err
			}
			switch {
			case o.timeout <= 0:
				return usagef("--timeout must be more than 0")
			case o.runs < 2:
				return usagef("--runs must be at least 2")
			case o.today != "" && o.maxAge == 0:
				return usagef("--today is the day from which --max-age counts: add --max-age")
			case o.was == "-" && o.ledger == "-":
				return usagef("only one of the two ledgers can come from standard input")
			}
			if err := spareNotes(o.output.path, o.files...); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.notes.bind(cmd)
	f.StringVar(&o.was, "was", "", "the `LEDGER` as it was: say which changes since then moved a number")
	f.Var(&o.maxAge, "max-age", "the day of an answer is at most so long ago")
	f.Var((*day)(&o.today), "today", "the day from which --max-age counts (default: today, or SOURCE_DATE_EPOCH)")
	f.BoolVar(&o.strict, "strict", false, "exit with 3 on remarks, too")
	f.BoolVar(&o.noDiff, "no-diff", false, "leave out the diff")
	f.IntVar(&o.runs, "runs", 60, "ask a query at most so often to see what moved its answer")
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "stop after this time")
	noFiles(cmd, "max-age")
	noFiles(cmd, "today")
	o.output.bind(cmd, s, append(reportFormats(), format{name: "sarif", meaning: "SARIF 2.1.0, for code hosts and editors", extensions: []string{".sarif"}})...)
	return cmd
}

// kindsTable lists the codes, for help.
func kindsTable() string {
	var b strings.Builder
	for _, k := range noteKinds() {
		fmt.Fprintf(&b, "\n  %-15s %s", k.Code, k.Meaning)
	}
	return b.String()
}

// age is a pflag.Value: a number of days.
type age int

func (a *age) String() string {
	if *a == 0 {
		return ""
	}
	return strconv.Itoa(int(*a)) + "d"
}

func (a *age) Type() string { return "DAYS" }

func (a *age) Set(s string) error {
	text, unit := strings.TrimRight(s, "dw"), 1
	if strings.HasSuffix(s, "w") {
		unit = 7
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 36500 || len(s)-len(text) > 1 {
		return fmt.Errorf("%q is no number of days: write it as 90d, or 12w", s)
	}
	*a = age(n * unit)
	return nil
}

func runNoteCheck(ctx context.Context, o *noteCheckOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	o.ctx = ctx // reading a ledger takes time, too
	c := noteChecking{noteCheckOptions: o, ledgers: newNoteLedgers(o.global, o.notes.ledgerNamed), movers: map[*asker]*mover{}}
	if err := c.limit(); err != nil {
		return err
	}
	if o.was != "" {
		a, err := c.ledgers.at(o.was)
		if err != nil {
			return fmt.Errorf("--was: %w", err)
		}
		c.was = a
	}
	var errs noteErrors
	shown := notes.Check{Files: []notes.File{}}
	for _, name := range o.files {
		f, err := c.check(ctx, name)
		if ctx.Err() != nil {
			errs.add(stopped(cmp.Or(err, ctx.Err())))
			return errs.all()
		}
		if err != nil {
			errs.add(err)
			shown.Unread++
			continue
		}
		shown.Files = append(shown.Files, f)
	}
	shown.Told()
	if err := o.write(shown); err != nil {
		return err
	}
	return errs.or(shown, o.strict)
}

// noteChecking is a check of several notes.
type noteChecking struct {
	*noteCheckOptions
	ledgers *noteLedgers
	was     *asker     // nil: not named
	since   deals.Date // answers of days before it are too old; zero: none is
	movers  map[*asker]*mover
}

// limit works out the day before which an answer is too old.
func (c *noteChecking) limit() error {
	if c.maxAge == 0 {
		return nil
	}
	text := c.today
	if text == "" {
		now := time.Now()
		if epoch := c.env("SOURCE_DATE_EPOCH"); epoch != "" {
			seconds, err := strconv.ParseInt(epoch, 10, 64)
			if err != nil {
				return usagef("SOURCE_DATE_EPOCH is %q, and not a number of seconds", epoch)
			}
			now = time.Unix(seconds, 0)
		}
		text = now.UTC().Format(time.DateOnly)
	}
	today, err := deals.ParseDate(text)
	if err != nil {
		return usagef("--today: %w", err)
	}
	c.since = today.Last().AddDays(-int(c.maxAge))
	return nil
}

// check checks one note.
func (c *noteChecking) check(ctx context.Context, name string) (notes.File, error) {
	shown := notes.File{File: name, Findings: []notes.Finding{}}
	f, err := c.notes.read(name)
	var w *work
	if err == nil {
		w, err = c.ledgers.work(ctx, f)
	}
	if err != nil {
		found, other := findingsOf(name, err)
		shown.Findings = append(shown.Findings, found...)
		return shown, other
	}
	if w == nil {
		return shown, nil
	}
	shown.Ledger, shown.LedgerHash, shown.Places = w.scribe.ledger, w.scribe.shared.Hash, len(w.Slots)
	failed := w.replace(true)
	for _, err := range append(slices.Clone(w.Warnings), failed...) {
		found, _ := findingsOf(name, err)
		for i := range found {
			if slices.Contains(w.Warnings, err) {
				found[i].Severity = notes.Warning
			}
		}
		shown.Findings = append(shown.Findings, found...)
	}
	for i := range w.answers {
		found, err := c.slot(ctx, w, &w.answers[i])
		if err != nil {
			return shown, err
		}
		shown.Findings = append(shown.Findings, found...)
	}
	shown.Findings = append(append(shown.Findings, c.days(w)...), overtaken(ctx, w)...)
	c.sort(f, shown.Findings)
	data, err := w.Bytes()
	if err != nil {
		found, _ := findingsOf(name, err)
		shown.Findings = append(shown.Findings, found...)
		return shown, nil
	}
	shown.Diff = note.Diff(f.data, data, name)
	return shown, nil
}

// sort puts findings in the order of the file, and adds the texts of their lines.
func (c *noteChecking) sort(f *noteFile, list []notes.Finding) {
	slices.SortStableFunc(list, func(a, b notes.Finding) int { return a.Line - b.Line })
	lines := bytes.Split(f.data, []byte("\n"))
	for i, one := range list {
		if one.Line > 0 && one.Line <= len(lines) {
			list[i].Text = strings.TrimSuffix(string(lines[one.Line-1]), "\r")
		}
	}
}

// slot says what is not true of one place.
func (c *noteChecking) slot(ctx context.Context, w *work, a *slotAnswer) (list []notes.Finding, err error) {
	if a.err != nil {
		return nil, nil // told already
	}
	finding := func(code, message string) notes.Finding {
		return notes.Finding{Code: code, Severity: severityOf(code), File: w.name, Line: a.Line, Column: a.Col, ID: a.ID, Query: a.Query, Get: a.Get, Message: message}
	}
	if !w.Holds(a.ID, a.content) {
		one := finding(c.difference(w, a))
		one.Sentence, one.Was, one.Is = w.Sentence(a.ID), a.Content, a.content
		if one.Code == codeDiffers && c.was != nil && !aboutNote(a.Query) {
			if err := c.mover(w.scribe.asker).explain(ctx, w, a, &one); err != nil {
				return nil, err
			}
		}
		list = append(list, one)
	}
	if len(a.files) == 0 {
		return list, nil
	}
	folder, err := openFigures(w.path)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	for _, d := range a.files {
		state, had, err := folder.state(d)
		if err != nil {
			list = append(list, finding(codeFigureEdited, err.Error()))
			continue
		}
		switch state {
		case figureMissing:
			list = append(list, finding(codeFigureMissing, "the figure "+d.path+" is not there"))
		case figureEdited, figureNotOurs:
			at := figureError(w, *a, d, state).(*note.Error)
			list = append(list, finding(codeFigureEdited, at.Msg))
		case figureStale:
			one := finding(codeFigureStale, "the figure "+d.path+" would show something else now")
			one.Remark = figureChanges(d, had)
			if c.was != nil && len(list) == 0 { // else it is told with the words below the figure
				if err := c.mover(w.scribe.asker).explain(ctx, w, a, &one); err != nil {
					return nil, err
				}
			}
			list = append(list, one)
		}
	}
	return list, nil
}

// difference says of a place that has not what it is to have of which kind that is.
func (c *noteChecking) difference(w *work, a *slotAnswer) (code, message string) {
	place := a.ID
	switch {
	case a.Sum == "":
		return codeEmpty, place + " was never filled"
	case a.EditedByHand && a.Inline:
		return codeEdited, fmt.Sprintf("%s was edited by hand: it says %s, and the answer is %s", place, strings.TrimSpace(a.Content), a.content)
	case a.EditedByHand:
		return codeEdited, "the block " + place + " was edited by hand, and is not the answer"
	case a.Query == stampQuery, a.Query == methodsQuery:
		return codeStamp, place + " tells an earlier state of the note"
	}
	message = "the block " + place + " is not true any more"
	switch {
	case a.Query == note.SourcesQuery:
		message = "the sources of the note are others now"
	case a.Inline:
		message = fmt.Sprintf("%s says %s, and the answer is %s", place, strings.TrimSpace(a.Content), a.content)
	}
	if a.Ledger == w.scribe.ledgerMark().Ledger {
		message += "; the ledger is that of the last refresh, so that the query is another, or this version of the program answers otherwise"
	}
	return codeDiffers, message
}

// mostFigureChanges is how many changes of a figure are named.
const mostFigureChanges = 5

// briefly is a text that is not longer than one reads in passing.
func briefly(s string) string {
	const most = 160
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " …"
}

// figureChanges says what a figure would show otherwise.
func figureChanges(d drawing, had []byte) string {
	if !isPicture(d.path) {
		return ""
	}
	var said []string
	list := changes(marksOf(had), marksOf(d.data))
	for _, x := range list[:min(len(list), mostFigureChanges)] {
		switch {
		case x.Before == "":
			said = append(said, x.What+" is new: "+briefly(x.After))
		case x.After == "":
			said = append(said, x.What+" is gone: "+briefly(x.Before))
		default:
			said = append(said, x.What+" was "+briefly(x.Before)+", now "+briefly(x.After))
		}
	}
	if n := len(list) - len(said); n > 0 {
		said = append(said, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(said, "; ")
}

// days finds answers that are of too old a day, and those of a day that the query names while the ledger goes on: one finding for each of
// the two, at the first place.
func (c *noteChecking) days(w *work) (list []notes.Finding) {
	last := w.scribe.shared.LastDate()
	var old, pinned []dayOf
	for i := range w.answers {
		a := &w.answers[i]
		if a.err != nil || aboutNote(a.Query) {
			continue
		}
		at := askedDay(a.Query, last)
		switch {
		case !c.since.IsZero() && at.Before(c.since):
			old = append(old, dayOf{a, at})
		case at.Before(last):
			pinned = append(pinned, dayOf{a, at})
		}
	}
	find := func(code string, days []dayOf, message string) {
		if len(days) > 0 {
			a := days[0].slotAnswer
			list = append(list, notes.Finding{Code: code, Severity: severityOf(code), File: w.name, Line: a.Line, Column: a.Col, ID: a.ID, Query: a.Query,
				Message: fmt.Sprintf(message, days[0].day), Remark: otherDays(days)})
		}
	}
	find(codeOld, old, "the answer is of %s; --max-age wants "+c.since.String()+" or later")
	find(codePinned, pinned, "the query asks for %s; the ledger goes to "+last.String())
	return list
}

// dayOf is the day that an answer is of.
type dayOf struct {
	*slotAnswer
	day deals.Date
}

// otherDays says of how many other places the same is to be said, and of which days these are.
func otherDays(days []dayOf) string {
	if len(days) == 1 {
		return ""
	}
	first, last := days[1].day, days[1].day
	for _, d := range days[2:] {
		if d.day.Before(first) {
			first = d.day
		}
		if last.Before(d.day) {
			last = d.day
		}
	}
	said := "and " + view.Plural(len(days)-1, "other place", "other places") + " of " + first.String()
	if first != last {
		said += " to " + last.String()
	}
	return fmt.Sprintf("%s, the last on line %d", said, days[len(days)-1].Line)
}

// mostOvertaken is how many legs are named of which a later source says otherwise.
const mostOvertaken = 3

// overtaken finds the legs that answers name and of which a later source says otherwise that is as good as the one in use: one finding at
// the first place that names any.
func overtaken(ctx context.Context, w *work) (list []notes.Finding) {
	var names []string
	for i := range w.answers {
		a := &w.answers[i]
		if a.err != nil || aboutNote(a.Query) || len(a.files) > 0 {
			continue
		}
		answer, err := w.scribe.ask(ctx, a.Query)
		if err != nil {
			continue
		}
		for _, leg := range w.scribe.cites.legs(answer) {
			field := laterSaid(leg)
			if name := leg.Ref().String() + " (" + field + ")"; field != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 && len(list) == 0 {
			list = []notes.Finding{{Code: codeClaim, Severity: severityOf(codeClaim), File: w.name, Line: a.Line, Column: a.Col, ID: a.ID, Query: a.Query}}
		}
	}
	if len(list) > 0 {
		n := len(names)
		if n > mostOvertaken {
			names = append(names[:mostOvertaken], strconv.Itoa(n-mostOvertaken)+" more")
		}
		list[0].Message = "a later source says otherwise about " + view.ListOf(names)
		list[0].Hint = "dealgraph claims tells how much is at stake; what is in use is the ledger's to say"
	}
	return list
}

// laterSaid is a field of a leg of which a later source, as good as the one in use, says otherwise; "" if there is none.
func laterSaid(leg *deals.Leg) string {
	all := leg.Statements()
	for _, used := range all {
		for _, other := range all {
			if used.InUse && other.Field == used.Field && other.Why == deals.SameTier && !used.Source.Date.IsZero() && used.Source.Date.Last().Before(other.Source.Date.First()) {
				return used.Field
			}
		}
	}
	return ""
}

// askedDay is the day for which a query asks; the last of the ledger if it names none.
func askedDay(query string, last deals.Date) deals.Date {
	args, err := queryArgs(query)
	if err != nil {
		return last
	}
	for i, arg := range args {
		text, ok := strings.CutPrefix(arg, "--as-of=")
		if arg == "--as-of" && i+1 < len(args) {
			text, ok = args[i+1], true
		}
		if d, err := deals.ParseDate(text); ok && err == nil {
			return d.Last()
		}
	}
	return last
}

// write writes what was found.
func (o *noteCheckOptions) write(c notes.Check) error {
	f, err := o.output.resolve()
	if err != nil {
		return err
	}
	switch f.name {
	case "text":
		return o.output.render(o.streams, func(w io.Writer, _ string) error { return o.writeText(w, c) })
	case "sarif":
		return o.output.render(o.streams, func(w io.Writer, _ string) error {
			return notes.Sarif(c.Findings(), noteKinds(), toolVersion(), c.Words).Write(w)
		})
	}
	hash := ""
	for i, f := range c.Files {
		if i == 0 {
			hash = f.LedgerHash
		}
		if f.LedgerHash != hash {
			hash = ""
		}
		if o.noDiff {
			c.Files[i].Diff = ""
		}
	}
	return o.output.write(o.streams, report{Command: "note-check", Result: c, Tables: c.Tables(), LedgerHash: hash, Stamp: "dealgraph=" + toolVersion()})
}

// writeText writes the findings, each with its place as editors like it, and then the diff.
func (o *noteCheckOptions) writeText(w io.Writer, c notes.Check) error {
	var b strings.Builder
	told := map[string]bool{}
	for _, f := range c.Findings() {
		f.Causes = sourcesOnce(f.Causes, told)
		o.writeFinding(&b, f)
	}
	for _, f := range c.Files {
		if f.Errors() > 0 && !o.noDiff && f.Diff != "" {
			b.WriteString(plain(f.Diff))
		}
	}
	b.WriteString(plain(c.Words) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// sourcesOnce leaves out the source of each record but the first time that it is told.
func sourcesOnce(causes []notes.Cause, told map[string]bool) []notes.Cause {
	causes = slices.Clone(causes)
	for i := range causes {
		key := causes[i].Table + " " + causes[i].Key
		if told[key] {
			causes[i].Source = nil
		}
		told[key] = true
	}
	return causes
}

// writeFinding writes one finding: its place and what it is, and below that whatever helps.
func (o *noteCheckOptions) writeFinding(b *strings.Builder, f notes.Finding) {
	said := f.Message
	if f.Severity != notes.Error {
		said = f.Severity + ": " + said
	}
	fmt.Fprintf(b, "%s [%s]\n", emphasis(plain(f.Place()+": "+said), o.output.toStdout() && o.outColor), f.Code)
	line := func(what, text string) {
		if text != "" {
			b.WriteString("    " + plain(what+text) + "\n")
		}
	}
	line("", f.Hint)
	if f.Sentence != "" {
		line("", "“"+f.Sentence+"”")
	}
	line("moved by ", f.By)
	for _, c := range f.Causes {
		line("because of ", c.String())
	}
	line("and ", f.Rest)
	line("", f.Remark)
	if f.Query != "" && f.Code == codeDiffers {
		line("the query: ", strings.TrimSpace(f.Query+strings.TrimSuffix("   get "+f.Get, "   get ")))
	}
}

// signOf puts a plus before what has no minus.
func signOf(s string) string {
	if strings.HasPrefix(s, "-") {
		return s
	}
	return "+" + s
}
