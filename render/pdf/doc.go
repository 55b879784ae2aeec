// Package pdf sets a picture in SVG, as this program writes them, on a page of PDF: for print, and for documents that
// take no SVG. The page has the size of the picture (a unit becomes 3/4 of a point, as a CSS pixel does), lines stay
// lines at any magnification, and text stays text that can be selected and searched, in embedded Liberation Sans.
//
// The same picture gives the same bytes: there is no clock in it. The date of the file is fixed.
//
// # How a page comes about
//
// Package shapes reads the SVG, package lettering sets the text. The operators of the page are written here; fpdf
// makes the file around them: it cuts the fonts down to the characters in use and writes pages, states and
// properties. Two things it cannot do are done afterwards, on its objects:
//
//   - A group with an opacity becomes a transparency group: a form that is painted on its own and laid on
//     the page as one. Otherwise the colour of a hollow arrow would shine through its faded core. The forms of fpdf
//     are not isolated and know no opacity within.
//   - The fonts get the names that mark them as Liberation Sans, cut down.
//
// # What is an outline rather than text
//
// The halo behind a label is drawn as outlines, so that the label is not found and copied twice. So are the
// characters that fpdf cannot embed: those of collections and of OpenType faces with cubic outlines, those above U+FFFF,
// and those of faces whose licence forbids it. They look right, but cannot be searched.
package pdf
