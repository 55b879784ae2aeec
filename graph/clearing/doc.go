// Package clearing says who pays what when somebody cannot: payments in order of rank, consistent with everyone's means.
//
// # The waterfall
//
// In one period a party has an inflow from outside the system, a buffer, and what others pay it. Out of that it pays its
// dues rank by rank, pro rata within a rank. The ranks up to [System.Hard] are obligations: a party whose means do not cover
// them is in default, and may lose a part of its means to that. Above them stands spending that is cut at will: last, or in
// proportion as means fall short of what was planned. A [Guarantee] makes somebody else pay what a debtor fails to pay, up
// to a cap; what is called is an obligation of the guarantor. A shock withholds a share of what a party pays, after the
// waterfall: cutting a senior due instead would free money for junior creditors, and a larger shock could make somebody
// better off.
//
// Every party's payments grow with every other's, so there is a greatest solution (Tarski 1955), and that is what [Greatest]
// finds. It contains as special cases the clearing vector of Eisenberg and Noe (2001; one rank of obligations), its ranked
// form (Elsinger 2009), bankruptcy costs (Rogers and Veraart 2013; then [Least] may differ), and the spread of a fall in
// demand as in Leontief (discretionary spending alone, cut in proportion, no buffer). [Waves] tells in which round each party
// defaults. Thousands of scenarios of the same deals are for a [Solver], which gives the same result and allocates nothing.
//
// Money that only goes round in a class of parties can be more or less without contradiction. The greatest solution takes as
// much as can be, and [Solution.Undetermined] says of whom that is true.
//
// # Who lost what through whom
//
// [Compare] sets a shocked solution against a baseline. What a party receives less it pays less, to others or outside the
// system, or keeps less; the identities hold to rounding, and what the shock takes ends as losses of outsiders and of
// margins and buffers, and nowhere else. [Losses.Paths] splits losses by the simple paths on which they came, exactly.
//
// # What is not in it
//
// No fire sales, no renegotiation, no new equity but what the inflow contains, and pro rata within a rank. Claims that gain
// when somebody fails (insurance bought, short positions) must stay out: with them a solution need not exist (Schuldenzucker,
// Seuken and Battiston 2020). Stakes are valued afterwards, in package valuation.
//
// Amounts are float64 in whole units of one currency, solved to 1e-12 of the largest means.
package clearing
