package deals

import "strings"

// westernOdd reports whether a byte of Windows-1252 stands where no text of a Western language has it, which says that the
// file is something else: Chinese, Japanese, Korean, Cyrillic, Greek, Polish or old Mac text would come out as names that
// nobody has. before and after are its neighbours, 0 at the ends of the text.
//
// It finds accented letters between two other such bytes; signs inside words (Paw³owski, ¥x¿n); capitals after small letters (SociŽtŽ); and
// characters that nobody types in a ledger. What passes is still shown to the user, once: Czech read as Danish passes.
func westernOdd(before, b, after byte) bool {
	switch {
	case strings.IndexByte(unusualInWestern, b) >= 0:
		return true
	case highLetter(b):
		return highByte(before) && highByte(after) && before != noBreakSpace && after != noBreakSpace ||
			lowerLetter(before) && highCapital(b) && !highCapital(after)
	case strings.IndexByte(westernInsideWords, b) >= 0:
		return false
	case strings.IndexByte(westernAfterWords, b) >= 0:
		return anyLetter(after)
	case strings.IndexByte(westernBeforeWords, b) >= 0:
		return anyLetter(before)
	case strings.IndexByte(westernBetweenWords, b) >= 0:
		return anyLetter(after) && anyLetter(before) || highByte(before) && highByte(after)
	}
	return false // quotes, dashes and blanks
}

// Bytes of Windows-1252 by where they stand in words.
const (
	noBreakSpace = 0xa0

	unusualInWestern    = "\x83\x88\x98\x9f\xa4\xa6\xa8\xac\xaf\xb8\xd7\xf7"     // ƒ ˆ ˜ Ÿ ¤ ¦ ¨ ¬ ¯ ¸ × ÷
	westernInsideWords  = "\x91\x92\xad\xb7\xb4"                                 // ‘ ’ soft hyphen · ´
	westernAfterWords   = "\x86\x87\x89\x99\xaa\xae\xb2\xb3\xb9\xba\xbc\xbd\xbe" // † ‡ ‰ ™ ª ® ² ³ ¹ º ¼ ½ ¾
	westernBeforeWords  = "\x82\x84\x95\xa1\xa7\xa9\xb5\xb6\xbf"                 // ‚ „ • ¡ § © µ ¶ ¿
	westernBetweenWords = "\x80\xa2\xa3\xa5\xb0\xb1"                             // € ¢ £ ¥ ° ±
)

func highByte(b byte) bool { return b >= 0x80 }

// highLetter reports whether a byte of Windows-1252 is a letter outside ASCII.
func highLetter(b byte) bool {
	return b >= 0xc0 && b != 0xd7 && b != 0xf7 || strings.IndexByte("\x8a\x8c\x8e\x9a\x9c\x9e\x9f", b) >= 0
}

func highCapital(b byte) bool {
	return b >= 0xc0 && b <= 0xde && b != 0xd7 || strings.IndexByte("\x8a\x8c\x8e\x9f", b) >= 0
}

func lowerLetter(b byte) bool {
	return b >= 'a' && b <= 'z' || highLetter(b) && !highCapital(b)
}

func anyLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || highLetter(b) }
