package deals

import (
	"fmt"
	"slices"
	"strings"
)

// Claim is what one source says about one field of a leg. Of the values below, that of its field is set.
type Claim struct {
	Field  string // one of [ClaimFields]
	Text   string // as written
	Source Source
	Note   string
	Pos    Pos

	Amount   Amount
	Status   History
	Term     Term
	Schedule Schedule
	Exit     *Exit
	Quantity *Quantity
	Stake    *Share
}

// ClaimFields lists the fields of a leg that claims are about, in the order in which a ledger writes them.
func ClaimFields() []string {
	return []string{"amount", "term", "schedule", "exit", "quantity", "stake", "status"}
}

// read reads the text of a claim as that of its field.
func (c *Claim) read() (err error) {
	switch c.Field {
	case "amount":
		c.Amount, err = ParseAmount(c.Text)
	case "term":
		c.Term, err = ParseTerm(c.Text)
	case "schedule":
		c.Term, c.Schedule, err = ParseSchedule(c.Text)
	case "exit":
		c.Exit, err = ParseExit(c.Text)
	case "quantity":
		var q Quantity
		q, err = ParseQuantity(c.Text)
		c.Quantity = &q
	case "stake":
		var s Share
		s, err = ParseShare(c.Text)
		c.Stake = &s
	case "status":
		c.Status, err = ParseHistory(c.Text, Date{})
	}
	return err
}

// String is what the claim says, in canonical spelling.
func (c Claim) String() string {
	l := Leg{Deal: &Deal{}}
	c.adopt(&l)
	if c.Field == "schedule" && c.Schedule.Profile != Explicit && !c.Term.IsZero() {
		return c.Term.String() + " " + c.Schedule.String()
	}
	return l.stated(c.Field)
}

// adopt makes what the claim says the leg's own.
func (c Claim) adopt(l *Leg) {
	switch c.Field {
	case "amount":
		l.Amount = c.Amount
	case "term":
		l.Term = c.Term
	case "schedule":
		l.Schedule = c.Schedule
		if l.Term.IsZero() {
			l.Term = c.Term
		}
	case "exit":
		l.Exit = c.Exit
	case "quantity":
		l.Quantity = c.Quantity
	case "stake":
		l.Stake = c.Stake
	case "status":
		l.Status = c.Status
	}
}

// stated is what the leg itself says in a field, in canonical spelling; "" when it says nothing.
func (l *Leg) stated(field string) string {
	switch field {
	case "amount":
		return l.Amount.String()
	case "term":
		return l.Term.String()
	case "schedule":
		return l.Schedule.String()
	case "exit":
		if l.Exit != nil {
			return l.Exit.String()
		}
	case "quantity":
		if l.Quantity != nil {
			return l.Quantity.String()
		}
	case "stake":
		if l.Stake != nil {
			return l.Stake.String()
		}
	case "status":
		return l.History().String()
	}
	return ""
}

// claim decodes an entry of a list of claims: one field of the leg, and who says so.
func (d *decoder) claim(n *node) Claim {
	d.known(n, "a claim", claimKeys)
	var about []string
	for _, f := range n.fields {
		if slices.Contains(ClaimFields(), f.key) && !f.val.empty() {
			about = append(about, f.key)
		}
	}
	switch {
	case len(about) == 0:
		d.require(n, "amount", "write what the source says, in one of "+strings.Join(ClaimFields(), ", "))
		return d.claimOf(n, "amount", "amount")
	case len(about) > 1:
		d.fail(n.at(about[1]), "claims", fmt.Sprintf("a claim is about one field, not about %s and %s", about[0], about[1]), "write an entry for each")
	}
	return d.claimOf(n, about[0], about[0])
}

// claimOf reads a claim about a field, the value of which stands under a key.
func (d *decoder) claimOf(n *node, field, key string) Claim {
	c := Claim{Field: field, Text: d.kept.keep(d.text(n, key)), Source: d.source(n), Note: d.text(n, "note"), Pos: n.pos}
	if c.Text == "" {
		return c
	}
	if err := c.read(); err != nil {
		if damage := (cellText{field, c.Text}).damage(); damage != nil {
			err = damage
		}
		d.cellFail(n.at(key), field, err)
	}
	for i := range c.Status {
		c.Status[i].Pos = n.at(key)
	}
	return c
}
