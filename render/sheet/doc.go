// Package sheet is the paper, the ink and the type of every figure: what makes them look like one family.
//
//   - Element is a small tree of markup that is always escaped when written.
//   - Painter gives elements their colours and remembers which, so that the dark theme can be one style sheet on top of
//     attributes that show the light one. A Role is what a colour is for, in both themes.
//   - Style is how a piece of text is set; Look is how a kind of deal is drawn: one colour, one dash.
//   - Sheet is a page with title and subtitle above the picture, and what is left out, notes, caption and source below.
//
// It knows no figure in particular: maps are put together in package svg, bars, matrices and the like in package chart.
//
// A finished file has no script, no link, no image, no font and nothing from outside. Colours are attributes; a style
// sheet only adds what may be lost. The root has role="img", a title, a description in words, and under <metadata> a record
// of where the picture comes from.
package sheet
