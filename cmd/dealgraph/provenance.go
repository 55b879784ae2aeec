package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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
	AsOf    string   `json:"as_of,omitempty"` // the day that it shows, unless the arguments name it
	Stamp   string   `json:"stamp"`
	Saved   bool     `json:"saved_result,omitempty"` // drawn from a saved result, so the command alone does not draw it again
}

// lookFlags are flags that change how a figure looks or where it goes, and not what it says.
var lookFlags = []string{"ledger", "color", "output", "format", "theme", "scale", "font", "layout-from", "timeout", "help", "csv-stamp", "csv-table", "force", "saved"}

// record writes r, with what cmd was asked for and what the figures say, as one line of JSON.
func (r figureRecord) record(cmd *cobra.Command, args []string, figures ...figure.Figure) (string, error) {
	r.Schema, r.Tool, r.Command = recordSchema, toolVersion(), strings.Fields(cmd.CommandPath())[1:]
	r.Args = append([]string{}, args...)
	cmd.Flags().Visit(func(f *pflag.Flag) { // in the order of their names
		if !slices.Contains(lookFlags, f.Name) {
			r.Args = append(r.Args, "--"+f.Name+"="+flagText(f.Value))
		}
	})
	var err error
	if r.Figure, err = figureHash(figures); err != nil {
		return "", err
	}
	data, err := json.Marshal(r)
	return string(data), err
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

// figureHash is the hash of what figures say. The source line is left out: it names the ledger and the program, which have
// their own place in a record.
func figureHash(figures []figure.Figure) (string, error) {
	h := sha256.New()
	for _, f := range figures {
		data, err := json.Marshal(f)
		if err != nil {
			return "", fmt.Errorf("record the figure: %w", err)
		}
		var fields map[string]any
		if err := json.Unmarshal(data, &fields); err != nil {
			return "", fmt.Errorf("record the figure: %w", err)
		}
		delete(fields, "source")
		if data, err = json.Marshal(fields); err != nil { // keys are sorted
			return "", fmt.Errorf("record the figure: %w", err)
		}
		h.Write(data)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}
