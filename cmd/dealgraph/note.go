package main

import (
	"github.com/spf13/cobra"
)

func newNote(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "note",
		Short: "Keep notes with numbers from a ledger true",
		Long: `Keep notes with numbers from a ledger true. A note is a text file in Markdown, or
another format, in which tables, figures and numbers stand between comments that say
which query they answer. Everybody can read it without this program.

<!-- dealgraph:begin id=t1 q="circularity --basis signed" -->
… the answer as a table …
<!-- dealgraph:end id=t1 -->

A query is a command line of this program without its name. It is run in this
process, never by a shell, touches no file, and has 50 seconds.`,
	}
	cmd.AddCommand(
		newNoteNew(s, runNoteNew),
		newNoteRefresh(s, runNoteRefresh),
		newNoteCheck(s, runNoteCheck),
		newNoteExplain(s, runNoteExplain),
		newNoteFreeze(s, runNoteFreeze),
		newNoteVars(s, runNoteVars),
		newNoteLint(s, runNoteLint),
	)
	return cmd
}
