package view_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/throughflow"
	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

// walk calls f for every branch of a figure.
func walk(list []figure.FlowBranch, f func(figure.FlowBranch)) {
	for _, b := range list {
		f(b)
		walk(b.Next, f)
	}
}

// comesBack is the share of the whole that a trace says comes back to its party.
func comesBack(id string, list []view.Branch) (sum float64) {
	for _, b := range list {
		if b.What == "again" && b.Party.ID == id {
			sum += b.Share
		}
		sum += comesBack(id, b.Next)
	}
	return sum
}

// For every party of the reference ledger: the figure is sound, so that all widths add up to the cent; all money that comes back
// is in it, however little is drawn; and the flow of a saved trace is that of the network.
func TestFlowLosesNothing(t *testing.T) {
	n := build(t, reference(t), graph.View{})
	m, err := throughflow.Solve(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	loops := 0
	for v := range graph.Node(n.Order()) {
		if n.Party(v).Outside() {
			continue
		}
		trace, err := view.TraceOf(t.Context(), n, view.TraceInput{Matrix: m, Party: v, Depth: 6, Least: 0.005})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []view.FlowOptions{{}, {MaxDepth: 1}, {MaxBranches: 5}, {Least: 0.2, OnlyIn: true}} {
			f := trace.FlowFigure("", o)
			if err := f.Check(); err != nil {
				t.Fatalf("%s, %+v: %v", trace.Party.ID, o, err)
			}
			if d := cmp.Diff(f, saved(t, trace).FlowFigure("", o)); d != "" {
				t.Errorf("%s, %+v: from a file it differs: %s", trace.Party.ID, o, d)
			}
			for _, side := range []struct {
				drawn []figure.FlowBranch
				trace []view.Branch
			}{{f.In, trace.Upstream}, {f.Out, trace.Downstream}} {
				if len(side.drawn) == 0 {
					continue
				}
				var back int64
				walk(side.drawn, func(b figure.FlowBranch) {
					if b.End == figure.FlowBack {
						back += b.Amount
						loops++
					}
				})
				want := comesBack(trace.Party.ID, side.trace) * float64(f.Amount)
				if math.Abs(float64(back)-want) > 100 { // a dollar, of rounding
					t.Errorf("%s, %+v: %d comes back in the figure, %.0f in the trace", trace.Party.ID, o, back, want)
				}
			}
		}
	}
	if loops == 0 {
		t.Error("no money comes back to anybody")
	}
}

func branch(id, what string, share float64, next ...view.Branch) view.Branch {
	return view.Branch{Party: view.Party{ID: id, Name: strings.ToUpper(id)}, What: what, Share: share, Next: next}
}

// By hand: three thirds of $1.00 are 34, 33 and 33 cents; what comes back has a stub, also from beneath what is gathered or cut.
func TestFlowBranches(t *testing.T) {
	third := 1.0 / 3
	trace := view.Trace{Basis: "signed", Party: view.Party{ID: "a", Name: "A"}, Throughflow: view.Exposed{Amount: &view.Money{Amount: "1.00", Currency: "USD", Text: "$1"}, Unknown: 2},
		Received: view.Exposed{Unknown: 2}, Upstream: []view.Branch{
			branch("b", "", third, branch("a", "again", third/2), branch("b", "own or unrecorded", third/2)),
			branch("c", "own or unrecorded", third), branch("d", "outside", third)}}
	flat := func(list []figure.FlowBranch) (out []string) {
		walk(list, func(b figure.FlowBranch) { out = append(out, fmt.Sprintf("%s %d %s", b.Name, b.Amount, b.End)) })
		return out
	}
	f := trace.FlowFigure("", view.FlowOptions{})
	if d := cmp.Diff([]string{"B 34 ", "back at A 17 back", "own or unrecorded 17 own", "C 33 own", "D 33 outside"}, flat(f.In)); d != "" {
		t.Error(d)
	}
	if f.Party.Detail != "$1 + ?" || !strings.Contains(strings.Join(f.Notes, "|"), "in no width: 2 payments to A") {
		t.Errorf("what is not disclosed is not told: %q, %q", f.Party.Detail, f.Notes)
	}
	cut := trace.FlowFigure("", view.FlowOptions{MaxDepth: 1})
	if d := cmp.Diff([]string{"C 33 own", "D 33 outside", "B 17 ", "back at A 17 back"}, flat(cut.In)); d != "" {
		t.Error(d)
	}
	trace.Upstream = []view.Branch{branch("c", "", 0.9), branch("b", "", 0.06, branch("a", "again", 0.02)), branch("d", "", 0.04)}
	small := trace.FlowFigure("", view.FlowOptions{Least: 0.1})
	if d := cmp.Diff([]string{"C 90 ", "back at A 2 back", "2 smaller ones 8 others"}, flat(small.In)); d != "" {
		t.Error(d)
	}
	empty := view.Trace{Party: view.Party{ID: "a", Name: "A"}, Throughflow: view.Exposed{Unknown: 3}}.FlowFigure("", view.FlowOptions{})
	if err := empty.Check(); err != nil || empty.Amount != 0 || len(empty.In) != 0 {
		t.Errorf("nothing is disclosed: %v, %+v", err, empty)
	}
}
