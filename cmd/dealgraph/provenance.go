package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"dealgraph/render/figure"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const (
	recordSchema  = "dealgraph/figure/v1"
	recordKeyword = "dealgraph" // of the text in a PNG
)

// figureRecord says inside a figure's file where it comes from, so that a stray picture can be asked whether it is still true.
type figureRecord struct {
	Schema  string   `json:"schema"`
	Tool    string   `json:"tool_version"`
	Command []string `json:"command"`         // "map", or "chart" and its name
	Args    []string `json:"args"`            // what was asked for: parties and flags, without files and looks
	Ledger  string   `json:"ledger_hash"`     // of the whole ledger
	Figure  string   `json:"figure_hash"`     // of what is shown: names, amounts, words
	AsOf    string   `json:"as_of,omitempty"` // the day that it shows, or the days, unless the arguments name them
	Stamp   string   `json:"stamp"`
	Picture string   `json:"picture_hash"`           // of an SVG file, without this hash: whether it was edited
	Saved   bool     `json:"saved_result,omitempty"` // drawn from a saved result, so the command alone does not draw it again
}

// lookFlags are flags that change how a figure looks or where it goes, and not what it says.
var lookFlags = []string{"ledger", "color", "output", "format", "theme", "scale", "font", "layout-from", "timeout", "help", "csv-stamp", "csv-table", "saved"}

// record writes r, with what cmd was asked for and what the figures say, as one line of JSON.
func (r figureRecord) record(cmd *cobra.Command, args []string, said ...any) (string, error) {
	r.Schema, r.Tool, r.Command = recordSchema, toolVersion(), strings.Fields(cmd.CommandPath())[1:]
	r.Args = append([]string{}, args...)
	cmd.Flags().Visit(func(f *pflag.Flag) { // in the order of their names
		switch many, ok := f.Value.(pflag.SliceValue); {
		case slices.Contains(lookFlags, f.Name):
		case ok && f.Value.Type() == "stringArray": // each stands alone: a value may hold commas
			for _, text := range many.GetSlice() {
				r.Args = append(r.Args, "--"+f.Name+"="+text)
			}
		default:
			r.Args = append(r.Args, "--"+f.Name+"="+flagText(f.Value))
		}
	})
	var err error
	if r.Figure, err = saidHash(said); err != nil {
		return "", err
	}
	data, err := json.Marshal(r)
	return ascii(string(data)), err
}

// ascii escapes in JSON what is not ASCII: every format can carry that.
func ascii(json string) string {
	var b strings.Builder
	for _, r := range json {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Where the hash of a picture stands in an SVG file, with nothing in it yet.
const unsealed = `&quot;picture_hash&quot;:&quot;&quot;`

// sealed writes into an SVG picture the hash of all of it.
func sealed(svg []byte) []byte {
	return bytes.Replace(svg, []byte(unsealed), []byte(strings.TrimSuffix(unsealed, "&quot;")+pictureHash(svg)+"&quot;"), 1)
}

func pictureHash(svg []byte) string {
	sum := sha256.Sum256(svg)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// edited reports whether a sealed picture is not what was drawn.
func (r figureRecord) edited(svg []byte) bool {
	if r.Picture == "" {
		return false // it was never sealed
	}
	return pictureHash(bytes.Replace(svg, []byte(r.Picture), nil, 1)) != r.Picture
}

// flagText is the value of a flag as one writes it.
func flagText(v pflag.Value) string {
	list, ok := v.(pflag.SliceValue)
	if !ok {
		return v.String()
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(list.GetSlice()) // to a builder: cannot fail
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// saidHash is the hash of what a file says: its figures and, of a page, the deals behind them. The source line of a figure is left
// out: it names the ledger and the program, which have their own place in a record.
func saidHash(said []any) (string, error) {
	h := sha256.New()
	for _, part := range said {
		if f, ok := part.(figure.Figure); ok {
			words := f.Words()
			words.Source = ""
			part = figure.Reworded(f, words)
		}
		data, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("record the figure: %w", err)
		}
		h.Write(data)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}
