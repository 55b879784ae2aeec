package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph/change"
	"dealgraph/render/note"
	"dealgraph/render/table"
	"dealgraph/render/view"
	diffview "dealgraph/render/view/changes"
	"dealgraph/render/view/notes"
)

// mover says which changes between two versions of a ledger moved the answers in notes.
type mover struct {
	was, now *asker
	versions *change.Versions
	changes  *change.Changes
	told     diffview.Diff
	asked    map[*deals.Ledger]*asker // of ledgers between the two
	drew     map[drewOf]string
	alone    map[deals.Part]*deals.Ledger // with one change made on the ledger as it was; nil: that is no ledger
	runs     int
}

// mostCauses is how many causes of one move are named.
const mostCauses = 5

// mover returns the one that compares with the ledger of an asker.
func (c *noteChecking) mover(now *asker) *mover {
	m := c.movers[now]
	if m == nil {
		changes := change.Between(change.State{Ledger: c.was.shared}, change.State{Ledger: now.shared})
		m = &mover{was: c.was, now: now, versions: change.NewVersions(c.was.shared, now.shared), changes: changes, runs: c.runs, drew: map[drewOf]string{}, alone: map[deals.Part]*deals.Ledger{},
			asked: map[*deals.Ledger]*asker{c.was.shared: c.was, now.shared: now},
			told:  diffview.Of(changes, func(change.Deal) bool { return true }, func(change.Record) bool { return true })}
		c.movers[now] = m
	}
	return m
}

// on is an asker of a ledger between the two; it keeps what it was asked.
func (m *mover) on(l *deals.Ledger) *asker {
	a := m.asked[l]
	if a == nil {
		a = m.now.on(l)
		if len(m.asked) < change.MostKept {
			m.asked[l] = a
		}
	}
	return a
}

// explain adds to a finding what moved the answer of its slot.
func (m *mover) explain(ctx context.Context, w *work, a *slotAnswer, f *notes.Finding) error {
	if len(m.versions.Parts()) == 0 {
		remark(f, "the ledger that --was names says the same")
		return nil
	}
	r := reading{ctx: ctx, on: m.on, drew: m.drew, mover: m, slot: a.Slot}
	is, err := r.text(m.now.shared)
	if err != nil {
		return ctx.Err() // the answer that was just given cannot be had again
	}
	was, err := r.text(m.was.shared)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		remark(f, "with the ledger that --was names the query has no answer: "+err.Error())
	case was == is:
		remark(f, "with the ledger that --was names the answer is the same as now")
		return nil
	case a.Inline && w.format.Escape(was) != a.Content:
		remark(f, "with the ledger that --was names the answer is "+was+", which is not what the note has either")
	case !a.Inline && !r.drawn() && !m.had(ctx, w, a):
		remark(f, "with the ledger that --was names the block is not what the note has either")
	}
	number := r.number
	if _, ok := r.value(m.now.shared); !ok || !a.Inline {
		number = r.version(was, is)
	}
	runs := m.runs
	if r.drawn() {
		runs = min(runs, mostDrawn)
	}
	told, err := m.versions.Attribute(ctx, number, runs)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		remark(f, "what moved it cannot be told: "+err.Error())
		return nil
	}
	if !slices.ContainsFunc(told.Causes, movesAlone) {
		if r.enough, err = m.enough(ctx, number, told.Old, runs); err != nil {
			return err
		}
	}
	r.tell(told, f)
	return nil
}

// enough are the changes of which each alone, made on the ledger as it was, moves a number. They are looked for where no change moves it
// if it alone is undone, since several do what each of them would do.
func (m *mover) enough(ctx context.Context, number change.Number, was float64, runs int) (list []change.Cause, _ error) {
	parts := m.versions.Parts()
	for _, part := range parts[:min(len(parts), runs)] {
		l, known := m.alone[part]
		if !known {
			if merged, err := deals.Merge(m.was.shared, m.now.shared, func(p deals.Part) bool { return p == part }); err == nil {
				l = merged
			}
			m.alone[part] = l
		}
		if l == nil {
			continue // with that change alone it is no ledger
		}
		x, err := number(l)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && x != was && !math.IsNaN(x) {
			list = append(list, change.Cause{Part: part, Step: x - was})
		}
	}
	return list, nil
}

