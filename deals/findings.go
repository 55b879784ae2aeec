package deals

import "fmt"

// maxAlike is how many errors of one kind are kept of one file. A column that is wrong in a million rows is one mistake.
const maxAlike = 1000

// findings are the errors, or the warnings, of a reading.
type findings struct {
	list  []*Error
	alike map[findingKind]*alike
}

// A findingKind is what errors share that are alike.
type findingKind struct{ file, code string }

// alike counts the errors of a kind; rest is the one that stands for those beyond maxAlike.
type alike struct {
	count int
	rest  *Error
}

func (f *findings) add(pos Pos, code, msg, hint string) {
	kind := findingKind{pos.File, code}
	a := f.alike[kind]
	if a == nil {
		if f.alike == nil {
			f.alike = map[findingKind]*alike{}
		}
		a = &alike{}
		f.alike[kind] = a
	}
	a.count++
	switch {
	case a.count <= maxAlike:
		f.list = append(f.list, &Error{Pos: pos, Code: code, Msg: msg, Hint: hint})
	case a.rest == nil:
		a.rest = &Error{Pos: pos, Code: code, Hint: "mend the first ones, then read again"}
		f.list = append(f.list, a.rest)
	}
}

// count is how many were found, listed or not.
func (f *findings) count() int {
	n := 0
	for _, a := range f.alike {
		n += a.count
	}
	return n
}

// all are the errors in the order of their places; where some were left out, one says how many.
func (f *findings) all() []*Error {
	for _, a := range f.alike {
		if a.rest != nil {
			a.rest.More = a.count - maxAlike - 1
			a.rest.Msg = fmt.Sprintf("here and below, %d more of this kind (%s) are not listed", a.count-maxAlike, a.rest.Code)
		}
	}
	sortErrors(f.list)
	return f.list
}
