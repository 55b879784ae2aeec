package pdf

import "encoding/binary"

// embeddable reports whether fpdf can embed a font file, and may: TrueType, no collection, with the tables that fpdf
// reads without asking, a table of characters in format 4, and no restriction by its maker. It has to be asked first: fpdf
// complains on standard output, and goes on.
func embeddable(data []byte) bool {
	f := fontFile(data)
	if kind := f.number(0, 4); kind != 0x00010000 && kind != 0x74727565 { // "true"
		return false
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "name", "post"} {
		if f.table(name) == 0 {
			return false
		}
	}
	os2 := f.table("OS/2")
	if os2 == 0 {
		return false
	}
	const restricted, noSubset, bitmapOnly = 0x0002, 0x0100, 0x0200 // of fsType
	return f.number(os2+8, 2)&(restricted|noSubset|bitmapOnly) == 0 && f.hasCharacters()
}

// fontFile is the content of a font file. Reading beyond its end gives 0.
type fontFile []byte

// number returns the number of 2 or 4 bytes at a place.
func (f fontFile) number(at, size int) int {
	if at < 0 || at > len(f)-size {
		return 0
	}
	if size == 2 {
		return int(binary.BigEndian.Uint16(f[at:]))
	}
	return int(binary.BigEndian.Uint32(f[at:]))
}

// table returns where a table begins, 0 if there is none.
func (f fontFile) table(name string) int {
	for i := range f.number(4, 2) {
		if at := 12 + 16*i; at+16 <= len(f) && string(f[at:at+4]) == name {
			return f.number(at+8, 4)
		}
	}
	return 0
}

// hasCharacters reports whether there is a table of Unicode characters in format 4.
func (f fontFile) hasCharacters() bool {
	cmap := f.table("cmap")
	if cmap == 0 {
		return false
	}
	for i := range f.number(cmap+2, 2) {
		entry := cmap + 4 + 8*i
		platform, encoding := f.number(entry, 2), f.number(entry+2, 2)
		if (platform == 0 || platform == 3 && encoding == 1) && f.number(cmap+f.number(entry+4, 4), 2) == 4 {
			return true
		}
	}
	return false
}
