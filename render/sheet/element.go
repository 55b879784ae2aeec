package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Element is a piece of the picture to be written: a tag, attributes in order, and either text or children.
type Element struct {
	name     string
	attrs    []attr
	text     string
	children []*Element
}

type attr struct{ name, value string }

// El makes an element. Attributes come in pairs of name and value; a number is written as short as it is exact
// to a hundredth.
func El(name string, pairs ...any) *Element {
	e := &Element{name: name}
	return e.Set(pairs...)
}

// Set adds attributes, in pairs as in El, and returns e. One that is there already gets the new value,
// class excepted, which grows.
func (e *Element) Set(pairs ...any) *Element {
	if len(pairs)%2 != 0 {
		panic("svg: attributes come in pairs")
	}
	for i := 0; i < len(pairs); i += 2 {
		name, value := pairs[i].(string), ""
		switch v := pairs[i+1].(type) {
		case string:
			value = v
		case float64:
			value = Number(v)
		case int:
			value = strconv.Itoa(v)
		default:
			panic(fmt.Sprintf("svg: attribute %s has a value of type %T", name, v))
		}
		e.setOne(name, value)
	}
	return e
}

func (e *Element) setOne(name, value string) {
	for i := range e.attrs {
		if e.attrs[i].name == name {
			if name == "class" {
				value = e.attrs[i].value + " " + value
			}
			e.attrs[i].value = value
			return
		}
	}
	e.attrs = append(e.attrs, attr{name, value})
}

// Add appends children, leaving out nil ones, and returns e.
func (e *Element) Add(children ...*Element) *Element {
	for _, c := range children {
		if c != nil {
			e.children = append(e.children, c)
		}
	}
	return e
}

// Empty reports whether e has no children.
func (e *Element) Empty() bool { return len(e.children) == 0 }

// Say sets the text of e and returns it.
func (e *Element) Say(text string) *Element {
	e.text = text
	return e
}

// Number writes v to a hundredth without needless zeros.
func Number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64)
}

// escaper makes text and attribute values safe. Line breaks in values would be read as blanks.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// Write appends e as XML, one element a line where that does not change the text.
func (e *Element) Write(b *strings.Builder) {
	b.WriteByte('<')
	b.WriteString(e.name)
	for _, a := range e.attrs {
		b.WriteByte(' ')
		b.WriteString(a.name)
		b.WriteString(`="`)
		b.WriteString(escaper.Replace(a.value))
		b.WriteByte('"')
	}
	if e.text == "" && len(e.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	b.WriteString(escaper.Replace(e.text))
	for _, c := range e.children {
		b.WriteByte('\n')
		c.Write(b)
	}
	if len(e.children) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("</" + e.name + ">")
}

// Points writes coordinates in pairs, as the attribute points wants them.
func Points(xy ...float64) string {
	var b strings.Builder
	for i := 0; i < len(xy); i += 2 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(Number(xy[i]) + "," + Number(xy[i+1]))
	}
	return b.String()
}
