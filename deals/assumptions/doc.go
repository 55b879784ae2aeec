// Package assumptions holds the numbers that no ledger states and every outlook needs: how likely a letter of intent is to
// become a contract, how fast revenue grows, what a gigawatt costs, how long chips last.
//
// # One kind of file
//
// They all live in one kind of file:
//
//	version: 1
//	probability: {signed: 80%}
//	growth:
//	  default: 1.1x..1.3x..1.6x
//	  openai: {value: 1.5x..2x..4x, source: https://example.org/forecast, note: as guided}
//	cost_per_gw: $40B..50B..60B
//	revenue: {openai: {2027: $40B..60B..80B}}
//	shock: {pay: 50%}
//
// A file is read over the defaults ([Read]), which are such a file themselves ([Default], default.yaml), and single values
// can be set over both ([Set.Override]). Each value knows its origin ([Entry]) and, as far as somebody said so, its source:
// "ours" marks a judgement of this program's authors, which no publication supports.
//
// # Ranges
//
// A number that nobody knows is written as a range, low..likely..high, or low..high, whose likely value is the midpoint, of multiples the geometric one.
// What the ends mean is itself an assumption (key "ends"): the extremes, or the values that one time in twenty is below and
// above.
//
// # Errors
//
// A file is read whole, and all that is wrong with it is reported at once, each with its place. Whether the parties that it
// names exist only a ledger can tell: [Set.Check].
package assumptions
