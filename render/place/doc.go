// Package place turns a figure and the positions of its parties into a scene: circles, arrows, names and
// amounts, each with its place on the canvas, none in the way of another. It is plain geometry: it knows no
// Graphviz and no SVG, so a picture can be tested as numbers.
//
// The canvas is measured in points with the origin in the lower left corner and y upward, as in Graphviz.
//
// # How a picture is found
//
//  1. Sizes. The area of a circle is proportional to the value of its party, so its radius goes with the
//     square root; the width of an arrow goes with the square root of its amount. Linear widths would leave
//     two arrows and make the rest vanish; logarithmic ones would make $3bn look like $300bn.
//  2. Springs. The figure becomes an undirected graph with one spring per pair of parties. Somebody else
//     finds where the springs come to rest, several times from different starts.
//  3. Fit. Each arrangement is turned twelve ways, stretched to the canvas, and its circles pushed apart. The
//     one with the fewest crossings, near misses and long ways goes on.
//  4. Routes. All arrows between two parties form a ribbon that keeps to the right, as traffic does, so that
//     A → B and B → A never lie on each other. Each ribbon tries fifteen bows, the thickest ribbon first, and
//     all of them several times over, until none gets better.
//  5. Text. Names go inside their circle if they fit, otherwise to one of sixteen sides of it. Amounts go on
//     their arrow at one of seventeen points, the largest first. An amount that would cover something
//     else is left out with a warning; it stays in the tooltip.
//
// Everything is kept in slices ordered by properties of the figure, never by the order it was written in,
// and every number that decides something is rounded first: the same figure gives the same scene, to
// the last bit, on any machine.
package place
