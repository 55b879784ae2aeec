package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money spells an amount for a table or a sentence: $300.0B, $6.3B, $1.25B,
// €350M, A$1.5K, $12.50, -$5.0B, $0.
//
// minor is the amount in hundredths of the currency's unit, whatever the
// currency; currency is its ISO 4217 code. The rules:
//
//   - The unit is the largest of T, B, M, K (10¹², 10⁹, 10⁶, 10³) of which the
//     rounded amount has at least one: 999.96M is $1.0B, never $1000M.
//   - The number has three significant digits, rounded half away from zero;
//     zeros at the end of the fraction are dropped: $350M, $1.5M.
//   - T and B keep at least one decimal, so that a column of large amounts
//     reads on one grid: $300.0B above $6.3B.
//   - Below 1,000 the amount is exact, with cents if it has any.
//   - A currency has its sign ($ is the US dollar; others say whose: A$, C$,
//     HK$) or else its code: "CHF 1.3B".
//
// Every amount has a spelling; "not known" is not an amount and is for the
// caller to say.
func Money(minor int64, currency string) string {
	return spell(minor, currency, tableUnits)
}

// MoneyShort spells an amount for a label on a map: $300bn, $6.3bn, €350m,
// $1.2tn, A$1.5k. The rules are those of [Money], but no zero at the end of a
// fraction is kept: $1bn.
func MoneyShort(minor int64, currency string) string {
	return spell(minor, currency, labelUnits)
}

// MoneyChinese spells an amount in Chinese units, with the name of the currency behind it: 300亿美元, 63亿美元, 3.5亿欧元,
// 2.78万亿美元. The rules are those of [MoneyShort]; the units are 万 (10⁴), 亿 (10⁸) and 万亿 (10¹²), and a currency without
// a Chinese name keeps its code.
func MoneyChinese(minor int64, currency string) string {
	sign, v := magnitude(minor)
	name, ok := chineseCurrencies[currency]
	if !ok && currency != "" {
		name = " " + currency
	}
	return sign + quantity(v, chineseUnits) + name
}

var chineseCurrencies = map[string]string{
	"USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "CNY": "元人民币", "KRW": "韩元", "INR": "卢比", "AUD": "澳元",
	"CAD": "加元", "HKD": "港元", "NZD": "新西兰元", "SGD": "新加坡元", "TWD": "新台币", "BRL": "雷亚尔", "CHF": "瑞士法郎",
}

// Decimal returns an amount in full, as a plain number in units with two
// decimals: 30000000000000 hundredths are "300000000000.00". It is what a
// [Cell] that shows [Money] carries as Raw.
func Decimal(minor int64) string {
	sign, v := magnitude(minor)
	return fmt.Sprintf("%s%d.%02d", sign, v/100, v%100)
}

// MoneyCell returns a number cell that people read as [Money] and a
// spreadsheet as [Decimal].
func MoneyCell(minor int64, currency string) Cell {
	return Cell{Text: Money(minor, currency), Raw: Decimal(minor), Number: true}
}

// Percent spells a share, 0.123 as 12.3%: one decimal, rounded half away from
// zero. What is neither nothing nor everything never looks so: shares that
// would round to 0.0% or 100.0% are <0.1% and >99.9% (with the sign in front
// for negative ones). A share that is not a number is "n/a".
func Percent(share float64) string {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return "n/a"
	}
	sign := ""
	if share < 0 {
		sign = "-"
	}
	share = math.Abs(share) // of -0 too
	switch s := strconv.FormatFloat(math.Round(share*1000)/10, 'f', 1, 64); {
	case s == "0.0" && share > 0:
		return sign + "<0.1%"
	case s == "100.0" && share < 1:
		return sign + ">99.9%"
	case s == "0.0":
		return "0.0%"
	default:
		return sign + s + "%"
	}
}

// PercentCell returns a number cell that people read as [Percent] and a
// spreadsheet as the share itself.
func PercentCell(share float64) Cell {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return Cell{Text: Percent(share)}
	}
	return Cell{Text: Percent(share), Raw: strconv.FormatFloat(share, 'f', -1, 64), Number: true}
}

// CountCell returns a number cell for a whole number.
func CountCell(n int) Cell {
	return Cell{Text: strconv.Itoa(n), Number: true}
}

// unit is a power of a thousand.
type unit struct {
	minor  uint64 // its size in hundredths
	suffix string
	keep   int // decimals that stay even when they are zero
}

// The units, smallest first.
var (
	tableUnits   = []unit{{1e5, "K", 0}, {1e8, "M", 0}, {1e11, "B", 1}, {1e14, "T", 1}}
	chineseUnits = []unit{{1e6, "万", 0}, {1e10, "亿", 0}, {1e14, "万亿", 0}}
	labelUnits   = []unit{{1e5, "k", 0}, {1e8, "m", 0}, {1e11, "bn", 0}, {1e14, "tn", 0}}
)

func spell(minor int64, currency string, units []unit) string {
	sign, v := magnitude(minor)
	return sign + symbol(currency) + quantity(v, units)
}

// quantity spells v hundredths without sign or currency.
func quantity(v uint64, units []unit) string {
	if v < units[0].minor {
		s := fmt.Sprintf("%d.%02d", v/100, v%100)
		return strings.TrimSuffix(s, ".00")
	}
	for i, u := range units {
		last := i == len(units)-1
		if !last && v >= units[i+1].minor {
			continue
		}
		decimals := max(u.keep, fraction(v, u))
		step := u.minor / pow10(decimals)
		n := (v + step/2) / step // v in units of the last digit shown
		if !last && n >= units[i+1].minor/u.minor*pow10(decimals) {
			continue // rounds up to the next unit
		}
		return point(n, decimals, u.keep) + u.suffix
	}
	panic("table: the largest unit takes every amount")
}

// fraction returns how many decimals give v three significant digits in u. An
// amount that rounds up into the next unit has less than one of it here.
func fraction(v uint64, u unit) int {
	switch {
	case v < 10*u.minor:
		return 2
	case v < 100*u.minor:
		return 1
	}
	return 0
}

// point writes n with a decimal point before its last decimals, without
// trailing zeros beyond keep.
func point(n uint64, decimals, keep int) string {
	for decimals > keep && n%10 == 0 {
		n, decimals = n/10, decimals-1
	}
	if decimals == 0 {
		return strconv.FormatUint(n, 10)
	}
	return fmt.Sprintf("%d.%0*d", n/pow10(decimals), decimals, n%pow10(decimals))
}

func pow10(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// magnitude splits minor into sign and size; it holds for the smallest int64.
func magnitude(minor int64) (sign string, v uint64) {
	if minor < 0 {
		return "-", -uint64(minor)
	}
	return "", uint64(minor)
}

// symbol returns what stands in front of an amount in the currency.
func symbol(currency string) string {
	switch currency {
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "JPY":
		return "¥"
	case "CNY":
		return "CN¥"
	case "KRW":
		return "₩"
	case "INR":
		return "₹"
	case "AUD":
		return "A$"
	case "CAD":
		return "C$"
	case "HKD":
		return "HK$"
	case "NZD":
		return "NZ$"
	case "SGD":
		return "S$"
	case "TWD":
		return "NT$"
	case "BRL":
		return "R$"
	case "":
		return ""
	}
	return currency + " "
}
