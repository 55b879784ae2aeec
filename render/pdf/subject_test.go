package pdf

import "testing"

func TestSubject(t *testing.T) {
	for _, want := range []string{`{"a":"(x) \\ y"}`, "英伟达 → OpenAI", "line\r\nline", "plain"} {
		file, _, err := Page([]byte(`<svg width="9" height="9"><title>T</title></svg>`), Options{Subject: want})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Subject(file); got != want || err != nil {
			t.Errorf("Subject = %q, %v, want %q", got, err, want)
		}
	}
	for _, bad := range []string{"", "%PDF-1.4", "%PDF-1.4 /Subject (", "%PDF-1.4 /Subject (\xfe\xffa)", "%PDF-1.4 /Subject (abc)", `%PDF-1.4 /Subject (\`, "/Subject (\xfe\xff)"} {
		if got, err := Subject([]byte(bad)); err == nil {
			t.Errorf("Subject(%q) = %q, want an error", bad, got)
		}
	}
}

func FuzzSubject(f *testing.F) {
	f.Add([]byte("%PDF-1.4 /Subject (\xfe\xff\x00a)"))
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = Subject(data) })
}
