package change

import (
	"cmp"
	"slices"

	"dealgraph/deals"
)

// State is a ledger as it stood at the end of a day.
type State struct {
	Ledger *deals.Ledger
	AsOf   deals.Date // zero: the last day of the ledger
}

// Kind says what became of a record.
type Kind string

// The kinds of change, in the order in which deals are listed.
const (
	New     Kind = "new"     // not in the older state, or nothing had come of it by its day
	Changed Kind = "changed" // in both, but they do not say the same
	Ended   Kind = "ended"   // it stood, and has lapsed, was terminated or superseded
	Removed Kind = "removed" // not in the newer state
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{New, Changed, Ended, Removed} }

// Changes are all that two states do not have alike.
type Changes struct {
	Old, New State    // with their days
	Deals    []Deal   // by kind, then by id
	Records  []Record // parties, facts, controls and rates: by table, then by kind, then by key

	deals map[deals.DealID]*Deal
	tied  map[deals.DealID][]deals.DealID // which deals have a part of the money of a deal, or end it, in either state
	// both ways
	neighbours map[deals.DealID][]deals.DealID
}

// Deal is a deal that changed.
type Deal struct {
	ID           deals.DealID
	Kind         Kind
	Old, New     *deals.Deal    // nil: not in that ledger
	Fields       []Field        // what differs, of a deal that both ledgers have
	Perhaps      deals.DealID   // of a removed deal, the new one that may be it under another id, and the other way round
	SupersededBy []deals.DealID // of an ended deal: by which of the newer ledger
}

// Record is a party, fact, control or rate that changed.
type Record struct {
	Table  string // as in [deals.Tables]
	Key    string // as in [deals.Part]
	Kind   Kind
	Party  deals.PartyID // whose it is; "" for rates and facts about the world
	About  string        // what it says something about, in words: "revenue 2025, actual"
	Fields []Field       // what differs; of new and removed records, what they say
}

// Field is a field of a record that two states do not have alike. Old and New are in canonical spelling, "" where nothing is said. Of
// lists, such as claims, payments and sources, they are the entries that the other state lacks.
type Field struct {
	Leg                  string // the name of the leg; "" for all of the deal, and for other records
	Name                 string // as a ledger spells it; "leg" for a whole leg
	Old, New             string
	OldSource, NewSource deals.Source // who says so
	OldClaim, NewClaim   *deals.Claim // nil: it is as the leg is written
}

// Empty reports whether nothing changed.
func (c *Changes) Empty() bool { return len(c.Deals) == 0 && len(c.Records) == 0 }

// Deal is the change of a deal, or nil.
func (c *Changes) Deal(id deals.DealID) *Deal { return c.deals[id] }

