package assumptions

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Check holds the parties that the set names against a ledger. A party may be called by its id, name, alias or ticker;
// afterwards the set knows it by its id.
//
// The error, a *[deals.ErrorList], is all parties that the ledger does not know or that have two values of one kind. The set
// is then not to be used.
func (s *Set) Check(l *deals.Ledger) error {
	f := &source{}
	s.items = f.resolve(l, s.items)
	quiet := &source{} // what it would say is said already, or was overridden
	s.under = quiet.resolve(l, s.under)
	return f.err()
}

// resolve gives every party its id.
func (f *source) resolve(l *deals.Ledger, items map[string]item) map[string]item {
	out := map[string]item{}
	order := slices.SortedFunc(maps.Values(items), func(a, b item) int {
		return cmp.Or(cmp.Compare(a.turn, b.turn), a.compare(b.place))
	})
	for _, it := range order {
		if it.ofParty() {
			id, ok := f.party(l, it, it.name)
			if !ok {
				continue
			}
			it.name = id
		}
		if it.key.Holds == HoldsParties {
			f.parties(l, &it)
		}
		if other, ok := out[it.path()]; ok && other.turn == 0 && it.turn == 0 {
			f.about(it, "write it once", "%s stands twice, under two names of the party", it.path())
			continue
		}
		out[it.path()] = it
	}
	return out
}

// parties gives the parties of a list their ids.
func (f *source) parties(l *deals.Ledger, it *item) {
	var ids []string
	for _, name := range it.list {
		id, ok := f.party(l, *it, name)
		if ok && slices.Contains(ids, id) {
			f.about(*it, "write it once", "%s names %s twice", it.path(), quote(id))
		}
		ids = append(ids, id)
	}
	it.list, it.text = ids, strings.Join(ids, ",")
}

func (f *source) party(l *deals.Ledger, it item, name string) (string, bool) {
	p, err := l.Party(name)
	if err != nil {
		f.about(it, "", "%s: %s", it.path(), err)
		return name, false
	}
	return string(p.ID), true
}

// about reports an error of a value, where it stands.
func (f *source) about(it item, hint, format string, args ...any) {
	before := len(f.errs)
	f.fail(it.pos, hint, format, args...)
	if len(f.errs) > before {
		f.errs[before].Line = it.line
	}
	if it.from == FromSet {
		f.errs[len(f.errs)-1].Pos = deals.Pos{File: FromSet}
	}
}
