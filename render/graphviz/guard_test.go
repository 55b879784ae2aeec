package graphviz

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealgraph/render/graphviz/guard"
)

// If this fails after an update of go-graphviz, the new blob has to be tried hollow, and its length put into
// package guard. Until then every command pays for compiling Graphviz.
func TestThisProcessIsHollow(t *testing.T) {
	if !guard.Hollow() {
		t.Error("the guard did not recognise this version of go-graphviz")
	}
}

// traceLine is what GODEBUG=inittrace=1 writes per package.
var traceLine = regexp.MustCompile(`(?m)^init (\S+) @[0-9.]+ ms, ([0-9.]+) ms clock`)

// The guard works only if it is initialised before go-graphviz.
func TestGuardComesFirst(t *testing.T) {
	_, trace := play(t, "version", "GODEBUG=inittrace=1")
	order := map[string]int{}
	total := 0.0
	for i, line := range traceLine.FindAllStringSubmatch(trace, -1) {
		order[line[1]] = i + 1
		if strings.HasPrefix(line[1], "dealgraph/render/graphviz") || strings.Contains(line[1], "wazero") || strings.Contains(line[1], "graphviz/") {
			ms, err := strconv.ParseFloat(line[2], 64)
			if err != nil {
				t.Fatal(err)
			}
			total += ms
		}
	}
	ours, theirs, after := order["dealgraph/render/graphviz/guard"], order["github.com/goccy/go-graphviz/internal/wasm"], order["dealgraph/render/graphviz"]
	if ours == 0 || theirs == 0 || after == 0 || ours > theirs || theirs > after {
		t.Errorf("guard is number %d, go-graphviz number %d, this package number %d:\n%s", ours, theirs, after, trace)
	}
	t.Logf("initialising Graphviz took %.1f ms", total)
}

// A program that draws nothing leaves nothing behind, and keeps its temporary directory.
func TestHollowLeavesNoTrace(t *testing.T) {
	temp, home := t.TempDir(), t.TempDir()
	out, _ := play(t, "version", "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp, "HOME="+home, "XDG_CACHE_HOME="+home, "LocalAppData="+home)
	if want := "temp " + temp + "\n"; out != want {
		t.Errorf("wrote %q, want %q", out, want)
	}
	for _, dir := range []string{temp, home} {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 0 {
			t.Errorf("%s holds %v, error %v", dir, entries, err)
		}
	}
}

func TestHollowStartsWhateverTheTempDirIs(t *testing.T) {
	file := t.TempDir()
	if err := os.WriteFile(filepath.Join(file, "go-graphviz"), nil, 0); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	if err := os.Mkdir(filepath.Join(locked, "go-graphviz"), 0); err != nil {
		t.Fatal(err)
	}
	for _, temp := range []string{file, locked, filepath.Join(file, "nowhere"), ""} {
		for _, role := range []string{"version", "draw"} {
			out, _ := play(t, role, "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp)
			if role == "draw" && !strings.HasSuffix(out, "</svg>\n<nil>\n") {
				t.Errorf("TMPDIR=%q: %s", temp, out)
			}
		}
	}
}

// The second user of a machine: $TMPDIR/go-graphviz and the home belong to the first.
func TestSecondUser(t *testing.T) {
	compiles(t)
	setpriv, err := exec.LookPath("setpriv")
	if err != nil || os.Getuid() != 0 {
		t.Skip("takes root, and setpriv to be somebody else")
	}
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "go-graphviz"), 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	if err := copyProgram(program); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"version", "draw"} {
		cmd := exec.CommandContext(t.Context(), setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", program)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), roleVariable+"="+role, "TMPDIR="+dir)
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		out, err := cmd.Output()
		if err != nil || role == "draw" && !strings.HasSuffix(string(out), "</svg>\n<nil>\n") {
			t.Errorf("%s: error %v\n%s%s", role, err, out, complaints.String())
		}
	}
}

// The compiled code lies where only its owner can put it.
func TestCacheIsPrivate(t *testing.T) {
	compiles(t)
	if slices.Contains([]string{"windows", "darwin", "ios", "plan9"}, runtime.GOOS) {
		t.Skip("the cache lies elsewhere, or has no mode")
	}
	home := t.TempDir()
	env := []string{"HOME=" + home, "XDG_CACHE_HOME=" + home, "LocalAppData=" + home}
	if out, _ := play(t, "draw", env...); !strings.HasSuffix(out, "</svg>\n<nil>\n") {
		t.Fatal(out)
	}
	info, err := os.Stat(filepath.Join(home, "dealgraph"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the cache is %v, error %v", info, err)
	}

	// A directory others can write is not used.
	open := filepath.Join(t.TempDir(), "dealgraph")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	home = filepath.Dir(open)
	env = []string{"HOME=" + home, "XDG_CACHE_HOME=" + home, "LocalAppData=" + home}
	if out, _ := play(t, "draw", env...); !strings.HasSuffix(out, "</svg>\n<nil>\n") {
		t.Fatal(out)
	}
	if entries, err := os.ReadDir(open); err != nil || len(entries) > 0 {
		t.Errorf("an open directory was used: %v, error %v", entries, err)
	}
}

// copyProgram copies the running test binary to path.
func copyProgram(path string) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	from, err := os.Open(self)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return fmt.Errorf("copy %s: %w", self, err)
	}
	return to.Close()
}
