package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/note"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// The recipes are files to copy: here each is copied and used.

// need skips a test aloud where programs are missing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("the recipe is not run: it starts the program many times, and the tests shall be short")
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("not tried: there is no %s on the PATH", p)
		}
	}
}

// recipe is the text of a recipe, and readable from everywhere.
func recipe(t *testing.T, name string) string {
	t.Helper()
	return readNote(t, filepath.Join(projectRoot(t), "docs/recipes", filepath.FromSlash(name)))
}

// projectRoot is the folder of the project, also after t.Chdir.
func projectRoot(t *testing.T) string {
	t.Helper()
	wd, err := filepath.Abs(startFolder)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(filepath.Dir(wd))
}

// startFolder is where go test starts, before any t.Chdir.
var startFolder, _ = os.Getwd()

// sh runs a program in the current folder and returns its exit code and all it wrote. dealgraph is on its PATH: see TestMain.
func sh(t *testing.T, program string, args ...string) (code int, out string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	got, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("%s: %v", program, err)
	}
	return cmd.ProcessState.ExitCode(), string(got)
}

// must runs a program that has to succeed.
func must(t *testing.T, program string, args ...string) string {
	t.Helper()
	code, out := sh(t, program, args...)
	if code != 0 {
		t.Fatalf("%s %q: exit code %d\n%s", program, args, code, out)
	}
	return out
}

// wantsAll checks that a text has parts.
func wantsAll(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("no %q in\n%s", p, text)
		}
	}
}

// deskNote has one number, of the ledger at the usual place.
var deskNote = "# Desk\n\nOf all " + fmt.Sprintf(aNumber, "round") + " go round.\n"

// recipeRepo is a Git repository with the small ledger in the folder ledger and a note whose name has a space, refreshed; nothing is
// committed. It is the current folder.
func recipeRepo(t *testing.T) {
	t.Helper()
	need(t, "git", "sh", "xargs")
	t.Chdir(t.TempDir())
	for _, name := range []string{"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		t.Setenv(name, os.DevNull)
	}
	for _, name := range []string{"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", ledgerEnv} { // as when the tests run in a hook
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	must(t, "git", "init", "-q", "-b", "main")
	must(t, "git", "config", "user.name", "Ann")
	must(t, "git", "config", "user.email", "ann@example.org")
	writeNote(t, "ledger/deals.csv", smallLedger)
	writeNote(t, "notes/a desk.md", deskNote)
	must(t, "dealgraph", "note", "refresh", "notes/a desk.md")
}

// flip makes the order of the small ledger a letter of intent: nothing goes round any more.
func flip(t *testing.T) {
	t.Helper()
	text := readNote(t, "ledger/deals.csv")
	writeNote(t, "ledger/deals.csv", strings.Replace(text, "$6B,signed", "$6B,loi", 1))
}

// flipped is what is to be said after flip: the place, the sentence, old and new, the deal with its old and new status.
var flipped = []string{
	"notes/a desk.md:3:", "round says $12.0bn, and the answer is $0", "“Of all $12.0bn go round.”",
	"because of beta-alpha-purchase-2026-02-01 (Beta → Alpha, purchase): signed 2026-02-01 → proposed",
}

// The hook of Git refuses a commit that makes a note false, and says why; what lies in the folder and is not staged it does not look
// at.
func TestRecipeGitHook(t *testing.T) {
	recipeRepo(t)
	writeNote(t, ".git/hooks/pre-commit", recipe(t, "pre-commit"))
	if err := os.Chmod(".git/hooks/pre-commit", 0o777); err != nil {
		t.Fatal(err)
	}
	commit := func(args ...string) (int, string) {
		return sh(t, "git", append([]string{"commit", "-q", "-m", "x"}, args...)...)
	}
	accepted := func(args ...string) {
		t.Helper()
		if code, out := commit(args...); code != 0 {
			t.Fatalf("the commit is refused:\n%s", out)
		}
	}
	refused := func(args []string, parts ...string) {
		t.Helper()
		before, _ := exec.Command("git", "rev-parse", "HEAD").Output()
		code, out := commit(args...)
		after, _ := exec.Command("git", "rev-parse", "HEAD").Output()
		if code == 0 || !bytes.Equal(before, after) {
			t.Errorf("the commit is accepted:\n%s", out)
		}
		wantsAll(t, out, append(parts, "nothing was committed")...)
	}

	// The first commit of all has no ledger before it.
	writeNote(t, "notes/empty.md", deskNote)
	must(t, "git", "add", "-A")
	refused(nil, "notes/empty.md:3:", "[empty]")
	must(t, "git", "rm", "-q", "--cached", "notes/empty.md")
	accepted()

	// A status flips in the folder; what is staged is true. Then it is staged, in three ways.
	flip(t)
	writeNote(t, "notes/other.md", "# Other\n")
	must(t, "git", "add", "notes/other.md")
	accepted()
	must(t, "git", "add", "ledger")
	refused(nil, flipped...)
	must(t, "git", "reset", "-q")
	refused([]string{"-a"}, flipped...)
	refused([]string{"ledger/deals.csv"}, flipped...)
	if err := os.MkdirAll("sub", 0o777); err != nil {
		t.Fatal(err)
	}
	must(t, "git", "add", "ledger")
	if code, out := sh(t, "git", "-C", "sub", "commit", "-m", "x"); code == 0 {
		t.Errorf("from a folder within it is accepted:\n%s", out)
	}

	// Refreshed and not staged is not enough.
	must(t, "dealgraph", "note", "refresh", "notes/a desk.md")
	refused(nil, flipped...)
	must(t, "git", "add", "notes/a desk.md")
	accepted()

	// A ledger with an error.
	writeNote(t, "ledger/deals.csv", strings.Replace(smallLedger, "$10B", "10Bn", 1))
	refused([]string{"-a"}, "ledger/deals.csv:2:")

	// What is false already does not hold up what has nothing to do with it.
	writeNote(t, "ledger/deals.csv", smallLedger)
	must(t, "git", "commit", "-q", "--no-verify", "-am", "x")
	writeNote(t, "main.go", "package main\n")
	must(t, "git", "add", "main.go")
	accepted()
	writeNote(t, "notes/other.md", "# Another\n")
	refused([]string{"-a"}, "notes/a desk.md:3:", "round says $0, and the answer is $12.0bn")

	// Without the program nothing passes silently.
	here, err := exec.LookPath("dealgraph")
	if err != nil {
		t.Fatal(err)
	}
	folders := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(f string) bool { return f == filepath.Dir(here) })
	t.Setenv("PATH", strings.Join(folders, string(os.PathListSeparator)))
	if _, err := exec.LookPath("dealgraph"); err == nil {
		t.Skip("what the hook says without dealgraph is not tried: it is installed here")
	}
	if code, out := commit("-a"); code == 0 || !strings.Contains(out, "there is no dealgraph on the PATH") {
		t.Errorf("without dealgraph: exit code %d\n%s", code, out)
	}
}

