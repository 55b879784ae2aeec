package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// group is a heading of the help with the commands below it.
type group struct {
	title    string
	commands []*cobra.Command
}

// commands returns every command: to add one, add a line.
func commands(s streams) []group {
	return []group{
		{"Ledger", []*cobra.Command{
			newInit(s, runInit),
			newCheck(s, runCheck),
			newFmt(s, runFmt),
			newList(s, runList),
			newShow(s, runShow),
			newClaims(s, runClaims),
			newDiff(s, runDiff),
			newExport(s, runExport),
			newImport(s, runImport),
			newSchema(s, runSchema),
		}},
		{"Money that goes round", []*cobra.Command{
			newCycles(s, runCycles),
			newCircularity(s, runCircularity),
			newTrace(s, runTrace),
		}},
		{"Who depends on whom", []*cobra.Command{
			newExposure(s, runExposure),
			newConcentration(s, runConcentration),
			newShock(s, runShock),
		}},
		{"Time", []*cobra.Command{
			newSchedule(s, runSchedule),
			newSlip(s, runSlip),
			newSurvive(s, runSurvive),
			newCone(s, runCone),
			newCapacity(s, runCapacity),
			newDemand(s, runDemand),
			newDecay(s, runDecay),
			newHistory(s, runHistory),
			newBurn(s, runBurn),
			newSigns(s, runSigns),
			newAssumptions(s, runAssumptions),
		}},
		{"Show", []*cobra.Command{
			newMap(s, runMap),
			newChart(s),
			newExplain(s, runExplain),
			newReport(s, runReport),
			newNote(s),
		}},
		{"This program", []*cobra.Command{
			newVersion(s, runVersion),
		}},
	}
}

// run runs the command line args (without the program's name) and returns the
// exit code. An interrupt cancels the context of the command, which stops with
// what it has; a second one ends the process at once.
func run(ctx context.Context, s streams, args []string) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRoot(s)
	root.SetArgs(args)
	cmd, err := root, unknownCommand(root, args)
	if err == nil {
		cmd, err = root.ExecuteContextC(ctx)
	}
	if err != nil {
		printError(s.err, err, cmd.CommandPath())
	}
	return exitCode(err)
}

// newRoot returns the command "dealgraph" with all others below it.
func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "dealgraph",
		Short: "Read a ledger of deals between companies: what goes round, who is exposed",
		Long: `dealgraph reads a ledger of deals between companies and answers, with a source
behind every number: which circles the money runs in, how much can go round, and
who has what at stake with whom.`,
		Version:       toolVersion(),
		SilenceErrors: true, // run prints them, once
		SilenceUsage:  true,
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("dealgraph {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringP("ledger", "l", ledgerDefault,
		"the ledger: a `PATH`, - for standard input, or example:ai (or set "+ledgerEnv+")")
	color := "auto"
	addEnum(root, root.PersistentFlags(), &color, "color", "when to write in colour", colorChoices())

	for _, g := range commands(s) {
		if len(g.commands) == 0 {
			continue // an empty heading would only confuse
		}
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, c := range g.commands {
			c.GroupID = g.title
		}
		root.AddCommand(g.commands...)
	}
	addBuiltins(root)
	complain(root)
	return root
}

// addBuiltins adds cobra's own commands now rather than when the root runs, so
// that they can be made to behave like ours.
func addBuiltins(root *cobra.Command) {
	const group = "This program"
	root.SetHelpCommandGroupID(group)
	root.SetCompletionCommandGroupID(group)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" { // cobra's answers exit code 0 for an unknown topic
			c.Run, c.RunE, c.Args = nil, runHelp, cobra.ArbitraryArgs
		}
	}
}

// runHelp prints the help of the command that args name.
func runHelp(help *cobra.Command, args []string) error {
	at := help.Root()
	for _, name := range args {
		next := child(at, name)
		if next == nil {
			return unknown(at, name)
		}
		at = next
	}
	at.InitDefaultHelpFlag()
	return at.Help()
}

// complain makes every mistake on the command line a usageError: arguments a
// command does not take, and names of commands that do not exist. A command
// that says nothing about its arguments takes none.
func complain(c *cobra.Command) {
	takes := c.Args
	if takes == nil {
		takes = noArgs
	}
	group := !c.Runnable()
	c.Args = func(cmd *cobra.Command, args []string) error {
		if group && len(args) > 0 {
			return unknown(cmd, args[0])
		}
		if err := takes(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
	if group {
		c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, sub := range c.Commands() {
		complain(sub)
	}
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if _, err := os.Stat(args[0]); err == nil {
		hint = "; name the ledger with -l " + args[0]
	}
	return fmt.Errorf("%s takes no argument, but got %q%s", cmd.Name(), args[0], hint)
}

// unknownCommand returns an error if the first argument is no command. Cobra
// would notice too, but after the flags, and would blame these: it does not
// know the flags of a command that does not exist.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return nil
	}
	if child(root, args[0]) != nil {
		return nil
	}
	return unknown(root, args[0])
}

// child returns the command called name directly below c, or nil.
func child(c *cobra.Command, name string) *cobra.Command {
	for _, sub := range c.Commands() {
		if sub.Name() == name || sub.HasAlias(name) {
			return sub
		}
	}
	return nil
}

// unknown returns the error for a name that is no command below c.
func unknown(c *cobra.Command, name string) error {
	var known []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	return usagef("unknown command %q for %q%s", name, c.CommandPath(), didYouMean(name, known, "%q"))
}

// flagError says in our words what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := missing.GetSpecifiedName()
		if missing.GetSpecifiedShortnames() != "" {
			return usagef("unknown flag -%s", name)
		}
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		return usagef("unknown flag --%s%s", name, didYouMean(name, known, "--%s"))
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		f, cause := invalid.GetFlag(), invalid.Unwrap()
		switch f.Value.Type() { // the words of the standard library are for programmers
		case "bool":
			cause = fmt.Errorf("%q is not true or false", invalid.GetValue())
		case "int", "int64":
			cause = fmt.Errorf("%q is not a whole number, or too large", invalid.GetValue())
		case "duration":
			cause = fmt.Errorf("%q is not a time: write it as 90s, 5m or 1h30m", invalid.GetValue())
		}
		return usagef("--%s: %w", f.Name, cause)
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usagef("--%s needs a value", bare.GetFlag().Name)
	}
	return usageError{err}
}
