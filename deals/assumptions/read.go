package assumptions

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
)

// Read reads a file over the defaults. name is what the file is called in errors and entries.
//
// The error, a *[deals.ErrorList], is all that is wrong with the file, each with its place; no set is returned with it.
func Read(r io.Reader, name string) (*Set, error) { return read(Default(), r, name) }

// reader reads one file into a set.
type reader struct {
	*source
	set *Set
}

func read(s *Set, r io.Reader, name string) (*Set, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+4)) // a mark of the encoding is no part of the text
	if err != nil {
		if _, named := errors.AsType[*fs.PathError](err); !named {
			err = fmt.Errorf("read %s: %w", name, err)
		}
		return nil, err
	}
	rd := &reader{source: &source{name: name}, set: s}
	if body := rd.parse(data); body != nil || len(rd.errs) == 0 {
		rd.file(body)
	}
	if err := rd.err(); err != nil {
		return nil, err
	}
	s.file, s.hash = name, fmt.Sprintf("%x", sha256.Sum256(data))[:12]
	s.under = maps.Clone(s.items)
	return s, nil
}

// file reads the keys at the top.
func (rd *reader) file(n *node) {
	if n == nil || n.shape == nothing {
		n = &node{shape: mapping, pos: deals.Pos{File: rd.name, Line: 1, Col: 1}}
	}
	if n.shape == refused {
		return
	}
	if n.shape != mapping {
		rd.fail(n.pos, "begin it with version: 1, and write keys below", "the file is %s, not keys with values", n.shape)
		return
	}
	if !rd.version(n) {
		return
	}
	keys := Keys()
	seen := map[string]deals.Pos{}
	for _, f := range n.fields {
		if rd.twice(seen, f.key, f.key, f.pos) || f.key == "version" {
			continue
		}
		i := slices.IndexFunc(keys, func(k Key) bool { return k.Name == f.key })
		if i < 0 {
			rd.fail(f.pos, hintFor(f.key), "%s is no key of a file of assumptions", quote(f.key))
			continue
		}
		rd.group(place{order: i, key: keys[i], group: f.key}, f.val)
	}
}

// hintFor says what somebody may have meant who wrote an unknown key at the top.
func hintFor(key string) string {
	if sub, ok := findKey(shockKeys(), key); ok {
		return fmt.Sprintf("it belongs below shock now: write shock: {%s: %s}", sub.Name, sub.Example)
	}
	if name, ok := otherNames[key]; ok {
		return fmt.Sprintf("write %s", name)
	}
	if st, ok := rung(key); ok {
		return fmt.Sprintf("it belongs below probability: write probability: {%s: 50%%}", st)
	}
	if s, ok := deals.Suggest(key, append(keyNames(Keys()), "version")); ok {
		return fmt.Sprintf("did you mean %q?", s)
	}
	return "keys are " + strings.Join(keyNames(Keys()), ", ")
}

// version reports whether the file is one that this package reads.
func (rd *reader) version(n *node) bool {
	v := n.find("version")
	if v == nil {
		rd.fail(deals.Pos{File: rd.name, Line: 1, Col: 1}, "begin it with version: 1", "the file does not say its version")
		return true
	}
	number, err := strconv.Atoi(v.text)
	switch {
	case v.shape != scalar || err != nil || number < 1:
		rd.fail(v.pos, "write version: 1", "the version is no number from 1")
	case number > Version:
		rd.fail(v.pos, "use a newer dealgraph", "version %d is newer than %d, the newest that this program reads", number, Version)
		return false // what else it says may be right there
	}
	return true
}

// twice reports whether a key stood in this mapping before.
func (rd *reader) twice(seen map[string]deals.Pos, key, shown string, pos deals.Pos) bool {
	at, ok := seen[key]
	if ok {
		rd.fail(pos, fmt.Sprintf("it stands in line %d already", at.Line), "%s stands twice", quote(shown))
	}
	if !ok {
		seen[key] = pos
	}
	return ok
}

// group reads what stands under a key at the top.
func (rd *reader) group(p place, n *node) {
	switch {
	case n.shape == refused:
		return
	case p.key.Per == Once:
		rd.entry(p, n)
		return
	case p.key.Default && (n.shape == scalar || n.shape == mapping && isEntry(n)):
		p.name = everyone
		rd.entry(p, n)
		return
	case n.shape == nothing:
		return
	case n.shape != mapping:
		rd.fail(n.pos, "write "+sample(p.key), "%s is %s", p.group, n.shape)
		return
	}
	seen := map[string]deals.Pos{}
	for _, f := range n.fields {
		rd.member(p, f, seen)
	}
}

// sample shows how a key is written that has others below it.
func sample(k Key) string {
	switch k.Per {
	case PerStatus:
		return k.Name + ": {signed: 80%}"
	case Section:
		return k.Name + ": {" + k.Keys[0].Name + ": " + k.Keys[0].Example + "}"
	case Once:
		return k.Name + ": " + exampleOf(k)
	}
	if k.Example == "" {
		return k.Name + ": {default: " + k.unit().sample + "}"
	}
	return k.Name + ": {" + k.Example + "}"
}

// member reads one key below a key.
func (rd *reader) member(p place, f field, seen map[string]deals.Pos) {
	below, err := p.below(f.key)
	if err != nil {
		rd.fail(f.pos, err.Hint, "%s", err.Msg)
		return
	}
	if rd.twice(seen, below.name, f.key, f.pos) {
		return
	}
	if p.key.Per != PerPartyYear {
		rd.entry(below, f.val)
		return
	}
	if f.val.shape == refused {
		return
	}
	if f.val.shape != mapping {
		rd.fail(f.val.pos, "write "+sample(p.key), "%s of %s is not stated by year", p.group, quote(f.key))
		return
	}
	years := map[string]deals.Pos{}
	for _, y := range f.val.fields {
		at, err := below.inYear(y.key)
		if err != nil {
			rd.fail(y.pos, err.Hint, "%s", err.Msg)
			continue
		}
		if !rd.twice(years, strconv.Itoa(at.year), y.key, y.pos) {
			rd.entry(at, y.val)
		}
	}
}

