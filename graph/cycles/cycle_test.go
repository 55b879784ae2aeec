package cycles_test

import (
	"testing"

	"dealgraph/deals"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

func TestBottleneck(t *testing.T) {
	for _, c := range []struct {
		text       string
		bottleneck int64
		bound      cycles.Bound
		narrowest  int
		dark       []int
		amount     string
	}{
		{"a > b loan 5; b > a loan 7", 5, cycles.Exact, 0, nil, "$5"},
		{"a > b loan ~5; b > a loan 7", 5, cycles.Exact, 0, nil, "~$5"},
		{"a > b loan 5; b > a loan ~7", 5, cycles.Exact, 0, nil, "$5"},
		{"a > b loan 5; a > b loan 4; b > a loan 7", 7, cycles.Exact, 1, nil, "$7"},
		{"a > b loan 5; a > b loan ?; b > a loan 7", 5, cycles.AtLeast, 0, nil, "$5..7"},
		{"a > b loan 5; a > b loan ?; b > a loan ~7", 5, cycles.AtLeast, 0, nil, "~$5..7"},
		{"a > b loan 5; a > b loan ?; b > a loan 7; b > a loan ?", 5, cycles.AtLeast, 0, nil, "at least $5"},
		{"a > b loan 9; a > b loan ?; b > a loan 7", 7, cycles.Exact, 1, nil, "$7"},
		{"a > b loan 5; a > b loan ?; b > a loan 5", 5, cycles.Exact, 0, nil, "$5"},
		{"a > b loan ?; b > a loan 7", 7, cycles.Open, 1, []int{0}, "? up to $7"},
		{"a > b loan ?; b > a loan 7; b > a loan ?", 7, cycles.Open, 1, []int{0}, "?"},
		{"a > b loan ?; b > c loan 7; b > c loan ?; c > a loan 9", 7, cycles.Open, 1, []int{0}, "? up to $9"},
		{"a > b loan ?; b > a loan ?", 0, cycles.Open, -1, []int{0, 1}, "?"},
	} {
		got := all(t, nettest.Parse(c.text), cycles.Options{})[0]
		if got.Bottleneck != c.bottleneck*100 || got.Bound != c.bound || got.Narrowest != c.narrowest || !cmp.Equal(got.Undisclosed, c.dark) {
			t.Errorf("%s: %d %s at %d, dark %v", c.text, got.Bottleneck, got.Bound, got.Narrowest, got.Undisclosed)
		}
		if a := got.Amount("USD").String(); a != c.amount {
			t.Errorf("%s: %s, want %s", c.text, a, c.amount)
		}
	}
}

func TestHop(t *testing.T) {
	n := nettest.Parse(`
		a > b loan 5 active
		a > b loan ? completed
		a > b equity 9 announced
		a > b purchase 5 signed
		b > a loan 1 proposed; b > a loan 1 terminated`)
	c := all(t, n, cycles.Options{})[0]
	want := []cycles.Hop{
		{From: 0, To: 1, Arcs: []int{2, 0, 3, 1}, Amount: 1900, Unknown: 1, Status: deals.Completed},
		{From: 1, To: 0, Arcs: []int{4, 5}, Amount: 200, Status: deals.Proposed},
	}
	if d := cmp.Diff(want, c.Hops); d != "" {
		t.Error(d)
	}
	if c.Weakest != deals.Proposed || c.WeakestHop != 1 {
		t.Errorf("weakest is hop %d, %v", c.WeakestHop, c.Weakest)
	}
	ended := all(t, nettest.Parse("a > b loan 5 rumoured; b > a loan 5 lapsed"), cycles.Options{})[0]
	if ended.Weakest != deals.Lapsed {
		t.Errorf("an ended deal is firmer than a rumour: %v", ended.Weakest)
	}
}

func TestRotate(t *testing.T) {
	n := nettest.Parse("nvidia > openai equity 100; openai > abilene compute 300; abilene > nvidia purchase ?; openai > abilene loan 1")
	c := all(t, n, cycles.Options{})[0]
	if got := c.Path(n); got != "abilene → nvidia → openai → abilene" {
		t.Error(got)
	}
	told := c.Rotate(c.Start())
	if got := told.Path(n); got != "nvidia → openai → abilene → nvidia" {
		t.Error(got)
	}
	if told.Start() != 0 || told.Narrowest != 0 || !cmp.Equal(told.Undisclosed, []int{2}) || told.Readings[0].Hops[0].From != told.Hops[0].From {
		t.Errorf("%+v", told)
	}
	if d := cmp.Diff(c, told.Rotate(-1)); d != "" {
		t.Errorf("round and back again: %s", d)
	}
	if c.Path(n) != "abilene → nvidia → openai → abilene" {
		t.Error("rotating changed the cycle itself")
	}
}

func TestWarnings(t *testing.T) {
	r, err := cycles.Find(t.Context(), nettest.Parse(`
		a > b loan ~5; b > a loan 9 announced
		c > d loan 4; c > d loan ?; d > c loan 9; e > f loan ?; f > e loan 3`), cycles.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range r.Warnings {
		got = append(got, w.Error())
	}
	want := []string{
		"1 cycle has a step of which no amount is known: ranked last, by what is known of the other steps",
		"1 cycle has a bottleneck known only as a floor: the smallest step holds a deal without a disclosed amount",
		"1 cycle has a bottleneck resting on an estimate",
		"1 cycle closes only with a deal that is not binding",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if r.Proved.String() != "all 3 cycles" {
		t.Error(r.Proved)
	}
}

func TestProved(t *testing.T) {
	for _, c := range []struct {
		p    cycles.Proved
		want string
	}{
		{cycles.Proved{Complete: true, Count: 37, MaxLength: 6}, "all 37 cycles of at most 6 parties"},
		{cycles.Proved{Complete: true, Count: 2, MaxLength: 6, Filtered: true}, "all 2 cycles of at most 6 parties that match"},
		{cycles.Proved{Count: 100, MaxLength: 6, Stopped: cycles.AtLimit}, "the 100 strongest cycles of at most 6 parties; there are more"},
		{cycles.Proved{Count: 1, Stopped: cycles.AtLimit}, "the strongest cycle; there are more"},
		{cycles.Proved{Count: 3, Stopped: cycles.InTime}, "the 3 strongest cycles; the search was stopped before it was done"},
		{cycles.Proved{MaxLength: 4, Stopped: cycles.InTime}, "no cycles of at most 4 parties so far: the search was stopped before it found one"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
