package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

const readme = "../../README.md"

// version is the part of a stamp that differs from build to build.
var version = regexp.MustCompile(`dealgraph=[^\s<"&]+`)

// recorded is the same inside a figure, where quotes are escaped, and in JSON.
var recorded = regexp.MustCompile(`(tool_version(?:"|&quot;): ?(?:"|&quot;)).*?("|&quot;)`)

// sealing is the hash of a picture with the version in it.
var sealing = regexp.MustCompile(`(picture_hash&quot;:&quot;)sha256:[0-9a-f]*`)

func steady(s string) string {
	s = sealing.ReplaceAllString(s, "$1")
	return recorded.ReplaceAllString(version.ReplaceAllString(s, "dealgraph=…"), "$1…$2")
}

// runIn runs a command line at the root of the project and returns what it writes to both streams.
func runIn(t *testing.T, args []string) string {
	t.Helper()
	t.Chdir("../..")
	var out bytes.Buffer
	run(t.Context(), streams{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }}, args)
	return out.String()
}

// Every console block of the README is a command and what it answers.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?ms)^```console\n\\$ dealgraph (.*?)\n(.*?)^```$")
	blocks := block.FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 4 {
		t.Fatalf("found %d console blocks in the README, want the 4 it had", len(blocks))
	}
	fresh := string(text)
	for _, b := range blocks {
		t.Run(b[1], func(t *testing.T) {
			got := steady(runIn(t, strings.Fields(b[1])))
			if *update {
				fresh = strings.Replace(fresh, b[0], "```console\n$ dealgraph "+b[1]+"\n"+got+"```", 1)
				return
			}
			if d := cmp.Diff(b[2], got); d != "" {
				t.Errorf("the README is out of date (-README +now; -update rewrites it):\n%s", d)
			}
		})
	}
	if *update {
		if err := os.WriteFile(readme, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The ledgers shown in the README can be read.
func TestReadmeLedgers(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	starter := regexp.MustCompile(`(?m)^    from,to,.*\n(?:    .*,.*\n)+`).FindString(string(text))
	long := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(string(text))
	if starter == "" || long == nil {
		t.Fatal("the README shows no starter CSV or no YAML ledger")
	}
	for name, ledger := range map[string]string{"deals.csv": strings.ReplaceAll(starter, "    ", ""), "deals.yaml": long[1]} {
		l, err := deals.Read(strings.NewReader(ledger), name)
		if err != nil {
			t.Errorf("%s of the README: %v", name, err)
		} else if len(l.Deals) == 0 {
			t.Errorf("%s of the README has no deals", name)
		}
	}
}

// Every file that the README shows is what the program writes: a comment says the command, and the next line the file.
func TestReadmeFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("the README's figures are not drawn: the tests shall be short")
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^<!-- dealgraph (.*?) -->\n.*\((testdata/readme/[^)]+)\)`).FindAllStringSubmatch(string(text), -1)
	if len(shown) < 6 {
		t.Fatalf("found %d figures in the README, want the 6 it had", len(shown))
	}
	for _, s := range shown { // in order: one may show what another has written
		t.Run(s[2], func(t *testing.T) {
			got := steady(runIn(t, strings.Fields(s[1])))
			if strings.HasPrefix(got, "dealgraph: ") {
				t.Fatal(got)
			}
			if *update {
				if err := os.WriteFile(s[2], []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(s[2])
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != got {
				t.Errorf("%s (%d bytes) is not what the program writes now (%d bytes); -update writes it anew: look at it", s[2], len(want), len(got))
			}
		})
	}
}
