package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"

	"github.com/spf13/cobra"
)

// assumeFlags are the flags that say which numbers are assumed that no ledger states.
type assumeFlags struct {
	file string
	set  []string
	uses []string // keys that the command looks at, if it says so before bind; --set of others is then refused
}

// bind adds the flags to cmd.
func (a *assumeFlags) bind(cmd *cobra.Command, s streams) {
	f := cmd.Flags()
	f.StringVar(&a.file, "assumptions", "", "take numbers that no ledger states from this `FILE`; see dealgraph assumptions")
	f.StringArrayVar(&a.set, "set", nil, "assume this, whatever the file says, as `KEY=VALUE`: "+a.example()+" (may be repeated)")
	err := cmd.RegisterFlagCompletionFunc("set", func(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return a.complete(toComplete), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	if err != nil {
		panic(err) // the flag was added just before
	}
}

// example is one that the command takes.
func (a *assumeFlags) example() string {
	if len(a.uses) == 0 {
		return assumptions.Example("growth")
	}
	return assumptions.Example(a.uses[0])
}

// takes reports whether the command looks at a key.
func (a *assumeFlags) takes(key string) bool {
	return len(a.uses) == 0 || slices.ContainsFunc(a.uses, func(u string) bool { return key == u || strings.HasPrefix(key, u+".") })
}

// complete completes names of keys, each with the value that it has.
func (a *assumeFlags) complete(begun string) []cobra.Completion {
	values := map[string]string{}
	for _, e := range assumptions.Default().Entries() {
		values[e.Key] = e.Value
	}
	var out []cobra.Completion
	for _, name := range assumptions.Names() {
		switch {
		case !a.takes(name) || !strings.HasPrefix(name, strings.ToLower(begun)):
		case values[name] == "":
			out = append(out, name+"=")
		default:
			out = append(out, cobra.CompletionWithDesc(name+"=", "default "+values[name]))
		}
	}
	return out
}

// read gives the assumptions that hold: the defaults, over them the file, over it --set.
func (a *assumeFlags) read() (*assumptions.Set, error) {
	set, err := a.readFile()
	if err != nil {
		return nil, err
	}
	for _, text := range a.set {
		if err := set.Override(text); err != nil {
			return nil, usagef("--set %w", err)
		}
	}
	for _, e := range set.Entries() {
		if e.From == assumptions.FromSet && !a.takes(e.Key) {
			hint := ""
			if own := a.uses[0] + "." + e.Key; slices.Contains(assumptions.Names(), own) {
				hint = fmt.Sprintf(" (did you mean %q?)", own)
			}
			return nil, usagef("--set %s: this command does not look at it%s; it takes %s", e.Key, hint, strings.Join(a.uses, ", "))
		}
	}
	return set, nil
}

func (a *assumeFlags) readFile() (*assumptions.Set, error) {
	if a.file == "" {
		return assumptions.Default(), nil
	}
	f, err := os.Open(a.file)
	if err != nil {
		return nil, fmt.Errorf("--assumptions: %w", err)
	}
	defer f.Close()
	set, err := assumptions.Read(f, a.file)
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		return nil, assumptionsError{list}
	}
	if err != nil {
		return nil, fmt.Errorf("--assumptions: %w", err)
	}
	return set, nil
}

// assumptionsError is all that is wrong with a file of assumptions. It prints as the mistakes, each with its line.
type assumptionsError struct{ list *deals.ErrorList }

func (e assumptionsError) Error() string { return e.list.Error() }

func (e assumptionsError) Unwrap() []error {
	var out []error
	for _, one := range e.list.Errors {
		out = append(out, errors.New(withCaret(one)))
	}
	return out
}

// check holds the parties that the assumptions name against a ledger; afterwards the set knows them by their ids.
func (a *assumeFlags) check(l *deals.Ledger, set *assumptions.Set) error {
	list, ok := errors.AsType[*deals.ErrorList](set.Check(l))
	if !ok {
		return nil
	}
	if !slices.ContainsFunc(list.Errors, func(e *deals.Error) bool { return e.Pos.File != assumptions.FromSet }) {
		return usageError{assumptionsError{list}}
	}
	return assumptionsError{list}
}

// apply gives the expected basis the probabilities of the set, where --assume does not say otherwise. On other bases nothing
// is expected, and nothing changes.
func (a *assumeFlags) apply(set *assumptions.Set, v *viewFlags) {
	if v.basis != string(graph.Expected) && v.basis != everyBasis {
		return
	}
	usual := graph.DefaultProbability()
	for _, status := range deals.Statuses() {
		p := set.Probability(status)
		said := slices.ContainsFunc(v.assume, func(s string) bool {
			word, _, _ := strings.Cut(s, "=")
			return strings.TrimSpace(word) == status.String()
		})
		if status.Live() && !said && p != usual[status] {
			v.assume = append(slices.Clone(v.assume), status.String()+"="+p.String())
		}
	}
}

// expects refuses a probability on the command line where nothing is expected, for commands that draw no odds.
func (a *assumeFlags) expects(set *assumptions.Set, basis string) error {
	if basis == string(graph.Expected) || basis == everyBasis {
		return nil
	}
	for _, e := range set.Used("probability") {
		if e.From == assumptions.FromSet {
			return usagef("--set %s changes the expected basis only: add --basis expected", e.Key)
		}
	}
	return nil
}
