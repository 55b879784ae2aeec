package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// FlowOptions say what a flow of money shows. The zero value shows both sides of a trace.
type FlowOptions struct {
	Least       float64  // gather branches below this share of the whole; 0: 0.02
	MaxBranches int      // of one side; gather more if there are more ends; 0: 22
	MaxDepth    int      // hands; 0: 4
	OnlyIn      bool     // only whose money it is
	AsOf        string   // the day of the view, for the subtitle
	Scope       string   // what the view leaves out, in sentences for the subtitle
	Notes       []string // the warnings of the view
}

const (
	defaultLeast       = 0.02
	defaultMaxBranches = 22
	defaultMaxDepth    = 4
)

// FlowFigure is a trace as two trees of ribbons: whose money the party has at the left, where it goes at the right.
//
// Money that comes back to the party ends in a branch of its own, however small, also where it does so on a way that is
// gathered or not drawn to its end: all of it that the trace tells is in the figure. Amounts are shared out so that those of a
// branch sum to the branch to the cent, with what rounding leaves going to the largest.
func (t Trace) FlowFigure(title string, o FlowOptions) figure.Flow {
	f := figure.Flow{
		Frame: figure.Frame{ID: "flow", Title: cmp.Or(title, "Whose money reaches "+t.Party.Name+", and where it goes")},
		Party: figure.FlowParty{ID: cmp.Or(t.Party.ID, "party"), Name: t.Party.Name},
	}
	if o.OnlyIn && title == "" {
		f.Title = "Whose money reaches " + t.Party.Name
	}
	whole, known := t.Throughflow.Amount.Minor()
	if known && whole > 0 {
		f.Amount = whole
		f.Party.Detail = t.Throughflow.Amount.Short()
		if t.Throughflow.Unknown > 0 {
			f.Party.Detail += " + ?"
		}
		f.Party.Title = fmt.Sprintf("%s has %s in all", t.Party.Name, t.Throughflow.Amount.Text)
		p := provenance{trace: t, o: o, currency: t.Throughflow.Amount.Currency, whole: whole}
		f.In = p.side(t.Upstream, up, &f)
		if !o.OnlyIn {
			f.Out = p.side(t.Downstream, down, &f)
		}
	}
	f.Terms.In, f.Terms.Out = "Whose money "+t.Party.Name+" has", "Where its money goes"
	f.Terms.Back, f.Terms.Own = "comes back to "+t.Party.Name, "own or unrecorded; kept"
	t.flowWords(&f, o)
	return f
}

// provenance turns the branches of a trace into those of a figure.
type provenance struct {
	trace    Trace
	o        FlowOptions
	currency string
	whole    int64
}

// side is one tree. Branches are gathered more and more until its ends are few enough to read.
func (p *provenance) side(list []Branch, w way, f *figure.Flow) []figure.FlowBranch {
	if len(list) == 0 {
		return nil
	}
	most := cmp.Or(p.o.MaxBranches, defaultMaxBranches)
	least := p.o.Least
	if least == 0 {
		least = defaultLeast
	}
	for ; ; least = least*1.4 + 0.001 {
		out := p.grow(p.trace.Party.ID, list, p.whole, w, least, 1)
		if ends(out) <= most || least > 0.5 {
			if count, worth := gathered(out); count > 0 {
				way := "comes"
				if w == down {
					way = "goes"
				}
				f.Notes = append(f.Notes, fmt.Sprintf("smaller ones, gathered at %s: %s of the money that %s, on ways of less than %s each",
					Plural(count, "place", "places"), table.MoneyShort(worth, p.currency), way, table.Percent(least)))
			}
			return out
		}
	}
}

// ends counts the branches that do not go on.
func ends(list []figure.FlowBranch) (count int) {
	for _, b := range list {
		count += max(1, ends(b.Next))
	}
	return count
}

// gathered counts the gathered branches and what they come to.
func gathered(list []figure.FlowBranch) (count int, worth int64) {
	for _, b := range list {
		if b.End == figure.FlowOthers {
			count, worth = count+1, worth+b.Amount
		}
		c, w := gathered(b.Next)
		count, worth = count+c, worth+w
	}
	return count, worth
}

// grow turns the branches of a party into those of a figure that sum to whole exactly.
func (p *provenance) grow(of string, list []Branch, whole int64, w way, least float64, depth int) []figure.FlowBranch {
	shares := shareOut(list, whole)
	small := make([]bool, len(list))
	few := 0
	for i, b := range list {
		if small[i] = b.Share < least && !p.isBack(b); small[i] {
			few++
		}
	}
	var out []figure.FlowBranch
	var rest, back int64
	var names []string
	for i, b := range list {
		if !small[i] || few == 1 {
			out = append(out, p.followed(of, b, shares[i], w, least, depth)...)
			continue
		}
		in := scaled(p.back(b), b, shares[i])
		rest, back = rest+shares[i]-in, back+in
		names = append(names, clip(b.Party.Name, 32))
	}
	gathered := Plural(few, "smaller one", "smaller ones")
	if back > 0 {
		out = append(out, p.returned(back, "by way of "+gathered))
	}
	slices.SortStableFunc(out, func(a, b figure.FlowBranch) int { return cmp.Compare(b.Amount, a.Amount) })
	if rest > 0 {
		out = append(out, figure.FlowBranch{
			Name: gathered, End: figure.FlowOthers, Amount: rest, Label: p.label(rest), Title: gathered + ", " + p.label(rest) + ": " + strings.Join(names, ", "),
		})
	}
	return out
}

