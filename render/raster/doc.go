// Package raster draws a picture in SVG, as this program writes them, as PNG: for documents and programs that take no
// SVG. It needs no browser, no font and no library of the machine, and the same picture gives the same bytes.
//
// # How a picture becomes pixels
//
//  1. Package shapes reads the SVG into a list of paths and texts; package lettering turns texts into outlines.
//  2. Curves are flattened to lines that are never more than a thirtieth of a pixel off. A stroke becomes the
//     outline of what the pen covers, dash by dash, with its caps and joins.
//  3. For each line that bounds an area, the pixels it crosses note how much of them lies on its right. Summing up
//     along a row gives how much of every pixel is covered: anti-aliasing in integers, at a cost that goes with
//     the length of the outlines rather than with the area of their bounds. The sums are rounded to 1/32, which
//     nobody sees, and which makes the files a quarter smaller.
//  4. Colours are laid over each other in that proportion. A group with an opacity is painted on a layer of its own
//     first, and the layer laid on the picture as one.
//
// Colours are mixed as browsers mix them, in sRGB values without regard to gamma.
//
// # Text in the file
//
// A PNG can carry text that no viewer shows: title, source, what it was made from. [Options.Text] writes such
// chunks (iTXt, in UTF-8), [Chunks] reads them.
package raster
