package assumptions

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// head is what a file of assumptions begins with.
const head = `# Assumptions: numbers that no ledger states.
#
# Keep what you want to change and remove the rest: what a file does not say is as the program has it. A value is written
# bare, as in delay: 0..6..24, or with its source. The source "ours" is a judgement of the program's authors, made up to be
# argued with. A range is low..likely..high, or low..high, whose likely value is the midpoint, of multiples the geometric one.
version: 1
`

// YAML writes the set as a file that [Read] reads back to the same values, with every key explained. Values carry their
// sources and notes.
func (s *Set) YAML() []byte {
	var b strings.Builder
	b.WriteString(head)
	items := s.sorted()
	for i, k := range Keys() {
		var own []item
		for _, it := range items {
			if it.order == i {
				own = append(own, it)
			}
		}
		b.WriteString("\n")
		comment(&b, "", k.Meaning+wordsOf(k))
		switch {
		case k.Per == Section:
			writeSection(&b, k, own)
		case len(own) == 0:
			fmt.Fprintf(&b, "# %s:\n#   %s\n", k.Name, k.Example)
		case k.Per == Once:
			own[0].write(&b, "", k.Name)
		default:
			b.WriteString(k.Name + ":\n")
			writeMembers(&b, own)
		}
	}
	return []byte(b.String())
}

// wordsOf lists the words that a key takes.
func wordsOf(k Key) string {
	var out []string
	for _, w := range k.Words {
		out = append(out, w.Text+", "+w.Meaning)
	}
	if len(out) == 0 {
		return ""
	}
	return ": " + strings.Join(out, "; or ")
}

func comment(b *strings.Builder, indent, text string) {
	line := indent + "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > 120 {
			b.WriteString(line + "\n")
			line = indent + "#"
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

// writeMembers writes the values below a key.
func writeMembers(b *strings.Builder, own []item) {
	party := ""
	for _, it := range own {
		if it.year == 0 {
			it.write(b, "  ", it.name)
			continue
		}
		if it.name != party {
			party = it.name
			b.WriteString("  " + plain(party) + ":\n")
		}
		it.write(b, "    ", fmt.Sprint(it.year))
	}
}

// writeSection writes the keys of a section; those without a value are shown in comments.
func writeSection(b *strings.Builder, k Key, own []item) {
	mark := ""
	if len(own) == 0 {
		mark = "# "
	}
	b.WriteString(mark + k.Name + ":\n")
	for _, sub := range k.Keys {
		i := slices.IndexFunc(own, func(it item) bool { return it.name == sub.Name })
		if i < 0 {
			fmt.Fprintf(b, "#   %s: %s  # %s%s\n", sub.Name, sub.Example, sub.Meaning, wordsOf(sub))
			continue
		}
		own[i].write(b, "  ", sub.Name)
	}
}

// write writes one value under its name.
func (it item) write(b *strings.Builder, indent, name string) {
	if it.year == 0 {
		name = plain(name)
	}
	text := plain(it.text)
	if it.list != nil {
		var parts []string
		for _, p := range it.list {
			parts = append(parts, plain(p))
		}
		text = "[" + strings.Join(parts, ", ") + "]"
	}
	if len(it.sources) == 0 && it.note == "" {
		fmt.Fprintf(b, "%s%s: %s\n", indent, name, text)
		return
	}
	fmt.Fprintf(b, "%s%s:\n%s  value: %s\n", indent, name, indent, text)
	switch len(it.sources) {
	case 0:
	case 1:
		fmt.Fprintf(b, "%s  source: %s\n", indent, plain(it.sources[0]))
	default:
		fmt.Fprintf(b, "%s  source:\n", indent)
		for _, s := range it.sources {
			fmt.Fprintf(b, "%s    - %s\n", indent, plain(s))
		}
	}
	if it.note != "" {
		fmt.Fprintf(b, "%s  note: %s\n", indent, plain(it.note))
	}
}

var (
	plainText = regexp.MustCompile(`^[A-Za-z0-9$€£][A-Za-z0-9$€£ _./%+;()?=&,-]*$`)
	plainURL  = regexp.MustCompile(`^https?://[A-Za-z0-9_./%+;()?=&-]+$`)
	number    = regexp.MustCompile(`^[0-9][0-9_.]*$|^[0-9.]+[eE][0-9]+$|^0[xob]`)
)

// reserved are words that YAML takes for something else.
var reserved = []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n"}

// plain is a text as YAML takes it for a text, in quotation marks where it needs them.
func plain(text string) string {
	if plainURL.MatchString(text) {
		return text
	}
	bare := plainText.MatchString(text) && strings.TrimSpace(text) == text && !slices.Contains(reserved, strings.ToLower(text)) && !strings.ContainsAny(text, ",")
	if bare && !number.MatchString(text) {
		return text
	}
	if number.MatchString(text) && !strings.ContainsAny(text, "eExob_") { // read as it is written
		return text
	}
	return quoted(text)
}

// quoted is a text in double quotation marks, as JSON and YAML both read them.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic("assumptions: a text that is no JSON: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
