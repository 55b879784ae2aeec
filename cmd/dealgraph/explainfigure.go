package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/pdf"
	"dealgraph/render/raster"
	"dealgraph/render/view"
)

// figureExtensions are of files that carry a record of where they come from.
var figureExtensions = []string{".svg", ".png", ".html", ".htm", ".dot", ".gv", ".pdf"}

// isFigureFile reports whether explain is asked about a file rather than a name.
func isFigureFile(name string) bool {
	return slices.Contains(figureExtensions, strings.ToLower(filepath.Ext(name)))
}

// runExplainFigure says where a figure comes from, and whether it is still true of the ledger: it makes the figure again, by the
// command in its record, and compares what the two say.
func runExplainFigure(ctx context.Context, o *explainOptions) error {
	data, err := readCapped(o.what, maxFigureFile)
	if err != nil {
		return err
	}
	if err := o.keepInput(); err != nil {
		return err
	}
	was, err := recordOf(o.what, data)
	if err != nil {
		return fmt.Errorf("%s: %w", o.what, err)
	}
	shown := view.FigureStory{File: o.what, Stamp: was.Stamp, Tool: was.Tool, Ledger: was.Ledger, Command: "dealgraph " + strings.Join(quoteAll(slices.Concat(was.Command, was.Args)), " ")}
	hash := ""
	if why := was.repeatable(); why != nil {
		shown.Verdict, shown.Why = view.FigureUnknown, why.Error()
	} else {
		l, err := o.load()
		if err != nil {
			return err
		}
		hash = l.Hash
		shown.AsOf, shown.Later = was.AsOf, later(l, was.AsOf)
		now, picture, err := o.redrawn(ctx, was)
		if err != nil {
			shown.Verdict, shown.Why = view.FigureStale, "it cannot be drawn any more: "+err.Error()
		} else {
			compareFigures(&shown, was, now)
			if isPicture(o.what) && was.edited(data) {
				shown.Verdict, shown.Why = view.FigureStale, "the file has been edited since it was drawn"
			}
			if isPicture(o.what) && shown.Verdict == view.FigureStale {
				shown.Changes = changes(marksOf(data), marksOf(picture))
			}
		}
	}
	shown.LedgerNow = hash
	err = o.output.write(o.streams, report{Command: "explain-figure", Result: shown, Tables: shown.Tables(), LedgerHash: hash, Stamp: "dealgraph=" + toolVersion()})
	switch {
	case err != nil || shown.Verdict == view.FigureTrue:
		return err
	case shown.Verdict == view.FigureUnknown:
		return fmt.Errorf("whether %s is still true cannot be told: %s", o.what, shown.Why)
	}
	return errFindings
}

// keepInput keeps a ledger that comes by standard input, since it is read twice: here, and by the command that draws again.
func (o *explainOptions) keepInput() error {
	if o.ledger != "-" {
		return nil
	}
	data, err := io.ReadAll(o.in)
	o.again = data
	o.in = bytes.NewReader(data)
	return err
}

// isPicture reports whether a file is an SVG, whose marks can be compared.
func isPicture(name string) bool { return strings.ToLower(filepath.Ext(name)) == ".svg" }

// maxFigureFile is how large a figure may be.
const maxFigureFile = 256 << 20

// errNoRecord is of a file that does not say where it comes from.
var errNoRecord = errors.New("this file does not say where it comes from: it was not drawn by dealgraph map or chart, or its record was stripped")

// recordOf reads the record in a figure's file.
func recordOf(name string, data []byte) (figureRecord, error) {
	text, err := recordText(strings.ToLower(filepath.Ext(name)), data)
	if err != nil {
		return figureRecord{}, err
	}
	var r figureRecord
	if err := json.Unmarshal([]byte(text), &r); err != nil || r.Schema != recordSchema || len(r.Command) == 0 {
		return figureRecord{}, errNoRecord
	}
	return r, nil
}

