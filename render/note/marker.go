package note

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/deals"

	"golang.org/x/text/unicode/norm"
)

// role is what a marker is.
type role uint8

const (
	blockBegin role = iota
	blockEnd
	inlineBegin
	inlineEnd
	noRole // misspelled
)

// attributeNames are those of begin markers; the first are of blocks and numbers, the others of blocks alone.
var (
	attributeNames = []string{"id", "q", "get", "fmt"}
	blockOnly      = []string{"format", "file", "alt", "caption"}
	endNames       = []string{"id", "sum", "ledger", "v"}
)

// Known lists the names of the attributes that a begin marker can have.
func Known() []string { return slices.Concat(attributeNames, blockOnly) }

var (
	hasAttribute = regexp.MustCompile(`(?:^|\s)[\pL-]+=\S`)
	hasWord      = regexp.MustCompile(`^:[\pL]+(?:\s|$)`)
)

// looksLikeMarker reports whether a comment is meant as a marker rather than a remark that mentions the program.
func looksLikeMarker(body []byte) bool {
	body = bytes.TrimLeft(body, " \t")
	rest, end := bytes.CutPrefix(body, []byte("/"))
	if len(rest) < len("dealgraph") || rest[0]|0x20 != 'd' || string(rest[1:len("dealgraph")]) != keyword {
		return false
	}
	rest = rest[len("dealgraph"):]
	switch {
	case len(rest) > 0 && rest[0] == ':':
		return hasWord.Match(rest)
	case len(rest) > 0 && rest[0] != ' ' && rest[0] != '\t' && rest[0] != '\n':
		return false
	}
	return end || hasAttribute.Match(rest)
}

// tag is a marker that was read.
type tag struct {
	marker
	role       role
	broken     bool // some of it could not be read
	attributes []Attribute
	at         []int // where each attribute begins in the file
}

func (t tag) get(name string) string {
	v, _ := Slot{Attributes: t.attributes}.Attribute(name)
	return v
}

// where is the place of an attribute, or of the marker if it has none of that name.
func (t tag) where(name string) int {
	for i, a := range t.attributes {
		if a.Name == name {
			return t.at[i]
		}
	}
	return t.start
}

// tag reads the body of m. What is wrong goes to fail, with the place in the file.
func (m marker) tag(fail func(at int, code, hint, msg string, args ...any)) tag {
	t := tag{marker: m, role: noRole}
	body := strings.TrimLeft(m.body, " \t")
	at := m.bodyAt() + len(m.body) - len(body)
	i := strings.IndexFunc(body, unicode.IsSpace)
	if i < 0 {
		i = len(body)
	}
	word := body[:i]
	switch strings.ToLower(word[:1]) + word[1:] {
	case "dealgraph:begin":
		t.role = blockBegin
	case "dealgraph:end":
		t.role = blockEnd
	case "dealgraph":
		t.role = inlineBegin
	case "/dealgraph", "/Dealgraph":
		t.role = inlineEnd
	default:
		hint := "write dealgraph:begin or dealgraph:end"
		if near, ok := deals.Suggest(word, []string{"dealgraph:begin", "dealgraph:end"}); ok {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		fail(at, "attribute", hint, "there is no marker %q", word)
		return t
	}
	if strings.Contains(word, "D") {
		fail(at, "attribute", "write "+strings.ToLower(word), "%q is not written in small letters", word)
	}
	t.readAttributes(body[i:], at+i, fail)
	return t
}

// readAttributes reads name=value pairs from s, which begins at the byte at of the file.
func (t *tag) readAttributes(s string, at int, fail func(at int, code, hint, msg string, args ...any)) {
	for {
		trimmed := strings.TrimLeft(s, " \t\u00a0")
		at += len(s) - len(trimmed)
		s = trimmed
		if s == "" {
			return
		}
		name, value, n, problem, hint := cutAttribute(s)
		switch {
		case problem != "":
			t.broken = true
			fail(at, "quote", hint, "%s", problem)
		case t.knows(name, at, fail):
			if t.inTable {
				value = strings.ReplaceAll(value, `\|`, "|")
			}
			t.attributes, t.at = append(t.attributes, Attribute{name, value}), append(t.at, at)
		}
		s, at = s[n:], at+n
	}
}

// cutAttribute takes one name=value from the front of s: its length is n, and problem says what is wrong with it.
func cutAttribute(s string) (name, value string, n int, problem, hint string) {
	word := s
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		word = s[:i]
	}
	eq := strings.IndexByte(word, '=')
	if eq < 0 {
		return "", "", len(word), fmt.Sprintf("%s has no value", quote(word)), `an attribute is name=value, with quotes around a value that has spaces: q="circularity -basis signed"`
	}
	name, rest := s[:eq], s[eq+1:]
	if curly, size := utf8.DecodeRuneInString(rest); strings.ContainsRune("“”„‘’«»", curly) {
		n := len(rest)
		if i := strings.IndexAny(rest[size:], "“”‘’«»"); i >= 0 {
			_, last := utf8.DecodeRuneInString(rest[size+i:])
			n = size + i + last
		}
		return name, "", eq + 1 + n, fmt.Sprintf("the value of %s has curly quotes", quote(name)), `use straight ones: "`
	}
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		value = word[eq+1:]
		if value == "" {
			return name, "", len(word), fmt.Sprintf("%s has no value", quote(name)), `write ` + name + `="…"`
		}
		if strings.ContainsAny(value, `"'`) {
			return name, "", len(word), fmt.Sprintf("the value of %s has a quote inside", quote(name)), `put quotes around all of it: ` + name + `="…"`
		}
		return name, value, len(word), "", ""
	}
	return cutQuoted(s, name, eq+1)
}