// The hook of Git in repositories that are otherwise: the ledger is a file elsewhere, one that no commit has, or there is no note.
func TestRecipeGitHookLedgers(t *testing.T) {
	recipeRepo(t)
	hook := filepath.Join(t.TempDir(), "hook")
	writeNote(t, hook, recipe(t, "pre-commit"))
	room := t.TempDir()
	t.Setenv("TMPDIR", room)
	run := func() (int, string) { t.Helper(); return sh(t, "sh", hook) }
	must(t, "git", "add", "notes")
	if code, out := run(); code == 0 || !strings.Contains(out, "there is no ledger here") {
		t.Errorf("a ledger that is not staged: exit code %d\n%s", code, out)
	}
	if err := os.Rename("ledger/deals.csv", "my deals.csv"); err != nil {
		t.Fatal(err)
	}
	t.Setenv(ledgerEnv, "my deals.csv")
	must(t, "git", "add", "-A")
	if code, out := run(); code != 0 {
		t.Errorf("a file with a space in its name: %s", out)
	}
	must(t, "git", "commit", "-q", "-m", "x")
	writeNote(t, "my deals.csv", strings.Replace(smallLedger, "$6B,signed", "$6B,loi", 1))
	must(t, "git", "add", "-A")
	if code, out := run(); code == 0 {
		t.Error("what it makes false is accepted")
	} else {
		wantsAll(t, out, flipped...)
	}
	must(t, "git", "rm", "-q", "--cached", "notes/a desk.md")
	if code, out := run(); code != 0 {
		t.Errorf("no note: %s", out)
	}
	writeNote(t, "my deals.csv", strings.Replace(smallLedger, "$10B", "10Bn", 1))
	must(t, "git", "add", "my deals.csv")
	if code, out := run(); code == 0 || strings.Count(out, "my deals.csv:2:") != 1 {
		t.Errorf("an error of the ledger, without notes: exit code %d\n%s", code, out)
	}
	t.Setenv(ledgerEnv, "example:ai") // no file of the repository
	must(t, "git", "reset", "-q", "--hard")
	writeNote(t, "notes/more.md", "# More\n")
	must(t, "git", "add", "-A")
	if code, out := run(); code == 0 || !strings.Contains(out, "round says $12.0bn") {
		t.Errorf("the example: exit code %d\n%s", code, out)
	}
	if left, err := os.ReadDir(room); err != nil || len(left) > 0 {
		t.Errorf("the hook leaves %v in the folder of temporary files (%v)", left, err)
	}
}

// hookEntry is an entry of .pre-commit-hooks.yaml.
type hookEntry struct {
	ID            string `yaml:"id"`
	Name          string `yaml:"name"`
	Description   string `yaml:"description"`
	Entry         string `yaml:"entry"`
	Language      string `yaml:"language"`
	Files         string `yaml:"files"`
	PassFilenames *bool  `yaml:"pass_filenames"`
	RequireSerial bool   `yaml:"require_serial"`
	Minimum       string `yaml:"minimum_pre_commit_version"`
}