// recordText finds the record by the kind of file.
func recordText(extension string, data []byte) (string, error) {
	switch extension {
	case ".png":
		chunks, err := raster.Chunks(data)
		if err != nil {
			return "", err
		}
		for _, c := range chunks {
			if c.Keyword == recordKeyword {
				return c.Text, nil
			}
		}
	case ".pdf":
		return pdf.Subject(data)
	case ".dot", ".gv":
		if line, ok := bytes.CutPrefix(data, []byte("// ")); ok {
			line, _, _ = bytes.Cut(line, []byte("\n"))
			return string(line), nil
		}
	case ".html", ".htm":
		_, rest, ok := strings.Cut(string(data), `"schema":"`+recordSchema+`"`)
		if !ok {
			return "", errNoRecord
		}
		end := strings.Index(rest, "</script>")
		if end < 0 {
			end = strings.Index(rest, "</metadata>")
		}
		if end < 0 {
			return "", errNoRecord
		}
		return `{"schema":"` + recordSchema + `"` + strings.TrimSpace(html.UnescapeString(rest[:end])), nil
	default:
		return metadataOf(data)
	}
	return "", errNoRecord
}

// metadataOf is the text of the first <metadata> in an SVG file.
func metadataOf(data []byte) (string, error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return "", errNoRecord
		}
		if err != nil {
			return "", err
		}
		if t, ok := token.(xml.StartElement); ok && t.Name.Local == "metadata" {
			var text string
			err := decoder.DecodeElement(&text, &t)
			return text, err
		}
	}
}

// repeatable says why the command of a record cannot be run again, or nil. Only map and charts are run, with flags of the form
// --name=value that neither read nor write a file.
func (r figureRecord) repeatable() error {
	known := len(r.Command) == 1 && r.Command[0] == "map"
	if len(r.Command) == 2 && r.Command[0] == "chart" {
		known = slices.ContainsFunc(chartKinds(), func(k chartKind) bool { return k.name == r.Command[1] })
	}
	switch {
	case !known:
		return fmt.Errorf("its record names a command that draws nothing: %s", strings.Join(r.Command, " "))
	case r.Saved:
		return errors.New("it was drawn from a saved result: run that command again, and draw it with --saved")
	}
	for _, arg := range r.Args {
		name, value, isFlag := strings.Cut(arg, "=")
		flag, long := strings.CutPrefix(name, "--")
		switch {
		case long && !isFlag, strings.HasPrefix(arg, "-") && !long, long && (slices.Contains(lookFlags, flag) || flag == "assumptions"):
			return fmt.Errorf("its record has the argument %s, which is not used again", arg)
		case name == "--highlight" && strings.HasPrefix(value, "shock:"):
			return fmt.Errorf("it shows the result in %s: run the shock again, and draw it anew", strings.TrimPrefix(value, "shock:"))
		}
	}
	return nil
}

// onItsDay are the arguments with the day that the figure shows: what it says is about that day. Of losses it is the shock that has the day.
func (r figureRecord) onItsDay() []string {
	dated := func(s string) bool { return strings.Contains(s, "--as-of=") || strings.Contains(s, "--as-of ") }
	if r.AsOf == "" || slices.ContainsFunc(r.Args, dated) {
		return r.Args
	}
	args := slices.Clone(r.Args)
	if i := slices.IndexFunc(args, func(s string) bool { return strings.HasPrefix(s, "--highlight=shock ") }); i >= 0 {
		args[i] += " --as-of=" + r.AsOf
		return args
	}
	return append(args, "--as-of="+r.AsOf)
}

