package deals

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t testing.TB, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Names that Western spreadsheets save are read as they are, a byte at a time too.
func TestWesternText(t *testing.T) {
	const text = "name\nSociété Générale – Crédit à l’État\nMünchener Rück «ÉTÉ» “Öl”\nPeñarroya, Ørsted A/S, Nestlé S.A., Ålandsbanken\n" +
		"€500m, £20bn, 5\u00a0€/kWh, 10 m², n° 5, 1.º, ½, 25 °C, CO²\nStraße, Œuvre, hääyö, créée, naïveté, Škoda, ŽIŽEK, Ærø\n" +
		"¿Qué? ¡Sí! „Zitat“ ‚x‘ … § 5, A·B, © 2025 Übung®, Zoë™\n"
	in := encoded(t, charmap.Windows1252, text)
	for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in)), iotest.DataErrReader(strings.NewReader(in))} {
		reader := newTextReader(r)
		got, err := io.ReadAll(reader)
		if err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
		if reader.foreign != (spot{2, 5}) { // the é of Société
			t.Errorf("the file is told to be foreign at %v", reader.foreign)
		}
		if n := reader.lines(); n != 7 {
			t.Errorf("%d lines", n)
		}
	}
}

// Names in other encodings are refused, and not read as letters nobody wrote.
func TestNotWesternText(t *testing.T) {
	for text, e := range map[string]encoding.Encoding{
		"中芯国际,阿里巴巴": simplifiedchinese.GB18030, "腾讯": simplifiedchinese.GBK,
		"台積電,鴻海": traditionalchinese.Big5, "聯發科": traditionalchinese.Big5,
		"ソニー": japanese.ShiftJIS, "日本電気": japanese.ShiftJIS, "富士通,三菱": japanese.ShiftJIS, "東京エレクトロン": japanese.EUCJP,
		"삼성전자": korean.EUCKR, "Газпром": charmap.Windows1251, "Сбербанк": charmap.KOI8R, "Ελλάδα": charmap.Windows1253,
		"Pawłowski": charmap.Windows1250, "Zürich": charmap.Macintosh, "Société": charmap.Macintosh,
	} {
		got, err := io.ReadAll(newTextReader(strings.NewReader("from,to\n" + encoded(t, e, text) + ",x\n")))
		if _, ok := errors.AsType[*encodingError](err); !ok {
			t.Errorf("%s in %v is read as %q, %v", text, e, got, err)
		}
	}
}

// What a character, a lone CR and the end of a chunk do together: nothing is lost, and the reader ends.
func TestTextAtTheEndOfAChunk(t *testing.T) {
	for _, cut := range []string{"\r🙂", "\r漢", "\ré", "\r\n🙂", "\r\r\r🙂", "🙂\r", "\r\n\r\n"} {
		want := strings.ReplaceAll(strings.ReplaceAll(cut, "\r\n", "\n"), "\r", "\n")
		for at := chunk - 8; at <= chunk+2; at++ {
			got, err := io.ReadAll(io.LimitReader(newTextReader(strings.NewReader(strings.Repeat("a", at)+cut+"z")), 2*chunk))
			if text := strings.ReplaceAll(string(got), "\r\n", "\n"); err != nil || text != strings.Repeat("a", at)+want+"z" {
				t.Errorf("%q at %d: %q, %v", cut, at, text[min(len(text), at-2):], err)
			}
		}
	}
}

// FuzzText reads any bytes in three cuts: text or error are the same, the text is UTF-8 without NUL and lone CR, and what
// was UTF-8 is unchanged.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a,b\r\nc\rd\n", "\ufeffa,é\n", "a\xe9\x92\r", "\xd6\xd0\xb9\xfa", "a\xc3", "é\xe9", "x\x00y", "PK\x03\x04", "\r", "\xff\xfea\x00\r\x00", "\xfe\xff\xd8\x00"} {
		f.Add([]byte(s))
	}
	f.Add([]byte(encoded(f, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "from\tto\r\n英伟达\tx\r\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := textOf(data)
		for _, r := range []io.Reader{iotest.OneByteReader(strings.NewReader(string(data))), iotest.HalfReader(strings.NewReader(string(data)))} {
			again, err2 := io.ReadAll(newTextReader(r))
			if string(again) != string(text) || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
				t.Errorf("%q: %q, %v; in pieces %q, %v", data, text, err, again, err2)
			}
		}
		if !utf8.Valid(text) || strings.Contains(string(text), "\x00") || strings.Contains(strings.ReplaceAll(string(text), "\r\n", ""), "\r") && err == nil {
			t.Errorf("%q gives %q", data, text)
		}
		plain := string(data)
		if err == nil && utf8.Valid(data) && !strings.Contains(plain, "\r") && string(text) != strings.TrimPrefix(plain, "\ufeff") {
			t.Errorf("%q gives %q", data, text)
		}
	})
}