func hookEntries(t *testing.T) []hookEntry {
	t.Helper()
	var hooks []hookEntry
	text := readNote(t, filepath.Join(projectRoot(t), ".pre-commit-hooks.yaml"))
	if err := yaml.UnmarshalWithOptions([]byte(text), &hooks, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return hooks
}

// The hooks for pre-commit run, as pre-commit runs them: what is in entry, split as a shell does, then args, then names.
func TestRecipeHookEntries(t *testing.T) {
	recipeRepo(t)
	writeNote(t, "notes/prose.md", "# Prose\n\nBeta buys chips of Alpha for $6B.\n")
	must(t, "git", "add", "-A")
	entry := func(h hookEntry, args ...string) (int, string) {
		t.Helper()
		if h.PassFilenames == nil {
			args = append(args, "notes/a desk.md", "notes/prose.md")
		}
		return sh(t, "sh", append([]string{"-c", "exec " + h.Entry + ` "$@"`, "x"}, args...)...)
	}
	hooks := hookEntries(t)
	var ids []string
	for _, h := range hooks {
		ids = append(ids, h.ID)
		if h.Language != "golang" || h.Name == "" || h.Description == "" || h.Minimum == "" {
			t.Errorf("%s lacks something: %+v", h.ID, h)
		}
		if code, out := entry(h); code != 0 {
			t.Errorf("%s: exit code %d\n%s", h.ID, code, out)
		}
		if code, out := entry(h, "-l", "none"); code == 0 || !strings.Contains(out, "none") {
			t.Errorf("%s does not take args: exit code %d\n%s", h.ID, code, out)
		}
	}
	if want := []string{"dealgraph-check", "dealgraph-note-check", "dealgraph-note-lint"}; !slices.Equal(ids, want) {
		t.Fatalf("the hooks are %q, want %q", ids, want)
	}
	flip(t)
	if code, out := entry(hooks[1]); code == 0 {
		t.Error("a note that the ledger makes false passes")
	} else {
		wantsAll(t, out, flipped[:3]...)
	}
	writeNote(t, "notes/prose.md", "# Prose\n\nBeta signed a contract to buy chips of Alpha for $6B.\n")
	if code, out := entry(hooks[2]); code == 0 || !strings.Contains(out, "notes/prose.md:3:") || !strings.Contains(out, "[not-signed]") {
		t.Errorf("a letter of intent called a contract passes: exit code %d\n%s", code, out)
	}
	must(t, "git", "rm", "-q", "-r", "-f", "notes")
	if code, out := entry(hooks[1]); code != 0 {
		t.Errorf("a repository without notes: %s", out)
	}
}

// noteExtensions are those of notes, as the program has them.
var noteExtensions = []string{".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx", ".adoc", ".asciidoc", ".typ", ".tex", ".org"}

// Every recipe that looks for notes looks for all that there are, and the hooks start when a ledger, a note or a figure changes.
func TestRecipeFiles(t *testing.T) {
	for _, e := range noteExtensions {
		if _, err := note.FormatOf("a"+e, nil); err != nil {
			t.Errorf("%s is none of notes: %v", e, err)
		}
	}
	for _, e := range noteExtensions {
		if text := recipe(t, "pre-commit"); !strings.Contains(text, `'*`+e+`'`) {
			t.Errorf("pre-commit does not look at *%s", e)
		}
	}
	hooks := hookEntries(t)
	for _, h := range hooks {
		files := regexp.MustCompile(h.Files)
		starts := map[string]bool{"ledger/deals.csv": true, "deals.yaml": true, "deals.yml": true, "deals.xlsx": true, "main.go": false, "LICENSE": false}
		if h.ID != "dealgraph-check" {
			for _, e := range noteExtensions {
				starts["notes/a"+e] = true
			}
			starts["notes/fig/map.svg"] = h.ID == "dealgraph-note-check"
		}
		if h.ID == "dealgraph-note-lint" {
			starts["ledger/deals.csv"], starts["deals.yaml"], starts["deals.yml"], starts["deals.xlsx"] = false, false, false, false
		}
		for name, want := range starts {
			if files.MatchString(name) != want {
				t.Errorf("%s starts on %s: %v, want %v", h.ID, name, !want, want)
			}
		}
	}
}

// pre-commit itself takes the hooks and the file for users. Only that it need not build the program it is told: dealgraph is on the
// PATH, and language: system says so.
func TestRecipePreCommit(t *testing.T) {
	need(t, "pre-commit")
	recipeRepo(t)
	hooks := t.TempDir()
	writeNote(t, filepath.Join(hooks, ".pre-commit-hooks.yaml"), readNote(t, filepath.Join(projectRoot(t), ".pre-commit-hooks.yaml")))
	must(t, "git", "-C", hooks, "init", "-q")
	must(t, "git", "-C", hooks, "add", "-A")
	must(t, "git", "-C", hooks, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "x")
	rev := strings.TrimSpace(must(t, "git", "-C", hooks, "rev-parse", "HEAD"))

	config := strings.NewReplacer("https://REPLACE.example/dealgraph", hooks, "rev: REPLACE", "rev: "+rev).Replace(recipe(t, "pre-commit-config.yaml"))
	config = regexp.MustCompile(`(?m)^      - (id: \S+)`).ReplaceAllString(config, "      - language: system\n        $1")
	if strings.Count(config, "language: system") != 3 || strings.Contains(config, "REPLACE") {
		t.Fatalf("the file for users is otherwise than this test knows it:\n%s", config)
	}
	writeNote(t, ".pre-commit-config.yaml", config)
	t.Setenv("PRE_COMMIT_HOME", t.TempDir())
	must(t, "pre-commit", "install")
	must(t, "git", "add", "-A")
	if code, out := sh(t, "git", "commit", "-m", "x"); code != 0 || strings.Count(out, "Passed") != 3 {
		t.Fatalf("what is right: exit code %d\n%s", code, out)
	}
	flip(t)
	code, out := sh(t, "git", "commit", "-am", "x") // the ledger alone
	if code == 0 {
		t.Error("the commit is accepted")
	}
	wantsAll(t, out, flipped[:3]...)
	must(t, "dealgraph", "note", "refresh", "notes/a desk.md")
	if code, out := sh(t, "git", "commit", "-am", "x"); code != 0 {
		t.Errorf("after the refresh: exit code %d\n%s", code, out)
	}
}

// workflow is what is read of a workflow of GitHub.
type workflow struct {
	On   map[string]any    `yaml:"on"`
	Env  map[string]string `yaml:"env"`
	Jobs map[string]struct {
		Steps []struct {
			Name string         `yaml:"name"`
			Uses string         `yaml:"uses"`
			If   string         `yaml:"if"`
			Run  string         `yaml:"run"`
			With map[string]any `yaml:"with"`
		} `yaml:"steps"`
	} `yaml:"jobs"`
}

// The workflow of GitHub is read, and its steps are run as GitHub runs them: on the merge of a branch with what it is for.
func TestRecipeWorkflow(t *testing.T) {
	need(t, "bash")
	recipeRepo(t)
	var w workflow
	if err := yaml.Unmarshal([]byte(recipe(t, "github.yml")), &w); err != nil {
		t.Fatal(err)
	}
	steps := map[string]string{}
	var uploads []string
	for _, s := range w.Jobs["check"].Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: an expression in a script is how scripts are injected", s.Name)
		}
		if s.Run != "" {
			steps[s.Name] = s.Run
		}
		if file, ok := s.With["sarif_file"].(string); ok {
			uploads = append(uploads, file)
			wantsAll(t, s.If, "hashFiles('"+file+"')", "!cancelled()")
		}
	}
	if on := w.On["pull_request"]; len(steps) != 4 || len(w.On) != 2 || on != nil {
		t.Errorf("the workflow is otherwise than this test knows it: %d scripts, on %v", len(steps), w.On)
	}
	if fields := strings.Fields(steps["Build"]); len(fields) != 5 || fields[3] != ".dealgraph" {
		t.Errorf("what builds is %q", steps["Build"])
	} else if _, err := os.Stat(filepath.Join(projectRoot(t), fields[4], "main.go")); err != nil {
		t.Error(err)
	}
	for name, value := range w.Env {
		t.Setenv(name, value)
	}
	t.Setenv("RUNNER_TEMP", t.TempDir())
	step := func(name string) (int, string) {
		t.Helper()
		if steps[name] == "" {
			t.Fatalf("there is no step %q", name)
		}
		writeNote(t, filepath.Join(os.Getenv("RUNNER_TEMP"), "step.sh"), steps[name])
		return sh(t, "bash", "-e", filepath.Join(os.Getenv("RUNNER_TEMP"), "step.sh"))
	}
	const ledgerStep, notesStep, proseStep = "The ledger", "Notes are true", "Prose does not contradict the ledger"

	// The first commit has none before it.
	writeNote(t, ".gitignore", "*.sarif\n")
	must(t, "git", "add", "-A")
	must(t, "git", "commit", "-q", "-m", "x")
	for _, name := range []string{ledgerStep, notesStep, proseStep} {
		if code, out := step(name); code != 0 {
			t.Errorf("%s, when all is well: exit code %d\n%s", name, code, out)
		}
	}

	// A branch flips a status and calls the letter of intent a contract; main goes on; the merge of both is what GitHub has.
	must(t, "git", "checkout", "-q", "-b", "branch")
	flip(t)
	writeNote(t, "notes/prose.md", "# Prose, of which dealgraph knows\n\nBeta signed a contract to buy chips of Alpha for $6B.\n")
	must(t, "git", "add", "-A")
	must(t, "git", "commit", "-q", "-m", "y")
	must(t, "git", "checkout", "-q", "main")
	writeNote(t, "more.txt", "more\n")
	must(t, "git", "add", "-A")
	must(t, "git", "commit", "-q", "-m", "z")
	must(t, "git", "merge", "-q", "--no-edit", "branch")
	if code, out := step(ledgerStep); code != 0 {
		t.Errorf("a letter of intent is no error of a ledger: %s", out)
	}
	if code, out := step(notesStep); code == 0 {
		t.Errorf("a note that is not true passes:\n%s", out)
	} else {
		wantsAll(t, out, flipped...)
	}
	if code, out := step(proseStep); code == 0 || !strings.Contains(out, "notes/prose.md:3:") {
		t.Errorf("a letter of intent called a contract passes: exit code %d\n%s", code, out)
	}
	for i, want := range []string{"differs", "not-signed"} {
		wantSarif(t, uploads[i], want)
	}
	writeNote(t, "ledger/deals.csv", "from,to\n")
	if code, _ := step(ledgerStep); code == 0 {
		t.Error("a ledger with errors passes")
	}
}

