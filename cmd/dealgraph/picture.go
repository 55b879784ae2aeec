package main

import (
	"fmt"
	"os"
	"strings"

	"dealgraph/render/pdf"
	"dealgraph/render/raster"

	"github.com/spf13/cobra"
)

// pictureFlags are the flags of every command that draws.
type pictureFlags struct {
	theme string
	scale float64
	fonts []string
}

func themeChoices() []choice {
	return []choice{{"light", "for paper and pages"}, {"dark", "for dark pages"}, {"auto", "as the reader's system is set"}}
}

// The formats of a picture.
func pictureFormats() []format {
	return []format{
		{name: "svg", meaning: "a picture for notes and pages, sharp at every size", extensions: []string{".svg"}},
		{name: "png", meaning: "pixels, for mail and slides; see --scale", extensions: []string{".png"}, binary: true},
		{name: "pdf", meaning: "one page, with text that can be searched", extensions: []string{".pdf"}, binary: true},
	}
}

func (p *pictureFlags) bind(cmd *cobra.Command) {
	p.theme = "light"
	f := cmd.Flags()
	addEnum(cmd, f, &p.theme, "theme", "the colours", themeChoices())
	f.Float64Var(&p.scale, "scale", 1, "of a PNG: pixels for each unit of the picture, 2 for sharp screens")
	f.StringArrayVar(&p.fonts, "font", nil, "of a PNG or PDF: a font `FILE` for writing that Liberation Sans lacks, such as Chinese (may be repeated)")
}

func (p *pictureFlags) check() error {
	if !(p.scale >= 0.25 && p.scale <= 8) { // nor NaN
		return usagef("--scale must lie between 0.25 and 8")
	}
	return nil
}

// convert turns an SVG picture into a format of pictureFormats. What the picture says of itself is in the file, whatever its
// format.
func (p *pictureFlags) convert(g global, svg []byte, format, record string) ([]byte, error) {
	if format == "svg" {
		return sealed(svg), nil
	}
	var fonts [][]byte
	for _, path := range p.fonts {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, data)
	}
	var out []byte
	var missing []rune
	var err error
	switch format {
	case "png":
		out, missing, err = raster.PNG(svg, raster.Options{Scale: p.scale, Fonts: fonts, Text: []raster.Chunk{{Keyword: recordKeyword, Text: record}}})
	case "pdf":
		out, missing, err = pdf.Page(svg, pdf.Options{Fonts: fonts, Subject: record, Producer: "dealgraph " + toolVersion()})
	default:
		return nil, fmt.Errorf("%s is no format of a picture", format)
	}
	if len(missing) > 0 {
		fmt.Fprintf(g.err, "warning: no font has %s: drawn as empty boxes; name a font that has them with --font FILE\n", listRunes(missing))
	}
	return out, err
}

// listRunes lists some characters, and says how many more there are.
func listRunes(runes []rune) string {
	const most = 12
	shown := make([]string, 0, most)
	for _, r := range runes[:min(most, len(runes))] {
		shown = append(shown, fmt.Sprintf("%q", r))
	}
	said := strings.Join(shown, " ")
	if more := len(runes) - most; more > 0 {
		said += fmt.Sprintf(" and %d more characters", more)
	}
	return said
}
