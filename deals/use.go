package deals

// Statement is what one source says about one field of a leg: the leg as it is written, or a claim.
type Statement struct {
	Field  string
	Text   string // in canonical spelling; "" when the leg says nothing in the field
	Source Source // of the written leg, the best of its sources
	Claim  *Claim // nil: as written
	InUse  bool
	Why    Reason
}

// Reason says why a statement is in use, or is not.
type Reason string

// The reasons.
const (
	BestTier  Reason = "best tier"             // in use: of a better tier than all others
	FirstSaid Reason = "first of its tier"     // in use: as good as others, and before them
	Alone     Reason = "nobody else states it" // in use: the others say nothing, or that it is undisclosed
	LowerTier Reason = "lower tier"            // not in use
	SameTier  Reason = "same tier, but later"  // not in use
	SaysNone  Reason = "states nothing"        // not in use: empty, or undisclosed
)

// Use is the amount in use for the leg and the source it comes from: that of the best tier among the amount written in
// the leg, which rests on the best of the leg's sources, and the claims of other sources. The written amount wins a tie;
// among sources and among claims the first does. An undisclosed amount gives way to any claim that states one.
func (l *Leg) Use() (Amount, Source) {
	i := l.choose("amount")
	if i < 0 {
		return l.Amount, l.bestSource()
	}
	return l.Claims[i].Amount, l.Claims[i].Source
}

// Written is the leg as it was written. The leg itself has in each field that has claims the statement in use, by the rule of
// [Leg.Use]; a field in which the leg says nothing gives way to any claim. The amount is the exception: it stays as written
// beside its claims, and Use chooses. A leg whose other fields have no claims, or none in use, is as it was written.
func (l *Leg) Written() *Leg {
	if l.written != nil {
		return l.written
	}
	return l
}

// both are the leg, and the leg as it was written where that is another.
func (l *Leg) both() []*Leg {
	if l.written != nil {
		return []*Leg{l, l.written}
	}
	return []*Leg{l}
}

// Adopting is the leg as it would be if a statement were in use; the claims on its field are gone. The leg is not changed.
func (l *Leg) Adopting(s Statement) *Leg {
	out := *l
	out.written, out.Claims = nil, nil
	for _, c := range l.Claims {
		if c.Field != s.Field {
			out.Claims = append(out.Claims, c)
		}
	}
	if s.Claim != nil {
		s.Claim.adopt(&out)
		if s.Field == "amount" {
			out.Sources = []Source{s.Source}
		}
		return &out
	}
	l.Written().restore(s.Field, &out)
	return &out
}

// restore gives another leg what this one has in a field.
func (l *Leg) restore(field string, out *Leg) {
	term := out.Term
	Claim{Field: field, Amount: l.Amount, Status: l.Status, Term: l.Term, Schedule: l.Schedule, Exit: l.Exit, Quantity: l.Quantity, Stake: l.Stake}.adopt(out)
	if field == "schedule" {
		out.Term = term
	}
}

// Statements lists what all sources say about the fields that have claims: field by field, the written statement first, then
// the claims in their order. One of each field is in use.
func (l *Leg) Statements() []Statement {
	var out []Statement
	for _, field := range ClaimFields() {
		if !l.claimed(field) {
			continue
		}
		from := len(out)
		out = append(out, Statement{Field: field, Text: l.Written().stated(field), Source: l.bestSource()})
		for i := range l.Claims {
			if c := &l.Claims[i]; c.Field == field {
				out = append(out, Statement{Field: field, Text: c.String(), Source: c.Source, Claim: c})
			}
		}
		l.decide(out[from:], l.choose(field))
	}
	return out
}

// claimed reports whether there is a claim on a field.
func (l *Leg) claimed(field string) bool {
	for i := range l.Claims {
		if l.Claims[i].Field == field {
			return true
		}
	}
	return false
}

// decide marks the statement in use among those of one field, and says of each why it is, or is not.
func (l *Leg) decide(all []Statement, chosen int) {
	used := &all[0]
	for i := range all {
		if chosen >= 0 && all[i].Claim == &l.Claims[chosen] {
			used = &all[i]
		}
	}
	others, equal := 0, 0
	for i := range all {
		s := &all[i]
		switch {
		case s == used:
			continue
		case !s.says():
			s.Why = SaysNone
			continue
		case used.Source.Tier.Better(s.Source.Tier):
			s.Why = LowerTier
		default:
			s.Why = SameTier
			equal++
		}
		others++
	}
	used.InUse = true
	switch {
	case others == 0:
		used.Why = Alone
	case equal > 0:
		used.Why = FirstSaid
	default:
		used.Why = BestTier
	}
}

// says reports whether a statement says anything that can be used.
func (s Statement) says() bool {
	if s.Field == "amount" && s.Claim != nil {
		return s.Claim.Amount.Disclosed()
	}
	return s.Text != "" && s.Text[0] != '?'
}

// choose is the index of the claim that is in use for a field; -1 when the leg as written is.
func (l *Leg) choose(field string) int {
	best := -1
	if len(l.Claims) == 0 {
		return best
	}
	tier, silent := l.bestSource().Tier, !l.Written().says(field) // of what is chosen so far
	for i := range l.Claims {
		c := &l.Claims[i]
		if c.Field != field || field == "amount" && !c.Amount.Disclosed() {
			continue
		}
		if silent || c.Source.Tier.Better(tier) {
			best, tier, silent = i, c.Source.Tier, false
		}
	}
	return best
}

// says reports whether the leg says anything in a field that can be used.
func (l *Leg) says(field string) bool {
	if field == "amount" {
		return l.Amount.Disclosed()
	}
	return l.stated(field) != ""
}

// bestSource is the best of the leg's sources; of several that are as good, the first.
func (l *Leg) bestSource() Source {
	var best Source
	for i, s := range l.AllSources() {
		if i == 0 || s.Tier.Better(best.Tier) {
			best = s
		}
	}
	return best
}

// settleUse puts the statement in use into each field that has claims, and keeps the leg as it was written.
func (l *Leg) settleUse() {
	for _, field := range ClaimFields() {
		if field == "amount" || !l.claimed(field) {
			continue
		}
		i := l.choose(field)
		if i < 0 {
			continue
		}
		if l.written == nil {
			as := *l
			l.written = &as
		}
		l.Claims[i].adopt(l)
	}
}
