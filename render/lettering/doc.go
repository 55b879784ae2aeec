// Package lettering sets lines of text: it finds for each character the face and the glyph that show it, and says
// where the glyph goes. Whoever paints text, as pixels or on a page, paints these glyphs.
//
// The faces are Liberation Sans, regular, bold, italic and bold italic, which is part of the program and has the
// widths of Helvetica and Arial. Characters it lacks are looked for in the faces the caller brings, in the order
// given; what nobody has is a glyph without a face, for which an empty box is drawn.
//
// Glyphs are kerned as the face says. There are no ligatures, no shaping of Arabic or Indic scripts, and no writing
// from right to left: each character is a glyph, set after the one before it.
package lettering
