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

const (
	readme    = "../../README.md"
	readmeMap = "../../testdata/readme/map.svg"
)

// version is the part of a stamp that differs from build to build.
var version = regexp.MustCompile(`dealgraph=\S+?([ <\n]|$)`)

func steady(s string) string { return version.ReplaceAllString(s, "dealgraph=…$1") }

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

// The README's map is what the program draws.
func TestReadmeMap(t *testing.T) {
	got := steady(runIn(t, []string{"map", "-l", "example:ai"}))
	t.Chdir("cmd/dealgraph")
	if *update {
		if err := os.WriteFile(readmeMap, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(readmeMap)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("testdata/readme/map.svg (%d bytes) is not what the program draws now (%d bytes); -update redraws it: look at it", len(want), len(got))
	}
}
