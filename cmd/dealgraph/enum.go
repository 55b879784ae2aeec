package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// choice is one value of a flag that takes one of a few.
type choice struct {
	name    string
	meaning string
}

// addEnum adds a flag to flags (those of cmd, or its persistent ones) that
// takes one of choices. What *value holds already is the default. The help, the
// check with its suggestion, and shell completion all come from choices.
func addEnum(cmd *cobra.Command, flags *pflag.FlagSet, value *string, name, usage string, choices []choice) {
	flags.Var(&enum{value, choices}, name, enumUsage(usage, *value, choices))
	flags.Lookup(name).DefValue = "" // the usage says it, in a better place
	completeChoices(cmd, name, choices)
}

// addEnums is addEnum for a flag that may be given several times or with
// several values between commas.
func addEnums(cmd *cobra.Command, flags *pflag.FlagSet, values *[]string, name, usage string, choices []choice) {
	flags.Var(&enums{values, choices}, name, enumUsage(usage, "", choices))
	completeChoices(cmd, name, choices)
}

func completeChoices(cmd *cobra.Command, flag string, choices []choice) {
	var words []cobra.Completion
	for _, c := range choices {
		words = append(words, cobra.CompletionWithDesc(c.name, c.meaning))
	}
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag was added just before
	}
}

// enumUsage adds to the usage of a flag its default, and the choices: below it
// with their meanings or, if they need none, behind it.
func enumUsage(usage, standard string, choices []choice) string {
	var names []string
	longest, explained := 0, false
	for _, c := range choices {
		names = append(names, c.name)
		longest = max(longest, len(c.name))
		explained = explained || c.meaning != ""
	}
	if !explained {
		usage += ": " + strings.Join(names, ", ")
	}
	if standard != "" {
		usage += " (default " + standard + ")"
	}
	if explained {
		for _, c := range choices {
			usage += fmt.Sprintf("\n  %-*s  %s", longest, c.name, c.meaning)
		}
	}
	return usage
}

// enum is a pflag.Value that takes one of choices.
type enum struct {
	value   *string
	choices []choice
}

func (e *enum) String() string { return *e.value }
func (e *enum) Type() string   { return "WORD" }
func (e *enum) Set(s string) error {
	if err := oneOf(s, e.choices); err != nil {
		return err
	}
	*e.value = s
	return nil
}

// enums is a pflag.Value that takes some of choices.
type enums struct {
	values  *[]string
	choices []choice
}

func (e *enums) String() string { return strings.Join(*e.values, ",") }
func (e *enums) Type() string   { return "WORD,..." }
func (e *enums) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		if err := oneOf(word, e.choices); err != nil {
			return err
		}
		if !slices.Contains(*e.values, word) {
			*e.values = append(*e.values, word)
		}
	}
	return nil
}

// oneOf returns an error that names the choices if word is none of them.
func oneOf(word string, choices []choice) error {
	var names []string
	for _, c := range choices {
		names = append(names, c.name)
	}
	if slices.Contains(names, word) {
		return nil
	}
	return fmt.Errorf("%q is not known%s; use %s", word, didYouMean(word, names, "%q"), strings.Join(names, ", "))
}