// had reports whether the older ledger gives a block what the note has.
func (m *mover) had(ctx context.Context, w *work, a *slotAnswer) bool {
	s, err := newScribe(m.was, w.format)
	if err != nil {
		return false
	}
	content, err := s.content(ctx, a.Slot)
	return err == nil && note.Sum(content) == note.Sum(a.Content)
}

// remark adds a remark to a finding.
func remark(f *notes.Finding, text string) { f.Remark = strings.TrimPrefix(f.Remark+"; "+text, "; ") }

// reading reads the answer of a slot from one ledger after the other.
type reading struct {
	ctx   context.Context
	on    func(*deals.Ledger) *asker
	drew  map[drewOf]string
	mover *mover // nil where only one ledger is read
	slot  note.Slot
	unit  string // of numbers: a currency, %, or nothing

	enough []change.Cause // see [mover.enough]
}

// answer asks the query of a ledger.
func (r *reading) answer(l *deals.Ledger) (*queryAnswer, error) {
	a, err := r.on(l).ask(r.ctx, r.slot.Query)
	if err != nil {
		return nil, err
	}
	if a.Err != nil && !errors.Is(a.Err, errFindings) {
		return nil, a.Err
	}
	return a, nil
}

// mostDrawn is how often a figure is drawn to see what moved it.
const mostDrawn = 16

// drawn reports whether the answer is a figure.
func (r *reading) drawn() bool {
	args, err := queryArgs(r.slot.Query)
	return err == nil && drawn(args)
}

// drawing is what a figure of a ledger says, as a hash.
func (r *reading) drawing(l *deals.Ledger) (string, error) {
	if said, ok := r.drew[drewOf{l, r.slot.Query}]; ok {
		return said, nil
	}
	svg, err := r.on(l).picture(r.ctx, r.slot.Query, "svg")
	if err != nil {
		return "", err
	}
	record, err := recordOf("x.svg", svg)
	if err != nil {
		return "", err
	}
	r.drew[drewOf{l, r.slot.Query}] = record.Figure
	return record.Figure, nil
}

// drewOf names a figure of a ledger.
type drewOf struct {
	ledger *deals.Ledger
	query  string
}