// wantSarif checks that a file is SARIF of one run with a finding.
func wantSarif(t *testing.T, name, rule string) {
	t.Helper()
	var sarif struct {
		Version string
		Runs    []struct{ Results []struct{ RuleID string } }
	}
	if err := json.Unmarshal([]byte(readNote(t, name)), &sarif); err != nil {
		t.Fatal(err)
	}
	if sarif.Version != "2.1.0" || len(sarif.Runs) != 1 {
		t.Fatalf("%s has %+v", name, sarif)
	}
	for _, r := range sarif.Runs[0].Results {
		if r.RuleID == rule {
			return
		}
	}
	t.Errorf("%s has %+v, not %s", name, sarif.Runs[0].Results, rule)
}

const recipeNumbers = "- <!--dealgraph id=deals.round q=\"circularity -basis signed\" get=\"bases[0].circulated\" fmt=bn--><!--/dealgraph-->\n" +
	"- <!--dealgraph id=deals.all q=\"circularity -basis signed\" get=\"bases[0].gross\"--><!--/dealgraph-->\n"

// The filter for Pandoc writes numbers into texts: $12B of $16B of the small ledger can go round.
func TestRecipeFilter(t *testing.T) {
	need(t, "pandoc")
	noteRoom(t)
	writeNote(t, "dealgraph.lua", recipe(t, "dealgraph.lua"))
	writeNote(t, "numbers.md", recipeNumbers)
	usage := usages(t, "dealgraph.lua")
	if len(usage) != 2 {
		t.Fatalf("the filter says %q, want one line of dealgraph and one of pandoc", usage)
	}
	writeNote(t, "text.md", "---\ntitle: Of [x]{.dealgraph name=deals.all}\n---\n\nOf all, [*much*]{.dealgraph name=\"deals.round\"} go round, [a]{.b}.\n\n"+
		"``` {.dealgraph}\ndeals.round   What goes round\r\n\n  deals.all\n```\n\n``` {.dealgraph}\n```\n\n``` {.other}\ndeals.none\n```\n")
	if code, _, errs := command(t, append(usage[0][1:], "-l", "deals.csv")...); code != 0 {
		t.Fatal(errs)
	}
	must(t, usage[1][0], usage[1][1:]...)
	if info, err := os.Stat("text.docx"); err != nil || info.Size() == 0 {
		t.Errorf("text.docx: %v", err)
	}
	page := func(args ...string) string {
		t.Helper()
		return must(t, "pandoc", append([]string{"--lua-filter", "dealgraph.lua", "--wrap=none"}, args...)...)
	}
	want := "Of all, $12.0bn go round, a.\n" +
		"What goes round $12.0bn\ndeals.all $16.0B\n" +
		"Name Number Query\ndeals.round $12.0bn circularity --basis signed\ndeals.all $16.0B circularity --basis signed\n" +
		"deals.none\n"
	if d := cmp.Diff(want, plainLines(page("text.md", "-t", "plain"))); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	wantsAll(t, page("text.md", "-s", "-t", "html"), "<title>Of $16.0B</title>")
	wantsAll(t, page("text.md", "-t", "latex"), `Of all, \$12.0bn go round`)

	// Beside the text, and under another name.
	writeNote(t, "sub/text.md", "---\ndealgraph-vars: numbers.json\n---\n\n[x]{.dealgraph name=deals.round}\n")
	if err := os.Rename("dealgraph.json", "sub/numbers.json"); err != nil {
		t.Fatal(err)
	}
	if got := page("sub/text.md", "-t", "plain"); got != "$12.0bn\n" {
		t.Errorf("beside the text: %q", got)
	}
}