// cutQuoted reads the quoted value that begins at byte i of s: \" is a quote and \\ a backslash.
func cutQuoted(s, name string, i int) (_, value string, n int, problem, hint string) {
	mark := s[i]
	var b strings.Builder
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '\\' && j+1 < len(s) && (s[j+1] == mark || s[j+1] == '\\'):
			j++
			b.WriteByte(s[j])
		case s[j] == mark && j+1 < len(s) && s[j+1] != ' ' && s[j+1] != '\t':
			for j++; j < len(s) && s[j] != ' ' && s[j] != '\t'; j++ {
			}
			return name, "", j, fmt.Sprintf("something follows the closing quote of %s", quote(name)), `leave a space after it, or write a quote inside the value as \"`
		case s[j] == mark:
			return name, b.String(), j + 1, "", ""
		default:
			b.WriteByte(s[j])
		}
	}
	return name, "", len(s), fmt.Sprintf("the quote of %s is not closed", quote(name)), `end the value with " before the marker ends; a marker ends at the first sign that closes a comment, in a quote too`
}

// knows reports whether an attribute may stand in the marker, and tells fail if not.
func (t *tag) knows(name string, at int, fail func(at int, code, hint, msg string, args ...any)) bool {
	names := endNames
	switch t.role {
	case blockBegin:
		names = Known()
	case inlineBegin:
		names = attributeNames
	}
	if !slices.Contains(names, name) {
		hint := "use " + strings.Join(names, ", ")
		if near, ok := deals.Suggest(name, names); ok && name != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		if name == "as-of" || name == "basis" {
			hint = fmt.Sprintf(`put it into the query: q="… -%s …"`, name)
		}
		if t.role == inlineBegin && slices.Contains(blockOnly, name) {
			hint = "only a block has it: put the markers on lines of their own, as dealgraph:begin and dealgraph:end"
		}
		fail(at, "attribute", hint, "there is no attribute %s here", quote(name))
		return false
	}
	for _, a := range t.attributes {
		if a.Name == name {
			fail(at, "attribute", "keep one", "the attribute %s is there twice", name)
			return false
		}
	}
	return true
}

// devices are names that Windows gives no file.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)`)

const maxID = 80

// checkID says what is wrong with an id: it names files too.
func checkID(id string) (problem, hint string) { return checkName("id", id) }

// CheckName says what is wrong with a part of a path that a marker names, or nil: it has the letters of an id, so that it means nothing to any
// program that reads the note, is not hidden, and can be a file everywhere.
func CheckName(name string) error {
	if name == "" {
		return errors.New("a name is empty")
	}
	if problem, hint := checkName("name", name); problem != "" {
		return fmt.Errorf("%s: %s", problem, hint)
	}
	return nil
}

func checkName(what, id string) (problem, hint string) {
	hint = "use letters, digits, - _ and points inside"
	for _, r := range id {
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("-_.", r) {
			return fmt.Sprintf("the %s %s has a %q", what, quote(id), r), hint
		}
	}
	first, _ := utf8.DecodeRuneInString(id)
	switch {
	case !unicode.In(first, unicode.L, unicode.Nd, unicode.M) && first != '_':
		return fmt.Sprintf("the %s %s begins with %q", what, quote(id), first), "begin it with a letter or a digit"
	case strings.HasSuffix(id, "."):
		return fmt.Sprintf("the %s %s ends with a point", what, quote(id)), hint
	case len(id) > maxID:
		return fmt.Sprintf("the %s %s has %d bytes", what, quote(id), len(id)), fmt.Sprintf("at most %d", maxID)
	case devices.MatchString(id):
		return fmt.Sprintf("no file can be called %s on Windows", quote(id)), "choose another"
	}
	return "", ""
}

// sameID is equal for ids whose files would be one where small and capital letters are not told apart.
func sameID(id string) string { return strings.ToLower(norm.NFC.String(id)) }

// quote shows a word of the note in a message.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// longFlags gives the names of flags in a query two dashes: -basis is --basis. One letter after a dash is a short flag.
func longFlags(q string) string {
	letter := func(i int) bool { return i < len(q) && (q[i]|0x20 >= 'a' && q[i]|0x20 <= 'z') }
	var b strings.Builder
	inside := byte(0)
	for i := range len(q) {
		c := q[i]
		start := i == 0 || q[i-1] == ' ' || q[i-1] == '\t'
		switch {
		case inside != 0 && c == inside:
			inside = 0
		case inside == 0 && (c == '"' || c == '\''):
			inside = c
		case inside == 0 && c == '-' && start && letter(i+1) && letter(i+2):
			b.WriteByte('-')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// shortDashes undoes [longFlags].
func shortDashes(q string) string {
	var b strings.Builder
	inside := byte(0)
	for i := range len(q) {
		c := q[i]
		switch {
		case inside != 0 && c == inside:
			inside = 0
		case inside == 0 && (c == '"' || c == '\''):
			inside = c
		case inside == 0 && c == '-' && i > 0 && q[i-1] == '-' && (i == 1 || q[i-2] == ' ') && longFlags(q[i:]) != q[i:]:
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// spell writes attributes as they stand in a marker, each with a space before it.
func spell(attributes []Attribute) string {
	var b strings.Builder
	for _, a := range attributes {
		b.WriteString(" " + a.Name + "=")
		if bare(a.Value) {
			b.WriteString(a.Value)
			continue
		}
		b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Value) + `"`)
	}
	return b.String()
}

// bare reports whether a value needs no quotes.
func bare(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("-_.,:/+%$", r)
	}) < 0
}