// Between compares two states. They may be of one ledger. Of two equal ones nothing is told, and told the other way round, what is new is
// removed and what was comes where it is now. Cost: O(records log records).
func Between(old, new State) *Changes {
	c := &Changes{Old: old.filled(), New: new.filled(), deals: map[deals.DealID]*Deal{}}
	c.compareDeals()
	c.perhapsRenamed()
	slices.SortStableFunc(c.Deals, func(a, b Deal) int { return cmp.Or(compareKinds(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	for i := range c.Deals {
		c.deals[c.Deals[i].ID] = &c.Deals[i]
	}
	c.compareRecords()
	c.tie()
	return c
}

// filled is the state with its day.
func (s State) filled() State {
	if s.AsOf.IsZero() {
		s.AsOf = s.Ledger.LastDate()
	}
	s.AsOf = s.AsOf.Last()
	return s
}

func compareKinds(a, b Kind) int {
	return cmp.Compare(slices.Index(Kinds(), a), slices.Index(Kinds(), b))
}

// compareDeals compares deal by deal.
func (c *Changes) compareDeals() {
	for _, d := range c.New.Ledger.Deals {
		was := c.Old.Ledger.Deal(d.ID)
		if was == nil {
			c.Deals = append(c.Deals, Deal{ID: d.ID, Kind: New, New: d})
			continue
		}
		if one, ok := c.compareDeal(was, d); ok {
			c.Deals = append(c.Deals, one)
		}
	}
	for _, d := range c.Old.Ledger.Deals {
		if c.New.Ledger.Deal(d.ID) == nil {
			c.Deals = append(c.Deals, Deal{ID: d.ID, Kind: Removed, Old: d})
		}
	}
}

// compareDeal compares a deal that both ledgers have.
func (c *Changes) compareDeal(was, is *deals.Deal) (Deal, bool) {
	out := Deal{ID: is.ID, Kind: Changed, Old: was, New: is, Fields: c.fields(was, is)}
	stood, stands := c.Old.state(was), c.New.state(is)
	switch {
	case stood == deals.StatusUnknown && stands != deals.StatusUnknown:
		out.Kind = New
	case stood != deals.StatusUnknown && stands == deals.StatusUnknown:
		out.Kind = Removed
	case stood.Live() && stands.Ended():
		out.Kind = Ended
		out.SupersededBy = c.supersededBy(is)
	case len(out.Fields) == 0:
		return out, false
	}
	return out, true
}

// state is how far a deal has come: the best of its legs, and an end if all that stood have ended.
func (s State) state(d *deals.Deal) deals.Status {
	best := deals.StatusUnknown
	for _, l := range d.Legs {
		at := l.History().At(s.AsOf, s.Ledger.LastDate()).Status
		if best == deals.StatusUnknown || at.Live() && (best.Ended() || at > best) {
			best = at
		}
	}
	return best
}

// supersededBy are the deals of the newer ledger that supersede a deal, or a leg of it.
func (c *Changes) supersededBy(d *deals.Deal) []deals.DealID {
	if !slices.ContainsFunc(d.Legs, func(l *deals.Leg) bool {
		return l.History().At(c.New.AsOf, c.New.Ledger.LastDate()).Status == deals.Superseded
	}) {
		return nil
	}
	var out []deals.DealID
	for _, by := range c.New.Ledger.Deals {
		for _, l := range by.Legs {
			for _, r := range l.Ends() {
				if r.Deal == d.ID && !slices.Contains(out, by.ID) {
					out = append(out, by.ID)
				}
			}
		}
	}
	return out
}

// perhapsRenamed finds new deals that may be removed ones under another id: with the same parties, kinds and day.
func (c *Changes) perhapsRenamed() {
	gone := map[string][]int{}
	for i, d := range c.Deals {
		if d.Kind == Removed && d.New == nil {
			gone[likeness(d.Old)] = append(gone[likeness(d.Old)], i)
		}
	}
	for i := range c.Deals {
		d := &c.Deals[i]
		if d.Kind != New || d.Old != nil {
			continue
		}
		k := likeness(d.New)
		if left := gone[k]; len(left) > 0 {
			other := &c.Deals[left[0]]
			d.Perhaps, other.Perhaps = other.ID, d.ID
			gone[k] = left[1:]
		}
	}
}

// likeness is alike for deals that may be one: who, whom, what and when.
func likeness(d *deals.Deal) string {
	var legs []string
	for _, l := range d.Legs {
		legs = append(legs, string(deals.MakeDealID(l.From, l.To, l.Kind, l.History())))
	}
	slices.Sort(legs)
	out := ""
	for _, l := range legs {
		out += l + "\x00"
	}
	return out
}

// tie finds which deals the money of a deal depends on: those within it, and those that supersede it.
func (c *Changes) tie() {
	c.tied, c.neighbours = map[deals.DealID][]deals.DealID{}, map[deals.DealID][]deals.DealID{}
	ledgers := []*deals.Ledger{c.Old.Ledger, c.New.Ledger}
	if ledgers[0] == ledgers[1] {
		ledgers = ledgers[:1]
	}
	add := func(to, from deals.DealID) {
		if to != from && !slices.Contains(c.tied[to], from) {
			c.tied[to] = append(c.tied[to], from)
			c.neighbours[to], c.neighbours[from] = append(c.neighbours[to], from), append(c.neighbours[from], to)
		}
	}
	for _, l := range ledgers {
		for _, d := range l.Deals {
			for _, leg := range d.Legs {
				for _, o := range leg.Overlaps() {
					add(o.Ref.Deal, d.ID)
				}
				for _, r := range leg.Ends() {
					add(r.Deal, d.ID)
				}
			}
		}
	}
}