// below is the place of a key below another.
func (p place) below(word string) (place, *deals.CellError) {
	switch p.key.Per {
	case PerStatus:
		st, ok := rung(word)
		if !ok {
			var words []string
			for _, r := range rungs() {
				words = append(words, r.String())
			}
			return p, &deals.CellError{Msg: fmt.Sprintf("%s is no status with a probability", quote(word)), Hint: meant(word, words)}
		}
		p.name, p.rank = st.String(), int(st)
	case Section:
		i := slices.IndexFunc(p.key.Keys, func(k Key) bool { return k.Name == word })
		if i < 0 {
			hint := meant(word, keyNames(p.key.Keys))
			if top, ok := findKey(Keys(), word); ok {
				hint = "it stands at the top: write " + sample(top)
			}
			return p, &deals.CellError{Msg: fmt.Sprintf("%s is no key of %s", quote(word), p.group), Hint: hint}
		}
		p.key, p.name, p.rank = p.key.Keys[i], word, i
	default:
		if word == "" {
			return p, &deals.CellError{Msg: p.group + " of a party without a name", Hint: "write its id"}
		}
		if !p.key.Default && word == everyone {
			return p, &deals.CellError{Msg: fmt.Sprintf("%s has no value for all parties", p.group), Hint: "write it for one: " + sample(p.key)}
		}
		p.name = word
	}
	return p, nil
}

// inYear is the place of a year below that of a party.
func (p place) inYear(word string) (place, *deals.CellError) {
	year, err := strconv.Atoi(word)
	switch {
	case err != nil || len(word) != 4:
		return p, &deals.CellError{Msg: fmt.Sprintf("%s of %s: %s is not a year", p.group, quote(p.name), quote(word)), Hint: "write " + sample(p.key)}
	case year < deals.FirstYear || year > deals.LastYear:
		return p, &deals.CellError{Msg: fmt.Sprintf("%s of %s: %d is out of range", p.group, quote(p.name), year), Hint: fmt.Sprintf("years lie between %d and %d", deals.FirstYear, deals.LastYear)}
	}
	p.year = year
	return p, nil
}

// entryKeys are the keys of a value that is written with its source.
var entryKeys = []string{"value", "source", "note"}

// isEntry reports whether a mapping is a value with its source.
func isEntry(n *node) bool {
	if n.find("value") != nil {
		return true
	}
	return len(n.fields) > 0 && !slices.ContainsFunc(n.fields, func(f field) bool { return !slices.Contains(entryKeys, f.key) })
}

// entry reads a value: bare, or a mapping of value, source and note.
func (rd *reader) entry(p place, n *node) {
	it := item{place: p, from: rd.name, pos: n.pos, line: rd.line(n.pos)}
	val := n
	switch n.shape {
	case refused:
		return
	case mapping:
		if val = rd.fields(&it, n); val == nil {
			return
		}
	}
	w := written{text: val.text}
	switch val.shape {
	case refused:
		return
	case nothing:
		rd.fail(val.pos, "write one, or remove the line", "%s has no value", p.path())
		return
	case mapping:
		rd.fail(val.pos, "write one value", "%s is a mapping", p.path())
		return
	case list:
		w.isList = true
		for _, part := range val.items {
			if part.shape == refused {
				return
			}
			if part.shape != scalar {
				rd.fail(part.pos, "write values", "%s has %s in its list", p.path(), part.shape)
				return
			}
			w.list = append(w.list, part.text)
		}
	}
	v, err := p.key.read(w)
	if err != nil {
		rd.fail(val.pos, err.Hint, "%s", err.Msg)
		return
	}
	it.value = v
	rd.set.items[p.path()] = it
}

// fields reads source and note of a value, and finds the value; nil when there is none.
func (rd *reader) fields(it *item, n *node) *node {
	seen := map[string]deals.Pos{}
	good := true
	for _, f := range n.fields {
		if rd.twice(seen, f.key, f.key, f.pos) {
			good = false
			continue
		}
		switch f.key {
		case "value":
		case "source":
			it.sources = rd.texts(f)
		case "note":
			if notes := rd.texts(f); len(notes) > 0 {
				it.note = strings.Join(notes, " ")
			}
		default:
			good = false
			hint := meant(f.key, entryKeys)
			if f.val.shape == nothing && strings.HasPrefix(hint, "one of") {
				hint = "put a text with a comma in quotation marks"
			}
			rd.fail(f.pos, hint, "%s is no key of a value", quote(f.key))
		}
	}
	val := n.find("value")
	if val == nil && good {
		rd.fail(n.pos, "write {value: …, source: …, note: …}", "%s has no value", it.path())
	}
	if !good {
		return nil
	}
	return val
}

// texts are one text or several.
func (rd *reader) texts(f field) []string {
	switch f.val.shape {
	case scalar:
		return []string{f.val.text}
	case list:
		var out []string
		for _, n := range f.val.items {
			if n.shape != scalar {
				rd.fail(n.pos, "write a text", "%s has %s in its list", f.key, n.shape)
				continue
			}
			out = append(out, n.text)
		}
		return out
	case mapping:
		rd.fail(f.val.pos, "write a text", "%s is a mapping", f.key)
	}
	return nil
}
