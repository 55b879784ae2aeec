package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dealgraph/deals"
	"dealgraph/render/note"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type noteVarsOptions struct {
	global
	notes   noteFlags
	files   []string
	queries []string
	prefix  string
	output  outputFlags
}

func newNoteVars(s streams, runF func(context.Context, *noteVarsOptions) error) *cobra.Command {
	o := &noteVarsOptions{}
	cmd := &cobra.Command{
		Use:   "vars [FILE|FOLDER...]",
		Short: "Write the numbers of notes as variables for Quarto, LaTeX, spreadsheets, programs",
		Long: `Write the numbers of notes as variables: for Quarto as _variables.yml, of which a text
has {{< var openai.firm >}}; for LaTeX as macros, of which it has \openaiFirm; as JSON
or CSV for other programs. The values are the answers of the ledger as it is, not what
the notes have.

The names are the ids of the numbers. A point in an id makes groups in Quarto; in LaTeX,
whose names have letters only, each part after the first begins with a capital, and
digits become words: openai.firm_2027 is \openaiFirmTwoZeroTwoSeven. A number without a
note is written as a marker has it, without the comment around it:

  dealgraph note vars --query 'id=firm q="decay openai" get=total.firm fmt=bn'

If any number cannot be had nothing is written.`,
		Example: `  dealgraph note vars numbers.md -o _variables.yml
  dealgraph note vars numbers.md --format latex --prefix dg -o numbers.tex
  dealgraph note vars notes/*.md --format csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.notes.settle(cmd)
			var err error
			if o.files, err = o.notes.namedNotes(args, true); err != nil {
				return err
			}
			if len(args) > 0 && len(o.files) == 0 {
				return fmt.Errorf("there is no number of a query in %s", strings.Join(args, ", "))
			}
			if err := spareNotes(o.output.path, o.files...); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
		Args: cobra.ArbitraryArgs,
	}
	f := cmd.Flags()
	o.notes.bind(cmd)
	f.StringArrayVar(&o.queries, "query", nil, "a number beside those of notes, as a `MARKER` has it: 'id=NAME q=\"QUERY\" get=\"EXPR\" fmt=FORMAT' (may be repeated)")
	f.StringVar(&o.prefix, "prefix", "", "begin each name with this `WORD`")
	noFiles(cmd, "query")
	noFiles(cmd, "prefix")
	o.output.bind(cmd, s,
		format{name: "quarto", meaning: "_variables.yml", extensions: []string{".yml", ".yaml"}},
		format{name: "latex", meaning: "macros, for \\input", extensions: []string{".tex", ".sty"}},
		format{name: "json", meaning: "everything, in a versioned envelope", extensions: []string{".json"}},
		format{name: "csv", meaning: "safe for spreadsheets", extensions: []string{".csv"}},
	)
	return cmd
}

// noteVariable is a number with a name.
type noteVariable struct {
	Name   string   `json:"name"`
	Text   string   `json:"text"`   // as a sentence has it
	Number *float64 `json:"number"` // in full: units of money, or what else is counted; null where it is no number, or not known
	Unit   string   `json:"unit,omitempty"`
	Query  string   `json:"query"`
	Get    string   `json:"get"`
	Format string   `json:"fmt,omitempty"`
	Note   string   `json:"note,omitempty"`
	Ledger string   `json:"ledger_hash"`
}

// noteVariables are the numbers with names of one run.
type noteVariables struct {
	Variables []noteVariable `json:"variables"`
}

func (v noteVariables) tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "name"}, {Name: "text"}, {Name: "number", Align: table.Right}, {Name: "unit"}, {Name: "query"}, {Name: "get"}, {Name: "fmt"}, {Name: "note"}, {Name: "ledger"}}}
	for _, one := range v.Variables {
		row := view.Texts(one.Name, one.Text, "", one.Unit, one.Query, one.Get, one.Format, one.Note, shortHash(one.Ledger))
		if one.Number != nil {
			row[2] = table.Cell{Text: strconv.FormatFloat(*one.Number, 'f', -1, 64), Number: true}
		}
		t.Rows = append(t.Rows, row)
	}
	return []table.Table{t}
}

func runNoteVars(ctx context.Context, o *noteVarsOptions) error {
	if len(o.files)+len(o.queries) == 0 {
		return usagef("note vars takes the files of notes, or --query")
	}
	ledgers := newNoteLedgers(o.global, o.notes.ledgerNamed)
	var errs noteErrors
	var vars noteVariables
	for _, name := range o.files {
		found, err := o.fromNote(ctx, ledgers, name)
		errs.add(err)
		vars.Variables = append(vars.Variables, found...)
	}
	for _, q := range o.queries {
		one, err := o.fromQuery(ctx, ledgers, q)
		if err != nil {
			errs.add(fmt.Errorf("--query %s: %w", q, err))
			continue
		}
		vars.Variables = append(vars.Variables, one)
	}
	if ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	errs.add(vars.twice())
	if err := errs.all(); err != nil {
		return err
	}
	if len(vars.Variables) == 0 {
		return fmt.Errorf("there is no number of a query in %s", strings.Join(o.files, ", "))
	}
	return o.write(vars)
}

// twice says of names that stand twice where.
func (v noteVariables) twice() error {
	seen := map[string]noteVariable{}
	var errs []error
	for _, one := range v.Variables {
		if was, ok := seen[one.Name]; ok {
			errs = append(errs, fmt.Errorf("the name %s stands twice: in %s and in %s", one.Name, was.where(), one.where()))
		}
		seen[one.Name] = one
	}
	return errors.Join(errs...)
}

func (v noteVariable) where() string {
	if v.Note == "" {
		return "--query"
	}
	return v.Note
}

// fromNote answers the numbers of a note.
func (o *noteVarsOptions) fromNote(ctx context.Context, ledgers *noteLedgers, name string) ([]noteVariable, error) {
	f, err := o.notes.read(name)
	if err != nil {
		return nil, err
	}
	n, err := f.scan()
	if err != nil {
		return nil, err
	}
	a, err := ledgers.of(f)
	if err != nil {
		return nil, err
	}
	var errs noteErrors
	var out []noteVariable
	for _, s := range n.Slots {
		if !s.Inline {
			continue
		}
		one, err := o.variable(ctx, a, s)
		if err != nil {
			errs.add(placed(n.Name, s, err))
			continue
		}
		one.Note = name
		out = append(out, one)
	}
	return out, errs.all()
}

// fromQuery answers a number that is written as in a marker.
func (o *noteVarsOptions) fromQuery(ctx context.Context, ledgers *noteLedgers, marker string) (noteVariable, error) {
	n, err := note.Scan("", []byte("x <!--dealgraph "+marker+"--><!--/dealgraph-->\n"), note.Markdown)
	if err != nil {
		if list, ok := errors.AsType[note.Errors](err); ok {
			return noteVariable{}, errors.New(strings.TrimSpace((&note.Error{Msg: list[0].Msg, Hint: list[0].Hint}).Error()))
		}
		return noteVariable{}, err
	}
	if len(n.Slots) != 1 {
		return noteVariable{}, errors.New(`write it as id=NAME q="QUERY" get="EXPR"`)
	}
	a, err := ledgers.at(o.ledger)
	if err != nil {
		return noteVariable{}, err
	}
	return o.variable(ctx, a, n.Slots[0])
}

// variable answers one number.
func (o *noteVarsOptions) variable(ctx context.Context, a *asker, s note.Slot) (noteVariable, error) {
	v := noteVariable{Name: o.prefix + s.ID, Query: s.Query, Get: s.Get, Format: s.Fmt, Ledger: a.shared.Hash}
	if s.Get == "" {
		return v, errors.New(`say with get which value of the answer it is, as get="bases[0].circulated.text"`)
	}
	r := reading{ctx: ctx, on: func(*deals.Ledger) *asker { return a }, slot: s}
	answer, err := r.answer(a.shared)
	if err != nil {
		return v, err
	}
	value, err := answer.get(s.Get)
	if err != nil {
		return v, err
	}
	if v.Text, err = written(value, s.Fmt); err != nil {
		return v, err
	}
	if x, ok := r.value(a.shared); ok && !math.IsNaN(x) {
		v.Number, v.Unit = &x, r.unit
	}
	return v, nil
}

// write writes the variables.
func (o *noteVarsOptions) write(v noteVariables) error {
	f, err := o.output.resolve()
	if err != nil {
		return err
	}
	text := ""
	switch f.name {
	case "quarto":
		text, err = v.quarto()
	case "latex":
		text, err = v.latex()
	default:
		hash := v.Variables[0].Ledger
		if slices.ContainsFunc(v.Variables, func(x noteVariable) bool { return x.Ledger != hash }) {
			hash = ""
		}
		return o.output.write(o.streams, report{Command: "note-vars", Result: v, Tables: v.tables(), LedgerHash: hash, Stamp: "dealgraph=" + toolVersion()})
	}
	if err != nil {
		return err
	}
	return o.output.render(o.streams, func(w io.Writer, _ string) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// varGroup is a group of variables of Quarto, or one of them.
type varGroup struct {
	names  []string // in the order of the notes
	groups map[string]*varGroup
	text   *string
}

// quarto writes _variables.yml: the points of names make groups.
func (v noteVariables) quarto() (string, error) {
	top := &varGroup{groups: map[string]*varGroup{}}
	for _, one := range v.Variables {
		at := top
		for part := range strings.SplitSeq(one.Name, ".") {
			if at.text != nil {
				return "", fmt.Errorf("the name %s has another before its point, which in Quarto cannot be a number and a group: name one of them otherwise", one.Name)
			}
			next := at.groups[part]
			if next == nil {
				next = &varGroup{groups: map[string]*varGroup{}}
				at.names, at.groups[part] = append(at.names, part), next
			}
			at = next
		}
		if len(at.names) > 0 {
			return "", fmt.Errorf("the name %s is the beginning of another before its point, which in Quarto cannot be a number and a group: name one of them otherwise", one.Name)
		}
		text := note.Markdown.Escape(one.Text)
		at.text = &text
	}
	var b strings.Builder
	b.WriteString("# Written by dealgraph note vars: changes here are lost.\n")
	top.write(&b, "")
	return b.String(), nil
}

func (g *varGroup) write(b *strings.Builder, indent string) {
	for _, name := range g.names {
		at := g.groups[name]
		b.WriteString(indent + strconv.Quote(name) + ":")
		if at.text != nil {
			b.WriteString(" " + yamlQuote(*at.text) + "\n")
			continue
		}
		b.WriteString("\n")
		at.write(b, indent+"  ")
	}
}

// yamlQuote is a text as YAML has it in single quotes, which know no escapes but of themselves.
func yamlQuote(s string) string {
	return "'" + strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "'", "''") + "'"
}

// latex writes a macro for each number.
func (v noteVariables) latex() (string, error) {
	var b strings.Builder
	b.WriteString("% Written by dealgraph note vars: changes here are lost.\n")
	seen := map[string]string{}
	for _, one := range v.Variables {
		macro, err := macroName(one.Name)
		if err != nil {
			return "", err
		}
		if other, ok := seen[macro]; ok {
			return "", fmt.Errorf(`the names %s and %s both make the macro \%s: name one of them otherwise`, other, one.Name, macro)
		}
		seen[macro] = one.Name
		fmt.Fprintf(&b, "\\newcommand{\\%s}{%s}\n", macro, note.LaTeX.Escape(one.Text))
	}
	return b.String(), nil
}

var digitWords = []string{"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}

// macroName is the name of a macro of TeX, which has letters only.
func macroName(id string) (string, error) {
	var b strings.Builder
	upper := false
	for _, r := range id {
		switch {
		case r >= '0' && r <= '9':
			b.WriteString(digitWords[r-'0'])
			upper = true
		case r < 0x80 && unicode.IsLetter(r):
			if upper {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			upper = false
		case r < 0x80:
			upper = b.Len() > 0
		default:
			return "", fmt.Errorf("%s cannot be the name of a macro of LaTeX, which has letters without accents only: name it otherwise", id)
		}
	}
	if b.Len() == 0 {
		return "", fmt.Errorf("%s cannot be the name of a macro of LaTeX: name it with a letter", id)
	}
	return b.String(), nil
}
