package deals

// Tier ranks a source by how much it can be relied on. Lower is better.
type Tier int

// The tiers, best first. TierUnknown stands after all others when sources are compared.
const (
	TierUnknown Tier = iota
	TierFiling
	TierExhibit
	TierRelease
	TierRegulator
	TierNamedPress
	TierUnnamedPress
	TierEstimate
	TierSocial
)

var tierNames = [...]string{"", "filing", "exhibit", "release", "regulator", "press", "unnamed", "estimate", "social"}

var tierMeanings = [...]string{
	"not stated",
	"a filing with a securities regulator",
	"a contract filed as an exhibit",
	"an official release of a party",
	"a regulator, court or statistics office",
	"press that names its source",
	"press that does not name its source, digests and reprints",
	"an estimate: analysts, arithmetic, assumption",
	"a post or a forum",
}

// String is the word a ledger uses for the tier; "" for unknown.
func (t Tier) String() string { return tierNames[t] }

// Meaning says what the tier stands for.
func (t Tier) Meaning() string { return tierMeanings[t] }

// Better reports whether t is to be believed before u. An unknown tier is never better.
func (t Tier) Better(u Tier) bool {
	if t == TierUnknown {
		return false
	}
	return u == TierUnknown || t < u
}

// Tiers lists the named tiers, best first.
func Tiers() []Tier {
	return []Tier{TierFiling, TierExhibit, TierRelease, TierRegulator, TierNamedPress, TierUnnamedPress, TierEstimate, TierSocial}
}

// Source is where a number was read.
type Source struct {
	URL   string // http or https only
	Title string
	Date  Date
	Tier  Tier
	Pos   Pos
}

// Zero reports whether nothing is said about the source.
func (s Source) Zero() bool { return s.URL == "" && s.Title == "" }

// Nature says whether a fact happened, was promised by the party, or was forecast by somebody.
type Nature string

// The natures of a fact.
const (
	Actual   Nature = "actual"
	Guided   Nature = "guided"
	Forecast Nature = "forecast"
)

// Natures lists all natures.
func Natures() []Nature { return []Nature{Actual, Guided, Forecast} }

// Meaning says in one line what the nature stands for.
func (n Nature) Meaning() string {
	switch n {
	case Actual:
		return "it happened"
	case Guided:
		return "the party itself expects or promises it"
	case Forecast:
		return "somebody else expects it"
	}
	return ""
}
