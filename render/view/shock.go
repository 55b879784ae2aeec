package view

import (
	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
)

// Shock is what happens when parties pay less than they owe.
type Shock struct {
	Basis     string      `json:"basis"`
	What      string      `json:"what"` // the shock in words
	Years     string      `json:"years,omitempty"`
	Direct    Between     `json:"direct"`
	Total     Between     `json:"total"`
	Amplified Ratio       `json:"amplification"`
	Verdict   string      `json:"verdict"`
	Losers    []Loser     `json:"losers"`
	Untouched []Party     `json:"untouched"`        // parties with deals in the view that lose nothing
	Unknown   []Party     `json:"owed_undisclosed"` // parties to which the shocked owe amounts that nobody knows, and that are in no sum
	Classes   []ClassLoss `json:"by_class"`
	Rounds    []Round     `json:"rounds"`
	Paths     []LossPath  `json:"paths"`
	Rest      *Money      `json:"paths_rest,omitempty"`
	Ends      Ends        `json:"ends"`
	Through   []Through   `json:"through"`                   // whom losses came through, the most first
	Gap       *Money      `json:"self_fulfilling,omitempty"` // what more goes unpaid if everybody expects the worst
	Models    *Models     `json:"models,omitempty"`
	Unpaid    []Unpaid    `json:"unpaid,omitzero"`

	model string // clearing, threshold, debtrank, all
}

// Between is an amount that depends on what is not known: Low if all parties without facts have ample means, High if they
// have none. The two are the same where everything needed is known.
type Between struct {
	Low  *Money `json:"low"`
	High *Money `json:"high"`
}

// Ratio is a number between two bounds; absent where nothing is lost.
type Ratio struct {
	Low  *float64 `json:"low,omitempty"`
	High *float64 `json:"high,omitempty"`
}

// Loser is what a party loses.
type Loser struct {
	Party         Party    `json:"party"`
	Shocked       bool     `json:"shocked,omitempty"` // what comes back to a party that the shock hits
	Direct        Between  `json:"direct"`
	Indirect      Between  `json:"indirect"`
	Total         Between  `json:"total"`
	ShareOfInflow *float64 `json:"share_of_inflow,omitempty"` // the total at its highest, of all it was to receive
	Buffer        *Money   `json:"buffer"`                    // null when no fact tells
	BufferUsed    Between  `json:"buffer_used"`
	Missed        Between  `json:"misses_itself"`
	Defaults      string   `json:"defaults,omitempty"` // the first year, or "yes" where all is one period
	Stakes        *Between `json:"stakes_down,omitempty"`
}

// ClassLoss is what holders of one kind lose directly to the shocked parties and along the chain.
type ClassLoss struct {
	Class   string      `json:"class"`
	Amount  Between     `json:"amount"`
	Parties []PartyLoss `json:"parties"` // the most first
}

// Through is what a party loses by the hand of another, on the high side: it receives so much less from it.
type Through struct {
	Party  Party  `json:"party"`
	From   Party  `json:"from"`
	Amount *Money `json:"amount"`
}

// PartyLoss is what one party loses in one capacity.
type PartyLoss struct {
	Party  Party   `json:"party"`
	Amount Between `json:"amount"`
}

// Round is who defaults in a round of a year.
type Round struct {
	Year    int     `json:"year,omitempty"`
	Round   int     `json:"round"`
	Parties []Party `json:"parties"`
}

// LossPath is a chain along which losses came.
type LossPath struct {
	Parties []Party `json:"parties"`
	Amount  *Money  `json:"amount"`
	Factor  float64 `json:"loop_factor"`
}

// Ends says where the money that is missing is felt in the end, on the high side.
type Ends struct {
	Missing  *Money `json:"missing"`  // in the year in which it was due
	Late     *Money `json:"late"`     // of that, what is paid in another year
	Outside  *Money `json:"outside"`  // by those outside the network
	Residual *Money `json:"residual"` // as margin lost and buffers used
}

// ShockRuns are the runs that a shock is read from: with unknown means ample, and with none. Means are by node.
type ShockRuns struct {
	Low, High *clearing.Run
	Means     []graph.Means
	Rounds    [][]int         // of the high run, by period and party; see [clearing.Waves]
	Paths     []clearing.Path // of the high run, all periods together
	Rest      float64         // what other paths carry
	Stakes    [2][]float64    // by node: what its shares in others are marked down by, in money, of the low and the high run
	Stress    [2]StressRun    // with unknown buffers ample, and with none; empty if not asked for
	Bare      int             // parties whose buffer is known to be nothing
	Gap       float64         // of the high run: what more goes unpaid in the least payments that are consistent
	LoopGain  float64
	Model     string // clearing, threshold, debtrank, all
	Explain   bool   // list the legs that are not paid in full
}

// ShockOf reads a shock from its runs. The network is that of all time of the view.
func ShockOf(l *deals.Ledger, n *graph.Network, what string, r ShockRuns) Shock {
	for side := range r.Stakes {
		if r.Stakes[side] == nil { // nobody asked
			r.Stakes[side] = make([]float64, n.Order())
		}
	}
	s := shocker{l: l, n: n, r: r, low: r.Low.Totals(), high: r.High.Totals()}
	out := Shock{Basis: string(n.View.Basis), What: what, Years: s.years(), Losers: []Loser{}, Untouched: []Party{}, Rounds: s.rounds(), Paths: s.paths(), Ends: s.ends(), Classes: s.classes(), Through: s.through(), model: r.Model}
	if r.Rest != 0 {
		out.Rest = s.money(r.Rest)
	}
	s.losers(&out)
	if r.Gap >= 0.005 {
		out.Gap = s.money(r.Gap)
	}
	if r.Stress[0].Threshold != nil {
		out.Models = s.modelsOf()
	}
	if r.Explain {
		out.Unpaid = s.unpaid()
	}
	return out
}
