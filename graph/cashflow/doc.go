// Package cashflow sets what a party is due to pay, year by year, against the means it has for that.
//
// Commitments for years ahead are fixed; revenue is not. So the question is always the same: in which year do the dues pass
// what there is to pay them from, by how much, because of which deals, and how far may revenue be late until they do?
//
// A [Plan] has two halves. One is the calendar of deals: who is due to pay whom how much in which year. The other is the [Books]
// of each party: the cash on record, revenue from outside the network as facts tell it and as it would go on from the last
// actual figure at an assumed rate, and the share of that revenue which is left to pay for deals. An [Account] is one party's
// side of the plan. Nothing is guessed in silence: what no fact tells is unknown, and every figure says whether it is actual,
// guided, forecast or projected.
//
// Revenue is a path in time ([Path]): a speed, in money per year, that passes through what is known. A slip moves what is ahead of the last actual
// figure to a later time, while dues stay where they are.
//
// Money is in minor units of the view's currency, as int64 where it comes from deals and float64 where assumptions went into it.
package cashflow
