// Package chart draws the figures beside the map as self-contained SVG files of the same family: bars, waterfalls, lines,
// columns, tornados, matrices, timelines and flows.
//
// A chart is honest: lengths and areas start at zero and are proportional to what they show, a range is drawn as a
// range, and what nobody knows is said and not drawn as nothing. Values stand at the marks, so that most charts need no
// legend. What does not fit is left out with a sentence that says what it is worth.
//
// Same figure, same options: same bytes.
package chart
