package view

import (
	"strings"

	"dealgraph/deals/check"
	"dealgraph/render/sarif"
)

// Sarif makes the log of a list of findings, with the rules that something was found of. Accepted findings are in it, as
// suppressed in the source.
func (f FindingList) Sarif(version, ledgerHash string) sarif.Log {
	log := sarif.Log{Tool: "dealgraph", Version: version, Properties: map[string]string{"ledgerHash": ledgerHash, "summary": f.Summary}}
	found := map[string]bool{}
	add := func(one Finding, accepted string) {
		found[one.Check] = true
		message := one.Message
		if one.Hint != "" {
			message += " (" + one.Hint + ")"
		}
		log.Results = append(log.Results, sarif.Result{
			Rule: one.Check, Level: one.Severity, Message: message, File: one.File, Line: one.Line, Column: one.Column, Text: one.Error.Line, Accepted: accepted,
		})
	}
	for _, one := range f.Findings {
		add(one, "")
	}
	for _, one := range f.Agreed {
		add(one, "the ledger accepts it with the tag ok/"+one.Check)
	}
	for _, e := range Explained(check.Explanations()).Explanations {
		if found[e.Name] {
			log.Rules = merge(log.Rules, e)
		}
	}
	return log
}

// merge adds the rule of an explanation; a name of both layers is one rule.
func merge(rules []sarif.Rule, e Explanation) []sarif.Rule {
	if n := len(rules); n > 0 && rules[n-1].ID == e.Name {
		r := &rules[n-1]
		r.Short += "; " + e.Meaning
		r.Full += "\n\n" + strings.TrimSpace(e.Asks+"\n\n"+e.Matters)
		r.Markdown += "---\n\n" + e.help()
		return rules
	}
	return append(rules, sarif.Rule{
		ID: e.Name, Short: firstUpper(e.Meaning), Full: strings.TrimSpace(e.Asks + "\n\n" + e.Matters), Markdown: e.help(), Level: e.Severities[0],
	})
}
