package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// envelope is the JSON around every result. The schema changes its number when
// a field changes its meaning or goes away; new fields may come at any time.
type envelope struct {
	Schema   string   `json:"schema"` // "dealgraph/COMMAND/v1"
	Tool     string   `json:"tool_version"`
	Ledger   string   `json:"ledger_hash,omitempty"`
	View     any      `json:"view,omitempty"`
	Seed     *int64   `json:"seed,omitempty"`
	Stamp    string   `json:"stamp,omitempty"`
	Warnings []string `json:"warnings"`
	Result   any      `json:"result"`
}

// writeEnvelope writes r as indented JSON. Characters that mean something to
// HTML are escaped, as encoding/json does, because results end up in pages.
func writeEnvelope(w io.Writer, r report) error {
	e := envelope{
		Schema:   fmt.Sprintf("dealgraph/%s/v1", r.Command),
		Tool:     toolVersion(),
		Ledger:   r.LedgerHash,
		View:     r.View,
		Seed:     r.Seed,
		Stamp:    r.Stamp,
		Warnings: []string{},
		Result:   r.Result,
	}
	for _, warning := range r.Warnings {
		e.Warnings = append(e.Warnings, warning.Error())
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(e)
}
