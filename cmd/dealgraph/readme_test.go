package main

import (
	"bytes"
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/render/note"

	gocmp "github.com/google/go-cmp/cmp"
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
			if d := gocmp.Diff(b[2], got); d != "" {
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

// The tour of notes in the README is run in an empty folder, block after block, and says what the README shows below it.
func TestReadmeTour(t *testing.T) {
	if testing.Short() {
		t.Skip("the tour of the README is not walked: it starts the program many times, and the tests shall be short")
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("the tour of the README is not run: there is no sh")
	}
	path, err := filepath.Abs(readme)
	if err != nil {
		t.Fatal(err)
	}
	text := readNote(t, path)
	_, tour, _ := strings.Cut(text, "\n## Reports, and notes that stay true\n")
	tour, _, _ = strings.Cut(tour, "\n## ")
	blocks := regexp.MustCompile("(?ms)^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?").FindAllStringSubmatch(tour, -1)
	if len(blocks) < 4 {
		t.Fatalf("found %d blocks in the tour of the README, want the 4 it had", len(blocks))
	}
	t.Chdir(t.TempDir())
	programOnPath(t)
	fresh := tour
	for _, b := range blocks {
		got := steady(runShell(t, shell, b[1]))
		_, shows, ok := strings.Cut(b[0], "```text\n")
		if !ok {
			continue
		}
		if d := gocmp.Diff(b[2], got); d != "" && !*update {
			t.Errorf("%s (-README +now; -update rewrites it):\n%s", b[1], d)
		}
		fresh = strings.Replace(fresh, b[0], strings.TrimSuffix(b[0], shows)+got+"```\n", 1)
	}
	if *update {
		writeNote(t, path, strings.Replace(text, tour, fresh, 1))
	}
}

// programOnPath makes this program the command dealgraph of the shell.
func programOnPath(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "dealgraph")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// runShell runs lines, of which the last may find something (exit code 3).
func runShell(t *testing.T, shell, lines string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), shell, "-e", "-c", lines)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState.ExitCode() != 3 {
		t.Fatalf("%s: %v\n%s", lines, err, out)
	}
	return string(out)
}

// projectNotes are the texts of this project with numbers from a ledger in them, by their path from its root.
func projectNotes(t *testing.T) (out []string) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" && filepath.Dir(path) != "../..") {
			return cmp.Or(err, fs.SkipDir)
		}
		if filepath.Ext(path) != ".md" || d.IsDir() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n, err := note.Scan(path, data, note.Markdown)
		if err == nil && len(n.Slots) > 0 {
			out = append(out, strings.TrimPrefix(path, "../../"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The README and the other texts of this project are notes of this program: no number in them is untrue. -update refreshes them.
func TestProjectNotes(t *testing.T) {
	if testing.Short() {
		t.Skip("the notes of the project are not checked: their figures are drawn for that, and the tests shall be short")
	}
	files := projectNotes(t)
	for _, want := range []string{"README.md", "deals/example/ai/README.md", "testdata/telecom/README.md"} {
		if !slices.Contains(files, want) {
			t.Errorf("%s has no place for an answer", want)
		}
	}
	t.Chdir("../..")
	if *update {
		if code, out, errs := command(t, append([]string{"note", "refresh"}, files...)...); code != 0 {
			t.Fatal(out, errs)
		}
	}
	if code, out, errs := command(t, append([]string{"note", "check"}, files...)...); code != 0 || !strings.Contains(out, ": all true") {
		t.Errorf("go test ./cmd/dealgraph -run ProjectNotes -update refreshes them:\n%s%s", out, errs)
	}
	if code, out, errs := command(t, "note", "lint", "--strict", "README.md"); code != 0 {
		t.Errorf("numbers of the README that nothing keeps true:\n%s%s", out, errs)
	}
}

// Every figure in the README is byte for byte what the program draws, but for its version.
func TestReadmeFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("the README's figures are not drawn: the tests shall be short")
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Scan(readme, text, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	figures := 0
	for _, s := range n.Slots {
		file, shown := s.Attribute("file")
		if !shown {
			continue
		}
		figures++
		t.Run(file, func(t *testing.T) {
			args, err := queryArgs(s.Query)
			if err != nil {
				t.Fatal(err)
			}
			got := steady(runIn(t, append(args, "-l", "example:ai")))
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if steady(string(want)) != got {
				t.Errorf("%s (%d bytes) is not what the program draws now (%d bytes); go test ./cmd/dealgraph -run ProjectNotes -update draws it anew: look at it", file, len(want), len(got))
			}
		})
	}
	if figures < 10 {
		t.Errorf("found %d figures in the README, want the 10 it had", figures)
	}
}
