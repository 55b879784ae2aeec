package graph

import (
	"fmt"
	"math"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"dealgraph/deals"
)

// Candidate is what a --where expression sees of a leg that is about to become an arc. The names in expressions are those
// of the ledger: kind == "equity" && amount > 5e9 && payer.sector == "chips".
type Candidate struct {
	Deal       string         `expr:"deal"`
	Leg        string         `expr:"leg"`
	Title      string         `expr:"title"`
	Kind       string         `expr:"kind"`
	Family     string         `expr:"family"`
	Status     string         `expr:"status"`
	Settlement string         `expr:"settlement"`
	Amount     float64        `expr:"amount"`    // whole units of the view's currency, on its basis; not a number when undisclosed: no comparison holds
	Disclosed  bool           `expr:"disclosed"` //
	Estimate   bool           `expr:"estimate"`
	Tier       string         `expr:"tier"`
	Year       int            `expr:"year"` // of the first dated status
	Gigawatts  float64        `expr:"gigawatts"`
	Stake      float64        `expr:"stake"` // 0 to 1
	Tags       []string       `expr:"tags"`
	Note       string         `expr:"note"`
	Payer      CandidateParty `expr:"payer"`
	Payee      CandidateParty `expr:"payee"`
}

// CandidateParty is a party as a --where expression sees it.
type CandidateParty struct {
	ID      string   `expr:"id"`
	Name    string   `expr:"name"`
	Sector  string   `expr:"sector"`
	Country string   `expr:"country"`
	Ticker  string   `expr:"ticker"`
	Tags    []string `expr:"tags"`
	Outside bool     `expr:"outside"`
}

// WhereNames says which names an expression may use.
const WhereNames = "names: deal, leg, title, kind, family, status, settlement, amount, disclosed, estimate, tier, year, gigawatts, stake, tags, note, " +
	"payer and payee with .id, .name, .sector, .country, .ticker, .tags, .outside; == to compare, && || ! to combine"

// plainWords takes the names of our types out of the messages of the expression language.
var plainWords = strings.NewReplacer("type graph.CandidateParty", "a party", "graph.CandidateParty", "a party", "type graph.Candidate", "a leg", "graph.Candidate", "a leg")

// A WhereError says what is wrong with a --where expression.
type WhereError struct{ Msg string }

// Error is the message, with the place under a caret on further lines.
func (e *WhereError) Error() string { return "where: " + e.Msg }

// compileWhere compiles an expression that must be true or false. The language is that of expr-lang/expr, which always
// ends; its clock is taken away, so that it touches nothing outside the candidate.
func compileWhere(src string) (*vm.Program, error) {
	if strings.TrimSpace(src) == "" {
		return nil, nil
	}
	p, err := expr.Compile(src, expr.Env(Candidate{}), expr.AsBool(), expr.DisableBuiltin("now"))
	if err != nil {
		return nil, &WhereError{plainWords.Replace(err.Error()) + "\n" + WhereNames}
	}
	return p, nil
}

func runWhere(p *vm.Program, c Candidate) (bool, error) {
	out, err := expr.Run(p, c)
	if err != nil {
		return false, &WhereError{fmt.Sprintf("%s: %v", c.Deal, err)}
	}
	return out.(bool), nil
}

func candidate(a Arc, payer, payee *deals.Party) Candidate {
	l := a.Leg
	_, src := l.Use()
	c := Candidate{
		Deal: string(l.Deal.ID), Leg: l.Name, Title: l.Deal.Title,
		Kind: string(l.Kind), Family: string(l.Kind.Family()), Status: a.Status.String(), Settlement: string(l.Settlement),
		Amount: a.Weight(), Disclosed: a.Known, Estimate: a.Estimate, Tier: src.Tier.String(),
		Tags: append(append([]string{}, l.Deal.Tags...), l.Tags...), Note: strings.TrimSpace(l.Deal.Note + " " + l.Note),
		Payer: candidateParty(payer), Payee: candidateParty(payee),
	}
	if !a.Known {
		c.Amount = math.NaN()
	}
	for _, s := range l.History() {
		if !s.Date.IsZero() {
			c.Year = s.Date.Last().Year
			break
		}
	}
	if l.Stake != nil {
		c.Stake = l.Stake.Float()
	}
	if l.Quantity != nil && l.Quantity.Unit == "GW" {
		c.Gigawatts = l.Quantity.Number.Float()
	}
	return c
}

func candidateParty(p *deals.Party) CandidateParty {
	return CandidateParty{string(p.ID), p.Label(), p.Sector, p.Country, p.Ticker, p.Tags, p.Outside()}
}
