package pdf

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"dealgraph/render/lettering"
	"dealgraph/render/shapes"
)

// Options says what a page carries besides the picture.
type Options struct {
	// Fonts are TrueType or OpenType files, asked in this order for characters that Liberation Sans lacks. Of a
	// collection the first face is taken. Only characters of single TrueType files stay text.
	Fonts [][]byte
	// Title, Subject, Keywords and Producer are properties of the file. A Title of "" is that of the picture. Characters
	// above U+FFFF are lost in them.
	Title, Subject, Keywords, Producer string
}

// point is how many points a unit of a picture has.
const point = 0.75

// maxPoints is the longest side of a page, in points, that all readers show.
const maxPoints = 14_400

// date is that of all files: when they were made is no part of them.
var date = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Page sets a picture on a page. It also returns the characters that no font has, in order, for which empty boxes
// are drawn.
//
// It returns an error for a picture that package shapes cannot read, one longer than 14400 points, and a font
// that cannot be read.
func Page(svg []byte, o Options) (file []byte, missing []rune, err error) {
	pic, err := shapes.Parse(svg)
	if err != nil {
		return nil, nil, err
	}
	letters, err := lettering.New(o.Fonts)
	if err != nil {
		return nil, nil, fmt.Errorf("pdf: %w", err)
	}
	if pic.Width*point > maxPoints || pic.Height*point > maxPoints {
		return nil, nil, fmt.Errorf("pdf: %g × %g is longer than %d points", pic.Width, pic.Height, maxPoints)
	}
	w := &writer{pic: pic, letters: letters, fonts: newFonts()}
	if err := w.items(pic.Items); err != nil {
		return nil, nil, fmt.Errorf("pdf: %w", err)
	}
	if file, err = w.file(o); err != nil {
		return nil, nil, fmt.Errorf("pdf: %w", err)
	}
	return file, letters.Missing(), nil
}

// file makes the file around the operators. Fonts come from outside and fpdf trusts them, so a panic becomes an error.
func (w *writer) file(o Options) (file []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("a font cannot be embedded: %v", r)
		}
	}()
	width, height := w.pic.Width*point, w.pic.Height*point
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width, Ht: height}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(date)
	doc.SetModificationDate(date)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	title := o.Title
	if title == "" {
		title = w.pic.Title
	}
	doc.SetTitle(title, true)
	doc.SetSubject(o.Subject, true)
	doc.SetKeywords(o.Keywords, true)
	doc.SetProducer(o.Producer, true)
	w.fonts.embed(doc)
	doc.AddPage()
	for _, alpha := range w.alphas { // they get the names GS1, GS2 … in this order
		doc.SetAlpha(alpha, "Normal")
	}
	if len(w.alphas) > 0 {
		doc.SetAlpha(1, "Normal")
	}
	doc.RawWriteStr(fmt.Sprintf("q %s 0 0 %s 0 %s cm\n%sQ", number(point), number(-point), number(height), &w.b))
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, err
	}
	return w.finish(out.Bytes())
}
