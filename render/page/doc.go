// Package page makes web pages of figures: an interactive deal map as one HTML file, and a text with its figures as another.
//
// HTML takes the pictures that package svg drew, one for each basis and date, and the deals behind their arrows, and
// returns a page with a switch for the basis, a slider for the date, chips that hide kinds of deals, a search box, zoom,
// and a panel that shows the deals of whatever one clicks on, with their sources. Everything is given as final strings:
// the page knows no finance.
//
// # How the page works
//
// The first picture and the table of its deals are plain markup: they can be read, searched and printed without any
// script. The script, if it may run, makes them one of several views. The other pictures lie in the page as one compressed
// block. They share most of their lines, so that each line is kept once and a picture is a list of line
// numbers; the browser unpacks the block when the reader asks for a second picture.
//
// What the reader looks at (basis, date, and the party, deal or cycle in focus) is in the fragment of the address, so
// that a link to the page leads others to the same view.
//
// A picture ties to the deals by what package svg writes into it: data-id on circles and arrows, data-kind and
// data-certainty, data-from and data-to, data-cycles on arrows; data-for on labels and data-party on names; data-cycle on
// the lines of the legend's list of cycles. Where one of these is missing the page does less, and does not break.
//
// # What the page may do
//
// Nothing but show itself. A content security policy forbids every request, and every script and style sheet but those
// whose hashes it names. Pictures are read as XML and written anew from a short list of elements and attributes; one with
// anything else is an error. Names become text, never markup. Only sources with an http or https address become links, and
// they open without telling where the reader came from.
//
// # Articles
//
// ArticleHTML takes the Markdown of a report and the pictures it names, and returns a page without a script: the pictures stand in
// it as SVG, wide tables are pushed aside on a phone and not the page, and it prints on A4. HTML in the text is dropped, a
// picture that is not given is told by its words, and the page is well-formed XML.
//
// Same input, same bytes.
package page
