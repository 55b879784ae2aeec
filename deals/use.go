package deals

// Use is the amount in use for the leg and the source it comes from: that of the best tier among the amount written in
// the leg and the claims of other sources. The written amount wins a tie; among claims the first does. An undisclosed
// amount gives way to any claim that states one.
func (l *Leg) Use() (Amount, Source) {
	amount, src := l.Amount, Source{}
	if s := l.AllSources(); len(s) > 0 {
		src = s[0]
	}
	for _, c := range l.Claims {
		if !c.Amount.Disclosed() {
			continue
		}
		if !amount.Disclosed() || c.Source.Tier.Better(src.Tier) {
			amount, src = c.Amount, c.Source
		}
	}
	return amount, src
}
