// Package shapes reads a picture in SVG into a list of what to paint, in painting order, as plain values. Whoever
// turns a picture into something else, pixels or a page, works from that list and knows no markup.
//
//	SVG ──Parse──▶ Picture ──(package raster)──▶ PNG
//	                       └─(package pdf)─────▶ PDF
//
// # What is read
//
// The part of SVG 1.1 that this program writes, and a little more: svg, g, a, rect, circle, ellipse, line,
// polyline, polygon, path with all its commands, text with tspan, clipPath with one upright rectangle; fill,
// stroke, pens with dashes, opacity, transforms. Colours are attributes; what stands in a style element is for
// browsers and is not read, neither is the font family: letters are set in Liberation Sans, whose widths are
// those of Helvetica and Arial.
//
// # Nothing is left out in silence
//
// An element, an attribute or a value that Parse does not know is an error that names it, since a picture without
// its arrows is worse than none. Let pass are only the attributes that do not paint: id, class, role, data-…,
// aria-…, and those of other namespaces.
//
// # Coordinates
//
// The origin is the upper left corner of the picture, x goes right and y down, and one unit is one CSS pixel.
// Transforms and the viewBox are worked into the paths, so every path lies where it is seen. A text keeps its
// letters upright in a frame of its own ([Text.Frame]), since they become outlines only where it is painted.
//
// # Why there are groups
//
// opacity="0.3" on a group does not mean 0.3 on each of its parts: an arrow whose head overlaps its shaft, or whose
// coloured tube has a core of paper, is painted at full strength first and then faded as one. So a group with an
// opacity stays a [Group], to be painted on a layer of its own. All other groups are dissolved, and so are those
// with a single stroke of the brush in them, where it makes no difference.
package shapes