// redrawn draws the figure of a record from the ledger of this command.
func (o *explainOptions) redrawn(ctx context.Context, was figureRecord) (figureRecord, []byte, error) {
	var out bytes.Buffer
	s := o.streams
	s.out, s.err, s.outTTY, s.errTTY, s.chart, s.in = &out, io.Discard, false, false, nil, bytes.NewReader(o.again)
	root := newRoot(s)
	format := "svg" // what a .png or a .dot says is what the picture says
	if ext := strings.ToLower(filepath.Ext(o.what)); ext == ".html" || ext == ".htm" {
		format = "html"
	}
	args := slices.Concat(was.Command, []string{"--ledger=" + o.ledger, "--format=" + format}, was.onItsDay())
	if was.Command[0] == "map" {
		args = append(args, "--timeout=10m") // the largest maps take minutes, and who drew this one may have had the patience
	}
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return figureRecord{}, nil, err
	}
	now, err := recordOf("now."+format, out.Bytes())
	return now, out.Bytes(), err
}

// later is the last date of a ledger, if that is after the day a figure shows.
func later(l *deals.Ledger, asOf string) string {
	day, err := deals.ParseDate(asOf[strings.LastIndexByte(asOf, ',')+1:]) // of several the last
	if last := l.LastDate(); err == nil && last.After(day.Last()) {
		return last.String()
	}
	return ""
}

// compareFigures says whether two figures say the same.
func compareFigures(shown *view.FigureStory, was, now figureRecord) {
	shown.Verdict = view.FigureTrue
	if was.Figure == now.Figure {
		if was.Ledger != now.Ledger {
			shown.Why = "the ledger has changed since, but nothing that the figure shows"
		}
		return
	}
	shown.Verdict, shown.Why = view.FigureStale, "the ledger says something else now"
	if was.Ledger == now.Ledger {
		shown.Why = "the ledger is the same, but this version of the program tells it otherwise"
	}
}

// labelMark begins the id of a mark that is the text beside something.
const labelMark = "text of "

// mark is a part of a picture that stands for something: an arrow, a party, a bar.
type mark struct{ id, said string }

// marksOf lists what a picture shows, in its order: the tooltips of what stands for something, and the labels. The label of an
// arrow begins with the numbers of its cycles.
func marksOf(data []byte) []mark {
	var out []mark
	decoder := xml.NewDecoder(bytes.NewReader(data))
	depth, id, label, until := 0, "", "", 0 // the label is that of the group that ends at a depth
	for {
		token, err := decoder.Token()
		if err != nil {
			return out
		}
		switch t := token.(type) {
		case xml.EndElement:
			if depth == until {
				label = ""
			}
			depth--
		case xml.StartElement:
			depth++
			at := attributes(t)
			if at["data-id"] != "" {
				id = at["data-id"]
			}
			if of := at["data-for"] + at["data-party"]; of != "" {
				label, until = labelMark+of, depth
			}
			what := ""
			switch {
			case t.Name.Local == "title" && id != "":
				what, id = id, ""
			case t.Name.Local == "text" && label != "" && at["fill"] != "none": // what has none is the border under a text
				what = label
			default:
				continue
			}
			var said string
			if decoder.DecodeElement(&said, &t) != nil {
				return out
			}
			depth--
			out = append(out, mark{what, said})
		}
	}
}

// changes lists what is new, gone or said otherwise.
func changes(before, after []mark) []view.FigureChange {
	var out []view.FigureChange
	had, has := map[string][]string{}, map[string][]string{}
	for _, m := range before {
		had[m.id] = append(had[m.id], m.said)
	}
	for _, m := range after {
		has[m.id] = append(has[m.id], m.said)
	}
	for _, m := range before {
		switch now := has[m.id]; {
		case len(now) == 0:
			out = append(out, view.FigureChange{What: m.id, Before: m.said})
		case !slices.Contains(now, m.said):
			out = append(out, view.FigureChange{What: m.id, Before: m.said, After: strings.Join(now, "; ")})
		}
	}
	for _, m := range after {
		if len(had[m.id]) == 0 {
			out = append(out, view.FigureChange{What: m.id, After: m.said})
		}
	}
	return out
}

// quoteAll quotes arguments for a shell where they need it.
func quoteAll(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = a
		if strings.ContainsAny(a, " \t\n'\"\\$&|;<>()*?[]#~`!{}") {
			out[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
	}
	return out
}
