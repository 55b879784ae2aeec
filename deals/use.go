package deals

// Use is the amount in use for the leg and the source it comes from: that of the best tier among the amount written in
// the leg, which rests on the best of the leg's sources, and the claims of other sources. The written amount wins a tie;
// among sources and among claims the first does. An undisclosed amount gives way to any claim that states one.
func (l *Leg) Use() (Amount, Source) {
	amount, src := l.Amount, Source{}
	for i, s := range l.AllSources() {
		if i == 0 || s.Tier.Better(src.Tier) {
			src = s
		}
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
