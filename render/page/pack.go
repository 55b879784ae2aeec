package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// packed is the block of what the page needs when the reader leaves the first picture.
type packed struct {
	// Lines are the lines of all pictures but the first, each once, sorted: neighbours then begin alike, which
	// compresses well.
	Lines []string `json:"lines"`
	// Frames are in the order of the map, without the first.
	Frames  []packedFrame `json:"frames"`
	Deals   []dealData    `json:"deals"`   // those the first picture does not have
	Sources []sourceData  `json:"sources"` // likewise
}

type packedFrame struct {
	// Lines are the numbers of the lines of the picture, each as the difference to the one before.
	Lines []int     `json:"lines"`
	Deals []arcData `json:"deals"`
}

// pack returns the block for pictures, compressed and in base64.
func pack(pictures []*picture, deals [][]arcData, rest packed) (string, error) {
	var lines []string
	split := make([][]string, len(pictures))
	for i, p := range pictures {
		split[i] = strings.Split(p.markup, "\n")
		lines = append(lines, split[i]...)
	}
	slices.Sort(lines)
	rest.Lines = slices.Compact(lines)
	number := make(map[string]int, len(rest.Lines))
	for i, l := range rest.Lines {
		number[l] = i
	}
	for i := range pictures {
		f := packedFrame{Deals: deals[i]}
		last := 0
		for _, l := range split[i] {
			f.Lines = append(f.Lines, number[l]-last)
			last = number[l]
		}
		rest.Frames = append(rest.Frames, f)
	}
	return compress(rest)
}

// compress returns v as JSON, gzip and base64. The header has no name and no time, so that the same v gives the same text.
func compress(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(text); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
