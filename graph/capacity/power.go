package capacity

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// Kilowatts is electric power: a million of them are a gigawatt.
type Kilowatts int64

// Gigawatt is a million kilowatts.
const Gigawatt Kilowatts = 1_000_000

// Most is the largest power that is believed: a million gigawatts, a hundred times all power stations of the world.
const Most = 1_000_000 * Gigawatt

// GW is the power in gigawatts.
func (k Kilowatts) GW() float64 { return float64(k) / float64(Gigawatt) }

// String is the power as people write it: "4.5 GW".
func (k Kilowatts) String() string { return strconv.FormatFloat(k.GW(), 'f', -1, 64) + " GW" }

// units are what a quantity of power is counted in, in watts.
var units = map[string]int64{
	"gw": 1e9, "gigawatt": 1e9, "gigawatts": 1e9, "mw": 1e6, "megawatt": 1e6, "megawatts": 1e6, "kw": 1e3, "kilowatt": 1e3, "kilowatts": 1e3,
	"tw": 1e12, "terawatt": 1e12, "terawatts": 1e12,
}

// Unit is a unit of power in watts, in any case; ok is false for others, such as GPUs or GWh.
func Unit(s string) (watts int64, ok bool) {
	watts, ok = units[strings.ToLower(strings.TrimSpace(s))]
	return watts, ok
}

// Read is the power that a quantity states, to the nearest kilowatt; ok is false when it counts something else, is negative or
// more than [Most].
func Read(q deals.Quantity) (Kilowatts, bool) {
	watts, ok := Unit(q.Unit)
	if !ok || q.Number.Coefficient < 0 {
		return 0, false
	}
	r := new(big.Rat).SetFrac(
		new(big.Int).Mul(big.NewInt(q.Number.Coefficient), big.NewInt(watts)),
		new(big.Int).Mul(big.NewInt(1000), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(q.Number.Scale)), nil)))
	r.Add(r, big.NewRat(1, 2))
	k := new(big.Int).Quo(r.Num(), r.Denom())
	if !k.IsInt64() || Kilowatts(k.Int64()) > Most {
		return 0, false
	}
	return Kilowatts(k.Int64()), true
}

// Target is an amount of power that is to be in place at the end of a year.
type Target struct {
	Power Kilowatts
	Year  int
}

// String is the target as [ParseTarget] reads it: "250GW@2033".
func (t Target) String() string {
	return strings.ReplaceAll(t.Power.String(), " ", "") + "@" + strconv.Itoa(t.Year)
}

var targetYear = regexp.MustCompile(`^[1-9][0-9]{3}$`)

// ParseTarget reads power and a year: 250GW@2033, 500 MW @ 2027. The power is more than nothing. Errors say how to write it.
func ParseTarget(s string) (Target, error) {
	const form = "write it as 250GW@2033"
	power, year, ok := strings.Cut(s, "@")
	year = strings.TrimSpace(year)
	switch {
	case strings.TrimSpace(s) == "":
		return Target{}, fmt.Errorf("a target is power and a year: %s", form)
	case !ok:
		return Target{}, fmt.Errorf("%q lacks @ and the year: %s", s, form)
	case !targetYear.MatchString(year):
		return Target{}, fmt.Errorf("%q is not a year: %s", year, form)
	}
	y, err := strconv.Atoi(year)
	if err != nil || y < deals.FirstYear || y > deals.LastYear {
		return Target{}, fmt.Errorf("the year %s is not from %d to %d: %s", year, deals.FirstYear, deals.LastYear, form)
	}
	q, err := deals.ParseQuantity(power)
	if err != nil {
		return Target{}, fmt.Errorf("%w (%s)", err, form)
	}
	k, ok := Read(q)
	_, known := Unit(q.Unit)
	switch {
	case !known:
		return Target{}, fmt.Errorf("%q is no unit of power: use GW or MW, as in 250GW@2033", q.Unit)
	case !ok:
		return Target{}, fmt.Errorf("%s is more than %s: check the number", q, Most)
	case k == 0:
		return Target{}, fmt.Errorf("%s is no power: a target is more than nothing", q)
	}
	return Target{k, y}, nil
}

// times is k × part / of, rounded to the nearest; of is more than 0, and 0 ≤ part ≤ of.
func (k Kilowatts) times(part, of int64) Kilowatts {
	r := new(big.Int).Mul(big.NewInt(int64(k)), big.NewInt(part))
	r.Add(r, big.NewInt(of/2))
	r.Quo(r, big.NewInt(of))
	return Kilowatts(r.Int64())
}

// Dollars is what power costs at a price of one gigawatt, in minor units; ok is false when that is more than money can be.
func Dollars(k Kilowatts, perGigawatt float64) (minor int64, ok bool) {
	x := math.Round(float64(k.GW()*perGigawatt) * 100)
	if math.IsNaN(x) || math.Abs(x) > 1e17 {
		return 0, false
	}
	return int64(x), true
}
