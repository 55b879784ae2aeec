package view

import (
	"dealgraph/render/table"
)

// The verdicts on a figure.
const (
	FigureTrue    = "still true"
	FigureStale   = "not true any more"
	FigureUnknown = "cannot be told"
)

// FigureStory says where a figure's file comes from, and whether it is still true of a ledger.
type FigureStory struct {
	File      string         `json:"file"`
	Verdict   string         `json:"verdict"`
	Why       string         `json:"why,omitempty"`
	Command   string         `json:"command"` // that drew it, without the ledger
	Stamp     string         `json:"stamp"`
	Tool      string         `json:"tool_version"`
	AsOf      string         `json:"as_of,omitempty"`
	Later     string         `json:"ledger_goes_to,omitempty"` // if that is after the day the figure shows
	Ledger    string         `json:"ledger_hash"`
	LedgerNow string         `json:"ledger_hash_now,omitempty"`
	Changes   []FigureChange `json:"changes,omitempty"`
}

// FigureChange is a part of a figure that would be drawn otherwise now: new without Before, gone without After.
type FigureChange struct {
	What   string `json:"what"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Tables tell the story, and what has changed.
func (s FigureStory) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "figure"}, {Name: "", Max: 110}}}
	add := func(what, said string) {
		if said != "" {
			t.Rows = append(t.Rows, Texts(what, said))
		}
	}
	verdict := s.Verdict
	if s.Why != "" {
		verdict += ": " + s.Why
	}
	add("file", s.File)
	add("verdict", verdict)
	if s.AsOf != "" {
		add("shows the day", s.AsOf)
	}
	if s.Later != "" {
		add("but", "the ledger goes to "+s.Later+" now: drawn anew without --as-of, the figure shows that day")
	}
	add("drawn by", s.Command)
	add("stamp", s.Stamp)
	add("ledger then", s.Ledger)
	add("ledger now", s.LedgerNow)
	out := []table.Table{t}
	if len(s.Changes) > 0 {
		c := table.Table{Title: "What would be drawn otherwise", Columns: []table.Column{{Name: "what", Max: 40}, {Name: "in the figure", Max: 70}, {Name: "now", Max: 70}}}
		for _, x := range s.Changes {
			c.Rows = append(c.Rows, Texts(x.What, x.Before, x.After))
		}
		out = append(out, c)
	}
	return out
}