// plainLines are the lines of a text that have words, with one space between these: what versions of Pandoc agree on.
func plainLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if strings.Trim(line, "- \n") != "" {
			b.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
		}
	}
	return b.String()
}

// usages are the command lines that a comment of a recipe has, on lines of their own or after Before:.
func usages(t *testing.T, file string) [][]string {
	t.Helper()
	var out [][]string
	for _, m := range regexp.MustCompile(`(?m)^(?:--|%|#)(?: {3}|.*Before: )((?:dealgraph|pandoc) .*)$`).FindAllStringSubmatch(readNote(t, file), -1) {
		out = append(out, strings.Fields(m[1]))
	}
	return out
}

// What the filter cannot do it says, and Pandoc fails: there are no silent gaps.
func TestRecipeFilterErrors(t *testing.T) {
	need(t, "pandoc")
	t.Chdir(t.TempDir())
	writeNote(t, "dealgraph.lua", recipe(t, "dealgraph.lua"))
	const v1 = `{"schema":"dealgraph/note-vars/v1","result":{"variables":[{"name":"a.b","text":"$1","query":"list"},{"name":"c","text":"$2","number":null,"query":"list"}]}}`
	for name, c := range map[string]struct {
		text, vars string
		want       []string
	}{
		"names that are not there": {"[x]{.dealgraph name=a.c} [x]{.dealgraph name=c} [x]{.dealgraph name=a.c}\n\n``` {.dealgraph}\nd\n```\n", v1, []string{"dealgraph.json has no a.c, d; it has a.b, c"}},
		"no name":                  {"[so *much*]{.dealgraph nam=c}", v1, []string{`[so much]{.dealgraph} does not say which number it is: write name="…"`}},
		"no file":                  {"[x]{.dealgraph name=c}", "", []string{"there is no dealgraph.json: write it with dealgraph note vars NOTE -o dealgraph.json"}},
		"a newer version":          {"[x]{.dealgraph name=c}", strings.Replace(v1, "/v1", "/v2", 1), []string{"dealgraph.json is dealgraph/note-vars/v2, and this filter reads dealgraph/note-vars/v1"}},
		"another result":           {"[x]{.dealgraph name=c}", `{"schema":"dealgraph/list/v1","result":{}}`, []string{"dealgraph.json is dealgraph/list/v1"}},
		"another file":             {"[x]{.dealgraph name=c}", `[1, true, null]`, []string{"dealgraph.json is not of dealgraph"}},
		"half a file":              {"[x]{.dealgraph name=c}", v1[:60], []string{"dealgraph.json: byte ", "write it anew"}},
		"a text without end":       {"[x]{.dealgraph name=c}", v1[:80], []string{"dealgraph.json: byte ", "a text does not end"}},
		"two files in one":         {"[x]{.dealgraph name=c}", v1 + v1, []string{"there is more than one value"}},
		"an empty file":            {"[x]{.dealgraph name=c}", " ", []string{"dealgraph.json: byte 2: no value"}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.RemoveAll("dealgraph.json"); err != nil {
				t.Fatal(err)
			}
			if c.vars != "" {
				writeNote(t, "dealgraph.json", c.vars)
			}
			writeNote(t, "text.md", c.text)
			code, out := sh(t, "pandoc", "--lua-filter", "dealgraph.lua", "text.md", "-t", "plain")
			if code == 0 {
				t.Errorf("it makes %q", out)
			}
			wantsAll(t, out, c.want...)
		})
	}
	// A text that uses none needs no file, and every character comes through, however JSON writes it.
	if err := os.RemoveAll("dealgraph.json"); err != nil {
		t.Fatal(err)
	}
	writeNote(t, "text.md", "none\n")
	must(t, "pandoc", "--lua-filter", "dealgraph.lua", "text.md")
	writeNote(t, "dealgraph.json", `{ "schema" : "dealgraph/note-vars/v1", "warnings": [], "x": {}, "n": [-1.5e+3, true, false],
 "result": {"variables": [ {"name": "c", "number": null, "text": "\u003c\u0026 \"q\" \\u0041 \\\\ \ud83d\ude00 \u00e4\u20ac ü $5–6 *a* | \/ é\u000ae\tf"} ] } }`)
	writeNote(t, "text.md", "[x]{.dealgraph name=c}\n")
	got := must(t, "pandoc", "--lua-filter", "dealgraph.lua", "text.md", "-t", "plain", "--wrap=none")
	if want := `<& "q" \u0041 \\ 😀 ä€ ü $5–6 *a* | / é e f` + "\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// bound are the numbers that a list of numbers has, by name.
