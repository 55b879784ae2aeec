package deals

import "testing"

func TestSuggest(t *testing.T) {
	known := []string{"signed", "active", "announced", "loi", "SK-Hynix", "nvidia", "beta", "bets"}
	tests := []struct {
		word, want string
	}{
		{"signde", "signed"},
		{"Signed", "signed"},
		{"SIGNED ", "signed"},
		{"nvidea", "nvidia"},
		{"nvida", "nvidia"},
		{"sk hynix", "SK-Hynix"},
		{"anounsed", "announced"},
		{"lio", "loi"},
		{"beti", "beta"}, // as far from bets: the first in the alphabet
		{"bet", "beta"},
		{"microsoft", ""},
		{"xyz", ""}, // three edits of three letters
		{"x", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, ok := Suggest(tt.word, known)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Suggest(%q) = %q, %v; want %q", tt.word, got, ok, tt.want)
		}
	}
	if got, ok := Suggest("signed", nil); ok {
		t.Errorf("Suggest among nothing = %q", got)
	}
}
