package pdf

import (
	"bytes"
	"errors"
	"unicode/utf16"
)

// ErrNoSubject is returned for a file that says no subject in the way [Page] does.
var ErrNoSubject = errors.New("pdf: the file has no subject that can be read")

// Subject reads Options.Subject back from a file that Page made. Of other files it may find nothing.
func Subject(file []byte) (string, error) {
	const key = "/Subject ("
	i := bytes.LastIndex(file, []byte(key))
	if i < 0 || !bytes.HasPrefix(file, []byte("%PDF-")) {
		return "", ErrNoSubject
	}
	text, ok := literal(file[i+len(key):])
	if !ok || !bytes.HasPrefix(text, []byte{0xfe, 0xff}) || len(text)%2 != 0 {
		return "", ErrNoSubject
	}
	units := make([]uint16, 0, len(text)/2)
	for k := 2; k < len(text); k += 2 {
		units = append(units, uint16(text[k])<<8|uint16(text[k+1]))
	}
	return string(utf16.Decode(units)), nil
}

// literal reads a literal string up to its closing parenthesis (ISO 32000-1, 7.3.4.2), as far as it is written here: with
// backslashes before parentheses, backslashes and line ends.
func literal(data []byte) (text []byte, ok bool) {
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case ')':
			return text, true
		case '\\':
			if i++; i == len(data) {
				return nil, false
			}
			switch data[i] {
			case 'r':
				text = append(text, '\r')
			case 'n':
				text = append(text, '\n')
			default:
				text = append(text, data[i])
			}
		default:
			text = append(text, c)
		}
	}
	return nil, false
}
