package svg

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// element is a piece of the picture to be written: a tag, attributes in order, and either text or children.
type element struct {
	name     string
	attrs    []attr
	text     string
	children []*element
}

type attr struct{ name, value string }

// el makes an element. Attributes come in pairs of name and value; a number is written as short as it is exact
// to a hundredth.
func el(name string, pairs ...any) *element {
	e := &element{name: name}
	return e.set(pairs...)
}

// set adds attributes, in pairs as in el, and returns e. One that is there already gets the new value,
// class excepted, which grows.
func (e *element) set(pairs ...any) *element {
	if len(pairs)%2 != 0 {
		panic("svg: attributes come in pairs")
	}
	for i := 0; i < len(pairs); i += 2 {
		name, value := pairs[i].(string), ""
		switch v := pairs[i+1].(type) {
		case string:
			value = v
		case float64:
			value = number(v)
		case int:
			value = strconv.Itoa(v)
		default:
			panic(fmt.Sprintf("svg: attribute %s has a value of type %T", name, v))
		}
		e.setOne(name, value)
	}
	return e
}

func (e *element) setOne(name, value string) {
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

// add appends children, leaving out nil ones, and returns e.
func (e *element) add(children ...*element) *element {
	for _, c := range children {
		if c != nil {
			e.children = append(e.children, c)
		}
	}
	return e
}

// say sets the text of e and returns it.
func (e *element) say(text string) *element {
	e.text = text
	return e
}

// number writes v to a hundredth without needless zeros.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64)
}

// escaper makes text and attribute values safe. Line breaks in values would be read as blanks.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// write appends e as XML, one element a line where that does not change the text.
func (e *element) write(b *strings.Builder) {
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
		c.write(b)
	}
	if len(e.children) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("</" + e.name + ">")
}
