// Package figure says what a picture shows, as plain values.
//
// A figure knows nothing of ledgers, money or markup. Somebody who knows finance fills it in with final
// strings ("$4.5tn", "OpenAI → Oracle → Nvidia → OpenAI"); somebody who knows drawing turns it into a scene
// and then into bytes. In between it can be written to a file as JSON, compared, and edited by hand.
//
// A deal map has four parts:
//
//   - nodes: the parties, drawn as circles whose area is proportional to Value;
//   - arcs: the legs of deals, each from the party that hands something over to the party that receives it,
//     drawn as arrows whose width grows with the square root of Amount;
//   - cycles: the closed ways through the arcs that the reader shall see first, numbered from 1. An arc
//     names the cycles it belongs to, and gets their numbers as badges;
//   - everything in words: title, legend, caption, what is not drawn, where it comes from.
//
// Two properties of an arc are kept apart on purpose. Kind says what changes hands (shares, compute, a loan)
// and chooses colour and dash. Certainty says how firmly it is agreed, and chooses the body of the stroke.
// A letter of intent can then never be taken for a contract, whatever its kind.
//
// The order of Nodes and Arcs carries no meaning: a map drawn from a shuffled figure is the same map. IDs
// decide ties, so they must be unique among the nodes and among the arcs; Map.Check says when they are not.
package figure
