package main

import (
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// maxLine is how many bytes of a long line are shown around the place of an error.
const maxLine = 120

// window cuts a long line to the part around byte at, on whole characters, and says where the place is in it.
func window(line string, at int) (part string, place int) {
	if len(line) <= maxLine {
		return line, min(at, len(line))
	}
	from := max(0, at-maxLine/2)
	to := min(len(line), from+maxLine)
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	return line[from:to], at - from
}

// cells is the width of a character on a terminal.
func cells(r rune) int { return displaywidth.Rune(r) }