// text is the answer as text: of a number what stands in the sentence, of a block what its tables say.
func (r *reading) text(l *deals.Ledger) (string, error) {
	if r.drawn() {
		return r.drawing(l)
	}
	a, err := r.answer(l)
	if err != nil {
		return "", err
	}
	if r.slot.Inline {
		v, err := a.get(r.slot.Get)
		if err != nil {
			return "", err
		}
		return written(v, r.slot.Fmt)
	}
	var b strings.Builder
	for _, one := range a.Reports {
		b.WriteString(one.Lead + "\n")
		for _, t := range one.Tables {
			b.WriteString(t.Title + "\n")
			for _, row := range t.Rows {
				for _, c := range row {
					b.WriteString(c.Text + "\t")
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String(), nil
}

// value is the answer as a number, in full rather than as it is written, and whether it is one.
func (r *reading) value(l *deals.Ledger) (float64, bool) {
	a, err := r.answer(l)
	if err != nil {
		return 0, false
	}
	get := r.slot.Get
	if whole, ok := strings.CutSuffix(get, ".text"); ok { // what is rounded to be read stands beside the amount in full
		if v, err := a.get(whole); err == nil {
			if x, unit, ok := numberOf(v); ok {
				r.unit = unit
				return x, true
			}
		}
	}
	v, err := a.get(get)
	if err != nil {
		return 0, false
	}
	x, unit, ok := numberOf(v)
	if strings.HasSuffix(r.slot.Fmt, "%") && unit == "" {
		x, unit = 100*x, "%"
	}
	r.unit = unit
	return x, ok
}

// number is the answer for [change.Attribute].
func (r *reading) number(l *deals.Ledger) (float64, error) {
	x, ok := r.value(l)
	switch {
	case r.ctx.Err() != nil:
		return 0, r.ctx.Err()
	case !ok:
		return math.NaN(), nil
	}
	return x, nil
}

// version stands for an answer that is no number: 0 for what it was, 1 for what it is, and another number for each other text.
func (r *reading) version(was, is string) change.Number {
	r.unit = ""
	seen := map[string]float64{was: 0, is: 1}
	return func(l *deals.Ledger) (float64, error) {
		text, err := r.text(l)
		if r.ctx.Err() != nil {
			return 0, r.ctx.Err()
		}
		if err != nil {
			return math.NaN(), nil
		}
		x, ok := seen[text]
		if !ok {
			x = float64(len(seen))
			seen[text] = x
		}
		r.unit = notNumber
		return x, nil
	}
}

// notNumber is the unit of what is told apart and not measured.
const notNumber = "text"

// numberOf is a value of an answer as a number: a number, an amount of money, or a text that is one of these.
func numberOf(v any) (x float64, unit string, ok bool) {
	switch v := v.(type) {
	case float64:
		return v, "", true
	case int:
		return float64(v), "", true
	case map[string]any:
		switch amount := v["amount"].(type) {
		case nil:
			_, there := v["amount"]
			return math.NaN(), "", there
		case string:
			x, err := strconv.ParseFloat(amount, 64)
			currency, _ := v["currency"].(string)
			return x, currency, err == nil
		default:
			return numberOf(amount)
		}
	case string:
		if share, found := strings.CutSuffix(v, "%"); found {
			x, err := strconv.ParseFloat(share, 64)
			return x, "%", err == nil
		}
		if a, err := deals.ParseAmount(v); err == nil {
			if !a.Disclosed() {
				return math.NaN(), string(a.Currency), true
			}
			return float64(a.Likely) / 100, string(a.Currency), true
		}
		x, err := strconv.ParseFloat(strings.ReplaceAll(v, ",", ""), 64)
		return x, "", err == nil
	}
	return 0, "", false
}

// moved writes by how much a number moved.
func (r *reading) moved(x float64) string {
	switch {
	case r.unit == notNumber || math.IsNaN(x):
		return ""
	case r.unit == "%":
		return fmt.Sprintf("%+.1f points", x)
	case r.unit == "":
		return fmt.Sprintf("%+.4g", x)
	}
	return signOf(table.Money(int64(math.Round(100*x)), r.unit))
}

// tell adds what was found to a finding: first what moves the answer alone.
func (r *reading) tell(told change.Attribution, f *notes.Finding) {
	f.By = r.moved(told.New - told.Old)
	causes := slices.Clone(told.Causes)
	if len(r.enough) > 0 {
		causes = r.enough
	}
	if whole, ok := withoutDay(told, causes); ok {
		causes, told.Rest = whole, 0
	}
	causes = slices.DeleteFunc(causes, r.tooSmall)
	slices.SortStableFunc(causes, func(a, b change.Cause) int { return cmp.Compare(rank(a), rank(b)) })
	var rest []string
	if n := len(causes) - mostCauses; n > 0 {
		rest = append(rest, view.Plural(n, "more change that moves it", "more changes that move it"))
		causes = causes[:mostCauses]
	}
	for _, c := range causes {
		f.Causes = append(f.Causes, r.cause(c))
	}
	rest = append(rest, r.together(told, len(causes))...)
	if told.Stopped {
		rest = append(rest, "not all changes were looked at (--runs allows more)")
	}
	f.Rest = strings.Join(rest, "; ")
}

// together says how so many causes work together.
func (r *reading) together(told change.Attribution, causes int) []string {
	moved := r.moved(told.Rest)
	switch {
	case causes == 0:
		return []string{"no change of one record moves it alone"}
	case len(r.enough) > 0:
		return []string{"each of these would be enough: to undo one alone changes nothing"}
	case moved == "" || told.Rest == 0:
		return nil
	}
	return []string{moved + " since these changes overlap: each is told as if it alone were undone"}
}

// withoutDay are the causes but for the last day of the ledger, if the others make up the whole move: then the day is a later one because of
// them, and tells their effect once more.
func withoutDay(told change.Attribution, causes []change.Cause) ([]change.Cause, bool) {
	rest := slices.DeleteFunc(slices.Clone(causes), func(c change.Cause) bool { return c.Part.Table == deals.DayTable })
	if len(rest) == len(causes) || len(rest) == 0 {
		return nil, false
	}
	sum := 0.0
	for _, c := range rest {
		sum += c.By()
	}
	move := told.New - told.Old
	return rest, math.Abs(sum-move) <= 1e-9*math.Abs(move) // false for what is not known
}

// tooSmall reports whether an effect is nothing as it is written.
func (r *reading) tooSmall(c change.Cause) bool {
	said := r.moved(c.By())
	return said != "" && movesAlone(c) && !strings.ContainsAny(said, "123456789")
}

// movesAlone reports whether the answer would be another if a change alone were undone. The others moved it only when it was made, before others.
func movesAlone(c change.Cause) bool { return !c.Told || c.Effect != 0 }

// rank orders causes: first what moves the answer alone.
func rank(c change.Cause) int {
	if movesAlone(c) {
		return 0
	}
	return 1
}

// cause says what a change of a record is, and what it does.
func (r *reading) cause(c change.Cause) notes.Cause {
	out := notes.Cause{Table: c.Part.Table, Key: c.Part.Key, By: r.moved(c.By())}
	if !movesAlone(c) {
		out.By = "only together with other changes"
	}
	m := r.mover
	switch c.Part.Table {
	case deals.DayTable:
		out.What = m.was.shared.LastDate().String() + " → " + m.now.shared.LastDate().String()
	case "deals":
		m.deal(&out)
	default:
		m.record(&out)
	}
	return out
}

// deal says what became of a deal.
func (m *mover) deal(out *notes.Cause) {
	d := m.changes.Deal(deals.DealID(out.Key))
	if d == nil {
		out.What = "changed"
		return
	}
	out.What = diffview.Words(*d) + inPlaceOf(d)
	for _, one := range m.told.Deals {
		if one.Deal != out.Key {
			continue
		}
		var legs []string
		for _, leg := range one.Legs {
			legs = append(legs, leg.Payer.Name+" → "+leg.Payee.Name+", "+leg.Kind)
		}
		if len(legs) > 2 {
			legs = append(legs[:2], "…")
		}
		out.About = strings.Join(legs, "; ")
		if len(one.Legs) > 0 && one.Legs[0].Source != (view.Source{}) {
			out.Source = &one.Legs[0].Source
		}
		for _, f := range one.Fields {
			if f.IsSource != nil && (f.Field == "status" || f.Field == "amount" || f.Claim) {
				out.Source, out.Claim = f.IsSource, f.Claim
				break
			}
		}
	}
}

// inPlaceOf says of a new deal which ones end because of it.
func inPlaceOf(d *change.Deal) string {
	if d.Kind != change.New || d.New == nil {
		return ""
	}
	var ended []string
	for _, leg := range d.New.Legs {
		for _, ref := range leg.Ends() {
			if !slices.Contains(ended, ref.String()) {
				ended = append(ended, ref.String())
			}
		}
	}
	if len(ended) == 0 {
		return ""
	}
	return " in place of " + view.ListOf(ended)
}

// record says what became of a party, fact, control or rate.
func (m *mover) record(out *notes.Cause) {
	out.What = "changed"
	for _, one := range m.told.Records {
		if one.Table != out.Table || one.Key != out.Key {
			continue
		}
		out.What = one.Change
		if one.Party != nil {
			out.About = one.Party.Name
		}
		if one.About != "" {
			out.About = strings.TrimPrefix(out.About+", ", ", ") + one.About
		}
		var said []string
		for _, f := range one.Fields {
			if f.Field != "note" && f.Field != "source" && one.Change == "changed" {
				said = append(said, f.Field+" "+f.Was+" → "+f.Is)
			}
			if f.IsSource != nil {
				out.Source = f.IsSource
			}
		}
		if len(said) > 0 {
			out.What = strings.Join(said[:min(len(said), 3)], ", ")
		}
	}
}
