package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf8"
)

// Chunk is a piece of text in a PNG file. The PNG specification gives a meaning to the keywords Title, Author,
// Description, Copyright, Creation Time, Software, Disclaimer, Warning, Source and Comment; others are free.
type Chunk struct{ Keyword, Text string }

const (
	signature = "\x89PNG\r\n\x1a\n"
	maxText   = 16 << 20 // of the text in a chunk
)

// data returns the data of an iTXt chunk: the keyword, not compressed, no language, no translation of the keyword.
func (c Chunk) data() string { return c.Keyword + "\x00\x00\x00\x00\x00" + c.Text }

func writeChunk(out *bytes.Buffer, name, data string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(data)))
	out.Write(n[:])
	out.WriteString(name)
	out.WriteString(data)
	binary.BigEndian.PutUint32(n[:], crc32.ChecksumIEEE([]byte(name+data)))
	out.Write(n[:])
}

// check returns an error if a PNG file cannot hold c: a keyword has 1 to 79 printable ASCII signs without blanks at
// its ends or two in a row, a text is UTF-8 without NUL.
func (c Chunk) check() error {
	k := c.Keyword
	if k == "" || len(k) > 79 || strings.TrimSpace(k) != k || strings.Contains(k, "  ") ||
		strings.IndexFunc(k, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		return fmt.Errorf("keyword %q cannot stand in a PNG file", k)
	}
	if !utf8.ValidString(c.Text) || strings.ContainsRune(c.Text, 0) || len(c.Text) > maxText {
		return fmt.Errorf("text of keyword %q cannot stand in a PNG file", k)
	}
	return nil
}

// Chunks returns the texts in a PNG file (chunks iTXt, also compressed ones), in order. It returns an error for
// what is not a whole PNG file, and for a chunk with a wrong checksum or a malformed text.
func Chunks(file []byte) ([]Chunk, error) {
	rest, ok := bytes.CutPrefix(file, []byte(signature))
	if !ok {
		return nil, errors.New("png: not a PNG file")
	}
	var out []Chunk
	for len(rest) >= 12 {
		n := binary.BigEndian.Uint32(rest)
		if uint64(n) > uint64(len(rest)-12) {
			break
		}
		name, data := string(rest[4:8]), rest[8:8+n]
		if binary.BigEndian.Uint32(rest[8+n:]) != crc32.ChecksumIEEE(rest[4:8+n]) {
			return nil, fmt.Errorf("png: chunk %q has a wrong checksum", name)
		}
		rest = rest[12+n:]
		switch name {
		case "iTXt":
			c, err := readText(data)
			if err != nil {
				return nil, fmt.Errorf("png: chunk iTXt: %w", err)
			}
			out = append(out, c)
		case "IEND":
			return out, nil
		}
	}
	return nil, errors.New("png: the file is cut off")
}

// readText reads the data of an iTXt chunk.
func readText(data []byte) (Chunk, error) {
	malformed := errors.New("malformed")
	keyword, rest, ok := bytes.Cut(data, []byte{0})
	if !ok || len(rest) < 2 || rest[0] > 1 || rest[1] != 0 {
		return Chunk{}, malformed
	}
	compressed := rest[0] == 1
	_, rest, ok = bytes.Cut(rest[2:], []byte{0}) // the language
	if !ok {
		return Chunk{}, malformed
	}
	_, text, ok := bytes.Cut(rest, []byte{0}) // the keyword in that language
	if !ok {
		return Chunk{}, malformed
	}
	if compressed {
		z, err := zlib.NewReader(bytes.NewReader(text))
		if err != nil {
			return Chunk{}, err
		}
		if text, err = io.ReadAll(io.LimitReader(z, maxText+1)); err != nil {
			return Chunk{}, err
		}
	}
	if len(text) > maxText || !utf8.Valid(text) || !utf8.Valid(keyword) {
		return Chunk{}, malformed
	}
	return Chunk{string(keyword), string(text)}, nil
}