func bound(t *testing.T, file string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`<!--dealgraph id=(\S+) .*?-->(.*?)<!--/dealgraph`).FindAllStringSubmatch(readNote(t, file), -1) {
		out[m[1]] = m[2]
	}
	if len(out) == 0 {
		t.Fatalf("%s has no numbers", file)
	}
	return out
}

// copyRecipe copies a folder of recipes into the current folder.
func copyRecipe(t *testing.T, folder string) {
	t.Helper()
	if err := os.CopyFS(".", os.DirFS(filepath.Join(projectRoot(t), "docs/recipes", folder))); err != nil {
		t.Fatal(err)
	}
}

// The project of Quarto: its lines before rendering write the numbers that its text has.
func TestRecipeQuarto(t *testing.T) {
	t.Chdir(t.TempDir())
	copyRecipe(t, "quarto")
	writeNote(t, "dealgraph.lua", recipe(t, "dealgraph.lua"))
	if code, out, errs := command(t, "note", "check", "numbers.md"); code != 0 {
		t.Errorf("the numbers of the recipe are not those of the example (dealgraph note refresh docs/recipes/*/numbers.md): %s%s", out, errs)
	}
	var project struct {
		Project struct {
			Render []string
			Before []string `yaml:"pre-render"`
		}
		Filters []string
	}
	if err := yaml.Unmarshal([]byte(readNote(t, "_quarto.yml")), &project); err != nil {
		t.Fatal(err)
	}
	for _, f := range append(project.Filters, project.Project.Render...) {
		if _, err := os.Stat(f); err != nil {
			t.Error(err)
		}
	}
	for _, line := range project.Project.Before {
		words := strings.Fields(line)
		if code, _, errs := command(t, words[1:]...); words[0] != "dealgraph" || code != 0 {
			t.Fatalf("%s: %s", line, errs)
		}
	}
	var vars map[string]map[string]string
	if err := yaml.Unmarshal([]byte(readNote(t, "_variables.yml")), &vars); err != nil {
		t.Fatal(err)
	}
	numbers := bound(t, "numbers.md")
	used := regexp.MustCompile(`\{\{< var (\w+)\.(\w+) >\}\}`).FindAllStringSubmatch(readNote(t, "note.qmd"), -1)
	if len(used) != strings.Count(readNote(t, "note.qmd"), "{{<") || len(used) == 0 {
		t.Fatalf("the text uses %q", used)
	}
	for _, u := range used {
		if got := strings.ReplaceAll(vars[u[1]][u[2]], `\`, ""); got != numbers[u[1]+"."+u[2]] || got == "" {
			t.Errorf("%s is %q in _variables.yml, and %q in numbers.md", u[0], got, numbers[u[1]+"."+u[2]])
		}
	}
	t.Run("pandoc", func(t *testing.T) {
		need(t, "pandoc")
		got := must(t, "pandoc", "-f", "markdown", "--lua-filter", project.Filters[0], "note.qmd", "-t", "plain", "--wrap=none")
		wantsAll(t, got, numbers["circles.signed"]+" goes round.", numbers["openai.firm"])
	})
	t.Run("quarto", func(t *testing.T) {
		need(t, "quarto")
		must(t, "quarto", "render", "--to", "html")
		for _, number := range numbers {
			wantsAll(t, readNote(t, "note.html"), number)
		}
	})
}

// The text in LaTeX has the numbers as macros.
func TestRecipeLatex(t *testing.T) {
	t.Chdir(t.TempDir())
	copyRecipe(t, "latex")
	usage := usages(t, "note.tex")
	if len(usage) != 1 {
		t.Fatalf("the recipe says %q", usage)
	}
	for _, args := range [][]string{{"note", "check", "numbers.md"}, usage[0][1:]} {
		if code, out, errs := command(t, args...); code != 0 {
			t.Fatalf("%q: %s%s", args, out, errs)
		}
	}
	numbers := bound(t, "numbers.md")
	want := "OpenAI is bound to pay " + numbers["openai.firm"] + ". Of what is signed, " + numbers["circles.signed"] + " can go round.\n"
	t.Run("pandoc", func(t *testing.T) {
		need(t, "pandoc")
		if got := must(t, "pandoc", "-f", "latex", "note.tex", "-t", "plain", "--wrap=none"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("latex", func(t *testing.T) {
		need(t, "pdflatex", "pdftotext")
		must(t, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "note.tex")
		if got := must(t, "pdftotext", "note.pdf", "-"); !strings.Contains(strings.Join(strings.Fields(got), " "), strings.TrimSpace(want)) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// The Makefile makes Word, pages and PDF of a note that is true, and of none that is not.
func TestRecipeMakefile(t *testing.T) {
	need(t, "make", "pandoc")
	recipeRepo(t)
	writeNote(t, "Makefile", recipe(t, "Makefile"))
	writeNote(t, "note.md", deskNote+"\n<!-- dealgraph:begin id=ring q=\"chart cycles\" format=png caption=\"The ring\" -->\n<!-- dealgraph:end id=ring -->\n")
	must(t, "dealgraph", "note", "refresh", "note.md")
	must(t, "make", "note.docx", "note.html", "report.docx", "report.html")
	for name, want := range map[string]string{"note.docx": "Of all $12.0bn go round.", "report.docx": "$12.0B"} {
		text, pictures := wordFile(t, name)
		if !strings.Contains(text, want) || pictures == 0 {
			t.Errorf("%s has %d pictures, and %q: %v", name, pictures, want, strings.Contains(text, want))
		}
	}
	html := readNote(t, "note.html")
	wantsAll(t, html, "Of all $12.0bn go round.", `src="data:image/png;base64,`, "The ring", "<title>note</title>")
	if strings.Contains(html, "dealgraph:begin") || strings.Contains(html, "sum=") {
		t.Error("there are markers in the page")
	}
	wantsAll(t, readNote(t, "report.html"), "$12.0B")
	t.Run("chromium", func(t *testing.T) {
		need(t, "chromium")
		must(t, "make", "note.pdf", "CHROMIUM=chromium --no-sandbox --disable-gpu")
		if !strings.HasPrefix(readNote(t, "note.pdf"), "%PDF-") {
			t.Error("note.pdf is no PDF")
		}
		need(t, "pdftotext")
		wantsAll(t, must(t, "pdftotext", "note.pdf", "-"), "Of all $12.0bn go round.")
	})
	flip(t)
	before := readNote(t, "note.docx")
	code, out := sh(t, "make", "note.docx")
	if code == 0 || readNote(t, "note.docx") != before {
		t.Error("a note that is not true is made")
	}
	wantsAll(t, out, "“Of all $12.0bn go round.”")
}

// wordFile is the text of a Word file, and how many pictures it has.
func wordFile(t *testing.T, name string) (text string, pictures int) {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "word/media/") {
			pictures++
		}
		if f.Name != "word/document.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(b.String(), "")
	}
	return text, pictures
}