// followed is a branch that is drawn by itself, with its parts. At the deepest it is two if some of it comes back: its way back
// is not drawn to its end.
func (p *provenance) followed(of string, b Branch, amount int64, w way, least float64, depth int) []figure.FlowBranch {
	deepest := depth >= cmp.Or(p.o.MaxDepth, defaultMaxDepth)
	if in := scaled(p.back(b), b, amount); deepest && in > 0 && !p.isBack(b) {
		return []figure.FlowBranch{p.branch(b, amount-in, w), p.returned(in, "by way of "+b.Party.Name)}
	}
	f := p.branch(b, amount, w)
	if f.End == figure.FlowOwn && b.Party.ID == of {
		f.Name = b.What // the party stands beside it
	}
	if f.End == figure.FlowOn && !deepest && len(b.Next) > 0 && amount > 0 {
		f.Next = p.grow(b.Party.ID, b.Next, amount, w, least, depth+1)
		if len(f.Next) == 1 && f.Next[0].End == figure.FlowOthers {
			f.Next = nil // a tail that tells nothing
		}
	}
	return []figure.FlowBranch{f}
}

// shareOut parts whole in proportion to the amounts of branches: rounded, with what is left over or missing at the largest.
func shareOut(list []Branch, whole int64) []int64 {
	sum := 0.0
	for _, b := range list {
		sum += max(b.Share, 0)
	}
	out := make([]int64, len(list))
	left, largest := whole, 0
	for i, b := range list {
		if sum > 0 {
			out[i] = min(int64(float64(float64(whole)*(max(b.Share, 0)/sum))+0.5), left)
		}
		left -= out[i]
		if out[i] > out[largest] {
			largest = i
		}
	}
	if len(out) > 0 {
		out[largest] += left
	}
	return out
}

// isBack reports whether a branch is the party of the trace again.
func (p *provenance) isBack(b Branch) bool {
	return b.What == "again" && b.Party.ID == p.trace.Party.ID
}

// back is the share of the whole that comes back to the party on a branch, itself included.
func (p *provenance) back(b Branch) float64 {
	if p.isBack(b) {
		return b.Share
	}
	sum := 0.0
	for _, next := range b.Next {
		sum += p.back(next)
	}
	return sum
}

// scaled is the part of amount that is to the whole of it as share is to that of b.
func scaled(share float64, b Branch, amount int64) int64 {
	if b.Share <= 0 {
		return 0
	}
	return min(int64(float64(float64(amount)*(share/b.Share))+0.5), amount)
}

// branch is a branch without its parts.
func (p *provenance) branch(b Branch, amount int64, w way) figure.FlowBranch {
	out := figure.FlowBranch{Party: b.Party.ID, Name: b.Party.Name, Amount: amount, Label: p.label(amount)}
	switch {
	case p.isBack(b):
		return p.returned(amount, "")
	case b.What == "again":
		out.End = figure.FlowAgain
	case b.What == "outside":
		out.End = figure.FlowOutside
	case b.What != "":
		out.End = figure.FlowOwn
	}
	arrow := "← "
	if w == down {
		arrow = "→ "
	}
	out.Title = arrow + b.Party.Name
	if b.What != "" {
		out.Title += " (" + b.What + ")"
	}
	out.Title += ", " + out.Label
	return out
}

// returned is a branch that has come round.
func (p *provenance) returned(amount int64, how string) figure.FlowBranch {
	name := "back at " + p.trace.Party.Name
	out := figure.FlowBranch{Party: p.trace.Party.ID, Name: name, End: figure.FlowBack, Amount: amount, Label: p.label(amount), Title: name}
	if how != "" {
		out.Title += " " + how
	}
	out.Title += ", " + out.Label
	return out
}

// label is an amount and its share of the whole.
func (p *provenance) label(amount int64) string {
	return table.MoneyShort(amount, p.currency) + " · " + table.Percent(float64(amount)/float64(p.whole))
}

// flowWords writes subtitle, notes and the text for those who cannot see the figure.
func (t Trace) flowWords(f *figure.Flow, o FlowOptions) {
	f.Subtitle = BasisWords(t.Basis, o.AsOf) + " In proportion: every party is taken to pass on what it gets alike." + o.Scope
	if r := t.RoundTrip; r.Amount != nil {
		f.Notes = append(f.Notes, fmt.Sprintf("comes back to %s, in proportion and counted to the end: %s (%s); at least %s, at most %s of disclosed amounts, whoever spends which dollar, dates aside",
			t.Party.Name, r.Amount.Short(), table.Percent(r.Share), r.AtLeast.Short(), r.AtMost.Short()))
	}
	unknownIn, unknownOut := t.Received.Unknown, t.Paid.Unknown
	if unknownIn+unknownOut > 0 {
		var parts []string
		if unknownIn > 0 {
			parts = append(parts, Plural(unknownIn, "payment", "payments")+" to "+t.Party.Name)
		}
		if unknownOut > 0 {
			parts = append(parts, Plural(unknownOut, "payment", "payments")+" from "+t.Party.Name)
		}
		f.Notes = append(f.Notes, "not disclosed and in no width: "+strings.Join(parts, ", "))
	}
	if t.Closed {
		f.Notes = append(f.Notes, "the party belongs to a circle that nothing enters or leaves: its money has no source")
	}
	f.Notes = append(f.Notes, o.Notes...)
	var b strings.Builder
	fmt.Fprintf(&b, "Flow of money through %s on the %s basis, %s in all.", t.Party.Name, t.Basis, cmp.Or(f.Party.Detail, "of which nothing is disclosed"))
	for _, side := range []struct {
		words string
		list  []figure.FlowBranch
	}{{" Comes from:", f.In}, {" Goes to:", f.Out}} {
		for i, part := range side.list[:min(len(side.list), 5)] {
			if i == 0 {
				b.WriteString(side.words)
			}
			fmt.Fprintf(&b, " %s %s.", part.Name, part.Label)
		}
	}
	f.AltText = b.String()
}
