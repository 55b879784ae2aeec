// Package valuation says what stakes are worth when parties own one another: the value layer above the payments.
//
// A fall in value is no cash. Payments are cleared first, by package clearing; what that leaves is valued here, and nothing
// found here is fed back into payments.
//
//   - [Holdings.Values]: parties that hold shares of one another, with costs when a value falls below a threshold
//     (Elliott, Golub and Jackson 2014). Adding up book equity counts what lies inside holdings twice; [Values.Overstatement]
//     says by how much.
//   - [Holdings.MarkDown]: how a loss in some parties lowers what the holders of their shares have, along chains of holdings.
//   - [Balance.Greatest] and [Balance.Least]: shares and debts of several ranks held across (Suzuki 2002; Elsinger 2009; Fischer 2014).
//     With nothing but debts of one rank that is the clearing of Eisenberg and Noe.
package valuation
