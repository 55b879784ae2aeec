// Package throughflow asks whose money it is: how much of what a party receives has been its own before, where the money that
// reaches it began, and where the money that it pays ends.
//
// # The matrix
//
// Each party has a sum of money T: what others pay it, or, if it pays more than that, what it pays. Of each dollar that it has
// it passes on the share P_ij = F_ij/T_i to j, F_ij being what the deals say. The matrix N = (I−P)⁻¹ = I + P + P² + … then
// counts how often a dollar that is now at i will be at j. [Solve] sets it up; everything else reads it.
//
// # Pro rata
//
// Dollars have no names. The matrix takes it that every party spends in proportion: if a fifth of what it has came from i, a
// fifth of each payment that it makes is money from i. That is a rule of book-keeping, not an observation, and the only one
// that prefers no payment to another. Under it the round trip of a party, [Party.RoundTrip], is the share of its money that it
// has paid out before, and [Matrix.Finn] the same of all parties. [Matrix.VendorFinanced] asks for one way round only: out as
// funding, back as a purchase.
//
// # Bounds
//
// [RoundTripBounds] does without that rule. However the dollars are told apart, no more can come back to a party than fits
// through the deals on the way round, and no less than what it receives beyond all that others can have had from elsewhere.
// The share by proportion always lies between the two. Where they are far apart, the deals alone do not say how much comes
// back. The deals in [Bounds.Cut] are those that limit it.
//
// [ReturnFlow] is the upper bound with dates: money can be passed on only once it is there. Where dates are known by the month
// or year, it says what is certain and what is possible.
//
// # Outside, and own funds
//
// Parties of the sector outside stand for many: end customers, bond investors. What they pay is new money, and what they are
// paid is gone. They are no part of the circle even where deals lead to them and from them.
//
// A ledger is no balance sheet. A party that pays more than the ledger says it receives must have the rest from elsewhere:
// revenue nobody recorded, cash in the bank, a loan that is not listed. This is called its own funds and counts as new money;
// a party that receives more than it pays keeps the rest. So a missing deal makes own funds too large and the round trip too
// small, or the other way round. Years of different deals added up in one network say little: give a network of one period.
//
// # Closed classes
//
// If some parties pay only one another, receive nothing from anybody else and keep nothing, what they have goes round for
// ever. I−P has no inverse there. All that they receive has been theirs before, so their round trip is 1 ([Party.Closed]),
// but the money has no source and no destination: [Matrix.Provenance] and [Matrix.Destination] are empty. No other party is
// affected, since nothing enters such a class; if anything did, somebody in it would keep it.
//
// # What counts
//
// Known amounts of all kinds but guarantees and warrants, which move nothing unless something happens. A deal of a party with
// itself counts: that money comes back at once. Unknown amounts are in nothing and are counted in the warnings.
//
// Finn 1976 and 1980; Szyrmer and Ulanowicz, Total Flows in Ecosystems, Ecological Modelling 35, 1987; Leontief 1941 for the
// matrix in economics.
package throughflow
