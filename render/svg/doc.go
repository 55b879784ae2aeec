// Package svg draws a figure as one self-contained SVG file that can be printed.
//
// Map goes three ways with a deal map: package graphviz finds positions for the parties (neato), package
// place turns them into a scene in which nothing is in the way of anything else, and graphviz draws that scene
// (nop2). What Graphviz writes is then taken apart and put together anew: parsed into a small tree that
// admits only the elements and attributes we expect, sorted into layers, restyled, and given a title, a
// legend, a list of cycles and a source line.
//
// # How to read a map
//
// An arrow goes from the party that hands something over, or promises to, to the party that receives it. Its
// colour and dash say what: shares, compute, a loan. Its width goes with the square root of the amount. Its
// body says how firm it is:
//
//	━━━━━▶  a full stroke: signed, in force, or done
//	═════▷  a tube: announced, nothing signed
//	⬭ ⬭ ⬭▷  a chain of empty links, marked LOI: a letter of intent or a proposal
//	○ ○ ○▷  a row of empty beads, marked "rumoured": hearsay
//
// A full stroke may be dashed or dotted, which belongs to its kind, but it is never empty; what is not a
// contract always is. So a letter of intent cannot be taken for a contract, in print, in grey, or by a
// reader who does not see colours well.
//
// Circles have the area of the party's value; a broken rim says that it is not known. Arrows on a
// cycle keep their full colour and carry the numbers of their cycles, the others step back.
//
// # What the file contains
//
// No script, no style that matters, no image, no font, no link, nothing from outside. Colours are
// attributes; the style sheet only adds the dark theme (Auto) and fading on hover. Text is escaped, and
// stripped of control characters and of marks that turn the direction of writing. The root has
// role="img", a title, and a description that tells the cycles in words. Every id begins with the
// figure's, so that several maps can stand on one page.
//
// For programs that read the picture: a circle is a <g class="party nN" data-id="…">, an arrow a
// <g class="deal pN pM" data-id="…" data-kind="…" data-certainty="…">, where data-id is the ID in the figure
// and N and M number the circles of its ends in the order they are drawn; its label is another <g> of
// the same classes.
//
// Same figure, same options: same bytes.
package svg
