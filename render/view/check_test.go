package view_test

import (
	"errors"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

const findingLedger = `parties:
  - {id: x, aliases: [Same]}
  - {id: y, aliases: [Same]}
deals:
  - {id: a, from: x, to: y, kind: loan, amount: $1B, status: signed 2025, source: one}
  - {id: b, from: x, to: y, kind: loan, amount: $1B, status: signed 2025, source: two}
  - {id: c, from: x, to: x, kind: lease, amount: $1B, status: signed 2025, source: three, tags: [ok/self-deal]}
  - {id: d, from: x, to: z, kind: lease, amount: $1B, status: signed 2025}
`

func readFindings(t *testing.T, text string, o view.FindingOptions) view.FindingList {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "a.yaml")
	list, wrong := errors.AsType[*deals.ErrorList](err)
	if err != nil && !wrong {
		t.Fatal(err)
	}
	return view.Findings(l, list, o)
}

// names are the checks of findings, in their order.
func names(list []view.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, f.Severity+" "+f.Check)
	}
	return strings.Join(out, ", ")
}

func TestFindings(t *testing.T) {
	tests := []struct {
		name     string
		o        view.FindingOptions
		findings string
		agreed   string
		summary  string
	}{
		{"all", view.FindingOptions{Notes: true}, "warning alias, warning duplicate, warning source, note undescribed", "warning self-deal",
			"a.yaml: 4 deals, 4 legs, 3 parties: 3 warnings (1 alias, 1 duplicate, 1 source), 1 note (1 undescribed), 1 finding accepted in the ledger"},
		{"no notes", view.FindingOptions{}, "warning alias, warning duplicate, warning source", "warning self-deal",
			"a.yaml: 4 deals, 4 legs, 3 parties: 3 warnings (1 alias, 1 duplicate, 1 source), 1 note (1 undescribed), 1 finding accepted in the ledger; notes show with --strict"},
		{"one", view.FindingOptions{Wants: func(n string) bool { return n == "alias" }}, "warning alias", "",
			"a.yaml: 4 deals, 4 legs, 3 parties: 1 warning (1 alias)"},
		{"none", view.FindingOptions{Wants: func(string) bool { return false }}, "", "", "a.yaml: 4 deals, 4 legs, 3 parties: nothing to report"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := readFindings(t, findingLedger, tt.o)
			got := []string{names(f.Findings), names(f.Agreed), f.Summary}
			if diff := cmp.Diff([]string{tt.findings, tt.agreed, tt.summary}, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if n := f.Errors + f.Warnings; n != len(f.Findings) && !tt.o.Notes {
				t.Errorf("%d errors and warnings are counted, %d are there", n, len(f.Findings))
			}
		})
	}
	with := readFindings(t, findingLedger, view.FindingOptions{}).WithAccepted()
	if got, want := names(with.Findings), "warning alias, warning duplicate, accepted self-deal, warning source"; got != want {
		t.Errorf("with what is accepted: %s, want %s", got, want)
	}
	// An error of reading cannot be left out.
	bad := readFindings(t, strings.Replace(findingLedger, "$1B", "1", 1), view.FindingOptions{Wants: func(string) bool { return false }})
	if names(bad.Findings) != "error amount" || bad.Errors != 1 {
		t.Errorf("found %s in a ledger with an error", names(bad.Findings))
	}
}

// Each rule of a log is there once, has help with an example, and covers both layers of its name; accepted findings are
// suppressed.
func TestSarif(t *testing.T) {
	log := readFindings(t, findingLedger, view.FindingOptions{Notes: true}).Sarif("v1", "sha256:00")
	var rules []string
	for _, r := range log.Rules {
		rules = append(rules, r.ID)
		if !strings.Contains(r.Markdown, "```yaml\n") || r.Full == "" || r.Short == "" {
			t.Errorf("the rule %s has no help with an example", r.ID)
		}
	}
	if diff := cmp.Diff([]string{"alias", "duplicate", "self-deal", "source", "undescribed"}, rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if source := log.Rules[3]; source.Level != "error" || strings.Count(source.Markdown, "Mended:") != 2 {
		t.Errorf("the rule source does not cover reading and check:\n%s", source.Markdown)
	}
	suppressed := 0
	for _, r := range log.Results {
		if r.Accepted != "" {
			suppressed++
		}
		if r.Line == 0 || r.Text == "" || r.File != "a.yaml" {
			t.Errorf("%+v has no place", r)
		}
	}
	if suppressed != 1 || len(log.Results) != 5 {
		t.Errorf("%d of %d results are suppressed, want 1 of 5", suppressed, len(log.Results))
	}
}

// Every explanation can be written, in text of any width and in Markdown.
func TestExplained(t *testing.T) {
	for _, e := range view.Explained(check.Explanations()).Explanations {
		text := e.Text(60, func(s string) string { return "*" + s + "*" })
		if !strings.HasPrefix(text, "*"+e.Name+"*: ") || !strings.Contains(text, "\n*Why it matters*\n") {
			t.Errorf("the text of %s is not whole:\n%s", e.Name, text)
		}
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "    ") && len([]rune(line)) > 61 {
				t.Errorf("a line of %s is too long: %s", e.Name, line)
			}
		}
		md := e.Markdown()
		if !strings.HasPrefix(md, "## "+e.Name+"\n") || strings.Count(md, "```")%2 != 0 {
			t.Errorf("the Markdown of %s is not whole:\n%s", e.Name, md)
		}
	}
}