// The tasks of VS Code are commands, and their patterns find the places that these write.
func TestRecipeTasks(t *testing.T) {
	noteRoom(t)
	var file struct {
		Version string
		Tasks   []struct {
			Label, Detail, Type, Command string
			Args                         []string
			ProblemMatcher               json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(recipe(t, "tasks.json")), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Tasks) != 4 || file.Version != "2.0.0" {
		t.Fatalf("%d tasks of version %s", len(file.Tasks), file.Version)
	}
	writeNote(t, "true.md", deskNote)
	writeNote(t, "false.md", "# Desk\n\nBeta signed a contract to buy chips of Alpha for $6B.\n\nx <!--dealgraph id=y q=nothing get=x-->1<!--/dealgraph-->\n")
	writeNote(t, "deals.csv", strings.Replace(smallLedger, "$6B,signed", "$6B,loi", 1))
	if code, _, errs := command(t, "note", "refresh", "-l", "deals.csv", "true.md"); code != 0 {
		t.Fatal(errs)
	}
	for _, task := range file.Tasks {
		if task.Command != "dealgraph" || task.Detail == "" {
			t.Errorf("%s runs %s", task.Label, task.Command)
		}
		in := func(file string) (int, string) {
			args := []string{"-l", "deals.csv"}
			for _, a := range task.Args {
				args = append(args, strings.NewReplacer("${relativeFile}", file, "${lineNumber}", "3").Replace(a))
			}
			code, out, errs := command(t, args...)
			return code, out + errs
		}
		if code, out := in("true.md"); code != 0 {
			t.Errorf("%s: exit code %d\n%s", task.Label, code, out)
		}
		var matcher struct {
			Pattern struct {
				Regexp                                string
				File, Line, Column, Severity, Message int
			}
		}
		if json.Unmarshal(task.ProblemMatcher, &matcher) != nil {
			continue // a list: none
		}
		p := matcher.Pattern
		_, out := in("false.md")
		found := 0
		for line := range strings.Lines(out) {
			m := regexp.MustCompile(p.Regexp).FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil {
				continue
			}
			found++
			if m[p.File] != "false.md" || m[p.Line] != "3" && m[p.Line] != "5" || m[p.Column] == "0" || m[p.Message] == "" {
				t.Errorf("%s finds %q in %q", task.Label, m[1:], line)
			}
		}
		if found == 0 || found != len(regexp.MustCompile(`false\.md:[0-9]`).FindAllString(out, -1)) {
			t.Errorf("%s finds %d places in\n%s", task.Label, found, out)
		}
	}
}

// What the page on the recipes shows as commands are commands with flags that exist, and every file of the folder is in its table.
func TestRecipePage(t *testing.T) {
	page := recipe(t, "README.md")
	commands := regexp.MustCompile("`dealgraph ([^`]*)`").FindAllStringSubmatch(page, -1)
	if len(commands) < 3 {
		t.Fatalf("the page shows %q", commands)
	}
	for _, c := range commands {
		root := newRoot(streams{})
		cmd, rest, err := root.Find(strings.Fields(c[1]))
		if err != nil || !cmd.Runnable() || cmd == root {
			t.Errorf("%s is no command: %v", c[0], err)
			continue
		}
		if err := cmd.ParseFlags(rest); err != nil {
			t.Errorf("%s: %v", c[0], err)
		}
	}
	files, err := os.ReadDir(filepath.Join(projectRoot(t), "docs/recipes"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() != "README.md" && !strings.Contains(page, "| ["+f.Name()+"]("+f.Name()+") |") {
			t.Errorf("%s is not in the table", f.Name())
		}
	}
}
