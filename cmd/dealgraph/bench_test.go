package main

import (
	"bytes"
	"strings"
	"testing"
)

// BenchmarkCommand runs whole commands on the reference ledger, as a user does but for the start of the process.
func BenchmarkCommand(b *testing.B) {
	for _, line := range []string{
		"version",
		"check -l example:ai",
		"list -l example:ai --basis all",
		"show nvidia -l example:ai",
		"cycles -l example:ai --basis all",
		"exposure openai -l example:ai --basis all",
		"map -l example:ai",
	} {
		b.Run(strings.Fields(line)[0], func(b *testing.B) {
			for b.Loop() {
				var out, errs bytes.Buffer
				s := streams{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }}
				if code := run(b.Context(), s, strings.Fields(line)); code != 0 || out.Len() == 0 {
					b.Fatalf("%s: exit code %d: %s", line, code, errs.String())
				}
			}
		})
	}
}
