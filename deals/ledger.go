package deals

// PartyID is the stable slug of a party: "nvidia", "sk-hynix". Lower-case letters, digits, and . _ - between them.
type PartyID string

// DealID is the stable slug of a deal.
type DealID string

// LegRef names a deal, or one leg of it: "amd-openai-2025-10" or "amd-openai-2025-10#warrant".
type LegRef struct {
	Deal DealID
	Leg  string // "" means the whole deal
}

// String writes the reference as a ledger spells it.
func (r LegRef) String() string {
	if r.Leg == "" {
		return string(r.Deal)
	}
	return string(r.Deal) + "#" + r.Leg
}

// Ledger is everything that was read, in the order of the files. Deals, Parties and the rest are never nil entries.
type Ledger struct {
	Name     string // what the user asked for: a path, "-", "example:ai"
	Hash     string // "sha256:" and 64 hex digits over the names and bytes of all files read
	Files    []File
	Parties  []*Party
	Deals    []*Deal
	Facts    []*Fact
	Controls []*Control
	Rates    []*Rate
	Warnings []*Error // what was read but looks doubtful; never a silent skip

	index index
	last  Date              // see LastDate
	files map[string]opener // those that were read; see AttachLines
}

// File is one file of the ledger.
type File struct {
	Name  string // as messages call it, with forward slashes: with the path the ledger was asked for by
	Lines int
}

// Party is a company, fund, vehicle or state.
type Party struct {
	ID      PartyID
	Name    string
	Aliases []string
	Sector  string // "chips", "ai_lab", … or "outside" for end customers and capital markets
	Country string
	Ticker  string
	LEI     string
	Parents []Parent // who controls it, dated
	Tags    []string
	Sources []Source
	Note    string
	Pos     Pos
	Implied bool // only named in a leg, never described
}

// Label is the name to show: Name, or the id of a party that has none.
func (p *Party) Label() string {
	if p.Name != "" {
		return p.Name
	}
	return string(p.ID)
}

// Outside reports whether the party stands for money from outside the network.
func (p *Party) Outside() bool { return p.Sector == SectorOutside }

// SectorOutside is the sector of end customers and capital markets: whatever they pay is money from outside the loop.
const SectorOutside = "outside"

// Parent says who controls a party, from when, until when. A zero date is an open end.
type Parent struct {
	ID       PartyID
	From, To Date
	Pos      Pos
}

// Deal is one recorded agreement with one or more legs.
//
// Status, sources, overlaps and ends that a leg does not state itself are the deal's; use [Leg.History] and its sisters.
type Deal struct {
	ID         DealID
	Title      string
	Status     History
	Legs       []*Leg
	Within     []Overlap // this deal's amount is part of those
	Supersedes []LegRef  // those end when this one is as firm as they are, or announced
	Tags       []string
	Sources    []Source
	Note       string
	Pos        Pos

	made DealID // the id that was made of the parties, the kind and the day, before a number was put behind it; "": it was written
}

// Overlap says that an amount is part of another deal's amount, so that it is counted once.
type Overlap struct {
	Ref  LegRef
	Part *Amount // how much of it lies in there; nil means all of it
	Pos  Pos
}

// Leg is one direction of a deal: From gives something of value to To.
//
// Its fields hold what is in use where sources differ, but for Amount, which is as written beside its claims: [Leg.Use]
// chooses. [Leg.Written] is the leg as the ledger has it.
//
// It points from who hands over the money, or promises it, to who receives it. A warrant points from who grants it;
// a guarantee points from guarantor to beneficiary and names the Obligor it covers.
type Leg struct {
	Deal *Deal
	Name string // unique within the deal: given, or the kind, or kind-2, kind-3 …

	From, To   PartyID
	Kind       Kind
	Amount     Amount
	Claims     []Claim    // what other sources say; see [Leg.Written]
	Settlement Settlement // what moves: the kind's default unless stated
	Rank       int        // place in a failure, 1 is paid first; the kind's default unless stated
	Obligor    PartyID    // whose debt a guarantee covers
	Term       Term
	Schedule   Schedule
	Exit       *Exit
	Tranches   []Tranche
	Paid       []Payment // what is recorded as moved
	Quantity   *Quantity // "10 GW"
	Stake      *Share    // share of the recipient's (or granter's) equity

	Status     History // own history; empty: the deal's
	Within     []Overlap
	Supersedes []LegRef
	Tags       []string
	Sources    []Source
	Note       string
	Pos        Pos
	Cells      []Cell // where each field stands, for messages

	written *Leg // the leg as it was written, where a claim is in use in a field; nil: as it is, but perhaps for the amount
}

// Cell is the place of one field in the file of its leg. A ledger has many: 12 bytes.
type Cell struct {
	Line, Col int32
	field     fieldNumber
}

// Field is the name of the field.
func (c Cell) Field() string { return allFields[c.field] }

// At is where a field of the leg stands, or the leg itself when the field is absent.
func (l *Leg) At(field string) Pos {
	for _, c := range l.Cells {
		if c.Field() == field {
			return Pos{l.Pos.File, int(c.Line), int(c.Col)}
		}
	}
	return l.Pos
}

// Ref names the leg: the deal alone when it is the only leg.
func (l *Leg) Ref() LegRef {
	if len(l.Deal.Legs) == 1 {
		return LegRef{Deal: l.Deal.ID}
	}
	return LegRef{Deal: l.Deal.ID, Leg: l.Name}
}

// History is the leg's own dated status, or its deal's.
func (l *Leg) History() History {
	if len(l.Status) > 0 {
		return l.Status
	}
	return l.Deal.Status
}

// AllSources are the leg's own sources, or its deal's.
func (l *Leg) AllSources() []Source {
	if len(l.Sources) > 0 {
		return l.Sources
	}
	return l.Deal.Sources
}

// Overlaps are the leg's own overlaps and its deal's.
func (l *Leg) Overlaps() []Overlap {
	if len(l.Deal.Within) == 0 {
		return l.Within
	}
	return append(append([]Overlap{}, l.Within...), l.Deal.Within...)
}

// Ends are the references that this leg supersedes: its own and its deal's.
func (l *Leg) Ends() []LegRef {
	if len(l.Deal.Supersedes) == 0 {
		return l.Supersedes
	}
	return append(append([]LegRef{}, l.Supersedes...), l.Deal.Supersedes...)
}

// Tranche is a part of a leg's amount that hangs on a condition.
type Tranche struct {
	Amount    Amount
	Condition string
	Met       Date // zero: not met as far as the ledger knows
	Pos       Pos
}

// Payment is money recorded as moved. A zero date says that the day is unknown; it then counts from the leg's last
// status date.
type Payment struct {
	Date   Date
	Amount Amount
	Pos    Pos
}

// Fact is a number about a party in a period: cash, revenue, burn, valuation; or, without a party, about the world.
type Fact struct {
	ID     string // optional
	Party  PartyID
	Metric string
	Period Period
	Value  Value
	Nature Nature
	Source Source
	Note   string
	Pos    Pos
}

// Rate is the price of one unit of Currency in units of Per on a date.
type Rate struct {
	Currency, Per Currency
	Rate          Decimal
	Date          Date
	Source        Source
	Note          string
	Pos           Pos
}
